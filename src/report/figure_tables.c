/*
 * Key figures and pictures as tables, for formats that draw nothing.  Takes a
 * report, gives a list of tables; how they look is the renderer's.
 */
#include "report/figure.h"
#include "report/show.h"

void gp_card_note(struct gp_buf *text, const struct gp_card *card,
                  const struct gp_render_options *looks)
{
    bool beside = card->beside.kind != GP_CELL_NONE;
    bool number = beside && card->beside.kind != GP_CELL_TEXT;
    text->count = 0;
    /* A number stands before English words and behind Chinese ones. */
    if (number && !looks->chinese)
        gp_show_number(text, &card->beside, looks->unit);
    if (card->note != NULL) {
        if (text->count != 0)
            gp_buf_putc(text, ' ');
        gp_buf_puts(text, card->note);
    }
    if (number && looks->chinese) {
        gp_buf_putc(text, ' ');
        gp_show_number(text, &card->beside, looks->unit);
    }
}

static struct gp_table *card_table(struct gp_report *to,
                                   const struct gp_report *report,
                                   const struct gp_render_options *looks)
{
    bool zh = looks->chinese;
    struct gp_buf note;
    struct gp_table *t =
        gp_report_table(to, "cards", zh ? "关键数据" : "Key figures");
    gp_table_column(to, t, "figure", zh ? "指标" : "figure", GP_LEFT);
    gp_table_column(to, t, "value", zh ? "数值" : "value", GP_RIGHT);
    gp_table_column(to, t, "note", zh ? "说明" : "note", GP_LEFT);
    gp_buf_init(&note, to->arena->heap);
    for (const struct gp_card *c = report->cards; c != NULL; c = c->next) {
        struct gp_cell *cells = gp_table_row(to, t);
        cells[0] = gp_cell_text(c->label);
        cells[1] = c->value;
        gp_card_note(&note, c, looks);
        if (note.count != 0)
            cells[2] =
                gp_cell_text(gp_arena_strndup(to->arena, note.at, note.count));
    }
    gp_buf_fini(&note);
    return t;
}

static const char *indented(struct gp_arena *arena, const struct gp_point *p)
{
    const char *text = p->label;
    for (int i = 0; i < p->depth; i++)
        text = gp_arena_join(arena, "\u00a0\u00a0", text, NULL);
    return text;
}

static struct gp_table *figure_table(struct gp_report *to,
                                     const struct gp_figure *f,
                                     const struct gp_render_options *looks)
{
    struct gp_table *t = gp_report_table(to, f->key, f->title);
    gp_table_column(to, t, "label", looks->chinese ? "项目" : "what", GP_LEFT);
    for (size_t s = 0; s < f->series_count; s++)
        gp_table_column(to, t, gp_series_role_name(f->series[s].role),
                        f->series[s].name, GP_RIGHT);
    t->empty = looks->chinese ? "没有数据。" : "There is nothing to show.";
    for (size_t i = 0; i < f->point_count; i++) {
        struct gp_cell *cells = gp_table_row(to, t);
        cells[0] = gp_cell_text(indented(to->arena, &f->points[i]));
        for (size_t s = 0; s < f->series_count; s++)
            cells[s + 1] = f->points[i].values[s];
    }
    return t;
}

const struct gp_table *gp_figure_table(const struct gp_figure *figure,
                                       const struct gp_render_options *looks,
                                       struct gp_arena *arena)
{
    struct gp_report *to = gp_report_new(arena, "", "", NULL);
    struct gp_table *table = figure_table(to, figure, looks);
    table->title = NULL;
    return table;
}

const struct gp_table *gp_figure_tables(const struct gp_report *report,
                                        const struct gp_render_options *looks,
                                        struct gp_arena *arena)
{
    struct gp_report *to = gp_report_new(arena, report->name, "", NULL);
    bool own = false;
    for (const struct gp_figure *f = report->figures; f != NULL; f = f->next)
        own |= !f->in_tables;
    if (!own)
        return NULL;
    if (report->cards != NULL)
        card_table(to, report, looks);
    for (const struct gp_figure *f = report->figures; f != NULL; f = f->next)
        if (!f->in_tables)
            figure_table(to, f, looks);
    return to->tables;
}

/* The decomposition: who has which target of the whole, and by quarters. */
#include "report/figures.h"
#include "report/owners.h"
#include "report/target.h"

static const char *type_of(const struct gp_kpi *kpi, bool chinese)
{
    static const char *const names[][2] = {
        [GP_RESULT] = {"result", "结果指标"},
        [GP_PROCESS] = {"process", "过程指标"},
        [GP_ABILITY] = {"ability", "能力指标"},
        [GP_BEHAVIOUR] = {"behaviour", "行为指标"},
    };
    return names[kpi->class][chinese];
}

static const char *level_of(struct gp_builder *b, uint32_t scope)
{
    const struct gp_scope *s = &b->model->scopes.at[scope];
    struct gp_buf buf;
    gp_buf_init(&buf, b->arena->heap);
    int above =
        b->sel->of == GP_NONE ? 0 : b->model->scopes.at[b->sel->of].depth;
    for (int i = above; i < s->depth; i++)
        gp_buf_puts(&buf, "\u00a0\u00a0");
    gp_buf_puts(&buf, s->kind == GP_SCOPE_NARROW ? "[" : "");
    gp_buf_puts(&buf, s->why != NULL ? gp_build_who(b, scope) : s->title);
    gp_buf_puts(&buf, s->kind == GP_SCOPE_NARROW ? "]" : "");
    return gp_arena_keep(b->arena, &buf);
}

/* Q1 1000万 / Q2 1200万 / ... ; with the year where there are several. */
static const char *quarters_of(struct gp_builder *b, const struct gp_row *row)
{
    const struct gp_model *m = b->model;
    const struct gp_timetable *t = &m->time;
    struct gp_buf buf;
    gp_buf_init(&buf, b->arena->heap);
    for (int i = 0; i < t->of[GP_QUARTER]; i++) {
        const struct gp_period *p = &t->ticks[t->first[GP_QUARTER] + i].period;
        int tick = gp_timetable_find(t, p);
        if (tick == GP_NO_TICK || row->at[tick] == GP_NO_AMOUNT)
            continue;
        if (buf.count != 0)
            gp_buf_puts(&buf, " / ");
        if (t->of[GP_YEAR] > 1) {
            gp_buf_period(&buf, p);
        } else {
            gp_buf_putc(&buf, 'Q');
            gp_buf_int(&buf, p->number);
        }
        gp_buf_putc(&buf, ' ');
        struct gp_cell cell = gp_target_cell(m, row->kpi, row->at[tick]);
        gp_buf_puts(&buf, gp_build_say(b, &cell));
    }
    const char *text =
        buf.count == 0 ? NULL : gp_arena_strndup(b->arena, buf.at, buf.count);
    gp_buf_fini(&buf);
    return text;
}

static void add_row(struct gp_builder *b, struct gp_table *t,
                    const struct gp_row *row)
{
    const struct gp_kpi *kpi = &b->model->kpis.at[row->kpi];
    const char *owner = row->owner;
    if (owner == NULL)
        owner = gp_build_owner(b->model, row->scope);
    struct gp_cell *cells = gp_table_row(b->report, t);
    cells[0] = gp_cell_text(level_of(b, row->scope));
    cells[1] = gp_build_text(owner);
    cells[2] = gp_cell_text(type_of(kpi, b->chinese));
    cells[3] = gp_cell_text(kpi->title);
    cells[4] = gp_target_cell(b->model, row->kpi, row->at[0]);
    cells[5] = gp_build_text(quarters_of(b, row));
    cells[6] = gp_build_text(row->strategy);
}

const char *gp_build_decomposition(struct gp_builder *b)
{
    const struct gp_model *m = b->model;
    struct gp_table *t = gp_report_table(b->report, "rows", NULL);
    b->report->subtitle = gp_period_text(b->arena, &m->period);
    gp_build_columns(b, t, GP_H_DECOMPOSITION_LEVEL, "<<<<><<");
    t->empty = b->chinese ? "没有目标。" : "There are no targets.";
    for (size_t i = 0; i < m->scopes.count; i++) {
        uint32_t scope = m->scope_order[i];
        if (!gp_select_scope(b->sel, scope))
            continue;
        for (size_t k = 0; k < b->sel->kpi_count; k++) {
            const struct gp_row *row = gp_model_row(m, b->sel->kpis[k], scope);
            if (row != NULL)
                add_row(b, t, row);
        }
    }
    uint32_t kpi, scope;
    if (gp_build_focus(b, &kpi, &scope)) {
        gp_build_tree(b, kpi, scope, NULL);
        gp_build_shares(b, kpi, scope);
    }
    return NULL;
}

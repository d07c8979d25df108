/*
 * The schedule for people: a table a KPI, scopes down (indented by their
 * depth) and periods across.  What would be too wide is listed instead.
 */
#include <string.h>

#include "base/utf8.h"
#include "report/headings.h"
#include "report/place.h"
#include "report/report.h"
#include "report/schedule.h"
#include "report/show.h"
#include "report/target.h"

/* Periods across where nothing bounds the width: a year of months fits, on a
 * sheet one of weeks that months cut. */
enum { MOST_ACROSS = 13, WIDE_ACROSS = 66, GAP = 2 };

struct sheet {
    const struct gp_selection *sel;
    const struct gp_render_options *looks;
    struct gp_report *report;
    struct gp_table *table;
    struct gp_places places;
    struct gp_buf text;
    bool across, chinese;
    uint32_t kpi;
};

static const char *kept(struct sheet *s)
{
    return gp_arena_strndup(s->report->arena, s->text.at, s->text.count);
}

/* The scope below those that it is a part of. */
static struct gp_cell scope_cell(struct sheet *s, uint32_t scope)
{
    const struct gp_scope *x = &s->sel->model->scopes.at[scope];
    s->text.count = 0;
    gp_places_add(&s->places, scope, &s->text);
    if (x->why != NULL) {
        gp_buf_putc(&s->text, ' ');
        gp_buf_puts(&s->text, x->why);
    }
    return gp_cell_text(kept(s));
}

static const char *period_text(struct sheet *s,
                               const struct gp_schedule_row *row, size_t i)
{
    s->text.count = 0;
    gp_schedule_period(&s->text, s->sel, row, i);
    return kept(s);
}

static void add_column(struct sheet *s, enum gp_heading_id id,
                       enum gp_align align)
{
    gp_table_column(s->report, s->table, gp_heading_key(id),
                    gp_heading(id, s->chinese), align);
}

static const char *kpi_title(struct sheet *s, const struct gp_kpi *k)
{
    const char *unit = k->unit_name;
    if (unit == NULL && k->unit == GP_UNIT_MONEY)
        unit = s->sel->model->currency;
    if (unit == NULL)
        return k->title;
    return gp_arena_join(s->report->arena, k->title, " (", unit, ")", NULL);
}

static void new_table(struct sheet *s, uint32_t kpi,
                      const struct gp_schedule_row *row)
{
    const struct gp_kpi *k = &s->sel->model->kpis.at[kpi];
    s->kpi = kpi;
    gp_places_clear(&s->places);
    s->table = gp_report_table(
        s->report, gp_sym_text(s->sel->model->names, k->name), kpi_title(s, k));
    add_column(s, GP_H_SCHEDULE_SCOPE, GP_LEFT);
    if (s->across) {
        for (size_t i = 0; i < row->count; i++) {
            const char *name = period_text(s, row, i);
            gp_table_column(s->report, s->table, name, name, GP_RIGHT);
        }
        return;
    }
    add_column(s, GP_H_SCHEDULE_PERIOD, GP_LEFT);
    add_column(s, GP_H_SCHEDULE_START, GP_LEFT);
    add_column(s, GP_H_SCHEDULE_END, GP_LEFT);
    add_column(s, GP_H_SCHEDULE_TARGET, GP_RIGHT);
}

static void add_across(struct sheet *s, const struct gp_schedule_row *row,
                       uint32_t scope)
{
    struct gp_cell *cells = gp_table_row(s->report, s->table);
    cells[0] = scope_cell(s, scope);
    for (size_t i = 0; i < row->count; i++)
        cells[i + 1] =
            gp_target_cell(s->sel->model, s->kpi, row->values[i], s->chinese);
}

static void add_long(struct sheet *s, const struct gp_schedule_row *row,
                     uint32_t scope)
{
    size_t n = row->parts == NULL ? 1 : (size_t)row->parts->count;
    struct gp_cell name = scope_cell(s, scope);
    for (size_t i = 0; i < row->count; i++) {
        struct gp_span_days days = s->sel->periods[i / n].days;
        struct gp_cell *cells = gp_table_row(s->report, s->table);
        cells[0] = name;
        cells[1] = gp_cell_text(period_text(s, row, i));
        cells[2] = gp_cell_date(s->report->arena, days.first);
        cells[3] = gp_cell_date(s->report->arena, days.last);
        cells[4] =
            gp_target_cell(s->sel->model, s->kpi, row->values[i], s->chinese);
    }
}

static void add_tables(struct sheet *s)
{
    const struct gp_model *m = s->sel->model;
    struct gp_schedule_walk walk;
    struct gp_schedule_row row;
    gp_schedule_begin(&walk, s->sel);
    while (gp_schedule_next(&walk, &row)) {
        const struct gp_row *r = &m->rows.at[row.row];
        if (s->table == NULL || s->kpi != r->kpi)
            new_table(s, r->kpi, &row);
        if (s->across)
            add_across(s, &row, r->scope);
        else
            add_long(s, &row, r->scope);
    }
    gp_schedule_end(&walk);
}

static size_t cell_width(struct sheet *s, const struct gp_cell *cell)
{
    s->text.count = 0;
    if (cell->kind == GP_CELL_TEXT)
        gp_buf_puts(&s->text, cell->text);
    else if (cell->kind != GP_CELL_NONE)
        gp_show_number(&s->text, cell, s->looks->unit);
    return s->text.count == 0 ? 1 : gp_utf8_width(s->text.at, s->text.count);
}

static bool fits(struct sheet *s)
{
    for (const struct gp_table *t = s->report->tables; t; t = t->next) {
        size_t total = 0;
        for (size_t c = 0; c < t->column_count; c++) {
            const char *heading = t->columns[c].heading;
            size_t widest = gp_utf8_width(heading, strlen(heading));
            for (size_t r = 0; r < t->row_count; r++) {
                size_t w = cell_width(s, &t->cells[r * t->column_count + c]);
                widest = w > widest ? w : widest;
            }
            total += widest + (c == 0 ? 0 : GAP);
        }
        if (total > (size_t)s->looks->width)
            return false;
    }
    return true;
}

static struct gp_report *new_report(struct sheet *s, struct gp_arena *arena)
{
    const char *title = gp_heading(GP_H_SCHEDULE, s->chinese);
    const char *plan = s->sel->model->title;
    if (plan != NULL && *plan != '\0')
        title = gp_arena_join(arena, title, ": ", plan, NULL);
    s->report = gp_report_new(arena, "schedule", title,
                              gp_period_text(arena, &s->sel->in));
    s->table = NULL;
    return s->report;
}

struct gp_report *gp_schedule_report(const struct gp_selection *sel,
                                     struct gp_arena *arena,
                                     const struct gp_render_options *looks,
                                     bool chinese)
{
    struct sheet s = {.sel = sel, .looks = looks, .chinese = chinese};
    bool bounded = looks->width > 0;
    gp_buf_init(&s.text, sel->heap);
    gp_places_begin(&s.places, sel->model, sel->heap, sel->of, chinese);
    /* A year is the narrowest column: more than fit need not be tried. */
    s.across = sel->by != GP_DAYPART &&
               (bounded ? sel->period_count * (4 + GAP) < (size_t)looks->width
                        : sel->period_count <=
                              (looks->wide ? WIDE_ACROSS : MOST_ACROSS));
    new_report(&s, arena);
    add_tables(&s);
    if (s.across && bounded && !fits(&s)) {
        s.across = false;
        new_report(&s, arena);
        add_tables(&s);
    }
    if (s.report->tables == NULL)
        gp_report_note(s.report, "No targets here.");
    gp_amended_notes(s.report, sel, chinese);
    gp_places_end(&s.places);
    gp_buf_fini(&s.text);
    return s.report;
}

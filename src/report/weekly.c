/*
 * The weekly report: a table a KPI and week; below, those under target and
 * what support people asked for.  What held somebody back is theirs to say,
 * in a record.
 */
#include "report/owners.h"
#include "report/target.h"
#include "track/measure.h"

struct week {
    struct gp_builder *b;
    bool alone; /* no other week is shown */
    uint32_t kpi;
    const struct gp_period *period;
    struct gp_table *table;
};

static void add_row(struct week *w, uint32_t scope)
{
    struct gp_builder *b = w->b;
    struct gp_cell *cells = gp_table_row(b->report, w->table);
    cells[0] = gp_build_who_cell(b, scope);
    cells[1] = gp_build_measure(b, GP_M_TARGET, w->kpi, scope, w->period);
    cells[2] = gp_build_measure(b, GP_M_ACTUAL, w->kpi, scope, w->period);
    cells[3] = gp_build_attainment(b, w->kpi, scope, w->period);
    cells[4] = gp_build_text(gp_build_reason(b, w->kpi, scope, w->period));
}

static void begin_week(struct week *w)
{
    struct gp_builder *b = w->b;
    const struct gp_kpi *k = &b->model->kpis.at[w->kpi];
    const char *name = gp_sym_text(b->model->names, k->name);
    w->table =
        gp_report_table(b->report, gp_build_key(b, name, w->period, w->alone),
                        gp_build_heading(b, k->title, NULL, w->period));
    gp_build_columns(b, w->table, GP_H_WEEKLY_OWNER, "<>>><");
}

/* A KPI that nobody has a part of in this week gets no table. */
static void add_week(struct gp_builder *b, uint32_t kpi,
                     const struct gp_period *period, bool alone)
{
    const struct gp_model *m = b->model;
    struct week w = {.b = b, .kpi = kpi, .period = period, .alone = alone};
    for (size_t s = 0; s < m->scopes.count; s++) {
        uint32_t scope = m->scope_order[s];
        if (!gp_build_is_listed(b, scope, period) ||
            !gp_build_has(b, kpi, scope, period))
            continue;
        if (w.table == NULL)
            begin_week(&w);
        add_row(&w, scope);
    }
}

/* ---- below --------------------------------------------------------------- */

/* What follows the tables of a week: its heading names table and key. */
static struct gp_table *begin_below(struct gp_builder *b, enum gp_heading_id id,
                                    const struct gp_period *period, bool alone)
{
    struct gp_table *t = gp_report_table(
        b->report, gp_build_key(b, gp_heading_key(id), period, alone),
        gp_build_heading(b, gp_heading(id, b->chinese), NULL, period));
    gp_build_column(b, t, GP_H_WEEKLY_OWNER, GP_LEFT);
    return t;
}

static struct gp_table *begin_under(struct gp_builder *b,
                                    const struct gp_period *period, bool alone)
{
    struct gp_table *t =
        begin_below(b, GP_H_WEEKLY_UNDER_TARGET, period, alone);
    gp_build_column(b, t, GP_H_FOLLOW_UP_CORE_METRIC, GP_LEFT);
    gp_build_column(b, t, GP_H_COMPARISON_GAP, GP_RIGHT);
    gp_build_column(b, t, GP_H_WEEKLY_ATTAINMENT, GP_RIGHT);
    t->empty = b->chinese ? "没有。" : "Nobody.";
    return t;
}

static void add_under(struct gp_builder *b, const struct gp_period *period,
                      bool alone)
{
    const struct gp_model *m = b->model;
    struct gp_table *t = begin_under(b, period, alone);
    for (size_t k = 0; k < b->sel->kpi_count; k++) {
        uint32_t kpi = b->sel->kpis[k];
        for (size_t s = 0; s < m->scopes.count; s++) {
            uint32_t scope = m->scope_order[s];
            if (!gp_build_is_listed(b, scope, period) ||
                !gp_build_is_under(b, kpi, scope, period))
                continue;
            struct gp_cell *cells = gp_table_row(b->report, t);
            cells[0] = gp_build_who_cell(b, scope);
            cells[1] = gp_cell_text(m->kpis.at[kpi].title);
            cells[2] = gp_build_measure(b, GP_M_SHORTFALL, kpi, scope, period);
            cells[3] = gp_build_attainment(b, kpi, scope, period);
        }
    }
}

/* Everything said of a scope in the week, whatever the KPI. */
static const char *support_of(struct gp_builder *b, uint32_t scope,
                              const struct gp_period *period)
{
    const char *all = NULL;
    for (size_t i = 0; i < b->model->records.count; i++) {
        const struct gp_record *r = &b->model->records.at[i];
        if (r->scope == scope && gp_build_is_of(b, r, period) &&
            (r->kpi == GP_NONE || gp_build_is_asked_kpi(b, r->kpi)))
            all = gp_build_join(b, all, r->parts[GP_PART_SUPPORT]);
    }
    return all;
}

static void add_support(struct gp_builder *b, const struct gp_period *period,
                        bool alone)
{
    const struct gp_model *m = b->model;
    struct gp_table *t =
        begin_below(b, GP_H_WEEKLY_SUPPORT_NEEDED, period, alone);
    gp_build_column(b, t, GP_H_WEEKLY_SUPPORT_NEEDED, GP_LEFT);
    t->empty = b->chinese ? "没有人提出。" : "Nobody asked for any.";
    if (m->records.count == 0)
        return;
    for (size_t s = 0; s < m->scopes.count; s++) {
        uint32_t scope = m->scope_order[s];
        if (!gp_select_scope(b->sel, scope))
            continue;
        const char *text = support_of(b, scope, period);
        if (text == NULL)
            continue;
        struct gp_cell *cells = gp_table_row(b->report, t);
        cells[0] = gp_build_who_cell(b, scope);
        cells[1] = gp_cell_text(text);
    }
}

const char *gp_build_weekly(struct gp_builder *b)
{
    size_t count;
    const struct gp_period *weeks = gp_build_periods(b, GP_WEEK, &count);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        struct gp_table **before = b->report->last_table;
        for (size_t k = 0; k < b->sel->kpi_count; k++)
            add_week(b, b->sel->kpis[k], &weeks[i], count == 1);
        if (b->report->last_table == before)
            continue;
        any = true;
        add_under(b, &weeks[i], count == 1);
        add_support(b, &weeks[i], count == 1);
    }
    if (!any)
        gp_report_note(b->report,
                       b->chinese ? "此范围在这些周没有目标。"
                                  : "Nothing is to be reached here in these "
                                    "weeks.");
    return NULL;
}

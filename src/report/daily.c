/*
 * The daily report: what everybody has done on a day, a column a process KPI
 * of the plan.  Who has not reported has no value, which is not zero.
 */
#include "report/owners.h"
#include "report/target.h"
#include "track/measure.h"

struct day {
    struct gp_builder *b;
    const uint32_t *kpis;
    size_t kpi_count;
    const struct gp_period *period;
};

static const uint32_t *kpis_of(struct gp_builder *b, size_t *count)
{
    const struct gp_model *m = b->model;
    *count = b->sel->kpi_count;
    if (b->sel->words.kpi_count != 0)
        return b->sel->kpis;
    uint32_t *kpis = gp_arena_calloc(b->arena, m->kpis.count + 1, sizeof *kpis);
    *count = 0;
    for (uint32_t k = 0; k < m->kpis.count; k++)
        if (m->kpis.at[k].class == GP_PROCESS)
            kpis[(*count)++] = k;
    return kpis;
}

/* Whoever has one of the KPIs that day, or ever: a report that did not come
 * in is a row without values. */
static bool takes_part(const struct day *d, uint32_t scope)
{
    for (size_t i = 0; i < d->kpi_count; i++)
        if (gp_model_row(d->b->model, d->kpis[i], scope) != NULL ||
            gp_facts_any(d->b->track->facts, d->kpis[i], scope))
            return true;
    return false;
}

static void add_row(struct day *d, struct gp_table *t, uint32_t scope)
{
    struct gp_builder *b = d->b;
    struct gp_cell *cells = gp_table_row(b->report, t);
    cells[0] = gp_build_who_cell(b, scope);
    for (size_t i = 0; i < d->kpi_count; i++) {
        uint32_t kpi = d->kpis[i];
        cells[i + 1] = gp_build_measure(b, GP_M_ACTUAL, kpi, scope, d->period);
        cells[i + 1].status = gp_build_is_under(b, kpi, scope, d->period)
                                  ? GP_STATUS_BAD
                                  : GP_STATUS_NONE;
    }
}

static void add_day(struct day *d)
{
    struct gp_builder *b = d->b;
    const struct gp_model *m = b->model;
    const char *when = gp_period_text(b->arena, d->period);
    struct gp_table *t = gp_report_table(b->report, when, when);
    gp_build_column(b, t, GP_H_DAILY_OWNER, GP_LEFT);
    for (size_t i = 0; i < d->kpi_count; i++)
        gp_build_kpi_column(b, t, d->kpis[i], GP_H_DAILY_VISITS,
                            GP_H_DAILY_OPPORTUNITY_STAGE);
    t->empty = b->chinese ? "此范围没有人有这些指标。"
                          : "Nobody of this scope has such KPIs.";
    for (size_t s = 0; s < m->scopes.count; s++) {
        uint32_t scope = m->scope_order[s];
        enum gp_scope_kind kind = m->scopes.at[scope].kind;
        if (kind != GP_SCOPE_RESERVE && kind != GP_SCOPE_GAP &&
            gp_build_is_listed(b, scope, d->period) && takes_part(d, scope))
            add_row(d, t, scope);
    }
}

const char *gp_build_daily(struct gp_builder *b)
{
    struct day d = {.b = b};
    size_t count;
    const struct gp_period *days = gp_build_periods(b, GP_DAY, &count);
    d.kpis = kpis_of(b, &d.kpi_count);
    if (d.kpi_count == 0) {
        struct gp_table *t = gp_report_table(b->report, "kpis", NULL);
        gp_build_column(b, t, GP_H_DAILY_OWNER, GP_LEFT);
        t->empty = b->chinese
                       ? "计划没有过程指标: 指标 拜访量 计数 { 类别 过程 }"
                       : "The plan has no process KPI, such as: kpi visits "
                         "count { kind process }";
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        d.period = &days[i];
        add_day(&d);
    }
    return NULL;
}

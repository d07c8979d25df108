/*
 * The monthly report: the plan's main result, how far it was reached and how
 * it has grown, and between them its other results and rates.
 */
#include "report/owners.h"
#include "report/target.h"
#include "track/measure.h"

struct month {
    struct gp_builder *b;
    uint32_t main; /* the KPI of attainment and growth */
    uint32_t *others;
    size_t other_count;
    uint32_t yoy, pop; /* the plan's own KPIs of that, or GP_NONE */
    const struct gp_period *period;
};

static bool is_result(const struct gp_kpi *k)
{
    return k->class == GP_RESULT && k->kind != GP_KPI_MILESTONE;
}

/* The first that means sales, else that sums and has targets, else the
 * first. */
static uint32_t main_of(const struct gp_model *m, const uint32_t *kpis,
                        size_t count)
{
    uint32_t flow = GP_NONE;
    for (size_t i = 0; i < count; i++) {
        const struct gp_kpi *k = &m->kpis.at[kpis[i]];
        if (gp_build_meaning(m, kpis[i], GP_H_MONTHLY_SALES,
                             GP_H_MONTHLY_SALES) != GP_HEADING_COUNT)
            return kpis[i];
        if (flow == GP_NONE && k->kind == GP_KPI_FLOW && k->has_targets)
            flow = kpis[i];
    }
    return flow != GP_NONE ? flow : kpis[0];
}

static bool choose(struct month *x)
{
    struct gp_builder *b = x->b;
    const struct gp_model *m = b->model;
    bool chosen = b->sel->words.kpi_count != 0;
    uint32_t *kpis = gp_arena_calloc(b->arena, m->kpis.count + 1, sizeof *kpis);
    size_t count = 0;
    for (uint32_t k = 0; k < m->kpis.count; k++)
        if (chosen ? gp_build_is_asked_kpi(b, k) : is_result(&m->kpis.at[k]))
            kpis[count++] = k;
    if (count == 0)
        return false;
    x->main = main_of(m, kpis, count);
    x->others = kpis;
    x->yoy = x->pop = GP_NONE;
    for (size_t i = 0; i < count; i++) {
        enum gp_heading_id id =
            gp_build_meaning(m, kpis[i], GP_H_MONTHLY_YOY, GP_H_MONTHLY_POP);
        if (kpis[i] == x->main)
            continue;
        if (id == GP_H_MONTHLY_YOY && x->yoy == GP_NONE)
            x->yoy = kpis[i];
        else if (id == GP_H_MONTHLY_POP && x->pop == GP_NONE)
            x->pop = kpis[i];
        else
            x->others[x->other_count++] = kpis[i];
    }
    return true;
}

static struct gp_cell actual(const struct month *x, uint32_t kpi,
                             uint32_t scope)
{
    struct gp_builder *b = x->b;
    struct gp_cell cell =
        gp_build_measure(b, GP_M_ACTUAL, kpi, scope, x->period);
    if (gp_build_is_under(b, kpi, scope, x->period))
        cell.status = GP_STATUS_BAD;
    return cell;
}

static struct gp_cell growth(const struct month *x, uint32_t own,
                             uint32_t scope, enum gp_grain back)
{
    if (own != GP_NONE)
        return actual(x, own, scope);
    return gp_build_ratio(
        gp_measure_growth(x->b->track, x->main, scope, x->period, back));
}

static bool takes_part(const struct month *x, uint32_t scope)
{
    bool any = gp_build_has(x->b, x->main, scope, x->period);
    for (size_t i = 0; !any && i < x->other_count; i++)
        any = gp_build_has(x->b, x->others[i], scope, x->period);
    return any;
}

static void add_row(const struct month *x, struct gp_table *t, uint32_t scope)
{
    struct gp_builder *b = x->b;
    struct gp_cell *cells = gp_table_row(b->report, t);
    *cells++ = gp_build_who_cell(b, scope);
    *cells = actual(x, x->main, scope);
    cells++->status = GP_STATUS_NONE; /* the attainment says it */
    *cells++ = gp_build_attainment(b, x->main, scope, x->period);
    for (size_t i = 0; i < x->other_count; i++)
        *cells++ = actual(x, x->others[i], scope);
    *cells++ = growth(x, x->yoy, scope, GP_YEAR);
    *cells = growth(x, x->pop, scope, GP_MONTH);
}

static void add_month(const struct month *x)
{
    struct gp_builder *b = x->b;
    const struct gp_model *m = b->model;
    const char *when = gp_period_text(b->arena, x->period);
    struct gp_table *t = gp_report_table(
        b->report, when,
        gp_build_heading(b, m->kpis.at[x->main].title, NULL, x->period));
    gp_build_column(b, t, GP_H_MONTHLY_OWNER, GP_LEFT);
    gp_build_kpi_column(b, t, x->main, GP_H_MONTHLY_SALES, GP_H_MONTHLY_SALES);
    gp_build_column(b, t, GP_H_MONTHLY_ATTAINMENT, GP_RIGHT);
    for (size_t i = 0; i < x->other_count; i++)
        gp_build_kpi_column(b, t, x->others[i], GP_H_MONTHLY_CONVERSION,
                            GP_H_MONTHLY_COLLECTION_RATE);
    gp_build_column(b, t, GP_H_MONTHLY_YOY, GP_RIGHT);
    gp_build_column(b, t, GP_H_MONTHLY_POP, GP_RIGHT);
    t->empty = b->chinese ? "此范围没有目标, 也没有数据。"
                          : "This scope has neither targets nor data.";
    for (size_t s = 0; s < m->scopes.count; s++) {
        uint32_t scope = m->scope_order[s];
        if (gp_build_is_listed(b, scope, x->period) && takes_part(x, scope))
            add_row(x, t, scope);
    }
}

const char *gp_build_monthly(struct gp_builder *b)
{
    struct month x = {.b = b};
    size_t count;
    const struct gp_period *months = gp_build_periods(b, GP_MONTH, &count);
    if (!choose(&x)) {
        gp_report_note(b->report, b->chinese ? "计划没有结果指标。"
                                             : "The plan has no result KPI.");
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        x.period = &months[i];
        add_month(&x);
    }
    return NULL;
}

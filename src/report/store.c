/*
 * The plan of a shop: each day with its coefficient and target, and the
 * parts of the day.
 */
#include "report/figures.h"
#include "report/owners.h"
#include "report/target.h"

/* Decimals of a coefficient that does not end. */
enum { PLACES = 4 };

struct days {
    struct gp_builder *b;
    uint32_t kpi, row;
    struct gp_span_days span;
    const struct gp_vector *parts; /* or NULL */
    int64_t *targets;
    struct gp_rat *coefficients;
};

static const char *weekday(const struct gp_builder *b, gp_date date)
{
    static const char *const names[][2] = {
        {"Mon", "周一"}, {"Tue", "周二"}, {"Wed", "周三"}, {"Thu", "周四"},
        {"Fri", "周五"}, {"Sat", "周六"}, {"Sun", "周日"}};
    return names[gp_date_weekday(date)][b->chinese];
}

/* With as many decimals as it has: 1, 1.2, 0.3333. */
static struct gp_cell coefficient(struct gp_rat value)
{
    for (int digits = 0; digits <= PLACES; digits++) {
        struct gp_rat back;
        int64_t amount;
        if (!gp_rat_rounded(value, digits, &amount))
            break;
        back = gp_rat_make(amount, gp_pow10(digits));
        if (digits == PLACES || gp_rat_cmp(back, value) == 0)
            return gp_cell_amount(amount, digits);
    }
    return (struct gp_cell){.kind = GP_CELL_NONE};
}

static struct gp_cell *begin_row(struct days *d, struct gp_table *t, int i)
{
    struct gp_builder *b = d->b;
    struct gp_cell *cells = gp_table_row(b->report, t);
    cells[0] = gp_cell_date(b->arena, d->span.first + i);
    cells[1] = gp_cell_text(weekday(b, d->span.first + i));
    cells[2] = coefficient(d->coefficients[i]);
    cells[3] = gp_target_cell(b->model, d->kpi, d->targets[i], b->chinese);
    return cells;
}

static void add_day(struct days *d, struct gp_table *t, int i)
{
    int64_t parts[GP_MAX_DAYPARTS];
    struct gp_builder *b = d->b;
    if (d->parts == NULL ||
        !gp_days_parts(b->track->days, d->row, d->span.first + i, parts)) {
        begin_row(d, t, i);
        return;
    }
    for (int k = 0; k < d->parts->count; k++) {
        struct gp_cell *cells = begin_row(d, t, i);
        cells[4] = gp_cell_text(d->parts->labels[k]);
        cells[5] = gp_target_cell(b->model, d->kpi, parts[k], b->chinese);
    }
}

static void add_columns(struct gp_builder *b, struct gp_table *t)
{
    gp_build_columns(b, t, GP_H_STORE_DATE, "<<>><>");
    for (size_t c = 0; c < 4; c++)
        t->columns[c].once = true;
}

static bool add_table(struct gp_builder *b, uint32_t kpi, uint32_t scope,
                      const struct gp_period *period)
{
    const struct gp_model *m = b->model;
    const struct gp_row *row = gp_model_row(m, kpi, scope);
    int n = gp_days_count(period->days);
    if (row == NULL || !gp_target_sums(m, row) || n <= 0)
        return false;
    struct days d = {.b = b, .kpi = kpi, .span = period->days};
    d.row = (uint32_t)(row - m->rows.at);
    d.parts = gp_dayparts(m, d.row);
    d.targets = gp_arena_calloc(b->arena, (size_t)n, sizeof *d.targets);
    d.coefficients =
        gp_arena_calloc(b->arena, (size_t)n, sizeof *d.coefficients);
    if (!gp_target_days(b->track->days, m, d.row, d.span, d.targets))
        return false;
    gp_days_coefficients(m, d.row, d.span, d.coefficients);
    struct gp_table *t =
        gp_report_table(b->report, gp_scope_text(b->arena, m, scope),
                        gp_build_heading(b, gp_build_scope_who(b, scope),
                                         m->kpis.at[kpi].title, period));
    add_columns(b, t);
    for (int i = 0; i < n; i++)
        if (d.targets[i] != GP_NO_AMOUNT)
            add_day(&d, t, i);
    if (gp_facts_any(b->track->facts, kpi, gp_model_upon(m, scope)))
        gp_build_heat(b, kpi, scope, period->days);
    return true;
}

/* Days or parts of days have weights of their own somewhere. */
static bool is_shaped(const struct gp_model *m, uint32_t kpi)
{
    for (uint32_t i = 0; i < m->rows.count; i++) {
        const struct gp_row *row = &m->rows.at[i];
        if (row->kpi != kpi)
            continue;
        const uint32_t both[] = {row->shapes, m->kpi_defaults[kpi]};
        for (int k = 0; k < 2; k++)
            if (both[k] != GP_NONE &&
                (m->shapes.at[both[k]].by[GP_DAY].kind == GP_SHAPE_VECTOR ||
                 m->shapes.at[both[k]].by[GP_DAYPART].kind == GP_SHAPE_VECTOR))
                return true;
    }
    return false;
}

const char *gp_build_store(struct gp_builder *b)
{
    const struct gp_model *m = b->model;
    struct gp_period period = gp_build_period(b);
    uint32_t top = b->sel->of != GP_NONE ? b->sel->of : m->root;
    bool shaped = false, any = false;
    for (size_t k = 0; k < b->sel->kpi_count; k++)
        shaped |= is_shaped(m, b->sel->kpis[k]);
    /* KPIs without a word about days follow workdays: of use where there is
     * nothing else, or they were asked for. */
    bool all = !b->sparing && (!shaped || b->sel->words.kpi_count != 0);
    for (size_t k = 0; k < b->sel->kpi_count; k++) {
        if (!all && !is_shaped(m, b->sel->kpis[k]))
            continue;
        for (size_t s = 0; s < m->scopes.count; s++) {
            uint32_t scope = m->scope_order[s];
            if (b->sel->words.depth < 0 ? scope == top
                                        : gp_build_is_listed(b, scope, &period))
                any |= add_table(b, b->sel->kpis[k], scope, &period);
        }
    }
    if (!any)
        gp_report_note(b->report, b->chinese
                                      ? "此范围没有按日分解的目标。"
                                      : "This scope has no targets of days.");
    return NULL;
}

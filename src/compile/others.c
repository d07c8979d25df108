/* Pass 10: what does not sum: rates, levels, grades, floors and ceilings are
 * carried to the periods and scopes below; never divided. */
#include "compile/pass.h"

static bool has(const struct gp_row *r, int t)
{
    return r->at[t] != GP_NO_AMOUNT;
}

static bool is_bound(const struct gp_row *r)
{
    return r->relation != GP_EQUAL;
}

/* Whether a wider period's value holds in the periods inside it. */
static bool goes_down(const struct gp_kpi *k, const struct gp_row *r)
{
    if (is_bound(r))
        return true;
    return k->kind == GP_KPI_FORMULA || k->kind == GP_KPI_LEVEL ||
           k->kind == GP_KPI_GRADE;
}

/* Whether the last period's value is the wider one's. */
static bool goes_up(const struct gp_kpi *k, const struct gp_row *r)
{
    return !is_bound(r) && (k->kind == GP_KPI_LEVEL || k->kind == GP_KPI_GRADE);
}

/* A milestone is due at the end of its period, and of the last one inside; a
 * wider period has all that is due in it. */
static void fill_milestone(const struct gp_model *m, const struct gp_kpi *k,
                           struct gp_row *r)
{
    for (int t = 0; t < k->tick_count; t++) {
        const struct gp_tick *x = &m->time.ticks[t];
        int last = x->child + x->child_count - 1;
        if (!has(r, t) || x->child_count == 0 || last >= k->tick_count ||
            has(r, last))
            continue;
        r->at[last] = r->at[t];
        r->why[last] = r->why[t];
        r->why[last].why = GP_WHY_COPIED;
    }
    for (int t = k->tick_count - 1; t > 0; t--) {
        int up = m->time.ticks[t].parent;
        if (!has(r, t) || has(r, up))
            continue;
        r->at[up] = r->at[t];
        r->why[up].fact = GP_NO_FACT;
        r->why[up].why = GP_WHY_TIME_SUM;
    }
}

void gp_fill_periods(struct gp_model *m, struct gp_row *r)
{
    const struct gp_kpi *k = &m->kpis.at[r->kpi];
    if (k->kind == GP_KPI_MILESTONE) {
        fill_milestone(m, k, r);
        return;
    }
    /* Downwards first: what a wider period only has from its last one says
     * nothing of the others. */
    for (int t = 1; goes_down(k, r) && t < k->tick_count; t++) {
        int up = m->time.ticks[t].parent;
        if (has(r, t) || !has(r, up))
            continue;
        r->at[t] = r->at[up];
        r->why[t] = r->why[up];
        r->why[t].why = GP_WHY_COPIED;
    }
    for (int t = k->tick_count - 1; goes_up(k, r) && t >= 0; t--) {
        const struct gp_tick *x = &m->time.ticks[t];
        if (has(r, t) || x->child_count == 0 || x->child >= k->tick_count)
            continue;
        int last = x->child + x->child_count - 1;
        if (!has(r, last))
            continue;
        r->at[t] = r->at[last];
        r->why[t] = r->why[last];
        r->why[t].why = GP_WHY_COPIED;
    }
}

/* A floor or ceiling of a team holds for all below it. */
static void copy_down(struct gp_pass *p, uint32_t row, uint32_t scope)
{
    struct gp_model *m = p->model;
    for (uint32_t c = m->scopes.at[scope].child; c != GP_NONE;
         c = m->scopes.at[c].next) {
        uint32_t below = gp_make_row(p, m->rows.at[row].kpi, c);
        struct gp_row *to = &m->rows.at[below];
        const struct gp_row *from = &m->rows.at[row];
        int n = m->time.coarse_count;
        bool any = false;
        for (int t = 0; t < n; t++)
            any |= has(to, t);
        if (!any)
            to->relation = from->relation;
        to->span = gp_span_is_set(to->span) ? to->span : from->span;
        for (int t = 0; t < n && to->relation == from->relation; t++) {
            if (has(to, t) || !has(from, t))
                continue;
            to->at[t] = from->at[t];
            to->why[t] = from->why[t];
            to->why[t].why = GP_WHY_COPIED;
        }
        copy_down(p, below, c);
    }
}

void gp_pass_bounds(struct gp_pass *p)
{
    struct gp_model *m = p->model;
    /* Only rows that the plan states: copies come in behind them.  Wider
     * scopes are not always first, so a finer statement is kept as it is. */
    size_t stated = m->rows.count;
    for (uint32_t i = 0; i < stated; i++) {
        const struct gp_row *r = &m->rows.at[i];
        enum gp_scope_kind kind = m->scopes.at[r->scope].kind;
        if (is_bound(r) && kind == GP_SCOPE_TEAM)
            copy_down(p, i, r->scope);
    }
}

void gp_pass_others(struct gp_pass *p)
{
    struct gp_model *m = p->model;
    for (size_t i = 0; i < m->rows.count; i++) {
        struct gp_row *r = &m->rows.at[i];
        if (m->kpis.at[r->kpi].kind != GP_KPI_FLOW || is_bound(r))
            gp_fill_periods(m, r);
    }
}

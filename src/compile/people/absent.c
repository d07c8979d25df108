/* Pass 12: where nobody is, nothing is to be reached: the cells of such times
 * are emptied, whatever kind of KPI they are of; one that the plan filled is a
 * finding. */
#include "compile/flow/flow.h"
#include "model/stay.h"

static bool is_flow(const struct gp_model *m, const struct gp_row *r)
{
    return m->kpis.at[r->kpi].kind == GP_KPI_FLOW && r->relation == GP_EQUAL;
}

/* Something that the plan says, and not what follows from wider cells. */
static bool is_told(const struct gp_model *m, const struct gp_row *r, int tick)
{
    enum gp_why why = (enum gp_why)r->why[tick].why;
    if (is_flow(m, r))
        return r->at[tick] != 0;
    return why == GP_WHY_STATED || why == GP_WHY_AMOUNT;
}

static void empty_ticks(struct gp_flow *f, struct gp_row *r)
{
    struct gp_model *m = f->m;
    int n = m->kpis.at[r->kpi].tick_count, told = GP_NO_TICK;
    for (int t = 0; t < n; t++) {
        struct gp_span_days days = m->time.ticks[t].period.days;
        if (!gp_has(r, t) || gp_stay_is_there(m, r->scope, days) ||
            !is_told(m, r, t))
            continue;
        /* Best the cell that the plan speaks of itself. */
        if (told == GP_NO_TICK ||
            (r->why[told].fact == GP_NO_FACT && r->why[t].fact != GP_NO_FACT))
            told = t;
    }
    if (told != GP_NO_TICK && !r->open) {
        gp_flow_tell_absent(f, r, told);
        r->open = true;
    }
    for (int t = 0; t < n; t++) {
        if (gp_stay_is_there(m, r->scope, m->time.ticks[t].period.days))
            continue;
        r->at[t] = GP_NO_AMOUNT;
        r->why[t] = gp_because(GP_WHY_NOTHING, GP_NO_FACT);
    }
}

/* Days that are stated one by one. */
static void check_days(struct gp_flow *f, struct gp_row *r)
{
    struct gp_model *m = f->m;
    uint32_t id = (uint32_t)(r - m->rows.at);
    for (gp_date d = m->time.days.first; d <= m->time.days.last; d++) {
        uint32_t at = gp_map_get(&m->day_of, gp_map_key(id, (uint32_t)d));
        struct gp_span_days day = {d, d};
        if (at == GP_MAP_NONE || m->day_amounts.at[at] == 0 || r->open ||
            gp_stay_is_there(m, r->scope, day))
            continue;
        gp_flow_tell_absent_day(f, r, d, m->day_amounts.at[at]);
        r->open = true;
    }
}

void gp_pass_absent(struct gp_pass *p)
{
    struct gp_flow f = {.p = p, .m = p->model};
    for (size_t i = 0; p->model->stays.count != 0 && i < p->model->rows.count;
         i++) {
        struct gp_row *r = &p->model->rows.at[i];
        if (!gp_stay_is_any(p->model, r->scope))
            continue;
        empty_ticks(&f, r);
        if (r->states_days)
            check_days(&f, r);
    }
}

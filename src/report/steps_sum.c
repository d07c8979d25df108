/* Whether the arithmetic of a reason makes the cell what it is: what was
 * shared may have been moved by what is stated around it.  See steps_own.h. */
#include "model/stay.h"
#include "report/steps_own.h"

/* Whether a cell is an amount rounded up or down to its step. */
static bool is_rounded(const struct gp_model *m, uint32_t row, int tick,
                       struct gp_rat exact)
{
    const struct gp_row *r = &m->rows.at[row];
    int64_t step = m->kpis.at[r->kpi].step[m->time.ticks[tick].period.grain];
    struct gp_rat off;
    if (!gp_rat_sub(&off, exact, gp_rat_int(r->at[tick])))
        return true;
    return gp_rat_cmp(off, gp_rat_int(step)) < 0 &&
           gp_rat_cmp(gp_rat_int(-step), off) < 0;
}

bool gp_steps_is_about(const struct gp_model *m, uint32_t row, int tick,
                       int64_t of, int64_t part, int64_t all)
{
    struct gp_rat exact;
    return all == 0 ||
           !gp_rat_mul(&exact, gp_rat_make(part, all), gp_rat_int(of)) ||
           is_rounded(m, row, tick, exact);
}

/* ---- shares and weights -------------------------------------------------- */

static const struct gp_rat *value_of(const struct gp_model *m,
                                     struct gp_reason why)
{
    uint32_t value =
        why.fact == GP_NO_FACT ? GP_NONE : m->facts.at[why.fact].value;
    return value == GP_NONE ? NULL : &m->values.at[value];
}

/* One of those that the whole is divided among. */
static void add_part(const struct gp_model *m, struct gp_step_sum *x,
                     const struct gp_row *r, int tick)
{
    if (r->at[tick] == GP_NO_AMOUNT)
        return;
    const struct gp_rat *value = value_of(m, r->why[tick]);
    if (r->why[tick].why != GP_WHY_WEIGHT)
        x->known &= gp_add64(&x->others, x->others, r->at[tick]);
    else
        x->known &=
            value != NULL && gp_rat_add(&x->weights, x->weights, *value);
}

static void add_periods(const struct gp_model *m, struct gp_step_sum *x,
                        uint32_t row, int tick, int at)
{
    enum gp_grain grain = m->time.ticks[tick].period.grain;
    struct gp_span_days days = m->time.ticks[at].period.days;
    for (int i = 0; i < m->time.of[grain]; i++) {
        int t = m->time.first[grain] + i;
        if (gp_days_hold(days, m->time.ticks[t].period.days.first))
            add_part(m, x, &m->rows.at[row], t);
    }
}

/* False where who is there decides, or nothing is known of the whole. */
static bool add_all(const struct gp_model *m, struct gp_step_sum *x,
                    uint32_t row, int tick, uint32_t whole, int at)
{
    const struct gp_row *r = &m->rows.at[row];
    if (at == GP_NO_TICK)
        return false;
    x->left = m->rows.at[whole].at[at];
    if (whole == row) {
        if (gp_stay_is_any(m, r->scope))
            return false;
        add_periods(m, x, row, tick, at);
        return true;
    }
    const struct gp_cut *c = &m->cuts.at[r->cut];
    if (c->stays)
        return false;
    for (uint32_t i = 0; i < c->count; i++)
        add_part(m, x, &m->rows.at[m->parts.at[c->first + i]], tick);
    if (c->columns != NULL && r->why[tick].why == GP_WHY_WEIGHT)
        x->left = c->columns[at];
    return true;
}

bool gp_steps_adds_up(const struct gp_model *m, uint32_t row, int tick,
                      uint32_t whole, int at, struct gp_step_sum *x)
{
    const struct gp_row *r = &m->rows.at[row];
    const struct gp_rat *value = value_of(m, r->why[tick]);
    struct gp_rat exact;
    *x = (struct gp_step_sum){.weights = gp_rat_int(0), .known = true};
    if (!add_all(m, x, row, tick, whole, at)) {
        x->known = false;
        return true;
    }
    if (r->why[tick].why == GP_WHY_SHARE) {
        x->known = false;
        return value == NULL ||
               !gp_rat_mul(&exact, *value, gp_rat_int(x->left)) ||
               is_rounded(m, row, tick, exact);
    }
    return x->known && value != NULL &&
           gp_sub64(&x->left, x->left, x->others) &&
           gp_rat_sign(x->weights) > 0 &&
           gp_rat_div(&exact, *value, x->weights) &&
           gp_rat_mul(&exact, exact, gp_rat_int(x->left)) &&
           is_rounded(m, row, tick, exact);
}

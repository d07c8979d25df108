/* One row over its periods: see flow.h. */
#include <string.h>

#include "base/vec.h"
#include "compile/flow/flow.h"
#include "model/round.h"
#include "model/shape.h"

int64_t gp_flow_least_below(const struct gp_flow *f, const struct gp_row *row,
                            int tick)
{
    const int64_t *low = f->low[row - f->m->rows.at];
    int n = gp_flow_children(f, row, tick);
    int count;
    int64_t sum = n == 0 && row->states_days
                      ? gp_flow_days_stated(f, (uint32_t)(row - f->m->rows.at),
                                            tick, &count)
                      : 0;
    for (int i = 0; i < n; i++)
        sum += gp_flow_least(f, row, f->m->time.ticks[tick].child + i);
    return low != NULL && low[tick] > sum ? low[tick] : sum;
}

static bool same_days(struct gp_span_days a, struct gp_span_days b)
{
    return a.first == b.first && a.last == b.last;
}

const struct gp_split *gp_flow_time_split(const struct gp_flow *f, uint32_t row,
                                          int tick, enum gp_grain after)
{
    const struct gp_tick *t = &f->m->time.ticks[tick];
    const struct gp_split *found = NULL;
    /* The first tick with those days counts: a plan of one year is one
     * thing. */
    if (t->parent != GP_NO_TICK &&
        same_days(f->m->time.ticks[t->parent].period.days, t->period.days))
        return NULL;
    for (uint32_t s = f->first_split[row]; s != GP_NONE;
         s = f->p->splits.at[s].next) {
        const struct gp_split *x = &f->p->splits.at[s];
        if (x->axis == GP_AXIS_TIME && x->grain > after &&
            same_days(x->period.days, t->period.days) &&
            (found == NULL || x->grain < found->grain))
            found = x;
    }
    return found;
}

bool gp_flow_has_shape(const struct gp_flow *f, uint32_t row, int tick)
{
    const struct gp_row *r = &f->m->rows.at[row];
    const struct gp_tick *t = &f->m->time.ticks[tick];
    if (r->shapes != GP_NONE && gp_flow_children(f, r, tick) > 0 &&
        gp_shapes_speak(&f->m->shapes.at[r->shapes],
                        f->m->time.ticks[t->child].period.grain))
        return true;
    return gp_flow_time_split(f, row, tick, GP_PLAN) != NULL;
}

/* ---- what is left, in proportion ---- */

int64_t gp_flow_least_of_parts(const struct gp_flow *f, uint32_t c, int tick)
{
    const struct gp_cut *cut = &f->m->cuts.at[c];
    int64_t sum = 0;
    for (uint32_t k = 0; k < cut->count; k++)
        gp_add64(&sum, sum,
                 gp_flow_least(
                     f, &f->m->rows.at[f->m->parts.at[cut->first + k]], tick));
    return sum;
}

/* What is stated in the periods below a tick. */
static int64_t least_inside(const struct gp_flow *f, uint32_t row, int tick)
{
    const struct gp_row *r = &f->m->rows.at[row];
    int64_t sum = 0;
    for (int i = 0; i < gp_flow_children(f, r, tick); i++)
        gp_add64(&sum, sum,
                 gp_flow_least(f, r, f->m->time.ticks[tick].child + i));
    return sum;
}

bool gp_flow_tell_below(struct gp_flow *f, uint32_t c, int tick)
{
    const struct gp_cut *cut = &f->m->cuts.at[c];
    for (uint32_t k = 0; k < cut->count; k++) {
        uint32_t id = f->m->parts.at[cut->first + k];
        struct gp_row *part = &f->m->rows.at[id];
        if (!f->speaks[id] && f->low[id] == NULL)
            continue;
        for (int t = tick; t != GP_NO_TICK; t = f->m->time.ticks[t].parent) {
            if (!gp_has(part, t) || part->at[t] >= least_inside(f, id, t))
                continue;
            gp_flow_tell_excess(f, id, t, least_inside(f, id, t));
            return true;
        }
    }
    return false;
}

void gp_flow_tell_excess(struct gp_flow *f, uint32_t row, int tick, int64_t sum)
{
    struct gp_row *r = &f->m->rows.at[row];
    if (r->open)
        return;
    for (uint32_t c = f->first_cut[row]; c != GP_NONE; c = f->next_cut[c]) {
        int64_t parts = gp_flow_least_of_parts(f, c, tick);
        bool below = gp_flow_tell_below(f, c, tick);
        if (parts > r->at[tick] && !f->failed[c] && !below)
            gp_flow_tell_children(f, c, tick, parts);
        r->open |= below || parts > r->at[tick];
        if (r->open)
            return;
    }
    gp_flow_tell_periods(f, row, tick, sum);
    r->open = true;
}

/* Shares what is left in proportion; where that puts a period out of its
 * bounds, it gets the bound, and the others share anew. */
static void share_within(const struct gp_flow *f, uint32_t row, int tick,
                         int64_t left, int64_t *weights, const int64_t *least,
                         int64_t *shares)
{
    const struct gp_row *r = &f->m->rows.at[row];
    const struct gp_tick *t = &f->m->time.ticks[tick];
    const struct gp_bounds *x = &f->bounds[row];
    int n = t->child_count;
    int64_t step =
        f->m->kpis.at[r->kpi].step[f->m->time.ticks[t->child].period.grain];
    bool closed[GP_MAX_COLUMNS];
    for (int i = 0; i < n; i++)
        closed[i] = gp_has(r, t->child + i);
    for (;;) {
        int64_t sum = 0, got[GP_MAX_COLUMNS], over = 0, under = 0;
        for (int i = 0; i < n; i++)
            sum += weights[i];
        for (int i = 0; sum == 0 && i < n; i++)
            weights[i] = !closed[i];
        gp_round_shares(f->p->heap, left, gp_round_step(step, &left, 1),
                        weights, (size_t)n, got);
        for (int i = 0; i < n; i++) {
            if (closed[i])
                continue;
            shares[i] = got[i];
            if (x->low == NULL)
                continue;
            int64_t is = least[i] + got[i];
            over += is > x->high[t->child + i] ? is - x->high[t->child + i] : 0;
            under += is < x->low[t->child + i] ? x->low[t->child + i] - is : 0;
        }
        bool open = false;
        for (int i = 0; over + under > 0 && i < n; i++) {
            int64_t is = least[i] + got[i];
            int64_t bound =
                over >= under ? x->high[t->child + i] : x->low[t->child + i];
            if (closed[i])
                continue;
            closed[i] = over >= under ? is > bound : is < bound;
            open |= !closed[i];
            if (!closed[i])
                continue;
            shares[i] = bound - least[i];
            left -= shares[i];
            weights[i] = 0;
        }
        if (!open || left < 0)
            return;
    }
}

static void share_rest(struct gp_flow *f, uint32_t row, int tick, int n)
{
    struct gp_row *r = &f->m->rows.at[row];
    const struct gp_tick *t = &f->m->time.ticks[tick];
    int64_t weights[GP_MAX_COLUMNS], shares[GP_MAX_COLUMNS];
    int64_t least[GP_MAX_COLUMNS] = {0}, left = r->at[tick];
    bool partly[GP_MAX_COLUMNS] = {false}, any = false, some = false;
    uint32_t fact;
    int open = 0;
    for (int i = 0; i < n; i++) {
        /* A period with a split of its own that has a rest is one whole. */
        least[i] =
            gp_flow_has_filler(f, row, t->child + i) && !gp_has(r, t->child + i)
                ? 0
                : gp_flow_least(f, r, t->child + i);
        left -= least[i];
        if (gp_has(r, t->child + i)) {
            some = true;
            continue;
        }
        open++;
        partly[i] = least[i] != 0;
        any |= partly[i];
    }
    if (open == 0 || left < 0) {
        if (left < 0)
            gp_flow_tell_excess(f, row, tick, r->at[tick] - left);
        else if (left != 0 && !r->open)
            gp_flow_tell_periods(f, row, tick, r->at[tick] - left);
        r->open |= left != 0;
        if (open == 0)
            return;
        left = 0;
    }
    enum gp_why why = gp_flow_weigh(f, row, tick, weights, &fact);
    bool weighed =
        why == GP_WHY_SHAPE && r->parent == GP_NONE &&
        f->m->rows.at[r->upon].scope == gp_model_upon(f->m, r->scope);
    if (!weighed) /* what an overlay lies upon is there as it is */
        gp_flow_weigh_stay(f, row, tick, weights);
    for (int i = 0; i < n; i++)
        if (gp_has(r, t->child + i))
            weights[i] = 0;
    if (any && f->low[row] != NULL)
        gp_flow_weigh_parts(f, row, tick, weights);
    else if (any)
        gp_flow_weigh_open(f, row, tick, weights, partly, !weighed);
    share_within(f, row, tick, left, weights, least, shares);
    for (int i = 0; i < n; i++) {
        if (gp_has(r, t->child + i))
            continue;
        r->at[t->child + i] = least[i] + shares[i];
        r->why[t->child + i] =
            gp_because(some || any ? GP_WHY_REMAINDER : why, fact);
    }
}

void gp_flow_time(struct gp_flow *f, uint32_t row, int tick, bool deep)
{
    struct gp_row *r = &f->m->rows.at[row];
    int n = gp_flow_children(f, r, tick);
    if (gp_has(r, tick)) {
        const struct gp_split *s = gp_flow_time_split(f, row, tick, GP_PLAN);
        for (; s != NULL; s = gp_flow_time_split(f, row, tick, s->grain))
            gp_flow_split(f, s, row, tick);
        if (n > 0)
            share_rest(f, row, tick, n);
    }
    for (int i = 0; deep && i < n; i++)
        gp_flow_time(f, row, f->m->time.ticks[tick].child + i, true);
}

/* One row over its periods: see flow.h. */
#include <string.h>

#include "base/vec.h"
#include "compile/flow/flow.h"
#include "model/round.h"
#include "model/shape.h"
#include "model/stay.h"

/* What the days of a period state, where no column holds them. */
static int64_t least_of_days(const struct gp_flow *f, const struct gp_row *row,
                             int tick)
{
    uint32_t id = (uint32_t)(row - f->m->rows.at);
    struct gp_span_days days = f->m->time.ticks[tick].period.days;
    int64_t sum = 0;
    for (gp_date d = days.first; d <= days.last; d++) {
        uint32_t at = gp_map_get(&f->m->day_of, gp_map_key(id, (uint32_t)d));
        if (at != GP_MAP_NONE)
            gp_add64(&sum, sum, f->m->day_amounts.at[at]);
    }
    return sum;
}

int64_t gp_flow_least_below(const struct gp_flow *f, const struct gp_row *row,
                            int tick)
{
    const int64_t *low = f->low[row - f->m->rows.at];
    int n = gp_flow_children(f, row, tick);
    int64_t sum = n == 0 && row->states_days ? least_of_days(f, row, tick) : 0;
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

/* The weights of a tick's children for this row: its own shape, the shape of
 * the row above, the KPI's default, or what is built in.  Overlays come last:
 * what they lie upon is known by then, also where it is a sum. */
static enum gp_why child_weights(const struct gp_flow *f, uint32_t row,
                                 int tick, int64_t *weights, uint32_t *fact)
{
    const struct gp_row *r = &f->m->rows.at[row];
    const struct gp_tick *t = &f->m->time.ticks[tick];
    const struct gp_shapes *shapes = NULL;
    const struct gp_shape *used;
    int n = t->child_count;
    *fact = GP_NO_FACT;
    if (r->shapes != GP_NONE)
        shapes = &f->m->shapes.at[r->shapes];
    if (!gp_shapes_speak(shapes, f->m->time.ticks[t->child].period.grain))
        shapes = NULL;
    if (shapes == NULL && gp_row_above(r) != GP_NONE &&
        (r->overlay || !f->m->rows.at[r->parent].rollup)) {
        const struct gp_row *up = &f->m->rows.at[gp_row_above(r)];
        int64_t sum = 0;
        bool all = true;
        for (int i = 0; i < n; i++) {
            all &= gp_has(up, t->child + i);
            weights[i] = gp_has(up, t->child + i) ? up->at[t->child + i] : 0;
            sum += weights[i];
        }
        if (all && sum > 0)
            return GP_WHY_SHAPE;
    }
    if (shapes == NULL && f->m->kpi_defaults[r->kpi] != GP_NONE)
        shapes = &f->m->shapes.at[f->m->kpi_defaults[r->kpi]];
    gp_shape_ticks(f->m, shapes, tick, weights, &used);
    if (used == NULL)
        return GP_WHY_BUILTIN;
    *fact = used->fact;
    return GP_WHY_DEFAULT;
}

/* How much of a period's share a row is there for: by workdays in the finest
 * periods, of wider ones as these weigh. */
static struct gp_rat there(const struct gp_flow *f, uint32_t row, int tick)
{
    const struct gp_row *r = &f->m->rows.at[row];
    struct gp_span_days days = f->m->time.ticks[tick].period.days;
    int64_t weights[GP_MAX_COLUMNS], sum = 0;
    struct gp_rat all = {0, 1};
    uint32_t fact;
    int n = gp_flow_children(f, r, tick);
    bool ok = n > 0;
    if (ok)
        child_weights(f, row, tick, weights, &fact);
    for (int i = 0; ok && i < n; i++) {
        struct gp_rat part = there(f, row, f->m->time.ticks[tick].child + i);
        ok = gp_rat_mul(&part, part, gp_rat_int(weights[i])) &&
             gp_rat_add(&all, all, part);
        sum += weights[i];
    }
    ok = ok && sum > 0 && gp_rat_div(&all, all, gp_rat_int(sum));
    return ok ? all : gp_stay_availability(f->m, r->scope, days);
}

/* Who is not there all the time has less to do in some periods. */
static void weigh_stay(const struct gp_flow *f, uint32_t row, int tick,
                       int64_t *weights)
{
    const struct gp_row *r = &f->m->rows.at[row];
    const struct gp_tick *t = &f->m->time.ticks[tick];
    struct gp_rat exact[GP_MAX_COLUMNS];
    int64_t less[GP_MAX_COLUMNS];
    bool any = false;
    if (!gp_stay_is_any(f->m, r->scope))
        return;
    for (int i = 0; i < t->child_count; i++) {
        exact[i] = there(f, row, t->child + i);
        any |= gp_rat_sign(exact[i]) > 0 && weights[i] > 0;
        if (!gp_rat_mul(&exact[i], exact[i], gp_rat_int(weights[i])))
            exact[i] = gp_rat_int(weights[i]);
    }
    /* Nothing to carry yet (a ramp of 0%): by the days all the same. */
    for (int i = 0; !any && i < t->child_count; i++)
        exact[i] = gp_rat_int(
            gp_stay_is_there(f->m, r->scope,
                             f->m->time.ticks[t->child + i].period.days)
                ? weights[i]
                : 0);
    bool there_at_all = false;
    for (int i = 0; i < t->child_count; i++)
        there_at_all |= gp_rat_sign(exact[i]) > 0;
    if (!there_at_all) /* what is stated so is told later */
        return;
    if (!gp_flow_scale(exact, t->child_count, less))
        for (int i = 0; i < t->child_count; i++)
            less[i] = (int64_t)gp_rat_floor(exact[i]);
    memcpy(weights, less, t->child_count * sizeof *weights);
}

/* Whether a split of just this period has something beside amounts. */
static bool has_filler(const struct gp_flow *f, uint32_t row, int tick)
{
    const struct gp_split *s = gp_flow_time_split(f, row, tick, GP_PLAN);
    for (size_t i = 0; s != NULL && i < s->item_count; i++)
        if (s->items[i].kind != GP_ITEM_AMOUNT)
            return true;
    return false;
}

/* How much of a period is open: of those inside it that are not stated, by
 * their weights.  One with a split of its own that has a rest is one whole. */
static struct gp_rat open_of(const struct gp_flow *f, uint32_t row, int tick,
                             bool stays)
{
    const struct gp_row *r = &f->m->rows.at[row];
    int64_t weights[GP_MAX_COLUMNS], sum = 0;
    struct gp_rat open = {0, 1};
    uint32_t fact;
    int n = gp_flow_children(f, r, tick);
    bool ok = true;
    if (gp_has(r, tick))
        return open;
    if (n == 0 || gp_flow_least(f, r, tick) == 0 || has_filler(f, row, tick))
        return gp_rat_int(1);
    child_weights(f, row, tick, weights, &fact);
    if (stays)
        weigh_stay(f, row, tick, weights);
    for (int i = 0; ok && i < n; i++) {
        struct gp_rat part =
            open_of(f, row, f->m->time.ticks[tick].child + i, stays);
        ok = gp_rat_mul(&part, part, gp_rat_int(weights[i])) &&
             gp_rat_add(&open, open, part);
        sum += weights[i];
    }
    ok = ok && sum > 0 && gp_rat_div(&open, open, gp_rat_int(sum));
    return ok ? open : gp_rat_int(1);
}

/* A child that states some of its periods shares only for the others. */
static void reduce_weights(const struct gp_flow *f, uint32_t row, int tick,
                           int64_t *weights, const bool *partly, bool stays)
{
    const struct gp_tick *t = &f->m->time.ticks[tick];
    struct gp_rat exact[GP_MAX_COLUMNS];
    for (int i = 0; i < t->child_count; i++) {
        exact[i] = gp_rat_int(weights[i]);
        if (partly[i] && !gp_rat_mul(&exact[i], exact[i],
                                     open_of(f, row, t->child + i, stays)))
            exact[i] = gp_rat_int(weights[i]);
    }
    /* Where no common denominator fits, whole numbers are near enough: what
     * is shared sums all the same. */
    if (!gp_flow_scale(exact, t->child_count, weights))
        for (int i = 0; i < t->child_count; i++)
            weights[i] = (int64_t)gp_rat_floor(exact[i]);
}

/* The finest ticks below one, in `out`; their number. */
static int leaves(const struct gp_flow *f, const struct gp_row *row, int tick,
                  int *out, int count)
{
    int n = gp_flow_children(f, row, tick);
    for (int i = 0; i < n; i++)
        count = leaves(f, row, f->m->time.ticks[tick].child + i, out, count);
    if (n == 0)
        out[count++] = tick;
    return count;
}

static int64_t size_of(const struct gp_row *row)
{
    return gp_has(row, 0) && row->why[0].why != GP_WHY_NOTHING ? row->at[0] : 1;
}

/* How much of something is stated: of all that it is. */
struct closed {
    gp_i128 part, all;
};

static struct closed closed_of(const struct gp_flow *f, uint32_t cut,
                               const int *leaves, int n, int top);

/* How much of a row is stated at a leaf below a tick, by itself or by those
 * below it, in terms of its whole. */
static gp_i128 closed_at(const struct gp_flow *f, uint32_t row, int leaf,
                         int top)
{
    const struct gp_row *r = &f->m->rows.at[row];
    for (int t = leaf; t != GP_NO_TICK && t >= top;
         t = f->m->time.ticks[t].parent)
        if (gp_has(r, t))
            return size_of(r);
    gp_i128 most = 0;
    for (uint32_t c = f->first_cut[row];
         c != GP_NONE && f->bounds[row].finest != GP_PLAN; c = f->next_cut[c]) {
        struct closed x = closed_of(f, c, &leaf, 1, top);
        most = x.part > most ? x.part : most;
    }
    return most;
}

/* The same of the parts of a cut, over several leaves.  Parts of a dimension
 * that have no value yet are no measure. */
static struct closed closed_of(const struct gp_flow *f, uint32_t cut,
                               const int *leaves, int n, int top)
{
    const struct gp_cut *c = &f->m->cuts.at[cut];
    struct closed x = {0};
    for (uint32_t k = 0; k < c->count; k++) {
        uint32_t part = f->m->parts.at[c->first + k];
        if (c->dimension != GP_NONE && !gp_has(&f->m->rows.at[part], 0))
            return (struct closed){0};
        for (int i = 0; i < n; i++)
            x.part += closed_at(f, part, leaves[i], top);
        x.all += (gp_i128)size_of(&f->m->rows.at[part]) * n;
    }
    return x;
}

/* Where parts state their own, only the other parts share what is left: a
 * period counts for what is open of it, along the cut that states most. */
static void reduce_by_parts(const struct gp_flow *f, uint32_t row, int tick,
                            int64_t *weights)
{
    const struct gp_row *r = &f->m->rows.at[row];
    const struct gp_tick *t = &f->m->time.ticks[tick];
    struct gp_rat exact[GP_MAX_COLUMNS];
    int *at = gp_alloc(f->p->heap, (size_t)f->m->time.count * sizeof *at);
    for (int i = 0; i < t->child_count; i++) {
        int n = leaves(f, r, t->child + i, at, 0);
        struct gp_rat open = gp_rat_int(1);
        for (uint32_t c = f->first_cut[row]; c != GP_NONE; c = f->next_cut[c]) {
            struct closed x = closed_of(f, c, at, n, t->child + i);
            if (x.all == 0 || x.part > x.all)
                continue;
            struct gp_rat left = gp_rat_make(x.all - x.part, x.all);
            if (gp_rat_cmp(left, open) < 0)
                open = left;
        }
        if (gp_has(r, t->child + i))
            open = gp_rat_int(0);
        if (!gp_rat_mul(&exact[i], open, gp_rat_int(weights[i])))
            exact[i] = gp_rat_int(weights[i]);
    }
    gp_free(f->p->heap, at);
    if (!gp_flow_scale(exact, t->child_count, weights))
        for (int i = 0; i < t->child_count; i++)
            weights[i] = (int64_t)gp_rat_floor(exact[i]);
}

/* What the parts of a cut state for a tick. */
static int64_t least_of_parts(const struct gp_flow *f, uint32_t c, int tick)
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
        int64_t parts = least_of_parts(f, c, tick);
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
        least[i] = has_filler(f, row, t->child + i) && !gp_has(r, t->child + i)
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
    enum gp_why why = child_weights(f, row, tick, weights, &fact);
    bool weighed =
        why == GP_WHY_SHAPE && r->parent == GP_NONE &&
        f->m->rows.at[r->upon].scope == gp_model_upon(f->m, r->scope);
    if (!weighed) /* what an overlay lies upon is there as it is */
        weigh_stay(f, row, tick, weights);
    for (int i = 0; i < n; i++)
        if (gp_has(r, t->child + i))
            weights[i] = 0;
    if (any && f->low[row] != NULL)
        reduce_by_parts(f, row, tick, weights);
    else if (any)
        reduce_weights(f, row, tick, weights, partly, !weighed);
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

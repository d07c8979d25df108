/* How much each period below one counts in the sharing of what is left: its
 * weight, of it as much as somebody is there for and as nothing states yet.
 * See flow.h. */
#include <string.h>

#include "compile/flow/flow.h"
#include "model/round.h"
#include "model/shape.h"
#include "model/stay.h"

enum gp_why gp_flow_weigh(const struct gp_flow *f, uint32_t row, int tick,
                          int64_t *weights, uint32_t *fact)
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
        gp_flow_weigh(f, row, tick, weights, &fact);
    for (int i = 0; ok && i < n; i++) {
        struct gp_rat part = there(f, row, f->m->time.ticks[tick].child + i);
        ok = gp_rat_mul(&part, part, gp_rat_int(weights[i])) &&
             gp_rat_add(&all, all, part);
        sum += weights[i];
    }
    ok = ok && sum > 0 && gp_rat_div(&all, all, gp_rat_int(sum));
    return ok ? all : gp_stay_availability(f->m, r->scope, days);
}

void gp_flow_weigh_stay(const struct gp_flow *f, uint32_t row, int tick,
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

bool gp_flow_has_filler(const struct gp_flow *f, uint32_t row, int tick)
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
    if (n == 0 || gp_flow_least(f, r, tick) == 0 ||
        gp_flow_has_filler(f, row, tick))
        return gp_rat_int(1);
    gp_flow_weigh(f, row, tick, weights, &fact);
    if (stays)
        gp_flow_weigh_stay(f, row, tick, weights);
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

void gp_flow_weigh_open(const struct gp_flow *f, uint32_t row, int tick,
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

void gp_flow_weigh_parts(const struct gp_flow *f, uint32_t row, int tick,
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

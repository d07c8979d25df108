/* What stands in a KPI's one table, and what is to stay as far as it can: see
 * joint.h. */
#include <stdlib.h>

#include "compile/flow/joint.h"

#include "model/stay.h"

/* Whether the row says itself how it is divided, by other than amounts: then
 * what it has is not to change any more. */
static bool is_divided(const struct gp_flow *f, uint32_t row)
{
    if (f->m->rows.at[row].shapes != GP_NONE)
        return true;
    for (uint32_t i = f->first_split[row]; i != GP_NONE;
         i = f->p->splits.at[i].next)
        if (!f->p->splits.at[i].yields && !f->p->splits.at[i].is_stated)
            return true;
    return false;
}

/* Whether a split that does not give way makes it a part of something. */
static bool is_share(const struct gp_flow *f, uint32_t row)
{
    const struct gp_row *r = &f->m->rows.at[row];
    for (uint32_t i = r->parent == GP_NONE ? GP_NONE
                                           : f->first_split[r->parent];
         i != GP_NONE; i = f->p->splits.at[i].next) {
        const struct gp_split *s = &f->p->splits.at[i];
        if (!s->yields && !s->crosswise && s->axis != GP_AXIS_TIME &&
            s->dimension == f->m->cuts.at[r->cut].dimension)
            return true;
    }
    return false;
}

static void state(struct gp_joint *x, uint32_t row, int tick, int64_t low,
                  int64_t high)
{
    struct gp_box box = gp_joint_box(x, row, tick);
    box.low = low;
    box.high = high;
    gp_vec_push(x->f->p->heap, &x->boxes, box);
    struct gp_joint_cell cell = {row, tick, low};
    gp_vec_push(x->f->p->heap, &x->cells, cell);
}

/* What a row had on the way down. */
static int64_t was_at(const struct gp_joint *x, uint32_t row, int tick)
{
    size_t n = (size_t)x->f->m->kpis.at[x->f->m->rows.at[row].kpi].tick_count;
    return x->was == NULL ? GP_NO_AMOUNT
                          : x->was[(row - x->f->first) * n + (size_t)tick];
}

static void wish(struct gp_joint *x, uint32_t row, int tick, int64_t amount,
                 uint32_t group, uint32_t order)
{
    struct gp_joint_wish w = {row, tick, amount, group, order};
    gp_vec_push(x->f->p->heap, &x->wishes, w);
}

/* First the totals of teams, wider ones first, then their periods; then what a
 * dimension makes of them, the narrower first: there the wider ones are sums.
 */
enum { MOST_DEPTH = 1 << 12, OF_TEAMS = 0, OF_PERIODS = 1, OF_PARTS = 2 };

static uint32_t order_of(const struct gp_joint *x, uint32_t row, int what)
{
    const struct gp_scope *s = gp_joint_scope(x, x->f->m->rows.at[row].scope);
    uint32_t depth = s->depth;
    if (s->kind == GP_SCOPE_NARROW)
        depth = gp_joint_scope(x, s->base)->depth;
    if (depth >= MOST_DEPTH)
        depth = MOST_DEPTH - 1;
    return (uint32_t)what * MOST_DEPTH +
           (what == OF_PARTS ? MOST_DEPTH - 1 - depth : depth);
}

/* Periods that nothing states are to stay as the way down had them. */
static void wish_periods(struct gp_joint *x, uint32_t row)
{
    const struct gp_flow *f = x->f;
    const struct gp_row *r = &f->m->rows.at[row];
    if (f->level[row] != 0 || r->open)
        return;
    for (int t = 1; t < f->m->kpis.at[r->kpi].tick_count; t++)
        if (f->m->time.ticks[t].period.grain <= x->grain && !gp_has(r, t) &&
            was_at(x, row, t) != GP_NO_AMOUNT)
            wish(x, row, t, was_at(x, row, t), GP_NONE - row,
                 order_of(x, row, OF_PERIODS));
}

static void state_row(struct gp_joint *x, uint32_t row)
{
    const struct gp_flow *f = x->f;
    const struct gp_row *r = &f->m->rows.at[row];
    bool soft = (f->slack[row] & GP_SLACK_DEFAULT) != 0 && !is_divided(f, row);
    if (gp_has(r, 0) && soft)
        wish(x, row, 0, r->at[0], r->cut,
             order_of(x, row, f->level[row] == 0 ? OF_TEAMS : OF_PARTS));
    /* Of who comes and goes the way down knew it, and divided that. */
    int64_t was = was_at(x, row, 0);
    if (!gp_has(r, 0) && f->expects[row] && was != GP_NO_AMOUNT &&
        (is_divided(f, row) || is_share(f, row)))
        state(x, row, 0, was, was);
    for (int t = soft ? 1 : 0; t < f->m->kpis.at[r->kpi].tick_count; t++) {
        enum gp_grain grain = f->m->time.ticks[t].period.grain;
        if (grain > x->grain)
            continue;
        if (gp_has(r, t))
            state(x, row, t, r->at[t], r->at[t]);
        else if (r->states_days && grain == x->grain &&
                 gp_flow_least(f, r, t) > 0)
            state(x, row, t, gp_flow_least(f, r, t), GP_CUBE_ENDLESS);
    }
    wish_periods(x, row);
}

static int by_order(const void *a, const void *b)
{
    const struct gp_joint_wish *x = a, *y = b;
    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->tick < y->tick ? -1 : x->tick > y->tick;
}

/* Nobody has anything while away: it stands behind all that is stated. */
static void state_absent(struct gp_joint *x, uint32_t team)
{
    const struct gp_model *m = x->f->m;
    uint32_t scope = x->teams.at[team].scope;
    if (gp_joint_is_held(gp_joint_scope(x, scope)) || !gp_stay_is_any(m, scope))
        return;
    struct gp_box box = {.low = 0};
    box.at[0] = x->teams.at[team].leaves;
    for (int i = 1; i <= x->dimension_count; i++)
        box.at[i] = (struct gp_slice){0, x->cube.size[i]};
    for (uint32_t i = 0; i < x->time.count; i++) {
        /* A ramp of 0% carries nothing either. */
        if (gp_stay_factor(m, scope, x->time.at[i].days.first) != 0 ||
            (!x->edges && gp_stay_is_there(m, scope, x->time.at[i].days)))
            continue;
        box.at[x->cube.ways - 1] = (struct gp_slice){i, 1};
        gp_vec_push(x->f->p->heap, &x->boxes, box);
    }
}

/* A row that is divided by a dimension and holds nothing of it back. */
static void state_nothing_held(struct gp_joint *x, uint32_t cut)
{
    const struct gp_model *m = x->f->m;
    const struct gp_cut *c = &m->cuts.at[cut];
    const struct gp_scope *s = gp_joint_scope(x, m->rows.at[c->row].scope);
    if (c->dimension == GP_NONE || !gp_flow_has_split(x->f, cut) ||
        s->kind == GP_SCOPE_NARROW || !gp_joint_counts(x, c->row))
        return;
    struct gp_slice leaf = gp_joint_held_leaf(x, c->dimension);
    for (uint32_t i = 0; i < c->count && leaf.count != 0; i++)
        if (gp_joint_is_held_part(
                gp_joint_scope(x, m->rows.at[m->parts.at[c->first + i]].scope)))
            return;
    struct gp_box box = gp_joint_box(x, c->row, 0);
    for (int i = 1; i <= x->dimension_count; i++)
        if (x->dimensions[i - 1] == c->dimension)
            box.at[i] = leaf;
    box.low = box.high = 0;
    if (leaf.count != 0)
        gp_vec_push(x->f->p->heap, &x->boxes, box);
}

void gp_joint_state(struct gp_joint *x)
{
    for (uint32_t i = 0; i < x->teams.count; i++)
        state_absent(x, i);
    for (uint32_t i = x->f->first; i < x->f->end; i++)
        for (uint32_t c = x->f->first_cut[i]; c != GP_NONE;
             c = x->f->next_cut[c])
            state_nothing_held(x, c);
    x->absent = x->boxes.count;
    for (uint32_t i = x->f->first; i < x->f->end; i++)
        if (gp_joint_counts(x, i))
            state_row(x, i);
    x->standing = x->boxes.count;
    if (x->wishes.count > 1)
        qsort(x->wishes.at, x->wishes.count, sizeof *x->wishes.at, by_order);
    x->held =
        gp_calloc(x->f->p->heap, 2 * x->wishes.count + 1, sizeof *x->held);
    x->dropped = x->held + x->wishes.count;
    for (size_t i = 0; i < x->wishes.count; i++)
        if (x->wishes.at[i].tick == 0)
            *gp_map_at(&x->total_of, x->wishes.at[i].row) = (uint32_t)i;
}

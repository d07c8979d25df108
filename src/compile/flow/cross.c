/* Cuts that run parallel, made to meet: the product "electronics" of a team is
 * also the sum of its members' electronics: see flow.h.
 *
 * Of the whole plan, a default gives way to what is decided on the other
 * route; shares on both are rounded together, so that both sum.  Of finer
 * periods the wider row is the sum, where nothing states it: three sums at
 * once have no controlled rounding in general. */
#include <string.h>

#include "compile/flow/crossing.h"
#include "model/circulate.h"
#include "model/cube.h"
#include "model/days.h"
#include "model/round.h"
#include "model/stay.h"

static bool is_plain_cut(const struct gp_flow *f, const struct gp_cut *c)
{
    const struct gp_row *r = &f->m->rows.at[c->row];
    int64_t sum = 0;
    if (c->dimension == GP_NONE || r->rollup || r->open || !gp_has(r, 0) ||
        gp_flow_is_over(f, (uint32_t)(c - f->m->cuts.at)))
        return false;
    for (uint32_t i = 0; i < c->count; i++) {
        const struct gp_row *part =
            &f->m->rows.at[f->m->parts.at[c->first + i]];
        if (f->m->scopes.at[part->scope].kind != GP_SCOPE_NARROW ||
            !gp_has(part, 0))
            return false;
        sum += part->at[0];
    }
    return sum == r->at[0];
}

static struct gp_row *whole_at(const struct gp_flow *f,
                               const struct gp_crossing *x, uint32_t i)
{
    return &f->m->rows.at[x->parts[i]];
}

static int64_t sum_at(const struct gp_flow *f, const struct gp_crossing *x,
                      uint32_t part, int tick)
{
    int64_t sum = 0;
    for (uint32_t k = 0; k < x->count; k++) {
        const struct gp_row *r =
            &f->m->rows.at[x->cells[(size_t)k * x->n + part]];
        if (gp_has(r, tick))
            sum += r->at[tick];
        else if (gp_stay_is_there(f->m, r->scope,
                                  f->m->time.ticks[tick].period.days))
            return GP_NO_AMOUNT;
    }
    return sum;
}

/* ---- the whole plan ---- */

/* What the members say of one part of a cut. */
struct said {
    int64_t sum; /* of those that have a value */
    bool all;    /* which is every one */
    bool pinned; /* the part has just this */
};

/* Adds up what the members say; whether one of them decides it. */
static bool said_below(const struct gp_flow *f, uint32_t part, uint32_t axis,
                       struct said *out)
{
    const struct gp_model *m = f->m;
    const struct gp_row *r = &m->rows.at[part];
    uint32_t at = GP_NONE, scope, count = 0;
    bool decided = false;
    *out = (struct said){.all = true};
    for (; gp_crossing_next_member(f, r->scope, axis, &at, &scope); count++) {
        uint32_t id = scope == GP_NONE
                          ? GP_MAP_NONE
                          : gp_map_get(&m->row_of, gp_map_key(r->kpi, scope));
        const struct gp_row *cell = id == GP_MAP_NONE ? NULL : &m->rows.at[id];
        bool known = cell != NULL && !cell->open && !cell->overlay &&
                     cell->relation == GP_EQUAL && gp_has(cell, 0) &&
                     gp_add64(&out->sum, out->sum, cell->at[0]);
        out->all &= known;
        decided |= known && (f->slack[id] & GP_SLACK_YIELDS) == 0;
    }
    out->all &= count != 0;
    if (axis == GP_NONE) {
        uint32_t base = m->scopes.at[r->scope].base;
        out->all &= !gp_cross_holds_back(m, r->kpi, base);
        decided &= !gp_cross_is_over(m, r->kpi, base);
    }
    return decided;
}

/* Shares what the pinned parts leave in the proportions of the others, none
 * below what its members say; false where that is too much. */
static bool share_open(const struct gp_flow *f, const struct gp_cut *c,
                       struct said *said, int64_t *values)
{
    struct gp_heap *heap = f->p->heap;
    const struct gp_row *whole = &f->m->rows.at[c->row];
    int64_t *weights = gp_calloc(heap, c->count + 1, sizeof *weights);
    int64_t step = f->m->kpis.at[whole->kpi].step[GP_PLAN];
    bool ok = true, again = true;
    while (ok && again) {
        int64_t left = whole->at[0], sum = 0;
        bool open = false;
        for (uint32_t i = 0; i < c->count; i++) {
            const struct gp_row *r =
                &f->m->rows.at[f->m->parts.at[c->first + i]];
            weights[i] = said[i].pinned ? 0 : r->at[0];
            open |= !said[i].pinned;
            left -= said[i].pinned ? said[i].sum : 0;
            sum += weights[i];
        }
        ok = left >= 0 && (left == 0 || open);
        for (uint32_t i = 0; i < c->count && sum == 0; i++)
            weights[i] = !said[i].pinned; /* nothing each: evenly */
        if (ok && open)
            gp_round_shares(heap, left, gp_round_step(step, &left, 1), weights,
                            c->count, values);
        again = false;
        for (uint32_t i = 0; ok && i < c->count; i++) {
            if (said[i].pinned)
                values[i] = said[i].sum;
            else if (values[i] < said[i].sum)
                again = said[i].pinned = true;
        }
    }
    gp_free(heap, weights);
    return ok;
}

/* A default above takes what is decided below: just that where all members
 * say it, at least as much where some do. */
static void give_way(struct gp_flow *f, uint32_t cut, uint32_t axis)
{
    struct gp_heap *heap = f->p->heap;
    const struct gp_cut *c = &f->m->cuts.at[cut];
    if (!is_plain_cut(f, c))
        return;
    struct said *said = gp_alloc(heap, (c->count + 1) * sizeof *said);
    int64_t *values = gp_calloc(heap, c->count + 1, sizeof *values);
    bool decided = false, yields = false;
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t id = f->m->parts.at[c->first + i];
        bool open = (f->slack[id] & GP_SLACK_YIELDS) != 0 &&
                    !gp_crossing_is_divided(f, axis, id);
        decided |= said_below(f, id, axis, &said[i]);
        yields |= open;
        said[i].pinned = said[i].all || !open;
        if (!open)
            said[i].sum = f->m->rows.at[id].at[0];
    }
    bool ok = decided && yields && share_open(f, c, said, values);
    for (uint32_t i = 0; ok && i < c->count; i++) {
        uint32_t id = f->m->parts.at[c->first + i];
        struct gp_row *r = &f->m->rows.at[id];
        if ((f->slack[id] & GP_SLACK_YIELDS) == 0 ||
            gp_crossing_is_divided(f, axis, id))
            continue;
        f->slack[id] &= GP_SLACK_DEFAULT;
        if (r->at[0] == values[i])
            continue;
        r->at[0] = values[i];
        r->why[0] = gp_because(GP_WHY_CROSS, GP_NO_FACT);
    }
    gp_free(heap, said);
    gp_free(heap, values);
}

/* Cells that were rounded go the other way where the sums want it. */
static bool round_cells(struct gp_flow *f, const struct gp_crossing *x)
{
    struct gp_heap *heap = f->p->heap;
    struct gp_row *rows = f->m->rows.at;
    int64_t step = f->m->kpis.at[rows[x->whole].kpi].step[GP_PLAN];
    uint32_t cells = x->count * x->n, all = cells + x->n + x->count;
    uint32_t ends = x->count + x->n;
    struct gp_arc *arcs = gp_calloc(heap, (size_t)all + 1, sizeof *arcs);
    for (uint32_t d = 0; d < x->n; d++) {
        int64_t is = x->parts[d] == GP_NONE ? 0 : rows[x->parts[d]].at[0];
        int64_t most = x->parts[d] == GP_NONE ? GP_CUBE_ENDLESS : is;
        arcs[cells + d] = (struct gp_arc){x->count + d, ends, is, most, 0};
    }
    for (uint32_t i = 0; i < x->count; i++) {
        int64_t is = rows[x->members[i]].at[0];
        arcs[cells + x->n + i] = (struct gp_arc){ends, i, is, is, 0};
    }
    for (uint32_t i = 0; i < cells; i++) {
        struct gp_arc *a = &arcs[i];
        uint32_t id = x->cells[i];
        *a = (struct gp_arc){i / x->n, x->count + i % x->n, 0, GP_CUBE_ENDLESS,
                             0};
        if (id == GP_NONE || !gp_has(&rows[id], 0))
            continue; /* what the others leave */
        int64_t own = gp_round_step(step, &rows[rows[id].parent].at[0], 1);
        a->flow = rows[id].at[0];
        a->low = a->flow - (f->slack[id] & GP_SLACK_DOWN ? own : 0);
        a->high = a->flow + (f->slack[id] & GP_SLACK_UP ? own : 0);
        arcs[cells + i % x->n].flow += a->flow;
        arcs[cells + x->n + i / x->n].flow += a->flow;
    }
    bool ok = !x->rest_row && gp_circulate(heap, arcs, all, ends + 1);
    for (uint32_t i = 0; ok && i < cells; i++) {
        uint32_t id = x->cells[i];
        if (id == GP_NONE || rows[id].at[0] == arcs[i].flow ||
            !gp_has(&rows[id], 0))
            continue;
        f->slack[id] ^= GP_SLACK_UP | GP_SLACK_DOWN;
        rows[id].at[0] = arcs[i].flow;
    }
    gp_free(heap, arcs);
    return ok;
}

/* Whether the members' cells leave the parts of the cut no way: of those that
 * are all there, that they are another sum, else that they are more. */
static bool disagree(const struct gp_flow *f, const struct gp_crossing *x)
{
    for (uint32_t d = 0; d < x->n; d++) {
        if (x->parts[d] == GP_NONE)
            continue;
        int64_t whole = f->m->rows.at[x->parts[d]].at[0], sum = 0;
        bool all = !x->rest_row;
        for (uint32_t i = 0; i < x->count; i++) {
            uint32_t id = x->cells[(size_t)i * x->n + d];
            bool known = id != GP_NONE && gp_has(&f->m->rows.at[id], 0);
            all &= known;
            sum += known ? f->m->rows.at[id].at[0] : 0;
        }
        if (all ? sum != whole : sum > whole)
            return true;
    }
    return false;
}

/* One cut, once those above it are right: what was rounded is rounded the
 * other way where that will do, else defaults below follow. */
static void meet(struct gp_flow *f, uint32_t cut, uint32_t axis)
{
    struct gp_crossing x;
    bool ok = gp_crossing_gather(f, cut, axis, false, &x);
    if (ok && x.off)
        ok = round_cells(f, &x);
    else if (ok && disagree(f, &x) && !round_cells(f, &x))
        gp_crossing_whole(f, &x);
    if (ok)
        gp_crossing_totals(f, &x, false);
    gp_crossing_free(f, &x);
}

void gp_flow_cross_early(struct gp_flow *f, uint32_t row)
{
    for (uint32_t c = f->first_cut[row]; c != GP_NONE; c = f->next_cut[c]) {
        uint32_t at = GP_NONE, axis;
        while (gp_crossing_next_axis(f, c, &at, &axis)) {
            struct gp_crossing x;
            if (gp_crossing_gather(f, c, axis, true, &x))
                gp_crossing_totals(f, &x, true);
            gp_crossing_free(f, &x);
        }
    }
}

/* One cut at one level: where it meets those of teams, once their row has been
 * divided; other dimensions, once these parts have been too. */
static void cross(struct gp_flow *f, uint32_t cut, int level,
                  void (*how)(struct gp_flow *, uint32_t, uint32_t))
{
    uint32_t at = GP_NONE, axis;
    uint32_t row = f->m->cuts.at[cut].row;
    int own = f->level[row];
    while (row >= f->first && row < f->end && own <= level &&
           own + 1 >= level && gp_crossing_next_axis(f, cut, &at, &axis))
        if (own + (axis != GP_NONE) == level)
            how(f, cut, axis);
}

void gp_flow_cross(struct gp_flow *f, int level)
{
    /* Cuts are in the order of their parts, and what narrows a team comes
     * after its members: these first, then back. */
    for (uint32_t c = 0; c < f->m->cuts.count; c++)
        cross(f, c, level, give_way);
    for (uint32_t c = (uint32_t)f->m->cuts.count; c-- > 0;)
        cross(f, c, level, meet);
}

/* ---- finer periods ---- */

/* Whether the parts of the cut can be the sums at every tick. */
static bool can_sum(const struct gp_flow *f, const struct gp_crossing *x, int n)
{
    for (uint32_t i = 0; i < x->n; i++) {
        const struct gp_row *r = whole_at(f, x, i);
        const struct gp_bounds *b = &f->bounds[x->parts[i]];
        if (!gp_crossing_can_sum_days(f, x->parts[i]))
            return false;
        for (int t = 0; t < n; t++) {
            int64_t sum = sum_at(f, x, i, t);
            bool fixed = t == 0 || gp_flow_is_given(f, x->parts[i], t) ||
                         (b->low != NULL &&
                          f->m->time.ticks[t].period.grain <= b->finest);
            if (sum == GP_NO_AMOUNT || (fixed && sum != r->at[t]))
                return false;
        }
    }
    return true;
}

/* The periods of the parts are the sums of the members', where they can be. */
static bool sum_up(struct gp_flow *f, const struct gp_crossing *x)
{
    int n = f->m->kpis.at[f->m->rows.at[x->whole].kpi].tick_count;
    if (!gp_crossing_is_full(f, x) || !can_sum(f, x, n))
        return false;
    for (uint32_t i = 0; i < x->n; i++) {
        struct gp_row *part = whole_at(f, x, i);
        for (int t = 1; t < n; t++) {
            int64_t sum = sum_at(f, x, i, t);
            if (part->at[t] == sum || gp_flow_is_given(f, x->parts[i], t))
                continue;
            part->at[t] = sum;
            part->why[t] = gp_because(GP_WHY_CROSS, GP_NO_FACT);
        }
    }
    return true;
}

/* Whether the cells sum to the parts in all periods, where all are there. */
static bool agree(const struct gp_flow *f, const struct gp_crossing *x)
{
    int n = f->m->kpis.at[f->m->rows.at[x->whole].kpi].tick_count;
    for (uint32_t d = 0; d < x->n; d++) {
        bool all = !x->rest_row && x->parts[d] != GP_NONE;
        for (uint32_t i = 0; i < x->count && all; i++)
            all = x->cells[(size_t)i * x->n + d] != GP_NONE;
        for (int t = 0; t < n && all; t++) {
            int64_t sum = sum_at(f, x, d, t);
            if (gp_has(whole_at(f, x, d), t) && sum != GP_NO_AMOUNT &&
                sum != whole_at(f, x, d)->at[t])
                return false;
        }
    }
    return true;
}

/* Where two dimensions meet, the parts of one are the sums; where these are
 * bound otherwise, the cells follow both. */
static void settle(struct gp_flow *f, const struct gp_crossing *x)
{
    bool parts = gp_crossing_is_full(f, x);
    if (agree(f, x))
        return;
    for (uint32_t d = 0; d < x->n; d++)
        parts = parts && f->first_cut[x->parts[d]] == GP_NONE &&
                !whole_at(f, x, d)->crossed;
    if (!parts || !sum_up(f, x))
        gp_crossing_settle(f, x);
    gp_days_free(f->days); /* of periods that are no longer */
    f->days = NULL;
}

void gp_flow_cross_late(struct gp_flow *f)
{
    for (uint32_t c = 0; c < f->m->cuts.count; c++) {
        uint32_t at = GP_NONE, axis, row = f->m->cuts.at[c].row;
        bool meets = row >= f->first && row < f->end && f->m->cuts.at[c].joined;
        while (meets && gp_crossing_next_axis(f, c, &at, &axis)) {
            struct gp_crossing x;
            if (axis == GP_NONE)
                continue;
            if (gp_crossing_gather(f, c, axis, false, &x))
                settle(f, &x);
            gp_crossing_free(f, &x);
        }
    }
}

void gp_flow_cross_sum(struct gp_flow *f, uint32_t cut)
{
    const struct gp_cut *c = &f->m->cuts.at[cut];
    uint32_t at = GP_NONE, axis;
    bool done = false;
    if (!c->joined)
        return;
    for (uint32_t i = 0; i < c->count; i++)
        f->m->rows.at[f->m->parts.at[c->first + i]].crossed = false;
    while (!done && gp_crossing_next_axis(f, cut, &at, &axis)) {
        struct gp_crossing x;
        done = gp_crossing_gather(f, cut, axis, false, &x) && sum_up(f, &x);
        for (uint32_t i = 0; done && axis == GP_NONE && i < x.n; i++)
            whole_at(f, &x, i)->crossed = true;
        gp_crossing_free(f, &x);
    }
}

uint32_t gp_flow_cross_periods(struct gp_flow *f, uint32_t cut)
{
    uint32_t back = GP_NONE, at = GP_NONE, axis;
    while (back == GP_NONE && gp_crossing_next_axis(f, cut, &at, &axis)) {
        struct gp_crossing x;
        /* What still disagrees as a whole is told as that. */
        if (gp_crossing_gather(f, cut, axis, false, &x) &&
            (!disagree(f, &x) || gp_crossing_whole(f, &x)))
            back = gp_crossing_periods(f, &x);
        gp_crossing_free(f, &x);
    }
    return back;
}

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
#include "model/round.h"

/* A cut by a dimension, and the same cut of each member of the team. */
struct crossing {
    const struct gp_cut *cut;
    uint32_t n, count; /* parts of the cut; members */
    uint32_t *cells;   /* rows: count x n */
};

/* The same part of a member's cut, or GP_NONE. */
static uint32_t cell_row(const struct gp_flow *f, uint32_t row, uint32_t part)
{
    const struct gp_row *r = &f->m->rows.at[row];
    uint32_t member = f->m->scopes.at[f->m->rows.at[part].scope].member;
    uint32_t scope = gp_model_narrowed(f->m, r->scope, member);
    if (scope == GP_MAP_NONE)
        return GP_NONE;
    uint32_t id = gp_map_get(&f->m->row_of, gp_map_key(r->kpi, scope));
    if (id == GP_MAP_NONE || f->m->rows.at[id].parent != row)
        return GP_NONE;
    return id;
}

/* Adds one member's cells; false where they do not make it up. */
static bool add_member(const struct gp_flow *f, struct crossing *x,
                       uint32_t row)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < x->n; i++) {
        uint32_t id = cell_row(f, row, f->m->parts.at[x->cut->first + i]);
        if (id == GP_NONE || f->m->rows.at[id].open ||
            !gp_has(&f->m->rows.at[id], 0))
            return false;
        x->cells[(size_t)x->count * x->n + i] = id;
        sum += f->m->rows.at[id].at[0];
    }
    x->count++;
    return sum == f->m->rows.at[row].at[0];
}

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

/* Finds the cells of a cut's members; false where some are missing.  To be
 * freed in any case. */
static bool gather(const struct gp_flow *f, uint32_t cut, struct crossing *x)
{
    const struct gp_model *m = f->m;
    const struct gp_cut *c = &m->cuts.at[cut];
    const struct gp_row *r = &m->rows.at[c->row];
    uint32_t base = m->scopes.at[r->scope].base, members[GP_MAX_NARROW];
    int64_t sum = 0;
    *x = (struct crossing){.cut = c, .n = c->count};
    if (!is_plain_cut(f, c))
        return false;
    int k = gp_cross_members(m, r->scope, members);
    uint32_t most = 0;
    for (uint32_t s = m->scopes.at[base].child; s != GP_NONE;
         s = m->scopes.at[s].next)
        most++;
    x->cells =
        gp_alloc(f->p->heap, ((size_t)most * x->n + 1) * sizeof *x->cells);
    for (uint32_t s = m->scopes.at[base].child; s != GP_NONE;
         s = m->scopes.at[s].next) {
        uint32_t scope = gp_cross_narrowed(m, s, members, k, -1);
        uint32_t row = scope == GP_NONE
                           ? GP_MAP_NONE
                           : gp_map_get(&m->row_of, gp_map_key(r->kpi, scope));
        if (row == GP_MAP_NONE)
            continue; /* of no account, if the others make up the whole */
        if (m->rows.at[row].open || m->rows.at[row].overlay ||
            m->rows.at[row].relation != GP_EQUAL ||
            !gp_has(&m->rows.at[row], 0) || !add_member(f, x, row))
            return false;
        sum += m->rows.at[row].at[0];
    }
    return x->count > 0 && sum == r->at[0];
}

static struct gp_row *whole_at(const struct gp_flow *f,
                               const struct crossing *x, uint32_t i)
{
    return &f->m->rows.at[f->m->parts.at[x->cut->first + i]];
}

static int64_t sum_at(const struct gp_flow *f, const struct crossing *x,
                      uint32_t part, int tick)
{
    int64_t sum = 0;
    for (uint32_t k = 0; k < x->count; k++) {
        const struct gp_row *r =
            &f->m->rows.at[x->cells[(size_t)k * x->n + part]];
        if (!gp_has(r, tick))
            return GP_NO_AMOUNT;
        sum += r->at[tick];
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

/* Adds up what the team's members say; whether one of them decides it. */
static bool said_below(const struct gp_flow *f, uint32_t part, struct said *out)
{
    const struct gp_model *m = f->m;
    const struct gp_row *r = &m->rows.at[part];
    uint32_t members[GP_MAX_NARROW], base = m->scopes.at[r->scope].base;
    int k = gp_cross_members(m, r->scope, members);
    bool decided = false;
    *out = (struct said){.all = m->scopes.at[base].child != GP_NONE};
    for (uint32_t s = m->scopes.at[base].child; s != GP_NONE;
         s = m->scopes.at[s].next) {
        uint32_t scope = gp_cross_narrowed(m, s, members, k, -1);
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
static void give_way(struct gp_flow *f, uint32_t cut)
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
        bool open = (f->slack[id] & GP_SLACK_YIELDS) != 0;
        decided |= said_below(f, id, &said[i]);
        yields |= open;
        said[i].pinned = said[i].all || !open;
        if (!open)
            said[i].sum = f->m->rows.at[id].at[0];
    }
    bool ok = decided && yields && share_open(f, c, said, values);
    for (uint32_t i = 0; ok && i < c->count; i++) {
        uint32_t id = f->m->parts.at[c->first + i];
        struct gp_row *r = &f->m->rows.at[id];
        if ((f->slack[id] & GP_SLACK_YIELDS) == 0)
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
static bool round_cells(struct gp_flow *f, const struct crossing *x)
{
    struct gp_heap *heap = f->p->heap;
    const struct gp_row *whole = &f->m->rows.at[x->cut->row];
    int64_t step = f->m->kpis.at[whole->kpi].step[GP_PLAN];
    uint32_t cells = x->count * x->n, all = cells + x->n;
    struct gp_arc *arcs = gp_alloc(heap, (size_t)all * sizeof *arcs);
    for (uint32_t i = 0; i < cells; i++) {
        const struct gp_row *r = &f->m->rows.at[x->cells[i]];
        uint8_t slack = f->slack[x->cells[i]];
        int64_t own = gp_round_step(step, &f->m->rows.at[r->parent].at[0], 1);
        arcs[i] =
            (struct gp_arc){.from = i / x->n,
                            .to = x->count + i % x->n,
                            .low = r->at[0] - (slack & GP_SLACK_DOWN ? own : 0),
                            .high = r->at[0] + (slack & GP_SLACK_UP ? own : 0),
                            .flow = r->at[0]};
    }
    for (uint32_t i = 0; i < x->n; i++) {
        int64_t is = whole_at(f, x, i)->at[0];
        arcs[cells + i] = (struct gp_arc){x->count + i, x->count + x->n, is, is,
                                          sum_at(f, x, i, 0)};
    }
    bool ok = gp_circulate(heap, arcs, all, x->count + x->n + 1);
    for (uint32_t i = 0; ok && i < cells; i++) {
        int64_t *is = &f->m->rows.at[x->cells[i]].at[0];
        if (*is != arcs[i].flow)
            f->slack[x->cells[i]] ^= GP_SLACK_UP | GP_SLACK_DOWN;
        *is = arcs[i].flow;
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
static void meet(struct gp_flow *f, uint32_t cut)
{
    struct gp_crossing all;
    struct crossing x;
    bool ok = gp_crossing_gather(f, cut, false, &all);
    if (ok && disagree(f, &all)) {
        if (!gather(f, cut, &x) || !round_cells(f, &x))
            gp_crossing_whole(f, &all);
        gp_free(f->p->heap, x.cells);
    }
    if (ok)
        gp_crossing_totals(f, &all, false);
    gp_crossing_free(f, &all);
}

void gp_flow_cross_early(struct gp_flow *f, uint32_t row)
{
    for (uint32_t c = f->first_cut[row]; c != GP_NONE; c = f->next_cut[c]) {
        struct gp_crossing x;
        if (f->m->cuts.at[c].dimension == GP_NONE)
            continue;
        if (gp_crossing_gather(f, c, true, &x))
            gp_crossing_totals(f, &x, true);
        gp_crossing_free(f, &x);
    }
}

void gp_flow_cross(struct gp_flow *f, int level)
{
    /* Cuts are in the order of their parts, and what narrows a team comes
     * after its members: these first, then back. */
    for (uint32_t c = 0; c < f->m->cuts.count; c++)
        if (f->m->cuts.at[c].dimension != GP_NONE &&
            f->level[f->m->cuts.at[c].row] == level)
            give_way(f, c);
    for (uint32_t c = (uint32_t)f->m->cuts.count; c-- > 0;)
        if (f->m->cuts.at[c].dimension != GP_NONE &&
            f->level[f->m->cuts.at[c].row] == level)
            meet(f, c);
}

/* ---- finer periods ---- */

/* Whether the parts of the cut can be the sums at every tick. */
static bool can_sum(const struct gp_flow *f, const struct crossing *x, int n)
{
    for (uint32_t i = 0; i < x->n; i++) {
        const struct gp_row *r = whole_at(f, x, i);
        const struct gp_bounds *b =
            &f->bounds[f->m->parts.at[x->cut->first + i]];
        if (!gp_crossing_can_sum_days(f, f->m->parts.at[x->cut->first + i]))
            return false;
        for (int t = 0; t < n; t++) {
            int64_t sum = sum_at(f, x, i, t);
            bool fixed =
                t == 0 ||
                gp_flow_is_given(f, (uint32_t)(r - f->m->rows.at), t) ||
                (b->low != NULL &&
                 f->m->time.ticks[t].period.grain <= b->finest);
            if (sum == GP_NO_AMOUNT || (fixed && sum != r->at[t]))
                return false;
        }
    }
    return true;
}

void gp_flow_cross_sum(struct gp_flow *f, uint32_t cut)
{
    struct crossing x;
    const struct gp_row *r = &f->m->rows.at[f->m->cuts.at[cut].row];
    int n = f->m->kpis.at[r->kpi].tick_count;
    if (!f->m->cuts.at[cut].joined)
        return;
    for (uint32_t i = 0; i < f->m->cuts.at[cut].count; i++)
        f->m->rows.at[f->m->parts.at[f->m->cuts.at[cut].first + i]].crossed =
            false;
    bool ok = gather(f, cut, &x);
    ok = ok && can_sum(f, &x, n);
    bool differ = false;
    for (uint32_t i = 0; ok && i < x.n; i++)
        for (int t = 1; t < n; t++)
            differ |= whole_at(f, &x, i)->at[t] != sum_at(f, &x, i, t);
    for (uint32_t i = 0; ok && i < x.n; i++)
        whole_at(f, &x, i)->crossed = true;
    for (uint32_t i = 0; ok && differ && i < x.n; i++) {
        struct gp_row *part = whole_at(f, &x, i);
        uint32_t id = f->m->parts.at[x.cut->first + i];
        for (int t = 1; t < n; t++) {
            if (gp_flow_is_given(f, id, t))
                continue;
            part->at[t] = sum_at(f, &x, i, t);
            part->why[t] = gp_because(GP_WHY_CROSS, GP_NO_FACT);
        }
    }
    gp_free(f->p->heap, x.cells);
}

uint32_t gp_flow_cross_periods(struct gp_flow *f, uint32_t cut)
{
    struct gp_crossing x;
    uint32_t back = GP_NONE;
    /* What still disagrees as a whole is told as that. */
    if (gp_crossing_gather(f, cut, false, &x) &&
        (!disagree(f, &x) || gp_crossing_whole(f, &x)))
        back = gp_crossing_periods(f, &x);
    gp_crossing_free(f, &x);
    return back;
}

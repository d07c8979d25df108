/* Where a row's own periods leave its parts no way: the row's periods are
 * worked out anew, together with what its parts can hold, and what rested on
 * them is taken back: see flow.h.
 *
 * The network: from each part over its periods, coarse to fine, to the
 * columns; from these over the row's own periods, fine to coarse.  Two trees
 * that meet in the columns: a flow within all bounds is exactly a way. */
#include <string.h>

#include "compile/flow/flow.h"
#include "model/circulate.h"
#include "model/round.h"

struct net {
    struct gp_flow *f;
    uint32_t row, cut;
    int top;             /* the tick whose value is divided */
    const int64_t *want; /* the row's periods as they were */
    GP_VEC(struct gp_arc) arcs;
    uint32_t nodes;            /* the row's own ticks come first */
    const int64_t *low, *high; /* of the part at hand */
};

/* Room for what is noted of each row. */
static void make_room(struct gp_flow *f)
{
    size_t most = 0, rows = f->m->rows.count + 1;
    for (size_t k = 0; k < f->m->kpis.count; k++)
        if ((size_t)f->m->kpis.at[k].tick_count > most)
            most = (size_t)f->m->kpis.at[k].tick_count;
    f->given_words = (most + 63) / 64;
    size_t size = f->given_words * sizeof *f->given;
    f->given = gp_calloc(f->p->heap, rows, size);
    f->found = gp_calloc(f->p->heap, rows, size);
}

void gp_flow_give(struct gp_flow *f)
{
    if (f->given == NULL)
        make_room(f);
    f->shares = true;
    for (size_t i = f->first; i < f->end; i++) {
        const struct gp_row *r = &f->m->rows.at[i];
        for (int t = 0; t < f->m->kpis.at[r->kpi].tick_count; t++)
            if (gp_has(r, t))
                f->given[i * f->given_words + (size_t)t / 64] |= (uint64_t)1
                                                                 << t % 64;
    }
}

bool gp_flow_is_given(const struct gp_flow *f, uint32_t row, int tick)
{
    if (!f->shares)
        return gp_has(&f->m->rows.at[row], tick);
    size_t at = row * f->given_words + (size_t)tick / 64;
    uint64_t is = f->given[at] | f->found[at] | (f->met ? f->met[at] : 0);
    return (is >> tick % 64 & 1) != 0;
}

void gp_flow_meet(struct gp_flow *f, uint32_t row, int tick)
{
    if (f->met == NULL)
        f->met = gp_calloc(f->p->heap, f->m->rows.count + 1,
                           f->given_words * sizeof *f->met);
    f->met[row * f->given_words + (size_t)tick / 64] |= (uint64_t)1
                                                        << tick % 64;
}

void gp_flow_part(struct gp_flow *f, uint32_t row)
{
    struct gp_row *r = &f->m->rows.at[row];
    for (int t = 0; t < f->m->kpis.at[r->kpi].tick_count; t++) {
        uint64_t *at = &f->met[row * f->given_words + (size_t)t / 64];
        if ((*at >> t % 64 & 1) == 0)
            continue;
        *at &= ~((uint64_t)1 << t % 64);
        r->at[t] = GP_NO_AMOUNT;
    }
}

/* Takes back what was found for a row. */
static bool forget_row(struct gp_flow *f, uint32_t row)
{
    struct gp_row *r = &f->m->rows.at[row];
    bool any = false;
    for (int t = 0; t < f->m->kpis.at[r->kpi].tick_count; t++) {
        uint64_t *at = &f->found[row * f->given_words + (size_t)t / 64];
        if ((*at >> t % 64 & 1) == 0)
            continue;
        *at &= ~((uint64_t)1 << t % 64);
        r->at[t] = GP_NO_AMOUNT;
        any = true;
    }
    return any;
}

static bool forget_parts(struct gp_flow *f, uint32_t cut)
{
    const struct gp_cut *c = &f->m->cuts.at[cut];
    bool any = false;
    for (uint32_t i = 0; i < c->count; i++)
        any |= forget_row(f, f->m->parts.at[c->first + i]);
    return any;
}

/* Divides a value among the ticks of one part, near the proportions of the
 * whole row and within its bounds: arcs down to the columns. */
static void add_part(struct net *w, int tick, int64_t value, uint32_t from)
{
    const struct gp_row *r = &w->f->m->rows.at[w->row];
    const struct gp_tick *t = &w->f->m->time.ticks[tick];
    int n = gp_flow_children(w->f, r, tick);
    int64_t weights[GP_MAX_COLUMNS], shares[GP_MAX_COLUMNS], left = value;
    int64_t sum = 0, step = 1;
    if (n > 0)
        step = w->f->m->kpis.at[r->kpi]
                   .step[w->f->m->time.ticks[t->child].period.grain];
    for (int i = 0; i < n; i++) {
        int64_t is = w->want[t->child + i];
        shares[i] = w->low[t->child + i];
        left -= shares[i];
        weights[i] = w->high[t->child + i] > shares[i] ? is / 2 + 1 : 0;
        sum += weights[i];
    }
    int64_t more[GP_MAX_COLUMNS] = {0};
    if (left > 0 && sum > 0)
        gp_round_shares(w->f->p->heap, left, gp_round_step(step, &left, 1),
                        weights, (size_t)n, more);
    else
        more[0] = left; /* nowhere to go: to be moved */
    for (int i = 0; i < n; i++) {
        int child = t->child + i;
        bool leaf = gp_flow_children(w->f, r, child) == 0;
        uint32_t node = leaf ? (uint32_t)child : w->nodes++;
        struct gp_arc arc = {from, node, w->low[child], w->high[child],
                             shares[i] + more[i]};
        gp_vec_push(w->f->p->heap, &w->arcs, arc);
        if (!leaf)
            add_part(w, child, arc.flow, node);
    }
}

/* All parts, those of which nothing is known together; false where one has
 * no value. */
static bool add_parts(struct net *w, int n)
{
    struct gp_flow *f = w->f;
    const struct gp_cut *c = &f->m->cuts.at[w->cut];
    int64_t *scratch = gp_alloc(f->p->heap, 2 * (size_t)n * sizeof *scratch),
            silent = 0;
    bool ok = true;
    w->low = scratch;
    w->high = scratch + n;
    for (uint32_t i = 0; ok && i < c->count; i++) {
        uint32_t id = f->m->parts.at[c->first + i];
        const struct gp_row *part = &f->m->rows.at[id];
        ok = gp_has(part, w->top) && !part->open;
        if (!ok)
            break;
        if (f->bounds[id].finest == GP_PLAN) {
            silent += part->at[w->top];
            continue;
        }
        gp_flow_bounds_of(f, id, scratch, scratch + n);
        add_part(w, w->top, part->at[w->top], w->nodes++);
    }
    for (int t = 0; t < n; t++) {
        scratch[t] = 0;
        scratch[n + t] = GP_ENDLESS;
    }
    if (ok && silent > 0)
        add_part(w, w->top, silent, w->nodes++);
    gp_free(f->p->heap, scratch);
    return ok;
}

static bool is_below(const struct gp_flow *f, int tick, int top)
{
    while (tick != GP_NO_TICK && tick > top)
        tick = f->m->time.ticks[tick].parent;
    return tick == top;
}

/* The row's own periods: first as they are, as far as that goes, then as they
 * could be. */
static bool add_own(struct net *w, int64_t *flow, int n)
{
    struct gp_flow *f = w->f;
    struct gp_heap *heap = f->p->heap;
    memset(flow, 0, (size_t)n * sizeof *flow);
    for (size_t a = 0; a < w->arcs.count; a++)
        if (w->arcs.at[a].to < (uint32_t)n)
            flow[w->arcs.at[a].to] += w->arcs.at[a].flow;
    for (int t = n - 1; t > w->top; t--)
        if (is_below(f, t, w->top))
            flow[f->m->time.ticks[t].parent] += flow[t];
    size_t first = w->arcs.count;
    for (int t = w->top + 1; t < n; t++) {
        int64_t is = w->want[t];
        struct gp_arc arc = {(uint32_t)t, f->m->time.ticks[t].parent, is, is,
                             flow[t]};
        if (is_below(f, t, w->top))
            gp_vec_push(heap, &w->arcs, arc);
    }
    gp_circulate(heap, w->arcs.at, (uint32_t)w->arcs.count, w->nodes);
    const struct gp_bounds *x = &f->bounds[w->row];
    for (size_t a = first; a < w->arcs.count; a++) {
        struct gp_arc *arc = &w->arcs.at[a];
        if (gp_flow_is_given(f, w->row, (int)arc->from))
            continue;
        arc->low = x->low != NULL ? x->low[arc->from] : 0;
        arc->high = x->high != NULL ? x->high[arc->from] : GP_ENDLESS;
    }
    bool ok = gp_circulate(heap, w->arcs.at, (uint32_t)w->arcs.count, w->nodes);
    for (size_t a = first; ok && a < w->arcs.count; a++)
        flow[w->arcs.at[a].from] = w->arcs.at[a].flow;
    return ok;
}

/* ---- taking back ---- */

static bool has_days(const struct gp_flow *f, uint32_t row)
{
    for (uint32_t s = f->first_split[row]; s != GP_NONE;
         s = f->p->splits.at[s].next)
        if (f->p->splits.at[s].axis == GP_AXIS_TIME &&
            f->p->splits.at[s].grain == GP_DAY)
            return true;
    return false;
}

bool gp_flow_take_back(struct gp_flow *f, uint32_t from, bool itself)
{
    size_t count = f->m->rows.count;
    bool *in = gp_calloc(f->p->heap, count + 1, sizeof *in), ok = true;
    for (int pass = 0; pass < 2 && ok; pass++)
        for (uint32_t i = from; i < count && ok; i++) {
            struct gp_row *r = &f->m->rows.at[i];
            if (r->kpi != f->m->rows.at[from].kpi)
                break;
            in[i] = i == from ? itself
                              : r->parent == from ||
                                    (r->parent != GP_NONE && in[r->parent]);
            ok = !in[i] || !has_days(f, i);
            int n = f->m->kpis.at[r->kpi].tick_count;
            for (int t = 0; pass == 1 && in[i] && t < n; t++)
                if (!gp_flow_is_given(f, i, t)) {
                    r->at[t] = GP_NO_AMOUNT;
                    r->why[t] = gp_because(GP_WHY_NOTHING, 0);
                }
        }
    gp_free(f->p->heap, in);
    return ok;
}

/* The row that decided another's periods: itself, or the one it is part of. */
static uint32_t decider(const struct gp_flow *f, uint32_t row)
{
    const struct gp_row *r = &f->m->rows.at[row];
    return r->parent != GP_NONE && f->m->cuts.at[r->cut].joined ? r->parent
                                                                : row;
}

/* A way for the row's periods, in `flow`. */
static bool find_way(struct gp_flow *f, uint32_t cut, int tick,
                     const int64_t *want, int64_t *flow)
{
    uint32_t row = f->m->cuts.at[cut].row;
    int n = f->m->kpis.at[f->m->rows.at[row].kpi].tick_count;
    struct net w = {.f = f, .row = row, .cut = cut, .top = tick, .want = want};
    w.nodes = (uint32_t)n;
    bool ok = add_parts(&w, n) && add_own(&w, flow, n);
    gp_vec_fini(f->p->heap, &w.arcs);
    return ok;
}

uint32_t gp_flow_free(struct gp_flow *f, uint32_t cut, int tick)
{
    enum { TIMES = 4 };
    uint32_t row = f->m->cuts.at[cut].row, from = decider(f, row);
    struct gp_row *r = &f->m->rows.at[row];
    int n = f->m->kpis.at[r->kpi].tick_count;
    if (f->freed[row] == TIMES || f->m->cuts.at[cut].columns != NULL)
        return GP_NONE;
    f->freed[row]++;
    int64_t *flow = gp_calloc(f->p->heap, 2 * (size_t)n, sizeof *flow);
    for (int t = 0; t < n; t++)
        flow[n + t] = gp_has(r, t) ? r->at[t] : 0;
    forget_row(f, row);
    bool ok = find_way(f, cut, tick, flow + n, flow) ||
              (forget_parts(f, cut) && find_way(f, cut, tick, flow + n, flow));
    ok = ok && gp_flow_take_back(f, from, from == row);
    for (int t = tick + 1; t < n; t++) {
        if (gp_has(r, t) || !is_below(f, t, tick))
            continue;
        /* Where there is no way, as it was. */
        r->at[t] = ok ? flow[t] : flow[n + t];
        r->why[t] = gp_because(GP_WHY_REMAINDER, GP_NO_FACT);
        if (ok)
            f->found[row * f->given_words + (size_t)t / 64] |= (uint64_t)1
                                                               << t % 64;
    }
    gp_free(f->p->heap, flow);
    return ok ? from : GP_NONE;
}

/* A table within the bounds of its rows: see flow_table.h.  A cell that its
 * proportion puts out of its bounds is given the bound, and the rest is shared
 * anew.  Where that leads nowhere, the table is a network: from each row over
 * its periods, coarse to fine, to the columns; a flow within the bounds is a
 * table within them. */
#include "base/vec.h"
#include "compile/flow/table.h"
#include "model/circulate.h"

void gp_flow_made(struct gp_flow *f, uint32_t row, int tick)
{
    struct gp_made made = {row, tick};
    if (f->logs)
        gp_vec_push(f->p->heap, &f->made, made);
}

void gp_flow_unmake(struct gp_flow *f, size_t mark)
{
    while (f->made.count > mark) {
        const struct gp_made *made = &f->made.at[--f->made.count];
        struct gp_row *r = &f->m->rows.at[made->row];
        r->at[made->tick] = GP_NO_AMOUNT;
        r->why[made->tick] = gp_because(GP_WHY_NOTHING, 0);
    }
}

/* ---- bounds as if stated ---- */

/* What a row has at a tick, or below it. */
static int64_t held(const struct gp_flow *f, const struct gp_row *r, int tick)
{
    if (gp_has(r, tick))
        return r->at[tick];
    int64_t sum = 0;
    for (int i = 0; i < gp_flow_children(f, r, tick); i++)
        sum += held(f, r, f->m->time.ticks[tick].child + i);
    return sum;
}

/* Adds the cells beyond one of the bounds to the pins, the coarse before the
 * fine; the sum of how far. */
static int64_t beyond(const struct gp_table *b, uint32_t row, int tick,
                      bool above, struct gp_pins *pins)
{
    const struct gp_row *r = &b->f->m->rows.at[row];
    const struct gp_bounds *x = &b->f->bounds[row];
    const struct gp_tick *t = &b->f->m->time.ticks[tick];
    int64_t sum = 0;
    if (t->period.grain >= b->grain)
        return 0;
    for (int i = 0; i < gp_flow_children(b->f, r, tick); i++) {
        int child = t->child + i;
        int64_t is = held(b->f, r, child);
        int64_t bound = above ? x->high[child] : x->low[child];
        if (above ? is <= bound : is >= bound) {
            sum += beyond(b, row, child, above, pins);
            continue;
        }
        struct gp_pin pin = {row, child, bound};
        gp_vec_push(b->f->p->heap, pins, pin);
        sum += above ? is - bound : bound - is;
    }
    return sum;
}

void gp_table_pins(const struct gp_table *b, struct gp_pins *pins)
{
    for (uint32_t i = 0; i < b->count; i++) {
        size_t mark = pins->count;
        if (b->f->bounds[b->rows[i]].low == NULL)
            continue;
        /* Of a row the worse side first: the other may come right by it. */
        int64_t over = beyond(b, b->rows[i], b->tick, true, pins);
        size_t middle = pins->count;
        int64_t under = beyond(b, b->rows[i], b->tick, false, pins);
        if (over >= under) {
            pins->count = middle;
            continue;
        }
        for (size_t k = middle; k < pins->count; k++)
            pins->at[mark + k - middle] = pins->at[k];
        pins->count -= middle - mark;
    }
}

/* ---- the network ---- */

struct net {
    const struct gp_table *b;
    struct gp_groups *g;
    GP_VEC(struct gp_arc) arcs;
    GP_VEC(int64_t *) cells; /* by arc: the cell that it carries, or NULL */
    uint32_t nodes;          /* columns come first */
};

static void add_arc(struct net *w, struct gp_arc arc, int64_t *cell)
{
    gp_vec_push(w->b->f->p->heap, &w->arcs, arc);
    gp_vec_push(w->b->f->p->heap, &w->cells, cell);
}

/* What is below a tick and no part of its row of the table. */
static int64_t apart_below(const struct gp_table *b, const struct gp_row *r,
                           int tick)
{
    const struct gp_tick *t = &b->f->m->time.ticks[tick];
    int64_t sum = 0;
    for (int i = 0; i < gp_flow_children(b->f, r, tick); i++) {
        int child = t->child + i;
        if (gp_has(r, child))
            sum += r->at[child];
        else
            sum += b->f->m->time.ticks[child].period.grain < b->grain
                       ? apart_below(b, r, child)
                       : gp_flow_least(b->f, r, child);
    }
    return sum;
}

/* The bounds of an arc, of those of a tick and what is there besides. */
static struct gp_arc bounded(const struct gp_bounds *x, int tick,
                             int64_t besides, uint32_t from, uint32_t to)
{
    struct gp_arc arc = {from, to, x->low[tick] - besides, x->high[tick], 0};
    if (arc.high != GP_ENDLESS)
        arc.high -= besides;
    arc.low = arc.low < 0 ? 0 : arc.low;
    return arc;
}

/* The periods below a tick of one row, down to the columns; the flow. */
static int64_t add_ticks(struct net *w, uint32_t group, int tick, uint32_t from)
{
    const struct gp_table *b = w->b;
    uint32_t id = b->table[w->g->first[group]].row;
    const struct gp_row *r = &b->f->m->rows.at[id];
    const struct gp_bounds *x = &b->f->bounds[id];
    const struct gp_tick *t = &b->f->m->time.ticks[tick];
    int64_t sum = 0;
    for (int i = 0; i < gp_flow_children(b->f, r, tick); i++) {
        int child = t->child + i, c = child - b->child;
        if (gp_has(r, child))
            continue;
        if (b->f->m->time.ticks[child].period.grain < b->grain) {
            size_t at = w->arcs.count;
            uint32_t node = w->nodes++;
            add_arc(w, bounded(x, child, apart_below(b, r, child), from, node),
                    NULL);
            w->arcs.at[at].flow = add_ticks(w, group, child, node);
            sum += w->arcs.at[at].flow;
        } else if ((w->g->open[group] >> c & 1) != 0) {
            int64_t *cell = &w->g->cells[group * (size_t)b->n + (size_t)c];
            struct gp_arc arc = bounded(x, child, gp_flow_least(b->f, r, child),
                                        from, (uint32_t)c);
            arc.flow = *cell;
            sum += *cell;
            add_arc(w, arc, cell);
        }
    }
    return sum;
}

bool gp_groups_mend(const struct gp_table *b, struct gp_groups *g)
{
    struct gp_heap *heap = b->f->p->heap;
    struct net w = {.b = b, .g = g, .nodes = (uint32_t)b->n};
    for (uint32_t i = 0; i < g->count; i++) {
        const struct gp_table_row *r = &b->table[g->first[i]];
        uint32_t node = w.nodes++;
        if (b->f->bounds[r->row].low != NULL) {
            add_ticks(&w, i, r->tick, node);
            continue;
        }
        for (uint32_t c = 0; c < (uint32_t)b->n; c++) {
            int64_t *cell = &g->cells[i * (size_t)b->n + c];
            struct gp_arc arc = {node, c, 0, GP_ENDLESS, *cell};
            if ((g->open[i] >> c & 1) != 0)
                add_arc(&w, arc, cell);
        }
    }
    bool ok = gp_circulate(heap, w.arcs.at, (uint32_t)w.arcs.count, w.nodes);
    for (size_t i = 0; ok && i < w.arcs.count; i++)
        if (w.cells.at[i] != NULL)
            *w.cells.at[i] = w.arcs.at[i].flow;
    gp_vec_fini(heap, &w.arcs);
    gp_vec_fini(heap, &w.cells);
    return ok;
}

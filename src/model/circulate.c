/* See circulate.h. */
#include "model/circulate.h"

#include <string.h>

#define NOWHERE UINT32_MAX

struct network {
    struct gp_arc *arcs;
    uint32_t node_count;
    uint32_t *first, *out; /* by node: its arcs, both ways, in `out` */
    uint32_t *by;          /* by node: the arc on which it was reached */
    uint32_t *queue;
};

static void link(struct gp_heap *heap, struct network *w, uint32_t arc_count)
{
    size_t n = w->node_count;
    w->first = gp_calloc(heap, n + 2, sizeof *w->first);
    w->out = gp_alloc(heap, (2 * (size_t)arc_count + 1) * sizeof *w->out);
    w->by = gp_alloc(heap, (n + 1) * sizeof *w->by);
    w->queue = gp_alloc(heap, (n + 1) * sizeof *w->queue);
    for (uint32_t a = 0; a < arc_count; a++) {
        w->first[w->arcs[a].from + 2]++;
        w->first[w->arcs[a].to + 2]++;
    }
    for (size_t i = 2; i < n + 2; i++)
        w->first[i] += w->first[i - 1];
    for (uint32_t a = 0; a < arc_count; a++) {
        w->out[w->first[w->arcs[a].from + 1]++] = a;
        w->out[w->first[w->arcs[a].to + 1]++] = a;
    }
}

/* How much more an arc can carry away from a node. */
static int64_t room(const struct gp_arc *a, uint32_t node)
{
    int64_t more = a->from == node ? a->high - a->flow : a->flow - a->low;
    return more > 0 ? more : 0;
}

static uint32_t other_end(const struct gp_arc *a, uint32_t node)
{
    return a->from == node ? a->to : a->from;
}

static bool reach(struct network *w, uint32_t from, uint32_t to,
                  uint32_t not_by)
{
    uint32_t head = 0, tail = 0;
    memset(w->by, 0xff, w->node_count * sizeof *w->by);
    w->queue[tail++] = from;
    w->by[from] = not_by;
    while (head < tail) {
        uint32_t node = w->queue[head++];
        for (uint32_t i = w->first[node]; i < w->first[node + 1]; i++) {
            uint32_t a = w->out[i], next = other_end(&w->arcs[a], node);
            if (w->by[next] != NOWHERE || a == not_by ||
                room(&w->arcs[a], node) == 0)
                continue;
            w->by[next] = a;
            if (next == to)
                return true;
            w->queue[tail++] = next;
        }
    }
    return false;
}

/* Sends what one arc lacks (or has too much) along a way round it. */
static bool mend(struct network *w, uint32_t arc)
{
    struct gp_arc *a = &w->arcs[arc];
    bool lacks = a->flow < a->low;
    uint32_t from = lacks ? a->to : a->from, to = lacks ? a->from : a->to;
    int64_t amount = lacks ? a->low - a->flow : a->flow - a->high;
    if (!reach(w, from, to, arc))
        return false;
    for (uint32_t node = to; node != from;) {
        const struct gp_arc *b = &w->arcs[w->by[node]];
        node = other_end(b, node);
        amount = room(b, node) < amount ? room(b, node) : amount;
    }
    for (uint32_t node = to; node != from;) {
        struct gp_arc *b = &w->arcs[w->by[node]];
        node = other_end(b, node);
        b->flow += b->from == node ? amount : -amount;
    }
    a->flow += lacks ? amount : -amount;
    return true;
}

bool gp_circulate(struct gp_heap *heap, struct gp_arc *arcs, uint32_t arc_count,
                  uint32_t node_count)
{
    struct network w = {.arcs = arcs, .node_count = node_count};
    bool ok = true;
    link(heap, &w, arc_count);
    for (uint32_t a = 0; ok && a < arc_count; a++) {
        ok = arcs[a].low <= arcs[a].high;
        while (ok &&
               (arcs[a].flow < arcs[a].low || arcs[a].flow > arcs[a].high))
            ok = mend(&w, a);
    }
    gp_free(heap, w.first);
    gp_free(heap, w.out);
    gp_free(heap, w.by);
    gp_free(heap, w.queue);
    return ok;
}

/*
 * Flows within bounds: whole amounts on the arcs of a network, none below its
 * low or above its high.
 *
 * The flow that is given says what every node takes in and lets out; that
 * stays.  Where an arc is out of its bounds, a path is looked for on which the
 * rest of the network can make up for it, shortest first (L. R. Ford and D. R.
 * Fulkerson, "Flows in Networks", 1962; J. Edmonds and R. M. Karp 1972).
 */
#ifndef GP_MODEL_CIRCULATE_H
#define GP_MODEL_CIRCULATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/heap.h"

struct gp_arc {
    uint32_t from, to;
    int64_t low, high, flow;
};

/* Brings every arc within its bounds; false where no flow of these nodes is
 * within them all: then as many as can be, the earlier first. */
bool gp_circulate(struct gp_heap *heap, struct gp_arc *arcs, uint32_t arc_count,
                  uint32_t node_count);

#endif

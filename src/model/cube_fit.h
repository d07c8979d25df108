/*
 * What cube.c, cube_fit.c and cube_whole.c share: a table on its way from
 * weights to amounts.
 */
#ifndef GP_MODEL_CUBE_FIT_H
#define GP_MODEL_CUBE_FIT_H

#include "model/cube.h"

/* Amounts are counted in steps, fitted ones in parts of a step. */
struct gp_fit {
    struct gp_heap *heap;
    struct gp_cube *cube;
    size_t count;        /* cells */
    int64_t *low, *high; /* what a cell can be at all; the same: it is that */
    int64_t *exact;      /* fitted, in 2^-bits of a step */
    int64_t *before;     /* the same when half of the work was done */
    int bits;
    int64_t *given; /* by box: what layers before gave out, in steps */
    int64_t *fair;  /* ... and should have */
};

struct gp_range {
    int64_t low, high;
};

/* What the sum of a box can be, in steps. */
struct gp_range gp_box_range(const struct gp_cube *cube,
                             const struct gp_box *box);
/* How many cells a box has. */
size_t gp_box_count(const struct gp_cube *cube, const struct gp_box *box);

/* Narrows what cells can be by the sums of boxes; false, with `tight`, where
 * one cannot have its sum. */
bool gp_fit_narrow(struct gp_fit *fit);
/* Fits the weights to all boxes; false where that does not come to an end:
 * then the cells are as near as it came. */
bool gp_fit_shares(struct gp_fit *fit);

/* The same with little work. */
bool gp_fit_near(struct gp_fit *fit);

enum gp_whole_end {
    GP_WHOLE_FOUND,
    GP_WHOLE_NONE,  /* there is no table */
    GP_WHOLE_BROKEN /* none in whole steps was found, or too much work */
};
/* Whole amounts, in steps, into the cube's cells: near the exact shares, each
 * rounded down or up where there is such a table. */
enum gp_whole_end gp_fit_whole(struct gp_fit *fit);
/* Whether there is a table at all, in fractions of a step: looked for from the
 * exact shares on. */
enum gp_whole_end gp_fit_ask(struct gp_fit *fit);

#endif

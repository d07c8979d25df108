/*
 * Tables of several ways: teams by products by periods, by channels too.  Sums
 * are given of boxes of cells: of a team in a quarter over all products, of a
 * product over all teams.  What is looked for are whole amounts, none
 * negative, of which all boxes have their sums.
 *
 *   cube.c        the order of it, and rounding layer by layer
 *   cube_fit.c    exact shares near the weights
 *   cube_whole.c  whole amounts by the simplex method
 *
 * In proportion to their weights the cells are fitted to one box after the
 * other until all fit (W. E. Deming and F. F. Stephan 1940).  A table of three
 * ways has no controlled rounding in general (L. H. Cox 1987 is for two); here
 * layer after layer is rounded so that what has been given out up to it is its
 * exact share rounded down or up: a table of two ways each time, which there
 * always is a way for, as long as no cell would have to be negative.  So each
 * cell is its share rounded down or up where that is possible, and else less
 * than two steps from it; the sums are exact.  Where that does not come out,
 * and for other tables, whole amounts near the shares are looked for by the
 * simplex method, which also knows when there are none.
 */
#ifndef GP_MODEL_CUBE_H
#define GP_MODEL_CUBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/heap.h"

#define GP_CUBE_ALL UINT32_MAX
#define GP_CUBE_ENDLESS (INT64_MAX / 4)

/* Ways of a table.  One of three has rows, columns and layers. */
enum { GP_CUBE_ROWS, GP_CUBE_COLUMNS, GP_CUBE_LAYERS, GP_CUBE_WAYS = 8 };

/* Neighbours along one way. */
struct gp_slice {
    uint32_t first, count;
};

/* The cells that are in a slice of each way. */
struct gp_box {
    struct gp_slice at[GP_CUBE_WAYS];
    int64_t low, high; /* their sum; mostly both are the same */
};

enum gp_cube_end {
    GP_CUBE_FILLED,
    GP_CUBE_CANNOT, /* `tight` cannot have its sum, whatever the others do */
    GP_CUBE_NONE,   /* there is no table, though no box alone says so */
    GP_CUBE_LOST,   /* no table was found */
    GP_CUBE_COARSE  /* none of these steps: finer ones may do */
};

struct gp_cube {
    int ways;                    /* the last one are the layers */
    uint32_t size[GP_CUBE_WAYS]; /* of each */
    struct gp_box *boxes;
    size_t box_count;
    int64_t *cells; /* the last way varies fastest: weights, then amounts */
    int64_t step;   /* divides all sums */
    /* Of CANNOT: a box, and what its cells can be by all the others. */
    size_t tight;
    int64_t least, most;
};

/* A box of a table of three ways: one row, column (or ALL), some layers. */
struct gp_box gp_box_of(const struct gp_cube *cube, uint32_t row,
                        uint32_t column, uint32_t layer, uint32_t count);
size_t gp_cube_count(const struct gp_cube *cube);
/* Gives the cells their amounts; where it does not, what they hold is of no
 * use. */
enum gp_cube_end gp_cube_fill(struct gp_heap *heap, struct gp_cube *cube);
/* A walk over the cells of a box. */
struct gp_walk {
    uint32_t at[GP_CUBE_WAYS];
    size_t cell;
};

bool gp_walk_first(const struct gp_cube *cube, const struct gp_box *box,
                   struct gp_walk *walk);
bool gp_walk_next(const struct gp_cube *cube, const struct gp_box *box,
                  struct gp_walk *walk);
#define GP_FOR_CELLS(u, b, w) \
    for (bool more_ = gp_walk_first(u, b, &(w)); more_; \
         more_ = gp_walk_next(u, b, &(w)))

/* Cells that are in just the same boxes are of one class: by cell; to be freed.
 * What the boxes hold says nothing of one that it does not say of the whole
 * class. */
uint32_t *gp_cube_classes(struct gp_heap *heap, const struct gp_cube *cube,
                          size_t *count);
/* Only whether there is a table: FILLED, CANNOT, NONE, or LOST where that was
 * too much work to tell.  FILLED may be off by the last part of a step.  The
 * weights stay. */
enum gp_cube_end gp_cube_ask(struct gp_heap *heap, struct gp_cube *cube);

#endif

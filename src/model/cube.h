/*
 * Tables of three ways: teams by products by periods.  Sums are given of boxes
 * of cells: of a team in a period over all products, of a product in a quarter
 * over all teams, of a team's product over the year.  What is looked for are
 * whole amounts, none negative, of which all boxes have their sums.
 *
 * In proportion to their weights the cells are fitted to one box after the
 * other until all fit (W. E. Deming and F. F. Stephan 1940).  A table of three
 * ways has no controlled rounding in general (L. H. Cox 1987 is for two); here
 * layer after layer is rounded so that what has been given out up to it is its
 * exact share rounded down or up: a table of two ways each time, which there
 * always is a way for, as long as no cell would have to be negative.  So each
 * cell is its share rounded down or up where that is possible, and else less
 * than two steps from it; the sums are exact.
 */
#ifndef GP_MODEL_CUBE_H
#define GP_MODEL_CUBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/heap.h"

#define GP_CUBE_ALL UINT32_MAX

/* The cells of one row (or of all), one column (or all), some layers. */
struct gp_box {
    uint32_t row, column;
    uint32_t first, count; /* layers */
    int64_t low, high;     /* its sum; mostly both are the same */
};
#define GP_CUBE_ENDLESS (INT64_MAX / 4)

enum gp_cube_end {
    GP_CUBE_FILLED,
    GP_CUBE_CANNOT, /* `tight` cannot have its sum, whatever the others do */
    GP_CUBE_LOST,   /* no table was found */
    GP_CUBE_COARSE  /* none of these steps: finer ones may do */
};

struct gp_cube {
    uint32_t rows, columns, layers;
    struct gp_box *boxes;
    size_t box_count;
    int64_t *cells; /* [(row * columns + column) * layers + layer]: weights,
                     * then the amounts */
    int64_t step;   /* divides all sums */
    /* Of CANNOT: a box, and what its cells can be by all the others. */
    size_t tight;
    int64_t least, most;
};

enum gp_cube_end gp_cube_fill(struct gp_heap *heap, struct gp_cube *cube);

#endif

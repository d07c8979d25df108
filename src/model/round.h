/*
 * Controlled rounding: integers that are each their exact share rounded down
 * or up, and that sum exactly, along one axis or along both at once.
 *
 * One axis: the largest remainders get what is left (Hamilton); of equal ones
 * the earlier.  Two axes: L. H. Cox, "A constructive procedure for unbiased
 * controlled rounding", JASA 82 (1987), here without chance: rows in order,
 * each rounding up where the remainder and what earlier rows left undone are
 * largest, then alternating paths until every column is right.
 */
#ifndef GP_MODEL_ROUND_H
#define GP_MODEL_ROUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/heap.h"
#include "base/rational.h"

/* Columns of a table are bits of a mask. */
enum { GP_MAX_COLUMNS = 64 };

/* The step to round by so that sums can hold: `step` itself where it divides
 * every total, else a tenth, a hundredth, ... of it, at last 1. */
int64_t gp_round_step(int64_t step, const int64_t *totals, size_t count);

/* Shares of `total` in proportion to the weights (not negative, their sum
 * positive and within 64 bits), in multiples of `step`, which divides the
 * total.  A weight of 0 gets 0. */
void gp_round_shares(struct gp_heap *heap, int64_t total, int64_t step,
                     const int64_t *weights, size_t count, int64_t *out);

/* A table of `rows` x `columns` whose cell is rows[r] * columns[c] / total:
 * ups[r] gets the mask of the columns that are rounded up.  Row sums and
 * column sums, both not negative, have the same total, which is positive;
 * all are multiples of `step`. */
void gp_round_table(struct gp_heap *heap, const int64_t *rows, size_t row_count,
                    const int64_t *columns, size_t column_count, int64_t step,
                    uint64_t *ups);
/* The cell that goes with a mask. */
int64_t gp_round_cell(int64_t row, int64_t column, int64_t total, int64_t step,
                      bool up);

/* A table with holes: cells[r * column_count + c] is fixed where `open` has
 * no bit c in row r (and counts in no sum here); the others are to sum to
 * rows[r] and columns[c], near prior[r * column_count + c] in proportion.
 * False where no such table exists; the cells are then undefined. */
bool gp_round_pattern(struct gp_heap *heap, const int64_t *rows,
                      size_t row_count, const int64_t *columns,
                      size_t column_count, int64_t step, const uint64_t *open,
                      const int64_t *prior, int64_t *cells);

#endif

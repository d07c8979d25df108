/*
 * Unknowns between bounds, and sums of them between others: phase one of the
 * simplex method (G. B. Dantzig 1951) brings all of them between theirs, or
 * tells that nothing does.
 *
 * A sum is an unknown like the others, so the system is homogeneous: what is
 * basic is a sum of what is not.  The numbers stay whole: all of them are
 * minors of the system, over one common divisor (J. Edmonds 1967).  For sums of
 * two ways (rows and columns) that is always 1, and mostly it is for those of
 * three.  R. G. Bland's rule (1977) brings it to an end.
 */
#ifndef GP_MODEL_SIMPLEX_H
#define GP_MODEL_SIMPLEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/heap.h"
#include "base/rational.h"

enum gp_simplex_end {
    GP_SIMPLEX_FOUND,
    GP_SIMPLEX_NONE,  /* nothing is between all bounds */
    GP_SIMPLEX_BROKEN /* too much work, or a number that does not fit */
};

struct gp_simplex {
    struct gp_heap *heap;
    size_t rows, unknowns; /* sums; what they are of */
    int64_t *low, *high;   /* by unknown, then by sum */
    /* The rest is its own. */
    size_t columns, stride; /* those still moving */
    int64_t *at;            /* rows x stride, times the divisor */
    int64_t divisor;
    uint32_t *basic, *other; /* by row, by column: an unknown or a sum */
    int64_t *value;          /* by column */
    gp_i128 *level;          /* by row, times the divisor */
    int64_t *slope;          /* by column: how much less is lacking */
    signed char *sided;      /* by row: on which side it is in the slopes */
    uint32_t *used;          /* columns of the pivot's row: scratch */
    int64_t *along;          /* by row: the column at hand, side by side */
    int64_t work;
    bool fits;
};

/* Room for so many; false where they are too many.  Bounds are 0 and 0 until
 * they are set.  To be freed in any case. */
bool gp_simplex_start(struct gp_simplex *x, struct gp_heap *heap, size_t rows,
                      size_t unknowns);
/* An unknown is part of a sum: before it begins. */
void gp_simplex_add(struct gp_simplex *x, size_t row, size_t unknown);
/* Where the unknowns are, to begin with: whole amounts between their bounds. */
void gp_simplex_begin(struct gp_simplex *x, const int64_t *values);
/* From where it is; bounds of unknowns may have changed since, as far as those
 * that are not basic stay between them. */
enum gp_simplex_end gp_simplex_solve(struct gp_simplex *x);
/* The row of an unknown that has come out broken, SIZE_MAX without one; and
 * the whole amount below it. */
size_t gp_simplex_broken(const struct gp_simplex *x, uint32_t *unknown,
                         int64_t *below);
/* What all unknowns are, where none is broken. */
void gp_simplex_values(const struct gp_simplex *x, int64_t *out);
void gp_simplex_free(struct gp_simplex *x);

#endif

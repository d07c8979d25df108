/*
 * Tables of three ways, solved exactly but without regard to proportions: for
 * the rare ones on which fitting does not come to an end.  Phase one of the
 * simplex method (G. B. Dantzig 1951) with fractions; R. G. Bland's rule (1977)
 * brings it to an end.  Bounded in size and work.
 */
#ifndef GP_MODEL_CUBE_EXACT_H
#define GP_MODEL_CUBE_EXACT_H

#include "base/rational.h"
#include "model/cube.h"

/* Finds amounts, in steps, of which all boxes have their sums, each cell from
 * its `low` on (those whose `high` is the same are just that).  False where
 * there are none, where the table is too large, or where fractions do not
 * fit. */
bool gp_cube_solve(struct gp_heap *heap, const struct gp_cube *cube,
                   const int64_t *low, const int64_t *high, struct gp_rat *out);

#endif

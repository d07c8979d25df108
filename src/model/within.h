/*
 * What a target that does not sum (a floor, a level, a rate, a milestone) is
 * in a period that is no cell: a day, a week, any range.
 */
#ifndef GP_MODEL_WITHIN_H
#define GP_MODEL_WITHIN_H

#include "model/model.h"

/* It holds all through the month (or piece of a week) that the period ends
 * in; a milestone is of the period that has the month's end.  False where
 * there is none: what a formula worked out of a month's sums is no target of
 * its days, and active customers of a month are none of its weeks. */
bool gp_row_within(const struct gp_model *model, const struct gp_row *row,
                   const struct gp_period *period, int64_t *out);

#endif

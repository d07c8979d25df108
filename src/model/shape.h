/*
 * Shapes: in what proportion a period's parts stand, from the splits that say
 * so, or by what is built in: halves, quarters and months even, weeks and
 * days by workdays.  A grain without a split of its own is the sum of the
 * finer one that has.
 */
#ifndef GP_MODEL_SHAPE_H
#define GP_MODEL_SHAPE_H

#include "model/model.h"

/* A vector's weights together stay below this, so that sums of them fit. */
#define GP_MAX_WEIGHT ((int64_t)1 << 40)

/* The weights of the children of a tick (tick->child ...); `shapes` may be
 * NULL.  Their sum is positive.  *used is the shape that decided, or NULL for
 * what is built in. */
void gp_shape_ticks(const struct gp_model *model,
                    const struct gp_shapes *shapes, int tick, int64_t *weights,
                    const struct gp_shape **used);
/* The weights of the days of a span, one a day. */
void gp_shape_days(const struct gp_model *model, const struct gp_shapes *shapes,
                   struct gp_span_days span, int64_t *weights,
                   const struct gp_shape **used);

/* Whether one of the shapes divides into periods of a grain, or into finer
 * ones, whose sums these are. */
bool gp_shapes_speak(const struct gp_shapes *shapes, enum gp_grain grain);
/* Those that say how a row lies over days, or over parts of a day: its own,
 * the nearest above, the KPI's; NULL where nothing is said. */
const struct gp_shapes *gp_shapes_of(const struct gp_model *model,
                                     const struct gp_row *row,
                                     enum gp_grain grain);

#endif

/*
 * Expressions over measures: KPI formulas and the conditions of rules.  Three
 * valued: what rests on a missing value is unknown (none), unless the rest
 * decides (`false and unknown` is false).  Truth is 1, falsehood 0.
 */
#ifndef GP_TRACK_EVAL_H
#define GP_TRACK_EVAL_H

#include "track/track.h"

struct gp_value gp_eval(struct gp_track *track, uint32_t expr, uint32_t scope,
                        const struct gp_period *period);
/* A KPI's formula with every part's `measure` (TARGET, ACTUAL or TO_DATE) in
 * the place of its actual. */
struct gp_value gp_eval_formula(struct gp_track *track, uint32_t expr,
                                enum gp_measure measure, uint32_t scope,
                                const struct gp_period *period);
/* Unknown is not true. */
static inline bool gp_value_is_true(struct gp_value v)
{
    return v.has && v.value.num != 0;
}
/* The measures that a condition rests on, with their values:
 * "deviation(sales) = -20%". */
const char *gp_eval_arithmetic(struct gp_track *track, struct gp_arena *arena,
                               uint32_t expr, uint32_t scope,
                               const struct gp_period *period);
/* Whether the expression, or a formula below it, names a KPI for which
 * `ask` says yes. */
bool gp_eval_names(const struct gp_model *model, uint32_t expr,
                   bool (*ask)(void *context, uint32_t kpi), void *context);

#endif

/*
 * The most that a person can do: capacity visits 5 per workday.  What a team
 * says holds for each of its persons who says nothing; what stands alone, for
 * everybody.  Somebody has capacity while there, newcomer or not.
 */
#ifndef GP_MODEL_CAPACITY_H
#define GP_MODEL_CAPACITY_H

#include "model/model.h"

/* Adds one; where its KPI and scope have one already, that one instead. */
const struct gp_capacity *gp_capacity_add(struct gp_model *model,
                                          const struct gp_capacity *capacity);
/* The capacity that holds for a scope in a KPI, or NULL. */
const struct gp_capacity *gp_capacity_of(const struct gp_model *model,
                                         uint32_t scope, uint32_t kpi);
/* What comes together in some days, in amounts of the KPI: its amount times
 * the units of time that the scope is there; *units is how many. */
struct gp_rat gp_capacity_in(const struct gp_model *model,
                             const struct gp_capacity *capacity, uint32_t scope,
                             struct gp_span_days days, struct gp_rat *units);
/* "workday", "month" */
const char *gp_capacity_unit(const struct gp_capacity *capacity, bool many);

#endif

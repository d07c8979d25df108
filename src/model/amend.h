/*
 * The plan as it is amended up to a day: a view of a model, in which the rows
 * that amendments changed have their later cells.  Everything that reads a
 * model reads a view alike; the original is its `original`.
 */
#ifndef GP_MODEL_AMEND_H
#define GP_MODEL_AMEND_H

#include "model/model.h"

/* How many amendments are in force on a day; GP_NO_DATE: all. */
size_t gp_amends_until(const struct gp_model *model, gp_date as_of);
/* A view of the first `count` amendments.  It shares everything but its rows
 * and its arena with the model, which must outlive it. */
void gp_view_init(struct gp_model *view, const struct gp_model *model,
                  size_t count);
void gp_view_fini(struct gp_model *view);
/* The cells of a row in the original plan; its own where this is no view. */
const struct gp_row *gp_original_row(const struct gp_model *model,
                                     uint32_t row);
/* The amendment in force that last said or changed something of a KPI, or
 * NULL. */
const struct gp_amend *gp_amend_of_fact(const struct gp_model *model,
                                        uint32_t fact,
                                        const struct gp_amended **cell);

#endif

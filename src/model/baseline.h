/* A target against what its cell was before: the finding `stretch`. */
#ifndef GP_MODEL_BASELINE_H
#define GP_MODEL_BASELINE_H

#include "model/model.h"

/* Finds a target outside the band around what was (in units, above zero). */
void gp_baseline_check(const struct gp_model *model,
                       const struct gp_baseline *baseline, struct gp_rat was,
                       struct gp_findings *findings);
/* There is nothing that the baseline could be taken from. */
void gp_baseline_lacks(const struct gp_model *model,
                       const struct gp_baseline *baseline,
                       struct gp_span_days days, struct gp_findings *findings);

#endif

/* The target of a row in any period, whatever way it adds up. */
#ifndef GP_REPORT_TARGET_H
#define GP_REPORT_TARGET_H

#include "model/days.h"
#include "report/tree.h"

/* Whether the row's periods sum: all but floors, ceilings, levels, formulas
 * and the like. */
bool gp_target_sums(const struct gp_model *model, const struct gp_row *row);
/* False where it has none.  The period may be cut. */
bool gp_target_value(struct gp_days *days, const struct gp_model *model,
                     uint32_t row, const struct gp_period *period,
                     int64_t *out);
/* The targets of all days of a span, GP_NO_AMOUNT where there is none; false
 * where no day has one. */
bool gp_target_days(struct gp_days *days, const struct gp_model *model,
                    uint32_t row, struct gp_span_days span, int64_t *out);
/* A scope's title; of what has no name of its own "(reserve)", "(gap)",
 * "(overlay)". */
const char *gp_target_title(const struct gp_model *model, uint32_t scope,
                            bool chinese);
/* An amount of the KPI as a cell; none for GP_NO_AMOUNT.  Of a milestone
 * people read a word: done, not yet. */
struct gp_cell gp_target_cell(const struct gp_model *model, uint32_t kpi,
                              int64_t amount, bool chinese);

#endif

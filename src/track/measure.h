/*
 * The measures of a cell (a KPI, of a scope, in a period) as of the track's
 * date.  A period that the plan's ends cut counts for the days inside.
 *
 *   attainment = actual / target, also where lower is better: 90% of a cost
 *                ceiling spent is 90%; status, shortfall and rank turn round;
 *                of a target below zero only where lower is better (90% of
 *                a saving): 120% of a planned loss is no attainment
 *   deviation  = (actual - target) / |target|: its sign is the variance's
 *   shortfall  = what is missing to the target, or too much of it; never < 0
 *   to_date    = the target's own curve up to the date; of a milestone what is
 *                due by then
 *   pace       = actual / to_date
 *   forecast   = target * pace; of a finished period its actual; of a
 *                milestone that is not there yet nothing
 *   required   = what is left per workday left; none where no day is left
 *   growth     = actual / actual of a period before - 1; of a running period
 *                against the same part of the one before
 *   rank       = among siblings, by attainment; 1 is best, equals share
 *
 * A formula is worked out of the sums of its parts, for targets as well where
 * none is stated.  What is copied (floors, ceilings, levels) has no curve: of
 * a flow, to_date is the part of the workdays gone by; else the target.
 */
#ifndef GP_TRACK_MEASURE_H
#define GP_TRACK_MEASURE_H

#include "track/track.h"

enum gp_standing {
    GP_STANDING_NONE, /* nothing to reach, or not begun */
    GP_STANDING_NO_DATA,
    GP_STANDING_MET, /* finished */
    GP_STANDING_MISSED,
    GP_STANDING_AHEAD, /* running: at or above the curve */
    GP_STANDING_BEHIND
};

struct gp_value gp_measure(struct gp_track *track, enum gp_measure measure,
                           uint32_t kpi, uint32_t scope,
                           const struct gp_period *period);
/* The same for days that the plan does not cut: for formulas, whose growth
 * looks back behind the plan. */
struct gp_value gp_measure_uncut(struct gp_track *track,
                                 enum gp_measure measure, uint32_t kpi,
                                 uint32_t scope,
                                 const struct gp_period *period);
/* `back`: a GP_YEAR, GP_HALF, GP_QUARTER, GP_MONTH, GP_WEEK or GP_DAY ago. */
struct gp_value gp_measure_growth(struct gp_track *track, uint32_t kpi,
                                  uint32_t scope,
                                  const struct gp_period *period,
                                  enum gp_grain back);
/* The same as gp_measure's GP_M_RANK, for a period that is cut already. */
struct gp_value gp_measure_rank(struct gp_track *track, uint32_t kpi,
                                uint32_t scope, const struct gp_period *period);
enum gp_standing gp_measure_status(struct gp_track *track, uint32_t kpi,
                                   uint32_t scope,
                                   const struct gp_period *period);
/* "", "no-data", "met", "missed", "ahead", "behind" */
const char *gp_standing_name(enum gp_standing standing);
/* The days that growth compares with, the part of a running period that has
 * gone by being moved back; false where the period has not begun. */
bool gp_measure_base(const struct gp_track *track,
                     const struct gp_period *period, enum gp_grain back,
                     struct gp_period *out);
/* What happened in any span of days, in the plan or not. */
struct gp_value gp_measure_actual(struct gp_track *track, uint32_t kpi,
                                  uint32_t scope, struct gp_span_days span);
/* Less is better here: of the KPI, or a ceiling. */
bool gp_measure_is_lower(const struct gp_model *model, uint32_t kpi,
                         uint32_t scope);
/* Whether less of an attainment is better: where lower is, but not of a
 * saving, a target below zero. */
bool gp_measure_turns(struct gp_track *track, uint32_t kpi, uint32_t scope,
                      const struct gp_period *period);
/* "attainment" */
const char *gp_measure_name(enum gp_measure measure);
/* Whether the measure is a ratio whatever the KPI: attainment, deviation,
 * pace. */
bool gp_measure_is_ratio(enum gp_measure measure);
/* The value as findings show it: 1,200 as the plan writes it, -20%. */
const char *gp_measure_show(struct gp_arena *arena,
                            const struct gp_model *model,
                            enum gp_measure measure, uint32_t kpi,
                            struct gp_value value);

#endif

/*
 * The pictures and key figures that several reports have, as data: see
 * figure.h.  What has nothing to show adds nothing.
 */
#ifndef GP_REPORT_FIGURES_H
#define GP_REPORT_FIGURES_H

#include "report/figure.h"
#include "report/report.h"
#include "track/measure.h"

/* What a report's pictures are of: the scope asked for, else the root; the
 * first KPI asked for that has something to reach there; where none was, the
 * one that means sales, else the first result.  False where there is none. */
bool gp_build_focus(const struct gp_builder *builder, uint32_t *kpi,
                    uint32_t *scope);
/* Attainment, against the curve to date, forecast, gap. */
void gp_build_cards(struct gp_builder *builder, uint32_t kpi, uint32_t scope,
                    const struct gp_period *period);
/* Target, actual and forecast along the selection's days, added up where the
 * KPI sums. */
void gp_build_trend(struct gp_builder *builder, uint32_t kpi, uint32_t scope);
/* Attainment of the people below a team, else of its parts. */
void gp_build_people(struct gp_builder *builder, uint32_t kpi, uint32_t team,
                     const struct gp_period *period);
/* Each division of the scope's target: by team, by product, ... */
void gp_build_shares(struct gp_builder *builder, uint32_t kpi, uint32_t scope);
/* The team tree below the scope; `period` NULL: targets of the plan alone. */
void gp_build_tree(struct gp_builder *builder, uint32_t kpi, uint32_t scope,
                   const struct gp_period *period);
void gp_build_stages(struct gp_builder *builder, const struct gp_funnel *funnel,
                     uint32_t scope, const struct gp_period *period);
/* Day targets and actuals of a span, at most a year of it. */
void gp_build_heat(struct gp_builder *builder, uint32_t kpi, uint32_t scope,
                   struct gp_span_days span);

/* ---- for these files ----------------------------------------------------- */

/* "Sales, Acme": the KPI and scope, behind a word for the picture. */
const char *gp_build_caption(const struct gp_builder *builder,
                             const char *english, const char *chinese,
                             uint32_t kpi, uint32_t scope);
enum gp_cell_status gp_build_standing(enum gp_standing standing);

#endif

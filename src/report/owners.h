/*
 * What the reports by owner share: who has a row, how scopes, amounts and
 * periods are written in a text, and which periods are meant.
 */
#ifndef GP_REPORT_OWNERS_H
#define GP_REPORT_OWNERS_H

#include "report/report.h"

/* The owner; of what is cut to a product also that: "Wang [3C]"; of what is
 * held back "(reserve) two open positions"; of an overlay "Wang (overlay)". */
const char *gp_build_who(const struct gp_builder *builder, uint32_t scope);
/* The same as a cell, and company/east/(reserve) as one: what is held back has
 * its English name for programs, whatever people read. */
struct gp_cell gp_build_who_cell(const struct gp_builder *builder,
                                 uint32_t scope);
struct gp_cell gp_build_scope_cell(const struct gp_builder *builder,
                                   uint32_t scope);
/* What people read, and what programs do where that is something else. */
struct gp_cell gp_build_named_cell(const char *people, const char *programs);
/* Who it is behind the scope's own name, where they differ: "East (Wang)". */
const char *gp_build_scope_who(const struct gp_builder *builder,
                               uint32_t scope);
/* Whether a scope can have a row of its own in a report by owner: of the team
 * tree or held back there, asked for, and there in the period.  Parts by
 * product and the like are listed where one of them was asked for. */
bool gp_build_is_listed(const struct gp_builder *builder, uint32_t scope,
                        const struct gp_period *period);
/* Whether it has a target of the KPI in the period, or anything came in; a
 * milestone only where it is due. */
bool gp_build_has(const struct gp_builder *builder, uint32_t kpi,
                  uint32_t scope, const struct gp_period *period);
/* Missed, or behind on the way. */
bool gp_build_is_under(const struct gp_builder *builder, uint32_t kpi,
                       uint32_t scope, const struct gp_period *period);

/* The periods of a grain in --in; without it the one of the as-of date. */
const struct gp_period *gp_build_periods(struct gp_builder *builder,
                                         enum gp_grain grain, size_t *count);
/* The last period of a grain that has ended by the as-of date, or the first
 * one; --in goes before. */
struct gp_period gp_build_last_period(const struct gp_builder *builder,
                                      enum gp_grain grain);
/* "Jul", "7月"; of fiscal weeks, or with years, "2026-07". */
const char *gp_build_month(const struct gp_builder *builder,
                           const struct gp_period *month);
/* A value inside a text, in the unit asked for: "2,000万", "95%". */
const char *gp_build_say(const struct gp_builder *builder,
                         const struct gp_cell *cell);
/* The targets of the parts of a stretch: "Q1 200万 / Q2 240万"; NULL where
 * there is none.  A month is called as above. */
const char *gp_build_parts(struct gp_builder *builder, uint32_t kpi,
                           uint32_t scope, const struct gp_span_days *span,
                           enum gp_grain grain);
/* "what, Acme, 2026-07" */
const char *gp_build_heading(const struct gp_builder *builder, const char *what,
                             const char *more, const struct gp_period *period);
/* The key of a table: "sales", or with its period "sales_2026-W29". */
const char *gp_build_key(const struct gp_builder *builder, const char *key,
                         const struct gp_period *period, bool alone);

/* Adds a column for a KPI: by its meaning, among the meanings from `first` to
 * `last`, else by its display name.  A column that is there already is never
 * doubled. */
void gp_build_kpi_column(struct gp_builder *builder, struct gp_table *table,
                         uint32_t kpi, enum gp_heading_id first,
                         enum gp_heading_id last);
/* The meaning of a KPI between two headings, or GP_HEADING_COUNT. */
enum gp_heading_id gp_build_meaning(const struct gp_model *model, uint32_t kpi,
                                    enum gp_heading_id first,
                                    enum gp_heading_id last);

#endif

/*
 * The reports: a row of a table in report.c and a builder in a file of its
 * own.  A builder makes the format-neutral tree of tree.h from the track (a
 * plan, what happened, a day) and a selection of cells.
 */
#ifndef GP_REPORT_REPORT_H
#define GP_REPORT_REPORT_H

#include "report/headings.h"
#include "report/select.h"
#include "report/tree.h"
#include "track/track.h"

/* What a builder works with. */
struct gp_builder {
    struct gp_track *track;
    struct gp_track *original; /* before amendments; NULL where none counts */
    const struct gp_model *model;
    struct gp_selection *sel;
    struct gp_report *report;
    struct gp_arena *arena; /* of the report */
    bool chinese;
    bool sparing;     /* one of many: nothing that nobody looks for */
    const char *unit; /* of amounts inside texts; NULL: plain digits */
};

struct gp_report_kind {
    const char *name; /* "follow-up" */
    enum gp_heading_id title;
    const char *help; /* a line: what it is for */
    /* NULL, or a sentence why there is no such report. */
    const char *(*build)(struct gp_builder *builder);
    /* Streams CSV in a form of its own; NULL: the tree's. */
    void (*csv)(struct gp_builder *builder, bool bom, struct gp_out *out);
};

/* NULL where there is none of that name. */
const struct gp_report_kind *gp_report_kind_find(const char *name);
/* The reports in order; NULL behind the last. */
const char *gp_report_kind_name(size_t index);
const char *gp_report_kind_help(size_t index);
/* Whether a person alone can have a page of it, not only teams. */
bool gp_report_kind_is_personal(size_t index);

/* How one is made. */
struct gp_report_look {
    const char *format;
    const struct gp_render_options *looks;
    bool chinese;
    const char *home; /* the page of all pages; NULL: it stands alone */
    /* Where not NULL: words of no use to the report are passed over, and
     * what has nothing to show is not written, and told. */
    bool *empty;
};

/* NULL, or a sentence why not (the model's). */
const char *gp_report_make(const struct gp_report_kind *kind,
                           struct gp_track *track,
                           struct gp_selection *selection,
                           const struct gp_report_look *look,
                           struct gp_out *out);
/* Builds and renders; NULL, or a sentence why not (the model's). */
const char *gp_report_write(const struct gp_report_kind *kind,
                            struct gp_track *track,
                            struct gp_selection *selection, const char *format,
                            const struct gp_render_options *looks, bool chinese,
                            struct gp_out *out);

/* ---- for the builders ---------------------------------------------------- */

const char *gp_build_follow_up(struct gp_builder *builder);
void gp_build_follow_up_csv(struct gp_builder *builder, bool bom,
                            struct gp_out *out);
const char *gp_build_team(struct gp_builder *builder);
const char *gp_build_decomposition(struct gp_builder *builder);
const char *gp_build_duties(struct gp_builder *builder);
const char *gp_build_funnel(struct gp_builder *builder);
const char *gp_build_actions(struct gp_builder *builder);
const char *gp_build_scorecard(struct gp_builder *builder);
const char *gp_build_comparison(struct gp_builder *builder);
const char *gp_build_dashboard(struct gp_builder *builder);
/* A table of the duties that are overdue or due within a month. */
void gp_build_open_duties(struct gp_builder *builder);
const char *gp_build_overview(struct gp_builder *builder);
const char *gp_build_weekly(struct gp_builder *builder);
const char *gp_build_daily(struct gp_builder *builder);
const char *gp_build_monthly(struct gp_builder *builder);
const char *gp_build_personal(struct gp_builder *builder);
const char *gp_build_retrospective(struct gp_builder *builder);
const char *gp_build_store(struct gp_builder *builder);
const char *gp_build_agenda(struct gp_builder *builder);

/* A sentence for each amendment in force: what it changed, and from what. */
void gp_amended_notes(struct gp_report *report,
                      const struct gp_selection *selection, bool chinese);
/* The subtitle of a report that is of the plan, not of what happened: the day
 * stands there only where it was asked for. */
void gp_build_of_plan(struct gp_builder *builder, const char *what);
void gp_build_column(struct gp_builder *builder, struct gp_table *table,
                     enum gp_heading_id id, enum gp_align align);
/* Several that follow one another in headings.def: a `<` or `>` each, for
 * where it is aligned. */
void gp_build_columns(struct gp_builder *builder, struct gp_table *table,
                      enum gp_heading_id first, const char *aligns);
/* The one period of a report: --in, or the month of the as-of date; cut to
 * the plan. */
struct gp_period gp_build_period(const struct gp_builder *builder);
/* Who answers for a scope: its own owner, else a person itself; NULL where
 * nobody does. */
const char *gp_build_owner(const struct gp_model *model, uint32_t scope);
/* A value of the KPI's kind, rounded to its digits; a ratio stays exact. */
struct gp_cell gp_build_value(const struct gp_builder *builder, uint32_t kpi,
                              struct gp_value value);
struct gp_cell gp_build_measure(const struct gp_builder *builder,
                                enum gp_measure measure, uint32_t kpi,
                                uint32_t scope, const struct gp_period *period);
/* What the forecast leaves of a target: never below zero, of a ceiling what is
 * above it; no value of a milestone. */
struct gp_value gp_build_gap(const struct gp_builder *builder, uint32_t kpi,
                             uint32_t scope, struct gp_value target,
                             struct gp_value forecast);
/* A ratio of any kind: attainment, growth. */
struct gp_cell gp_build_ratio(struct gp_value value);
/* The attainment with its standing as status. */
struct gp_cell gp_build_attainment(const struct gp_builder *builder,
                                   uint32_t kpi, uint32_t scope,
                                   const struct gp_period *period);
struct gp_cell gp_build_text(const char *text); /* NULL: no value */
/* Whether an action is of the scopes and KPIs asked for, and not over before
 * the period or only after. */
bool gp_build_is_asked(const struct gp_builder *builder,
                       const struct gp_task *task);
bool gp_build_is_asked_kpi(const struct gp_builder *builder, uint32_t kpi);
/* Whether a record is of a period: says so, or was written in it. */
bool gp_build_is_of(const struct gp_builder *builder,
                    const struct gp_record *record,
                    const struct gp_period *period);
/* The part of the records about a scope and period ("; " between several),
 * of the KPI or of no KPI; NULL where there is none. */
const char *gp_build_record(const struct gp_builder *builder,
                            enum gp_record_part part, uint32_t kpi,
                            uint32_t scope, const struct gp_period *period);
/* Why a target was missed, as it was recorded: the cause, else a problem. */
const char *gp_build_reason(const struct gp_builder *builder, uint32_t kpi,
                            uint32_t scope, const struct gp_period *period);
/* `one` behind what there is: "all; one".  Each may be NULL. */
const char *gp_build_join(const struct gp_builder *builder, const char *all,
                          const char *one);

#endif

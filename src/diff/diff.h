/*
 * What changed in meaning between two evaluated plans: a report like any
 * other.  Both are of one session.
 *
 *   diff.c    the sections, in order, and the line that sums them up
 *   pair.c    which KPI, scope and period of one plan is which of the other
 *   cells.c   targets, each with why it is another
 *   scopes.c  teams, people and owners
 *   said.c    everything else that the plans say: KPIs, rules, calendars
 *   dates.c   when reviews are held
 */
#ifndef GP_DIFF_DIFF_H
#define GP_DIFF_DIFF_H

#include "model/said.h"
#include "report/report.h"

/* One of the two plans. */
struct gp_diff_side {
    struct gp_model *model;
    struct gp_said_list said;
};

struct gp_diff {
    struct gp_sources *sources; /* of both plans */
    struct gp_diff_side old, new;
    struct gp_select_words words; /* which cells; `by` NULL: the coarsest
                                   * that tell a change, and what is stated */
    bool chinese;
};

/* Compares, and writes the report.  NULL, or a sentence why there is none
 * (the new model's).  *differs: something changed. */
const char *gp_diff_write(const struct gp_diff *diff, const char *format,
                          const struct gp_render_options *looks,
                          struct gp_out *out, bool *differs);

#endif

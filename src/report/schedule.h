/*
 * The schedule: targets by scope and period.  CSV and JSON are streamed, a
 * row of the model at a time, so that memory does not grow with the days of
 * many people; text and Markdown go through a report's tree.
 */
#ifndef GP_REPORT_SCHEDULE_H
#define GP_REPORT_SCHEDULE_H

#include "report/select.h"
#include "report/tree.h"

/* `format` is a renderer's.  NULL, or a sentence why it cannot be written
 * so. */
const char *gp_schedule_write(const struct gp_selection *selection,
                              const char *format,
                              const struct gp_render_options *looks,
                              bool chinese, struct gp_out *out);

/* The selection's schedule as a tree, for people. */
struct gp_report *gp_schedule_report(const struct gp_selection *selection,
                                     struct gp_arena *arena,
                                     const struct gp_render_options *looks,
                                     bool chinese);

/* ---- rows, for schedule*.c alone ----------------------------------------- */

/* One row of the model: its values in the selection's periods, or in their
 * parts where the grain is dayparts (then `parts` names them). */
struct gp_schedule_row {
    uint32_t row;
    const struct gp_vector *parts; /* or NULL */
    const int64_t *values;         /* GP_NO_AMOUNT where there is none */
    size_t count;                  /* of values */
};

struct gp_schedule_walk {
    const struct gp_selection *selection;
    struct gp_days *days; /* of one KPI */
    size_t kpi, scope;    /* of selection->kpis, model->scope_order */
    int64_t *values;
};

void gp_schedule_begin(struct gp_schedule_walk *walk,
                       const struct gp_selection *selection);
/* The next row that has a value; false behind the last.  Holds until the
 * next call. */
bool gp_schedule_next(struct gp_schedule_walk *walk,
                      struct gp_schedule_row *row);
void gp_schedule_end(struct gp_schedule_walk *walk);
/* The period's start and end, "2026-07-15/10:00-14:00" and all. */
void gp_schedule_period(struct gp_buf *buf,
                        const struct gp_selection *selection,
                        const struct gp_schedule_row *row, size_t index);

#endif

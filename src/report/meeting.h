/*
 * What a meeting is prepared with and looked back on: what people wrote down,
 * the questions that rules raise, what nobody has answered, what is to be
 * done.  The agenda and the retrospective share it.
 */
#ifndef GP_REPORT_MEETING_H
#define GP_REPORT_MEETING_H

#include "report/owners.h"
#include "track/loop.h"

/* What it is about. */
struct gp_meeting {
    struct gp_builder *b;
    struct gp_period period; /* the figures are of it */
    struct gp_period turn;   /* the review's own */
    gp_date since, held;     /* behind the one before, until this one */
    uint32_t review;         /* of the plan, or GP_NONE */
};

/* A part of a record, as people call it: "problem", "问题". */
const char *gp_build_part_name(const struct gp_builder *builder,
                               enum gp_record_part part);
/* Whether a record is of the period, or was written since the one before. */
bool gp_meeting_concerns(const struct gp_meeting *meeting,
                         const struct gp_record *record);

/* A table each. */
void gp_meeting_questions(const struct gp_meeting *meeting);
void gp_meeting_unanswered(const struct gp_meeting *meeting);
void gp_meeting_actions(const struct gp_meeting *meeting);

/* duties.c: the columns of duties, and one as a row. */
void gp_build_duty_columns(struct gp_builder *builder, struct gp_table *table);
const struct gp_cell *gp_build_duty(struct gp_builder *builder,
                                    struct gp_table *table,
                                    const struct gp_duty *duty);
/* The same for calendars; `cells` are such a row. */
void gp_build_duty_event(struct gp_builder *builder, const struct gp_duty *duty,
                         const struct gp_cell *cells);

#endif

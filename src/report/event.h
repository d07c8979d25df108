/*
 * What a report says of days, for calendars: an event a day or a stretch of
 * days, a to-do with the day that it is due.  Builders make them beside the
 * rows of their tables, in the report's order.
 */
#ifndef GP_REPORT_EVENT_H
#define GP_REPORT_EVENT_H

#include "base/date.h"
#include "report/report.h"

enum gp_event_kind { GP_EVENT_DAYS, GP_EVENT_TASK };
enum gp_event_state { GP_EVENT_OPEN, GP_EVENT_RUNNING, GP_EVENT_DONE };

struct gp_event {
    struct gp_event *next;
    enum gp_event_kind kind;
    enum gp_event_state state; /* of a to-do */
    /* Of days both; a to-do is due on `last`, or at no day (GP_NO_DATE). */
    gp_date first, last;
    gp_date done;         /* when a to-do was, or GP_NO_DATE */
    gp_date made;         /* a day of the plan, for what has none */
    gp_u128 id;           /* the same as long as it is the same thing */
    const char *what;     /* "Monthly review" */
    const char *category; /* "review" */
    const char *notes;    /* lines, or NULL */
};

/* A new event of the report.  Its id is made of the plan's title and period
 * and of the words (`first` and more, up to NULL): they name the thing and
 * are nothing that changes with it, such as its day or whom it falls to. */
struct gp_event *gp_build_event(struct gp_builder *builder,
                                enum gp_event_kind kind, const char *first, ...)
    __attribute__((sentinel));
/* Where an action is done, for its id: two of one title differ in that. */
const char *gp_build_event_scope(struct gp_builder *builder,
                                 const struct gp_task *task);
/* A line "heading: text" of its notes; NULL texts are none. */
void gp_build_event_note(struct gp_builder *builder, struct gp_event *event,
                         enum gp_heading_id heading, const char *text);

#endif

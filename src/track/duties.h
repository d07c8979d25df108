/*
 * Duties: what a fired rule requires, every dated review, and the days of
 * actions.  A record in the plan answers a duty; one past its date without a
 * record is overdue.
 */
#ifndef GP_TRACK_DUTIES_H
#define GP_TRACK_DUTIES_H

#include "track/rules.h"

enum gp_duty_state { GP_DUTY_OPEN, GP_DUTY_DONE, GP_DUTY_OVERDUE };

struct gp_duty {
    const char *title;
    const char *who;       /* or NULL */
    const char *raised_by; /* the name of the rule or review */
    struct gp_span span;   /* of the rule or review */
    uint32_t rule, review; /* both are GP_NONE of an action's */
    uint32_t task, node;   /* the action; its milestone, or GP_NONE */
    uint32_t scope;        /* of a review the root, or GP_NONE */
    struct gp_period period;
    gp_date due;
    enum gp_duty_state state;
    uint32_t record;        /* that answers it, or GP_NONE */
    const char *arithmetic; /* of a rule: why; else NULL */
    uint32_t order;         /* of making: breaks ties */
};

struct gp_duties {
    struct gp_heap *heap;
    GP_VEC(struct gp_duty) list; /* by due date */
};

/* All duties of the plan: due ones and those to come.  Free with
 * gp_duties_fini, before the firings. */
void gp_duties_make(const struct gp_track *track,
                    const struct gp_firings *firings, struct gp_duties *out);
void gp_duties_fini(struct gp_duties *duties);
/* The overdue ones, as findings. */
void gp_duties_find(const struct gp_track *track,
                    const struct gp_duties *duties,
                    struct gp_findings *findings);
/* "open", "done", "overdue" */
const char *gp_duty_state_name(enum gp_duty_state state);
/* When an action, or one of its milestones (`node`, else GP_NONE), was
 * recorded as done by the as-of date; GP_NO_DATE where it was not. */
gp_date gp_task_done(const struct gp_track *track, uint32_t task,
                     uint32_t node);
/* The next time that a review is held within the plan: *period is what it is
 * a review of, *held the day, moved off days that are not worked.  *at is the
 * last day of the period before; start with GP_NO_DATE.  False behind the
 * last. */
bool gp_review_next(const struct gp_track *track, uint32_t review, gp_date *at,
                    struct gp_period *period, gp_date *held);

#endif

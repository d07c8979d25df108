/*
 * The plan's own rules, over the periods that have ended by the as-of date.
 * A rule fires for a scope in every period in which its condition holds;
 * with `for N` once a run, in the period in which the run reaches N.  An
 * unknown condition breaks a run.
 */
#ifndef GP_TRACK_RULES_H
#define GP_TRACK_RULES_H

#include "track/track.h"

struct gp_firing {
    uint32_t rule, scope;
    struct gp_period period; /* the last of the run */
    gp_date since;           /* the first day of the run */
    const char *arithmetic;  /* "deviation(sales) = -20%" */
};

struct gp_firings {
    struct gp_arena arena;
    GP_VEC(struct gp_firing) list; /* by rule, scope (the plan's order), time */
};

/* Fills a list; free with gp_firings_fini. */
void gp_rules_run(struct gp_track *track, struct gp_firings *out);
void gp_firings_fini(struct gp_firings *firings);
/* Whether the rule fires for the scope (GP_NONE: any) at all. */
bool gp_rules_fired(const struct gp_firings *firings, uint32_t rule,
                    uint32_t scope);
/* alert: a note, warn: a warning, fail: an error (rule-failed).  What
 * requires something is duties.h's. */
void gp_rules_find(const struct gp_track *track,
                   const struct gp_firings *firings,
                   struct gp_findings *findings);

#endif

/*
 * Whom a rule or a check looks at: "each team, every quarter".
 */
#ifndef GP_TRACK_LOOK_H
#define GP_TRACK_LOOK_H

#include "track/track.h"

/* The periods looked at, in time. */
struct gp_look_periods {
    struct gp_period *at;
    size_t count, room;
};

/* Where such scopes can stand in model->scope_order: from the first on, up
 * to the end. */
size_t gp_look_first(const struct gp_model *m, const struct gp_look *l,
                     size_t *end);
/* Whether it looks at a scope. */
bool gp_look_means(const struct gp_model *model, const struct gp_look *look,
                   uint32_t scope);
/* Whether an expression is about a scope: one of its KPIs has no targets at
 * all (then it concerns everybody), or a target or facts there. */
bool gp_look_concerns(const struct gp_track *track, uint32_t expr,
                      uint32_t scope);
/* Fills the list with the plan's periods, or (`finished`) those that have
 * ended by the as-of date.  Free it with gp_vec_fini. */
void gp_look_at(const struct gp_track *track, const struct gp_look *look,
                bool finished, struct gp_look_periods *out);

#endif

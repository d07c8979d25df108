/*
 * The plan's own checks.  One over targets alone is judged at once, for every
 * period; one that asks for what happened, for the periods that have ended by
 * the as-of date.  What is unknown does not fail.
 */
#ifndef GP_TRACK_CHECKS_H
#define GP_TRACK_CHECKS_H

#include "track/track.h"

/* Whether an expression rests on targets alone. */
bool gp_eval_is_static(const struct gp_model *model, uint32_t expr);
/* The checks that do not hold, as findings.  `followed`: the track has a day
 * and facts; else only what rests on targets is judged. */
void gp_checks_find(struct gp_track *track, bool followed,
                    struct gp_findings *findings);

/* |got - want|, where it is no more than `within` of |want|, or on the right
 * side of it: whether `got OP want` holds so closely. */
bool gp_check_holds(enum gp_operator op, struct gp_rat got, struct gp_rat want,
                    struct gp_rat within);

#endif

/*
 * Carrying over: what a finished part of a period (a week of a month) has
 * missed moves onto the parts left in it.  Targets stay; the adjusted ones
 * stand beside them.  A part without a fact is unknown and carries nothing.
 */
#ifndef GP_TRACK_CARRY_H
#define GP_TRACK_CARRY_H

#include "track/track.h"

/* One part of a container. */
struct gp_carry_part {
    struct gp_period period; /* cut to its container */
    int64_t target, adjusted;
    int64_t actual; /* GP_NO_AMOUNT: no fact */
    bool finished;
};

/* What a part laid on a later one. */
struct gp_carry_move {
    struct gp_period from, to;
    int64_t missed;  /* of the adjusted target; `offset cumulative`: net, up to
                      * here */
    int64_t asked;   /* of that from the later part */
    int64_t refused; /* of what was asked, by its cap: carried nowhere */
};

/* The carry of a KPI, or NULL. */
const struct gp_carry *gp_carry_of(const struct gp_model *model, uint32_t kpi);
/* The parts of the carry's container that holds the date; NULL where the
 * scope has no target there.  Holds until the next call. */
const struct gp_carry_part *gp_carry_parts(struct gp_track *track,
                                           const struct gp_carry *carry,
                                           uint32_t scope, gp_date date,
                                           size_t *count);
/* The adjusted target of a cell: its target where nothing is carried at the
 * period's grain.  A whole week is the sum of its pieces. */
struct gp_value gp_carry_adjusted(struct gp_track *track, uint32_t kpi,
                                  uint32_t scope,
                                  const struct gp_period *period);
/* How it came about: the moves onto the parts that the cell is made of and
 * away from them, in time.  NULL where nothing is carried at the period's
 * grain.  Holds until the next call. */
const struct gp_carry_move *gp_carry_moves(struct gp_track *track, uint32_t kpi,
                                           uint32_t scope,
                                           const struct gp_period *period,
                                           size_t *count);

#endif

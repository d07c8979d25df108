/*
 * The closed loop as of the track's day: which rules have fired, and what is
 * to be done and answered for.  Worked out once, when it is first asked for.
 */
#ifndef GP_TRACK_LOOP_H
#define GP_TRACK_LOOP_H

#include "track/duties.h"

struct gp_loop {
    struct gp_firings firings;
    struct gp_duties duties;
};

/* The track's own; it holds until gp_track_fini. */
const struct gp_loop *gp_loop_of(struct gp_track *track);
/* For gp_track_fini. */
void gp_loop_free(struct gp_track *track);

#endif

/* Baselines that are taken from the actuals of the year before. */
#ifndef GP_TRACK_HISTORY_H
#define GP_TRACK_HISTORY_H

#include "track/track.h"

void gp_history_find(struct gp_track *track, struct gp_findings *findings);

#endif

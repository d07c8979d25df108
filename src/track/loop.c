/* See loop.h. */
#include "track/loop.h"

const struct gp_loop *gp_loop_of(struct gp_track *track)
{
    if (track->loop == NULL) {
        struct gp_loop *loop = gp_calloc(track->heap, 1, sizeof *loop);
        gp_rules_run(track, &loop->firings);
        gp_duties_make(track, &loop->firings, &loop->duties);
        track->loop = loop;
    }
    return track->loop;
}

void gp_loop_free(struct gp_track *track)
{
    if (track->loop == NULL)
        return;
    gp_duties_fini(&track->loop->duties);
    gp_firings_fini(&track->loop->firings);
    gp_free(track->heap, track->loop);
    track->loop = NULL;
}

/* When reviews are held: gp_review_next is in duties.h. */
#ifndef GP_TRACK_REVIEW_H
#define GP_TRACK_REVIEW_H

#include "track/duties.h"

/* Held in the first half of its period: it looks back on the one before. */
static inline bool gp_review_is_early(const struct gp_period *period,
                                      gp_date held)
{
    int in = held - period->days.first;
    return in >= 0 && 2 * in < gp_days_count(period->days) - 1;
}

#endif

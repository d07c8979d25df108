/*
 * Scores and rewards of a scope in a period.
 *
 *   score   = sum of weight x attainment, each up to its cap
 *   reward  = by the tier of the attainment (or the score): its share of the
 *             whole actual, or its amount; marginal, each tier's share of the
 *             part of the actual that lies in it, and the amounts of all
 *             tiers that were reached
 *
 * Where less is better, what counts is 2 - actual / target, never less than
 * nothing: 90% of a cost ceiling spent counts as 110%.  Missing is not zero:
 * without one of its values there is no score and no reward.
 */
#ifndef GP_TRACK_SCORE_H
#define GP_TRACK_SCORE_H

#include "track/track.h"

/* Whether a scorecard or a reward is for a scope. */
bool gp_audience_holds(const struct gp_model *model,
                       const struct gp_audience *audience, uint32_t scope);
/* The weighed attainment of one item. */
struct gp_value gp_score_item(struct gp_track *track,
                              const struct gp_score_item *item, uint32_t scope,
                              const struct gp_period *period);
/* The whole score; none where an item has none.  *rest, where it is not
 * NULL, is what the others give, and *weight what they weigh. */
struct gp_value gp_score_total(struct gp_track *track,
                               const struct gp_scorecard *card, uint32_t scope,
                               const struct gp_period *period,
                               struct gp_rat *rest, struct gp_rat *weight);

struct gp_reward_result {
    struct gp_value reach;  /* the attainment or score that decides */
    struct gp_value amount; /* in the plan's currency */
    int tier;               /* the highest that was reached, or -1 */
};

/* The reward in one of its own periods. */
struct gp_reward_result gp_reward_of(struct gp_track *track,
                                     const struct gp_reward *reward,
                                     uint32_t scope,
                                     const struct gp_period *period);
/* In any period: the sum of its own periods within that have begun.  Where
 * there is just one, it is that. */
struct gp_reward_result gp_reward_in(struct gp_track *track,
                                     const struct gp_reward *reward,
                                     uint32_t scope,
                                     const struct gp_period *period);

#endif

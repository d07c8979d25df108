/*
 * Following up: a plan, what happened, and the day that one looks at it.
 * Everything in this room is a question to these three; none reads a clock.
 */
#ifndef GP_TRACK_TRACK_H
#define GP_TRACK_TRACK_H

#include "actuals/facts.h"
#include "model/days.h"
#include "model/model.h"

/* An exact number, or none: missing is not zero. */
struct gp_value {
    bool has;
    struct gp_rat value; /* in the KPI's unit; a ratio is 0.9, not 90 */
};

struct gp_track {
    struct gp_heap *heap;
    const struct gp_model *model;
    const struct gp_facts *facts;
    struct gp_days *days;
    gp_date as_of;                 /* inclusive */
    enum gp_lang lang;             /* of its arithmetic; English at first */
    struct gp_rank_memory *ranks;  /* of measure.c */
    struct gp_carry_memory *carry; /* of carry.c */
    struct gp_loop *loop;          /* of loop.c; NULL: not asked for yet */
};

/* Model and facts must outlive it. */
void gp_track_init(struct gp_track *track, const struct gp_model *model,
                   const struct gp_facts *facts, gp_date as_of);
void gp_track_fini(struct gp_track *track);

/* The periods of a grain that lie in the plan, cut to it, in time.  *at is
 * the last day of the one before; start with GP_NO_DATE.  False behind the
 * last.
 *     gp_date at = GP_NO_DATE;
 *     while (gp_track_next(track, GP_MONTH, &at, &period)) ... */
bool gp_track_next(const struct gp_track *track, enum gp_grain grain,
                   gp_date *at, struct gp_period *out);
static inline bool gp_track_begun(const struct gp_track *track,
                                  const struct gp_period *period)
{
    return period->days.first <= track->as_of;
}
/* Ended by the as-of date; the plan's end ends every period. */
bool gp_track_finished(const struct gp_track *track,
                       const struct gp_period *period);

static inline struct gp_value gp_no_value(void)
{
    return (struct gp_value){false, {0, 1}};
}
static inline struct gp_value gp_some_value(struct gp_rat value)
{
    return (struct gp_value){true, value};
}
/* Each is none where one of both is, where it does not fit, or divides by
 * zero. */
struct gp_value gp_value_add(struct gp_value a, struct gp_value b);
struct gp_value gp_value_sub(struct gp_value a, struct gp_value b);
struct gp_value gp_value_mul(struct gp_value a, struct gp_value b);
struct gp_value gp_value_div(struct gp_value a, struct gp_value b);

#endif

/* See track.h. */
#include "track/track.h"

#include "track/loop.h"
#include "track/memory.h"

void gp_track_init(struct gp_track *track, const struct gp_model *model,
                   const struct gp_facts *facts, gp_date as_of)
{
    *track = (struct gp_track){
        .heap = model->heap, .model = model, .facts = facts, .as_of = as_of};
    track->days = gp_days_new(model);
    track->ranks = gp_calloc(track->heap, 1, sizeof *track->ranks);
    track->carry = gp_calloc(track->heap, 1, sizeof *track->carry);
}

void gp_track_fini(struct gp_track *track)
{
    gp_days_free(track->days);
    gp_vec_fini(track->heap, &track->ranks->sorted);
    gp_free(track->heap, track->ranks);
    gp_vec_fini(track->heap, &track->carry->parts);
    gp_vec_fini(track->heap, &track->carry->moves);
    gp_vec_fini(track->heap, &track->carry->told);
    gp_free(track->heap, track->carry);
    gp_loop_free(track);
}

bool gp_track_next(const struct gp_track *track, enum gp_grain grain,
                   gp_date *at, struct gp_period *out)
{
    const struct gp_model *m = track->model;
    struct gp_span_days plan = m->time.days;
    gp_date date = *at == GP_NO_DATE ? plan.first : *at + 1;
    if (date > plan.last || grain > GP_DAY)
        return false;
    if (grain == GP_PLAN) {
        *out = m->time.ticks[0].period;
    } else {
        *out = gp_period_of(&m->calendar, grain, date);
        out->grain = grain;
    }
    if (grain == GP_PIECE)
        out->days = gp_days_cut(
            out->days, gp_period_of(&m->calendar, GP_MONTH, date).days);
    out->days = gp_days_cut(out->days, plan);
    *at = out->days.last;
    return true;
}

bool gp_track_finished(const struct gp_track *track,
                       const struct gp_period *period)
{
    gp_date end = track->model->time.days.last;
    gp_date last = period->days.last;
    if (last > end && period->days.first <= end)
        last = end;
    return last <= track->as_of;
}

typedef bool operation(struct gp_rat *out, struct gp_rat a, struct gp_rat b);

static struct gp_value apply(operation *op, struct gp_value a,
                             struct gp_value b)
{
    struct gp_value v = gp_no_value();
    v.has = a.has && b.has && op(&v.value, a.value, b.value);
    return v;
}

struct gp_value gp_value_add(struct gp_value a, struct gp_value b)
{
    return apply(gp_rat_add, a, b);
}

struct gp_value gp_value_sub(struct gp_value a, struct gp_value b)
{
    return apply(gp_rat_sub, a, b);
}

struct gp_value gp_value_mul(struct gp_value a, struct gp_value b)
{
    return apply(gp_rat_mul, a, b);
}

struct gp_value gp_value_div(struct gp_value a, struct gp_value b)
{
    return apply(gp_rat_div, a, b);
}

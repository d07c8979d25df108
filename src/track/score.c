/* See score.h. */
#include "track/score.h"

#include "track/measure.h"

bool gp_audience_holds(const struct gp_model *m, const struct gp_audience *a,
                       uint32_t scope)
{
    enum gp_scope_kind kind = m->scopes.at[scope].kind;
    bool fits = kind == GP_SCOPE_PERSON
                    ? a->each != GP_EACH_TEAM
                    : kind == GP_SCOPE_TEAM && a->each != GP_EACH_PERSON;
    bool moved = a->moved && m->scopes.at[scope].person == a->of;
    if (scope == a->of || moved) /* "team of east": those below it */
        return fits && kind == GP_SCOPE_PERSON;
    return fits && (a->of == GP_NONE || gp_scope_is_below(m, scope, a->of));
}

/* ------------------------------------------------------------------ scores */

static struct gp_value reach_of(struct gp_track *t, uint32_t kpi,
                                uint32_t scope, const struct gp_period *period)
{
    struct gp_value v = gp_measure(t, GP_M_ATTAINMENT, kpi, scope, period);
    if (v.has && gp_measure_turns(t, kpi, scope, period))
        v = gp_value_sub(gp_some_value(gp_rat_int(2)), v);
    if (v.has && gp_rat_sign(v.value) < 0)
        v.value = gp_rat_int(0);
    return v;
}

struct gp_value gp_score_item(struct gp_track *t,
                              const struct gp_score_item *item, uint32_t scope,
                              const struct gp_period *period)
{
    struct gp_value v = reach_of(t, item->kpi, scope, period);
    if (v.has && gp_rat_sign(item->cap) > 0 &&
        gp_rat_cmp(v.value, item->cap) > 0)
        v.value = item->cap;
    return gp_value_mul(v, gp_some_value(item->weight));
}

struct gp_value gp_score_total(struct gp_track *t,
                               const struct gp_scorecard *card, uint32_t scope,
                               const struct gp_period *period,
                               struct gp_rat *rest, struct gp_rat *weight)
{
    struct gp_value sum = gp_some_value(gp_rat_int(0));
    struct gp_value part = sum, weighed = sum;
    for (size_t i = 0; i < card->item_count; i++) {
        const struct gp_score_item *item = &card->items[i];
        struct gp_value v = gp_score_item(t, item, scope, period);
        sum = gp_value_add(sum, v);
        if (!v.has)
            continue;
        part = gp_value_add(part, v);
        weighed = gp_value_add(weighed, gp_some_value(item->weight));
    }
    if (rest != NULL)
        *rest = part.value;
    if (weight != NULL)
        *weight = weighed.value;
    return sum;
}

/* ----------------------------------------------------------------- rewards */

/* What one tier brings where each is paid for the part that lies in it. */
static struct gp_value band(const struct gp_reward *r, int tier,
                            struct gp_value actual, struct gp_value target)
{
    const struct gp_tier *x = &r->tiers[tier];
    if (!x->is_share)
        return gp_some_value(x->rate);
    struct gp_value low = gp_value_mul(gp_some_value(x->from), target);
    struct gp_value high = actual;
    if (tier + 1 < (int)r->tier_count) {
        struct gp_value next =
            gp_value_mul(gp_some_value(r->tiers[tier + 1].from), target);
        if (next.has && actual.has && gp_rat_cmp(next.value, actual.value) < 0)
            high = next;
    }
    return gp_value_mul(gp_value_sub(high, low), gp_some_value(x->rate));
}

struct gp_reward_result gp_reward_of(struct gp_track *t,
                                     const struct gp_reward *r, uint32_t scope,
                                     const struct gp_period *period)
{
    struct gp_reward_result result = {gp_no_value(), gp_no_value(), -1};
    struct gp_value actual = gp_no_value(), target = actual;
    if (r->card != GP_NONE) {
        result.reach = gp_score_total(t, &t->model->scorecards.at[r->card],
                                      scope, period, NULL, NULL);
    } else {
        actual = gp_measure(t, GP_M_ACTUAL, r->kpi, scope, period);
        target = gp_measure(t, GP_M_TARGET, r->kpi, scope, period);
        result.reach = reach_of(t, r->kpi, scope, period);
    }
    if (!result.reach.has)
        return result;
    for (int i = 0; i < (int)r->tier_count; i++)
        if (gp_rat_cmp(result.reach.value, r->tiers[i].from) >= 0)
            result.tier = i;
    result.amount = gp_some_value(gp_rat_int(0));
    if (result.tier >= 0 && !r->marginal) {
        const struct gp_tier *x = &r->tiers[result.tier];
        result.amount = gp_some_value(x->rate);
        if (x->is_share)
            result.amount = gp_value_mul(actual, result.amount);
    }
    for (int i = 0; r->marginal && i <= result.tier; i++)
        result.amount = gp_value_add(result.amount, band(r, i, actual, target));
    return result;
}

struct gp_reward_result gp_reward_in(struct gp_track *t,
                                     const struct gp_reward *r, uint32_t scope,
                                     const struct gp_period *period)
{
    struct gp_reward_result all = {gp_no_value(), gp_no_value(), -1};
    struct gp_span_days within = gp_days_cut(period->days, t->model->time.days);
    struct gp_period own;
    gp_date at = GP_NO_DATE;
    int count = 0;
    while (gp_track_next(t, r->every, &at, &own)) {
        if (own.days.first < within.first || own.days.last > within.last ||
            !gp_track_begun(t, &own))
            continue;
        struct gp_reward_result one = gp_reward_of(t, r, scope, &own);
        if (++count == 1) {
            all = one;
            continue;
        }
        all.reach = gp_no_value();
        all.tier = -1;
        all.amount = gp_value_add(all.amount, one.amount);
    }
    return all;
}

/* See duties.h: the days on which a review is held. */
#include "track/review.h"

static gp_date day_of_month(struct gp_span_days month, int day)
{
    gp_date date = month.first + day - 1;
    return date < month.last ? date : month.last;
}

/* The day that the plan names in a period, before it is moved; false where
 * the period, cut to the plan, does not have it. */
static bool named_day(const struct gp_calendar *calendar,
                      const struct gp_review *r, const struct gp_period *p,
                      gp_date *out)
{
    struct gp_span_days days = p->days;
    if (r->every == GP_DAY) {
        *out = days.first;
        return gp_calendar_is_workday(calendar, *out);
    }
    if (r->on == GP_ON_FIRST_WORKDAY)
        *out = gp_calendar_near(calendar, days.first, 1);
    else if (r->on == GP_ON_LAST_WORKDAY)
        *out = gp_calendar_near(calendar, days.last, -1);
    else if (r->on == GP_ON_LAST_DAY)
        *out = days.last;
    else if (r->every == GP_WEEK || r->every == GP_PIECE)
        for (*out = days.first;
             *out <= days.last && (int)gp_date_weekday(*out) != r->on;)
            ++*out;
    else /* of a longer period, a day of its last month */
        *out = day_of_month(gp_period_of(calendar, GP_MONTH, days.last).days,
                            r->on);
    return gp_days_hold(days, *out);
}

bool gp_review_next(const struct gp_track *track, uint32_t review, gp_date *at,
                    struct gp_period *period, gp_date *held)
{
    const struct gp_model *m = track->model;
    const struct gp_review *r = &m->reviews.at[review];
    if (r->every == GP_PLAN) /* not dated */
        return false;
    while (gp_track_next(track, r->every, at, period)) {
        if (!named_day(&m->calendar, r, period, held))
            continue;
        *held = gp_calendar_near(&m->calendar, *held, r->move_next ? 1 : -1);
        /* Before the plan begins there is nothing to meet about. */
        if (*held >= m->time.days.first)
            return true;
    }
    return false;
}

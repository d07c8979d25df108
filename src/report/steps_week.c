/* A week that a month's end cuts has two cells; what is stated of the week is
 * divided between them.  See steps_own.h. */
#include "report/steps_own.h"

/* The days of the week that a cell is a piece of; those of no week where it
 * is no piece, or the week is whole. */
static struct gp_span_days week_of(const struct gp_model *m, int tick)
{
    const struct gp_period *p = &m->time.ticks[tick].period;
    struct gp_span_days none = {1, 0}, week;
    if (p->grain != GP_PIECE)
        return none;
    week = gp_period_of(&m->calendar, GP_WEEK, p->days.first).days;
    week = gp_days_cut(week, m->time.days);
    return gp_days_count(week) == gp_days_count(p->days) ? none : week;
}

const char *gp_steps_period(struct gp_steps *s, int tick)
{
    struct gp_period period = s->m->time.ticks[tick].period;
    if (gp_days_count(week_of(s->m, tick)) > 0)
        period.grain = gp_days_count(period.days) == 1
                           ? GP_DAY
                           : GP_PLAN; /* just these days */
    return gp_period_text(s->arena, &period);
}

/* What is stated of the whole week; false where its other piece is not. */
static bool sum_week(const struct gp_model *m, uint32_t row,
                     struct gp_span_days week, int64_t *sum)
{
    const struct gp_row *r = &m->rows.at[row];
    *sum = 0;
    for (gp_date d = week.first; d <= week.last;) {
        int t = gp_timetable_at(&m->time, GP_PIECE, d);
        if (r->at[t] == GP_NO_AMOUNT || !gp_is_stated(r->why[t]) ||
            !gp_add64(sum, *sum, r->at[t]))
            return false;
        d = m->time.ticks[t].period.days.last + 1;
    }
    return true;
}

const char *gp_steps_week_text(struct gp_steps *s, uint32_t row, int tick)
{
    const struct gp_model *m = s->m;
    struct gp_span_days week = week_of(m, tick);
    struct gp_span_days days = m->time.ticks[tick].period.days;
    int64_t sum;
    if (gp_days_count(week) <= 0 || !sum_week(m, row, week, &sum))
        return NULL;
    int64_t all = gp_calendar_workdays(&m->calendar, week);
    int64_t part = gp_calendar_workdays(&m->calendar, days);
    struct gp_period whole = gp_period_of(&m->calendar, GP_WEEK, week.first);
    const char *amount = gp_show_amount(s->arena, m, m->rows.at[row].kpi, sum);
    const char *name = gp_period_text(s->arena, &whole);
    if (all == 0 || !gp_steps_is_about(m, row, tick, sum, part, all))
        return gp_phrase(s->arena, s->lang, "a part of the {0} stated for {1}",
                         amount, name, NULL);
    return gp_phrase(s->arena, s->lang,
                     "a part of the {0} stated for {1}; by workdays: {2}",
                     amount, name, gp_steps_weight(s, part, all), NULL);
}

/*
 * Which days are worked, where weeks and fiscal years begin.  Exceptions are
 * the plan's own days and those of a built-in calendar.
 */
#ifndef GP_MODEL_CALENDAR_H
#define GP_MODEL_CALENDAR_H

#include <stdbool.h>

#include "base/date.h"
#include "base/heap.h"
#include "base/map.h"
#include "base/vec.h"

struct gp_calendar_day {
    gp_date date;
    bool worked;
    const char *name; /* "Company day"; may be NULL */
};

/* The first day of a fiscal year of weeks: see fiscal.h. */
struct gp_fiscal_start {
    int year;
    gp_date first;
};

struct gp_calendar {
    struct gp_heap *heap;
    int fiscal_month; /* 1..12: the month a fiscal year starts in */
    enum gp_weekday week_start;
    int month_weeks[3]; /* 4, 4, 5; zeros: fiscal months are those of the
                         * calendar */
    GP_VEC(struct gp_fiscal_start) starts; /* stated; the first anchors */
    bool workdays[7];                      /* by weekday */
    bool china;
    struct gp_calendar_day *at; /* sorted by date, one row a date */
    size_t count, room;
    struct gp_map row_of; /* by date, while days are added */
    gp_date counted_from; /* worked[i]: workdays before counted_from + i */
    int32_t *worked;
    int counted;
};

/* Mondays to Fridays, weeks from Monday, years from January. */
void gp_calendar_init(struct gp_calendar *calendar, struct gp_heap *heap);
void gp_calendar_fini(struct gp_calendar *calendar);
/* Of several days of one date the first stays. */
void gp_calendar_add(struct gp_calendar *calendar, struct gp_calendar_day day);
/* Takes the built-in days over, sorts, and counts for days near `span`. */
void gp_calendar_finish(struct gp_calendar *calendar, struct gp_span_days span);
/* The years that the built-in calendar knows. */
void gp_calendar_china_years(int *first, int *last);

bool gp_calendar_is_workday(const struct gp_calendar *calendar, gp_date date);
/* Workdays in the span, both ends included. */
int gp_calendar_workdays(const struct gp_calendar *calendar,
                         struct gp_span_days span);
/* The workday at or before (step -1) or after (step 1) the date; the date
 * itself where none is within a year. */
gp_date gp_calendar_near(const struct gp_calendar *calendar, gp_date date,
                         int step);
/* The date `count` workdays after: 1 is the next workday. */
gp_date gp_calendar_add_workdays(const struct gp_calendar *calendar,
                                 gp_date date, int count);
/* Whether fiscal years are made of whole weeks, as 4-4-5. */
static inline bool gp_calendar_has_fiscal_weeks(const struct gp_calendar *c)
{
    return c->month_weeks[0] != 0;
}
/* Whether the built-in calendar, where it is used, knows the year. */
bool gp_calendar_knows(const struct gp_calendar *calendar, int year);
/* The number of the period of a month by its name (1: January): its own, or
 * of fiscal weeks that of the month which lies there most. */
int gp_calendar_month(const struct gp_calendar *calendar, int month);
/* The first day of the date's week. */
gp_date gp_calendar_week(const struct gp_calendar *calendar, gp_date date);
/* The year and number of the week that starts on the date: a week belongs to
 * the year that holds its fourth day (ISO 8601, for any first weekday). */
void gp_calendar_week_number(gp_date start, int *year, int *number);

#endif

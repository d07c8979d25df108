/*
 * Periods: year > half > quarter > month > (part of a) week > day > daypart,
 * after the fiscal calendar; whole weeks are a second reading of the days.
 *
 * The time table holds the plan's own periods down to months and the weeks
 * cut at the months' ends, coarse to fine, each naming its parent: the
 * columns that targets stand in.  Node 0 is the whole plan.
 */
#ifndef GP_MODEL_PERIOD_H
#define GP_MODEL_PERIOD_H

#include <stdint.h>

#include "model/calendar.h"

enum gp_grain {
    GP_PLAN,
    GP_YEAR,
    GP_HALF,
    GP_QUARTER,
    GP_MONTH,
    GP_PIECE, /* of a week, cut at its month's ends */
    GP_WEEK,  /* whole */
    GP_DAY,
    GP_DAYPART,
    GP_GRAIN_COUNT
};

struct gp_period {
    enum gp_grain grain;
    struct gp_span_days days;
    int year, number; /* 2026, 3 of 2026-Q3; of a month the calendar year,
                       * where fiscal years are not made of weeks */
};

struct gp_tick {
    struct gp_period period; /* cut to the plan's */
    int full_days;           /* of the period before it was cut */
    uint16_t parent;
    uint16_t child, child_count; /* the next finer level */
};

/* A plan longer than this is refused: its table has 16-bit indices. */
enum { GP_MAX_PLAN_YEARS = 50, GP_NO_TICK = UINT16_MAX };

/* Five weeks of a 4-4-5 month, and a 53rd. */
enum { GP_MAX_MONTH_DAYS = 42 };

struct gp_timetable {
    const struct gp_calendar *calendar;
    struct gp_span_days days;
    struct gp_tick *ticks;
    int count;        /* of all ticks */
    int coarse_count; /* of those down to months: pieces come last */
    int first[GP_GRAIN_COUNT], of[GP_GRAIN_COUNT]; /* each level's range */
};

void gp_timetable_init(struct gp_timetable *table, struct gp_heap *heap,
                       const struct gp_calendar *calendar,
                       struct gp_span_days days);

/* The fiscal period of a grain (year to month, or a whole week, or the day)
 * that holds the date, not cut. */
struct gp_period gp_period_of(const struct gp_calendar *calendar,
                              enum gp_grain grain, gp_date date);
/* The period of a grain by its year and number; false where there is none. */
bool gp_period_make(const struct gp_calendar *calendar, enum gp_grain grain,
                    int year, int number, struct gp_period *out);
/* Reads 2026, FY2026, 2026-H1, 2026-Q3, 2026-07, 2026-W08, 2026-07-15. */
bool gp_period_parse(const struct gp_calendar *calendar, const char *text,
                     size_t length, struct gp_period *out);
/* The tick with just these days at or below year, or GP_NO_TICK. */
int gp_timetable_find(const struct gp_timetable *table,
                      const struct gp_period *period);
/* The tick of a level that holds the date. */
int gp_timetable_at(const struct gp_timetable *table, enum gp_grain grain,
                    gp_date date);
/* Canonical: 2026-Q3; a range of dates where the plan is no one period. */
void gp_buf_period(struct gp_buf *buf, const struct gp_period *period);
const char *gp_period_text(struct gp_arena *arena,
                           const struct gp_period *period);
const char *gp_grain_name(enum gp_grain grain);
/* "quarters"; both are words that gp_translate knows. */
const char *gp_grain_plural(enum gp_grain grain);

#endif

/*
 * Dates as day numbers: 0 is 1970-01-01, proleptic Gregorian.  No time zone
 * and no clock: a date is what a text says.
 * Algorithms: H. Hinnant, "chrono-compatible low-level date algorithms".
 */
#ifndef GP_BASE_DATE_H
#define GP_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

typedef int32_t gp_date;
#define GP_NO_DATE INT32_MIN

/* The years that a plan can speak of: four digits. */
enum { GP_MIN_YEAR = 1000, GP_MAX_YEAR = 9999 };

enum gp_weekday { GP_MON, GP_TUE, GP_WED, GP_THU, GP_FRI, GP_SAT, GP_SUN };

struct gp_ymd {
    int year, month, day;
};

/* An inclusive range of days; empty where last < first. */
struct gp_span_days {
    gp_date first, last;
};

gp_date gp_date_make(int year, int month, int day);
struct gp_ymd gp_date_split(gp_date date);
enum gp_weekday gp_date_weekday(gp_date date);
bool gp_year_is_leap(int year);
int gp_month_length(int year, int month);
/* False where there is no such day. */
bool gp_date_valid(int year, int month, int day);

/* Reads exactly YYYY-MM-DD. */
bool gp_date_parse(const char *text, size_t length, gp_date *out);
void gp_buf_date(struct gp_buf *buf, gp_date date);
const char *gp_date_text(struct gp_arena *arena, gp_date date);

static inline int gp_days_count(struct gp_span_days s)
{
    return s.last < s.first ? 0 : s.last - s.first + 1;
}
static inline bool gp_days_hold(struct gp_span_days s, gp_date d)
{
    return s.first <= d && d <= s.last;
}
static inline struct gp_span_days gp_days_cut(struct gp_span_days a,
                                              struct gp_span_days b)
{
    struct gp_span_days r = {a.first > b.first ? a.first : b.first,
                             a.last < b.last ? a.last : b.last};
    return r;
}

#endif

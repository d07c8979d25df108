/* See calendar.h. */
#include "model/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

/* How far beyond the plan days are counted ahead; others are walked. */
enum { MARGIN = 400 };

struct builtin {
    int16_t year;
    int8_t month, day;
    bool worked;
    const char *name;
};

#define HOLIDAY false
#define WORKDAY true
static const struct builtin china[] = {
#define GP_DAY(year, month, day, kind, zh, en) {year, month, day, kind, zh},
#include "model/calendar_china.def"
#undef GP_DAY
};
#undef HOLIDAY
#undef WORKDAY
enum { CHINA_DAYS = sizeof china / sizeof *china };

void gp_calendar_init(struct gp_calendar *calendar, struct gp_heap *heap)
{
    *calendar = (struct gp_calendar){
        .heap = heap, .fiscal_month = 1, .week_start = GP_MON};
    for (int d = GP_MON; d <= GP_FRI; d++)
        calendar->workdays[d] = true;
    gp_map_init(&calendar->row_of, heap);
}

void gp_calendar_fini(struct gp_calendar *calendar)
{
    gp_vec_fini(calendar->heap, calendar);
    gp_vec_fini(calendar->heap, &calendar->starts);
    gp_map_fini(&calendar->row_of);
    gp_free(calendar->heap, calendar->worked);
}

void gp_calendar_add(struct gp_calendar *calendar, struct gp_calendar_day day)
{
    uint32_t *row = gp_map_at(&calendar->row_of, (uint32_t)day.date);
    if (*row != GP_MAP_NONE)
        return;
    *row = (uint32_t)calendar->count;
    gp_vec_push(calendar->heap, calendar, day);
}

void gp_calendar_china_years(int *first, int *last)
{
#define GP_YEARS(from, to) *first = (from), *last = (to);
#define GP_DAY(...)
#include "model/calendar_china.def"
#undef GP_DAY
#undef GP_YEARS
}

static int by_date(const void *a, const void *b)
{
    const struct gp_calendar_day *x = a, *y = b;
    return (x->date > y->date) - (x->date < y->date);
}

static const struct gp_calendar_day *find(const struct gp_calendar *calendar,
                                          gp_date date)
{
    size_t low = 0, high = calendar->count;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (calendar->at[mid].date < date)
            low = mid + 1;
        else
            high = mid;
    }
    return low < calendar->count && calendar->at[low].date == date
               ? &calendar->at[low]
               : NULL;
}

static bool walk_is_workday(const struct gp_calendar *calendar, gp_date date)
{
    const struct gp_calendar_day *day = find(calendar, date);
    return day != NULL ? day->worked
                       : calendar->workdays[gp_date_weekday(date)];
}

void gp_calendar_finish(struct gp_calendar *calendar, struct gp_span_days span)
{
    /* The plan's own days are there already: they stay. */
    for (size_t i = 0; calendar->china && i < CHINA_DAYS; i++) {
        const struct builtin *b = &china[i];
        gp_calendar_add(calendar, (struct gp_calendar_day){
                                      gp_date_make(b->year, b->month, b->day),
                                      b->worked, b->name});
    }
    if (calendar->count > 1)
        qsort(calendar->at, calendar->count, sizeof *calendar->at, by_date);

    int days = gp_days_count(span);
    calendar->counted_from = span.first - MARGIN;
    calendar->counted = days + 2 * MARGIN;
    calendar->worked = gp_calloc(calendar->heap, (size_t)calendar->counted + 1,
                                 sizeof *calendar->worked);
    for (int i = 0; i < calendar->counted; i++)
        calendar->worked[i + 1] =
            calendar->worked[i] +
            walk_is_workday(calendar, calendar->counted_from + i);
}

bool gp_calendar_is_workday(const struct gp_calendar *calendar, gp_date date)
{
    int i = date - calendar->counted_from;
    if (i >= 0 && i < calendar->counted)
        return calendar->worked[i + 1] != calendar->worked[i];
    return walk_is_workday(calendar, date);
}

int gp_calendar_workdays(const struct gp_calendar *calendar,
                         struct gp_span_days span)
{
    int first = span.first - calendar->counted_from;
    int last = span.last - calendar->counted_from;
    if (span.last < span.first)
        return 0;
    if (first >= 0 && last < calendar->counted)
        return calendar->worked[last + 1] - calendar->worked[first];
    int n = 0;
    for (gp_date d = span.first; d <= span.last; d++)
        n += walk_is_workday(calendar, d);
    return n;
}

gp_date gp_calendar_near(const struct gp_calendar *calendar, gp_date date,
                         int step)
{
    for (int i = 0; i < 366; i++)
        if (gp_calendar_is_workday(calendar, date + i * step))
            return date + i * step;
    return date;
}

gp_date gp_calendar_add_workdays(const struct gp_calendar *calendar,
                                 gp_date date, int count)
{
    while (count-- > 0)
        date = gp_calendar_near(calendar, date + 1, 1);
    return date;
}

bool gp_calendar_knows(const struct gp_calendar *calendar, int year)
{
    int first, last;
    gp_calendar_china_years(&first, &last);
    return !calendar->china || (year >= first && year <= last);
}

int gp_calendar_month(const struct gp_calendar *calendar, int month)
{
    if (!gp_calendar_has_fiscal_weeks(calendar))
        return month;
    /* A month of four weeks or more holds its 15th day in the middle. */
    int first = gp_date_split(calendar->starts.at[0].first + 14).month;
    return (month - first + 12) % 12 + 1;
}

gp_date gp_calendar_week(const struct gp_calendar *calendar, gp_date date)
{
    int back = (int)gp_date_weekday(date) - (int)calendar->week_start;
    return date - (back < 0 ? back + 7 : back);
}

void gp_calendar_week_number(gp_date start, int *year, int *number)
{
    gp_date fourth = start + 3;
    *year = gp_date_split(fourth).year;
    *number = (fourth - gp_date_make(*year, 1, 1)) / 7 + 1;
}

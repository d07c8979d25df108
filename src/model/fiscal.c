/* See fiscal.h. */
#include "model/fiscal.h"

#include "base/vec.h"

enum { QUARTER_WEEKS = 13 };

int gp_fiscal_year_of_start(gp_date first)
{
    return gp_date_split(first + 7).year;
}

void gp_fiscal_state(struct gp_calendar *calendar, int year, gp_date first)
{
    struct gp_fiscal_start s = {year, first};
    gp_vec_push(calendar->heap, &calendar->starts, s);
}

gp_date gp_fiscal_start(const struct gp_calendar *calendar, int year)
{
    for (size_t i = 0; i < calendar->starts.count; i++)
        if (calendar->starts.at[i].year == year)
            return calendar->starts.at[i].first;
    struct gp_fiscal_start anchor = calendar->starts.at[0];
    struct gp_ymd d = gp_date_split(anchor.first);
    d.year += year - anchor.year;
    int length = gp_month_length(d.year, d.month);
    gp_date near =
        gp_date_make(d.year, d.month, d.day < length ? d.day : length);
    int ahead = (int)gp_date_weekday(near) - (int)gp_date_weekday(anchor.first);
    ahead = (ahead + 7) % 7;
    return ahead <= 3 ? near - ahead : near + 7 - ahead;
}

int gp_fiscal_weeks(const struct gp_calendar *calendar, int year)
{
    return (gp_fiscal_start(calendar, year + 1) -
            gp_fiscal_start(calendar, year)) /
           7;
}

/* Weeks before the month, 0 to 12, of a fiscal year; of 12: all that are
 * regular. */
static int weeks_before(const struct gp_calendar *calendar, int month)
{
    int weeks = month / 3 * QUARTER_WEEKS;
    for (int i = 0; i < month % 3; i++)
        weeks += calendar->month_weeks[i];
    return weeks;
}

bool gp_fiscal_days(const struct gp_calendar *calendar, enum gp_grain grain,
                    int year, int number, struct gp_span_days *out)
{
    static const int months[GP_GRAIN_COUNT] = {
        [GP_YEAR] = 12, [GP_HALF] = 6, [GP_QUARTER] = 3, [GP_MONTH] = 1};
    gp_date start = gp_fiscal_start(calendar, year);
    int weeks = gp_fiscal_weeks(calendar, year), from, to;
    if (grain == GP_WEEK || grain == GP_PIECE) {
        from = number - 1;
        to = number;
    } else {
        int first = (number - 1) * months[grain];
        int end = first + months[grain];
        if (end > 12)
            return false;
        from = weeks_before(calendar, first);
        to = end == 12 ? weeks : weeks_before(calendar, end);
    }
    if (number < 1 || to > weeks)
        return false;
    *out = (struct gp_span_days){start + 7 * from, start + 7 * to - 1};
    return true;
}

void gp_fiscal_at(const struct gp_calendar *calendar, enum gp_grain grain,
                  gp_date date, int *year, int *number)
{
    int y = gp_fiscal_year_of_start(date - 7);
    while (gp_fiscal_start(calendar, y) > date)
        y--;
    while (gp_fiscal_start(calendar, y + 1) <= date)
        y++;
    *year = y;
    int week = (date - gp_fiscal_start(calendar, y)) / 7, month = 11;
    while (month > 0 && weeks_before(calendar, month) > week)
        month--;
    *number = grain == GP_YEAR      ? 1
              : grain == GP_HALF    ? month / 6 + 1
              : grain == GP_QUARTER ? month / 3 + 1
              : grain == GP_MONTH   ? month + 1
                                    : week + 1;
}

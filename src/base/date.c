/* See date.h. */
#include "base/date.h"

gp_date gp_date_make(int year, int month, int day)
{
    year -= month <= 2;
    int era = (year >= 0 ? year : year - 399) / 400;
    int yoe = year - era * 400;
    int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

struct gp_ymd gp_date_split(gp_date date)
{
    int z = date + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int doe = z - era * 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    int month = mp + (mp < 10 ? 3 : -9);
    return (struct gp_ymd){yoe + era * 400 + (month <= 2), month,
                           doy - (153 * mp + 2) / 5 + 1};
}

enum gp_weekday gp_date_weekday(gp_date date)
{
    int w = (date + 3) % 7; /* 1970-01-01 was a Thursday */
    return (enum gp_weekday)(w < 0 ? w + 7 : w);
}

bool gp_year_is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int gp_month_length(int year, int month)
{
    static const char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && gp_year_is_leap(year) ? 29 : days[month - 1];
}

bool gp_date_valid(int year, int month, int day)
{
    return year >= GP_MIN_YEAR && year <= GP_MAX_YEAR && month >= 1 &&
           month <= 12 && day >= 1 && day <= gp_month_length(year, month);
}

static int digits(const char *text, int count)
{
    int n = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        n = n * 10 + (text[i] - '0');
    }
    return n;
}

bool gp_date_parse(const char *text, size_t length, gp_date *out)
{
    if (length != 10 || text[4] != '-' || text[7] != '-')
        return false;
    int y = digits(text, 4), m = digits(text + 5, 2), d = digits(text + 8, 2);
    if (!gp_date_valid(y, m, d))
        return false;
    *out = gp_date_make(y, m, d);
    return true;
}

void gp_buf_date(struct gp_buf *buf, gp_date date)
{
    struct gp_ymd c = gp_date_split(date);
    gp_buf_int0(buf, c.year, 4);
    gp_buf_putc(buf, '-');
    gp_buf_int0(buf, c.month, 2);
    gp_buf_putc(buf, '-');
    gp_buf_int0(buf, c.day, 2);
}

const char *gp_date_text(struct gp_arena *arena, gp_date date)
{
    struct gp_buf buf;
    gp_buf_init(&buf, arena->heap);
    gp_buf_date(&buf, date);
    return gp_arena_keep(arena, &buf);
}

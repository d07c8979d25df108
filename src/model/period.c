/* See period.h. */
#include "model/period.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "model/fiscal.h"
#include "text/catalogue.h"

/* Longer than any period is written, also full-width. */
enum { GP_PERIOD_TEXT = 48 };

const char *gp_grain_name(enum gp_grain grain)
{
    static const char *const names[] = {
        GP_WORD("plan"),    GP_WORD("year"),  GP_WORD("half"),
        GP_WORD("quarter"), GP_WORD("month"), GP_WORD("week"),
        GP_WORD("week"),    GP_WORD("day"),   GP_WORD("daypart")};
    return names[grain];
}

const char *gp_grain_plural(enum gp_grain grain)
{
    static const char *const names[] = {
        GP_WORD("plans"),    GP_WORD("years"),  GP_WORD("halves"),
        GP_WORD("quarters"), GP_WORD("months"), GP_WORD("weeks"),
        GP_WORD("weeks"),    GP_WORD("days"),   GP_WORD("dayparts")};
    return names[grain];
}

/* How many months a grain has. */
static int months_of(enum gp_grain grain)
{
    switch (grain) {
    case GP_YEAR:
        return 12;
    case GP_HALF:
        return 6;
    case GP_QUARTER:
        return 3;
    default:
        return 1;
    }
}

/* `count` months from the one that is `index` months after January of year 0.
 */
static struct gp_span_days month_span(int index, int count)
{
    gp_date first = gp_date_make(index / 12, index % 12 + 1, 1);
    index += count;
    return (struct gp_span_days){
        first, gp_date_make(index / 12, index % 12 + 1, 1) - 1};
}

bool gp_period_make(const struct gp_calendar *calendar, enum gp_grain grain,
                    int year, int number, struct gp_period *out)
{
    if (year < GP_MIN_YEAR || year > GP_MAX_YEAR || number < 1)
        return false;
    struct gp_period p = {.grain = grain, .year = year, .number = number};
    bool weeks = gp_calendar_has_fiscal_weeks(calendar);
    if (weeks && grain >= GP_YEAR && grain <= GP_WEEK) {
        if (!gp_fiscal_days(calendar, grain, year, number, &p.days))
            return false;
    } else if (grain == GP_WEEK) {
        /* The first week holds January 4th. */
        gp_date first = gp_calendar_week(calendar, gp_date_make(year, 1, 4));
        p.days.first = first + 7 * (number - 1);
        /* With weeks from Friday, say, the week of the 4th may be the second:
         * ask the numbering itself. */
        int y, n;
        gp_calendar_week_number(p.days.first, &y, &n);
        p.days.first -= 7 * (y > year || (y == year && n > number));
        gp_calendar_week_number(p.days.first, &y, &n);
        if (y != year || n != number)
            return false;
        p.days.last = p.days.first + 6;
    } else if (grain == GP_MONTH) {
        if (number > 12)
            return false;
        p.days = month_span(year * 12 + number - 1, 1);
    } else if (grain >= GP_YEAR && grain <= GP_QUARTER) {
        int months = months_of(grain);
        if (number > 12 / months)
            return false;
        p.days = month_span(year * 12 + calendar->fiscal_month - 1 +
                                months * (number - 1),
                            months);
    } else {
        return false;
    }
    *out = p;
    return true;
}

struct gp_period gp_period_of(const struct gp_calendar *calendar,
                              enum gp_grain grain, gp_date date)
{
    struct gp_period p = {.grain = grain, .days = {date, date}};
    struct gp_ymd c = gp_date_split(date);
    int since = c.month - calendar->fiscal_month;
    int fiscal_year = since < 0 ? c.year - 1 : c.year;
    since = since < 0 ? since + 12 : since;
    if (gp_calendar_has_fiscal_weeks(calendar) && grain >= GP_YEAR &&
        grain <= GP_WEEK) {
        gp_fiscal_at(calendar, grain, date, &p.year, &p.number);
        gp_fiscal_days(calendar, grain, p.year, p.number, &p.days);
    } else if (grain == GP_WEEK || grain == GP_PIECE) {
        p.days.first = gp_calendar_week(calendar, date);
        p.days.last = p.days.first + 6;
        gp_calendar_week_number(p.days.first, &p.year, &p.number);
    } else if (grain == GP_MONTH) {
        gp_period_make(calendar, grain, c.year, c.month, &p);
    } else if (grain >= GP_YEAR && grain <= GP_QUARTER) {
        gp_period_make(calendar, grain, fiscal_year,
                       since / months_of(grain) + 1, &p);
    } else {
        p.year = c.year;
    }
    return p;
}

static int digits(const char *text, size_t length)
{
    int n = 0;
    if (length == 0 || length > 4)
        return -1;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        n = n * 10 + (text[i] - '0');
    }
    return n;
}

/* Puts `to` in the place of the text's end where that is `from`. */
static bool turn(char *text, size_t *length, const char *from, const char *to)
{
    size_t n = strlen(from);
    if (*length < n || memcmp(text + *length - n, from, n) != 0)
        return false;
    *length -= n;
    memcpy(text + *length, to, strlen(to) + 1);
    *length += strlen(to);
    return true;
}

/* 2026年7月15日, 2026年7月, 2026年三季度, ２０２６－Ｑ３ as the plan's own
 * 2026-07-15, 2026-07, 2026-Q3; 0 where it is no such thing. */
static size_t plain_text(const char *text, size_t length, char *out)
{
    enum { YEAR_END = 4, SIGN = sizeof "年" - 1 };
    static const char *const ends[][2] = {
        {"一季度", "Q1"}, {"二季度", "Q2"}, {"三季度", "Q3"}, {"四季度", "Q4"},
        {"上半年", "H1"}, {"下半年", "H2"}, {"日", ""},       {"号", ""}};
    char wide[GP_PERIOD_TEXT], *rest = wide + YEAR_END + SIGN;
    size_t n = gp_utf8_halfwidth(text, length, wide, sizeof wide);
    if (n < YEAR_END + SIGN || memcmp(wide + YEAR_END, "年", SIGN) != 0) {
        memcpy(out, wide, n + 1);
        return n;
    }
    n -= YEAR_END + SIGN;
    if (n == 0)
        return (size_t)snprintf(out, GP_PERIOD_TEXT, "%.4s", wide);
    if (strncmp(rest, "第", strlen("第")) == 0) {
        rest += strlen("第");
        n -= strlen("第");
    }
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (turn(rest, &n, ends[i][0], ends[i][1]))
            break;
    int month = 0, day = 0, used = 0;
    if (sscanf(rest, "%2d月%2d%n", &month, &day, &used) == 2 &&
        (size_t)used == n)
        return (size_t)snprintf(out, GP_PERIOD_TEXT, "%.4s-%02d-%02d", wide,
                                month, day);
    if (turn(rest, &n, "月", ""))
        return (size_t)snprintf(out, GP_PERIOD_TEXT, "%.4s-%s%s", wide,
                                n == 1 ? "0" : "", rest);
    if (turn(rest, &n, "季度", ""))
        return (size_t)snprintf(out, GP_PERIOD_TEXT, "%.4s-Q%s", wide, rest);
    return (size_t)snprintf(out, GP_PERIOD_TEXT, "%.4s-%s", wide, rest);
}

bool gp_period_parse(const struct gp_calendar *calendar, const char *text,
                     size_t length, struct gp_period *out)
{
    gp_date date;
    char plain[GP_PERIOD_TEXT];
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)text[i] < 0x80)
            continue;
        if (length >= sizeof plain)
            return false;
        length = plain_text(text, length, plain);
        text = plain;
        break;
    }
    if (gp_date_parse(text, length, &date)) {
        *out = (struct gp_period){
            GP_DAY, {date, date}, gp_date_split(date).year, 0};
        return true;
    }
    if (length == 6 && memcmp(text, "FY", 2) == 0)
        return gp_period_make(calendar, GP_YEAR, digits(text + 2, 4), 1, out);
    if (length < 4)
        return false;
    int year = digits(text, 4);
    if (length == 4)
        return gp_period_make(calendar, GP_YEAR, year, 1, out);
    if (text[4] != '-' || length < 7)
        return false;
    switch (text[5]) {
    case 'H':
    case 'h':
        return gp_period_make(calendar, GP_HALF, year,
                              digits(text + 6, length - 6), out);
    case 'Q':
    case 'q':
        return gp_period_make(calendar, GP_QUARTER, year,
                              digits(text + 6, length - 6), out);
    case 'W':
    case 'w':
        return gp_period_make(calendar, GP_WEEK, year,
                              digits(text + 6, length - 6), out);
    default:
        return length == 7 && gp_period_make(calendar, GP_MONTH, year,
                                             digits(text + 5, 2), out);
    }
}

/* Adds the periods of a level inside each tick of the level above. */
static void add_level(struct gp_timetable *t, enum gp_grain above,
                      enum gp_grain grain)
{
    t->first[grain] = t->count;
    for (int i = t->first[above]; i < t->first[above] + t->of[above]; i++) {
        struct gp_tick *up = &t->ticks[i];
        gp_date at = up->period.days.first;
        up->child = (uint16_t)t->count;
        while (at <= up->period.days.last) {
            struct gp_period p = gp_period_of(t->calendar, grain, at);
            struct gp_tick *tick = &t->ticks[t->count++];
            p.grain = grain;
            *tick = (struct gp_tick){.period = p,
                                     .full_days = gp_days_count(p.days),
                                     .parent = (uint16_t)i};
            tick->period.days = gp_days_cut(p.days, up->period.days);
            at = tick->period.days.last + 1;
        }
        up->child_count = (uint16_t)(t->count - up->child);
    }
    t->of[grain] = t->count - t->first[grain];
}

void gp_timetable_init(struct gp_timetable *t, struct gp_heap *heap,
                       const struct gp_calendar *calendar,
                       struct gp_span_days days)
{
    *t = (struct gp_timetable){.calendar = calendar, .days = days};
    /* A month has at most six pieces of weeks. */
    int months = gp_days_count(days) / 28 + 2;
    t->ticks = gp_calloc(heap, (size_t)months * 8 + 16, sizeof *t->ticks);
    t->count = 1;
    t->of[GP_PLAN] = 1;
    struct gp_tick *root = &t->ticks[0];
    root->period.days = days;
    root->full_days = gp_days_count(days);
    root->parent = GP_NO_TICK;
    add_level(t, GP_PLAN, GP_YEAR);
    add_level(t, GP_YEAR, GP_HALF);
    add_level(t, GP_HALF, GP_QUARTER);
    add_level(t, GP_QUARTER, GP_MONTH);
    t->coarse_count = t->count;
    add_level(t, GP_MONTH, GP_PIECE);
}

int gp_timetable_at(const struct gp_timetable *t, enum gp_grain grain,
                    gp_date date)
{
    int low = t->first[grain], high = low + t->of[grain];
    if (!gp_days_hold(t->days, date))
        return GP_NO_TICK;
    while (high - low > 1) {
        int mid = (low + high) / 2;
        if (t->ticks[mid].period.days.first <= date)
            low = mid;
        else
            high = mid;
    }
    return low;
}

int gp_timetable_find(const struct gp_timetable *t,
                      const struct gp_period *period)
{
    struct gp_span_days cut = gp_days_cut(period->days, t->days);
    if (gp_days_count(cut) == 0)
        return GP_NO_TICK;
    if (period->grain < GP_YEAR || period->grain > GP_MONTH) {
        bool whole = period->grain == GP_PLAN &&
                     period->days.first == t->days.first &&
                     period->days.last == t->days.last;
        return whole ? 0 : GP_NO_TICK;
    }
    /* The whole plan is one thing, by whatever name. */
    if (cut.first == t->days.first && cut.last == t->days.last)
        return 0;
    return gp_timetable_at(t, period->grain, cut.first);
}

void gp_buf_period(struct gp_buf *buf, const struct gp_period *p)
{
    if (p->grain == GP_PLAN || p->grain == GP_DAY) {
        gp_buf_date(buf, p->days.first);
        if (p->grain == GP_PLAN) {
            gp_buf_puts(buf, "..");
            gp_buf_date(buf, p->days.last);
        }
        return;
    }
    gp_buf_int0(buf, p->year, 4);
    switch (p->grain) {
    case GP_HALF:
        gp_buf_puts(buf, "-H");
        gp_buf_int(buf, p->number);
        break;
    case GP_QUARTER:
        gp_buf_puts(buf, "-Q");
        gp_buf_int(buf, p->number);
        break;
    case GP_MONTH:
        gp_buf_putc(buf, '-');
        gp_buf_int0(buf, p->number, 2);
        break;
    case GP_PIECE:
    case GP_WEEK:
        gp_buf_puts(buf, "-W");
        gp_buf_int0(buf, p->number, 2);
        break;
    default:
        break;
    }
}

const char *gp_period_text(struct gp_arena *arena,
                           const struct gp_period *period)
{
    struct gp_buf buf;
    gp_buf_init(&buf, arena->heap);
    gp_buf_period(&buf, period);
    return gp_arena_keep(arena, &buf);
}

/* What the plan says of fiscal years: the month that they start in, or the
 * weeks that they are made of (model/fiscal.h), and the weekday of weeks. */
#include "compile/fiscal.h"
#include "base/utf8.h"

#include <string.h>

#include "model/fiscal.h"

/* "4-4-5": three numbers that make the 13 weeks of a quarter. */
static bool read_weeks(struct gp_pass *p, struct gp_ref at, int *weeks)
{
    size_t length;
    const char *text = gp_ast_text(gp_pass_ast(p, at), at.node, &length);
    char plain[24];
    int sum = 0;
    length = gp_utf8_halfwidth(text, length, plain, sizeof plain);
    text = plain;
    for (int i = 0; length == 5 && i < 3; i++)
        sum += weeks[i] = text[2 * i] - '0';
    /* Three months of four or five weeks each, which sum to 13. */
    return sum == 13 && weeks[0] >= 4 && weeks[1] >= 4 && weeks[2] >= 4;
}

static bool first_day(struct gp_pass *p, struct gp_cursor *c, gp_date *out)
{
    gp_date last;
    return gp_cursor_accept(p, c, GP_W_STARTS) && gp_ref_is(c->at) &&
           gp_ref_kind(p, c->at) == GP_N_DATE &&
           gp_cursor_dates(p, c, out, &last);
}

/* fiscal 4-4-5 starts 2026-02-01 */
static void fiscal_weeks(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_calendar *cal = &p->model->calendar;
    gp_date first;
    if (!read_weeks(p, c->at, cal->month_weeks)) {
        memset(cal->month_weeks, 0, sizeof cal->month_weeks);
        gp_cursor_expected(p, c, "4-4-5, 4-5-4 or 5-4-4");
        return;
    }
    p->fiscal_at = gp_ref_span(p, c->fact);
    c->at = gp_ref_next(p, c->at);
    if (!first_day(p, c, &first)) {
        memset(cal->month_weeks, 0, sizeof cal->month_weeks);
        gp_cursor_expected(p, c,
                           "`starts` and the year's first day: fiscal 4-4-5 "
                           "starts 2026-02-01");
        return;
    }
    gp_fiscal_state(cal, gp_fiscal_year_of_start(first), first);
    /* It anchors the others, wherever they stand. */
    struct gp_fiscal_start anchor = cal->starts.at[cal->starts.count - 1];
    memmove(cal->starts.at + 1, cal->starts.at,
            (cal->starts.count - 1) * sizeof anchor);
    cal->starts.at[0] = anchor;
}

/* fiscal year 2029 starts 2029-02-04 */
static void fiscal_year_of(struct gp_pass *p, struct gp_cursor *c)
{
    gp_date first;
    int year;
    if (!gp_cursor_int(p, c, &year))
        return;
    if (year < GP_MIN_YEAR || year > GP_MAX_YEAR || !first_day(p, c, &first)) {
        gp_cursor_expected(p, c,
                           "`starts` and the year's first day: fiscal year "
                           "2029 starts 2029-02-04");
        return;
    }
    gp_fiscal_state(&p->model->calendar, year, first);
}

void gp_read_fiscal(struct gp_pass *p, struct gp_cursor *c)
{
    if (gp_ref_is(c->at) && gp_ref_kind(p, c->at) == GP_N_WEEKS) {
        fiscal_weeks(p, c);
        return;
    }
    if (gp_cursor_accept(p, c, GP_W_YEAR)) {
        if (gp_ref_is(c->at) && gp_ref_kind(p, c->at) == GP_N_NUMBER) {
            fiscal_year_of(p, c);
            return;
        }
    }
    /* 财年 始于 4月: the Chinese word has the year in it. */
    if (gp_cursor_accept(p, c, GP_W_STARTS)) {
        int month = gp_ref_is(c->at) ? gp_month_at(p, c->at) : -1;
        if (month > 0) {
            p->model->calendar.fiscal_month = month;
            p->fiscal_month_at = gp_ref_span(p, c->fact);
            c->at = gp_ref_next(p, c->at);
            return;
        }
    }
    gp_cursor_expected(p, c,
                       "`year starts` and a month, or weeks: fiscal year "
                       "starts Apr, fiscal 4-4-5 starts 2026-02-01");
}

void gp_read_week_start(struct gp_pass *p, struct gp_cursor *c)
{
    if (gp_cursor_accept(p, c, GP_W_STARTS)) {
        const char *name = gp_cursor_name(p, c);
        int day = name != NULL ? gp_weekday_of(name) : -1;
        if (day >= 0) {
            p->model->calendar.week_start = (enum gp_weekday)day;
            p->week_at = gp_ref_span(p, c->fact);
            return;
        }
    }
    gp_cursor_expected(p, c, "`starts` and a weekday: week starts Fri");
}

/* Years of whole weeks, 52 or 53, each from the first one's weekday. */
static bool check_year(struct gp_pass *p, int year)
{
    const struct gp_calendar *cal = &p->model->calendar;
    int days = gp_fiscal_start(cal, year + 1) - gp_fiscal_start(cal, year);
    if (days == 52 * 7 || days == 53 * 7)
        return true;
    struct gp_buf b;
    gp_buf_init(&b, p->heap);
    gp_buf_int(&b, year);
    const char *name = gp_arena_strdup(p->arena, gp_buf_cstr(&b));
    b.count = 0;
    gp_buf_int(&b, days);
    struct gp_finding *f = gp_find(p->findings, GP_TEXT_FISCAL_YEAR_DAYS,
                                   p->fiscal_at, name, gp_buf_cstr(&b), NULL);
    gp_find_help(p->findings, f, GP_TEXT_HELP_FISCAL_YEAR_DAYS, NULL);
    gp_buf_fini(&b);
    return false;
}

void gp_settle_fiscal(struct gp_pass *p)
{
    struct gp_calendar *cal = &p->model->calendar;
    bool weeks = gp_calendar_has_fiscal_weeks(cal);
    if (!weeks && cal->starts.count != 0)
        gp_find(
            p->findings, GP_TEXT_EXPECTED, p->model->span,
            gp_word(
                p->findings,
                "the weeks of a month beside `fiscal year 2029 starts`: fiscal "
                "4-4-5 starts 2026-02-01"),
            NULL);
    if (!weeks)
        return;
    if (gp_span_is_set(p->fiscal_month_at))
        gp_find(p->findings, GP_TEXT_FISCAL_TWICE, p->fiscal_month_at, NULL);
    for (size_t i = 0; i < cal->starts.count; i++) {
        int year = cal->starts.at[i].year;
        if (!check_year(p, year) || !check_year(p, year - 1)) {
            cal->starts.count = 1; /* what is left makes sense */
            break;
        }
    }
    enum gp_weekday first = gp_date_weekday(cal->starts.at[0].first);
    if (gp_span_is_set(p->week_at) && cal->week_start != first) {
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_FISCAL_WEEK, p->week_at,
                    gp_word(p->findings, gp_weekday_name(cal->week_start)),
                    gp_word(p->findings, gp_weekday_name(first)), NULL);
        gp_find_note(p->findings, f, p->fiscal_at, GP_TEXT_NOTE_FISCAL, NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_FISCAL_WEEK,
                     gp_word(p->findings, gp_weekday_name(first)), NULL);
    }
    cal->week_start = first;
}

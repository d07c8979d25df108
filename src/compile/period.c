/* Periods, weekdays and months as a plan writes them. */
#include <string.h>

#include "base/guess.h"
#include "base/utf8.h"
#include "compile/pass.h"

static const char *const weekdays[][5] = {
    {"Mon", GP_WORD("Monday"), "周一", "星期一", "礼拜一"},
    {"Tue", GP_WORD("Tuesday"), "周二", "星期二", "礼拜二"},
    {"Wed", GP_WORD("Wednesday"), "周三", "星期三", "礼拜三"},
    {"Thu", GP_WORD("Thursday"), "周四", "星期四", "礼拜四"},
    {"Fri", GP_WORD("Friday"), "周五", "星期五", "礼拜五"},
    {"Sat", GP_WORD("Saturday"), "周六", "星期六", "礼拜六"},
    {"Sun", GP_WORD("Sunday"), "周日", "星期日", "周天"},
};

static const char *const months[][3] = {
    {"Jan", "January", "一月"},    {"Feb", "February", "二月"},
    {"Mar", "March", "三月"},      {"Apr", "April", "四月"},
    {"May", "May", "五月"},        {"Jun", "June", "六月"},
    {"Jul", "July", "七月"},       {"Aug", "August", "八月"},
    {"Sep", "September", "九月"},  {"Oct", "October", "十月"},
    {"Nov", "November", "十一月"}, {"Dec", "December", "十二月"},
};

static const char *const quarters[] = {"一季度", "二季度", "三季度", "四季度"};
static const char *const halves[] = {"上半年", "下半年"};

int gp_weekday_of(const char *name)
{
    for (int d = 0; d < 7; d++)
        for (int i = 0; i < 5; i++)
            if (strcmp(weekdays[d][i], name) == 0)
                return d;
    return -1;
}

const char *gp_weekday_name(enum gp_weekday day)
{
    return weekdays[day][1];
}

int gp_month_of(const char *name)
{
    for (int m = 0; m < 12; m++)
        for (int i = 0; i < 3; i++)
            if (strcmp(months[m][i], name) == 0)
                return m + 1;
    return -1;
}

static int counted(const char *text, size_t length, enum gp_grain *grain);

int gp_month_at(struct gp_pass *p, struct gp_ref ref)
{
    size_t length;
    enum gp_grain grain;
    if (gp_ref_kind(p, ref) != GP_N_PERIOD)
        return gp_month_of(gp_ref_name(p, ref));
    const char *text = gp_ast_text(gp_pass_ast(p, ref), ref.node, &length);
    int n = counted(text, length, &grain);
    return n >= 1 && n <= 12 && grain == GP_MONTH ? n : -1;
}

enum gp_grain gp_grain_of(enum gp_word word)
{
    switch (word) {
    case GP_W_YEAR:
    case GP_W_YEARS:
        return GP_YEAR;
    case GP_W_HALF:
        return GP_HALF;
    case GP_W_QUARTER:
    case GP_W_QUARTERS:
        return GP_QUARTER;
    case GP_W_MONTH:
    case GP_W_MONTHS:
        return GP_MONTH;
    case GP_W_WEEK:
    case GP_W_WEEKS:
        return GP_WEEK;
    case GP_W_DAY:
    case GP_W_DAYS:
        return GP_DAY;
    case GP_W_DAYPART:
        return GP_DAYPART;
    default:
        return GP_GRAIN_COUNT;
    }
}

/* "Q3", "H1", "W8": a letter and a number; 0 where it is none. */
static int lettered(const char *name, enum gp_grain *grain)
{
    int n = 0;
    switch (name[0]) {
    case 'Q':
        *grain = GP_QUARTER;
        break;
    case 'H':
        *grain = GP_HALF;
        break;
    case 'W':
        *grain = GP_WEEK;
        break;
    default:
        return 0;
    }
    for (const char *s = name + 1; *s != '\0'; s++) {
        if (*s < '0' || *s > '9' || s - name > 2)
            return 0;
        n = n * 10 + (*s - '0');
    }
    return n;
}

/* "1月", "3季度", with full-width digits, too; 0 where it is none. */
static int counted(const char *text, size_t length, enum gp_grain *grain)
{
    static const char month[] = "月", quarter[] = "季度";
    size_t m = sizeof month - 1, q = sizeof quarter - 1, used;
    int n = 0;
    if (length > m && memcmp(text + length - m, month, m) == 0) {
        *grain = GP_MONTH;
        length -= m;
    } else if (length > q && memcmp(text + length - q, quarter, q) == 0) {
        *grain = GP_QUARTER;
        length -= q;
    } else {
        return 0;
    }
    for (size_t i = 0; i < length; i += used) {
        int d = gp_utf8_digit(text + i, length - i, &used);
        if (d < 0 || n > 9)
            return 0;
        n = n * 10 + d;
    }
    return n;
}

bool gp_relative_period(const struct gp_calendar *calendar, const char *name,
                        enum gp_grain *grain, int *number)
{
    *number = gp_month_of(name);
    *grain = GP_MONTH;
    if (*number > 0) {
        *number = gp_calendar_month(calendar, *number);
        return true;
    }
    for (int i = 0; i < 4; i++) {
        bool nth = strncmp(name, "第", 3) == 0;
        if (strcmp(quarters[i], nth ? name + 3 : name) == 0) {
            *grain = GP_QUARTER;
            *number = i + 1;
            return true;
        }
    }
    for (int i = 0; i < 2; i++) {
        if (strcmp(halves[i], name) == 0) {
            *grain = GP_HALF;
            *number = i + 1;
            return true;
        }
    }
    *number = lettered(name, grain);
    if (*number > 0)
        return true;
    if (strncmp(name, "第", 3) == 0)
        name += 3;
    *number = counted(name, strlen(name), grain);
    if (*number > 0 && *grain == GP_MONTH)
        *number = gp_calendar_month(calendar, *number);
    return *number > 0;
}

/* No such period: did you mean a month or a weekday? */
static bool no_such(struct gp_pass *p, struct gp_ref ref, const char *name)
{
    struct gp_finding *f = gp_find(p->findings, GP_TEXT_NO_SUCH_PERIOD,
                                   gp_ref_span(p, ref), name, NULL);
    struct gp_guess guess;
    gp_guess_init(&guess, name, strlen(name));
    for (int m = 0; m < 12; m++)
        for (int i = 0; i < 3; i++)
            gp_guess_consider(&guess, months[m][i], strlen(months[m][i]));
    if (strlen(name) > 3 && gp_guess_best(&guess) != NULL)
        gp_find_help(p->findings, f, GP_TEXT_HELP_DID_YOU_MEAN,
                     gp_guess_best(&guess), NULL);
    else
        gp_find_help(p->findings, f, GP_TEXT_HELP_PERIODS, NULL);
    return false;
}

/* The one period of that number that touches the plan; the fiscal years at
 * both ends are tried. */
static bool place(struct gp_pass *p, struct gp_ref ref, const char *name,
                  enum gp_grain grain, int number, struct gp_period *out)
{
    const struct gp_calendar *cal = &p->model->calendar;
    struct gp_span_days plan = p->model->period.days;
    int from = gp_date_split(plan.first).year - 1;
    int to = gp_date_split(plan.last).year + 1, found = 0;
    for (int y = from; y <= to; y++) {
        struct gp_period at;
        if (!gp_period_make(cal, grain, y, number, &at) ||
            gp_days_count(gp_days_cut(at.days, plan)) == 0)
            continue;
        if (found++ == 0)
            *out = at;
    }
    if (found == 1)
        return true;
    struct gp_finding *f;
    static const int most[GP_GRAIN_COUNT] = {
        [GP_HALF] = 2, [GP_QUARTER] = 4, [GP_MONTH] = 12, [GP_WEEK] = 53};
    if (number > most[grain])
        return no_such(p, ref, name);
    if (found == 0) {
        f = gp_find(p->findings, GP_TEXT_OUTSIDE, gp_ref_span(p, ref), name,
                    NULL);
        gp_find_note(p->findings, f, p->model->span, GP_TEXT_NOTE_PERIOD, NULL);
    } else {
        f = gp_find(p->findings, GP_TEXT_SEVERAL_PERIODS, gp_ref_span(p, ref),
                    name, NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_PERIOD_YEAR, NULL);
    }
    return false;
}

static bool named_period(struct gp_pass *p, struct gp_ref ref, const char *name,
                         struct gp_period *out)
{
    enum gp_grain grain;
    int number;
    char plain[48];
    if (gp_utf8_halfwidth(name, strlen(name), plain, sizeof plain) != 0)
        name = gp_arena_strdup(&p->findings->arena, plain); /* Ｑ３ */
    if (gp_relative_period(&p->model->calendar, name, &grain, &number))
        return place(p, ref, name, grain, number, out);
    if (gp_period_parse(&p->model->calendar, name, strlen(name), out))
        return true;
    return no_such(p, ref, name);
}

bool gp_find_period(struct gp_pass *p, struct gp_ref ref, struct gp_period *out)
{
    size_t length;
    if (gp_ref_kind(p, ref) == GP_N_NAME)
        return named_period(p, ref, gp_ref_name(p, ref), out);
    const char *text = gp_ast_text(gp_pass_ast(p, ref), ref.node, &length);
    enum gp_grain grain;
    if (gp_ref_kind(p, ref) == GP_N_PERIOD && counted(text, length, &grain) > 0)
        return named_period(
            p, ref, gp_arena_strndup(&p->findings->arena, text, length), out);
    if (gp_ref_kind(p, ref) != GP_N_RANGE &&
        gp_period_parse(&p->model->calendar, text, length, out))
        return true;
    char *shown = gp_arena_strndup(&p->findings->arena, text, length);
    struct gp_finding *f = gp_find(p->findings, GP_TEXT_NO_SUCH_PERIOD,
                                   gp_ref_span(p, ref), shown, NULL);
    if (strchr(shown, '/') != NULL)
        gp_find_help(p->findings, f, GP_TEXT_HELP_ISO_DATE, NULL);
    else
        gp_find_help(p->findings, f, GP_TEXT_HELP_PERIODS, NULL);
    return false;
}

/* Pass 2: the plan statement: period, calendar, currency.  What it can say is
 * the table at the end. */
#include <string.h>

#include "base/vec.h"
#include "compile/attrs.h"
#include "compile/fiscal.h"
#include "compile/pass.h"

/* Currencies whose smallest unit is not a hundredth (ISO 4217). */
static const struct {
    const char *code;
    int digits;
} currencies[] = {
    {"JPY", 0}, {"KRW", 0}, {"VND", 0}, {"CLP", 0}, {"ISK", 0}, {"XAF", 0},
    {"XOF", 0}, {"PYG", 0}, {"UGX", 0}, {"KWD", 3}, {"BHD", 3}, {"OMR", 3},
    {"JOD", 3}, {"TND", 3}, {"IQD", 3}, {"LYD", 3},
};

int gp_currency_digits(const char *code)
{
    for (size_t i = 0;
         code != NULL && i < sizeof currencies / sizeof *currencies; i++)
        if (strcmp(currencies[i].code, code) == 0)
            return currencies[i].digits;
    return 2;
}

static void set_currency(struct gp_pass *p, struct gp_cursor *c)
{
    const char *code = gp_cursor_name(p, c);
    if (code == NULL || strlen(code) != 3) {
        gp_cursor_expected(p, c, "a currency code such as CNY");
        return;
    }
    p->model->currency = gp_arena_strdup(p->arena, code);
}

static void set_calendar(struct gp_pass *p, struct gp_cursor *c)
{
    enum gp_word word = gp_cursor_word(p, c);
    if (word == GP_W_CHINA)
        p->model->calendar.china = true;
    else if (word != GP_W_NONE)
        gp_cursor_expected(p, c, "`china` or `none`");
}

/* 周一至周五 is one name, and a range. */
static bool split_weekdays(const char *name, int *first, int *last)
{
    static const char *const joints[] = {"至", "到"};
    for (size_t i = 0; i < sizeof joints / sizeof joints[0]; i++) {
        const char *at = strstr(name, joints[i]);
        char before[16];
        if (at == NULL || (size_t)(at - name) >= sizeof before)
            continue;
        memcpy(before, name, (size_t)(at - name));
        before[at - name] = '\0';
        *first = gp_weekday_of(before);
        *last = gp_weekday_of(at + strlen(joints[i]));
        return true;
    }
    return false;
}

static bool mark_weekdays(struct gp_pass *p, struct gp_ref at, bool *days)
{
    int first, last;
    if (gp_ref_kind(p, at) == GP_N_RANGE) {
        struct gp_ref a = gp_ref_child(p, at);
        first = gp_weekday_of(gp_ref_name(p, a));
        last = gp_weekday_of(gp_ref_name(p, gp_ref_next(p, a)));
    } else if (!split_weekdays(gp_ref_name(p, at), &first, &last)) {
        first = last = gp_weekday_of(gp_ref_name(p, at));
    }
    if (first < 0 || last < 0)
        return false;
    for (int d = first;; d = (d + 1) % 7) {
        days[d] = true;
        if (d == last)
            return true;
    }
}

/* "Mon..Fri", "Mon..Thu, Sat". */
static void set_workdays(struct gp_pass *p, struct gp_cursor *c)
{
    bool days[7] = {false};
    bool any = false;
    while (gp_ref_is(c->at)) {
        if (!mark_weekdays(p, c->at, days)) {
            gp_cursor_expected(p, c, "weekdays: workdays Mon..Fri");
            return;
        }
        any = true;
        c->at = gp_ref_next(p, c->at);
    }
    if (any)
        memcpy(p->model->calendar.workdays, days, sizeof days);
    else
        gp_cursor_expected(p, c, "weekdays: workdays Mon..Fri");
}

static void add_day(struct gp_pass *p, struct gp_cursor *c, bool worked)
{
    struct gp_calendar_day day = {.worked = worked};
    gp_date last;
    struct gp_ref at = c->at;
    if (!gp_cursor_dates(p, c, &day.date, &last))
        return;
    if (gp_ref_is(c->at))
        day.name = gp_cursor_string(p, c);
    if (last - day.date > 366) {
        gp_find(p->findings, GP_TEXT_BAD_DATE, gp_ref_span(p, at),
                gp_word(p->findings, "a range of more than a year"), NULL);
        return;
    }
    for (; day.date <= last; day.date++)
        gp_calendar_add(&p->model->calendar, day);
}

static void add_holiday(struct gp_pass *p, struct gp_cursor *c)
{
    add_day(p, c, false);
}

static void add_workday(struct gp_pass *p, struct gp_cursor *c)
{
    add_day(p, c, true);
}

/* The period waits for the fiscal year, wherever that stands. */
static void skip_period(struct gp_pass *p, struct gp_cursor *c)
{
    (void)p;
    c->at.node = 0;
}

/* approvals required */
static void set_approvals(struct gp_pass *p, struct gp_cursor *c)
{
    enum gp_word word = gp_cursor_word(p, c);
    if (word != GP_W_REQUIRED && word != GP_W_REQUIRE)
        gp_cursor_expected(p, c, "`required`");
    p->model->approvals = true;
}

/* freeze from 2026-01-31 limit 2 */
static void set_freeze(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_model *m = p->model;
    gp_date last;
    m->freeze_span = gp_ref_span(p, c->fact);
    if (!gp_cursor_accept(p, c, GP_W_FROM)) {
        gp_cursor_expected(p, c, "`from` and a day");
        return;
    }
    if (!gp_cursor_dates(p, c, &m->freeze_from, &last))
        return;
    if (gp_cursor_accept(p, c, GP_W_LIMIT) &&
        (!gp_cursor_int(p, c, &m->freeze_limit) || m->freeze_limit < 0)) {
        gp_cursor_expected(p, c, "how many amendments: limit 2");
        m->freeze_from = GP_NO_DATE; /* how many is not known: none is told */
    }
}

static const struct gp_attr attrs[] = {
    {GP_W_PERIOD, skip_period},      {GP_W_CURRENCY, set_currency},
    {GP_W_CALENDAR, set_calendar},   {GP_W_FISCAL, gp_read_fiscal},
    {GP_W_WEEK, gp_read_week_start}, {GP_W_WORKDAYS, set_workdays},
    {GP_W_HOLIDAY, add_holiday},     {GP_W_WORKDAY, add_workday},
    {GP_W_APPROVALS, set_approvals}, {GP_W_FREEZE, set_freeze},
    {GP_WORD_COUNT, NULL},
};

static bool read_period(struct gp_pass *p, struct gp_ref at)
{
    struct gp_period first, last;
    if (gp_ref_kind(p, at) != GP_N_RANGE) {
        if (!gp_find_period(p, at, &first))
            return false;
        p->model->period = first;
        return true;
    }
    struct gp_ref a = gp_ref_child(p, at);
    if (!gp_find_period(p, a, &first) ||
        !gp_find_period(p, gp_ref_next(p, a), &last))
        return false;
    p->model->period = (struct gp_period){
        .grain = GP_PLAN, .days = {first.days.first, last.days.last}};
    return true;
}

static void find_plan_period(struct gp_pass *p, struct gp_ref plan)
{
    struct gp_ref block = gp_ref_part(p, plan, GP_N_BLOCK);
    bool found = false;
    for (struct gp_ref i = gp_ref_is(block) ? gp_ref_child(p, block) : block;
         gp_ref_is(i); i = gp_ref_next(p, i)) {
        struct gp_ref word = gp_ref_child(p, i);
        if (gp_ref_kind(p, i) != GP_N_ATTRS ||
            gp_ref_word(p, word) != GP_W_PERIOD)
            continue;
        struct gp_ref at = gp_ref_next(p, word);
        found = true;
        if (!gp_ref_is(at)) {
            gp_find(p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, i),
                    gp_word(p->findings, "a period: period 2026"), NULL);
            continue;
        }
        struct gp_period before = p->model->period;
        if (!read_period(p, at))
            continue;
        struct gp_span_days d = p->model->period.days;
        if (d.last < d.first || gp_days_count(d) > GP_MAX_PLAN_YEARS * 366) {
            gp_find(p->findings, GP_TEXT_BAD_PERIOD, gp_ref_span(p, at), NULL);
            p->model->period = before;
        }
    }
    if (!found && gp_findings_count(p->findings, GP_ERROR) == 0) {
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_NO_PERIOD,
                    gp_ref_span(p, gp_ref_child(p, plan)), NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_PERIOD, NULL);
    }
}

static void check_calendar_years(struct gp_pass *p, struct gp_span_days days)
{
    int first, last;
    gp_calendar_china_years(&first, &last);
    int from = gp_date_split(days.first).year;
    int to = gp_date_split(days.last).year;
    for (int y = from; y <= to; y++) {
        if (gp_calendar_knows(&p->model->calendar, y))
            continue;
        struct gp_buf b;
        gp_buf_init(&b, p->heap);
        gp_buf_int(&b, y);
        const char *year = gp_arena_strdup(p->arena, gp_buf_cstr(&b));
        b.count = 0;
        gp_buf_int(&b, first);
        gp_buf_puts(&b, "-");
        gp_buf_int(&b, last);
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_UNKNOWN_YEAR, p->model->span, year,
                    gp_buf_cstr(&b), NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_UNKNOWN_YEAR, NULL);
        gp_buf_fini(&b);
    }
}

/* A plan that names whole periods is called by their name. */
static void name_period(struct gp_model *m)
{
    static const enum gp_grain grains[] = {GP_YEAR, GP_HALF, GP_QUARTER,
                                           GP_MONTH};
    for (size_t i = 0; i < sizeof grains / sizeof *grains; i++) {
        struct gp_period g =
            gp_period_of(&m->calendar, grains[i], m->period.days.first);
        if (g.days.first == m->period.days.first &&
            g.days.last == m->period.days.last) {
            m->period = g;
            return;
        }
    }
    m->period.grain = GP_PLAN;
}

/* Whether a `plan` is there that could not be read: that has been told. */
static bool begins_a_plan(const struct gp_pass *p)
{
    const struct gp_tokens *t = &p->out->files.at[0].ast.tokens;
    for (size_t i = 0; p->lost_target && i < t->count; i++)
        if (gp_token_kind(&t->at[i]) == gp_word_token(GP_W_PLAN))
            return true;
    return false;
}

void gp_pass_plan(struct gp_pass *p)
{
    struct gp_ref plan = {0, 0};
    struct gp_model *m = p->model;
    p->week_at = p->fiscal_at = p->fiscal_month_at = gp_no_span();
    for (size_t i = 0; i < p->stmts.count; i++) {
        struct gp_ref ref = p->stmts.at[i].ref;
        if (gp_ref_kind(p, ref) != GP_N_PLAN)
            continue;
        if (gp_ref_is(plan)) {
            struct gp_finding *f = gp_find(p->findings, GP_TEXT_TWO_PLANS,
                                           gp_ref_span(p, ref), NULL);
            gp_find_note(p->findings, f, m->span, GP_TEXT_NOTE_FIRST, NULL);
            continue;
        }
        plan = ref;
        struct gp_ref name = gp_ref_child(p, ref);
        m->span = gp_ref_span(p, name);
        m->title = gp_ref_name(p, name);
        gp_attrs_block(p, gp_ref_part(p, ref, GP_N_BLOCK), attrs);
    }
    gp_settle_fiscal(p);
    /* A plan of nothing is this year's: no clock is asked. */
    gp_period_make(&m->calendar, GP_YEAR, 2026, 1, &m->period);
    if (gp_ref_is(plan)) {
        find_plan_period(p, plan);
    } else {
        struct gp_span at = {p->out->files.at[0].ast.tokens.source, 0, 0};
        m->title = "";
        m->span = at;
        if (!begins_a_plan(p)) {
            struct gp_finding *f =
                gp_find(p->findings, GP_TEXT_NO_PLAN, at, NULL);
            gp_find_help(p->findings, f, GP_TEXT_HELP_PLAN, NULL);
        }
    }
    name_period(m);
    check_calendar_years(p, m->period.days);
    gp_calendar_finish(&m->calendar, m->period.days);
    gp_timetable_init(&m->time, p->heap, &m->calendar, m->period.days);
    m->time.ticks[0].period = m->period;
}

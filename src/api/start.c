/*
 * A plan to begin with: see goalpost/start.h.  What is proved before it is
 * given out: the period and the currency mean something, the text is in the
 * one layout, and it has no findings.
 */
#include <string.h>

#include "api/own.h"
#include "base/utf8.h"
#include "start/start.h"

static const char *const teams_en[] = {"East: Ann, Ben", "South: Cleo, Dan"};
static const char *const teams_zh[] = {"华东：李华，王星", "华南：陈岚，周磊"};

void gp_starter_default(bool chinese, struct gp_starter *starter)
{
    *starter = (struct gp_starter){
        .company = chinese ? "星辰公司" : "Acme",
        .teams = chinese ? teams_zh : teams_en,
        .team_count = 2,
        /* There is no clock: the last year that the built-in calendar of
         * public holidays has. */
        .period = "2026",
        .currency = "CNY",
        .chinese = chinese,
    };
}

struct start_args {
    struct gp_session *session;
    const struct gp_starter *given;
    enum gp_starter_file file;
    const char *path;
    struct gp_plan *plan; /* only a head, then the whole */
    struct gp_start start;
    const char *text;
    struct gp_buf made;
    struct gp_output *output;
};

/* ---- the fields --------------------------------------------------------- */

/* Nothing that could be more than a period in a plan. */
static bool is_period_text(const char *text)
{
    static const char good[] = "0123456789-.ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return *text != '\0' && strspn(text, good) == strlen(text);
}

static bool is_currency(const char *text)
{
    static const char good[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return strlen(text) == 3 && strspn(text, good) == 3;
}

static enum gp_status bad_period(struct gp_session *s, const char *text)
{
    return gp_api_fail(s, GP_BAD_VALUE,
                       "the period cannot be '{0}': write 2026, 2026-H1, "
                       "2026-Q3, 2026-07 or 2026-04-01..2027-03-31",
                       text, NULL);
}

static enum gp_status bad_name(struct gp_session *s, const char *what,
                               const char *text)
{
    if (gp_utf8_check(text, strlen(text)) != strlen(text))
        return gp_api_fail(s, GP_BAD_VALUE, "{0} is not UTF-8",
                           gp_translate(s->lang, what), NULL);
    return gp_api_fail(s, GP_BAD_VALUE,
                       "{0} '{1}' has an empty name; write \"East\", or "
                       "\"East: Ann, Ben\"",
                       gp_translate(s->lang, what), text, NULL);
}

/* The scope that is all of it, called like no team and no person. */
static const char *find_root(const struct gp_start *start)
{
    static const char *const en[] = {"company", "organization", "everybody"};
    static const char *const zh[] = {"公司", "总公司", "全公司"};
    const char *const *words = start->chinese ? zh : en;
    for (size_t i = 0; i < 2; i++) {
        bool taken = false;
        for (size_t t = 0; t < start->team_count; t++) {
            const struct gp_start_team *team = &start->teams[t];
            taken |= strcmp(team->name.shown, words[i]) == 0;
            for (size_t p = 0; p < team->person_count; p++)
                taken |= strcmp(team->people[p].shown, words[i]) == 0;
        }
        if (!taken)
            return words[i];
    }
    return words[2];
}

static enum gp_status read_fields(void *args)
{
    struct start_args *a = args;
    struct gp_session *s = a->session;
    struct gp_start *start = &a->start;
    struct gp_starter d;
    const struct gp_starter *g = a->given;
    gp_starter_default(g->chinese, &d);
    const char *company = g->company != NULL ? g->company : d.company;
    const char *const *teams = g->team_count > 0 ? g->teams : d.teams;
    start->chinese = g->chinese;
    start->period = g->period != NULL ? g->period : d.period;
    start->currency = g->currency != NULL ? g->currency : d.currency;
    start->team_count = g->team_count > 0 ? g->team_count : d.team_count;
    start->company = gp_start_clean(&s->arena, company, strlen(company));
    if (start->company == NULL)
        return bad_name(s, GP_WORD("the company"), company);
    if (!is_period_text(start->period))
        return bad_period(s, start->period);
    if (!is_currency(start->currency))
        return gp_api_fail(s, GP_BAD_VALUE,
                           "the currency cannot be '{0}': write its code, such "
                           "as CNY or EUR",
                           start->currency, NULL);
    start->teams =
        gp_arena_calloc(&s->arena, start->team_count, sizeof *start->teams);
    for (size_t i = 0; i < start->team_count; i++)
        if (!gp_start_read_team(&s->arena, &s->names, teams[i],
                                &start->teams[i]))
            return bad_name(s, GP_WORD("the team"), teams[i]);
    start->root = find_root(start);
    a->text = gp_arena_join(&s->arena, "plan \"\" { period ", start->period,
                            " }\n", NULL);
    return GP_OK;
}

static size_t count_findings(const struct gp_plan *plan)
{
    return gp_plan_count(plan, GP_LEVEL_ERROR) +
           gp_plan_count(plan, GP_LEVEL_WARNING) +
           gp_plan_count(plan, GP_LEVEL_NOTE);
}

/* The first month that the plan does not cut; NULL where there is none. */
static const struct gp_period *find_month(const struct gp_timetable *time)
{
    for (int i = 0; i < time->of[GP_MONTH]; i++) {
        const struct gp_tick *tick = &time->ticks[time->first[GP_MONTH] + i];
        if (gp_days_count(tick->period.days) == tick->full_days)
            return &tick->period;
    }
    return NULL;
}

/* What the period is made of. */
static enum gp_status look_at_period(void *args)
{
    struct start_args *a = args;
    struct gp_start *start = &a->start;
    const struct gp_timetable *time = &a->plan->compilation.model->time;
    struct gp_buf name;
    int first, last;
    if (count_findings(a->plan) > 0)
        return bad_period(a->session, start->period);
    const struct gp_period *month = find_month(time);
    if (month == NULL)
        return gp_api_fail(
            a->session, GP_BAD_VALUE,
            "the period '{0}' is short to begin with: it holds no whole month",
            start->period, NULL);
    gp_buf_init(&name, &a->session->heap);
    gp_buf_period(&name, month);
    start->first_month =
        gp_arena_strndup(&a->session->arena, name.at, name.count);
    gp_buf_fini(&name);
    if (time->of[GP_QUARTER] == 4 && time->of[GP_MONTH] == 12)
        start->grain = "quarter";
    else if (time->of[GP_MONTH] > 1)
        start->grain = "month";
    gp_calendar_china_years(&first, &last);
    start->china = strcmp(start->currency, "CNY") == 0 &&
                   gp_date_split(time->days.first).year >= first &&
                   gp_date_split(time->days.last).year <= last;
    return GP_OK;
}

/* ---- the files ---------------------------------------------------------- */

static enum gp_status make_file(void *args)
{
    struct start_args *a = args;
    gp_buf_init(&a->made, &a->session->heap);
    switch (a->file) {
    case GP_STARTER_PLAN:
        gp_start_plan(&a->start, &a->made);
        break;
    case GP_STARTER_ACTUALS:
        gp_start_actuals(&a->start, &a->made);
        break;
    case GP_STARTER_GITHUB:
        gp_start_github(a->path, a->start.chinese, &a->made);
        break;
    case GP_STARTER_GITLAB:
        gp_start_gitlab(a->path, a->start.chinese, &a->made);
        break;
    }
    return GP_OK;
}

/* The first finding says what names cannot stand beside each other. */
static enum gp_status tell_finding(void *args)
{
    struct start_args *a = args;
    struct gp_findings *findings = &a->plan->findings;
    gp_findings_sort(findings);
    const struct gp_finding *f = findings->list.at[0];
    return gp_api_fail(a->session, GP_BAD_VALUE,
                       "these names make no sound plan: {0} ({1})", f->summary,
                       gp_slug_name(f->slug), NULL);
}

static enum gp_status open_text(struct start_args *a, const char *text,
                                size_t length)
{
    return gp_plan_open_text(a->session, "plan.goal", text, length, 0,
                             &a->plan);
}

/* Lays the plan out and has it proved. */
static enum gp_status finish_plan(struct start_args *a)
{
    struct gp_format format = {.keywords = a->start.chinese ? "zh" : "en"};
    struct gp_output *laid = gp_output_to_memory(a->session);
    bool changed;
    size_t length;
    if (laid == NULL)
        return GP_OUT_OF_MEMORY;
    enum gp_status status =
        gp_session_format_text(a->session, "plan.goal", a->made.at,
                               a->made.count, &format, laid, &changed);
    const char *text = gp_output_text(laid, &length);
    if (status == GP_OK && text == NULL)
        status = GP_OUT_OF_MEMORY;
    if (status == GP_OK)
        status = open_text(a, text, length);
    if (status == GP_OK) {
        if (count_findings(a->plan) > 0)
            status = gp_api_run(a->session, tell_finding, a);
        else
            status = gp_output_write(a->output, text, length);
        gp_plan_free(a->plan);
    }
    gp_output_cancel(laid);
    return status;
}

enum gp_status gp_session_write_starter(struct gp_session *session,
                                        const struct gp_starter *starter,
                                        enum gp_starter_file file,
                                        const char *path,
                                        struct gp_output *output)
{
    struct start_args a = {.session = session,
                           .given = starter,
                           .file = file,
                           .path = path,
                           .output = output};
    enum gp_status status = gp_api_run(session, read_fields, &a);
    if (status == GP_OK)
        status = open_text(&a, a.text, strlen(a.text));
    if (status != GP_OK)
        return status;
    status = gp_api_run(session, look_at_period, &a);
    gp_plan_free(a.plan);
    if (status == GP_OK)
        status = gp_api_run(session, make_file, &a);
    if (status != GP_OK)
        return status;
    status = file == GP_STARTER_PLAN
                 ? finish_plan(&a)
                 : gp_output_write(output, a.made.at, a.made.count);
    if (!session->broken)
        gp_buf_fini(&a.made);
    return status;
}

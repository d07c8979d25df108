/* Following plans and asking them for numbers: see goalpost/plan.h. */
#include <string.h>

#include "api/own.h"
#include "model/amend.h"
#include "report/dates.h"
#include "report/explain.h"
#include "report/report.h"
#include "report/schedule.h"
#include "report/site.h"
#include "track/amend.h"
#include "track/checks.h"
#include "track/duties.h"
#include "track/history.h"

void gp_query_init(struct gp_query *query)
{
    *query = (struct gp_query){.depth = -1};
}

struct ask_args {
    struct gp_plan *plan;
    const char *name; /* of a report, or a cell */
    const struct gp_query *query;
    struct gp_out *out;
    struct gp_site *site; /* a folder of pages in the place of a report */
};

static struct gp_select_words words_of(const struct gp_plan *plan,
                                       const struct gp_query *q)
{
    return (struct gp_select_words){
        .by = q->by,
        .of = q->of,
        .in = q->in,
        .kpis = q->kpis,
        .kpi_count = q->kpi_count,
        .depth = q->depth,
        .as_of = q->as_of,
        .lang = plan->session->lang,
    };
}

/* "1" is digits as they are; without a word the plan's own habit counts. */
static const char *unit_of(const struct gp_plan *plan, const struct gp_query *q)
{
    if (q->unit != NULL)
        return strcmp(q->unit, "1") == 0 ? NULL : q->unit;
    return q->chinese || plan->compilation.model->uses_wan ? "万" : NULL;
}

static struct gp_render_options looks_of(const struct gp_plan *plan,
                                         const struct gp_query *q)
{
    return (struct gp_render_options){
        .chinese = q->chinese,
        .color = q->color,
        .bom = q->bom,
        .unit = unit_of(plan, q),
        .unit_asked = q->unit != NULL,
        .width = q->width,
    };
}

static enum gp_status refuse(struct gp_plan *plan, const char *why)
{
    return gp_api_refuse(plan->session, GP_BAD_VALUE, why);
}

static enum gp_status has_errors(struct gp_plan *plan)
{
    return gp_api_fail(plan->session, GP_HAS_ERRORS, "{0}: the plan has errors",
                       plan->path, NULL);
}

static bool is_unit(const char *unit)
{
    for (size_t i = 0; gp_choice(GP_CHOICE_UNIT, i) != NULL; i++)
        if (strcmp(gp_choice(GP_CHOICE_UNIT, i), unit) == 0)
            return true;
    return false;
}

static enum gp_status check_format(struct gp_plan *plan,
                                   const struct gp_query *q)
{
    if (q->format != NULL && gp_renderer_find(q->format) == NULL)
        return gp_api_fail(plan->session, GP_BAD_VALUE, "no format '{0}'",
                           q->format, NULL);
    if (q->unit != NULL && !is_unit(q->unit))
        return gp_api_fail(plan->session, GP_BAD_VALUE, "no unit '{0}'",
                           q->unit, NULL);
    return GP_OK;
}

/* The selection that a query means; a status other than GP_OK where it
 * cannot be. */
static enum gp_status select_cells(struct ask_args *a, struct gp_selection *sel)
{
    struct gp_model *m = a->plan->compilation.model;
    struct gp_select_words words = words_of(a->plan, a->query);
    enum gp_status status = check_format(a->plan, a->query);
    if (status != GP_OK)
        return status;
    if (gp_plan_count(a->plan, GP_LEVEL_ERROR) != 0)
        return has_errors(a->plan);
    const char *why = gp_select(sel, m, &words);
    return why == NULL ? GP_OK : refuse(a->plan, why);
}

enum gp_status gp_ask_words(struct gp_plan *plan, const struct gp_query *query,
                            struct gp_select_words *words,
                            struct gp_render_options *looks,
                            const char **format)
{
    *words = words_of(plan, query);
    *looks = looks_of(plan, query);
    *format = query->format != NULL ? query->format : "text";
    return check_format(plan, query);
}

static const char *format_of(const struct gp_query *q)
{
    return q->format != NULL ? q->format : "text";
}

/* ---- amendments ---------------------------------------------------------- */

/* The plan as it is amended on a day (GP_NO_DATE: at all): the model itself
 * where nothing is in force, else a view that has to be given back. */
static struct gp_model *amended(struct gp_plan *plan, gp_date as_of,
                                struct gp_model *view)
{
    struct gp_model *m = plan->compilation.model;
    size_t count = gp_amends_until(m, as_of);
    if (count == 0)
        return m;
    gp_view_init(view, m, count);
    return view;
}

static void give_back(struct gp_model *shown, const struct gp_model *view)
{
    if (shown == view)
        gp_view_fini(shown);
}

/* ---- schedule ------------------------------------------------------------ */

static enum gp_status schedule(void *args)
{
    struct ask_args *a = args;
    struct gp_selection sel;
    struct gp_render_options looks = looks_of(a->plan, a->query);
    enum gp_status status = select_cells(a, &sel);
    struct gp_model view, *m = a->plan->compilation.model;
    if (status != GP_OK)
        return status;
    if (!a->query->original)
        m = amended(a->plan, sel.as_of, &view);
    sel.model = m;
    const char *why = (a->query->calendar ? gp_dates_write : gp_schedule_write)(
        &sel, format_of(a->query), &looks, a->query->chinese, a->out);
    gp_select_fini(&sel);
    give_back(m, &view);
    return why == NULL ? GP_OK : refuse(a->plan, why);
}

enum gp_status gp_plan_schedule(struct gp_plan *plan,
                                const struct gp_query *query,
                                struct gp_output *output)
{
    struct ask_args args = {plan, NULL, query, &output->out, NULL};
    return gp_api_run(plan->session, schedule, &args);
}

/* ---- following ---------------------------------------------------------- */

static void read_actuals(struct gp_plan *plan)
{
    if (plan->facts != NULL)
        return;
    struct gp_facts *facts = gp_facts_new(plan->compilation.model);
    plan->unreadable = !gp_facts_load(facts, &plan->findings);
    plan->facts = facts;
}

static void follow_baselines(struct gp_plan *plan)
{
    struct gp_track track;
    const struct gp_model *m = plan->compilation.model;
    if (m->baselines.count == 0)
        return;
    gp_track_init(&track, m, plan->facts, m->time.days.last);
    track.lang = plan->findings.lang;
    gp_history_find(&track, &plan->findings);
    gp_track_fini(&track);
}

/* What the rules and duties find on a day. */
static void follow_loop(struct gp_plan *plan, gp_date as_of)
{
    struct gp_track track;
    struct gp_firings firings;
    struct gp_duties duties;
    gp_facts_check_stale(plan->facts, as_of, &plan->findings);
    struct gp_model view, *m = amended(plan, as_of, &view);
    gp_track_init(&track, m, plan->facts, as_of);
    track.lang = plan->findings.lang;
    gp_rules_run(&track, &firings);
    gp_rules_find(&track, &firings, &plan->findings);
    gp_duties_make(&track, &firings, &duties);
    gp_duties_find(&track, &duties, &plan->findings);
    gp_checks_find(&track, true, &plan->findings);
    gp_duties_fini(&duties);
    gp_firings_fini(&firings);
    gp_track_fini(&track);
    give_back(m, &view);
}

/* What rests on targets alone needs no day. */
static void check_targets(struct gp_plan *plan)
{
    struct gp_track track;
    struct gp_model view, *m = amended(plan, GP_NO_DATE, &view);
    gp_track_init(&track, m, plan->facts, m->time.days.last);
    track.lang = plan->findings.lang;
    gp_checks_find(&track, false, &plan->findings);
    gp_track_fini(&track);
    give_back(m, &view);
}

static enum gp_status cannot_read(struct gp_plan *plan)
{
    return gp_api_fail(plan->session, GP_CANNOT_READ,
                       "{0}: its actuals cannot be read", plan->path, NULL);
}

static enum gp_status follow(void *args)
{
    struct ask_args *a = args;
    gp_date as_of = GP_NO_DATE;
    if (a->name != NULL && !gp_date_parse(a->name, strlen(a->name), &as_of))
        return gp_api_fail(a->plan->session, GP_BAD_VALUE,
                           "'{0}' is not a day: write 2026-07-31", a->name,
                           NULL);
    bool broken = gp_plan_count(a->plan, GP_LEVEL_ERROR) != 0;
    read_actuals(a->plan);
    if (!broken)
        follow_baselines(a->plan);
    /* A plan with errors has no numbers that a rule could look at. */
    if (a->name != NULL && !broken)
        follow_loop(a->plan, as_of);
    else if (!broken)
        check_targets(a->plan);
    if (!broken)
        gp_amend_find(a->plan->compilation.model, a->plan->facts, as_of,
                      &a->plan->findings);
    gp_compile_allow(&a->plan->compilation, as_of);
    /* What a scenario alone needs is known when these have been checked. */
    if (!a->plan->unreadable &&
        a->plan->compilation.model->scenarios.count == 0)
        gp_compile_unused_allows(&a->plan->compilation);
    return a->plan->unreadable ? cannot_read(a->plan) : GP_OK;
}

enum gp_status gp_plan_follow(struct gp_plan *plan, const char *as_of)
{
    struct ask_args args = {plan, as_of, NULL, NULL, NULL};
    return gp_api_run(plan->session, follow, &args);
}

/* ---- reports ------------------------------------------------------------ */

/* The last day that is known: of the facts, or the plan's. */
static gp_date day_of(const struct gp_plan *plan,
                      const struct gp_selection *sel)
{
    if (sel->as_of != GP_NO_DATE)
        return sel->as_of;
    gp_date plan_end = sel->model->time.days.last;
    gp_date last = gp_facts_last_date(plan->facts, plan_end);
    return last != GP_NO_DATE ? last : plan_end;
}

static enum gp_status write_one(struct ask_args *a,
                                const struct gp_report_kind *kind,
                                struct gp_track *track,
                                struct gp_selection *sel)
{
    struct gp_render_options looks = looks_of(a->plan, a->query);
    const char *why = gp_report_write(kind, track, sel, format_of(a->query),
                                      &looks, a->query->chinese, a->out);
    return why == NULL ? GP_OK : refuse(a->plan, why);
}

static enum gp_status write_site(struct ask_args *a, struct gp_track *track,
                                 struct gp_selection *sel)
{
    struct gp_render_options looks = looks_of(a->plan, a->query);
    const char *format = a->site->format;
    if (strcmp(format, "html") != 0 && strcmp(format, "markdown") != 0 &&
        strcmp(format, "text") != 0)
        return gp_api_fail(a->plan->session, GP_BAD_VALUE,
                           "pages have no format '{0}'", format, NULL);
    a->site->looks = &looks;
    const char *failed = gp_site_write(a->site, track, sel);
    if (failed == NULL)
        return GP_OK;
    return gp_api_fail_file(a->plan->session, GP_CANNOT_WRITE, failed,
                            a->site->error);
}

static enum gp_status report(void *args)
{
    struct ask_args *a = args;
    struct gp_selection sel;
    struct gp_track track;
    const struct gp_report_kind *kind =
        a->site == NULL ? gp_report_kind_find(a->name) : NULL;
    if (kind == NULL && a->site == NULL)
        return gp_api_fail(a->plan->session, GP_BAD_VALUE,
                           "no report is called '{0}'", a->name, NULL);
    enum gp_status status = select_cells(a, &sel);
    if (status != GP_OK)
        return status;
    read_actuals(a->plan);
    if (a->plan->unreadable) {
        status = cannot_read(a->plan);
    } else if (gp_plan_count(a->plan, GP_LEVEL_ERROR) != 0) {
        status = has_errors(a->plan);
    } else {
        gp_date as_of = day_of(a->plan, &sel);
        struct gp_model view, *m = amended(a->plan, as_of, &view);
        sel.model = m;
        gp_track_init(&track, sel.model, a->plan->facts, as_of);
        track.lang = a->plan->findings.lang;
        status = a->site != NULL ? write_site(a, &track, &sel)
                                 : write_one(a, kind, &track, &sel);
        gp_track_fini(&track);
        give_back(m, &view);
    }
    gp_select_fini(&sel);
    return status;
}

enum gp_status gp_plan_report(struct gp_plan *plan, const char *name,
                              const struct gp_query *query,
                              struct gp_output *output)
{
    struct ask_args args = {plan, name, query, &output->out, NULL};
    return gp_api_run(plan->session, report, &args);
}

enum gp_status gp_plan_publish(struct gp_plan *plan, const char *folder,
                               const struct gp_query *query,
                               gp_progress *progress, void *context)
{
    struct gp_site site = {
        .folder = folder,
        .format = query->format != NULL ? query->format : "html",
        .chinese = query->chinese,
        .progress = progress,
        .context = context,
    };
    struct ask_args args = {.plan = plan, .query = query, .site = &site};
    return gp_api_run(plan->session, report, &args);
}

/* ---- explaining --------------------------------------------------------- */

static enum gp_status explain(void *args)
{
    struct ask_args *a = args;
    struct gp_session *s = a->plan->session;
    const char *format = format_of(a->query);
    if (strcmp(format, "text") != 0 && strcmp(format, "json") != 0)
        return gp_api_fail(s, GP_BAD_VALUE,
                           "an explanation has no format '{0}'", format, NULL);
    if (gp_plan_count(a->plan, GP_LEVEL_ERROR) != 0)
        return has_errors(a->plan);
    gp_date as_of = GP_NO_DATE;
    const char *day = a->query->as_of;
    if (day != NULL && !gp_date_parse(day, strlen(day), &as_of))
        return gp_api_fail(s, GP_BAD_VALUE,
                           "'{0}' is not a day: write 2026-07-31", day, NULL);
    /* Targets can be explained without their actuals, too. */
    bool carries =
        as_of != GP_NO_DATE && a->plan->compilation.model->carries.count != 0;
    if (carries)
        read_actuals(a->plan);
    struct gp_model view, *m = amended(a->plan, as_of, &view);
    struct gp_track track;
    if (carries)
        gp_track_init(&track, m, a->plan->facts, as_of);
    const char *why =
        gp_explain_write(m, &s->sources, carries ? &track : NULL, a->name,
                         strcmp(format, "json") == 0, s->lang, a->out);
    enum gp_status status = why == NULL ? GP_OK : refuse(a->plan, why);
    if (carries)
        gp_track_fini(&track);
    give_back(m, &view);
    return status;
}

enum gp_status gp_plan_explain(struct gp_plan *plan, const char *cell,
                               const struct gp_query *query,
                               struct gp_output *output)
{
    struct ask_args args = {plan, cell, query, &output->out, NULL};
    return gp_api_run(plan->session, explain, &args);
}

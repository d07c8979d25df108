/*
 * The table of reports: a new one is a row here, its headings in
 * headings.def, and a builder in a file of its own.
 */
#include "report/report.h"

#include <string.h>

#include "report/target.h"
#include "text/catalogue.h"

/* All reports take --of, --in and --as-of; why others are of no use to one, and
 * what to write instead: */
static const char one_scope[] = GP_WORD("it is of one scope, which --of names");
static const char one_period[] =
    GP_WORD("it is of one period, which --in names");
static const char own_grain[] =
    GP_WORD("it has periods of its own, which --in chooses; goalpost report "
            "follow-up --by has others");
static const char only_dates[] =
    GP_WORD("it lists what has a date; --in chooses the time");

static const struct kind {
    struct gp_report_kind kind;
    bool personal;                         /* of interest for one person */
    const char *no_by, *no_kpi, *no_depth; /* NULL: it takes them */
    enum gp_grain grain; /* that it has anyway; else GP_PLAN */
} kinds[] = {
    {{"overview", GP_H_OVERVIEW, "the whole in a few lines: totals and dates",
      gp_build_overview, NULL},
     .no_by = GP_WORD("what is due is told by quarters; goalpost schedule --by "
                      "has other periods"),
     .no_depth = one_scope},
    {{"decomposition", GP_H_DECOMPOSITION,
      "who has which part of it, and by quarters", gp_build_decomposition,
      NULL},
     .no_by = GP_WORD("it splits by quarters, a quarter of --in by months and "
                      "so on; goalpost schedule --by has other periods")},
    {{"personal", GP_H_PERSONAL, "a quarter of each person, with its actions",
      gp_build_personal, NULL},
     .personal = true,
     .no_by = own_grain,
     .grain = GP_QUARTER},
    {{"store", GP_H_STORE, "days with their coefficients, and parts of days",
      gp_build_store, NULL},
     .no_by = own_grain,
     .grain = GP_DAY},
    {{"follow-up", GP_H_FOLLOW_UP, "targets against what happened, and why",
      gp_build_follow_up, gp_build_follow_up_csv},
     .personal = true},
    {{"daily", GP_H_DAILY, "what each has done on a day", gp_build_daily, NULL},
     .no_by = own_grain,
     .grain = GP_DAY},
    {{"weekly", GP_H_WEEKLY, "a week, who is under target, support needed",
      gp_build_weekly, NULL},
     .no_by = own_grain,
     .grain = GP_WEEK},
    {{"monthly", GP_H_MONTHLY, "a month's results, rates and growth",
      gp_build_monthly, NULL},
     .no_by = own_grain,
     .grain = GP_MONTH},
    {{"comparison", GP_H_COMPARISON,
      "original, amended and adjusted targets, and the forecast",
      gp_build_comparison, NULL},
     .no_by = one_period},
    {{"team", GP_H_TEAM, "the people of a team in a month, with their total",
      gp_build_team, NULL},
     .no_by = one_period,
     .no_depth =
         GP_WORD("it lists those right below a team, which --of names")},
    {{"funnel", GP_H_FUNNEL, "needed and real rates, stage by stage",
      gp_build_funnel, NULL},
     .no_by = one_period,
     .no_depth = one_scope},
    {{"scorecard", GP_H_SCORECARD, "scores of people, and their rewards",
      gp_build_scorecard, NULL},
     .personal = true,
     .no_by = one_period,
     .no_kpi =
         GP_WORD("a score is of all KPIs of its card; --of chooses whose")},
    {{"actions", GP_H_ACTIONS, "what is done for the targets", gp_build_actions,
      NULL},
     .no_by = only_dates},
    {{"duties", GP_H_DUTIES, "who has to answer for what, until when",
      gp_build_duties, NULL},
     .no_by = only_dates,
     .no_kpi = GP_WORD("a duty is of a rule, a review or an action, not of a "
                       "KPI; --of chooses whose")},
    {{"agenda", GP_H_AGENDA, "what to talk about at the next review",
      gp_build_agenda, NULL},
     .no_by = one_period},
    {{"retrospective", GP_H_RETROSPECTIVE,
      "what a quarter has brought, and what is left open",
      gp_build_retrospective, NULL},
     .no_by = one_period},
    {{"dashboard", GP_H_DASHBOARD, "one page of it all, with pictures",
      gp_build_dashboard, NULL},
     .no_by = one_period},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

const char *gp_report_kind_name(size_t index)
{
    return index < KINDS ? kinds[index].kind.name : NULL;
}

const char *gp_report_kind_help(size_t index)
{
    return index < KINDS ? kinds[index].kind.help : NULL;
}

bool gp_report_kind_is_personal(size_t index)
{
    return index < KINDS && kinds[index].personal;
}

const struct gp_report_kind *gp_report_kind_find(const char *name)
{
    for (size_t i = 0; i < KINDS; i++)
        if (strcmp(kinds[i].kind.name, name) == 0)
            return &kinds[i].kind;
    return NULL;
}

/* The sentence why a word is of no use; NULL where all are. */
static const char *refuse(const struct kind *k, const struct gp_selection *sel,
                          struct gp_arena *arena)
{
    const struct gp_select_words *words = &sel->words;
    bool same = k->grain != GP_PLAN && sel->by == k->grain;
    const struct {
        bool written;
        const char *name, *why;
    } all[] = {
        {words->by != NULL && !same, "by", k->no_by},
        {words->kpi_count != 0, "kpi", k->no_kpi},
        {words->depth >= 0, "depth", k->no_depth},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i].written && all[i].why != NULL)
            return gp_phrase(arena, words->lang,
                             "the report {0} takes no --{1}: {2}", k->kind.name,
                             all[i].name, gp_translate(words->lang, all[i].why),
                             NULL);
    return NULL;
}

static void begin(struct gp_builder *b, const struct gp_report_kind *kind)
{
    const char *title = gp_heading(kind->title, b->chinese);
    const char *plan = b->model->title;
    if (plan != NULL && *plan != '\0')
        title = gp_arena_join(b->arena, title, ": ", plan, NULL);
    b->report = gp_report_new(
        b->arena, kind->name, title,
        gp_arena_join(b->arena, b->chinese ? "截至 " : "as of ",
                      gp_date_text(b->arena, b->track->as_of), NULL));
}

static bool shows_nothing(const struct gp_report *report)
{
    for (const struct gp_table *t = report->tables; t != NULL; t = t->next)
        if (t->row_count != 0)
            return false;
    return report->figures == NULL && report->cards == NULL;
}

/* Builds the tree and hands it to the renderer. */
static const char *make_tree(struct gp_builder *b,
                             const struct gp_report_kind *kind,
                             const struct gp_report_look *look,
                             struct gp_out *out)
{
    begin(b, kind);
    b->report->home = look->home;
    const char *why = kind->build(b);
    if (why != NULL)
        return why;
    if (look->empty != NULL && shows_nothing(b->report)) {
        *look->empty = true;
        return NULL;
    }
    /* A report that takes KPIs shows targets. */
    if (((const struct kind *)kind)->no_kpi == NULL)
        gp_amended_notes(b->report, b->sel, b->chinese);
    return gp_report_render(b->report, look->format, look->looks, out);
}

const char *gp_report_make(const struct gp_report_kind *kind,
                           struct gp_track *track, struct gp_selection *sel,
                           const struct gp_report_look *look,
                           struct gp_out *out)
{
    struct gp_arena arena;
    struct gp_model *m = (struct gp_model *)(uintptr_t)sel->model;
    struct gp_builder b = {.track = track,
                           .model = m,
                           .sel = sel,
                           .arena = &arena,
                           .chinese = look->chinese,
                           .sparing = look->empty != NULL,
                           .unit = look->looks->unit};
    const char *why = NULL;
    if (look->empty == NULL)
        why = refuse((const struct kind *)kind, sel, &m->arena);
    if (why != NULL)
        return why;
    struct gp_track original;
    if (m->original != NULL) {
        gp_track_init(&original, m->original, track->facts, track->as_of);
        b.original = &original;
    }
    gp_arena_init(&arena, sel->heap);
    if (kind->csv != NULL && strcmp(look->format, "csv") == 0)
        kind->csv(&b, look->looks->bom, out);
    else
        why = make_tree(&b, kind, look, out);
    if (why != NULL)
        why = gp_arena_strdup(&m->arena, why);
    gp_arena_fini(&arena);
    if (b.original != NULL)
        gp_track_fini(&original);
    return why;
}

const char *gp_report_write(const struct gp_report_kind *kind,
                            struct gp_track *track, struct gp_selection *sel,
                            const char *format,
                            const struct gp_render_options *looks, bool chinese,
                            struct gp_out *out)
{
    struct gp_report_look look = {
        .format = format, .looks = looks, .chinese = chinese};
    return gp_report_make(kind, track, sel, &look, out);
}

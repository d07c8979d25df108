/*
 * The table of reports: a new one is a row here, its headings in
 * headings.def, and a builder in a file of its own.
 */
#include "report/report.h"

#include <string.h>

#include "report/target.h"

/* What a report can be narrowed by; a word of no use to it is refused. */
enum { BY = 1, OF = 2, IN = 4, KPI = 8, DEPTH = 16, AS_OF = 32 };
/* Of interest for one person. */
enum { PERSON = 64 };

static const struct kind {
    struct gp_report_kind kind;
    unsigned uses;
} kinds[] = {
    {{"overview", GP_H_OVERVIEW, "the whole in a few lines: totals and dates",
      gp_build_overview, NULL},
     OF | IN | KPI},
    {{"decomposition", GP_H_DECOMPOSITION,
      "who has which part of it, and by quarters", gp_build_decomposition,
      NULL},
     OF | KPI | DEPTH},
    {{"personal", GP_H_PERSONAL, "a quarter of each person, with its actions",
      gp_build_personal, NULL},
     OF | IN | KPI | DEPTH | AS_OF | PERSON},
    {{"store", GP_H_STORE, "days with their coefficients, and parts of days",
      gp_build_store, NULL},
     OF | IN | KPI | DEPTH | AS_OF},
    {{"follow-up", GP_H_FOLLOW_UP, "targets against what happened, and why",
      gp_build_follow_up, gp_build_follow_up_csv},
     BY | OF | IN | KPI | DEPTH | AS_OF | PERSON},
    {{"daily", GP_H_DAILY, "what each has done on a day", gp_build_daily, NULL},
     OF | IN | KPI | DEPTH | AS_OF},
    {{"weekly", GP_H_WEEKLY, "a week, who is under target, support needed",
      gp_build_weekly, NULL},
     OF | IN | KPI | DEPTH | AS_OF},
    {{"monthly", GP_H_MONTHLY, "a month's results, rates and growth",
      gp_build_monthly, NULL},
     OF | IN | KPI | DEPTH | AS_OF},
    {{"comparison", GP_H_COMPARISON,
      "original, amended and adjusted targets, and the forecast",
      gp_build_comparison, NULL},
     OF | IN | KPI | DEPTH | AS_OF},
    {{"team", GP_H_TEAM, "the people of a team in a month, with their total",
      gp_build_team, NULL},
     OF | IN | KPI | AS_OF},
    {{"funnel", GP_H_FUNNEL, "needed and real rates, stage by stage",
      gp_build_funnel, NULL},
     OF | IN | AS_OF},
    {{"scorecard", GP_H_SCORECARD, "scores of people, and their rewards",
      gp_build_scorecard, NULL},
     OF | IN | AS_OF | PERSON},
    {{"actions", GP_H_ACTIONS, "what is done for the targets", gp_build_actions,
      NULL},
     OF | IN | KPI | AS_OF},
    {{"duties", GP_H_DUTIES, "who has to answer for what, until when",
      gp_build_duties, NULL},
     OF | IN | AS_OF},
    {{"agenda", GP_H_AGENDA, "what to talk about at the next review",
      gp_build_agenda, NULL},
     OF | IN | KPI | DEPTH | AS_OF},
    {{"retrospective", GP_H_RETROSPECTIVE,
      "what a quarter has brought, and what is left open",
      gp_build_retrospective, NULL},
     OF | IN | KPI | DEPTH | AS_OF},
    {{"dashboard", GP_H_DASHBOARD, "one page of it all, with pictures",
      gp_build_dashboard, NULL},
     OF | IN | KPI | DEPTH | AS_OF},
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

enum gp_report_reach gp_report_kind_reach(size_t index)
{
    unsigned uses = index < KINDS ? kinds[index].uses : 0;
    return (uses & PERSON) != 0 ? GP_REACH_PERSON
           : (uses & OF) != 0   ? GP_REACH_TEAM
                                : GP_REACH_PLAN;
}

const struct gp_report_kind *gp_report_kind_find(const char *name)
{
    for (size_t i = 0; i < KINDS; i++)
        if (strcmp(kinds[i].kind.name, name) == 0)
            return &kinds[i].kind;
    return NULL;
}

static const char *refuse(const struct gp_report_kind *kind,
                          const struct gp_select_words *words,
                          struct gp_arena *arena)
{
    const struct kind *own = (const struct kind *)kind;
    const struct {
        bool written;
        unsigned bit;
        const char *name;
    } all[] = {
        {words->by != NULL, BY, "by"},
        {words->of != NULL, OF, "of"},
        {words->in != NULL, IN, "in"},
        {words->kpi_count != 0, KPI, "kpi"},
        {words->depth >= 0, DEPTH, "depth"},
        {words->as_of != NULL, AS_OF, "as-of"},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i].written && (own->uses & all[i].bit) == 0)
            return gp_phrase(arena, words->lang,
                             "the report {0} has no use for --{1}", kind->name,
                             all[i].name, NULL);
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
    if ((((const struct kind *)kind)->uses & KPI) != 0)
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
    const char *why =
        look->empty == NULL ? refuse(kind, &sel->words, &m->arena) : NULL;
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

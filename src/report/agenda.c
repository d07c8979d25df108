/*
 * The agenda of a review, that of the as-of date or the next one: figures,
 * what each owner has to say, questions, what is open and what is under way.
 */
#include <string.h>

#include "report/event.h"
#include "report/meeting.h"
#include "report/target.h"
#include "track/measure.h"
#include "track/review.h"

/* ---- which meeting ------------------------------------------------------- */

/* The first time that one review is held on the day or later; *since is the
 * day behind the time before. */
static bool find_held(const struct gp_builder *b, uint32_t review,
                      struct gp_meeting *x)
{
    gp_date at = GP_NO_DATE, held;
    x->since = b->model->time.days.first;
    while (gp_review_next(b->track, review, &at, &x->period, &held)) {
        if (held >= b->track->as_of) {
            x->held = held;
            x->review = review;
            return true;
        }
        x->since = held + 1;
    }
    return false;
}

/* One that is held early in its period looks back on the one before. */
static void look_back(struct gp_meeting *x)
{
    const struct gp_model *m = x->b->model;
    struct gp_period p = x->period;
    if (gp_review_is_early(&p, x->held) && p.days.first > m->time.days.first &&
        p.grain != GP_PLAN)
        p = gp_period_of(&m->calendar, p.grain, p.days.first - 1);
    p.days = gp_days_cut(p.days, m->time.days);
    x->period = p;
}

/* The next of all reviews; of several on a day, the rarest. */
static bool find_meeting(struct gp_meeting *x)
{
    struct gp_builder *b = x->b;
    const struct gp_model *m = b->model;
    struct gp_meeting best = {.b = b, .review = GP_NONE, .held = GP_NO_DATE};
    for (uint32_t i = 0; i < m->reviews.count; i++) {
        struct gp_meeting one = {.b = b};
        if (!find_held(b, i, &one))
            continue;
        if (best.review == GP_NONE || one.held < best.held ||
            (one.held == best.held &&
             m->reviews.at[i].every < m->reviews.at[best.review].every))
            best = one;
    }
    if (best.review == GP_NONE)
        return false;
    *x = best;
    x->turn = x->period;
    look_back(x);
    return true;
}

/* ---- tables -------------------------------------------------------------- */

/* The scope asked for and what is right below, or as deep as was asked. */
static bool is_shown(const struct gp_meeting *x, uint32_t scope)
{
    const struct gp_builder *b = x->b;
    const struct gp_model *m = b->model;
    int top = b->sel->of != GP_NONE ? m->scopes.at[b->sel->of].depth : 0;
    return gp_build_is_listed(b, scope, &x->period) &&
           (b->sel->words.depth >= 0 || m->scopes.at[scope].depth <= top + 1);
}

static void add_figures(const struct gp_meeting *x)
{
    struct gp_builder *b = x->b;
    const struct gp_model *m = b->model;
    struct gp_table *t = gp_report_table(
        b->report, gp_heading_key(GP_H_AGENDA_FIGURES),
        gp_build_heading(b, gp_heading(GP_H_AGENDA_FIGURES, b->chinese), NULL,
                         &x->period));
    gp_build_column(b, t, GP_H_FOLLOW_UP_OWNER, GP_LEFT);
    gp_build_column(b, t, GP_H_FOLLOW_UP_CORE_METRIC, GP_LEFT);
    gp_build_column(b, t, GP_H_SCHEDULE_TARGET, GP_RIGHT);
    gp_build_column(b, t, GP_H_FOLLOW_UP_ACTUAL, GP_RIGHT);
    gp_build_column(b, t, GP_H_FOLLOW_UP_ATTAINMENT, GP_RIGHT);
    t->empty = b->chinese ? "此范围没有目标。" : "This scope has no target.";
    for (size_t k = 0; k < b->sel->kpi_count; k++) {
        uint32_t kpi = b->sel->kpis[k];
        for (size_t s = 0; s < m->scopes.count; s++) {
            uint32_t scope = m->scope_order[s];
            if (!is_shown(x, scope))
                continue;
            struct gp_value target =
                gp_measure(b->track, GP_M_TARGET, kpi, scope, &x->period);
            struct gp_value actual =
                gp_measure(b->track, GP_M_ACTUAL, kpi, scope, &x->period);
            if (!target.has && !actual.has)
                continue;
            struct gp_cell *cells = gp_table_row(b->report, t);
            cells[0] = gp_cell_text(gp_build_scope_who(b, scope));
            cells[1] = gp_cell_text(m->kpis.at[kpi].title);
            cells[2] = gp_build_value(b, kpi, target);
            cells[3] = gp_build_value(b, kpi, actual);
            cells[4] = gp_build_attainment(b, kpi, scope, &x->period);
        }
    }
}

static bool add_points_of(const struct gp_meeting *x, struct gp_table *t,
                          uint32_t scope)
{
    struct gp_builder *b = x->b;
    const struct gp_model *m = b->model;
    bool any = false;
    for (size_t i = 0; i < m->records.count; i++) {
        const struct gp_record *r = &m->records.at[i];
        if (r->scope != scope || !gp_meeting_concerns(x, r))
            continue;
        for (int p = 0; p < GP_PART_COUNT; p++) {
            if (r->parts[p] == NULL)
                continue;
            struct gp_cell *cells = gp_table_row(b->report, t);
            cells[0] = gp_cell_text(gp_build_scope_who(b, scope));
            cells[1] = gp_cell_text(gp_arena_join(
                b->arena, gp_build_part_name(b, (enum gp_record_part)p), ": ",
                r->parts[p], NULL));
            any = true;
        }
    }
    return any;
}

/* Who is expected to speak and has not written anything has an empty row. */
static void add_points(const struct gp_meeting *x)
{
    struct gp_builder *b = x->b;
    const struct gp_model *m = b->model;
    struct gp_table *t =
        gp_report_table(b->report, gp_heading_key(GP_H_AGENDA_POINTS),
                        gp_heading(GP_H_AGENDA_POINTS, b->chinese));
    gp_build_column(b, t, GP_H_FOLLOW_UP_OWNER, GP_LEFT);
    gp_build_column(b, t, GP_H_AGENDA_POINTS, GP_LEFT);
    t->columns[0].once = true;
    t->empty = b->chinese ? "没有记录。" : "Nobody has written anything.";
    for (size_t s = 0; s < m->scopes.count; s++) {
        uint32_t scope = m->scope_order[s];
        enum gp_scope_kind kind = m->scopes.at[scope].kind;
        if (add_points_of(x, t, scope) || !is_shown(x, scope) ||
            gp_build_owner(m, scope) == NULL || kind == GP_SCOPE_RESERVE)
            continue;
        bool any = false;
        for (size_t k = 0; k < b->sel->kpi_count && !any; k++)
            any = gp_build_has(b, b->sel->kpis[k], scope, &x->period);
        if (!any)
            continue;
        struct gp_cell *cells = gp_table_row(b->report, t);
        cells[0] = gp_cell_text(gp_build_scope_who(b, scope));
    }
}

/* The meeting as an event, the same as in the calendar of the plan, with what
 * is to be asked. */
static void add_event(const struct gp_meeting *x)
{
    struct gp_builder *b = x->b;
    const struct gp_model *m = b->model;
    const struct gp_review *r = &m->reviews.at[x->review];
    struct gp_event *e = gp_build_event(
        b, GP_EVENT_DAYS, "review", gp_sym_text(m->names, r->name),
        gp_period_text(b->arena, &x->turn), NULL);
    e->first = e->last = x->held;
    e->what = r->title;
    e->category = gp_heading(GP_H_DATES_REVIEW, b->chinese);
    if (m->root != GP_NONE)
        gp_build_event_note(b, e, GP_H_DATES_OWNER, gp_build_owner(m, m->root));
    for (const struct gp_table *t = b->report->tables; t != NULL; t = t->next)
        for (size_t i = 0;
             i < t->row_count &&
             strcmp(t->key, gp_heading_key(GP_H_AGENDA_QUESTIONS)) == 0;
             i++)
            gp_build_event_note(b, e, GP_H_AGENDA_QUESTIONS,
                                t->cells[i * t->column_count + 1].text);
}

const char *gp_build_agenda(struct gp_builder *b)
{
    const struct gp_model *m = b->model;
    struct gp_meeting x = {.b = b};
    if (find_meeting(&x)) {
        const char *title = m->reviews.at[x.review].title;
        b->report->subtitle =
            gp_arena_join(b->arena, title, ", ", gp_date_text(b->arena, x.held),
                          " (", b->report->subtitle, ")", NULL);
    } else {
        gp_report_note(b->report, b->chinese
                                      ? "此日及以后没有复盘会议。"
                                      : "No review is held on this day or "
                                        "later.");
        x = (struct gp_meeting){.b = b, .review = GP_NONE};
        x.period = gp_build_period(b);
        x.since = x.period.days.first;
        x.held = b->track->as_of;
    }
    if (b->sel->words.in != NULL)
        x.period = gp_build_period(b);
    add_figures(&x);
    add_points(&x);
    gp_meeting_questions(&x);
    b->report->dated = true;
    if (x.review != GP_NONE)
        add_event(&x);
    gp_meeting_unanswered(&x);
    gp_meeting_actions(&x);
    return NULL;
}

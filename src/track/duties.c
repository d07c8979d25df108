/* See duties.h; when reviews are held is in review.c. */
#include "track/duties.h"

#include <stdlib.h>
#include <string.h>

#include "track/review.h"

/* ---------------------------------------------------------------- due days */

static gp_date months_after(gp_date date, int months)
{
    struct gp_ymd d = gp_date_split(date);
    int at = d.year * 12 + d.month - 1 + months;
    int length = gp_month_length(at / 12, at % 12 + 1);
    return gp_date_make(at / 12, at % 12 + 1, d.day < length ? d.day : length);
}

static gp_date due_of(const struct gp_calendar *calendar,
                      const struct gp_rule_action *a, gp_date end)
{
    switch (a->within_unit) {
    case GP_PIECE:
        return gp_calendar_add_workdays(calendar, end, a->within);
    case GP_WEEK:
        return end + 7 * a->within;
    case GP_MONTH:
        return months_after(end, a->within);
    case GP_QUARTER:
        return months_after(end, 3 * a->within);
    case GP_HALF:
        return months_after(end, 6 * a->within);
    case GP_YEAR:
        return months_after(end, 12 * a->within);
    default:
        return end + a->within;
    }
}

/* ----------------------------------------------------------------- records */

static bool is_text(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

static bool is_period(const struct gp_model *m, const struct gp_period *a,
                      const struct gp_period *b)
{
    struct gp_span_days x = gp_days_cut(a->days, m->time.days);
    struct gp_span_days y = gp_days_cut(b->days, m->time.days);
    return x.first == y.first && x.last == y.last;
}

/* A record without a period speaks of the one that holds its date; of a rule
 * also where it is written until the duty is due. */
static bool answers_rule(const struct gp_model *m, const struct gp_duty *d,
                         const struct gp_record *r)
{
    if (r->scope != d->scope || !is_text(r->title, d->title))
        return false;
    if (r->has_period)
        return is_period(m, &r->period, &d->period);
    return r->date >= d->period.days.first && r->date <= d->due;
}

/* A review early in its period looks back: its record may name the period
 * before, if it is written in this one. */
static bool answers_review(const struct gp_model *m, const struct gp_duty *d,
                           const struct gp_record *r)
{
    const struct gp_review *review = &m->reviews.at[d->review];
    struct gp_span_days days = d->period.days;
    /* A meeting may be moved out of its period. */
    days.first = d->due < days.first ? d->due : days.first;
    days.last = d->due > days.last ? d->due : days.last;
    bool now = gp_days_hold(days, r->date);
    if (!is_text(r->title, d->title) &&
        !is_text(r->title, gp_sym_text(m->names, review->name)))
        return false;
    if (!r->has_period)
        return now;
    bool early = gp_review_is_early(&d->period, d->due);
    if (is_period(m, &r->period, &d->period))
        return now || !early;
    return early && now && r->period.days.last == d->period.days.first - 1;
}

/* A record with the action's own title, about what the action is for. */
static bool answers_task(const struct gp_model *m, const struct gp_duty *d,
                         const struct gp_record *r)
{
    if (r->scope != d->scope)
        return false;
    /* An action that is done has its milestones behind it. */
    return is_text(r->title, d->title) ||
           (d->node != GP_NONE &&
            is_text(r->title, m->tasks.at[d->task].title));
}

static bool answers(const struct gp_model *m, const struct gp_duty *d,
                    const struct gp_record *r)
{
    if (d->task != GP_NONE)
        return answers_task(m, d, r);
    return d->rule != GP_NONE ? answers_rule(m, d, r) : answers_review(m, d, r);
}

static void settle(const struct gp_track *t, struct gp_duty *d)
{
    const struct gp_model *m = t->model;
    d->record = GP_NONE;
    for (uint32_t i = 0; i < m->records.count; i++) {
        const struct gp_record *r = &m->records.at[i];
        if (r->date <= t->as_of && answers(m, d, r)) {
            d->record = i;
            break;
        }
    }
    d->state = d->record != GP_NONE ? GP_DUTY_DONE
               : d->due < t->as_of  ? GP_DUTY_OVERDUE
                                    : GP_DUTY_OPEN;
}

/* ------------------------------------------------------------------ making */

static void add(const struct gp_track *t, struct gp_duties *out,
                struct gp_duty d)
{
    d.order = (uint32_t)out->list.count;
    settle(t, &d);
    gp_vec_push(out->heap, &out->list, d);
}

static void add_reviews(const struct gp_track *t, struct gp_duties *out)
{
    const struct gp_model *m = t->model;
    for (uint32_t i = 0; i < m->reviews.count; i++) {
        const struct gp_review *r = &m->reviews.at[i];
        const char *name = gp_sym_text(m->names, r->name);
        struct gp_duty d = {
            .title = r->title != NULL ? r->title : name,
            .who = m->root != GP_NONE ? m->scopes.at[m->root].owner : NULL,
            .raised_by = name,
            .span = r->span,
            .rule = GP_NONE,
            .review = i,
            .task = GP_NONE,
            .scope = m->root,
        };
        gp_date at = GP_NO_DATE;
        while (gp_review_next(t, i, &at, &d.period, &d.due))
            add(t, out, d);
    }
}

/* Who answers for a scope: its owner, or the person that it is. */
static const char *responsible(const struct gp_model *m, uint32_t scope)
{
    const struct gp_scope *s = &m->scopes.at[scope];
    if (s->owner == NULL && m->scopes.at[s->base].kind == GP_SCOPE_PERSON)
        return m->scopes.at[s->base].title;
    return s->owner;
}

static void add_required(const struct gp_track *t,
                         const struct gp_firings *firings,
                         struct gp_duties *out)
{
    const struct gp_model *m = t->model;
    for (size_t i = 0; i < firings->list.count; i++) {
        const struct gp_firing *f = &firings->list.at[i];
        const struct gp_rule *r = &m->rules.at[f->rule];
        for (size_t k = 0; k < r->action_count; k++) {
            const struct gp_rule_action *a = &r->actions[k];
            if (a->action != GP_ACT_REQUIRE)
                continue;
            struct gp_duty d = {
                .title = a->text != NULL ? a->text : "",
                .who = a->who != NULL ? a->who : responsible(m, f->scope),
                .raised_by = gp_sym_text(m->names, r->name),
                .span = r->span,
                .rule = f->rule,
                .review = GP_NONE,
                .task = GP_NONE,
                .scope = f->scope,
                .period = f->period,
                .due = due_of(&m->calendar, a, f->period.days.last),
                .arithmetic = f->arithmetic,
            };
            add(t, out, d);
        }
    }
}

/* An action is due on its last day, each milestone on its own. */
static struct gp_duty task_duty(const struct gp_model *m, uint32_t task,
                                uint32_t node)
{
    const struct gp_task *x = &m->tasks.at[task];
    bool whole = node == GP_NONE;
    struct gp_duty d = {
        .title = whole ? x->title : x->nodes[node].text,
        .who = x->owner,
        .raised_by = whole ? NULL : x->title,
        .span = whole ? x->span : x->nodes[node].span,
        .rule = GP_NONE,
        .review = GP_NONE,
        .task = task,
        .node = node,
        .scope = x->scope != GP_NONE ? x->scope : m->root,
        .due = whole ? x->to : x->nodes[node].date,
    };
    if (d.due != GP_NO_DATE)
        d.period = gp_period_of(&m->calendar, GP_DAY, d.due);
    return d;
}

static void add_tasks(const struct gp_track *t, struct gp_duties *out)
{
    const struct gp_model *m = t->model;
    for (uint32_t i = 0; i < m->tasks.count; i++) {
        const struct gp_task *x = &m->tasks.at[i];
        for (uint32_t k = 0; k < x->node_count; k++)
            add(t, out, task_duty(m, i, k));
        if (x->to != GP_NO_DATE)
            add(t, out, task_duty(m, i, GP_NONE));
    }
}

gp_date gp_task_done(const struct gp_track *t, uint32_t task, uint32_t node)
{
    struct gp_duty d = task_duty(t->model, task, node);
    settle(t, &d);
    return d.record == GP_NONE ? GP_NO_DATE
                               : t->model->records.at[d.record].date;
}

static int by_due(const void *x, const void *y)
{
    const struct gp_duty *a = x, *b = y;
    if (a->due != b->due)
        return a->due < b->due ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

void gp_duties_make(const struct gp_track *track,
                    const struct gp_firings *firings, struct gp_duties *out)
{
    *out = (struct gp_duties){.heap = track->heap};
    add_reviews(track, out);
    add_tasks(track, out);
    add_required(track, firings, out);
    if (out->list.count > 1)
        qsort(out->list.at, out->list.count, sizeof *out->list.at, by_due);
}

void gp_duties_fini(struct gp_duties *duties)
{
    gp_vec_fini(duties->heap, &duties->list);
}

const char *gp_duty_state_name(enum gp_duty_state state)
{
    static const char *const names[] = {GP_WORD("open"), GP_WORD("done"),
                                        GP_WORD("overdue")};
    return names[state];
}

/* ---------------------------------------------------------------- findings */

/* Of an action or its milestone. */
static void find_task(const struct gp_track *t, const struct gp_duty *d,
                      const char *scope, const char *due, const char *today,
                      struct gp_findings *findings)
{
    const char *action = t->model->tasks.at[d->task].title;
    struct gp_finding *f;
    if (d->node == GP_NONE)
        f = d->who != NULL ? gp_find(findings, GP_TEXT_DUTY_ACTION, d->span,
                                     d->title, due, d->who, NULL)
                           : gp_find(findings, GP_TEXT_DUTY_ACTION_NOBODY,
                                     d->span, d->title, due, NULL);
    else
        f = d->who != NULL ? gp_find(findings, GP_TEXT_DUTY_NODE, d->span,
                                     d->title, action, due, d->who, NULL)
                           : gp_find(findings, GP_TEXT_DUTY_NODE_NOBODY,
                                     d->span, d->title, action, due, NULL);
    if (d->scope == GP_NONE)
        return; /* a record is always for somebody */
    gp_find_about(findings, f, scope);
    gp_find_help(findings, f, GP_TEXT_HELP_DUTY_ACTION, today, d->title, scope,
                 NULL);
}

static void find_one(const struct gp_track *t, const struct gp_duty *d,
                     struct gp_findings *findings)
{
    struct gp_arena *a = &findings->arena;
    const char *scope =
        d->scope != GP_NONE ? gp_scope_text(a, t->model, d->scope) : "";
    const char *period = gp_period_text(a, &d->period);
    const char *due = gp_date_text(a, d->due);
    const char *today = gp_date_text(a, t->as_of);
    if (d->task != GP_NONE) {
        find_task(t, d, scope, due, today, findings);
        return;
    }
    struct gp_finding *f =
        d->who != NULL ? gp_find(findings, GP_TEXT_DUTY_OVERDUE, d->span,
                                 d->title, scope, period, due, d->who, NULL)
                       : gp_find(findings, GP_TEXT_DUTY_OVERDUE_NOBODY, d->span,
                                 d->title, scope, period, due, NULL);
    if (d->arithmetic != NULL)
        gp_find_detail(findings, f, GP_TEXT_DUTY_RAISED, d->raised_by,
                       d->arithmetic, NULL);
    gp_find_help(findings, f, GP_TEXT_HELP_DUTY, today, d->title, scope, period,
                 NULL);
}

/* Whether the day rests on a year's days off that nobody knows; what the
 * plan's own period needs, the compiler has said. */
static bool is_guessed(const struct gp_model *m, const struct gp_duty *d)
{
    const struct gp_rule *r = d->rule != GP_NONE ? &m->rules.at[d->rule] : NULL;
    bool counted = r == NULL;
    for (size_t k = 0; r != NULL && k < r->action_count; k++)
        counted |= r->actions[k].within_unit == GP_PIECE &&
                   r->actions[k].action == GP_ACT_REQUIRE &&
                   is_text(r->actions[k].text, d->title);
    int year = gp_date_split(d->due).year;
    return counted && !gp_calendar_knows(&m->calendar, year) &&
           year > gp_date_split(m->time.days.last).year;
}

static void find_guessed(const struct gp_duty *d, struct gp_findings *findings)
{
    struct gp_arena *a = &findings->arena;
    struct gp_finding *f =
        gp_find(findings, GP_TEXT_UNKNOWN_YEAR_DUE, d->span, d->title,
                gp_date_text(a, d->due),
                gp_arena_int(a, gp_date_split(d->due).year), NULL);
    gp_find_help(findings, f, GP_TEXT_HELP_UNKNOWN_YEAR, NULL);
}

void gp_duties_find(const struct gp_track *track,
                    const struct gp_duties *duties,
                    struct gp_findings *findings)
{
    for (size_t i = 0; i < duties->list.count; i++) {
        const struct gp_duty *d = &duties->list.at[i];
        if (d->state == GP_DUTY_OVERDUE)
            find_one(track, d, findings);
        if (is_guessed(track->model, d))
            find_guessed(d, findings);
    }
}

/* See meeting.h. */
#include "report/meeting.h"

#include <string.h>

#include "report/target.h"

const char *gp_build_part_name(const struct gp_builder *b,
                               enum gp_record_part part)
{
    static const char *const names[][2] = {
        [GP_PART_CAUSE] = {"cause", "原因"},
        [GP_PART_MEASURE] = {"measure", "措施"},
        [GP_PART_NEXT] = {"next", "下期计划"},
        [GP_PART_PROBLEM] = {"problem", "问题"},
        [GP_PART_SUCCESS] = {"success", "成功经验"},
        [GP_PART_IMPROVEMENT] = {"improvement", "改进"},
        [GP_PART_SUPPORT] = {"support", "所需支持"},
    };
    return names[part][b->chinese];
}

static bool is_recent(const struct gp_meeting *x, gp_date date)
{
    return date >= x->since && date <= x->held;
}

bool gp_meeting_concerns(const struct gp_meeting *x, const struct gp_record *r)
{
    struct gp_span_days period = x->period.days;
    if (!gp_select_scope(x->b->sel, r->scope) || r->date > x->b->track->as_of)
        return false;
    if (r->kpi != GP_NONE && !gp_build_is_asked_kpi(x->b, r->kpi))
        return false;
    if (!r->has_period)
        return is_recent(x, r->date) || gp_days_hold(period, r->date);
    /* Of a part of the period, or of the whole, as far as the plan goes. */
    struct gp_span_days own =
        gp_days_cut(r->period.days, x->b->model->time.days);
    return gp_days_count(own) > 0 && period.first <= own.first &&
           own.last <= period.last;
}

/* ---- questions ----------------------------------------------------------- */

/* "Behind, 2026-07: attainment(sales) = 80%: why, and what now?" */
static const char *question(const struct gp_meeting *x,
                            const struct gp_firing *f)
{
    struct gp_builder *b = x->b;
    const struct gp_rule *r = &b->model->rules.at[f->rule];
    const char *title =
        r->title != NULL ? r->title : gp_sym_text(b->model->names, r->name);
    const char *more = NULL;
    for (size_t i = 0; i < r->action_count; i++)
        if (r->actions[i].action != GP_ACT_REQUIRE)
            more = gp_build_join(b, more, r->actions[i].text);
    const char *text = gp_arena_join(
        b->arena, title, ", ", gp_period_text(b->arena, &f->period), ": ",
        f->arithmetic,
        b->chinese ? "。原因是什么, 如何应对?" : ": why, and what now?", NULL);
    return more == NULL ? text
                        : gp_arena_join(b->arena, text, " (", more, ")", NULL);
}

void gp_meeting_questions(const struct gp_meeting *x)
{
    struct gp_builder *b = x->b;
    const struct gp_firings *all = &gp_loop_of(b->track)->firings;
    struct gp_table *t =
        gp_report_table(b->report, gp_heading_key(GP_H_AGENDA_QUESTIONS),
                        gp_heading(GP_H_AGENDA_QUESTIONS, b->chinese));
    gp_build_column(b, t, GP_H_FOLLOW_UP_OWNER, GP_LEFT);
    gp_build_column(b, t, GP_H_AGENDA_QUESTIONS, GP_LEFT);
    t->empty = b->chinese ? "没有规则触发。" : "No rule has raised one.";
    for (size_t i = 0; i < all->list.count; i++) {
        const struct gp_firing *f = &all->list.at[i];
        if (!gp_select_scope(b->sel, f->scope) ||
            !is_recent(x, f->period.days.last))
            continue;
        struct gp_cell *cells = gp_table_row(b->report, t);
        cells[0] = gp_cell_text(gp_build_scope_who(b, f->scope));
        cells[1] = gp_cell_text(question(x, f));
    }
}

/* ---- what is open -------------------------------------------------------- */

/* Reviews are of the root, and everybody's. */
static bool is_mine(const struct gp_meeting *x, const struct gp_duty *d)
{
    return d->review != GP_NONE || d->scope == GP_NONE ||
           gp_select_scope(x->b->sel, d->scope);
}

void gp_meeting_unanswered(const struct gp_meeting *x)
{
    struct gp_builder *b = x->b;
    const struct gp_duties *all = &gp_loop_of(b->track)->duties;
    struct gp_table *t = gp_report_table(
        b->report, "unanswered", b->chinese ? "尚未答复" : "still unanswered");
    gp_build_duty_columns(b, t);
    t->empty = b->chinese ? "没有遗留。" : "Nothing is left.";
    for (size_t i = 0; i < all->list.count; i++) {
        const struct gp_duty *d = &all->list.at[i];
        bool this_one =
            d->review != GP_NONE && d->review == x->review && d->due == x->held;
        /* A duty of a rule is open as soon as it is raised. */
        bool asked = d->rule != GP_NONE ? d->period.days.last <= x->held
                                        : d->due <= x->held;
        if (d->task == GP_NONE && d->state != GP_DUTY_DONE && asked &&
            !this_one && is_mine(x, d))
            gp_build_duty_event(b, d, gp_build_duty(b, t, d));
    }
}

/* ---- what is to be done -------------------------------------------------- */

static struct gp_cell *begin_action(const struct gp_meeting *x,
                                    struct gp_table *t, const char *what,
                                    const char *who)
{
    struct gp_cell *cells = gp_table_row(x->b->report, t);
    cells[0] = gp_cell_text(what);
    cells[1] = gp_build_text(who);
    return cells;
}

static struct gp_cell state(const struct gp_meeting *x, bool late)
{
    struct gp_cell cell = gp_cell_text(gp_heading(
        late ? GP_H_ACTIONS_OVERDUE : GP_H_ACTIONS_RUNNING, x->b->chinese));
    cell.status = late ? GP_STATUS_BAD : GP_STATUS_NONE;
    return cell;
}

/* Actions of the plan that have begun and are not done, with the milestones
 * that are late. */
static void add_tasks(const struct gp_meeting *x, struct gp_table *t)
{
    struct gp_builder *b = x->b;
    const struct gp_duties *all = &gp_loop_of(b->track)->duties;
    for (size_t i = 0; i < all->list.count; i++) {
        const struct gp_duty *d = &all->list.at[i];
        if (d->task == GP_NONE || d->state == GP_DUTY_DONE || !is_mine(x, d))
            continue;
        const struct gp_task *task = &b->model->tasks.at[d->task];
        bool late = d->state == GP_DUTY_OVERDUE;
        if (d->node != GP_NONE
                ? !late
                : task->from != GP_NO_DATE && task->from > x->held)
            continue;
        const char *what = d->title;
        if (d->node != GP_NONE)
            what = gp_arena_join(b->arena, task->title, ": ", what, NULL);
        struct gp_cell *cells = begin_action(x, t, what, d->who);
        cells[2] = gp_cell_date(b->arena, d->due);
        cells[3] = state(x, late);
        const struct gp_cell row[] = {
            cells[0], cells[1], {0}, cells[2], cells[3]};
        gp_build_duty_event(b, d, row);
    }
}

/* Who has promised: a team or person of the plan by title, where one bears
 * the name; another name as it was written; else whom the record is about. */
static const char *promiser(const struct gp_meeting *x,
                            const struct gp_promise *promise, uint32_t scope)
{
    const struct gp_model *m = x->b->model;
    uint32_t found = GP_NONE;
    if (promise->who == NULL)
        return gp_build_who(x->b, scope);
    for (uint32_t s = 0; s < m->scopes.count; s++) {
        enum gp_scope_kind kind = m->scopes.at[s].kind;
        if ((kind != GP_SCOPE_TEAM && kind != GP_SCOPE_PERSON) ||
            strcmp(gp_sym_text(m->names, m->scopes.at[s].name), promise->who))
            continue;
        if (found != GP_NONE)
            return promise->who;
        found = s;
    }
    return found == GP_NONE ? promise->who : gp_build_who(x->b, found);
}

/* What people said they would do; whether they did, no record tells. */
static void add_promises(const struct gp_meeting *x, struct gp_table *t)
{
    const struct gp_model *m = x->b->model;
    for (size_t i = 0; i < m->promises.count; i++) {
        const struct gp_promise *promise = &m->promises.at[i];
        const struct gp_record *r = &m->records.at[promise->record];
        if (!gp_meeting_concerns(x, r))
            continue;
        struct gp_cell *cells =
            begin_action(x, t, promise->text, promiser(x, promise, r->scope));
        if (promise->until != GP_NO_DATE)
            cells[2] = gp_cell_date(x->b->arena, promise->until);
    }
}

void gp_meeting_actions(const struct gp_meeting *x)
{
    struct gp_builder *b = x->b;
    struct gp_table *t =
        gp_report_table(b->report, gp_heading_key(GP_H_AGENDA_ACTION_LIST),
                        gp_heading(GP_H_AGENDA_ACTION_LIST, b->chinese));
    gp_build_column(b, t, GP_H_ACTIONS_ACTION, GP_LEFT);
    gp_build_column(b, t, GP_H_ACTIONS_OWNER, GP_LEFT);
    gp_build_column(b, t, GP_H_ACTIONS_END, GP_LEFT);
    gp_build_column(b, t, GP_H_ACTIONS_STATUS, GP_LEFT);
    t->empty = b->chinese ? "没有进行中的措施。" : "Nothing is under way.";
    add_tasks(x, t);
    add_promises(x, t);
}

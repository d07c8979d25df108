/* The duties: what rules and reviews ask of whom, and whether it is done. */
#include "report/event.h"
#include "report/meeting.h"
#include "report/target.h"

static struct gp_cell state_cell(const struct gp_builder *b,
                                 enum gp_duty_state state)
{
    static const struct {
        enum gp_heading_id id;
        enum gp_cell_status status;
    } states[] = {
        [GP_DUTY_OPEN] = {GP_H_DUTIES_STATE_OPEN, GP_STATUS_NONE},
        [GP_DUTY_DONE] = {GP_H_DUTIES_STATE_DONE, GP_STATUS_GOOD},
        [GP_DUTY_OVERDUE] = {GP_H_DUTIES_STATE_OVERDUE, GP_STATUS_BAD},
    };
    struct gp_cell cell =
        gp_cell_text(gp_heading(states[state].id, b->chinese));
    cell.status = states[state].status;
    return cell;
}

/* Of a rule with what it is about; of a milestone with its action. */
const struct gp_cell *gp_build_duty(struct gp_builder *b, struct gp_table *t,
                                    const struct gp_duty *d)
{
    const char *title = gp_arena_strdup(b->arena, d->title);
    if (d->rule != GP_NONE && d->scope != GP_NONE)
        title = gp_arena_join(b->arena, title, ": ",
                              gp_scope_text(b->arena, b->model, d->scope), ", ",
                              gp_period_text(b->arena, &d->period), NULL);
    struct gp_cell *cells = gp_table_row(b->report, t);
    cells[0] = gp_cell_text(title);
    cells[1] = gp_build_text(d->who != NULL ? gp_arena_strdup(b->arena, d->who)
                                            : NULL);
    cells[2] = gp_build_text(
        d->raised_by != NULL ? gp_arena_strdup(b->arena, d->raised_by) : NULL);
    cells[3] = gp_cell_date(b->arena, d->due);
    cells[4] = state_cell(b, d->state);
    return cells;
}

/* Reviews and actions are the plan's; of a rule the scope and the period
 * count, too. */
static struct gp_event *new_event(struct gp_builder *b, const struct gp_duty *d)
{
    const struct gp_model *m = b->model;
    const char *scope = "", *period = gp_period_text(b->arena, &d->period);
    if (d->rule != GP_NONE) {
        if (d->scope != GP_NONE)
            scope = gp_scope_text(b->arena, m, d->scope);
        return gp_build_event(b, GP_EVENT_TASK, "duty-rule",
                              gp_sym_text(m->names, m->rules.at[d->rule].name),
                              d->title, scope, period, NULL);
    }
    if (d->review != GP_NONE)
        return gp_build_event(
            b, GP_EVENT_TASK, "duty-review",
            gp_sym_text(m->names, m->reviews.at[d->review].name), period, NULL);
    const struct gp_task *x = &m->tasks.at[d->task];
    return gp_build_event(
        b, GP_EVENT_TASK, "duty-action", x->title, gp_build_event_scope(b, x),
        d->node != GP_NONE ? x->nodes[d->node].text : NULL, NULL);
}

void gp_build_duty_event(struct gp_builder *b, const struct gp_duty *d,
                         const struct gp_cell *cells)
{
    struct gp_event *e = new_event(b, d);
    bool done = d->state == GP_DUTY_DONE;
    e->last = d->due;
    e->state = done ? GP_EVENT_DONE : GP_EVENT_OPEN;
    if (done && d->record != GP_NONE)
        e->done = b->model->records.at[d->record].date;
    e->what = cells[0].text;
    e->category = gp_heading(GP_H_DUTIES_DUTY, b->chinese);
    gp_build_event_note(b, e, GP_H_DUTIES_WHO, cells[1].text);
    gp_build_event_note(b, e, GP_H_DUTIES_RAISED_BY, cells[2].text);
    gp_build_event_note(b, e, GP_H_DUTIES_STATE, cells[4].text);
}

void gp_build_duty_columns(struct gp_builder *b, struct gp_table *t)
{
    gp_build_columns(b, t, GP_H_DUTIES_DUTY, "<<<<<");
}

static struct gp_table *begin_table(struct gp_builder *b, const char *key,
                                    const char *title)
{
    struct gp_table *t = gp_report_table(b->report, key, title);
    gp_build_duty_columns(b, t);
    b->report->dated = true;
    t->empty = b->chinese ? "没有待办事项。" : "There are no duties.";
    return t;
}

/* `only_near`: what is overdue, and what is due within the next month. */
static void add_duties(struct gp_builder *b, struct gp_table *t, bool only_near)
{
    enum { NEAR = 31 };
    const struct gp_duties *duties = &gp_loop_of(b->track)->duties;
    for (size_t i = 0; i < duties->list.count; i++) {
        const struct gp_duty *d = &duties->list.at[i];
        bool mine = d->scope != GP_NONE ? gp_select_scope(b->sel, d->scope)
                                        : b->sel->of == GP_NONE;
        if (!mine || (b->sel->words.in != NULL &&
                      !gp_days_hold(b->sel->in.days, d->due)))
            continue;
        if (only_near &&
            (d->state == GP_DUTY_DONE || d->due > b->track->as_of + NEAR))
            continue;
        gp_build_duty_event(b, d, gp_build_duty(b, t, d));
    }
}

void gp_build_open_duties(struct gp_builder *b)
{
    struct gp_table *t = begin_table(
        b, "duties", b->chinese ? "近期待办事项" : "Duties, due or soon");
    t->empty = b->chinese ? "近期没有待办事项。" : "Nothing is due soon.";
    add_duties(b, t, true);
}

const char *gp_build_duties(struct gp_builder *b)
{
    add_duties(b, begin_table(b, "rows", NULL), false);
    return NULL;
}

/*
 * The actions: what is done for the targets, by whom, until when, and how
 * far it is on the day that one looks.
 */
#include "report/event.h"
#include "report/owners.h"
#include "report/target.h"
#include "track/duties.h"

static struct gp_cell state(const struct gp_builder *b, enum gp_heading_id id,
                            enum gp_cell_status status)
{
    struct gp_cell cell = gp_cell_text(gp_heading(id, b->chinese));
    cell.status = status;
    return cell;
}

static struct gp_cell status_cell(const struct gp_builder *b, uint32_t task)
{
    const struct gp_task *x = &b->model->tasks.at[task];
    gp_date as_of = b->track->as_of;
    if (gp_task_done(b->track, task, GP_NONE) != GP_NO_DATE)
        return state(b, GP_H_ACTIONS_DONE, GP_STATUS_GOOD);
    if (x->to != GP_NO_DATE && x->to < as_of)
        return state(b, GP_H_ACTIONS_OVERDUE, GP_STATUS_BAD);
    if (x->from != GP_NO_DATE && x->from > as_of)
        return state(b, GP_H_ACTIONS_PLANNED, GP_STATUS_QUIET);
    return state(b, GP_H_ACTIONS_RUNNING, GP_STATUS_NONE);
}

/* "2026-03-10 Venue booked (done)" */
static const char *nodes_text(struct gp_builder *b, uint32_t task)
{
    const struct gp_task *x = &b->model->tasks.at[task];
    const char *all = NULL;
    for (uint32_t i = 0; i < x->node_count; i++) {
        const struct gp_task_node *n = &x->nodes[i];
        const char *text = gp_arena_join(
            b->arena, gp_date_text(b->arena, n->date), " ", n->text, NULL);
        bool done = gp_task_done(b->track, task, i) != GP_NO_DATE;
        if (done || n->date < b->track->as_of)
            text = gp_arena_join(
                b->arena, text, " (",
                gp_heading(done ? GP_H_ACTIONS_DONE : GP_H_ACTIONS_OVERDUE,
                           b->chinese),
                ")", NULL);
        all = gp_build_join(b, all, text);
    }
    return all;
}

/* "Stand and brochures; 20万" */
static const char *resources_text(struct gp_builder *b, const struct gp_task *x)
{
    const char *all = x->resources;
    if (!x->has_budget)
        return all;
    const char *text = gp_show_rat(b->arena, b->model, x->budget, false);
    if (b->model->currency != NULL)
        text = gp_arena_join(b->arena, text, " ", b->model->currency, NULL);
    return gp_build_join(b, all, text);
}

/* "New customers 15"; what it is for, where nothing is expected. */
static const char *results_text(struct gp_builder *b, const struct gp_task *x)
{
    const char *all = NULL;
    for (size_t i = 0; i < x->result_count; i++) {
        const struct gp_task_result *r = &x->results[i];
        all = gp_build_join(
            b, all,
            gp_arena_join(b->arena, b->model->kpis.at[r->kpi].title, " ",
                          gp_show_amount(b->arena, b->model, r->kpi, r->amount),
                          NULL));
    }
    return all;
}

static bool is_about(const struct gp_task *x, uint32_t kpi)
{
    bool about = x->kpi == kpi;
    for (size_t i = 0; i < x->result_count; i++)
        about |= x->results[i].kpi == kpi;
    return about;
}

bool gp_build_is_asked_kpi(const struct gp_builder *b, uint32_t kpi)
{
    bool asked = b->sel->words.kpi_count == 0;
    for (size_t i = 0; !asked && i < b->sel->kpi_count; i++)
        asked = b->sel->kpis[i] == kpi;
    return asked;
}

bool gp_build_is_asked(const struct gp_builder *b, const struct gp_task *x)
{
    const struct gp_model *m = b->model;
    uint32_t scope = x->scope != GP_NONE ? x->scope : m->root;
    struct gp_span_days in = b->sel->in.days;
    bool about = b->sel->words.kpi_count == 0;
    if (scope == GP_NONE ? b->sel->of != GP_NONE
                         : !gp_select_scope(b->sel, scope))
        return false;
    for (size_t i = 0; !about && i < b->sel->kpi_count; i++)
        about = is_about(x, b->sel->kpis[i]);
    if (b->sel->words.in == NULL || !about)
        return about;
    return (x->from == GP_NO_DATE || x->from <= in.last) &&
           (x->to == GP_NO_DATE || x->to >= in.first);
}

/* What has no day at all is a to-do without one. */
static void add_event(struct gp_builder *b, uint32_t task,
                      const struct gp_cell *cells)
{
    const struct gp_task *x = &b->model->tasks.at[task];
    const char *where = gp_build_event_scope(b, x);
    gp_date done = gp_task_done(b->track, task, GP_NONE);
    bool dated = x->from != GP_NO_DATE || x->to != GP_NO_DATE;
    struct gp_event *e =
        gp_build_event(b, dated ? GP_EVENT_DAYS : GP_EVENT_TASK, "action",
                       x->title, where, NULL);
    e->first = x->from != GP_NO_DATE ? x->from : x->to;
    e->last = x->to != GP_NO_DATE ? x->to : x->from;
    e->state = done != GP_NO_DATE ? GP_EVENT_DONE : GP_EVENT_OPEN;
    e->done = done;
    e->what = x->title;
    e->category = gp_heading(GP_H_ACTIONS_ACTION, b->chinese);
    gp_build_event_note(b, e, GP_H_ACTIONS_OWNER, cells[1].text);
    gp_build_event_note(b, e, GP_H_ACTIONS_KEY_NODE, cells[4].text);
    gp_build_event_note(b, e, GP_H_ACTIONS_RESOURCES, cells[5].text);
    gp_build_event_note(b, e, GP_H_ACTIONS_EXPECTED_RESULT, cells[6].text);
    gp_build_event_note(b, e, GP_H_ACTIONS_STATUS, cells[7].text);
    for (size_t i = 0; i < x->node_count; i++) {
        const struct gp_task_node *n = &x->nodes[i];
        e = gp_build_event(b, GP_EVENT_DAYS, "node", x->title, where, n->text,
                           NULL);
        e->first = e->last = n->date;
        e->what = gp_arena_join(b->arena, x->title, ": ", n->text, NULL);
        e->category = gp_heading(GP_H_ACTIONS_KEY_NODE, b->chinese);
        gp_build_event_note(b, e, GP_H_ACTIONS_OWNER, cells[1].text);
    }
}

static void add_task(struct gp_builder *b, struct gp_table *t, uint32_t task)
{
    const struct gp_task *x = &b->model->tasks.at[task];
    struct gp_cell *cells = gp_table_row(b->report, t);
    cells[0] = gp_cell_text(x->title);
    cells[1] = gp_build_text(x->owner);
    cells[2] = gp_cell_date(b->arena, x->from);
    cells[3] = gp_cell_date(b->arena, x->to);
    cells[4] = gp_build_text(nodes_text(b, task));
    cells[5] = gp_build_text(resources_text(b, x));
    cells[6] = gp_build_text(results_text(b, x));
    cells[7] = status_cell(b, task);
    add_event(b, task, cells);
}

const char *gp_build_actions(struct gp_builder *b)
{
    struct gp_table *t = gp_report_table(b->report, "rows", NULL);
    gp_build_columns(b, t, GP_H_ACTIONS_ACTION, "<<<<<<<<");
    b->report->dated = true;
    t->empty = b->chinese ? "没有改进措施。" : "There are no actions.";
    for (uint32_t i = 0; i < b->model->tasks.count; i++)
        if (gp_build_is_asked(b, &b->model->tasks.at[i]))
            add_task(b, t, i);
    return NULL;
}

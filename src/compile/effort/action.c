/* Actions: what is done for a target, by whom, until when and with what. */
#include <string.h>

#include "base/vec.h"
#include "compile/attrs.h"
#include "compile/pass.h"

struct reading {
    struct gp_task task;
    GP_VEC(struct gp_task_node) nodes;
    GP_VEC(struct gp_task_result) results;
    struct gp_span to_span;
    struct gp_ref
        moved; /* its scope, of somebody who is: the days tell which */
    bool bad_owner, bad_from, bad_to; /* told */
};

static const char *date_text(struct gp_pass *p, gp_date date)
{
    struct gp_buf b;
    gp_buf_init(&b, p->heap);
    gp_buf_date(&b, date);
    const char *text = gp_arena_strdup(&p->findings->arena, gp_buf_cstr(&b));
    gp_buf_fini(&b);
    return text;
}

/* One day, within the plan. */
static bool read_day(struct gp_pass *p, struct gp_cursor *c, gp_date *out)
{
    struct gp_ref at = c->at;
    gp_date last;
    if (!gp_cursor_dates(p, c, out, &last))
        return false;
    if (gp_ref_kind(p, at) == GP_N_RANGE) {
        c->at = at;
        gp_cursor_expected(p, c, "one day: 2026-07-15");
        return false;
    }
    if (gp_days_hold(p->model->time.days, *out))
        return true;
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_OUTSIDE, gp_ref_span(p, at),
                date_text(p, *out), NULL);
    gp_find_note(p->findings, f, p->model->span, GP_TEXT_NOTE_PERIOD, NULL);
    return false;
}

/* A name is one of the plan's; a text may be anybody. */
static void action_owner(struct gp_pass *p, struct gp_cursor *c)
{
    struct reading *r = c->data;
    struct gp_model *m = p->model;
    struct gp_ref at = c->at;
    const char *name = gp_cursor_name(p, c);
    r->bad_owner = true;
    if (name == NULL) {
        r->task.owner = gp_cursor_string(p, c);
        r->bad_owner = r->task.owner == NULL;
        return;
    }
    uint32_t s = gp_map_get(&m->scope_of, gp_pass_node(p, at)->sym);
    if (s == GP_MAP_NONE && gp_is_lost(p, gp_pass_node(p, at)->sym))
        return;
    if (s == GP_MAP_NONE) {
        struct gp_finding *f = gp_find(p->findings, GP_TEXT_NO_SCOPE,
                                       gp_ref_span(p, at), name, NULL);
        gp_help_closest(p, f, name, &m->scope_of);
        return;
    }
    r->task.owner = m->scopes.at[s].title;
    r->bad_owner = false;
}

static void action_from(struct gp_pass *p, struct gp_cursor *c)
{
    struct reading *r = c->data;
    r->bad_from = !read_day(p, c, &r->task.from);
}

static void action_to(struct gp_pass *p, struct gp_cursor *c)
{
    struct reading *r = c->data;
    r->to_span = gp_ref_span(p, c->fact);
    r->bad_to = !read_day(p, c, &r->task.to);
}

/* milestone 2026-03-10 "Venue booked" */
static void action_milestone(struct gp_pass *p, struct gp_cursor *c)
{
    struct reading *r = c->data;
    struct gp_task_node n = {.span = gp_ref_span(p, c->fact)};
    bool ok = read_day(p, c, &n.date);
    if (ok || !c->failed)
        n.text = gp_cursor_string(p, c);
    if (ok && n.text != NULL)
        gp_vec_push(p->heap, &r->nodes, n);
}

static void action_resource(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_task *t = &((struct reading *)c->data)->task;
    const char *text = gp_cursor_string(p, c);
    if (text != NULL)
        t->resources =
            t->resources == NULL
                ? text
                : gp_arena_join(p->arena, t->resources, "; ", text, NULL);
}

static void action_budget(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_task *t = &((struct reading *)c->data)->task;
    struct gp_ref at = c->at;
    struct gp_const value;
    if (!gp_cursor_const(p, c, &value))
        return;
    if (value.percent || gp_rat_sign(value.value) < 0) {
        c->at = at;
        gp_cursor_expected(p, c, "an amount of money: budget 20万");
        return;
    }
    if (!t->has_budget)
        t->budget = gp_rat_int(0);
    t->has_budget = true;
    if (!gp_rat_add(&t->budget, t->budget, value.value))
        gp_find(p->findings, GP_TEXT_OVERFLOW, gp_ref_span(p, c->fact), NULL);
}

/* expect new_customers 15 */
static void action_expect(struct gp_pass *p, struct gp_cursor *c)
{
    struct reading *r = c->data;
    struct gp_task_result x;
    struct gp_const value;
    if (!gp_ref_is(c->at) || gp_ref_kind(p, c->at) != GP_N_NAME) {
        gp_cursor_expected(p, c, "a KPI: expect new_customers 15");
        return;
    }
    x.kpi = gp_find_kpi(p, c->at);
    gp_cursor_name(p, c);
    struct gp_ref at = c->at;
    if (x.kpi == GP_NONE) {
        c->at.node = 0;
        return;
    }
    if (gp_cursor_const(p, c, &value) &&
        gp_to_amount(p, x.kpi, value, gp_ref_span(p, at), &x.amount))
        gp_vec_push(p->heap, &r->results, x);
}

static const struct gp_attr action_attrs[] = {
    {GP_W_OWNER, action_owner},
    {GP_W_FROM, action_from},
    {GP_W_TO, action_to},
    {GP_W_MILESTONE, action_milestone},
    {GP_W_RESOURCE, action_resource},
    {GP_W_BUDGET, action_budget},
    {GP_W_EXPECT, action_expect},
    {GP_WORD_COUNT, NULL},
};

/* The scope that an action is for; of somebody who is moved once its days are
 * known. */
static uint32_t scope_for(struct gp_pass *p, struct gp_ref scope,
                          struct reading *r)
{
    if (gp_peek_moved(p, scope) == GP_NONE)
        return gp_find_scope(p, scope);
    r->moved = scope;
    return gp_peek_moved(p, scope);
}

/* Somebody who is moved is where the action ends. */
static void settle_moved(struct gp_pass *p, struct reading *r)
{
    struct gp_task *t = &r->task;
    struct gp_span_days days = p->model->time.days;
    if (!gp_ref_is(r->moved))
        return;
    if (t->to != GP_NO_DATE)
        days.first = days.last = t->to;
    t->scope = gp_find_scope_in(p, r->moved, days);
}

/* "for sales of east in Q1": what it is for; a period is when. */
static bool read_subject(struct gp_pass *p, struct gp_ref ref,
                         struct reading *r)
{
    struct gp_task *t = &r->task;
    struct gp_ref subject = gp_ref_part(p, ref, GP_N_SUBJECT);
    if (!gp_ref_is(subject))
        return true;
    struct gp_ref first = gp_ref_child(p, subject);
    struct gp_ref of = gp_ref_part(p, subject, GP_N_OF);
    struct gp_ref in = gp_ref_part(p, subject, GP_N_IN);
    struct gp_period period;
    if (gp_ref_is(of)) {
        t->kpi = gp_find_kpi(p, gp_ref_child(p, first));
        t->scope = scope_for(p, gp_ref_child(p, of), r);
    } else {
        t->scope = scope_for(p, first, r);
    }
    if (t->scope == GP_NONE || (gp_ref_is(of) && t->kpi == GP_NONE))
        return false;
    if (!gp_ref_is(in))
        return true;
    if (!gp_find_period(p, gp_ref_child(p, in), &period))
        return false;
    struct gp_span_days days = gp_days_cut(period.days, p->model->time.days);
    if (gp_days_count(days) > 0) {
        t->from = days.first;
        t->to = days.last;
    }
    return true;
}

/* ---- checks ---- */

static void check_order(struct gp_pass *p, const struct reading *r)
{
    const struct gp_task *t = &r->task;
    if (t->from != GP_NO_DATE && t->to != GP_NO_DATE && t->to < t->from) {
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_ACTION_ORDER,
                    gp_span_is_set(r->to_span) ? r->to_span : t->span, t->title,
                    date_text(p, t->to), date_text(p, t->from), NULL);
        gp_tell_of(p, f, t->scope);
        gp_find_help(p->findings, f, GP_TEXT_HELP_ACTION_ORDER,
                     date_text(p, t->to), date_text(p, t->from), NULL);
        return;
    }
    for (size_t i = 0; i < r->nodes.count; i++) {
        const struct gp_task_node *n = &r->nodes.at[i];
        bool early = t->from != GP_NO_DATE && n->date < t->from;
        bool late = t->to != GP_NO_DATE && n->date > t->to;
        if (!early && !late)
            continue;
        struct gp_finding *f = gp_find(
            p->findings,
            early ? GP_TEXT_ACTION_NODE_EARLY : GP_TEXT_ACTION_NODE_LATE,
            n->span, n->text, date_text(p, n->date),
            date_text(p, early ? t->from : t->to), NULL);
        gp_tell_of(p, f, t->scope);
        if (t->from != GP_NO_DATE && t->to != GP_NO_DATE)
            gp_find_help(p->findings, f, GP_TEXT_HELP_ACTION_NODE,
                         date_text(p, t->from), date_text(p, t->to), NULL);
    }
}

static void check(struct gp_pass *p, const struct reading *r)
{
    const struct gp_task *t = &r->task;
    if (t->owner == NULL && !r->bad_owner) {
        struct gp_finding *f = gp_find(p->findings, GP_TEXT_ACTION_NO_OWNER,
                                       t->span, t->title, NULL);
        gp_tell_of(p, f, t->scope);
        gp_find_help(p->findings, f, GP_TEXT_HELP_ACTION_OWNER, NULL);
    }
    if (t->to == GP_NO_DATE && !r->bad_to) {
        struct gp_finding *f = gp_find(p->findings, GP_TEXT_ACTION_NO_DEADLINE,
                                       t->span, t->title, NULL);
        gp_tell_of(p, f, t->scope);
        gp_find_help(p->findings, f, GP_TEXT_HELP_ACTION_DEADLINE,
                     date_text(p, p->model->time.days.last), NULL);
    }
    if (!r->bad_from && !r->bad_to)
        check_order(p, r);
}

static bool is_again(struct gp_pass *p, const struct gp_task *t)
{
    gp_sym title = gp_intern_cstr(p->names, t->title);
    uint32_t *at = gp_map_at(&p->action_of, gp_map_key(title, t->scope));
    if (*at == GP_MAP_NONE) {
        *at = (uint32_t)p->model->tasks.count;
        return false;
    }
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_ACTION_TWICE, t->span, t->title, NULL);
    gp_tell_of(p, f, t->scope);
    gp_find_note(p->findings, f, p->model->tasks.at[*at].span,
                 GP_TEXT_NOTE_FIRST, NULL);
    return true;
}

void gp_lower_action(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_ref title = gp_ref_child(p, ref);
    struct reading r = {
        .task = {.title = gp_ref_string(p, title),
                 .span = gp_ref_span(p, title),
                 .kpi = GP_NONE,
                 .scope = GP_NONE,
                 .from = GP_NO_DATE,
                 .to = GP_NO_DATE},
        .to_span = gp_no_span(),
    };
    struct gp_task *t = &r.task;
    bool ok = read_subject(p, ref, &r);
    gp_attrs_block_into(p, gp_ref_part(p, ref, GP_N_BLOCK), action_attrs, &r);
    settle_moved(p, &r);
    ok = ok && (!gp_ref_is(r.moved) || t->scope != GP_NONE);
    check(p, &r);
    t->node_count = r.nodes.count;
    t->nodes = gp_arena_alloc(p->arena, (t->node_count + 1) * sizeof *t->nodes);
    for (size_t i = 0; i < t->node_count; i++)
        t->nodes[i] = r.nodes.at[i];
    t->result_count = r.results.count;
    t->results =
        gp_arena_alloc(p->arena, (t->result_count + 1) * sizeof *t->results);
    for (size_t i = 0; i < t->result_count; i++)
        t->results[i] = r.results.at[i];
    gp_vec_fini(p->heap, &r.nodes);
    gp_vec_fini(p->heap, &r.results);
    if (ok && !is_again(p, t))
        gp_vec_push(p->heap, &p->model->tasks, *t);
}

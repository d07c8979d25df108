/*
 * The overview: what the whole (or one scope) is to reach, in which figures,
 * and what has to stand by when.
 */
#include <string.h>

#include "base/vec.h"
#include "report/owners.h"
#include "report/target.h"
#include "track/measure.h"

struct node {
    gp_date date;
    const char *text;
};

struct nodes {
    struct gp_builder *b;
    uint32_t kpi, scope;
    GP_VEC(struct node) list;
};

/* In time; of one day as they come. */
static void add_node(struct nodes *n, gp_date date, const char *text)
{
    struct node node = {date, text};
    gp_vec_push(n->b->sel->heap, &n->list, node);
    for (size_t i = n->list.count - 1; i > 0 && n->list.at[i - 1].date > date;
         i--) {
        n->list.at[i] = n->list.at[i - 1];
        n->list.at[i - 1] = node;
    }
}

/* "2026-03-31 1,000万; 2026-06-30 2,200万" */
static const char *take_nodes(struct nodes *n)
{
    struct gp_builder *b = n->b;
    const char *all = NULL;
    for (size_t i = 0; i < n->list.count; i++)
        all = gp_build_join(
            b, all,
            gp_arena_join(b->arena, gp_date_text(b->arena, n->list.at[i].date),
                          " ", n->list.at[i].text, NULL));
    gp_vec_fini(b->sel->heap, &n->list);
    return all;
}

/* What sums is due by quarters, from the beginning; of what does not, the
 * last day of each value. */
static void add_quarters(struct nodes *n, struct gp_span_days span)
{
    struct gp_builder *b = n->b;
    const struct gp_row *row = gp_model_row(b->model, n->kpi, n->scope);
    bool flow = row != NULL && gp_target_sums(b->model, row);
    const char *before = NULL;
    gp_date until = GP_NO_DATE;
    for (gp_date at = span.first; at <= span.last;) {
        struct gp_period p = gp_period_of(&b->model->calendar, GP_QUARTER, at);
        at = p.days.last + 1;
        p.days = gp_days_cut(p.days, span);
        if (flow) { /* up to here */
            p.grain = GP_PLAN;
            p.days.first = span.first;
        }
        struct gp_cell cell =
            gp_build_measure(b, GP_M_TARGET, n->kpi, n->scope, &p);
        if (cell.kind == GP_CELL_NONE)
            continue;
        const char *text = gp_build_say(b, &cell);
        if (before != NULL && strcmp(text, before) != 0)
            add_node(n, until, before);
        if (!flow || before == NULL || strcmp(text, before) != 0)
            until = p.days.last;
        before = text;
    }
    if (before != NULL)
        add_node(n, until, before);
}

/* The milestones of actions for the target. */
static void add_actions(struct nodes *n, struct gp_span_days span)
{
    const struct gp_model *m = n->b->model;
    for (size_t i = 0; i < m->tasks.count; i++) {
        const struct gp_task *t = &m->tasks.at[i];
        uint32_t scope = t->scope != GP_NONE ? t->scope : m->root;
        if (t->kpi != n->kpi || scope == GP_NONE ||
            !gp_scope_is_below(m, scope, n->scope))
            continue;
        for (size_t k = 0; k < t->node_count; k++)
            if (gp_days_hold(span, t->nodes[k].date))
                add_node(n, t->nodes[k].date, t->nodes[k].text);
    }
}

/* A KPI that is a milestone is due at the end of what its target says. */
static gp_date milestone_day(struct gp_builder *b, uint32_t kpi, uint32_t scope,
                             struct gp_span_days span)
{
    const struct gp_model *m = b->model;
    const struct gp_row *row = gp_model_row(m, kpi, scope);
    gp_date day = GP_NO_DATE;
    for (int i = 0; row != NULL && i < m->time.coarse_count; i++) {
        struct gp_span_days days = m->time.ticks[i].period.days;
        if (row->at[i] != GP_NO_AMOUNT && row->at[i] != 0 &&
            gp_days_hold(span, days.last) &&
            (day == GP_NO_DATE || days.last < day))
            day = days.last;
    }
    return day;
}

static void add_row(struct gp_builder *b, struct gp_table *t, uint32_t kpi,
                    uint32_t scope)
{
    const struct gp_kpi *k = &b->model->kpis.at[kpi];
    struct gp_period in = b->sel->in;
    struct nodes n = {.b = b, .kpi = kpi, .scope = scope};
    in.days = b->sel->span;
    struct gp_value target = gp_measure(b->track, GP_M_TARGET, kpi, scope, &in);
    if (k->kind == GP_KPI_MILESTONE) {
        gp_date day = milestone_day(b, kpi, scope, in.days);
        if (day != GP_NO_DATE)
            add_node(&n, day, b->chinese ? "完成" : "done");
    } else {
        add_quarters(&n, in.days);
    }
    add_actions(&n, in.days);
    const char *text = take_nodes(&n);
    if (!target.has && text == NULL)
        return;
    struct gp_cell *cells = gp_table_row(b->report, t);
    cells[0] = gp_build_value(b, kpi, target);
    cells[1] = gp_cell_text(k->title);
    cells[2] = gp_build_text(text);
}

const char *gp_build_overview(struct gp_builder *b)
{
    const struct gp_model *m = b->model;
    uint32_t scope = b->sel->of != GP_NONE ? b->sel->of : m->root;
    if (scope == GP_NONE)
        return GP_WORD("the plan has no team");
    struct gp_table *t = gp_report_table(b->report, "rows", NULL);
    gp_build_of_plan(b, gp_build_heading(b, gp_build_scope_who(b, scope), NULL,
                                         &b->sel->in));
    gp_build_columns(b, t, GP_H_OVERVIEW_TOTAL_TARGET, "><<");
    t->empty = b->chinese ? "此范围没有目标。" : "This scope has no target.";
    for (size_t k = 0; k < b->sel->kpi_count; k++)
        add_row(b, t, b->sel->kpis[k], scope);
    return NULL;
}

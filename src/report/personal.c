/*
 * Personal targets: a table a person and quarter, a row a KPI, with its
 * months and what is to be done for it.
 */
#include "report/owners.h"
#include "report/target.h"
#include "track/measure.h"

struct sheet {
    struct gp_builder *b;
    uint32_t scope;
    const struct gp_period *period;
    bool alone; /* no other quarter is shown */
};

/* A person, or a team that nobody is named of. */
static bool is_leaf(const struct gp_scope *s)
{
    return s->kind == GP_SCOPE_PERSON ||
           (s->kind == GP_SCOPE_TEAM && s->child == GP_NONE);
}

static struct gp_cell target_of(const struct sheet *x, uint32_t kpi,
                                const struct gp_period *period)
{
    struct gp_builder *b = x->b;
    return gp_build_measure(b, GP_M_TARGET, kpi, x->scope, period);
}

/* The actions for the KPI that are this person's, or for its team. */
static bool is_for(const struct sheet *x, const struct gp_task *task,
                   uint32_t kpi)
{
    const struct gp_model *m = x->b->model;
    struct gp_span_days span = x->period->days;
    bool about = task->kpi == kpi || task->kpi == GP_NONE;
    for (size_t i = 0; !about && i < task->result_count; i++)
        about = task->results[i].kpi == kpi;
    uint32_t scope = task->scope != GP_NONE ? task->scope : m->root;
    return about && scope != GP_NONE && gp_scope_is_below(m, x->scope, scope) &&
           (task->from == GP_NO_DATE || task->from <= span.last) &&
           (task->to == GP_NO_DATE || task->to >= span.first);
}

/* The strategy of the target and the actions for it. */
static const char *actions_of(const struct sheet *x, uint32_t kpi)
{
    struct gp_builder *b = x->b;
    const struct gp_model *m = b->model;
    const struct gp_row *row = gp_model_row(m, kpi, x->scope);
    const char *all = row != NULL ? row->strategy : NULL;
    bool overlay = gp_model_upon(m, x->scope) != x->scope;
    for (size_t i = 0; !overlay && i < m->tasks.count; i++) {
        const struct gp_task *t = &m->tasks.at[i];
        if (!is_for(x, t, kpi))
            continue;
        const char *one = t->title;
        if (t->to != GP_NO_DATE)
            one =
                gp_arena_join(b->arena, one, " (", b->chinese ? "截止 " : "by ",
                              gp_date_text(b->arena, t->to), ")", NULL);
        all = gp_build_join(b, all, one);
    }
    return all;
}

static struct gp_table *begin(const struct sheet *x)
{
    struct gp_builder *b = x->b;
    struct gp_table *t = gp_report_table(
        b->report,
        gp_build_key(b, gp_scope_text(b->arena, b->model, x->scope), x->period,
                     x->alone),
        gp_build_heading(b, gp_build_scope_who(b, x->scope),
                         b->model->scopes.at[x->scope].role, x->period));
    gp_build_columns(b, t, GP_H_PERSONAL_METRIC, "<><<");
    return t;
}

/* A row for what the scope is to reach in a KPI; false where it is nothing. */
static bool add_metric(const struct sheet *x, struct gp_table **table,
                       uint32_t kpi)
{
    struct gp_builder *b = x->b;
    const char *title = b->model->kpis.at[kpi].title;
    struct gp_cell target = target_of(x, kpi, x->period);
    const char *months =
        gp_build_parts(x->b, kpi, x->scope, &x->period->days, GP_MONTH);
    if (target.kind == GP_CELL_NONE && months == NULL)
        return false;
    if (*table == NULL)
        *table = begin(x);
    if (gp_model_upon(b->model, x->scope) != x->scope)
        title = gp_arena_join(b->arena, title, " ",
                              gp_target_title(b->model, x->scope, b->chinese),
                              NULL);
    struct gp_cell *cells = gp_table_row(b->report, *table);
    cells[0] = gp_cell_text(title);
    cells[1] = target;
    cells[2] = gp_build_text(months);
    cells[3] = gp_build_text(actions_of(x, kpi));
    return true;
}

/* An overlay stands below the target that it lies upon. */
static bool add_sheet(const struct sheet *x)
{
    struct gp_builder *b = x->b;
    struct gp_table *t = NULL;
    struct sheet overlay = *x;
    overlay.scope = gp_map_get(&b->model->overlay_of, x->scope);
    for (size_t k = 0; k < b->sel->kpi_count; k++) {
        add_metric(x, &t, b->sel->kpis[k]);
        if (overlay.scope != GP_MAP_NONE)
            add_metric(&overlay, &t, b->sel->kpis[k]);
    }
    return t != NULL;
}

const char *gp_build_personal(struct gp_builder *b)
{
    const struct gp_model *m = b->model;
    bool any = false;
    size_t count;
    const struct gp_period *quarters = gp_build_periods(b, GP_QUARTER, &count);
    for (size_t s = 0; s < m->scopes.count; s++) {
        struct sheet x = {
            .b = b, .scope = m->scope_order[s], .alone = count == 1};
        for (size_t i = 0; i < count; i++) {
            x.period = &quarters[i];
            if (is_leaf(&m->scopes.at[x.scope]) &&
                gp_build_is_listed(b, x.scope, x.period))
                any |= add_sheet(&x);
        }
    }
    if (!any)
        gp_report_note(b->report, b->chinese ? "此范围没有人有目标。"
                                             : "Nobody of this scope has a "
                                               "target in this time.");
    return NULL;
}

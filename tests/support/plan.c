/* See plan.h. */
#include "support/plan.h"

#include <stdlib.h>
#include <string.h>

void plan_init(struct plan *p, gp_date first, gp_date last, bool china)
{
    memset(p, 0, sizeof *p);
    gp_heap_init(&p->heap);
    gp_sources_init(&p->sources, &p->heap);
    gp_findings_init(&p->findings, &p->sources, &p->heap);
    gp_intern_init(&p->names, &p->heap);
    gp_model_init(&p->model, &p->heap, &p->names);
    p->model.folder = ".";
    p->model.calendar.china = china;
    p->model.time.days = (struct gp_span_days){first, last};
}

int plan_fini(struct plan *p)
{
    gp_model_fini(&p->model);
    gp_intern_fini(&p->names);
    gp_findings_fini(&p->findings);
    gp_sources_fini(&p->sources);
    int left = p->heap.blocks.next != &p->heap.blocks;
    gp_heap_fini(&p->heap);
    return left;
}

uint32_t plan_kpi(struct plan *p, const char *name, enum gp_kpi_kind kind,
                  enum gp_unit unit, int digits)
{
    struct gp_kpi k = {.name = gp_intern_cstr(&p->names, name),
                       .title = name,
                       .span = gp_no_span(),
                       .kind = kind,
                       .unit = unit,
                       .digits = digits,
                       .grade_low = 1,
                       .grade_high = 5,
                       .formula = GP_NONE};
    for (int i = 0; i < GP_GRAIN_COUNT; i++)
        k.step[i] = 1;
    uint32_t id = (uint32_t)p->model.kpis.count;
    gp_vec_push(&p->heap, &p->model.kpis, k);
    *gp_map_at(&p->model.kpi_of, k.name) = id;
    return id;
}

uint32_t plan_formula(struct plan *p, const char *name, uint32_t expr)
{
    uint32_t id = plan_kpi(p, name, GP_KPI_FORMULA, GP_UNIT_RATIO, 4);
    p->model.kpis.at[id].formula = expr;
    return id;
}

uint32_t plan_scope(struct plan *p, enum gp_scope_kind kind, const char *name,
                    uint32_t parent)
{
    struct gp_model *m = &p->model;
    struct gp_scope s = {.kind = kind,
                         .name = gp_intern_cstr(&p->names, name),
                         .title = name,
                         .span = gp_no_span(),
                         .parent = parent,
                         .child = GP_NONE,
                         .last_child = GP_NONE,
                         .next = GP_NONE,
                         .same_name = GP_NONE,
                         .base = GP_NONE,
                         .member = GP_NONE};
    uint32_t id = (uint32_t)m->scopes.count;
    gp_vec_push(&p->heap, &m->scopes, s);
    *gp_map_at(&m->scope_of, s.name) = id;
    if (parent == GP_NONE)
        m->root = id;
    else
        gp_model_hang(m, id, parent);
    return id;
}

uint32_t plan_dimension(struct plan *p, const char *name)
{
    struct gp_dimension d = {.name = gp_intern_cstr(&p->names, name),
                             .title = name,
                             .child = GP_NONE,
                             .last_child = GP_NONE};
    uint32_t id = (uint32_t)p->model.dimensions.count;
    gp_vec_push(&p->heap, &p->model.dimensions, d);
    *gp_map_at(&p->model.dimension_of, d.name) = id;
    return id;
}

uint32_t plan_member(struct plan *p, uint32_t dimension, const char *name,
                     uint32_t parent)
{
    struct gp_member x = {.name = gp_intern_cstr(&p->names, name),
                          .title = name,
                          .dimension = dimension,
                          .parent = parent,
                          .child = GP_NONE,
                          .last_child = GP_NONE,
                          .next = GP_NONE,
                          .same_name = GP_NONE};
    uint32_t id = (uint32_t)p->model.members.count;
    gp_vec_push(&p->heap, &p->model.members, x);
    *gp_map_at(&p->model.member_of, x.name) = id;
    return id;
}

uint32_t plan_narrow(struct plan *p, uint32_t scope, uint32_t member)
{
    struct gp_model *m = &p->model;
    struct gp_scope s = m->scopes.at[scope];
    s.base = s.kind == GP_SCOPE_NARROW ? s.base : scope;
    s.kind = GP_SCOPE_NARROW;
    s.parent = scope;
    s.member = member;
    s.child = s.last_child = s.next = s.same_name = GP_NONE;
    uint32_t id = (uint32_t)m->scopes.count;
    gp_vec_push(&p->heap, &m->scopes, s);
    *gp_map_at(&m->narrowed_of, gp_map_key(scope, member)) = id;
    return id;
}

static uint32_t add(struct plan *p, struct gp_expr e)
{
    gp_vec_push(&p->heap, &p->model.exprs, e);
    return (uint32_t)p->model.exprs.count - 1;
}

uint32_t plan_expr(struct plan *p, enum gp_expr_kind kind, int op,
                   uint32_t left, uint32_t right)
{
    return add(p, (struct gp_expr){.kind = kind,
                                   .op = op,
                                   .kpi = GP_NONE,
                                   .member = GP_NONE,
                                   .left = left,
                                   .right = right});
}

uint32_t plan_value(struct plan *p, int64_t num, int64_t den)
{
    uint32_t id = plan_expr(p, GP_E_VALUE, 0, GP_NONE, GP_NONE);
    p->model.exprs.at[id].value = gp_rat_make(num, den);
    return id;
}

uint32_t plan_measure(struct plan *p, enum gp_measure measure, uint32_t kpi)
{
    uint32_t id = plan_expr(p, GP_E_MEASURE, (int)measure, GP_NONE, GP_NONE);
    p->model.exprs.at[id].kpi = kpi;
    return id;
}

uint32_t plan_growth(struct plan *p, uint32_t kpi, enum gp_grain back)
{
    uint32_t id = plan_expr(p, GP_E_GROWTH, 0, GP_NONE, GP_NONE);
    p->model.exprs.at[id].kpi = kpi;
    p->model.exprs.at[id].grain = back;
    return id;
}

void plan_finish(struct plan *p)
{
    struct gp_model *m = &p->model;
    gp_calendar_finish(&m->calendar, m->time.days);
    gp_timetable_init(&m->time, &p->heap, &m->calendar, m->time.days);
    m->period = m->time.ticks[0].period;
    gp_model_order_scopes(m);
    m->kpi_defaults =
        gp_arena_alloc(&m->arena, (m->kpis.count + 1) * sizeof(uint32_t));
    for (size_t i = 0; i < m->kpis.count; i++) {
        struct gp_kpi *k = &m->kpis.at[i];
        m->kpi_defaults[i] = GP_NONE;
        k->tick_count = k->uses_weeks ? m->time.count : m->time.coarse_count;
    }
}

void plan_target(struct plan *p, uint32_t kpi, uint32_t scope,
                 enum gp_relation relation, const int64_t *leaves)
{
    struct gp_model *m = &p->model;
    struct gp_kpi *k = &m->kpis.at[kpi];
    struct gp_row row = {.kpi = kpi,
                         .scope = scope,
                         .relation = relation,
                         .parent = GP_NONE,
                         .cut = GP_NONE,
                         .shapes = GP_NONE,
                         .span = gp_no_span()};
    enum gp_grain leaf = k->uses_weeks ? GP_PIECE : GP_MONTH;
    bool sums = relation == GP_EQUAL && k->kind == GP_KPI_FLOW;
    row.at =
        gp_arena_calloc(&m->arena, (size_t)k->tick_count + 1, sizeof *row.at);
    for (int i = k->tick_count - 1; i >= 0; i--) {
        const struct gp_tick *t = &m->time.ticks[i];
        if (i >= m->time.first[leaf] &&
            i < m->time.first[leaf] + m->time.of[leaf])
            row.at[i] = leaves[i - m->time.first[leaf]];
        for (int c = t->child; c < t->child + t->child_count; c++)
            if (c < k->tick_count)
                row.at[i] = sums ? row.at[i] + row.at[c] : row.at[c];
    }
    k->has_targets = true;
    *gp_map_at(&m->row_of, gp_map_key(kpi, scope)) = (uint32_t)m->rows.count;
    gp_vec_push(&p->heap, &m->rows, row);
}

struct gp_period plan_period(struct plan *p, const char *text)
{
    struct gp_period period;
    if (!gp_period_parse(&p->model.calendar, text, strlen(text), &period))
        abort();
    return period;
}

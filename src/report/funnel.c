/*
 * The funnels in one period: what each stage needs, what happened, and the
 * real rates beside the planned ones.
 */
#include "report/figures.h"
#include "report/report.h"
#include "report/target.h"
#include "track/measure.h"

struct stages {
    struct gp_builder *b;
    struct gp_table *table;
    uint32_t scope;
    struct gp_period period;
};

static struct gp_value actual_of(const struct stages *s, uint32_t kpi)
{
    return gp_measure(s->b->track, GP_M_ACTUAL, kpi, s->scope, &s->period);
}

/* A real rate, good where it is not below the planned one. */
static struct gp_cell real_cell(struct gp_cell cell, struct gp_value real,
                                struct gp_rat planned)
{
    if (real.has)
        cell.status = gp_rat_cmp(real.value, planned) >= 0 ? GP_STATUS_GOOD
                                                           : GP_STATUS_BAD;
    return cell;
}

static struct gp_cell *begin_row(struct stages *s, const char *title,
                                 uint32_t kpi)
{
    struct gp_builder *b = s->b;
    struct gp_cell *cells = gp_table_row(b->report, s->table);
    cells[0] = gp_cell_text(title);
    cells[1] = gp_build_measure(b, GP_M_TARGET, kpi, s->scope, &s->period);
    cells[2] = gp_build_value(b, kpi, actual_of(s, kpi));
    return cells;
}

static void add_stages(struct stages *s, const struct gp_funnel *f)
{
    struct gp_builder *b = s->b;
    for (size_t i = 0; i < f->stage_count; i++) {
        const struct gp_stage *stage = &f->stages[i];
        struct gp_cell *cells = begin_row(s, stage->title, stage->kpi);
        if (i == 0)
            continue;
        struct gp_value real = gp_value_div(actual_of(s, stage->kpi),
                                            actual_of(s, f->stages[i - 1].kpi));
        cells[3] = real_cell(gp_build_ratio(real), real, stage->rate);
        cells[4] = gp_cell_ratio(stage->rate);
    }
    /* What one of the last stage brings is an amount, not a rate. */
    const struct gp_stage *last = &f->stages[f->stage_count - 1];
    const struct gp_kpi *k = &b->model->kpis.at[f->value];
    struct gp_cell *cells = begin_row(s, k->title, f->value);
    struct gp_value real =
        gp_value_div(actual_of(s, f->value), actual_of(s, last->kpi));
    cells[3] = real_cell(gp_build_value(b, f->value, real), real, f->per);
    cells[4] = gp_build_value(b, f->value, gp_some_value(f->per));
}

static struct gp_table *begin_table(struct gp_builder *b, const char *key,
                                    const char *title)
{
    struct gp_table *t = gp_report_table(b->report, key, title);
    gp_build_columns(b, t, GP_H_FUNNEL_STAGE, "<>>>>");
    if (b->model->funnels.count == 0)
        t->empty = b->chinese ? "计划没有漏斗。" : "The plan has no funnel.";
    else
        t->empty = b->chinese ? "此范围或指标没有漏斗。"
                              : "No funnel is of this scope or KPI.";
    return t;
}

static void add_funnel(struct gp_builder *b, const struct gp_funnel *f,
                       uint32_t scope, struct gp_period period)
{
    const struct gp_model *m = b->model;
    const char *title =
        gp_arena_join(b->arena, f->title, ", ", m->scopes.at[scope].title, ", ",
                      gp_period_text(b->arena, &period), NULL);
    struct stages s = {b, begin_table(b, gp_sym_text(m->names, f->name), title),
                       scope, period};
    add_stages(&s, f);
    gp_build_stages(b, f, scope, &period);
}

/* By the KPI that it leads to, or one of its stages. */
static bool is_asked(const struct gp_builder *b, const struct gp_funnel *f)
{
    bool asked = gp_build_is_asked_kpi(b, f->value);
    for (size_t i = 0; !asked && i < f->stage_count; i++)
        asked = gp_build_is_asked_kpi(b, f->stages[i].kpi);
    return asked;
}

const char *gp_build_funnel(struct gp_builder *b)
{
    const struct gp_model *m = b->model;
    struct gp_period period = gp_build_period(b);
    uint32_t asked = b->sel->of;
    bool any = false;
    for (size_t i = 0; i < m->funnels.count; i++) {
        const struct gp_funnel *f = &m->funnels.at[i];
        uint32_t scope = f->scope != GP_NONE ? f->scope : m->root;
        if (scope == GP_NONE || !is_asked(b, f))
            continue;
        /* A part of the funnel's team, or the whole where more was asked. */
        if (asked != GP_NONE && gp_scope_is_below(m, asked, scope))
            scope = asked;
        else if (asked != GP_NONE && !gp_scope_is_below(m, scope, asked))
            continue;
        add_funnel(b, f, scope, period);
        any = true;
    }
    if (!any)
        begin_table(b, "rows", NULL);
    return NULL;
}

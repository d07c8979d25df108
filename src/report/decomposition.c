/*
 * The decomposition: who has which target of the whole, and by quarters; of a
 * shorter time by what is next below it.
 */
#include <string.h>

#include "report/figures.h"
#include "report/owners.h"
#include "report/place.h"
#include "report/target.h"

static const char *type_of(const struct gp_kpi *kpi, bool chinese)
{
    static const char *const names[][2] = {
        [GP_RESULT] = {"result", "结果指标"},
        [GP_PROCESS] = {"process", "过程指标"},
        [GP_ABILITY] = {"ability", "能力指标"},
        [GP_BEHAVIOUR] = {"behaviour", "行为指标"},
    };
    return names[kpi->class][chinese];
}

static const char *level_of(const struct gp_builder *b,
                            struct gp_places *places, uint32_t scope,
                            bool chinese)
{
    const struct gp_scope *s = &b->model->scopes.at[scope];
    struct gp_buf buf;
    gp_buf_init(&buf, b->arena->heap);
    places->chinese = chinese;
    gp_places_add(places, scope, &buf);
    if (s->why != NULL) {
        gp_buf_putc(&buf, ' ');
        gp_buf_puts(&buf, s->why);
    }
    return gp_arena_keep(b->arena, &buf);
}

static struct gp_cell level_cell(const struct gp_builder *b,
                                 struct gp_places *places, uint32_t scope)
{
    return gp_build_named_cell(level_of(b, places, scope, b->chinese),
                               level_of(b, places, scope, false));
}

/* ---- the split ----------------------------------------------------------- */

/* The target column and the split column: by quarters; of a shorter time that
 * was asked for by what it has several of. */
struct split {
    enum gp_grain grain;
    enum gp_heading_id target, parts;
};

static bool has_several(const struct gp_builder *b, enum gp_grain grain)
{
    struct gp_span_days span = b->sel->span;
    return gp_period_of(&b->model->calendar, grain, span.first).days.last <
           span.last;
}

static struct split split_of(const struct gp_builder *b)
{
    static const struct split splits[] = {
        {GP_QUARTER, GP_H_DECOMPOSITION_TARGET,
         GP_H_DECOMPOSITION_QUARTERLY_SPLIT},
        {GP_MONTH, GP_H_DECOMPOSITION_TARGET, GP_H_DECOMPOSITION_MONTHLY_SPLIT},
        {GP_WEEK, GP_H_DECOMPOSITION_TARGET, GP_H_DECOMPOSITION_WEEKLY_SPLIT},
        {GP_DAY, GP_H_DECOMPOSITION_TARGET, GP_H_DECOMPOSITION_DAILY_SPLIT},
    };
    enum { SPLITS = sizeof splits / sizeof splits[0] };
    struct split split = splits[0];
    if (b->sel->words.in == NULL || b->sel->in.grain == GP_YEAR) {
        split.target = GP_H_DECOMPOSITION_ANNUAL_TARGET;
        return split;
    }
    for (size_t i = 0; i < SPLITS; i++) {
        split = splits[i];
        if (has_several(b, split.grain))
            break;
    }
    return split;
}

/* ---- the table ----------------------------------------------------------- */

static void add_row(struct gp_builder *b, struct gp_table *t,
                    struct gp_places *places, const struct gp_row *row,
                    const struct split *split)
{
    const struct gp_kpi *kpi = &b->model->kpis.at[row->kpi];
    const char *owner = row->owner;
    if (owner == NULL)
        owner = gp_build_owner(b->model, row->scope);
    struct gp_cell *cells = gp_table_row(b->report, t);
    cells[0] = level_cell(b, places, row->scope);
    cells[1] = gp_build_text(owner);
    cells[2] = gp_cell_text(type_of(kpi, b->chinese));
    cells[3] = gp_cell_text(kpi->title);
    cells[4] =
        gp_build_measure(b, GP_M_TARGET, row->kpi, row->scope, &b->sel->in);
    cells[5] = gp_build_text(
        gp_build_parts(b, row->kpi, row->scope, &b->sel->span, split->grain));
    cells[6] = gp_build_text(row->strategy);
}

const char *gp_build_decomposition(struct gp_builder *b)
{
    const struct gp_model *m = b->model;
    struct gp_table *t = gp_report_table(b->report, "rows", NULL);
    const struct split split = split_of(b);
    gp_build_of_plan(b, gp_period_text(b->arena, &b->sel->in));
    gp_build_columns(b, t, GP_H_DECOMPOSITION_LEVEL, "<<<<");
    gp_build_column(b, t, split.target, GP_RIGHT);
    gp_build_column(b, t, split.parts, GP_LEFT);
    gp_build_column(b, t, GP_H_DECOMPOSITION_CORE_STRATEGY, GP_LEFT);
    t->empty = b->chinese ? "没有目标。" : "There are no targets.";
    struct gp_places places;
    gp_places_begin(&places, m, b->arena->heap, b->sel->of, b->chinese);
    for (size_t i = 0; i < m->scopes.count; i++) {
        uint32_t scope = m->scope_order[i];
        if (!gp_select_scope(b->sel, scope))
            continue;
        for (size_t k = 0; k < b->sel->kpi_count; k++) {
            const struct gp_row *row = gp_model_row(m, b->sel->kpis[k], scope);
            if (row != NULL)
                add_row(b, t, &places, row, &split);
        }
    }
    gp_places_end(&places);
    uint32_t kpi, scope;
    if (gp_build_focus(b, &kpi, &scope)) {
        gp_build_tree(b, kpi, scope, NULL);
        gp_build_shares(b, kpi, scope);
    }
    return NULL;
}

/*
 * The team report: the people of a team in one period.  The total is the
 * team's own, never the mean of rates.
 */
#include "report/figures.h"
#include "report/owners.h"
#include "report/target.h"
#include "track/measure.h"

/* What the rows sum to; a sum without a value stays none. */
struct sums {
    struct gp_value target, actual;
};

static void add(struct gp_value *sum, struct gp_value v)
{
    if (v.has)
        *sum = sum->has ? gp_value_add(*sum, v) : v;
}

static uint32_t team_of(const struct gp_builder *b)
{
    return b->sel->of != GP_NONE ? b->sel->of : b->model->root;
}

static bool is_held_back(const struct gp_model *m, uint32_t scope)
{
    enum gp_scope_kind kind = m->scopes.at[scope].kind;
    return kind == GP_SCOPE_RESERVE || kind == GP_SCOPE_GAP;
}

static bool is_overlay(const struct gp_model *m, uint32_t scope)
{
    return m->scopes.at[scope].kind == GP_SCOPE_OVERLAY;
}

/* Those right below the team with their overlays, and what it holds back. */
static bool is_part(const struct gp_model *m, uint32_t scope, uint32_t team)
{
    const struct gp_scope *s = &m->scopes.at[scope];
    if (is_overlay(m, scope))
        return s->parent != team && is_part(m, s->parent, team);
    return s->parent == team && s->kind != GP_SCOPE_NARROW &&
           (!is_held_back(m, scope) || s->member == GP_NONE);
}

static const char *name_of(struct gp_builder *b, uint32_t scope)
{
    const struct gp_model *m = b->model;
    if (is_held_back(m, scope))
        return gp_build_who(b, scope);
    if (is_overlay(m, scope))
        return gp_arena_join(b->arena, name_of(b, m->scopes.at[scope].parent),
                             " ", gp_target_title(m, scope, b->chinese), NULL);
    return m->scopes.at[scope].title;
}

static void add_person(struct gp_builder *b, struct gp_table *t, uint32_t kpi,
                       uint32_t scope, const struct gp_period *p,
                       struct sums *sums)
{
    struct gp_track *track = b->track;
    struct gp_value target = gp_measure(track, GP_M_TARGET, kpi, scope, p);
    struct gp_value actual = gp_measure(track, GP_M_ACTUAL, kpi, scope, p);
    struct gp_value growth = gp_measure_growth(track, kpi, scope, p, GP_YEAR);
    struct gp_cell *cells = gp_table_row(b->report, t);
    cells[0] = is_held_back(b->model, scope) ? gp_build_who_cell(b, scope)
                                             : gp_cell_text(name_of(b, scope));
    cells[1] = gp_build_value(b, kpi, target);
    cells[2] = gp_build_value(b, kpi, actual);
    cells[3] = gp_build_attainment(b, kpi, scope, p);
    cells[4] = gp_build_ratio(growth);
    cells[5] = gp_build_text(gp_build_reason(b, kpi, scope, p));
    const struct gp_row *row = gp_model_row(b->model, kpi, scope);
    if (row == NULL || !row->overlay)
        add(&sums->target, target);
    if (!is_overlay(b->model, scope))
        add(&sums->actual, actual);
}

/* What the team has beyond those below it: facts of its own, a target that
 * nobody has a part of. */
static void add_itself(struct gp_builder *b, struct gp_table *t, uint32_t kpi,
                       const struct gp_period *p, const struct sums *sums)
{
    uint32_t team = team_of(b);
    struct gp_value target = gp_value_sub(
        gp_measure(b->track, GP_M_TARGET, kpi, team, p), sums->target);
    struct gp_value actual = gp_measure(b->track, GP_M_ACTUAL, kpi, team, p);
    if (sums->actual.has)
        actual = gp_value_sub(actual, sums->actual);
    target.has &= gp_rat_sign(target.value) > 0; /* overassigned: none */
    actual.has &= gp_rat_sign(actual.value) != 0;
    if (b->model->kpis.at[kpi].kind != GP_KPI_FLOW ||
        (!target.has && !actual.has))
        return;
    const char *name = b->model->scopes.at[team].title;
    struct gp_cell *cells = gp_table_row(b->report, t);
    cells[0] = gp_cell_text(
        b->chinese ? gp_arena_join(b->arena, "(", name, "本身)", NULL)
                   : gp_arena_join(b->arena, "(", name, " itself)", NULL));
    cells[1] = gp_build_value(b, kpi, target);
    cells[2] = gp_build_value(b, kpi, actual);
}

/* The team's own figures, which its parts sum to; without a target of its
 * own, the sums. */
static void add_total(struct gp_builder *b, struct gp_table *t, uint32_t kpi,
                      const struct gp_period *p, const struct sums *sums)
{
    uint32_t team = team_of(b);
    struct gp_value target = gp_measure(b->track, GP_M_TARGET, kpi, team, p);
    struct gp_value actual = gp_measure(b->track, GP_M_ACTUAL, kpi, team, p);
    bool own = target.has || b->model->kpis.at[kpi].kind != GP_KPI_FLOW;
    struct gp_cell *cells = gp_table_row(b->report, t);
    cells[0] = gp_cell_text(gp_heading(GP_H_TEAM_TOTAL, b->chinese));
    t->total_row = true;
    cells[1] = gp_build_value(b, kpi, own ? target : sums->target);
    cells[2] = gp_build_value(b, kpi, actual);
    cells[3] = own ? gp_build_attainment(b, kpi, team, p)
                   : gp_build_ratio(gp_value_div(actual, sums->target));
    cells[4] =
        gp_build_ratio(gp_measure_growth(b->track, kpi, team, p, GP_YEAR));
}

const char *gp_build_team(struct gp_builder *b)
{
    const struct gp_model *m = b->model;
    struct gp_period p = gp_build_period(b);
    uint32_t team = team_of(b);
    struct sums sums = {gp_no_value(), gp_no_value()};
    if (b->sel->kpi_count == 0)
        return GP_WORD("the plan has no KPI with targets");
    if (team == GP_NONE)
        return GP_WORD("the plan has no team");
    uint32_t kpi = b->sel->kpis[0], focus, scope;
    if (gp_build_focus(b, &focus, &scope))
        kpi = focus;
    struct gp_table *t =
        gp_report_table(b->report, "rows",
                        gp_arena_join(b->arena, m->scopes.at[team].title, ", ",
                                      m->kpis.at[kpi].title, ", ",
                                      gp_period_text(b->arena, &p), NULL));
    gp_build_columns(b, t, GP_H_TEAM_SALESPERSON, "<>>>><");
    t->empty = b->chinese ? "此范围没有成员。" : "Nobody is below this scope.";
    for (size_t i = 0; i < m->scopes.count; i++) {
        uint32_t s = m->scope_order[i];
        if (is_part(m, s, team) &&
            ((!is_held_back(m, s) && !is_overlay(m, s)) ||
             gp_build_has(b, kpi, s, &p)))
            add_person(b, t, kpi, s, &p, &sums);
    }
    if (t->row_count != 0)
        add_itself(b, t, kpi, &p, &sums);
    if (t->row_count != 0)
        add_total(b, t, kpi, &p, &sums);
    gp_build_people(b, kpi, team, &p);
    return NULL;
}

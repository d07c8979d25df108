/*
 * The team report: the people of a team in one period.  The total is worked
 * out of the sums, never the mean of rates.
 */
#include "report/figures.h"
#include "report/report.h"
#include "report/target.h"
#include "track/measure.h"

/* What the rows sum to; a sum without a value stays none. */
struct sums {
    struct gp_value target, actual, base;
};

static void add(struct gp_value *sum, struct gp_value v)
{
    if (v.has)
        *sum = sum->has ? gp_value_add(*sum, v) : v;
}

static struct gp_value one(void)
{
    return gp_some_value(gp_rat_int(1));
}

static uint32_t team_of(const struct gp_builder *b)
{
    return b->sel->of != GP_NONE ? b->sel->of : b->model->root;
}

static void add_person(struct gp_builder *b, struct gp_table *t, uint32_t kpi,
                       uint32_t scope, const struct gp_period *p,
                       struct sums *sums)
{
    struct gp_track *track = b->track;
    struct gp_value target = gp_measure(track, GP_M_TARGET, kpi, scope, p);
    struct gp_value actual = gp_measure(track, GP_M_ACTUAL, kpi, scope, p);
    struct gp_value growth = gp_measure_growth(track, kpi, scope, p, GP_YEAR);
    const char *issue = gp_build_record(b, GP_PART_CAUSE, kpi, scope, p);
    if (issue == NULL)
        issue = gp_build_record(b, GP_PART_PROBLEM, kpi, scope, p);
    struct gp_cell *cells = gp_table_row(b->report, t);
    cells[0] = gp_cell_text(b->model->scopes.at[scope].title);
    cells[1] = gp_build_value(b, kpi, target);
    cells[2] = gp_build_value(b, kpi, actual);
    cells[3] = gp_build_attainment(b, kpi, scope, p);
    cells[4] = gp_build_ratio(growth);
    cells[5] = gp_build_text(issue);
    add(&sums->target, target);
    add(&sums->actual, actual);
    /* What it was a year ago. */
    add(&sums->base, gp_value_div(actual, gp_value_add(growth, one())));
}

/* A flow's total is the rows'; anything else has one of its own above. */
static void add_total(struct gp_builder *b, struct gp_table *t, uint32_t kpi,
                      const struct gp_period *p, const struct sums *sums)
{
    uint32_t team = team_of(b);
    bool flow = b->model->kpis.at[kpi].kind == GP_KPI_FLOW;
    struct gp_cell *cells = gp_table_row(b->report, t);
    cells[0] = gp_cell_text(gp_heading(GP_H_TEAM_TOTAL, b->chinese));
    t->total_row = true;
    if (!flow) {
        cells[1] = gp_build_value(
            b, kpi, gp_measure(b->track, GP_M_TARGET, kpi, team, p));
        cells[2] = gp_build_value(
            b, kpi, gp_measure(b->track, GP_M_ACTUAL, kpi, team, p));
        cells[3] = gp_build_attainment(b, kpi, team, p);
        cells[4] =
            gp_build_ratio(gp_measure_growth(b->track, kpi, team, p, GP_YEAR));
        return;
    }
    cells[1] = gp_build_value(b, kpi, sums->target);
    cells[2] = gp_build_value(b, kpi, sums->actual);
    cells[3] = gp_build_ratio(gp_value_div(sums->actual, sums->target));
    cells[4] = gp_build_ratio(
        gp_value_sub(gp_value_div(sums->actual, sums->base), one()));
}

const char *gp_build_team(struct gp_builder *b)
{
    const struct gp_model *m = b->model;
    struct gp_period p = gp_build_period(b);
    uint32_t team = team_of(b);
    struct sums sums = {gp_no_value(), gp_no_value(), gp_no_value()};
    if (b->sel->kpi_count == 0)
        return "the plan has no KPI with targets";
    if (team == GP_NONE)
        return "the plan has no team";
    uint32_t kpi = b->sel->kpis[0];
    struct gp_table *t =
        gp_report_table(b->report, "rows",
                        gp_arena_join(b->arena, m->scopes.at[team].title, ", ",
                                      m->kpis.at[kpi].title, ", ",
                                      gp_target_period(b->arena, &p), NULL));
    gp_build_column(b, t, GP_H_TEAM_SALESPERSON, GP_LEFT);
    gp_build_column(b, t, GP_H_TEAM_MONTHLY_TARGET, GP_RIGHT);
    gp_build_column(b, t, GP_H_TEAM_ACTUAL, GP_RIGHT);
    gp_build_column(b, t, GP_H_TEAM_ATTAINMENT, GP_RIGHT);
    gp_build_column(b, t, GP_H_TEAM_YOY_GROWTH, GP_RIGHT);
    gp_build_column(b, t, GP_H_TEAM_KEY_ISSUE, GP_LEFT);
    t->empty = b->chinese ? "此范围没有成员。" : "Nobody is below this scope.";
    for (uint32_t s = m->scopes.at[team].child; s != GP_NONE;
         s = m->scopes.at[s].next)
        add_person(b, t, kpi, s, &p, &sums);
    if (t->row_count != 0)
        add_total(b, t, kpi, &p, &sums);
    gp_build_people(b, kpi, team, &p);
    return NULL;
}

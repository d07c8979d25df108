/*
 * The dashboard: how the plan stands, on one page.  Key figures, the trend,
 * people, shares, the tree of targets, funnels, days, and what is to be done.
 * Without --of, --in and --kpi it is of the whole plan and its main result.
 */
#include "report/figures.h"
#include "track/duties.h"

static void add_funnels(struct gp_builder *b, uint32_t scope)
{
    const struct gp_model *m = b->model;
    struct gp_period period = b->sel->in;
    period.days = gp_days_cut(period.days, m->time.days);
    for (size_t i = 0; i < m->funnels.count; i++) {
        const struct gp_funnel *f = &m->funnels.at[i];
        uint32_t of = f->scope != GP_NONE ? f->scope : m->root;
        if (of == GP_NONE)
            continue;
        if (gp_scope_is_below(m, scope, of))
            of = scope;
        else if (!gp_scope_is_below(m, of, scope))
            continue;
        gp_build_stages(b, f, of, &period);
    }
}

/* The pictures are all there is of it: formats without pictures make tables
 * of them. */
static void own_data(struct gp_report *report)
{
    for (struct gp_figure *f = report->figures; f != NULL; f = f->next)
        f->in_tables = false;
}

const char *gp_build_dashboard(struct gp_builder *b)
{
    uint32_t kpi, scope;
    if (!gp_build_focus(b, &kpi, &scope))
        return GP_WORD("nothing here has a target");
    gp_build_cards(b, kpi, scope, &b->sel->in);
    gp_build_trend(b, kpi, scope);
    gp_build_people(b, kpi, scope, &b->sel->in);
    gp_build_shares(b, kpi, scope);
    add_funnels(b, scope);
    gp_build_tree(b, kpi, scope,
                  gp_track_begun(b->track, &b->sel->in) ? &b->sel->in : NULL);
    gp_build_heat(b, kpi, scope, b->sel->span);
    own_data(b->report);
    gp_build_open_duties(b);
    return NULL;
}

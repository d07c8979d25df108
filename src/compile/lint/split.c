/* Lint: a default split over members of the team tree that no scope has.  A
 * split of a scope is an error then; a default only finds nobody. */
#include "compile/lint/lint.h"

static bool anybody_is_on(const struct gp_model *m, enum gp_axis axis)
{
    for (size_t i = 0; i < m->scopes.count; i++)
        if (m->scopes.at[i].parent != GP_NONE &&
            gp_is_on_axis(&m->scopes.at[i], axis))
            return true;
    return false;
}

static const char *axis_name(const struct gp_findings *f, enum gp_axis axis)
{
    return axis == GP_AXIS_TEAM     ? gp_word(f, "teams")
           : axis == GP_AXIS_PERSON ? gp_word(f, "persons")
                                    : gp_word(f, "members");
}

void gp_lint_split(struct gp_pass *p)
{
    const struct gp_model *m = p->model;
    for (size_t i = 0; i < p->defaults.count; i++) {
        const struct gp_default_split *d = &p->defaults.at[i];
        if (d->axis == GP_AXIS_DIMENSION || !m->kpis.at[d->kpi].has_targets ||
            anybody_is_on(m, d->axis))
            continue;
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_UNUSED_SPLIT, d->span,
                    axis_name(p->findings, d->axis),
                    gp_sym_text(p->names, m->kpis.at[d->kpi].name), NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_UNUSED_SPLIT, NULL);
    }
}

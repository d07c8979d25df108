/* See history.h. */
#include "track/history.h"

#include "model/baseline.h"
#include "track/measure.h"

void gp_history_find(struct gp_track *t, struct gp_findings *findings)
{
    const struct gp_model *m = t->model;
    for (size_t i = 0; i < m->baselines.count; i++) {
        const struct gp_baseline *b = &m->baselines.at[i];
        struct gp_period before;
        if (b->amount != GP_NO_AMOUNT ||
            !gp_measure_base(t, &b->period, GP_YEAR, &before))
            continue;
        struct gp_value was =
            gp_measure_uncut(t, GP_M_ACTUAL, b->kpi, b->scope, &before);
        if (was.has && gp_rat_sign(was.value) > 0)
            gp_baseline_check(m, b, was.value, findings);
        else
            gp_baseline_lacks(m, b, before.days, findings);
    }
}

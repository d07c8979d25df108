/*
 * Funnels: targets worked back through stages into what must be done.
 *   funnel.c       the statement: stages, rates, the KPI that is worked back
 *   funnel_need.c  the rows and cells of the stages, and the check of those
 *                  that the plan states itself
 *
 * A need is worked out at a leaf of the target (a person, a reserve, a team
 * whose target nobody shares) in each of the funnel's periods, rounded up at
 * every stage; all that is wider is the sum.
 */
#ifndef GP_COMPILE_FUNNEL_H
#define GP_COMPILE_FUNNEL_H

#include "compile/pass.h"

/* Makes KPIs of the stages that name none. */
void gp_declare_funnel(struct gp_pass *p, struct gp_ref ref);
/* Makes the rows of stages that the plan does not state itself. */
void gp_funnel_rows(struct gp_pass *p);
/* States their cells: those of one rank, the targets being worked out. */
void gp_funnel_fill(struct gp_pass *p, int rank);
/* The need of a stage for an amount of the value: a chain of ceilings from
 * the last stage to this one; false where it does not fit. */
bool gp_funnel_need(const struct gp_model *m, const struct gp_funnel *f,
                    size_t stage, enum gp_grain grain, int64_t value,
                    int64_t *out);
/* What the plan states of a stage is enough. */
void gp_funnel_check(struct gp_pass *p);

#endif

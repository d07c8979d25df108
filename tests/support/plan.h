/*
 * A small plan built by hand, for tests of what stands on the model: no text
 * is compiled.  KPIs, scopes and members first, then plan_finish, then
 * targets and facts.
 */
#ifndef GP_TEST_PLAN_H
#define GP_TEST_PLAN_H

#include "model/model.h"

struct plan {
    struct gp_heap heap;
    struct gp_sources sources;
    struct gp_findings findings;
    struct gp_intern names;
    struct gp_model model;
};

void plan_init(struct plan *p, gp_date first, gp_date last, bool china);
/* 0 where every block has been given back. */
int plan_fini(struct plan *p);
uint32_t plan_kpi(struct plan *p, const char *name, enum gp_kpi_kind kind,
                  enum gp_unit unit, int digits);
uint32_t plan_formula(struct plan *p, const char *name, uint32_t expr);
uint32_t plan_scope(struct plan *p, enum gp_scope_kind kind, const char *name,
                    uint32_t parent);
uint32_t plan_dimension(struct plan *p, const char *name);
uint32_t plan_member(struct plan *p, uint32_t dimension, const char *name,
                     uint32_t parent);
uint32_t plan_narrow(struct plan *p, uint32_t scope, uint32_t member);
uint32_t plan_expr(struct plan *p, enum gp_expr_kind kind, int op,
                   uint32_t left, uint32_t right);
uint32_t plan_value(struct plan *p, int64_t num, int64_t den);
uint32_t plan_measure(struct plan *p, enum gp_measure measure, uint32_t kpi);
uint32_t plan_growth(struct plan *p, uint32_t kpi, enum gp_grain back);
void plan_finish(struct plan *p);
/* Months (or pieces of weeks) in order, as many as the plan has; coarser
 * periods are their sums, or (not EQUAL, or no flow) copies of the last. */
void plan_target(struct plan *p, uint32_t kpi, uint32_t scope,
                 enum gp_relation relation, const int64_t *leaves);
struct gp_period plan_period(struct plan *p, const char *text);

#endif

/*
 * What a target and a cell of a table have in common: a value that is
 * checked and put in its place.  Each makes its finding itself.
 */
#ifndef GP_COMPILE_TARGET_H
#define GP_COMPILE_TARGET_H

#include "compile/pass.h"

/* Whether a period lies in the plan; a week may hang over its ends. */
bool gp_target_inside(struct gp_pass *p, struct gp_ref at,
                      const struct gp_period *period);
/* A constant as an amount that a target of the KPI can have. */
bool gp_target_amount(struct gp_pass *p, uint32_t kpi, struct gp_const value,
                      struct gp_span span, int64_t *amount);
/* Sets whether a row is =, >= or <=; false where it is another already. */
bool gp_target_relate(struct gp_pass *p, uint32_t row,
                      enum gp_relation relation, struct gp_span span);
/* Puts a value into its cell, or keeps it for the amendment at hand. */
void gp_target_state(struct gp_pass *p, uint32_t row,
                     const struct gp_period *period, int64_t amount,
                     struct gp_span span);
/* A target, wherever it stands. */
void gp_lower_target(struct gp_pass *p, struct gp_ref ref);
/* A value that is not decided yet. */
void gp_target_hole(struct gp_pass *p, uint32_t row, struct gp_span span);

/* A table: every cell of it is a statement. */
void gp_lower_table(struct gp_pass *p, struct gp_ref ref);

#endif

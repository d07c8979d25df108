/*
 * People in time, from the tree: when teams and persons are there, what a
 * newcomer carries, who is moved where, and how much anybody can do.
 */
#ifndef GP_COMPILE_STAY_H
#define GP_COMPILE_STAY_H

#include "compile/attrs.h"

/* A team or person as its statement tells it, until it has its place. */
struct gp_told_scope {
    struct gp_scope scope;
    struct gp_ref from, until, ramp;
    gp_date first, last;
    int64_t *steps;
    int step_count;
    GP_VEC(struct gp_ref) capacities;
};

/* Facts of a team or person; the data is a struct gp_told_scope. */
void gp_read_from(struct gp_pass *p, struct gp_cursor *c);
void gp_read_until(struct gp_pass *p, struct gp_cursor *c);
void gp_read_ramp(struct gp_pass *p, struct gp_cursor *c);
void gp_read_capacity(struct gp_pass *p, struct gp_cursor *c);

/* Begins and ends the telling of a scope; `id` is GP_NONE where it was not
 * taken into the model. */
void gp_told_init(struct gp_told_scope *told);
void gp_told_keep(struct gp_pass *p, struct gp_told_scope *told, uint32_t id);

/* Puts a scope below its parent (GP_NONE: a root) and gives its index. */
uint32_t gp_hang_scope(struct gp_pass *p, struct gp_scope scope,
                       uint32_t parent);

#endif

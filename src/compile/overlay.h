/*
 * Overlays: second targets on the same results, counted in no sum.  One lies
 * in a scope of its own, company/east/(overlay), beside the target of east
 * that counts; where there is no such target it takes the scope's place.
 * Which of the two it is, is known once all rows are: until then every
 * overlay has a scope of its own.
 */
#ifndef GP_COMPILE_OVERLAY_H
#define GP_COMPILE_OVERLAY_H

#include "compile/pass.h"

/* The scope that a target without `overlay` means in an amendment or a
 * scenario: of one that has an overlay and nothing else, that. */
uint32_t gp_overlay_meant(const struct gp_pass *p, uint32_t kpi,
                          uint32_t scope);
/* Takes back what a target has stated, for a scenario's in its place. */
void gp_overlay_unstate(struct gp_pass *p, uint32_t row,
                        const struct gp_period *period);
/* Puts overlays into the place of their scopes where no other target is:
 * when all rows are there but the sums towards the root. */
void gp_overlay_settle(struct gp_pass *p);
/* The row that an overlay is a part of, by a split; GP_NONE where it is
 * none. */
uint32_t gp_overlay_whole(const struct gp_model *model,
                          const struct gp_row *row);

#endif

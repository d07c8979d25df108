/*
 * What the files that compare routes to a cell have in common; for
 * src/compile/cross*.c alone.
 *   cross.c      routes over direct parts, and the finding
 *   cross_far.c  routes over what lies further down
 */
#ifndef GP_COMPILE_CROSS_OWN_H
#define GP_COMPILE_CROSS_OWN_H

#include "base/vec.h"
#include "compile/flow/flow.h"

/* A cell, and its parts by another cut than the one that it is a part of. */
struct gp_route {
    struct gp_pass *p;
    const struct gp_row *whole;
    uint32_t by; /* the dimension of the parts; GP_NONE: the team's members */
    GP_VEC(const struct gp_row *) parts;
    uint32_t count; /* parts that there could be */
};

/* Where a route disagrees. */
struct gp_gap {
    struct gp_route route;
    uint32_t above; /* the scope that the cell is a part of */
    int tick;
    int64_t sum;
    bool some;     /* of some parts only, and more than the cell */
    bool far;      /* of parts that lie further down */
    bool follows;  /* one that is told before belongs to the same cut: */
    uint32_t head; /* ... that one */
    uint32_t next; /* the next of these */
};

struct gp_cross {
    struct gp_flow f;
    bool strict; /* a part may be more than its whole in no period at all */
    bool large;  /* no table was asked: what defaults made of periods is not
                  * compared */
    bool apart;  /* cells that no row stands for cannot be what they are */
    GP_VEC(struct gp_gap) gaps;
    struct gp_map last_of; /* (scope, dimension) to the last of its gaps */
    struct gp_map far;     /* (scope, dimension): compared by cross_far.c */
    struct gp_map cut_of;  /* (row, dimension); made when first needed */
};

static inline bool gp_cross_is_summed(const struct gp_row *r)
{
    return r->relation == GP_EQUAL && !r->overlay && !r->open;
}

/* A row's cut by a dimension, GP_NONE: by its members; or GP_NONE. */
uint32_t gp_cross_cut(struct gp_cross *x, uint32_t row, uint32_t dimension);
/* Takes a route's disagreement in, and its parts. */
void gp_cross_add_gap(struct gp_cross *x, const struct gp_gap *gap);
/* Whether a sum of parts, all of them or some, disagrees with a cell. */
bool gp_cross_differs(const struct gp_cross *x, const struct gp_row *whole,
                      int tick, int64_t sum, bool some);
/* Gathers what disagrees among rows of one KPI where some cell on the way down
 * has no row: there the nearest parts that have one are compared. */
void gp_cross_far(struct gp_cross *x, uint32_t first, uint32_t end);
/* Whether that is so above some of these rows, of one KPI; and the rows of all
 * that is to be compared then. */
bool gp_cross_is_far(struct gp_cross *x, const uint32_t *rows, size_t count,
                     uint32_t *first, uint32_t *end);

#endif

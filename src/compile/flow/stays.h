/*
 * What the files that share a cut among those who are there have in common;
 * for src/compile/flow/stay*.c alone.
 *   stay.c        the way: weights, stretches, shares, into the rows
 *   stay_lay.c    the stretches of days, and what is stated in them
 *   stay_share.c  what is left of each stretch, shared
 */
#ifndef GP_COMPILE_FLOW_STAYS_H
#define GP_COMPILE_FLOW_STAYS_H

#include "base/vec.h"
#include "compile/flow/flow.h"

struct gp_stretch {
    struct gp_span_days days;
    int leaf;      /* the tick that it is a part of */
    int64_t whole; /* the amount that the parts are to sum to */
    int64_t left;  /* ... beside what is stated */
};

/* An amount that the plan states for one part, over some of the stretches. */
struct gp_stay_group {
    uint32_t part;
    int tick;
    int64_t total;
};

enum { GP_NOBODYS = -1, GP_SHARED = -2 }; /* else a group */

struct gp_stays {
    struct gp_flow *f;
    uint32_t cut;
    int tick;
    const struct gp_row *row;
    GP_VEC(struct gp_stretch) columns;
    GP_VEC(gp_date) edges;
    GP_VEC(struct gp_stay_group) groups;
    uint32_t count;         /* parts */
    int64_t *weights;       /* by part: of a share; 0 where it takes none */
    struct gp_reason *whys; /* by part: of what it shares */
    int *owner;             /* by part and column */
    int64_t *factors;       /* the same */
    int64_t *cells;         /* the same: what it comes to */
    int64_t *least; /* the same: of a shared one, what is stated below */
    bool failed;
};

static inline struct gp_row *gp_stays_part_row(const struct gp_stays *x,
                                               uint32_t part)
{
    const struct gp_cut *c = &x->f->m->cuts.at[x->cut];
    return &x->f->m->rows.at[x->f->m->parts.at[c->first + part]];
}

static inline size_t gp_stays_cell_of(const struct gp_stays *x, uint32_t part,
                                      size_t column)
{
    return part * x->columns.count + column;
}

static inline void *gp_stays_new_cells(const struct gp_stays *x, size_t size)
{
    return gp_calloc(x->f->p->heap, x->count * x->columns.count + 1, size);
}

/* The stretches of the days below the tick. */
void gp_stays_columns(struct gp_stays *x);
/* What the plan states for a part, and what it is there for. */
void gp_stays_take(struct gp_stays *x, uint32_t part);
/* Stated amounts over several stretches are laid into them. */
void gp_stays_place(struct gp_stays *x);
/* The weights of those who share a stretch, together. */
gp_i128 gp_stays_weight(const struct gp_stays *x, size_t column);
/* What is left of each stretch, to those who share it. */
void gp_stays_share(struct gp_stays *x);

#endif

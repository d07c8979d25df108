/*
 * Proofs: whether targets that no sum joins can all be reached.  Every cell
 * that such a target touches gets a range of values; links (sums, weighted
 * means, formulas) narrow one range by others, until nothing changes or an
 * empty range proves that the plan cannot be.
 *   prove.c   the order of it all; blocks of cells
 *   said.c    which amounts rest on the plan's own words
 *   value.c   formulas over ranges
 *   link.c    the links between cells
 *   range.c   ranges: arithmetic, and narrowing by links
 *   floor.c   floors that the floors below do not guarantee
 *   tell.c    the findings
 * What cannot be worked with exactly is not known: a proof never rests on it.
 */
#ifndef GP_COMPILE_PROVE_H
#define GP_COMPILE_PROVE_H

#include "compile/pass.h"

/* One end of a range; not set: as far as you like.  A strict end is not
 * itself part of the range. */
struct gp_end {
    struct gp_rat at;
    bool set, strict;
    uint32_t step; /* what made it; GP_NONE: nothing that the plan says */
};
struct gp_range {
    struct gp_end low, high;
};

/* How a KPI's cells make up the cell of a wider period or scope. */
enum gp_adds {
    GP_ADDS_NOT,
    GP_ADDS_SUM,
    GP_ADDS_MEAN, /* weighted: over / under, both of which sum */
    GP_ADDS_LAST, /* the last period's */
    GP_ADDS_UNION /* no less than any part; over time no more than their sum */
};

struct gp_prove_kpi {
    enum gp_adds adds;
    int ticks;           /* columns down to the finest that is stated */
    bool changes;        /* its formula uses cells that may be narrowed */
    bool growth;         /* over / under - 1, and `under` is not in the plan */
    uint32_t over;       /* expressions; of growth the growth itself */
    uint32_t under;      /* or GP_NONE */
    struct gp_range all; /* what its values can be at all */
    int64_t *said;       /* by row and tick; NULL: not worked out yet */
    uint32_t first_row, row_count;
};

/* The cells of one KPI and scope, a cell a tick. */
struct gp_prove_block {
    uint32_t kpi, scope;
    uint32_t row; /* or GP_NONE */
    uint32_t first;
};

struct gp_prove_cell {
    struct gp_range range;
    uint32_t block;
    uint32_t fact; /* its own statement, or GP_NO_FACT */
    uint32_t mark; /* of the last proof that rests on its statement */
    bool broken;   /* proved empty and told: nothing more is made of it */
    bool told;     /* a finding has spoken of its statement */
};

enum gp_link_kind {
    GP_LINK_LINEAR,  /* whole x its weight = sum of the parts x theirs */
    GP_LINK_BETWEEN, /* the same, of weights not known but positive */
    GP_LINK_LAST,
    GP_LINK_UNION
};

/* A weight is known up to the steps that it was rounded by. */
struct gp_weight {
    struct gp_rat low, high;
};

struct gp_link {
    enum gp_link_kind kind;
    bool inverse;       /* linear in 1 / value: what is known is `over` */
    bool time;          /* over periods, not scopes */
    bool missing;       /* there are parts besides these */
    bool upper;         /* UNION: the sum of the parts bounds the whole */
    uint32_t dimension; /* of scopes: cut by; GP_NONE: the team tree */
    uint32_t whole, first, count; /* cells; in gp_prove.parts */
    struct gp_weight *weights;    /* LINEAR: parts, the whole, what is
                                   * besides the parts */
};

/* Why an end is where it is: append-only, so that a proof has no circle. */
#define GP_STEP_STATED 0xfffffffeu
#define GP_STEP_FORMULA 0xfffffffdu
struct gp_prove_step {
    uint32_t cell;
    uint32_t mark;         /* of the last proof that was walked through it */
    uint32_t link;         /* of gp_prove.links, or one of the above */
    uint32_t first, count; /* in gp_prove.inputs: steps it rests on */
};

struct gp_prove {
    struct gp_pass *p;
    struct gp_model *m;
    int ticks; /* down to months */
    struct gp_prove_kpi *kpis;
    struct gp_map block_of; /* (kpi, scope) to block */
    GP_VEC(struct gp_prove_block) blocks;
    GP_VEC(struct gp_prove_cell) cells;
    GP_VEC(struct gp_link) links;
    GP_VEC(uint32_t) parts; /* cells */
    GP_VEC(struct gp_prove_step) steps;
    GP_VEC(uint32_t) inputs, used; /* used: of the value being worked out */
    struct gp_map
        link_of;    /* (whole, axis) to link; made when it is asked for */
    uint32_t proof; /* the mark of the last one */
    struct gp_arena arena;
    int budget;  /* expressions still to be looked at for one value */
    uint32_t of; /* the KPI whose value is being worked out */
    bool changed;
};

/* ---- prove.c ---- */

/* The cell of a block at a tick, GP_NONE where there is none. */
uint32_t gp_prove_cell_at(const struct gp_prove *x, uint32_t kpi,
                          uint32_t scope, int tick);
static inline int gp_prove_tick(const struct gp_prove *x, uint32_t cell)
{
    return (int)(cell - x->blocks.at[x->cells.at[cell].block].first);
}

/* ---- said.c ---- */

/* The amount of a flow's row in a period, where the plan's own words decide
 * it; *slack: how far rounding may have moved it. */
bool gp_prove_said(struct gp_prove *x, uint32_t row, int tick, int64_t *amount,
                   int64_t *slack);
/* Half a unit of the last decimal that a stated number is written with; or
 * (whole) of its last digit, where it has no decimals. */
struct gp_rat gp_prove_tolerance(struct gp_prove *x, uint32_t kpi,
                                 uint32_t fact, bool whole);

/* ---- value.c ---- */

/* How a formula adds up: fills adds, growth, over, under, all. */
void gp_prove_classify(struct gp_prove *x, uint32_t kpi);
/* The values of an expression; x->used collects the steps it rests on. */
struct gp_range gp_prove_value(struct gp_prove *x, uint32_t expr,
                               uint32_t scope, int tick);
/* What the KPI's own formula makes of a cell. */
struct gp_range gp_prove_formula(struct gp_prove *x, uint32_t kpi,
                                 uint32_t scope, int tick);
/* What a ratio divides, and what by; not set where it is not known. */
struct gp_range gp_prove_over(struct gp_prove *x, uint32_t kpi, uint32_t scope,
                              int tick);
struct gp_range gp_prove_under(struct gp_prove *x, uint32_t kpi, uint32_t scope,
                               int tick);

/* ---- link.c ---- */

void gp_prove_links(struct gp_prove *x);

/* ---- range.c ---- */

struct gp_range gp_range_point(struct gp_rat at);
struct gp_range gp_range_any(void);
struct gp_range gp_range_add(struct gp_range a, struct gp_range b);
struct gp_range gp_range_neg(struct gp_range a);
struct gp_range gp_range_mul(struct gp_range a, struct gp_range b);
/* Of b nothing but positive values counts. */
struct gp_range gp_range_div(struct gp_range a, struct gp_range b);
/* Narrows a cell; the steps in x->used are what it rests on. */
void gp_prove_narrow(struct gp_prove *x, uint32_t cell, struct gp_end end,
                     bool high, uint32_t link);
/* Narrows the whole by its parts, or (up false) each part by the rest. */
void gp_prove_apply(struct gp_prove *x, uint32_t link, bool up);

/* ---- floor.c ---- */

void gp_prove_floors(struct gp_prove *x);

/* ---- tell.c ---- */

/* A cell that no value is left for: `end` would cut off all of it. */
void gp_prove_tell(struct gp_prove *x, uint32_t cell, struct gp_end end,
                   bool high, uint32_t link);

#endif

/*
 * What the two files that put proofs into words share: tell.c says what
 * cannot be, mend.c shows the arithmetic and the smallest repair.
 */
#ifndef GP_COMPILE_PROVE_TELL_H
#define GP_COMPILE_PROVE_TELL_H

#include "compile/prove/prove.h"

/* The parts of a whole as the plan states them: where a part is only what its
 * own parts make it, these stand for it. */
struct gp_flat {
    const struct gp_link *link; /* or NULL: nothing that parts make up */
    uint32_t *cells;
    struct gp_rat *weights; /* of a linear link */
    uint32_t count, room;
    struct gp_rat whole; /* the sum of the weights, of a mean */
    bool missing;
};

/* A cell that no value is left for, and what says so. */
struct gp_clash {
    uint32_t cell;
    uint32_t link;       /* what the one side was derived by, or GP_STEP_... */
    bool high;           /* the derived side is the upper end */
    bool up;             /* the link narrowed its whole */
    struct gp_end limit; /* the derived end */
    struct gp_end said;  /* the other, as the plan says it */
    struct gp_flat flat; /* of a link that narrowed its whole */
    bool exact;          /* the derived side is one value: `value` */
    struct gp_rat value;
    struct gp_finding *finding;
};

/* The middle of a range that is a point but for rounding. */
bool gp_prove_point(struct gp_range r, struct gp_rat *out);
/* A value of the KPI as people read it. */
const char *gp_prove_value_text(struct gp_prove *x, uint32_t kpi,
                                struct gp_rat value);
/* "at least 31.5%", "less than 15%"; of an exact one the value. */
const char *gp_prove_end_text(struct gp_prove *x, uint32_t kpi,
                              struct gp_end end, bool high, bool exact);
const char *gp_prove_scope_text(struct gp_prove *x, uint32_t scope);
const char *gp_prove_tick_text(struct gp_prove *x, int tick);
static inline const struct gp_prove_block *gp_prove_block_of(
    const struct gp_prove *x, uint32_t cell)
{
    return &x->blocks.at[x->cells.at[cell].block];
}
/* Whether the cell's range is its own statement, and which relation. */
bool gp_prove_is_stated(const struct gp_prove *x, uint32_t cell,
                        enum gp_relation *relation);
struct gp_rat gp_prove_stated(const struct gp_prove *x, uint32_t cell);

/* The arithmetic, as detail, and the smallest repair, as help. */
void gp_prove_show(struct gp_prove *x, const struct gp_clash *c);
void gp_prove_mend(struct gp_prove *x, const struct gp_clash *c);
/* Works out the parts of the whole, and the value that they make. */
void gp_prove_flatten(struct gp_prove *x, struct gp_clash *c);
bool gp_prove_flat_value(struct gp_prove *x, struct gp_clash *c);
/* What one part leaves for the others, of a weighted mean: the part's cell and
 * the value; false where there is nothing to say. */
bool gp_prove_leaves(struct gp_prove *x, const struct gp_clash *c,
                     uint32_t *part, struct gp_rat *left);
/* What a part stands for: its statement, or the end that counts. */
bool gp_prove_part_value(const struct gp_prove *x, uint32_t cell, bool high,
                         struct gp_rat *out);

/* Floors (or ceilings) of parts that do not guarantee that of the whole. */
struct gp_short {
    uint32_t whole;            /* a cell */
    bool sums;                 /* they are added, not averaged */
    bool weighed;              /* ... with weights that are known */
    struct gp_rat least, most; /* the weakest and the strongest */
    struct gp_rat comes_to;    /* what they guarantee of the whole */
    uint32_t weak;             /* the row of the weakest that is stated */
    int weak_tick;
    struct gp_rat weakest, mended; /* what it says, and what would do */
    struct gp_finding *finding;
};
void gp_prove_tell_floor(struct gp_prove *x, struct gp_short *s);

#endif

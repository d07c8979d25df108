/*
 * A row's parts at one period, by one split: what its items come to.
 *   parts.c       the split that decides, shares, rounding, rows
 *   parts_tell.c  what does not sum
 *   crosswise.c   of parts that are parts of other rows
 */
#ifndef GP_COMPILE_FLOW_PARTS_H
#define GP_COMPILE_FLOW_PARTS_H

#include "compile/flow/flow.h"

static inline bool gp_parts_same_days(struct gp_span_days a,
                                      struct gp_span_days b)
{
    return a.first == b.first && a.last == b.last;
}

/* What the items of one split come to for one value. */
struct gp_shareout {
    struct gp_flow *f;
    struct gp_split *s;        /* a copy: its items are made to fit */
    const struct gp_split *of; /* ... this one */
    const struct gp_row *row;
    uint32_t cut;
    int tick;
    int64_t whole;         /* what the parts are to sum to */
    struct gp_rat exactly; /* the same before it was rounded */
    struct gp_rat *exact;  /* by item */
    struct gp_rat sum;     /* of amounts and shares */
    struct gp_rat left;    /* for weights or the rest */
    struct gp_rat weights;
    bool rest, weighed, shares, amounts, hole;
};

/* What the items come to, exactly, but for what is `taken` already; of a
 * default after it has given way.  `exact` has room for them. */
void gp_parts_take(struct gp_shareout *x, int64_t taken);
/* Whole numbers of the step for them; amounts stay as they are. */
void gp_parts_round(const struct gp_shareout *x, int64_t *out);
/* Says what does not sum, once a split; false where it does not. */
bool gp_parts_check(struct gp_shareout *x);
/* Item `i` gives its part this value, which has another. */
void gp_parts_tell_stated(const struct gp_shareout *x,
                          const struct gp_row *part, size_t i, int64_t value);

#endif

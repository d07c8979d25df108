/*
 * What amendments make of the plan, one upon another.  A statement of an
 * amendment stands; what has ended keeps its value, and so does the month
 * (where a KPI has weeks: the week) in progress unless it is stated, or is all
 * that is left; what is open below is shared again, in the proportions it had
 * before; what is above is the sum.
 *   amend.c         what they say
 *   amended.c       one amendment after the other, and what they sum up to
 *   say.c           what one of them says, as cells
 *   split.c         and as splits
 *   fill.c          what is below a cell that has changed
 *   meet.c          cuts along dimensions, rounded again
 *   check.c         what must hold of a row then
 *   settle.c        where that does not: the KPI once more,
 *   whole.c         as one table
 *   funnel.c        the stages of a target that has changed
 */
#ifndef GP_COMPILE_AMENDED_H
#define GP_COMPILE_AMENDED_H

#include "compile/flow/flow.h"

enum {
    GP_CELL_DECIDED = 1, /* by the amendment at hand, or for it */
    GP_CELL_SAID = 2,    /* by itself */
    GP_CELL_SPREAD = 4   /* what is below it has followed */
};

struct gp_amending {
    struct gp_flow f; /* the model, for questions and findings */
    struct gp_pass *p;
    struct gp_model *m;
    uint32_t index; /* of the amendment */
    const struct gp_amend *amend;
    int64_t **base_at; /* by row: the original */
    struct gp_reason **base_why;
    int64_t **old; /* by row: before this amendment; NULL: as it is */
    struct gp_reason **old_why;
    uint8_t **marks; /* by row and tick: what this amendment did */
    bool *own;       /* by row: an amendment gave it its first target */
    uint32_t *first_cut, *next_cut;
    uint32_t *first_need, *next_need; /* by goal's row, by need; or NULL */
    bool told;                        /* of a contradiction: say no more */
};

/* A cell that others are to follow. */
struct gp_seed {
    uint32_t row, kpi;
    int tick;
    bool running; /* in progress: those above follow it first */
    bool split;   /* a split says something of its periods or parts */
};
struct gp_seeds {
    struct gp_seed *at;
    size_t count, room;
};

static inline uint8_t gp_amend_mark(const struct gp_amending *w, uint32_t row,
                                    int tick)
{
    return w->marks[row] == NULL ? 0 : w->marks[row][tick];
}
/* Sets a cell from this amendment on. */
void gp_amend_set(struct gp_amending *w, uint32_t row, int tick, int64_t amount,
                  struct gp_reason why, uint8_t marks);
/* Whether the parts of a cut make up its row. */
bool gp_amend_joins(const struct gp_amending *w, uint32_t cut);
/* The values of a row before this amendment. */
static inline const int64_t *gp_amend_old(const struct gp_amending *w,
                                          uint32_t row)
{
    return w->old[row] != NULL ? w->old[row] : w->m->rows.at[row].at;
}

int gp_amend_ticks(const struct gp_amending *w, uint32_t row);
/* Whether the cells of a row sum, in time and over parts. */
bool gp_amend_sums(const struct gp_amending *w, const struct gp_row *r);
/* Puts what the amendment says into its cells; gives where to go on. */
void gp_amend_say(struct gp_amending *w, struct gp_seeds *seeds);
/* Cuts of a KPI along dimensions meet again, where only rounding keeps them
 * apart. */
void gp_amend_meet(struct gp_amending *w, uint32_t kpi);
/* Tells where a row's periods or parts do not make it up. */
void gp_amend_check(struct gp_amending *w, uint32_t row);
/* What this amendment made of a KPI, from its seeds: where its sums do not come
 * out, all that it may change is filled anew as one table.  `findings`: so many
 * there were before. */
void gp_amend_settle(struct gp_amending *w, uint32_t kpi, size_t findings,
                     const struct gp_seed *seeds, size_t count);
/* What does not sum is copied instead. */
void gp_amend_copy(struct gp_amending *w, uint32_t row, int tick,
                   int64_t amount);

/* Shares a cell that has changed over its periods. */
void gp_amend_time(struct gp_amending *w, uint32_t row, int tick);
/* Shares a cell and its periods over the row's parts, in all cuts but one
 * (GP_NONE: all). */
void gp_amend_parts(struct gp_amending *w, uint32_t row, int tick,
                    uint32_t but);
/* Everything of a row below a tick has followed. */
void gp_amend_mark_spread(struct gp_amending *w, uint32_t row, int tick);
/* The periods that a cell is a part of are sums again. */
void gp_amend_sum_up(struct gp_amending *w, uint32_t row, int tick);

/* A cell that has changed: what is below follows, what is above is the sum. */
void gp_amend_spread(struct gp_amending *w, uint32_t row, int tick);
/* Stages follow the targets that they are worked back from. */
void gp_amend_funnels(struct gp_amending *w);
/* Finds what is worked back from which row, once for all amendments. */
void gp_amend_link_needs(struct gp_amending *w);

/* What splits of the amendment say of a cell's periods, or of its parts in a
 * cut. */
void gp_amend_split_time(struct gp_amending *w, uint32_t row, int tick);
void gp_amend_split_parts(struct gp_amending *w, uint32_t cut, int tick);
/* Whether a split of an amendment so far divides this cut. */
bool gp_amend_has_split(const struct gp_amending *w, uint32_t cut);

/* Periods or parts sum to something else than a cell: a contradiction. */
void gp_amend_tell_sum(struct gp_amending *w, enum gp_text text, uint32_t row,
                       int tick, int64_t sum);
/* So much stands already below a cell that is to hold less. */
void gp_amend_tell_low(struct gp_amending *w, uint32_t row, int tick,
                       int64_t stands);

#endif

/*
 * What the files of days share: days.c the days of one row, days_block.c
 * those of all parts of a cut together, days_edges.c where these cannot be,
 * dayparts.c the parts of a day.
 */
#ifndef GP_MODEL_DAYS_OWN_H
#define GP_MODEL_DAYS_OWN_H

#include "base/vec.h"
#include "model/days.h"

/* The days (or dayparts) of the parts of one cut in one period. */
struct gp_days_block {
    int64_t columns[GP_MAX_DAYPARTS];
    int count;
    int64_t step, total; /* of the parts that round together */
    uint64_t *ups;       /* a part's mask */
    int64_t *fixed;      /* a part's own values, where it has them */
    bool *own;
};

struct gp_days {
    const struct gp_model *model;
    struct gp_heap *heap;
    struct gp_arena arena;
    struct gp_map blocks, part_blocks; /* (cut, tick), (cut, day) */
    GP_VEC(struct gp_days_block) list;
    struct gp_map kept; /* (row, tick): days of rows that have parts */
    GP_VEC(int64_t) values;
    /* Made when first needed. */
    uint32_t *first_cut, *next_cut; /* by row; by cut */
    bool *below;  /* by row: a part, or one further down, states days */
    bool settled; /* days of rows without parts are kept as well */
};

/* ---- days.c -------------------------------------------------------------- */

/* What a row's parts state of days: the row has as much in each. */
void gp_days_least(struct gp_days *days, uint32_t row, struct gp_span_days span,
                   int64_t *out);
/* The days of one row by itself: stated days as stated, what is left by the
 * weights of the others. */
void gp_days_spread(struct gp_days *days, const struct gp_row *row,
                    struct gp_span_days span, int64_t total,
                    const int64_t *weights, int64_t *out);
/* Whether its days do not just follow the whole's: it, or one below it, states
 * some of these, or it has a shape of its own. */
bool gp_days_has_own(struct gp_days *days, const struct gp_row *row,
                     struct gp_span_days span);
int64_t gp_days_step(const struct gp_model *model, const struct gp_row *row,
                     enum gp_grain grain);

/* By itself: the days' weights, as it is there. */
void gp_days_alone(struct gp_days *days, uint32_t row, int tick, int64_t *out);
/* Remembers the days of a row in a tick; the last ones count. */
void gp_days_keep(struct gp_days *days, uint32_t row, int tick, int n,
                  const int64_t *values);
void gp_days_link_cuts(struct gp_days *days);

/* ---- days_edges.c -------------------------------------------------------- */

/* The days of a row that is no part of another: as they are, where its members
 * can share them, some of whom come or go in these; else what those make. */
void gp_days_settle_edges(struct gp_days *days, uint32_t row, int tick,
                          int64_t *out);

/* ---- days_block.c -------------------------------------------------------- */

/* Whether somebody comes, goes or changes inside a span of days. */
bool gp_days_has_edges(const struct gp_model *model, const struct gp_cut *cut,
                       struct gp_span_days span);
/* A new block of a cut; the pointer holds until the next one. */
struct gp_days_block *gp_days_block_new(struct gp_days *days,
                                        const struct gp_cut *cut, int columns);
/* Makes a block's parts, which sum to `totals`, sum to its columns, too. */
void gp_days_block_round(struct gp_days *days, struct gp_days_block *block,
                         const struct gp_cut *cut, struct gp_span_days span,
                         const int64_t *totals, int64_t step);
/* The days of a row out of the block of its cut in a tick. */
void gp_days_of_block(struct gp_days *days, uint32_t row, int tick,
                      int64_t total, int64_t *out);
/* What a row has of a block of its cut. */
void gp_days_block_read(const struct gp_days *days, uint32_t block,
                        uint32_t row, int64_t total, int64_t *out);

#endif

/*
 * What the files of steps share: steps.c follows the cells, steps_reason.c
 * says why a cell has its value, steps_days.c what is finer than a cell.
 */
#ifndef GP_REPORT_STEPS_OWN_H
#define GP_REPORT_STEPS_OWN_H

#include "report/steps.h"

/* A cell that the plan states. */
struct gp_step_stated {
    uint32_t row;
    int tick, distance;
    int64_t amount;
};

struct gp_steps {
    const struct gp_model *m;
    struct gp_arena *arena;
    enum gp_lang lang;
    struct gp_days *days;
    struct gp_map seen; /* (row, tick) */
    int count;
    GP_VEC(struct gp_step_stated) stated; /* of stated_kpi */
    uint32_t stated_kpi;                  /* or GP_NONE */
    size_t looked;                        /* at so many of them */
    struct gp_steps *before;    /* of the original plan; NULL: this is it */
    const struct gp_model *now; /* the plan as it is amended, or NULL */
};

/* ---- steps.c ------------------------------------------------------------- */

struct gp_step *gp_steps_new(struct gp_steps *steps, uint32_t row,
                             const struct gp_period *period, int64_t amount);
void gp_steps_add(struct gp_step *step, struct gp_step *from);
/* The cell, with what it rests on, below a step; nothing where it has no
 * value, and only that there is more where there are steps enough. */
void gp_steps_add_tick(struct gp_steps *steps, struct gp_step *step,
                       uint32_t row, int tick);
/* The whole plan is one cell, by whatever name. */
int gp_steps_one_tick(const struct gp_model *model, int tick);
/* In the language of the steps. */
const char *gp_steps_word(const struct gp_steps *steps, const char *english);
/* "28530 of 85590": a weight is no amount, never 2.853万. */
const char *gp_steps_weight(struct gp_steps *steps, int64_t weight,
                            int64_t sum);
/* Where the weights of a shape were learned; "" of others. */
const char *gp_steps_learned(struct gp_steps *steps,
                             const struct gp_shape *shape);
/* Where a shape was said; unset where nothing says it. */
struct gp_span gp_steps_shape_span(const struct gp_model *model,
                                   const struct gp_shape *shape);

/* ---- steps_reason.c ------------------------------------------------------ */

/* How the cell came about (step->why says it in a word), as a sentence and as
 * the steps below. */
void gp_steps_reason(struct gp_steps *steps, struct gp_step *step, uint32_t row,
                     int tick);

/* ---- steps_sum.c --------------------------------------------------------- */

/* A share or weight of a whole (a cell of the row above, or a wider one of the
 * row): whether it makes the cell what it is, but for rounding.  Of a weight
 * what it is a part of: the sum of the weights, what parts that have none leave
 * to them. */
struct gp_step_sum {
    struct gp_rat weights;
    int64_t left, others; /* others: what has no weight */
    bool known;           /* all weights are */
};

bool gp_steps_adds_up(const struct gp_model *model, uint32_t row, int tick,
                      uint32_t whole, int at, struct gp_step_sum *out);
/* Whether a cell is about `of * part / all`, but for rounding. */
bool gp_steps_is_about(const struct gp_model *model, uint32_t row, int tick,
                       int64_t of, int64_t part, int64_t all);

/* ---- steps_week.c -------------------------------------------------------- */

/* A tick's period; of a piece of a week its days, for the week has more. */
const char *gp_steps_period(struct gp_steps *steps, int tick);
/* How a stated week was divided at its month's end; NULL where it was not. */
const char *gp_steps_week_text(struct gp_steps *steps, uint32_t row, int tick);

/* ---- steps_around.c ------------------------------------------------------ */

/* Which stated cells are told: those in a cell; those beside it as well, in
 * what it is a part of; all that hold it, are in it or beside it. */
enum gp_steps_near { GP_NEAR_IN, GP_NEAR_BESIDE, GP_NEAR_ALL };

/* Adds the nearest of them.  Those shown already are left out. */
void gp_steps_around(struct gp_steps *steps, struct gp_step *step, uint32_t row,
                     int tick, enum gp_steps_near near);
/* Whether a cell is just what is stated in it. */
bool gp_steps_is_least(struct gp_steps *steps, uint32_t row, int tick);

/* ---- steps_days.c -------------------------------------------------------- */

struct gp_step *gp_steps_day(struct gp_steps *steps, uint32_t row,
                             const struct gp_period *day, int64_t amount);
/* A part of a day; NULL where it has none. */
struct gp_step *gp_steps_part(struct gp_steps *steps,
                              const struct gp_step_cell *cell);
/* A week, or any range: the days that it has of each month. */
struct gp_step *gp_steps_range(struct gp_steps *steps, uint32_t row,
                               const struct gp_period *period, int64_t amount);
/* What is copied into every period holds in one that is no cell, too. */
struct gp_step *gp_steps_copied(struct gp_steps *steps, uint32_t row,
                                const struct gp_period *period, int64_t amount);

#endif

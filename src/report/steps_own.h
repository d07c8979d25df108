/*
 * What the files of steps share: steps.c follows the cells, steps_reason.c
 * says why a cell has its value, steps_days.c what is finer than a cell.
 */
#ifndef GP_REPORT_STEPS_OWN_H
#define GP_REPORT_STEPS_OWN_H

#include "report/steps.h"

struct gp_steps {
    const struct gp_model *m;
    struct gp_arena *arena;
    enum gp_lang lang;
    struct gp_days *days;
    struct gp_map seen; /* (row, tick) */
    int count;
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

/* ---- steps_joint.c ------------------------------------------------------- */

void gp_steps_joint(struct gp_steps *steps, struct gp_step *step, uint32_t row,
                    int tick);

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

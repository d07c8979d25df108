/* The steps that made a number: see explain.h. */
#ifndef GP_REPORT_STEPS_H
#define GP_REPORT_STEPS_H

#include "model/days.h"
#include "model/model.h"
#include "text/catalogue.h"

/* More steps than anyone reads: what is behind them is left out, and said. */
enum { GP_MAX_STEPS = 400 };

struct gp_step {
    struct gp_step *next; /* of the same from-list */
    struct gp_step *from, **last_from;
    uint32_t kpi, scope;
    const char *period; /* "2026-Q3", "2026-07-15/10:00-14:00" */
    struct gp_span_days days;
    int64_t amount;
    enum gp_why why;
    const char *how;     /* a sentence */
    struct gp_span span; /* the line that said so; may be unset */
    bool again;          /* explained above: nothing follows here */
    bool original;       /* of the plan before amendments */
    bool more;           /* steps were left out below */
};

/* What is asked for. */
struct gp_step_cell {
    uint32_t row;
    struct gp_period period;
    int part; /* of a day, by dayparts; -1: none */
};

/* The steps of a cell, in the arena and a language; NULL where it has no
 * value. */
struct gp_step *gp_steps_make(const struct gp_model *model,
                              struct gp_arena *arena,
                              const struct gp_step_cell *cell,
                              enum gp_lang lang);
/* How a stage of a funnel got its cell, the one cell that it rests on (*from
 * is GP_NONE where there is none), and where its rate was said. */
const char *gp_steps_funnel(const struct gp_model *model,
                            struct gp_arena *arena, enum gp_lang lang,
                            uint32_t row, int *tick, uint32_t *from,
                            struct gp_span *said);
/* "stated", "share", "scope-sum": for programs. */
const char *gp_why_name(enum gp_why why);

/* Where the same cut of another rung decided a cell: from `*scope` GP_NONE on,
 * one member a call and its row (or GP_NONE), true while there are more; false
 * at once where it was the team's cut, whose row is then in `out`. */
bool gp_steps_cross(const struct gp_model *m, uint32_t row, int tick,
                    uint32_t *scope, uint32_t *out);
/* The dimension by which other rows' parts sum to a cell, or GP_NONE. */
uint32_t gp_steps_cross_by(const struct gp_model *m, uint32_t row, int tick);

#endif

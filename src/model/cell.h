/* Cells: rows of columns, the reason of each, and how they are divided. */
#ifndef GP_MODEL_CELL_H
#define GP_MODEL_CELL_H

#include "base/intern.h"
#include "model/period.h"
#include "model/types.h"
#include "text/finding.h"

/* Where a cell comes from; with the fact that said so, where there is one. */
enum gp_why {
    GP_WHY_NOTHING,
    GP_WHY_STATED,    /* a target says so */
    GP_WHY_AMOUNT,    /* an item of a split */
    GP_WHY_SHARE,     /* a share of the whole */
    GP_WHY_WEIGHT,    /* a weight among weights */
    GP_WHY_REST,      /* what the others leave */
    GP_WHY_DEFAULT,   /* the KPI's default split */
    GP_WHY_BUILTIN,   /* even, or by workdays */
    GP_WHY_SHAPE,     /* the parent's own shape */
    GP_WHY_REMAINDER, /* what the stated ones leave, in proportion */
    GP_WHY_TIME_SUM,  /* of the finer periods */
    GP_WHY_SCOPE_SUM, /* of the children */
    GP_WHY_COPIED,    /* a floor, a ceiling or a level of a wider cell */
    GP_WHY_FORMULA,   /* of the targets of other KPIs */
    GP_WHY_FUNNEL,    /* a stage, worked back from the target of its funnel */
    GP_WHY_STAY,      /* what is stated, laid on the days somebody is there */
    GP_WHY_CROSS,   /* what the same cut of its team, or of its members, says */
    GP_WHY_AMENDED, /* an amendment says so */
    GP_WHY_AGAIN,   /* shared again, in the proportions it had before */
    GP_WHY_JOINT    /* worked out together with all others of its KPI */
};

struct gp_reason {
    uint32_t fact : 27; /* of model->facts; all ones: none */
    uint32_t why : 5;
};
#define GP_NO_FACT 0x7ffffffu
#define GP_WHY_MASK 31u

/* The plan, or an amendment of it, says an amount. */
static inline bool gp_is_stated(struct gp_reason reason)
{
    return reason.why == GP_WHY_STATED || reason.why == GP_WHY_AMOUNT ||
           reason.why == GP_WHY_AMENDED;
}

/* One thing that the text says about a cell. */
struct gp_plan_fact {
    struct gp_span span;
    uint32_t value; /* of model->values: the share or weight as written; or
                     * GP_NONE */
    uint32_t whole; /* of model->values: the sum of all weights; or GP_NONE */
};

/* How a KPI spreads over the children of a period. */
enum gp_shape_kind {
    GP_SHAPE_NONE,
    GP_SHAPE_EVEN,
    GP_SHAPE_WORKDAYS, /* weeks and days where no weights are given */
    GP_SHAPE_VECTOR
};

/* Named proportions: weights that are integers once brought to one
 * denominator. */
enum gp_vector_kind {
    GP_VECTOR_TICKS,    /* by number: quarters, months, weeks */
    GP_VECTOR_WEEKDAYS, /* seven */
    GP_VECTOR_DAYPARTS, /* with labels */
    GP_VECTOR_MEMBERS   /* by name: persons, products */
};

struct gp_vector {
    gp_sym name;
    struct gp_span span;
    enum gp_vector_kind kind;
    enum gp_grain grain;
    int64_t *weights;
    gp_sym *names;       /* MEMBERS */
    const char **labels; /* DAYPARTS: "10:00-14:00" */
    int count;
    int64_t sum;
    struct gp_rat one; /* what a written 1 is among the weights; 0: unknown */
    const char *from;  /* of one that is learned: what it is learned from */
};

struct gp_shape {
    enum gp_shape_kind kind;
    uint32_t vector; /* of model->vectors */
    uint32_t fact;
};

/* The shapes of one scope (or of a KPI's default), a slot a grain. */
struct gp_shapes {
    struct gp_shape by[GP_GRAIN_COUNT];
};

enum gp_relation { GP_EQUAL, GP_AT_LEAST, GP_AT_MOST };

/* What one scope must reach in one KPI: a row of columns, a column a tick. */
struct gp_row {
    uint32_t kpi, scope;
    enum gp_relation relation;
    bool overlay;     /* counted in no sum */
    bool is_part;     /* of an overlay: a split of a wider one says so */
    bool open;        /* a value that is not decided yet is among them */
    bool rollup;      /* nothing but the sum of its parts */
    bool divided;     /* was that; now known, and divided like any other */
    bool crossed;     /* the sum of the same part of the team's members */
    bool states_days; /* some of its days are stated (day_of) */
    uint32_t parent;  /* the row whose parts this is one of, or GP_NONE */
    uint32_t cut;     /* the cut that it is a part of */
    uint32_t upon;    /* of an overlay: the row that counts, of the same scope
                       * or the nearest above; or GP_NONE */
    uint32_t shapes;  /* its own, of model->shapes, or GP_NONE */
    const char *strategy, *owner; /* of the target itself; or NULL */
    struct gp_span span;          /* of the target, or of what made it */
    int64_t *at; /* tick_count amounts, GP_NO_AMOUNT where none */
    struct gp_reason *why;
};

/* The row that one takes after where it says nothing of periods itself: the
 * whole, or what an overlay lies upon; GP_NONE where there is none. */
static inline uint32_t gp_row_above(const struct gp_row *row)
{
    return row->parent != GP_NONE ? row->parent : row->upon;
}

/* Whether nobody states the row: its members' sum is what it has. */
static inline bool gp_row_is_sum(const struct gp_row *row)
{
    return row->rollup || row->divided;
}

/* Days of a row's month that were found with all its other cells. */
struct gp_put_days {
    uint32_t row;
    int tick;
    int64_t *at;
};

/* One division of a row into parts: the team tree, or one dimension. */
struct gp_cut {
    uint32_t row;          /* the whole */
    uint32_t dimension;    /* GP_NONE: the team tree */
    uint32_t first, count; /* its parts, in model->parts: row indices */
    int64_t *columns; /* what the parts sum to, where that is not the row */
    bool joined;      /* the parts sum to the whole, in every period */
    bool stays;       /* some part is not there all the time (model/stay.h) */
    struct gp_span span; /* the split that says so; may be unset */
};

#endif

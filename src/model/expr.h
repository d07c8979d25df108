/* Formulas and conditions, as a tree of numbered nodes. */
#ifndef GP_MODEL_EXPR_H
#define GP_MODEL_EXPR_H

#include "base/rational.h"
#include "model/period.h"
#include "model/types.h"
#include "text/finding.h"

enum gp_expr_kind {
    GP_E_VALUE,   /* a constant */
    GP_E_MEASURE, /* a measure of a KPI: op is the measure */
    GP_E_GROWTH,  /* against the period a year, quarter or month before */
    GP_E_BINARY,
    GP_E_UNARY,
    GP_E_MISSING,
    GP_E_OVER, /* a fold over children: op is the fold */
    GP_E_CALL  /* min and max of several */
};

enum gp_operator {
    GP_O_NONE,
    GP_O_ADD,
    GP_O_SUB,
    GP_O_MUL,
    GP_O_DIV,
    GP_O_EQ,
    GP_O_NE,
    GP_O_LT,
    GP_O_LE,
    GP_O_GT,
    GP_O_GE,
    GP_O_AND,
    GP_O_OR,
    GP_O_NOT,
    GP_O_NEG
};

enum gp_measure {
    GP_M_TARGET,
    GP_M_ACTUAL,
    GP_M_ATTAINMENT,
    GP_M_VARIANCE,
    GP_M_DEVIATION,
    GP_M_SHORTFALL,
    GP_M_TO_DATE,
    GP_M_PACE,
    GP_M_FORECAST,
    GP_M_REQUIRED,
    GP_M_RANK,
    GP_M_COUNT
};

enum gp_fold {
    GP_FOLD_SUM,
    GP_FOLD_AVG,
    GP_FOLD_MIN,
    GP_FOLD_MAX,
    GP_FOLD_COUNT
};

struct gp_expr {
    enum gp_expr_kind kind;
    int op;
    uint32_t kpi;         /* MEASURE, GROWTH */
    uint32_t member;      /* ... of the scope narrowed by it, or GP_NONE */
    enum gp_grain grain;  /* GROWTH: how far back */
    uint32_t left, right; /* of model->exprs */
    struct gp_rat value;
    struct gp_span span;
};

#endif

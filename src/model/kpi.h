/* What is measured, and how it adds up. */
#ifndef GP_MODEL_KPI_H
#define GP_MODEL_KPI_H

#include "base/intern.h"
#include "model/period.h"
#include "model/types.h"
#include "text/finding.h"

enum gp_kpi_kind {
    GP_KPI_FLOW,      /* sums in time and over scopes */
    GP_KPI_FORMULA,   /* of the sums of others */
    GP_KPI_LEVEL,     /* last in time; not added over scopes */
    GP_KPI_UNIQUE,    /* not added at all */
    GP_KPI_MILESTONE, /* done when all are done */
    GP_KPI_GRADE      /* last; not added */
};

enum gp_unit { GP_UNIT_MONEY, GP_UNIT_COUNT, GP_UNIT_RATIO };
enum gp_kpi_class { GP_RESULT, GP_PROCESS, GP_ABILITY, GP_BEHAVIOUR };

struct gp_kpi {
    gp_sym name;
    const char *title;     /* the display name, or the name */
    const char *unit_name; /* "次", or NULL */
    struct gp_span span;
    enum gp_kpi_kind kind;
    enum gp_unit unit;
    enum gp_kpi_class class;
    bool lower_better, uses_weeks;
    bool has_targets;
    bool missing_as_zero;
    int digits;                   /* decimals that an amount keeps */
    int64_t step[GP_GRAIN_COUNT]; /* in amounts */
    int64_t grade_low, grade_high;
    uint32_t formula; /* an expression of model->exprs, or GP_NONE */
    int tick_count;   /* columns of its cells: coarse, or with pieces */
    int funnel_rank;  /* 0: no funnel's stage; else evaluated after those of
                       * lower rank, which it is worked back from */
};

#endif

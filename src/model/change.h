/* What a target is measured by and how it may change: baselines, amendments. */
#ifndef GP_MODEL_CHANGE_H
#define GP_MODEL_CHANGE_H

#include "base/rational.h"
#include "model/cell.h"

/* What a cell was before, and the band of growth that its target lies in. */
struct gp_baseline {
    struct gp_span span;
    uint32_t kpi, scope;
    struct gp_period period; /* of the target, not of what was before */
    int64_t amount;          /* GP_NO_AMOUNT: as the actuals say */
    struct gp_rat low, high; /* -10%..+30% */
    uint32_t before;         /* an earlier one of the same KPI and scope */
};

/* One cell that an amendment states. */
struct gp_amended {
    uint32_t row, fact;
    int tick;
    int64_t before, amount; /* before: GP_NO_AMOUNT where there was none */
};

/* What a row's cells are from an amendment on. */
struct gp_amended_row {
    uint32_t row;
    int64_t *at;
    struct gp_reason *why;
    bool own; /* had no target before: it is no sum of its parts */
};

/* What is given up of a KPI's target, on purpose. */
struct gp_write_off {
    uint32_t kpi;
    int64_t amount;
    const char *approved; /* or NULL */
    struct gp_span span;
};

/* Amendments stand in the order of their days.  The model's rows are the
 * original plan; what an amendment changed stands beside it (model/amend.h).
 */
struct gp_amend {
    struct gp_span span;
    gp_date date;
    const char *title, *approved;    /* approved: or NULL */
    uint32_t first_cell, cell_count; /* of model->amended */
    uint32_t first_row, row_count;   /* of model->amended_rows */
    uint32_t first_off, off_count;   /* of model->write_offs */
};

#endif

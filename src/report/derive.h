/*
 * History as text of a plan: weights that sum to just 100%, and the tiers of
 * an ABC analysis; or as CSV and JSON.
 */
#ifndef GP_REPORT_DERIVE_H
#define GP_REPORT_DERIVE_H

#include "actuals/history.h"
#include "base/out.h"

/* One part, its name as a plan writes it. */
struct gp_derived {
    const char *name, *title;
    int64_t amount, weight;
    int64_t units; /* of the weight: `per_percent` are one percent */
    char tier;     /* 'A', 'B', 'C'; 0 without tiers */
};

struct gp_derivation {
    const struct gp_model *model;
    uint32_t kpi;
    const char *kpi_name, *of, *in, *by; /* for people and names */
    bool quoted;                         /* names made of these need quotes */
    struct gp_derived *parts;
    size_t count;
    int64_t sum, weights, per_percent;
    bool tiers;
};

/* Gives every part its units, and (`tiers`) sorts them, the largest first,
 * into A up to 80%, B up to 95%, and C.  The sum is positive. */
void gp_derive_work_out(struct gp_heap *heap, struct gp_derivation *d);
/* The name of a format, in order; NULL behind the last. */
const char *gp_derive_format(size_t index);
void gp_derive_write(struct gp_derivation *d, struct gp_arena *arena,
                     const char *format, struct gp_out *out);

#endif

/*
 * Amounts by (KPI, scope) and day: a series of months, each a mask of the
 * days that have one and these amounts packed.  A month with a single fact
 * takes a single amount.
 */
#ifndef GP_ACTUALS_STORE_H
#define GP_ACTUALS_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/map.h"
#include "base/rational.h"
#include "base/vec.h"

enum { GP_STORE_SIZES = 6 }; /* rooms of 1, 2, 4, 8, 16, 32 amounts */

struct gp_store_month {
    uint32_t mask; /* bit 0 is the month's first day */
    uint32_t at;   /* of values */
    uint8_t size;  /* its room is 1 << size */
};

struct gp_series {
    int first, last; /* months, year * 12 + month - 1 */
};

struct gp_store {
    struct gp_heap *heap;
    struct gp_map series_of, month_of; /* (kpi, scope); (series, month) */
    GP_VEC(struct gp_series) series;
    GP_VEC(struct gp_store_month) months;
    GP_VEC(int64_t) values;
    GP_VEC(uint32_t) spare[GP_STORE_SIZES]; /* rooms given back */
    gp_i128 bulk; /* all that was added, without signs: no sum is larger */
};

void gp_store_init(struct gp_store *store, struct gp_heap *heap);
void gp_store_fini(struct gp_store *store);
/* Adds to the day's amount; false where it would overflow and stays. */
bool gp_store_add(struct gp_store *store, uint32_t kpi, uint32_t scope,
                  gp_date date, int64_t amount);
/* Puts in the place of the day's amount. */
void gp_store_set(struct gp_store *store, uint32_t kpi, uint32_t scope,
                  gp_date date, int64_t amount);
bool gp_store_has(const struct gp_store *store, uint32_t kpi, uint32_t scope);

/* What a span holds. */
struct gp_store_sum {
    int days; /* that have an amount */
    int64_t sum;
    bool overflow;
    gp_date last;   /* the last of these days */
    int64_t latest; /* its amount */
};
void gp_store_sum(const struct gp_store *store, uint32_t kpi, uint32_t scope,
                  struct gp_span_days span, struct gp_store_sum *out);

#endif

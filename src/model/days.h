/*
 * Days and dayparts of a row, expanded when they are asked for: a month's
 * days are rounded together with those of its siblings, so that both axes
 * sum; all that is kept of a leaf is a mask of the days that round up.
 */
#ifndef GP_MODEL_DAYS_H
#define GP_MODEL_DAYS_H

#include "model/model.h"

/* A day has at most this many parts. */
enum { GP_MAX_DAYPARTS = 48 };

struct gp_days;

struct gp_days *gp_days_new(const struct gp_model *model);
void gp_days_free(struct gp_days *days);

/* The days of a row within a leaf tick (a month, or a piece of a week where
 * the KPI has weeks) into out[0..GP_MAX_MONTH_DAYS).  False where the row has
 * no value. */
bool gp_days_of_tick(struct gp_days *days, uint32_t row, int tick,
                     int64_t *out);
/* The sum over a span of days within the plan; false where no day of it has
 * a value. */
bool gp_days_sum(struct gp_days *days, uint32_t row, struct gp_span_days span,
                 int64_t *out);
/* The value of a row in a period of any grain but dayparts. */
bool gp_days_value(struct gp_days *days, uint32_t row,
                   const struct gp_period *period, int64_t *out);

/* What a row's days stand in proportion to, one a day of the span, as the plan
 * writes it: 1.2 for a Friday, else 1 for a day that counts. */
void gp_days_coefficients(const struct gp_model *model, uint32_t row,
                          struct gp_span_days span, struct gp_rat *out);

/* The vector of dayparts that a row follows, or NULL. */
const struct gp_vector *gp_dayparts(const struct gp_model *model, uint32_t row);
/* The parts of a day, as many as the vector has. */
bool gp_days_parts(struct gp_days *days, uint32_t row, gp_date date,
                   int64_t *out);

#endif

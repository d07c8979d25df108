/*
 * Who is there when: the days between a scope's `from` and `until`, and how
 * much of a full share a newcomer's `ramp` leaves.  A scope that says nothing
 * is always there; one below a team is there only while the team is.  What is
 * narrowed or held back is there as its base is.
 *
 * Who is moved has a scope in each team, each with the days spent there.
 */
#ifndef GP_MODEL_STAY_H
#define GP_MODEL_STAY_H

#include "model/model.h"
#include "text/catalogue.h"

/* Days before and after everything. */
#define GP_FIRST_DATE (INT32_MIN / 4)
#define GP_LAST_DATE (INT32_MAX / 4)

/* A share in full, in the unit of factors: four decimals of a percentage. */
enum { GP_FULL_SHARE = 1000000 };

/* Whether the scope itself, and no team above, is not always there in full. */
bool gp_stay_is_own(const struct gp_model *model, uint32_t scope);
/* The same with the teams above it. */
bool gp_stay_is_any(const struct gp_model *model, uint32_t scope);

/* What of a full share the scope's own stay leaves on a day: 0 while it is
 * not there, less than GP_FULL_SHARE while it ramps. */
int64_t gp_stay_own_factor(const struct gp_model *model, uint32_t scope,
                           gp_date day);
/* The same with the stays of the teams above it. */
int64_t gp_stay_factor(const struct gp_model *model, uint32_t scope,
                       gp_date day);
/* The first day after this one on which the own factor may be another. */
gp_date gp_stay_own_next(const struct gp_model *model, uint32_t scope,
                         gp_date day);

/* Whether the scope, and every team above, is there on some day, however
 * little a ramp leaves it. */
bool gp_stay_is_there(const struct gp_model *model, uint32_t scope,
                      struct gp_span_days span);
/* The workdays of a span on which it is there. */
int gp_stay_workdays(const struct gp_model *model, uint32_t scope,
                     struct gp_span_days span);
/* Workdays there, each as its ramp counts it, of the span's workdays; by days
 * where none is a workday. */
struct gp_rat gp_stay_availability(const struct gp_model *model, uint32_t scope,
                                   struct gp_span_days span);
/* Multiplies the weights of the days of a span by what each counts; leaves
 * them where nothing would be left. */
void gp_stay_weigh_days(const struct gp_model *model, uint32_t scope,
                        struct gp_span_days span, int64_t *weights);

/* The first day of the n-th month (from 0) since a day. */
gp_date gp_stay_month(gp_date since, int n);
/* "from 2026-03-16 until 2026-09-30, ramp 0%, 25%" */
void gp_buf_stay(struct gp_buf *buf, const struct gp_model *model,
                 uint32_t scope, enum gp_lang lang);
/* "there on 12 of 22 workdays, ramped to 25%" */
void gp_buf_there(struct gp_buf *buf, const struct gp_model *model,
                  uint32_t scope, struct gp_span_days span, enum gp_lang lang);
/* Of a person's scopes (whoever is moved has several) the one there on a day,
 * or the nearest; `scope` itself where it has no others. */
uint32_t gp_stay_on(const struct gp_model *model, uint32_t scope, gp_date day);

#endif

/*
 * Fiscal years of whole weeks (4-4-5 and its kin): a quarter is 13 weeks, its
 * months 4, 4 and 5 of them.  A year starts on the weekday of its first one,
 * on that nearest to the same date, so that now and then one has a 53rd week,
 * in its last month; the plan may state a year's first day instead.
 */
#ifndef GP_MODEL_FISCAL_H
#define GP_MODEL_FISCAL_H

#include "model/period.h"

/* The first day of a fiscal year of weeks. */
gp_date gp_fiscal_start(const struct gp_calendar *calendar, int year);
/* States the first day of a year; that of the first call is the anchor, and
 * its year's name follows from it. */
void gp_fiscal_state(struct gp_calendar *calendar, int year, gp_date first);
/* The name of the year that starts on a day: of the year in which its second
 * week begins, so that one from 28 December is called by the next. */
int gp_fiscal_year_of_start(gp_date first);
/* How many weeks a year has: 52 or 53, where the stated days make sense. */
int gp_fiscal_weeks(const struct gp_calendar *calendar, int year);
/* The days of a year's n-th period of a grain, year to month or week; false
 * where there is none. */
bool gp_fiscal_days(const struct gp_calendar *calendar, enum gp_grain grain,
                    int year, int number, struct gp_span_days *out);
/* The year and number of the period of a grain that holds the day. */
void gp_fiscal_at(const struct gp_calendar *calendar, enum gp_grain grain,
                  gp_date date, int *year, int *number);

#endif

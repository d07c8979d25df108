/*
 * What an amended plan no longer covers of a year's target: what its quarters
 * (and, of a quarter in progress, its months) that have ended really brought,
 * or were to bring where there is no fact, and what is planned from then on,
 * against the target that the year had.
 */
#ifndef GP_TRACK_AMEND_H
#define GP_TRACK_AMEND_H

#include "actuals/facts.h"

/* The amendments in force on a day (GP_NO_DATE: all): findings for what they
 * leave uncovered and nobody has written off. */
void gp_amend_find(const struct gp_model *model, const struct gp_facts *facts,
                   gp_date as_of, struct gp_findings *findings);

#endif

/*
 * The texts of a data file and what they mean: days, amounts, and names of
 * the plan.  A name is looked up once; its rows then find it by its text.
 */
#ifndef GP_ACTUALS_MATCH_H
#define GP_ACTUALS_MATCH_H

#include "actuals/reader.h"
#include "model/model.h"

/* ------------------------------------------------------- days and amounts */

/* YYYY-MM-DD, YYYY/M/D, YYYYMMDD, each with a time behind it or none; or
 * YYYY-MM, which is the month's last day. */
bool gp_match_date(const struct gp_calendar *calendar, struct gp_field field,
                   gp_date *out);

enum gp_match_number {
    GP_NUMBER_OK,
    GP_NUMBER_EMPTY,   /* no fact */
    GP_NUMBER_BAD,     /* not a number */
    GP_NUMBER_PERCENT, /* a percentage where the KPI is no ratio */
    GP_NUMBER_FINE,    /* more decimals than the KPI keeps */
    GP_NUMBER_LARGE,   /* does not fit */
    GP_NUMBER_GRADE    /* outside the KPI's grades */
};
/* 1234.5, -3, "1,234.5", 95% of a ratio; yes, no and their like of a
 * milestone. */
enum gp_match_number gp_match_amount(const struct gp_kpi *kpi,
                                     struct gp_field field, int64_t *out);

/* ------------------------------------------------------------------ names */

/* A row may be narrowed by this many members. */
enum { GP_MAX_MEMBERS = 16 };

/* What a text means: a KPI, a member, or a scope with members. */
struct gp_match {
    uint32_t id; /* GP_NONE: nothing of the plan */
    bool ambiguous;
    bool moved; /* a person with several scopes: the day says which */
    uint32_t members[GP_MAX_MEMBERS]; /* of a scope: east[electronics] */
    int member_count;
    const char *text;
};

enum gp_match_kind { GP_MATCH_SCOPE, GP_MATCH_KPI, GP_MATCH_MEMBER };

/* The names of one column. */
struct gp_matcher {
    const struct gp_model *model;
    enum gp_match_kind kind;
    uint32_t dimension; /* of members */
    struct gp_intern texts;
    GP_VEC(struct gp_match) known; /* by symbol of `texts` */
};

void gp_matcher_init(struct gp_matcher *matcher, const struct gp_model *model,
                     enum gp_match_kind kind, uint32_t dimension);
void gp_matcher_fini(struct gp_matcher *matcher);
/* The number of the text in this column, counted up from 0; its meaning is
 * matcher->known.at[number]. */
uint32_t gp_matcher_look(struct gp_matcher *matcher, struct gp_field field);
/* The closest name of the plan, for "did you mean", or NULL. */
const char *gp_matcher_guess(const struct gp_matcher *matcher,
                             const char *text);
/* Whether `member` is `above` or below it. */
bool gp_member_is_below(const struct gp_model *model, uint32_t member,
                        uint32_t above);

#endif

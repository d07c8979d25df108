/*
 * What happened: every `actuals` of a plan is read row by row, matched and
 * added up; no row is kept.  A flow counts for its scope and all above, and
 * for each of these narrowed by the row's members; anything else counts for
 * its own scope alone, where the last fact of a day wins.
 *
 * Facts outside the plan's period are kept too: growth needs last year's.
 * Missing is not zero: where there is no fact, a question has no answer.
 * Answers never look beyond the `as_of` date (inclusive) of the question.
 */
#ifndef GP_ACTUALS_FACTS_H
#define GP_ACTUALS_FACTS_H

#include "model/model.h"

struct gp_facts;

/* What one `actuals` statement has brought. */
struct gp_facts_source {
    uint32_t actuals; /* of model->actuals */
    const char *file; /* as findings show it */
    bool unreadable;
    size_t rows, facts;    /* rows read, values that found their place */
    size_t unmatched, bad; /* values that did not */
    gp_date first, last;   /* of its facts within the plan, or GP_NO_DATE */
};

/* What matched no scope or member, by KPI: a row in every total. */
struct gp_unmatched {
    uint32_t kpi; /* GP_NONE: the KPI itself is unknown; no total then */
    size_t rows;
    int64_t total; /* of what lies within the plan; amounts of a flow */
};

struct gp_facts *gp_facts_new(const struct gp_model *model);
void gp_facts_free(struct gp_facts *facts);
const struct gp_model *gp_facts_model(const struct gp_facts *facts);
/* Facts of a KPI are also kept for each scope narrowed by a member, whether
 * the plan speaks of it or not; call it before loading. */
void gp_facts_watch(struct gp_facts *facts, uint32_t kpi, uint32_t member);
/* Puts in what a test takes for granted, which is what its scopes come to
 * with all below them; load afterwards keeps away from it. */
void gp_facts_give(struct gp_facts *facts, const struct gp_test *test);
/* Reads all model->actuals; what is wrong with them are findings.  False
 * where a source could not be read at all (exit status 2). */
bool gp_facts_load(struct gp_facts *facts, struct gp_findings *findings);
/* One fact that no source holds: what a test of the plan's own gives. */
void gp_facts_add(struct gp_facts *facts, uint32_t kpi, uint32_t scope,
                  const uint32_t *members, size_t member_count, gp_date date,
                  int64_t amount);

/* The sum of a span; false where no day of it has a fact. */
bool gp_facts_sum(const struct gp_facts *facts, uint32_t kpi, uint32_t scope,
                  struct gp_span_days span, gp_date as_of, int64_t *out);
/* The last value of a span; *date (may be NULL) is its day. */
bool gp_facts_last(const struct gp_facts *facts, uint32_t kpi, uint32_t scope,
                   struct gp_span_days span, gp_date as_of, int64_t *out,
                   gp_date *date);
/* The value of a span where just one day of it has a fact. */
bool gp_facts_only(const struct gp_facts *facts, uint32_t kpi, uint32_t scope,
                   struct gp_span_days span, gp_date as_of, int64_t *out);
bool gp_facts_day(const struct gp_facts *facts, uint32_t kpi, uint32_t scope,
                  gp_date date, gp_date as_of, int64_t *out);
/* The scope narrowed by a member, for the questions above, where a condition
 * or a formula speaks of it (sales[electronics]); also where it is none of
 * the model's scopes.  GP_NONE where nothing is known of it. */
uint32_t gp_facts_narrowed(const struct gp_facts *facts, uint32_t scope,
                           uint32_t member);
/* Whether there is any fact of the KPI and scope, on whatever day. */
bool gp_facts_any(const struct gp_facts *facts, uint32_t kpi, uint32_t scope);
/* The last day within the plan that has a fact, or GP_NO_DATE. */
gp_date gp_facts_last_date(const struct gp_facts *facts, gp_date as_of);

size_t gp_facts_source_count(const struct gp_facts *facts);
const struct gp_facts_source *gp_facts_source(const struct gp_facts *facts,
                                              size_t index);
size_t gp_facts_unmatched_count(const struct gp_facts *facts);
const struct gp_unmatched *gp_facts_unmatched(const struct gp_facts *facts,
                                              size_t index);
/* A source without a fact in the last month that ended by the date (and
 * began in the plan) is stale: a finding at its statement. */
void gp_facts_check_stale(const struct gp_facts *facts, gp_date as_of,
                          struct gp_findings *findings);

#endif

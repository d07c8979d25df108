/*
 * History by its parts: what happened in a span of days, by weekday, month,
 * person or member.  Weights are learned from it.
 */
#ifndef GP_ACTUALS_HISTORY_H
#define GP_ACTUALS_HISTORY_H

#include "actuals/facts.h"

enum gp_history_by {
    GP_HISTORY_WEEKDAY,
    GP_HISTORY_HALF,
    GP_HISTORY_QUARTER,
    GP_HISTORY_MONTH,
    GP_HISTORY_WEEK,
    GP_HISTORY_TEAM, /* the scope's own parts */
    GP_HISTORY_PERSON,
    GP_HISTORY_MEMBER,   /* teams and persons */
    GP_HISTORY_DIMENSION /* the members at the top of one */
};

/* Longer than any plan, and short enough to be walked by days. */
enum { GP_MAX_HISTORY_YEARS = 50 };

struct gp_history_query {
    uint32_t kpi, scope; /* the KPI is a flow */
    struct gp_span_days days;
    enum gp_history_by by;
    uint32_t dimension; /* DIMENSION */
};

/* One part: a number (1 for January, 0 for Monday) or a name. */
struct gp_history_part {
    int number;
    gp_sym name;
    const char *title;
    int times; /* how often the days hold it: 3 Januaries, 52 Mondays */
    int64_t sum;
    int64_t weight; /* in proportion to sum / times; 0 where one is < 0 */
};

struct gp_history {
    struct gp_heap *heap;
    GP_VEC(struct gp_history_part) parts; /* in order */
    bool large;                           /* a sum does not fit */
    int64_t sum, weights;
};

/* All weights together stay below this: sums that do not are cut to their
 * first eleven digits or so. */
#define GP_MAX_HISTORY_WEIGHT ((int64_t)1 << 40)

/* What a word of the command or the plan means; false for none of these. */
bool gp_history_by_name(const struct gp_model *model, const char *word,
                        struct gp_history_query *out);
/* Adds the facts up that are read by `facts`; a dimension must have been
 * announced by gp_facts_watch before they were.  Free with gp_history_fini. */
void gp_history_sum(const struct gp_facts *facts,
                    const struct gp_history_query *query,
                    struct gp_history *out);
void gp_history_fini(struct gp_history *history);
/* "Mon", "Jan", "Q1", "W8": as a plan writes them; NULL of a named part. */
const char *gp_history_label(struct gp_arena *arena, enum gp_history_by by,
                             int number);

#endif

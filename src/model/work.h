/* What is done for a target, and what it brings: funnels, actions, scorecards,
 * rewards. */
#ifndef GP_MODEL_WORK_H
#define GP_MODEL_WORK_H

#include "model/follow.h"
#include "model/types.h"

/* A stage: the first has no rate, each other one is `rate` of the one before
 * it. */
struct gp_stage {
    uint32_t kpi, fact;
    const char *title;
    struct gp_rat rate;
    struct gp_span span;
};

struct gp_funnel {
    gp_sym name;
    const char *title;
    struct gp_span span;
    uint32_t scope;          /* of a team or person alone, or GP_NONE: of all */
    enum gp_grain by;        /* needs are rounded up in each of these */
    struct gp_stage *stages; /* at least one */
    size_t stage_count;
    uint32_t value, value_fact; /* the KPI that is worked back */
    struct gp_rat per;          /* of it, what one of the last stage brings */
};

struct gp_task_node {
    gp_date date;
    const char *text;
    struct gp_span span;
};

struct gp_task_result {
    uint32_t kpi;
    int64_t amount;
};

/* An `action` of the plan: what is done for a target. */
struct gp_task {
    const char *title;
    struct gp_span span;
    uint32_t kpi, scope;        /* what it is for; each may be GP_NONE */
    const char *owner;          /* or NULL */
    gp_date from, to;           /* GP_NO_DATE where not said */
    struct gp_task_node *nodes; /* milestones, as written */
    size_t node_count;
    const char *resources; /* "; " between several; or NULL */
    bool has_budget;
    struct gp_rat budget;
    struct gp_task_result *results;
    size_t result_count;
};

/* Whom a scorecard or reward is for. */
struct gp_audience {
    enum gp_each each;
    uint32_t of; /* below this scope, or GP_NONE */
    bool moved; /* `of` is somebody who is: all the scopes of that person */
};

struct gp_score_item {
    uint32_t kpi;
    struct gp_rat weight, cap; /* cap 0: none */
    struct gp_span span;
};

struct gp_scorecard {
    gp_sym name;
    const char *title;
    struct gp_span span;
    struct gp_audience audience;
    struct gp_score_item *items;
    size_t item_count;
};

/* From an attainment on: a share of the actual, or an amount. */
struct gp_tier {
    struct gp_rat from, rate;
    bool is_share;
    struct gp_span span;
};

struct gp_reward {
    gp_sym name;
    const char *title;
    struct gp_span span;
    struct gp_audience audience;
    uint32_t kpi, card; /* one is GP_NONE: by attainment, or by score */
    enum gp_grain every;
    bool marginal;
    struct gp_tier *tiers; /* rising, at least one */
    size_t tier_count;
};

#endif

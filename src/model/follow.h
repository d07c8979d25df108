/* Following up: sources of actuals, reviews, rules, checks, tests, records. */
#ifndef GP_MODEL_FOLLOW_H
#define GP_MODEL_FOLLOW_H

#include "base/intern.h"
#include "model/expr.h"

struct gp_actuals {
    struct gp_span span;
    const char *kind, *path; /* "csv"; relative to the plan */
    const char *encoding;
    char delimiter;
    bool header_none;
    /* Columns by heading, or by number as text; NULL where not mapped. */
    const char *date, *scope, *kpi, *value;
    struct gp_value_column {
        uint32_t kpi;
        const char *column;
    } * values; /* wide form */
    size_t value_count;
    struct gp_dim_column {
        uint32_t dimension;
        const char *column;
    } * dims;
    size_t dim_count;
};

struct gp_review {
    gp_sym name;
    const char *title;
    struct gp_span span;
    enum gp_grain every;
    int on; /* weekday, day of the month, or GP_ON_... */
    bool move_next;
};
enum { GP_ON_FIRST_WORKDAY = -1, GP_ON_LAST_WORKDAY = -2, GP_ON_LAST_DAY = -3 };

enum gp_action { GP_ACT_ALERT, GP_ACT_WARN, GP_ACT_FAIL, GP_ACT_REQUIRE };

struct gp_rule_action {
    enum gp_action action;
    const char *text, *who;
    int within;
    enum gp_grain within_unit; /* GP_DAY, GP_PIECE for workdays, GP_WEEK, ... */
};

enum gp_each { GP_EACH_SCOPE, GP_EACH_TEAM, GP_EACH_PERSON, GP_EACH_MEMBER };

/* Whom a rule or a check looks at, and how often. */
struct gp_look {
    enum gp_each each;
    uint32_t of; /* below this scope, or GP_NONE */
    enum gp_grain every;
    bool workdays; /* every workday */
    bool moved;    /* `of` is a person, with all scopes of theirs */
};

struct gp_rule {
    gp_sym name;
    const char *title;
    struct gp_span span;
    struct gp_look look;
    uint32_t when; /* of model->exprs */
    int in_a_row;  /* at least 1 */
    struct gp_rule_action *actions;
    size_t action_count;
};

/* What a check says must hold. */
struct gp_expectation {
    struct gp_span span;
    uint32_t expr; /* of model->exprs */
    bool has_within;
    struct gp_rat within; /* of the right side; 0: exactly */
};

/* A condition of the plan's own. */
struct gp_check {
    const char *title;
    struct gp_span span;
    struct gp_look look;
    struct gp_expectation *expects;
    size_t expect_count;
};

/* A figure that a test takes for granted. */
struct gp_given {
    struct gp_span span;
    uint32_t kpi, scope;
    struct gp_period period;
    bool missing; /* there is none, whatever the actuals say */
    int64_t amount;
};

enum gp_wanted_kind {
    GP_WANT_VALUE,
    GP_WANT_ADJUSTED,
    GP_WANT_GROWTH,
    GP_WANT_STATUS,
    GP_WANT_RULE,
    GP_WANT_DUTY,
    GP_WANT_FINDING
};

/* What a test says must come out. */
struct gp_wanted {
    enum gp_wanted_kind kind;
    struct gp_span span;
    const char *text; /* as written */
    enum gp_measure measure;
    uint32_t kpi, scope, rule; /* GP_NONE: any */
    bool has_period;
    struct gp_period period;
    bool negated; /* does not fire; no such finding, no such duty */
    bool missing, percent, has_within;
    enum gp_operator op;
    struct gp_rat value, within;
    const char *title, *who; /* of a duty */
    const char *state;       /* of a duty; of a STATUS */
    bool any_slug;
    enum gp_slug slug;
};

struct gp_test {
    const char *title;
    struct gp_span span;
    gp_date as_of;
    gp_sym scenario;   /* or GP_NO_SYM */
    bool with_actuals; /* the plan's own count where nothing is given */
    GP_VEC(struct gp_given) givens;
    GP_VEC(struct gp_wanted) wanted;
};

/* Other assumptions about the same plan. */
struct gp_scenario {
    gp_sym name;
    const char *title;
    struct gp_span span;
};

enum gp_record_part {
    GP_PART_CAUSE,
    GP_PART_MEASURE,
    GP_PART_NEXT,
    GP_PART_PROBLEM,
    GP_PART_SUCCESS,
    GP_PART_IMPROVEMENT,
    GP_PART_SUPPORT,
    GP_PART_COUNT
};

struct gp_record {
    struct gp_span span;
    gp_date date;
    const char *title;
    uint32_t kpi; /* or GP_NONE */
    uint32_t scope;
    struct gp_period period;
    bool has_period;
    const char *parts[GP_PART_COUNT]; /* several of a kind are joined by "; " */
};

/* A measure of a record, as somebody has promised it. */
struct gp_promise {
    uint32_t record;
    const char *text;
    const char *who; /* a name of the plan or a text, or NULL */
    gp_date until;   /* or GP_NO_DATE */
};

enum gp_spread {
    GP_SPREAD_PROPORTIONAL,
    GP_SPREAD_EVEN,
    GP_SPREAD_NEXT,
    GP_SPREAD_LAST
};

struct gp_carry {
    struct gp_span span;
    uint32_t kpi;
    enum gp_grain over, of;
    enum gp_spread spread;
    bool cumulative;
    struct gp_rat cap; /* 0: none */
};

#endif

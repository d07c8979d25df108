/*
 * The evaluated plan: what the compiler makes of the text, and what everything
 * behind it (schedule, follow-up, reports, explain) reads.  It knows spans,
 * never syntax.  Made once, then only read; days and dayparts are expanded
 * when they are asked for (model/days.h).
 *
 * Amounts are integers of 10^-digits of the KPI's unit.
 */
#ifndef GP_MODEL_MODEL_H
#define GP_MODEL_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/intern.h"
#include "base/map.h"
#include "base/rational.h"
#include "model/period.h"
#include "text/finding.h"

#define GP_NONE UINT32_MAX
#define GP_NO_AMOUNT INT64_MIN

/* ---- KPIs ---- */

enum gp_kpi_kind {
    GP_KPI_FLOW,      /* sums in time and over scopes */
    GP_KPI_FORMULA,   /* of the sums of others */
    GP_KPI_LEVEL,     /* last in time; not added over scopes */
    GP_KPI_UNIQUE,    /* not added at all */
    GP_KPI_MILESTONE, /* done when all are done */
    GP_KPI_GRADE      /* last; not added */
};

enum gp_unit { GP_UNIT_MONEY, GP_UNIT_COUNT, GP_UNIT_RATIO };
enum gp_kpi_class { GP_RESULT, GP_PROCESS, GP_ABILITY, GP_BEHAVIOUR };

struct gp_kpi {
    gp_sym name;
    const char *title;     /* the display name, or the name */
    const char *unit_name; /* "次", or NULL */
    struct gp_span span;
    enum gp_kpi_kind kind;
    enum gp_unit unit;
    enum gp_kpi_class class;
    bool lower_better, uses_weeks;
    bool has_targets;
    bool missing_as_zero;
    int digits;                   /* decimals that an amount keeps */
    int64_t step[GP_GRAIN_COUNT]; /* in amounts */
    int64_t grade_low, grade_high;
    uint32_t formula; /* an expression of model->exprs, or GP_NONE */
    int tick_count;   /* columns of its cells: coarse, or with pieces */
    int funnel_rank;  /* 0: no funnel's stage; else evaluated after those of
                       * lower rank, which it is worked back from */
};

/* ---- scopes ---- */

enum gp_scope_kind {
    GP_SCOPE_TEAM,
    GP_SCOPE_PERSON,
    GP_SCOPE_RESERVE, /* held back in a split */
    GP_SCOPE_GAP,     /* what a partial split leaves */
    GP_SCOPE_NARROW   /* another scope, narrowed by a member */
};

struct gp_scope {
    enum gp_scope_kind kind;
    gp_sym name;
    const char *title, *owner, *role, *why; /* each may be NULL but title */
    struct gp_span span;
    uint32_t parent; /* the scope it is a part of, or GP_NONE */
    uint32_t child, last_child, next; /* team tree */
    uint32_t same_name;               /* the next scope of the same name */
    uint32_t base;     /* of a narrowed one: without any narrowing */
    uint32_t member;   /* of a narrowed one: what it adds */
    uint32_t stay;     /* of model->stays: when it is there; GP_NONE: always */
    uint32_t ramp;     /* of model->ramps, or GP_NONE */
    uint32_t person;   /* of who is moved: the first of the scopes that are this
                        * person's; else GP_NONE */
    uint32_t moved_to; /* the next of them, or GP_NONE */
    uint32_t order;    /* depth-first, in the plan's order */
    uint16_t depth;
};

/* Days on which a scope is there. */
struct gp_stay {
    struct gp_span_days days;
    uint32_t next; /* the next ones, in time; or GP_NONE */
    struct gp_span span;
};

/* What a newcomer carries of a full share, month by month. */
struct gp_ramp {
    gp_date since;  /* the first day of the first month */
    int64_t *steps; /* in GP_FULL_SHARE (model/stay.h) */
    int count;
    struct gp_span span;
};

/* The most that a scope, or everybody below it, can do. */
struct gp_capacity {
    uint32_t scope, kpi; /* scope GP_NONE: everybody */
    int64_t amount;
    enum gp_grain per; /* GP_PIECE: a workday */
    struct gp_span span;
};

struct gp_member {
    gp_sym name;
    const char *title;
    struct gp_span span;
    uint32_t dimension;
    uint32_t parent, child, last_child, next, same_name;
};

struct gp_dimension {
    gp_sym name;
    const char *title;
    struct gp_span span;
    uint32_t child, last_child; /* members */
};

/* ---- facts, reasons ---- */

/* Where a cell comes from; with the fact that said so, where there is one. */
enum gp_why {
    GP_WHY_NOTHING,
    GP_WHY_STATED,    /* a target says so */
    GP_WHY_AMOUNT,    /* an item of a split */
    GP_WHY_SHARE,     /* a share of the whole */
    GP_WHY_WEIGHT,    /* a weight among weights */
    GP_WHY_REST,      /* what the others leave */
    GP_WHY_DEFAULT,   /* the KPI's default split */
    GP_WHY_BUILTIN,   /* even, or by workdays */
    GP_WHY_SHAPE,     /* the parent's own shape */
    GP_WHY_REMAINDER, /* what the stated ones leave, in proportion */
    GP_WHY_TIME_SUM,  /* of the finer periods */
    GP_WHY_SCOPE_SUM, /* of the children */
    GP_WHY_COPIED,    /* a floor, a ceiling or a level of a wider cell */
    GP_WHY_FORMULA,   /* of the targets of other KPIs */
    GP_WHY_FUNNEL,    /* a stage, worked back from the target of its funnel */
    GP_WHY_STAY,      /* what is stated, laid on the days somebody is there */
    GP_WHY_CROSS, /* what the same cut of its team, or of its members, says */
    GP_WHY_AMENDED,   /* an amendment says so */
    GP_WHY_AGAIN      /* shared again, in the proportions it had before */
};

struct gp_reason {
    uint32_t fact : 27; /* of model->facts; all ones: none */
    uint32_t why : 5;
};
#define GP_NO_FACT 0x7ffffffu
#define GP_WHY_MASK 31u

/* One thing that the text says about a cell. */
struct gp_plan_fact {
    struct gp_span span;
    uint32_t value; /* of model->values: the share or weight as written; or
                     * GP_NONE */
    uint32_t whole; /* of model->values: the sum of all weights; or GP_NONE */
};

/* How a KPI spreads over the children of a period. */
enum gp_shape_kind {
    GP_SHAPE_NONE,
    GP_SHAPE_EVEN,
    GP_SHAPE_WORKDAYS, /* weeks and days where no weights are given */
    GP_SHAPE_VECTOR
};

/* Named proportions: weights that are integers once brought to one
 * denominator. */
enum gp_vector_kind {
    GP_VECTOR_TICKS,    /* by number: quarters, months, weeks */
    GP_VECTOR_WEEKDAYS, /* seven */
    GP_VECTOR_DAYPARTS, /* with labels */
    GP_VECTOR_MEMBERS   /* by name: persons, products */
};

struct gp_vector {
    gp_sym name;
    struct gp_span span;
    enum gp_vector_kind kind;
    enum gp_grain grain;
    int64_t *weights;
    gp_sym *names;       /* MEMBERS */
    const char **labels; /* DAYPARTS: "10:00-14:00" */
    int count;
    int64_t sum;
    const char *from; /* of one that is learned: what it is learned from */
};

struct gp_shape {
    enum gp_shape_kind kind;
    uint32_t vector; /* of model->vectors */
    uint32_t fact;
};

/* The shapes of one scope (or of a KPI's default), a slot a grain. */
struct gp_shapes {
    struct gp_shape by[GP_GRAIN_COUNT];
};

/* ---- cells ---- */

enum gp_relation { GP_EQUAL, GP_AT_LEAST, GP_AT_MOST };

/* What one scope must reach in one KPI: a row of columns, a column a tick. */
struct gp_row {
    uint32_t kpi, scope;
    enum gp_relation relation;
    bool overlay;     /* counted in no sum */
    bool open;        /* a value that is not decided yet is among them */
    bool rollup;      /* nothing but the sum of its parts */
    bool crossed;     /* the sum of the same part of the team's members */
    bool states_days; /* some of its days are stated (day_of) */
    uint32_t parent;  /* the row whose parts this is one of, or GP_NONE */
    uint32_t cut;     /* the cut that it is a part of */
    uint32_t shapes;  /* its own, of model->shapes, or GP_NONE */
    const char *strategy, *owner; /* of the target itself; or NULL */
    struct gp_span span;          /* of the target, or of what made it */
    int64_t *at; /* tick_count amounts, GP_NO_AMOUNT where none */
    struct gp_reason *why;
};

/* One division of a row into parts: the team tree, or one dimension. */
struct gp_cut {
    uint32_t row;          /* the whole */
    uint32_t dimension;    /* GP_NONE: the team tree */
    uint32_t first, count; /* its parts, in model->parts: row indices */
    int64_t *columns; /* what the parts sum to, where that is not the row */
    bool joined;      /* the parts sum to the whole, in every period */
    bool stays;       /* some part is not there all the time (model/stay.h) */
    struct gp_span span; /* the split that says so; may be unset */
};

/* ---- expressions ---- */

enum gp_expr_kind {
    GP_E_VALUE,   /* a constant */
    GP_E_MEASURE, /* a measure of a KPI: op is the measure */
    GP_E_GROWTH,  /* against the period a year, quarter or month before */
    GP_E_BINARY,
    GP_E_UNARY,
    GP_E_MISSING,
    GP_E_OVER, /* a fold over children: op is the fold */
    GP_E_CALL  /* min and max of several */
};

enum gp_operator {
    GP_O_NONE,
    GP_O_ADD,
    GP_O_SUB,
    GP_O_MUL,
    GP_O_DIV,
    GP_O_EQ,
    GP_O_NE,
    GP_O_LT,
    GP_O_LE,
    GP_O_GT,
    GP_O_GE,
    GP_O_AND,
    GP_O_OR,
    GP_O_NOT,
    GP_O_NEG
};

enum gp_measure {
    GP_M_TARGET,
    GP_M_ACTUAL,
    GP_M_ATTAINMENT,
    GP_M_VARIANCE,
    GP_M_DEVIATION,
    GP_M_SHORTFALL,
    GP_M_TO_DATE,
    GP_M_PACE,
    GP_M_FORECAST,
    GP_M_REQUIRED,
    GP_M_RANK,
    GP_M_COUNT
};

enum gp_fold {
    GP_FOLD_SUM,
    GP_FOLD_AVG,
    GP_FOLD_MIN,
    GP_FOLD_MAX,
    GP_FOLD_COUNT
};

struct gp_expr {
    enum gp_expr_kind kind;
    int op;
    uint32_t kpi;         /* MEASURE, GROWTH */
    uint32_t member;      /* ... of the scope narrowed by it, or GP_NONE */
    enum gp_grain grain;  /* GROWTH: how far back */
    uint32_t left, right; /* of model->exprs */
    struct gp_rat value;
    struct gp_span span;
};

/* ---- following up ---- */

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

/* ---- funnels ---- */

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

/* ---- actions, scorecards, rewards ---- */

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

/* ---- growth ---- */

/* What a cell was before, and the band of growth that its target lies in. */
struct gp_baseline {
    struct gp_span span;
    uint32_t kpi, scope;
    struct gp_period period; /* of the target, not of what was before */
    int64_t amount;          /* GP_NO_AMOUNT: as the actuals say */
    struct gp_rat low, high; /* -10%..+30% */
};

/* ---- amendments ---- */

/* One cell that an amendment states. */
struct gp_amended {
    uint32_t row, fact;
    int tick;
    int64_t before, amount; /* before: GP_NO_AMOUNT where there was none */
};

/* What a row's cells are from an amendment on. */
struct gp_amended_row {
    uint32_t row;
    int64_t *at;
    struct gp_reason *why;
    bool own; /* had no target before: it is no sum of its parts */
};

/* What is given up of a KPI's target, on purpose. */
struct gp_write_off {
    uint32_t kpi;
    int64_t amount;
    const char *approved; /* or NULL */
    struct gp_span span;
};

/* Amendments stand in the order of their days.  The model's rows are the
 * original plan; what an amendment changed stands beside it (model/amend.h).
 */
struct gp_amend {
    struct gp_span span;
    gp_date date;
    const char *title, *approved; /* approved: or NULL */
    uint32_t first_cell, cell_count; /* of model->amended */
    uint32_t first_row, row_count;   /* of model->amended_rows */
    uint32_t first_off, off_count;   /* of model->write_offs */
};

/* ---- model ---- */

struct gp_model {
    struct gp_heap *heap;
    struct gp_arena arena;
    struct gp_intern *names; /* the session's */
    const char *title, *currency, *folder;
    struct gp_span span;
    struct gp_period period;
    struct gp_calendar calendar;
    struct gp_timetable time;
    bool uses_wan; /* amounts are shown as the plan writes them */
    uint32_t root; /* the first team, or GP_NONE */

    GP_VEC(struct gp_kpi) kpis;
    GP_VEC(struct gp_scope) scopes;
    GP_VEC(struct gp_stay) stays;
    GP_VEC(struct gp_ramp) ramps;
    GP_VEC(struct gp_capacity) capacities;
    GP_VEC(struct gp_dimension) dimensions;
    GP_VEC(struct gp_member) members;
    GP_VEC(struct gp_vector) vectors;
    GP_VEC(struct gp_shapes) shapes;
    GP_VEC(struct gp_plan_fact) facts;
    GP_VEC(struct gp_rat) values;
    GP_VEC(struct gp_row) rows;
    GP_VEC(struct gp_cut) cuts;
    GP_VEC(uint32_t) parts;
    GP_VEC(struct gp_expr) exprs;
    GP_VEC(struct gp_actuals) actuals;
    GP_VEC(struct gp_review) reviews;
    GP_VEC(struct gp_rule) rules;
    GP_VEC(struct gp_check) checks;
    GP_VEC(struct gp_scenario) scenarios;
    GP_VEC(struct gp_test) tests;
    GP_VEC(struct gp_record) records;
    GP_VEC(struct gp_carry) carries;
    GP_VEC(struct gp_funnel) funnels;
    GP_VEC(struct gp_task) tasks;
    GP_VEC(struct gp_scorecard) scorecards;
    GP_VEC(struct gp_reward) rewards;
    GP_VEC(struct gp_baseline) baselines;
    GP_VEC(struct gp_amend) amends;
    GP_VEC(struct gp_amended) amended;
    GP_VEC(struct gp_amended_row) amended_rows;
    GP_VEC(struct gp_write_off) write_offs;
    bool approvals;      /* an amendment needs one */
    gp_date freeze_from; /* GP_NO_DATE: no freeze */
    int freeze_limit;    /* amendments after that day */
    struct gp_span freeze_span;
    /* Of a view: the model that it shows amended, and up to where. */
    const struct gp_model *original;
    size_t in_force;

    uint32_t *kpi_defaults; /* of shapes, by KPI; GP_NONE: none */
    struct gp_map row_of;   /* (kpi, scope) to row */
    struct gp_map kpi_of, scope_of, dimension_of, member_of; /* by symbol */
    struct gp_map *title_of;   /* scopes by the symbol of their title; made when
                                * one is first looked up */
    struct gp_map narrowed_of; /* (scope, member) to the narrowed scope */
    struct gp_map day_of;      /* (row, date) to a day_amounts index */
    GP_VEC(int64_t) day_amounts; /* of stated days */
    uint32_t *scope_order;       /* scopes, depth-first */
};

void gp_model_init(struct gp_model *model, struct gp_heap *heap,
                   struct gp_intern *names);
void gp_model_fini(struct gp_model *model);

/* The row of a KPI and scope, or NULL where nothing is to be reached. */
const struct gp_row *gp_model_row(const struct gp_model *model, uint32_t kpi,
                                  uint32_t scope);
/* company/east/hua[product=electronics] */
void gp_buf_scope(struct gp_buf *buf, const struct gp_model *model,
                  uint32_t scope);
/* A scope by name, display name or path; GP_NONE where there is none or,
 * with *ambiguous set, more than one.  Of somebody who is moved a name means
 * the first of the scopes, gp_scope.person: the days say which. */
uint32_t gp_model_find_scope(const struct gp_model *model, const char *text,
                             size_t length, bool *ambiguous);
/* The scope `base` narrowed by a member, or GP_NONE where the plan never
 * speaks of it. */
uint32_t gp_model_narrowed(const struct gp_model *model, uint32_t base,
                           uint32_t member);
/* The row of a team or person, of the same KPI as another row and narrowed as
 * that is; GP_NONE where there is none. */
uint32_t gp_model_alike(const struct gp_model *model, uint32_t row,
                        uint32_t base);
/* Whether `scope` is `above` or below it in the team tree. */
bool gp_scope_is_below(const struct gp_model *model, uint32_t scope,
                       uint32_t above);
/* Numbers all scopes depth-first: a scope, its team-tree parts, its reserve,
 * then what narrows it. */
void gp_model_order_scopes(struct gp_model *model);
/* An amount as findings show it: with the plan's own 万 where it uses them. */
const char *gp_show_amount(struct gp_arena *arena, const struct gp_model *model,
                           uint32_t kpi, int64_t amount);
/* A rational of the KPI's kind: an amount, or a percentage. */
const char *gp_show_rat(struct gp_arena *arena, const struct gp_model *model,
                        struct gp_rat value, bool percent);

#endif

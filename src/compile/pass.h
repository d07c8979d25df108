/*
 * What the passes share: the files' statements in the plan's order, and what
 * has been gathered for the model but does not belong into it.
 */
#ifndef GP_COMPILE_PASS_H
#define GP_COMPILE_PASS_H

#include "actuals/history.h"
#include "compile/compile.h"
#include "syntax/keyword.h"

/* A constant value: number or percentage, maybe not decided. */
struct gp_const {
    struct gp_rat value;
    bool percent, hole, bad; /* bad: a finding has said why */
};

/* A number as an item of a split says it. */
enum gp_item_kind {
    GP_ITEM_AMOUNT,
    GP_ITEM_SHARE,
    GP_ITEM_WEIGHT,
    GP_ITEM_REST,
    GP_ITEM_HOLE
};

struct gp_item {
    enum gp_item_kind kind;
    struct gp_span span;
    uint32_t part; /* a scope; on a time axis an index into periods */
    uint32_t fact;
    struct gp_rat value; /* of a SHARE or WEIGHT */
    int64_t amount;      /* of an AMOUNT; of a SHARE with has_check */
    bool has_check;      /* "40% = 2000万": the amount beside the share */
};

enum gp_axis {
    GP_AXIS_TIME,
    GP_AXIS_TEAM,
    GP_AXIS_PERSON,
    GP_AXIS_MEMBER,
    GP_AXIS_DIMENSION
};

/* A split that names its scope; defaults become shapes or apply by row. */
struct gp_split {
    struct gp_span span;
    struct gp_ref ref;
    uint32_t kpi, scope, next; /* next: of the same row */
    enum gp_axis axis;
    enum gp_grain grain; /* TIME */
    uint32_t dimension;  /* DIMENSION */
    bool has_period;
    struct gp_period period; /* the whole plan where it has none */
    bool even, weights, partial, told;
    bool is_stated;  /* over time, nothing but amounts: they are cells, and the
                      * items are read again where a finding wants them */
    int64_t stated;  /* their sum */
    bool is_default; /* no split of its scope: a KPI's default, applied */
    bool yields;     /* it gives way to what is stated */
    bool crosswise;  /* its parts are parts of other rows: see routes.c */
    uint32_t amendment; /* of a split in one */
    struct gp_rat over; /* of overassign; 0: none */
    struct gp_item *items;
    size_t item_count;
    struct gp_period *periods; /* TIME: what items[i].part names */
};

/* A default for every scope, on an axis of parts. */
struct gp_default_split {
    struct gp_ref ref;
    uint32_t kpi;
    enum gp_axis axis;
    uint32_t dimension;
    struct gp_span span;
};

/* A `let`. */
struct gp_constant {
    gp_sym name;
    struct gp_ref expr;
    struct gp_span span;
    struct gp_const value;
    enum { GP_LET_NEW, GP_LET_OPEN, GP_LET_DONE } state;
    int height; /* how many steps in a row it rests on */
};

/* Constants and operators that a constant may rest on, one upon another: a
 * chain of lets is walked by recursion, and a stack is not endless. */
enum { GP_MAX_CONST_HEIGHT = 2000 };

/* A stated amount of a whole week: laid on its days' months later. */
struct gp_week_cell {
    uint32_t row, fact;
    struct gp_period period;
    int64_t amount;
    enum gp_why why;
};

/* A target that the scenario states in the place of the plan's own. */
struct gp_override {
    uint32_t kpi, scope;
    struct gp_period period;
    struct gp_ref ref;
};

/* A row of a funnel's stage that is worked back: (kpi, scope). */
struct gp_need {
    uint32_t funnel, stage; /* of model->funnels, of its stages */
    uint32_t scope;
};

/* What a scope says of how much it can do: read once all KPIs are there. */
struct gp_capacity_ref {
    struct gp_ref at; /* the first atom: the KPI */
    uint32_t scope;   /* GP_NONE: everybody */
};

/* A cell as an amendment states it, before there are rows to put it in. */
struct gp_amended_cell {
    uint32_t amend; /* of the amendments in the order of their days */
    uint32_t kpi, scope, fact;
    struct gp_period period;
    int64_t amount;
};

/* A statement of a kind whose names are all different. */
struct gp_named {
    struct gp_span span; /* of the name */
    uint32_t index;      /* in the model's list; GP_NONE: not kept */
};

struct gp_pass {
    struct gp_compilation *out;
    struct gp_heap *heap;
    struct gp_arena *arena; /* the model's */
    struct gp_findings *findings;
    struct gp_intern *names;
    struct gp_model *model;
    const struct gp_compile_options *options;

    GP_VEC(struct gp_stmt) stmts;
    GP_VEC(struct gp_included) included;
    GP_VEC(struct gp_split) splits;
    bool crosswise; /* some of them are */
    GP_VEC(struct gp_default_split) defaults;
    GP_VEC(struct gp_constant) constants;
    GP_VEC(struct gp_capacity_ref) capacities;
    /* The periods that splits were last over: most are over the same. */
    struct {
        enum gp_grain grain;
        struct gp_span_days days;
        struct gp_period *at;
        size_t count;
    } periods;
    struct gp_map constant_of, vector_of; /* by symbol */
    struct gp_map named_of;               /* by kind of statement and symbol */
    GP_VEC(struct gp_named) named;
    struct gp_map action_of;   /* by title and scope */
    struct gp_map baseline_of; /* by KPI and scope: the last one */
    GP_VEC(uint32_t) split_of; /* by row: its first split, or GP_NONE */
    GP_VEC(struct gp_week_cell) week_cells;
    GP_VEC(struct gp_need) needs;
    GP_VEC(struct gp_amended_cell) amended;
    /* Splits of amendments, kept from those that make the original. */
    GP_VEC(struct gp_split) amended_splits;
    bool amending;          /* what is lowered now belongs to an amendment, */
    uint32_t amendment;     /* this one */
    uint32_t first_amended; /* rows from here on are of amendments alone */
    uint32_t last_root;
    /* Facts of the plan that must agree: where they stand, or nowhere. */
    struct gp_span week_at, fiscal_at, fiscal_month_at;
    gp_sym scenario; /* the one to compile, or GP_NO_SYM */
    GP_VEC(struct gp_override) overrides;
    const char *root_folder;
    int deep, deepest; /* constants being worked out inside one another */
    /* A file is missing; text in the team tree or a dimension could not be
     * read: names that nothing has may well be declared there. */
    bool incomplete, broken_tree;
    bool has_moves; /* somebody is moved */
    /* Text could not be read, or a target says something unknown: what seems
     * to have no target may well have been given one there. */
    bool lost_target;
    struct gp_map lost_names; /* in text that could not be read: see lost.c */
    bool lost_noted;
    /* By row: the cells of the original while those that amendments make of
     * them are in their place; NULL where none changed. */
    struct {
        int64_t **at;
        struct gp_reason **why;
    } original;
    size_t guessed; /* names looked at for "did you mean" */
};

/* ---- the tree, through a reference ---- */

static inline const struct gp_ast *gp_pass_ast(const struct gp_pass *p,
                                               struct gp_ref ref)
{
    return &p->out->files.at[ref.file].ast;
}
static inline const struct gp_node *gp_pass_node(const struct gp_pass *p,
                                                 struct gp_ref ref)
{
    return &gp_pass_ast(p, ref)->nodes[ref.node];
}
static inline struct gp_ref gp_ref_child(const struct gp_pass *p,
                                         struct gp_ref ref)
{
    return (struct gp_ref){ref.file, gp_pass_node(p, ref)->child};
}
static inline struct gp_ref gp_ref_next(const struct gp_pass *p,
                                        struct gp_ref ref)
{
    return (struct gp_ref){ref.file, gp_pass_node(p, ref)->next};
}
static inline enum gp_node_kind gp_ref_kind(const struct gp_pass *p,
                                            struct gp_ref ref)
{
    return (enum gp_node_kind)gp_pass_node(p, ref)->kind;
}
struct gp_ref gp_ref_part(const struct gp_pass *p, struct gp_ref ref,
                          enum gp_node_kind kind);
/* The first item of a block; no pointer into the tree outlives the call. */
struct gp_ref gp_ref_items(struct gp_pass *p, struct gp_ref block);
struct gp_span gp_ref_span(const struct gp_pass *p, struct gp_ref ref);
const char *gp_ref_name(const struct gp_pass *p, struct gp_ref ref);
enum gp_word gp_ref_word(const struct gp_pass *p, struct gp_ref ref);
/* A text in quotes, without them, NUL-ended, in the model's arena. */
const char *gp_ref_string(struct gp_pass *p, struct gp_ref ref);
/* What a statement is called in reports: the text behind its name, or the
 * name. */
const char *gp_ref_title(struct gp_pass *p, struct gp_ref statement);
static inline bool gp_ref_is(struct gp_ref ref)
{
    return ref.node != 0;
}

/* ---- the passes, in order ---- */

int gp_pass_load(struct gp_pass *p, const char *path); /* files, includes */
void gp_pass_plan(struct gp_pass *p);     /* period, calendar, currency */
void gp_pass_declare(struct gp_pass *p);  /* KPIs, dimensions, scopes, lets */
void gp_pass_scenario(struct gp_pass *p); /* what the one compiled changes */
void gp_pass_moves(struct gp_pass *p);    /* who is moved where */
void gp_pass_weights(struct gp_pass *p);  /* named weights */
void gp_pass_formulas(struct gp_pass *p); /* of KPIs */
void gp_pass_defaults(struct gp_pass *p); /* room for the defaults of KPIs */
void gp_pass_targets(struct gp_pass *p);  /* targets, splits */
void gp_pass_funnels(struct gp_pass *p);  /* stages and their rates */
void gp_pass_amends(struct gp_pass *p);   /* what amendments say */
void gp_pass_follow(struct gp_pass *p);   /* actuals, reviews, rules, records */
void gp_pass_constants(struct gp_pass *p); /* those that nothing has used */
void gp_pass_bounds(struct gp_pass *p);    /* floors and ceilings, downwards */
void gp_pass_rows(struct gp_pass *p);      /* which cells there are */
void gp_pass_flows(struct gp_pass *p);     /* what sums, evaluated */
void gp_pass_others(struct gp_pass *p);    /* what does not sum */
void gp_pass_cross(struct gp_pass *p);     /* two routes to one cell agree */
void gp_pass_absent(struct gp_pass *p);    /* nothing for who is not there */
void gp_pass_stated_days(struct gp_pass *p); /* days as the plan says them */
void gp_pass_capacity(struct gp_pass *p);    /* no more than can be done */
void gp_pass_prove(struct gp_pass *p);       /* what cannot be reached */
void gp_pass_lint(struct gp_pass *p);        /* advice about a sound plan */
void gp_pass_amended(struct gp_pass *p);     /* cells, amendment by amendment */
void gp_pass_original(struct gp_pass *p);    /* ... and back */

/* ---- what they ask each other ---- */

/* Reads what the scenario's targets speak of, before the plan's are lowered;
 * whether one of them stands in the place of a value; and lowers them. */
void gp_read_scenario_targets(struct gp_pass *p);
bool gp_scenario_replaces(const struct gp_pass *p, uint32_t kpi, uint32_t scope,
                          const struct gp_period *period);
/* What a target speaks of; false where a finding was made. */
bool gp_read_target_cell(struct gp_pass *p, struct gp_ref ref, uint32_t *kpi,
                         uint32_t *scope, struct gp_period *period);

/* Constants: literals, lets and arithmetic. */
struct gp_const gp_eval_const(struct gp_pass *p, struct gp_ref expr);
/* A number's digits, or a percentage's; `bad` with a finding. */
struct gp_const gp_read_literal(struct gp_pass *p, const char *text,
                                size_t length, struct gp_span span,
                                bool percent);
/* Reads the digits of a number token; false where it does not fit. */
bool gp_parse_number(const char *text, size_t length, struct gp_rat *out,
                     bool *wan);
/* An expression over KPIs, into the model; GP_NONE where a finding was
 * made.  `measures`: the functions of the follow-up are allowed. */
uint32_t gp_lower_expr(struct gp_pass *p, struct gp_ref ref, bool measures);
/* The gp_measure that a word names, or -1; what a tree's operator means. */
int gp_measure_of(enum gp_word word);
enum gp_operator gp_operator_of(int op);

/* Whether a name that nothing has may have been declared in a file that is
 * not there, or in text that could not be read: then it is no finding. */
bool gp_is_lost(struct gp_pass *p, gp_sym name);
/* Look-ups that make the finding themselves; GP_NONE where they did. */
uint32_t gp_find_kpi(struct gp_pass *p, struct gp_ref name);
uint32_t gp_find_scope(struct gp_pass *p, struct gp_ref scope);
/* The same where days are spoken of: of somebody who is moved, the scope that
 * is there in them; more than one is a finding. */
uint32_t gp_find_scope_in(struct gp_pass *p, struct gp_ref scope,
                          struct gp_span_days days);
/* The first of the scopes of somebody who is moved, where a bare name means
 * such a person; else GP_NONE, and no finding. */
uint32_t gp_peek_moved(const struct gp_pass *p, struct gp_ref scope);
/* Says of a finding which scope it is about; GP_NONE: none. */
void gp_tell_of(struct gp_pass *p, struct gp_finding *f, uint32_t scope);
uint32_t gp_find_member(struct gp_pass *p, struct gp_ref name,
                        uint32_t dimension);
uint32_t gp_find_dimension(struct gp_pass *p, struct gp_ref name);
/* The same without a finding. */
uint32_t gp_peek_kpi(const struct gp_pass *p, struct gp_ref name);
/* A period as the plan writes it: 2026-Q3, Q3, Jul, W8, a date; `within`
 * bounds relative ones.  False where a finding was made. */
bool gp_find_period(struct gp_pass *p, struct gp_ref ref,
                    struct gp_period *out);
/* Weights that are learned: read one by one, then worked out together, so
 * that the actuals are read once. */
struct gp_learned {
    struct gp_ref ref, learn;
    struct gp_history_query query;
    bool ok;
    uint32_t vector; /* GP_NONE: a finding says why */
};
bool gp_learn_read(struct gp_pass *p, struct gp_ref ref,
                   struct gp_learned *out);
void gp_learn_all(struct gp_pass *p, struct gp_learned *all, size_t count);
/* The weekday (0..6) or month (1..12) that a name means, or -1. */
int gp_weekday_of(const char *name);
/* The month, from 1, that a word means, also 4月; -1 where it is none. */
int gp_month_at(struct gp_pass *p, struct gp_ref ref);
/* The grain and number of Q3, Jul, W8, 7月, 三季度 or 上半年; false where it
 * is none of these. */
bool gp_relative_period(const struct gp_calendar *calendar, const char *name,
                        enum gp_grain *grain, int *number);
const char *gp_weekday_name(enum gp_weekday day);
int gp_month_of(const char *name);
/* The grain of a word (month, months, 月), or GP_GRAIN_COUNT. */
enum gp_grain gp_grain_of(enum gp_word word);

/* How many decimals a currency keeps (ISO 4217); 2 where not known. */
int gp_currency_digits(const char *code);

/* A name that is there already: the finding, with the first place. */
void gp_tell_twice(struct gp_pass *p, struct gp_ref name, struct gp_span first);
/* Notes the name of a statement; false, with the finding, where an earlier one
 * of its kind has it. */
bool gp_name_once(struct gp_pass *p, enum gp_node_kind kind,
                  struct gp_ref name);
/* Where the model keeps the one that was noted; and to find it: GP_NONE where
 * none is kept under the name. */
void gp_name_keep(struct gp_pass *p, enum gp_node_kind kind, gp_sym name,
                  size_t index);
uint32_t gp_name_find(const struct gp_pass *p, enum gp_node_kind kind,
                      gp_sym name);
void gp_declare_kpi(struct gp_pass *p, struct gp_ref ref);
/* A count of what is done, by a name that no KPI has. */
void gp_declare_process(struct gp_pass *p, struct gp_ref name,
                        const char *title);

/* Makes a narrowed scope, without a look at those that there are. */
uint32_t gp_new_narrowed(struct gp_pass *p, uint32_t scope, uint32_t member,
                         struct gp_span span);
/* Scopes that are narrowed twice hang on the scope that the plan divides; a
 * split along the other way is marked as crosswise.  Once all splits are
 * there. */
void gp_settle_routes(struct gp_pass *p);
/* Makes or finds scopes that are no team or person.  In whichever order
 * members of several dimensions narrow one, it is the same scope. */
uint32_t gp_make_narrowed(struct gp_pass *p, uint32_t scope, uint32_t member,
                          struct gp_span span);
/* The same where the scope may be narrowed already; GP_NONE with a finding
 * where two members of one dimension would. */
uint32_t gp_narrow_more(struct gp_pass *p, uint32_t scope, uint32_t member,
                        struct gp_span span);
/* By all that narrows another scope. */
uint32_t gp_narrow_like(struct gp_pass *p, uint32_t scope, uint32_t like,
                        struct gp_span span);
uint32_t gp_make_held(struct gp_pass *p, uint32_t scope, uint32_t dimension,
                      enum gp_scope_kind kind, struct gp_span span,
                      const char *why);
/* Where the overlay of a scope lies: see overlay.h. */
uint32_t gp_make_overlay(struct gp_pass *p, uint32_t scope,
                         struct gp_span span);
/* The row of a KPI and a scope, made where it is not there. */
uint32_t gp_make_row(struct gp_pass *p, uint32_t kpi, uint32_t scope);
/* A fact, with the share or weight that it states (NULL: none). */
uint32_t gp_add_fact(struct gp_pass *p, struct gp_span span,
                     const struct gp_rat *value);
/* A stated amount of a row in a period (a tick, a week or a day); a second
 * one for the same is a finding. */
void gp_state_cell(struct gp_pass *p, uint32_t row,
                   const struct gp_period *period, int64_t amount,
                   enum gp_why why, uint32_t fact);
/* The same at a tick. */
void gp_state_tick(struct gp_pass *p, uint32_t row, int tick, int64_t amount,
                   enum gp_why why, uint32_t fact);
/* A constant as an amount of a KPI; false where a finding was made. */
bool gp_to_amount(struct gp_pass *p, uint32_t kpi, struct gp_const value,
                  struct gp_span span, int64_t *out);
/* The same for a number of a few digits, as most are: read without fractions.
 * False: ask in the general way. */
bool gp_plain_amount(const struct gp_pass *p, uint32_t kpi, const char *text,
                     size_t length, int64_t *out);
/* The vector behind "weights NAME", or inline items; GP_NONE with a finding. */
uint32_t gp_find_vector(struct gp_pass *p, struct gp_ref name);
uint32_t gp_make_vector(struct gp_pass *p, struct gp_ref block, gp_sym name,
                        struct gp_span span, enum gp_grain grain);
/* Lowers a split; in a target's block `row` and `period` are understood
 * (GP_NONE and NULL elsewhere). */
void gp_lower_split(struct gp_pass *p, struct gp_ref ref, uint32_t row,
                    const struct gp_period *period);
/* A default split, as if it named the scope of this row. */
void gp_apply_default(struct gp_pass *p, const struct gp_default_split *d,
                      uint32_t row);
/* The first split of a row, GP_NONE where it has none. */
uint32_t gp_first_split(const struct gp_pass *p, uint32_t row);
/* Makes another the first. */
void gp_put_split(struct gp_pass *p, uint32_t row, uint32_t split);
/* The periods of a row that does not sum, up and down (others.c). */
void gp_fill_periods(struct gp_model *m, struct gp_row *row);
/* Whether a scope can be a part of another on an axis of the team tree. */
bool gp_is_on_axis(const struct gp_scope *scope, enum gp_axis axis);

/* Statements of the follow-up, into the model. */
void gp_lower_actuals(struct gp_pass *p, struct gp_ref ref);
void gp_lower_review(struct gp_pass *p, struct gp_ref ref);
void gp_lower_record(struct gp_pass *p, struct gp_ref ref);
void gp_lower_rule(struct gp_pass *p, struct gp_ref ref);
void gp_lower_action(struct gp_pass *p, struct gp_ref ref);
void gp_lower_scorecard(struct gp_pass *p, struct gp_ref ref);
/* Behind all scorecards: a reward may be by one of them. */
void gp_lower_reward(struct gp_pass *p, struct gp_ref ref);
void gp_lower_check(struct gp_pass *p, struct gp_ref ref);
void gp_lower_test(struct gp_pass *p, struct gp_ref ref); /* after the rules */
/* "within 5%"; false where a finding was made. */
bool gp_lower_within(struct gp_pass *p, struct gp_ref ref, struct gp_rat *out);
/* "each person", "for company", "every quarter"; false for another item. */
bool gp_lower_look(struct gp_pass *p, struct gp_ref item, struct gp_look *out);
void gp_lower_baseline(struct gp_pass *p, struct gp_ref ref);
/* The period of a target, `in` or the plan's: within it, and one that cells
 * stand for; false where a finding was made. */
bool gp_read_target_period(struct gp_pass *p, struct gp_ref in,
                           struct gp_period *out);

/* Did you mean: helps a finding with the closest of the names in a map. */
void gp_help_closest(struct gp_pass *p, struct gp_finding *f, const char *name,
                     const struct gp_map *map);

#endif

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
#include "base/map.h"
#include "model/change.h"
#include "model/follow.h"
#include "model/kpi.h"
#include "model/scope.h"
#include "model/work.h"

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
    struct gp_map capacity_of; /* (kpi, scope) to one of them */
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
    GP_VEC(struct gp_promise) promises; /* in the order of records */
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
    struct gp_map overlay_of;  /* a scope to the one of its overlay */
    struct gp_map
        held_of;          /* (scope and kind, dimension) to what is held back */
    struct gp_map day_of; /* (row, date) to a day_amounts index */
    GP_VEC(int64_t) day_amounts; /* of stated days */
    GP_VEC(struct gp_put_days) put_days;
    struct gp_map put_of;  /* (row, tick) to put_days */
    uint32_t *scope_order; /* scopes, depth-first */
};

/* The days of a row's month that were found with all its other cells, or NULL:
 * they hold as long as the month has what they sum to. */
const int64_t *gp_model_put_days(const struct gp_model *model, uint32_t row,
                                 int tick);
void gp_model_init(struct gp_model *model, struct gp_heap *heap,
                   struct gp_intern *names);
void gp_model_fini(struct gp_model *model);

/* The row of a KPI and scope, or NULL where nothing is to be reached. */
const struct gp_row *gp_model_row(const struct gp_model *model, uint32_t kpi,
                                  uint32_t scope);
/* company/east/hua[product=electronics] */
void gp_buf_scope(struct gp_buf *buf, const struct gp_model *model,
                  uint32_t scope);
const char *gp_scope_text(struct gp_arena *arena, const struct gp_model *model,
                          uint32_t scope);
/* A scope by name, display name or path; GP_NONE where there is none or,
 * with *ambiguous set, more than one.  Of somebody who is moved a name means
 * the first of the scopes, gp_scope.person: the days say which. */
uint32_t gp_model_find_scope(const struct gp_model *model, const char *text,
                             size_t length, bool *ambiguous);
enum { GP_MAX_NARROW = 16 }; /* members that narrow one scope */
/* The members that narrow a scope, in the order of their dimensions, the wider
 * of one dimension first; their number. */
int gp_model_members(const struct gp_model *model, uint32_t scope,
                     uint32_t *out);
/* The scope `base` narrowed by a member, or GP_NONE where the plan never
 * speaks of it. */
uint32_t gp_model_narrowed(const struct gp_model *model, uint32_t base,
                           uint32_t member);
/* The scope whose results count for a target: an overlay's is the one that it
 * lies upon. */
static inline uint32_t gp_model_upon(const struct gp_model *model,
                                     uint32_t scope)
{
    return scope < model->scopes.count &&
                   model->scopes.at[scope].kind == GP_SCOPE_OVERLAY
               ? model->scopes.at[scope].parent
               : scope;
}
/* The row of a team or person, of the same KPI as another row and narrowed as
 * that is; GP_NONE where there is none. */
uint32_t gp_model_alike(const struct gp_model *model, uint32_t row,
                        uint32_t base);
/* Puts a scope behind the other parts of its parent in the team tree. */
void gp_model_hang(struct gp_model *model, uint32_t scope, uint32_t parent);
/* Whether `scope` is `above` or below it in the team tree. */
bool gp_scope_is_below(const struct gp_model *model, uint32_t scope,
                       uint32_t above);
/* Numbers all scopes depth-first: a scope, its overlay, its team-tree parts,
 * its reserve, then what narrows it. */
void gp_model_order_scopes(struct gp_model *model);
/* An amount as findings show it: with the plan's own 万 where it uses them. */
const char *gp_show_amount(struct gp_arena *arena, const struct gp_model *model,
                           uint32_t kpi, int64_t amount);
/* A rational of the KPI's kind: an amount, or a percentage. */
const char *gp_show_rat(struct gp_arena *arena, const struct gp_model *model,
                        struct gp_rat value, bool percent);

#endif

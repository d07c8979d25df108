/* Who carries targets: the team tree, the dimensions, what is narrowed. */
#ifndef GP_MODEL_SCOPE_H
#define GP_MODEL_SCOPE_H

#include "base/intern.h"
#include "base/rational.h"
#include "model/period.h"
#include "model/types.h"
#include "text/finding.h"

enum gp_scope_kind {
    GP_SCOPE_TEAM,
    GP_SCOPE_PERSON,
    GP_SCOPE_RESERVE, /* held back in a split */
    GP_SCOPE_GAP,     /* what a partial split leaves */
    GP_SCOPE_NARROW,  /* another scope, narrowed by a member */
    GP_SCOPE_OVERLAY  /* where an overlay lies that has a target below it */
};

struct gp_scope {
    enum gp_scope_kind kind;
    gp_sym name;
    const char *title, *owner, *role, *why; /* each may be NULL but title */
    struct gp_span span;
    uint32_t parent; /* the scope it is a part of, or GP_NONE; of an overlay
                      * the one that it lies upon */
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

#endif

/* What the parts of facts.h share; for src/actuals/ alone. */
#ifndef GP_ACTUALS_FACTS_OWN_H
#define GP_ACTUALS_FACTS_OWN_H

#include "actuals/facts.h"
#include "actuals/store.h"

/* A KPI's part that an expression speaks of: sales[electronics]. */
struct gp_facts_part {
    uint32_t kpi, member;
};

/* What a test gives stands in the place of what a source says of it. */
struct gp_facts_mask {
    uint32_t kpi, scope;
    struct gp_span_days days;
};

struct gp_facts {
    const struct gp_model *model;
    struct gp_heap *heap;
    struct gp_arena arena;
    struct gp_store store;
    uint32_t *first_narrow; /* by scope: the first that narrows it */
    uint32_t *next_narrow;  /* by narrowed scope: the next of the same base */
    GP_VEC(struct gp_facts_part) parts;
    struct gp_map narrowed_of; /* (scope, member), where the model has none */
    uint32_t scope_count;      /* of the model's and these */
    GP_VEC(struct gp_facts_mask) masks;
    GP_VEC(struct gp_facts_source) sources;
    GP_VEC(struct gp_unmatched) unmatched;
};

/* One fact, matched. */
struct gp_fact {
    uint32_t kpi, scope;
    const uint32_t *members;
    size_t member_count;
    gp_date date;
    int64_t amount;
};

enum gp_placed { GP_PLACED, GP_PLACE_LARGE, GP_PLACE_NOWHERE };

/* NOWHERE: what does not add up, for members that the plan never speaks of. */
enum gp_placed gp_facts_place(struct gp_facts *facts,
                              const struct gp_fact *fact);
/* Counts a value that matched nothing; the total only of a known KPI. */
void gp_facts_miss(struct gp_facts *facts, uint32_t kpi, gp_date date,
                   int64_t amount);
/* Reads one source; false where it cannot be read at all. */
bool gp_facts_read(struct gp_facts *facts, uint32_t actuals,
                   struct gp_findings *findings);

#endif

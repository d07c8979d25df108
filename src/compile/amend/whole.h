/*
 * What an amendment may change of a KPI, as one table: the ways are those of
 * flow/joint.h, the layers the months (where the KPI has weeks: their pieces)
 * that have not ended.  Cells inside something that the amendment states are
 * free, all others are what they were; so what is above is a sum, and what is
 * beside stays.
 */
#ifndef GP_COMPILE_AMEND_WHOLE_H
#define GP_COMPILE_AMEND_WHOLE_H

#include "compile/amend/amended.h"
#include "compile/flow/joint.h"

/* A cell that the amendment states. */
struct gp_whole_said {
    uint32_t row;
    int tick;
    int64_t amount;
    struct gp_box box;
};

struct gp_whole {
    struct gp_amending *w;
    struct gp_flow f; /* of the KPI's rows */
    struct gp_joint x;
    bool running; /* the first layer is in progress */
    GP_VEC(struct gp_whole_said) said;
    int64_t *old, *now; /* by cell */
    bool *open;         /* by cell: it may change */
};

/* Whether a row's cells are in the table. */
static inline bool gp_whole_counts(const struct gp_whole *g, uint32_t row)
{
    const struct gp_row *r = &g->w->m->rows.at[row];
    return r->relation == GP_EQUAL && !r->overlay && !r->open;
}

/* Finds the KPI's rows.  To be freed. */
void gp_whole_begin(struct gp_amending *w, uint32_t kpi, struct gp_whole *g);
/* Lays the table out; false where the KPI has what it does not hold. */
bool gp_whole_lay(struct gp_whole *g);
/* Adds a cell that the amendment states, as it is now. */
void gp_whole_say(struct gp_whole *g, uint32_t row, int tick);
/* Finds all cells, near what they were; false where there is no such table. */
bool gp_whole_fill(struct gp_whole *g);
/* How much more a row has at a tick than before, in months that it speaks of.
 */
int64_t gp_whole_more(const struct gp_whole *g, uint32_t row, int tick);
void gp_whole_free(struct gp_whole *g);

#endif

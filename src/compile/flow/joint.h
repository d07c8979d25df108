/*
 * All cells of a KPI as one table: the team tree, each dimension that narrows
 * some of them, and time are its ways; what the plan states are sums of boxes
 * of it.  Going down row by row cannot always see what a statement far below
 * and along another way needs; here all of it is seen at once.
 */
#ifndef GP_COMPILE_FLOW_JOINT_H
#define GP_COMPILE_FLOW_JOINT_H

#include "compile/flow/flow.h"
#include "model/cube.h"

/* A team or person that the KPI is spoken of, or what a team holds back; some
 * team's members that nothing speaks of are one leaf with it. */
struct gp_joint_team {
    uint32_t scope;
    uint32_t up; /* of the list, or GP_NONE */
    struct gp_slice leaves;
};

/* What is to stay as far as it can: a total that a default made, periods as
 * they came out on the way down.  Those of a group stay or give way together.
 */
struct gp_joint_wish {
    uint32_t row;
    int tick;
    int64_t amount;
    uint32_t group, order;
};

/* Days over which the same people are there: a tick of the layers, or a part
 * of one. */
struct gp_joint_layer {
    struct gp_span_days days;
    int tick;
};

struct gp_joint {
    struct gp_flow *f;
    const struct gp_kept *kept;
    GP_VEC(struct gp_joint_team) teams; /* depth-first */
    struct gp_map team_of;              /* by scope */
    uint32_t dimensions[GP_CUBE_WAYS];
    int dimension_count;
    bool holds[GP_CUBE_WAYS]; /* by dimension: its last leaf is held back */
    enum gp_grain grain;      /* of the layers */
    int first, layers;        /* their ticks */
    bool edges;               /* these are cut where somebody comes or goes */
    GP_VEC(struct gp_joint_layer) time;
    struct gp_cube cube;
    GP_VEC(struct gp_box) boxes; /* those that stand, first */
    size_t absent, standing;
    GP_VEC(struct gp_joint_cell) cells; /* of these, but the `absent` first */
    GP_VEC(struct gp_joint_wish) wishes;
    const int64_t *was;     /* by row and tick: on the way down; or NULL */
    bool *held, *dropped;   /* by wish: it stays; it has given way */
    struct gp_map total_of; /* by row: its wish of the whole plan */
    int asked;              /* how often whether there is a table */
    bool tired;             /* that has become too much work */
};

static inline const struct gp_scope *gp_joint_scope(const struct gp_joint *x,
                                                    uint32_t scope)
{
    return &x->f->m->scopes.at[scope];
}

/* Whether a row says or gets something here: it sums, is no sum itself, and had
 * no value still open. */
static inline bool gp_joint_counts(const struct gp_joint *x, uint32_t row)
{
    const struct gp_row *r = &x->f->m->rows.at[row];
    return r->relation == GP_EQUAL && !r->overlay && !r->rollup &&
           !x->kept->rows[row - x->f->first].open;
}

/* Lays the ways out; false where the KPI has what no such table holds: more
 * given out than there is, parts of a part held back; or where it would be
 * too large.  What is still open in a row stays so.  To be freed in any case.
 */
bool gp_joint_start(struct gp_flow *f, const struct gp_kept *kept,
                    enum gp_joining how, struct gp_joint *out);
/* The same of a table of which flow, grain and layers are set, nothing else. */
bool gp_joint_lay(struct gp_joint *x);
/* What stands, and the wishes: once the statements are there. */
void gp_joint_state(struct gp_joint *x);
/* The box of a row at a tick of the layers or wider. */
struct gp_box gp_joint_box(const struct gp_joint *x, uint32_t row, int tick);
/* Days of teams in which somebody below comes or goes within a month: as the
 * cells are, put beside the months themselves. */
void gp_joint_put_days(struct gp_joint *x);
/* Each cell's share by the defaults alone, into the cube's cells. */
void gp_joint_weigh(struct gp_joint *x);
void gp_joint_free(struct gp_joint *x);
/* Whether a scope is what another one holds back; of a dimension's parts. */
bool gp_joint_is_held(const struct gp_scope *scope);
bool gp_joint_is_held_part(const struct gp_scope *scope);
/* The leaf of what is held back of a dimension; none where nothing is. */
struct gp_slice gp_joint_held_leaf(const struct gp_joint *x,
                                   uint32_t dimension);
/* The row of a scope that counts, or GP_NONE. */
uint32_t gp_joint_row(const struct gp_joint *x, uint32_t scope);
/* How many leaves of a dimension come before a member. */
uint32_t gp_joint_leaves_before(const struct gp_model *m, uint32_t member);

/* Of what stands and has no table: the fewest statements found that exclude one
 * another (U. Junker's QuickXplain, 2004), the one of them that is least off in
 * proportion first, and what the others leave for it; of several that would
 * each mend all of the plan, one of these.  The others: the nearest first. */
void gp_joint_conflict(struct gp_joint *x, struct gp_conflict *out);

#endif

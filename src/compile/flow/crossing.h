/*
 * A team's cut by a dimension, and the same cut of its members: a table of
 * members by parts.  The members are teams and people, or what another
 * dimension cuts the same team into.
 */
#ifndef GP_COMPILE_FLOW_CROSSING_H
#define GP_COMPILE_FLOW_CROSSING_H

#include "compile/flow/flow.h"

struct gp_crossing {
    uint32_t cut, whole;
    uint32_t axis; /* the dimension of the members; GP_NONE: the team tree */
    uint32_t n, count; /* parts of the cut; members that have some of them */
    uint32_t *columns; /* the dimension's members that the parts are */
    uint32_t *parts, *members; /* rows; a part may be GP_NONE */
    uint32_t *cells;           /* rows: count x n; GP_NONE: not spoken of */
    int64_t sum;               /* of the members */
    bool off; /* a member's cells, which no split of its own makes, are rounded
               * to another sum */
    bool rest_row; /* the members do not make up the whole */
};

/* What may change so that a table can be filled. */
enum gp_freedom {
    GP_FREE_NOTHING,    /* the members' periods are found, all else stands */
    GP_FREE_PARTS,      /* the parts' periods that nothing states */
    GP_FREE_CELLS,      /* ... and what a default made of the whole plan */
    GP_FREE_MEMBERS,    /* ... and the members' own periods */
    GP_FREE_WHOLE,      /* ... and those of the whole */
    GP_FREE_TOTALS_ONLY /* no periods: totals, as far as they may */
};

/* Totals of the whole plan that may change since a default made them, bits. */
enum { GP_FREE_TOTAL_CELLS = 1, GP_FREE_TOTAL_PARTS = 2, GP_FREE_TOTALS = 4 };

/* Finds the cells of a cut along an axis; false where there are none, or some
 * are not decided.  `early`: the members have not been divided yet.  To be
 * freed in any case. */
bool gp_crossing_gather(struct gp_flow *f, uint32_t cut, uint32_t axis,
                        bool early, struct gp_crossing *out);
/* Whether all parts of all members are there, and make up the whole. */
bool gp_crossing_is_full(const struct gp_flow *f, const struct gp_crossing *x);
/* The axes of a cut, one after the other: the team tree (GP_NONE) first, then
 * the other dimensions that cut the same row; false behind the last.  *at is
 * the cut that was the last one, GP_NONE to begin with. */
bool gp_crossing_next_axis(const struct gp_flow *f, uint32_t cut, uint32_t *at,
                           uint32_t *axis);
/* What a row can have for members, in order; `*at` is GP_NONE to begin with.
 * The member's scope, GP_NONE where the plan does not speak of it. */
bool gp_crossing_next_member(const struct gp_flow *f, uint32_t scope,
                             uint32_t axis, uint32_t *at, uint32_t *member);
/* Whether a part may have been divided already when cuts meet along the axis:
 * then its value stands. */
bool gp_crossing_is_divided(const struct gp_flow *f, uint32_t axis,
                            uint32_t part);
/* Whether the days of a part say nothing themselves: then they are the sums of
 * its members'. */
bool gp_crossing_can_sum_days(const struct gp_flow *f, uint32_t part);
void gp_crossing_free(struct gp_flow *f, struct gp_crossing *x);
/* In the whole plan: members' defaults follow what is stated, near their own
 * proportions.  False where there is no way. */
bool gp_crossing_whole(struct gp_flow *f, const struct gp_crossing *x);
/* Whether there is a table of all that is stated, of the whole plan and of its
 * periods; if not, what a default made gives way: of members and parts
 * (`early`), then of cells and parts. */
void gp_crossing_totals(struct gp_flow *f, const struct gp_crossing *x,
                        bool early);
/* In its periods, where those of some part are stated: once the members' and
 * the parts' own are there.  Makes a finding where there is no way.  Where
 * members' periods had to change: the row from which to go down again. */
uint32_t gp_crossing_periods(struct gp_flow *f, const struct gp_crossing *x);
/* At the end: where members and parts have all their periods, their cells get
 * them too, so that both sum.  False where there is no way. */
bool gp_crossing_settle(struct gp_flow *f, const struct gp_crossing *x);

#endif

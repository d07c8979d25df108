/*
 * The table of a crossing: members by parts, of the whole plan or of all its
 * periods.  Filled by model/cube.c; what is stated are sums of it.
 */
#ifndef GP_COMPILE_FLOW_CROSSING_TABLE_H
#define GP_COMPILE_FLOW_CROSSING_TABLE_H

#include "compile/flow/crossing.h"
#include "model/cube.h"

/* What stands for a box, so that a finding can name it. */
struct gp_crossing_source {
    uint32_t row;
    int tick;
};

struct gp_crossing_table {
    struct gp_flow *f;
    const struct gp_crossing *x;
    int first, count; /* its layers' ticks; the plan itself: one */
    enum gp_freedom free;
    unsigned free_totals;
    bool settles; /* at the end: cells that were divided stand */
    struct gp_cube cube;
    GP_VEC(struct gp_box) boxes;
    GP_VEC(struct gp_crossing_source) sources;
};

bool gp_crossing_start(struct gp_crossing_table *t);
/* Fills the table, in the widest steps that will do. */
enum gp_cube_end gp_crossing_fill(struct gp_crossing_table *t);
void gp_crossing_finish(struct gp_crossing_table *t);
int64_t gp_crossing_cell(const struct gp_crossing_table *t, uint32_t row,
                         uint32_t column, int layer);
/* Gives a row's cell a value that comes from the table. */
void gp_crossing_set(struct gp_row *r, int tick, int64_t value);
/* Whether a total was made by a default, and may change. */
bool gp_crossing_is_free(const struct gp_crossing_table *t, uint32_t id,
                         unsigned which);
/* Whether a cell has parts or members that rest on its periods. */
bool gp_crossing_stands(const struct gp_flow *f, uint32_t cell);
/* The finest grain at which one of the rows says something, or `grain`. */
enum gp_grain gp_crossing_finest(const struct gp_flow *f, const uint32_t *rows,
                                 size_t count, enum gp_grain grain);

#endif

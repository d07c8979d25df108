/*
 * One table of parts by periods, as block.c lays it out, share.c
 * fills it and mend.c keeps it within what lies further down.
 */
#ifndef GP_COMPILE_FLOW_TABLE_H
#define GP_COMPILE_FLOW_TABLE_H

#include "compile/flow/flow.h"
#include "model/round.h"

/* A row of the table: a part, or what it states for some columns together. */
struct gp_table_row {
    uint32_t row;  /* of the model */
    int tick;      /* whose value it makes up */
    int64_t left;  /* what its columns do not have yet */
    uint64_t open; /* columns without a value */
};

struct gp_table {
    struct gp_flow *f;
    uint32_t cut;
    int tick, child, n;
    enum gp_grain grain;
    uint32_t count; /* rows that have a value at the tick */
    uint32_t *rows;
    struct gp_table_row *table;
    uint32_t table_count;
    bool locked; /* some cell was there before */
    bool deep;   /* its columns are not the tick's own children */
    bool tell;   /* what is wrong is told */
    bool apart;  /* rows with bounds are shared each for itself */
    int64_t columns[GP_MAX_COLUMNS];
    uint64_t live; /* columns that the whole has a value for */
    int64_t step;
};

/* Rows that are open in the same columns are shared as one, and that is then
 * divided among them: whatever others state, their shares stay in proportion.
 */
struct gp_groups {
    uint32_t count;
    int64_t *left;
    uint64_t *open;
    int64_t *cells;  /* count x n */
    uint32_t *of;    /* by row of the table: its group */
    uint32_t *first; /* by group: its first row of the table */
};

/* Sums of groups and columns, near their proportions; false where no such
 * table exists.  To be freed in any case. */
bool gp_groups_share(const struct gp_table *b, struct gp_groups *g);
/* The table's cells, of the groups'. */
void gp_groups_put(const struct gp_table *b, const struct gp_groups *g);
void gp_groups_free(const struct gp_table *b, struct gp_groups *g);

/* Moves the least that brings all cells within the bounds of their rows;
 * false where no table of these sums is within them. */
bool gp_groups_mend(const struct gp_table *b, struct gp_groups *g);

/* A cell and the bound that it is beyond. */
struct gp_pin {
    uint32_t row;
    int tick;
    int64_t value;
};
struct gp_pins {
    struct gp_pin *at;
    size_t count, room;
};

/* Adds the cells of the table that are beyond their bounds. */
void gp_table_pins(const struct gp_table *b, struct gp_pins *pins);

/* Notes a cell that was made here, so that it can be taken back. */
void gp_flow_made(struct gp_flow *f, uint32_t row, int tick);
/* Takes back what was made since the log had `mark` entries. */
void gp_flow_unmake(struct gp_flow *f, size_t mark);

#endif

/*
 * Where a row of a table of scopes stands: indented below the rows that it is
 * a part of.  What is missing of the way to it, because it has no row itself,
 * stands in its name: b/p3 [x].
 */
#ifndef GP_REPORT_PLACE_H
#define GP_REPORT_PLACE_H

#include "model/model.h"

struct gp_places {
    const struct gp_model *model;
    struct gp_heap *heap;
    uint32_t top; /* whose part all rows are: that need not be said */
    bool chinese;
    GP_VEC(uint32_t) above; /* the last row and those around it */
    GP_VEC(uint32_t) way;   /* from there to the row at hand, backwards */
};

/* `of` is the scope that was asked for, or GP_NONE. */
void gp_places_begin(struct gp_places *places, const struct gp_model *model,
                     struct gp_heap *heap, uint32_t of, bool chinese);
/* Another table begins. */
void gp_places_clear(struct gp_places *places);
void gp_places_end(struct gp_places *places);
/* Adds indent and name of the next row; rows come depth-first.  The indent is
 * of no-break spaces: a table of Markdown would drop others. */
void gp_places_add(struct gp_places *places, uint32_t scope,
                   struct gp_buf *buf);

#endif

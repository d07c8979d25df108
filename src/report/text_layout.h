/*
 * What shape a table takes on a terminal of a certain width: which columns
 * stand in its rows and how wide, which below them, which in another part.
 */
#ifndef GP_REPORT_TEXT_LAYOUT_H
#define GP_REPORT_TEXT_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/heap.h"
#include "report/tree.h"

/* Columns between columns, where there is room; before what stands below a
 * row. */
enum { GP_TEXT_GAP = 2, GP_TEXT_INDENT = 4 };

/* Where the values of a column stand. */
enum gp_text_place {
    GP_PLACE_ROW,    /* in the rows */
    GP_PLACE_FLOW,   /* below them, "heading: value", side by side */
    GP_PLACE_LINE,   /* below them, on lines of its own, where there is one */
    GP_PLACE_NOWHERE /* no row has one: said once, behind the table */
};

struct gp_text_fit {
    enum gp_text_place place;
    bool is_key;  /* stands in every part */
    size_t part;  /* counted from 0 */
    size_t width; /* of the column; in a flow, of the value */
    /* The widest heading and value; the widest piece of each that must not be
     * broken. */
    size_t heading, heading_word, value, word;
    bool has_text, has_number, has_days;
};

struct gp_text_layout {
    struct gp_text_fit *fits; /* one a column */
    size_t column_count;
    size_t part_count; /* 1, or more where it is split */
    size_t gap;        /* columns between columns of a row */
    size_t screen;     /* columns of the terminal; 0: no bound */
};

/* `layout` is zero; released with gp_text_layout_fini. */
void gp_text_layout_init(struct gp_text_layout *layout, struct gp_heap *heap,
                         const struct gp_table *table,
                         const struct gp_render_options *options);
void gp_text_layout_fini(struct gp_text_layout *layout, struct gp_heap *heap);

/* Whether a column stands in the rows of this part. */
bool gp_text_is_in(const struct gp_text_fit *fit, size_t part);
/* The columns that the rows of a part take. */
size_t gp_text_part_width(const struct gp_text_layout *layout, size_t part);
/* What stands between a heading and a value below a row. */
const char *gp_text_colon(const struct gp_render_options *options);

#endif

/*
 * What changed between two texts, line by line, as `diff -u` shows it.
 * Eugene W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986);
 * where two texts have little in common the search is cut off and goes on
 * from the furthest point, so that the cost stays linear.
 */
#ifndef GP_BASE_LINEDIFF_H
#define GP_BASE_LINEDIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct gp_linediff {
    const char *old_name, *new_name; /* of the two header lines */
    const char *old_text, *new_text;
    size_t old_length, new_length;
    bool color; /* with the colours of a terminal */
};

/* Appends a unified diff with three lines of context; nothing where the texts
 * are the same.  Whether they differ. */
bool gp_linediff(const struct gp_linediff *diff, struct gp_buf *out);

#endif

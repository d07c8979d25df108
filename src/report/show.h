/*
 * How values look, for the renderers to share: numbers for people and for
 * programs, and text that cannot harm a terminal.
 */
#ifndef GP_REPORT_SHOW_H
#define GP_REPORT_SHOW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "report/tree.h"

/* What stands for no value. */
#define GP_SHOW_NONE "–"

/* Whether amounts can be shown in this unit, and its power of ten. */
bool gp_show_unit(const char *unit, int *zeros);

/* An amount or a ratio for people: 20,000,000 or, by `unit`, 2,000万; 90%; the
 * word of a number that has one. */
void gp_show_number(struct gp_buf *buf, const struct gp_cell *cell,
                    const char *unit);
/* The same as a plain decimal for programs: 20000000, 0.9. */
void gp_show_plain(struct gp_buf *buf, const struct gp_cell *cell);

/* The number of gp_show_plain as amount * 10^-digits, without zeros at its
 * end; false where that does not fit. */
bool gp_show_exact(const struct gp_cell *cell, int64_t *amount, int *digits);

/* Text with what could steer a terminal or turn a line around (controls,
 * directions, bytes that are not UTF-8) spelled out: \n, \x1b, \u202e. */
void gp_show_safe(struct gp_buf *buf, const char *text, size_t length);

#endif

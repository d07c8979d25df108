/*
 * Writing HTML and SVG: templates with escaped words.  What comes from a plan
 * or a data file gets into a page through %t only.
 */
#ifndef GP_REPORT_MARKUP_H
#define GP_REPORT_MARKUP_H

#include "base/buf.h"

/*
 * Appends the template.  A directive takes the next argument:
 *   %s  markup of ours, as it is (const char *)
 *   %t  text, made harmless: markup escaped, controls and what turns a line
 *       around spelled out (const char *)
 *   %b  the same, of a buffer (const struct gp_buf *)
 *   %i  a number (int)
 *   %p  hundredths as a decimal: 1250 is 12.5 (int)
 */
void gp_markup(struct gp_buf *buf, const char *template, ...);
void gp_markup_text(struct gp_buf *buf, const char *text, size_t length);

#endif

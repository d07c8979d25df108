/* Where a line may break: between words, and between CJK characters. */
#ifndef GP_REPORT_WRAP_H
#define GP_REPORT_WRAP_H

#include <stddef.h>

/* How many bytes of the text make a line of at most `width` columns (or one
 * character, where that alone is wider); *next is where the line behind it
 * starts, spaces passed over, or `length`.  A word wider than the line is
 * broken: nothing is ever lost.  `length` is not 0. */
size_t gp_wrap_line(const char *text, size_t length, size_t width,
                    size_t *next);
/* The columns of the widest piece that has no break inside. */
size_t gp_wrap_widest(const char *text, size_t length);

#endif

/* Fields of CSV (RFC 4180), for all that write it. */
#ifndef GP_REPORT_CSV_H
#define GP_REPORT_CSV_H

#include "base/buf.h"

/* Quoted where it has to be; a text that a spreadsheet would take for a
 * formula has an apostrophe in front. */
void gp_csv_text(struct gp_buf *buf, const char *text);

#endif

/* A table on a terminal, in the shape that text_layout.h finds for it. */
#ifndef GP_REPORT_TEXT_TABLE_H
#define GP_REPORT_TEXT_TABLE_H

#include "report/tree.h"

void gp_text_table(const struct gp_table *table,
                   const struct gp_render_options *options, struct gp_out *out);

#endif

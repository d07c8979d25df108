/* Key figures and pictures for a terminal: see text_figure.c. */
#ifndef GP_REPORT_TEXT_FIGURE_H
#define GP_REPORT_TEXT_FIGURE_H

#include "report/figure.h"

void gp_text_cards(const struct gp_report *report,
                   const struct gp_render_options *options, struct gp_out *out);
/* Those that the tables say already, or those that they do not. */
void gp_text_figures(const struct gp_report *report, bool in_tables,
                     const struct gp_render_options *options,
                     struct gp_out *out);

#endif

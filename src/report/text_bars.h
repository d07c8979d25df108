/*
 * A picture as bars of block characters, the target as a mark, the numbers
 * behind them; in the lines of a terminal.
 */
#ifndef GP_REPORT_TEXT_BARS_H
#define GP_REPORT_TEXT_BARS_H

#include "report/figure.h"

/* Any kind but a heat map, of one point at least. */
void gp_text_bars(const struct gp_figure *figure,
                  const struct gp_render_options *options, struct gp_out *out);

#endif

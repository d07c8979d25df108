/* Lines for a terminal: safe, wrapped, coloured by status only. */
#ifndef GP_REPORT_TEXT_LINE_H
#define GP_REPORT_TEXT_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "report/tree.h"

/* The sequence that a status begins with; NULL where it has no colour, or
 * none is wanted.  What it begins GP_TEXT_COLOR_END ends. */
const char *gp_text_color(const struct gp_render_options *options,
                          enum gp_cell_status status);
#define GP_TEXT_COLOR_END "\x1b[0m"
void gp_text_color_on(struct gp_buf *buf,
                      const struct gp_render_options *options,
                      enum gp_cell_status status);
void gp_text_color_off(struct gp_buf *buf,
                       const struct gp_render_options *options,
                       enum gp_cell_status status);

/* A cell as it is shown, safe; a dash for no value, and for NULL. */
void gp_text_value(struct gp_buf *buf, const struct gp_cell *cell,
                   const struct gp_render_options *options);

/* A text without controls that may need several lines. */
struct gp_text_piece {
    const char *at;
    size_t length;
    size_t first, rest; /* columns before the first line, the ones below */
    size_t plain;       /* bytes without colour, at its beginning */
    const char *color;  /* of what follows them; or NULL */
};

/* Writes it in lines of at most `width` columns (0: one line), each ended.
 * The spaces in front become fewer where else a word would not fit. */
void gp_text_write(struct gp_buf *buf, const struct gp_text_piece *piece,
                   size_t width);
/* A sentence that may hold anything, made safe. */
void gp_text_sentence(struct gp_buf *buf, const char *text,
                      const struct gp_render_options *options);

#endif

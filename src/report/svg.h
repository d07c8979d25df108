/*
 * Drawing figures: each kind in a file of its own, which takes a figure and
 * gives shapes and a height.  Positions are hundredths of a pixel, worked out
 * with exact numbers; colours are classes of the stylesheet, so that one
 * picture does for light, dark and paper.
 */
#ifndef GP_REPORT_SVG_H
#define GP_REPORT_SVG_H

#include "report/figure.h"
#include "report/markup.h"
#include "report/show.h"

#define GP_PX(n) ((n)*100)

/* A drawing under way. */
struct gp_svg {
    struct gp_buf *buf; /* shapes */
    struct gp_buf text; /* a number or a shortened label, for a moment */
    const struct gp_render_options *looks;
    int width; /* in pixels */
};

/* As on a phone: what stands beside each other has to give way. */
static inline bool gp_svg_is_narrow(const struct gp_svg *svg)
{
    return svg->width < 480;
}

enum gp_anchor { GP_START, GP_MIDDLE, GP_END };

/* Draws any figure at the top left; returns the height in pixels. */
int gp_svg_figure(struct gp_buf *buf, const struct gp_figure *figure,
                  const struct gp_render_options *looks, int width);
/* The colours and letters of pictures, light and dark: CSS, shared by pages.
 * Everything hangs below `.gp`. */
extern const char gp_svg_colors[], gp_svg_style[];

int gp_svg_trend(struct gp_svg *svg, const struct gp_figure *figure);
int gp_svg_bars(struct gp_svg *svg, const struct gp_figure *figure);
int gp_svg_share(struct gp_svg *svg, const struct gp_figure *figure);
int gp_svg_tree(struct gp_svg *svg, const struct gp_figure *figure);
int gp_svg_funnel(struct gp_svg *svg, const struct gp_figure *figure);
int gp_svg_heat(struct gp_svg *svg, const struct gp_figure *figure);

/* ---- what they share ----------------------------------------------------- */

/* part / whole of a length, at least 0 and at most the length; 0 where the
 * whole is not positive. */
int gp_svg_part(struct gp_rat part, struct gp_rat whole, int length);
/* The width of text, in hundredths; a bit too wide rather than too narrow. */
int gp_svg_width(const char *text, size_t length, int size);
/* Text that is cut to `room` with an ellipsis, the whole of it as a tooltip.
 * `class` is of the stylesheet; the size is what that class has. */
void gp_svg_label(struct gp_svg *svg, const char *class, int size, int x, int y,
                  enum gp_anchor anchor, int room, const char *text);
/* A number as the reader wants it, in svg->text: used up by %b at once. */
const struct gp_buf *gp_svg_show(struct gp_svg *svg,
                                 const struct gp_cell *cell);
/* The same, drawn; returns its width. */
int gp_svg_value(struct gp_svg *svg, const char *class, int size, int x, int y,
                 enum gp_anchor anchor, const struct gp_cell *cell);
/* "name: 92%, 277 / 300": a tooltip of a point, all its values named. */
void gp_svg_tip(struct gp_svg *svg, const struct gp_figure *figure,
                const struct gp_point *point);
/* " good", " bad", " quiet", "" */
const char *gp_svg_status(enum gp_cell_status status);
const char *gp_svg_word(const struct gp_svg *svg, const char *english,
                        const char *chinese);
/* "and 9,960 more" at the place, where not all is drawn. */
void gp_svg_more(struct gp_svg *svg, int x, int y, size_t count);

#endif

/*
 * A funnel: a stage a box, each narrower than the one before, filled as far
 * as the stage has what it needs; between them the rates.  The widths are
 * those of a funnel and not to scale: 1,000 calls for 3 deals would leave
 * nothing to see.
 */
#include <string.h>

#include "report/svg.h"

enum { BAR = 30, BETWEEN = 26, STAGE = BAR + BETWEEN };

struct funnel {
    struct gp_svg *svg;
    const struct gp_figure *figure;
    int left, width;
    int column; /* of each number at the right */
};

/* The last stage is two fifths as wide as the first. */
static int box_of(const struct funnel *d, size_t i)
{
    int64_t n = (int64_t)d->figure->point_count - 1;
    if (n == 0)
        return d->width;
    return (int)(d->width - d->width * 3 * (int64_t)i / (5 * n));
}

/* -1 where the stage does not say what it has, or needs. */
static int filling(const struct funnel *d, size_t i)
{
    const struct gp_point *p = &d->figure->points[i];
    struct gp_rat have, need;
    if (!gp_cell_number(gp_figure_value(d->figure, p, GP_SERIES_ACTUAL),
                        &have) ||
        !gp_cell_number(gp_figure_value(d->figure, p, GP_SERIES_TARGET), &need))
        return -1;
    return gp_svg_part(have, need, box_of(d, i));
}

static void draw_between(struct funnel *d, size_t i, int y)
{
    struct gp_buf *buf = d->svg->buf;
    const struct gp_point *next = &d->figure->points[i + 1];
    const struct gp_cell *rate =
        gp_figure_value(d->figure, next, GP_SERIES_RATE);
    const struct gp_cell *planned =
        gp_figure_value(d->figure, next, GP_SERIES_PLANNED_RATE);
    int a = box_of(d, i), b = box_of(d, i + 1);
    int middle = d->left + d->width / 2;
    gp_markup(buf, "<path class=\"flow\" d=\"M%p %pH%pL%p %pH%pZ\"/>\n",
              middle - a / 2, y, middle + a / 2, middle + b / 2,
              y + GP_PX(BETWEEN), middle - b / 2);
    bool real = rate != NULL && rate->kind != GP_CELL_NONE;
    int baseline = y + GP_PX(BETWEEN / 2 + 5);
    gp_markup(buf,
              "<text class=\"halo small\" x=\"%p\" y=\"%p\" "
              "text-anchor=\"middle\">",
              middle, baseline);
    if (real)
        gp_markup(buf, "<tspan class=\"strong num%s\">↓ %b</tspan>",
                  rate->status == GP_STATUS_GOOD  ? " ink-good"
                  : rate->status == GP_STATUS_BAD ? " ink-bad"
                                                  : "",
                  gp_svg_show(d->svg, rate));
    if (planned != NULL && planned->kind != GP_CELL_NONE)
        gp_markup(buf, "<tspan class=\"soft num\">%s%s%b</tspan>",
                  real ? " / " : "↓ ", gp_svg_word(d->svg, "planned ", "计划 "),
                  gp_svg_show(d->svg, planned));
    gp_buf_puts(buf, "</text>\n");
}

static void draw_stage(struct funnel *d, size_t i)
{
    struct gp_buf *buf = d->svg->buf;
    const struct gp_point *p = &d->figure->points[i];
    int y = GP_PX((int)i * STAGE + 24), middle = d->left + d->width / 2;
    int need = box_of(d, i), have = filling(d, i);
    int baseline = y + GP_PX(BAR / 2 + 5);
    gp_svg_label(d->svg, "label", 13, 0, baseline, GP_START,
                 d->left - GP_PX(10), p->label);
    gp_buf_puts(buf, "<g>");
    gp_svg_tip(d->svg, d->figure, p);
    gp_markup(buf,
              "<rect class=\"track\" x=\"%p\" y=\"%p\" width=\"%p\" "
              "height=\"%i\" rx=\"4\"/>",
              middle - need / 2, y, need, BAR);
    if (have > 0)
        gp_markup(buf,
                  "<rect class=\"bar%s\" x=\"%p\" y=\"%p\" width=\"%p\" "
                  "height=\"%i\" rx=\"4\"/>",
                  gp_svg_status(p->status), middle - need / 2, y, have, BAR);
    gp_buf_puts(buf, "</g>\n");
    int right = GP_PX(d->svg->width);
    gp_svg_value(d->svg, "strong num", 13, right - d->column, baseline, GP_END,
                 gp_figure_value(d->figure, p, GP_SERIES_ACTUAL));
    gp_svg_value(d->svg, "small soft num", 12, right, baseline, GP_END,
                 gp_figure_value(d->figure, p, GP_SERIES_TARGET));
    if (i + 1 < d->figure->point_count)
        draw_between(d, i, y + GP_PX(BAR));
}

int gp_svg_funnel(struct gp_svg *svg, const struct gp_figure *f)
{
    struct funnel d = {.svg = svg, .figure = f};
    int widest = 0, right = GP_PX(svg->width);
    for (size_t i = 0; i < f->point_count; i++) {
        const char *label = f->points[i].label;
        int w = gp_svg_width(label, strlen(label), 13);
        widest = w > widest ? w : widest;
    }
    if (widest > GP_PX(svg->width) / 4)
        widest = GP_PX(svg->width) / 4;
    d.left = widest + GP_PX(14);
    d.column = GP_PX(gp_svg_is_narrow(svg) ? 58 : 84);
    d.width = right - d.left - 2 * d.column;
    gp_svg_label(svg, "small soft", 12, right - d.column, GP_PX(14), GP_END,
                 d.column, f->series[1].name);
    gp_svg_label(svg, "small soft", 12, right, GP_PX(14), GP_END, d.column,
                 f->series[0].name);
    for (size_t i = 0; i < f->point_count; i++)
        draw_stage(&d, i);
    return (int)f->point_count * STAGE - BETWEEN + 24 + 4;
}

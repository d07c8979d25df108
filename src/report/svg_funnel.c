/*
 * A funnel: a stage a bar in the middle, what it had (filled) in what it
 * needs (outlined), and the rate to the next stage between them.
 */
#include <string.h>

#include "report/svg.h"

enum { BAR = 30, BETWEEN = 26, STAGE = BAR + BETWEEN, LEAST = 3 };

struct funnel {
    struct gp_svg *svg;
    const struct gp_figure *figure;
    struct gp_rat most;
    int left, width;
};

static int length_of(const struct funnel *d, const struct gp_point *p,
                     enum gp_series_role role)
{
    struct gp_rat v;
    if (!gp_cell_number(gp_figure_value(d->figure, p, role), &v))
        return -1;
    int length = gp_svg_part(v, d->most, d->width);
    return length < GP_PX(LEAST) ? GP_PX(LEAST) : length;
}

static void find_most(struct funnel *d)
{
    struct gp_rat v;
    d->most = gp_rat_int(0);
    for (size_t i = 0; i < d->figure->point_count; i++)
        for (int r = GP_SERIES_TARGET; r <= GP_SERIES_ACTUAL; r++)
            if (gp_cell_number(gp_figure_value(d->figure, &d->figure->points[i],
                                              (enum gp_series_role)r),
                              &v) &&
                gp_rat_cmp(v, d->most) > 0)
                d->most = v;
}

/* What is filled where there is something, else what is needed. */
static int solid(const struct funnel *d, size_t i)
{
    const struct gp_point *p = &d->figure->points[i];
    int length = length_of(d, p, GP_SERIES_ACTUAL);
    return length >= 0 ? length : length_of(d, p, GP_SERIES_TARGET);
}

static void draw_between(struct funnel *d, size_t i, int y)
{
    struct gp_buf *buf = d->svg->buf;
    const struct gp_point *next = &d->figure->points[i + 1];
    const struct gp_cell *rate =
        gp_figure_value(d->figure, next, GP_SERIES_RATE);
    const struct gp_cell *planned =
        gp_figure_value(d->figure, next, GP_SERIES_PLANNED_RATE);
    int a = solid(d, i), b = solid(d, i + 1);
    int middle = d->left + d->width / 2;
    if (a >= 0 && b >= 0)
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
    int need = length_of(d, p, GP_SERIES_TARGET);
    int have = length_of(d, p, GP_SERIES_ACTUAL);
    int baseline = y + GP_PX(BAR / 2 + 5);
    gp_svg_label(d->svg, "label", 13, 0, baseline, GP_START,
                 d->left - GP_PX(10), p->label);
    gp_buf_puts(buf, "<g>");
    gp_svg_tip(d->svg, d->figure, p);
    if (have >= 0)
        gp_markup(buf,
                  "<rect class=\"bar%s\" x=\"%p\" y=\"%p\" width=\"%p\" "
                  "height=\"%i\" rx=\"3\"/>",
                  gp_svg_status(p->status), middle - have / 2, y, have, BAR);
    if (need >= 0)
        gp_markup(buf,
                  "<rect class=\"need\" x=\"%p\" y=\"%p\" width=\"%p\" "
                  "height=\"%i\" rx=\"3\"/>",
                  middle - need / 2, y, need, BAR);
    gp_buf_puts(buf, "</g>\n");
    int right = GP_PX(d->svg->width);
    gp_svg_value(d->svg, "strong num", 13, right - GP_PX(84), baseline, GP_END,
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
    if (widest > GP_PX(svg->width) * 3 / 10)
        widest = GP_PX(svg->width) * 3 / 10;
    d.left = widest + GP_PX(14);
    d.width = right - d.left - GP_PX(166);
    find_most(&d);
    gp_svg_label(svg, "small soft", 12, right - GP_PX(84), GP_PX(14), GP_END,
                 GP_PX(80), f->series[1].name);
    gp_svg_label(svg, "small soft", 12, right, GP_PX(14), GP_END, GP_PX(80),
                 f->series[0].name);
    for (size_t i = 0; i < f->point_count; i++)
        draw_stage(&d, i);
    return (int)f->point_count * STAGE - BETWEEN + 24 + 4;
}

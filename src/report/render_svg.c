/*
 * The pictures of a report as one SVG file, one below the other: no script,
 * no fonts of its own, nothing from elsewhere.
 */
#include "report/figure.h"
#include "report/markup.h"
#include "report/render.h"
#include "report/svg.h"
#include "text/catalogue.h"

enum { WIDTH = 720, MARGIN = 28, HEAD = 78, TITLE = 36, BETWEEN = 34 };

/* The pictures below each other; returns where the last one ends. */
static int draw(const struct gp_report *report,
                const struct gp_render_options *options, struct gp_buf *body)
{
    struct gp_buf one;
    struct gp_svg svg = {.buf = body, .looks = options, .width = WIDTH};
    int y = HEAD;
    gp_buf_init(&one, body->heap);
    gp_svg_label(&svg, "title", 16, GP_PX(MARGIN), GP_PX(38), GP_START,
                 GP_PX(WIDTH), report->title);
    if (report->subtitle != NULL)
        gp_svg_label(&svg, "soft", 13, GP_PX(MARGIN), GP_PX(60), GP_START,
                     GP_PX(WIDTH), report->subtitle);
    for (const struct gp_figure *f = report->figures; f; f = f->next) {
        one.count = 0;
        int height = gp_svg_figure(&one, f, options, WIDTH);
        gp_svg_label(&svg, "strong", 13, GP_PX(MARGIN), GP_PX(y + 18), GP_START,
                     GP_PX(WIDTH), f->title);
        gp_markup(body, "<g transform=\"translate(%i %i)\">\n<desc>%t</desc>\n",
                  MARGIN, y + TITLE, f->alt != NULL ? f->alt : f->title);
        gp_buf_add(body, one.at, one.count);
        gp_buf_puts(body, "</g>\n");
        y += TITLE + height + BETWEEN;
    }
    gp_buf_fini(&one);
    return y;
}

/* The sentence outlives the report. */
const char *gp_refuse_svg(const struct gp_report *report)
{
    return report->figures != NULL
               ? NULL
               : GP_WORD("there is no picture in this; use --format html");
}

void gp_render_svg(const struct gp_report *report,
                   const struct gp_render_options *options, struct gp_out *out)
{
    struct gp_buf body, *buf = &out->buf;
    gp_buf_init(&body, buf->heap);
    int height = draw(report, options, &body), width = WIDTH + 2 * MARGIN;
    gp_markup(buf,
              "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"gp\" "
              "width=\"%i\" height=\"%i\" viewBox=\"0 0 %i %i\" role=\"img\" "
              "aria-labelledby=\"title desc\" xml:lang=\"%s\">\n",
              width, height, width, height, options->chinese ? "zh-CN" : "en");
    gp_markup(buf, "<title id=\"title\">%t</title>\n<desc id=\"desc\">",
              report->title);
    for (const struct gp_figure *f = report->figures; f; f = f->next)
        gp_markup(buf, "%s%t: %t", f == report->figures ? "" : " ", f->title,
                  f->alt != NULL ? f->alt : "");
    gp_markup(buf, "</desc>\n<style>\n%s%s</style>\n", gp_svg_colors,
              gp_svg_style);
    gp_markup(buf, "<rect class=\"paper\" width=\"%i\" height=\"%i\"/>\n",
              width, height);
    gp_buf_add(buf, body.at, body.count);
    gp_buf_puts(buf, "</svg>\n");
    gp_buf_fini(&body);
}

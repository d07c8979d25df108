/* The table of renderers: a new format is a row here and a file of its own. */
#include "report/render.h"

#include <string.h>

static const struct gp_renderer renderers[] = {
    {"text", gp_render_text, NULL},
    {"markdown", gp_render_markdown, NULL},
    {"csv", gp_render_csv, NULL},
    {"json", gp_render_json, NULL},
    {"xlsx", gp_render_xlsx, gp_refuse_xlsx},
    {"ics", gp_render_ics, gp_refuse_ics},
    {"html", gp_render_html, NULL},
    {"svg", gp_render_svg, gp_refuse_svg},
    {NULL, NULL, NULL},
};

const struct gp_renderer *gp_renderer_find(const char *format)
{
    for (const struct gp_renderer *r = renderers; r->format != NULL; r++)
        if (strcmp(r->format, format) == 0)
            return r;
    return NULL;
}

const struct gp_renderer *gp_renderers(void)
{
    return renderers;
}

const char *gp_report_render(const struct gp_report *report, const char *format,
                             const struct gp_render_options *options,
                             struct gp_out *out)
{
    const struct gp_renderer *r = gp_renderer_find(format);
    const char *why = r->refuse != NULL ? r->refuse(report) : NULL;
    if (why == NULL)
        r->write(report, options, out);
    return why;
}

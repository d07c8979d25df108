/* The table of renderers: a new format is a row here and a file of its own. */
#include "report/render.h"

#include <string.h>

static const struct gp_renderer renderers[] = {
    {"text", gp_render_text},
    {"markdown", gp_render_markdown},
    {"csv", gp_render_csv},
    {"json", gp_render_json},
    {NULL, NULL},
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

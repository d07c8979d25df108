/*
 * The renderers, one file each; the table of them is in render.c.  Each
 * takes a whole report and writes it to `out`; it changes nothing.
 */
#ifndef GP_REPORT_RENDER_H
#define GP_REPORT_RENDER_H

#include "report/tree.h"

void gp_render_text(const struct gp_report *report,
                    const struct gp_render_options *options,
                    struct gp_out *out);
void gp_render_markdown(const struct gp_report *report,
                        const struct gp_render_options *options,
                        struct gp_out *out);
void gp_render_csv(const struct gp_report *report,
                   const struct gp_render_options *options, struct gp_out *out);
void gp_render_json(const struct gp_report *report,
                    const struct gp_render_options *options,
                    struct gp_out *out);
void gp_render_xlsx(const struct gp_report *report,
                    const struct gp_render_options *options,
                    struct gp_out *out);
void gp_render_ics(const struct gp_report *report,
                   const struct gp_render_options *options,
                   struct gp_out *out);

/* Whether the libraries and the room that a format needs are there. */
const char *gp_refuse_xlsx(const struct gp_report *report);
const char *gp_refuse_ics(const struct gp_report *report);
void gp_render_html(const struct gp_report *report,
                    const struct gp_render_options *options,
                    struct gp_out *out);
/* The pictures alone: refused where there is none. */
void gp_render_svg(const struct gp_report *report,
                   const struct gp_render_options *options, struct gp_out *out);
const char *gp_refuse_svg(const struct gp_report *report);

#endif

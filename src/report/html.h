/* What the files of the HTML renderer share. */
#ifndef GP_REPORT_HTML_H
#define GP_REPORT_HTML_H

#include "report/figure.h"
#include "report/markup.h"
#include "report/render.h"

/* A page under way. */
struct gp_page {
    const struct gp_render_options *looks;
    struct gp_out *out;
    struct gp_buf text; /* a number, for a moment */
    int ids;            /* of captions and pictures */
};

/* CSS in pieces, ended by NULL. */
extern const char *const gp_html_style[];

void gp_html_cards(struct gp_page *page, const struct gp_report *report);
void gp_html_pictures(struct gp_page *page, const struct gp_report *report);
void gp_html_table(struct gp_page *page, const struct gp_table *table,
                   const struct gp_report *report);
/* A number or text of a cell, escaped. */
void gp_html_value(struct gp_page *page, const struct gp_cell *cell);
const char *gp_html_word(const struct gp_page *page, const char *english,
                         const char *chinese);

#endif

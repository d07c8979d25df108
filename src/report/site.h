/*
 * A folder of pages to be published: an index, each report of the whole plan
 * (REPORT.html) and of each team and person (REPORT/SCOPE.html).
 */
#ifndef GP_REPORT_SITE_H
#define GP_REPORT_SITE_H

#include "report/report.h"

struct gp_site {
    const char *folder; /* made where it is not there */
    const char *format; /* "html", "markdown" or "text" */
    const struct gp_render_options *looks;
    bool chinese;
    /* Told after each page; may be NULL. */
    void (*progress)(void *context, size_t done, size_t total);
    void *context;
    int error; /* set: the errno of a failed write */
};

/* Writes the pages, each whole or not at all, the index last, and removes
 * those of an earlier run that are not made any more; NULL, or the file that
 * could not be written (the selection's), with site->error.  A report that has
 * nothing to show of a scope has no page.  The selection's scope is left
 * changed. */
const char *gp_site_write(struct gp_site *site, struct gp_track *track,
                          struct gp_selection *selection);
/* The file name of a scope by its path, without its folder and ending: safe
 * on any file system, and different for different scopes. */
void gp_site_name(struct gp_buf *buf, const char *path, uint32_t scope);

#endif

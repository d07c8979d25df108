/*
 * The list of the pages that we have written into a folder, so that a later
 * run removes those it no longer makes, and nothing else.
 */
#ifndef GP_REPORT_SITE_LIST_H
#define GP_REPORT_SITE_LIST_H

#include "base/intern.h"

/* The file in the folder that holds it. */
#define GP_SITE_LIST ".goalpost-pages"

struct gp_site_list {
    struct gp_arena *arena;
    const char *folder, *ending; /* ".html": only such pages are this run's */
    struct gp_intern made, kept; /* now; by runs of other endings */
};

void gp_site_list_init(struct gp_site_list *list, struct gp_arena *arena,
                       const char *folder, const char *ending);
void gp_site_list_fini(struct gp_site_list *list);
/* A page that was written, as seen from the folder. */
void gp_site_list_add(struct gp_site_list *list, const char *file);
/* Removes the pages of earlier runs that were not written now, and writes the
 * list.  An errno, with the file in *path (the arena's), or 0. */
int gp_site_list_end(struct gp_site_list *list, const char **path);

#endif

/* The pages of docs/findings as texts; made by tools/embed-pages. */
#ifndef GP_TEXT_PAGE_H
#define GP_TEXT_PAGE_H

#include <stddef.h>

struct gp_page {
    const char *slug, *text;
};
extern const struct gp_page gp_pages[]; /* ended by a NULL slug */

/* The page of a slug (Markdown), or NULL. */
const char *gp_page_find(const char *slug);

#endif

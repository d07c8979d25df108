/* The names of findings; see finding.h. */
#include <string.h>

#include "base/guess.h"
#include "text/finding.h"
#include "text/page.h"

static const struct {
    const char *name, *title;
} slugs[] = {
#define GP_SLUG(id, name, severity, title) {name, title},
#include "text/slugs.def"
#undef GP_SLUG
};

const char *gp_slug_name(enum gp_slug slug)
{
    return slugs[slug].name;
}

const char *gp_slug_title(enum gp_slug slug)
{
    return slugs[slug].title;
}

const char *gp_page_find(const char *slug)
{
    const struct gp_page *page = gp_pages;
    while (page->slug != NULL && strcmp(page->slug, slug) != 0)
        page++;
    return page->text;
}

enum gp_slug gp_slug_find(const char *name, size_t length)
{
    int i = 0;
    while (i < GP_SLUG_COUNT && (strlen(slugs[i].name) != length ||
                                 memcmp(slugs[i].name, name, length) != 0))
        i++;
    return (enum gp_slug)i;
}

const char *gp_slug_guess(const char *name)
{
    struct gp_guess guess;
    gp_guess_init(&guess, name, strlen(name));
    for (int i = 0; i < GP_SLUG_COUNT; i++)
        gp_guess_consider(&guess, slugs[i].name, strlen(slugs[i].name));
    return gp_guess_best(&guess);
}

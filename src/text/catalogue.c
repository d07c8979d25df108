/* See catalogue.h. */
#include "text/catalogue.h"

#include <stdlib.h>
#include <string.h>

static int compare(const void *key, const void *row)
{
    const struct gp_translation *t = row;
    return strcmp(key, t->english);
}

const char *gp_translate(enum gp_lang lang, const char *english)
{
    const struct gp_catalogue *c = &gp_catalogue_zh;
    if (lang != GP_ZH)
        return english;
    const struct gp_translation *row =
        bsearch(english, c->rows, c->count, sizeof *c->rows, compare);
    return row == NULL ? english : row->text;
}

/* See headings.h. */
#include "report/headings.h"

#include <assert.h>

static const struct {
    const char *key, *en, *zh;
} headings[] = {
#define GP_HEADING(id, key, en, zh) {key, en, zh},
#include "report/headings.def"
#undef GP_HEADING
};

const char *gp_heading(enum gp_heading_id id, bool zh)
{
    assert(id < GP_HEADING_COUNT);
    return zh ? headings[id].zh : headings[id].en;
}

const char *gp_heading_key(enum gp_heading_id id)
{
    assert(id < GP_HEADING_COUNT);
    return headings[id].key;
}

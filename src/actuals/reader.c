/* See reader.h.  A kind of source is a row here and a file of its own. */
#include "actuals/reader.h"

#include <string.h>

#include "actuals/csv.h"

static const struct gp_reader_kind kinds[] = {
    {"csv", gp_csv_open, gp_csv_next, gp_csv_close},
};

const struct gp_reader_kind *gp_reader_find(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    return NULL;
}

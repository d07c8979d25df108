/*
 * What the files of the CSV reader share: csv_window.c brings the bytes,
 * csv.c makes rows of them.
 */
#ifndef GP_ACTUALS_CSV_OWN_H
#define GP_ACTUALS_CSV_OWN_H

#include <iconv.h>
#include <stdbool.h>

#include "actuals/csv.h"
#include "base/vec.h"

/* NUL bytes behind the window, as many as `find` looks at at once. */
enum { GP_CSV_GUARD = 8 };

#define GP_NO_ICONV ((iconv_t)-1)

struct gp_csv {
    struct gp_heap *heap;
    char delimiter;

    int fd; /* -1: the bytes below */
    const char *bytes;
    size_t byte_count;
    iconv_t iconv; /* GP_NO_ICONV: the bytes are UTF-8 as they come */
    char *raw;     /* not yet converted */
    size_t raw_count;
    bool raw_end;

    /* The window: bytes [start, end) wait; a guard of NULs is behind. */
    char *text;
    size_t start, end, room;
    bool at_end; /* nothing comes after text[end] */
    int error;   /* errno of a read that failed */

    uint32_t line;  /* of text[start] */
    bool skip_line; /* the rest of this line belongs to a bad row */
    GP_VEC(struct gp_field) fields;
    GP_VEC(size_t) doubled; /* fields with doubled quotes in them */
};

/* Moves the waiting bytes to the front and fills the window behind them; a
 * window that they fill already doubles. */
void gp_csv_fill(struct gp_csv *csv);

#endif

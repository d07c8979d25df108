/*
 * A source of rows, behind one table of functions: CSV files today, a
 * database tomorrow as one more row of the table in reader.c.  A reader
 * gives the fields of one row at a time as bytes; which column means what is
 * the caller's to know.
 */
#ifndef GP_ACTUALS_READER_H
#define GP_ACTUALS_READER_H

#include <stddef.h>
#include <stdint.h>

#include "base/heap.h"

/* Valid UTF-8 without NUL; not NUL-ended. */
struct gp_field {
    const char *at;
    size_t length;
};

struct gp_data_row {
    const struct gp_field *fields; /* hold until the next call */
    size_t count;
    /* The first physical line of the row, from 1; of a bad row that a quote
     * spoils by never closing, the line of that quote. */
    uint32_t line;
};

enum gp_read {
    GP_READ_ROW,
    GP_READ_END, /* and so for every later call */
    /* This row cannot be read: row->line says where and *why says what is
     * wrong with it; reading goes on with the next. */
    GP_READ_BAD
};

struct gp_reader_options {
    const char *path;
    const char *encoding; /* NULL: UTF-8; else a name that iconv knows */
    char delimiter;       /* 0: a comma */
    const char *bytes;    /* in the place of the file's: they must stay */
    size_t length;
};

struct gp_reader_kind {
    const char *name; /* "csv" */
    /* NULL and an errno where the source cannot be opened (EINVAL: an
     * encoding or a delimiter that cannot be). */
    void *(*open)(struct gp_heap *heap, const struct gp_reader_options *options,
                  int *error);
    /* *why is a text in English that stays for good. */
    enum gp_read (*next)(void *reader, struct gp_data_row *row,
                         const char **why);
    void (*close)(void *reader);
};

/* NULL where there is none of that name. */
const struct gp_reader_kind *gp_reader_find(const char *name);

#endif

/*
 * CSV as people's spreadsheets write it (RFC 4180 and its neighbours), read
 * through a window so that memory does not grow with the file.
 *
 * Lines end in LF, CRLF or CR.  A field may be quoted, with doubled quotes
 * and line ends inside; spaces around fields are not part of them.  A quote
 * inside an unquoted field is an ordinary character.  Lines with nothing but
 * spaces are skipped.
 */
#ifndef GP_ACTUALS_CSV_H
#define GP_ACTUALS_CSV_H

#include "actuals/reader.h"

enum {
    GP_CSV_WINDOW = 1 << 16,    /* bytes read at once */
    GP_CSV_MAX_FIELD = 1 << 20, /* bytes of a field */
    GP_CSV_MAX_ROW = 1 << 23,   /* bytes of a row */
    GP_CSV_MAX_FIELDS = 16384,  /* fields of a row: as many as Excel has */
};

/* The functions of the reader "csv". */
void *gp_csv_open(struct gp_heap *heap, const struct gp_reader_options *options,
                  int *error);
enum gp_read gp_csv_next(void *reader, struct gp_data_row *row,
                         const char **why);
void gp_csv_close(void *reader);

/* Why such a row is bad; whoever tells it can say what to do. */
extern const char gp_csv_not_utf8[];

/* For tests: reads `bytes` (the caller's, they must stay) as if they were a
 * file, through a window that starts at `window` bytes; no path is needed. */
void *gp_csv_open_memory(struct gp_heap *heap,
                         const struct gp_reader_options *options,
                         const char *bytes, size_t length, size_t window,
                         int *error);

#endif

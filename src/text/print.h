/* Printing the findings: a row of a table and a function a format. */
#ifndef GP_TEXT_PRINT_H
#define GP_TEXT_PRINT_H

#include "base/out.h"
#include "text/finding.h"

/* A plan that was looked at, or could not be read. */
struct gp_checked {
    const char *path;
    struct gp_findings *findings; /* its own; NULL where it was not read */
    const char *failure;          /* why it was not; or NULL */
};

/* What is printed. */
struct gp_printing {
    struct gp_findings *findings; /* of all plans */
    GP_VEC(struct gp_checked) plans;
    enum gp_severity fails_from; /* findings below it are no failures */
    const char *version;         /* of the program */
    bool color;
};

struct gp_finding_printer {
    const char *format; /* "text", "short", "json", "sarif", ... */
    /* Sorts the findings first, so that none is printed twice. */
    void (*print)(const struct gp_printing *printing, struct gp_out *out);
};

const struct gp_finding_printer *gp_finding_printer_find(const char *format);
/* All, ended by a NULL format. */
const struct gp_finding_printer *gp_finding_printers(void);

/* A path as others write it in a repository: without "./" in front. */
const char *gp_print_path(const char *path);

/* "2 errors, 1 note", in the findings' language; false where there are none. */
bool gp_print_counts(struct gp_findings *findings, struct gp_buf *buf);
/* A number of things: by the phrase for one, or for many. */
void gp_print_number(struct gp_findings *findings, enum gp_text one,
                     enum gp_text many, size_t count, struct gp_buf *buf);

#endif

/* Printing the findings: a row of a table and a function a format. */
#ifndef GP_TEXT_PRINT_H
#define GP_TEXT_PRINT_H

#include "base/out.h"
#include "text/finding.h"

struct gp_finding_printer {
    const char *format; /* "text", "short", "json" */
    /* Sorts the findings first, so that none is printed twice. */
    void (*print)(struct gp_findings *findings, bool color, struct gp_out *out);
};

const struct gp_finding_printer *gp_finding_printer_find(const char *format);
/* All, ended by a NULL format. */
const struct gp_finding_printer *gp_finding_printers(void);

/* "2 errors, 1 note", in the findings' language; false where there are none. */
bool gp_print_counts(struct gp_findings *findings, struct gp_buf *buf);
/* A number of things: by the phrase for one, or for many. */
void gp_print_number(struct gp_findings *findings, enum gp_text one,
                     enum gp_text many, size_t count, struct gp_buf *buf);

#endif

/* Printing the findings: a row of a table and a function a format. */
#ifndef GP_TEXT_PRINT_H
#define GP_TEXT_PRINT_H

#include "base/out.h"
#include "text/finding.h"

struct gp_finding_printer {
    const char *format; /* "text", "short", "json" */
    /* Sorts the findings first, so that none is printed twice. */
    void (*print)(struct gp_findings *findings, bool color,
                  struct gp_out *out);
};

const struct gp_finding_printer *gp_finding_printer_find(const char *format);
/* All, ended by a NULL format. */
const struct gp_finding_printer *gp_finding_printers(void);

#endif

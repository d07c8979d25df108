/* The dates of a plan: reviews, actions, milestones, one after another. */
#ifndef GP_REPORT_DATES_H
#define GP_REPORT_DATES_H

#include "report/select.h"
#include "report/tree.h"

/* Those within the selection's period; actions and milestones of its scopes
 * and, where some were asked for, its KPIs.  Reviews are everybody's.
 * NULL, or a sentence why it cannot be written so. */
const char *gp_dates_write(const struct gp_selection *selection,
                           const char *format,
                           const struct gp_render_options *looks, bool chinese,
                           struct gp_out *out);

#endif

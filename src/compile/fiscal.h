/* The facts of a plan about fiscal years and the start of weeks. */
#ifndef GP_COMPILE_FISCAL_H
#define GP_COMPILE_FISCAL_H

#include "compile/attrs.h"

/* fiscal year starts Apr; fiscal 4-4-5 starts 2026-02-01; fiscal year 2029
 * starts 2029-02-04 */
void gp_read_fiscal(struct gp_pass *p, struct gp_cursor *c);
/* week starts Fri */
void gp_read_week_start(struct gp_pass *p, struct gp_cursor *c);
/* Checks them together, once all are read. */
void gp_settle_fiscal(struct gp_pass *p);

#endif

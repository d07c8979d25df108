/* What the files of explain share: explain.c reads the question and writes the
 * steps, explain_carry.c what a carry makes of the cell. */
#ifndef GP_REPORT_EXPLAIN_OWN_H
#define GP_REPORT_EXPLAIN_OWN_H

#include "base/json.h"
#include "report/explain.h"
#include "report/steps.h"

struct gp_explain {
    const struct gp_model *m;
    struct gp_sources *sources;
    struct gp_arena *arena;
    struct gp_out *out;
    struct gp_json json;
    enum gp_lang lang;
};

/* ---- explain.c ----------------------------------------------------------- */

void gp_explain_line(struct gp_explain *w, int depth, const char *text);
/* The line of a span, with its place. */
void gp_explain_source(struct gp_explain *w, int depth, struct gp_span span);
void gp_explain_json_source(struct gp_explain *w, struct gp_span span);

/* ---- explain_carry.c ----------------------------------------------------- */

/* What was carried onto the cell and away from it; nothing where none was. */
void gp_explain_carry(struct gp_explain *w, struct gp_track *track,
                      const struct gp_step_cell *cell, bool json);

#endif

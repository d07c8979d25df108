/*
 * How a number came about: a tree of steps from the cell that was asked for
 * down to the lines that said so; writers for text and JSON.
 */
#ifndef GP_REPORT_EXPLAIN_H
#define GP_REPORT_EXPLAIN_H

#include "base/out.h"
#include "model/model.h"
#include "text/catalogue.h"
#include "track/track.h"

/* Explains "sales of company/east in 2026-Q3", in either spelling of `of` and
 * `in`; with a track also what has been carried onto it by that day.  NULL, or
 * a sentence why there is no such cell (the model's). */
const char *gp_explain_write(struct gp_model *model, struct gp_sources *sources,
                             struct gp_track *track, const char *cell,
                             bool json, enum gp_lang lang, struct gp_out *out);

#endif

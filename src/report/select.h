/*
 * Which cells of a plan are meant: --kpi, --of, --depth, --in and --by as
 * words, resolved once for all that list cells.
 */
#ifndef GP_REPORT_SELECT_H
#define GP_REPORT_SELECT_H

#include "model/model.h"

/* As they were written; NULL where they were not. */
struct gp_select_words {
    const char *by, *of, *in, *as_of;
    const char *const *kpis;
    size_t kpi_count;
    int depth;         /* -1: no bound */
    enum gp_lang lang; /* of what is wrong with them */
};

struct gp_selection {
    const struct gp_model *model;
    struct gp_heap *heap;
    struct gp_arena arena;
    struct gp_select_words words;
    enum gp_grain by;
    uint32_t of;              /* a scope, or GP_NONE: all */
    struct gp_span_days span; /* of `in`, within the plan */
    struct gp_period in;      /* the plan's where there was no word */
    gp_date as_of;            /* GP_NO_DATE: not said */
    uint32_t *kpis;           /* in the plan's order */
    size_t kpi_count;
    /* Of the grain, in time, cut to the span; days where it is dayparts. */
    struct gp_period *periods;
    size_t period_count;
};

/* NULL, or a sentence that says why there is no such selection (the model's;
 * then there is nothing to gp_select_fini). */
const char *gp_select(struct gp_selection *selection, struct gp_model *model,
                      const struct gp_select_words *words);
void gp_select_fini(struct gp_selection *selection);
/* Lists the periods of another grain instead. */
void gp_select_by(struct gp_selection *selection, enum gp_grain grain);
/* Whether a scope is among those asked for. */
bool gp_select_scope(const struct gp_selection *selection, uint32_t scope);

/* A scope as people write it: a name, a title, a path, hua[electronics].
 * GP_NONE with a sentence in *why (the model's) where it is none. */
uint32_t gp_select_find_scope(struct gp_model *model, enum gp_lang lang,
                              const char *text, size_t length,
                              const char **why);
uint32_t gp_select_find_kpi(struct gp_model *model, enum gp_lang lang,
                            const char *text, size_t length, const char **why);
/* 2026-Q3, Q3, Jul, W8, a date, A..B; false with *why. */
bool gp_select_find_period(struct gp_model *model, enum gp_lang lang,
                           const char *text, size_t length,
                           struct gp_period *out, const char **why);
/* The grains that one can ask for, coarse to fine; NULL behind the last. */
const char *gp_select_grain_name(size_t index);

#endif

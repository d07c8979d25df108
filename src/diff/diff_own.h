/* What the files of the diff share; for src/diff alone. */
#ifndef GP_DIFF_OWN_H
#define GP_DIFF_OWN_H

#include "diff/diff.h"
#include "model/days.h"

/* The same thing in both plans; GP_NONE (GP_NO_TICK) where one lacks it. */
struct gp_pair {
    uint32_t old, new;
};
struct gp_pair_list {
    struct gp_pair *at;
    size_t count, room;
};

struct gp_differ {
    const struct gp_diff *diff;
    struct gp_heap *heap;
    const struct gp_render_options *looks;
    struct gp_report *report;
    struct gp_arena *arena; /* of the report */
    const struct gp_model *old, *new;
    struct gp_days *old_days, *new_days;
    struct gp_pair_list kpis, scopes; /* in the new plan's order, then the
                                       * old one's that are gone */
    uint32_t *new_of_old;             /* scopes */
    size_t targets, people, statements, dates; /* changes found */
};

void gp_diff_pair(struct gp_differ *d);
void gp_diff_pair_fini(struct gp_differ *d);

void gp_diff_cells(struct gp_differ *d, const struct gp_selection *sel);
void gp_diff_scopes(struct gp_differ *d);
void gp_diff_said(struct gp_differ *d);
void gp_diff_dates(struct gp_differ *d);

/* "plan.goal:12", or NULL for an unset span; in the report's arena. */
const char *gp_diff_place(const struct gp_differ *d, struct gp_span span);
/* An amount in a sentence, as the tables show it. */
const char *gp_diff_amount(const struct gp_differ *d, const struct gp_model *m,
                           uint32_t kpi, int64_t amount);
/* A word in the language of the report. */
const char *gp_diff_word(const struct gp_differ *d, const char *english);

struct gp_diff_column {
    enum gp_heading_id id;
    enum gp_align align;
};
/* A table with these columns. */
struct gp_table *gp_diff_table(struct gp_differ *d, const char *key,
                               const char *title,
                               const struct gp_diff_column *columns,
                               size_t count);

#endif

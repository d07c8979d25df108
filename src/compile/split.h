/*
 * The items of a split: who or when gets what.
 *   split.c        where what a split says is put
 *   split_said.c   its axis, options and subject
 *   split_parts.c  items over teams, persons and dimensions
 *   split_time.c   items over periods
 */
#ifndef GP_COMPILE_SPLIT_H
#define GP_COMPILE_SPLIT_H

#include "compile/pass.h"

struct gp_items {
    struct gp_item *at;
    size_t count, room;
};

struct gp_periods {
    struct gp_period *at;
    size_t count, room;
};

/* Reads what is behind `by`: axis, grain and dimension; false where a finding
 * was made. */
bool gp_split_axis(struct gp_pass *p, struct gp_ref by, struct gp_split *s);
/* weights [NAME], even, partial, overassign 5%; *vector is the named one, or
 * GP_NONE. */
bool gp_split_options(struct gp_pass *p, struct gp_ref ref, struct gp_split *s,
                      uint32_t *vector);
/* KPI, scope and period: said by the split, or understood in a target, whose
 * row and period these are (GP_NONE, NULL). */
bool gp_split_subject(struct gp_pass *p, struct gp_ref ref, uint32_t row,
                      const struct gp_period *period, struct gp_split *s);
/* False, with a finding, where a KPI does not sum. */
bool gp_split_sums(struct gp_pass *p, uint32_t kpi, struct gp_span span);
/* Reads what stands behind a label; false where a finding was made. */
bool gp_item_value(struct gp_pass *p, const struct gp_split *s,
                   struct gp_ref value, struct gp_item *item);
/* The same of the number in `text`, its file, that is all of the item. */
bool gp_item_number(struct gp_pass *p, const struct gp_split *s,
                    const char *text, struct gp_item *item);
/* The next item, to be filled in where it lies; it counts once it is added,
 * which makes its fact. */
struct gp_item *gp_item_next(struct gp_pass *p, struct gp_items *items,
                             struct gp_span span);
void gp_item_add(struct gp_pass *p, struct gp_items *items);
/* So many items without a name, for so many parts: a finding. */
void gp_item_count(struct gp_pass *p, struct gp_span span, size_t items,
                   size_t parts);

/* The items of a block, or one for each part by weight; false where a finding
 * was made. */
bool gp_part_items(struct gp_pass *p, struct gp_split *s, struct gp_ref block,
                   struct gp_items *items);
bool gp_part_weights(struct gp_pass *p, struct gp_split *s, uint32_t vector,
                     struct gp_items *items);
bool gp_time_items(struct gp_pass *p, struct gp_split *s, struct gp_ref block,
                   struct gp_items *items, struct gp_periods *periods);
void gp_time_weights(struct gp_pass *p, struct gp_split *s, uint32_t vector,
                     struct gp_items *items, struct gp_periods *periods);

/* True, with a finding, where what a team has of a product is to be divided
 * over its teams: that is not there yet, the items would state their whole
 * targets. */
bool gp_tell_cut_by_team(struct gp_pass *p, const struct gp_split *s);

#endif

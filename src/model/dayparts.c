/* What days stand in proportion to, and the parts of a day: see days.h. */
#include <string.h>

#include "model/days_own.h"
#include "model/round.h"
#include "model/shape.h"

void gp_days_coefficients(const struct gp_model *model, uint32_t id,
                          struct gp_span_days span, struct gp_rat *out)
{
    const struct gp_shapes *s =
        gp_shapes_of(model, &model->rows.at[id], GP_DAY);
    const struct gp_vector *v = NULL;
    if (s != NULL && s->by[GP_DAY].kind == GP_SHAPE_VECTOR)
        v = &model->vectors.at[s->by[GP_DAY].vector];
    for (gp_date d = span.first; d <= span.last;) {
        /* As a whole month: one without a workday counts all its days. */
        int64_t weights[GP_MAX_MONTH_DAYS];
        const struct gp_shape *used;
        struct gp_span_days all =
            gp_period_of(&model->calendar, GP_MONTH, d).days;
        gp_shape_days(model, s, all, weights, &used);
        for (; d <= span.last && d <= all.last; d++, out++) {
            int64_t weight = weights[d - all.first];
            /* Of what was learned only the share is known. */
            if (v != NULL && v->one.num == 0 && v->sum != 0)
                *out = gp_rat_make(weight, v->sum);
            else if (v == NULL || v->one.num == 0 ||
                     !gp_rat_div(out, gp_rat_int(weight), v->one))
                *out = gp_rat_int(weight);
        }
    }
}

const struct gp_vector *gp_dayparts(const struct gp_model *model, uint32_t id)
{
    const struct gp_shapes *s =
        gp_shapes_of(model, &model->rows.at[id], GP_DAYPART);
    if (s == NULL || s->by[GP_DAYPART].kind != GP_SHAPE_VECTOR)
        return NULL;
    return &model->vectors.at[s->by[GP_DAYPART].vector];
}

static bool day_value(struct gp_days *d, uint32_t id, gp_date date,
                      int64_t *out)
{
    return gp_days_sum(d, id, (struct gp_span_days){date, date}, out);
}

static uint32_t part_block(struct gp_days *d, uint32_t cut_id, gp_date date,
                           const struct gp_vector *v)
{
    const struct gp_model *m = d->model;
    const struct gp_cut *cut = &m->cuts.at[cut_id];
    uint64_t key = gp_map_key(cut_id, (uint32_t)date);
    uint32_t known = gp_map_get(&d->part_blocks, key);
    if (known != GP_MAP_NONE)
        return known;
    int64_t whole[GP_MAX_DAYPARTS] = {0};
    gp_days_parts(d, cut->row, date, whole);
    uint32_t id = (uint32_t)d->list.count;
    struct gp_days_block *b = gp_days_block_new(d, cut, v->count);
    int64_t *totals = gp_alloc(d->heap, (cut->count + 1) * sizeof *totals);
    int64_t sum = 0, whole_sum = 0;
    for (uint32_t i = 0; i < cut->count; i++) {
        totals[i] = 0;
        day_value(d, m->parts.at[cut->first + i], date, &totals[i]);
        sum += totals[i];
    }
    b = &d->list.at[id]; /* the list may have moved */
    memcpy(b->columns, whole, (size_t)v->count * sizeof *whole);
    for (int i = 0; i < v->count; i++)
        whole_sum += whole[i];
    if (sum != whole_sum && whole_sum > 0)
        gp_round_shares(d->heap, sum, 1, whole, (size_t)v->count, b->columns);
    gp_days_block_round(d, b, cut, (struct gp_span_days){date, date}, totals,
                        gp_days_step(m, &m->rows.at[cut->row], GP_DAYPART));
    gp_free(d->heap, totals);
    *gp_map_at(&d->part_blocks, key) = id;
    return id;
}

bool gp_days_parts(struct gp_days *d, uint32_t id, gp_date date, int64_t *out)
{
    const struct gp_model *m = d->model;
    const struct gp_row *row = &m->rows.at[id];
    const struct gp_vector *v = gp_dayparts(m, id);
    int64_t total;
    if (v == NULL || !day_value(d, id, date, &total))
        return false;
    bool joined = row->parent != GP_NONE && !row->rollup &&
                  m->cuts.at[row->cut].joined &&
                  gp_dayparts(m, row->parent) == v;
    if (joined) {
        uint32_t block = part_block(d, row->cut, date, v);
        gp_days_block_read(d, block, id, total, out);
        return true;
    }
    int64_t step = gp_round_step(gp_days_step(m, row, GP_DAYPART), &total, 1);
    gp_round_shares(d->heap, total, step, v->weights, (size_t)v->count, out);
    return true;
}

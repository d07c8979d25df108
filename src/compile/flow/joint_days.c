/* The days of months in which somebody comes or goes, of teams: what a month's
 * two halves have follows from all that is stated, and the days are to sum to
 * it.  See joint.h. */
#include "compile/flow/joint.h"

#include "model/round.h"
#include "model/shape.h"

/* The leaves' days in one month, [leaf][day]. */
struct month {
    struct gp_joint *x;
    int tick;
    struct gp_slice layers;
    struct gp_span_days days;
    int64_t *at;
};

/* What a leaf of the team tree has in a layer, of all parts together. */
static int64_t leaf_at(const struct gp_joint *x, uint32_t leaf, uint32_t layer)
{
    const struct gp_cube *u = &x->cube;
    size_t layers = u->size[u->ways - 1], count = gp_cube_count(u) / u->size[0];
    int64_t sum = 0;
    for (size_t c = layer; c < count; c += layers)
        sum += u->cells[count * leaf + c];
    return sum;
}

/* By the weights of the days; by themselves where none has any. */
static void spread(const struct month *m, uint32_t layer, int64_t amount,
                   int64_t *out)
{
    const struct gp_flow *f = m->x->f;
    const struct gp_row *r = &f->m->rows.at[f->first];
    struct gp_span_days days = m->x->time.at[layer].days;
    int64_t weights[GP_MAX_MONTH_DAYS], shares[GP_MAX_MONTH_DAYS], sum = 0;
    const struct gp_shape *used;
    int n = gp_days_count(days);
    gp_shape_days(f->m, gp_shapes_of(f->m, r, GP_DAY), days, weights, &used);
    for (int i = 0; i < n; i++)
        sum += weights[i];
    for (int i = 0; i < n && sum == 0; i++)
        weights[i] = 1;
    int64_t step = f->m->kpis.at[r->kpi].step[GP_DAY];
    gp_round_shares(f->p->heap, amount, gp_round_step(step, &amount, 1),
                    weights, (size_t)n, shares);
    for (int i = 0; i < n; i++)
        out[days.first - m->days.first + i] = shares[i];
}

static void put_row(struct month *m, uint32_t row)
{
    struct gp_flow *f = m->x->f;
    int n = gp_days_count(m->days);
    struct gp_put_days put = {row, m->tick, NULL};
    struct gp_slice leaves = gp_joint_box(m->x, row, m->tick).at[0];
    put.at = gp_arena_calloc(f->p->arena, (size_t)n, sizeof *put.at);
    for (uint32_t l = leaves.first; l < leaves.first + leaves.count; l++)
        for (int i = 0; i < n; i++)
            put.at[i] += m->at[l * (size_t)n + (size_t)i];
    *gp_map_at(&f->m->put_of, gp_map_key(row, (uint32_t)m->tick)) =
        (uint32_t)f->m->put_days.count;
    gp_vec_push(f->p->heap, &f->m->put_days, put);
}

static void put_month(struct month *m)
{
    struct gp_joint *x = m->x;
    struct gp_flow *f = x->f;
    size_t n = (size_t)gp_days_count(m->days), leaves = x->cube.size[0];
    m->at = gp_calloc(f->p->heap, leaves * n + 1, sizeof *m->at);
    for (uint32_t leaf = 0; leaf < leaves; leaf++)
        for (uint32_t k = 0; k < m->layers.count; k++)
            spread(m, m->layers.first + k,
                   leaf_at(x, leaf, m->layers.first + k), m->at + leaf * n);
    for (uint32_t i = f->first; i < f->end; i++)
        if (gp_joint_counts(x, i) &&
            gp_joint_scope(x, f->m->rows.at[i].scope)->kind == GP_SCOPE_TEAM)
            put_row(m, i);
    gp_free(f->p->heap, m->at);
}

void gp_joint_put_days(struct gp_joint *x)
{
    for (uint32_t i = 0, n; i < x->time.count; i += n) {
        int tick = x->time.at[i].tick;
        for (n = 1; i + n < x->time.count && x->time.at[i + n].tick == tick;)
            n++;
        struct month m = {.x = x,
                          .tick = tick,
                          .layers = {i, n},
                          .days = x->f->m->time.ticks[tick].period.days};
        if (n > 1)
            put_month(&m);
    }
}

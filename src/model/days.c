/* The days of a row, and what they sum to: see days.h. */
#include <string.h>

#include "model/days_own.h"
#include "model/round.h"
#include "model/shape.h"
#include "model/stay.h"

struct gp_days *gp_days_new(const struct gp_model *model)
{
    struct gp_days *d = gp_calloc(model->heap, 1, sizeof *d);
    d->model = model;
    d->heap = model->heap;
    gp_arena_init(&d->arena, d->heap);
    gp_map_init(&d->blocks, d->heap);
    gp_map_init(&d->part_blocks, d->heap);
    gp_map_init(&d->kept, d->heap);
    return d;
}

void gp_days_free(struct gp_days *d)
{
    if (d == NULL)
        return;
    gp_arena_fini(&d->arena);
    gp_map_fini(&d->blocks);
    gp_map_fini(&d->part_blocks);
    gp_map_fini(&d->kept);
    gp_vec_fini(d->heap, &d->list);
    gp_vec_fini(d->heap, &d->values);
    gp_free(d->heap, d->first_cut);
    gp_free(d->heap, d->next_cut);
    gp_free(d->heap, d->below);
    gp_free(d->heap, d);
}

void gp_days_link_cuts(struct gp_days *d)
{
    const struct gp_model *m = d->model;
    if (d->first_cut != NULL)
        return;
    d->first_cut =
        gp_alloc(d->heap, (m->rows.count + 1) * sizeof *d->first_cut);
    d->next_cut = gp_alloc(d->heap, (m->cuts.count + 1) * sizeof *d->next_cut);
    for (size_t i = 0; i < m->rows.count; i++)
        d->first_cut[i] = GP_NONE;
    for (uint32_t c = (uint32_t)m->cuts.count; c-- > 0;) {
        d->next_cut[c] = d->first_cut[m->cuts.at[c].row];
        d->first_cut[m->cuts.at[c].row] = c;
    }
    if (m->day_amounts.count == 0)
        return;
    d->below = gp_calloc(d->heap, m->rows.count + 1, sizeof *d->below);
    for (size_t i = 0; i < m->rows.count; i++)
        for (uint32_t up = m->rows.at[i].states_days ? m->rows.at[i].parent
                                                     : GP_NONE;
             up != GP_NONE && !d->below[up]; up = m->rows.at[up].parent)
            d->below[up] = true;
}

void gp_days_least(struct gp_days *d, uint32_t id, struct gp_span_days span,
                   int64_t *out)
{
    const struct gp_model *m = d->model;
    int n = gp_days_count(span);
    memset(out, 0, (size_t)n * sizeof *out);
    if (m->day_amounts.count == 0)
        return;
    gp_days_link_cuts(d);
    if (!d->below[id])
        return;
    for (uint32_t c = d->first_cut[id]; c != GP_NONE; c = d->next_cut[c]) {
        int64_t sum[GP_MAX_MONTH_DAYS] = {0}, part[GP_MAX_MONTH_DAYS];
        for (uint32_t i = 0; m->cuts.at[c].joined && i < m->cuts.at[c].count;
             i++) {
            uint32_t row = m->parts.at[m->cuts.at[c].first + i];
            if (!d->below[row] && !m->rows.at[row].states_days)
                continue;
            gp_days_least(d, row, span, part);
            for (int k = 0; k < n; k++) {
                uint32_t at = gp_map_get(
                    &m->day_of, gp_map_key(row, (uint32_t)(span.first + k)));
                gp_add64(&sum[k], sum[k],
                         at != GP_MAP_NONE ? m->day_amounts.at[at] : part[k]);
            }
        }
        for (int k = 0; k < n; k++)
            out[k] = sum[k] > out[k] ? sum[k] : out[k];
    }
}

int64_t gp_days_step(const struct gp_model *model, const struct gp_row *row,
                     enum gp_grain grain)
{
    return model->kpis.at[row->kpi].step[grain];
}

void gp_days_spread(struct gp_days *d, const struct gp_row *row,
                    struct gp_span_days span, int64_t total,
                    const int64_t *weights, int64_t *out)
{
    int64_t open[GP_MAX_MONTH_DAYS], shares[GP_MAX_MONTH_DAYS],
        least[GP_MAX_MONTH_DAYS], sum = 0;
    int n = gp_days_count(span);
    uint32_t id = (uint32_t)(row - d->model->rows.at);
    gp_days_least(d, id, span, least);
    for (int i = 0; i < n; i++) {
        uint32_t at =
            row->states_days
                ? gp_map_get(&d->model->day_of,
                             gp_map_key(id, (uint32_t)(span.first + i)))
                : GP_MAP_NONE;
        open[i] = at == GP_MAP_NONE ? weights[i] : 0;
        out[i] = at == GP_MAP_NONE ? least[i] : d->model->day_amounts.at[at];
        total -= out[i];
        sum += open[i];
    }
    if (sum == 0 || total <= 0)
        return;
    int64_t step =
        gp_round_step(gp_days_step(d->model, row, GP_DAY), &total, 1);
    gp_round_shares(d->heap, total, step, open, (size_t)n, shares);
    for (int i = 0; i < n; i++)
        out[i] += shares[i];
}

bool gp_days_has_own(struct gp_days *d, const struct gp_row *row,
                     struct gp_span_days span)
{
    const struct gp_model *m = d->model;
    uint32_t id = (uint32_t)(row - m->rows.at);
    int64_t least[GP_MAX_MONTH_DAYS] = {0};
    bool own = row->shapes != GP_NONE &&
               m->shapes.at[row->shapes].by[GP_DAY].kind != GP_SHAPE_NONE;
    if (m->day_amounts.count == 0 || own)
        return own;
    gp_days_least(d, id, span, least);
    for (gp_date day = span.first; day <= span.last && !own; day++)
        own = least[day - span.first] > 0 ||
              (row->states_days &&
               gp_map_get(&m->day_of, gp_map_key(id, (uint32_t)day)) !=
                   GP_MAP_NONE);
    return own;
}

static void days_of_rollup(struct gp_days *d, uint32_t id, int tick, int n,
                           int64_t *out)
{
    const struct gp_model *m = d->model;
    memset(out, 0, (size_t)n * sizeof *out);
    gp_days_link_cuts(d);
    for (uint32_t c = d->first_cut[id]; c != GP_NONE; c = d->next_cut[c]) {
        const struct gp_cut *cut = &m->cuts.at[c];
        if (cut->dimension != GP_NONE)
            continue;
        for (uint32_t i = 0; i < cut->count; i++) {
            int64_t part[GP_MAX_MONTH_DAYS];
            if (!gp_days_of_tick(d, m->parts.at[cut->first + i], tick, part))
                continue;
            for (int k = 0; k < n; k++)
                out[k] += part[k];
        }
    }
}

/* Whether the same part of the team's members makes up a month: an amendment
 * may have changed one of both. */
static bool is_crossed(const struct gp_model *m, uint32_t id, int tick)
{
    const struct gp_row *row = &m->rows.at[id];
    uint32_t base = m->scopes.at[row->scope].base;
    int64_t left = row->at[tick];
    for (uint32_t c = row->crossed ? m->scopes.at[base].child : GP_NONE;
         c != GP_NONE; c = m->scopes.at[c].next) {
        uint32_t part = gp_model_alike(m, id, c);
        if (part != GP_NONE && m->rows.at[part].at[tick] != GP_NO_AMOUNT)
            left -= m->rows.at[part].at[tick];
    }
    return row->crossed && left == 0;
}

/* The same part of the team's members. */
static void days_of_crossed(struct gp_days *d, uint32_t id, int tick, int n,
                            int64_t *out)
{
    const struct gp_model *m = d->model;
    uint32_t base = m->scopes.at[m->rows.at[id].scope].base;
    memset(out, 0, (size_t)n * sizeof *out);
    for (uint32_t c = m->scopes.at[base].child; c != GP_NONE;
         c = m->scopes.at[c].next) {
        int64_t values[GP_MAX_MONTH_DAYS];
        uint32_t part = gp_model_alike(m, id, c);
        if (part == GP_NONE || !gp_days_of_tick(d, part, tick, values))
            continue;
        for (int i = 0; i < n; i++)
            out[i] += values[i];
    }
}

/* Whether a row, or one that it shares its whole with, has days of its own. */
static bool cut_has_own(struct gp_days *d, const struct gp_row *row,
                        struct gp_span_days span)
{
    const struct gp_model *m = d->model;
    bool own = gp_days_has_own(d, row, span);
    if (row->parent == GP_NONE)
        return own;
    const struct gp_cut *cut = &m->cuts.at[row->cut];
    for (uint32_t i = 0; m->day_amounts.count != 0 && i < cut->count && !own;
         i++)
        own =
            gp_days_has_own(d, &m->rows.at[m->parts.at[cut->first + i]], span);
    return own;
}

static bool has_parts(const struct gp_model *model, const struct gp_row *row)
{
    enum gp_scope_kind kind = model->scopes.at[row->scope].kind;
    return kind == GP_SCOPE_TEAM || kind == GP_SCOPE_NARROW;
}

void gp_days_alone(struct gp_days *d, uint32_t id, int tick, int64_t *out)
{
    const struct gp_model *m = d->model;
    const struct gp_row *row = &m->rows.at[id];
    struct gp_span_days span = m->time.ticks[tick].period.days;
    int64_t weights[GP_MAX_MONTH_DAYS];
    const struct gp_shape *used;
    gp_shape_days(m, gp_shapes_of(m, row, GP_DAY), span, weights, &used);
    gp_stay_weigh_days(m, row->scope, span, weights);
    gp_days_spread(d, row, span, row->at[tick], weights, out);
}

void gp_days_keep(struct gp_days *d, uint32_t id, int tick, int n,
                  const int64_t *values)
{
    uint32_t at = (uint32_t)d->values.count;
    for (int i = 0; i < n; i++)
        gp_vec_push(d->heap, &d->values, values[i]);
    *gp_map_at(&d->kept, gp_map_key(id, (uint32_t)tick)) = at;
}

bool gp_days_of_tick(struct gp_days *d, uint32_t id, int tick, int64_t *out)
{
    const struct gp_model *m = d->model;
    const struct gp_row *row = &m->rows.at[id];
    int64_t total = row->at[tick];
    if (total == GP_NO_AMOUNT)
        return false;
    struct gp_span_days span = m->time.ticks[tick].period.days;
    int n = gp_days_count(span);
    bool keep = has_parts(m, row);
    uint64_t key = gp_map_key(id, (uint32_t)tick);
    uint32_t kept =
        keep || d->settled ? gp_map_get(&d->kept, key) : GP_MAP_NONE;
    if (kept != GP_MAP_NONE) {
        memcpy(out, &d->values.at[kept], (size_t)n * sizeof *out);
        return true;
    }
    const int64_t *put = gp_model_put_days(m, id, tick);
    if (put != NULL) {
        memcpy(out, put, (size_t)n * sizeof *out);
    } else if (row->rollup) {
        days_of_rollup(d, id, tick, n, out);
    } else if (is_crossed(m, id, tick) && !cut_has_own(d, row, span)) {
        days_of_crossed(d, id, tick, n, out);
    } else if (row->parent != GP_NONE && m->cuts.at[row->cut].joined) {
        gp_days_of_block(d, id, tick, total, out);
    } else {
        gp_days_link_cuts(d);
        gp_days_alone(d, id, tick, out);
        gp_days_settle_edges(d, id, tick, out);
    }
    if (keep)
        gp_days_keep(d, id, tick, n, out);
    return true;
}

bool gp_days_sum(struct gp_days *d, uint32_t id, struct gp_span_days span,
                 int64_t *out)
{
    const struct gp_model *m = d->model;
    const struct gp_row *row = &m->rows.at[id];
    enum gp_grain leaf = m->kpis.at[row->kpi].uses_weeks ? GP_PIECE : GP_MONTH;
    bool any = false;
    *out = 0;
    span = gp_days_cut(span, m->time.days);
    if (gp_days_count(span) == 0 || !gp_stay_is_there(m, row->scope, span))
        return false;
    int tick = gp_timetable_at(&m->time, leaf, span.first);
    int end = m->time.first[leaf] + m->time.of[leaf];
    for (; tick < end; tick++) {
        struct gp_span_days days = m->time.ticks[tick].period.days;
        struct gp_span_days part = gp_days_cut(days, span);
        int64_t values[GP_MAX_MONTH_DAYS];
        if (gp_days_count(part) == 0)
            break;
        if (part.first == days.first && part.last == days.last) {
            any |= row->at[tick] != GP_NO_AMOUNT;
            if (row->at[tick] != GP_NO_AMOUNT)
                gp_add64(out, *out, row->at[tick]);
            continue;
        }
        if (!gp_days_of_tick(d, id, tick, values))
            continue;
        for (gp_date day = part.first; day <= part.last; day++)
            gp_add64(out, *out, values[day - days.first]);
        any = true;
    }
    return any;
}

bool gp_days_value(struct gp_days *d, uint32_t id,
                   const struct gp_period *period, int64_t *out)
{
    const struct gp_row *row = &d->model->rows.at[id];
    int tick = gp_timetable_find(&d->model->time, period);
    if (tick == GP_NO_TICK)
        return gp_days_sum(d, id, period->days, out);
    *out = row->at[tick];
    return *out != GP_NO_AMOUNT;
}

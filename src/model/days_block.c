/*
 * The days of all parts of a cut in one period, rounded together so that
 * parts and days both sum.  Takes what the whole has in each day and the
 * parts in all; keeps of a part a mask of the days that round up, or its own
 * values.
 */
#include <string.h>

#include "model/days_own.h"
#include "model/round.h"
#include "model/shape.h"
#include "model/stay.h"

struct gp_days_block *gp_days_block_new(struct gp_days *d,
                                        const struct gp_cut *cut, int columns)
{
    struct gp_days_block b = {.count = columns, .step = 1};
    b.ups = gp_arena_calloc(&d->arena, cut->count, sizeof *b.ups);
    b.own = gp_arena_calloc(&d->arena, cut->count, sizeof *b.own);
    gp_vec_push(d->heap, &d->list, b);
    return &d->list.at[d->list.count - 1];
}

static int64_t *own_values(struct gp_days *d, struct gp_days_block *b,
                           const struct gp_cut *cut, uint32_t part)
{
    if (b->fixed == NULL)
        b->fixed = gp_arena_calloc(
            &d->arena, (size_t)cut->count * (size_t)b->count, sizeof *b->fixed);
    b->own[part] = true;
    return b->fixed + (size_t)part * (size_t)b->count;
}

/* What a part would have in a column by itself. */
static int64_t guess(const struct gp_days_block *b, size_t row, size_t column,
                     size_t rows)
{
    return b->own[row] ? b->fixed[row * (size_t)b->count + column]
                       : b->columns[column] / (int64_t)rows;
}

/* What a row must have in each day: what it states, just so, or what those
 * below it state, at least; the mask of the days that are still open. */
static uint64_t claim(struct gp_days *d, uint32_t id, struct gp_span_days span,
                      int64_t *out)
{
    uint64_t open = ~(uint64_t)0;
    gp_days_least(d, id, span, out);
    for (int i = 0; i < gp_days_count(span); i++) {
        uint32_t at = gp_map_get(&d->model->day_of,
                                 gp_map_key(id, (uint32_t)(span.first + i)));
        if (at == GP_MAP_NONE)
            continue;
        out[i] = d->model->day_amounts.at[at];
        open &= ~((uint64_t)1 << i);
    }
    return open;
}

/* Parts that all have days of their own which do not make up the whole's:
 * what is stated stands, the rest of them only guides. */
static bool settle_days(struct gp_days *d, struct gp_days_block *b,
                        const struct gp_cut *cut, struct gp_span_days span,
                        const int64_t *totals, int64_t step)
{
    size_t rows = cut->count, n = (size_t)b->count;
    uint64_t *open = gp_alloc(d->heap, rows * sizeof *open);
    int64_t *least = gp_calloc(d->heap, rows * n, sizeof *least);
    int64_t *prior = gp_calloc(d->heap, rows * n, sizeof *prior);
    int64_t *cells = gp_calloc(d->heap, rows * n, sizeof *cells);
    int64_t *sums = gp_alloc(d->heap, rows * sizeof *sums);
    int64_t left[GP_MAX_DAYPARTS];
    bool ok = true;
    memcpy(left, b->columns, n * sizeof *left);
    for (size_t r = 0; r < rows; r++) {
        open[r] =
            claim(d, d->model->parts.at[cut->first + r], span, least + r * n);
        sums[r] = totals[r];
        for (size_t c = 0; c < n; c++) {
            int64_t own = guess(b, r, c, rows);
            sums[r] -= least[r * n + c];
            left[c] -= least[r * n + c];
            if (own > least[r * n + c])
                prior[r * n + c] = own - least[r * n + c];
        }
        ok &= sums[r] >= 0;
    }
    for (size_t c = 0; c < n; c++)
        ok &= left[c] >= 0;
    step = gp_round_step(gp_round_step(step, sums, rows), left, n);
    ok = ok && gp_round_pattern(d->heap, sums, rows, left, n, step, open, prior,
                                cells);
    for (size_t i = 0; ok && i < rows * n; i++)
        own_values(d, b, cut, (uint32_t)(i / n))[i % n] = least[i] + cells[i];
    gp_free(d->heap, open);
    gp_free(d->heap, least);
    gp_free(d->heap, prior);
    gp_free(d->heap, cells);
    gp_free(d->heap, sums);
    return ok;
}

/* All parts guide, none decides: what each would have by itself is only what
 * its days are to be near. */
static void guide_all(struct gp_days *d, struct gp_days_block *b,
                      const struct gp_cut *cut, const int64_t *totals,
                      int64_t step)
{
    size_t rows = cut->count, n = (size_t)b->count;
    uint64_t *all = gp_alloc(d->heap, rows * sizeof *all);
    int64_t *prior = gp_alloc(d->heap, rows * n * sizeof *prior);
    int64_t *cells = gp_calloc(d->heap, rows * n, sizeof *cells);
    for (size_t r = 0; r < rows; r++) {
        all[r] = ~(uint64_t)0;
        for (size_t c = 0; c < n; c++)
            prior[r * n + c] = guess(b, r, c, rows);
    }
    step = gp_round_step(step, totals, rows);
    step = gp_round_step(step, b->columns, n);
    if (gp_round_pattern(d->heap, totals, rows, b->columns, n, step, all, prior,
                         cells))
        for (size_t r = 0; r < rows; r++)
            memcpy(own_values(d, b, cut, (uint32_t)r), cells + r * n,
                   n * sizeof *cells);
    gp_free(d->heap, all);
    gp_free(d->heap, prior);
    gp_free(d->heap, cells);
}

/* The parts that follow the whole (`which`), to what is left of its columns:
 * one table. */
static void round_open(struct gp_days *d, struct gp_days_block *b,
                       const int64_t *sums, const uint32_t *which, size_t open,
                       const int64_t *left, int64_t step)
{
    size_t n = (size_t)b->count;
    step = gp_round_step(step, sums, open);
    step = gp_round_step(step, left, n);
    uint64_t *ups = gp_alloc(d->heap, open * sizeof *ups);
    gp_round_table(d->heap, sums, open, left, n, step, ups);
    for (size_t i = 0; i < open; i++)
        b->ups[which[i]] = ups[i];
    gp_free(d->heap, ups);
    memcpy(b->columns, left, n * sizeof *left);
    b->step = step;
}

/* Those of their own are taken off first.  Where they leave a column short,
 * their shape only guides. */
void gp_days_block_round(struct gp_days *d, struct gp_days_block *b,
                         const struct gp_cut *cut, struct gp_span_days span,
                         const int64_t *totals, int64_t step)
{
    size_t rows = cut->count, n = (size_t)b->count, open = 0;
    int64_t left[GP_MAX_DAYPARTS], total = 0;
    int64_t *sums = gp_alloc(d->heap, (rows + 1) * sizeof *sums);
    uint32_t *which = gp_alloc(d->heap, (rows + 1) * sizeof *which);
    bool negative = false, off = false;
    int64_t wanted = 0;
    memcpy(left, b->columns, n * sizeof *left);
    for (size_t r = 0; r < rows; r++) {
        for (size_t c = 0; b->own[r] && c < n; c++)
            left[c] -= b->fixed[r * n + c];
        if (b->own[r])
            continue;
        which[open] = (uint32_t)r;
        sums[open++] = totals[r];
        wanted += totals[r];
    }
    for (size_t c = 0; c < n; c++) {
        negative |= left[c] < 0;
        off |= left[c] != 0;
        total += left[c];
    }
    /* Days that are stated can be more than their month. */
    if (!negative && open != 0 && total > 0 && total == wanted) {
        round_open(d, b, sums, which, open, left, step);
        b->total = total;
    } else if (negative || total != wanted || (open == 0 && off)) {
        bool stated =
            gp_days_count(span) == b->count && d->model->day_amounts.count != 0;
        if (!stated || !settle_days(d, b, cut, span, totals, step))
            guide_all(d, b, cut, totals, step);
    }
    gp_free(d->heap, sums);
    gp_free(d->heap, which);
}

bool gp_days_has_edges(const struct gp_model *m, const struct gp_cut *cut,
                       struct gp_span_days span)
{
    for (uint32_t i = 0; cut->stays && i < cut->count; i++) {
        uint32_t scope = m->rows.at[m->parts.at[cut->first + i]].scope;
        if (gp_stay_is_own(m, scope) &&
            gp_stay_own_next(m, scope, span.first) <= span.last)
            return true;
    }
    return false;
}

/* The days of a month in which not all parts are there all the time: near the
 * whole's, and nothing while somebody is away. */
static bool share_stays(struct gp_days *d, struct gp_days_block *b,
                        const struct gp_cut *cut, struct gp_span_days span,
                        const int64_t *totals, int64_t step)
{
    const struct gp_model *m = d->model;
    size_t rows = cut->count, n = (size_t)b->count;
    uint64_t *open = gp_calloc(d->heap, rows + 1, sizeof *open);
    int64_t *prior = gp_calloc(d->heap, rows * n + 1, sizeof *prior);
    int64_t *cells = gp_calloc(d->heap, rows * n + 1, sizeof *cells);
    int64_t *sums = gp_calloc(d->heap, rows + 1, sizeof *sums);
    int64_t left[GP_MAX_DAYPARTS], whole = 1;
    memcpy(left, b->columns, n * sizeof *left);
    for (size_t c = 0; c < n; c++)
        whole += b->columns[c];
    for (size_t r = 0; r < rows; r++) {
        uint32_t scope = m->rows.at[m->parts.at[cut->first + r]].scope;
        for (size_t c = 0; b->own[r] && c < n; c++)
            left[c] -= b->fixed[r * n + c];
        if (b->own[r])
            continue;
        sums[r] = totals[r];
        for (size_t c = 0; c < n; c++) {
            int64_t factor =
                gp_stay_own_factor(m, scope, span.first + (gp_date)c);
            open[r] |= (uint64_t)(factor != 0) << c;
            prior[r * n + c] = (int64_t)((gp_i128)totals[r] * b->columns[c] *
                                         factor / GP_FULL_SHARE / whole);
        }
    }
    bool ok = true;
    for (size_t c = 0; c < n; c++)
        ok &= left[c] >= 0;
    step = gp_round_step(step, sums, rows);
    step = gp_round_step(step, left, n);
    ok = ok && gp_round_pattern(d->heap, sums, rows, left, n, step, open, prior,
                                cells);
    for (size_t r = 0; ok && r < rows; r++)
        if (!b->own[r])
            memcpy(own_values(d, b, cut, (uint32_t)r), cells + r * n,
                   n * sizeof *cells);
    gp_free(d->heap, open);
    gp_free(d->heap, prior);
    gp_free(d->heap, cells);
    gp_free(d->heap, sums);
    return ok;
}

/* The days of a part that has some of its own. */
static void spread_part(struct gp_days *d, const struct gp_row *part,
                        struct gp_span_days span, int64_t total,
                        const int64_t *whole, int64_t *out)
{
    const struct gp_model *m = d->model;
    int64_t weights[GP_MAX_MONTH_DAYS];
    const struct gp_shape *used;
    if (part->shapes != GP_NONE &&
        m->shapes.at[part->shapes].by[GP_DAY].kind != GP_SHAPE_NONE)
        gp_shape_days(m, &m->shapes.at[part->shapes], span, weights, &used);
    else
        memcpy(weights, whole, (size_t)gp_days_count(span) * sizeof *weights);
    gp_stay_weigh_days(m, part->scope, span, weights);
    gp_days_spread(d, part, span, total, weights, out);
}

static uint32_t day_block(struct gp_days *d, uint32_t cut_id, int tick)
{
    const struct gp_model *m = d->model;
    const struct gp_cut *cut = &m->cuts.at[cut_id];
    uint64_t key = gp_map_key(cut_id, (uint32_t)tick);
    uint32_t known = gp_map_get(&d->blocks, key);
    if (known != GP_MAP_NONE)
        return known;
    struct gp_span_days span = m->time.ticks[tick].period.days;
    int n = gp_days_count(span);
    int64_t whole[GP_MAX_MONTH_DAYS] = {0};
    gp_days_of_tick(d, cut->row, tick, whole);
    uint32_t id = (uint32_t)d->list.count;
    struct gp_days_block *b = gp_days_block_new(d, cut, n);
    memcpy(b->columns, whole, (size_t)n * sizeof *whole);
    int64_t *totals = gp_alloc(d->heap, (cut->count + 1) * sizeof *totals);
    int64_t sum = 0;
    for (uint32_t i = 0; i < cut->count; i++) {
        const struct gp_row *part = &m->rows.at[m->parts.at[cut->first + i]];
        totals[i] = part->at[tick] == GP_NO_AMOUNT ? 0 : part->at[tick];
        sum += totals[i];
        const int64_t *put =
            gp_model_put_days(m, m->parts.at[cut->first + i], tick);
        if (put != NULL)
            memcpy(own_values(d, b, cut, i), put, (size_t)n * sizeof *put);
        else if (gp_days_has_own(d, part, span))
            spread_part(d, part, span, totals[i], whole,
                        own_values(d, b, cut, i));
    }
    /* An over-assigned cut sums to more than its whole: the same shape. */
    int64_t whole_sum = 0;
    for (int i = 0; i < n; i++)
        whole_sum += whole[i];
    if (sum != whole_sum && whole_sum > 0)
        gp_round_shares(d->heap, sum, 1, whole, (size_t)n, b->columns);
    int64_t step = gp_days_step(m, &m->rows.at[cut->row], GP_DAY);
    if (!gp_days_has_edges(m, cut, span) ||
        !share_stays(d, b, cut, span, totals, step))
        gp_days_block_round(d, b, cut, span, totals, step);
    gp_free(d->heap, totals);
    *gp_map_at(&d->blocks, key) = id;
    return id;
}

static uint32_t part_index(const struct gp_model *model,
                           const struct gp_cut *cut, uint32_t row)
{
    /* Parts stand in the order of their rows. */
    uint32_t low = 0, high = cut->count;
    while (high - low > 1) {
        uint32_t mid = (low + high) / 2;
        if (model->parts.at[cut->first + mid] <= row)
            low = mid;
        else
            high = mid;
    }
    return low;
}

void gp_days_block_read(const struct gp_days *d, uint32_t block, uint32_t row,
                        int64_t total, int64_t *out)
{
    const struct gp_model *m = d->model;
    uint32_t part = part_index(m, &m->cuts.at[m->rows.at[row].cut], row);
    const struct gp_days_block *b = &d->list.at[block];
    size_t n = (size_t)b->count;
    for (size_t c = 0; c < n; c++) {
        if (b->own[part])
            out[c] = b->fixed[part * n + c];
        else
            out[c] = b->total == 0
                         ? 0
                         : gp_round_cell(total, b->columns[c], b->total,
                                         b->step, (b->ups[part] >> c & 1) != 0);
    }
}

void gp_days_of_block(struct gp_days *d, uint32_t row, int tick, int64_t total,
                      int64_t *out)
{
    uint32_t block = day_block(d, d->model->rows.at[row].cut, tick);
    gp_days_block_read(d, block, row, total, out);
}

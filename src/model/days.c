/* See days.h. */
#include "model/days.h"

#include <string.h>

#include "model/round.h"
#include "model/shape.h"
#include "model/stay.h"

enum { MAX_DAYS = GP_MAX_MONTH_DAYS };

/* The days (or dayparts) of the parts of one cut in one period. */
struct block {
    int64_t columns[GP_MAX_DAYPARTS];
    int count;
    int64_t step, total; /* of the parts that round together */
    uint64_t *ups;       /* a part's mask */
    int64_t *fixed;      /* a part's own values, where it has them */
    bool *own;
};

struct gp_days {
    const struct gp_model *model;
    struct gp_heap *heap;
    struct gp_arena arena;
    struct gp_map blocks, part_blocks; /* (cut, tick), (cut, day) */
    GP_VEC(struct block) list;
    struct gp_map kept; /* (row, tick): days of rows that have parts */
    GP_VEC(int64_t) values;
    /* Made when first needed. */
    uint32_t *first_cut, *next_cut; /* by row; by cut */
    bool *below; /* by row: a part, or one further down, states days */
};

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

static void link_cuts(struct gp_days *d)
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

/* What a row's parts state of days: the row has as much in each. */
static void least_below(struct gp_days *d, uint32_t id,
                        struct gp_span_days span, int64_t *out)
{
    const struct gp_model *m = d->model;
    int n = gp_days_count(span);
    memset(out, 0, (size_t)n * sizeof *out);
    if (m->day_amounts.count == 0)
        return;
    link_cuts(d);
    if (!d->below[id])
        return;
    for (uint32_t c = d->first_cut[id]; c != GP_NONE; c = d->next_cut[c]) {
        int64_t sum[MAX_DAYS] = {0}, part[MAX_DAYS];
        for (uint32_t i = 0; m->cuts.at[c].joined && i < m->cuts.at[c].count;
             i++) {
            uint32_t row = m->parts.at[m->cuts.at[c].first + i];
            if (!d->below[row] && !m->rows.at[row].states_days)
                continue;
            least_below(d, row, span, part);
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

static const struct gp_shapes *shapes_of(const struct gp_model *model,
                                         const struct gp_row *row)
{
    if (row->shapes != GP_NONE)
        return &model->shapes.at[row->shapes];
    uint32_t d = model->kpi_defaults[row->kpi];
    return d != GP_NONE ? &model->shapes.at[d] : NULL;
}

/* The nearest shapes above a row that has none: what an ancestor says of
 * itself, it says of those below. */
static const struct gp_shapes *inherited(const struct gp_model *model,
                                         const struct gp_row *row)
{
    while (row->shapes == GP_NONE && row->parent != GP_NONE)
        row = &model->rows.at[row->parent];
    return shapes_of(model, row);
}

static int64_t step_of(const struct gp_model *model, const struct gp_row *row,
                       enum gp_grain grain)
{
    return model->kpis.at[row->kpi].step[grain];
}

/* The days of one row by itself: stated days as stated, what is left by the
 * weights of the others. */
static void spread_days(struct gp_days *d, const struct gp_row *row,
                        struct gp_span_days span, int64_t total,
                        const int64_t *weights, int64_t *out)
{
    int64_t open[MAX_DAYS], shares[MAX_DAYS], least[MAX_DAYS], sum = 0;
    int n = gp_days_count(span);
    uint32_t id = (uint32_t)(row - d->model->rows.at);
    least_below(d, id, span, least);
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
    int64_t step = gp_round_step(step_of(d->model, row, GP_DAY), &total, 1);
    gp_round_shares(d->heap, total, step, open, (size_t)n, shares);
    for (int i = 0; i < n; i++)
        out[i] += shares[i];
}

static bool has_own_days(struct gp_days *d, const struct gp_row *row)
{
    const struct gp_model *model = d->model;
    if (model->day_amounts.count != 0) {
        link_cuts(d);
        if (d->below[row - model->rows.at])
            return true;
    }
    return row->states_days ||
           (row->shapes != GP_NONE &&
            model->shapes.at[row->shapes].by[GP_DAY].kind != GP_SHAPE_NONE);
}

static struct block *new_block(struct gp_days *d, const struct gp_cut *cut,
                               int columns)
{
    struct block b = {.count = columns, .step = 1};
    b.ups = gp_arena_calloc(&d->arena, cut->count, sizeof *b.ups);
    b.own = gp_arena_calloc(&d->arena, cut->count, sizeof *b.own);
    gp_vec_push(d->heap, &d->list, b);
    return &d->list.at[d->list.count - 1];
}

static int64_t *own_values(struct gp_days *d, struct block *b,
                           const struct gp_cut *cut, uint32_t part)
{
    if (b->fixed == NULL)
        b->fixed = gp_arena_calloc(
            &d->arena, (size_t)cut->count * (size_t)b->count, sizeof *b->fixed);
    b->own[part] = true;
    return b->fixed + (size_t)part * (size_t)b->count;
}

/* What a row must have in each day: what it states, just so, or what those
 * below it state, at least; the mask of the days that are still open. */
static uint64_t claim(struct gp_days *d, uint32_t id, struct gp_span_days span,
                      int64_t *out)
{
    uint64_t open = ~(uint64_t)0;
    least_below(d, id, span, out);
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
static bool settle_days(struct gp_days *d, struct block *b,
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
            int64_t guess =
                b->own[r] ? b->fixed[r * n + c] : b->columns[c] / (int64_t)rows;
            sums[r] -= least[r * n + c];
            left[c] -= least[r * n + c];
            if (guess > least[r * n + c])
                prior[r * n + c] = guess - least[r * n + c];
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

/* Whether somebody comes, goes or changes inside a span of days. */
static bool has_edges(const struct gp_model *m, const struct gp_cut *cut,
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

/* Rounds the parts that follow the whole; those of their own are taken off
 * first.  Where they leave a column short, their shape only guides. */
static void round_block(struct gp_days *d, struct block *b,
                        const struct gp_cut *cut, struct gp_span_days span,
                        const int64_t *totals, int64_t step)
{
    size_t rows = cut->count, n = (size_t)b->count, open = 0;
    int64_t left[GP_MAX_DAYPARTS];
    int64_t *sums = gp_alloc(d->heap, (rows + 1) * sizeof *sums);
    uint32_t *which = gp_alloc(d->heap, (rows + 1) * sizeof *which);
    bool negative = false;
    memcpy(left, b->columns, n * sizeof *left);
    for (size_t r = 0; r < rows; r++) {
        for (size_t c = 0; b->own[r] && c < n; c++)
            left[c] -= b->fixed[r * n + c];
        if (!b->own[r]) {
            which[open] = (uint32_t)r;
            sums[open++] = totals[r];
        }
    }
    int64_t total = 0;
    for (size_t c = 0; c < n; c++) {
        negative |= left[c] < 0;
        total += left[c];
    }
    if (negative || (open == 0 && total != 0) || (open == 0 && n > 0)) {
        bool off = negative;
        for (size_t c = 0; c < n; c++)
            off |= left[c] != 0;
        bool settled = off && gp_days_count(span) == b->count &&
                       d->model->day_amounts.count != 0 &&
                       settle_days(d, b, cut, span, totals, step);
        if (off && !settled) {
            /* All guide, none decides. */
            uint64_t *all = gp_alloc(d->heap, rows * sizeof *all);
            int64_t *prior = gp_alloc(d->heap, rows * n * sizeof *prior);
            int64_t *cells = gp_calloc(d->heap, rows * n, sizeof *cells);
            for (size_t r = 0; r < rows; r++) {
                all[r] = ~(uint64_t)0;
                for (size_t c = 0; c < n; c++)
                    prior[r * n + c] = b->own[r]
                                           ? b->fixed[r * n + c]
                                           : b->columns[c] / (int64_t)rows;
            }
            step = gp_round_step(step, totals, rows);
            step = gp_round_step(step, b->columns, n);
            if (gp_round_pattern(d->heap, totals, rows, b->columns, n, step,
                                 all, prior, cells))
                for (size_t r = 0; r < rows; r++)
                    memcpy(own_values(d, b, cut, (uint32_t)r), cells + r * n,
                           n * sizeof *cells);
            gp_free(d->heap, all);
            gp_free(d->heap, prior);
            gp_free(d->heap, cells);
        }
    } else if (total > 0) {
        step = gp_round_step(step, sums, open);
        step = gp_round_step(step, left, n);
        uint64_t *ups = gp_alloc(d->heap, open * sizeof *ups);
        gp_round_table(d->heap, sums, open, left, n, step, ups);
        for (size_t i = 0; i < open; i++)
            b->ups[which[i]] = ups[i];
        gp_free(d->heap, ups);
        memcpy(b->columns, left, n * sizeof *left);
        b->step = step;
        b->total = total;
    }
    gp_free(d->heap, sums);
    gp_free(d->heap, which);
}

/* The days of a month in which not all parts are there all the time: near the
 * whole's, and nothing while somebody is away. */
static bool share_stays(struct gp_days *d, struct block *b,
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
    int64_t whole[MAX_DAYS] = {0}, weights[MAX_DAYS];
    gp_days_of_tick(d, cut->row, tick, whole);
    uint32_t id = (uint32_t)d->list.count;
    struct block *b = new_block(d, cut, n);
    memcpy(b->columns, whole, (size_t)n * sizeof *whole);
    int64_t *totals = gp_alloc(d->heap, (cut->count + 1) * sizeof *totals);
    int64_t sum = 0;
    for (uint32_t i = 0; i < cut->count; i++) {
        const struct gp_row *part = &m->rows.at[m->parts.at[cut->first + i]];
        totals[i] = part->at[tick] == GP_NO_AMOUNT ? 0 : part->at[tick];
        sum += totals[i];
        if (!has_own_days(d, part))
            continue;
        const struct gp_shape *used;
        bool shaped =
            part->shapes != GP_NONE &&
            m->shapes.at[part->shapes].by[GP_DAY].kind != GP_SHAPE_NONE;
        if (shaped)
            gp_shape_days(m, &m->shapes.at[part->shapes], span, weights, &used);
        if (!shaped)
            memcpy(weights, whole, (size_t)n * sizeof *weights);
        gp_stay_weigh_days(m, part->scope, span, weights);
        spread_days(d, part, span, totals[i], weights,
                    own_values(d, b, cut, i));
    }
    /* An over-assigned cut sums to more than its whole: the same shape. */
    int64_t whole_sum = 0;
    for (int i = 0; i < n; i++)
        whole_sum += whole[i];
    if (sum != whole_sum && whole_sum > 0)
        gp_round_shares(d->heap, sum, 1, whole, (size_t)n, b->columns);
    int64_t step = step_of(m, &m->rows.at[cut->row], GP_DAY);
    if (!has_edges(m, cut, span) || !share_stays(d, b, cut, span, totals, step))
        round_block(d, b, cut, span, totals, step);
    gp_free(d->heap, totals);
    *gp_map_at(&d->blocks, key) = id;
    return id;
}

static void read_block(const struct gp_days *d, uint32_t block, uint32_t part,
                       int64_t total, int64_t *out)
{
    const struct block *b = &d->list.at[block];
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

static void days_of_rollup(struct gp_days *d, uint32_t id, int tick, int n,
                           int64_t *out)
{
    const struct gp_model *m = d->model;
    memset(out, 0, (size_t)n * sizeof *out);
    link_cuts(d);
    for (uint32_t c = d->first_cut[id]; c != GP_NONE; c = d->next_cut[c]) {
        const struct gp_cut *cut = &m->cuts.at[c];
        if (cut->dimension != GP_NONE)
            continue;
        for (uint32_t i = 0; i < cut->count; i++) {
            int64_t part[MAX_DAYS];
            if (!gp_days_of_tick(d, m->parts.at[cut->first + i], tick, part))
                continue;
            for (int k = 0; k < n; k++)
                out[k] += part[k];
        }
    }
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
        int64_t values[MAX_DAYS];
        uint32_t part = gp_model_alike(m, id, c);
        if (part == GP_NONE || !gp_days_of_tick(d, part, tick, values))
            continue;
        for (int i = 0; i < n; i++)
            out[i] += values[i];
    }
}

static bool has_parts(const struct gp_model *model, const struct gp_row *row)
{
    enum gp_scope_kind kind = model->scopes.at[row->scope].kind;
    return kind == GP_SCOPE_TEAM || kind == GP_SCOPE_NARROW;
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
    uint32_t kept = keep ? gp_map_get(&d->kept, key) : GP_MAP_NONE;
    if (kept != GP_MAP_NONE) {
        memcpy(out, &d->values.at[kept], (size_t)n * sizeof *out);
        return true;
    }
    if (row->rollup) {
        days_of_rollup(d, id, tick, n, out);
    } else if (row->crossed) {
        days_of_crossed(d, id, tick, n, out);
    } else if (row->parent != GP_NONE && m->cuts.at[row->cut].joined) {
        uint32_t block = day_block(d, row->cut, tick);
        read_block(d, block, part_index(m, &m->cuts.at[row->cut], id), total,
                   out);
    } else {
        int64_t weights[MAX_DAYS];
        const struct gp_shape *used;
        gp_shape_days(m, inherited(m, row), span, weights, &used);
        gp_stay_weigh_days(m, row->scope, span, weights);
        spread_days(d, row, span, total, weights, out);
    }
    if (keep) {
        uint32_t at = (uint32_t)d->values.count;
        for (int i = 0; i < n; i++)
            gp_vec_push(d->heap, &d->values, out[i]);
        *gp_map_at(&d->kept, key) = at;
    }
    return true;
}

static bool sum_into(int64_t *sum, bool *any, int64_t value)
{
    *any = true;
    return gp_add64(sum, *sum, value);
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
        int64_t values[MAX_DAYS];
        if (gp_days_count(part) == 0)
            break;
        if (part.first == days.first && part.last == days.last) {
            if (row->at[tick] != GP_NO_AMOUNT)
                sum_into(out, &any, row->at[tick]);
            continue;
        }
        if (!gp_days_of_tick(d, id, tick, values))
            continue;
        for (gp_date day = part.first; day <= part.last; day++)
            sum_into(out, &any, values[day - days.first]);
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

void gp_days_coefficients(const struct gp_model *model, uint32_t id,
                          struct gp_span_days span, struct gp_rat *out)
{
    const struct gp_shapes *s = inherited(model, &model->rows.at[id]);
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
    const struct gp_shapes *s = inherited(model, &model->rows.at[id]);
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
    struct block *b = new_block(d, cut, v->count);
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
    round_block(d, b, cut, (struct gp_span_days){date, date}, totals,
                step_of(m, &m->rows.at[cut->row], GP_DAYPART));
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
        read_block(d, block, part_index(m, &m->cuts.at[row->cut], id), total,
                   out);
        return true;
    }
    int64_t step = gp_round_step(step_of(m, row, GP_DAYPART), &total, 1);
    gp_round_shares(d->heap, total, step, v->weights, (size_t)v->count, out);
    return true;
}

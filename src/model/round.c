/* See round.h. */
#include "model/round.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int64_t gp_round_step(int64_t step, const int64_t *totals, size_t count)
{
    for (size_t i = 0; i < count && step > 1; i++)
        while (step > 1 && totals[i] % step != 0)
            step = step % 10 == 0 ? step / 10 : 1;
    return step;
}

/* a * b in whole parts of `total`, and what is left.  Most products fit 64
 * bits, where a division costs a tenth. */
struct parts {
    int64_t whole, rest;
};

static struct parts divide(int64_t a, int64_t b, int64_t total)
{
    int64_t small;
    if (!__builtin_mul_overflow(a, b, &small))
        return (struct parts){small / total, small % total};
    gp_i128 product = (gp_i128)a * b;
    return (struct parts){(int64_t)(product / total),
                          (int64_t)(product % total)};
}

struct remainder {
    int64_t rest;
    uint32_t index;
};

static int larger_first(const void *a, const void *b)
{
    const struct remainder *x = a, *y = b;
    if (x->rest != y->rest)
        return x->rest > y->rest ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

void gp_round_shares(struct gp_heap *heap, int64_t total, int64_t step,
                     const int64_t *weights, size_t count, int64_t *out)
{
    struct remainder few[GP_MAX_COLUMNS], *rests = few;
    int64_t sum = 0, units = total / step, left = units;
    for (size_t i = 0; i < count; i++)
        sum += weights[i];
    if (count > GP_MAX_COLUMNS)
        rests = gp_alloc(heap, count * sizeof *rests);
    for (size_t i = 0; i < count; i++) {
        struct parts x = divide(units, weights[i], sum);
        out[i] = x.whole;
        rests[i] = (struct remainder){x.rest, (uint32_t)i};
        left -= out[i];
    }
    if (left != 0)
        qsort(rests, count, sizeof *rests, larger_first);
    for (int64_t i = 0; i < left; i++)
        out[rests[i].index]++;
    for (size_t i = 0; i < count; i++)
        out[i] *= step;
    if (rests != few)
        gp_free(heap, rests);
}

int64_t gp_round_cell(int64_t row, int64_t column, int64_t total, int64_t step,
                      bool up)
{
    return (divide(row / step, column, total).whole + up) * step;
}

/* ---- tables without holes ---- */

struct table {
    const int64_t *rows, *columns;
    size_t row_count, column_count;
    int64_t step, total; /* total in units of the amounts */
    uint64_t *ups;
    gp_i128 owed[GP_MAX_COLUMNS]; /* remainders not rounded up, by column */
};

/* The remainder of a cell, in 1/total of a step. */
static int64_t rest_of(const struct table *t, size_t r, size_t c)
{
    return divide(t->rows[r] / t->step, t->columns[c], t->total).rest;
}

static void round_row(struct table *t, size_t r)
{
    int64_t rests[GP_MAX_COLUMNS];
    gp_i128 sum = 0;
    for (size_t c = 0; c < t->column_count; c++) {
        rests[c] = rest_of(t, r, c);
        t->owed[c] += rests[c];
        sum += rests[c];
    }
    t->ups[r] = 0;
    for (int64_t n = (int64_t)(sum / t->total); n > 0; n--) {
        size_t best = GP_MAX_COLUMNS;
        for (size_t c = 0; c < t->column_count; c++)
            if (rests[c] > 0 && (t->ups[r] >> c & 1) == 0 &&
                (best == GP_MAX_COLUMNS || t->owed[c] > t->owed[best]))
                best = c;
        t->ups[r] |= (uint64_t)1 << best;
        t->owed[best] -= t->total;
    }
}

/* Finds a chain of rows that moves a unit from a column with too many to one
 * with too few, column by column, and moves it. */
static void move_unit(struct table *t)
{
    uint8_t from[GP_MAX_COLUMNS], queue[GP_MAX_COLUMNS];
    size_t row[GP_MAX_COLUMNS], head = 0, tail = 0;
    uint64_t seen = 0;
    for (size_t c = 0; c < t->column_count; c++) {
        if (t->owed[c] >= 0)
            continue;
        seen |= (uint64_t)1 << c;
        from[c] = (uint8_t)c;
        queue[tail++] = (uint8_t)c;
    }
    size_t end = GP_MAX_COLUMNS;
    while (head < tail && end == GP_MAX_COLUMNS) {
        size_t q = queue[head++];
        for (size_t r = 0; r < t->row_count && end == GP_MAX_COLUMNS; r++) {
            if ((t->ups[r] >> q & 1) == 0)
                continue;
            for (size_t c = 0; c < t->column_count; c++) {
                if ((seen >> c & 1) != 0 || (t->ups[r] >> c & 1) != 0 ||
                    rest_of(t, r, c) == 0)
                    continue;
                seen |= (uint64_t)1 << c;
                from[c] = (uint8_t)q;
                row[c] = r;
                queue[tail++] = (uint8_t)c;
                if (t->owed[c] > 0) {
                    end = c;
                    break;
                }
            }
        }
    }
    /* One is always found: the exact table itself is a flow. */
    t->owed[end] -= t->total;
    while (from[end] != end) {
        t->ups[row[end]] ^= (uint64_t)1 << end | (uint64_t)1 << from[end];
        end = from[end];
    }
    t->owed[end] += t->total;
}

void gp_round_table(struct gp_heap *heap, const int64_t *rows, size_t row_count,
                    const int64_t *columns, size_t column_count, int64_t step,
                    uint64_t *ups)
{
    struct table t = {.rows = rows,
                      .columns = columns,
                      .row_count = row_count,
                      .column_count = column_count,
                      .step = step,
                      .ups = ups};
    (void)heap;
    for (size_t c = 0; c < column_count; c++)
        t.total += columns[c];
    gp_i128 sum = 0;
    for (size_t r = 0; r < row_count; r++) {
        round_row(&t, r);
        sum += rows[r];
    }
    assert(sum == t.total); /* else no such table exists */
    for (;;) {
        bool right = true;
        for (size_t c = 0; c < column_count; c++)
            right &= t.owed[c] == 0;
        if (right)
            break;
        move_unit(&t);
    }
}

/* ---- tables with holes ---- */

struct pattern {
    const int64_t *rows, *columns;
    const uint64_t *open;
    size_t row_count, column_count;
    int64_t *cells; /* in steps */
    int64_t *need;  /* by column: what it lacks (+) or has too much (-) */
};

static bool is_open(const struct pattern *p, size_t r, size_t c)
{
    return (p->open[r] >> c & 1) != 0;
}

/* Iterative proportional fitting in whole numbers (Deming & Stephan 1940):
 * only a good guess, as what follows makes the sums exact. */
static void fit(const struct pattern *p, gp_i128 *x)
{
    enum { ROUNDS = 60 };
    size_t n = p->column_count;
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t c = 0; c < n; c++) {
            gp_i128 sum = 0;
            for (size_t r = 0; r < p->row_count; r++)
                sum += is_open(p, r, c) ? x[r * n + c] : 0;
            for (size_t r = 0; sum > 0 && r < p->row_count; r++)
                if (is_open(p, r, c))
                    x[r * n + c] = x[r * n + c] * p->columns[c] / sum;
        }
        for (size_t r = 0; r < p->row_count; r++) {
            gp_i128 sum = 0;
            for (size_t c = 0; c < n; c++)
                sum += is_open(p, r, c) ? x[r * n + c] : 0;
            for (size_t c = 0; sum > 0 && c < n; c++)
                if (is_open(p, r, c))
                    x[r * n + c] = x[r * n + c] * p->rows[r] / sum;
        }
    }
}

/* Moves one step from a column with too much to one that lacks, along open
 * cells; false where there is no way. */
static bool repair(struct pattern *p)
{
    size_t n = p->column_count, head = 0, tail = 0, end = GP_MAX_COLUMNS;
    uint8_t from[GP_MAX_COLUMNS], queue[GP_MAX_COLUMNS];
    size_t row[GP_MAX_COLUMNS];
    uint64_t seen = 0;
    for (size_t c = 0; c < n; c++) {
        if (p->need[c] >= 0)
            continue;
        seen |= (uint64_t)1 << c;
        from[c] = (uint8_t)c;
        queue[tail++] = (uint8_t)c;
    }
    while (head < tail && end == GP_MAX_COLUMNS) {
        size_t q = queue[head++];
        for (size_t r = 0; r < p->row_count && end == GP_MAX_COLUMNS; r++) {
            if (!is_open(p, r, q) || p->cells[r * n + q] == 0)
                continue;
            for (size_t c = 0; c < n && end == GP_MAX_COLUMNS; c++) {
                if ((seen >> c & 1) != 0 || !is_open(p, r, c))
                    continue;
                seen |= (uint64_t)1 << c;
                from[c] = (uint8_t)q;
                row[c] = r;
                queue[tail++] = (uint8_t)c;
                if (p->need[c] > 0)
                    end = c;
            }
        }
    }
    if (end == GP_MAX_COLUMNS)
        return false;
    /* As much at once as every cell on the way can give. */
    size_t start = end;
    int64_t amount = p->need[end];
    for (; from[start] != start; start = from[start]) {
        int64_t there = p->cells[row[start] * n + from[start]];
        amount = there < amount ? there : amount;
    }
    amount = -p->need[start] < amount ? -p->need[start] : amount;
    p->need[end] -= amount;
    for (size_t c = end; from[c] != c; c = from[c]) {
        p->cells[row[c] * n + c] += amount;
        p->cells[row[c] * n + from[c]] -= amount;
    }
    p->need[start] += amount;
    return true;
}

/* Weights that keep the products of `fit` inside 128 bits. */
static void scale_prior(const struct pattern *p, const int64_t *prior,
                        gp_i128 *x)
{
    size_t n = p->row_count * p->column_count;
    int64_t largest = 1;
    for (size_t i = 0; i < n; i++)
        largest = prior[i] > largest ? prior[i] : largest;
    int shift = 0;
    while (largest >> shift >= (int64_t)1 << 40)
        shift++;
    for (size_t i = 0; i < n; i++)
        x[i] = ((gp_i128)(prior[i] >> shift) << 20) + 1;
}

bool gp_round_pattern(struct gp_heap *heap, const int64_t *rows,
                      size_t row_count, const int64_t *columns,
                      size_t column_count, int64_t step, const uint64_t *open,
                      const int64_t *prior, int64_t *cells)
{
    size_t n = column_count;
    int64_t need[GP_MAX_COLUMNS];
    int64_t *r_units = gp_alloc(heap, (row_count + 1) * sizeof *r_units);
    int64_t c_units[GP_MAX_COLUMNS];
    gp_i128 *x = gp_alloc(heap, (row_count * n + 1) * sizeof *x);
    int64_t weights[GP_MAX_COLUMNS], shares[GP_MAX_COLUMNS];
    bool ok = true;
    for (size_t r = 0; r < row_count; r++)
        r_units[r] = rows[r] / step;
    for (size_t c = 0; c < n; c++)
        need[c] = c_units[c] = columns[c] / step;
    struct pattern p = {r_units, c_units, open, row_count, n, cells, need};
    scale_prior(&p, prior, x);
    fit(&p, x);
    for (size_t r = 0; r < row_count && ok; r++) {
        int64_t sum = 0;
        for (size_t c = 0; c < n; c++) {
            gp_i128 w = is_open(&p, r, c) ? x[r * n + c] : 0;
            while (w >= (gp_i128)1 << 56)
                w >>= 1;
            weights[c] = is_open(&p, r, c) ? (int64_t)w + 1 : 0;
            sum += weights[c];
        }
        ok = r_units[r] == 0 || sum > 0;
        if (ok && sum > 0)
            gp_round_shares(heap, r_units[r], 1, weights, n, shares);
        for (size_t c = 0; ok && c < n; c++) {
            if (!is_open(&p, r, c))
                continue;
            cells[r * n + c] = shares[c];
            need[c] -= shares[c];
        }
    }
    for (size_t c = 0; ok && c < n; c++)
        while (ok && need[c] < 0)
            ok = repair(&p);
    for (size_t c = 0; c < n; c++)
        ok = ok && need[c] == 0;
    for (size_t i = 0; ok && i < row_count * n; i++)
        if (is_open(&p, i / n, i % n))
            cells[i] *= step;
    gp_free(heap, r_units);
    gp_free(heap, x);
    return ok;
}

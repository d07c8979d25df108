/* See simplex.h. */
#include "model/simplex.h"

#include <string.h>

/* A minor beyond this is given up: a bound times two of them has 122 bits. */
#define LARGEST ((int64_t)1 << 30)
#define WORK ((int64_t)1 << 30) /* numbers of the table looked at */

static int64_t *line(const struct gp_simplex *x, size_t row)
{
    return &x->at[row * x->stride];
}

bool gp_simplex_start(struct gp_simplex *x, struct gp_heap *heap, size_t rows,
                      size_t unknowns)
{
    enum { MOST = 1 << 23 };
    size_t all = rows + unknowns;
    *x = (struct gp_simplex){.heap = heap,
                             .rows = rows,
                             .unknowns = unknowns,
                             .columns = unknowns,
                             .stride = unknowns,
                             .divisor = 1,
                             .fits = true};
    if (rows * unknowns > MOST)
        return false;
    x->at = gp_calloc(heap, rows * unknowns + 1, sizeof *x->at);
    x->low = gp_calloc(heap, 2 * all + 1, sizeof *x->low);
    x->high = x->low + all;
    x->basic = gp_calloc(heap, all + unknowns + 1, sizeof *x->basic);
    x->other = x->basic + rows;
    x->used = x->other + unknowns;
    x->value = gp_calloc(heap, 2 * unknowns + 1, sizeof *x->value);
    x->slope = x->value + unknowns;
    x->level = gp_calloc(heap, rows + 1, sizeof *x->level);
    x->sided = gp_calloc(heap, rows + 1, sizeof *x->sided);
    x->along = gp_calloc(heap, rows + 1, sizeof *x->along);
    for (size_t i = 0; i < rows; i++)
        x->basic[i] = (uint32_t)(unknowns + i);
    for (size_t c = 0; c < unknowns; c++)
        x->other[c] = (uint32_t)c;
    return true;
}

void gp_simplex_free(struct gp_simplex *x)
{
    gp_free(x->heap, x->at);
    gp_free(x->heap, x->low);
    gp_free(x->heap, x->basic);
    gp_free(x->heap, x->value);
    gp_free(x->heap, x->level);
    gp_free(x->heap, x->sided);
    gp_free(x->heap, x->along);
}

void gp_simplex_add(struct gp_simplex *x, size_t row, size_t unknown)
{
    line(x, row)[unknown] = 1;
}

void gp_simplex_begin(struct gp_simplex *x, const int64_t *values)
{
    memcpy(x->value, values, x->columns * sizeof *values);
    memset(x->slope, 0, x->columns * sizeof *x->slope);
    memset(x->sided, 0, x->rows);
    for (size_t i = 0; i < x->rows; i++) {
        const int64_t *l = line(x, i);
        x->level[i] = 0;
        for (size_t c = 0; c < x->columns; c++)
            x->level[i] += l[c] != 0 ? values[c] : 0;
    }
}

/* ---- what to move, and how far ---- */

/* -1 below its bounds, 1 above them. */
static int side(const struct gp_simplex *x, size_t row)
{
    uint32_t v = x->basic[row];
    if (x->level[row] < (gp_i128)x->low[v] * x->divisor)
        return -1;
    return x->level[row] > (gp_i128)x->high[v] * x->divisor;
}

/* Puts a row into the slopes as one that is on a side, or takes it out. */
static void set_side(struct gp_simplex *x, size_t row, int now)
{
    const int64_t *l = line(x, row);
    int more = now - x->sided[row];
    if (more == 0)
        return;
    for (size_t c = 0; c < x->columns; c++)
        x->slope[c] -= more * l[c];
    x->sided[row] = (signed char)now;
}

/* How much less is lacking when a column grows; whether anything is.  Only what
 * has changed since is worked out, but it counts as all of it. */
static bool find_slopes(struct gp_simplex *x)
{
    bool any = false;
    for (size_t i = 0; i < x->rows; i++) {
        set_side(x, i, side(x, i));
        any |= x->sided[i] != 0;
        x->work += x->sided[i] != 0 ? (int64_t)x->columns : 0;
    }
    x->work += (int64_t)x->rows;
    return any;
}

/* The column that helps most, or the first that does; SIZE_MAX: none. */
static size_t next_column(const struct gp_simplex *x, bool first)
{
    size_t best = SIZE_MAX;
    int64_t most = 0;
    for (size_t c = 0; c < x->columns; c++) {
        uint32_t v = x->other[c];
        int64_t s = x->slope[c];
        bool can =
            s > 0 ? x->value[c] < x->high[v] : s < 0 && x->value[c] > x->low[v];
        int64_t size = s < 0 ? -s : s;
        if (!can ||
            (best != SIZE_MAX && (first ? v >= x->other[best] : size <= most)))
            continue;
        best = c;
        most = size;
    }
    return best;
}

/* How far a column can go: until a basic unknown meets a bound. */
struct stop {
    size_t row; /* SIZE_MAX: its own other bound */
    int64_t bound;
    gp_i128 way; /* over `by` */
    int64_t by;
};

static void shorten(const struct gp_simplex *x, struct stop *s, size_t row,
                    int64_t rate, int64_t bound)
{
    gp_i128 way = (gp_i128)bound * x->divisor - x->level[row];
    int64_t by = rate;
    if (by < 0)
        way = -way, by = -by;
    gp_i128 a = way * s->by, b = s->way * by;
    if (a > b ||
        (a == b && (s->row == SIZE_MAX || x->basic[row] > x->basic[s->row])))
        return;
    *s = (struct stop){row, bound, way, by};
}

static struct stop find_stop(struct gp_simplex *x, size_t column, int direction)
{
    uint32_t v = x->other[column];
    int64_t room = direction > 0 ? x->high[v] - x->value[column]
                                 : x->value[column] - x->low[v];
    struct stop s = {SIZE_MAX, 0, room, 1};
    for (size_t i = 0; i < x->rows; i++) {
        x->along[i] = line(x, i)[column];
        int64_t rate = x->along[i] * direction;
        if (rate == 0)
            continue;
        uint32_t b = x->basic[i];
        int where = x->sided[i];
        if (where == 0 ? (rate > 0) : (where > 0 && rate < 0))
            shorten(x, &s, i, rate, x->high[b]);
        else if (where == 0 || (where < 0 && rate > 0))
            shorten(x, &s, i, rate, x->low[b]);
    }
    x->work += (int64_t)x->rows;
    return s;
}

/* ---- the move ---- */

static bool is_small(int64_t n)
{
    return n <= LARGEST && n >= -LARGEST;
}

/* One row less so many times the pivot's.  Where the divisor stays 1, which it
 * mostly does, only what the pivot's row has changes. */
static void sweep(struct gp_simplex *x, size_t row, size_t column,
                  const int64_t *by, size_t used, int64_t pivot)
{
    int64_t *l = line(x, row), times = x->along[row], d = x->divisor;
    int sign = pivot < 0 ? -1 : 1, s = x->sided[row];
    if (d == 1 && pivot * sign == 1) {
        x->work += times == 0 ? 1 : (int64_t)used;
        if (times == 0)
            return;
        for (size_t k = 0; k < used; k++) {
            int64_t product;
            if (__builtin_mul_overflow(times * sign, by[x->used[k]], &product))
                product = LARGEST * 2;
            l[x->used[k]] -= product;
            x->slope[x->used[k]] += s * product;
            x->fits = x->fits && is_small(l[x->used[k]]);
        }
    } else {
        set_side(x, row, 0);
        for (size_t c = 0; c < x->columns; c++) {
            gp_i128 n = (gp_i128)l[c] * pivot - (gp_i128)times * by[c];
            n = n / d * sign;
            x->fits = x->fits && n <= LARGEST && n >= -LARGEST;
            l[c] = (int64_t)n;
        }
        x->work += 8 * (int64_t)x->columns;
    }
    x->slope[column] -= x->sided[row] * (times * sign - l[column]);
    l[column] = times * sign;
}

/* A sum that has met its only bound never moves again. */
static void drop(struct gp_simplex *x, size_t column)
{
    size_t last = --x->columns;
    for (size_t i = 0; i < x->rows; i++)
        line(x, i)[column] = line(x, i)[last];
    x->other[column] = x->other[last];
    x->value[column] = x->value[last];
    x->slope[column] = x->slope[last];
}

/* The column goes as far as `s` says and becomes basic in the place of what
 * stops it there. */
static void pivot(struct gp_simplex *x, size_t column, int direction,
                  const struct stop *s)
{
    int64_t *l = line(x, s->row), p = l[column], d = x->divisor;
    int sign = p < 0 ? -1 : 1;
    size_t used = 0;
    set_side(x, s->row, 0);
    for (size_t c = 0; c < x->columns; c++)
        if (l[c] != 0)
            x->used[used++] = (uint32_t)c;
    for (size_t i = 0; i < x->rows; i++) {
        if (i == s->row)
            continue;
        int64_t times = x->along[i];
        if (times != 0 || s->by != d)
            x->level[i] =
                (x->level[i] * s->by + times * direction * s->way) / d;
        sweep(x, i, column, l, used, p);
    }
    x->level[s->row] = (gp_i128)x->value[column] * s->by + direction * s->way;
    for (size_t k = 0; k < used; k++)
        l[x->used[k]] *= -sign;
    l[column] = d * sign;
    x->divisor = p * sign;
    uint32_t v = x->basic[s->row];
    x->basic[s->row] = x->other[column];
    x->other[column] = v;
    x->value[column] = s->bound;
    if (v >= x->unknowns && x->low[v] == x->high[v])
        drop(x, column);
}

/* Moves a column as far as it can go. */
static bool step(struct gp_simplex *x, size_t column)
{
    int direction = x->slope[column] > 0 ? 1 : -1;
    struct stop s = find_stop(x, column, direction);
    if (s.row != SIZE_MAX) {
        pivot(x, column, direction, &s);
    } else {
        x->value[column] += (int64_t)s.way * direction;
        for (size_t i = 0; i < x->rows; i++)
            x->level[i] += line(x, i)[column] * direction * s.way;
    }
    return s.way != 0;
}

enum gp_simplex_end gp_simplex_solve(struct gp_simplex *x)
{
    enum { PATIENCE = 50 };
    int still = 0;
    while (find_slopes(x)) {
        size_t c = next_column(x, still > PATIENCE);
        if (c == SIZE_MAX)
            return GP_SIMPLEX_NONE;
        still = step(x, c) ? 0 : still + 1;
        if (!x->fits || x->work > WORK)
            return GP_SIMPLEX_BROKEN;
    }
    return GP_SIMPLEX_FOUND;
}

/* ---- what came out ---- */

size_t gp_simplex_broken(const struct gp_simplex *x, uint32_t *unknown,
                         int64_t *below)
{
    for (size_t i = 0; i < x->rows; i++) {
        if (x->basic[i] >= x->unknowns || x->level[i] % x->divisor == 0)
            continue;
        *unknown = x->basic[i];
        *below = (int64_t)(x->level[i] / x->divisor) - (x->level[i] < 0);
        return i;
    }
    return SIZE_MAX;
}

void gp_simplex_values(const struct gp_simplex *x, int64_t *out)
{
    for (size_t c = 0; c < x->columns; c++)
        if (x->other[c] < x->unknowns)
            out[x->other[c]] = x->value[c];
    for (size_t i = 0; i < x->rows; i++)
        if (x->basic[i] < x->unknowns)
            out[x->basic[i]] = (int64_t)(x->level[i] / x->divisor);
}

/* Whole amounts for all boxes at once: see cube_fit.h.
 *
 * Cells that are in just the same boxes are one unknown.  Each box is one more,
 * the sum of its cells, so the system is homogeneous: what is basic is a sum of
 * what is not.  Phase one of the simplex method (G. B. Dantzig 1951) for
 * unknowns between bounds brings the basic ones between theirs; R. G. Bland's
 * rule (1977) brings it to an end.  The numbers stay whole: all of them are
 * minors of the boxes, over one common divisor (J. Edmonds 1967).  For sums of
 * two ways that is always 1, and mostly it is for those of three; else the
 * unknowns that come out broken are bounded to one side, one after another. */
#include "model/cube_fit.h"

#include <string.h>

#include "base/map.h"
#include "base/rational.h"

#define LARGEST ((int64_t)1 << 40) /* a minor beyond this is given up */
#define WORK ((int64_t)1 << 30)    /* numbers of the table looked at */

struct simplex {
    struct gp_heap *heap;
    size_t rows, columns; /* boxes; classes of cells, first not basic */
    int64_t *at;          /* rows x columns, times the divisor */
    int64_t divisor;
    /* By unknown: the classes, then the boxes' sums. */
    int64_t *low, *high;
    uint32_t *basic, *other; /* by row, by column: the unknown */
    int64_t *value;          /* by column */
    gp_i128 *level;          /* by row, times the divisor */
    int64_t *slope;          /* by column: scratch */
    uint32_t *used;          /* columns of the pivot's row: scratch */
    int64_t work;
    bool fits;
};

static int64_t *line(const struct simplex *x, size_t row)
{
    return &x->at[row * x->columns];
}

/* -1 below its bounds, 1 above them. */
static int side(const struct simplex *x, size_t row)
{
    uint32_t v = x->basic[row];
    if (x->level[row] < (gp_i128)x->low[v] * x->divisor)
        return -1;
    return x->level[row] > (gp_i128)x->high[v] * x->divisor;
}

/* How much less is lacking when a column grows. */
static bool find_slopes(struct simplex *x)
{
    bool any = false;
    memset(x->slope, 0, x->columns * sizeof *x->slope);
    for (size_t i = 0; i < x->rows; i++) {
        int s = side(x, i);
        const int64_t *l = line(x, i);
        if (s == 0)
            continue;
        any = true;
        for (size_t c = 0; c < x->columns; c++)
            x->slope[c] -= s * l[c];
        x->work += (int64_t)x->columns;
    }
    return any;
}

/* The column that helps most, or the first that does; SIZE_MAX: none. */
static size_t next_column(const struct simplex *x, bool first)
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

/* How far a column can go, times the divisor: until a basic unknown meets a
 * bound. */
struct stop {
    size_t row; /* SIZE_MAX: its own other bound */
    int64_t bound;
    gp_i128 way; /* over `by` */
    int64_t by;
};

static void shorten(const struct simplex *x, struct stop *s, size_t row,
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

static struct stop find_stop(struct simplex *x, size_t column, int direction)
{
    uint32_t v = x->other[column];
    int64_t room = direction > 0 ? x->high[v] - x->value[column]
                                 : x->value[column] - x->low[v];
    struct stop s = {SIZE_MAX, 0, room, 1};
    for (size_t i = 0; i < x->rows; i++) {
        int64_t rate = line(x, i)[column] * direction;
        if (rate == 0)
            continue;
        uint32_t b = x->basic[i];
        int where = side(x, i);
        if (where == 0 ? (rate > 0) : (where > 0 && rate < 0))
            shorten(x, &s, i, rate, x->high[b]);
        else if (where == 0 || (where < 0 && rate > 0))
            shorten(x, &s, i, rate, x->low[b]);
    }
    x->work += (int64_t)x->rows;
    return s;
}

/* One row less so many times the pivot's.  Where the divisor stays, only what
 * the pivot's row has changes. */
static void sweep(struct simplex *x, size_t row, size_t column,
                  const int64_t *by, size_t used, int64_t pivot)
{
    int64_t *l = line(x, row), times = l[column], d = x->divisor;
    int sign = pivot < 0 ? -1 : 1;
    bool same = pivot * sign == d;
    size_t count = same ? (times == 0 ? 0 : used) : x->columns;
    for (size_t k = 0; k < count; k++) {
        size_t c = same ? x->used[k] : k;
        gp_i128 n = (gp_i128)l[c] * pivot - (gp_i128)times * by[c];
        n = n / d * sign;
        x->fits = x->fits && n <= LARGEST && n >= -LARGEST;
        l[c] = (int64_t)n;
    }
    x->work += (int64_t)count;
    l[column] = times * sign;
}

/* The levels of the basic unknowns, of the others' values. */
static void find_levels(struct simplex *x)
{
    size_t used = 0;
    for (size_t c = 0; c < x->columns; c++)
        if (x->value[c] != 0)
            x->used[used++] = (uint32_t)c;
    for (size_t i = 0; i < x->rows; i++) {
        const int64_t *l = line(x, i);
        x->level[i] = 0;
        for (size_t k = 0; k < used; k++)
            x->level[i] += (gp_i128)l[x->used[k]] * x->value[x->used[k]];
    }
    x->work += (int64_t)(x->rows * used);
}

static void pivot(struct simplex *x, size_t row, size_t column, int64_t bound)
{
    int64_t *l = line(x, row), p = l[column], d = x->divisor;
    int sign = p < 0 ? -1 : 1;
    size_t used = 0;
    for (size_t c = 0; c < x->columns; c++)
        if (l[c] != 0)
            x->used[used++] = (uint32_t)c;
    for (size_t i = 0; i < x->rows; i++)
        if (i != row)
            sweep(x, i, column, l, used, p);
    for (size_t k = 0; k < used; k++)
        l[x->used[k]] *= -sign;
    l[column] = d * sign;
    x->divisor = p * sign;
    uint32_t v = x->basic[row];
    x->basic[row] = x->other[column];
    x->other[column] = v;
    x->value[column] = bound;
    x->work += (int64_t)(x->rows + x->columns);
}

/* Moves a column as far as it can go. */
static bool step(struct simplex *x, size_t column)
{
    int direction = x->slope[column] > 0 ? 1 : -1;
    struct stop s = find_stop(x, column, direction);
    bool moves = s.way != 0;
    if (s.row != SIZE_MAX) {
        pivot(x, s.row, column, s.bound);
        find_levels(x);
        return moves;
    }
    int64_t way = (int64_t)s.way * direction;
    x->value[column] += way;
    for (size_t i = 0; i < x->rows; i++)
        x->level[i] += (gp_i128)line(x, i)[column] * way;
    return moves;
}

/* Brings all unknowns between their bounds. */
static enum gp_whole_end solve(struct simplex *x)
{
    enum { PATIENCE = 50 };
    int still = 0;
    while (find_slopes(x)) {
        size_t c = next_column(x, still > PATIENCE);
        if (c == SIZE_MAX)
            return GP_WHOLE_NONE;
        still = step(x, c) ? 0 : still + 1;
        if (!x->fits || x->work > WORK)
            return GP_WHOLE_BROKEN;
    }
    return GP_WHOLE_FOUND;
}

/* ---- classes of cells ---- */

struct classes {
    uint32_t *of; /* by cell */
    size_t count;
};

/* Numbers them from 0 on, without a gap. */
static void number(struct gp_heap *heap, size_t cells, struct classes *out)
{
    struct gp_map now;
    gp_map_init(&now, heap);
    out->count = 0;
    for (size_t i = 0; i < cells; i++) {
        uint32_t *to = gp_map_at(&now, out->of[i]);
        if (*to == GP_MAP_NONE)
            *to = (uint32_t)out->count++;
        out->of[i] = *to;
    }
    gp_map_fini(&now);
}

static void classify(struct gp_heap *heap, const struct gp_cube *u,
                     struct classes *out)
{
    size_t cells = gp_cube_count(u);
    struct gp_map split;
    out->of = gp_calloc(heap, cells + 1, sizeof *out->of);
    out->count = 1;
    for (size_t i = 0; i < u->box_count; i++) {
        struct gp_walk w;
        gp_map_init(&split, heap);
        GP_FOR_CELLS(u, &u->boxes[i], w)
        {
            uint32_t *to = gp_map_at(&split, out->of[w.cell]);
            if (*to == GP_MAP_NONE)
                *to = (uint32_t)out->count++;
            out->of[w.cell] = *to;
        }
        gp_map_fini(&split);
    }
    number(heap, cells, out);
}

uint32_t *gp_cube_classes(struct gp_heap *heap, const struct gp_cube *cube,
                          size_t *count)
{
    struct classes k;
    classify(heap, cube, &k);
    *count = k.count;
    return k.of;
}

/* ---- the system ---- */

static void finish(struct simplex *x)
{
    gp_free(x->heap, x->at);
    gp_free(x->heap, x->low);
    gp_free(x->heap, x->basic);
    gp_free(x->heap, x->value);
    gp_free(x->heap, x->level);
}

static bool start(struct simplex *x, const struct gp_fit *f,
                  const struct classes *k)
{
    const struct gp_cube *u = f->cube;
    enum { MOST = 1 << 22 };
    *x = (struct simplex){.heap = f->heap, .divisor = 1, .fits = true};
    x->rows = u->box_count;
    x->columns = k->count;
    if (x->rows * x->columns > MOST)
        return false;
    size_t all = x->rows + x->columns;
    x->at = gp_calloc(f->heap, x->rows * x->columns + 1, sizeof *x->at);
    x->low = gp_calloc(f->heap, 2 * all + 1, sizeof *x->low);
    x->high = x->low + all;
    x->basic = gp_calloc(f->heap, all + x->columns + 1, sizeof *x->basic);
    x->other = x->basic + x->rows;
    x->used = x->other + x->columns;
    x->value = gp_calloc(f->heap, 2 * x->columns + 1, sizeof *x->value);
    x->slope = x->value + x->columns;
    x->level = gp_calloc(f->heap, x->rows + 1, sizeof *x->level);
    for (size_t i = 0; i < x->rows; i++) {
        struct gp_range sum = gp_box_range(u, &u->boxes[i]);
        struct gp_walk w;
        x->basic[i] = (uint32_t)(x->columns + i);
        x->low[x->basic[i]] = sum.low;
        x->high[x->basic[i]] = sum.high;
        GP_FOR_CELLS(u, &u->boxes[i], w)
        line(x, i)[k->of[w.cell]] = 1;
    }
    for (size_t c = 0; c < x->columns; c++) {
        x->other[c] = (uint32_t)c;
        x->high[c] = GP_CUBE_ENDLESS;
    }
    return true;
}

/* ---- whole amounts ---- */

/* The row of a class that came out broken, or SIZE_MAX. */
static size_t find_broken(const struct simplex *x)
{
    for (size_t i = 0; i < x->rows; i++)
        if (x->basic[i] < x->columns && x->level[i] % x->divisor != 0)
            return i;
    return SIZE_MAX;
}

/* Bounds broken ones to one side or the other, until all are whole. */
static enum gp_whole_end make_whole(struct simplex *x)
{
    enum { TIMES = 200 };
    size_t i = find_broken(x);
    for (int n = 0; i != SIZE_MAX; n++, i = find_broken(x)) {
        uint32_t v = x->basic[i];
        int64_t below = (int64_t)(x->level[i] / x->divisor), was = x->high[v];
        if (x->level[i] < 0)
            below--;
        x->high[v] = below;
        enum gp_whole_end end = n < TIMES ? solve(x) : GP_WHOLE_BROKEN;
        if (end == GP_WHOLE_NONE) {
            x->high[v] = was;
            x->low[v] = below + 1;
            end = solve(x);
        }
        if (end != GP_WHOLE_FOUND)
            return GP_WHOLE_BROKEN;
    }
    return GP_WHOLE_FOUND;
}

/* What each class would have, in 2^-bits of a step. */
static void add_up(const struct gp_fit *f, const struct classes *k,
                   gp_i128 *exact)
{
    memset(exact, 0, k->count * sizeof *exact);
    for (size_t i = 0; i < f->count; i++)
        exact[k->of[i]] += f->exact[i];
}

/* How far classes may be from their shares: each try lets them go further. */
enum nearness { ROUNDED, NEAR, ANYWHERE };

static void bind_near(struct simplex *x, const gp_i128 *exact, int bits,
                      enum nearness how)
{
    gp_i128 full = (gp_i128)1 << bits;
    for (size_t c = 0; c < x->columns; c++) {
        int64_t down = (int64_t)((exact[c] + full / 32) >> bits);
        int64_t up = (int64_t)((exact[c] + full - 1 - full / 32) >> bits);
        int64_t far = how == NEAR ? 1 + down / 16 : 0;
        x->low[c] = how == ANYWHERE || down < far ? 0 : down - far;
        x->high[c] = how == ANYWHERE ? GP_CUBE_ENDLESS : up + far;
    }
}

static void set_values(struct simplex *x, const gp_i128 *exact, int bits)
{
    for (size_t c = 0; c < x->columns; c++)
        x->value[c] = (int64_t)((exact[c] + ((gp_i128)1 << bits) / 2) >> bits);
    find_levels(x);
}

/* A class's amount among its cells, so that up to each of them it is its share
 * to the next step. */
static void put(const struct gp_fit *f, const struct classes *k,
                const int64_t *whole, const gp_i128 *exact)
{
    struct gp_heap *heap = f->heap;
    gp_i128 *fair = gp_calloc(heap, k->count + 1, sizeof *fair);
    int64_t *given = gp_calloc(heap, 2 * k->count + 1, sizeof *given);
    int64_t *left = given + k->count;
    for (size_t i = 0; i < f->count; i++)
        left[k->of[i]]++;
    for (size_t i = 0; i < f->count; i++) {
        uint32_t c = k->of[i];
        int64_t upto = whole[c];
        fair[c] += f->exact[i];
        if (--left[c] > 0 && exact[c] > 0)
            upto =
                (int64_t)((fair[c] * whole[c] * 2 + exact[c]) / (2 * exact[c]));
        else if (left[c] > 0)
            upto = given[c]; /* nothing each: all to the last */
        f->cube->cells[i] = upto - given[c];
        given[c] = upto;
    }
    gp_free(heap, fair);
    gp_free(heap, given);
}

enum gp_whole_end gp_fit_whole(struct gp_fit *f)
{
    struct classes k;
    struct simplex x;
    classify(f->heap, f->cube, &k);
    enum gp_whole_end end = GP_WHOLE_BROKEN;
    gp_i128 *exact = gp_calloc(f->heap, k.count + 1, sizeof *exact);
    int64_t *whole = gp_calloc(f->heap, k.count + 1, sizeof *whole);
    if (start(&x, f, &k)) {
        add_up(f, &k, exact);
        set_values(&x, exact, f->bits);
        for (int how = ROUNDED; how <= ANYWHERE; how++) {
            bind_near(&x, exact, f->bits, (enum nearness)how);
            end = solve(&x);
            if (end == GP_WHOLE_FOUND)
                end = make_whole(&x);
            if (end == GP_WHOLE_FOUND || !x.fits || x.work > WORK)
                break;
        }
        for (size_t c = 0; c < x.columns; c++)
            if (x.other[c] < x.columns)
                whole[x.other[c]] = x.value[c];
        for (size_t i = 0; i < x.rows; i++)
            if (x.basic[i] < x.columns)
                whole[x.basic[i]] = (int64_t)(x.level[i] / x.divisor);
    }
    if (end == GP_WHOLE_FOUND)
        put(f, &k, whole, exact);
    finish(&x);
    gp_free(f->heap, exact);
    gp_free(f->heap, whole);
    gp_free(f->heap, k.of);
    return end;
}

enum gp_whole_end gp_fit_ask(struct gp_fit *f)
{
    struct classes k;
    struct simplex x;
    classify(f->heap, f->cube, &k);
    enum gp_whole_end end = start(&x, f, &k) ? solve(&x) : GP_WHOLE_BROKEN;
    finish(&x);
    gp_free(f->heap, k.of);
    return end;
}

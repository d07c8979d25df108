/* See cube.h. */
#include "model/cube.h"

#include <string.h>

#include "base/rational.h"
#include "model/circulate.h"
#include "model/cube_exact.h"

/* Amounts are counted in steps, fitted ones in parts of a step. */
struct fit {
    struct gp_heap *heap;
    struct gp_cube *cube;
    size_t count;        /* cells */
    int64_t *low, *high; /* what a cell can be at all; the same: it is that */
    int64_t *exact;      /* fitted, in 2^-bits of a step */
    int64_t *before;     /* the same when half of the work was done */
    int bits;
    int64_t *given; /* by box: what layers before gave out, in steps */
    int64_t *fair;  /* ... and should have */
};

#define ENDLESS GP_CUBE_ENDLESS

/* A walk over the cells of a box. */
struct walk {
    uint32_t row, column, layer;
    size_t at;
};

static bool walk_on(const struct gp_cube *u, const struct gp_box *b,
                    struct walk *w, bool first)
{
    uint32_t row_end = b->row == GP_CUBE_ALL ? u->rows : b->row + 1;
    uint32_t column_end = b->column == GP_CUBE_ALL ? u->columns : b->column + 1;
    if (first) {
        w->row = b->row == GP_CUBE_ALL ? 0 : b->row;
        w->column = b->column == GP_CUBE_ALL ? 0 : b->column;
        w->layer = b->first;
    } else if (++w->layer == b->first + b->count) {
        w->layer = b->first;
        if (++w->column == column_end) {
            w->column = b->column == GP_CUBE_ALL ? 0 : b->column;
            w->row++;
        }
    }
    w->at = ((size_t)w->row * u->columns + w->column) * u->layers + w->layer;
    return w->row < row_end && w->column < column_end && b->count != 0;
}

#define FOR_CELLS(u, b, w) \
    for (bool more_ = walk_on(u, b, &(w), true); more_; \
         more_ = walk_on(u, b, &(w), false))

struct range {
    int64_t low, high;
};

/* What the sum of a box can be, in steps. */
static struct range range_of(const struct gp_cube *u, const struct gp_box *b)
{
    int64_t high = b->high >= ENDLESS ? ENDLESS : b->high / u->step;
    return (struct range){(b->low + u->step - 1) / u->step, high};
}

/* ---- what a cell can be ---- */

static int64_t plus(int64_t a, int64_t b)
{
    return a >= ENDLESS - b ? ENDLESS : a + b;
}

/* Narrows the cells of one box by its sum; false where it cannot have it. */
static bool narrow(struct fit *x, const struct gp_box *b, bool *changed)
{
    const struct gp_cube *u = x->cube;
    struct walk w;
    struct range sum = range_of(u, b);
    int64_t least = 0, most = 0;
    size_t endless = 0;
    FOR_CELLS(u, b, w)
    {
        least = plus(least, x->low[w.at]);
        if (x->high[w.at] == ENDLESS)
            endless++;
        else
            most = plus(most, x->high[w.at]);
    }
    if (least > sum.high || (endless == 0 && most < sum.low)) {
        x->cube->tight = (size_t)(b - u->boxes);
        x->cube->least = least * u->step;
        x->cube->most = endless == 0 ? most * u->step : ENDLESS;
        return false;
    }
    FOR_CELLS(u, b, w)
    {
        int64_t *low = &x->low[w.at], *high = &x->high[w.at];
        int64_t was = *high, room = sum.high - (least - *low), need = 0;
        if (endless == (was == ENDLESS))
            need = sum.low - (was == ENDLESS ? most : most - was);
        if (room < *high)
            *high = room, *changed = true;
        if (need > *low)
            *low = need, *changed = true;
    }
    return true;
}

static bool narrow_all(struct fit *x)
{
    enum { ROUNDS = 24 };
    bool changed = true;
    for (int round = 0; round < ROUNDS && changed; round++) {
        changed = false;
        for (size_t i = 0; i < x->cube->box_count; i++)
            if (!narrow(x, &x->cube->boxes[i], &changed))
                return false;
    }
    return true;
}

/* ---- exact shares ---- */

static bool is_open(const struct fit *x, size_t cell)
{
    return x->low[cell] < x->high[cell];
}

/* Scales the open cells of a box to its sum; how far they were from it. */
static int64_t scale(struct fit *x, const struct gp_box *b)
{
    struct walk w;
    struct range sum = range_of(x->cube, b);
    int64_t shut = 0, is = 0, n = 0;
    size_t largest = SIZE_MAX;
    FOR_CELLS(x->cube, b, w)
    {
        if (!is_open(x, w.at)) {
            shut += x->low[w.at] << x->bits;
            continue;
        }
        n++;
        is += x->exact[w.at];
        if (largest == SIZE_MAX || x->exact[w.at] > x->exact[largest])
            largest = w.at;
    }
    int64_t want = is, low = (sum.low << x->bits) - shut;
    if (is < low)
        want = low;
    else if (sum.high != ENDLESS && is > (sum.high << x->bits) - shut)
        want = (sum.high << x->bits) - shut;
    int64_t gap = is > want ? is - want : want - is, left = want;
    if (n == 0 || gap == 0)
        return 0;
    FOR_CELLS(x->cube, b, w)
    {
        if (!is_open(x, w.at))
            continue;
        x->exact[w.at] =
            is == 0 ? want / n : (int64_t)((gp_i128)x->exact[w.at] * want / is);
        left -= x->exact[w.at];
    }
    x->exact[largest] += left;
    return gap;
}

/* Fits the weights to all boxes; false where that does not come to an end. */
static bool fit(struct fit *x)
{
    const struct gp_cube *u = x->cube;
    enum { SWEEPS = 1600, WORK = 200000000 };
    int64_t most = 1, work = 1, near;
    for (size_t i = 0; i < u->box_count; i++) {
        const struct gp_box *b = &u->boxes[i];
        if (range_of(u, b).low > most)
            most = range_of(u, b).low;
        work += (int64_t)(b->row == GP_CUBE_ALL ? u->rows : 1) *
                (b->column == GP_CUBE_ALL ? u->columns : 1) * b->count;
    }
    while (x->bits < 20 && most << x->bits < INT64_MAX >> 6)
        x->bits++;
    for (size_t i = 0; i < x->count; i++) {
        gp_i128 part = ((gp_i128)u->cells[i] << x->bits) / u->step;
        x->exact[i] = part > ENDLESS / (int64_t)x->count
                          ? ENDLESS / (int64_t)x->count
                          : (int64_t)part + (u->cells[i] > 0);
        if (!is_open(x, i))
            x->exact[i] = x->low[i] << x->bits;
    }
    near = ((int64_t)1 << x->bits) / 256 + (int64_t)x->count / 64;
    int sweeps = WORK / work + 8 < SWEEPS ? (int)(WORK / work) + 8 : SWEEPS;
    for (int sweep = 0; sweep < sweeps; sweep++) {
        int64_t worst = 0;
        if (sweep == sweeps / 2)
            memcpy(x->before, x->exact, x->count * sizeof *x->exact);
        for (size_t i = 0; i < u->box_count; i++) {
            int64_t gap = scale(x, &u->boxes[i]);
            worst = gap > worst ? gap : worst;
        }
        if (worst <= near)
            return true;
    }
    return false;
}

/* Where the only tables have nothing in some cells, fitting comes nearer to
 * them for ever: what still shrinks by a part is nothing.  False where that
 * does not lead there. */
static bool fit_edge(struct fit *x, int64_t part)
{
    for (size_t i = 0; i < x->count; i++)
        if (is_open(x, i) && x->low[i] == 0 &&
            x->exact[i] < x->before[i] - x->before[i] / part)
            x->high[i] = 0;
    return narrow_all(x) && fit(x);
}

/* ---- whole steps ---- */

/* How closely a layer keeps to the exact shares. */
enum closeness { EACH_CELL, WHAT_IS_GIVEN, NOTHING_BUT_SUMS };

static int64_t down(const struct fit *x, int64_t exact)
{
    return (exact + ((int64_t)1 << x->bits) / 32) >> x->bits;
}

static int64_t up(const struct fit *x, int64_t exact)
{
    int64_t full = (int64_t)1 << x->bits;
    return (exact + full - 1 - full / 32) >> x->bits;
}

static void cut(struct range *r, int64_t low, int64_t high)
{
    r->low = low > r->low ? low : r->low;
    r->high = high < r->high ? high : r->high;
}

/* The exact part of a box in one layer. */
static int64_t exact_in(const struct fit *x, const struct gp_box *b,
                        uint32_t layer)
{
    struct gp_box one = *b;
    struct walk w;
    int64_t sum = 0;
    one.first = layer;
    one.count = 1;
    FOR_CELLS(x->cube, &one, w)
    sum += x->exact[w.at];
    return sum;
}

static bool covers(const struct gp_box *b, uint32_t layer)
{
    return layer >= b->first && layer - b->first < b->count;
}

/* What box `i` allows its part of a layer to be. */
static void allow(const struct fit *x, size_t i, uint32_t layer,
                  enum closeness how, struct range *r)
{
    const struct gp_box *b = &x->cube->boxes[i];
    struct range sum = range_of(x->cube, b);
    bool last = layer + 1 == b->first + b->count;
    cut(r, last ? sum.low - x->given[i] : 0,
        sum.high == ENDLESS ? ENDLESS : sum.high - x->given[i]);
    if (how == NOTHING_BUT_SUMS || (last && sum.low == sum.high))
        return;
    int64_t fair = x->fair[i] + exact_in(x, b, layer);
    cut(r, down(x, fair) - x->given[i], up(x, fair) - x->given[i]);
}

/* One layer as a network: from a source over rows and columns to a sink. */
struct layer {
    struct gp_arc *arcs;
    struct range *ranges; /* by arc: cells, rows, columns, all of it */
    uint32_t arc_count;
    int64_t *undone; /* by column: what rows before should have had more */
};

static uint32_t arc_of(const struct gp_cube *u, const struct gp_box *b)
{
    uint32_t cells = u->rows * u->columns;
    if (b->row != GP_CUBE_ALL && b->column != GP_CUBE_ALL)
        return b->row * u->columns + b->column;
    if (b->row != GP_CUBE_ALL)
        return cells + b->row;
    return b->column != GP_CUBE_ALL ? cells + u->rows + b->column
                                    : cells + u->rows + u->columns;
}

static void set_ranges(const struct fit *x, uint32_t layer, enum closeness how,
                       struct layer *y)
{
    const struct gp_cube *u = x->cube;
    uint32_t cells = u->rows * u->columns;
    for (uint32_t a = 0; a < y->arc_count; a++)
        y->ranges[a] = (struct range){0, ENDLESS};
    for (uint32_t a = 0; a < cells; a++) {
        size_t at = (size_t)a * u->layers + layer;
        y->ranges[a] = (struct range){x->low[at], x->high[at]};
        if (how == EACH_CELL)
            cut(&y->ranges[a], down(x, x->exact[at]), up(x, x->exact[at]));
    }
    for (size_t i = 0; i < u->box_count; i++)
        if (covers(&u->boxes[i], layer))
            allow(x, i, layer, how, &y->ranges[arc_of(u, &u->boxes[i])]);
}

static void add_flow(struct layer *y, const struct gp_cube *u, uint32_t cell,
                     int64_t more)
{
    uint32_t cells = u->rows * u->columns;
    y->arcs[cell].flow += more;
    y->arcs[cells + cell / u->columns].flow += more;
    y->arcs[cells + u->rows + cell % u->columns].flow += more;
    y->arcs[y->arc_count - 1].flow += more;
}

/* The cell of a row that is to be rounded up next: where the remainder and what
 * earlier rows left undone are largest. */
static uint32_t next_up(const struct fit *x, uint32_t layer,
                        const struct layer *y, uint32_t row)
{
    const struct gp_cube *u = x->cube;
    uint32_t best = GP_CUBE_ALL;
    int64_t most = 0;
    for (uint32_t c = 0; c < u->columns; c++) {
        uint32_t a = row * u->columns + c;
        int64_t exact = x->exact[(size_t)a * u->layers + layer];
        int64_t flow = y->arcs[a].flow;
        int64_t rest = exact - (flow << x->bits) + y->undone[c];
        if (flow >= y->ranges[a].high || flow > down(x, exact) ||
            (best != GP_CUBE_ALL && rest <= most))
            continue;
        best = a;
        most = rest;
    }
    return best;
}

static void begin_row(const struct fit *x, uint32_t layer, struct layer *y,
                      uint32_t row)
{
    const struct gp_cube *u = x->cube;
    const struct gp_arc *sum = &y->arcs[u->rows * u->columns + row];
    while (sum->flow < sum->low) {
        uint32_t a = next_up(x, layer, y, row);
        if (a == GP_CUBE_ALL)
            break;
        add_flow(y, u, a, 1);
    }
    for (uint32_t c = 0; c < u->columns; c++) {
        uint32_t a = row * u->columns + c;
        y->undone[c] += x->exact[(size_t)a * u->layers + layer] -
                        (y->arcs[a].flow << x->bits);
    }
}

/* Where to begin: cells rounded down, then up as far as their rows want. */
static void begin(const struct fit *x, uint32_t layer, struct layer *y)
{
    const struct gp_cube *u = x->cube;
    uint32_t cells = u->rows * u->columns, source = u->rows + u->columns;
    for (uint32_t a = 0; a < y->arc_count; a++) {
        struct gp_arc *arc = &y->arcs[a];
        *arc =
            (struct gp_arc){.low = y->ranges[a].low, .high = y->ranges[a].high};
        if (a < cells)
            arc->from = a / u->columns, arc->to = u->rows + a % u->columns;
        else if (a < cells + u->rows)
            arc->from = source, arc->to = a - cells;
        else if (a + 1 < y->arc_count)
            arc->from = a - cells, arc->to = source + 1;
        else
            arc->from = source + 1, arc->to = source;
    }
    for (uint32_t a = 0; a < cells; a++) {
        int64_t is = down(x, x->exact[(size_t)a * u->layers + layer]);
        struct range r = y->ranges[a];
        add_flow(y, u, a, is < r.low ? r.low : is > r.high ? r.high : is);
    }
    memset(y->undone, 0, u->columns * sizeof *y->undone);
    for (uint32_t row = 0; row < u->rows; row++)
        begin_row(x, layer, y, row);
}

static bool round_layer(struct fit *x, uint32_t layer, struct layer *y)
{
    struct gp_cube *u = x->cube;
    uint32_t nodes = u->rows + u->columns + 2;
    bool ok = false;
    for (int how = EACH_CELL; how <= NOTHING_BUT_SUMS && !ok; how++) {
        set_ranges(x, layer, (enum closeness)how, y);
        ok = true;
        for (uint32_t a = 0; a < y->arc_count; a++)
            ok = ok && y->ranges[a].low <= y->ranges[a].high;
        if (ok) {
            begin(x, layer, y);
            ok = gp_circulate(x->heap, y->arcs, y->arc_count, nodes);
        }
    }
    for (uint32_t a = 0; ok && a < u->rows * u->columns; a++)
        u->cells[(size_t)a * u->layers + layer] = y->arcs[a].flow;
    for (size_t i = 0; ok && i < u->box_count; i++) {
        if (!covers(&u->boxes[i], layer))
            continue;
        x->given[i] += y->arcs[arc_of(u, &u->boxes[i])].flow;
        x->fair[i] += exact_in(x, &u->boxes[i], layer);
    }
    return ok;
}

static bool round_all(struct fit *x)
{
    struct gp_cube *u = x->cube;
    struct layer y = {.arc_count =
                          u->rows * u->columns + u->rows + u->columns + 1};
    y.arcs = gp_alloc(x->heap, y.arc_count * sizeof *y.arcs);
    y.ranges = gp_alloc(x->heap, y.arc_count * sizeof *y.ranges);
    y.undone = gp_alloc(x->heap, (u->columns + 1) * sizeof *y.undone);
    bool ok = true;
    for (uint32_t layer = 0; ok && layer < u->layers; layer++)
        ok = round_layer(x, layer, &y);
    for (size_t i = 0; i < x->count; i++)
        u->cells[i] *= u->step;
    gp_free(x->heap, y.arcs);
    gp_free(x->heap, y.ranges);
    gp_free(x->heap, y.undone);
    return ok;
}

/* Any table at all, where fitting finds none. */
static bool solve(struct fit *x)
{
    struct gp_rat *out = gp_alloc(x->heap, (x->count + 1) * sizeof *out);
    for (size_t i = 0; i < x->count; i++) {
        x->low[i] = 0;
        x->high[i] = ENDLESS;
    }
    bool ok =
        narrow_all(x) && gp_cube_solve(x->heap, x->cube, x->low, x->high, out);
    for (size_t i = 0; i < x->count && ok; i++) {
        struct gp_rat part;
        ok = gp_rat_mul(&part, out[i], gp_rat_int((int64_t)1 << x->bits));
        x->exact[i] = ok ? (int64_t)gp_rat_floor(part) : 0;
    }
    gp_free(x->heap, out);
    return ok;
}

enum gp_cube_end gp_cube_fill(struct gp_heap *heap, struct gp_cube *cube)
{
    enum { EDGES = 4 };
    struct fit x = {.heap = heap, .cube = cube};
    x.count = (size_t)cube->rows * cube->columns * cube->layers;
    x.low = gp_calloc(heap, 4 * x.count + 1, sizeof *x.low);
    x.high = x.low + x.count;
    x.exact = x.high + x.count;
    x.before = x.exact + x.count;
    x.given = gp_calloc(heap, 2 * cube->box_count + 1, sizeof *x.given);
    x.fair = x.given + cube->box_count;
    for (size_t i = 0; i < x.count; i++)
        x.high[i] = ENDLESS;
    enum gp_cube_end end = GP_CUBE_CANNOT;
    bool can = narrow_all(&x), fits = can && fit(&x);
    for (int i = 0; can && !fits && i < EDGES; i++)
        fits = fit_edge(&x, 4 << 2 * i); /* a quarter, a sixteenth, ... */
    fits = fits || (can && solve(&x));
    if (can && !fits)
        end = GP_CUBE_LOST;
    else if (can)
        end = round_all(&x) ? GP_CUBE_FILLED : GP_CUBE_COARSE;
    gp_free(heap, x.low);
    gp_free(heap, x.given);
    return end;
}

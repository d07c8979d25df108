/* See cube.h. */
#include "model/cube.h"

#include <string.h>

#include "model/circulate.h"
#include "model/cube_fit.h"

static uint32_t rows_of(const struct gp_cube *u)
{
    return u->size[GP_CUBE_ROWS];
}

static uint32_t columns_of(const struct gp_cube *u)
{
    return u->size[GP_CUBE_COLUMNS];
}

static uint32_t layers_of(const struct gp_cube *u)
{
    return u->size[GP_CUBE_LAYERS];
}

size_t gp_cube_count(const struct gp_cube *u)
{
    size_t count = 1;
    for (int i = 0; i < u->ways; i++)
        count *= u->size[i];
    return count;
}

static struct gp_slice slice_of(uint32_t size, uint32_t at)
{
    return at == GP_CUBE_ALL ? (struct gp_slice){0, size}
                             : (struct gp_slice){at, 1};
}

struct gp_box gp_box_of(const struct gp_cube *u, uint32_t row, uint32_t column,
                        uint32_t layer, uint32_t count)
{
    return (struct gp_box){.at = {slice_of(rows_of(u), row),
                                  slice_of(columns_of(u), column),
                                  {layer, count}}};
}

/* ---- whole steps, layer by layer ---- */

/* How closely a layer keeps to the exact shares. */
enum closeness { EACH_CELL, WHAT_IS_GIVEN, NOTHING_BUT_SUMS };

static int64_t down(const struct gp_fit *x, int64_t exact)
{
    return (exact + ((int64_t)1 << x->bits) / 32) >> x->bits;
}

static int64_t up(const struct gp_fit *x, int64_t exact)
{
    int64_t full = (int64_t)1 << x->bits;
    return (exact + full - 1 - full / 32) >> x->bits;
}

static void cut(struct gp_range *r, int64_t low, int64_t high)
{
    r->low = low > r->low ? low : r->low;
    r->high = high < r->high ? high : r->high;
}

/* The exact part of a box in one layer. */
static int64_t exact_in(const struct gp_fit *x, const struct gp_box *b,
                        uint32_t layer)
{
    struct gp_box one = *b;
    struct gp_walk w;
    int64_t sum = 0;
    one.at[GP_CUBE_LAYERS] = (struct gp_slice){layer, 1};
    GP_FOR_CELLS(x->cube, &one, w)
    sum += x->exact[w.cell];
    return sum;
}

static bool covers(const struct gp_box *b, uint32_t layer)
{
    struct gp_slice s = b->at[GP_CUBE_LAYERS];
    return layer >= s.first && layer - s.first < s.count;
}

/* What box `i` allows its part of a layer to be. */
static void allow(const struct gp_fit *x, size_t i, uint32_t layer,
                  enum closeness how, struct gp_range *r)
{
    const struct gp_box *b = &x->cube->boxes[i];
    struct gp_range sum = gp_box_range(x->cube, b);
    struct gp_slice s = b->at[GP_CUBE_LAYERS];
    bool last = layer + 1 == s.first + s.count;
    cut(r, last ? sum.low - x->given[i] : 0,
        sum.high == GP_CUBE_ENDLESS ? GP_CUBE_ENDLESS : sum.high - x->given[i]);
    if (how == NOTHING_BUT_SUMS || (last && sum.low == sum.high))
        return;
    int64_t fair = x->fair[i] + exact_in(x, b, layer);
    cut(r, down(x, fair) - x->given[i], up(x, fair) - x->given[i]);
}

/* One layer as a network: from a source over rows and columns to a sink. */
struct layer {
    struct gp_arc *arcs;
    struct gp_range *ranges; /* by arc: cells, rows, columns, all of it */
    uint32_t arc_count;
    int64_t *undone; /* by column: what rows before should have had more */
};

static uint32_t arc_of(const struct gp_cube *u, const struct gp_box *b)
{
    uint32_t cells = rows_of(u) * columns_of(u);
    uint32_t row = b->at[GP_CUBE_ROWS].first;
    uint32_t column = b->at[GP_CUBE_COLUMNS].first;
    bool one_row = b->at[GP_CUBE_ROWS].count < rows_of(u);
    bool one_column = b->at[GP_CUBE_COLUMNS].count < columns_of(u);
    if (one_row && one_column)
        return row * columns_of(u) + column;
    if (one_row)
        return cells + row;
    return one_column ? cells + rows_of(u) + column
                      : cells + rows_of(u) + columns_of(u);
}

static void set_ranges(const struct gp_fit *x, uint32_t layer,
                       enum closeness how, struct layer *y)
{
    const struct gp_cube *u = x->cube;
    uint32_t cells = rows_of(u) * columns_of(u);
    for (uint32_t a = 0; a < y->arc_count; a++)
        y->ranges[a] = (struct gp_range){0, GP_CUBE_ENDLESS};
    for (uint32_t a = 0; a < cells; a++) {
        size_t at = (size_t)a * layers_of(u) + layer;
        y->ranges[a] = (struct gp_range){x->low[at], x->high[at]};
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
    uint32_t cells = rows_of(u) * columns_of(u);
    y->arcs[cell].flow += more;
    y->arcs[cells + cell / columns_of(u)].flow += more;
    y->arcs[cells + rows_of(u) + cell % columns_of(u)].flow += more;
    y->arcs[y->arc_count - 1].flow += more;
}

/* The cell of a row that is to be rounded up next: where the remainder and what
 * earlier rows left undone are largest. */
static uint32_t next_up(const struct gp_fit *x, uint32_t layer,
                        const struct layer *y, uint32_t row)
{
    const struct gp_cube *u = x->cube;
    uint32_t best = GP_CUBE_ALL;
    int64_t most = 0;
    for (uint32_t c = 0; c < columns_of(u); c++) {
        uint32_t a = row * columns_of(u) + c;
        int64_t exact = x->exact[(size_t)a * layers_of(u) + layer];
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

static void begin_row(const struct gp_fit *x, uint32_t layer, struct layer *y,
                      uint32_t row)
{
    const struct gp_cube *u = x->cube;
    const struct gp_arc *sum = &y->arcs[rows_of(u) * columns_of(u) + row];
    while (sum->flow < sum->low) {
        uint32_t a = next_up(x, layer, y, row);
        if (a == GP_CUBE_ALL)
            break;
        add_flow(y, u, a, 1);
    }
    for (uint32_t c = 0; c < columns_of(u); c++) {
        uint32_t a = row * columns_of(u) + c;
        y->undone[c] += x->exact[(size_t)a * layers_of(u) + layer] -
                        (y->arcs[a].flow << x->bits);
    }
}

/* Where to begin: cells rounded down, then up as far as their rows want. */
static void begin(const struct gp_fit *x, uint32_t layer, struct layer *y)
{
    const struct gp_cube *u = x->cube;
    uint32_t cells = rows_of(u) * columns_of(u),
             source = rows_of(u) + columns_of(u);
    for (uint32_t a = 0; a < y->arc_count; a++) {
        struct gp_arc *arc = &y->arcs[a];
        *arc =
            (struct gp_arc){.low = y->ranges[a].low, .high = y->ranges[a].high};
        if (a < cells)
            arc->from = a / columns_of(u),
            arc->to = rows_of(u) + a % columns_of(u);
        else if (a < cells + rows_of(u))
            arc->from = source, arc->to = a - cells;
        else if (a + 1 < y->arc_count)
            arc->from = a - cells, arc->to = source + 1;
        else
            arc->from = source + 1, arc->to = source;
    }
    for (uint32_t a = 0; a < cells; a++) {
        int64_t is = down(x, x->exact[(size_t)a * layers_of(u) + layer]);
        struct gp_range r = y->ranges[a];
        add_flow(y, u, a, is < r.low ? r.low : is > r.high ? r.high : is);
    }
    memset(y->undone, 0, columns_of(u) * sizeof *y->undone);
    for (uint32_t row = 0; row < rows_of(u); row++)
        begin_row(x, layer, y, row);
}

static bool round_layer(struct gp_fit *x, uint32_t layer, struct layer *y)
{
    struct gp_cube *u = x->cube;
    uint32_t nodes = rows_of(u) + columns_of(u) + 2;
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
    for (uint32_t a = 0; ok && a < rows_of(u) * columns_of(u); a++)
        u->cells[(size_t)a * layers_of(u) + layer] = y->arcs[a].flow;
    for (size_t i = 0; ok && i < u->box_count; i++) {
        if (!covers(&u->boxes[i], layer))
            continue;
        x->given[i] += y->arcs[arc_of(u, &u->boxes[i])].flow;
        x->fair[i] += exact_in(x, &u->boxes[i], layer);
    }
    return ok;
}

static bool round_all(struct gp_fit *x)
{
    struct gp_cube *u = x->cube;
    struct layer y = {.arc_count = rows_of(u) * columns_of(u) + rows_of(u) +
                                   columns_of(u) + 1};
    y.arcs = gp_alloc(x->heap, y.arc_count * sizeof *y.arcs);
    y.ranges = gp_alloc(x->heap, y.arc_count * sizeof *y.ranges);
    y.undone = gp_alloc(x->heap, (columns_of(u) + 1) * sizeof *y.undone);
    bool ok = true;
    for (uint32_t layer = 0; ok && layer < layers_of(u); layer++)
        ok = round_layer(x, layer, &y);
    for (size_t i = 0; i < x->count; i++)
        u->cells[i] *= u->step;
    gp_free(x->heap, y.arcs);
    gp_free(x->heap, y.ranges);
    gp_free(x->heap, y.undone);
    return ok;
}

/* Whether its boxes have one row or all, one column or all. */
static bool has_layers(const struct gp_cube *u)
{
    bool plain = u->ways == 3;
    for (size_t i = 0; i < u->box_count && plain; i++)
        for (int way = GP_CUBE_ROWS; way <= GP_CUBE_COLUMNS; way++) {
            uint32_t count = u->boxes[i].at[way].count;
            plain = plain && (count == 1 || count == u->size[way]);
        }
    return plain;
}

/* ---- all of it ---- */

static void start(struct gp_fit *x, struct gp_heap *heap, struct gp_cube *cube)
{
    *x = (struct gp_fit){.heap = heap, .cube = cube};
    x->count = gp_cube_count(cube);
    x->low = gp_calloc(heap, 4 * x->count + 1, sizeof *x->low);
    x->high = x->low + x->count;
    x->exact = x->high + x->count;
    x->before = x->exact + x->count;
    x->given = gp_calloc(heap, 2 * cube->box_count + 1, sizeof *x->given);
    x->fair = x->given + cube->box_count;
    for (size_t i = 0; i < x->count; i++)
        x->high[i] = GP_CUBE_ENDLESS;
}

static void finish(struct gp_fit *x)
{
    gp_free(x->heap, x->low);
    gp_free(x->heap, x->given);
}

/* Sums that are below nothing, or so large that shares of them do not fit. */
static bool is_beyond(const struct gp_cube *u)
{
    const int64_t most = GP_CUBE_ENDLESS / 64;
    for (size_t i = 0; i < u->box_count; i++) {
        const struct gp_box *b = &u->boxes[i];
        if (b->low < 0 || b->low > most || b->high < 0)
            return true;
    }
    return false;
}

static enum gp_cube_end whole(struct gp_fit *x, enum gp_cube_end broken)
{
    enum gp_whole_end end = gp_fit_whole(x);
    for (size_t i = 0; i < x->count && end == GP_WHOLE_FOUND; i++)
        x->cube->cells[i] *= x->cube->step;
    return end == GP_WHOLE_FOUND  ? GP_CUBE_FILLED
           : end == GP_WHOLE_NONE ? GP_CUBE_NONE
                                  : broken;
}

enum gp_cube_end gp_cube_fill(struct gp_heap *heap, struct gp_cube *cube)
{
    struct gp_fit x;
    if (is_beyond(cube))
        return GP_CUBE_LOST;
    start(&x, heap, cube);
    enum gp_cube_end end = GP_CUBE_CANNOT;
    if (gp_fit_narrow(&x)) {
        bool fits = gp_fit_shares(&x);
        end = fits && has_layers(cube) && round_all(&x)
                  ? GP_CUBE_FILLED
                  : whole(&x, fits ? GP_CUBE_COARSE : GP_CUBE_LOST);
    }
    finish(&x);
    return end;
}

enum gp_cube_end gp_cube_ask(struct gp_heap *heap, struct gp_cube *cube)
{
    static const enum gp_cube_end ends[] = {
        [GP_WHOLE_FOUND] = GP_CUBE_FILLED,
        [GP_WHOLE_NONE] = GP_CUBE_NONE,
        [GP_WHOLE_BROKEN] = GP_CUBE_LOST,
    };
    struct gp_fit x;
    if (is_beyond(cube))
        return GP_CUBE_LOST;
    start(&x, heap, cube);
    enum gp_cube_end end = GP_CUBE_CANNOT;
    if (gp_fit_narrow(&x))
        end = gp_fit_near(&x) ? GP_CUBE_FILLED : ends[gp_fit_ask(&x)];
    finish(&x);
    return end;
}

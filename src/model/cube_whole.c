/* Whole amounts for all boxes at once, by the simplex method: see cube_fit.h.
 * Cells that are in just the same boxes are one unknown, what can be but one
 * amount is none; what comes out broken is bounded to one side or the other. */
#include "model/cube_fit.h"

#include <string.h>

#include "base/map.h"
#include "model/simplex.h"

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

struct system {
    struct gp_fit *f;
    struct classes k;
    bool *fixed;            /* by class: it can be but one amount */
    int64_t *amount;        /* by class: that one, and then what is found */
    uint32_t *unknown, *of; /* by class, and back */
    size_t unknowns;
    bool excluded;           /* no amount does for one of them, or for none */
    gp_i128 *exact;          /* by class: its share, in 2^-bits of a step */
    struct gp_range *bounds; /* by unknown: by boxes of it alone */
    struct gp_simplex x;
};

/* What each class can be, of what its cells can: one amount is no unknown. */
static void find_fixed(struct system *y)
{
    struct gp_heap *heap = y->f->heap;
    size_t n = y->k.count;
    y->fixed = gp_alloc(heap, n + 1);
    y->amount = gp_calloc(heap, n + 1, sizeof *y->amount);
    y->exact = gp_calloc(heap, n + 1, sizeof *y->exact);
    y->unknown = gp_calloc(heap, 2 * n + 1, sizeof *y->unknown);
    y->of = y->unknown + n;
    memset(y->fixed, 1, n);
    for (size_t i = 0; i < y->f->count; i++) {
        uint32_t c = y->k.of[i];
        y->fixed[c] = y->fixed[c] && y->f->low[i] == y->f->high[i];
        y->amount[c] += y->f->low[i];
        y->exact[c] += y->f->exact[i];
    }
    for (uint32_t c = 0; c < n; c++) {
        y->unknown[c] = (uint32_t)y->unknowns;
        if (!y->fixed[c])
            y->of[y->unknowns++] = c;
    }
}

/* What is unknown in a box: how much of it, and what the rest leaves for that.
 * `seen` is by class, the last `turn` that had it; with a `row`, the unknowns
 * become part of that. */
struct open {
    size_t count;
    uint32_t one; /* of them */
    struct gp_range sum;
};

static struct open open_box(struct system *y, size_t box, size_t *seen,
                            size_t turn, size_t row)
{
    const struct gp_cube *u = y->f->cube;
    const struct gp_box *b = &u->boxes[box];
    struct open o = {.sum = gp_box_range(u, b)};
    bool endless = o.sum.high >= GP_CUBE_ENDLESS;
    struct gp_walk w;
    GP_FOR_CELLS(u, b, w)
    {
        uint32_t c = y->k.of[w.cell];
        if (seen[c] == turn)
            continue;
        seen[c] = turn;
        if (y->fixed[c]) {
            o.sum.low -= y->amount[c];
            o.sum.high -= endless ? 0 : y->amount[c];
            continue;
        }
        o.one = y->unknown[c];
        o.count++;
        if (row != SIZE_MAX)
            gp_simplex_add(&y->x, row, o.one);
    }
    return o;
}

/* Boxes of one unknown bound it; those of several are rows. */
static size_t count_rows(struct system *y, size_t *seen)
{
    size_t rows = 0, boxes = y->f->cube->box_count;
    for (size_t i = 0; i < y->unknowns; i++)
        y->bounds[i] = (struct gp_range){0, GP_CUBE_ENDLESS};
    for (size_t i = 0; i < boxes; i++) {
        struct open o = open_box(y, i, seen, i + 1, SIZE_MAX);
        rows += o.count > 1;
        if (o.count == 0)
            y->excluded |= o.sum.low > 0 || o.sum.high < 0;
        if (o.count != 1)
            continue;
        struct gp_range *r = &y->bounds[o.one];
        r->low = o.sum.low > r->low ? o.sum.low : r->low;
        r->high = o.sum.high < r->high ? o.sum.high : r->high;
        y->excluded |= r->low > r->high;
    }
    return rows;
}

static void add_rows(struct system *y, size_t *seen)
{
    size_t row = 0, boxes = y->f->cube->box_count;
    for (size_t i = 0; i < boxes; i++) {
        size_t turn = boxes + 2 * i + 1;
        struct open o = open_box(y, i, seen, turn, SIZE_MAX);
        if (o.count <= 1)
            continue;
        open_box(y, i, seen, turn + 1, row);
        y->x.low[y->unknowns + row] = o.sum.low;
        y->x.high[y->unknowns + row++] = o.sum.high;
    }
}

static bool start(struct system *y, struct gp_fit *f)
{
    *y = (struct system){.f = f};
    classify(f->heap, f->cube, &y->k);
    find_fixed(y);
    y->bounds = gp_calloc(f->heap, y->unknowns + 1, sizeof *y->bounds);
    size_t *seen = gp_calloc(f->heap, y->k.count + 1, sizeof *seen);
    bool ok =
        gp_simplex_start(&y->x, f->heap, count_rows(y, seen), y->unknowns);
    if (ok)
        add_rows(y, seen);
    gp_free(f->heap, seen);
    return ok;
}

static void finish(struct system *y)
{
    struct gp_heap *heap = y->f->heap;
    gp_simplex_free(&y->x);
    gp_free(heap, y->k.of);
    gp_free(heap, y->fixed);
    gp_free(heap, y->amount);
    gp_free(heap, y->exact);
    gp_free(heap, y->unknown);
    gp_free(heap, y->bounds);
}

/* ---- whole amounts ---- */

/* How far unknowns may be from their shares: each try lets them go further. */
enum nearness { ROUNDED, NEAR, ANYWHERE };

static int64_t between(struct gp_range r, int64_t value)
{
    return value < r.low ? r.low : value > r.high ? r.high : value;
}

static void bind(struct system *y, enum nearness how)
{
    int bits = y->f->bits;
    gp_i128 full = (gp_i128)1 << bits;
    for (size_t i = 0; i < y->unknowns; i++) {
        gp_i128 is = y->exact[y->of[i]];
        struct gp_range r = y->bounds[i];
        int64_t down = (int64_t)((is + full / 32) >> bits);
        int64_t up = (int64_t)((is + full - 1 - full / 32) >> bits);
        int64_t far = how == NEAR ? 1 + down / 16 : 0;
        y->x.low[i] = how == ANYWHERE ? r.low : between(r, down - far);
        y->x.high[i] = how == ANYWHERE ? r.high : between(r, up + far);
    }
}

/* From the shares, rounded. */
static void begin(struct system *y)
{
    int64_t *values = gp_calloc(y->f->heap, y->unknowns + 1, sizeof *values);
    gp_i128 half = ((gp_i128)1 << y->f->bits) / 2;
    for (size_t i = 0; i < y->unknowns; i++)
        values[i] = between(
            y->bounds[i], (int64_t)((y->exact[y->of[i]] + half) >> y->f->bits));
    gp_simplex_begin(&y->x, values);
    gp_free(y->f->heap, values);
}

/* Bounds broken ones to one side or the other, until all are whole. */
static enum gp_simplex_end make_whole(struct gp_simplex *x)
{
    enum { TIMES = 200 };
    uint32_t v;
    int64_t below;
    for (int n = 0; gp_simplex_broken(x, &v, &below) != SIZE_MAX; n++) {
        int64_t was = x->high[v];
        x->high[v] = below;
        enum gp_simplex_end end =
            n < TIMES ? gp_simplex_solve(x) : GP_SIMPLEX_BROKEN;
        if (end == GP_SIMPLEX_NONE) {
            x->high[v] = was;
            x->low[v] = below + 1;
            end = gp_simplex_solve(x);
        }
        if (end != GP_SIMPLEX_FOUND)
            return GP_SIMPLEX_BROKEN;
    }
    return GP_SIMPLEX_FOUND;
}

/* A class's amount among its cells, so that up to each of them it is its share
 * to the next step. */
static void put(const struct system *y)
{
    const struct gp_fit *f = y->f;
    size_t n = y->k.count;
    gp_i128 *fair = gp_calloc(f->heap, n + 1, sizeof *fair);
    int64_t *given = gp_calloc(f->heap, 2 * n + 1, sizeof *given);
    int64_t *left = given + n;
    for (size_t i = 0; i < f->count; i++)
        left[y->k.of[i]]++;
    for (size_t i = 0; i < f->count; i++) {
        uint32_t c = y->k.of[i];
        int64_t whole = y->amount[c], upto = whole;
        gp_i128 exact = y->exact[c];
        fair[c] += f->exact[i];
        if (--left[c] > 0 && exact > 0)
            upto = (int64_t)((fair[c] * whole * 2 + exact) / (2 * exact));
        else if (left[c] > 0)
            upto = given[c]; /* nothing each: all to the last */
        f->cube->cells[i] = upto - given[c];
        given[c] = upto;
    }
    gp_free(f->heap, fair);
    gp_free(f->heap, given);
}

static const enum gp_whole_end ends[] = {
    [GP_SIMPLEX_FOUND] = GP_WHOLE_FOUND,
    [GP_SIMPLEX_NONE] = GP_WHOLE_NONE,
    [GP_SIMPLEX_BROKEN] = GP_WHOLE_BROKEN,
};

enum gp_whole_end gp_fit_whole(struct gp_fit *f)
{
    struct system y = {.f = f};
    enum gp_simplex_end end = GP_SIMPLEX_BROKEN;
    for (size_t i = 0; i < f->count; i++) { /* what fitting took for nothing */
        f->low[i] = 0;
        f->high[i] = GP_CUBE_ENDLESS;
    }
    if (gp_fit_narrow(f) && start(&y, f)) {
        begin(&y);
        if (y.excluded)
            end = GP_SIMPLEX_NONE;
        for (int how = ROUNDED; how <= ANYWHERE && !y.excluded; how++) {
            bind(&y, (enum nearness)how);
            end = gp_simplex_solve(&y.x);
            if (end == GP_SIMPLEX_FOUND)
                end = make_whole(&y.x);
            if (end == GP_SIMPLEX_FOUND || !y.x.fits)
                break;
        }
    }
    if (end == GP_SIMPLEX_FOUND) {
        int64_t *values = gp_calloc(f->heap, y.unknowns + 1, sizeof *values);
        gp_simplex_values(&y.x, values);
        for (size_t i = 0; i < y.unknowns; i++)
            y.amount[y.of[i]] = values[i];
        put(&y);
        gp_free(f->heap, values);
    }
    finish(&y);
    return ends[end];
}

enum gp_whole_end gp_fit_ask(struct gp_fit *f)
{
    struct system y;
    enum gp_simplex_end end = GP_SIMPLEX_BROKEN;
    if (start(&y, f)) {
        bind(&y, ANYWHERE);
        begin(&y);
        end = y.excluded ? GP_SIMPLEX_NONE : gp_simplex_solve(&y.x);
    }
    finish(&y);
    return ends[end];
}

/* Exact shares near the weights, and what cells can be: see cube_fit.h. */
#include "model/cube_fit.h"

#include <string.h>

#include "base/rational.h"

bool gp_walk_first(const struct gp_cube *u, const struct gp_box *b,
                   struct gp_walk *w)
{
    bool any = true;
    w->cell = 0;
    for (int i = 0; i < u->ways; i++) {
        w->at[i] = b->at[i].first;
        w->cell = w->cell * u->size[i] + w->at[i];
        any = any && b->at[i].count != 0;
    }
    return any;
}

bool gp_walk_next(const struct gp_cube *u, const struct gp_box *b,
                  struct gp_walk *w)
{
    size_t stride = 1;
    for (int i = u->ways - 1; i >= 0; i--) {
        if (++w->at[i] < b->at[i].first + b->at[i].count) {
            w->cell += stride;
            return true;
        }
        w->at[i] = b->at[i].first;
        w->cell -= (size_t)(b->at[i].count - 1) * stride;
        stride *= u->size[i];
    }
    return false;
}

struct gp_range gp_box_range(const struct gp_cube *u, const struct gp_box *b)
{
    int64_t high =
        b->high >= GP_CUBE_ENDLESS ? GP_CUBE_ENDLESS : b->high / u->step;
    return (struct gp_range){(b->low + u->step - 1) / u->step, high};
}

size_t gp_box_count(const struct gp_cube *u, const struct gp_box *b)
{
    size_t count = 1;
    for (int i = 0; i < u->ways; i++)
        count *= b->at[i].count;
    return count;
}

/* ---- what a cell can be ---- */

static int64_t plus(int64_t a, int64_t b)
{
    return a >= GP_CUBE_ENDLESS - b ? GP_CUBE_ENDLESS : a + b;
}

static int64_t in_units(const struct gp_cube *u, int64_t steps)
{
    return steps >= GP_CUBE_ENDLESS / u->step ? GP_CUBE_ENDLESS
                                              : steps * u->step;
}

/* What the cells of a box that cannot have its sum have, `most` -1 without
 * end; false. */
static bool is_tight(struct gp_fit *x, const struct gp_box *b, int64_t least,
                     int64_t most)
{
    struct gp_cube *u = x->cube;
    u->tight = (size_t)(b - u->boxes);
    u->least = in_units(u, least);
    u->most = most < 0 ? GP_CUBE_ENDLESS : in_units(u, most);
    return false;
}

/* Narrows the cells of one box by its sum; false where it cannot have it. */
static bool narrow(struct gp_fit *x, const struct gp_box *b, bool *changed)
{
    const struct gp_cube *u = x->cube;
    struct gp_walk w;
    struct gp_range sum = gp_box_range(u, b);
    int64_t least = 0, most = 0;
    size_t endless = 0;
    GP_FOR_CELLS(u, b, w)
    {
        least = plus(least, x->low[w.cell]);
        if (x->high[w.cell] == GP_CUBE_ENDLESS)
            endless++;
        else
            most = plus(most, x->high[w.cell]);
    }
    if (least > sum.high || (endless == 0 && most < sum.low))
        return is_tight(x, b, least, endless == 0 ? most : -1);
    bool possible = true;
    GP_FOR_CELLS(u, b, w)
    {
        int64_t *low = &x->low[w.cell], *high = &x->high[w.cell];
        int64_t was = *high, room = sum.high - (least - *low), need = 0;
        if (endless == (was == GP_CUBE_ENDLESS))
            need = sum.low - (was == GP_CUBE_ENDLESS ? most : most - was);
        if (room < *high)
            *high = room, *changed = true;
        if (need > *low)
            *low = need, *changed = true;
        possible = possible && *low <= *high;
    }
    return possible || is_tight(x, b, least, endless == 0 ? most : -1);
}

bool gp_fit_narrow(struct gp_fit *x)
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

static bool is_open(const struct gp_fit *x, size_t cell)
{
    return x->low[cell] < x->high[cell];
}

/* Scales the open cells of a box to its sum; how far they were from it. */
static int64_t scale(struct gp_fit *x, const struct gp_box *b)
{
    struct gp_walk w;
    struct gp_range sum = gp_box_range(x->cube, b);
    int64_t shut = 0, is = 0, n = 0;
    size_t largest = SIZE_MAX;
    GP_FOR_CELLS(x->cube, b, w)
    {
        if (!is_open(x, w.cell)) {
            shut += x->low[w.cell] << x->bits;
            continue;
        }
        n++;
        is += x->exact[w.cell];
        if (largest == SIZE_MAX || x->exact[w.cell] > x->exact[largest])
            largest = w.cell;
    }
    int64_t want = is, low = (sum.low << x->bits) - shut;
    if (is < low)
        want = low;
    else if (sum.high != GP_CUBE_ENDLESS && is > (sum.high << x->bits) - shut)
        want = (sum.high << x->bits) - shut;
    int64_t gap = is > want ? is - want : want - is, left = want;
    if (n == 0 || gap == 0)
        return 0;
    GP_FOR_CELLS(x->cube, b, w)
    {
        if (!is_open(x, w.cell))
            continue;
        x->exact[w.cell] =
            is == 0 ? want / n
                    : (int64_t)((gp_i128)x->exact[w.cell] * want / is);
        left -= x->exact[w.cell];
    }
    x->exact[largest] += left;
    return gap;
}

enum { SWEEPS = 1600, FEW_SWEEPS = 40 };

/* The weights as they are, or all smaller alike, so that sums of them fit. */
static void take_weights(struct gp_fit *x)
{
    const struct gp_cube *u = x->cube;
    int64_t most = GP_CUBE_ENDLESS / (int64_t)x->count, largest = 0;
    int shift = 0;
    for (size_t i = 0; i < x->count; i++)
        largest = u->cells[i] > largest ? u->cells[i] : largest;
    while (((gp_i128)largest << x->bits) / u->step >> shift > most)
        shift++;
    for (size_t i = 0; i < x->count; i++) {
        gp_i128 part = ((gp_i128)u->cells[i] << x->bits) / u->step >> shift;
        x->exact[i] = is_open(x, i) ? (int64_t)part + (u->cells[i] > 0)
                                    : x->low[i] << x->bits;
    }
}

/* Until all boxes have their sums, or so much work is done. */
static bool fit(struct gp_fit *x, int most_sweeps)
{
    const struct gp_cube *u = x->cube;
    enum { WORK = 200000000 };
    int64_t most = 1, work = 1, near;
    for (size_t i = 0; i < u->box_count; i++) {
        const struct gp_box *b = &u->boxes[i];
        if (gp_box_range(u, b).low > most)
            most = gp_box_range(u, b).low;
        work += (int64_t)gp_box_count(u, b);
    }
    while (x->bits < 20 && most << x->bits < INT64_MAX >> 6)
        x->bits++;
    take_weights(x);
    near = ((int64_t)1 << x->bits) / 256 + (int64_t)x->count / 64;
    int sweeps =
        WORK / work + 8 < most_sweeps ? (int)(WORK / work) + 8 : most_sweeps;
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
static bool fit_edge(struct gp_fit *x, int64_t part)
{
    for (size_t i = 0; i < x->count; i++)
        if (is_open(x, i) && x->low[i] == 0 &&
            x->exact[i] < x->before[i] - x->before[i] / part)
            x->high[i] = 0;
    return gp_fit_narrow(x) && fit(x, SWEEPS);
}

bool gp_fit_shares(struct gp_fit *x)
{
    enum { EDGES = 4 };
    bool fits = fit(x, SWEEPS);
    for (int i = 0; !fits && i < EDGES; i++)
        fits = fit_edge(x, 4 << 2 * i); /* a quarter, a sixteenth, ... */
    return fits;
}

bool gp_fit_near(struct gp_fit *x)
{
    return fit(x, FEW_SWEEPS);
}

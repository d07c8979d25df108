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

/* The cells of a box that are open, and what the others have. */
struct opened {
    size_t first, count; /* of the list */
    int64_t shut;
};

struct sweep {
    struct gp_fit *x;
    struct opened *boxes;
    uint32_t *list; /* of all boxes, or only of the one at hand */
    bool all;
};

static void list_open(struct sweep *s, size_t box, size_t first)
{
    struct gp_fit *x = s->x;
    struct opened *o = &s->boxes[box];
    struct gp_walk w;
    *o = (struct opened){.first = first};
    GP_FOR_CELLS(x->cube, &x->cube->boxes[box], w)
    {
        if (is_open(x, w.cell))
            s->list[first + o->count++] = (uint32_t)w.cell;
        else
            o->shut += x->low[w.cell] << x->bits;
    }
}

/* Nothing opens or shuts while it is fitted. */
static void start_sweeps(struct sweep *s, struct gp_fit *x, int64_t work)
{
    enum { LONGEST = 1 << 24 };
    size_t n = x->cube->box_count, first = 0;
    *s = (struct sweep){.x = x, .all = work <= LONGEST};
    s->boxes = gp_calloc(x->heap, n + 1, sizeof *s->boxes);
    s->list = gp_alloc(x->heap, ((s->all ? (size_t)work : x->count) + 1) *
                                    sizeof *s->list);
    for (size_t i = 0; i < n && s->all; i++) {
        list_open(s, i, first);
        first += s->boxes[i].count;
    }
}

static void end_sweeps(struct sweep *s)
{
    gp_free(s->x->heap, s->boxes);
    gp_free(s->x->heap, s->list);
}

/* What the open cells of a box are to sum to. */
static int64_t wanted(const struct gp_fit *x, size_t box, int64_t is,
                      int64_t shut)
{
    struct gp_range sum = gp_box_range(x->cube, &x->cube->boxes[box]);
    int64_t low = (sum.low << x->bits) - shut;
    if (is < low)
        return low;
    if (sum.high != GP_CUBE_ENDLESS && is > (sum.high << x->bits) - shut)
        return (sum.high << x->bits) - shut;
    return is;
}

/* Scales the open cells of a box to its sum; how far they were from it. */
static int64_t scale(struct sweep *s, size_t box)
{
    int64_t *exact = s->x->exact, is = 0;
    const struct opened *o = &s->boxes[box];
    if (!s->all)
        list_open(s, box, 0);
    const uint32_t *cells = &s->list[o->first];
    if (o->count == 0)
        return 0;
    uint32_t largest = cells[0];
    for (size_t i = 0; i < o->count; i++) {
        is += exact[cells[i]];
        if (exact[cells[i]] > exact[largest])
            largest = cells[i];
    }
    int64_t want = wanted(s->x, box, is, o->shut), left = want;
    if (is == want)
        return 0;
    for (size_t i = 0; i < o->count; i++) {
        int64_t *e = &exact[cells[i]];
        *e = is == 0 ? want / (int64_t)o->count
                     : (int64_t)((gp_i128)*e * want / is);
        left -= *e;
    }
    exact[largest] += left;
    return is > want ? is - want : want - is;
}

enum { SWEEPS = 600, FEW_SWEEPS = 40 };

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

/* The weights, and what is known, in parts of a step; how much work a sweep
 * over all boxes is. */
static int64_t start_exact(struct gp_fit *x)
{
    const struct gp_cube *u = x->cube;
    int64_t most = 1, work = 1;
    for (size_t i = 0; i < u->box_count; i++) {
        const struct gp_box *b = &u->boxes[i];
        if (gp_box_range(u, b).low > most)
            most = gp_box_range(u, b).low;
        work += (int64_t)gp_box_count(u, b);
    }
    while (x->bits < 20 && most << x->bits < INT64_MAX >> 6)
        x->bits++;
    take_weights(x);
    return work;
}

static int64_t sweep_once(struct sweep *s)
{
    int64_t worst = 0;
    for (size_t i = 0; i < s->x->cube->box_count; i++) {
        int64_t gap = scale(s, i);
        worst = gap > worst ? gap : worst;
    }
    return worst;
}

/* Until all boxes have their sums, or so much work is done. */
static bool fit(struct gp_fit *x, int most_sweeps)
{
    enum { WORK = 200000000, STILL = 16 };
    int64_t work = start_exact(x), last = 0;
    int64_t near = ((int64_t)1 << x->bits) / 256 + (int64_t)x->count / 64;
    int sweeps =
        WORK / work + 8 < most_sweeps ? (int)(WORK / work) + 8 : most_sweeps;
    int still = 0;
    struct sweep s;
    bool fits = false;
    start_sweeps(&s, x, work);
    for (int sweep = 0; sweep < sweeps && !fits; sweep++) {
        if (sweep == sweeps / 2)
            memcpy(x->before, x->exact, x->count * sizeof *x->exact);
        int64_t worst = sweep_once(&s);
        /* What is left of a large table is what its cells are rounded by. */
        still = worst == last ? still + 1 : 0;
        last = worst;
        fits = worst <= near ||
               (still == STILL && worst <= ((int64_t)1 << x->bits) / 64);
    }
    end_sweeps(&s);
    return fits;
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

/* What is left of each stretch, shared in proportion and in whole steps: see
 * stays.h. */
#include <stdlib.h>
#include <string.h>

#include "compile/flow/stays.h"
#include "model/days.h"
#include "model/round.h"
#include "model/stay.h"

/* Fractions of a step, in 2^-32. */
struct owed {
    int64_t owed, rest;
    uint32_t part;
};

static int most_owed(const void *a, const void *b)
{
    const struct owed *x = a, *y = b;
    bool none = x->rest == 0, other = y->rest == 0;
    if (none != other) /* an exact share is never rounded up */
        return none ? 1 : -1;
    if (x->owed != y->owed)
        return x->owed > y->owed ? -1 : 1;
    return x->part < y->part ? -1 : x->part > y->part;
}

/* One column, or the stretches of one leaf together, in whole steps: the
 * shares rounded down, what is left to those who are owed most so far. */
static void round_shares(struct gp_stays *x, size_t first, size_t count,
                         int64_t step, struct owed *owed, int64_t *out)
{
    int64_t left = 0;
    for (size_t c = first; c < first + count; c++)
        left += x->columns.at[c].left / step;
    for (uint32_t k = 0; k < x->count; k++) {
        uint32_t i = owed[k].part;
        gp_i128 units = 0, rest = 0;
        for (size_t c = first; c < first + count; c++) {
            gp_i128 all = gp_stays_weight(x, c);
            size_t at = gp_stays_cell_of(x, i, c);
            if (x->owner[at] != GP_SHARED || all == 0)
                continue;
            gp_i128 product = (gp_i128)x->weights[i] * x->factors[at] *
                              (x->columns.at[c].left / step);
            units += product / all;
            rest += ((product % all) << 32) / all;
        }
        out[i] = (int64_t)(units + (rest >> 32));
        owed[k].rest = (int64_t)(rest & 0xffffffff);
        owed[k].owed += owed[k].rest;
        left -= out[i];
    }
    if (left > 0)
        qsort(owed, x->count, sizeof *owed, most_owed);
    for (uint32_t k = 0; k < x->count && left > 0; k++, left--) {
        out[owed[k].part]++;
        owed[k].owed -= (int64_t)1 << 32;
    }
    for (uint32_t i = 0; i < x->count; i++)
        out[i] *= step;
}

/* A leaf of several stretches, in steps of its own: taken where there is a
 * way to lay it over the stretches. */
static bool share_leaf(struct gp_stays *x, size_t first, size_t n, int64_t step,
                       const struct owed *owed, int64_t *out)
{
    struct gp_heap *heap = x->f->p->heap;
    int64_t columns[GP_MAX_MONTH_DAYS];
    struct owed *try = gp_alloc(heap, (x->count + 1) * sizeof *try);
    uint64_t *open = gp_calloc(heap, x->count + 1, sizeof *open);
    int64_t *cells = gp_calloc(heap, x->count * n + 1, sizeof *cells);
    int64_t *prior = gp_calloc(heap, x->count * n + 1, sizeof *prior);
    int64_t whole = 0;
    memcpy(try, owed, x->count * sizeof *try);
    for (size_t c = 0; c < n; c++)
        whole += columns[c] = x->columns.at[first + c].left;
    step = gp_round_step(step, &whole, 1);
    /* The exact shares of the stretches, rounded as one. */
    for (uint32_t i = 0; i < x->count; i++)
        out[i] = 0;
    struct gp_stretch *s = &x->columns.at[first];
    gp_i128 left = whole / step;
    for (uint32_t k = 0; k < x->count; k++) {
        uint32_t i = try[k].part;
        gp_i128 sum = 0; /* in 2^-32 of an amount */
        for (size_t c = 0; c < n; c++) {
            gp_i128 all = gp_stays_weight(x, first + c);
            size_t at = gp_stays_cell_of(x, i, first + c);
            if (x->owner[at] != GP_SHARED || all == 0 || x->factors[at] == 0)
                continue;
            gp_i128 product =
                (gp_i128)x->weights[i] * x->factors[at] * s[c].left;
            open[i] |= (uint64_t)1 << c;
            prior[i * n + c] = (int64_t)(product / all);
            sum += (product / all << 32) + ((product % all) << 32) / all;
        }
        gp_i128 unit = (gp_i128)step << 32;
        out[i] = (int64_t)(sum / unit);
        try[k].rest = (int64_t)((sum % unit) / step);
        try[k].owed += try[k].rest;
        left -= out[i];
    }
    qsort(try, x->count, sizeof *try, most_owed);
    for (uint32_t k = 0; k < x->count && left > 0; k++, left--) {
        out[try[k].part]++;
        try[k].owed -= (int64_t)1 << 32;
    }
    for (uint32_t i = 0; i < x->count; i++)
        out[i] *= step;
    bool ok = left == 0 && gp_round_pattern(heap, out, x->count, columns, n, 1,
                                            open, prior, cells);
    gp_free(heap, try);
    gp_free(heap, open);
    gp_free(heap, cells);
    gp_free(heap, prior);
    return ok;
}

void gp_stays_share(struct gp_stays *x)
{
    struct gp_heap *heap = x->f->p->heap;
    const struct gp_kpi *k = &x->f->m->kpis.at[x->row->kpi];
    struct owed *owed = gp_calloc(heap, x->count + 1, sizeof *owed);
    int64_t *out = gp_calloc(heap, x->count + 1, sizeof *out);
    for (uint32_t i = 0; i < x->count; i++)
        owed[i].part = i;
    for (size_t c = 0, n; c < x->columns.count; c += n) {
        int leaf = x->columns.at[c].leaf;
        int64_t step = k->step[x->f->m->time.ticks[leaf].period.grain];
        for (n = 1;
             c + n < x->columns.count && x->columns.at[c + n].leaf == leaf;)
            n++;
        bool as_one = n > 1 && share_leaf(x, c, n, step, owed, out);
        for (uint32_t i = 0; as_one && i < x->count; i++)
            x->cells[gp_stays_cell_of(x, i, c)] += out[i];
        for (size_t j = 0; !as_one && j < n; j++) {
            int64_t fine = gp_round_step(step, &x->columns.at[c + j].left, 1);
            round_shares(x, c + j, 1, fine, owed, out);
            for (uint32_t i = 0; i < x->count; i++)
                if (x->owner[gp_stays_cell_of(x, i, c + j)] == GP_SHARED)
                    x->cells[gp_stays_cell_of(x, i, c + j)] += out[i];
        }
    }
    gp_free(heap, owed);
    gp_free(heap, out);
}

/* Parts that are not all there all the time: see flow.h.
 *
 * The days below a tick are cut into stretches over which the same people are
 * there; mostly a stretch is a month.  What the plan states for a part stays
 * in the stretches it is there in; each stretch is then shared by those there,
 * in proportion to their weights as a ramp lowers them.  Wider periods are
 * sums.  A month with an edge inside is divided by the whole's own days, so
 * that days can be shared later without anybody's being asked for while away.
 */
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "compile/flow/flow.h"
#include "model/days.h"
#include "model/round.h"
#include "model/stay.h"

struct stretch {
    struct gp_span_days days;
    int leaf;      /* the tick that it is a part of */
    int64_t whole; /* the amount that the parts are to sum to */
    int64_t left;  /* ... beside what is stated */
};

/* An amount that the plan states for one part, over some of the stretches. */
struct group {
    uint32_t part;
    int tick;
    int64_t total;
};

enum { NOBODYS = -1, SHARED = -2 }; /* else a group */

struct stays {
    struct gp_flow *f;
    uint32_t cut;
    int tick;
    const struct gp_row *row;
    GP_VEC(struct stretch) columns;
    GP_VEC(gp_date) edges;
    GP_VEC(struct group) groups;
    uint32_t count;         /* parts */
    int64_t *weights;       /* by part: of a share; 0 where it takes none */
    struct gp_reason *whys; /* by part: of what it shares */
    int *owner;             /* by part and column */
    int64_t *factors;       /* the same */
    int64_t *cells;         /* the same: what it comes to */
    int64_t *least; /* the same: of a shared one, what is stated below */
    bool failed;
};

static struct gp_row *part_row(const struct stays *x, uint32_t part)
{
    const struct gp_cut *c = &x->f->m->cuts.at[x->cut];
    return &x->f->m->rows.at[x->f->m->parts.at[c->first + part]];
}

static size_t cell_of(const struct stays *x, uint32_t part, size_t column)
{
    return part * x->columns.count + column;
}

static void *new_cells(const struct stays *x, size_t size)
{
    return gp_calloc(x->f->p->heap, x->count * x->columns.count + 1, size);
}

/* ---- stretches ----------------------------------------------------------- */

static int by_date(const void *a, const void *b)
{
    gp_date x = *(const gp_date *)a, y = *(const gp_date *)b;
    return (x > y) - (x < y);
}

/* The days on which somebody comes, goes or changes. */
static void find_edges(struct stays *x)
{
    struct gp_span_days days = x->f->m->time.ticks[x->tick].period.days;
    for (uint32_t i = 0; i < x->count; i++) {
        uint32_t scope = part_row(x, i)->scope;
        if (!gp_stay_is_own(x->f->m, scope))
            continue;
        gp_date d = gp_stay_own_next(x->f->m, scope, days.first);
        for (; d <= days.last; d = gp_stay_own_next(x->f->m, scope, d))
            gp_vec_push(x->f->p->heap, &x->edges, d);
    }
    if (x->edges.count > 1)
        qsort(x->edges.at, x->edges.count, sizeof *x->edges.at, by_date);
}

/* The whole's days in one leaf, as the parts are to sum to them. */
static void whole_days(struct stays *x, int leaf, int64_t whole, int64_t *out)
{
    struct gp_flow *f = x->f;
    const struct gp_cut *c = &f->m->cuts.at[x->cut];
    struct gp_span_days days = f->m->time.ticks[leaf].period.days;
    int n = gp_days_count(days);
    int64_t own[31] = {0}, sum = 0;
    if (f->days == NULL)
        f->days = gp_days_new(f->m);
    gp_days_of_tick(f->days, c->row, leaf, own);
    for (int i = 0; i < n; i++)
        sum += own[i];
    memcpy(out, own, sizeof own);
    if (sum != whole && sum > 0)
        gp_round_shares(f->p->heap, whole, 1, own, (size_t)n, out);
}

static void add_leaf(struct stays *x, int leaf, size_t *edge)
{
    const struct gp_cut *c = &x->f->m->cuts.at[x->cut];
    struct gp_span_days days = x->f->m->time.ticks[leaf].period.days;
    int64_t whole = c->columns != NULL ? c->columns[leaf] : x->row->at[leaf];
    int64_t by_day[31] = {0};
    if (whole == GP_NO_AMOUNT)
        return;
    while (*edge < x->edges.count && x->edges.at[*edge] <= days.first)
        ++*edge;
    if (*edge == x->edges.count || x->edges.at[*edge] > days.last) {
        struct stretch s = {days, leaf, whole, whole};
        gp_vec_push(x->f->p->heap, &x->columns, s);
        return;
    }
    whole_days(x, leaf, whole, by_day);
    for (gp_date d = days.first; d <= days.last;) {
        while (*edge < x->edges.count && x->edges.at[*edge] <= d)
            ++*edge;
        gp_date end = *edge < x->edges.count && x->edges.at[*edge] <= days.last
                          ? x->edges.at[*edge] - 1
                          : days.last;
        struct stretch s = {{d, end}, leaf, 0, 0};
        for (; d <= end; d++)
            s.whole += by_day[d - days.first];
        s.left = s.whole;
        gp_vec_push(x->f->p->heap, &x->columns, s);
    }
}

static void make_columns(struct stays *x)
{
    const struct gp_tick *ticks = x->f->m->time.ticks;
    enum gp_grain grain =
        x->f->m->kpis.at[x->row->kpi].uses_weeks ? GP_PIECE : GP_MONTH;
    int from = x->tick, to = x->tick;
    size_t edge = 0;
    find_edges(x);
    while (ticks[from].period.grain < grain) {
        from = ticks[from].child;
        to = ticks[to].child + ticks[to].child_count - 1;
    }
    for (int leaf = from; leaf <= to; leaf++)
        add_leaf(x, leaf, &edge);
}

/* ---- what is stated ------------------------------------------------------ */

static void tell_absent(struct stays *x, const struct group *g)
{
    struct gp_row *r = part_row(x, g->part);
    if (!r->open)
        gp_flow_tell_absent(x->f, r, g->tick);
    r->open = true;
    x->failed = true;
}

/* What is stated below a leaf that has no value itself: days, or targets of
 * the part's own parts. */
static void take_least(struct stays *x, uint32_t part, int leaf)
{
    struct gp_row *r = part_row(x, part);
    int64_t least = gp_flow_least(x->f, r, leaf), weights[31], shares[31];
    size_t first = 0, n = 0;
    int64_t sum = 0;
    if (least == 0)
        return;
    while (first < x->columns.count && x->columns.at[first].leaf != leaf)
        first++;
    for (size_t c = first;
         c < x->columns.count && x->columns.at[c].leaf == leaf; c++) {
        weights[n] = x->factors[cell_of(x, part, c)] == 0
                         ? 0
                         : x->columns.at[c].whole >> 8;
        weights[n] += x->factors[cell_of(x, part, c)] != 0;
        sum += weights[n++];
    }
    if (sum == 0)
        return;
    gp_round_shares(x->f->p->heap, least, 1, weights, n, shares);
    for (size_t i = 0; i < n; i++) {
        int owner = x->owner[cell_of(x, part, first + i)];
        x->least[cell_of(x, part, first + i)] = shares[i];
        x->columns.at[first + i].left -= shares[i];
        if (owner >= 0)
            x->groups.at[owner].total -= shares[i];
    }
}

static int new_group(struct stays *x, uint32_t part, int tick, int64_t total)
{
    struct group g = {part, tick, total};
    struct gp_span_days days = x->f->m->time.ticks[tick].period.days;
    gp_vec_push(x->f->p->heap, &x->groups, g);
    for (size_t c = 0; c < x->columns.count; c++)
        if (gp_days_hold(days, x->columns.at[c].days.first))
            x->owner[cell_of(x, part, c)] = (int)x->groups.count - 1;
    return (int)x->groups.count - 1;
}

/* Cells that are there, from a tick down: each an amount over its stretches,
 * beside those that are stated inside it. */
static void take_stated(struct stays *x, uint32_t part, int tick, int group)
{
    struct gp_row *r = part_row(x, part);
    int n = gp_flow_children(x->f, r, tick);
    int child = x->f->m->time.ticks[tick].child;
    if (n == 0 && !gp_has(r, tick))
        take_least(x, part, tick);
    for (int i = 0; i < n; i++) {
        int inner = group;
        if (gp_has(r, child + i)) {
            if (group >= 0)
                x->groups.at[group].total -= r->at[child + i];
            inner = new_group(x, part, child + i, r->at[child + i]);
        }
        take_stated(x, part, child + i, inner);
    }
}

static void take_part(struct stays *x, uint32_t part)
{
    struct gp_row *r = part_row(x, part);
    gp_i128 common = 0;
    for (size_t c = 0; c < x->columns.count; c++) {
        size_t at = cell_of(x, part, c);
        x->owner[at] = x->weights[part] > 0 ? SHARED : NOBODYS;
        x->factors[at] =
            gp_stay_own_factor(x->f->m, r->scope, x->columns.at[c].days.first);
        common = gp_gcd(common, x->factors[at]);
    }
    int group = SHARED;
    if (gp_has(r, x->tick))
        group = new_group(x, part, x->tick, r->at[x->tick]);
    take_stated(x, part, x->tick, group);
}

/* ---- groups -------------------------------------------------------------- */

/* A group by itself: over its stretches as the whole is, ramped. */
static void lay_group(struct stays *x, int group, int64_t *out)
{
    const struct group *g = &x->groups.at[group];
    const struct gp_kpi *k = &x->f->m->kpis.at[x->row->kpi];
    size_t n = x->columns.count, open = 0;
    int64_t *weights = gp_calloc(x->f->p->heap, n + 1, sizeof *weights);
    gp_i128 most = 1;
    int64_t sum = 0;
    bool flat = true;
    for (size_t c = 0; c < n; c++) {
        size_t at = cell_of(x, g->part, c);
        if (x->owner[at] != group || x->factors[at] == 0)
            continue;
        open++;
        flat &= x->columns.at[c].whole <= 0;
        most += (gp_i128)x->columns.at[c].whole * x->factors[at];
    }
    int shift = 0;
    while (most >> shift >= (gp_i128)1 << 60)
        shift++;
    for (size_t c = 0; c < n; c++) {
        size_t at = cell_of(x, g->part, c);
        if (x->owner[at] == group)
            weights[c] =
                (int64_t)((gp_i128)(flat ? 1 : x->columns.at[c].whole) *
                              x->factors[at] >>
                          shift);
        sum += weights[c];
    }
    if (g->total > 0 && open == 0)
        tell_absent(x, g);
    else if (g->total < 0 && !part_row(x, g->part)->open) {
        const struct gp_row *r = part_row(x, g->part);
        gp_flow_tell_periods(x->f, (uint32_t)(r - x->f->m->rows.at), g->tick,
                             r->at[g->tick] - g->total);
    }
    x->failed |= g->total < 0;
    if (g->total > 0 && sum > 0) {
        enum gp_grain grain =
            x->f->m->time.ticks[x->columns.at[0].leaf].period.grain;
        gp_round_shares(x->f->p->heap, g->total,
                        gp_round_step(k->step[grain], &g->total, 1), weights, n,
                        out);
    }
    gp_free(x->f->p->heap, weights);
}

/* What all shares of a stretch weigh together. */
static gp_i128 weight_of(const struct stays *x, size_t column)
{
    gp_i128 sum = 0;
    for (uint32_t i = 0; i < x->count; i++) {
        size_t at = cell_of(x, i, column);
        if (x->owner[at] == SHARED)
            sum += (gp_i128)x->weights[i] * x->factors[at];
    }
    return sum;
}

/* Whether what the groups leave is nowhere less than nothing, and nowhere
 * something that no one shares. */
static bool fits(const struct stays *x)
{
    for (size_t c = 0; c < x->columns.count; c++)
        if (x->columns.at[c].left < 0 ||
            (x->columns.at[c].left > 0 && weight_of(x, c) == 0))
            return false;
    return true;
}

/* The groups, and what is shared as one more row, as a table with holes. */
static bool fit_groups(struct stays *x, int64_t *laid)
{
    size_t n = x->columns.count, rows = x->groups.count + 1;
    struct gp_heap *heap = x->f->p->heap;
    int64_t columns[GP_MAX_COLUMNS];
    if (n > GP_MAX_COLUMNS)
        return false;
    int64_t *totals = gp_calloc(heap, rows + 1, sizeof *totals);
    uint64_t *open = gp_calloc(heap, rows + 1, sizeof *open);
    int64_t *prior = gp_calloc(heap, rows * n + 1, sizeof *prior);
    int64_t *out = gp_calloc(heap, rows * n + 1, sizeof *out);
    int64_t shared = 0, step = x->f->m->kpis.at[x->row->kpi].step[GP_MONTH];
    for (size_t g = 0; g + 1 < rows; g++) {
        totals[g] = x->groups.at[g].total;
        shared -= totals[g];
        for (size_t c = 0; c < n; c++) {
            size_t at = cell_of(x, x->groups.at[g].part, c);
            bool mine = x->owner[at] == (int)g && x->factors[at] != 0;
            open[g] |= (uint64_t)mine << c;
            prior[g * n + c] = laid[g * n + c];
        }
    }
    for (size_t c = 0; c < n; c++) {
        columns[c] = x->columns.at[c].left;
        for (size_t g = 0; g + 1 < rows; g++)
            columns[c] += laid[g * n + c];
        shared += columns[c];
        if (weight_of(x, c) != 0)
            open[rows - 1] |= (uint64_t)1 << c;
        prior[(rows - 1) * n + c] =
            x->columns.at[c].left > 0 ? x->columns.at[c].left : 0;
    }
    totals[rows - 1] = shared;
    bool ok = shared >= 0 && (shared == 0 || open[rows - 1] != 0);
    for (size_t c = 0; c < n; c++)
        ok = ok && columns[c] >= 0;
    step = gp_round_step(step, totals, rows);
    step = gp_round_step(step, columns, n);
    ok = ok && gp_round_pattern(heap, totals, rows, columns, n, step, open,
                                prior, out);
    for (size_t c = 0; ok && c < n; c++) {
        x->columns.at[c].left = columns[c];
        for (size_t g = 0; g + 1 < rows; g++) {
            laid[g * n + c] = (open[g] >> c & 1) != 0 ? out[g * n + c] : 0;
            x->columns.at[c].left -= laid[g * n + c];
        }
    }
    gp_free(heap, totals);
    gp_free(heap, open);
    gp_free(heap, prior);
    gp_free(heap, out);
    return ok;
}

/* Whether a part states more than there is on the days that it is there. */
static bool tell_full(struct stays *x)
{
    for (size_t g = 0; g < x->groups.count; g++) {
        const struct group *group = &x->groups.at[g];
        int64_t room = 0, all = 0;
        for (size_t c = 0; c < x->columns.count; c++) {
            size_t at = cell_of(x, group->part, c);
            if (x->owner[at] != (int)g)
                continue;
            all += x->columns.at[c].whole;
            room += x->factors[at] != 0 ? x->columns.at[c].whole : 0;
        }
        if (room >= group->total || room == all)
            continue;
        gp_flow_tell_full(x->f, part_row(x, group->part), group->tick, x->row,
                          room);
        return true;
    }
    return false;
}

/* No way: because nobody is there, or because too much is stated. */
static void tell_unfit(struct stays *x)
{
    size_t n = x->columns.count;
    x->failed = true;
    if (tell_full(x))
        return;
    for (size_t c = 0; c < n; c++) {
        bool any = x->columns.at[c].left <= 0 || weight_of(x, c) != 0;
        for (uint32_t i = 0; i < x->count && !any; i++)
            any = x->owner[cell_of(x, i, c)] >= 0 &&
                  x->factors[cell_of(x, i, c)] != 0;
        if (any)
            continue;
        gp_flow_tell_nobody(x->f, x->cut, x->columns.at[c].leaf,
                            x->columns.at[c].days, x->columns.at[c].left);
        return;
    }
    gp_flow_tell_children(x->f, x->cut, x->tick, GP_NO_AMOUNT);
}

static void place_groups(struct stays *x)
{
    size_t n = x->columns.count, groups = x->groups.count;
    int64_t *laid = gp_calloc(x->f->p->heap, groups * n + 1, sizeof *laid);
    for (size_t g = 0; g < groups; g++)
        lay_group(x, (int)g, laid + g * n);
    for (size_t g = 0; g < groups; g++)
        for (size_t c = 0; c < n; c++)
            x->columns.at[c].left -= laid[g * n + c];
    if (!x->failed && !fits(x) && (groups == 0 || !fit_groups(x, laid)))
        tell_unfit(x);
    for (size_t g = 0; g < groups; g++)
        for (size_t c = 0; c < n; c++)
            if (x->owner[cell_of(x, x->groups.at[g].part, c)] == (int)g)
                x->cells[cell_of(x, x->groups.at[g].part, c)] = laid[g * n + c];
    gp_free(x->f->p->heap, laid);
}

/* ---- shares -------------------------------------------------------------- */

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
static void round_shares(struct stays *x, size_t first, size_t count,
                         int64_t step, struct owed *owed, int64_t *out)
{
    int64_t left = 0;
    for (size_t c = first; c < first + count; c++)
        left += x->columns.at[c].left / step;
    for (uint32_t k = 0; k < x->count; k++) {
        uint32_t i = owed[k].part;
        gp_i128 units = 0, rest = 0;
        for (size_t c = first; c < first + count; c++) {
            gp_i128 all = weight_of(x, c);
            size_t at = cell_of(x, i, c);
            if (x->owner[at] != SHARED || all == 0)
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
static bool share_leaf(struct stays *x, size_t first, size_t n, int64_t step,
                       const struct owed *owed, int64_t *out)
{
    struct gp_heap *heap = x->f->p->heap;
    int64_t columns[31];
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
    struct stretch *s = &x->columns.at[first];
    gp_i128 left = whole / step;
    for (uint32_t k = 0; k < x->count; k++) {
        uint32_t i = try[k].part;
        gp_i128 sum = 0; /* in 2^-32 of an amount */
        for (size_t c = 0; c < n; c++) {
            gp_i128 all = weight_of(x, first + c);
            size_t at = cell_of(x, i, first + c);
            if (x->owner[at] != SHARED || all == 0 || x->factors[at] == 0)
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

static void share_columns(struct stays *x)
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
            x->cells[cell_of(x, i, c)] += out[i];
        for (size_t j = 0; !as_one && j < n; j++) {
            int64_t fine = gp_round_step(step, &x->columns.at[c + j].left, 1);
            round_shares(x, c + j, 1, fine, owed, out);
            for (uint32_t i = 0; i < x->count; i++)
                if (x->owner[cell_of(x, i, c + j)] == SHARED)
                    x->cells[cell_of(x, i, c + j)] += out[i];
        }
    }
    gp_free(heap, owed);
    gp_free(heap, out);
}

/* ---- into the rows ------------------------------------------------------- */

static void sum_up(struct stays *x, struct gp_row *r, int tick)
{
    int n = gp_flow_children(x->f, r, tick);
    int child = x->f->m->time.ticks[tick].child;
    int64_t sum = 0;
    bool any = false;
    for (int i = 0; i < n; i++) {
        sum_up(x, r, child + i);
        any |= gp_has(r, child + i);
        sum += gp_has(r, child + i) ? r->at[child + i] : 0;
    }
    if (gp_has(r, tick) || !any)
        return;
    r->at[tick] = sum;
    r->why[tick] = gp_because(GP_WHY_TIME_SUM, GP_NO_FACT);
}

static void write_part(struct stays *x, uint32_t part)
{
    struct gp_row *r = part_row(x, part);
    for (size_t c = 0, n; c < x->columns.count; c += n) {
        int leaf = x->columns.at[c].leaf;
        int64_t sum = 0;
        bool mine = false;
        for (n = 0;
             c + n < x->columns.count && x->columns.at[c + n].leaf == leaf;
             n++) {
            sum += x->cells[cell_of(x, part, c + n)] +
                   x->least[cell_of(x, part, c + n)];
            mine |= x->owner[cell_of(x, part, c + n)] != NOBODYS;
        }
        if (!mine || gp_has(r, leaf))
            continue;
        r->at[leaf] = sum;
        r->why[leaf] = x->whys[part];
    }
    sum_up(x, r, x->tick);
}

/* After a finding: every part for itself. */
static void alone(struct stays *x)
{
    x->f->m->cuts.at[x->cut].joined = false;
    for (uint32_t i = 0; i < x->count; i++) {
        struct gp_row *r = part_row(x, i);
        r->open = true;
        gp_flow_time(x->f, (uint32_t)(r - x->f->m->rows.at), x->tick, true);
    }
}

static void clear(struct stays *x)
{
    struct gp_heap *heap = x->f->p->heap;
    gp_free(heap, x->owner);
    gp_free(heap, x->factors);
    gp_free(heap, x->cells);
    gp_free(heap, x->least);
    gp_vec_fini(heap, &x->columns);
    gp_vec_fini(heap, &x->edges);
    gp_vec_fini(heap, &x->groups);
}

static void work_out(struct stays *x)
{
    make_columns(x);
    x->owner = new_cells(x, sizeof *x->owner);
    x->factors = new_cells(x, sizeof *x->factors);
    x->cells = new_cells(x, sizeof *x->cells);
    x->least = new_cells(x, sizeof *x->least);
    for (uint32_t i = 0; i < x->count; i++)
        take_part(x, i);
    place_groups(x);
    if (!x->failed)
        share_columns(x);
}

/* A part that shares and has periods of its own gets its whole first, then
 * says how that lies: as good as stated.  True where there was one. */
static bool decide_own(struct stays *x)
{
    bool any = false;
    for (uint32_t i = 0; i < x->count && !x->failed; i++) {
        struct gp_row *r = part_row(x, i);
        uint32_t id = (uint32_t)(r - x->f->m->rows.at);
        int64_t sum = 0;
        if (x->weights[i] == 0 || gp_has(r, x->tick) ||
            !gp_flow_has_shape(x->f, id, x->tick))
            continue;
        for (size_t c = 0; c < x->columns.count; c++)
            sum += x->cells[cell_of(x, i, c)] + x->least[cell_of(x, i, c)];
        r->at[x->tick] = sum;
        r->why[x->tick] = x->whys[i];
        gp_flow_time(x->f, id, x->tick, true);
        any = true;
    }
    return any;
}

/* The weights of the parts: what the split's items come to. */
static void weigh_parts(struct stays *x, const struct gp_split *s,
                        const struct gp_rat *exact, struct gp_rat gap)
{
    struct gp_model *m = x->f->m;
    struct gp_map item_of;
    struct gp_rat *parts =
        gp_calloc(x->f->p->heap, x->count + 1, sizeof *parts);
    gp_map_init(&item_of, x->f->p->heap);
    for (size_t i = 0; s != NULL && i < s->item_count; i++)
        *gp_map_at(&item_of, s->items[i].part) = (uint32_t)i;
    for (uint32_t i = 0; i < x->count; i++) {
        uint32_t scope = part_row(x, i)->scope;
        uint32_t k = gp_map_get(&item_of, scope);
        x->whys[i] = gp_because(GP_WHY_STAY, GP_NO_FACT);
        parts[i] = gp_rat_int(0);
        if (k != GP_MAP_NONE) {
            const struct gp_item *item = &s->items[k];
            if (item->has_check && !gp_has(part_row(x, i), x->tick)) {
                /* "40% = 2000万" is an amount. */
                part_row(x, i)->at[x->tick] = item->amount;
                part_row(x, i)->why[x->tick] =
                    gp_because(GP_WHY_SHARE, item->fact);
            } else if (item->kind != GP_ITEM_AMOUNT) {
                parts[i] = exact[k];
                x->whys[i] = gp_flow_reason(item);
            }
        } else if (s != NULL && s->partial &&
                   m->scopes.at[scope].kind == GP_SCOPE_GAP) {
            parts[i] = gap;
            x->whys[i] = gp_because(GP_WHY_REST, s->items[0].fact);
        }
    }
    if (!gp_flow_scale(parts, x->count, x->weights))
        for (uint32_t i = 0; i < x->count; i++)
            x->weights[i] = (int64_t)gp_rat_floor(parts[i]);
    /* Room for the factors in 128 bits. */
    int64_t most = 0;
    for (uint32_t i = 0; i < x->count; i++)
        most = x->weights[i] > most ? x->weights[i] : most;
    for (; most >= (int64_t)1 << 40; most >>= 1)
        for (uint32_t i = 0; i < x->count; i++)
            x->weights[i] = (x->weights[i] + 1) >> 1;
    gp_map_fini(&item_of);
    gp_free(x->f->p->heap, parts);
}

bool gp_flow_stay(struct gp_flow *f, uint32_t cut, int tick,
                  const struct gp_split *s, const struct gp_rat *exact,
                  struct gp_rat gap)
{
    const struct gp_cut *c = &f->m->cuts.at[cut];
    struct stays x = {.f = f,
                      .cut = cut,
                      .tick = tick,
                      .row = &f->m->rows.at[c->row],
                      .count = c->count};
    x.weights = gp_calloc(f->p->heap, c->count + 1, sizeof *x.weights);
    x.whys = gp_calloc(f->p->heap, c->count + 1, sizeof *x.whys);
    weigh_parts(&x, s, exact, gap);
    work_out(&x);
    if (decide_own(&x)) {
        clear(&x);
        x = (struct stays){.f = f,
                           .cut = cut,
                           .tick = tick,
                           .row = x.row,
                           .count = x.count,
                           .weights = x.weights,
                           .whys = x.whys};
        work_out(&x);
    }
    for (uint32_t i = 0; i < x.count && !x.failed; i++)
        write_part(&x, i);
    if (x.failed)
        alone(&x);
    clear(&x);
    gp_free(f->p->heap, x.weights);
    gp_free(f->p->heap, x.whys);
    return !x.failed;
}

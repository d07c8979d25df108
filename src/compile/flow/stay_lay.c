/* The stretches of days over which the same people are there, and what the plan
 * states for each of them: see stays.h. */
#include <stdlib.h>
#include <string.h>

#include "compile/flow/stays.h"
#include "model/days.h"
#include "model/round.h"
#include "model/stay.h"

static int by_date(const void *a, const void *b)
{
    gp_date x = *(const gp_date *)a, y = *(const gp_date *)b;
    return (x > y) - (x < y);
}

/* The days on which somebody comes, goes or changes. */
static void find_edges(struct gp_stays *x)
{
    struct gp_span_days days = x->f->m->time.ticks[x->tick].period.days;
    for (uint32_t i = 0; i < x->count; i++) {
        uint32_t scope = gp_stays_part_row(x, i)->scope;
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
static void whole_days(struct gp_stays *x, int leaf, int64_t whole,
                       int64_t *out)
{
    struct gp_flow *f = x->f;
    const struct gp_cut *c = &f->m->cuts.at[x->cut];
    struct gp_span_days days = f->m->time.ticks[leaf].period.days;
    int n = gp_days_count(days);
    int64_t own[GP_MAX_MONTH_DAYS] = {0}, sum = 0;
    if (f->days == NULL)
        f->days = gp_days_new(f->m);
    gp_days_of_tick(f->days, c->row, leaf, own);
    for (int i = 0; i < n; i++)
        sum += own[i];
    memcpy(out, own, sizeof own);
    if (sum != whole && sum > 0)
        gp_round_shares(f->p->heap, whole, 1, own, (size_t)n, out);
}

static void add_leaf(struct gp_stays *x, int leaf, size_t *edge)
{
    const struct gp_cut *c = &x->f->m->cuts.at[x->cut];
    struct gp_span_days days = x->f->m->time.ticks[leaf].period.days;
    int64_t whole = c->columns != NULL ? c->columns[leaf] : x->row->at[leaf];
    int64_t by_day[GP_MAX_MONTH_DAYS] = {0};
    if (whole == GP_NO_AMOUNT)
        return;
    while (*edge < x->edges.count && x->edges.at[*edge] <= days.first)
        ++*edge;
    if (*edge == x->edges.count || x->edges.at[*edge] > days.last) {
        struct gp_stretch s = {days, leaf, whole, whole};
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
        struct gp_stretch s = {{d, end}, leaf, 0, 0};
        for (; d <= end; d++)
            s.whole += by_day[d - days.first];
        s.left = s.whole;
        gp_vec_push(x->f->p->heap, &x->columns, s);
    }
}

void gp_stays_columns(struct gp_stays *x)
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

static void tell_absent(struct gp_stays *x, const struct gp_stay_group *g)
{
    struct gp_row *r = gp_stays_part_row(x, g->part);
    if (!r->open)
        gp_flow_tell_absent(x->f, r, g->tick);
    r->open = true;
    x->failed = true;
}

/* What is stated below a leaf that has no value itself: days, or targets of
 * the part's own parts. */
static void take_least(struct gp_stays *x, uint32_t part, int leaf)
{
    struct gp_row *r = gp_stays_part_row(x, part);
    int64_t least = gp_flow_least(x->f, r, leaf);
    int64_t weights[GP_MAX_MONTH_DAYS], shares[GP_MAX_MONTH_DAYS];
    size_t first = 0, n = 0;
    int64_t sum = 0;
    if (least == 0)
        return;
    while (first < x->columns.count && x->columns.at[first].leaf != leaf)
        first++;
    for (size_t c = first;
         c < x->columns.count && x->columns.at[c].leaf == leaf; c++) {
        weights[n] = x->factors[gp_stays_cell_of(x, part, c)] == 0
                         ? 0
                         : x->columns.at[c].whole >> 8;
        weights[n] += x->factors[gp_stays_cell_of(x, part, c)] != 0;
        sum += weights[n++];
    }
    if (sum == 0)
        return;
    gp_round_shares(x->f->p->heap, least, 1, weights, n, shares);
    for (size_t i = 0; i < n; i++) {
        int owner = x->owner[gp_stays_cell_of(x, part, first + i)];
        x->least[gp_stays_cell_of(x, part, first + i)] = shares[i];
        x->columns.at[first + i].left -= shares[i];
        if (owner >= 0)
            x->groups.at[owner].total -= shares[i];
    }
}

static int new_group(struct gp_stays *x, uint32_t part, int tick, int64_t total)
{
    struct gp_stay_group g = {part, tick, total};
    struct gp_span_days days = x->f->m->time.ticks[tick].period.days;
    gp_vec_push(x->f->p->heap, &x->groups, g);
    for (size_t c = 0; c < x->columns.count; c++)
        if (gp_days_hold(days, x->columns.at[c].days.first))
            x->owner[gp_stays_cell_of(x, part, c)] = (int)x->groups.count - 1;
    return (int)x->groups.count - 1;
}

/* Cells that are there, from a tick down: each an amount over its stretches,
 * beside those that are stated inside it. */
static void take_stated(struct gp_stays *x, uint32_t part, int tick, int group)
{
    struct gp_row *r = gp_stays_part_row(x, part);
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

void gp_stays_take(struct gp_stays *x, uint32_t part)
{
    struct gp_row *r = gp_stays_part_row(x, part);
    gp_i128 common = 0;
    for (size_t c = 0; c < x->columns.count; c++) {
        size_t at = gp_stays_cell_of(x, part, c);
        x->owner[at] = x->weights[part] > 0 ? GP_SHARED : GP_NOBODYS;
        x->factors[at] =
            gp_stay_own_factor(x->f->m, r->scope, x->columns.at[c].days.first);
        common = gp_gcd(common, x->factors[at]);
    }
    int group = GP_SHARED;
    if (gp_has(r, x->tick))
        group = new_group(x, part, x->tick, r->at[x->tick]);
    take_stated(x, part, x->tick, group);
}

/* ---- groups -------------------------------------------------------------- */

/* A group by itself: over its stretches as the whole is, ramped. */
static void lay_group(struct gp_stays *x, int group, int64_t *out)
{
    const struct gp_stay_group *g = &x->groups.at[group];
    const struct gp_kpi *k = &x->f->m->kpis.at[x->row->kpi];
    size_t n = x->columns.count, open = 0;
    int64_t *weights = gp_calloc(x->f->p->heap, n + 1, sizeof *weights);
    gp_i128 most = 1;
    int64_t sum = 0;
    bool flat = true;
    for (size_t c = 0; c < n; c++) {
        size_t at = gp_stays_cell_of(x, g->part, c);
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
        size_t at = gp_stays_cell_of(x, g->part, c);
        if (x->owner[at] == group)
            weights[c] =
                (int64_t)((gp_i128)(flat ? 1 : x->columns.at[c].whole) *
                              x->factors[at] >>
                          shift);
        sum += weights[c];
    }
    if (g->total > 0 && open == 0)
        tell_absent(x, g);
    else if (g->total < 0 && !gp_stays_part_row(x, g->part)->open) {
        const struct gp_row *r = gp_stays_part_row(x, g->part);
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
gp_i128 gp_stays_weight(const struct gp_stays *x, size_t column)
{
    gp_i128 sum = 0;
    for (uint32_t i = 0; i < x->count; i++) {
        size_t at = gp_stays_cell_of(x, i, column);
        if (x->owner[at] == GP_SHARED)
            sum += (gp_i128)x->weights[i] * x->factors[at];
    }
    return sum;
}

/* Whether what the groups leave is nowhere less than nothing, and nowhere
 * something that no one shares. */
static bool fits(const struct gp_stays *x)
{
    for (size_t c = 0; c < x->columns.count; c++)
        if (x->columns.at[c].left < 0 ||
            (x->columns.at[c].left > 0 && gp_stays_weight(x, c) == 0))
            return false;
    return true;
}

/* The groups, and what is shared as one more row, as a table with holes. */
static bool fit_groups(struct gp_stays *x, int64_t *laid)
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
            size_t at = gp_stays_cell_of(x, x->groups.at[g].part, c);
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
        if (gp_stays_weight(x, c) != 0)
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
static bool tell_full(struct gp_stays *x)
{
    for (size_t g = 0; g < x->groups.count; g++) {
        const struct gp_stay_group *group = &x->groups.at[g];
        int64_t room = 0, all = 0;
        for (size_t c = 0; c < x->columns.count; c++) {
            size_t at = gp_stays_cell_of(x, group->part, c);
            if (x->owner[at] != (int)g)
                continue;
            all += x->columns.at[c].whole;
            room += x->factors[at] != 0 ? x->columns.at[c].whole : 0;
        }
        if (room >= group->total || room == all)
            continue;
        gp_flow_tell_full(x->f, gp_stays_part_row(x, group->part), group->tick,
                          x->row, room);
        return true;
    }
    return false;
}

/* No way: because nobody is there, or because too much is stated. */
static void tell_unfit(struct gp_stays *x)
{
    size_t n = x->columns.count;
    x->failed = true;
    if (tell_full(x))
        return;
    for (size_t c = 0; c < n; c++) {
        bool any = x->columns.at[c].left <= 0 || gp_stays_weight(x, c) != 0;
        for (uint32_t i = 0; i < x->count && !any; i++)
            any = x->owner[gp_stays_cell_of(x, i, c)] >= 0 &&
                  x->factors[gp_stays_cell_of(x, i, c)] != 0;
        if (any)
            continue;
        struct gp_span at = x->f->m->cuts.at[x->cut].span;
        if (!gp_span_is_set(at))
            at = gp_flow_origin(x->f, x->row, x->columns.at[c].leaf);
        gp_flow_tell_nobody(x->f, x->row, at, x->columns.at[c].days,
                            x->columns.at[c].left);
        return;
    }
    gp_flow_tell_children(x->f, x->cut, x->tick, GP_NO_AMOUNT);
}

void gp_stays_place(struct gp_stays *x)
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
            if (x->owner[gp_stays_cell_of(x, x->groups.at[g].part, c)] ==
                (int)g)
                x->cells[gp_stays_cell_of(x, x->groups.at[g].part, c)] =
                    laid[g * n + c];
    gp_free(x->f->p->heap, laid);
}

/* One row over its periods: see flow.h. */
#include <string.h>

#include "base/vec.h"
#include "compile/flow.h"
#include "model/round.h"
#include "model/shape.h"

int gp_flow_children(const struct gp_flow *f, const struct gp_row *row,
                     int tick)
{
    const struct gp_tick *t = &f->m->time.ticks[tick];
    const struct gp_kpi *k = &f->m->kpis.at[row->kpi];
    return t->child_count != 0 && t->child < k->tick_count ? t->child_count
                                                           : 0;
}

int64_t gp_flow_least(const struct gp_flow *f, const struct gp_row *row,
                      int tick)
{
    if (gp_has(row, tick))
        return row->at[tick];
    int64_t sum = 0;
    int n = gp_flow_children(f, row, tick);
    for (int i = 0; i < n; i++)
        sum += gp_flow_least(f, row, f->m->time.ticks[tick].child + i);
    return sum;
}

static bool same_days(struct gp_span_days a, struct gp_span_days b)
{
    return a.first == b.first && a.last == b.last;
}

/* A split of the row over time whose period is just the tick's.  The first
 * tick with those days counts: a plan of one year is one thing. */
static const struct gp_split *time_split(const struct gp_flow *f, uint32_t row,
                                         int tick)
{
    const struct gp_tick *t = &f->m->time.ticks[tick];
    if (t->parent != GP_NO_TICK &&
        same_days(f->m->time.ticks[t->parent].period.days, t->period.days))
        return NULL;
    for (uint32_t s = gp_first_split(f->p, row); s != GP_NONE;
         s = f->p->splits.at[s].next) {
        const struct gp_split *x = &f->p->splits.at[s];
        if (x->axis == GP_AXIS_TIME &&
            same_days(x->period.days, t->period.days))
            return x;
    }
    return NULL;
}

bool gp_flow_has_shape(const struct gp_flow *f, uint32_t row, int tick)
{
    uint32_t shapes = f->m->rows.at[row].shapes;
    enum gp_grain to = f->m->kpis.at[f->m->rows.at[row].kpi].uses_weeks
                           ? GP_PIECE
                           : GP_MONTH;
    for (int g = 0; shapes != GP_NONE && g <= (int)GP_DAY; g++)
        if (f->m->shapes.at[shapes].by[g].kind != GP_SHAPE_NONE &&
            f->m->time.ticks[tick].period.grain < to)
            return true;
    return time_split(f, row, tick) != NULL;
}

/* ---- a split that states a period's parts --------------------------------- */

/* What the items of a time split come to. */
struct spread {
    const struct gp_split *s;
    int64_t *amounts; /* by item: of amounts */
    int64_t *weights; /* by item: of the others, in proportion */
    int64_t rest;     /* what the amounts leave for the others */
};

static void tell_sum(struct gp_flow *f, const struct gp_split *s, uint32_t row,
                     int tick, int64_t sum, bool shares)
{
    struct gp_pass *p = f->p;
    struct gp_arena *a = &p->findings->arena;
    const struct gp_row *r = &f->m->rows.at[row];
    const char *whole = gp_flow_amount(f, r, r->at[tick]);
    const char *is = gp_flow_amount(f, r, sum);
    bool over = sum > r->at[tick];
    const char *gap = gp_flow_amount(
        f, r, over ? sum - r->at[tick] : r->at[tick] - sum);
    const char *grain =
        gp_arena_join(a, gp_grain_name(s->grain), "s", NULL);
    struct gp_finding *x = gp_find(
        p->findings, GP_TEXT_SPLIT_SUM, s->span, grain,
        gp_flow_scope_name(f, r->scope), is, whole, NULL);
    const char *all = "";
    for (size_t i = 0; i < s->item_count && i < 12; i++) {
        const struct gp_item *item = &s->items[i];
        all = gp_arena_join(
            a, all, i == 0 ? "" : " + ",
            item->kind == GP_ITEM_AMOUNT
                ? gp_flow_amount(f, r, item->amount)
                : gp_show_rat(a, f->m, item->value, shares),
            NULL);
    }
    gp_find_detail(p->findings, x,
                   over ? GP_TEXT_DETAIL_OVER : GP_TEXT_DETAIL_SHORT, all, is,
                   gap, whole, NULL);
    gp_flow_note_cell(f, x, r, tick);
    gp_find_help(p->findings, x,
                 over ? GP_TEXT_HELP_PERIODS_OVER : GP_TEXT_HELP_PERIODS_SHORT,
                 gap, NULL);
}

/* Integers in proportion to exact parts of a value. */
static bool scale_parts(const struct gp_rat *parts, size_t n, int64_t *out)
{
    gp_i128 den = 1, common = 0;
    for (size_t i = 0; i < n; i++) {
        den = den / gp_gcd(den, parts[i].den) * parts[i].den;
        if (den > (gp_i128)1 << 62)
            return false;
    }
    for (size_t i = 0; i < n; i++)
        common = gp_gcd(common, parts[i].num * (den / parts[i].den));
    for (size_t i = 0; i < n; i++) {
        gp_i128 w = parts[i].num * (den / parts[i].den);
        w = common == 0 ? 0 : w / common;
        if (w > INT64_MAX / 1000)
            return false;
        out[i] = (int64_t)w;
    }
    return true;
}

/* Sorts out amounts, shares, weights and the rest of one value; false where
 * a finding was made. */
static bool weigh(struct gp_flow *f, uint32_t row, int tick,
                  struct spread *out)
{
    const struct gp_split *s = out->s;
    const struct gp_row *r = &f->m->rows.at[row];
    size_t n = s->item_count;
    int64_t whole = r->at[tick], amounts = 0;
    struct gp_rat *parts = gp_calloc(f->p->heap, n + 1, sizeof *parts);
    struct gp_rat shares = {0, 1}, weights = {0, 1};
    bool rest = false, weighed = false, shared = false, hole = false;
    for (size_t i = 0; i < n; i++) {
        const struct gp_item *item = &s->items[i];
        out->amounts[i] = GP_NO_AMOUNT;
        parts[i] = gp_rat_int(0);
        if (item->kind == GP_ITEM_AMOUNT) {
            out->amounts[i] = item->amount;
            amounts += item->amount;
        } else if (item->kind == GP_ITEM_SHARE) {
            shared = true;
            gp_rat_mul(&parts[i], item->value, gp_rat_int(whole));
            gp_rat_add(&shares, shares, parts[i]);
        } else if (item->kind == GP_ITEM_WEIGHT) {
            weighed = true;
            gp_rat_add(&weights, weights, item->value);
        } else {
            rest |= item->kind == GP_ITEM_REST;
            hole |= item->kind == GP_ITEM_HOLE;
        }
    }
    struct gp_rat left = gp_rat_int(whole - amounts);
    gp_rat_sub(&left, left, shares);
    bool exact = rest || (weighed && gp_rat_sign(weights) > 0);
    bool ok = gp_rat_sign(left) == 0 || (exact && gp_rat_sign(left) > 0);
    if (!ok && !hole) {
        int64_t sum;
        struct gp_rat all;
        gp_rat_add(&all, shares, gp_rat_int(amounts));
        gp_rat_rounded(all, 0, &sum);
        tell_sum(f, s, row, tick, sum, shared);
    }
    for (size_t i = 0; i < n && ok; i++) {
        const struct gp_item *item = &s->items[i];
        if (item->kind == GP_ITEM_REST)
            parts[i] = left;
        else if (item->kind == GP_ITEM_WEIGHT && gp_rat_sign(left) != 0 &&
                 gp_rat_div(&parts[i], item->value, weights))
            gp_rat_mul(&parts[i], parts[i], left);
    }
    ok = ok && !hole && scale_parts(parts, n, out->weights);
    out->rest = whole - amounts;
    gp_free(f->p->heap, parts);
    return ok;
}

static void set_cell(struct gp_flow *f, uint32_t row, int tick, int64_t value,
                     struct gp_reason why)
{
    struct gp_row *r = &f->m->rows.at[row];
    if (!gp_has(r, tick)) {
        r->at[tick] = value;
        r->why[tick] = why;
        return;
    }
    if (r->at[tick] != value)
        gp_flow_tell_periods(f, row, tick, value);
}

static struct gp_reason item_reason(const struct gp_item *item)
{
    static const enum gp_why whys[] = {
        [GP_ITEM_AMOUNT] = GP_WHY_AMOUNT, [GP_ITEM_SHARE] = GP_WHY_SHARE,
        [GP_ITEM_WEIGHT] = GP_WHY_WEIGHT, [GP_ITEM_REST] = GP_WHY_REST,
        [GP_ITEM_HOLE] = GP_WHY_NOTHING};
    return gp_because(whys[item->kind], item->fact);
}

/* Amounts and weights of the items that lie inside a stretch of days. */
static void inside(const struct spread *x, struct gp_span_days days,
                   int64_t *amounts, int64_t *weights)
{
    *amounts = *weights = 0;
    for (size_t i = 0; i < x->s->item_count; i++) {
        const struct gp_period *at = &x->s->periods[x->s->items[i].part];
        if (!gp_days_hold(days, at->days.first))
            continue;
        if (x->amounts[i] != GP_NO_AMOUNT)
            *amounts += x->amounts[i];
        else
            *weights += x->weights[i];
    }
}

/* The item whose period is the tick's. */
static const struct gp_item *item_at(const struct spread *x,
                                     struct gp_span_days days)
{
    for (size_t i = 0; i < x->s->item_count; i++) {
        const struct gp_period *at = &x->s->periods[x->s->items[i].part];
        if (at->days.first == days.first)
            return &x->s->items[i];
    }
    return NULL;
}

static void spread_days(struct gp_flow *f, const struct spread *x,
                        uint32_t row, int tick, int64_t left)
{
    struct gp_span_days days = f->m->time.ticks[tick].period.days;
    int64_t weights[31], shares[31] = {0}, sum = 0;
    int n = gp_days_count(days);
    for (int i = 0; i < n; i++) {
        const struct gp_item *item =
            item_at(x, (struct gp_span_days){days.first + i, days.last});
        size_t k = item != NULL ? (size_t)(item - x->s->items) : 0;
        weights[i] = item == NULL || x->amounts[k] != GP_NO_AMOUNT
                         ? 0
                         : x->weights[k];
        sum += weights[i];
    }
    int64_t step = f->m->kpis.at[f->m->rows.at[row].kpi].step[GP_DAY];
    if (sum > 0)
        gp_round_shares(f->p->heap, left, gp_round_step(step, &left, 1),
                        weights, (size_t)n, shares);
    for (int i = 0; i < n; i++) {
        struct gp_period day = {
            GP_DAY, {days.first + i, days.first + i}, 0, 0};
        const struct gp_item *item = item_at(x, day.days);
        size_t k = item != NULL ? (size_t)(item - x->s->items) : 0;
        if (item == NULL)
            continue;
        int64_t value =
            x->amounts[k] != GP_NO_AMOUNT ? x->amounts[k] : shares[i];
        gp_state_cell(f->p, row, &day, value, GP_WHY_AMOUNT, item->fact);
    }
}

/* Down from a tick to the split's grain, rounding the coarse ones first. */
static void spread_ticks(struct gp_flow *f, const struct spread *x,
                         uint32_t row, int tick, int64_t left)
{
    const struct gp_tick *ticks = f->m->time.ticks;
    const struct gp_row *r = &f->m->rows.at[row];
    int n = gp_flow_children(f, r, tick);
    if (n == 0) {
        spread_days(f, x, row, tick, left);
        return;
    }
    int64_t amounts[GP_MAX_COLUMNS], weights[GP_MAX_COLUMNS];
    int64_t shares[GP_MAX_COLUMNS] = {0}, sum = 0;
    int child = ticks[tick].child;
    enum gp_grain grain = ticks[child].period.grain;
    for (int i = 0; i < n; i++) {
        inside(x, ticks[child + i].period.days, &amounts[i], &weights[i]);
        sum += weights[i];
    }
    int64_t step = f->m->kpis.at[r->kpi].step[grain];
    if (sum > 0)
        gp_round_shares(f->p->heap, left, gp_round_step(step, &left, 1),
                        weights, (size_t)n, shares);
    for (int i = 0; i < n; i++) {
        const struct gp_item *item =
            grain == x->s->grain
                ? item_at(x, ticks[child + i].period.days)
                : NULL;
        set_cell(f, row, child + i, amounts[i] + shares[i],
                 item != NULL ? item_reason(item)
                              : gp_because(GP_WHY_TIME_SUM, GP_NO_FACT));
        if (grain != x->s->grain)
            spread_ticks(f, x, row, child + i, shares[i]);
    }
}

/* A whole week's value, laid on the pieces that its months cut it into. */
static void lay_week(struct gp_flow *f, uint32_t row,
                     const struct gp_period *week, int64_t value,
                     struct gp_reason why)
{
    const struct gp_timetable *t = &f->m->time;
    struct gp_span_days days = gp_days_cut(week->days, t->days);
    int64_t weights[2] = {0, 0}, shares[2] = {0, 0};
    int pieces[2], n = 0;
    for (gp_date d = days.first; d <= days.last && n < 2;) {
        pieces[n] = gp_timetable_at(t, GP_PIECE, d);
        weights[n] = gp_calendar_workdays(&f->m->calendar,
                                          t->ticks[pieces[n]].period.days);
        d = t->ticks[pieces[n++]].period.days.last + 1;
    }
    for (int i = 0; i < n && weights[0] + weights[1] == 0; i++)
        weights[i] = gp_days_count(t->ticks[pieces[i]].period.days);
    if (n == 0)
        return;
    gp_round_shares(f->p->heap, value, 1, weights, (size_t)n, shares);
    for (int i = 0; i < n; i++)
        set_cell(f, row, pieces[i], shares[i], why);
}

static void spread_weeks(struct gp_flow *f, const struct spread *x,
                         uint32_t row, int64_t left)
{
    size_t n = x->s->item_count;
    int64_t *weights = gp_alloc(f->p->heap, (n + 1) * sizeof *weights);
    int64_t *shares = gp_calloc(f->p->heap, n + 1, sizeof *shares);
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        weights[i] = x->amounts[i] != GP_NO_AMOUNT ? 0 : x->weights[i];
        sum += weights[i];
    }
    int64_t step = f->m->kpis.at[f->m->rows.at[row].kpi].step[GP_WEEK];
    if (sum > 0)
        gp_round_shares(f->p->heap, left, gp_round_step(step, &left, 1),
                        weights, n, shares);
    for (size_t i = 0; i < n; i++) {
        struct gp_period at = x->s->periods[x->s->items[i].part];
        at.days = gp_days_cut(at.days, x->s->period.days);
        lay_week(f, row, &at,
                 x->amounts[i] != GP_NO_AMOUNT ? x->amounts[i] : shares[i],
                 item_reason(&x->s->items[i]));
    }
    gp_free(f->p->heap, weights);
    gp_free(f->p->heap, shares);
}

static void apply_split(struct gp_flow *f, const struct gp_split *s,
                        uint32_t row, int tick)
{
    size_t n = s->item_count;
    struct spread x = {.s = s};
    x.amounts = gp_alloc(f->p->heap, (n + 1) * sizeof *x.amounts);
    x.weights = gp_calloc(f->p->heap, n + 1, sizeof *x.weights);
    if (weigh(f, row, tick, &x)) {
        if (s->grain == GP_WEEK)
            spread_weeks(f, &x, row, x.rest);
        else
            spread_ticks(f, &x, row, tick, x.rest);
    } else {
        f->m->rows.at[row].open = true;
    }
    gp_free(f->p->heap, x.amounts);
    gp_free(f->p->heap, x.weights);
}

/* ---- what is left, in proportion ------------------------------------------ */

/* The weights of a tick's children for this row: its own shape, the shape of
 * the row above, the KPI's default, or what is built in. */
static enum gp_why child_weights(const struct gp_flow *f, uint32_t row,
                                 int tick, int64_t *weights, uint32_t *fact)
{
    const struct gp_row *r = &f->m->rows.at[row];
    const struct gp_tick *t = &f->m->time.ticks[tick];
    const struct gp_shapes *shapes = NULL;
    const struct gp_shape *used;
    int n = t->child_count;
    *fact = GP_NO_FACT;
    if (r->shapes != GP_NONE) {
        shapes = &f->m->shapes.at[r->shapes];
    } else if (r->parent != GP_NONE && !f->m->rows.at[r->parent].rollup) {
        const struct gp_row *up = &f->m->rows.at[r->parent];
        int64_t sum = 0;
        bool all = true;
        for (int i = 0; i < n; i++) {
            all &= gp_has(up, t->child + i);
            weights[i] = gp_has(up, t->child + i) ? up->at[t->child + i] : 0;
            sum += weights[i];
        }
        if (all && sum > 0)
            return GP_WHY_SHAPE;
    }
    if (shapes == NULL && f->m->kpi_defaults[r->kpi] != GP_NONE)
        shapes = &f->m->shapes.at[f->m->kpi_defaults[r->kpi]];
    gp_shape_ticks(f->m, shapes, tick, weights, &used);
    if (used == NULL)
        return GP_WHY_BUILTIN;
    *fact = used->fact;
    return GP_WHY_DEFAULT;
}

/* A child that states some of its periods shares only for the others. */
static void reduce_weights(const struct gp_flow *f, uint32_t row, int tick,
                           int64_t *weights, const bool *partly)
{
    const struct gp_row *r = &f->m->rows.at[row];
    const struct gp_tick *t = &f->m->time.ticks[tick];
    struct gp_rat exact[GP_MAX_COLUMNS];
    for (int i = 0; i < t->child_count; i++) {
        int64_t inner[GP_MAX_COLUMNS], open = 0, all = 0;
        uint32_t fact;
        int k = gp_flow_children(f, r, t->child + i);
        exact[i] = gp_rat_int(weights[i]);
        if (!partly[i] || k == 0)
            continue;
        child_weights(f, row, t->child + i, inner, &fact);
        for (int j = 0; j < k; j++) {
            all += inner[j];
            if (!gp_has(r, f->m->time.ticks[t->child + i].child + j))
                open += inner[j];
        }
        exact[i] = gp_rat_make((gp_i128)weights[i] * open, all);
    }
    /* Where no common denominator fits, whole numbers are near enough: what
     * is shared sums all the same. */
    if (!scale_parts(exact, t->child_count, weights))
        for (int i = 0; i < t->child_count; i++)
            weights[i] = (int64_t)gp_rat_floor(exact[i]);
}

static void share_rest(struct gp_flow *f, uint32_t row, int tick, int n)
{
    struct gp_row *r = &f->m->rows.at[row];
    const struct gp_tick *t = &f->m->time.ticks[tick];
    int64_t weights[GP_MAX_COLUMNS], shares[GP_MAX_COLUMNS];
    int64_t least[GP_MAX_COLUMNS] = {0}, left = r->at[tick], sum = 0;
    bool partly[GP_MAX_COLUMNS] = {false}, any = false, some = false;
    uint32_t fact;
    int open = 0;
    enum gp_why why = child_weights(f, row, tick, weights, &fact);
    for (int i = 0; i < n; i++) {
        least[i] = gp_flow_least(f, r, t->child + i);
        left -= least[i];
        if (gp_has(r, t->child + i)) {
            weights[i] = 0;
            some = true;
            continue;
        }
        open++;
        partly[i] = least[i] != 0;
        any |= partly[i];
    }
    if (open == 0 || left < 0) {
        if (left != 0 && !r->open)
            gp_flow_tell_periods(f, row, tick, r->at[tick] - left);
        r->open |= left != 0;
        if (open == 0)
            return;
        left = 0;
    }
    if (any)
        reduce_weights(f, row, tick, weights, partly);
    for (int i = 0; i < n; i++)
        sum += weights[i];
    for (int i = 0; sum == 0 && i < n; i++)
        weights[i] = !gp_has(r, t->child + i);
    int64_t step =
        f->m->kpis.at[r->kpi].step[f->m->time.ticks[t->child].period.grain];
    gp_round_shares(f->p->heap, left, gp_round_step(step, &left, 1), weights,
                    (size_t)n, shares);
    for (int i = 0; i < n; i++) {
        if (gp_has(r, t->child + i))
            continue;
        r->at[t->child + i] = least[i] + shares[i];
        r->why[t->child + i] =
            gp_because(some || any ? GP_WHY_REMAINDER : why, fact);
    }
}

void gp_flow_time(struct gp_flow *f, uint32_t row, int tick, bool deep)
{
    struct gp_row *r = &f->m->rows.at[row];
    int n = gp_flow_children(f, r, tick);
    if (gp_has(r, tick)) {
        const struct gp_split *s = time_split(f, row, tick);
        if (s != NULL)
            apply_split(f, s, row, tick);
        if (n > 0)
            share_rest(f, row, tick, n);
    }
    for (int i = 0; deep && i < n; i++)
        gp_flow_time(f, row, f->m->time.ticks[tick].child + i, true);
}

void gp_flow_weeks(struct gp_flow *f)
{
    for (size_t i = 0; i < f->p->week_cells.count; i++) {
        const struct gp_week_cell *w = &f->p->week_cells.at[i];
        lay_week(f, w->row, &w->period, w->amount,
                 gp_because(w->why, w->fact));
    }
}

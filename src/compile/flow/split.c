/* A split of one row over time, put into its periods: see flow.h. */
#include "compile/split.h"
#include "base/vec.h"
#include "compile/flow/flow.h"
#include "model/round.h"

/* What the items of a time split come to. */
struct spread {
    const struct gp_split *s;
    int64_t *amounts; /* by item: of amounts */
    int64_t *weights; /* by item: of the others, in proportion */
    int64_t rest;     /* what the amounts leave for the others */
    bool yields;      /* all weights: they hold within what is decided */
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
    const char *gap =
        gp_flow_amount(f, r, over ? sum - r->at[tick] : r->at[tick] - sum);
    const char *grain = gp_word(p->findings, gp_grain_plural(s->grain));
    struct gp_finding *x =
        gp_find(p->findings, GP_TEXT_SPLIT_SUM, s->span, grain,
                gp_flow_scope_name(f, r->scope), is, whole, NULL);
    const char *all = "";
    for (size_t i = 0; i < s->item_count && i < 12; i++) {
        const struct gp_item *item = &s->items[i];
        all = gp_arena_join(a, all, i == 0 ? "" : " + ",
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
bool gp_flow_scale(const struct gp_rat *parts, size_t n, int64_t *out)
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
static bool weigh(struct gp_flow *f, uint32_t row, int tick, struct spread *out)
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
    if (!ok && !hole && !gp_flow_is_spoilt(f, r, tick)) {
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
    ok = ok && !hole && gp_flow_scale(parts, n, out->weights);
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
    static const enum gp_why whys[] = {[GP_ITEM_AMOUNT] = GP_WHY_AMOUNT,
                                       [GP_ITEM_SHARE] = GP_WHY_SHARE,
                                       [GP_ITEM_WEIGHT] = GP_WHY_WEIGHT,
                                       [GP_ITEM_REST] = GP_WHY_REST,
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

static void spread_days(struct gp_flow *f, const struct spread *x, uint32_t row,
                        int tick, int64_t left)
{
    struct gp_span_days days = f->m->time.ticks[tick].period.days;
    int64_t weights[GP_MAX_MONTH_DAYS], shares[GP_MAX_MONTH_DAYS] = {0};
    int64_t sum = 0;
    int n = gp_days_count(days);
    for (int i = 0; i < n; i++) {
        const struct gp_item *item =
            item_at(x, (struct gp_span_days){days.first + i, days.last});
        size_t k = item != NULL ? (size_t)(item - x->s->items) : 0;
        weights[i] =
            item == NULL || x->amounts[k] != GP_NO_AMOUNT ? 0 : x->weights[k];
        sum += weights[i];
    }
    int64_t step = f->m->kpis.at[f->m->rows.at[row].kpi].step[GP_DAY];
    if (sum > 0)
        gp_round_shares(f->p->heap, left, gp_round_step(step, &left, 1),
                        weights, (size_t)n, shares);
    for (int i = 0; i < n; i++) {
        struct gp_period day = {GP_DAY, {days.first + i, days.first + i}, 0, 0};
        const struct gp_item *item = item_at(x, day.days);
        size_t k = item != NULL ? (size_t)(item - x->s->items) : 0;
        bool stated = gp_map_get(&f->m->day_of,
                                 gp_map_key(row, (uint32_t)(days.first + i))) !=
                      GP_MAP_NONE;
        if (item == NULL || (stated && x->amounts[k] != GP_NO_AMOUNT))
            continue;
        int64_t value =
            x->amounts[k] != GP_NO_AMOUNT ? x->amounts[k] : shares[i];
        gp_state_cell(f->p, row, &day, value, GP_WHY_AMOUNT, item->fact);
    }
}

/* Down from a tick to the split's grain, rounding the coarse ones first.
 * What a coarser split has decided stands: within it the weights count. */
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
    bool decided[GP_MAX_COLUMNS] = {false};
    for (int i = 0; i < n; i++) {
        inside(x, ticks[child + i].period.days, &amounts[i], &weights[i]);
        decided[i] = grain < x->s->grain && x->yields && gp_has(r, child + i) &&
                     weights[i] != 0;
        if (decided[i]) {
            left -= r->at[child + i] - amounts[i];
            weights[i] = 0;
        }
        sum += weights[i];
    }
    int64_t step = f->m->kpis.at[r->kpi].step[grain];
    if (sum > 0 && left > 0)
        gp_round_shares(f->p->heap, left, gp_round_step(step, &left, 1),
                        weights, (size_t)n, shares);
    for (int i = 0; i < n; i++) {
        const struct gp_item *item =
            grain == x->s->grain ? item_at(x, ticks[child + i].period.days)
                                 : NULL;
        if (decided[i])
            shares[i] = r->at[child + i] - amounts[i];
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

static void put_split(struct gp_flow *f, const struct gp_split *s, uint32_t row,
                      int tick)
{
    size_t n = s->item_count;
    struct spread x = {.s = s, .yields = true};
    for (size_t i = 0; i < n; i++)
        x.yields &= s->items[i].kind == GP_ITEM_WEIGHT;
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

void gp_flow_split(struct gp_flow *f, const struct gp_split *s, uint32_t row,
                   int tick)
{
    if (!s->is_stated) {
        put_split(f, s, row, tick);
        return;
    }
    /* Amounts are cells already: where they make up the whole, nothing is
     * left to do. */
    if (s->stated == f->m->rows.at[row].at[tick])
        return;
    struct gp_items items = {0};
    struct gp_periods periods = {0};
    struct gp_split again = *s;
    struct gp_ref block = gp_ref_part(f->p, s->ref, GP_N_BLOCK);
    if (gp_time_items(f->p, &again, block, &items, &periods)) {
        again.items = items.at;
        again.item_count = items.count;
        again.periods = periods.at;
        put_split(f, &again, row, tick);
    }
    gp_vec_fini(f->p->heap, &items);
    gp_vec_fini(f->p->heap, &periods);
}

void gp_flow_weeks(struct gp_flow *f)
{
    for (size_t i = 0; i < f->p->week_cells.count; i++) {
        const struct gp_week_cell *w = &f->p->week_cells.at[i];
        uint32_t kpi = f->m->rows.at[w->row].kpi;
        if (f->m->kpis.at[kpi].funnel_rank != f->rank)
            continue;
        lay_week(f, w->row, &w->period, w->amount, gp_because(w->why, w->fact));
    }
}

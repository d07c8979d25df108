/* Splits of an amendment: what they say of a cell's periods and parts becomes
 * cells of the amendment.  What a split does not name is shared again. */
#include "base/vec.h"
#include "compile/amend/amended.h"
#include "model/round.h"

static bool is_of(const struct gp_amending *w, const struct gp_split *s,
                  uint32_t row)
{
    const struct gp_row *r = &w->m->rows.at[row];
    return s->kpi == r->kpi && s->scope == r->scope;
}

bool gp_amend_has_split(const struct gp_amending *w, uint32_t cut)
{
    const struct gp_cut *c = &w->m->cuts.at[cut];
    for (size_t i = 0; i < w->p->amended_splits.count; i++) {
        const struct gp_split *s = &w->p->amended_splits.at[i];
        if (s->amendment <= w->index && s->axis != GP_AXIS_TIME &&
            s->dimension == c->dimension && is_of(w, s, c->row))
            return true;
    }
    return false;
}

static bool is_open(const struct gp_item *item)
{
    return item->kind == GP_ITEM_HOLE;
}

/* Shares and weights alone divide the whole among them. */
static bool divides(const struct gp_split *s)
{
    struct gp_rat sum = {0, 1};
    bool weights = true;
    for (size_t i = 0; i < s->item_count; i++) {
        const struct gp_item *item = &s->items[i];
        if (item->kind != GP_ITEM_SHARE && item->kind != GP_ITEM_WEIGHT)
            return false;
        weights &= item->kind == GP_ITEM_WEIGHT;
        if (!gp_rat_add(&sum, sum, item->value))
            return false;
    }
    return weights || gp_rat_cmp(sum, gp_rat_int(1)) == 0;
}

static void check_amount(struct gp_amending *w, const struct gp_split *s,
                         const struct gp_item *item, int64_t amount,
                         int64_t whole)
{
    const struct gp_row *r = gp_model_row(w->m, s->kpi, s->scope);
    if (!item->has_check || item->amount == amount || w->told)
        return;
    w->told = true;
    struct gp_arena *a = &w->p->findings->arena;
    struct gp_finding *f = gp_find(
        w->p->findings, GP_TEXT_SHARE_AMOUNT, item->span,
        gp_show_rat(a, w->m, item->value, true),
        gp_flow_amount(&w->f, r, whole), gp_flow_amount(&w->f, r, amount),
        gp_flow_amount(&w->f, r, item->amount), NULL);
    gp_find_help(w->p->findings, f, GP_TEXT_HELP_SHARE_AMOUNT,
                 gp_flow_amount(&w->f, r, amount), NULL);
}

/* The amounts of all items, of a whole; of `rest` what the others leave. */
static void amounts_of(struct gp_amending *w, const struct gp_split *s,
                       int64_t whole, int64_t step, int64_t *out)
{
    int64_t left = whole;
    size_t n = s->item_count;
    if (divides(s)) {
        struct gp_rat *parts = gp_alloc(w->p->heap, (n + 1) * sizeof *parts);
        int64_t *weights = gp_alloc(w->p->heap, (n + 1) * sizeof *weights);
        int64_t sum = 0;
        for (size_t i = 0; i < n; i++)
            parts[i] = s->items[i].value;
        bool fits = gp_flow_scale(parts, n, weights);
        for (size_t i = 0; fits && i < n; i++)
            sum += weights[i];
        if (fits && sum > 0)
            gp_round_shares(w->p->heap, whole, gp_round_step(step, &whole, 1),
                            weights, n, out);
        for (size_t i = 0; (!fits || sum == 0) && i < n; i++)
            out[i] = 0;
        gp_free(w->p->heap, parts);
        gp_free(w->p->heap, weights);
    } else {
        for (size_t i = 0; i < n; i++) {
            const struct gp_item *item = &s->items[i];
            struct gp_rat share;
            out[i] = item->kind == GP_ITEM_AMOUNT ? item->amount : 0;
            if (item->kind == GP_ITEM_SHARE &&
                (!gp_rat_mul(&share, item->value, gp_rat_int(whole)) ||
                 !gp_rat_rounded(share, 0, &out[i])))
                out[i] = 0;
            gp_sub64(&left, left, out[i]);
        }
        for (size_t i = 0; i < n; i++)
            if (s->items[i].kind == GP_ITEM_REST)
                out[i] = left < 0 ? 0 : left;
    }
    for (size_t i = 0; i < n; i++)
        if (s->items[i].kind == GP_ITEM_SHARE)
            check_amount(w, s, &s->items[i], out[i], whole);
}

/* Puts the items of one split into their cells. */
static void put(struct gp_amending *w, const struct gp_split *s, uint32_t row,
                int tick)
{
    struct gp_model *m = w->m;
    const struct gp_row *r = &m->rows.at[row];
    bool time = s->axis == GP_AXIS_TIME;
    int64_t step =
        m->kpis.at[r->kpi]
            .step[time ? s->grain : m->time.ticks[tick].period.grain];
    int64_t *out = gp_alloc(w->p->heap, (s->item_count + 1) * sizeof *out);
    amounts_of(w, s, gp_has(r, tick) ? r->at[tick] : 0, step, out);
    for (size_t i = 0; i < s->item_count; i++) {
        const struct gp_item *item = &s->items[i];
        uint32_t to = row;
        int at = tick;
        if (time)
            at = gp_timetable_find(&m->time, &s->periods[item->part]);
        else
            to = gp_map_get(&m->row_of, gp_map_key(s->kpi, item->part));
        if (is_open(item) || at == GP_NO_TICK || to == GP_MAP_NONE ||
            (gp_amend_mark(w, to, at) & GP_CELL_SAID))
            continue;
        /* What has ended stands, whatever a split says of the rest. */
        if (time && m->time.ticks[at].period.days.last < w->amend->date)
            continue;
        struct gp_amended said = {to, item->fact, at, m->rows.at[to].at[at],
                                  out[i]};
        gp_vec_push(w->p->heap, &m->amended, said);
        gp_amend_set(w, to, at, out[i], gp_because(GP_WHY_AMENDED, item->fact),
                     GP_CELL_SAID | GP_CELL_DECIDED);
    }
    gp_free(w->p->heap, out);
}

void gp_amend_split_time(struct gp_amending *w, uint32_t row, int tick)
{
    for (size_t i = 0; i < w->p->amended_splits.count; i++) {
        const struct gp_split *s = &w->p->amended_splits.at[i];
        if (s->amendment == w->index && s->axis == GP_AXIS_TIME &&
            is_of(w, s, row) &&
            gp_timetable_find(&w->m->time, &s->period) == tick)
            put(w, s, row, tick);
    }
}

void gp_amend_split_parts(struct gp_amending *w, uint32_t cut, int tick)
{
    const struct gp_cut *c = &w->m->cuts.at[cut];
    for (size_t i = 0; i < w->p->amended_splits.count; i++) {
        const struct gp_split *s = &w->p->amended_splits.at[i];
        if (s->amendment == w->index && s->axis != GP_AXIS_TIME &&
            s->dimension == c->dimension && is_of(w, s, c->row) &&
            gp_timetable_find(&w->m->time, &s->period) == tick)
            put(w, s, c->row, tick);
    }
}

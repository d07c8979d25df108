/* Baselines: what a cell was before and how far its target may lie from it.
 * Those with an amount are checked with the lints, those from actuals when
 * these are there (track/history.c). */
#include "model/baseline.h"

#include "base/vec.h"
#include "compile/lint/lint.h"

/* Where the plan says no band: ten percent down to thirty up. */
static const struct gp_rat low_default = {-1, 10}, high_default = {3, 10};

static bool read_end(struct gp_pass *p, struct gp_ref at, struct gp_rat *out)
{
    struct gp_const c = gp_eval_const(p, at);
    if (c.bad)
        return false;
    if (!c.percent || c.hole) {
        gp_find(p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, at),
                gp_word(p->findings, "percentages: band -10%..+30%"), NULL);
        return false;
    }
    *out = c.value;
    return true;
}

static bool read_band(struct gp_pass *p, struct gp_ref range,
                      struct gp_baseline *b)
{
    b->low = low_default;
    b->high = high_default;
    if (!gp_ref_is(range))
        return true;
    struct gp_ref low = gp_ref_child(p, range);
    if (!read_end(p, low, &b->low) ||
        !read_end(p, gp_ref_next(p, low), &b->high))
        return false;
    if (gp_rat_cmp(b->low, b->high) <= 0 &&
        gp_rat_cmp(b->low, gp_rat_int(-1)) >= 0)
        return true;
    gp_find(p->findings, GP_TEXT_BAND_ORDER, gp_ref_span(p, range), NULL);
    return false;
}

/* "= 4200万", or "from actuals": then the amount stays open. */
static bool read_value(struct gp_pass *p, struct gp_ref ref,
                       struct gp_baseline *b)
{
    struct gp_ref value = gp_ref_part(p, ref, GP_N_VALUE);
    struct gp_ref from = gp_ref_part(p, ref, GP_N_ATTRS);
    b->amount = GP_NO_AMOUNT;
    if (gp_ref_is(from)) {
        struct gp_ref word = gp_ref_child(p, from);
        if (gp_ref_word(p, word) == GP_W_FROM)
            return true;
        gp_find(p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, word),
                gp_word(p->findings, "`= AMOUNT` or `from actuals`"), NULL);
        return false;
    }
    struct gp_ref expr = gp_ref_child(p, value);
    struct gp_const c = gp_eval_const(p, expr);
    if (c.hole)
        gp_find(p->findings, GP_TEXT_HOLE_VALUE, gp_ref_span(p, expr), NULL);
    if (c.bad || c.hole)
        return false;
    if (!gp_to_amount(p, b->kpi, c, gp_ref_span(p, expr), &b->amount))
        return false;
    if (b->amount <= 0)
        gp_find(p->findings, GP_TEXT_BASELINE_ZERO, gp_ref_span(p, expr), NULL);
    return b->amount > 0;
}

void gp_lower_baseline(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_model *m = p->model;
    struct gp_ref name = gp_ref_child(p, ref);
    struct gp_ref of = gp_ref_part(p, ref, GP_N_OF);
    struct gp_baseline b = {.span = gp_ref_span(p, ref)};
    b.kpi = gp_find_kpi(p, name);
    b.scope = gp_find_scope(p, gp_ref_child(p, of));
    if (b.kpi == GP_NONE || b.scope == GP_NONE)
        return;
    const struct gp_kpi *k = &m->kpis.at[b.kpi];
    if (k->kind == GP_KPI_MILESTONE || k->kind == GP_KPI_GRADE) {
        gp_find(p->findings, GP_TEXT_BASELINE_KIND, gp_ref_span(p, name),
                gp_ref_name(p, name), NULL);
        return;
    }
    if (!gp_read_target_period(p, gp_ref_part(p, ref, GP_N_IN), &b.period) ||
        !read_value(p, ref, &b) ||
        !read_band(p, gp_ref_part(p, ref, GP_N_RANGE), &b))
        return;
    uint32_t *last = gp_map_at(&p->baseline_of, gp_map_key(b.kpi, b.scope));
    b.before = *last == GP_MAP_NONE ? GP_NONE : *last;
    for (uint32_t i = b.before; i != GP_NONE; i = m->baselines.at[i].before) {
        const struct gp_baseline *x = &m->baselines.at[i];
        if (x->period.days.first == b.period.days.first &&
            x->period.days.last == b.period.days.last) {
            gp_tell_twice(p, name, x->span);
            return;
        }
    }
    *last = (uint32_t)m->baselines.count;
    gp_vec_push(p->heap, &m->baselines, b);
}

void gp_lint_stretch(struct gp_pass *p)
{
    const struct gp_model *m = p->model;
    for (size_t i = 0; i < m->baselines.count; i++) {
        const struct gp_baseline *b = &m->baselines.at[i];
        if (b->amount != GP_NO_AMOUNT)
            gp_baseline_check(
                m, b,
                gp_rat_make(b->amount, gp_pow10(m->kpis.at[b->kpi].digits)),
                p->findings);
    }
}

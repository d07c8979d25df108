/* Pass 6: targets, and the splits, which split.c lowers. */
#include <string.h>

#include "base/vec.h"
#include "compile/attrs.h"
#include "compile/overlay.h"
#include "compile/pass.h"
#include "compile/target.h"
#include "model/round.h"
#include "model/stay.h"

static void target_strategy(struct gp_pass *p, struct gp_cursor *c)
{
    p->model->rows.at[*(uint32_t *)c->data].strategy = gp_cursor_string(p, c);
}

static void target_owner(struct gp_pass *p, struct gp_cursor *c)
{
    p->model->rows.at[*(uint32_t *)c->data].owner = gp_cursor_who(p, c);
}

static const struct gp_attr attrs[] = {
    {GP_W_STRATEGY, target_strategy},
    {GP_W_OWNER, target_owner},
    {GP_WORD_COUNT, NULL},
};

/* An amendment changes figures, nothing else of a target. */
static const struct gp_attr amend_attrs[] = {{GP_WORD_COUNT, NULL}};

bool gp_read_target_period(struct gp_pass *p, struct gp_ref in,
                           struct gp_period *out)
{
    struct gp_model *m = p->model;
    *out = m->period;
    if (!gp_ref_is(in))
        return true;
    struct gp_ref at = gp_ref_child(p, in);
    if (gp_ref_kind(p, at) == GP_N_RANGE) {
        struct gp_period a, b;
        struct gp_ref from = gp_ref_child(p, at);
        if (!gp_find_period(p, from, &a) ||
            !gp_find_period(p, gp_ref_next(p, from), &b))
            return false;
        bool whole = a.days.first == m->period.days.first &&
                     b.days.last == m->period.days.last;
        if (!whole) {
            struct gp_finding *f = gp_find(p->findings, GP_TEXT_RANGE_PERIOD,
                                           gp_ref_span(p, at), NULL);
            gp_find_help(p->findings, f, GP_TEXT_HELP_PERIODS, NULL);
        }
        return whole;
    }
    return gp_find_period(p, at, out) && gp_target_inside(p, at, out);
}

bool gp_target_inside(struct gp_pass *p, struct gp_ref at,
                      const struct gp_period *period)
{
    struct gp_model *m = p->model;
    struct gp_span_days cut = gp_days_cut(period->days, m->period.days);
    bool week_at_end = period->grain == GP_WEEK && gp_days_count(cut) > 0;
    if (week_at_end ||
        (cut.first == period->days.first && cut.last == period->days.last))
        return true;
    size_t length;
    const char *text = gp_ast_text(gp_pass_ast(p, at), at.node, &length);
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_OUTSIDE, gp_ref_span(p, at),
                gp_arena_strndup(&p->findings->arena, text, length), NULL);
    gp_find_note(p->findings, f, m->span, GP_TEXT_NOTE_PERIOD, NULL);
    return false;
}

bool gp_target_amount(struct gp_pass *p, uint32_t kpi, struct gp_const c,
                      struct gp_span span, int64_t *amount)
{
    const struct gp_kpi *k = &p->model->kpis.at[kpi];
    if (!gp_to_amount(p, kpi, c, span, amount))
        return false;
    if (k->kind == GP_KPI_FLOW && *amount < 0) {
        gp_find(p->findings, GP_TEXT_NEGATIVE_TARGET, span, NULL);
        return false;
    }
    if (k->kind == GP_KPI_GRADE &&
        (*amount < k->grade_low || *amount > k->grade_high)) {
        struct gp_arena *a = &p->findings->arena;
        gp_find(p->findings, GP_TEXT_GRADE_RANGE, span,
                gp_show_amount(a, p->model, kpi, k->grade_low),
                gp_show_amount(a, p->model, kpi, k->grade_high), NULL);
        return false;
    }
    return true;
}

static bool read_value(struct gp_pass *p, uint32_t kpi, struct gp_ref value,
                       struct gp_const *c, int64_t *amount)
{
    struct gp_ref expr = gp_ref_child(p, value);
    const struct gp_kpi *k = &p->model->kpis.at[kpi];
    if (k->kind == GP_KPI_MILESTONE && gp_ref_word(p, expr) == GP_W_DONE) {
        *amount = 1;
        return true;
    }
    *c = gp_eval_const(p, expr);
    return gp_target_amount(p, kpi, *c, gp_ref_span(p, expr), amount);
}

bool gp_target_relate(struct gp_pass *p, uint32_t row, enum gp_relation rel,
                      struct gp_span span)
{
    struct gp_row *r = &p->model->rows.at[row];
    bool any = false;
    for (int t = 0; t < p->model->time.coarse_count && !any; t++)
        any = r->at[t] != GP_NO_AMOUNT;
    any |= p->amending && row < p->first_amended; /* it has one already */
    if (any && r->relation != rel) {
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_TWO_RELATIONS, span, NULL);
        gp_tell_of(p, f, r->scope);
        gp_find_note(p->findings, f, r->span, GP_TEXT_NOTE_FIRST, NULL);
        return false;
    }
    if (!any)
        r->relation = rel;
    return true;
}

void gp_target_state(struct gp_pass *p, uint32_t row,
                     const struct gp_period *period, int64_t amount,
                     struct gp_span span)
{
    uint32_t fact = gp_add_fact(p, span, NULL);
    const struct gp_row *r = &p->model->rows.at[row];
    if (!p->amending) {
        gp_state_cell(p, row, period, amount, GP_WHY_STATED, fact);
        return;
    }
    if (period->grain == GP_DAY) {
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_AMEND_DAY, span, NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_AMEND_DAY, NULL);
        return;
    }
    if (period->grain == GP_WEEK)
        p->model->kpis.at[r->kpi].uses_weeks = true;
    struct gp_amended_cell cell = {p->amendment, r->kpi,  r->scope,
                                   fact,         *period, amount};
    gp_vec_push(p->heap, &p->amended, cell);
}

static bool relate(struct gp_pass *p, uint32_t row, struct gp_ref value)
{
    int op = gp_pass_node(p, value)->op;
    enum gp_relation rel = op == GP_OP_GE   ? GP_AT_LEAST
                           : op == GP_OP_LE ? GP_AT_MOST
                                            : GP_EQUAL;
    return gp_target_relate(p, row, rel, gp_ref_span(p, value));
}

void gp_target_hole(struct gp_pass *p, uint32_t row, struct gp_span span)
{
    struct gp_buf b;
    struct gp_row *r = &p->model->rows.at[row];
    gp_buf_init(&b, p->heap);
    gp_buf_scope(&b, p->model, r->scope);
    r->open |= !p->amending; /* then the original stands */
    gp_find(p->findings, GP_TEXT_HOLE, span,
            gp_sym_text(p->names, p->model->kpis.at[r->kpi].name),
            gp_buf_cstr(&b), NULL);
    gp_buf_fini(&b);
}

static void read_block(struct gp_pass *p, struct gp_ref block, uint32_t row,
                       const struct gp_period *period)
{
    if (!gp_ref_is(block))
        return;
    gp_attrs_block_into(p, block, p->amending ? amend_attrs : attrs, &row);
    for (struct gp_ref i = gp_ref_child(p, block); gp_ref_is(i);
         i = gp_ref_next(p, i))
        if (gp_ref_kind(p, i) == GP_N_SPLIT)
            gp_lower_split(p, i, row, period);
}

bool gp_read_target_cell(struct gp_pass *p, struct gp_ref ref, uint32_t *kpi,
                         uint32_t *scope, struct gp_period *period)
{
    struct gp_ref name = gp_ref_child(p, ref);
    *kpi = gp_find_kpi(p, name);
    if (!gp_read_target_period(p, gp_ref_part(p, ref, GP_N_IN), period))
        return false;
    *scope = gp_find_scope_in(p, gp_ref_child(p, gp_ref_next(p, name)),
                              period->days);
    struct gp_ref overlay = gp_ref_part(p, ref, GP_N_OPTION);
    if (gp_ref_is(overlay) && *scope != GP_NONE)
        *scope = gp_make_overlay(p, *scope, gp_ref_span(p, overlay));
    return *kpi != GP_NONE && *scope != GP_NONE;
}

static bool has_split(struct gp_pass *p, struct gp_ref block)
{
    for (struct gp_ref i = gp_ref_is(block) ? gp_ref_child(p, block) : block;
         gp_ref_is(i); i = gp_ref_next(p, i))
        if (gp_ref_kind(p, i) == GP_N_SPLIT)
            return true;
    return false;
}

/* How many of a person's scopes are there in a period: of who is moved. */
static size_t count_stays(const struct gp_model *m, uint32_t person,
                          const struct gp_period *period)
{
    size_t n = 0;
    for (; person != GP_NONE; person = m->scopes.at[person].moved_to)
        n += gp_stay_is_there(m, person, period->days);
    return n;
}

/* The head of a target: target sales of east = 200. */
static struct gp_span head_of(const struct gp_pass *p, struct gp_ref ref,
                              struct gp_ref last)
{
    return gp_tokens_span(&gp_pass_ast(p, ref)->tokens,
                          gp_pass_node(p, ref)->at.first,
                          gp_pass_node(p, last)->at.last);
}

/* A target of somebody who is moved within its period: what sums is divided
 * by the workdays in each team, as a ramp counts them; else it holds in all. */
static void lower_moved(struct gp_pass *p, struct gp_ref ref, uint32_t kpi,
                        uint32_t person, const struct gp_period *period)
{
    enum { MOST = 64 };
    struct gp_model *m = p->model;
    struct gp_ref value = gp_ref_part(p, ref, GP_N_VALUE);
    struct gp_ref overlay = gp_ref_part(p, ref, GP_N_OPTION);
    struct gp_const c = {.value = {0, 1}};
    int64_t amount, weights[MOST], shares[MOST], sum = 0;
    uint32_t rows[MOST];
    size_t n = 0;
    struct gp_span head = head_of(p, ref, value);
    bool known = read_value(p, kpi, value, &c, &amount);
    for (; person != GP_NONE && n < MOST;
         person = m->scopes.at[person].moved_to) {
        if (!gp_stay_is_there(m, person, period->days))
            continue;
        rows[n] = gp_make_row(
            p, kpi,
            gp_ref_is(overlay)
                ? gp_make_overlay(p, person, gp_ref_span(p, overlay))
                : person);
        struct gp_row *r = &m->rows.at[rows[n]];
        r->span = gp_span_is_set(r->span) ? r->span : head;
        r->open |= c.bad;
        weights[n] = 0;
        for (gp_date d = period->days.first; d <= period->days.last; d++)
            if (gp_calendar_is_workday(&m->calendar, d))
                weights[n] += gp_stay_factor(m, person, d);
        sum += weights[n];
        if (!relate(p, rows[n], value))
            return;
        if (c.hole)
            gp_target_hole(p, rows[n], gp_ref_span(p, gp_ref_child(p, value)));
        gp_attrs_block_into(p, gp_ref_part(p, ref, GP_N_BLOCK), attrs,
                            &rows[n++]);
    }
    for (size_t i = 0; sum == 0 && i < n; i++)
        weights[i] = 1;
    bool divides = known && m->kpis.at[kpi].kind == GP_KPI_FLOW &&
                   gp_pass_node(p, value)->op == GP_OP_EQ;
    if (divides)
        gp_round_shares(
            p->heap, amount,
            gp_round_step(m->kpis.at[kpi].step[period->grain], &amount, 1),
            weights, n, shares);
    for (size_t i = 0; known && i < n; i++) {
        struct gp_rat share = {0, 1};
        if (divides)
            share = sum == 0 ? gp_rat_make(1, (gp_i128)n)
                             : gp_rat_make(weights[i], sum);
        gp_state_cell(p, rows[i], period, divides ? shares[i] : amount,
                      GP_WHY_STATED,
                      gp_add_fact(p, head, divides ? &share : NULL));
    }
}

/* Lowers the target of somebody who is moved within its period; false where
 * it is no such, or says more than one value. */
static bool is_moved_target(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_ref name = gp_ref_child(p, ref);
    struct gp_ref value = gp_ref_part(p, ref, GP_N_VALUE);
    struct gp_period period;
    uint32_t kpi = gp_peek_kpi(p, name);
    uint32_t person = gp_peek_moved(p, gp_ref_child(p, gp_ref_next(p, name)));
    if (person == GP_NONE || kpi == GP_NONE || !gp_ref_is(value) ||
        gp_ref_kind(p, gp_ref_child(p, value)) == GP_N_OPTION ||
        has_split(p, gp_ref_part(p, ref, GP_N_BLOCK)) ||
        !gp_read_target_period(p, gp_ref_part(p, ref, GP_N_IN), &period) ||
        count_stays(p->model, person, &period) < 2)
        return false;
    lower_moved(p, ref, kpi, person, &period);
    return true;
}

/* What a target says its scope is to reach. */
static void lower_value(struct gp_pass *p, struct gp_ref value, uint32_t row,
                        const struct gp_period *period, struct gp_span head)
{
    struct gp_const c = {.value = {0, 1}};
    uint32_t kpi = p->model->rows.at[row].kpi;
    int64_t amount;
    bool related = relate(p, row, value);
    bool sum = gp_ref_kind(p, gp_ref_child(p, value)) == GP_N_OPTION;
    if (sum && p->amending)
        gp_find(p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, value),
                gp_word(p->findings, "an amount: an amendment says what "
                                     "the target becomes"),
                NULL);
    else if (sum)
        ; /* the children's sum: what a row without a value is anyway */
    else if (read_value(p, kpi, value, &c, &amount) && related)
        gp_target_state(p, row, period, amount, head);
    else if (c.hole)
        gp_target_hole(p, row, gp_ref_span(p, gp_ref_child(p, value)));
    p->model->rows.at[row].open |= c.bad && !p->amending;
}

/* An overlay is the sum of nothing: it says how much, or its splits do. */
static bool is_overlay_of_nothing(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_ref overlay = gp_ref_part(p, ref, GP_N_OPTION);
    struct gp_ref value = gp_ref_part(p, ref, GP_N_VALUE);
    if (!gp_ref_is(overlay) || p->amending ||
        (gp_ref_is(value) &&
         gp_ref_kind(p, gp_ref_child(p, value)) != GP_N_OPTION) ||
        has_split(p, gp_ref_part(p, ref, GP_N_BLOCK)))
        return false;
    gp_find(p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, overlay),
            gp_word(p->findings, "an amount before it: what an overlay is to "
                                 "reach is the sum of nothing"),
            NULL);
    return true;
}

static void lower_target(struct gp_pass *p, struct gp_ref ref, bool scenario)
{
    struct gp_ref of = gp_ref_next(p, gp_ref_child(p, ref));
    struct gp_ref value = gp_ref_part(p, ref, GP_N_VALUE);
    struct gp_period period;
    uint32_t kpi, scope;
    if (!scenario && is_moved_target(p, ref))
        return;
    if (!gp_read_target_cell(p, ref, &kpi, &scope, &period) ||
        is_overlay_of_nothing(p, ref)) {
        p->lost_target = true;
        return;
    }
    uint32_t meant = scope;
    if (scenario || p->amending)
        meant = gp_overlay_meant(p, kpi, scope);
    uint32_t row = gp_make_row(p, kpi, meant);
    struct gp_row *r = &p->model->rows.at[row];
    struct gp_span head = head_of(p, ref, gp_ref_is(value) ? value : of);
    if (!gp_span_is_set(r->span))
        r->span = head;
    if (scenario && meant != scope && gp_ref_is(value))
        gp_overlay_unstate(p, row, &period);
    /* A scenario changes the plan that amendments amend. */
    if (gp_ref_is(value) && (scenario || p->amending ||
                             !gp_scenario_replaces(p, kpi, scope, &period)))
        lower_value(p, value, row, &period, head);
    read_block(p, gp_ref_part(p, ref, GP_N_BLOCK), row, &period);
}

void gp_lower_target(struct gp_pass *p, struct gp_ref ref)
{
    lower_target(p, ref, false);
}

static void read_allow(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_ref slug = gp_ref_child(p, ref);
    struct gp_ref of = gp_ref_part(p, ref, GP_N_OF);
    struct gp_ref why = gp_ref_part(p, ref, GP_N_STRING);
    size_t length;
    const char *text = gp_ast_text(gp_pass_ast(p, slug), slug.node, &length);
    struct gp_ref until = gp_ref_part(p, ref, GP_N_UNTIL);
    struct gp_period day;
    struct gp_allow a = {.slug = gp_slug_find(text, length),
                         .scope = GP_NONE,
                         .until = GP_NO_DATE,
                         .span = gp_ref_span(p, ref)};
    if (a.slug == GP_SLUG_COUNT) {
        char *name = gp_arena_strndup(&p->findings->arena, text, length);
        struct gp_finding *f = gp_find(p->findings, GP_TEXT_NO_SLUG,
                                       gp_ref_span(p, slug), name, NULL);
        if (gp_slug_guess(name) != NULL)
            gp_find_help(p->findings, f, GP_TEXT_HELP_DID_YOU_MEAN,
                         gp_slug_guess(name), NULL);
        return;
    }
    if (!gp_ref_is(why)) {
        gp_find(p->findings, GP_TEXT_ALLOW_REASON, a.span, NULL);
        return;
    }
    a.reason = gp_ref_string(p, why);
    if (gp_ref_is(of)) {
        a.scope = gp_peek_moved(p, gp_ref_child(p, of));
        a.moved = a.scope != GP_NONE;
        if (!a.moved) /* else the name says enough */
            a.scope = gp_find_scope(p, gp_ref_child(p, of));
        if (a.scope == GP_NONE)
            return;
    }
    if (gp_ref_is(until)) {
        if (!gp_find_period(p, gp_ref_child(p, until), &day))
            return;
        a.until = day.days.first;
    }
    gp_vec_push(p->heap, &p->out->allows, a);
}

void gp_pass_defaults(struct gp_pass *p)
{
    struct gp_model *m = p->model;
    m->kpi_defaults =
        gp_arena_alloc(p->arena, (m->kpis.count + 1) * sizeof *m->kpi_defaults);
    for (size_t k = 0; k < m->kpis.count; k++)
        m->kpi_defaults[k] = GP_NONE;
}

void gp_pass_targets(struct gp_pass *p)
{
    gp_read_scenario_targets(p);
    for (size_t i = 0; i < p->stmts.count; i++) {
        struct gp_ref ref = p->stmts.at[i].ref;
        switch (gp_ref_kind(p, ref)) {
        case GP_N_TARGET:
            lower_target(p, ref, false);
            break;
        case GP_N_SPLIT:
            gp_lower_split(p, ref, GP_NONE, NULL);
            break;
        case GP_N_TABLE:
            gp_lower_table(p, ref);
            break;
        case GP_N_ALLOW:
            read_allow(p, ref);
            break;
        default:
            break;
        }
    }
    for (size_t i = 0; i < p->overrides.count; i++)
        lower_target(p, p->overrides.at[i].ref, true);
}

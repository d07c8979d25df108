/* Pass 7: what follows a plan up.  Carry and missing are here, the others in
 * files of their own. */
#include "base/vec.h"
#include "compile/attrs.h"
#include "compile/pass.h"

static void carry_spread(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_carry *r = c->data;
    switch (gp_cursor_word(p, c)) {
    case GP_W_PROPORTIONAL:
        r->spread = GP_SPREAD_PROPORTIONAL;
        break;
    case GP_W_EVEN:
        r->spread = GP_SPREAD_EVEN;
        break;
    case GP_W_NEXT:
        r->spread = GP_SPREAD_NEXT;
        break;
    case GP_W_LAST:
        r->spread = GP_SPREAD_LAST;
        break;
    default:
        gp_cursor_expected(p, c, "`proportional`, `even`, `next` or `last`");
    }
}

static void carry_offset(struct gp_pass *p, struct gp_cursor *c)
{
    enum gp_word word = gp_cursor_word(p, c);
    if (word != GP_W_NONE && word != GP_W_CUMULATIVE)
        gp_cursor_expected(p, c, "`none` or `cumulative`");
    ((struct gp_carry *)c->data)->cumulative = word == GP_W_CUMULATIVE;
}

static void carry_cap(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_const value;
    if (!gp_cursor_const(p, c, &value))
        return;
    if (gp_rat_cmp(value.value, gp_rat_int(1)) < 0)
        gp_cursor_expected(p, c, "a cap of at least 100%: cap 150%");
    ((struct gp_carry *)c->data)->cap = value.value;
}

static const struct gp_attr carry_attrs[] = {
    {GP_W_SPREAD, carry_spread},
    {GP_W_OFFSET, carry_offset},
    {GP_W_CAP, carry_cap},
    {GP_WORD_COUNT, NULL},
};

/* carry sales shortfall over weeks of month */
static void lower_carry(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_ref name = gp_ref_child(p, ref);
    struct gp_carry r = {.span = gp_ref_span(p, ref), .cap = {0, 1}};
    struct gp_cursor c = gp_cursor_of(p, gp_ref_part(p, ref, GP_N_ATTRS), &r);
    c.fact = ref;
    r.kpi = gp_find_kpi(p, name);
    bool ok = gp_cursor_accept(p, &c, GP_W_SHORTFALL) &&
              gp_cursor_accept(p, &c, GP_W_OVER);
    r.over = ok ? gp_grain_of(gp_cursor_word(p, &c)) : GP_GRAIN_COUNT;
    ok = ok && gp_cursor_accept(p, &c, GP_W_OF);
    r.of = ok ? gp_grain_of(gp_cursor_word(p, &c)) : GP_GRAIN_COUNT;
    if (!ok || gp_ref_is(c.at) || r.over > GP_DAY || r.of > GP_WEEK ||
        r.of >= r.over) {
        gp_cursor_expected(p, &c, "`shortfall over weeks of month`");
        return;
    }
    if (r.over == GP_WEEK)
        r.over = GP_PIECE;
    gp_attrs_block_into(p, gp_ref_part(p, ref, GP_N_BLOCK), carry_attrs, &r);
    if (r.kpi == GP_NONE)
        return;
    if (p->model->kpis.at[r.kpi].kind != GP_KPI_FLOW) {
        gp_find(p->findings, GP_TEXT_CARRY_FLOW, gp_ref_span(p, name),
                gp_ref_name(p, name), NULL);
        return;
    }
    for (size_t i = 0; i < p->model->carries.count; i++) {
        const struct gp_carry *other = &p->model->carries.at[i];
        if (other->kpi != r.kpi)
            continue;
        struct gp_finding *f = gp_find(p->findings, GP_TEXT_CARRIED_TWICE,
                                       r.span, gp_ref_name(p, name), NULL);
        gp_find_note(p->findings, f, other->span, GP_TEXT_NOTE_FIRST, NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_STATED_TWICE, NULL);
        return;
    }
    gp_vec_push(p->heap, &p->model->carries, r);
}

/* missing as 0 for visits */
static void lower_missing(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_cursor c = gp_cursor_of(p, gp_ref_part(p, ref, GP_N_ATTRS), NULL);
    struct gp_const zero = {.value = {1, 1}};
    c.fact = ref;
    bool ok = gp_cursor_accept(p, &c, GP_W_AS) &&
              gp_cursor_const(p, &c, &zero) && gp_rat_sign(zero.value) == 0 &&
              gp_cursor_accept(p, &c, GP_W_FOR);
    if (!ok || !gp_ref_is(c.at)) {
        gp_cursor_expected(p, &c, "`as 0 for` and a KPI");
        return;
    }
    for (; gp_ref_is(c.at); c.at = gp_ref_next(p, c.at)) {
        if (gp_ref_kind(p, c.at) == GP_N_COMMA)
            continue;
        uint32_t kpi = gp_find_kpi(p, c.at);
        if (kpi != GP_NONE)
            p->model->kpis.at[kpi].missing_as_zero = true;
    }
}

void gp_pass_follow(struct gp_pass *p)
{
    for (size_t i = 0; i < p->stmts.count; i++) {
        struct gp_ref ref = p->stmts.at[i].ref;
        switch (gp_ref_kind(p, ref)) {
        case GP_N_REVIEW:
            gp_lower_review(p, ref);
            break;
        case GP_N_RULE:
            gp_lower_rule(p, ref);
            break;
        case GP_N_CHECK:
            gp_lower_check(p, ref);
            break;
        case GP_N_RECORD:
            gp_lower_record(p, ref);
            break;
        case GP_N_ACTION:
            gp_lower_action(p, ref);
            break;
        case GP_N_SCORECARD:
            gp_lower_scorecard(p, ref);
            break;
        case GP_N_BASELINE:
            gp_lower_baseline(p, ref);
            break;
        case GP_N_CARRY:
            lower_carry(p, ref);
            break;
        case GP_N_MISSING:
            lower_missing(p, ref);
            break;
        default:
            break;
        }
    }
    for (size_t i = 0; i < p->stmts.count; i++) {
        struct gp_ref ref = p->stmts.at[i].ref;
        if (gp_ref_kind(p, ref) == GP_N_REWARD)
            gp_lower_reward(p, ref);
        else if (gp_ref_kind(p, ref) == GP_N_TEST)
            gp_lower_test(p, ref);
    }
}

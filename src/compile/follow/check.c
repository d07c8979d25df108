/* Checks of the plan's own: what must hold for whom, and how closely. */
#include <string.h>

#include "base/vec.h"
#include "compile/pass.h"

static bool is_comparison(const struct gp_expr *e)
{
    return e->kind == GP_E_BINARY && e->op >= GP_O_EQ && e->op <= GP_O_GE;
}

static bool takes_within(const struct gp_expr *e)
{
    return is_comparison(e) &&
           (e->op == GP_O_EQ || e->op == GP_O_LE || e->op == GP_O_GE);
}

/* A single value is no condition: nothing could fail. */
static bool is_condition(const struct gp_expr *e)
{
    return (e->kind == GP_E_BINARY && e->op >= GP_O_EQ) ||
           (e->kind == GP_E_UNARY && e->op == GP_O_NOT) ||
           e->kind == GP_E_MISSING;
}

bool gp_lower_within(struct gp_pass *p, struct gp_ref ref, struct gp_rat *out)
{
    struct gp_ref word = gp_ref_child(p, ref);
    if (gp_ref_word(p, word) != GP_W_WITHIN) {
        gp_find(p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, word),
                gp_word(p->findings, "`within` and a percentage: within 5%"),
                NULL);
        return false;
    }
    struct gp_const c = gp_eval_const(p, gp_ref_next(p, word));
    *out = c.value;
    return !c.bad;
}

static bool lower_expect(struct gp_pass *p, struct gp_ref ref,
                         struct gp_expectation *out)
{
    struct gp_ref expr = gp_ref_child(p, ref);
    struct gp_ref within = gp_ref_part(p, ref, GP_N_WITHIN);
    *out = (struct gp_expectation){
        .span = gp_ref_span(p, expr),
        .expr = gp_lower_expr(p, expr, true),
        .has_within = gp_ref_is(within),
        .within = gp_rat_int(0),
    };
    if (out->expr == GP_NONE)
        return false;
    const struct gp_expr *e = &p->model->exprs.at[out->expr];
    if (!is_condition(e)) {
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_NO_CONDITION, out->span, NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_CONDITION, NULL);
        return false;
    }
    if (!out->has_within)
        return true;
    if (!takes_within(e)) {
        gp_find(p->findings, GP_TEXT_NO_WITHIN, gp_ref_span(p, within), NULL);
        return false;
    }
    return gp_lower_within(p, within, &out->within);
}

static void add_expect(struct gp_pass *p, struct gp_check *c,
                       struct gp_expectation e)
{
    struct gp_expectation *all =
        gp_arena_alloc(p->arena, (c->expect_count + 1) * sizeof *all);
    if (c->expect_count != 0)
        memcpy(all, c->expects, c->expect_count * sizeof *all);
    all[c->expect_count++] = e;
    c->expects = all;
}

void gp_lower_check(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_ref name = gp_ref_child(p, ref);
    struct gp_ref block = gp_ref_part(p, ref, GP_N_BLOCK);
    struct gp_check c = {
        .title = gp_ref_name(p, name),
        .span = gp_ref_span(p, name),
        .look = {.each = GP_EACH_SCOPE, .of = GP_NONE, .every = GP_GRAIN_COUNT},
    };
    bool each = false, expects = false;
    for (struct gp_ref i = gp_ref_child(p, block); gp_ref_is(i);
         i = gp_ref_next(p, i)) {
        struct gp_expectation e;
        if (gp_lower_look(p, i, &c.look)) {
            each |= gp_ref_kind(p, i) == GP_N_EACH;
        } else if (gp_ref_kind(p, i) == GP_N_EXPECT) {
            expects = true;
            if (lower_expect(p, i, &e))
                add_expect(p, &c, e);
        }
    }
    const char *lacks = !expects                             ? GP_WORD("expect")
                        : !each && p->model->root == GP_NONE ? GP_WORD("each")
                                                             : NULL;
    if (lacks != NULL && gp_ref_is(gp_ref_part(p, block, GP_N_BROKEN)))
        return; /* what is there could not be read: that has been said */
    if (lacks != NULL) {
        gp_find(p->findings, GP_TEXT_CHECK_LACKS, c.span, c.title,
                gp_word(p->findings, lacks), NULL);
        return;
    }
    if (!each)
        c.look.of = p->model->root;
    if (c.look.every == GP_GRAIN_COUNT)
        c.look.every = GP_PLAN;
    if (c.expect_count != 0)
        gp_vec_push(p->heap, &p->model->checks, c);
}

/* See checks.h. */
#include "track/checks.h"

#include "base/vec.h"
#include "track/eval.h"
#include "track/look.h"
#include "track/measure.h"

bool gp_eval_is_static(const struct gp_model *m, uint32_t expr)
{
    if (expr == GP_NONE)
        return true;
    const struct gp_expr *e = &m->exprs.at[expr];
    if (e->kind == GP_E_MEASURE)
        return e->op == GP_M_TARGET;
    if (e->kind == GP_E_GROWTH)
        return false;
    return gp_eval_is_static(m, e->left) && gp_eval_is_static(m, e->right);
}

bool gp_check_holds(enum gp_operator op, struct gp_rat got, struct gp_rat want,
                    struct gp_rat within)
{
    struct gp_rat gap, most;
    int c = gp_rat_cmp(got, want);
    switch (op) {
    case GP_O_NE:
        return c != 0;
    case GP_O_LT:
        return c < 0;
    case GP_O_GT:
        return c > 0;
    case GP_O_LE:
        if (c <= 0)
            return true;
        break;
    case GP_O_GE:
        if (c >= 0)
            return true;
        break;
    default:
        if (c == 0)
            return true;
    }
    if (!gp_rat_sub(&gap, got, want) || !gp_rat_mul(&most, want, within))
        return false;
    gap.num = gap.num < 0 ? -gap.num : gap.num;
    most.num = most.num < 0 ? -most.num : most.num;
    return gp_rat_cmp(gap, most) <= 0;
}

/* ------------------------------------------------------------------ findings
 */

struct judge {
    struct gp_track *track;
    struct gp_findings *findings;
    const struct gp_check *check;
    const struct gp_expectation *expect;
    size_t judged;
};

/* Whether a value is shown as a percentage. */
static bool is_ratio(const struct gp_model *m, uint32_t expr)
{
    if (expr == GP_NONE)
        return false;
    const struct gp_expr *e = &m->exprs.at[expr];
    switch (e->kind) {
    case GP_E_GROWTH:
        return true;
    case GP_E_MEASURE:
        return gp_measure_is_ratio((enum gp_measure)e->op) ||
               (m->kpis.at[e->kpi].unit == GP_UNIT_RATIO && e->op != GP_M_RANK);
    case GP_E_BINARY:
        return (e->op == GP_O_ADD || e->op == GP_O_SUB) &&
               (is_ratio(m, e->left) || is_ratio(m, e->right));
    case GP_E_OVER:
        return e->op != GP_FOLD_COUNT && is_ratio(m, e->left);
    case GP_E_UNARY:
    case GP_E_CALL:
        return is_ratio(m, e->left);
    default:
        return false;
    }
}

static const char *name_of(enum gp_operator op)
{
    static const char *const names[] = {
        [GP_O_EQ] = "=",  [GP_O_NE] = "!=", [GP_O_LT] = "<",
        [GP_O_LE] = "<=", [GP_O_GT] = ">",  [GP_O_GE] = ">=",
    };
    return names[op];
}

/* "140万 more than 100万, of which 5万 (5%) are allowed" */
static void add_arithmetic(struct judge *j, struct gp_finding *f,
                           struct gp_rat a, struct gp_rat b, bool percent,
                           const char *values)
{
    const struct gp_model *m = j->track->model;
    struct gp_arena *arena = &j->findings->arena;
    struct gp_rat gap, most;
    int c = gp_rat_cmp(a, b);
    if (!gp_rat_sub(&gap, a, b))
        return;
    gap.num = gap.num < 0 ? -gap.num : gap.num;
    const char *size = gp_show_rat(arena, m, gap, percent);
    const char *than = c > 0 ? gp_word(j->findings, "more than")
                             : gp_word(j->findings, "less than");
    const char *base = gp_show_rat(arena, m, b, percent);
    if (j->expect->has_within && gp_rat_mul(&most, b, j->expect->within)) {
        most.num = most.num < 0 ? -most.num : most.num;
        gp_find_detail(j->findings, f, GP_TEXT_CHECK_WITHIN, values, size, than,
                       base, gp_show_rat(arena, m, most, percent),
                       gp_show_rat(arena, m, j->expect->within, true), NULL);
    } else if (c != 0) {
        gp_find_detail(j->findings, f, GP_TEXT_CHECK_ARITHMETIC, values, size,
                       than, base, NULL);
    }
}

static void tell(struct judge *j, uint32_t scope,
                 const struct gp_period *period, struct gp_value a,
                 struct gp_value b)
{
    struct gp_track *t = j->track;
    const struct gp_expr *e = &t->model->exprs.at[j->expect->expr];
    struct gp_arena *arena = &j->findings->arena;
    const char *values =
        gp_eval_arithmetic(t, arena, j->expect->expr, scope, period);
    const char *who =
                   gp_scope_text(&j->findings->arena, j->track->model, scope),
               *when = gp_period_text(&j->findings->arena, period);
    struct gp_finding *f;
    if (a.has && b.has) {
        bool percent =
            is_ratio(t->model, e->left) || is_ratio(t->model, e->right);
        f = gp_find(j->findings, GP_TEXT_CHECK_FAILED, j->expect->span,
                    j->check->title, who, when,
                    gp_show_rat(arena, t->model, a.value, percent),
                    name_of((enum gp_operator)e->op),
                    gp_show_rat(arena, t->model, b.value, percent), NULL);
        add_arithmetic(j, f, a.value, b.value, percent, values);
    } else {
        f = gp_find(j->findings, GP_TEXT_CHECK_FALSE, j->expect->span,
                    j->check->title, who, when, values, NULL);
    }
    gp_find_help(j->findings, f, GP_TEXT_HELP_CHECK, NULL);
}

static void judge_one(struct judge *j, uint32_t scope,
                      const struct gp_period *period)
{
    struct gp_track *t = j->track;
    const struct gp_expr *e = &t->model->exprs.at[j->expect->expr];
    struct gp_value a = gp_no_value(), b = gp_no_value(), v;
    if (e->kind == GP_E_BINARY && e->op >= GP_O_EQ && e->op <= GP_O_GE) {
        a = gp_eval(t, e->left, scope, period);
        b = gp_eval(t, e->right, scope, period);
        if (!a.has || !b.has)
            return;
        v = gp_some_value(gp_rat_int(gp_check_holds(
            (enum gp_operator)e->op, a.value, b.value, j->expect->within)));
    } else {
        v = gp_eval(t, j->expect->expr, scope, period);
    }
    j->judged += v.has;
    if (v.has && v.value.num == 0)
        tell(j, scope, period, a, b);
}

/* ------------------------------------------------------------------- running
 */

static const char *group_of(const struct judge *j)
{
    const struct gp_look *l = &j->check->look;
    if (l->each == GP_EACH_SCOPE && l->of != GP_NONE)
        return gp_scope_text(&j->findings->arena, j->track->model, l->of);
    const char *all = l->each == GP_EACH_PERSON ? GP_WORD("the persons")
                      : l->each == GP_EACH_TEAM
                          ? GP_WORD("the teams")
                          : GP_WORD("the teams and persons");
    if (l->of == GP_NONE)
        return gp_word(j->findings, all);
    return gp_phrase(&j->findings->arena, j->findings->lang, "{0} of {1}",
                     gp_word(j->findings, all),
                     gp_scope_text(&j->findings->arena, j->track->model, l->of),
                     NULL);
}

static void judge_all(struct judge *j, bool finished)
{
    struct gp_track *t = j->track;
    const struct gp_model *m = t->model;
    struct gp_look_periods periods = {0};
    gp_look_at(t, &j->check->look, finished, &periods);
    size_t end, i = gp_look_first(m, &j->check->look, &end);
    for (; i < end; i++) {
        uint32_t scope = m->scope_order[i];
        if (!gp_look_means(m, &j->check->look, scope) ||
            !gp_look_concerns(t, j->expect->expr, scope))
            continue;
        for (size_t k = 0; k < periods.count; k++)
            judge_one(j, scope, &periods.at[k]);
    }
    /* One that never judges would be taken for one that holds. */
    if (j->judged == 0 && !finished) {
        struct gp_finding *f =
            gp_find(j->findings, GP_TEXT_CHECK_EMPTY, j->expect->span,
                    j->check->title, group_of(j), NULL);
        if (j->check->look.of != GP_NONE)
            gp_find_about(
                j->findings, f,
                gp_scope_text(&j->findings->arena, m, j->check->look.of));
        if (f->severity > GP_WARNING)
            f->severity = GP_WARNING;
        gp_find_help(j->findings, f, GP_TEXT_HELP_CHECK_EMPTY, NULL);
    }
    gp_vec_fini(t->heap, &periods);
}

void gp_checks_find(struct gp_track *track, bool followed,
                    struct gp_findings *findings)
{
    const struct gp_model *m = track->model;
    for (size_t i = 0; i < m->checks.count; i++) {
        const struct gp_check *c = &m->checks.at[i];
        for (size_t k = 0; k < c->expect_count; k++) {
            struct judge j = {track, findings, c, &c->expects[k], 0};
            bool is_static = gp_eval_is_static(m, j.expect->expr);
            if (is_static || followed)
                judge_all(&j, !is_static);
        }
    }
}

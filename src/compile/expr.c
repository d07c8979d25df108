/* Pass 5 and rules: expressions over KPIs, from the tree into the model. */
#include <string.h>

#include "base/vec.h"
#include "compile/pass.h"

static uint32_t add(struct gp_pass *p, struct gp_expr e)
{
    gp_vec_push(p->heap, &p->model->exprs, e);
    return (uint32_t)p->model->exprs.count - 1;
}

static struct gp_expr new_expr(struct gp_pass *p, struct gp_ref ref,
                               enum gp_expr_kind kind, int op)
{
    return (struct gp_expr){.kind = kind,
                            .op = op,
                            .kpi = GP_NONE,
                            .member = GP_NONE,
                            .left = GP_NONE,
                            .right = GP_NONE,
                            .span = gp_ref_span(p, ref)};
}

static const struct {
    enum gp_word word;
    enum gp_measure measure;
} measures[] = {
    {GP_W_TARGET, GP_M_TARGET},
    {GP_W_ACTUAL, GP_M_ACTUAL},
    {GP_W_ATTAINMENT, GP_M_ATTAINMENT},
    {GP_W_VARIANCE, GP_M_VARIANCE},
    {GP_W_DEVIATION, GP_M_DEVIATION},
    {GP_W_SHORTFALL, GP_M_SHORTFALL},
    {GP_W_TO_DATE, GP_M_TO_DATE},
    {GP_W_PACE, GP_M_PACE},
    {GP_W_FORECAST, GP_M_FORECAST},
    {GP_W_REQUIRED, GP_M_REQUIRED},
    {GP_W_RANK, GP_M_RANK},
};

int gp_measure_of(enum gp_word word)
{
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        if (measures[i].word == word)
            return (int)measures[i].measure;
    return -1;
}

/* A KPI, or one narrowed: sales, sales[electronics]. */
static bool kpi_argument(struct gp_pass *p, struct gp_ref ref,
                         struct gp_expr *e)
{
    struct gp_ref name = ref;
    if (gp_ref_kind(p, ref) == GP_N_INDEX) {
        name = gp_ref_child(p, ref);
        struct gp_ref narrow = gp_ref_next(p, name);
        struct gp_ref item = gp_ref_child(p, narrow);
        uint32_t dimension = GP_NONE;
        if (gp_ref_is(gp_ref_next(p, item))) {
            gp_find(p->findings, GP_TEXT_ONE_MEMBER, gp_ref_span(p, narrow),
                    NULL);
            return false;
        }
        if (gp_ref_kind(p, item) == GP_N_BINARY) {
            struct gp_ref d = gp_ref_child(p, item);
            dimension = gp_find_dimension(p, d);
            item = gp_ref_next(p, d);
            if (dimension == GP_NONE)
                return false;
        }
        e->member = gp_find_member(p, item, dimension);
        if (e->member == GP_NONE)
            return false;
    } else if (gp_ref_kind(p, ref) != GP_N_NAME) {
        gp_find(p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, ref),
                gp_word(p->findings, "the name of a KPI"), NULL);
        return false;
    }
    e->kpi = gp_find_kpi(p, name);
    return e->kpi != GP_NONE;
}

static uint32_t growth(struct gp_pass *p, struct gp_ref ref, struct gp_ref arg)
{
    struct gp_expr e = new_expr(p, ref, GP_E_GROWTH, 0);
    if (!gp_ref_is(arg) || !kpi_argument(p, arg, &e)) {
        if (!gp_ref_is(arg))
            gp_find(
                p->findings, GP_TEXT_EXPECTED, e.span,
                gp_word(p->findings, "a KPI and a grain: growth(sales, year)"),
                NULL);
        return GP_NONE;
    }
    struct gp_ref grain = gp_ref_next(p, arg);
    e.grain = gp_ref_is(grain) ? gp_grain_of(gp_ref_word(p, grain)) : GP_YEAR;
    if (e.grain == GP_GRAIN_COUNT || e.grain > GP_DAY) {
        gp_find(p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, grain),
                gp_word(p->findings, "year, quarter, month or week"), NULL);
        return GP_NONE;
    }
    return add(p, e);
}

/* min(a, b, ...) as a chain of two. */
static uint32_t extremum(struct gp_pass *p, struct gp_ref ref,
                         struct gp_ref arg, int fold, bool m)
{
    uint32_t left = gp_lower_expr(p, arg, m);
    for (arg = gp_ref_next(p, arg); gp_ref_is(arg) && left != GP_NONE;
         arg = gp_ref_next(p, arg)) {
        struct gp_expr e = new_expr(p, ref, GP_E_CALL, fold);
        e.left = left;
        e.right = gp_lower_expr(p, arg, m);
        left = e.right == GP_NONE ? GP_NONE : add(p, e);
    }
    return left;
}

static int fold_of(enum gp_word word)
{
    switch (word) {
    case GP_W_SUM:
        return GP_FOLD_SUM;
    case GP_W_AVG:
        return GP_FOLD_AVG;
    case GP_W_MIN:
        return GP_FOLD_MIN;
    case GP_W_MAX:
        return GP_FOLD_MAX;
    default:
        return GP_FOLD_COUNT;
    }
}

static uint32_t call(struct gp_pass *p, struct gp_ref ref, bool m)
{
    struct gp_ref name = gp_ref_child(p, ref), arg = gp_ref_next(p, name);
    enum gp_word word = gp_ref_word(p, name);
    if (word == GP_W_GROWTH)
        return growth(p, ref, arg);
    if ((word == GP_W_MIN || word == GP_W_MAX) && gp_ref_is(arg))
        return extremum(p, ref, arg, fold_of(word), m);
    int measure = m ? gp_measure_of(word) : -1;
    if (measure < 0) {
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_NO_FUNCTION, gp_ref_span(p, name),
                    gp_ref_name(p, name), NULL);
        gp_find_help(p->findings, f,
                     m ? GP_TEXT_HELP_MEASURES : GP_TEXT_HELP_FORMULA, NULL);
        return GP_NONE;
    }
    struct gp_expr e = new_expr(p, ref, GP_E_MEASURE, measure);
    if (!gp_ref_is(arg) || gp_ref_is(gp_ref_next(p, arg))) {
        gp_find(p->findings, GP_TEXT_EXPECTED, e.span,
                gp_word(p->findings, "one KPI in the parentheses"), NULL);
        return GP_NONE;
    }
    return kpi_argument(p, arg, &e) ? add(p, e) : GP_NONE;
}

static uint32_t over(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_ref name = gp_ref_child(p, ref), arg = gp_ref_next(p, name);
    struct gp_ref what = gp_ref_next(p, arg);
    struct gp_expr e =
        new_expr(p, ref, GP_E_OVER, fold_of(gp_ref_word(p, name)));
    if (!gp_ref_is(what) || gp_ref_is(gp_ref_next(p, what)) ||
        gp_ref_word(p, what) != GP_W_CHILDREN) {
        gp_find(p->findings, GP_TEXT_EXPECTED,
                gp_ref_span(p, gp_ref_is(what) ? what : ref),
                gp_word(p->findings, "`over children` behind one value"), NULL);
        return GP_NONE;
    }
    e.left = gp_lower_expr(p, arg, true);
    return e.left == GP_NONE ? GP_NONE : add(p, e);
}

static uint32_t constant(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_const c = gp_eval_const(p, ref);
    if (c.hole)
        gp_find(p->findings, GP_TEXT_HOLE_VALUE, gp_ref_span(p, ref), NULL);
    if (c.bad || c.hole)
        return GP_NONE;
    struct gp_expr e = new_expr(p, ref, GP_E_VALUE, 0);
    e.value = c.value;
    return add(p, e);
}

enum gp_operator gp_operator_of(int op)
{
    static const enum gp_operator ops[] = {
        [GP_OP_NONE] = GP_O_NONE, [GP_OP_EQ] = GP_O_EQ,
        [GP_OP_NE] = GP_O_NE,     [GP_OP_LT] = GP_O_LT,
        [GP_OP_LE] = GP_O_LE,     [GP_OP_GT] = GP_O_GT,
        [GP_OP_GE] = GP_O_GE,     [GP_OP_ADD] = GP_O_ADD,
        [GP_OP_SUB] = GP_O_SUB,   [GP_OP_MUL] = GP_O_MUL,
        [GP_OP_DIV] = GP_O_DIV,   [GP_OP_AND] = GP_O_AND,
        [GP_OP_OR] = GP_O_OR,     [GP_OP_NOT] = GP_O_NOT,
        [GP_OP_NEG] = GP_O_NEG,
    };
    return ops[op];
}

uint32_t gp_lower_expr(struct gp_pass *p, struct gp_ref ref, bool m)
{
    struct gp_expr e;
    struct gp_ref left = gp_ref_child(p, ref);
    switch (gp_ref_kind(p, ref)) {
    case GP_N_BINARY:
        e = new_expr(p, ref, GP_E_BINARY,
                     gp_operator_of(gp_pass_node(p, ref)->op));
        e.left = gp_lower_expr(p, left, m);
        e.right = gp_lower_expr(p, gp_ref_next(p, left), m);
        return e.left == GP_NONE || e.right == GP_NONE ? GP_NONE : add(p, e);
    case GP_N_UNARY:
        e = new_expr(p, ref, GP_E_UNARY,
                     gp_operator_of(gp_pass_node(p, ref)->op));
        e.left = gp_lower_expr(p, left, m);
        return e.left == GP_NONE ? GP_NONE : add(p, e);
    case GP_N_IS_MISSING:
        e = new_expr(p, ref, GP_E_MISSING, 0);
        e.left = gp_lower_expr(p, left, m);
        return e.left == GP_NONE ? GP_NONE : add(p, e);
    case GP_N_CALL:
        return call(p, ref, m);
    case GP_N_OVER:
        return over(p, ref);
    case GP_N_INDEX:
        break;
    case GP_N_NAME:
        if (gp_peek_kpi(p, ref) != GP_NONE)
            break;
        if (gp_map_get(&p->constant_of, gp_pass_node(p, ref)->sym) !=
            GP_MAP_NONE)
            return constant(p, ref);
        gp_find_kpi(p, ref);
        return GP_NONE;
    default:
        return constant(p, ref);
    }
    e = new_expr(p, ref, GP_E_MEASURE, GP_M_ACTUAL);
    return kpi_argument(p, ref, &e) ? add(p, e) : GP_NONE;
}

/* ---- formulas ---- */

/* Formulas over formulas: no deeper than this, so that evaluating one is a
 * bounded walk. */
enum { MAX_FORMULA_DEPTH = 50 };

/* The expressions of one KPI stand together. */
struct formula {
    size_t first, end;
    int depth; /* 0: not known yet */
};

/* One more than the deepest formula that this one uses; 0 where one of them
 * is not known yet. */
static int depth_of(const struct gp_model *m, const struct formula *all,
                    uint32_t k)
{
    int depth = 1;
    for (size_t i = all[k].first; i < all[k].end; i++) {
        const struct gp_expr *e = &m->exprs.at[i];
        if (e->kind != GP_E_MEASURE && e->kind != GP_E_GROWTH)
            continue;
        if (m->kpis.at[e->kpi].formula == GP_NONE)
            continue;
        if (all[e->kpi].depth == 0)
            return 0;
        if (all[e->kpi].depth >= depth)
            depth = all[e->kpi].depth + 1;
    }
    return depth;
}

/* What is still not known after as many rounds as may be deep rests on
 * itself, or is too deep: it loses its formula. */
static void check_depths(struct gp_pass *p, struct formula *all)
{
    struct gp_model *m = p->model;
    size_t n = m->kpis.count;
    bool again = true;
    for (int round = 0; again && round <= MAX_FORMULA_DEPTH; round++) {
        again = false;
        for (uint32_t k = 0; k < n; k++) {
            if (m->kpis.at[k].formula == GP_NONE || all[k].depth != 0)
                continue;
            all[k].depth = depth_of(m, all, k);
            again |= all[k].depth != 0;
        }
    }
    for (uint32_t k = 0; k < n; k++) {
        if (m->kpis.at[k].formula == GP_NONE || all[k].depth != 0)
            continue;
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_KPI_CYCLE, m->kpis.at[k].span,
                    gp_sym_text(p->names, m->kpis.at[k].name), NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_CYCLE, NULL);
    }
    for (uint32_t k = 0; k < n; k++)
        if (all[k].depth == 0)
            m->kpis.at[k].formula = GP_NONE;
}

void gp_pass_formulas(struct gp_pass *p)
{
    struct gp_model *m = p->model;
    struct formula *all = gp_calloc(p->heap, m->kpis.count + 1, sizeof *all);
    for (size_t i = 0; i < p->stmts.count; i++) {
        struct gp_ref ref = p->stmts.at[i].ref;
        if (gp_ref_kind(p, ref) != GP_N_KPI)
            continue;
        struct gp_ref value = gp_ref_part(p, ref, GP_N_VALUE);
        uint32_t k = gp_peek_kpi(p, gp_ref_child(p, ref));
        if (!gp_ref_is(value) || k == GP_NONE || all[k].end != 0)
            continue;
        all[k].first = m->exprs.count;
        m->kpis.at[k].formula = gp_lower_expr(p, gp_ref_child(p, value), false);
        all[k].end = m->exprs.count + (m->exprs.count == 0);
    }
    check_depths(p, all);
    gp_free(p->heap, all);
}

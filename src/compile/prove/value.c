/* Formulas over ranges: what a KPI that is worked out of others can be, and
 * how it adds up.  Takes the ranges of cells and what the plan says of flows;
 * leaves to link.c what follows over periods and scopes. */
#include "compile/prove/prove.h"

/* Formulas may use others twice each: no more expressions than this are
 * looked at for one value; the rest is not known. */
enum { BUDGET = 200 };

/* ---- how a formula adds up ---- */

/* Whether an expression sums in time and over scopes: flows, added and
 * multiplied with constants. */
static bool sums(const struct gp_prove *x, uint32_t expr, int *budget,
                 bool *negative)
{
    const struct gp_expr *e = &x->m->exprs.at[expr];
    if (--*budget < 0)
        return false;
    switch (e->kind) {
    case GP_E_MEASURE: {
        const struct gp_kpi *k = &x->m->kpis.at[e->kpi];
        return k->kind == GP_KPI_FLOW ||
               (k->formula != GP_NONE && e->member == GP_NONE &&
                sums(x, k->formula, budget, negative));
    }
    case GP_E_UNARY:
        *negative = true;
        return e->op == GP_O_NEG && sums(x, e->left, budget, negative);
    case GP_E_BINARY:
        break;
    default:
        return false;
    }
    bool left = x->m->exprs.at[e->left].kind == GP_E_VALUE;
    bool right = x->m->exprs.at[e->right].kind == GP_E_VALUE;
    if (left || right) {
        const struct gp_expr *c = &x->m->exprs.at[left ? e->left : e->right];
        if (left == right || gp_rat_sign(c->value) <= 0)
            return false;
        return (e->op == GP_O_MUL || (e->op == GP_O_DIV && right)) &&
               sums(x, left ? e->right : e->left, budget, negative);
    }
    *negative |= e->op == GP_O_SUB;
    return (e->op == GP_O_ADD || e->op == GP_O_SUB) &&
           sums(x, e->left, budget, negative) &&
           sums(x, e->right, budget, negative);
}

/* sales[electronics] / sales: never more than all of it. */
static bool is_share(const struct gp_model *m, const struct gp_expr *e)
{
    const struct gp_expr *a = &m->exprs.at[e->left],
                         *b = &m->exprs.at[e->right];
    return a->kind == GP_E_MEASURE && b->kind == GP_E_MEASURE &&
           a->kpi == b->kpi && a->member != GP_NONE && b->member == GP_NONE;
}

static struct gp_end end_at(int64_t value)
{
    return (struct gp_end){
        .at = gp_rat_int(value), .set = true, .step = GP_NONE};
}

static void classify_formula(struct gp_prove *x, struct gp_prove_kpi *k,
                             uint32_t formula)
{
    const struct gp_expr *e = &x->m->exprs.at[formula];
    int budget = BUDGET;
    bool negative = false, below = false;
    if (e->kind == GP_E_GROWTH) {
        bool flow = x->m->kpis.at[e->kpi].kind == GP_KPI_FLOW;
        k->adds = flow ? GP_ADDS_MEAN : GP_ADDS_NOT;
        k->growth = true;
        k->over = formula;
        if (flow)
            k->all.low = end_at(-1);
    } else if (e->kind == GP_E_BINARY && e->op == GP_O_DIV &&
               sums(x, e->left, &budget, &negative) &&
               sums(x, e->right, &budget, &below) && !below) {
        k->adds = GP_ADDS_MEAN;
        k->over = e->left;
        k->under = e->right;
        if (!negative)
            k->all.low = end_at(0);
        if (is_share(x->m, e))
            k->all.high = end_at(1);
    } else if (sums(x, formula, &budget, &negative)) {
        k->adds = GP_ADDS_SUM;
        if (!negative)
            k->all.low = end_at(0);
    }
}

void gp_prove_classify(struct gp_prove *x, uint32_t kpi)
{
    const struct gp_kpi *of = &x->m->kpis.at[kpi];
    struct gp_prove_kpi *k = &x->kpis[kpi];
    k->over = k->under = GP_NONE;
    k->all = gp_range_any();
    k->adds = GP_ADDS_NOT;
    switch (of->kind) {
    case GP_KPI_FLOW:
        k->adds = GP_ADDS_SUM;
        k->all.low = end_at(0);
        break;
    case GP_KPI_FORMULA:
        if (of->formula != GP_NONE)
            classify_formula(x, k, of->formula);
        break;
    case GP_KPI_UNIQUE:
        k->adds = GP_ADDS_UNION;
        k->all.low = end_at(0);
        break;
    case GP_KPI_LEVEL:
    case GP_KPI_GRADE:
        k->adds = GP_ADDS_LAST;
        break;
    case GP_KPI_MILESTONE:
        break;
    }
}

/* ---- values ---- */

static struct gp_range at_least_zero(void)
{
    struct gp_range r = gp_range_any();
    r.low = end_at(0);
    return r;
}

static struct gp_range said(struct gp_prove *x, uint32_t kpi, uint32_t scope,
                            int tick)
{
    uint32_t row = gp_map_get(&x->m->row_of, gp_map_key(kpi, scope));
    int64_t amount, slack;
    if (row == GP_MAP_NONE || !gp_prove_said(x, row, tick, &amount, &slack))
        return at_least_zero();
    int64_t unit = gp_pow10(x->m->kpis.at[kpi].digits);
    struct gp_range r = gp_range_point(gp_rat_make(amount, unit));
    r.low.at = gp_rat_make(amount > slack ? amount - slack : 0, unit);
    if (!gp_add64(&amount, amount, slack))
        return at_least_zero();
    r.high.at = gp_rat_make(amount, unit);
    return r;
}

static struct gp_range operand(struct gp_prove *x, uint32_t kpi, uint32_t scope,
                               uint32_t member, int tick)
{
    if (member != GP_NONE)
        scope = gp_model_narrowed(x->m, scope, member);
    if (scope == GP_NONE || scope == GP_MAP_NONE)
        return x->kpis[kpi].all;
    uint32_t cell = gp_prove_cell_at(x, kpi, scope, tick);
    if (cell != GP_NONE) {
        x->kpis[x->of].changes = true;
        const struct gp_prove_cell *c = &x->cells.at[cell];
        if (c->broken)
            return gp_range_any();
        if (c->range.low.step != GP_NONE)
            gp_vec_push(x->p->heap, &x->used, c->range.low.step);
        if (c->range.high.step != GP_NONE)
            gp_vec_push(x->p->heap, &x->used, c->range.high.step);
        return c->range;
    }
    const struct gp_kpi *k = &x->m->kpis.at[kpi];
    if (k->kind == GP_KPI_FLOW)
        return said(x, kpi, scope, tick);
    if (k->formula != GP_NONE)
        return gp_prove_value(x, k->formula, scope, tick);
    return x->kpis[kpi].all;
}

/* Of two ends the larger, or the smaller. */
static struct gp_end pick(bool larger, struct gp_end a, struct gp_end b)
{
    struct gp_end e = (gp_rat_cmp(a.at, b.at) < 0) == larger ? b : a;
    e.strict = false;
    return e;
}

/* Either of two is no less than their minimum: one end needs both of them,
 * the other is there with any. */
static struct gp_range extremum(bool max, struct gp_range a, struct gp_range b)
{
    struct gp_range r = gp_range_any();
    if (a.low.set && b.low.set)
        r.low = pick(max, a.low, b.low);
    else if (max)
        r.low = a.low.set ? a.low : b.low;
    if (a.high.set && b.high.set)
        r.high = pick(max, a.high, b.high);
    else if (!max)
        r.high = a.high.set ? a.high : b.high;
    return r;
}

static struct gp_range binary(struct gp_prove *x, const struct gp_expr *e,
                              uint32_t scope, int tick)
{
    struct gp_range a = gp_prove_value(x, e->left, scope, tick);
    struct gp_range b = gp_prove_value(x, e->right, scope, tick);
    switch (e->op) {
    case GP_O_ADD:
        return gp_range_add(a, b);
    case GP_O_SUB:
        return gp_range_add(a, gp_range_neg(b));
    case GP_O_MUL:
        return gp_range_mul(a, b);
    case GP_O_DIV:
        return gp_range_div(a, b);
    default:
        return gp_range_any();
    }
}

struct gp_range gp_prove_value(struct gp_prove *x, uint32_t expr,
                               uint32_t scope, int tick)
{
    const struct gp_expr *e = &x->m->exprs.at[expr];
    if (--x->budget < 0)
        return gp_range_any();
    switch (e->kind) {
    case GP_E_VALUE:
        return gp_range_point(e->value);
    case GP_E_MEASURE:
        return operand(x, e->kpi, scope, e->member, tick);
    case GP_E_UNARY:
        if (e->op != GP_O_NEG)
            return gp_range_any();
        return gp_range_neg(gp_prove_value(x, e->left, scope, tick));
    case GP_E_BINARY:
        return binary(x, e, scope, tick);
    case GP_E_CALL:
        if (e->op != GP_FOLD_MAX && e->op != GP_FOLD_MIN)
            return gp_range_any();
        return extremum(e->op == GP_FOLD_MAX,
                        gp_prove_value(x, e->left, scope, tick),
                        gp_prove_value(x, e->right, scope, tick));
    default: /* growth: what was sold before is not the plan's to say */
        return gp_range_any();
    }
}

struct gp_range gp_prove_over(struct gp_prove *x, uint32_t kpi, uint32_t scope,
                              int tick)
{
    const struct gp_prove_kpi *k = &x->kpis[kpi];
    const struct gp_expr *e = &x->m->exprs.at[k->over];
    x->budget = BUDGET;
    x->of = kpi;
    if (k->growth)
        return operand(x, e->kpi, scope, e->member, tick);
    return gp_prove_value(x, k->over, scope, tick);
}

struct gp_range gp_prove_under(struct gp_prove *x, uint32_t kpi, uint32_t scope,
                               int tick)
{
    const struct gp_prove_kpi *k = &x->kpis[kpi];
    x->budget = BUDGET;
    x->of = kpi;
    return k->under == GP_NONE ? at_least_zero()
                               : gp_prove_value(x, k->under, scope, tick);
}

struct gp_range gp_prove_formula(struct gp_prove *x, uint32_t kpi,
                                 uint32_t scope, int tick)
{
    x->budget = BUDGET;
    x->of = kpi;
    return gp_prove_value(x, x->m->kpis.at[kpi].formula, scope, tick);
}

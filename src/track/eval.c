/* See eval.h. */
#include "track/eval.h"

#include <string.h>

#include "track/measure.h"

/* Where an expression stands: in a formula every actual is a `measure`, and
 * days are taken as they are. */
struct walk {
    struct gp_track *track;
    bool formula;
    enum gp_measure measure;
    uint32_t scope;
    const struct gp_period *period;
};

static struct gp_value walk(const struct walk *w, uint32_t expr);

static struct gp_value truth(bool is)
{
    return gp_some_value(gp_rat_int(is));
}

static uint32_t scope_of(const struct walk *w, const struct gp_expr *e)
{
    return e->member == GP_NONE
               ? w->scope
               : gp_facts_narrowed(w->track->facts, w->scope, e->member);
}

static struct gp_value measure(const struct walk *w, const struct gp_expr *e)
{
    enum gp_measure m = (enum gp_measure)e->op;
    uint32_t scope = scope_of(w, e);
    if (!w->formula)
        return gp_measure(w->track, m, e->kpi, scope, w->period);
    return gp_measure_uncut(w->track, m == GP_M_ACTUAL ? w->measure : m, e->kpi,
                            scope, w->period);
}

/* In a target's formula: what is to be reached against what was. */
static struct gp_value growth(const struct walk *w, const struct gp_expr *e)
{
    struct gp_track *t = w->track;
    uint32_t scope = scope_of(w, e);
    struct gp_period base;
    if (!w->formula || w->measure == GP_M_ACTUAL)
        return gp_measure_growth(t, e->kpi, scope, w->period, e->grain);
    struct gp_track ended = *t;
    ended.as_of = w->period->days.last;
    const struct gp_track *when = w->measure == GP_M_TARGET ? &ended : t;
    if (!gp_measure_base(when, w->period, e->grain, &base))
        return gp_no_value();
    struct gp_value was =
        gp_measure_uncut(t, GP_M_ACTUAL, e->kpi, scope, &base);
    struct gp_value goal =
        gp_measure_uncut(t, w->measure, e->kpi, scope, w->period);
    if (was.has && was.value.num < 0)
        return gp_no_value();
    return gp_value_sub(gp_value_div(goal, was), truth(true));
}

static struct gp_value logic(const struct walk *w, const struct gp_expr *e)
{
    bool decides = e->op == GP_O_OR; /* true decides `or`, false `and` */
    struct gp_value a = walk(w, e->left);
    if (a.has && gp_value_is_true(a) == decides)
        return truth(decides);
    struct gp_value b = walk(w, e->right);
    if (b.has && gp_value_is_true(b) == decides)
        return truth(decides);
    return a.has && b.has ? truth(!decides) : gp_no_value();
}

static struct gp_value compare(int op, struct gp_value a, struct gp_value b)
{
    if (!a.has || !b.has)
        return gp_no_value();
    int c = gp_rat_cmp(a.value, b.value);
    switch (op) {
    case GP_O_EQ:
        return truth(c == 0);
    case GP_O_NE:
        return truth(c != 0);
    case GP_O_LT:
        return truth(c < 0);
    case GP_O_LE:
        return truth(c <= 0);
    case GP_O_GT:
        return truth(c > 0);
    default:
        return truth(c >= 0);
    }
}

static struct gp_value binary(const struct walk *w, const struct gp_expr *e)
{
    if (e->op == GP_O_AND || e->op == GP_O_OR)
        return logic(w, e);
    struct gp_value a = walk(w, e->left), b = walk(w, e->right);
    switch (e->op) {
    case GP_O_ADD:
        return gp_value_add(a, b);
    case GP_O_SUB:
        return gp_value_sub(a, b);
    case GP_O_MUL:
        return gp_value_mul(a, b);
    case GP_O_DIV:
        return gp_value_div(a, b);
    default:
        return compare(e->op, a, b);
    }
}

/* Counting a condition counts where it holds; counting anything else counts
 * where there is a value. */
static bool is_condition(const struct gp_model *m, uint32_t expr)
{
    const struct gp_expr *e = &m->exprs.at[expr];
    if (e->kind == GP_E_BINARY)
        return e->op >= GP_O_EQ && e->op <= GP_O_OR;
    return e->kind == GP_E_MISSING ||
           (e->kind == GP_E_UNARY && e->op == GP_O_NOT);
}

static struct gp_value extreme(int fold, struct gp_value a, struct gp_value b)
{
    if (!a.has || !b.has)
        return gp_no_value();
    int c = gp_rat_cmp(a.value, b.value);
    return (fold == GP_FOLD_MIN ? c <= 0 : c >= 0) ? a : b;
}

/* Children without a value are left out; without any, there is none. */
static struct gp_value over(const struct walk *w, const struct gp_expr *e)
{
    const struct gp_model *m = w->track->model;
    struct gp_value result = gp_no_value();
    bool condition = is_condition(m, e->left), first = true;
    int64_t count = 0;
    if (w->scope >= m->scopes.count)
        return result;
    for (uint32_t c = m->scopes.at[w->scope].child; c != GP_NONE;
         c = m->scopes.at[c].next) {
        const struct gp_scope *s = &m->scopes.at[c];
        struct walk inner = *w;
        inner.scope = c;
        if (s->kind != GP_SCOPE_TEAM && s->kind != GP_SCOPE_PERSON)
            continue;
        struct gp_value v = walk(&inner, e->left);
        if (!v.has)
            continue;
        count += !condition || gp_value_is_true(v);
        if (first)
            result = v;
        else if (e->op == GP_FOLD_SUM || e->op == GP_FOLD_AVG)
            result = gp_value_add(result, v);
        else
            result = extreme(e->op, result, v);
        first = false;
    }
    if (e->op == GP_FOLD_COUNT)
        return gp_some_value(gp_rat_int(count));
    if (e->op == GP_FOLD_AVG)
        return gp_value_div(result, gp_some_value(gp_rat_int(count)));
    return result;
}

static struct gp_value walk(const struct walk *w, uint32_t expr)
{
    if (expr == GP_NONE)
        return gp_no_value();
    const struct gp_expr *e = &w->track->model->exprs.at[expr];
    struct gp_value v;
    switch (e->kind) {
    case GP_E_VALUE:
        return gp_some_value(e->value);
    case GP_E_MEASURE:
        return measure(w, e);
    case GP_E_GROWTH:
        return growth(w, e);
    case GP_E_BINARY:
        return binary(w, e);
    case GP_E_UNARY:
        v = walk(w, e->left);
        if (e->op == GP_O_NOT)
            return v.has ? truth(!gp_value_is_true(v)) : v;
        return gp_value_sub(truth(false), v);
    case GP_E_MISSING:
        return truth(!walk(w, e->left).has);
    case GP_E_OVER:
        return over(w, e);
    case GP_E_CALL:
        v = walk(w, e->left);
        return extreme(e->op, v, walk(w, e->right));
    }
    return gp_no_value();
}

struct gp_value gp_eval(struct gp_track *track, uint32_t expr, uint32_t scope,
                        const struct gp_period *period)
{
    struct walk w = {track, false, GP_M_ACTUAL, scope, period};
    return walk(&w, expr);
}

struct gp_value gp_eval_formula(struct gp_track *track, uint32_t expr,
                                enum gp_measure measure, uint32_t scope,
                                const struct gp_period *period)
{
    struct walk w = {track, true, measure, scope, period};
    return walk(&w, expr);
}

bool gp_eval_names(const struct gp_model *model, uint32_t expr,
                   bool (*ask)(void *context, uint32_t kpi), void *context)
{
    if (expr == GP_NONE)
        return false;
    const struct gp_expr *e = &model->exprs.at[expr];
    if (e->kind == GP_E_MEASURE || e->kind == GP_E_GROWTH)
        return ask(context, e->kpi) ||
               gp_eval_names(model, model->kpis.at[e->kpi].formula, ask,
                             context);
    return gp_eval_names(model, e->left, ask, context) ||
           gp_eval_names(model, e->right, ask, context);
}

/* -------------------------------------------------------------- arithmetic */

/* "deviation(sales)", "visits", "growth(sales, year)" */
static void add_measure(struct gp_buf *buf, const struct gp_track *t,
                        const struct gp_expr *e)
{
    const struct gp_model *m = t->model;
    bool bare = e->kind == GP_E_MEASURE && e->op == GP_M_ACTUAL;
    if (e->kind == GP_E_GROWTH) {
        gp_buf_puts(buf, gp_translate(t->lang, GP_WORD("growth")));
        gp_buf_putc(buf, '(');
    } else if (!bare) {
        gp_buf_puts(buf, gp_translate(t->lang,
                                      gp_measure_name((enum gp_measure)e->op)));
        gp_buf_putc(buf, '(');
    }
    gp_buf_puts(buf, gp_sym_text(m->names, m->kpis.at[e->kpi].name));
    if (e->member != GP_NONE) {
        gp_buf_putc(buf, '[');
        gp_buf_puts(buf, gp_sym_text(m->names, m->members.at[e->member].name));
        gp_buf_putc(buf, ']');
    }
    if (e->kind == GP_E_GROWTH) {
        gp_buf_puts(buf, ", ");
        gp_buf_puts(buf, gp_translate(t->lang, gp_grain_name(e->grain)));
    }
    if (!bare)
        gp_buf_putc(buf, ')');
}

static void add_over(struct gp_buf *buf, const struct gp_track *t,
                     const struct gp_expr *e)
{
    static const char *const names[] = {GP_WORD("sum"), GP_WORD("avg"),
                                        GP_WORD("min"), GP_WORD("max"),
                                        GP_WORD("count")};
    const struct gp_model *m = t->model;
    const struct gp_expr *inner = &m->exprs.at[e->left];
    gp_buf_puts(buf, gp_translate(t->lang, names[e->op]));
    if (inner->kind == GP_E_MEASURE || inner->kind == GP_E_GROWTH) {
        gp_buf_putc(buf, '(');
        add_measure(buf, t, inner);
        gp_buf_putc(buf, ')');
    }
    gp_buf_puts(buf, gp_translate(t->lang, GP_WORD(" over children")));
}

/* What is shown of a leaf: the measure and KPI that its value is of. */
static const char *shown(const struct walk *w, struct gp_arena *arena,
                         const struct gp_expr *e, struct gp_value v)
{
    const struct gp_model *m = w->track->model;
    const struct gp_expr *of = e;
    if (e->kind == GP_E_OVER)
        of = e->op == GP_FOLD_COUNT ? NULL : &m->exprs.at[e->left];
    if (!v.has)
        return gp_translate(w->track->lang, GP_WORD("missing"));
    if (of != NULL && of->kind == GP_E_MEASURE)
        return gp_measure_show(arena, m, (enum gp_measure)of->op, of->kpi, v);
    return gp_show_rat(arena, m, v.value,
                       of != NULL && of->kind == GP_E_GROWTH);
}

/* One leaf, unless the text has it already. */
static void add_leaf(const struct walk *w, struct gp_arena *arena,
                     uint32_t expr, struct gp_buf *buf)
{
    const struct gp_model *m = w->track->model;
    const struct gp_expr *e = &m->exprs.at[expr];
    struct gp_buf one;
    gp_buf_init(&one, arena->heap);
    if (e->kind == GP_E_OVER)
        add_over(&one, w->track, e);
    else
        add_measure(&one, w->track, e);
    gp_buf_puts(&one, " = ");
    gp_buf_puts(&one, shown(w, arena, e, walk(w, expr)));
    const char *text = gp_buf_cstr(&one);
    if (strstr(gp_buf_cstr(buf), text) == NULL) {
        if (buf->count > 0)
            gp_buf_puts(buf, gp_translate(w->track->lang, ", "));
        gp_buf_puts(buf, text);
    }
    gp_buf_fini(&one);
}

static void add_leaves(const struct walk *w, struct gp_arena *arena,
                       uint32_t expr, struct gp_buf *buf)
{
    if (expr == GP_NONE)
        return;
    const struct gp_expr *e = &w->track->model->exprs.at[expr];
    if (e->kind == GP_E_MEASURE || e->kind == GP_E_GROWTH ||
        e->kind == GP_E_OVER) {
        add_leaf(w, arena, expr, buf);
        return;
    }
    add_leaves(w, arena, e->left, buf);
    add_leaves(w, arena, e->right, buf);
}

const char *gp_eval_arithmetic(struct gp_track *track, struct gp_arena *arena,
                               uint32_t expr, uint32_t scope,
                               const struct gp_period *period)
{
    struct walk w = {track, false, GP_M_ACTUAL, scope, period};
    struct gp_buf buf;
    gp_buf_init(&buf, arena->heap);
    add_leaves(&w, arena, expr, &buf);
    return gp_arena_keep(arena, &buf);
}

/* KPIs: what is measured, in what unit, and how it adds up. */
#include <string.h>

#include "base/vec.h"
#include "compile/attrs.h"
#include "compile/pass.h"

static void kpi_money(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_kpi *k = c->data;
    (void)p;
    k->unit = GP_UNIT_MONEY;
    k->digits = gp_currency_digits(p->model->currency);
}

static void kpi_count(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_kpi *k = c->data;
    k->unit = GP_UNIT_COUNT;
    k->digits = 0;
    if (gp_ref_is(c->at) && gp_ref_kind(p, c->at) == GP_N_STRING)
        k->unit_name = gp_cursor_string(p, c);
}

static void kpi_percent(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_kpi *k = c->data;
    (void)p;
    k->unit = GP_UNIT_RATIO;
    k->digits = 8;
    k->kind = GP_KPI_LEVEL; /* a rate by itself never adds up */
}

static void kpi_level(struct gp_pass *p, struct gp_cursor *c)
{
    (void)p;
    ((struct gp_kpi *)c->data)->kind = GP_KPI_LEVEL;
}

static void kpi_unique(struct gp_pass *p, struct gp_cursor *c)
{
    (void)p;
    ((struct gp_kpi *)c->data)->kind = GP_KPI_UNIQUE;
}

static void kpi_milestone(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_kpi *k = c->data;
    kpi_count(p, c);
    k->kind = GP_KPI_MILESTONE;
}

static void kpi_grade(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_kpi *k = c->data;
    kpi_count(p, c);
    k->kind = GP_KPI_GRADE;
    if (!gp_ref_is(c->at) || gp_ref_kind(p, c->at) != GP_N_RANGE) {
        gp_cursor_expected(p, c, "the marks: grade 1..5");
        return;
    }
    struct gp_ref a = gp_ref_child(p, c->at), b = gp_ref_next(p, a);
    struct gp_const low = gp_eval_const(p, a), high = gp_eval_const(p, b);
    k->grade_low = (int64_t)low.value.num;
    k->grade_high = (int64_t)high.value.num;
    if (low.value.den != 1 || high.value.den != 1 ||
        k->grade_low >= k->grade_high)
        gp_cursor_expected(p, c, "two whole numbers, the lower first");
    else
        c->at = gp_ref_next(p, c->at);
}

static const struct gp_attr kpi_words[] = {
    {GP_W_MONEY, kpi_money},     {GP_W_COUNT, kpi_count},
    {GP_W_PERCENT, kpi_percent}, {GP_W_LEVEL, kpi_level},
    {GP_W_UNIQUE, kpi_unique},   {GP_W_MILESTONE, kpi_milestone},
    {GP_W_GRADE, kpi_grade},     {GP_WORD_COUNT, NULL},
};

/* "round to 1万", "round day to 100" */
static void kpi_round(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_kpi *k = c->data;
    enum gp_grain only = GP_GRAIN_COUNT;
    struct gp_const step;
    if (!gp_cursor_accept(p, c, GP_W_TO)) {
        only = gp_grain_of(gp_cursor_word(p, c));
        if (only == GP_GRAIN_COUNT || !gp_cursor_accept(p, c, GP_W_TO)) {
            gp_cursor_expected(p, c, "`round to 1万` or `round day to 100`");
            return;
        }
    }
    struct gp_span at = gp_ref_span(p, gp_ref_is(c->at) ? c->at : c->fact);
    if (!gp_cursor_const(p, c, &step))
        return;
    /* A step finer than the unit (0.1 of a count) makes the unit finer. */
    int64_t amount;
    while (k->digits < 9 && !gp_rat_scaled(step.value, k->digits, &amount))
        k->digits++;
    if (gp_rat_sign(step.value) <= 0 ||
        !gp_rat_scaled(step.value, k->digits, &amount)) {
        gp_find(p->findings, GP_TEXT_BAD_STEP, at, NULL);
        return;
    }
    /* Steps are kept as rationals' amounts once the digits are settled. */
    for (int g = 0; g < GP_GRAIN_COUNT; g++)
        if (only == GP_GRAIN_COUNT ? k->step[g] == 0 : g == (int)only)
            k->step[g] = amount;
}

static void kpi_better(struct gp_pass *p, struct gp_cursor *c)
{
    enum gp_word word = gp_cursor_word(p, c);
    if (word != GP_W_HIGHER && word != GP_W_LOWER)
        gp_cursor_expected(p, c, "`higher` or `lower`");
    ((struct gp_kpi *)c->data)->lower_better = word == GP_W_LOWER;
}

static void kpi_kind(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_kpi *k = c->data;
    switch (gp_cursor_word(p, c)) {
    case GP_W_RESULT:
        k->class = GP_RESULT;
        break;
    case GP_W_PROCESS:
        k->class = GP_PROCESS;
        break;
    case GP_W_ABILITY:
        k->class = GP_ABILITY;
        break;
    case GP_W_BEHAVIOUR:
        k->class = GP_BEHAVIOUR;
        break;
    default:
        gp_cursor_expected(p, c,
                           "`result`, `process`, `ability` or `behaviour`");
    }
}

static const struct gp_attr kpi_attrs[] = {
    {GP_W_ROUND, kpi_round},
    {GP_W_BETTER, kpi_better},
    {GP_W_KIND, kpi_kind},
    {GP_WORD_COUNT, NULL},
};

/* Steps were read at the digits of their time: the finest counts. */
static void settle_steps(struct gp_pass *p, struct gp_ref block,
                         struct gp_kpi *k)
{
    int before;
    do { /* a later, finer step makes the earlier ones larger numbers */
        before = k->digits;
        memset(k->step, 0, sizeof k->step);
        gp_attrs_block_into(p, block, kpi_attrs, k);
    } while (k->digits != before);
    for (int g = 0; g < GP_GRAIN_COUNT; g++)
        if (k->step[g] == 0)
            k->step[g] = 1;
    k->step[GP_PIECE] = k->step[GP_WEEK];
    k->step[GP_PLAN] = k->step[GP_YEAR];
}

void gp_declare_kpi(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_ref name = gp_ref_child(p, ref);
    gp_sym sym = gp_pass_node(p, name)->sym;
    struct gp_kpi k = {.name = sym,
                       .title = gp_sym_text(p->names, sym),
                       .span = gp_ref_span(p, name),
                       .formula = GP_NONE,
                       .unit = GP_UNIT_COUNT};
    uint32_t *at = gp_map_at(&p->model->kpi_of, sym);
    if (*at != GP_MAP_NONE) {
        gp_tell_twice(p, name, p->model->kpis.at[*at].span);
        return;
    }
    *at = (uint32_t)p->model->kpis.count;
    struct gp_cursor c = gp_cursor_of(p, gp_ref_part(p, ref, GP_N_ATTRS), &k);
    c.fact = ref;
    if (gp_ref_is(c.at) && gp_ref_kind(p, c.at) == GP_N_STRING)
        k.title = gp_cursor_string(p, &c);
    if (!gp_ref_is(c.at)) {
        struct gp_finding *f = gp_find(p->findings, GP_TEXT_NO_KIND, k.span,
                                       gp_ref_name(p, name), NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_KINDS, NULL);
    }
    gp_attrs_header(p, &c, kpi_words);
    if (gp_ref_is(gp_ref_part(p, ref, GP_N_VALUE)))
        k.kind = GP_KPI_FORMULA;
    settle_steps(p, gp_ref_part(p, ref, GP_N_BLOCK), &k);
    gp_vec_push(p->heap, &p->model->kpis, k);
}

void gp_declare_process(struct gp_pass *p, struct gp_ref name,
                        const char *title)
{
    gp_sym sym = gp_pass_node(p, name)->sym;
    struct gp_kpi k = {.name = sym,
                       .title = title != NULL ? title
                                              : gp_sym_text(p->names, sym),
                       .span = gp_ref_span(p, name),
                       .formula = GP_NONE,
                       .unit = GP_UNIT_COUNT,
                       .class = GP_PROCESS};
    for (int g = 0; g < GP_GRAIN_COUNT; g++)
        k.step[g] = 1;
    *gp_map_at(&p->model->kpi_of, sym) = (uint32_t)p->model->kpis.count;
    gp_vec_push(p->heap, &p->model->kpis, k);
}

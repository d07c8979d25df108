/* Funnels: their stages, which are KPIs of the plan or become some, and what
 * they work back from.  What comes of it is in funnel_need.c. */
#include "compile/effort/funnel.h"
#include "base/vec.h"
#include "compile/attrs.h"

/* A funnel while it is being read. */
struct reading {
    struct gp_funnel funnel;
    GP_VEC(struct gp_stage) stages;
    struct gp_ref of, last; /* what a stage or the value is of; its stage */
    bool has_value, failed;
};

/* ---- names ---- */

/* A stage that no KPI has the name of makes one. */
void gp_declare_funnel(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_ref block = gp_ref_part(p, ref, GP_N_BLOCK);
    for (struct gp_ref i = gp_ref_child(p, block); gp_ref_is(i);
         i = gp_ref_next(p, i)) {
        if (gp_ref_kind(p, i) != GP_N_ATTRS)
            continue;
        struct gp_ref word = gp_ref_child(p, i), name = gp_ref_next(p, word);
        if (gp_ref_word(p, word) != GP_W_STAGE || !gp_ref_is(name) ||
            gp_ref_kind(p, name) != GP_N_NAME)
            continue;
        struct gp_ref text = gp_ref_next(p, name);
        bool titled = gp_ref_is(text) && gp_ref_kind(p, text) == GP_N_STRING;
        if (gp_peek_kpi(p, name) == GP_NONE)
            gp_declare_process(p, name, titled ? gp_ref_string(p, text) : NULL);
    }
}

/* ---- stages ---- */

static const char *kpi_name(const struct gp_pass *p, uint32_t kpi)
{
    return gp_sym_text(p->names, p->model->kpis.at[kpi].name);
}

/* A KPI whose targets can be worked back, or to. */
static uint32_t find_flow(struct gp_pass *p, struct reading *r,
                          struct gp_cursor *c, bool level)
{
    struct gp_ref at = c->at;
    if (!gp_ref_is(at) || gp_ref_kind(p, at) != GP_N_NAME) {
        gp_cursor_expected(p, c, "the name of a KPI");
        return GP_NONE;
    }
    uint32_t kpi = gp_find_kpi(p, at);
    gp_cursor_name(p, c);
    enum gp_kpi_kind kind =
        kpi == GP_NONE ? GP_KPI_FLOW : p->model->kpis.at[kpi].kind;
    if (kind != GP_KPI_FLOW && !(level && kind == GP_KPI_LEVEL)) {
        gp_find(p->findings, GP_TEXT_FUNNEL_KIND, gp_ref_span(p, at),
                kpi_name(p, kpi), NULL);
        kpi = GP_NONE;
    }
    r->failed |= kpi == GP_NONE;
    return kpi;
}

/* "of calls", "per deals": the stage before, by its name. */
static void read_before(struct gp_pass *p, struct gp_cursor *c,
                        enum gp_word word, const char *what)
{
    struct reading *r = c->data;
    if (!gp_cursor_accept(p, c, word) || !gp_ref_is(c->at)) {
        gp_cursor_expected(p, c, what);
        return;
    }
    struct gp_ref at = c->at;
    if (gp_cursor_name(p, c) == NULL) {
        gp_cursor_expected(p, c, what);
        return;
    }
    const struct gp_stage *last =
        r->stages.count == 0 ? NULL : &r->stages.at[r->stages.count - 1];
    if (last != NULL && last->kpi == gp_peek_kpi(p, at))
        return;
    bool told = r->failed;
    r->failed = c->failed = true;
    if (last == NULL) {
        if (!told)
            gp_find(p->findings, GP_TEXT_FUNNEL_NO_STAGE, gp_ref_span(p, at),
                    NULL);
        return;
    }
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_FUNNEL_CHAIN, gp_ref_span(p, at),
                gp_ref_name(p, at), kpi_name(p, last->kpi), NULL);
    gp_find_note(p->findings, f, last->span, GP_TEXT_NOTE_STAGE_BEFORE, NULL);
    gp_find_help(p->findings, f, GP_TEXT_HELP_FUNNEL_CHAIN,
                 kpi_name(p, last->kpi), NULL);
}

/* A rate or a value per piece: a positive number. */
static bool read_positive(struct gp_pass *p, struct gp_cursor *c,
                          const char *what, struct gp_const *out)
{
    struct gp_ref at = c->at;
    enum gp_word word = gp_ref_is(at) ? gp_ref_word(p, at) : GP_W_OF;
    if (word == GP_W_OF || word == GP_W_PER) {
        gp_cursor_expected(p, c, what);
        return false;
    }
    if (!gp_cursor_draft(p, c, out)) {
        if (!c->failed) /* a hole: the plan is a draft */
            gp_find(p->findings, GP_TEXT_FUNNEL_HOLE, gp_ref_span(p, at), NULL);
        return false;
    }
    if (gp_rat_sign(out->value) > 0)
        return true;
    gp_find(p->findings, GP_TEXT_FUNNEL_RATE, gp_ref_span(p, at), NULL);
    c->failed = true;
    return false;
}

/* stage visits "Customer visits" 40% of leads */
static void funnel_stage(struct gp_pass *p, struct gp_cursor *c)
{
    struct reading *r = c->data;
    struct gp_stage s = {.span = gp_ref_span(p, c->fact), .rate = {0, 1}};
    struct gp_const rate;
    struct gp_ref name = c->at;
    s.kpi = find_flow(p, r, c, false);
    if (s.kpi == GP_NONE) {
        c->at.node = 0;
        r->failed = true;
        return;
    }
    s.title = p->model->kpis.at[s.kpi].title;
    if (gp_ref_is(c->at) && gp_ref_kind(p, c->at) == GP_N_STRING)
        s.title = gp_cursor_string(p, c);
    for (size_t i = 0; i < r->stages.count; i++) {
        if (r->stages.at[i].kpi != s.kpi)
            continue;
        gp_tell_twice(p, name, r->stages.at[i].span);
        r->failed = true;
        c->at.node = 0;
        return;
    }
    if (r->stages.count != 0) {
        bool ok = read_positive(
            p, c, GP_WORD("its rate: 10% of the stage before"), &rate);
        r->failed |= !ok;
        if (ok)
            s.rate = rate.value;
        if (!c->failed)
            read_before(p, c, GP_W_OF, GP_WORD("`of` and the stage before"));
    }
    r->failed |= c->failed;
    if (c->failed)
        c->at.node = 0;
    s.fact = gp_add_fact(p, s.span, NULL);
    gp_vec_push(p->heap, &r->stages, s);
}

/* value sales 5万 per deals */
static void funnel_value(struct gp_pass *p, struct gp_cursor *c)
{
    struct reading *r = c->data;
    struct gp_funnel *f = &r->funnel;
    struct gp_const per;
    if (r->has_value) {
        struct gp_finding *x = gp_find(p->findings, GP_TEXT_FUNNEL_TWO_VALUES,
                                       gp_ref_span(p, c->fact), NULL);
        gp_find_note(p->findings, x, p->model->facts.at[f->value_fact].span,
                     GP_TEXT_NOTE_FIRST, NULL);
        r->failed = true;
        c->at.node = 0;
        return;
    }
    r->has_value = true;
    f->value_fact = gp_add_fact(p, gp_ref_span(p, c->fact), NULL);
    f->value = find_flow(p, r, c, true);
    struct gp_ref amount = c->at;
    if (f->value == GP_NONE ||
        !read_positive(p, c, GP_WORD("what one brings: 5万 per deals"), &per)) {
        r->failed = true;
        c->at.node = 0;
        return;
    }
    f->per = per.value;
    const struct gp_kpi *k = &p->model->kpis.at[f->value];
    if (per.percent != (k->unit == GP_UNIT_RATIO)) {
        struct gp_finding *x = gp_find(
            p->findings, GP_TEXT_UNIT_MISMATCH, gp_ref_span(p, amount),
            kpi_name(p, f->value),
            gp_word(p->findings, k->unit == GP_UNIT_MONEY ? GP_WORD("money")
                                                          : GP_WORD("a count")),
            gp_show_rat(&p->findings->arena, p->model, per.value, per.percent),
            NULL);
        gp_find_help(p->findings, x, GP_TEXT_HELP_FUNNEL_VALUE,
                     kpi_name(p, f->value), NULL);
        r->failed = true;
        c->at.node = 0;
        return;
    }
    read_before(p, c, GP_W_PER, GP_WORD("`per` and the last stage"));
    r->failed |= c->failed;
}

static const struct gp_attr funnel_attrs[] = {
    {GP_W_STAGE, funnel_stage},
    {GP_W_VALUE, funnel_value},
    {GP_WORD_COUNT, NULL},
};

/* ---- the statement ---- */

static void read_header(struct gp_pass *p, struct gp_ref ref,
                        struct gp_funnel *f, bool *failed)
{
    struct gp_ref text = gp_ref_part(p, ref, GP_N_STRING);
    struct gp_ref of = gp_ref_part(p, ref, GP_N_OF);
    struct gp_ref by = gp_ref_part(p, ref, GP_N_BY);
    if (gp_ref_is(text))
        f->title = gp_ref_string(p, text);
    if (gp_ref_is(of)) {
        f->scope = gp_find_scope(p, gp_ref_child(p, of));
        *failed |= f->scope == GP_NONE;
        if (f->scope != GP_NONE &&
            p->model->scopes.at[f->scope].kind > GP_SCOPE_PERSON) {
            gp_find(
                p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, of),
                gp_word(p->findings, "a team or a person, not a part of one"),
                NULL);
            *failed = true;
        }
    }
    if (gp_ref_is(by)) {
        f->by = gp_grain_of(gp_ref_word(p, gp_ref_child(p, by)));
        if (f->by < GP_YEAR || f->by > GP_MONTH) {
            gp_find(
                p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, by),
                gp_word(p->findings, "`month`, `quarter`, `half` or `year`"),
                NULL);
            *failed = true;
        }
    }
}

static void lower_funnel(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_ref name = gp_ref_child(p, ref);
    struct reading r = {
        .funnel = {.name = gp_pass_node(p, name)->sym,
                   .title = gp_ref_name(p, name),
                   .span = gp_ref_span(p, name),
                   .scope = GP_NONE,
                   .by = GP_MONTH,
                   .value = GP_NONE},
    };
    if (!gp_name_once(p, GP_N_FUNNEL, name))
        return;
    size_t before = p->findings->list.count;
    read_header(p, ref, &r.funnel, &r.failed);
    gp_attrs_block_into(p, gp_ref_part(p, ref, GP_N_BLOCK), funnel_attrs, &r);
    /* A fact that could not be read has been told. */
    bool told = r.failed || p->findings->list.count != before;
    if (!r.has_value && !told) {
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_FUNNEL_NO_VALUE, r.funnel.span,
                    gp_ref_name(p, name), NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_FUNNEL_NO_VALUE, NULL);
    }
    struct gp_funnel f = r.funnel;
    f.stage_count = r.stages.count;
    f.stages = gp_arena_alloc(p->arena, (f.stage_count + 1) * sizeof *f.stages);
    for (size_t i = 0; i < f.stage_count; i++)
        f.stages[i] = r.stages.at[i];
    gp_vec_fini(p->heap, &r.stages);
    if (r.has_value && !r.failed)
        gp_vec_push(p->heap, &p->model->funnels, f);
}

/* ---- what rests on what ---- */

/* A stage may be what another funnel works back from; never its own. */
static void rank_stages(struct gp_pass *p)
{
    struct gp_model *m = p->model;
    size_t n = m->funnels.count;
    bool again = true;
    for (size_t round = 0; again && round <= n; round++) {
        again = false;
        for (size_t i = 0; i < n; i++) {
            const struct gp_funnel *f = &m->funnels.at[i];
            int rank = m->kpis.at[f->value].funnel_rank + 1;
            for (size_t k = 0; k < f->stage_count; k++) {
                struct gp_kpi *kpi = &m->kpis.at[f->stages[k].kpi];
                if (kpi->funnel_rank >= rank)
                    continue;
                kpi->funnel_rank = rank;
                again = true;
                if (round == n)
                    gp_find(p->findings, GP_TEXT_FUNNEL_CYCLE, f->span,
                            gp_sym_text(p->names, f->name),
                            kpi_name(p, f->value), NULL);
                if (round == n)
                    break;
            }
        }
    }
    if (again) { /* told: none of them is worked out */
        m->funnels.count = 0;
        for (size_t k = 0; k < m->kpis.count; k++)
            m->kpis.at[k].funnel_rank = 0;
    }
}

void gp_pass_funnels(struct gp_pass *p)
{
    for (size_t i = 0; i < p->stmts.count; i++)
        if (gp_ref_kind(p, p->stmts.at[i].ref) == GP_N_FUNNEL)
            lower_funnel(p, p->stmts.at[i].ref);
    rank_stages(p);
}

/* Pass 13: what people can do, against what they are to do: one finding for a
 * person's target, of the period that exceeds it most. */
#include "model/capacity.h"

#include "base/vec.h"
#include "compile/attrs.h"

/* "visits 5 per workday", into the cursor's capacity; false with a finding. */
static bool read_words(struct gp_pass *p, struct gp_cursor *c,
                       struct gp_capacity *cap)
{
    static const char *const shape =
        GP_WORD("a capacity: visits 5 per workday");
    struct gp_const value;
    struct gp_ref name = c->at;
    if (gp_ref_kind(p, name) != GP_N_NAME ||
        gp_ref_word(p, name) == GP_W_CAPACITY)
        return gp_cursor_expected(p, c, shape), false;
    cap->kpi = gp_find_kpi(p, name);
    if (cap->kpi == GP_NONE)
        return false;
    c->at = gp_ref_next(p, name);
    struct gp_ref number = c->at;
    if (!gp_ref_is(number) || gp_ref_kind(p, number) == GP_N_STRING)
        return gp_cursor_expected(p, c, shape), false;
    if (!gp_cursor_const(p, c, &value))
        return false;
    if (!gp_cursor_accept(p, c, GP_W_PER) &&
        !gp_cursor_accept(p, c, GP_W_EVERY))
        return gp_cursor_expected(p, c, "`per`: visits 5 per workday"), false;
    struct gp_ref unit = c->at;
    enum gp_word word = gp_cursor_word(p, c);
    cap->per = word == GP_W_WORKDAY || word == GP_W_WORKDAYS
                   ? GP_PIECE
                   : gp_grain_of(word);
    if (cap->per == GP_GRAIN_COUNT || cap->per == GP_DAYPART) {
        c->at = unit;
        gp_cursor_expected(p, c,
                           "workday, day, week, month, quarter, half or year");
        return false;
    }
    if (gp_rat_sign(value.value) < 0) {
        gp_find(p->findings, GP_TEXT_NEGATIVE_TARGET, gp_ref_span(p, number),
                NULL);
        return false;
    }
    const struct gp_kpi *k = &p->model->kpis.at[cap->kpi];
    if (k->kind == GP_KPI_FLOW)
        return gp_to_amount(p, cap->kpi, value, gp_ref_span(p, number),
                            &cap->amount);
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_CAPACITY_FLOW, gp_ref_span(p, name),
                gp_sym_text(p->names, k->name), NULL);
    gp_find_note(p->findings, f, k->span, GP_TEXT_NOTE_DECLARED, NULL);
    return false;
}

static void read_capacity(struct gp_pass *p, struct gp_ref at, uint32_t scope)
{
    struct gp_capacity cap = {.scope = scope, .span = gp_ref_span(p, at)};
    struct gp_cursor c = {.at = at, .fact = at};
    if (!read_words(p, &c, &cap))
        return;
    /* What follows in a scope's own words is read with these. */
    if (scope == GP_NONE && gp_ref_is(c.at)) {
        gp_cursor_expected(p, &c, "the end of the line");
        return;
    }
    const struct gp_capacity *o = gp_capacity_add(p->model, &cap);
    if (o != NULL) {
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_CAPACITY_TWICE, cap.span, NULL);
        gp_tell_of(p, f, scope);
        gp_find_note(p->findings, f, o->span, GP_TEXT_NOTE_FIRST, NULL);
    }
}

/* A period in which a row exceeds what can be done. */
struct excess {
    int tick, count;
    struct gp_rat by, most, units;
};

static struct excess look(const struct gp_model *m, const struct gp_row *r,
                          const struct gp_capacity *cap)
{
    enum gp_grain grain = cap->per >= GP_PIECE ? GP_MONTH : cap->per;
    struct excess worst = {.tick = GP_NO_TICK};
    int first = m->time.first[grain], end = first + m->time.of[grain];
    for (int t = first; t < end; t++) {
        struct excess x = {.tick = t};
        if (r->at[t] == GP_NO_AMOUNT)
            continue;
        x.most = gp_capacity_in(m, cap, r->scope, m->time.ticks[t].period.days,
                                &x.units);
        if (!gp_rat_sub(&x.by, gp_rat_int(r->at[t]), x.most) ||
            gp_rat_sign(x.by) <= 0)
            continue;
        x.count = worst.count + 1;
        if (worst.count == 0 || gp_rat_cmp(x.by, worst.by) > 0)
            worst = x;
        worst.count = x.count;
    }
    return worst;
}

static const char *keep(struct gp_pass *p, struct gp_buf *b)
{
    const char *text =
        gp_arena_strndup(&p->findings->arena, gp_buf_cstr(b), b->count);
    gp_buf_fini(b);
    return text;
}

/* "5 x 22 workdays = 110" */
static const char *product(struct gp_pass *p, const struct gp_capacity *cap,
                           const struct excess *x)
{
    struct gp_arena *a = &p->findings->arena;
    int64_t most = (int64_t)gp_rat_floor(x->most);
    bool one = gp_rat_cmp(x->units, gp_rat_int(1)) == 0;
    struct gp_buf b;
    gp_buf_init(&b, p->heap);
    gp_buf_puts(&b, gp_show_amount(a, p->model, cap->kpi, cap->amount));
    gp_buf_puts(&b, " x ");
    gp_buf_rat(&b, x->units, 2);
    gp_buf_putc(&b, ' ');
    gp_buf_puts(&b, gp_word(p->findings, gp_capacity_unit(cap, !one)));
    gp_buf_puts(&b, " = ");
    gp_buf_puts(&b, gp_show_amount(a, p->model, cap->kpi, most));
    return keep(p, &b);
}

static void tell(struct gp_pass *p, const struct gp_row *r,
                 const struct gp_capacity *cap, const struct excess *x)
{
    struct gp_model *m = p->model;
    struct gp_buf where, when, count;
    gp_buf_init(&where, p->heap);
    gp_buf_init(&when, p->heap);
    gp_buf_init(&count, p->heap);
    gp_buf_scope(&where, m, r->scope);
    gp_buf_period(&when, &m->time.ticks[x->tick].period);
    gp_buf_int(&count, x->count - 1);
    uint32_t fact = r->why[x->tick].fact;
    struct gp_span at = fact < m->facts.count     ? m->facts.at[fact].span
                        : gp_span_is_set(r->span) ? r->span
                                                  : cap->span;
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_OVER_CAPACITY, at,
                gp_sym_text(p->names, m->kpis.at[r->kpi].name), keep(p, &where),
                keep(p, &when),
                gp_show_amount(&p->findings->arena, m, r->kpi, r->at[x->tick]),
                product(p, cap, x), NULL);
    if (x->count > 1)
        gp_find_detail(p->findings, f,
                       x->count == 2 ? GP_TEXT_DETAIL_MORE_PERIOD
                                     : GP_TEXT_DETAIL_MORE_PERIODS,
                       keep(p, &count), NULL);
    else
        gp_buf_fini(&count);
    gp_find_note(p->findings, f, cap->span, GP_TEXT_NOTE_CAPACITY, NULL);
    gp_find_help(p->findings, f, GP_TEXT_HELP_CAPACITY, NULL);
}

void gp_pass_capacity(struct gp_pass *p)
{
    struct gp_model *m = p->model;
    for (size_t i = 0; i < p->capacities.count; i++)
        read_capacity(p, p->capacities.at[i].at, p->capacities.at[i].scope);
    for (size_t i = 0; i < p->stmts.count; i++) {
        struct gp_ref ref = p->stmts.at[i].ref;
        if (gp_ref_kind(p, ref) != GP_N_CAPACITY)
            continue;
        struct gp_ref atoms = gp_ref_child(p, ref);
        read_capacity(p, gp_ref_child(p, atoms), GP_NONE);
    }
    for (size_t i = 0; m->capacities.count != 0 && i < m->rows.count; i++) {
        const struct gp_row *r = &m->rows.at[i];
        if (m->scopes.at[r->scope].kind != GP_SCOPE_PERSON || r->open ||
            r->relation == GP_AT_MOST)
            continue;
        const struct gp_capacity *cap = gp_capacity_of(m, r->scope, r->kpi);
        struct excess x = {.tick = GP_NO_TICK};
        if (cap != NULL)
            x = look(m, r, cap);
        if (x.count != 0)
            tell(p, r, cap, &x);
    }
}

/* Tests: what is given, and what must come out.  They are run by track/tests.c;
 * their names are looked up here. */
#include <string.h>

#include "base/guess.h"
#include "base/vec.h"
#include "compile/pass.h"

/* ---- cells ---- */

static bool read_period(struct gp_pass *p, struct gp_ref ref,
                        struct gp_period *out)
{
    struct gp_ref in = gp_ref_part(p, ref, GP_N_IN);
    *out = p->model->time.ticks[0].period;
    if (!gp_ref_is(in))
        return true;
    struct gp_ref at = gp_ref_child(p, in);
    if (gp_ref_kind(p, at) == GP_N_RANGE) {
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_ONE_PERIOD, gp_ref_span(p, at), NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_PERIODS, NULL);
        return false;
    }
    return gp_find_period(p, at, out);
}

/* "sales of company in Q3": the name's node, and what stands behind it. */
static bool read_cell(struct gp_pass *p, struct gp_ref ref, struct gp_ref name,
                      uint32_t *kpi, uint32_t *scope, struct gp_period *period)
{
    struct gp_ref of = gp_ref_part(p, ref, GP_N_OF);
    *kpi = gp_find_kpi(p, name);
    *scope = gp_find_scope(p, gp_ref_child(p, of));
    return read_period(p, ref, period) && *kpi != GP_NONE && *scope != GP_NONE;
}

/* ---- given ---- */

static bool read_amount(struct gp_pass *p, struct gp_ref value, uint32_t kpi,
                        int64_t *out)
{
    struct gp_ref expr = gp_ref_child(p, value);
    if (p->model->kpis.at[kpi].kind == GP_KPI_MILESTONE &&
        gp_ref_word(p, expr) == GP_W_DONE) {
        *out = gp_pow10(p->model->kpis.at[kpi].digits);
        return true;
    }
    struct gp_const c = gp_eval_const(p, expr);
    if (c.hole)
        gp_find(p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, expr),
                gp_word(p->findings, "a number"), NULL);
    return gp_to_amount(p, kpi, c, gp_ref_span(p, expr), out);
}

static bool is_given(const struct gp_test *t, const struct gp_given *g)
{
    for (size_t i = 0; i < t->givens.count; i++) {
        const struct gp_given *o = &t->givens.at[i];
        if (o->kpi == g->kpi && o->scope == g->scope &&
            o->period.days.first == g->period.days.first &&
            o->period.days.last == g->period.days.last)
            return true;
    }
    return false;
}

static void read_given(struct gp_pass *p, struct gp_ref ref, struct gp_test *t)
{
    struct gp_ref name = gp_ref_child(p, ref);
    struct gp_ref value = gp_ref_part(p, ref, GP_N_VALUE);
    struct gp_given g = {.span = gp_ref_span(p, ref)};
    if (gp_ref_kind(p, name) == GP_N_OPTION) { /* given actuals */
        t->with_actuals = true;
        return;
    }
    if (!read_cell(p, ref, name, &g.kpi, &g.scope, &g.period))
        return;
    if (p->model->kpis.at[g.kpi].kind == GP_KPI_FORMULA) {
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_GIVEN_FORMULA, gp_ref_span(p, name),
                    gp_ref_name(p, name), NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_ROW_FORMULA, NULL);
        return;
    }
    g.missing = !gp_ref_is(value);
    if (!g.missing && !read_amount(p, value, g.kpi, &g.amount))
        return;
    if (is_given(t, &g)) {
        gp_find(p->findings, GP_TEXT_GIVEN_TWICE, g.span, NULL);
        return;
    }
    gp_vec_push(p->heap, &t->givens, g);
}

/* ---- expectations ---- */

/* The words behind `expect` as they were written, blanks and line ends as
 * one. */
static const char *text_of(struct gp_pass *p, struct gp_ref ref)
{
    size_t length, n = 0;
    const char *text = gp_ast_text(gp_pass_ast(p, ref), ref.node, &length);
    size_t first = strcspn(text, " \t\r\n");
    char *out = gp_arena_strndup(p->arena, text + first, length - first);
    length -= first;
    for (size_t i = 0; i < length; i++) {
        bool blank = strchr(" \t\r\n", out[i]) != NULL;
        if (!blank || (n > 0 && out[n - 1] != ' '))
            out[n++] = blank ? ' ' : out[i];
    }
    out[n] = '\0';
    return out;
}

static bool is_ratio(const struct gp_pass *p, const struct gp_wanted *w)
{
    if (w->kind == GP_WANT_GROWTH)
        return true;
    return w->measure == GP_M_ATTAINMENT || w->measure == GP_M_DEVIATION ||
           w->measure == GP_M_PACE ||
           (p->model->kpis.at[w->kpi].unit == GP_UNIT_RATIO &&
            w->measure != GP_M_RANK);
}

static bool read_status(struct gp_pass *p, struct gp_ref expr,
                        struct gp_wanted *w)
{
    switch (gp_ref_word(p, expr)) {
    case GP_W_MET:
    case GP_W_MISSED:
    case GP_W_AHEAD:
    case GP_W_BEHIND:
        break;
    default:
        gp_find(p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, expr),
                gp_word(p->findings, "met, missed, ahead or behind"), NULL);
        return false;
    }
    w->state = gp_word_text(gp_ref_word(p, expr));
    if (w->op == GP_O_EQ || w->op == GP_O_NE)
        return true;
    gp_find(p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, expr),
            gp_word(p->findings, "`=` or `!=` before a status"), NULL);
    return false;
}

static bool read_value(struct gp_pass *p, struct gp_ref value,
                       struct gp_wanted *w)
{
    struct gp_ref expr = gp_ref_child(p, value);
    const struct gp_kpi *k = &p->model->kpis.at[w->kpi];
    w->op = gp_operator_of(gp_pass_node(p, value)->op);
    if (w->kind == GP_WANT_STATUS)
        return read_status(p, expr, w);
    w->value = gp_rat_int(1);
    if (k->kind == GP_KPI_MILESTONE && gp_ref_word(p, expr) == GP_W_DONE)
        return true;
    struct gp_const c = gp_eval_const(p, expr);
    if (c.hole)
        gp_find(p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, expr),
                gp_word(p->findings, "a number"), NULL);
    if (c.bad || c.hole)
        return false;
    w->value = c.value;
    if (!c.percent || w->percent)
        return true;
    const char *name = gp_sym_text(p->names, k->name);
    struct gp_finding *f = gp_find(
        p->findings, GP_TEXT_UNIT_MISMATCH, gp_ref_span(p, expr), name,
        gp_word(p->findings, k->unit == GP_UNIT_MONEY ? GP_WORD("money")
                                                      : GP_WORD("a count")),
        gp_show_rat(&p->findings->arena, p->model, c.value, true), NULL);
    gp_find_help(p->findings, f, GP_TEXT_HELP_NEED_AMOUNT, name, NULL);
    return false;
}

static bool read_within(struct gp_pass *p, struct gp_ref ref,
                        struct gp_wanted *w)
{
    struct gp_ref within = gp_ref_part(p, ref, GP_N_WITHIN);
    w->has_within = gp_ref_is(within);
    if (!w->has_within)
        return true;
    if (w->kind == GP_WANT_STATUS ||
        (w->op != GP_O_EQ && w->op != GP_O_LE && w->op != GP_O_GE)) {
        gp_find(p->findings, GP_TEXT_NO_WITHIN, gp_ref_span(p, within), NULL);
        return false;
    }
    return gp_lower_within(p, within, &w->within);
}

static bool read_measure(struct gp_pass *p, struct gp_ref name,
                         struct gp_wanted *w)
{
    enum gp_word word = gp_ref_word(p, name);
    int measure = gp_measure_of(word);
    w->kind = word == GP_W_ADJUSTED ? GP_WANT_ADJUSTED
              : word == GP_W_GROWTH ? GP_WANT_GROWTH
              : word == GP_W_STATUS ? GP_WANT_STATUS
                                    : GP_WANT_VALUE;
    w->measure = measure >= 0 ? (enum gp_measure)measure : GP_M_TARGET;
    if (measure >= 0 || w->kind != GP_WANT_VALUE)
        return true;
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_NO_MEASURE, gp_ref_span(p, name),
                gp_ref_name(p, name), NULL);
    gp_find_help(p->findings, f, GP_TEXT_HELP_TEST_MEASURES, NULL);
    return false;
}

static bool want_value(struct gp_pass *p, struct gp_ref ref,
                       struct gp_wanted *w)
{
    struct gp_ref measure = gp_ref_child(p, ref);
    struct gp_ref value = gp_ref_part(p, ref, GP_N_VALUE);
    bool ok = read_measure(p, measure, w);
    if (!read_cell(p, ref, gp_ref_next(p, measure), &w->kpi, &w->scope,
                   &w->period) ||
        !ok)
        return false;
    w->has_period = true;
    w->missing = !gp_ref_is(value);
    w->percent = is_ratio(p, w);
    return w->missing || (read_value(p, value, w) && read_within(p, ref, w));
}

/* ---- rules, duties, findings ---- */

/* Whether the plan has such a rule, be it one that could not be read. */
static bool is_rule(struct gp_pass *p, gp_sym name, struct gp_guess *guess)
{
    bool is = false;
    for (size_t i = 0; i < p->stmts.count; i++) {
        struct gp_ref ref = p->stmts.at[i].ref;
        if (gp_ref_kind(p, ref) != GP_N_RULE)
            continue;
        const char *other = gp_ref_name(p, gp_ref_child(p, ref));
        gp_guess_consider(guess, other, strlen(other));
        is |= gp_pass_node(p, gp_ref_child(p, ref))->sym == name;
    }
    return is;
}

static bool find_rule(struct gp_pass *p, struct gp_ref name, uint32_t *out)
{
    const char *text = gp_ref_name(p, name);
    gp_sym sym = gp_pass_node(p, name)->sym;
    struct gp_guess guess;
    *out = gp_name_find(p, GP_N_RULE, sym);
    if (*out != GP_NONE)
        return true;
    gp_guess_init(&guess, text, strlen(text));
    if (is_rule(p, sym, &guess) || gp_is_lost(p, sym))
        return false;
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_NO_RULE, gp_ref_span(p, name), text, NULL);
    if (gp_guess_best(&guess) != NULL)
        gp_find_help(p->findings, f, GP_TEXT_HELP_DID_YOU_MEAN,
                     gp_guess_best(&guess), NULL);
    return false;
}

/* "fires", "does not fire", "not fires", "quiet" */
static bool read_fires(struct gp_pass *p, struct gp_ref ref,
                       struct gp_wanted *w)
{
    bool fires = false, other = false;
    for (struct gp_ref i = gp_ref_child(p, ref); gp_ref_is(i);
         i = gp_ref_next(p, i)) {
        enum gp_word word = gp_ref_word(p, i);
        if (gp_ref_kind(p, i) == GP_N_OPTION)
            w->negated = true;
        else if (word == GP_W_FIRE || word == GP_W_FIRES)
            fires = true;
        else if (word == GP_W_QUIET)
            fires = w->negated = true;
        else if (word != GP_W_DOES)
            other = true;
    }
    if (fires && !other)
        return true;
    gp_find(p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, ref),
            gp_word(p->findings, "`fires` or `does not fire`"), NULL);
    return false;
}

static bool want_rule(struct gp_pass *p, struct gp_ref ref, struct gp_wanted *w)
{
    struct gp_ref name = gp_ref_child(p, ref);
    struct gp_ref of = gp_ref_part(p, ref, GP_N_OF);
    bool ok = find_rule(p, name, &w->rule);
    ok &= read_fires(p, gp_ref_next(p, name), w);
    w->kind = GP_WANT_RULE;
    if (gp_ref_is(of)) {
        w->scope = gp_find_scope(p, gp_ref_child(p, of));
        ok &= w->scope != GP_NONE;
    }
    w->has_period = gp_ref_is(gp_ref_part(p, ref, GP_N_IN));
    return read_period(p, ref, &w->period) && ok;
}

static bool want_duty(struct gp_pass *p, struct gp_ref ref, struct gp_wanted *w)
{
    struct gp_ref word = gp_ref_child(p, ref);
    struct gp_ref title = gp_ref_next(p, word), state = gp_ref_next(p, title);
    struct gp_ref who = gp_ref_part(p, ref, GP_N_FOR);
    w->kind = GP_WANT_DUTY;
    w->title = gp_ref_string(p, title);
    w->who = gp_ref_is(who) ? gp_ref_name(p, gp_ref_child(p, who)) : NULL;
    if (gp_ref_word(p, word) != GP_W_DUTY) {
        gp_find(p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, word),
                gp_word(p->findings, "`duty` before a text"), NULL);
        return false;
    }
    switch (gp_ref_word(p, state)) {
    case GP_W_OPEN:
    case GP_W_DONE:
    case GP_W_OVERDUE:
        w->state = gp_word_text(gp_ref_word(p, state));
        break;
    case GP_W_NONE:
        w->negated = true;
        break;
    default:
        gp_find(p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, state),
                gp_word(p->findings, "open, done, overdue or none"), NULL);
        return false;
    }
    w->has_period = gp_ref_is(gp_ref_part(p, ref, GP_N_IN));
    return read_period(p, ref, &w->period);
}

static bool want_finding(struct gp_pass *p, struct gp_ref ref,
                         struct gp_wanted *w)
{
    struct gp_ref slug = gp_ref_part(p, ref, GP_N_LABEL);
    size_t length;
    w->kind = GP_WANT_FINDING;
    w->negated = gp_ref_is(gp_ref_part(p, ref, GP_N_OPTION));
    w->any_slug = !gp_ref_is(slug);
    if (w->any_slug)
        return true;
    const char *text = gp_ast_text(gp_pass_ast(p, slug), slug.node, &length);
    w->slug = gp_slug_find(text, length);
    if (w->slug != GP_SLUG_COUNT)
        return true;
    char *name = gp_arena_strndup(&p->findings->arena, text, length);
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_NO_SLUG, gp_ref_span(p, slug), name, NULL);
    if (gp_slug_guess(name) != NULL)
        gp_find_help(p->findings, f, GP_TEXT_HELP_DID_YOU_MEAN,
                     gp_slug_guess(name), NULL);
    return false;
}

/* ---- the test ---- */

static void read_expect(struct gp_pass *p, struct gp_ref ref, struct gp_test *t)
{
    struct gp_wanted w = {.kpi = GP_NONE,
                          .scope = GP_NONE,
                          .rule = GP_NONE,
                          .value = gp_rat_int(0),
                          .within = gp_rat_int(0)};
    enum gp_node_kind kind = gp_ref_kind(p, ref);
    bool ok = kind == GP_N_EXPECT        ? want_value(p, ref, &w)
              : kind == GP_N_EXPECT_RULE ? want_rule(p, ref, &w)
              : kind == GP_N_EXPECT_DUTY ? want_duty(p, ref, &w)
                                         : want_finding(p, ref, &w);
    w.span = gp_ref_span(p, ref);
    w.text = text_of(p, ref);
    if (ok)
        gp_vec_push(p->heap, &t->wanted, w);
}

static void read_under(struct gp_pass *p, struct gp_ref ref, struct gp_test *t)
{
    struct gp_ref name = gp_ref_child(p, ref);
    const char *text = gp_ref_name(p, name);
    struct gp_guess guess;
    gp_guess_init(&guess, text, strlen(text));
    t->scenario = gp_pass_node(p, name)->sym;
    for (size_t i = 0; i < p->model->scenarios.count; i++) {
        gp_sym other = p->model->scenarios.at[i].name;
        const char *known = gp_sym_text(p->names, other);
        gp_guess_consider(&guess, known, strlen(known));
        if (other == t->scenario)
            return;
    }
    if (gp_is_lost(p, t->scenario))
        return;
    struct gp_finding *f = gp_find(p->findings, GP_TEXT_NO_SCENARIO,
                                   gp_ref_span(p, name), text, NULL);
    if (gp_guess_best(&guess) != NULL)
        gp_find_help(p->findings, f, GP_TEXT_HELP_DID_YOU_MEAN,
                     gp_guess_best(&guess), NULL);
}

static void read_as_of(struct gp_pass *p, struct gp_ref ref, struct gp_test *t)
{
    struct gp_ref word = gp_ref_child(p, ref);
    struct gp_period day;
    if (gp_ref_word(p, word) != GP_W_AS && gp_ref_word(p, word) != GP_W_AS_OF)
        gp_find(p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, word),
                gp_word(p->findings, "`as of` before a day"), NULL);
    else if (gp_find_period(p, gp_ref_next(p, word), &day))
        t->as_of = day.days.first;
}

/* Without a day the last given one counts; without any, or with the plan's
 * actuals, the plan's last. */
static void settle_day(struct gp_pass *p, struct gp_test *t)
{
    struct gp_buf buf;
    if (t->as_of == GP_NO_DATE) {
        for (size_t i = 0; !t->with_actuals && i < t->givens.count; i++)
            if (t->givens.at[i].period.days.last > t->as_of)
                t->as_of = t->givens.at[i].period.days.last;
        if (t->as_of == GP_NO_DATE)
            t->as_of = p->model->time.days.last;
        return;
    }
    gp_buf_init(&buf, p->heap);
    for (size_t i = 0; i < t->givens.count; i++) {
        const struct gp_given *g = &t->givens.at[i];
        if (g->period.days.first <= t->as_of)
            continue;
        struct gp_arena *a = &p->findings->arena;
        gp_buf_period(&buf, &g->period);
        const char *when = gp_arena_strdup(a, gp_buf_cstr(&buf));
        buf.count = 0;
        gp_buf_date(&buf, t->as_of);
        const char *day = gp_arena_strdup(a, gp_buf_cstr(&buf));
        buf.count = 0;
        gp_buf_date(&buf, g->period.days.last);
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_GIVEN_LATER, g->span, when, day, NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_GIVEN_LATER,
                     gp_buf_cstr(&buf), NULL);
        buf.count = 0;
    }
    gp_buf_fini(&buf);
}

void gp_lower_test(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_ref name = gp_ref_child(p, ref);
    struct gp_ref block = gp_ref_part(p, ref, GP_N_BLOCK);
    struct gp_test t = {.title = gp_ref_name(p, name),
                        .span = gp_ref_span(p, name),
                        .as_of = GP_NO_DATE,
                        .scenario = GP_NO_SYM};
    bool expects = gp_ref_is(gp_ref_part(p, block, GP_N_BROKEN));
    if (!gp_name_once(p, GP_N_TEST, name))
        return;
    for (struct gp_ref i = gp_ref_child(p, block); gp_ref_is(i);
         i = gp_ref_next(p, i)) {
        switch (gp_ref_kind(p, i)) {
        case GP_N_AS_OF:
            read_as_of(p, i, &t);
            break;
        case GP_N_UNDER:
            read_under(p, i, &t);
            break;
        case GP_N_GIVEN:
            read_given(p, i, &t);
            break;
        case GP_N_BROKEN:
            break;
        default:
            expects = true;
            read_expect(p, i, &t);
        }
    }
    settle_day(p, &t);
    if (!expects) {
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_TEST_LACKS, t.span, t.title, NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_TEST_LACKS, NULL);
    }
    gp_vec_push(p->heap, &p->model->tests, t);
}

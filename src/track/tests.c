/* See tests.h. */
#include "track/tests.h"

#include <string.h>

#include "track/carry.h"
#include "track/checks.h"
#include "track/eval.h"
#include "track/measure.h"

struct judge {
    const struct gp_test_view *view;
    const struct gp_model *m;
    const struct gp_wanted *wanted;
    struct gp_arena *arena;
};

/* ------------------------------------------------------------------- values */

static struct gp_value value_of(const struct judge *j)
{
    const struct gp_wanted *w = j->wanted;
    struct gp_track *t = j->view->track;
    if (w->kind == GP_WANT_GROWTH)
        return gp_measure_growth(t, w->kpi, w->scope, &w->period, GP_YEAR);
    if (w->kind == GP_WANT_ADJUSTED)
        return gp_carry_adjusted(t, w->kpi, w->scope, &w->period);
    return gp_measure(t, w->measure, w->kpi, w->scope, &w->period);
}

/* The exact fraction, where the decimals do not tell two values apart. */
static const char *fraction(const struct judge *j, struct gp_rat value)
{
    const char *parts[2];
    gp_i128 numbers[2] = {value.num, value.den};
    for (int i = 0; i < 2; i++) {
        struct gp_buf buf;
        gp_buf_init(&buf, j->arena->heap);
        gp_buf_rat(&buf, (struct gp_rat){numbers[i], 1}, 0);
        parts[i] = gp_arena_strdup(j->arena, gp_buf_cstr(&buf));
        gp_buf_fini(&buf);
    }
    return gp_arena_join(j->arena, parts[0], "/", parts[1], NULL);
}

static const char *word(const struct judge *j, const char *english)
{
    return gp_word(j->view->findings, english);
}

static const char *show(const struct judge *j, struct gp_rat value)
{
    return gp_show_rat(j->arena, j->m, value, j->wanted->percent);
}

static const char *const relations[] = {
    [GP_O_EQ] = "{0}",
    [GP_O_NE] = GP_WORD("not {0}"),
    [GP_O_LT] = GP_WORD("less than {0}"),
    [GP_O_LE] = GP_WORD("at most {0}"),
    [GP_O_GT] = GP_WORD("more than {0}"),
    [GP_O_GE] = GP_WORD("at least {0}"),
};

/* "1200万, 300万 less" */
static const char *difference(const struct judge *j, struct gp_rat got)
{
    struct gp_rat gap;
    int c = gp_rat_cmp(got, j->wanted->value);
    const char *text = show(j, got);
    if (strcmp(text, show(j, j->wanted->value)) == 0 && c != 0)
        text = gp_arena_join(j->arena, text, " (", fraction(j, got), ")", NULL);
    if (c == 0 || !gp_rat_sub(&gap, got, j->wanted->value))
        return text;
    gap.num = gap.num < 0 ? -gap.num : gap.num;
    const char *size = show(j, gap);
    if (strcmp(size, "0") == 0 || strcmp(size, "0%") == 0)
        size = word(j, GP_WORD("a little"));
    return gp_phrase(j->arena, j->view->findings->lang,
                     c < 0 ? GP_WORD("{0}, {1} less")
                           : GP_WORD("{0}, {1} more"),
                     text, size, NULL);
}

static void judge_value(const struct judge *j, struct gp_outcome *o)
{
    const struct gp_wanted *w = j->wanted;
    struct gp_value v = value_of(j);
    if (w->missing) {
        o->expected = word(j, GP_WORD("no value"));
        o->got = v.has ? show(j, v.value) : word(j, GP_WORD("no value"));
        o->passed = !v.has;
        return;
    }
    o->got = v.has ? difference(j, v.value) : word(j, GP_WORD("no value"));
    o->expected = gp_phrase(j->arena, j->view->findings->lang, relations[w->op],
                            show(j, w->value), NULL);
    if (w->has_within)
        o->expected = gp_phrase(
            j->arena, j->view->findings->lang, "{0} within {1}", o->expected,
            gp_show_rat(j->arena, j->m, w->within, true), NULL);
    o->passed = v.has && gp_check_holds(w->op, v.value, w->value, w->within);
}

static void judge_status(const struct judge *j, struct gp_outcome *o)
{
    const struct gp_wanted *w = j->wanted;
    const char *got = gp_standing_name(
        gp_measure_status(j->view->track, w->kpi, w->scope, &w->period));
    bool none = *got == '\0' || strcmp(got, "no-data") == 0;
    o->got = none ? word(j, GP_WORD("no status")) : word(j, got);
    if (w->missing) {
        o->expected = word(j, GP_WORD("no status"));
        o->passed = none;
        return;
    }
    o->expected = gp_phrase(j->arena, j->view->findings->lang, relations[w->op],
                            word(j, w->state), NULL);
    o->passed = !none && (strcmp(got, w->state) == 0) == (w->op == GP_O_EQ);
}

/* -------------------------------------------------------------------- rules */

static bool is_in(const struct judge *j, const struct gp_period *period)
{
    struct gp_span_days plan = j->m->time.days;
    struct gp_span_days a = gp_days_cut(period->days, plan);
    struct gp_span_days b = gp_days_cut(j->wanted->period.days, plan);
    return !j->wanted->has_period || (a.first == b.first && a.last == b.last);
}

/* Why the rule is silent for the scope in the period asked for, or in the
 * last that has ended. */
static const char *silence(const struct judge *j)
{
    const struct gp_rule *r = &j->m->rules.at[j->wanted->rule];
    struct gp_track *t = j->view->track;
    enum gp_grain grain = r->look.workdays ? GP_DAY : r->look.every;
    struct gp_period p, last;
    gp_date at = GP_NO_DATE;
    bool any = false;
    while (gp_track_next(t, grain, &at, &p) && gp_track_finished(t, &p)) {
        if (!is_in(j, &p))
            continue;
        last = p;
        any = true;
    }
    if (!any)
        return word(j, j->wanted->has_period
                           ? GP_WORD("no such period of the rule has ended")
                           : GP_WORD("no period of the rule has ended"));
    if (j->wanted->scope == GP_NONE)
        return word(j, GP_WORD("it fires for nobody"));
    return gp_phrase(
        j->arena, j->view->findings->lang, "it does not fire: {0} in {1}",
        gp_eval_arithmetic(t, j->arena, r->when, j->wanted->scope, &last),
        gp_period_text(j->arena, &last), NULL);
}

static void judge_rule(const struct judge *j, struct gp_outcome *o)
{
    enum gp_lang lang = j->view->findings->lang;
    const struct gp_wanted *w = j->wanted;
    const char *who =
        w->scope != GP_NONE
            ? gp_phrase(j->arena, lang, " for {0}",
                        gp_scope_text(j->arena, j->m, w->scope), NULL)
            : "";
    const char *when =
        w->has_period ? gp_phrase(j->arena, lang, " in {0}",
                                  gp_period_text(j->arena, &w->period), NULL)
                      : "";
    const struct gp_firing *fired = NULL;
    for (size_t i = 0; i < j->view->firings->list.count; i++) {
        const struct gp_firing *f = &j->view->firings->list.at[i];
        if (f->rule == w->rule &&
            (w->scope == GP_NONE || f->scope == w->scope) &&
            is_in(j, &f->period))
            fired = f;
    }
    o->passed = (fired != NULL) != w->negated;
    o->expected = gp_phrase(j->arena, lang,
                            w->negated ? GP_WORD("it does not fire{0}{1}")
                                       : GP_WORD("it fires{0}{1}"),
                            who, when, NULL);
    o->got = fired == NULL
                 ? silence(j)
                 : gp_phrase(j->arena, lang, "it fires for {0} in {1}: {2}",
                             gp_scope_text(j->arena, j->m, fired->scope),
                             gp_period_text(j->arena, &fired->period),
                             fired->arithmetic, NULL);
}

/* ------------------------------------------------------------------- duties */

/* By what the duty says, or by the scope that it is about. */
static bool is_for(const struct judge *j, const struct gp_duty *d)
{
    const char *who = j->wanted->who;
    if (who == NULL || (d->who != NULL && strcmp(d->who, who) == 0))
        return true;
    if (d->scope == GP_NONE)
        return false;
    const struct gp_scope *s = &j->m->scopes.at[d->scope];
    return strcmp(s->title, who) == 0 ||
           strcmp(gp_sym_text(j->m->names, s->name), who) == 0;
}

static void judge_duty(const struct judge *j, struct gp_outcome *o)
{
    const struct gp_wanted *w = j->wanted;
    const struct gp_duty *seen = NULL;
    for (size_t i = 0; i < j->view->duties->list.count; i++) {
        const struct gp_duty *d = &j->view->duties->list.at[i];
        if (strcmp(d->title, w->title) != 0 || !is_for(j, d) ||
            !is_in(j, &d->period))
            continue;
        if (seen == NULL)
            seen = d;
        if (!w->negated && strcmp(gp_duty_state_name(d->state), w->state) == 0)
            o->passed = true;
    }
    if (w->negated)
        o->passed = seen == NULL;
    o->expected = word(j, w->negated ? GP_WORD("no such duty") : w->state);
    o->got = word(j, GP_WORD("no such duty"));
    if (seen == NULL)
        return;
    struct gp_buf buf;
    gp_buf_init(&buf, j->arena->heap);
    gp_buf_date(&buf, seen->due);
    o->got =
        gp_phrase(j->arena, j->view->findings->lang,
                  seen->who != NULL ? GP_WORD("{0}, due {1} from {3} for {2}")
                                    : GP_WORD("{0}, due {1} for {2}"),
                  word(j, gp_duty_state_name(seen->state)), gp_buf_cstr(&buf),
                  gp_period_text(j->arena, &seen->period),
                  seen->who != NULL ? seen->who : "", NULL);
    gp_buf_fini(&buf);
}

/* ----------------------------------------------------------------- findings */

static void judge_finding(const struct judge *j, struct gp_outcome *o)
{
    const struct gp_wanted *w = j->wanted;
    const struct gp_finding *seen = NULL;
    for (size_t i = 0; i < j->view->findings->list.count; i++) {
        const struct gp_finding *f = j->view->findings->list.at[i];
        if (seen == NULL && (w->any_slug || f->slug == w->slug))
            seen = f;
    }
    const char *name =
        w->any_slug ? word(j, GP_WORD("finding")) : gp_slug_name(w->slug);
    const char *none =
        gp_phrase(j->arena, j->view->findings->lang, "no {0}", name, NULL);
    o->passed = (seen != NULL) != w->negated;
    o->expected = w->negated ? none : name;
    o->got = seen == NULL ? none
                          : gp_arena_join(j->arena, gp_slug_name(seen->slug),
                                          ": ", seen->summary, NULL);
}

struct gp_outcome gp_test_judge(const struct gp_test_view *view,
                                const struct gp_wanted *w,
                                struct gp_arena *arena)
{
    struct judge j = {view, view->track->model, w, arena};
    struct gp_outcome o = {.span = w->span,
                           .text = gp_arena_strdup(arena, w->text)};
    if (w->kind != GP_WANT_FINDING && view->broken != NULL) {
        o.expected = o.text;
        o.got = view->broken;
        return o;
    }
    switch (w->kind) {
    case GP_WANT_VALUE:
    case GP_WANT_ADJUSTED:
    case GP_WANT_GROWTH:
        judge_value(&j, &o);
        break;
    case GP_WANT_STATUS:
        judge_status(&j, &o);
        break;
    case GP_WANT_RULE:
        judge_rule(&j, &o);
        break;
    case GP_WANT_DUTY:
        judge_duty(&j, &o);
        break;
    case GP_WANT_FINDING:
        judge_finding(&j, &o);
        break;
    }
    return o;
}

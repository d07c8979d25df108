/* See rules.h. */
#include "track/rules.h"

#include <string.h>

#include "model/stay.h"
#include "track/eval.h"
#include "track/look.h"

/* ----------------------------------------------------------------- running */

struct run {
    struct gp_track *track;
    struct gp_firings *out;
    struct gp_look_periods periods; /* those that the rule looks at */
};

static void fire(struct run *run, uint32_t rule, uint32_t scope, size_t last,
                 int in_a_row)
{
    struct gp_track *t = run->track;
    size_t first = last + 1 - (size_t)in_a_row;
    struct gp_firing f = {
        .rule = rule,
        .scope = scope,
        .period = run->periods.at[last],
        .since = run->periods.at[first].days.first,
    };
    f.arithmetic = gp_eval_arithmetic(
        t, &run->out->arena, t->model->rules.at[rule].when, scope, &f.period);
    gp_vec_push(t->heap, &run->out->list, f);
}

static void run_scope(struct run *run, uint32_t rule, uint32_t scope)
{
    const struct gp_rule *r = &run->track->model->rules.at[rule];
    int need = r->in_a_row > 1 ? r->in_a_row : 1, held = 0;
    for (size_t i = 0; i < run->periods.count; i++) {
        /* Who is not there is asked for nothing. */
        if (!gp_stay_is_there(run->track->model, scope,
                              run->periods.at[i].days)) {
            held = 0;
            continue;
        }
        struct gp_value v =
            gp_eval(run->track, r->when, scope, &run->periods.at[i]);
        held = gp_value_is_true(v) ? held + 1 : 0;
        /* Without `for`, every period stands for itself. */
        if (held == need || (held > 0 && need == 1))
            fire(run, rule, scope, i, need);
    }
}

static void run_rule(struct run *run, uint32_t rule)
{
    const struct gp_model *m = run->track->model;
    const struct gp_rule *r = &m->rules.at[rule];
    if (r->when == GP_NONE)
        return;
    gp_look_at(run->track, &r->look, true, &run->periods);
    size_t end, i = gp_look_first(m, &r->look, &end);
    for (; i < end && run->periods.count > 0; i++) {
        uint32_t scope = m->scope_order[i];
        if (gp_look_means(m, &r->look, scope) &&
            gp_look_concerns(run->track, r->when, scope))
            run_scope(run, rule, scope);
    }
}

void gp_rules_run(struct gp_track *track, struct gp_firings *out)
{
    struct run run = {.track = track, .out = out};
    *out = (struct gp_firings){0};
    gp_arena_init(&out->arena, track->heap);
    for (uint32_t i = 0; i < track->model->rules.count; i++)
        run_rule(&run, i);
    gp_vec_fini(track->heap, &run.periods);
}

void gp_firings_fini(struct gp_firings *firings)
{
    gp_vec_fini(firings->arena.heap, &firings->list);
    gp_arena_fini(&firings->arena);
}

bool gp_rules_fired(const struct gp_firings *firings, uint32_t rule,
                    uint32_t scope)
{
    for (size_t i = 0; i < firings->list.count; i++) {
        const struct gp_firing *f = &firings->list.at[i];
        if (f->rule == rule && (scope == GP_NONE || f->scope == scope))
            return true;
    }
    return false;
}

/* ---------------------------------------------------------------- findings */

/* What is said of each action, and how bad it is at most. */
static const enum gp_severity severities[] = {
    [GP_ACT_ALERT] = GP_NOTE,
    [GP_ACT_WARN] = GP_WARNING,
    [GP_ACT_FAIL] = GP_ERROR,
    [GP_ACT_REQUIRE] = GP_IGNORE, /* a duty, not a finding */
};

struct texts {
    const char *rule, *scope, *period, *since, *run;
};

static struct texts texts_of(const struct gp_track *t,
                             const struct gp_firing *f,
                             struct gp_findings *findings)
{
    const struct gp_rule *r = &t->model->rules.at[f->rule];
    struct gp_arena *a = &findings->arena;
    struct texts x = {
        .rule = gp_sym_text(t->model->names, r->name),
        .scope = gp_scope_text(a, t->model, f->scope),
        .period = gp_period_text(a, &f->period),
        .since = gp_date_text(a, f->since),
    };
    x.run = gp_phrase(
        a, findings->lang, "{0} {1}", gp_arena_int(a, r->in_a_row),
        gp_word(findings, r->look.workdays ? GP_WORD("workdays")
                                           : gp_grain_plural(r->look.every)),
        NULL);
    return x;
}

static void find_one(const struct gp_track *t, const struct gp_firing *f,
                     const struct gp_rule_action *action,
                     struct gp_findings *findings)
{
    const struct gp_rule *r = &t->model->rules.at[f->rule];
    struct texts x = texts_of(t, f, findings);
    const char *text = action->text != NULL ? action->text : r->title;
    struct gp_finding *found =
        text != NULL && strcmp(text, x.rule) != 0
            ? gp_find(findings, GP_TEXT_RULE_ALERT_TEXT, r->span, x.rule,
                      x.scope, x.period, text, f->arithmetic, NULL)
            : gp_find(findings, GP_TEXT_RULE_ALERT, r->span, x.rule, x.scope,
                      x.period, f->arithmetic, NULL);
    /* -W and -E on the slug may only make it milder than the rule says. */
    enum gp_severity most = severities[action->action];
    if (found->severity > most)
        found->severity = most;
    if (r->in_a_row > 1)
        gp_find_detail(findings, found, GP_TEXT_RULE_RUN, x.run, x.since, NULL);
    if (action->who != NULL)
        gp_find_help(findings, found, GP_TEXT_HELP_RULE_WHO, action->who, NULL);
}

void gp_rules_find(const struct gp_track *track,
                   const struct gp_firings *firings,
                   struct gp_findings *findings)
{
    for (size_t i = 0; i < firings->list.count; i++) {
        const struct gp_firing *f = &firings->list.at[i];
        const struct gp_rule *r = &track->model->rules.at[f->rule];
        for (size_t k = 0; k < r->action_count; k++)
            if (r->actions[k].action != GP_ACT_REQUIRE)
                find_one(track, f, &r->actions[k], findings);
    }
}

/* What a split says of itself: see split.h. */
#include <string.h>

#include "base/guess.h"
#include "base/vec.h"
#include "compile/overlay.h"
#include "compile/split.h"

bool gp_split_axis(struct gp_pass *p, struct gp_ref by, struct gp_split *s)
{
    struct gp_ref name = gp_ref_child(p, by);
    enum gp_word word = gp_ref_word(p, name);
    s->dimension = GP_NONE;
    s->grain = gp_grain_of(word);
    s->axis = word == GP_W_TEAM            ? GP_AXIS_TEAM
              : word == GP_W_PERSON        ? GP_AXIS_PERSON
              : word == GP_W_MEMBER        ? GP_AXIS_MEMBER
              : s->grain != GP_GRAIN_COUNT ? GP_AXIS_TIME
                                           : GP_AXIS_DIMENSION;
    if (s->axis != GP_AXIS_DIMENSION)
        return true;
    s->dimension =
        gp_map_get(&p->model->dimension_of, gp_pass_node(p, name)->sym);
    if (s->dimension != GP_MAP_NONE)
        return true;
    const char *text = gp_ref_name(p, name);
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_NO_AXIS, gp_ref_span(p, name), text, NULL);
    struct gp_guess guess;
    gp_guess_init(&guess, text, strlen(text));
    static const char *const axes[] = {"half", "quarter", "month",
                                       "week", "day",     "daypart",
                                       "team", "person",  "member"};
    for (size_t i = 0; i < sizeof axes / sizeof *axes; i++)
        gp_guess_consider(&guess, axes[i], strlen(axes[i]));
    if (gp_guess_best(&guess) != NULL)
        gp_find_help(p->findings, f, GP_TEXT_HELP_DID_YOU_MEAN,
                     gp_guess_best(&guess), NULL);
    else
        gp_help_closest(p, f, text, &p->model->dimension_of);
    return false;
}

bool gp_split_options(struct gp_pass *p, struct gp_ref ref, struct gp_split *s,
                      uint32_t *vector)
{
    bool named = false;
    *vector = GP_NONE;
    for (struct gp_ref o = gp_ref_child(p, ref); gp_ref_is(o);
         o = gp_ref_next(p, o)) {
        if (gp_ref_kind(p, o) != GP_N_OPTION)
            continue;
        struct gp_ref inner = gp_ref_child(p, o);
        enum gp_word word = gp_ref_word(p, o);
        if (gp_ref_is(inner)) {
            s->over = gp_eval_const(p, gp_ref_next(p, inner)).value;
        } else if (word == GP_W_WEIGHTS) {
            s->weights = true;
        } else if (word == GP_W_PARTIAL) {
            s->partial = true;
        } else if (word == GP_W_EVEN) {
            s->even = true;
        } else if (s->weights && !named) {
            named = true;
            *vector = gp_find_vector(p, o);
            if (*vector == GP_NONE)
                return false;
        } else {
            gp_find(p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, o),
                    gp_word(p->findings,
                            "`even`, `weights`, `partial` or `overassign`"),
                    NULL);
            return false;
        }
    }
    if (s->axis == GP_AXIS_TIME && (s->partial || s->over.num != 0)) {
        gp_find(p->findings, GP_TEXT_TIME_PARTIAL, s->span, NULL);
        return false;
    }
    return true;
}

bool gp_split_sums(struct gp_pass *p, uint32_t kpi, struct gp_span span)
{
    const struct gp_kpi *k = &p->model->kpis.at[kpi];
    if (k->kind == GP_KPI_FLOW)
        return true;
    struct gp_finding *f = gp_find(p->findings, GP_TEXT_NOT_ADDITIVE, span,
                                   gp_sym_text(p->names, k->name), NULL);
    gp_find_note(p->findings, f, k->span, GP_TEXT_NOTE_DECLARED, NULL);
    gp_find_help(p->findings, f, GP_TEXT_HELP_NOT_ADDITIVE,
                 gp_sym_text(p->names, k->name), NULL);
    return false;
}

bool gp_split_subject(struct gp_pass *p, struct gp_ref ref, uint32_t row,
                      const struct gp_period *period, struct gp_split *s)
{
    struct gp_model *m = p->model;
    struct gp_ref subject = gp_ref_part(p, ref, GP_N_SUBJECT);
    struct gp_ref of = gp_ref_part(p, ref, GP_N_OF);
    struct gp_ref in = gp_ref_part(p, ref, GP_N_IN);
    struct gp_ref narrowed = {ref.file, 0};
    s->period = m->period;
    s->scope = GP_NONE;
    if (row != GP_NONE) {
        s->kpi = m->rows.at[row].kpi;
        s->scope = m->rows.at[row].scope;
        s->period = *period;
        /* A target of a part of the plan understands that part. */
        s->has_period = period->days.first != m->period.days.first ||
                        period->days.last != m->period.days.last;
        if (gp_ref_is(subject))
            narrowed = gp_ref_child(p, subject);
        if (gp_ref_is(of)) {
            gp_find(p->findings, GP_TEXT_UNDERSTOOD, gp_ref_span(p, of), NULL);
            return false;
        }
    } else {
        if (!gp_ref_is(subject)) {
            gp_find(
                p->findings, GP_TEXT_EXPECTED, s->span,
                gp_word(p->findings, "the KPI: split sales of company by team"),
                NULL);
            return false;
        }
        s->kpi = gp_find_kpi(p, gp_ref_child(p, subject));
        if (s->kpi == GP_NONE)
            return false;
        if (gp_ref_is(of)) {
            struct gp_ref scope = gp_ref_child(p, of);
            struct gp_period when = m->period;
            if (gp_peek_moved(p, scope) != GP_NONE && gp_ref_is(in) &&
                !gp_find_period(p, gp_ref_child(p, in), &when))
                return false;
            s->scope = gp_find_scope_in(p, scope, when.days);
            if (s->scope == GP_NONE)
                return false;
            if (p->amending)
                s->scope = gp_overlay_meant(p, s->kpi, s->scope);
        }
    }
    if (gp_ref_is(in))
        narrowed = gp_ref_child(p, in);
    if (!gp_ref_is(narrowed))
        return true;
    if (!gp_find_period(p, narrowed, &s->period))
        return false;
    s->has_period = true;
    struct gp_span_days cut = gp_days_cut(s->period.days, m->period.days);
    if (gp_days_count(cut) != gp_days_count(s->period.days)) {
        size_t length;
        const char *text =
            gp_ast_text(gp_pass_ast(p, narrowed), narrowed.node, &length);
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_OUTSIDE, gp_ref_span(p, narrowed),
                    gp_arena_strndup(&p->findings->arena, text, length), NULL);
        gp_find_note(p->findings, f, m->span, GP_TEXT_NOTE_PERIOD, NULL);
        return false;
    }
    return true;
}

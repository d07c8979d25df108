/* A plan under other assumptions: see goalpost/plan.h. */
#include <stdlib.h>
#include <string.h>

#include "api/own.h"
#include "base/guess.h"
#include "base/vec.h"
#include "track/checks.h"

struct scenario_args {
    struct gp_plan *plan;
    const char *name;
};

/* "no scenario 'x'": the closest, or all there are. */
static enum gp_status no_scenario(struct gp_plan *plan, const char *name)
{
    const struct gp_model *m = plan->compilation.model;
    struct gp_guess guess;
    const char *all = "";
    gp_guess_init(&guess, name, strlen(name));
    for (size_t i = 0; i < m->scenarios.count; i++) {
        const char *other = gp_sym_text(m->names, m->scenarios.at[i].name);
        gp_guess_consider(&guess, other, strlen(other));
        all = gp_arena_join(&plan->findings.arena, all, i == 0 ? "" : ", ",
                            other, NULL);
    }
    if (gp_guess_best(&guess) != NULL)
        return gp_api_fail(plan->session, GP_BAD_VALUE,
                           "{0}: no scenario '{1}'; did you mean '{2}'?",
                           plan->path, name, gp_guess_best(&guess), NULL);
    if (m->scenarios.count == 0)
        return gp_api_fail(plan->session, GP_BAD_VALUE,
                           "{0}: no scenario '{1}': it has none", plan->path,
                           name, NULL);
    return gp_api_fail(plan->session, GP_BAD_VALUE,
                       "{0}: no scenario '{1}': there are {2}", plan->path,
                       name, all, NULL);
}

static bool find(const struct gp_model *m, const char *name, gp_sym *out)
{
    for (size_t i = 0; i < m->scenarios.count; i++) {
        *out = m->scenarios.at[i].name;
        if (strcmp(gp_sym_text(m->names, *out), name) == 0)
            return true;
    }
    return false;
}

static enum gp_status set_scenario(void *args)
{
    struct scenario_args *a = args;
    struct gp_plan *plan = a->plan;
    gp_sym name = GP_NO_SYM;
    if (a->name != NULL && !find(plan->compilation.model, a->name, &name))
        return no_scenario(plan, a->name);
    if (plan->base == NULL) {
        plan->base = gp_alloc(&plan->session->heap, sizeof *plan->base);
        *plan->base = plan->compilation;
    } else {
        gp_compilation_fini(&plan->compilation);
    }
    gp_facts_free(plan->facts);
    plan->facts = NULL;
    plan->unreadable = false;
    plan->scenario = name;
    gp_compile_again(&plan->compilation, plan->base, name);
    return GP_OK;
}

enum gp_status gp_plan_set_scenario(struct gp_plan *plan, const char *name)
{
    struct scenario_args args = {plan, name};
    return gp_api_run(plan->session, set_scenario, &args);
}

/* ---- checking all of them ----------------------------------------------- */

struct finding_list {
    struct gp_finding **at;
    size_t count, room;
};

/* What the plan itself is told: as it was `found`, and `sorted` to be
 * searched. */
struct known {
    struct finding_list found;
    struct gp_finding **sorted;
};

static int by_place(const void *a, const void *b)
{
    const struct gp_finding *x = *(struct gp_finding *const *)a;
    const struct gp_finding *y = *(struct gp_finding *const *)b;
    if (x->span.source != y->span.source)
        return x->span.source < y->span.source ? -1 : 1;
    if (x->span.start != y->span.start)
        return x->span.start < y->span.start ? -1 : 1;
    if (x->slug != y->slug)
        return x->slug < y->slug ? -1 : 1;
    return strcmp(x->summary, y->summary);
}

static bool has(const struct known *known, struct gp_finding *f)
{
    return known->found.count != 0 &&
           bsearch(&f, known->sorted, known->found.count, sizeof f, by_place) !=
               NULL;
}

static void note_known(struct known *known, const struct gp_findings *all)
{
    size_t n = all->list.count;
    for (size_t i = 0; i < n; i++)
        gp_vec_push(all->heap, &known->found, all->list.at[i]);
    known->sorted = gp_alloc(all->heap, (n + 1) * sizeof *known->sorted);
    if (n == 0)
        return;
    memcpy(known->sorted, known->found.at, n * sizeof *known->sorted);
    qsort(known->sorted, n, sizeof *known->sorted, by_place);
}

/* What rests on targets alone; a scenario has no actuals of its own. */
static void check_targets(struct gp_plan *plan, const struct gp_model *m)
{
    struct gp_track track;
    struct gp_facts *facts = gp_facts_new(m);
    gp_track_init(&track, m, facts, m->time.days.last);
    track.lang = plan->findings.lang;
    gp_checks_find(&track, false, &plan->findings);
    gp_track_fini(&track);
    gp_facts_free(facts);
}

/* The findings of one scenario that the plan itself does not have. */
static void check_one(struct gp_plan *plan, gp_sym name, gp_date as_of,
                      const struct known *known, struct finding_list *fresh)
{
    struct gp_findings *all = &plan->findings;
    struct gp_compilation c;
    const struct gp_compilation *from =
        plan->base != NULL ? plan->base : &plan->compilation;
    gp_compile_again(&c, from, name);
    if (gp_findings_count(all, GP_ERROR) == 0)
        check_targets(plan, c.model);
    gp_compile_allow(&c, as_of);
    for (size_t i = 0; i < c.allows.count; i++)
        if (i < plan->compilation.allows.count)
            plan->compilation.allows.at[i].used |= c.allows.at[i].used;
    for (size_t i = 0; i < all->list.count; i++) {
        struct gp_finding *f = all->list.at[i];
        const char *words[] = {gp_sym_text(from->names, name), f->summary,
                               NULL};
        if (has(known, f))
            continue;
        f->summary =
            gp_text_fill(&all->arena, all->lang, GP_TEXT_IN_SCENARIO, words);
        gp_vec_push(all->heap, fresh, f);
    }
    gp_compilation_fini(&c);
}

static enum gp_status check_scenarios(void *args)
{
    struct scenario_args *a = args;
    struct gp_plan *plan = a->plan;
    struct gp_findings *all = &plan->findings;
    const struct gp_model *m = plan->compilation.model;
    gp_date as_of = GP_NO_DATE;
    if (a->name != NULL && !gp_date_parse(a->name, strlen(a->name), &as_of))
        return gp_api_fail(plan->session, GP_BAD_VALUE,
                           "'{0}' is not a day: write 2026-07-31", a->name,
                           NULL);
    if (gp_findings_count(all, GP_ERROR) != 0)
        return GP_OK; /* they would be said again and again */
    struct known known = {0};
    struct finding_list fresh = {0};
    note_known(&known, all);
    for (size_t i = 0; i < m->scenarios.count; i++)
        check_one(plan, m->scenarios.at[i].name, as_of, &known, &fresh);
    all->list.count = 0;
    for (size_t i = 0; i < known.found.count; i++)
        gp_vec_push(all->heap, &all->list, known.found.at[i]);
    for (size_t i = 0; i < fresh.count; i++)
        gp_vec_push(all->heap, &all->list, fresh.at[i]);
    if (m->scenarios.count != 0 && !plan->unreadable)
        gp_compile_unused_allows(&plan->compilation);
    gp_vec_fini(all->heap, &known.found);
    gp_free(all->heap, known.sorted);
    gp_vec_fini(all->heap, &fresh);
    return GP_OK;
}

enum gp_status gp_plan_check_scenarios(struct gp_plan *plan, const char *as_of)
{
    struct scenario_args args = {plan, as_of};
    return gp_api_run(plan->session, check_scenarios, &args);
}

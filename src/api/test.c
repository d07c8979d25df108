/* Running the plans' own tests: see goalpost/test.h. */
#include <fnmatch.h>
#include <string.h>

#include "api/own.h"
#include "base/vec.h"
#include "model/amend.h"
#include "report/tests.h"
#include "track/amend.h"
#include "track/checks.h"

struct test_args {
    struct gp_session *session;
    const struct gp_test_query *query;
    struct gp_out *out;
    struct gp_test_counts *counts;
};

/* A run of one test: its plan, and what it came to. */
struct test_run {
    struct gp_plan *plan;
    const struct gp_model *model;
    const struct gp_test *test;
    struct gp_arena *arena;
    struct gp_test_result result;
};

static bool is_asked_for(const char *pattern, const char *title)
{
    if (pattern == NULL)
        return true;
    if (strpbrk(pattern, "*?[") != NULL)
        return fnmatch(pattern, title, 0) == 0;
    return strstr(title, pattern) != NULL;
}

static const char *first_error(const struct test_run *run)
{
    const struct gp_findings *all = &run->plan->findings;
    for (size_t i = 0; i < all->list.count; i++)
        if (all->list.at[i]->severity == GP_ERROR)
            return gp_phrase(run->arena, all->lang,
                             "the scenario has errors: {0}",
                             all->list.at[i]->summary, NULL);
    return NULL;
}

static void judge(struct test_run *run, const struct gp_test_view *view)
{
    run->result.passed = true;
    for (size_t i = 0; i < run->test->wanted.count; i++) {
        struct gp_outcome o =
            gp_test_judge(view, &run->test->wanted.at[i], run->arena);
        run->result.passed &= o.passed;
        gp_vec_push(&run->plan->session->heap, &run->result.outcomes, o);
    }
}

/* Findings of the day are added to those of the text, for the expectations
 * that ask for them. */
static void look(struct test_run *run, struct gp_facts *facts,
                 struct gp_compilation *compilation)
{
    struct gp_track track;
    struct gp_firings firings;
    struct gp_duties duties;
    struct gp_findings *all = &run->plan->findings;
    struct gp_test_view view = {.track = &track, .broken = first_error(run)};
    gp_facts_give(facts, run->test);
    if (run->test->with_actuals && !gp_facts_load(facts, all))
        view.broken = gp_word(all, "its actuals cannot be read");
    /* As on any other day: with the amendments that are in force. */
    struct gp_model amended;
    size_t in_force = gp_amends_until(run->model, run->test->as_of);
    if (in_force != 0)
        gp_view_init(&amended, run->model, in_force);
    gp_track_init(&track, in_force != 0 ? &amended : run->model, facts,
                  run->test->as_of);
    track.lang = all->lang;
    gp_rules_run(&track, &firings);
    gp_duties_make(&track, &firings, &duties);
    if (view.broken == NULL) {
        gp_rules_find(&track, &firings, all);
        gp_duties_find(&track, &duties, all);
        gp_checks_find(&track, true, all);
        gp_amend_find(run->model, facts, run->test->as_of, all);
    }
    gp_compile_allow(compilation, run->test->as_of);
    view.firings = &firings;
    view.duties = &duties;
    view.findings = all;
    judge(run, &view);
    gp_duties_fini(&duties);
    gp_firings_fini(&firings);
    gp_track_fini(&track);
    if (in_force != 0)
        gp_view_fini(&amended);
}

/* Every test has a compilation and findings of its own; the plan's are as
 * they were when it is over. */
static void run_one(struct gp_plan *plan, size_t index, struct gp_arena *arena,
                    struct gp_test_results *results)
{
    struct gp_heap *heap = &plan->session->heap;
    struct gp_findings *all = &plan->findings;
    const struct gp_test *t = &plan->compilation.model->tests.at[index];
    const struct gp_compilation *from =
        plan->base != NULL ? plan->base : &plan->compilation;
    struct gp_compilation c;
    gp_sym scenario = t->scenario != GP_NO_SYM ? t->scenario : plan->scenario;
    struct gp_finding **kept =
        gp_alloc(heap, (all->list.count + 1) * sizeof *kept);
    size_t count = all->list.count;
    if (count != 0)
        memcpy(kept, all->list.at, count * sizeof *kept);
    gp_compile_again(&c, from, scenario);
    struct test_run run = {.plan = plan,
                           .model = c.model,
                           .test = &c.model->tests.at[index],
                           .arena = arena};
    run.result = (struct gp_test_result){
        .file = plan->path,
        .title = gp_arena_strdup(arena, run.test->title),
        .span = run.test->span};
    struct gp_facts *facts = gp_facts_new(c.model);
    look(&run, facts, &c);
    gp_facts_free(facts);
    gp_vec_push(heap, &results->list, run.result);
    results->passed += run.result.passed;
    results->failed += !run.result.passed;
    gp_compilation_fini(&c);
    all->list.count = 0;
    for (size_t i = 0; i < count; i++)
        gp_vec_push(heap, &all->list, kept[i]);
    gp_free(heap, kept);
}

static enum gp_status run_all(struct test_args *a, struct gp_arena *arena,
                              struct gp_test_results *results)
{
    enum gp_status status = GP_OK;
    for (struct gp_plan *p = a->session->plans; p != NULL; p = p->next) {
        const struct gp_model *m = p->compilation.model;
        if (gp_plan_count(p, GP_LEVEL_ERROR) != 0) {
            status = gp_api_fail(a->session, GP_HAS_ERRORS,
                                 "{0}: the plan has errors", p->path, NULL);
            continue;
        }
        for (size_t i = 0; i < m->tests.count; i++)
            if (is_asked_for(a->query->run, m->tests.at[i].title))
                run_one(p, i, arena, results);
    }
    return status;
}

static bool is_format(const char *format)
{
    for (size_t i = 0; gp_tests_format(i) != NULL; i++)
        if (strcmp(gp_tests_format(i), format) == 0)
            return true;
    return false;
}

static enum gp_status test(void *args)
{
    struct test_args *a = args;
    struct gp_heap *heap = &a->session->heap;
    struct gp_test_results results = {0};
    struct gp_arena arena;
    const char *format = a->query->format != NULL ? a->query->format : "text";
    if (!is_format(format))
        return gp_api_fail(a->session, GP_BAD_VALUE,
                           "tests have no format '{0}'", format, NULL);
    gp_arena_init(&arena, heap);
    enum gp_status status = run_all(a, &arena, &results);
    gp_tests_write(&results, &a->session->sources, format, a->query->color,
                   a->session->lang, a->out);
    a->counts->passed = results.passed;
    a->counts->failed = results.failed;
    for (size_t i = 0; i < results.list.count; i++)
        gp_vec_fini(heap, &results.list.at[i].outcomes);
    gp_vec_fini(heap, &results.list);
    gp_arena_fini(&arena);
    return status;
}

enum gp_status gp_session_test(struct gp_session *session,
                               const struct gp_test_query *query,
                               struct gp_output *output,
                               struct gp_test_counts *counts)
{
    struct test_args args = {session, query, &output->out, counts};
    *counts = (struct gp_test_counts){0, 0};
    return gp_api_run(session, test, &args);
}

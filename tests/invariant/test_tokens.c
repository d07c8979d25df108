/*
 * Every .goal file of the tree, and every input of the plan fuzzer: its
 * tokens laid end to end give the file back, a tree always comes back whose
 * nodes lie within them, and compiling ends with a plan.
 */
#include <ftw.h>
#include <string.h>

#include "api/own.h"
#include "support/parsed.h"
#include "support/test.h"

static size_t files, bytes;
static const char *now; /* the file at hand, for the failure's message */

#define require(holds) \
    do { \
        if (!(holds)) \
            fail_msg("%s: not so: %s", now, #holds); \
    } while (0)

static void check_plan(const char *path)
{
    struct gp_session *session = gp_session_new();
    struct gp_plan *plan = NULL;
    now = path;
    require(gp_plan_open(session, path, GP_ALLOW_OUTSIDE, &plan) == GP_OK);
    const struct gp_compilation *c = &plan->compilation;
    require(c->model != NULL && c->files.count >= 1);
    for (size_t i = 0; i < c->files.count; i++) {
        const struct gp_ast *ast = &c->files.at[i].ast;
        const struct gp_source *source =
            &session->sources.list.at[ast->tokens.source];
        const char *wrong = parsed_wrong(ast, source->length);
        if (wrong != NULL)
            fail_msg("%s: %s", path, wrong);
        bytes += source->length;
    }
    files++;
    gp_session_free(session);
}

static int visit(const char *path, const struct stat *st, int type,
                 struct FTW *at)
{
    const char *name = path + at->base;
    size_t length = strlen(name);
    (void)st;
    if (type == FTW_D &&
        (strcmp(name, "build") == 0 || strcmp(name, ".git") == 0 ||
         strcmp(name, "found") == 0)) /* what tests/invariant/sums found */
        return FTW_SKIP_SUBTREE;
    if (type == FTW_F && length > 5 &&
        strcmp(name + length - 5, ".goal") == 0 &&
        strcmp(name, "include-self.goal") != 0)
        check_plan(path);
    return FTW_CONTINUE;
}

static void test_all_plans(void **state)
{
    (void)state;
    assert_int_equal(nftw(".", visit, 16, FTW_PHYS | FTW_ACTIONRETVAL), 0);
    require(files > 20);
    print_message("# %zu plans, %zu bytes\n", files, bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all_plans)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

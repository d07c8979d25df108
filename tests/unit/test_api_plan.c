/* The public API: statuses, what belongs to whom, outputs, lists. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "goalpost/goalpost.h"
#include "support/test.h"

static const char small[] = "plan \"Acme\" {\n"
                            "  period 2026\n"
                            "  currency CNY\n"
                            "}\n"
                            "kpi sales \"Sales\" money\n"
                            "team company \"Acme\" owner \"Boss\" {\n"
                            "  person hua \"Hua\"\n"
                            "  person xing \"Xing\"\n"
                            "}\n"
                            "target sales of company = 1200 {\n"
                            "  split by person { hua 75%, xing rest }\n"
                            "}\n";

static const char broken[] =
    "plan \"Acme\" { period 2026 }\n"
    "kpi sales \"Sales\" money\n"
    "team company \"Acme\" { person hua \"Hua\", person xing \"Xing\" }\n"
    "target sales of company = 1200 {\n"
    "  split by person { hua 800, xing 200 }\n"
    "}\n";

static struct gp_plan *open_text(struct gp_session *s, const char *text)
{
    struct gp_plan *plan;
    assert_int_equal(
        gp_plan_open_text(s, "small.goal", text, strlen(text), 0, &plan),
        GP_OK);
    return plan;
}

static int set_up(void **state)
{
    *state = gp_session_new();
    return *state == NULL;
}

static int tear_down(void **state)
{
    gp_session_free(*state);
    return 0;
}

static void test_versions(void **state)
{
    (void)state;
    assert_string_equal(gp_version(), GOALPOST_VERSION);
    gp_session_free(NULL);
    gp_plan_free(NULL);
    gp_output_cancel(NULL);
    assert_int_equal(gp_output_close(NULL), GP_OK);
}

static void test_open(void **state)
{
    struct gp_session *s = *state;
    struct gp_plan *plan;
    assert_string_equal(gp_session_error(s), "");
    assert_int_equal(gp_plan_open(s, "no/such.goal", 0, &plan), GP_CANNOT_READ);
    assert_null(plan);
    assert_string_equal(gp_session_error(s),
                        "no/such.goal: No such file or directory");
    plan = open_text(s, small);
    assert_string_equal(gp_plan_path(plan), "small.goal");
    struct gp_plan_summary summary;
    assert_int_equal(gp_plan_describe(plan, &summary), GP_OK);
    assert_string_equal(summary.title, "Acme");
    assert_string_equal(summary.period, "2026");
    assert_int_equal(summary.kpis, 1);
    assert_int_equal(summary.scopes, 3);
    assert_int_equal(gp_plan_count(plan, GP_LEVEL_ERROR), 0);
    assert_int_equal(gp_plan_follow(plan, NULL), GP_OK);
    assert_int_equal(gp_plan_follow(plan, "31.7.2026"), GP_BAD_VALUE);
    assert_int_equal(gp_plan_follow(plan, "2026-07-31"), GP_OK);
}

static void test_several_plans(void **state)
{
    struct gp_session *s = *state;
    struct gp_plan *a = open_text(s, broken);
    struct gp_plan *b = open_text(s, small);
    struct gp_plan *c = open_text(s, broken);
    size_t each = gp_plan_count(a, GP_LEVEL_ERROR);
    assert_true(each > 0);
    assert_int_equal(gp_session_count(s, GP_LEVEL_ERROR), 2 * each);
    gp_plan_free(a);
    assert_int_equal(gp_session_count(s, GP_LEVEL_ERROR), each);
    gp_plan_free(c);
    assert_int_equal(gp_session_count(s, GP_LEVEL_ERROR), 0);
    open_text(s, broken);
    gp_plan_free(b);
    assert_int_equal(gp_session_count(s, GP_LEVEL_ERROR), each);
}

static void test_errors_give_no_numbers(void **state)
{
    struct gp_session *s = *state;
    struct gp_plan *plan = open_text(s, broken);
    struct gp_output *out = gp_output_to_memory(s);
    struct gp_query query;
    size_t length;
    gp_query_init(&query);
    assert_int_equal(gp_plan_schedule(plan, &query, out), GP_HAS_ERRORS);
    assert_int_equal(gp_plan_report(plan, "team", &query, out), GP_HAS_ERRORS);
    assert_int_equal(gp_plan_explain(plan, "sales of company", &query, out),
                     GP_HAS_ERRORS);
    gp_output_text(out, &length);
    assert_int_equal(length, 0);
    assert_int_equal(gp_session_write_findings(s, "short", false, out), GP_OK);
    assert_non_null(strstr(gp_output_text(out, NULL),
                           "small.goal:5:3: error[split-sum]: "));
    gp_output_close(out);
}

static void test_levels(void **state)
{
    struct gp_session *s = *state;
    assert_int_equal(gp_session_set_level(s, "split-smu", GP_LEVEL_NOTE),
                     GP_BAD_VALUE);
    assert_non_null(strstr(gp_session_error(s), "did you mean 'split-sum'?"));
    assert_int_equal(gp_session_set_level(s, "split-sum", GP_LEVEL_NOTE),
                     GP_OK);
    struct gp_plan *plan = open_text(s, broken);
    assert_int_equal(gp_plan_count(plan, GP_LEVEL_ERROR), 0);
    assert_int_equal(gp_plan_count(plan, GP_LEVEL_NOTE), 1);
    assert_int_equal(gp_session_set_level(s, "split-sum", GP_LEVEL_OFF), GP_OK);
    plan = open_text(s, broken);
    assert_int_equal(gp_plan_count(plan, GP_LEVEL_NOTE), 0);
}

static void test_schedule(void **state)
{
    struct gp_session *s = *state;
    struct gp_plan *plan = open_text(s, small);
    struct gp_output *out = gp_output_to_memory(s);
    struct gp_query query;
    gp_query_init(&query);
    query.format = "csv";
    query.by = "half";
    assert_int_equal(gp_plan_schedule(plan, &query, out), GP_OK);
    assert_string_equal(
        gp_output_text(out, NULL),
        "kpi,scope,period,start,end,target\n"
        "sales,company,2026-H1,2026-01-01,2026-06-30,600\n"
        "sales,company,2026-H2,2026-07-01,2026-12-31,600\n"
        "sales,company/hua,2026-H1,2026-01-01,2026-06-30,450\n"
        "sales,company/hua,2026-H2,2026-07-01,2026-12-31,450\n"
        "sales,company/xing,2026-H1,2026-01-01,2026-06-30,150\n"
        "sales,company/xing,2026-H2,2026-07-01,2026-12-31,150\n");
    gp_output_close(out);
}

static void expect_refusal(struct gp_session *s, struct gp_plan *plan,
                           const struct gp_query *query, const char *why)
{
    struct gp_output *out = gp_output_to_memory(s);
    size_t length;
    assert_int_equal(gp_plan_schedule(plan, query, out), GP_BAD_VALUE);
    assert_string_equal(gp_session_error(s), why);
    gp_output_text(out, &length);
    assert_int_equal(length, 0);
    gp_output_close(out);
}

static void test_refusals(void **state)
{
    struct gp_session *s = *state;
    struct gp_plan *plan = open_text(s, small);
    const char *kpi = "slaes";
    struct gp_query query;
    gp_query_init(&query);
    query.format = "xml";
    expect_refusal(s, plan, &query, "no format 'xml'");
    gp_query_init(&query);
    query.unit = "yd";
    expect_refusal(s, plan, &query, "no unit 'yd'");
    gp_query_init(&query);
    query.by = "monht";
    expect_refusal(s, plan, &query,
                   "'monht' is not a grain; did you mean 'month'?");
    gp_query_init(&query);
    query.of = "hau";
    expect_refusal(s, plan, &query,
                   "the plan has no scope 'hau'; did you mean 'hua'?");
    gp_query_init(&query);
    query.kpis = &kpi;
    query.kpi_count = 1;
    expect_refusal(s, plan, &query,
                   "the plan has no KPI 'slaes'; did you mean 'sales'?");
    gp_query_init(&query);
    query.in = "2027-Q1";
    expect_refusal(s, plan, &query, "'2027-Q1' lies outside the plan's period");
    query.in = "2026-03..2026-01";
    expect_refusal(s, plan, &query, "'2026-03..2026-01' ends before it begins");
    struct gp_output *out = gp_output_to_memory(s);
    gp_query_init(&query);
    assert_int_equal(gp_plan_report(plan, "none", &query, out), GP_BAD_VALUE);
    query.by = "week";
    assert_int_equal(gp_plan_report(plan, "duties", &query, out), GP_BAD_VALUE);
    assert_int_equal(gp_plan_explain(plan, "sales", &query, out), GP_BAD_VALUE);
    assert_int_equal(gp_session_write_findings(s, "xml", false, out),
                     GP_BAD_VALUE);
    gp_output_close(out);
}

static bool is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

static void test_files(void **state)
{
    struct gp_session *s = *state;
    char folder[] = "/tmp/goalpost-api-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/out.txt", folder);
    struct gp_output *out = gp_output_to_file(s, path);
    assert_int_equal(gp_output_write(out, "one\n", 4), GP_OK);
    gp_output_cancel(out);
    assert_false(is_there(path));
    out = gp_output_to_file(s, path);
    assert_int_equal(gp_output_write(out, "two\n", 4), GP_OK);
    assert_false(is_there(path));
    assert_int_equal(gp_output_close(out), GP_OK);
    assert_true(is_there(path));
    out = gp_output_to_file(s, path); /* left open */
    gp_output_write(out, "three\n", 6);
    struct gp_session *other = gp_session_new();
    gp_output_to_file(other, path);
    gp_session_free(other);
    gp_output_cancel(out);
    FILE *f = fopen(path, "r");
    char line[16];
    assert_non_null(fgets(line, sizeof line, f));
    assert_string_equal(line, "two\n");
    fclose(f);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0); /* nothing else is left */
    out = gp_output_to_file(s, "/no/such/folder/out");
    assert_int_equal(gp_output_close(out), GP_CANNOT_WRITE);
    assert_string_equal(gp_session_error(s),
                        "/no/such/folder/out: No such file or directory");
    out = gp_output_to_file(s, "/dev/full");
    gp_output_write(out, "x", 1);
    assert_int_equal(gp_output_close(out), GP_CANNOT_WRITE);
}

static void test_choices(void **state)
{
    struct gp_session *s = *state;
    for (int c = GP_CHOICE_FORMAT; c <= GP_CHOICE_SLUG; c++) {
        size_t n = 0;
        while (gp_choice((enum gp_choice)c, n) != NULL)
            n++;
        assert_true(n > 1);
        assert_null(gp_choice((enum gp_choice)c, n + 100));
    }
    struct gp_output *out = gp_output_to_memory(s);
    assert_int_equal(gp_session_write_page(s, "split-sum", out), GP_OK);
    assert_non_null(strstr(gp_output_text(out, NULL), "split-sum"));
    assert_int_equal(gp_session_write_page(s, "none", out), GP_BAD_VALUE);
    gp_output_close(out);
    static const char *const names[] = {"check", "schedule"};
    assert_string_equal(gp_closest("chekc", names, 2), "check");
    assert_null(gp_closest("zzz", names, 2));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_versions),      TEST(test_open),
        TEST(test_several_plans), TEST(test_errors_give_no_numbers),
        TEST(test_levels),        TEST(test_schedule),
        TEST(test_refusals),      TEST(test_files),
        TEST(test_choices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

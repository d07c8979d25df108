/*
 * Memory that runs out anywhere is a status: the n-th allocation fails, for
 * one n after another, until everything goes well.  The sanitizers see that
 * nothing leaks and nothing is touched that is gone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/own.h"
#include "support/test.h"

/* Every allocation up to FINE; then only some, for the time it takes. */
enum { FINE = 400, STRIDE = 13 };

static char csv[] = "/tmp/goalpost-facts-XXXXXX";
static char text[2048];

static int set_up(void **state)
{
    (void)state;
    static const char facts[] = "date,owner,kpi,value\n"
                                "2026-01-10,hua,sales,100\n"
                                "2026-02-10,nobody,sales,100\n";
    int fd = mkstemp(csv);
    if (fd < 0 || write(fd, facts, strlen(facts)) < 0)
        return 1;
    close(fd);
    snprintf(text, sizeof text,
             "plan \"Acme\" { period 2026 }\n"
             "kpi sales \"Sales\" money\n"
             "kpi rate \"Rate\" percent = sales / sales\n"
             "team company \"Acme\" owner \"Boss\" {\n"
             "  person hua \"Hua\", person xing \"Xing\"\n"
             "}\n"
             "dimension product { a, b }\n"
             "target sales of company = 1200 {\n"
             "  split by person { hua 75%%, xing rest }\n"
             "  split by product { a 25%%, b rest }\n"
             "}\n"
             "actuals \"%s\" { date \"date\", scope \"owner\", kpi \"kpi\","
             " value \"value\" }\n"
             "funnel trade { stage calls, stage deals 10%% of calls,"
             " value sales 5 per deals }\n"
             "action \"Talk\" for sales of hua { owner hua, to 2026-03-01,"
             " milestone 2026-02-01 \"Call\", expect sales 5, budget 3 }\n"
             "scorecard rep { sales 100%% cap 120%% }\n"
             "reward bonus on sales { from 80%%: 1%%, marginal }\n"
             "review monthly on last workday \"Review\"\n"
             "rule low \"Low\" {\n"
             "  each person, every month\n"
             "  when attainment(sales) < 50%%\n"
             "  then require \"Plan\" by \"Boss\" within 5 workdays\n"
             "}\n",
             csv);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    return unlink(csv);
}

static enum gp_status ask(struct gp_session *s, struct gp_plan *plan)
{
    static const char *const grains[] = {"month", "week", "day"};
    static const char *const formats[] = {"text", "csv", "json"};
    struct gp_query query;
    struct gp_output *out = gp_output_to_memory(s);
    enum gp_status status = out == NULL ? GP_OUT_OF_MEMORY : GP_OK;
    gp_query_init(&query);
    for (int i = 0; i < 3 && status == GP_OK; i++) {
        query.by = grains[i];
        query.format = formats[i];
        status = gp_plan_schedule(plan, &query, out);
    }
    query.by = NULL;
    for (size_t i = 0; status == GP_OK; i++) {
        const char *name = gp_choice(GP_CHOICE_REPORT, i);
        if (name == NULL)
            break;
        query.format = "text";
        status = gp_plan_report(plan, name, &query, out);
        query.format = "csv";
        if (status == GP_OK)
            status = gp_plan_report(plan, name, &query, out);
    }
    query.format = "ics";
    if (status == GP_OK)
        status = gp_plan_report(plan, "duties", &query, out);
    query.format = "xlsx";
    if (status == GP_OK)
        status = gp_plan_report(plan, "follow-up", &query, out);
    query.format = "json";
    if (status == GP_OK)
        status = gp_plan_explain(plan, "sales of hua in 2026-W08", &query, out);
    if (status == GP_OK)
        status = gp_session_write_findings(s, "text", false, out);
    enum gp_status closed = gp_output_close(out);
    return status != GP_OK ? status : closed;
}

/* GP_OUT_OF_MEMORY until the n-th allocation is never reached. */
static enum gp_status run(size_t n)
{
    struct gp_session *s = gp_session_make(n);
    struct gp_plan *plan;
    if (s == NULL)
        return GP_OUT_OF_MEMORY;
    enum gp_status status =
        gp_plan_open_text(s, "a.goal", text, strlen(text), 0, &plan);
    if (status == GP_OK)
        status = gp_plan_follow(plan, NULL);
    if (status == GP_OK)
        status = ask(s, plan);
    if (status == GP_OK)
        gp_plan_free(plan);
    else
        assert_string_equal(gp_session_error(s), "out of memory");
    /* A broken session goes on giving the same answer. */
    if (status == GP_OUT_OF_MEMORY) {
        assert_int_equal(gp_session_set_level(s, "syntax", GP_LEVEL_ERROR),
                         GP_OUT_OF_MEMORY);
        assert_null(gp_output_to_memory(s));
    }
    gp_session_free(s);
    return status;
}

static void test_out_of_memory(void **state)
{
    (void)state;
    assert_int_equal(run(0), GP_OK);
    size_t n = 1;
    while (run(n) == GP_OUT_OF_MEMORY)
        n += n < FINE ? 1 : STRIDE;
    assert_true(n > 200);
    assert_int_equal(run(n), GP_OK);
}

/* A new plan, and the names of one. */
static enum gp_status start(size_t n)
{
    struct gp_session *s = gp_session_make(n);
    struct gp_starter starter;
    if (s == NULL)
        return GP_OUT_OF_MEMORY;
    gp_starter_default(true, &starter);
    struct gp_output *out = gp_output_to_memory(s);
    enum gp_status status = out == NULL ? GP_OUT_OF_MEMORY : GP_OK;
    for (int f = GP_STARTER_PLAN; status == GP_OK && f <= GP_STARTER_GITLAB;
         f++)
        status = gp_session_write_starter(s, &starter, (enum gp_starter_file)f,
                                          "plan.goal", out);
    struct gp_plan *plan;
    if (status == GP_OK)
        status = gp_plan_open_text(s, "a.goal", text, strlen(text), 0, &plan);
    for (int k = GP_NAMES_KPI; status == GP_OK && k <= GP_NAMES_TEST; k++)
        for (size_t i = 0;
             gp_plan_name(plan, (enum gp_plan_names)k, i, NULL) != NULL; i++)
            continue;
    if (status == GP_OK)
        status = gp_session_set_level(s, "syntax", GP_LEVEL_ERROR);
    gp_session_free(s);
    return status;
}

static void test_start_out_of_memory(void **state)
{
    (void)state;
    size_t n = 1;
    while (start(n) == GP_OUT_OF_MEMORY)
        n += n < FINE ? 1 : STRIDE;
    assert_true(n > 200);
    assert_int_equal(start(n), GP_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_out_of_memory),
        cmocka_unit_test(test_start_out_of_memory),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

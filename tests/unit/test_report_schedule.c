/* Schedules and explanations of small plans, through the public API. */
#include <string.h>

#include "goalpost/goalpost.h"
#include "support/test.h"

/* The shop: weeks from Friday, coefficients a weekday, parts of the day. */
static const char shop[] =
    "plan \"Shop\" { period 2026-01, currency CNY, week starts Fri }\n"
    "kpi sales \"Sales\" money { round to 1 }\n"
    "team shop \"Shop\" owner \"Boss\"\n"
    "weights week { Mon..Thu 1, Fri 1.2, Sat 1.5, Sun 1.8 }\n"
    "weights hours { 09:00..10:00 10%, 10:00..14:00 30%,\n"
    "  14:00..16:00 30%, 16:00..22:00 30% }\n"
    "split sales by day weights week\n"
    "split sales by daypart weights hours\n"
    "target sales of shop = 377000\n";

static const char team[] =
    "plan \"Acme\" { period 2026, currency CNY }\n"
    "kpi sales \"Sales\" money\n"
    "kpi rate \"Rate\" percent level\n"
    "team company \"Acme\" owner \"Boss\" {\n"
    "  team east \"East\" { person hua \"Hua\" }\n"
    "  team south \"South\"\n"
    "}\n"
    "dimension product { electronics \"3C\", home \"Home\" }\n"
    "target sales of company = 1000 {\n"
    "  split by team { east 40%, south rest }\n"
    "  split by product { electronics 60%, home rest }\n"
    "}\n"
    "target rate of company >= 95%\n";

struct bench {
    struct gp_session *session;
    struct gp_output *out;
    struct gp_query query;
};

static int set_up(void **state)
{
    static struct bench b;
    b.session = gp_session_new();
    b.out = gp_output_to_memory(b.session);
    gp_query_init(&b.query);
    *state = &b;
    return 0;
}

static int tear_down(void **state)
{
    gp_session_free(((struct bench *)*state)->session);
    return 0;
}

static struct gp_plan *open_plan(struct bench *b, const char *text)
{
    struct gp_plan *plan;
    assert_int_equal(
        gp_plan_open_text(b->session, "a.goal", text, strlen(text), 0, &plan),
        GP_OK);
    gp_session_write_findings(b->session, "short", false, b->out);
    assert_string_equal(gp_output_text(b->out, NULL), "");
    return plan;
}

static void expect(struct bench *b, const char *text, const char *expected)
{
    struct gp_plan *plan = open_plan(b, text);
    assert_int_equal(gp_plan_schedule(plan, &b->query, b->out), GP_OK);
    assert_string_equal(gp_output_text(b->out, NULL), expected);
}

static void test_weeks(void **state)
{
    struct bench *b = *state;
    b->query.format = "csv";
    b->query.by = "week";
    expect(b, shop,
           "kpi,scope,period,start,end,target\n"
           "sales,shop,2025-W52,2026-01-01,2026-01-01,10000\n"
           "sales,shop,2026-W01,2026-01-02,2026-01-08,85000\n"
           "sales,shop,2026-W02,2026-01-09,2026-01-15,85000\n"
           "sales,shop,2026-W03,2026-01-16,2026-01-22,85000\n"
           "sales,shop,2026-W04,2026-01-23,2026-01-29,85000\n"
           "sales,shop,2026-W05,2026-01-30,2026-01-31,27000\n");
}

static void test_dayparts(void **state)
{
    struct bench *b = *state;
    b->query.format = "csv";
    b->query.by = "daypart";
    b->query.in = "2026-01-05";
    expect(b, shop,
           "kpi,scope,period,start,end,target\n"
           "sales,shop,2026-01-05/09:00-10:00,2026-01-05,2026-01-05,1000\n"
           "sales,shop,2026-01-05/10:00-14:00,2026-01-05,2026-01-05,3000\n"
           "sales,shop,2026-01-05/14:00-16:00,2026-01-05,2026-01-05,3000\n"
           "sales,shop,2026-01-05/16:00-22:00,2026-01-05,2026-01-05,3000\n");
}

static void test_days_as_json(void **state)
{
    struct bench *b = *state;
    b->query.format = "json";
    b->query.by = "day";
    b->query.in = "2026-01-03..2026-01-04";
    expect(b, shop,
           "{\n"
           "  \"format_version\": \"1.0\",\n"
           "  \"plan\": \"Shop\",\n"
           "  \"rows\": [\n"
           "    {\"kpi\": \"sales\", \"scope\": \"shop\", \"period\": "
           "\"2026-01-03\", \"start\": \"2026-01-03\", \"end\": "
           "\"2026-01-03\", \"target\": 15000},\n"
           "    {\"kpi\": \"sales\", \"scope\": \"shop\", \"period\": "
           "\"2026-01-04\", \"start\": \"2026-01-04\", \"end\": "
           "\"2026-01-04\", \"target\": 18000}\n"
           "  ]\n"
           "}\n");
}

static void test_selection(void **state)
{
    struct bench *b = *state;
    static const char *const kpis[] = {"rate"};
    b->query.format = "csv";
    b->query.bom = true;
    b->query.by = "year";
    b->query.depth = 1;
    expect(b, team,
           "\xef\xbb\xbfkpi,scope,period,start,end,target\n"
           "sales,company,2026,2026-01-01,2026-12-31,1000\n"
           "sales,company/east,2026,2026-01-01,2026-12-31,400\n"
           "sales,company/south,2026,2026-01-01,2026-12-31,600\n"
           "sales,company[product=electronics],2026,2026-01-01,2026-12-31,"
           "600\n"
           "sales,company[product=home],2026,2026-01-01,2026-12-31,400\n"
           "rate,company,2026,2026-01-01,2026-12-31,0.95\n"
           "rate,company/east,2026,2026-01-01,2026-12-31,0.95\n"
           "rate,company/south,2026,2026-01-01,2026-12-31,0.95\n");
    gp_output_close(b->out);
    b->out = gp_output_to_memory(b->session);
    b->query.bom = false;
    b->query.kpis = kpis;
    b->query.kpi_count = 1;
    b->query.of = "company/east";
    b->query.depth = -1;
    b->query.by = "day";
    b->query.in = "2026-02-28";
    expect(b, team,
           "kpi,scope,period,start,end,target\n"
           "rate,company/east,2026-02-28,2026-02-28,2026-02-28,0.95\n"
           "rate,company/east/hua,2026-02-28,2026-02-28,2026-02-28,0.95\n");
}

static void test_narrowed_scopes(void **state)
{
    struct bench *b = *state;
    static const char *const names[] = {"company[electronics]",
                                        "company[product=electronics]",
                                        "Acme[electronics]"};
    b->query.format = "csv";
    b->query.by = "year";
    struct gp_plan *plan = open_plan(b, team);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct gp_output *out = gp_output_to_memory(b->session);
        b->query.of = names[i];
        assert_int_equal(gp_plan_schedule(plan, &b->query, out), GP_OK);
        assert_string_equal(gp_output_text(out, NULL),
                            "kpi,scope,period,start,end,target\n"
                            "sales,company[product=electronics],2026,"
                            "2026-01-01,2026-12-31,600\n");
        gp_output_close(out);
    }
}

static void test_table(void **state)
{
    struct bench *b = *state;
    static const char *const kpis[] = {"sales"};
    b->query.by = "half";
    b->query.kpis = kpis;
    b->query.kpi_count = 1;
    b->query.depth = 1;
    expect(b, team,
           "Schedule: Acme\n"
           "2026\n"
           "\n"
           "Sales (CNY)\n"
           "scope     2026-H1  2026-H2\n"
           "──────────────────────────\n"
           "Acme          500      500\n"
           "\u00a0\u00a0East        200      200\n"
           "\u00a0\u00a0South       300      300\n"
           "\u00a0\u00a0[3C]        300      300\n"
           "\u00a0\u00a0[Home]      200      200\n");
}

static void test_narrow_terminal(void **state)
{
    struct bench *b = *state;
    static const char *const kpis[] = {"sales"};
    b->query.by = "half";
    b->query.kpis = kpis;
    b->query.kpi_count = 1;
    b->query.of = "south";
    b->query.width = 20;
    b->query.chinese = true;
    b->query.format = "markdown";
    expect(b, team,
           "# 目标排期表: Acme\n"
           "\n"
           "*2026*\n"
           "\n"
           "## Sales (CNY)\n"
           "\n"
           "| 范围  | 周期    | 开始       | 结束       | 目标 |\n"
           "| ----- | ------- | ---------- | ---------- | ---: |\n"
           "| South | 2026-H1 | 2026-01-01 | 2026-06-30 |  300 |\n"
           "| South | 2026-H2 | 2026-07-01 | 2026-12-31 |  300 |\n");
}

static void explain(struct bench *b, const char *text, const char *cell,
                    const char *expected)
{
    struct gp_plan *plan = open_plan(b, text);
    assert_int_equal(gp_plan_explain(plan, cell, &b->query, b->out), GP_OK);
    assert_string_equal(gp_output_text(b->out, NULL), expected);
}

static void test_explain_share(void **state)
{
    explain(*state, team, "sales of company/south",
            "sales of company/south in 2026 = 600\n"
            "  the rest: the others have 400 of the 1000 of company\n"
            "  a.goal:10: split by team { east 40%, south rest }\n"
            "  sales of company in 2026 = 1000\n"
            "    a target says so\n"
            "    a.goal:9: target sales of company = 1000 {\n");
}

static void test_explain_floor(void **state)
{
    explain(*state, team, "rate of hua in 2026-Q3",
            "rate of company/east/hua in 2026-Q3 >= 95%\n"
            "  a floor holds below it, too\n"
            "  a.goal:13: target rate of company >= 95%\n");
}

static void test_explain_part_of_a_day(void **state)
{
    explain(*state, shop, "sales of shop in 2026-01-05/10:00-14:00",
            "sales of shop in 2026-01-05/10:00-14:00 = 3000\n"
            "  by the weights of the day's parts: 3 of 10\n"
            "  a.goal:5: weights hours { 09:00..10:00 10%, 10:00..14:00 "
            "30%,\n"
            "  sales of shop in 2026-01-05 = 10000\n"
            "    by the days' weights: 10 of 377\n"
            "    a.goal:7: split sales by day weights week\n"
            "    sales of shop in 2026-01 = 377000\n"
            "      a target says so\n"
            "      a.goal:9: target sales of shop = 377000\n");
}

static void test_explain_json(void **state)
{
    struct bench *b = *state;
    b->query.format = "json";
    explain(b, team, "rate of company",
            "{\n"
            "  \"format_version\": \"1.0\",\n"
            "  \"cell\": {\n"
            "    \"kpi\": \"rate\",\n"
            "    \"scope\": \"company\",\n"
            "    \"period\": \"2026\",\n"
            "    \"start\": \"2026-01-01\",\n"
            "    \"end\": \"2026-12-31\",\n"
            "    \"target\": 0.95,\n"
            "    \"why\": \"stated\",\n"
            "    \"how\": \"a target says so\",\n"
            "    \"source\": {\n"
            "      \"filename\": \"a.goal\",\n"
            "      \"line\": 13,\n"
            "      \"text\": \"target rate of company >= 95%\"\n"
            "    },\n"
            "    \"again\": false,\n"
            "    \"from\": []\n"
            "  }\n"
            "}\n");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_weeks),           TEST(test_dayparts),
        TEST(test_days_as_json),    TEST(test_selection),
        TEST(test_narrowed_scopes), TEST(test_table),
        TEST(test_narrow_terminal), TEST(test_explain_share),
        TEST(test_explain_floor),   TEST(test_explain_part_of_a_day),
        TEST(test_explain_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

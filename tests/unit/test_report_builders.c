/* The reports over a small plan with facts and records. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "goalpost/goalpost.h"
#include "support/test.h"

static char csv[] = "/tmp/goalpost-facts-XXXXXX";
static char text[4096];

struct bench {
    struct gp_session *session;
    struct gp_plan *plan;
    struct gp_output *out;
    struct gp_query query;
};

/* Targets 50, 50 and 40 against 45, 58 and 32: 96.43% together. */
static int make_files(void **state)
{
    (void)state;
    static const char facts[] = "date,owner,value\n"
                                "2026-07-10,hua,450000\n"
                                "2026-07-20,xing,580000\n"
                                "2026-07-31,lin,320000\n"
                                "2025-07-10,hua,400000\n"
                                "2025-07-10,xing,500000\n"
                                "2025-07-10,lin,350000\n";
    int fd = mkstemp(csv);
    if (fd < 0 || write(fd, facts, strlen(facts)) < 0)
        return 1;
    close(fd);
    snprintf(text, sizeof text,
             "plan \"Acme\" { period 2026-07, currency CNY }\n"
             "kpi sales \"Sales\" money\n"
             "team east \"East\" owner \"Boss\" {\n"
             "  person hua \"Hua\", person xing \"Xing\", person lin "
             "\"Lin\"\n"
             "}\n"
             "target sales of east = 140万 {\n"
             "  strategy \"All channels\"\n"
             "  split by person { hua 50万, xing 50万, lin 40万 }\n"
             "}\n"
             "actuals \"%s\" { date \"date\", scope \"owner\", value sales "
             "\"value\" }\n"
             "review monthly on last workday \"Review\"\n"
             "record 2026-07-31 \"Talk\" for sales of lin in 2026-07 {\n"
             "  cause \"Two unsigned\"\n"
             "  measure \"One more visit\" by lin until 2026-08-15\n"
             "  next 42万 \"More prospects\"\n"
             "}\n",
             csv);
    return 0;
}

static int remove_files(void **state)
{
    (void)state;
    return unlink(csv);
}

static int set_up(void **state)
{
    static struct bench b;
    b.session = gp_session_new();
    b.out = gp_output_to_memory(b.session);
    gp_query_init(&b.query);
    *state = &b;
    return gp_plan_open_text(b.session, "a.goal", text, strlen(text), 0,
                             &b.plan) != GP_OK;
}

static int tear_down(void **state)
{
    gp_session_free(((struct bench *)*state)->session);
    return 0;
}

static void expect(struct bench *b, const char *name, const char *expected)
{
    enum gp_status status = gp_plan_report(b->plan, name, &b->query, b->out);
    gp_session_write_findings(b->session, "short", false, b->out);
    assert_string_equal(gp_output_text(b->out, NULL), expected);
    assert_int_equal(status, GP_OK);
}

static void test_team(void **state)
{
    struct bench *b = *state;
    b->query.unit = "万";
    expect(b, "team",
           "Team report: Acme\n"
           "as of 2026-07-31\n"
           "\n"
           "East, Sales, 2026-07\n"
           "salesperson  monthly target  actual  attainment  YoY growth  key "
           "issue\n"
           "────────────────────────────────────────────────────────────────"
           "─────────\n"
           "Hua                    50万    45万         90%       12.5%  –\n"
           "Xing                   50万    58万        116%         16%  –\n"
           "Lin                    40万    32万         80%      -8.57%  Two "
           "unsigned\n"
           "────────────────────────────────────────────────────────────────"
           "─────────\n"
           "total                 140万   135万      96.43%          8%  –\n"
           "\n"
           "Attainment: Sales, East, 2026-07\n"
           "1 of 3 are on plan.\n"
           "                                        attainment  target  "
           "actual\n"
           "Hua   ████████████████████████▉  │             90%    50万    "
           "45万\n"
           "Xing  ███████████████████████████┃████        116%    50万    "
           "58万\n"
           "Lin   ██████████████████████▏    │             80%    40万    "
           "32万\n");
}

static void test_team_csv(void **state)
{
    struct bench *b = *state;
    b->query.format = "csv";
    expect(b, "team",
           "salesperson,monthly_target,actual,attainment,yoy_growth,"
           "key_issue\n"
           "Hua,500000,450000,0.9,0.125,\n"
           "Xing,500000,580000,1.16,0.16,\n"
           "Lin,400000,320000,0.8,-0.085714,Two unsigned\n"
           "total,1400000,1350000,0.964286,0.08,\n");
}

static void test_follow_up(void **state)
{
    struct bench *b = *state;
    b->query.of = "lin";
    b->query.unit = "1";
    b->query.format = "markdown";
    expect(b, "follow-up",
           "# Follow-up: Acme\n"
           "\n"
           "*as of 2026-07-31*\n"
           "\n"
           "| owner | month   | core metric | monthly target |  actual | "
           "attainment | variance analysis | corrective action                "
           "| next month's plan    |\n"
           "| ----- | ------- | ----------- | -------------: | ------: | "
           "---------: | ----------------- | -------------------------------- "
           "| -------------------- |\n"
           "| Lin   | 2026-07 | Sales       |        400,000 | 320,000 | "
           "       80% | Two unsigned      | One more visit (lin, 2026-08-15) "
           "| 42万, More prospects |\n");
}

static void test_follow_up_csv(void **state)
{
    struct bench *b = *state;
    b->query.format = "csv";
    expect(b, "follow-up",
           "kpi,scope,period,start,end,target,adjusted,actual,attainment,"
           "deviation,status\n"
           "sales,east,2026-07,2026-07-01,2026-07-31,1400000,,1350000,"
           "0.964286,-0.035714,missed\n"
           "sales,east/hua,2026-07,2026-07-01,2026-07-31,500000,,450000,0.9,"
           "-0.1,missed\n"
           "sales,east/xing,2026-07,2026-07-01,2026-07-31,500000,,580000,"
           "1.16,0.16,met\n"
           "sales,east/lin,2026-07,2026-07-01,2026-07-31,400000,,320000,0.8,"
           "-0.2,missed\n");
}

static void test_nothing_has_begun(void **state)
{
    struct bench *b = *state;
    b->query.format = "csv";
    b->query.as_of = "2026-06-30";
    expect(b, "follow-up",
           "kpi,scope,period,start,end,target,adjusted,actual,attainment,"
           "deviation,status\n");
}

static void test_decomposition(void **state)
{
    struct bench *b = *state;
    b->query.depth = 0;
    b->query.chinese = true;
    b->query.format = "csv";
    expect(b, "decomposition",
           "level,owner,target_type,key_metric,annual_target,"
           "quarterly_split,core_strategy\n"
           "East,Boss,结果指标,Sales,1400000,Q3 140万,All channels\n");
}

static void test_duties(void **state)
{
    struct bench *b = *state;
    expect(b, "duties",
           "Duties: Acme\n"
           "as of 2026-07-31\n"
           "\n"
           "duty    who   raised by  due         state\n"
           "──────────────────────────────────────────\n"
           "Review  Boss  monthly    2026-07-31  open\n");
}

static void test_missing_file(void **state)
{
    struct bench *b = *state;
    static const char none[] =
        "plan \"A\" { period 2026 }\n"
        "kpi sales \"Sales\" money\n"
        "team a \"A\" owner \"Boss\"\n"
        "target sales of a = 12\n"
        "actuals \"/no/such.csv\" { date \"d\", scope \"s\", value sales "
        "\"v\" }\n";
    struct gp_plan *plan;
    assert_int_equal(
        gp_plan_open_text(b->session, "b.goal", none, strlen(none), 0, &plan),
        GP_OK);
    assert_int_equal(gp_plan_schedule(plan, &b->query, b->out), GP_OK);
    assert_int_equal(gp_plan_report(plan, "team", &b->query, b->out),
                     GP_CANNOT_READ);
    assert_int_equal(gp_plan_follow(plan, NULL), GP_CANNOT_READ);
    assert_int_equal(gp_plan_count(plan, GP_LEVEL_ERROR), 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_team),
        TEST(test_team_csv),
        TEST(test_follow_up),
        TEST(test_follow_up_csv),
        TEST(test_nothing_has_begun),
        TEST(test_decomposition),
        TEST(test_duties),
        TEST(test_missing_file),
    };
    return cmocka_run_group_tests(tests, make_files, remove_files);
}

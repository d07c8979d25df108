/* Measures, growth, rank and status, with the figures that are known. */
#include "support/test.h"

#include <stdio.h>
#include <string.h>

#include "support/plan.h"
#include "track/eval.h"
#include "track/measure.h"

enum { WAN = 10000 };

static struct plan p;
static struct gp_facts *facts;
static struct gp_track track;
static uint32_t company, zhang, li, wang;
static uint32_t sales, customers, collected, share, collection, cost, mile;
static uint32_t product, electronics, phones, home;

static gp_date day(int month, int d)
{
    return gp_date_make(2026, month, d);
}

static int begin(void **state)
{
    (void)state;
    plan_init(&p, day(1, 1), day(12, 31), true);
    company = plan_scope(&p, GP_SCOPE_TEAM, "company", GP_NONE);
    zhang = plan_scope(&p, GP_SCOPE_PERSON, "zhang", company);
    li = plan_scope(&p, GP_SCOPE_PERSON, "li", company);
    wang = plan_scope(&p, GP_SCOPE_PERSON, "wang", company);
    product = plan_dimension(&p, "product");
    electronics = plan_member(&p, product, "electronics", GP_NONE);
    phones = plan_member(&p, product, "phones", electronics);
    home = plan_member(&p, product, "home", GP_NONE);
    sales = plan_kpi(&p, "sales", GP_KPI_FLOW, GP_UNIT_MONEY, 2);
    customers = plan_kpi(&p, "customers", GP_KPI_FLOW, GP_UNIT_COUNT, 0);
    collected = plan_kpi(&p, "collected", GP_KPI_FLOW, GP_UNIT_MONEY, 2);
    share = plan_kpi(&p, "share", GP_KPI_LEVEL, GP_UNIT_RATIO, 4);
    cost = plan_kpi(&p, "cost", GP_KPI_FLOW, GP_UNIT_MONEY, 2);
    mile = plan_kpi(&p, "mile", GP_KPI_MILESTONE, GP_UNIT_COUNT, 0);
    collection =
        plan_formula(&p, "collection",
                     plan_expr(&p, GP_E_BINARY, GP_O_DIV,
                               plan_measure(&p, GP_M_ACTUAL, collected),
                               plan_measure(&p, GP_M_ACTUAL, sales)));
    return 0;
}

static int end(void **state)
{
    (void)state;
    gp_track_fini(&track);
    gp_facts_free(facts);
    return plan_fini(&p);
}

static void look(gp_date as_of)
{
    if (track.model != NULL)
        gp_track_fini(&track);
    gp_track_init(&track, &p.model, facts, as_of);
}

static void ready(void)
{
    plan_finish(&p);
    facts = gp_facts_new(&p.model);
    track.model = NULL;
}

static void year_of(uint32_t kpi, uint32_t scope, int64_t month)
{
    int64_t months[12];
    for (int i = 0; i < 12; i++)
        months[i] = month;
    plan_target(&p, kpi, scope, GP_EQUAL, months);
}

static void fact(uint32_t kpi, uint32_t scope, gp_date date, int64_t amount)
{
    gp_facts_add(facts, kpi, scope, NULL, 0, date, amount);
}

/* With six places, as CSV has it; "-" where there is no value. */
static const char *shown(struct gp_value v)
{
    static char text[64];
    struct gp_buf buf;
    gp_buf_init(&buf, &p.heap);
    if (v.has)
        gp_buf_rat(&buf, v.value, 6);
    else
        gp_buf_putc(&buf, '-');
    snprintf(text, sizeof text, "%s", gp_buf_cstr(&buf));
    gp_buf_fini(&buf);
    return text;
}

static const char *get(enum gp_measure m, uint32_t kpi, uint32_t scope,
                       const char *period)
{
    struct gp_period x = plan_period(&p, period);
    return shown(gp_measure(&track, m, kpi, scope, &x));
}

static const char *grown(uint32_t scope, const char *period, enum gp_grain back)
{
    struct gp_period x = plan_period(&p, period);
    return shown(gp_measure_growth(&track, sales, scope, &x, back));
}

static const char *status(uint32_t kpi, uint32_t scope, const char *period)
{
    struct gp_period x = plan_period(&p, period);
    return gp_standing_name(gp_measure_status(&track, kpi, scope, &x));
}

static void test_month(void **state)
{
    (void)state;
    ready();
    year_of(sales, company, (int64_t)200 * WAN * 100);
    year_of(customers, company, 15);
    fact(sales, company, day(7, 31), (int64_t)180 * WAN * 100);
    fact(customers, zhang, day(7, 3), 12);
    look(day(7, 31));
    assert_string_equal(get(GP_M_ATTAINMENT, sales, company, "2026-07"), "0.9");
    assert_string_equal(get(GP_M_ATTAINMENT, customers, company, "2026-07"),
                        "0.8");
    assert_string_equal(get(GP_M_VARIANCE, sales, company, "2026-07"),
                        "-200000");
    assert_string_equal(get(GP_M_SHORTFALL, customers, company, "2026-07"),
                        "3");
    assert_string_equal(get(GP_M_FORECAST, sales, company, "2026-07"),
                        "1800000");
    assert_string_equal(get(GP_M_REQUIRED, sales, company, "2026-07"), "-");
    assert_string_equal(status(sales, company, "2026-07"), "missed");
    /* Missing is not zero. */
    assert_string_equal(get(GP_M_ACTUAL, sales, company, "2026-06"), "-");
    assert_string_equal(get(GP_M_ATTAINMENT, sales, company, "2026-06"), "-");
    assert_string_equal(status(sales, company, "2026-06"), "no-data");
    assert_string_equal(status(sales, company, "2026-08"), "");
    assert_string_equal(status(sales, zhang, "2026-07"), "");
    p.model.kpis.at[sales].missing_as_zero = true;
    assert_string_equal(get(GP_M_ATTAINMENT, sales, company, "2026-06"), "0");
    assert_string_equal(get(GP_M_ACTUAL, sales, company, "2026-08"), "-");
    /* What comes later is not known yet. */
    look(day(7, 30));
    assert_string_equal(get(GP_M_ACTUAL, customers, company, "2026-07"), "12");
    assert_string_equal(get(GP_M_ACTUAL, sales, company, "2026-07"), "0");
}

static void test_week(void **state)
{
    (void)state;
    p.model.kpis.at[sales].uses_weeks = true;
    ready();
    int64_t pieces[80] = {0};
    struct gp_period w = plan_period(&p, "2026-W28"); /* July 6 to 12 */
    int at = gp_timetable_at(&p.model.time, GP_PIECE, w.days.first);
    pieces[at - p.model.time.first[GP_PIECE]] = (int64_t)60 * WAN * 100;
    plan_target(&p, sales, zhang, GP_EQUAL, pieces);
    fact(sales, zhang, day(7, 8), (int64_t)55 * WAN * 100);
    look(day(7, 31));
    assert_string_equal(get(GP_M_TARGET, sales, zhang, "2026-W28"), "600000");
    assert_string_equal(get(GP_M_ATTAINMENT, sales, zhang, "2026-W28"),
                        "0.916667");
}

static void test_board(void **state)
{
    (void)state;
    ready();
    year_of(sales, company, (int64_t)140 * WAN * 100);
    year_of(sales, zhang, (int64_t)50 * WAN * 100);
    year_of(sales, li, (int64_t)50 * WAN * 100);
    year_of(sales, wang, (int64_t)40 * WAN * 100);
    fact(sales, zhang, day(7, 10), (int64_t)45 * WAN * 100);
    fact(sales, li, day(7, 10), (int64_t)58 * WAN * 100);
    fact(sales, wang, day(7, 10), (int64_t)32 * WAN * 100);
    gp_date before = gp_date_make(2025, 7, 20);
    fact(sales, zhang, before, 39130435);
    fact(sales, li, before, 47540984);
    fact(sales, wang, before, 33684211);
    look(day(7, 31));
    assert_string_equal(get(GP_M_ATTAINMENT, sales, zhang, "2026-07"), "0.9");
    assert_string_equal(get(GP_M_ATTAINMENT, sales, li, "2026-07"), "1.16");
    assert_string_equal(get(GP_M_ATTAINMENT, sales, wang, "2026-07"), "0.8");
    assert_string_equal(get(GP_M_ATTAINMENT, sales, company, "2026-07"),
                        "0.964286");
    assert_string_equal(get(GP_M_RANK, sales, li, "2026-07"), "1");
    assert_string_equal(get(GP_M_RANK, sales, zhang, "2026-07"), "2");
    assert_string_equal(get(GP_M_RANK, sales, wang, "2026-07"), "3");
    assert_string_equal(grown(zhang, "2026-07", GP_YEAR), "0.15");
    assert_string_equal(grown(li, "2026-07", GP_YEAR), "0.22");
    assert_string_equal(grown(wang, "2026-07", GP_YEAR), "-0.05");
    assert_string_equal(grown(company, "2026-07", GP_YEAR), "0.121676");
    assert_string_equal(grown(company, "2026-07", GP_MONTH), "-");
    /* A running month against the same days of the one a year before. */
    look(day(7, 15));
    assert_string_equal(grown(company, "2026-07", GP_YEAR), "-");
    look(day(7, 20));
    assert_string_equal(grown(company, "2026-07", GP_YEAR), "0.121676");
}

static void test_rank_ties(void **state)
{
    (void)state;
    ready();
    p.model.kpis.at[cost].lower_better = true;
    uint32_t who[] = {zhang, li, wang};
    for (int i = 0; i < 3; i++) {
        year_of(sales, who[i], 10000);
        year_of(cost, who[i], 10000);
        fact(sales, who[i], day(1, 5), i == 2 ? 9000 : 10000);
        fact(cost, who[i], day(1, 5), i == 2 ? 9000 : 11000);
    }
    look(day(1, 31));
    assert_string_equal(get(GP_M_RANK, sales, zhang, "2026-01"), "1");
    assert_string_equal(get(GP_M_RANK, sales, li, "2026-01"), "1");
    assert_string_equal(get(GP_M_RANK, sales, wang, "2026-01"), "3");
    assert_string_equal(get(GP_M_RANK, cost, wang, "2026-01"), "1");
    assert_string_equal(get(GP_M_RANK, cost, li, "2026-01"), "2");
    assert_string_equal(get(GP_M_SHORTFALL, cost, li, "2026-01"), "10");
    assert_string_equal(get(GP_M_SHORTFALL, cost, wang, "2026-01"), "0");
    assert_string_equal(get(GP_M_ATTAINMENT, cost, li, "2026-01"), "1.1");
    assert_string_equal(status(cost, li, "2026-01"), "missed");
    assert_string_equal(status(cost, wang, "2026-01"), "met");
}

static void test_pace(void **state)
{
    (void)state;
    ready();
    int64_t months[12] = {(int64_t)250 * WAN * 100, (int64_t)300 * WAN * 100,
                          (int64_t)450 * WAN * 100};
    plan_target(&p, sales, company, GP_EQUAL, months);
    fact(sales, zhang, day(1, 20), (int64_t)240 * WAN * 100);
    fact(sales, li, day(2, 28), (int64_t)300 * WAN * 100);
    look(day(2, 28));
    assert_string_equal(get(GP_M_TO_DATE, sales, company, "2026-Q1"),
                        "5500000");
    assert_string_equal(get(GP_M_PACE, sales, company, "2026-Q1"), "0.981818");
    assert_string_equal(get(GP_M_FORECAST, sales, company, "2026-Q1"),
                        "9818181.818182");
    assert_string_equal(status(sales, company, "2026-Q1"), "behind");
    /* March has 22 workdays: 460万 / 22. */
    assert_int_equal(
        gp_calendar_workdays(&p.model.calendar,
                             (struct gp_span_days){day(3, 1), day(3, 31)}),
        22);
    assert_string_equal(get(GP_M_REQUIRED, sales, company, "2026-Q1"),
                        "209090.909091");
    fact(sales, li, day(2, 28), (int64_t)10 * WAN * 100);
    assert_string_equal(status(sales, company, "2026-Q1"), "ahead");
}

static void test_level(void **state)
{
    (void)state;
    ready();
    fact(share, company, day(3, 31), 450);
    fact(share, company, day(6, 30), 480);
    fact(share, company, day(9, 30), 520);
    fact(share, company, day(12, 31), 500);
    fact(share, zhang, day(12, 31), 900);
    look(day(12, 31));
    assert_string_equal(get(GP_M_ACTUAL, share, company, "2026"), "0.05");
    assert_string_equal(get(GP_M_ACTUAL, share, company, "2026-Q2"), "0.048");
    assert_string_equal(get(GP_M_ACTUAL, share, company, "2026-H1"), "0.048");
    assert_string_equal(get(GP_M_ACTUAL, share, company, "2026-05"), "-");
    p.model.kpis.at[share].kind = GP_KPI_UNIQUE;
    assert_string_equal(get(GP_M_ACTUAL, share, company, "2026-H1"), "-");
    assert_string_equal(get(GP_M_ACTUAL, share, company, "2026-Q2"), "0.048");
}

static void test_formula(void **state)
{
    (void)state;
    ready();
    int64_t floor[12];
    for (int i = 0; i < 12; i++)
        floor[i] = 9500;
    plan_target(&p, collection, company, GP_AT_LEAST, floor);
    fact(sales, zhang, day(1, 31), 10000);
    fact(sales, li, day(2, 28), 30000);
    fact(collected, zhang, day(1, 31), 10000);
    fact(collected, li, day(2, 28), 27000);
    look(day(2, 28));
    /* Of the sums, never the mean of 100% and 90%. */
    assert_string_equal(get(GP_M_ACTUAL, collection, company, "2026-Q1"),
                        "0.925");
    assert_string_equal(get(GP_M_TARGET, collection, company, "2026-Q1"),
                        "0.95");
    assert_string_equal(status(collection, company, "2026-01"), "met");
    assert_string_equal(status(collection, company, "2026-02"), "missed");
    assert_string_equal(status(collection, company, "2026-Q1"), "behind");
    assert_string_equal(get(GP_M_ACTUAL, collection, wang, "2026-Q1"), "-");
    /* Targets too, where none is stated. */
    year_of(sales, zhang, 10000);
    year_of(collected, zhang, 9000);
    assert_string_equal(get(GP_M_TARGET, collection, zhang, "2026-Q1"), "0.9");
    assert_string_equal(get(GP_M_ATTAINMENT, collection, zhang, "2026-01"),
                        "1.111111");
}

/* sales[electronics] / sales, with facts of a product below. */
static void test_part(void **state)
{
    (void)state;
    uint32_t part = plan_measure(&p, GP_M_ACTUAL, sales);
    p.model.exprs.at[part].member = electronics;
    uint32_t mix =
        plan_formula(&p, "mix",
                     plan_expr(&p, GP_E_BINARY, GP_O_DIV, part,
                               plan_measure(&p, GP_M_ACTUAL, sales)));
    uint32_t narrow = plan_narrow(&p, company, electronics);
    ready();
    gp_facts_add(facts, sales, zhang, &phones, 1, day(1, 5), 3000);
    gp_facts_add(facts, sales, zhang, &home, 1, day(1, 6), 1000);
    look(day(1, 31));
    assert_string_equal(get(GP_M_ACTUAL, sales, narrow, "2026-01"), "30");
    assert_string_equal(get(GP_M_ACTUAL, mix, company, "2026-01"), "0.75");
    assert_string_equal(get(GP_M_ACTUAL, mix, zhang, "2026-01"), "0.75");
    assert_string_equal(get(GP_M_ACTUAL, mix, li, "2026-01"), "-");
}

static void test_milestone(void **state)
{
    (void)state;
    ready();
    int64_t done[12];
    for (int i = 0; i < 12; i++)
        done[i] = 1;
    plan_target(&p, mile, zhang, GP_EQUAL, done);
    plan_target(&p, mile, li, GP_EQUAL, done);
    fact(mile, zhang, day(2, 10), 1);
    look(day(6, 30));
    assert_string_equal(get(GP_M_ACTUAL, mile, zhang, "2026-01"), "-");
    assert_string_equal(get(GP_M_ACTUAL, mile, zhang, "2026-05"), "1");
    assert_string_equal(get(GP_M_ACTUAL, mile, company, "2026-05"), "-");
    fact(mile, li, day(3, 1), 0);
    assert_string_equal(get(GP_M_ACTUAL, mile, company, "2026-05"), "0");
    fact(mile, li, day(4, 1), 1);
    assert_string_equal(get(GP_M_ACTUAL, mile, company, "2026-05"), "1");
}

static void test_eval(void **state)
{
    (void)state;
    uint32_t s = plan_measure(&p, GP_M_ACTUAL, sales);
    uint32_t c = plan_measure(&p, GP_M_ACTUAL, customers);
    uint32_t hundred = plan_value(&p, 100, 1);
    uint32_t more = plan_expr(&p, GP_E_BINARY, GP_O_GT, s, hundred);
    uint32_t less = plan_expr(&p, GP_E_BINARY, GP_O_LT, s, hundred);
    uint32_t none = plan_expr(&p, GP_E_BINARY, GP_O_GT, c, hundred);
    uint32_t both = plan_expr(&p, GP_E_BINARY, GP_O_AND, none, less);
    uint32_t any = plan_expr(&p, GP_E_BINARY, GP_O_OR, none, more);
    uint32_t open = plan_expr(&p, GP_E_BINARY, GP_O_AND, none, more);
    uint32_t not = plan_expr(&p, GP_E_UNARY, GP_O_NOT, none, GP_NONE);
    uint32_t miss = plan_expr(&p, GP_E_MISSING, 0, c, GP_NONE);
    uint32_t sum = plan_expr(&p, GP_E_OVER, GP_FOLD_SUM, s, GP_NONE);
    uint32_t avg = plan_expr(&p, GP_E_OVER, GP_FOLD_AVG, s, GP_NONE);
    uint32_t high = plan_expr(&p, GP_E_OVER, GP_FOLD_MAX, s, GP_NONE);
    uint32_t count = plan_expr(&p, GP_E_OVER, GP_FOLD_COUNT, more, GP_NONE);
    uint32_t empty = plan_expr(&p, GP_E_OVER, GP_FOLD_SUM, c, GP_NONE);
    ready();
    fact(sales, zhang, day(1, 5), 15000);
    fact(sales, li, day(1, 5), 5000);
    look(day(1, 31));
    struct gp_period m = plan_period(&p, "2026-01");
#define EVAL(e) shown(gp_eval(&track, (e), company, &m))
    assert_string_equal(EVAL(more), "1");
    assert_string_equal(EVAL(none), "-");
    assert_string_equal(EVAL(both), "0");
    assert_string_equal(EVAL(any), "1");
    assert_string_equal(EVAL(open), "-");
    assert_string_equal(EVAL(not ), "-");
    assert_string_equal(EVAL(miss), "1");
    assert_string_equal(EVAL(sum), "200");
    assert_string_equal(EVAL(avg), "100");
    assert_string_equal(EVAL(high), "150");
    assert_string_equal(EVAL(count), "1");
    assert_string_equal(EVAL(empty), "-");
#undef EVAL
    assert_string_equal(
        gp_eval_arithmetic(&track, &p.findings.arena, open, company, &m),
        "customers = missing, sales = 200");
}

/* A floor of a flow grows by workdays; it is never divided. */
static void test_floor(void **state)
{
    (void)state;
    ready();
    int64_t floor[12];
    for (int i = 0; i < 12; i++)
        floor[i] = 44;
    plan_target(&p, customers, zhang, GP_AT_LEAST, floor);
    fact(customers, zhang, day(3, 10), 14);
    look(day(3, 10)); /* 7 of March's 22 workdays */
    assert_string_equal(get(GP_M_TARGET, customers, zhang, "2026-W10"), "44");
    assert_string_equal(get(GP_M_TO_DATE, customers, zhang, "2026-03"), "14");
    assert_string_equal(status(customers, zhang, "2026-03"), "ahead");
    assert_string_equal(get(GP_M_REQUIRED, customers, zhang, "2026-03"), "2");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(test_month),     TEST(test_week),  TEST(test_board),
        TEST(test_rank_ties), TEST(test_pace),  TEST(test_level),
        TEST(test_formula),   TEST(test_part),  TEST(test_milestone),
        TEST(test_eval),      TEST(test_floor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

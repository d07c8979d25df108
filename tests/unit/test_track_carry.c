/* Carrying over, over four weeks of 85,000: February 2026 from Sundays. */
#include "support/test.h"

#include "support/plan.h"
#include "track/carry.h"

static struct plan p;
static struct gp_facts *facts;
static uint32_t shop, sales;

static gp_date day(int d)
{
    return gp_date_make(2026, 2, d);
}

static int begin(void **state)
{
    static const int64_t weeks[] = {85000, 85000, 85000, 85000};
    (void)state;
    plan_init(&p, day(1), day(28), false);
    p.model.calendar.week_start = GP_SUN;
    shop = plan_scope(&p, GP_SCOPE_TEAM, "shop", GP_NONE);
    sales = plan_kpi(&p, "sales", GP_KPI_FLOW, GP_UNIT_MONEY, 0);
    p.model.kpis.at[sales].uses_weeks = true;
    plan_finish(&p);
    plan_target(&p, sales, shop, GP_EQUAL, weeks);
    facts = gp_facts_new(&p.model);
    struct gp_carry c = {.kpi = sales, .over = GP_PIECE, .of = GP_MONTH};
    gp_vec_push(&p.heap, &p.model.carries, c);
    return 0;
}

static int end(void **state)
{
    (void)state;
    gp_facts_free(facts);
    return plan_fini(&p);
}

static void sold(int week, int64_t amount)
{
    gp_facts_add(facts, sales, shop, NULL, 0, day(7 * week), amount);
}

/* What was laid on a week is what makes its adjusted target. */
static void expect_moves(struct gp_track *track, const struct gp_period *week,
                         int64_t added)
{
    size_t count;
    const struct gp_carry_move *moves =
        gp_carry_moves(track, sales, shop, week, &count);
    for (size_t i = 0; i < count; i++)
        if (moves[i].to.days.first == week->days.first)
            added -= moves[i].asked - moves[i].refused;
    assert_int_equal(added, 0);
}

/* The four adjusted weeks as of the end of one of them. */
static void expect(int after, int64_t a, int64_t b, int64_t c, int64_t d)
{
    int64_t want[] = {a, b, c, d};
    struct gp_track track;
    gp_track_init(&track, &p.model, facts, day(7 * after));
    for (int i = 0; i < 4; i++) {
        struct gp_period w = {.grain = GP_PIECE,
                              .days = {day(7 * i + 1), day(7 * i + 7)}};
        struct gp_value v = gp_carry_adjusted(&track, sales, shop, &w);
        assert_true(v.has && v.value.den == 1);
        assert_int_equal((int64_t)v.value.num, want[i]);
        expect_moves(&track, &w, want[i] - 85000);
        w.grain = GP_WEEK;
        v = gp_carry_adjusted(&track, sales, shop, &w);
        assert_int_equal((int64_t)v.value.num, want[i]);
    }
    gp_track_fini(&track);
}

static struct gp_carry *carry(void)
{
    return &p.model.carries.at[0];
}

static void test_shortfall(void **state)
{
    (void)state;
    sold(1, 70000);
    expect(1, 85000, 90000, 90000, 90000);
    sold(2, 80000);
    expect(2, 85000, 90000, 95000, 95000);
    /* Looking back, the second week is not yet known. */
    expect(1, 85000, 90000, 90000, 90000);
}

static void test_surplus(void **state)
{
    (void)state;
    sold(1, 100000);
    expect(1, 85000, 85000, 85000, 85000);
    sold(2, 75000);
    expect(2, 85000, 85000, 90000, 90000);
    carry()->cumulative = true;
    expect(2, 85000, 85000, 85000, 85000);
}

static void test_cumulative(void **state)
{
    (void)state;
    carry()->cumulative = true;
    sold(1, 70000);
    sold(2, 80000); /* 20,000 in all over two weeks */
    expect(2, 85000, 90000, 95000, 95000);
    sold(3, 110000); /* a surplus of 25,000 over the target */
    expect(3, 85000, 90000, 95000, 85000);
}

static void test_spreads(void **state)
{
    (void)state;
    sold(1, 70000);
    carry()->spread = GP_SPREAD_NEXT;
    expect(1, 85000, 100000, 85000, 85000);
    carry()->spread = GP_SPREAD_LAST;
    expect(1, 85000, 85000, 85000, 100000);
    carry()->spread = GP_SPREAD_EVEN;
    expect(1, 85000, 90000, 90000, 90000);
    carry()->spread = GP_SPREAD_NEXT;
    carry()->cap = gp_rat_make(11, 10);
    expect(1, 85000, 93500, 85000, 85000);
}

static void test_steps(void **state)
{
    (void)state;
    sold(1, 74990); /* 10,010 over three weeks: the largest remainders first */
    expect(1, 85000, 88337, 88337, 88336);
    p.model.kpis.at[sales].step[GP_PIECE] = 10;
    expect(1, 85000, 88340, 88340, 88330);
    sold(4, 0);
    expect(4, 85000, 88340, 88340, 88330);
}

static void test_unknown(void **state)
{
    (void)state;
    expect(2, 85000, 85000, 85000, 85000);
    sold(2, 65000);
    expect(2, 85000, 85000, 95000, 95000);
    p.model.kpis.at[sales].missing_as_zero = true;
    expect(1, 85000, 113334, 113333, 113333);
    p.model.kpis.at[sales].lower_better = true;
    expect(1, 85000, 85000, 85000, 85000);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(test_shortfall), TEST(test_surplus), TEST(test_cumulative),
        TEST(test_spreads),   TEST(test_steps),   TEST(test_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Who is there when: factors, edges, availability and capacity. */
#include "support/test.h"

#include <string.h>

#include "base/vec.h"
#include "model/capacity.h"
#include "model/stay.h"
#include "support/plan.h"

static struct plan p;
static uint32_t team, xing, visits;
static int64_t steps[] = {0, 250000, 500000};

static gp_date day(int month, int d)
{
    return gp_date_make(2026, month, d);
}

/* xing from 2026-03-16 until 2026-09-30 ramp 0%, 25%, 50% */
static int begin(void **state)
{
    (void)state;
    plan_init(&p, day(1, 1), day(12, 31), true);
    visits = plan_kpi(&p, "visits", GP_KPI_FLOW, GP_UNIT_COUNT, 0);
    team = plan_scope(&p, GP_SCOPE_TEAM, "east", GP_NONE);
    xing = plan_scope(&p, GP_SCOPE_PERSON, "xing", team);
    for (uint32_t i = 0; i < p.model.scopes.count; i++) {
        struct gp_scope *s = &p.model.scopes.at[i];
        s->base = i;
        s->stay = s->ramp = s->person = s->moved_to = GP_NONE;
    }
    struct gp_stay stay = {{day(3, 16), day(9, 30)}, GP_NONE, gp_no_span()};
    struct gp_ramp ramp = {day(3, 16), steps, 3, gp_no_span()};
    gp_vec_push(&p.heap, &p.model.stays, stay);
    gp_vec_push(&p.heap, &p.model.ramps, ramp);
    p.model.scopes.at[xing].stay = 0;
    p.model.scopes.at[xing].ramp = 0;
    plan_finish(&p);
    return 0;
}

static int end(void **state)
{
    (void)state;
    return plan_fini(&p);
}

static void test_months(void **state)
{
    (void)state;
    assert_int_equal(gp_stay_month(day(1, 31), 1), day(2, 28));
    assert_int_equal(gp_stay_month(day(1, 31), 2), day(3, 31));
    assert_int_equal(gp_stay_month(day(12, 1), 1), gp_date_make(2027, 1, 1));
}

static void test_factors(void **state)
{
    (void)state;
    const struct gp_model *m = &p.model;
    assert_int_equal(gp_stay_factor(m, xing, day(3, 15)), 0);
    assert_int_equal(gp_stay_factor(m, xing, day(3, 16)), 0);
    assert_int_equal(gp_stay_factor(m, xing, day(4, 15)), 0);
    assert_int_equal(gp_stay_factor(m, xing, day(4, 16)), 250000);
    assert_int_equal(gp_stay_factor(m, xing, day(6, 15)), 500000);
    assert_int_equal(gp_stay_factor(m, xing, day(6, 16)), GP_FULL_SHARE);
    assert_int_equal(gp_stay_factor(m, xing, day(10, 1)), 0);
    assert_int_equal(gp_stay_factor(m, team, day(10, 1)), GP_FULL_SHARE);
    /* There on the first day, though the ramp leaves nothing. */
    assert_true(gp_stay_is_there(m, xing,
                                 (struct gp_span_days){day(3, 1), day(3, 16)}));
    assert_false(gp_stay_is_there(
        m, xing, (struct gp_span_days){day(3, 1), day(3, 15)}));
}

static void test_edges(void **state)
{
    (void)state;
    const gp_date want[] = {day(3, 16), day(4, 16), day(5, 16), day(6, 16),
                            day(10, 1)};
    gp_date at = day(1, 1);
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        assert_int_equal(at = gp_stay_own_next(&p.model, xing, at), want[i]);
    assert_int_equal(gp_stay_own_next(&p.model, xing, at), GP_LAST_DATE);
}

static void test_availability(void **state)
{
    (void)state;
    struct gp_span_days march = {day(3, 1), day(3, 31)};
    struct gp_span_days july = {day(7, 1), day(7, 31)};
    struct gp_span_days june = {day(6, 1), day(6, 30)};
    assert_int_equal(gp_stay_workdays(&p.model, xing, march), 12);
    assert_int_equal(gp_stay_workdays(&p.model, team, march), 22);
    struct gp_rat a = gp_stay_availability(&p.model, xing, july);
    assert_int_equal(gp_rat_cmp(a, gp_rat_int(1)), 0);
    /* 21 workdays, 11 of them at a half. */
    a = gp_stay_availability(&p.model, xing, june);
    assert_int_equal(gp_rat_cmp(a, gp_rat_make(31, 42)), 0);
}

static void test_capacity(void **state)
{
    (void)state;
    struct gp_capacity all = {GP_NONE, visits, 4, GP_DAY, gp_no_span()};
    struct gp_capacity east = {team, visits, 5, GP_PIECE, gp_no_span()};
    struct gp_rat units;
    assert_null(gp_capacity_of(&p.model, xing, visits));
    gp_map_init(&p.model.capacity_of, &p.heap);
    assert_true(gp_capacity_add(&p.model, &all) == NULL);
    assert_int_equal(gp_capacity_of(&p.model, xing, visits)->amount, 4);
    assert_true(gp_capacity_add(&p.model, &east) == NULL);
    assert_int_equal(gp_capacity_add(&p.model, &east)->amount, 5);
    const struct gp_capacity *c = gp_capacity_of(&p.model, xing, visits);
    assert_int_equal(c->amount, 5);
    struct gp_span_days march = {day(3, 1), day(3, 31)};
    struct gp_rat most = gp_capacity_in(&p.model, c, xing, march, &units);
    assert_int_equal(gp_rat_cmp(units, gp_rat_int(12)), 0);
    assert_int_equal(gp_rat_cmp(most, gp_rat_int(60)), 0);
    gp_map_fini(&p.model.capacity_of);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(test_months),       TEST(test_factors),  TEST(test_edges),
        TEST(test_availability), TEST(test_capacity),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

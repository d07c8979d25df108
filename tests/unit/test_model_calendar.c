/* Workdays of the built-in calendar; fiscal years of weeks. */
#include "model/calendar.h"
#include "model/fiscal.h"
#include "support/test.h"

static gp_date day(int year, int month, int d)
{
    return gp_date_make(year, month, d);
}

static struct gp_span_days days(int m1, int d1, int m2, int d2)
{
    return (struct gp_span_days){day(2026, m1, d1), day(2026, m2, d2)};
}

static void test_china(void **state)
{
    struct gp_heap heap;
    struct gp_calendar c;
    int first, last;
    (void)state;
    gp_heap_init(&heap);
    gp_calendar_init(&c, &heap);
    assert_true(gp_calendar_knows(&c, 2031)); /* not used: all the same */
    c.china = true;
    gp_calendar_finish(&c, days(1, 1, 12, 31));
    assert_int_equal(gp_calendar_workdays(&c, days(1, 1, 12, 31)), 248);
    assert_int_equal(gp_calendar_workdays(&c, days(1, 1, 3, 31)), 59);
    assert_int_equal(gp_calendar_workdays(&c, days(4, 1, 6, 30)), 61);
    assert_int_equal(gp_calendar_workdays(&c, days(7, 1, 9, 30)), 66);
    assert_int_equal(gp_calendar_workdays(&c, days(10, 1, 12, 31)), 62);
    assert_true(gp_calendar_is_workday(&c, day(2026, 2, 14)));
    assert_true(gp_calendar_is_workday(&c, day(2026, 2, 28)));
    for (gp_date d = day(2026, 2, 15); d < day(2026, 2, 24); d++)
        assert_false(gp_calendar_is_workday(&c, d));
    gp_calendar_china_years(&first, &last);
    assert_int_equal(first, 2004);
    assert_true(gp_calendar_knows(&c, first) && gp_calendar_knows(&c, last));
    assert_false(gp_calendar_knows(&c, last + 1));
    assert_false(gp_calendar_knows(&c, first - 1));
    gp_calendar_fini(&c);
    gp_heap_fini(&heap);
}

static void weeks_init(struct gp_calendar *c, struct gp_heap *heap, int year,
                       gp_date first)
{
    gp_heap_init(heap);
    gp_calendar_init(c, heap);
    c->month_weeks[0] = c->month_weeks[1] = 4;
    c->month_weeks[2] = 5;
    gp_fiscal_state(c, year, first);
}

/* The retailers' calendar: years from the Sunday nearest to 1 February, of
 * which 2006, 2012, 2017, 2023 and 2028 have 53 weeks. */
static void test_weeks_of_years(void **state)
{
    struct gp_heap heap;
    struct gp_calendar c;
    (void)state;
    weeks_init(&c, &heap, 2026, day(2026, 2, 1));
    for (int year = 2001; year <= 2028; year++) {
        bool long_one = year == 2006 || year == 2012 || year == 2017 ||
                        year == 2023 || year == 2028;
        assert_int_equal(gp_fiscal_weeks(&c, year), long_one ? 53 : 52);
        assert_int_equal(gp_date_weekday(gp_fiscal_start(&c, year)), GP_SUN);
    }
    gp_fiscal_state(&c, 2029, day(2029, 1, 28));
    assert_int_equal(gp_fiscal_weeks(&c, 2028), 52);
    assert_int_equal(gp_fiscal_weeks(&c, 2029), 53);
    gp_calendar_fini(&c);
    gp_heap_fini(&heap);
}

/* Every day of ten years lies in the period that names it. */
static void test_every_day(void **state)
{
    static const enum gp_grain grains[] = {GP_YEAR, GP_HALF, GP_QUARTER,
                                           GP_MONTH, GP_WEEK};
    struct gp_heap heap;
    struct gp_calendar c;
    (void)state;
    weeks_init(&c, &heap, 2026, day(2025, 12, 28));
    for (size_t g = 0; g < sizeof grains / sizeof *grains; g++) {
        gp_date end = GP_NO_DATE;
        for (gp_date d = day(2020, 1, 1); d < day(2030, 1, 1); d++) {
            struct gp_period p = gp_period_of(&c, grains[g], d), again;
            assert_true(gp_days_hold(p.days, d));
            assert_true(
                gp_period_make(&c, grains[g], p.year, p.number, &again));
            assert_int_equal(again.days.first, p.days.first);
            assert_int_equal(again.days.last, p.days.last);
            if (end != GP_NO_DATE && p.days.last != end)
                assert_int_equal(p.days.first, end + 1); /* no gap */
            end = p.days.last;
        }
    }
    struct gp_period none;
    assert_false(gp_period_make(&c, GP_MONTH, 2026, 13, &none));
    assert_false(gp_period_make(&c, GP_WEEK, 2026, 53, &none));
    gp_calendar_fini(&c);
    gp_heap_fini(&heap);
}

static void test_names(void **state)
{
    struct gp_heap heap;
    struct gp_calendar c;
    (void)state;
    assert_int_equal(gp_fiscal_year_of_start(day(2026, 2, 1)), 2026);
    assert_int_equal(gp_fiscal_year_of_start(day(2025, 12, 28)), 2026);
    assert_int_equal(gp_fiscal_year_of_start(day(2026, 1, 3)), 2026);
    weeks_init(&c, &heap, 2026, day(2026, 2, 1));
    assert_int_equal(gp_calendar_month(&c, 2), 1);
    assert_int_equal(gp_calendar_month(&c, 4), 3);
    assert_int_equal(gp_calendar_month(&c, 1), 12);
    c.month_weeks[0] = 0;
    assert_int_equal(gp_calendar_month(&c, 1), 1);
    gp_calendar_fini(&c);
    gp_heap_fini(&heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_china),
        cmocka_unit_test(test_weeks_of_years),
        cmocka_unit_test(test_every_day),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

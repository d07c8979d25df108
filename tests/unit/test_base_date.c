/* Dates: numbers and back, weekdays, what is no date. */
#include "support/test.h"

#include "base/date.h"

static void test_known_days(void **state)
{
    (void)state;
    assert_int_equal(gp_date_make(1970, 1, 1), 0);
    assert_int_equal(gp_date_make(1969, 12, 31), -1);
    assert_int_equal(gp_date_make(2000, 3, 1), 11017);
    assert_int_equal(gp_date_make(2026, 7, 31), 20665);
    assert_int_equal(gp_date_make(1000, 1, 1), -354285);
    assert_int_equal(gp_date_make(9999, 12, 31), 2932896);
}

static void test_round_trip(void **state)
{
    gp_date next = gp_date_make(1000, 1, 1);
    (void)state;
    for (int y = 1000; y <= 9999; y++) {
        assert_int_equal(gp_date_make(y, 1, 1), next);
        for (int m = 1; m <= 12; m++) {
            int last = gp_month_length(y, m);
            struct gp_ymd a = gp_date_split(next);
            struct gp_ymd b = gp_date_split(next + last - 1);
            assert_int_equal(a.year, y);
            assert_int_equal(a.month, m);
            assert_int_equal(a.day, 1);
            assert_int_equal(b.month, m);
            assert_int_equal(b.day, last);
            assert_int_equal(gp_date_make(y, m, last), next + last - 1);
            next += last;
        }
    }
}

static void test_weekday(void **state)
{
    (void)state;
    assert_int_equal(gp_date_weekday(0), GP_THU);
    assert_int_equal(gp_date_weekday(-1), GP_WED);
    assert_int_equal(gp_date_weekday(gp_date_make(2026, 7, 31)), GP_FRI);
    assert_int_equal(gp_date_weekday(gp_date_make(2024, 2, 29)), GP_THU);
    assert_int_equal(gp_date_weekday(gp_date_make(1000, 1, 1)), GP_WED);
    assert_int_equal(gp_date_weekday(gp_date_make(1969, 12, 28)), GP_SUN);
    assert_int_equal(gp_date_weekday(gp_date_make(1969, 12, 29)), GP_MON);
}

static void test_months(void **state)
{
    (void)state;
    assert_true(gp_year_is_leap(2024));
    assert_true(gp_year_is_leap(2000));
    assert_false(gp_year_is_leap(1900));
    assert_false(gp_year_is_leap(2026));
    assert_int_equal(gp_month_length(2024, 2), 29);
    assert_int_equal(gp_month_length(1900, 2), 28);
    assert_int_equal(gp_month_length(2026, 4), 30);
    assert_int_equal(gp_month_length(2026, 12), 31);
    assert_true(gp_date_valid(2024, 2, 29));
    assert_false(gp_date_valid(2026, 2, 29));
    assert_false(gp_date_valid(2026, 0, 1));
    assert_false(gp_date_valid(2026, 13, 1));
    assert_false(gp_date_valid(2026, 1, 0));
    assert_false(gp_date_valid(999, 1, 1));
    assert_false(gp_date_valid(10000, 1, 1));
}

static void test_parse(void **state)
{
    gp_date d = 42;
    (void)state;
    assert_true(gp_date_parse("2026-07-31", 10, &d));
    assert_int_equal(d, 20665);
    d = 42;
    assert_false(gp_date_parse("2026-02-30", 10, &d));
    assert_false(gp_date_parse("2026-7-31", 9, &d));
    assert_false(gp_date_parse("2026/07/31", 10, &d));
    assert_false(gp_date_parse("2026-07-3x", 10, &d));
    assert_false(gp_date_parse("-026-07-31", 10, &d));
    assert_false(gp_date_parse("0999-01-01", 10, &d));
    assert_false(gp_date_parse("2026-07-31 ", 11, &d));
    assert_false(gp_date_parse("", 0, &d));
    assert_int_equal(d, 42);
}

static void test_print(void **state)
{
    struct gp_heap heap;
    struct gp_buf buf;
    (void)state;
    gp_heap_init(&heap);
    gp_buf_init(&buf, &heap);
    gp_buf_date(&buf, gp_date_make(2026, 1, 5));
    gp_buf_putc(&buf, ' ');
    gp_buf_date(&buf, gp_date_make(1000, 12, 31));
    assert_string_equal(gp_buf_cstr(&buf), "2026-01-05 1000-12-31");
    gp_heap_fini(&heap);
}

static void test_ranges(void **state)
{
    struct gp_span_days a = {10, 20}, b = {15, 30}, c = {21, 25};
    (void)state;
    assert_int_equal(gp_days_count(a), 11);
    assert_true(gp_days_hold(a, 10));
    assert_true(gp_days_hold(a, 20));
    assert_false(gp_days_hold(a, 21));
    assert_int_equal(gp_days_cut(a, b).first, 15);
    assert_int_equal(gp_days_cut(a, b).last, 20);
    assert_int_equal(gp_days_count(gp_days_cut(a, c)), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_days), cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_weekday),    cmocka_unit_test(test_months),
        cmocka_unit_test(test_parse),      cmocka_unit_test(test_print),
        cmocka_unit_test(test_ranges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

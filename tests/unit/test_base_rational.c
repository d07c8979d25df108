/* Exact arithmetic: reduction, overflow, order, rounding, printing. */
#include "support/test.h"

#include "base/rational.h"

#define BIG ((gp_i128)1 << 126)

static struct gp_heap heap;

static void assert_rat(struct gp_rat a, int64_t num, int64_t den)
{
    assert_true(a.num == num);
    assert_true(a.den == den);
}

static void test_make(void **state)
{
    (void)state;
    assert_rat(gp_rat_make(6, 4), 3, 2);
    assert_rat(gp_rat_make(6, -4), -3, 2);
    assert_rat(gp_rat_make(-6, -4), 3, 2);
    assert_rat(gp_rat_make(0, -7), 0, 1);
    assert_rat(gp_rat_int(-5), -5, 1);
    assert_true(gp_gcd(12, -18) == 6);
    assert_true(gp_gcd(0, 7) == 7);
    assert_true(gp_gcd(BIG, BIG / 2) == BIG / 2);
    assert_int_equal(gp_pow10(0), 1);
    assert_int_equal(gp_pow10(18), 1000000000000000000);
}

static void test_operations(void **state)
{
    struct gp_rat r;
    (void)state;
    assert_true(gp_rat_add(&r, gp_rat_make(1, 6), gp_rat_make(1, 10)));
    assert_rat(r, 4, 15);
    assert_true(gp_rat_sub(&r, gp_rat_make(1, 3), gp_rat_make(1, 2)));
    assert_rat(r, -1, 6);
    assert_true(gp_rat_mul(&r, gp_rat_make(-2, 3), gp_rat_make(9, 4)));
    assert_rat(r, -3, 2);
    assert_true(gp_rat_mul(&r, gp_rat_int(0), gp_rat_make(9, 4)));
    assert_rat(r, 0, 1);
    assert_true(gp_rat_div(&r, gp_rat_make(1, 2), gp_rat_make(-3, 4)));
    assert_rat(r, -2, 3);
}

static void test_no_fit(void **state)
{
    struct gp_rat big = {BIG, 1}, small = {1, BIG - 1}, r = {7, 1};
    struct gp_rat minus = {-BIG, 1};
    (void)state;
    assert_false(gp_rat_add(&r, big, big));
    assert_false(gp_rat_mul(&r, big, gp_rat_int(3)));
    assert_false(gp_rat_add(&r, small, gp_rat_make(1, BIG)));
    assert_false(gp_rat_div(&r, big, small));
    assert_false(gp_rat_div(&r, big, gp_rat_int(0)));
    /* -2^127 would fit, but cannot be negated. */
    assert_false(gp_rat_add(&r, minus, minus));
    assert_false(gp_rat_mul(&r, minus, gp_rat_int(2)));
    assert_rat(r, 7, 1);
    /* What cancels does fit. */
    assert_true(gp_rat_mul(&r, big, (struct gp_rat){3, BIG}));
    assert_rat(r, 3, 1);
}

static void test_cmp(void **state)
{
    struct gp_rat low = {-(BIG - 1 + BIG), 3}, high = {-(BIG - 4 + BIG), 3};
    (void)state;
    assert_int_equal(gp_rat_cmp(gp_rat_make(1, 3), gp_rat_make(1, 3)), 0);
    assert_int_equal(gp_rat_cmp(gp_rat_make(1, 3), gp_rat_make(1, 2)), -1);
    assert_int_equal(gp_rat_cmp(gp_rat_make(-1, 3), gp_rat_make(-1, 2)), 1);
    assert_int_equal(gp_rat_cmp(gp_rat_int(1), gp_rat_make(3, 2)), -1);
    assert_int_equal(gp_rat_cmp(gp_rat_make(3, 2), gp_rat_int(1)), 1);
    /* Neighbours whose cross products would not fit. */
    assert_int_equal(gp_rat_cmp((struct gp_rat){BIG, BIG - 1},
                                (struct gp_rat){BIG - 1, BIG - 2}),
                     -1);
    assert_int_equal(gp_rat_cmp(low, high), -1);
    assert_int_equal(gp_rat_cmp(high, low), 1);
    assert_int_equal(gp_rat_cmp(low, low), 0);
    assert_int_equal(gp_rat_sign(low), -1);
    assert_int_equal(gp_rat_sign(gp_rat_int(0)), 0);
    for (int a = -12; a <= 12; a++)
        for (int b = -12; b <= 12; b++)
            assert_int_equal(gp_rat_cmp(gp_rat_make(a, 5), gp_rat_make(b, 7)),
                             (a * 7 > b * 5) - (a * 7 < b * 5));
}

static void test_floor(void **state)
{
    (void)state;
    assert_true(gp_rat_floor(gp_rat_make(7, 2)) == 3);
    assert_true(gp_rat_floor(gp_rat_make(-7, 2)) == -4);
    assert_true(gp_rat_floor(gp_rat_int(-4)) == -4);
}

static void test_amounts(void **state)
{
    int64_t n = 1;
    (void)state;
    assert_true(gp_rat_scaled(gp_rat_make(1, 4), 2, &n));
    assert_int_equal(n, 25);
    assert_false(gp_rat_scaled(gp_rat_make(1, 3), 2, &n));
    assert_false(gp_rat_scaled(gp_rat_int(INT64_MAX), 1, &n));
    assert_true(gp_rat_scaled(gp_rat_int(-INT64_MAX), 0, &n));
    assert_int_equal(n, -INT64_MAX);
    assert_true(gp_rat_rounded(gp_rat_make(1, 3), 2, &n));
    assert_int_equal(n, 33);
    assert_true(gp_rat_rounded(gp_rat_make(1, 8), 2, &n));
    assert_int_equal(n, 13);
    assert_true(gp_rat_rounded(gp_rat_make(-1, 8), 2, &n));
    assert_int_equal(n, -13);
    assert_true(gp_rat_rounded(gp_rat_make(-1, 2), 0, &n));
    assert_int_equal(n, -1);
    assert_false(gp_rat_rounded(gp_rat_int(INT64_MAX), 1, &n));
    assert_int_equal(n, -1);
}

static void assert_prints(struct gp_rat a, int places, const char *text)
{
    struct gp_buf buf;
    gp_buf_init(&buf, &heap);
    gp_buf_rat(&buf, a, places);
    assert_string_equal(gp_buf_cstr(&buf), text);
    gp_buf_fini(&buf);
}

static void test_print(void **state)
{
    (void)state;
    assert_prints(gp_rat_make(9, 10), 6, "0.9");
    assert_prints(gp_rat_make(-15, 100), 2, "-0.15");
    assert_prints(gp_rat_int(1), 4, "1");
    assert_prints(gp_rat_int(0), 4, "0");
    assert_prints(gp_rat_make(2, 3), 4, "0.6667");
    assert_prints(gp_rat_make(1, 8), 2, "0.13");
    assert_prints(gp_rat_make(-1, 8), 2, "-0.13");
    assert_prints(gp_rat_make(9999, 1000), 2, "10");
    assert_prints(gp_rat_make(-1, 1000), 2, "0");
    assert_prints(gp_rat_make(3, 2), 0, "2");
    assert_prints((struct gp_rat){(gp_i128)INT64_MAX * 100 + 7, 10}, 1,
                  "92233720368547758070.7");
    assert_prints((struct gp_rat){BIG - 1, BIG}, 3, "1");
}

static void assert_amount(int64_t amount, int digits, const char *text)
{
    struct gp_buf buf;
    gp_buf_init(&buf, &heap);
    gp_buf_amount(&buf, amount, digits);
    assert_string_equal(gp_buf_cstr(&buf), text);
    gp_buf_fini(&buf);
}

static void test_print_amount(void **state)
{
    (void)state;
    assert_amount(12345, 2, "123.45");
    assert_amount(12340, 2, "123.4");
    assert_amount(-5, 2, "-0.05");
    assert_amount(1200, 2, "12");
    assert_amount(0, 4, "0");
    assert_amount(-INT64_MAX, 0, "-9223372036854775807");
    assert_amount(INT64_MAX, 18, "9.223372036854775807");
}

static void test_checked(void **state)
{
    int64_t n = 0;
    (void)state;
    assert_true(gp_add64(&n, INT64_MAX - 1, 1));
    assert_int_equal(n, INT64_MAX);
    assert_false(gp_add64(&n, INT64_MAX, 1));
    assert_true(gp_sub64(&n, -5, 3));
    assert_int_equal(n, -8);
    assert_false(gp_sub64(&n, INT64_MIN, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_make),    cmocka_unit_test(test_operations),
        cmocka_unit_test(test_no_fit),  cmocka_unit_test(test_cmp),
        cmocka_unit_test(test_floor),   cmocka_unit_test(test_amounts),
        cmocka_unit_test(test_print),   cmocka_unit_test(test_print_amount),
        cmocka_unit_test(test_checked),
    };
    gp_heap_init(&heap);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    gp_heap_fini(&heap);
    return failed;
}

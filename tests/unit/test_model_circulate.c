/* Flows within bounds. */
#include "support/heap.h"

#include "model/circulate.h"

/* Two rows (nodes 2, 3) by two columns (0, 1): a b / c d. */
static void square(struct gp_arc arcs[4], int64_t a, int64_t b, int64_t c,
                   int64_t d)
{
    const int64_t flow[] = {a, b, c, d};
    for (uint32_t i = 0; i < 4; i++)
        arcs[i] = (struct gp_arc){2 + i / 2, i % 2, 0, INT64_MAX, flow[i]};
}

static void test_within(void **state)
{
    (void)state;
    struct gp_arc arcs[4];
    square(arcs, 5, 3, 2, 4);
    assert_true(gp_circulate(&heap, arcs, 4, 4));
    assert_int_equal(arcs[0].flow, 5);
    assert_int_equal(arcs[3].flow, 4);
}

static void test_lacks(void **state)
{
    (void)state;
    struct gp_arc arcs[4];
    square(arcs, 5, 3, 2, 4);
    arcs[0].low = 7;
    assert_true(gp_circulate(&heap, arcs, 4, 4));
    assert_int_equal(arcs[0].flow, 7); /* rows and columns stay 8 6, 7 7 */
    assert_int_equal(arcs[1].flow, 1);
    assert_int_equal(arcs[2].flow, 0);
    assert_int_equal(arcs[3].flow, 6);
}

static void test_too_much(void **state)
{
    (void)state;
    struct gp_arc arcs[4];
    square(arcs, 5, 3, 2, 4);
    arcs[3].high = 1;
    assert_true(gp_circulate(&heap, arcs, 4, 4));
    assert_int_equal(arcs[0].flow, 2);
    assert_int_equal(arcs[1].flow, 6);
    assert_int_equal(arcs[2].flow, 5);
    assert_int_equal(arcs[3].flow, 1);
}

static void test_no_way(void **state)
{
    (void)state;
    struct gp_arc arcs[4];
    square(arcs, 5, 3, 2, 4);
    arcs[0].low = 8; /* the first column has but 7 */
    arcs[3].low = 5;
    assert_false(gp_circulate(&heap, arcs, 4, 4));
    assert_int_equal(arcs[0].flow, 7); /* as far as it goes */
    assert_int_equal(arcs[3].flow, 6);
}

static void test_crossed(void **state)
{
    (void)state;
    struct gp_arc arcs[4];
    square(arcs, 5, 3, 2, 4);
    arcs[0].low = 9;
    arcs[0].high = 8;
    assert_false(gp_circulate(&heap, arcs, 4, 4));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_within, begin, end),
        cmocka_unit_test_setup_teardown(test_lacks, begin, end),
        cmocka_unit_test_setup_teardown(test_too_much, begin, end),
        cmocka_unit_test_setup_teardown(test_no_way, begin, end),
        cmocka_unit_test_setup_teardown(test_crossed, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

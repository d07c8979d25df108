/* Symbols: one a name, in order of first sight. */
#include "support/test.h"

#include <stdio.h>

#include "base/intern.h"

static void test_symbols(void **state)
{
    struct gp_heap heap;
    struct gp_intern table;
    (void)state;
    gp_heap_init(&heap);
    gp_intern_init(&table, &heap);
    assert_int_equal(gp_intern_cstr(&table, "east"), 0);
    assert_int_equal(gp_intern_cstr(&table, "华东"), 1);
    assert_int_equal(gp_intern(&table, "east side", 4), 0);
    assert_int_equal(gp_intern_cstr(&table, ""), 2);
    assert_int_equal(gp_intern(&table, "eas", 3), 3);
    assert_string_equal(gp_sym_text(&table, 1), "华东");
    assert_int_equal(table.names.at[1].length, 6);
    assert_int_equal(gp_intern_find(&table, "east", 4), 0);
    assert_int_equal(gp_intern_find(&table, "west", 4), GP_NO_SYM);
    assert_int_equal(table.names.count, 4);
    gp_intern_fini(&table);
    gp_heap_fini(&heap);
}

static void test_many(void **state)
{
    enum { N = 5000 };
    struct gp_heap heap;
    struct gp_intern table;
    char name[16];
    (void)state;
    gp_heap_init(&heap);
    gp_intern_init(&table, &heap);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < N; i++) {
            snprintf(name, sizeof name, "n%d", i);
            assert_int_equal(gp_intern_cstr(&table, name), i);
        }
    }
    assert_int_equal(table.names.count, N);
    assert_string_equal(gp_sym_text(&table, 4999), "n4999");
    gp_heap_fini(&heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_symbols),
        cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

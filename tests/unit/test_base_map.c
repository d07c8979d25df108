/* The hash map: what was put in comes out, and nothing else. */
#include "support/test.h"

#include "base/map.h"

static void test_empty(void **state)
{
    struct gp_heap heap;
    struct gp_map map;
    (void)state;
    gp_heap_init(&heap);
    gp_map_init(&map, &heap);
    assert_int_equal(gp_map_get(&map, 0), GP_MAP_NONE);
    assert_int_equal(map.count, 0);
    gp_map_fini(&map);
    gp_heap_fini(&heap);
}

static void test_many(void **state)
{
    enum { N = 20000 };
    struct gp_heap heap;
    struct gp_map map;
    (void)state;
    gp_heap_init(&heap);
    gp_map_init(&map, &heap);
    for (uint32_t i = 0; i < N; i++) {
        uint32_t *at = gp_map_at(&map, gp_map_key(i % 100, i / 100));
        assert_int_equal(*at, GP_MAP_NONE);
        *at = i;
    }
    assert_int_equal(map.count, N);
    for (uint32_t i = 0; i < N; i++)
        assert_int_equal(gp_map_get(&map, gp_map_key(i % 100, i / 100)), i);
    assert_int_equal(gp_map_get(&map, gp_map_key(100, 0)), GP_MAP_NONE);
    *gp_map_at(&map, gp_map_key(3, 5)) = 7;
    assert_int_equal(gp_map_get(&map, gp_map_key(3, 5)), 7);
    assert_int_equal(map.count, N);
    gp_map_fini(&map);
    gp_heap_fini(&heap);
}

static void test_keys(void **state)
{
    struct gp_heap heap;
    struct gp_map map;
    (void)state;
    gp_heap_init(&heap);
    gp_map_init(&map, &heap);
    assert_true(gp_map_key(1, 2) == 0x100000002);
    *gp_map_at(&map, 0) = 1;
    *gp_map_at(&map, UINT64_MAX) = 2;
    assert_int_equal(gp_map_get(&map, 0), 1);
    assert_int_equal(gp_map_get(&map, UINT64_MAX), 2);
    gp_heap_fini(&heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

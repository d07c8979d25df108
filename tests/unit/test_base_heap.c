/* Memory: heap, arena, vectors, and what happens when it runs out. */
#include "support/test.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/vec.h"

static int count_blocks(const struct gp_heap *heap)
{
    int n = 0;
    for (struct gp_block *b = heap->blocks.next; b != &heap->blocks;
         b = b->next)
        n++;
    return n;
}

static void test_ring(void **state)
{
    struct gp_heap heap;
    (void)state;
    gp_heap_init(&heap);
    char *a = gp_alloc(&heap, 10), *b = gp_calloc(&heap, 3, 5);
    assert_int_equal(count_blocks(&heap), 2);
    for (int i = 0; i < 15; i++)
        assert_int_equal(b[i], 0);
    strcpy(a, "kept");
    a = gp_realloc(&heap, a, 100000);
    assert_string_equal(a, "kept");
    assert_int_equal((uintptr_t)a % 16, 0);
    gp_free(&heap, b);
    gp_free(&heap, NULL);
    assert_int_equal(count_blocks(&heap), 1);
    char *c = gp_realloc(&heap, NULL, 1);
    assert_non_null(c);
    assert_int_equal(count_blocks(&heap), 2);
    gp_heap_fini(&heap);
    assert_int_equal(count_blocks(&heap), 0);
}

/* Whether `work` got to its end with the n-th allocation failing. */
static bool survives(size_t n, void (*work)(struct gp_heap *))
{
    struct gp_heap heap;
    jmp_buf oom;
    volatile bool done = false;
    gp_heap_init(&heap);
    heap.oom = &oom;
    heap.fail_after = n;
    if (setjmp(oom) == 0) {
        work(&heap);
        done = true;
    }
    gp_heap_fini(&heap);
    return done;
}

static void three(struct gp_heap *heap)
{
    void *a = gp_alloc(heap, 1);
    gp_calloc(heap, 1, 1);
    gp_realloc(heap, a, 50);
}

static void huge_calloc(struct gp_heap *heap)
{
    gp_calloc(heap, SIZE_MAX / 2, 3);
}

static void huge_alloc(struct gp_heap *heap)
{
    gp_alloc(heap, SIZE_MAX);
}

static void test_out_of_memory(void **state)
{
    (void)state;
    assert_false(survives(1, three));
    assert_false(survives(2, three));
    assert_false(survives(3, three));
    assert_true(survives(4, three));
    assert_true(survives(0, three));
    assert_false(survives(0, huge_calloc));
    assert_false(survives(0, huge_alloc));
}

static void test_arena(void **state)
{
    struct gp_heap heap;
    struct gp_arena arena;
    (void)state;
    gp_heap_init(&heap);
    gp_arena_init(&arena, &heap);
    char *first = gp_arena_strdup(&arena, "first");
    for (int i = 0; i < 3000; i++) {
        char *p = gp_arena_alloc(&arena, (size_t)(i % 97));
        assert_int_equal((uintptr_t)p % 16, 0);
        memset(p, 'x', (size_t)(i % 97));
    }
    char *large = gp_arena_calloc(&arena, 1 << 10, 1 << 12);
    assert_int_equal(large[(1 << 22) - 1], 0);
    assert_string_equal(first, "first");
    assert_string_equal(gp_arena_strndup(&arena, "abcdef", 3), "abc");
    assert_string_equal(gp_arena_strndup(&arena, NULL, 0), "");
    assert_string_equal(gp_arena_join(&arena, "a", "", "bc", NULL), "abc");
    gp_arena_fini(&arena);
    assert_int_equal(count_blocks(&heap), 0);
    assert_string_equal(gp_arena_strdup(&arena, "again"), "again");
    gp_heap_fini(&heap);
}

static void test_vec(void **state)
{
    struct gp_heap heap;
    GP_VEC(int) v = {0};
    (void)state;
    gp_heap_init(&heap);
    for (int i = 0; i < 1000; i++)
        gp_vec_push(&heap, &v, i * 3);
    assert_int_equal(v.count, 1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(v.at[i], i * 3);
    int *before = v.at;
    gp_vec_reserve(&heap, &v, 10);
    assert_ptr_equal(v.at, before);
    gp_vec_reserve(&heap, &v, 5000);
    assert_true(v.room >= 5000);
    assert_int_equal(v.at[999], 2997);
    gp_vec_fini(&heap, &v);
    assert_int_equal(v.room, 0);
    assert_int_equal(count_blocks(&heap), 0);
    gp_heap_fini(&heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ring),
        cmocka_unit_test(test_out_of_memory),
        cmocka_unit_test(test_arena),
        cmocka_unit_test(test_vec),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

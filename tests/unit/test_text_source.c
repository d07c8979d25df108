/* Places in sources: lines, columns in characters, odd line ends. */
#include "support/test.h"

#include <string.h>

#include "text/source.h"

static struct gp_heap heap;
static struct gp_sources sources;

static int begin(void **state)
{
    (void)state;
    gp_heap_init(&heap);
    gp_sources_init(&sources, &heap);
    return 0;
}

static int end(void **state)
{
    (void)state;
    gp_sources_fini(&sources);
    int left = heap.blocks.next != &heap.blocks;
    gp_heap_fini(&heap);
    return left;
}

static uint32_t add_bytes(const char *name, const char *text, size_t length)
{
    char *copy = gp_calloc(&heap, length + 2, 1);
    memcpy(copy, text, length);
    return gp_sources_add(&sources, name, copy, length);
}

static uint32_t add(const char *text)
{
    return add_bytes("plan.goal", text, strlen(text));
}

static void assert_place(uint32_t source, uint32_t offset, uint32_t line,
                         uint32_t column)
{
    struct gp_place p = gp_source_place(&sources, source, offset);
    assert_int_equal(p.line, line);
    assert_int_equal(p.column, column);
}

static void assert_line(uint32_t source, uint32_t line, const char *text)
{
    size_t length;
    const char *at = gp_source_line(&sources, source, line, &length);
    assert_int_equal(length, strlen(text));
    assert_memory_equal(at, text, length);
}

static void test_places(void **state)
{
    uint32_t s = add("ab\n目标x\n\nlast");
    (void)state;
    assert_int_equal(s, 0);
    assert_place(s, 0, 1, 1);
    assert_place(s, 2, 1, 3); /* the line end itself */
    assert_place(s, 3, 2, 1);
    assert_place(s, 6, 2, 2);
    assert_place(s, 7, 2, 2); /* inside 标 */
    assert_place(s, 9, 2, 3);
    assert_place(s, 11, 3, 1);
    assert_place(s, 12, 4, 1);
    assert_place(s, 16, 4, 5);
    assert_place(s, 99, 4, 5);
    assert_int_equal(gp_source_place(&sources, s, 99).byte, 16);
    assert_int_equal(gp_source_place(&sources, s, 9).byte, 9);
    assert_place(s, 3, 2, 1); /* backwards, too */
    assert_place(s, 0, 1, 1);
}

static void test_lines(void **state)
{
    uint32_t s = add("one\r\n\ntwo\rx\n");
    (void)state;
    assert_line(s, 1, "one");
    assert_line(s, 2, "");
    assert_line(s, 3, "two\rx");
    assert_line(s, 4, "");
    assert_line(s, 5, "");
    assert_line(s, 0, "");
    assert_int_equal(sources.list.at[s].line_count, 4);
}

static void test_odd(void **state)
{
    uint32_t empty = add(""), bom = add("\xef\xbb\xbf"
                                        "ab\nc");
    uint32_t bad = add_bytes("bad", "a\xff\0b", 4);
    (void)state;
    assert_int_equal(bad, 2);
    assert_string_equal(sources.list.at[bad].name, "bad");
    assert_place(empty, 0, 1, 1);
    assert_line(empty, 1, "");
    assert_place(bom, 0, 1, 1);
    assert_place(bom, 3, 1, 1);
    assert_place(bom, 4, 1, 2);
    assert_place(bom, 6, 2, 1);
    assert_place(bad, 2, 1, 3);
    assert_place(bad, 3, 1, 4);
}

/* A million places on one line: not a line's length for each. */
static void test_one_long_line(void **state)
{
    enum { N = 1000000 };
    char *text = gp_alloc(&heap, N + 2);
    (void)state;
    memset(text, 'x', N);
    text[N] = text[N + 1] = '\0';
    uint32_t s = gp_sources_add(&sources, "wide", text, N);
    for (uint32_t i = 0; i < N; i++)
        assert_true(gp_source_place(&sources, s, i).column == i + 1);
}

static void test_spans(void **state)
{
    (void)state;
    assert_false(gp_span_is_set(gp_no_span()));
    assert_true(gp_span_is_set((struct gp_span){0, 0, 0}));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_places),        TEST(test_lines), TEST(test_odd),
        TEST(test_one_long_line), TEST(test_spans),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

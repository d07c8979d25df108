/* The byte buffer: pieces, numbers, growth. */
#include "support/test.h"

#include <string.h>

#include "base/buf.h"

static struct gp_heap heap;

static void test_pieces(void **state)
{
    struct gp_buf buf;
    (void)state;
    gp_buf_init(&buf, &heap);
    assert_string_equal(gp_buf_cstr(&buf), "");
    gp_buf_puts(&buf, "ab");
    gp_buf_putc(&buf, 'c');
    gp_buf_add(&buf, "defg", 2);
    gp_buf_fill(&buf, '-', 3);
    gp_buf_fill(&buf, '-', 0);
    assert_string_equal(gp_buf_cstr(&buf), "abcde---");
    assert_int_equal(buf.count, 8);
    gp_buf_fini(&buf);
    assert_int_equal(buf.count, 0);
}

static void assert_int0(int64_t value, int width, const char *text)
{
    struct gp_buf buf;
    gp_buf_init(&buf, &heap);
    gp_buf_int0(&buf, value, width);
    assert_string_equal(gp_buf_cstr(&buf), text);
    gp_buf_fini(&buf);
}

static void test_numbers(void **state)
{
    (void)state;
    assert_int0(0, 1, "0");
    assert_int0(7, 3, "007");
    assert_int0(-7, 3, "-007");
    assert_int0(1234, 2, "1234");
    assert_int0(INT64_MAX, 1, "9223372036854775807");
    assert_int0(INT64_MIN, 1, "-9223372036854775808");
}

static void test_growth(void **state)
{
    struct gp_buf buf;
    (void)state;
    gp_buf_init(&buf, &heap);
    for (int i = 0; i < 10000; i++)
        gp_buf_putc(&buf, (char)('a' + i % 26));
    assert_int_equal(buf.count, 10000);
    assert_int_equal(buf.at[9999], 'a' + 9999 % 26);
    char *end = gp_buf_room(&buf, 100000);
    assert_ptr_equal(end, buf.at + 10000);
    assert_true(buf.room >= 110000);
    gp_buf_fini(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_growth),
    };
    gp_heap_init(&heap);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    gp_heap_fini(&heap);
    return failed;
}

/* The JSON writer: commas, lines, escapes. */
#include "support/test.h"

#include "base/json.h"

static struct gp_heap heap;
static struct gp_out out;
static struct gp_json json;

static int begin(void **state)
{
    (void)state;
    gp_heap_init(&heap);
    gp_out_init_memory(&out, &heap);
    gp_json_init(&json, &out, 1);
    return 0;
}

static int end(void **state)
{
    (void)state;
    gp_heap_fini(&heap);
    return 0;
}

static void test_lines(void **state)
{
    (void)state;
    gp_json_open(&json, NULL, '{');
    gp_json_int(&json, "a", -1);
    gp_json_open(&json, "b", '[');
    gp_json_int(&json, NULL, 1);
    gp_json_bool(&json, NULL, false);
    gp_json_open(&json, NULL, '{');
    gp_json_close(&json, '}');
    gp_json_null(&json, NULL);
    gp_json_close(&json, ']');
    gp_json_bool(&json, "c", true);
    gp_json_raw(&json, "d", "1.50");
    gp_json_close(&json, '}');
    gp_json_end(&json);
    assert_string_equal(gp_buf_cstr(&out.buf),
                        "{\n"
                        "  \"a\": -1,\n"
                        "  \"b\": [1, false, {}, null],\n"
                        "  \"c\": true,\n"
                        "  \"d\": 1.50\n"
                        "}\n");
}

static void test_empty(void **state)
{
    (void)state;
    gp_json_open(&json, NULL, '[');
    gp_json_close(&json, ']');
    gp_json_end(&json);
    assert_string_equal(gp_buf_cstr(&out.buf), "[]\n");
}

static void test_escapes(void **state)
{
    (void)state;
    gp_json_string(&json, NULL, "a\"b\\c\n\t\x1b\x7f/万");
    assert_string_equal(gp_buf_cstr(&out.buf),
                        "\"a\\\"b\\\\c\\n\\t\\u001b\\u007f/万\"");
}

/* A file's name may hold any byte; JSON may not. */
static void test_bad_utf8(void **state)
{
    (void)state;
    gp_json_string(&json, NULL,
                   "a\xff"
                   "b\xe4\xb8");
    assert_string_equal(gp_buf_cstr(&out.buf), "\"a\\ufffdb\\ufffd\\ufffd\"");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_lines),
        TEST(test_empty),
        TEST(test_escapes),
        TEST(test_bad_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

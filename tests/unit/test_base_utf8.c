/* UTF-8: what is a character, how wide it is, what is a name. */
#include "support/test.h"

#include <string.h>

#include "base/utf8.h"

static struct gp_heap heap;
static struct gp_arena arena;

static int read_char(const char *text, uint32_t *code)
{
    return gp_utf8_char(text, strlen(text), code);
}

static void test_characters(void **state)
{
    uint32_t c = 0;
    (void)state;
    assert_int_equal(read_char("a", &c), 1);
    assert_int_equal(c, 'a');
    assert_int_equal(read_char("é", &c), 2);
    assert_int_equal(c, 0xe9);
    assert_int_equal(read_char("万", &c), 3);
    assert_int_equal(c, 0x4e07);
    assert_int_equal(read_char("😀", &c), 4);
    assert_int_equal(c, 0x1f600);
    assert_int_equal(read_char("\xf4\x8f\xbf\xbf", &c), 4);
    assert_int_equal(c, 0x10ffff);
}

static void test_no_characters(void **state)
{
    static const char *const bad[] = {
        "",
        "\x80",
        "\xff",
        "\xc0\x80",
        "\xc1\xbf",
        "\xe0\x80\x80",
        "\xe0\x9f\xbf",
        "\xed\xa0\x80",
        "\xed\xbf\xbf",
        "\xf0\x80\x80\x80",
        "\xf0\x8f\xbf\xbf",
        "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80",
        "\xe4\xb8",
        "\xe4\xb8x",
        "\xc3",
        "\xc3(",
    };
    uint32_t c;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(read_char(bad[i], &c), 0);
    assert_int_equal(gp_utf8_char("\0", 1, &c), 0);
    assert_int_equal(gp_utf8_char("万", 2, &c), 0);
}

static void test_check(void **state)
{
    static const char nul[] = "0123456789\0abcdefgh";
    (void)state;
    assert_int_equal(gp_utf8_check("", 0), 0);
    assert_int_equal(gp_utf8_check("目标 plan 2026", 16), 16);
    assert_int_equal(gp_utf8_check("0123456789\xff", 11), 10);
    assert_int_equal(gp_utf8_check("01234567目\xe7", 12), 11);
    assert_int_equal(gp_utf8_check(nul, sizeof nul - 1), 10);
}

static void test_width(void **state)
{
    (void)state;
    assert_int_equal(gp_utf8_count("800万x", 7), 5);
    assert_int_equal(gp_utf8_width("800万x", 7), 6);
    assert_int_equal(gp_utf8_width("e\xcc\x81", 3), 1);
    assert_int_equal(gp_utf8_width("，", 3), 2);
    assert_int_equal(gp_utf8_width("", 0), 0);
}

static bool is_name(const char *text)
{
    return gp_utf8_is_name(text, strlen(text));
}

static void test_names(void **state)
{
    (void)state;
    assert_true(is_name("east"));
    assert_true(is_name("_x1"));
    assert_true(is_name("华东"));
    assert_true(is_name("région"));
    assert_true(is_name("e\xcc\x81t"));
    assert_false(is_name(""));
    assert_false(is_name("1x"));
    assert_false(is_name("a-b"));
    assert_false(is_name("a b"));
    assert_false(is_name("，"));
    assert_false(is_name("\xcc\x81"));
    assert_false(is_name("a\xff"));
}

static void test_forms(void **state)
{
    size_t n = 99;
    const char *ascii = "plain", *bad = "a\xff";
    (void)state;
    assert_ptr_equal(gp_utf8_nfc(&arena, ascii, 5, &n), ascii);
    assert_int_equal(n, 5);
    assert_string_equal(gp_utf8_nfc(&arena, "e\xcc\x81", 3, &n), "é");
    assert_int_equal(n, 2);
    assert_ptr_equal(gp_utf8_nfc(&arena, bad, 2, &n), bad);
    assert_int_equal(n, 2);
    assert_string_equal(gp_utf8_nfkc_fold(&arena, "Ａb", 4, &n), "ab");
    assert_int_equal(n, 2);
    assert_string_equal(gp_utf8_nfkc_fold(&arena, "ß", 2, &n), "ss");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_characters), cmocka_unit_test(test_no_characters),
        cmocka_unit_test(test_check),      cmocka_unit_test(test_width),
        cmocka_unit_test(test_names),      cmocka_unit_test(test_forms),
    };
    gp_heap_init(&heap);
    gp_arena_init(&arena, &heap);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    gp_heap_fini(&heap);
    return failed;
}

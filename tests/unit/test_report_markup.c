/* Templates of pages: what comes from elsewhere is text and stays it. */
#include "report/markup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct gp_heap heap;
static struct gp_buf buf;

static int begin(void **state)
{
    (void)state;
    gp_heap_init(&heap);
    gp_buf_init(&buf, &heap);
    return 0;
}

static int end(void **state)
{
    (void)state;
    gp_buf_fini(&buf);
    gp_heap_fini(&heap);
    return 0;
}

static void expect_text(const char *text, size_t length, const char *wanted)
{
    buf.count = 0;
    gp_markup_text(&buf, text, length);
    assert_string_equal(gp_buf_cstr(&buf), wanted);
}

#define EXPECT_TEXT(text, wanted) expect_text(text, sizeof text - 1, wanted)

static void test_escapes(void **state)
{
    (void)state;
    EXPECT_TEXT("<b a=\"1\" c='2'>&amp;",
                "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;");
    EXPECT_TEXT("华东 ]]>", "华东 ]]&gt;");
    EXPECT_TEXT("", "");
}

static void test_spells_out(void **state)
{
    (void)state;
    EXPECT_TEXT("a\x1b[0m\tb", "a\\x1b[0m\\tb");
    EXPECT_TEXT("\u202ex\u2069", "\\u202ex\\u2069");
    EXPECT_TEXT("\xff\xc3", "\\xff\\xc3");
    EXPECT_TEXT("\xef\xbf\xbf", "\xef\xbf\xbd"); /* no character of XML */
    EXPECT_TEXT("a\0b", "a\\x00b");
}

static void test_directives(void **state)
{
    (void)state;
    struct gp_buf other;
    gp_buf_init(&other, &heap);
    gp_buf_puts(&other, "1 < 2");
    buf.count = 0;
    gp_markup(&buf, "%s|%t|%b|%i|%p|%p|%%", "<i>", "<i>", &other, -3, 1250, -5);
    assert_string_equal(gp_buf_cstr(&buf),
                        "<i>|&lt;i&gt;|1 &lt; 2|-3|12.5|-0.05|%");
    gp_buf_fini(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_escapes, begin, end),
        cmocka_unit_test_setup_teardown(test_spells_out, begin, end),
        cmocka_unit_test_setup_teardown(test_directives, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

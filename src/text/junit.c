/* See junit.h. */
#include "text/junit.h"

#include <string.h>

#include "base/utf8.h"
#include "text/print_own.h"

static void add_escaped(struct gp_buf *buf, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        switch (bytes[i]) {
        case '&':
            gp_buf_puts(buf, "&amp;");
            break;
        case '<':
            gp_buf_puts(buf, "&lt;");
            break;
        case '>': /* so that no ]]> can be */
            gp_buf_puts(buf, "&gt;");
            break;
        case '"':
            gp_buf_puts(buf, "&quot;");
            break;
        default:
            gp_buf_putc(buf, bytes[i]);
        }
    }
}

/* Characters of Unicode that XML has not: U+FFFE and U+FFFF. */
static bool is_none_of_xml(const char *text, size_t length)
{
    return length == 3 && memcmp(text, "\xef\xbf", 2) == 0 &&
           (unsigned char)text[2] >= 0xbe;
}

/* What XML cannot hold or a terminal would obey is spelled out; ends of lines
 * stay in texts and are spelled out in attributes. */
static void add_xml(struct gp_buf *buf, const char *text, bool lines)
{
    for (size_t left = strlen(text); left > 0;) {
        struct gp_glyph g = gp_print_glyph(text, left, 3);
        if (lines && *text == '\n')
            gp_buf_putc(buf, '\n');
        else if (is_none_of_xml(text, g.bytes))
            gp_buf_puts(buf, text[2] == '\xbe' ? "\\ufffe" : "\\uffff");
        else
            add_escaped(buf, g.shown, g.length);
        text += g.bytes;
        left -= g.bytes;
    }
}

static void attribute(struct gp_out *out, const char *name, const char *value)
{
    gp_out_puts(out, " ");
    gp_out_puts(out, name);
    gp_out_puts(out, "=\"");
    add_xml(&out->buf, value, false);
    gp_out_puts(out, "\"");
}

static void number(struct gp_out *out, const char *name, size_t value)
{
    gp_out_puts(out, " ");
    gp_out_puts(out, name);
    gp_out_puts(out, "=\"");
    gp_buf_int(&out->buf, (int64_t)value);
    gp_out_puts(out, "\"");
}

static void add_counts(struct gp_out *out, struct gp_junit_counts counts)
{
    number(out, "tests", counts.tests);
    number(out, "failures", counts.failures);
    number(out, "errors", counts.errors);
    gp_out_puts(out, ">\n");
}

void gp_junit_open(struct gp_out *out, const char *name,
                   struct gp_junit_counts counts)
{
    gp_out_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    attribute(out, "name", name);
    add_counts(out, counts);
}

void gp_junit_suite(struct gp_out *out, const char *name,
                    struct gp_junit_counts counts)
{
    gp_out_puts(out, "  <testsuite");
    attribute(out, "name", name);
    add_counts(out, counts);
}

void gp_junit_case(struct gp_out *out, const struct gp_junit_case *test)
{
    static const char *const tags[] = {"system-out", "failure", "error"};
    const char *tag = tags[test->outcome];
    bool passed = test->outcome == GP_JUNIT_PASSED;
    gp_out_puts(out, "    <testcase");
    attribute(out, "name", test->name);
    attribute(out, "classname", test->suite);
    if (test->file != NULL)
        attribute(out, "file", test->file);
    if (test->line != 0)
        number(out, "line", test->line);
    gp_out_flush_some(out);
    if (passed && test->text == NULL) {
        gp_out_puts(out, "/>\n");
        return;
    }
    gp_out_puts(out, ">\n      <");
    gp_out_puts(out, tag);
    if (!passed) {
        attribute(out, "message", test->message);
        attribute(out, "type", test->type);
    }
    gp_out_puts(out, ">");
    add_xml(&out->buf, test->text != NULL ? test->text : "", true);
    gp_out_puts(out, "</");
    gp_out_puts(out, tag);
    gp_out_puts(out, ">\n    </testcase>\n");
}

void gp_junit_suite_end(struct gp_out *out)
{
    gp_out_puts(out, "  </testsuite>\n");
}

void gp_junit_end(struct gp_out *out)
{
    gp_out_puts(out, "</testsuites>\n");
}

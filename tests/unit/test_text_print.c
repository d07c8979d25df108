/* The printers, compared to the byte: excerpts, marks, wide characters,
 * hostile ones, colours, JSON. */
#include "support/test.h"

#include <stdio.h>
#include <string.h>

#include "text/print.h"

static struct gp_heap heap;
static struct gp_sources sources;
static struct gp_findings findings;
static struct gp_out out;

static int begin(void **state)
{
    (void)state;
    gp_heap_init(&heap);
    gp_sources_init(&sources, &heap);
    gp_findings_init(&findings, &sources, &heap);
    gp_out_init_memory(&out, &heap);
    return 0;
}

static int end(void **state)
{
    (void)state;
    gp_heap_fini(&heap);
    return 0;
}

static void add(const char *name, const char *text)
{
    size_t length = strlen(text);
    char *copy = gp_calloc(&heap, length + 2, 1);
    memcpy(copy, text, length);
    gp_sources_add(&sources, name, copy, length);
}

/* The first place of these words in a source. */
static struct gp_span span_of(uint32_t source, const char *words)
{
    const char *text = sources.list.at[source].text;
    const char *at = strstr(text, words);
    assert_non_null(at);
    uint32_t start = (uint32_t)(at - text);
    return (struct gp_span){source, start, start + (uint32_t)strlen(words)};
}

/* A finding whose words are the test's own. */
static struct gp_finding *find(struct gp_span span, const char *summary)
{
    struct gp_finding *f = gp_find(&findings, GP_TEXT_BAD_UTF8, span, "", NULL);
    f->slug = GP_SLUG_SPLIT_SUM;
    f->summary = summary;
    return f;
}

static void note(struct gp_finding *f, struct gp_span span, const char *text)
{
    gp_find_note(&findings, f, span, GP_TEXT_HELP_UTF8, NULL);
    struct gp_note *n = f->notes;
    while (n->next != NULL)
        n = n->next;
    n->text = text;
}

static void print(const char *format, bool color)
{
    out.buf.count = 0;
    struct gp_printing printing = {
        .findings = &findings, .fails_from = GP_ERROR, .color = color};
    gp_finding_printer_find(format)->print(&printing, &out);
}

static void assert_prints(const char *format, const char *text)
{
    print(format, false);
    assert_string_equal(gp_buf_cstr(&out.buf), text);
}

/* What is printed for one finding on one line of text. */
static void assert_excerpt(const char *text, const char *words,
                           const char *excerpt)
{
    char expected[2000];
    add("p", text);
    uint32_t source = (uint32_t)sources.list.count - 1;
    struct gp_span span = span_of(source, words);
    struct gp_place place = gp_source_place(&sources, source, span.start);
    findings.list.count = 0;
    find(span, "x");
    snprintf(expected, sizeof expected,
             "p:%u:%u: error[split-sum]: x\n%s\n\n1 error\n", place.line,
             place.column, excerpt);
    assert_prints("text", expected);
}

static const char PLAN[] = "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"
                           "  split by team    { east 40%, south rest }\n"
                           "\n\n\n\n"
                           "  split by person { hua 800万, xing 200万 }\n";

static void add_split_sum(void)
{
    struct gp_span split;
    add("plan.goal", PLAN);
    split = span_of(0, "split by person");
    split.end = split.start + 5;
    struct gp_finding *f =
        find(split, "the persons of east sum to 1000万, not 2000万");
    f->detail = "800万 + 200万 = 1000万, 1000万 short of 2000万";
    note(f, span_of(0, "east"), "east's 2000万 comes from here");
    f->help = "assign 1000万 more, or declare it: reserve 1000万";
}

static void test_whole(void **state)
{
    (void)state;
    add_split_sum();
    assert_prints(
        "text",
        "plan.goal:27:3: error[split-sum]: the persons of east sum to"
        " 1000万, not 2000万\n"
        "   27 |   split by person { hua 800万, xing 200万 }\n"
        "      |   ^~~~~\n"
        "      = 800万 + 200万 = 1000万, 1000万 short of 2000万\n"
        "   22 |   split by team    { east 40%, south rest }\n"
        "      |                      ---- note: east's 2000万 comes from"
        " here\n"
        "help: assign 1000万 more, or declare it: reserve 1000万\n"
        "\n"
        "1 error\n");
    assert_prints("short", "plan.goal:27:3: error[split-sum]: the persons of"
                           " east sum to 1000万, not 2000万\n");
}

static void test_nothing(void **state)
{
    (void)state;
    assert_prints("text", "");
    assert_prints("short", "");
    assert_prints("json", "{\n"
                          "  \"format_version\": \"1.0\",\n"
                          "  \"valid\": true,\n"
                          "  \"error_count\": 0,\n"
                          "  \"warning_count\": 0,\n"
                          "  \"diagnostics\": []\n"
                          "}\n");
}

static void test_several(void **state)
{
    (void)state;
    add("a.goal", "one two\n");
    add("b.goal", "three\n");
    find(span_of(0, "two"), "second")->severity = GP_WARNING;
    find(span_of(0, "one"), "first")->severity = GP_NOTE;
    find(span_of(0, "two"), "third")->severity = GP_WARNING;
    struct gp_finding *f = find(gp_no_span(), "no place");
    note(f, span_of(1, "three"), "here");
    note(f, span_of(1, "ree"), "same file");
    note(f, gp_no_span(), "no place");
    gp_find_in_data(&findings, find(gp_no_span(), "row"), "s.csv", 12);
    gp_find_in_data(&findings, find(gp_no_span(), "whole"), "t.csv", 0);
    assert_prints("text", "a.goal:1:1: note[split-sum]: first\n"
                          "    1 | one two\n"
                          "      | ^~~\n"
                          "\n"
                          "a.goal:1:5: warning[split-sum]: second\n"
                          "    1 | one two\n"
                          "      |     ^~~\n"
                          "\n"
                          "a.goal:1:5: warning[split-sum]: third\n"
                          "    1 | one two\n"
                          "      |     ^~~\n"
                          "\n"
                          "error[split-sum]: no place\n"
                          "b.goal:1:1:\n"
                          "    1 | three\n"
                          "      | ----- note: here\n"
                          "    1 | three\n"
                          "      |   --- note: same file\n"
                          "      = note: no place\n"
                          "\n"
                          "s.csv:12: error[split-sum]: row\n"
                          "\n"
                          "t.csv: error[split-sum]: whole\n"
                          "\n"
                          "3 errors, 2 warnings, 1 note\n");
    assert_prints("short", "a.goal:1:1: note[split-sum]: first\n"
                           "a.goal:1:5: warning[split-sum]: second\n"
                           "a.goal:1:5: warning[split-sum]: third\n"
                           "error[split-sum]: no place\n"
                           "s.csv:12: error[split-sum]: row\n"
                           "t.csv: error[split-sum]: whole\n");
}

static void test_wide_characters(void **state)
{
    (void)state;
    assert_excerpt("目标 { 华东 40% }\n", "华东",
                   "    1 | 目标 { 华东 40% }\n"
                   "      |        ^~~~");
    assert_excerpt("万", "万",
                   "    1 | 万\n"
                   "      | ^~");
    /* A combining mark takes no column. */
    assert_excerpt("e\xcc\x81t x", "x",
                   "    1 | e\xcc\x81t x\n"
                   "      |    ^");
}

static void test_tabs(void **state)
{
    (void)state;
    assert_excerpt("\tsplit\tx", "split",
                   "    1 |     split   x\n"
                   "      |     ^~~~~");
    assert_excerpt("万\tx", "x",
                   "    1 | 万  x\n"
                   "      |     ^");
}

static void test_ends(void **state)
{
    (void)state;
    assert_excerpt("a {\r\n  b\n}\n", "{\r\n  b\n}",
                   "    1 | a {\n"
                   "      |   ^");
    assert_excerpt("name three\nx", "three\nx",
                   "    1 | name three\n"
                   "      |      ^~~~~");
    assert_excerpt("ab\n", "\n",
                   "    1 | ab\n"
                   "      |   ^");
    assert_excerpt("ab", "",
                   "    1 | ab\n"
                   "      | ^");
    assert_excerpt("", "",
                   "    1 |\n"
                   "      | ^");
    assert_excerpt("\xef\xbb\xbfgoal", "goal",
                   "    1 | goal\n"
                   "      | ^~~~");
}

static void test_end_of_text(void **state)
{
    (void)state;
    add("p", "a\nb {\n");
    find((struct gp_span){0, 6, 6}, "missing }");
    assert_prints("text", "p:3:1: error[split-sum]: missing }\n"
                          "    3 |\n"
                          "      | ^\n\n"
                          "1 error\n");
}

static void test_line_numbers(void **state)
{
    enum { LINES = 123455 };
    char *text = gp_calloc(&heap, LINES + 4, 1);
    (void)state;
    memset(text, '\n', LINES);
    memcpy(text + LINES, "x", 1);
    gp_sources_add(&sources, "p", text, LINES + 1);
    find((struct gp_span){0, LINES, LINES + 1}, "x");
    assert_prints("text", "p:123456:1: error[split-sum]: x\n"
                          "123456 | x\n"
                          "       | ^\n\n"
                          "1 error\n");
}

static void test_hostile(void **state)
{
    (void)state;
    assert_excerpt("a\x1b[31m x\x7f\b", "x",
                   "    1 | a\\x1b[31m x\\x7f\\x08\n"
                   "      |           ^");
    /* Right-to-left override, C1, byte that is no UTF-8, tag character. */
    assert_excerpt("\xe2\x80\xae\xc2\x9b\xff\xf3\xa0\x80\x81y", "y",
                   "    1 | \\u202e\\u009b\\xff\\u0e0001y\n"
                   "      |                         ^");
    assert_excerpt("a\rb", "\r",
                   "    1 | a\\x0db\n"
                   "      |  ^~~~");
    findings.list.count = 0;
    struct gp_finding *f =
        find(gp_no_span(), "name \x1b]0;x\a\nsecond\tline \xff");
    f->detail = "\x1b[2J";
    f->help = "\xe2\x80\xa8";
    note(f, gp_no_span(), "\r");
    gp_find_in_data(&findings, f, "\x1b.csv", 1);
    assert_prints("text", "\\x1b.csv:1: error[split-sum]: "
                          "name \\x1b]0;x\\x07\\nsecond line \\xff\n"
                          "      = \\x1b[2J\n"
                          "      = note: \\x0d\n"
                          "help: \\u2028\n\n"
                          "1 error\n");
    assert_prints("short", "\\x1b.csv:1: error[split-sum]: "
                           "name \\x1b]0;x\\x07\\nsecond line \\xff\n");
}

/* 60 times "0123456789" with a word in the middle, at an end, as all. */
static void test_long_line(void **state)
{
    static char text[640], expected[800], digits[210];
    (void)state;
    for (int i = 0; i < 600; i++)
        text[i] = (char)('0' + i % 10);
    for (int i = 0; i < 210; i++)
        digits[i] = (char)('0' + i % 10);
    memcpy(text + 300, "WORD", 4);
    snprintf(expected, sizeof expected,
             "    1 | …%.40sWORD%.156s…\n"
             "      | %41s^~~~",
             digits, digits + 4, "");
    assert_excerpt(text, "WORD", expected);

    memcpy(text + 300, "0123", 4);
    memcpy(text + 596, "LAST", 4);
    snprintf(expected, sizeof expected,
             "    1 | …%.196sLAST\n"
             "      | %197s^~~~",
             digits, "");
    assert_excerpt(text, "LAST", expected);

    memcpy(text + 596, "6789", 4);
    char tildes[200];
    memset(tildes, '~', sizeof tildes);
    snprintf(expected, sizeof expected,
             "    1 | %.200s…\n"
             "      | ^%.199s",
             digits, tildes);
    assert_excerpt(text, text, expected);

    text[200] = '\0';
    snprintf(expected, sizeof expected,
             "    1 | %.200s\n"
             "      | ^%.199s",
             digits, tildes);
    assert_excerpt(text, text, expected);
}

/* The window's edges never cut a wide character in two. */
static void test_long_wide_line(void **state)
{
    static char text[1000], expected[1000], wide[310];
    (void)state;
    for (int i = 0; i < 100; i++)
        memcpy(wide + 3 * i, "万", 3);
    strcpy(text, "x");
    strcat(text, wide);
    strcat(text, "WORD");
    strcat(text, wide);
    /* The word is at column 201; the window begins at 161, on a character;
     * 78 of them behind the word make 160 - 4 columns. */
    snprintf(expected, sizeof expected,
             "    1 | …%.60sWORD%.234s…\n"
             "      | %41s^~~~",
             wide, wide, "");
    assert_excerpt(text, "WORD", expected);
    /* One column less before it: the window begins within a character. */
    snprintf(expected, sizeof expected,
             "    1 | …%.57sxWORD%.234s…\n"
             "      | %40s^~~~",
             wide, wide, "");
    memmove(text, text + 1, 300);
    text[300] = 'x';
    memcpy(text + 301, "WORD", 4);
    assert_excerpt(text, "WORD", expected);
}

static void test_endless_line(void **state)
{
    enum { N = 1 << 20 };
    char *text = gp_alloc(&heap, N + 2);
    char expected[600], xs[200];
    (void)state;
    memset(text, 'x', N);
    memset(xs, 'x', sizeof xs);
    text[N] = text[N + 1] = '\0';
    gp_sources_add(&sources, "p", text, N);
    find((struct gp_span){0, 500000, N}, "x");
    snprintf(expected, sizeof expected,
             "p:1:500001: error[split-sum]: x\n"
             "    1 | …%.200s…\n"
             "      | %41s^%.159s\n\n"
             "1 error\n",
             xs, "",
             "~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~"
             "~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~"
             "~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~");
    assert_prints("text", expected);
}

static void test_color(void **state)
{
    (void)state;
    add("p", "one two\n");
    struct gp_finding *f = find(span_of(0, "one"), "x");
    note(f, span_of(0, "two"), "y");
    find(gp_no_span(), "z")->severity = GP_WARNING;
    print("text", true);
    assert_string_equal(gp_buf_cstr(&out.buf),
                        "\033[1mp:1:1\033[m: \033[31merror[split-sum]\033[m:"
                        " x\n"
                        "    1 | one two\n"
                        "      | \033[32m^~~\033[m\n"
                        "    1 | one two\n"
                        "      |     \033[36m---\033[m \033[36mnote: \033[my\n"
                        "\n"
                        "\033[33mwarning[split-sum]\033[m: z\n"
                        "\n"
                        "1 error, 1 warning\n");
    print("json", true);
    assert_null(strchr(gp_buf_cstr(&out.buf), '\033'));
}

static void test_json(void **state)
{
    (void)state;
    add_split_sum();
    find(gp_no_span(), "a \"b\"")->severity = GP_WARNING;
    gp_find_in_data(&findings, find(gp_no_span(), "row"), "s.csv", 12);
    findings.list.at[2]->severity = GP_NOTE;
    assert_prints(
        "json",
        "{\n"
        "  \"format_version\": \"1.0\",\n"
        "  \"valid\": false,\n"
        "  \"error_count\": 1,\n"
        "  \"warning_count\": 1,\n"
        "  \"diagnostics\": [\n"
        "    {\n"
        "      \"slug\": \"split-sum\",\n"
        "      \"severity\": \"error\",\n"
        "      \"summary\": \"the persons of east sum to 1000万, not "
        "2000万\",\n"
        "      \"detail\":"
        " \"800万 + 200万 = 1000万, 1000万 short of 2000万\",\n"
        "      \"help\":"
        " \"assign 1000万 more, or declare it: reserve 1000万\",\n"
        "      \"range\": {\"filename\": \"plan.goal\","
        " \"start\": {\"line\": 27, \"column\": 3, \"byte\": 71},"
        " \"end\": {\"line\": 27, \"column\": 8, \"byte\": 76}},\n"
        "      \"notes\": [{\"summary\": \"east's 2000万 comes from here\","
        " \"range\": {\"filename\": \"plan.goal\","
        " \"start\": {\"line\": 22, \"column\": 22, \"byte\": 42},"
        " \"end\": {\"line\": 22, \"column\": 26, \"byte\": 46}}}]\n"
        "    },\n"
        "    {\n"
        "      \"slug\": \"split-sum\",\n"
        "      \"severity\": \"warning\",\n"
        "      \"summary\": \"a \\\"b\\\"\",\n"
        "      \"detail\": null,\n"
        "      \"help\": null,\n"
        "      \"range\": null,\n"
        "      \"notes\": []\n"
        "    },\n"
        "    {\n"
        "      \"slug\": \"split-sum\",\n"
        "      \"severity\": \"note\",\n"
        "      \"summary\": \"row\",\n"
        "      \"detail\": null,\n"
        "      \"help\": null,\n"
        "      \"range\": {\"filename\": \"s.csv\","
        " \"start\": {\"line\": 12, \"column\": 1, \"byte\": 0},"
        " \"end\": {\"line\": 12, \"column\": 1, \"byte\": 0}},\n"
        "      \"notes\": []\n"
        "    }\n"
        "  ]\n"
        "}\n");
}

static void test_table(void **state)
{
    const struct gp_finding_printer *all = gp_finding_printers();
    (void)state;
    assert_string_equal(all[0].format, "text");
    assert_string_equal(all[1].format, "short");
    assert_string_equal(all[2].format, "json");
    assert_string_equal(all[3].format, "sarif");
    assert_null(all[7].format);
    assert_ptr_equal(gp_finding_printer_find("json"), &all[2]);
    assert_null(gp_finding_printer_find("xml"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_whole),          TEST(test_nothing),
        TEST(test_several),        TEST(test_wide_characters),
        TEST(test_tabs),           TEST(test_ends),
        TEST(test_end_of_text),    TEST(test_line_numbers),
        TEST(test_hostile),        TEST(test_long_line),
        TEST(test_long_wide_line), TEST(test_endless_line),
        TEST(test_color),          TEST(test_json),
        TEST(test_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

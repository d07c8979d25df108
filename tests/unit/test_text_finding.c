/* The list of findings: words, parts, severities, order, twins, slugs. */
#include "support/test.h"

#include <string.h>

#include "text/finding.h"

static struct gp_heap heap;
static struct gp_sources sources;
static struct gp_findings findings;

static int begin(void **state)
{
    (void)state;
    gp_heap_init(&heap);
    gp_sources_init(&sources, &heap);
    gp_findings_init(&findings, &sources, &heap);
    return 0;
}

static int end(void **state)
{
    (void)state;
    gp_findings_fini(&findings);
    gp_sources_fini(&sources);
    int left = heap.blocks.next != &heap.blocks;
    gp_heap_fini(&heap);
    return left;
}

static struct gp_finding *find_at(uint32_t source, uint32_t start,
                                  const char *word)
{
    return gp_find(&findings, GP_TEXT_BAD_UTF8,
                   (struct gp_span){source, start, start + 1}, word, NULL);
}

static void test_words(void **state)
{
    const char *const words[] = {"0xff", NULL};
    (void)state;
    assert_string_equal(
        gp_text_fill(&findings.arena, GP_EN, GP_TEXT_BAD_UTF8, words),
        "byte 0xff is not UTF-8");
    assert_string_equal(
        gp_text_fill(&findings.arena, GP_EN, GP_TEXT_HELP_UTF8, words),
        "save the file as UTF-8");
    /* A word is not filled in itself, and is copied. */
    char word[] = "{0}%s";
    struct gp_finding *f = find_at(0, 0, word);
    word[0] = 'x';
    assert_string_equal(f->summary, "byte {0}%s is not UTF-8");
}

static void test_parts(void **state)
{
    struct gp_finding *f = find_at(0, 7, "x");
    (void)state;
    assert_int_equal(f->slug, GP_SLUG_INVALID_UTF8);
    assert_int_equal(f->severity, GP_ERROR);
    assert_int_equal(f->span.start, 7);
    assert_null(f->detail);
    assert_null(f->help);
    assert_null(f->notes);
    gp_find_detail(&findings, f, GP_TEXT_HELP_UTF8, NULL);
    gp_find_help(&findings, f, GP_TEXT_HELP_UTF8, NULL);
    gp_find_note(&findings, f, gp_no_span(), GP_TEXT_BAD_UTF8, "1", NULL);
    gp_find_note(&findings, f, f->span, GP_TEXT_BAD_UTF8, "2", NULL);
    assert_string_equal(f->detail, "save the file as UTF-8");
    assert_string_equal(f->help, "save the file as UTF-8");
    assert_string_equal(f->notes->text, "byte 1 is not UTF-8");
    assert_string_equal(f->notes->next->text, "byte 2 is not UTF-8");
    assert_null(f->notes->next->next);
    gp_find_in_data(&findings, f, "sales.csv", 12);
    assert_false(gp_span_is_set(f->span));
    assert_string_equal(f->data_file, "sales.csv");
    assert_int_equal(f->data_line, 12);
}

static void test_severity(void **state)
{
    (void)state;
    assert_int_equal(findings.severity[GP_SLUG_SPLIT_SUM], GP_ERROR);
    assert_int_equal(findings.severity[GP_SLUG_OPEN_VALUE], GP_WARNING);
    find_at(0, 1, "error");
    findings.severity[GP_SLUG_INVALID_UTF8] = GP_WARNING;
    find_at(0, 2, "warning");
    findings.severity[GP_SLUG_INVALID_UTF8] = GP_IGNORE;
    struct gp_finding *f = find_at(0, 3, "nothing");
    assert_non_null(f);
    gp_find_help(&findings, f, GP_TEXT_HELP_UTF8, NULL);
    assert_int_equal(findings.list.count, 2);
    assert_int_equal(gp_findings_count(&findings, GP_ERROR), 1);
    assert_int_equal(gp_findings_count(&findings, GP_WARNING), 1);
    assert_int_equal(gp_findings_count(&findings, GP_NOTE), 0);
}

static void assert_order(const char *const *words, size_t count)
{
    gp_findings_sort(&findings);
    assert_int_equal(findings.list.count, count);
    for (size_t i = 0; i < count; i++) {
        const char *summary = findings.list.at[i]->summary;
        size_t n = strlen(words[i]);
        assert_memory_equal(summary + 5, words[i], n);
        assert_string_equal(summary + 5 + n, " is not UTF-8");
    }
}

static void test_order(void **state)
{
    static const char *const words[] = {"a", "b", "c", "d", "e",
                                        "f", "g", "h", "i"};
    (void)state;
    gp_find_in_data(&findings, find_at(0, 0, "i"), "b.csv", 1);
    gp_find_in_data(&findings, find_at(0, 0, "h"), "a.csv", 10);
    gp_find_in_data(&findings, find_at(0, 0, "g"), "a.csv", 9);
    gp_find(&findings, GP_TEXT_BAD_UTF8, gp_no_span(), "f", NULL);
    find_at(1, 0, "e");
    find_at(0, 10, "c");
    find_at(0, 10, "d");
    find_at(0, 9, "b");
    find_at(0, 2, "a");
    assert_order(words, 9);
    assert_order(words, 9);
}

static void test_twins(void **state)
{
    static const char *const words[] = {"b", "a", "c"};
    (void)state;
    find_at(0, 5, "b");
    find_at(0, 5, "a");
    find_at(0, 5, "b");
    find_at(0, 5, "c");
    find_at(0, 5, "a");
    assert_order(words, 3);
    /* One made later comes later. */
    find_at(0, 5, "0");
    static const char *const more[] = {"b", "a", "c", "0"};
    assert_order(more, 4);
}

static void test_not_twins(void **state)
{
    (void)state;
    find_at(0, 5, "x");
    find_at(0, 5, "x")->span.end = 9;
    find_at(0, 5, "x")->slug = GP_SLUG_SYNTAX;
    find_at(0, 5, "x")->detail = "one";
    find_at(0, 5, "x")->detail = "two";
    find_at(1, 5, "x");
    gp_find_in_data(&findings, find_at(0, 5, "x"), "a.csv", 1);
    gp_find_in_data(&findings, find_at(0, 5, "x"), "a.csv", 2);
    gp_findings_sort(&findings);
    assert_int_equal(findings.list.count, 8);
    gp_find_in_data(&findings, find_at(0, 5, "x"), "a.csv", 2);
    find_at(0, 5, "x")->detail = "two";
    gp_findings_sort(&findings);
    assert_int_equal(findings.list.count, 8);
}

static void test_slugs(void **state)
{
    (void)state;
    assert_string_equal(gp_slug_name(GP_SLUG_SPLIT_SUM), "split-sum");
    assert_string_equal(gp_slug_title(GP_SLUG_DUPLICATE_ROW),
                        "the same fact twice");
    assert_int_equal(gp_slug_find("split-sum", 9), GP_SLUG_SPLIT_SUM);
    assert_int_equal(gp_slug_find("split-sum", 8), GP_SLUG_COUNT);
    assert_int_equal(gp_slug_find("", 0), GP_SLUG_COUNT);
    for (int i = 0; i < GP_SLUG_COUNT; i++) {
        const char *name = gp_slug_name((enum gp_slug)i);
        assert_int_equal(gp_slug_find(name, strlen(name)), i);
    }
    assert_string_equal(gp_slug_guess("splitsum"), "split-sum");
    assert_string_equal(gp_slug_guess("bad-dtae"), "bad-date");
    assert_null(gp_slug_guess("completely-else"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_words), TEST(test_parts), TEST(test_severity),
        TEST(test_order), TEST(test_twins), TEST(test_not_twins),
        TEST(test_slugs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

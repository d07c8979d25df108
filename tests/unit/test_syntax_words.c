/* Every word of the language is explained: a group, an example that fmt
 * leaves as it is, in both spellings. */
#include <string.h>

#include "goalpost/goalpost.h"
#include <stdio.h>
#include <stdlib.h>

#include "support/test.h"
#include "syntax/keyword.h"

static char *format(struct gp_session *s, const char *text, const char *words)
{
    struct gp_format f = {.keywords = words};
    struct gp_output *out = gp_output_to_memory(s);
    bool changed;
    enum gp_status status = gp_session_format_text(
        s, "example", text, strlen(text), &f, out, &changed);
    if (status != GP_OK)
        print_message("cannot be read:\n%s", text);
    assert_int_equal(status, GP_OK);
    char *copy = strdup(gp_output_text(out, NULL));
    gp_output_close(out);
    return copy;
}

/* Columns are fmt's own affair. */
static char *squeeze(const char *text)
{
    char *out = strdup(text);
    size_t n = 0;
    for (const char *c = text; *c != '\0'; c++)
        if (*c != ' ' || n == 0 || (out[n - 1] != ' ' && out[n - 1] != '\n'))
            out[n++] = *c;
    out[n] = '\0';
    return out;
}

static void test_examples(void **state)
{
    (void)state;
    struct gp_session *s = gp_session_new();
    struct gp_word_info word;
    size_t without = 0;
    for (size_t i = 0; gp_word_at(i, &word); i++) {
        assert_true(strlen(word.help) > 2);
        assert_true(strlen(word.where) > 3);
        if (word.example == NULL) {
            print_message("examples.def shows no `%s`\n", word.english);
            without++;
            continue;
        }
        char *en = format(s, word.example, "en");
        char *plain = squeeze(word.example), *laid = squeeze(en);
        assert_string_equal(laid, plain);
        char *zh = format(s, en, "zh");
        /* A review's `weekly` is its name, and names are kept. */
        const char *ly = strstr(word.english, "ly");
        bool kept = ly != NULL && ly[2] == '\0';
        const char *other = gp_word_chinese_other((enum gp_word)i);
        if (strstr(zh, word.chinese) == NULL && strstr(zh, other) == NULL &&
            !kept) {
            print_message("`%s` is no keyword in:\n%s", word.english, zh);
            without++;
        }
        char *back = format(s, zh, "en");
        assert_string_equal(back, en);
        free(en);
        free(zh);
        free(back);
        free(plain);
        free(laid);
    }
    assert_int_equal(without, 0);
    gp_session_free(s);
}

#define HEAD \
    "plan \"Acme\" { period 2026, currency CNY }\n" \
    "kpi sales money\nkpi visits count\nkpi new_customers count\n" \
    "kpi collected money\nkpi cost money { better lower }\n" \
    "kpi opened milestone\n" \
    "dimension product { phones, homes }\n" \
    "team company owner \"General manager\" {\n" \
    "  team east { person hua, person xing }\n  team south\n" \
    "  team key_accounts\n}\n" \
    "target sales of company = 5000万 { split by team even }\n" \
    "rule low_month { each team, every month, when sales < 1, " \
    "then alert \"x\" }\n" \
    "weights shop_week { Mon..Thu 1, Fri 1.2, Sat 1.5, Sun 1.8 }\n"

/* They say what can be said, of names that are there.  That they do not go
 * together (two plans, two targets of one cell) is no matter. */
static void test_examples_compile(void **state)
{
    static const char *const bad[] = {"\"syntax\"", "\"undefined-name\"",
                                      "\"unit-mismatch\"", "\"bad-date\""};
    (void)state;
    struct gp_word_info word;
    const char *last = "";
    size_t wrong = 0;
    for (size_t i = 0; gp_word_at(i, &word); i++) {
        if (word.example == NULL || word.example == last)
            continue;
        last = word.example;
        struct gp_session *s = gp_session_new();
        struct gp_plan *plan;
        char text[8192];
        int n = snprintf(text, sizeof text, "%s%s", HEAD, word.example);
        gp_plan_open_text(s, "a.goal", text, (size_t)n, 0, &plan);
        struct gp_output *out = gp_output_to_memory(s);
        gp_session_write_findings(s, "json", false, out);
        const char *found = gp_output_text(out, NULL);
        for (size_t b = 0; b < sizeof bad / sizeof bad[0]; b++) {
            if (strstr(found, bad[b]) == NULL)
                continue;
            print_message("%s in the example of `%s`:\n%s%s\n", bad[b],
                          word.english, word.example, found);
            wrong++;
        }
        gp_session_free(s);
    }
    assert_int_equal(wrong, 0);
}

static void test_find(void **state)
{
    (void)state;
    struct gp_word_info word;
    assert_true(gp_word_find("split", &word));
    assert_string_equal(word.chinese, "分解");
    assert_true(gp_word_find("分解", &word));
    assert_string_equal(word.english, "split");
    assert_false(gp_word_find("splitt", &word));
    assert_false(gp_word_find("", &word));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples),
        cmocka_unit_test(test_examples_compile),
        cmocka_unit_test(test_find),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Plans that are large in one direction: what they cost stays bounded, and
 * what is left out is said. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/own.h"
#include "base/file.h"
#include "support/test.h"

#define HEAD "plan \"P\" { period 2026 }\n"

static struct gp_session *session;
static struct gp_buf text;
static struct gp_heap heap;

static int set_up(void **state)
{
    (void)state;
    gp_heap_init(&heap);
    gp_buf_init(&text, &heap);
    session = gp_session_new();
    return session == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    gp_session_free(session);
    gp_heap_fini(&heap);
    return 0;
}

static void add_let(int i, int rests_on)
{
    char line[64];
    snprintf(line, sizeof line, "let a%d = a%d + 1\n", i, rests_on);
    gp_buf_puts(&text, line);
}

static size_t errors_of_text(void)
{
    struct gp_plan *plan;
    enum gp_status status =
        gp_plan_open_text(session, "a.goal", text.at, text.count, 0, &plan);
    assert_int_equal(status, GP_OK);
    return gp_plan_count(plan, GP_LEVEL_ERROR);
}

static const char *findings(const char *format)
{
    struct gp_output *out = gp_output_to_memory(session);
    gp_session_write_findings(session, format, false, out);
    return gp_output_text(out, NULL);
}

/* `links` lets, each on the next, from the top or from the bottom. */
static size_t errors_of_chain(int links, bool bottom_up)
{
    text.count = 0;
    gp_buf_puts(&text, HEAD "kpi sales money\nteam t { person hua }\n");
    char last[64];
    snprintf(last, sizeof last, "let a%d = 1\n", links);
    gp_buf_puts(&text, last);
    for (int i = 0; i < links; i++)
        add_let(i, i + 1);
    /* What is asked for first is worked out first. */
    for (int month = 12; bottom_up && month > 0; month--) {
        char line[64];
        snprintf(line, sizeof line, "target sales of hua in 2026-%02d = a%d\n",
                 13 - month, links * month / 13);
        gp_buf_puts(&text, line);
    }
    gp_buf_puts(&text, bottom_up ? "target sales of t in 2026-01 = a0\n"
                                 : "target sales of hua = a0\n");
    return errors_of_text();
}

static void test_long_chain(void **state)
{
    (void)state;
    assert_int_equal(errors_of_chain(999, false), 0);
    assert_int_not_equal(errors_of_chain(1002, false), 0);
    assert_int_not_equal(errors_of_chain(1002, true), 0);
    assert_int_not_equal(errors_of_chain(20000, false), 0);
    assert_non_null(strstr(findings("short"), "error[cycle]: `a"));
}

static void test_long_cycle(void **state)
{
    (void)state;
    gp_buf_puts(&text, HEAD "kpi sales money\nteam t { person hua }\n"
                            "target sales of hua = a0\n");
    for (int i = 0; i < 50000; i++)
        add_let(i, (i + 1) % 50000);
    assert_int_not_equal(errors_of_text(), 0);
}

static void test_many_findings(void **state)
{
    (void)state;
    gp_buf_puts(&text, HEAD);
    for (int i = 0; i < 2501; i++)
        gp_buf_puts(&text, "kpi a money\n");
    assert_int_equal(errors_of_text(), 2500);
    const char *rest = "error[duplicate-name]: 1500 more of this kind, not "
                       "listed\n";
    const char *shown = findings("short");
    size_t lines = 0;
    for (const char *at = shown; (at = strchr(at, '\n')) != NULL; at++)
        lines++;
    assert_int_equal(lines, 1001);
    assert_non_null(strstr(shown, rest));
    shown = findings("text");
    assert_non_null(strstr(shown, rest));
    assert_non_null(strstr(shown, "\n2500 errors\n"));
    shown = findings("json");
    assert_non_null(strstr(shown, "\"error_count\": 2500"));
    assert_non_null(strstr(shown, "\"not_listed\""));
    assert_non_null(strstr(shown, "\"count\": 1500"));
}

static void test_few_findings(void **state)
{
    (void)state;
    gp_buf_puts(&text, HEAD "kpi a money\nkpi a money\n");
    assert_int_equal(errors_of_text(), 1);
    assert_null(strstr(findings("json"), "not_listed"));
    assert_null(strstr(findings("text"), "more of this kind"));
}

static void test_many_holidays(void **state)
{
    (void)state;
    gp_buf_puts(&text, "plan \"P\" { period 2026\n");
    for (int i = 0; i < 3000; i++)
        gp_buf_puts(&text, "holiday 2026-01-01..2026-12-31\n");
    gp_buf_puts(&text, "}\n");
    struct gp_plan *plan;
    assert_int_equal(
        gp_plan_open_text(session, "a.goal", text.at, text.count, 0, &plan),
        GP_OK);
    assert_int_equal(plan->compilation.model->calendar.count, 365);
}

/* Of two days of one date the plan's first counts. */
static void test_day_twice(void **state)
{
    (void)state;
    gp_buf_puts(&text, "plan \"P\" { period 2026, calendar china\n"
                       "workday 2026-01-01\nholiday 2026-01-01\n}\n");
    struct gp_plan *plan;
    assert_int_equal(
        gp_plan_open_text(session, "a.goal", text.at, text.count, 0, &plan),
        GP_OK);
    assert_true(gp_calendar_is_workday(&plan->compilation.model->calendar,
                                       gp_date_make(2026, 1, 1)));
}

/* The includes of a text are seen from the current folder, not from where
 * its name points to. */
static void test_text_includes(void **state)
{
    (void)state;
    static const char part[] = "kpi a money\n";
    char folder[] = "/tmp/goalpost-text-XXXXXX", before[4096];
    assert_non_null(mkdtemp(folder));
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(folder), 0);
    FILE *f = fopen("part.goal", "w");
    assert_non_null(f);
    fputs(part, f);
    fclose(f);
    static const char whole[] = HEAD "include \"part.goal\"\nkpi a money\n";
    struct gp_plan *plan;
    assert_int_equal(gp_plan_open_text(session, "far/away.goal", whole,
                                       strlen(whole), 0, &plan),
                     GP_OK);
    assert_int_equal(gp_plan_count(plan, GP_LEVEL_ERROR), 1);
    const char *shown = findings("text");
    assert_non_null(strstr(shown, "far/away.goal:3:5: error[duplicate-name]"));
    assert_non_null(strstr(shown, "part.goal:1:5"));
    unlink("part.goal");
    assert_int_equal(chdir(before), 0);
    rmdir(folder);
}

static void test_no_text(void **state)
{
    (void)state;
    struct gp_plan *plan;
    assert_int_equal(gp_plan_open_text(session, "a.goal", NULL, 0, 0, &plan),
                     GP_OK);
    assert_string_equal(gp_plan_path(plan), "a.goal");
    assert_int_equal(gp_plan_count(plan, GP_LEVEL_ERROR), 1);
}

/* A file is closed again when memory runs out while it is read. */
static void test_descriptor(void **state)
{
    (void)state;
    char *at;
    size_t length;
    int before = dup(0);
    close(before);
    for (size_t n = 1; n <= 3; n++) {
        jmp_buf oom;
        heap.oom = &oom;
        heap.fail_after = n;
        if (setjmp(oom) == 0)
            gp_file_read(&heap, "/proc/self/maps", &at, &length);
        heap.fail_after = 0;
        heap.oom = NULL;
        int after = dup(0);
        close(after);
        assert_int_equal(after, before);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
        TEST(test_long_chain),    TEST(test_long_cycle),
        TEST(test_many_findings), TEST(test_few_findings),
        TEST(test_many_holidays), TEST(test_day_twice),
        TEST(test_text_includes), TEST(test_no_text),
        TEST(test_descriptor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

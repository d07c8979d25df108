/* A folder of pages: which there are, what they are called, what goes wrong. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "goalpost/goalpost.h"
#include "report/site.h"
#include "support/test.h"

static const char text[] =
    "plan \"Acme\" { period 2026-Q1 }\n"
    "kpi sales \"Sales\" count\n"
    "team \"公司\" \"Acme & <Co>\" owner \"Zhou\" {\n"
    "  team east \"East\" { person \"a.b\" \"A\", person \"Hua\" \"H1\",\n"
    "                     person \"hua\" \"H2\", person \"../x y\" \"X\" }\n"
    "}\n"
    "target sales of \"公司\" = 120\n"
    "split sales by member even\n";

struct pages {
    char folder[64];
    struct gp_session *session;
    struct gp_plan *plan;
    struct gp_query query;
    size_t told, total;
};

static void told(void *context, size_t done, size_t total)
{
    struct pages *p = context;
    assert_int_equal(done, p->told + 1);
    p->told = done;
    p->total = total;
}

static int setup(void **state)
{
    struct pages *p = calloc(1, sizeof *p);
    strcpy(p->folder, "/tmp/goalpost-site-XXXXXX");
    if (p == NULL || mkdtemp(p->folder) == NULL)
        return 1;
    p->session = gp_session_new();
    gp_query_init(&p->query);
    if (gp_plan_open_text(p->session, "p.goal", text, sizeof text - 1, 0,
                          &p->plan) != GP_OK)
        return 1;
    *state = p;
    return 0;
}

static int teardown(void **state)
{
    struct pages *p = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", p->folder);
    gp_session_free(p->session);
    int failed = system(command);
    free(p);
    return failed;
}

/* The file's text, for free(); NULL where there is none. */
static char *page(const struct pages *p, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", p->folder, name);
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        return NULL;
    char *got = calloc(1, 1 << 20);
    size_t n = fread(got, 1, (1 << 20) - 1, f);
    got[n] = '\0';
    fclose(f);
    return got;
}

static void has(const struct pages *p, const char *name, const char *part)
{
    char *got = page(p, name);
    if (got == NULL)
        fail_msg("no page %s", name);
    else if (strstr(got, part) == NULL)
        fail_msg("%s lacks %s", name, part);
    free(got);
}

static void has_not(const struct pages *p, const char *name)
{
    char *got = page(p, name);
    if (got != NULL)
        fail_msg("%s is there", name);
    free(got);
}

static void test_pages(void **state)
{
    struct pages *p = *state;
    assert_int_equal(gp_plan_publish(p->plan, p->folder, &p->query, told, p),
                     GP_OK);
    assert_true(p->told > 0 && p->told == p->total);
    has(p, "index.html", "<a href=\"overview.html\">");
    has(p, "index.html",
        "<a href=\"personal/%E5%85%AC%E5%8F%B8.east.a~2Eb.html\">");
    has(p, "overview.html", "<a href=\"index.html\">");
    has(p, "overview.html", "Acme &amp; &lt;Co&gt;");
    has(p, "personal/公司.east.a~2Eb.html", "<a href=\"../index.html\">");
    has(p, "personal/公司.east.~2E~2E.x~20y.html", "X, 2026-Q1");
    has(p, "team/公司.east.html", "East");
    /* What differs in capitals alone are two files anywhere. */
    has(p, "personal/公司.east.Hua.html", "H1, 2026-Q1");
    has_not(p, "personal/公司.east.hua.html");
    /* Nothing to show, nothing to click. */
    has_not(p, "funnel.html");
    has_not(p, "team/公司.east.a~2Eb.html");
}

static void test_formats(void **state)
{
    struct pages *p = *state;
    p->query.format = "markdown";
    p->query.chinese = true;
    assert_int_equal(gp_plan_publish(p->plan, p->folder, &p->query, NULL, NULL),
                     GP_OK);
    has(p, "index.md", "[总览](overview.md)");
    has(p, "overview.md", "[全部报表](index.md)");
    p->query.format = "text";
    assert_int_equal(gp_plan_publish(p->plan, p->folder, &p->query, NULL, NULL),
                     GP_OK);
    has(p, "index.txt", "overview.txt");
    p->query.format = "csv";
    assert_int_equal(gp_plan_publish(p->plan, p->folder, &p->query, NULL, NULL),
                     GP_BAD_VALUE);
}

static void test_failure(void **state)
{
    struct pages *p = *state;
    char path[128];
    snprintf(path, sizeof path, "%s/overview.html", p->folder);
    assert_int_equal(mkdir(path, 0777), 0); /* in the way of a page */
    assert_int_equal(gp_plan_publish(p->plan, p->folder, &p->query, told, p),
                     GP_CANNOT_WRITE);
    assert_non_null(strstr(gp_session_error(p->session), "overview.html: "));
    has_not(p, "index.html");
    assert_int_equal(
        gp_plan_publish(p->plan, "/dev/null/x", &p->query, NULL, NULL),
        GP_CANNOT_WRITE);
    assert_int_equal(gp_plan_publish(p->plan, "", &p->query, NULL, NULL),
                     GP_CANNOT_WRITE);
}

static void put(const struct pages *p, const char *name, const char *content)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", p->folder, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fputs(content, f);
    assert_int_equal(fclose(f), 0);
}

static void publish(struct pages *p)
{
    assert_int_equal(gp_plan_publish(p->plan, p->folder, &p->query, NULL, NULL),
                     GP_OK);
}

/* The same company a year on: H1 has left, and the east with her. */
static void reopen(struct pages *p)
{
    static const char later[] =
        "plan \"Acme\" { period 2026-Q1 }\n"
        "kpi sales \"Sales\" count\n"
        "team \"公司\" \"Acme\" { person \"a.b\" \"A\" }\n"
        "target sales of \"公司\" = 120\n"
        "split sales by member even\n";
    assert_int_equal(gp_plan_open_text(p->session, "p.goal", later,
                                       sizeof later - 1, 0, &p->plan),
                     GP_OK);
}

/* What an earlier run has written and this one does not goes; what it has not
 * written stays. */
static void test_left(void **state)
{
    struct pages *p = *state;
    publish(p);
    p->query.format = "markdown";
    publish(p);
    p->query.format = "html";
    put(p, "personal/公司.east.mine.html", "mine");
    has(p, ".goalpost-pages", "\npersonal/公司.east.Hua.html\n");
    reopen(p);
    publish(p);
    has_not(p, "personal/公司.east.Hua.html");
    has_not(p, "team/公司.east.html");
    has(p, "personal/公司.a~2Eb.html", "A, 2026-Q1");
    has(p, "personal/公司.east.mine.html", "mine");
    /* Pages of another format are another run's. */
    has(p, "personal/公司.east.Hua.md", "H1, 2026-Q1");
    has(p, ".goalpost-pages", "\npersonal/公司.east.Hua.md\n");
    p->query.format = "markdown";
    publish(p);
    has_not(p, "personal/公司.east.Hua.md");
    has(p, "index.html", "overview.html");
}

/* A list that was changed leads to nothing but pages. */
static void test_changed_list(void **state)
{
    static const char *const names[] = {
        "plan.goal",          "notes.html",     "team/x/y.html",
        "../overview.html",   "/overview.html", "overview.htm",
        "other/company.html", "team/",          "",
    };
    struct pages *p = *state;
    char list[1024] = "", outside[128];
    publish(p);
    put(p, "plan.goal", "plan");
    put(p, "notes.html", "notes");
    snprintf(outside, sizeof outside, "%s/team/x", p->folder);
    assert_int_equal(mkdir(outside, 0777), 0);
    put(p, "team/x/y.html", "y");
    put(p, "funnel.html", "old"); /* a page, and there is none now */
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        snprintf(list + strlen(list), sizeof list - strlen(list), "%s\n",
                 names[i]);
    strcat(list, "funnel.html"); /* without an end of line */
    put(p, ".goalpost-pages", list);
    publish(p);
    has(p, "plan.goal", "plan");
    has(p, "notes.html", "notes");
    has(p, "team/x/y.html", "y");
    has_not(p, "funnel.html");
    has(p, "overview.html", "Overview");
}

static void test_long_names(void **state)
{
    struct gp_heap heap;
    struct gp_buf buf;
    char path[3001];
    (void)state;
    memset(path, 'x', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    gp_heap_init(&heap);
    gp_buf_init(&buf, &heap);
    gp_site_name(&buf, path, 7);
    assert_true(buf.count < 200);
    assert_non_null(strstr(gp_buf_cstr(&buf), "~~7"));
    buf.count = 0;
    gp_site_name(&buf, "a\xff/\x1b", 7);
    assert_string_equal(gp_buf_cstr(&buf), "a~FF.~1B");
    gp_buf_fini(&buf);
    gp_heap_fini(&heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_pages, setup, teardown),
        cmocka_unit_test_setup_teardown(test_formats, setup, teardown),
        cmocka_unit_test_setup_teardown(test_failure, setup, teardown),
        cmocka_unit_test_setup_teardown(test_left, setup, teardown),
        cmocka_unit_test_setup_teardown(test_changed_list, setup, teardown),
        cmocka_unit_test(test_long_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

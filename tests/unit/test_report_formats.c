/* CSV, JSON and Markdown of one report with everything in it, and of odd
 * ones; and the table of headings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "report/csv.h"
#include "report/headings.h"
#include "report/tree.h"

struct bench {
    struct gp_heap heap;
    struct gp_arena arena;
    struct gp_out out;
    struct gp_report *report;
    struct gp_table *table;
};

static int set_up(void **state)
{
    static struct bench b;
    gp_heap_init(&b.heap);
    gp_arena_init(&b.arena, &b.heap);
    gp_out_init_memory(&b.out, &b.heap);
    b.report = gp_report_new(&b.arena, "follow-up", "Follow-up: Acme", NULL);
    b.table = gp_report_table(b.report, "rows", NULL);
    *state = &b;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *b = *state;
    gp_heap_fini(&b->heap);
    return 0;
}

static void expect(struct bench *b, const char *format,
                   struct gp_render_options options, const char *expected)
{
    b->out.buf.count = 0;
    gp_renderer_find(format)->write(b->report, &options, &b->out);
    assert_string_equal(gp_buf_cstr(&b->out.buf), expected);
}

static const struct gp_render_options plain;

static void fill(struct bench *b)
{
    gp_table_column(b->report, b->table, "owner", "责任人", GP_LEFT);
    gp_table_column(b->report, b->table, "target", "target", GP_RIGHT);
    gp_table_column(b->report, b->table, "attainment", "att", GP_RIGHT);
    struct gp_cell *cells = gp_table_row(b->report, b->table);
    cells[0] = gp_cell_text("hua");
    cells[1] = gp_cell_amount(5000000000, 2);
    cells[2] = gp_cell_ratio(gp_rat_make(55, 60));
    cells = gp_table_row(b->report, b->table);
    cells[0] = gp_cell_text("a|b,\"c\"");
    cells[1] = gp_cell_amount(-1250, 2);
    cells[1].unit = "CNY";
    cells = gp_table_row(b->report, b->table);
    cells[0] = gp_cell_text("合计");
    cells[1] = gp_cell_amount(5, 2);
    cells[1].percent = true;
    cells[2] = gp_cell_ratio(gp_rat_make(9, 10));
    cells[2].status = GP_STATUS_BAD;
    b->table->total_row = true;
}

static void add_second(struct bench *b)
{
    struct gp_table *t = gp_report_table(b->report, "under", "Under target");
    gp_table_column(b->report, t, "owner", "owner", GP_LEFT);
    t->empty = "Nobody.";
}

static void test_csv(void **state)
{
    struct bench *b = *state;
    fill(b);
    b->report->subtitle = "as of 2026-07-31";
    gp_report_note(b->report, "A note.");
    struct gp_render_options options = {
        .unit = "万", .color = true, .width = 10};
    expect(b, "csv", options,
           "owner,target,attainment\n"
           "hua,50000000,0.916667\n"
           "\"a|b,\"\"c\"\"\",-12.5,\n"
           "合计,0.05,0.9\n");
    options.bom = true;
    add_second(b);
    expect(b, "csv", options,
           "\xef\xbb\xbfowner,target,attainment\n"
           "hua,50000000,0.916667\n"
           "\"a|b,\"\"c\"\"\",-12.5,\n"
           "合计,0.05,0.9\n"
           "\n"
           "owner\n");
}

static void test_csv_quoting(void **state)
{
    struct bench *b = *state;
    static const char *const texts[] = {"plain", "a,b", "a\"b",       "a\nb",
                                        "a\rb",  " a",  "a ",         "a b",
                                        "\ta",   "",    "华东，华南", "1,200"};
    gp_table_column(b->report, b->table, "x", "x", GP_LEFT);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        gp_table_row(b->report, b->table)[0] = gp_cell_text(texts[i]);
    gp_table_row(b->report, b->table); /* no value */
    expect(b, "csv", plain,
           "x\nplain\n\"a,b\"\n\"a\"\"b\"\n\"a\nb\"\n\"a\rb\"\n\" a\"\n"
           "\"a \"\na b\n\"'\ta\"\n\"\"\n华东，华南\n\"1,200\"\n\"\"\n");
}

static void csv_text_is(const char *text, const char *expected)
{
    struct gp_heap heap;
    struct gp_buf buf;
    gp_heap_init(&heap);
    gp_buf_init(&buf, &heap);
    gp_csv_text(&buf, text);
    assert_string_equal(gp_buf_cstr(&buf), expected);
    gp_heap_fini(&heap);
}

/* What a spreadsheet would run is a text there, too; numbers are as they
 * are. */
static void test_csv_formulas(void **state)
{
    (void)state;
    csv_text_is("=2+3", "'=2+3");
    csv_text_is("@SUM(A1,B1)", "\"'@SUM(A1,B1)\"");
    csv_text_is("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0");
    csv_text_is("-2+3", "'-2+3");
    csv_text_is("-", "'-");
    csv_text_is("\t=1", "\"'\t=1\"");
    csv_text_is("＝1", "'＝1");
    csv_text_is("-5", "-5");
    csv_text_is("+3.5%", "+3.5%");
    csv_text_is("-1,200", "\"-1,200\"");
    csv_text_is("-1e5", "'-1e5");
    csv_text_is("", "");
    csv_text_is("company/east", "company/east");
    csv_text_is("a=b", "a=b");
    csv_text_is("（预留）", "（预留）");
    csv_text_is("–", "–");
}

static void test_csv_empty(void **state)
{
    struct bench *b = *state;
    gp_table_column(b->report, b->table, "x", "x", GP_LEFT);
    gp_table_column(b->report, b->table, "y", "y", GP_LEFT);
    b->table->empty = "Nothing.";
    expect(b, "csv", plain, "x,y\n");
    b->report->tables = NULL;
    expect(b, "csv", plain, "");
}

static void test_json(void **state)
{
    struct bench *b = *state;
    fill(b);
    b->report->subtitle = "as of 2026-07-31";
    add_second(b);
    gp_report_note(b->report, "A \"note\".");
    gp_report_note(b->report, "Two\nlines\x1b");
    expect(b, "json", plain,
           "{\n"
           "  \"format_version\": \"1.0\",\n"
           "  \"report\": \"follow-up\",\n"
           "  \"title\": \"Follow-up: Acme\",\n"
           "  \"subtitle\": \"as of 2026-07-31\",\n"
           "  \"rows\": [\n"
           "    {\"owner\": \"hua\", \"target\": 50000000, "
           "\"attainment\": 0.916667},\n"
           "    {\"owner\": \"a|b,\\\"c\\\"\", \"target\": -12.5, "
           "\"attainment\": null},\n"
           "    {\"owner\": \"合计\", \"target\": 0.05, "
           "\"attainment\": 0.9}\n"
           "  ],\n"
           "  \"under\": [],\n"
           "  \"notes\": [\n"
           "    \"A \\\"note\\\".\",\n"
           "    \"Two\\nlines\\u001b\"\n"
           "  ]\n"
           "}\n");
}

static void test_json_empty(void **state)
{
    struct bench *b = *state;
    b->report->tables = NULL;
    expect(b, "json", plain,
           "{\n"
           "  \"format_version\": \"1.0\",\n"
           "  \"report\": \"follow-up\",\n"
           "  \"title\": \"Follow-up: Acme\",\n"
           "  \"subtitle\": null,\n"
           "  \"notes\": []\n"
           "}\n");
}

static void test_markdown(void **state)
{
    struct bench *b = *state;
    fill(b);
    b->report->subtitle = "as of 2026-07-31";
    add_second(b);
    gp_report_note(b->report, "First *note*.");
    gp_report_note(b->report, "1. not a list");
    struct gp_render_options options = {.unit = "万"};
    expect(b, "markdown", options,
           "# Follow-up: Acme\n"
           "\n"
           "*as of 2026-07-31*\n"
           "\n"
           "| 责任人   |  target |     att |\n"
           "| -------- | ------: | ------: |\n"
           "| hua      | 5,000万 |  91.67% |\n"
           "| a\\|b,\"c\" |   -12.5 |       – |\n"
           "| **合计** |  **5%** | **90%** |\n"
           "\n"
           "## Under target\n"
           "\n"
           "Nobody.\n"
           "\n"
           "- First \\*note\\*.\n"
           "- 1\\. not a list\n");
}

static void test_markdown_escapes(void **state)
{
    struct bench *b = *state;
    b->report->title = "#1\nA_b <script>";
    gp_table_column(b->report, b->table, "x", "new_customers", GP_LEFT);
    static const char *const texts[] = {
        "a|b",        "a\nb",     "a\r\nb",   "*b*", "`c`",
        "[d](e)",     "<b>f</b>", "~~g~~",    "\\h", "R&D",
        "&lt; &#60;", "\x1b[31m", "- # 5 > 3"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        gp_table_row(b->report, b->table)[0] = gp_cell_text(texts[i]);
    gp_report_note(b->report, "- a # > b");
    gp_report_note(b->report, "2026) b");
    gp_report_note(b->report, "");
    expect(b, "markdown", plain,
           "# \\#1 A\\_b \\<script\\>\n"
           "\n"
           "| new\\_customers |\n"
           "| -------------- |\n"
           "| a\\|b           |\n"
           "| a<br>b         |\n"
           "| a<br>b         |\n"
           "| \\*b\\*          |\n"
           "| \\`c\\`          |\n"
           "| \\[d\\](e)       |\n"
           "| \\<b>f\\</b>     |\n"
           "| \\~\\~g\\~\\~      |\n"
           "| \\\\h            |\n"
           "| R&D            |\n"
           "| \\&lt; \\&#60;   |\n"
           "| \\x1b\\[31m      |\n"
           "| - # 5 > 3      |\n"
           "\n"
           "- \\- a \\# \\> b\n"
           "- 2026\\) b\n"
           "- \n");
}

static void test_markdown_empty(void **state)
{
    struct bench *b = *state;
    gp_table_column(b->report, b->table, "x", "x", GP_LEFT);
    gp_table_column(b->report, b->table, "y", "y", GP_RIGHT);
    b->table->total_row = true;
    expect(b, "markdown", plain,
           "# Follow-up: Acme\n\n| x   |   y |\n| --- | --: |\n");
}

/* One long cell does not pad all the others. */
static void test_markdown_long_cell(void **state)
{
    struct bench *b = *state;
    char text[200];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    gp_table_column(b->report, b->table, "x", "x", GP_LEFT);
    gp_table_row(b->report, b->table)[0] = gp_cell_text(text);
    b->out.buf.count = 0;
    gp_renderer_find("markdown")->write(b->report, &plain, &b->out);
    assert_int_equal(b->out.buf.count,
                     strlen("# Follow-up: Acme\n\n") + 65 + 65 + 199 + 5);
}

static void test_headings(void **state)
{
    (void)state;
    assert_string_equal(gp_heading(GP_H_DECOMPOSITION_QUARTERLY_SPLIT, false),
                        "quarterly split (Q1-Q4)");
    assert_string_equal(gp_heading(GP_H_DECOMPOSITION_QUARTERLY_SPLIT, true),
                        "季度分解(Q1-Q4)");
    assert_string_equal(gp_heading(GP_H_FOLLOW_UP_NEXT_PLAN, false),
                        "next month's plan");
    assert_string_equal(gp_heading(GP_H_TEAM_ATTAINMENT, true), "完成率(%)");
    assert_string_equal(gp_heading_key(GP_H_FOLLOW_UP), "follow_up");
    for (int i = 0; i < GP_HEADING_COUNT; i++) {
        const char *key = gp_heading_key((enum gp_heading_id)i);
        assert_true(strlen(key) != 0);
        assert_int_equal(strspn(key, "abcdefghijklmnopqrstuvwxyz_"),
                         strlen(key));
        assert_true(*gp_heading((enum gp_heading_id)i, false) != '\0');
        assert_true((*gp_heading((enum gp_heading_id)i, true) & 0x80) != 0);
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_csv),
        TEST(test_csv_quoting),
        cmocka_unit_test(test_csv_formulas),
        TEST(test_csv_empty),
        TEST(test_json),
        TEST(test_json_empty),
        TEST(test_markdown),
        TEST(test_markdown_escapes),
        TEST(test_markdown_empty),
        TEST(test_markdown_long_cell),
        TEST(test_headings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

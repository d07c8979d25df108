/* The text renderer: alignment, units, wrapping, colour, hostile names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "report/show.h"
#include "report/tree.h"
#include "report/wrap.h"

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
    b.report = gp_report_new(&b.arena, "team", "Team", NULL);
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

static void column(struct bench *b, const char *heading, enum gp_align align)
{
    gp_table_column(b->report, b->table, heading, heading, align);
}

static struct gp_cell *row(struct bench *b)
{
    return gp_table_row(b->report, b->table);
}

static const char *render(struct bench *b, struct gp_render_options options)
{
    b->out.buf.count = 0;
    gp_renderer_find("text")->write(b->report, &options, &b->out);
    return gp_buf_cstr(&b->out.buf);
}

#define expect(b, expected, ...) \
    assert_string_equal( \
        render((b), (struct gp_render_options){__VA_ARGS__}), (expected))

static struct gp_cell ratio(int num, int den)
{
    return gp_cell_ratio(gp_rat_make(num, den));
}

static void number_is(struct gp_cell cell, const char *unit,
                      const char *expected)
{
    struct gp_heap heap;
    struct gp_buf buf;
    gp_heap_init(&heap);
    gp_buf_init(&buf, &heap);
    gp_buf_puts(&buf, ">");
    gp_show_number(&buf, &cell, unit);
    assert_string_equal(gp_buf_cstr(&buf) + 1, expected);
    gp_heap_fini(&heap);
}

static void test_amounts(void **state)
{
    (void)state;
    number_is(gp_cell_amount(2000000000, 2), NULL, "20,000,000");
    number_is(gp_cell_amount(0, 2), NULL, "0");
    number_is(gp_cell_amount(999, 0), NULL, "999");
    number_is(gp_cell_amount(1000, 0), NULL, "1,000");
    number_is(gp_cell_amount(-123456789, 2), NULL, "-1,234,567.89");
    number_is(gp_cell_amount(-100, 0), NULL, "-100");
    number_is(gp_cell_amount(INT64_MAX, 0), NULL,
              "9,223,372,036,854,775,807");
    number_is(gp_cell_amount(-INT64_MAX, 0), NULL,
              "-9,223,372,036,854,775,807");
    number_is(gp_cell_amount(5, 18), NULL, "0.000000000000000005");
    number_is(gp_cell_amount(1, 0), "parsec", "1"); /* no such unit */
}

static void test_units(void **state)
{
    (void)state;
    number_is(gp_cell_amount(2000000000, 2), "万", "2,000万");
    number_is(gp_cell_amount(2000000000, 2), "亿", "2,000万");
    number_is(gp_cell_amount(2000000000, 2), "M", "20M");
    number_is(gp_cell_amount(99900000, 2), "M", "999k");
    number_is(gp_cell_amount(2000000000, 2), "k", "20,000k");
    number_is(gp_cell_amount(12749900, 0), "万", "1,274.99万");
    number_is(gp_cell_amount(8333333334, 2), "万", "8,333.33万");
    number_is(gp_cell_amount(12350, 0), "万", "1.24万"); /* half up */
    number_is(gp_cell_amount(-12350, 0), "万", "-1.24万");
    number_is(gp_cell_amount(12349, 0), "万", "1.23万");
    number_is(gp_cell_amount(19999, 0), "万", "2万");
    /* Under the unit: in a smaller one of its kind, or as it is. */
    number_is(gp_cell_amount(1000000, 2), "万", "1万");
    number_is(gp_cell_amount(999999, 2), "万", "9,999.99");
    number_is(gp_cell_amount(-100000, 2), "万", "-1,000");
    number_is(gp_cell_amount(99990000, 0), "亿", "9,999万");
    number_is(gp_cell_amount(9999, 0), "万", "9,999");
    number_is(gp_cell_amount(-10000, 0), "万", "-1万");
    number_is(gp_cell_amount(999, 0), "万", "999");
    number_is(gp_cell_amount(-999, 0), "万", "-999");
    number_is(gp_cell_amount(15, 0), "万", "15");
    number_is(gp_cell_amount(0, 2), "万", "0");
    number_is(gp_cell_amount(-INT64_MAX, 0), "万",
              "-922,337,203,685,477.58万");
    number_is(gp_cell_amount(1, 18), "亿", "0.000000000000000001");
}

static void test_percents(void **state)
{
    (void)state;
    number_is(ratio(9, 10), NULL, "90%");
    number_is(ratio(55, 60), NULL, "91.67%");
    number_is(ratio(-15, 100), "万", "-15%");
    number_is(ratio(0, 1), NULL, "0%");
    number_is(ratio(1, 1), NULL, "100%");
    number_is(ratio(5, 100), NULL, "5%");
    number_is(ratio(5, 1000), NULL, "0.5%");
    number_is(ratio(-5, 1000), NULL, "-0.5%");
    number_is(ratio(1, 20000), NULL, "0.01%"); /* 0.005: half up */
    number_is(ratio(1, 20001), NULL, "0%");
    number_is(ratio(-1, 20000), NULL, "-0.01%");
    number_is(ratio(-1, 1000000), NULL, "0%");
    number_is(ratio(2, 3), NULL, "66.67%");
    number_is(ratio(99999, 100000), NULL, "100%");
    number_is(ratio(12345, 1), NULL, "1,234,500%");
    struct gp_cell percent = gp_cell_amount(5, 2);
    percent.percent = true;
    number_is(percent, "万", "5%");
    percent = gp_cell_amount(-12345, 4);
    percent.percent = true;
    number_is(percent, NULL, "-123.45%");
    percent = gp_cell_amount(0, 2);
    percent.percent = true;
    number_is(percent, NULL, "0%");
}

static void fill_team(struct bench *b)
{
    column(b, "salesperson", GP_LEFT);
    column(b, "actual", GP_RIGHT);
    column(b, "attainment", GP_RIGHT);
    column(b, "key issue", GP_LEFT);
    struct gp_cell *cells = row(b);
    cells[0] = gp_cell_text("hua");
    cells[1] = gp_cell_amount(45000000, 2);
    cells[2] = ratio(9, 10);
    cells[2].status = GP_STATUS_BAD;
    cells = row(b);
    cells[0] = gp_cell_text("王小星");
    cells[1] = gp_cell_amount(58000000, 2);
    cells[2] = ratio(116, 100);
    cells[2].status = GP_STATUS_GOOD;
    cells[3] = gp_cell_text("客户推迟");
    cells = row(b);
    cells[0] = gp_cell_text("total");
    cells[1] = gp_cell_amount(103000000, 2);
    cells[2].status = GP_STATUS_QUIET;
    cells[3] = gp_cell_text("");
}

static void test_aligned(void **state)
{
    struct bench *b = *state;
    fill_team(b);
    expect(b, "Team\n"
              "\n"
              "salesperson     actual  attainment  key issue\n"
              "─────────────────────────────────────────────\n"
              "hua            450,000         90%  –\n"
              "王小星         580,000        116%  客户推迟\n"
              "total        1,030,000           –\n", 0);
}

static void test_total_row(void **state)
{
    struct bench *b = *state;
    fill_team(b);
    b->table->total_row = true;
    b->report->subtitle = "as of 2026-07-31";
    gp_report_note(b->report, "One note.");
    gp_report_note(b->report, "两个说明。");
    expect(b, "Team\n"
              "as of 2026-07-31\n"
              "\n"
              "salesperson  actual  attainment  key issue\n"
              "──────────────────────────────────────────\n"
              "hua            45万         90%  –\n"
              "王小星         58万        116%  客户推迟\n"
              "──────────────────────────────────────────\n"
              "total         103万           –\n"
              "\n"
              "One note.\n"
              "两个说明。\n", .unit = "万");
}

static void test_color(void **state)
{
    struct bench *b = *state;
    fill_team(b);
    expect(b, "Team\n"
              "\n"
              "salesperson     actual  attainment  key issue\n"
              "─────────────────────────────────────────────\n"
              "hua            450,000         \x1b[31m90%\x1b[0m  –\n"
              "王小星         580,000        \x1b[32m116%\x1b[0m  客户推迟\n"
              "total        1,030,000           \x1b[2m–\x1b[0m\n",
           .color = true);
}

static void test_empty_tables(void **state)
{
    struct bench *b = *state;
    column(b, "action", GP_LEFT);
    column(b, "budget", GP_RIGHT);
    b->table->total_row = true;
    expect(b, "Team\n\naction  budget\n──────────────\n", 0);
    b->table->empty = "No actions.";
    b->table->title = "Actions";
    struct gp_table *second = gp_report_table(b->report, "more", "More");
    gp_table_column(b->report, second, "a", "a", GP_LEFT);
    gp_table_row(b->report, second)[0] = gp_cell_text("x");
    second->total_row = true; /* the total alone */
    expect(b, "Team\n\nActions\nNo actions.\n\nMore\na\n─\nx\n", 0);
}

static void test_no_tables(void **state)
{
    struct bench *b = *state;
    b->report->tables = NULL;
    expect(b, "Team\n", 0);
}

static void test_hostile(void **state)
{
    struct bench *b = *state;
    b->report->title = "A\x1b]0;owned\x07";
    column(b, "name\t", GP_LEFT);
    column(b, "n", GP_RIGHT);
    struct gp_cell *cells = row(b);
    cells[0] = gp_cell_text("a\nb\r\x7f\xc2\x9b" "31m");
    cells[1] = gp_cell_text("\xe2\x80\xae" "cod\xff");
    expect(b, "A\\x1b]0;owned\\x07\n"
              "\n"
              "name\\t                           n\n"
              "──────────────────────────────────\n"
              "a\\nb\\r\\x7f\\u009b31m  \\u202ecod\\xff\n", 0);
}

static void test_wrapped(void **state)
{
    struct bench *b = *state;
    column(b, "owner", GP_LEFT);
    column(b, "actual", GP_RIGHT);
    column(b, "corrective action", GP_LEFT);
    column(b, "state", GP_LEFT);
    struct gp_cell *cells = row(b);
    cells[0] = gp_cell_text("hua");
    cells[1] = gp_cell_amount(1234567, 0);
    cells[2] = gp_cell_text("One more visit, with technical support");
    cells[2].status = GP_STATUS_BAD;
    cells[3] = gp_cell_text("open");
    cells = row(b);
    cells[0] = gp_cell_text("xing");
    cells[2] = gp_cell_text("大客户推迟决策，2单未签，下月补上（华东）");
    expect(b, "Team\n"
              "\n"
              "owner     actual  corrective action       state\n"
              "───────────────────────────────────────────────\n"
              "hua    1,234,567  One more visit, with    open\n"
              "                  technical support\n"
              "xing           –  大客户推迟决策，2单未   –\n"
              "                  签，下月补上（华东）\n", .width = 47);
    /* Colour goes with each line of the cell. */
    assert_non_null(strstr(render(b, (struct gp_render_options){
                                         .width = 47, .color = true}),
                           "                  \x1b[31mtechnical support"
                           "\x1b[0m\n"));
    /* Prose in a narrow column would be hard to read: it stands below. */
    expect(b, "Team\n"
              "\n"
              "owner     actual  state\n"
              "───────────────────────\n"
              "hua    1,234,567  open\n"
              "    corrective action: One more\n"
              "      visit, with technical support\n"
              "xing           –  –\n"
              "    corrective action: 大客户推迟决\n"
              "      策，2单未签，下月补上（华东）\n", .width = 37);
    assert_non_null(strstr(render(b, (struct gp_render_options){
                                         .width = 37, .color = true}),
                           "    corrective action: \x1b[31mOne more\x1b[0m\n"
                           "      \x1b[31mvisit, with technical support"
                           "\x1b[0m\n"));
    /* Wide enough: one line each. */
    expect(b, "Team\n"
              "\n"
              "owner     actual  corrective action                          "
              "state\n"
              "─────────────────────────────────────────────────────────────"
              "─────\n"
              "hua    1,234,567  One more visit, with technical support     "
              "open\n"
              "xing           –  大客户推迟决策，2单未签，下月补上（华东）  "
              "–\n", .width = 66);
}

/* A word wider than the terminal is broken, a number never is. */
static void test_too_narrow(void **state)
{
    struct bench *b = *state;
    column(b, "name", GP_LEFT);
    column(b, "amount", GP_RIGHT);
    struct gp_cell *cells = row(b);
    cells[0] = gp_cell_text("incomprehensible words");
    cells[1] = gp_cell_amount(123456789012, 0);
    cells[1].status = GP_STATUS_BAD;
    expect(b, "Team\n"
              "\n"
              "name\n"
              "──────────\n"
              "incomprehe\n"
              "nsible\n"
              "words\n"
              "   amount:\n"
              "123,456,789,012\n", .width = 10);
    assert_non_null(strstr(render(b, (struct gp_render_options){
                                         .width = 10, .color = true}),
                           ":\n\x1b[31m123,456,789,012\x1b[0m\n"));
}

/* A path breaks at its slashes. */
static void test_long_words(void **state)
{
    struct bench *b = *state;
    column(b, "name", GP_LEFT);
    row(b)[0] = gp_cell_text("abcdefghijklmnopqrstuvwxyz0123456789");
    row(b)[0] = gp_cell_text("company/east/hua/of/the/river");
    expect(b, "Team\n"
              "\n"
              "name\n"
              "────────────────────\n"
              "abcdefghijklmnopqrst\n"
              "uvwxyz0123456789\n"
              "company/east/hua/of/\n"
              "the/river\n", .width = 20);
}

static void fill_months(struct bench *b, int months)
{
    static const char *const names[] = {"Jan", "Feb", "Mar", "Apr",
                                        "May", "Jun", "Jul"};
    column(b, "scope", GP_LEFT);
    for (int m = 0; m < months; m++)
        column(b, names[m], GP_RIGHT);
    column(b, "note", GP_LEFT);
    for (int r = 0; r < 2; r++) {
        struct gp_cell *cells = row(b);
        cells[0] = gp_cell_text(r == 0 ? "east/hua" : "total");
        for (int m = 0; m < months; m++)
            cells[m + 1] = gp_cell_amount(1000 * (m + 1) + r, 0);
    }
    b->table->total_row = true;
}

/* Many numbers: several tables, with the first column in each; a column of no
 * value is named behind them. */
static void test_split(void **state)
{
    struct bench *b = *state;
    fill_months(b, 7);
    expect(b, "Team\n"
              "\n"
              "scope       Jan    Feb    Mar    Apr\n"
              "────────────────────────────────────\n"
              "east/hua  1,000  2,000  3,000  4,000\n"
              "────────────────────────────────────\n"
              "total     1,001  2,001  3,001  4,001\n"
              "\n"
              "scope       May    Jun    Jul\n"
              "─────────────────────────────\n"
              "east/hua  5,000  6,000  7,000\n"
              "─────────────────────────────\n"
              "total     5,001  6,001  7,001\n"
              "empty column: note\n", .width = 48);
    /* No room for two numbers beside the scope: they stand below. */
    expect(b, "Team\n"
              "\n"
              "scope\n"
              "────────\n"
              "east/hua\n"
              "    Jan：1,000\n"
              "    Feb：2,000\n"
              "    Mar：3,000\n"
              "    Apr：4,000\n"
              "    May：5,000\n"
              "    Jun：6,000\n"
              "    Jul：7,000\n"
              "────────\n"
              "total\n"
              "    Jan：1,001\n"
              "    Feb：2,001\n"
              "    Mar：3,001\n"
              "    Apr：4,001\n"
              "    May：5,001\n"
              "    Jun：6,001\n"
              "    Jul：7,001\n"
              "空列：note\n", .width = 20, .chinese = true);
}

/* Headings in several lines stand on the rule, none with a syllable alone. */
static void test_headings(void **state)
{
    struct bench *b = *state;
    column(b, "范围", GP_LEFT);
    column(b, "调整后目标", GP_RIGHT);
    column(b, "planned by now", GP_RIGHT);
    struct gp_cell *cells = row(b);
    cells[0] = gp_cell_text("公司");
    cells[1] = gp_cell_amount(1000, 0);
    cells[2] = gp_cell_amount(900, 0);
    expect(b, "Team\n"
              "\n"
              "       调整后  planned\n"
              "范围     目标   by now\n"
              "──────────────────────\n"
              "公司    1,000      900\n", .width = 22);
}

/* Sentences wrap too. */
static void test_sentences(void **state)
{
    struct bench *b = *state;
    b->report->tables = NULL;
    b->report->subtitle = "as of a day, and a long one";
    gp_report_note(b->report, "2026-04-10 修订，华南新增渠道：1400万元");
    expect(b, "Team\n"
              "as of a day, and a\n"
              "  long one\n"
              "\n"
              "2026-04-10 修订，华\n"
              "  南新增渠道：\n"
              "  1400万元\n", .width = 19);
}

static void lines_are(const char *text, size_t width, const char *expected)
{
    char got[256];
    size_t n = 0, at = 0, length = strlen(text);
    while (at < length) {
        size_t next;
        size_t used = gp_wrap_line(text + at, length - at, width, &next);
        assert_true(next > 0 && at + next <= length && used <= next);
        memcpy(got + n, text + at, used);
        n += used;
        got[n++] = '|';
        at += next;
    }
    got[n] = '\0';
    assert_string_equal(got, expected);
}

static void test_wrap(void **state)
{
    (void)state;
    lines_are("one two three", 7, "one two|three|");
    lines_are("one two three", 8, "one two|three|");
    lines_are("one two  three", 7, "one two|three|");
    lines_are("one two", 3, "one|two|");
    lines_are("one ", 3, "one|");
    lines_are("abcdef", 2, "ab|cd|ef|");
    lines_are("a abcdef", 3, "a|abc|def|");
    lines_are("华东华南", 4, "华东|华南|");
    lines_are("华东华南", 5, "华东|华南|");
    lines_are("华东", 1, "华|东|"); /* one at least */
    lines_are("华东，华南", 4, "华|东，|华南|");
    lines_are("（华东）华南", 6, "（华|东）华|南|");
    lines_are("目标2,000万元", 9, "目标|2,000万元|");
    lines_are("至2026年7月31日止", 12, "至|2026年7月31|日止|");
    lines_are("a/b 2/3", 2, "a/|b|2/|3|");
    lines_are("a/b 2/3", 3, "a/b|2/3|");
    lines_are("aa/bb 22/33", 5, "aa/bb|22/33|");
    lines_are("一·二……三", 4, "一·|二……|三|");
    lines_are("e\xcc\x81" "e\xcc\x81" "e\xcc\x81", 2,
              "e\xcc\x81" "e\xcc\x81|e\xcc\x81|");
    assert_int_equal(gp_wrap_widest("one three two", 13), 5);
    assert_int_equal(gp_wrap_widest("华东", strlen("华东")), 2);
    assert_int_equal(gp_wrap_widest("华东）", strlen("华东）")), 4);
    assert_int_equal(gp_wrap_widest("", 0), 0);
}

/* More rows and columns than the first room holds. */
static void test_many(void **state)
{
    struct bench *b = *state;
    for (int c = 0; c < 40; c++)
        column(b, "c", GP_RIGHT);
    for (int r = 0; r < 100; r++) {
        struct gp_cell *cells = row(b);
        for (int c = 0; c < 40; c++) {
            assert_int_equal(cells[c].kind, GP_CELL_NONE);
            cells[c] = gp_cell_amount(r * 40 + c, 0);
        }
    }
    for (int i = 0; i < 20; i++)
        gp_report_note(b->report, "n");
    assert_int_equal(b->table->row_count, 100);
    assert_int_equal(b->table->column_count, 40);
    assert_int_equal(b->report->note_count, 20);
    for (int i = 0; i < 4000; i++)
        assert_int_equal(b->table->cells[i].amount, i);
    for (int c = 0; c < 40; c++)
        assert_string_equal(b->table->columns[c].key, "c");
}

static void test_renderers(void **state)
{
    (void)state;
    const struct gp_renderer *r = gp_renderers();
    assert_string_equal(r->format, "text");
    for (; r->format != NULL; r++)
        assert_ptr_equal(gp_renderer_find(r->format), r);
    assert_null(gp_renderer_find("papyrus"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_amounts),      TEST(test_units),
        TEST(test_percents),     TEST(test_aligned),
        TEST(test_total_row),    TEST(test_color),
        TEST(test_empty_tables), TEST(test_no_tables),
        TEST(test_hostile),      TEST(test_wrapped),
        TEST(test_too_narrow),   TEST(test_long_words),
        TEST(test_wrap),         TEST(test_many),
        TEST(test_renderers),    TEST(test_split),
        TEST(test_headings),     TEST(test_sentences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * What holds for every table on a terminal of every width, tried with random
 * ones: words, numbers and dates are whole, every value is there, no line is
 * wider than the terminal, columns stand below each other.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "report/tree.h"

enum { TABLES = 600, MOST_COLUMNS = 12, MOST_ROWS = 6, WORD = 24 };

/* Columns where a table of a few columns has room for any single value. */
enum { ROOMY = 60 };

struct trial {
    struct gp_heap heap;
    struct gp_arena arena;
    struct gp_out out;
    struct gp_report *report;
    struct gp_table *table;
    unsigned seed;
    int serial; /* no word, number or character comes twice */
    uint32_t ideogram;
    size_t screen;
    const char *text; /* what was written */
};

static int below(struct trial *t, int n)
{
    return rand_r(&t->seed) % n;
}

/* "w17xxx": only itself, wherever it is looked for. */
static void add_word(struct trial *t, struct gp_buf *buf, int most)
{
    gp_buf_puts(buf, "w");
    gp_buf_int(buf, t->serial++);
    gp_buf_fill(buf, 'x', 1 + (size_t)below(t, most));
}

static void add_ideograms(struct trial *t, struct gp_buf *buf, int most)
{
    for (int n = 1 + below(t, most); n > 0; n--) {
        uint32_t c = t->ideogram++;
        gp_buf_putc(buf, (char)(0xe0 | c >> 12));
        gp_buf_putc(buf, (char)(0x80 | (c >> 6 & 63)));
        gp_buf_putc(buf, (char)(0x80 | (c & 63)));
        if (below(t, 5) == 0)
            gp_buf_puts(buf, "，");
    }
}

static const char *some_text(struct trial *t, int words, int length)
{
    struct gp_buf buf;
    gp_buf_init(&buf, &t->heap);
    bool chinese = below(t, 3) == 0;
    for (int n = 1 + below(t, words); n > 0; n--) {
        if (buf.count != 0)
            gp_buf_putc(&buf, ' ');
        if (chinese)
            add_ideograms(t, &buf, length);
        else
            add_word(t, &buf, length);
    }
    const char *text = gp_arena_strndup(&t->arena, buf.at, buf.count);
    gp_buf_fini(&buf);
    return text;
}

static struct gp_cell some_cell(struct trial *t, int kind)
{
    struct gp_cell none = {.kind = GP_CELL_NONE}, cell;
    char day[16];
    if (below(t, 5) == 0)
        return none;
    switch (kind) {
    case 0:
        return gp_cell_amount(1000000 + t->serial++ * 7, below(t, 3));
    case 1:
        return gp_cell_ratio(gp_rat_make(100000 + t->serial++, 1000));
    case 2:
        snprintf(day, sizeof day, "%04d-%02d-%02d", 2000 + t->serial / 300 % 90,
                 1 + t->serial / 28 % 12, 1 + t->serial % 28);
        t->serial++;
        cell = gp_cell_text(gp_arena_strdup(&t->arena, day));
        cell.is_date = true;
        return cell;
    case 3:
        return gp_cell_text(some_text(t, 2, 6));
    default:
        return gp_cell_text(some_text(t, 16, WORD - 8));
    }
}

static void make_table(struct trial *t)
{
    int kinds[MOST_COLUMNS], columns = 1 + below(t, MOST_COLUMNS);
    t->serial = 0;
    t->ideogram = 0x4e00;
    t->report = gp_report_new(&t->arena, "any", "Any", NULL);
    t->table = gp_report_table(t->report, "rows", NULL);
    t->table->total_row = below(t, 3) == 0;
    for (int c = 0; c < columns; c++) {
        kinds[c] = below(t, 5);
        const char *heading = some_text(t, 2, 5);
        gp_table_column(t->report, t->table, heading, heading,
                        kinds[c] < 2 ? GP_RIGHT : GP_LEFT);
    }
    for (int r = below(t, MOST_ROWS); r >= 0; r--) {
        struct gp_cell *cells = gp_table_row(t->report, t->table);
        for (int c = 0; c < columns; c++)
            cells[c] = some_cell(t, kinds[c]);
    }
}

/* ---- what must hold ------------------------------------------------------ */

/* With all that was written, which fail_msg would cut. */
static void fail_at(const struct trial *t, const char *value)
{
    fprintf(stderr, "%s, %zu columns:\n%s", value, t->screen, t->text);
    fail();
}

static bool is_border(char c)
{
    return c == ' ' || c == '\n' || c == '\0';
}

/* Where a token stands alone in the output; NULL where it does not. */
static const char *find(const struct trial *t, const char *token, size_t length)
{
    const char *at = t->text;
    for (; (at = strstr(at, token)) != NULL; at++)
        if ((at == t->text || is_border(at[-1]) ||
             strncmp(at - 3, "：", 3) == 0) &&
            is_border(at[length]))
            return at;
    return NULL;
}

static size_t column_of(const struct trial *t, const char *at)
{
    const char *start = at;
    while (start > t->text && start[-1] != '\n')
        start--;
    return gp_utf8_width(start, (size_t)(at - start));
}

/* Every word, or character of Chinese, of a text. */
static void words_are_there(const struct trial *t, const char *text)
{
    while (*text != '\0') {
        bool wide = (unsigned char)*text >= 0x80;
        size_t n = wide ? 3 : strcspn(text, " ");
        char token[64];
        assert_true(n < sizeof token);
        memcpy(token, text, n);
        token[n] = '\0';
        if (gp_utf8_width(token, n) <= t->screen &&
            strstr(t->text, token) == NULL)
            fail_at(t, token);
        text += n + (text[n] == ' ');
    }
}

static const char *shown(struct trial *t, const struct gp_cell *cell)
{
    struct gp_report *one = gp_report_new(&t->arena, "", "", NULL);
    struct gp_table *table = gp_report_table(one, "x", NULL);
    struct gp_render_options options = {0};
    struct gp_out out;
    gp_table_column(one, table, "x", "x", GP_LEFT);
    gp_table_row(one, table)[0] = *cell;
    gp_out_init_memory(&out, &t->heap);
    gp_renderer_find("text")->write(one, &options, &out);
    /* Nothing but the last line. */
    size_t end = out.buf.count - 1, start = end;
    while (out.buf.at[start - 1] != '\n')
        start--;
    return gp_arena_strndup(&t->arena, out.buf.at + start, end - start);
}

static void values_are_there(struct trial *t)
{
    const struct gp_table *table = t->table;
    for (size_t c = 0; c < table->column_count; c++) {
        size_t place = 0;
        bool found = false;
        words_are_there(t, table->columns[c].heading);
        for (size_t r = 0; r < table->row_count; r++) {
            const struct gp_cell *cell =
                &table->cells[r * table->column_count + c];
            if (cell->kind == GP_CELL_TEXT)
                words_are_there(t, cell->text);
            if (cell->kind == GP_CELL_TEXT || cell->kind == GP_CELL_NONE)
                continue;
            const char *number = shown(t, cell);
            const char *at = find(t, number, strlen(number));
            if (at == NULL)
                fail_at(t, number);
            size_t here = column_of(t, at + strlen(number));
            if (t->screen >= ROOMY && found && here != place)
                fail_at(t, number);
            place = here;
            found = true;
        }
    }
}

static void lines_are_sound(const struct trial *t)
{
    for (const char *at = t->text; *at != '\0';) {
        size_t length = strcspn(at, "\n"), blank = strspn(at, " ");
        size_t width = gp_utf8_width(at, length);
        if (width > t->screen) /* one number, without anything beside it */
            assert_null(memchr(at + blank, ' ', length - blank));
        assert_true(length == 0 || at[length - 1] != ' ');
        assert_int_not_equal(strncmp(at + blank, "，", 3), 0);
        at += length + (at[length] == '\n');
    }
    assert_null(strstr(t->text, " ，"));
}

static void test_random_tables(void **state)
{
    static const size_t screens[] = {12, 20, 30, 40, 60, 80, 100, 120, 200};
    struct trial t = {.seed = 20261122};
    (void)state;
    for (int i = 0; i < TABLES; i++) {
        gp_heap_init(&t.heap);
        gp_arena_init(&t.arena, &t.heap);
        gp_out_init_memory(&t.out, &t.heap);
        make_table(&t);
        t.screen = screens[below(&t, sizeof screens / sizeof screens[0])];
        struct gp_render_options options = {.width = (int)t.screen,
                                            .chinese = below(&t, 2) == 0};
        gp_renderer_find("text")->write(t.report, &options, &t.out);
        t.text = gp_buf_cstr(&t.out.buf);
        values_are_there(&t);
        lines_are_sound(&t);
        gp_heap_fini(&t.heap);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

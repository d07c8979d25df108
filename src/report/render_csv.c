/*
 * A report as CSV (RFC 4180 with LF): a header of column keys and the rows
 * of each table, an empty line between tables of different columns.  Titles
 * and notes are left to the formats for people.
 */
#include <string.h>

#include "report/csv.h"
#include "report/figure.h"
#include "report/render.h"
#include "report/show.h"

/* "-5", "+3.5%", "-1,200": a spreadsheet shows it as it is. */
static bool is_number(const char *text)
{
    text += *text == '+' || *text == '-';
    size_t n = strspn(text, "0123456789.,");
    n += text[n] == '%';
    return *text >= '0' && *text <= '9' && text[n] == '\0';
}

/* Whether a spreadsheet might take a text for a formula and run it; some do
 * so with the full-width signs, too. */
static bool is_formula(const char *text)
{
    static const char *const signs[] = {"=",  "+",  "-",  "@",  "\t",
                                        "\r", "＝", "＋", "－", "＠"};
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (strncmp(text, signs[i], strlen(signs[i])) == 0)
            return !is_number(text);
    return false;
}

void gp_csv_text(struct gp_buf *buf, const char *text)
{
    size_t length = strlen(text);
    bool quoted = strpbrk(text, ",\"\r\n") != NULL, guarded = is_formula(text);
    if (length != 0)
        quoted |= strchr(" \t", text[0]) != NULL ||
                  strchr(" \t", text[length - 1]) != NULL;
    if (!quoted) {
        gp_buf_puts(buf, guarded ? "'" : "");
        gp_buf_add(buf, text, length);
        return;
    }
    gp_buf_puts(buf, guarded ? "\"'" : "\"");
    for (; *text != '\0'; text++) {
        if (*text == '"')
            gp_buf_putc(buf, '"');
        gp_buf_putc(buf, *text);
    }
    gp_buf_putc(buf, '"');
}

static void add_cell(struct gp_buf *buf, const struct gp_cell *cell)
{
    if (cell->kind == GP_CELL_TEXT)
        gp_csv_text(buf, cell->plain != NULL ? cell->plain : cell->text);
    else if (cell->kind != GP_CELL_NONE)
        gp_show_plain(buf, cell);
}

static bool is_alike(const struct gp_table *a, const struct gp_table *b)
{
    if (a->column_count != b->column_count)
        return false;
    for (size_t c = 0; c < a->column_count; c++)
        if (strcmp(a->columns[c].key, b->columns[c].key) != 0)
            return false;
    return true;
}

/* The next table of the same columns, or NULL. */
static const struct gp_table *next_alike(const struct gp_table *table)
{
    const struct gp_table *t = table->next;
    while (t != NULL && !is_alike(t, table))
        t = t->next;
    return t;
}

static bool is_first(const struct gp_table *list, const struct gp_table *table)
{
    while (!is_alike(list, table))
        list = list->next;
    return list == table;
}

static void write_heading(const struct gp_table *table, bool named,
                          struct gp_buf *buf)
{
    if (named)
        gp_buf_puts(buf, "table,");
    for (size_t c = 0; c < table->column_count; c++) {
        if (c != 0)
            gp_buf_putc(buf, ',');
        gp_csv_text(buf, table->columns[c].key);
    }
    gp_buf_putc(buf, '\n');
}

static void write_rows(const struct gp_table *table, bool named,
                       struct gp_out *out)
{
    struct gp_buf *buf = &out->buf;
    const struct gp_cell *cell = table->cells;
    for (size_t r = 0; r < table->row_count; r++) {
        size_t start = buf->count;
        if (named) {
            gp_csv_text(buf, table->key);
            gp_buf_putc(buf, ',');
        }
        for (size_t c = 0; c < table->column_count; c++, cell++) {
            if (c != 0)
                gp_buf_putc(buf, ',');
            add_cell(buf, cell);
        }
        if (buf->count == start) /* an empty line would be no row */
            gp_buf_puts(buf, "\"\"");
        gp_buf_putc(buf, '\n');
        gp_out_flush_some(out);
    }
}

/* Tables of the same columns, a person or a week each, are one, with a first
 * column that tells them apart. */
static void write_tables(const struct gp_table *list, bool first,
                         struct gp_out *out)
{
    for (const struct gp_table *t = list; t != NULL; t = t->next) {
        if (!is_first(list, t))
            continue;
        bool named = next_alike(t) != NULL;
        if (!first)
            gp_buf_putc(&out->buf, '\n');
        first = false;
        write_heading(t, named, &out->buf);
        for (const struct gp_table *x = t; x != NULL; x = next_alike(x))
            write_rows(x, named, out);
    }
}

void gp_render_csv(const struct gp_report *report,
                   const struct gp_render_options *options, struct gp_out *out)
{
    if (options->bom)
        gp_buf_puts(&out->buf, "\xef\xbb\xbf");
    struct gp_arena arena;
    gp_arena_init(&arena, out->buf.heap);
    const struct gp_table *own = gp_figure_tables(report, options, &arena);
    write_tables(own, true, out);
    write_tables(report->tables, own == NULL, out);
    gp_arena_fini(&arena);
}

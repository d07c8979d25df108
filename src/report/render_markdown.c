/*
 * A report as GitHub's Markdown, aligned in the source too.  Names of a plan
 * are literal: whatever would be markup in them is escaped.
 */
#include <string.h>

#include "base/utf8.h"
#include "report/figure.h"
#include "report/render.h"
#include "report/show.h"

/* Columns are not padded beyond this: one long cell must not make every row
 * as long. */
enum { MAX_PADDING = 60, MIN_WIDTH = 3 };

/* CELL: inside a table.  LINE: a whole line, where also its first character
 * may be markup. */
enum place { CELL, LINE };

/* `&` is markup only where it starts an entity. */
static bool starts_entity(const char *p)
{
    size_t n = 1 + (p[1] == '#');
    size_t letters = strspn(p + n, "0123456789abcdefghijklmnopqrstuvwxyz"
                                   "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return letters != 0 && p[n + letters] == ';';
}

static bool is_markup(const char *p, enum place place)
{
    if (*p == '&')
        return starts_entity(p);
    return strchr("\\`*_[]<~", *p) != NULL ||
           strchr(place == CELL ? "|" : "#>", *p) != NULL;
}

/* The length of a start of a line that would make it a list or a rule. */
static size_t list_mark(const char *text)
{
    size_t n = strspn(text, "0123456789");
    if (n != 0 && n < 10 && (text[n] == '.' || text[n] == ')'))
        return n + 1;
    return n == 0 && *text != '\0' && strchr("+-=", *text) != NULL ? 1 : 0;
}

static void add_escaped(struct gp_buf *buf, const char *text, enum place place)
{
    size_t mark = place == LINE ? list_mark(text) : 0;
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '\n' || *p == '\r') {
            gp_buf_puts(buf, place == CELL ? "<br>" : " ");
            if (*p == '\r' && p[1] == '\n')
                p++;
            continue;
        }
        if (is_markup(p, place) || p + 1 == text + mark)
            gp_buf_putc(buf, '\\');
        /* A control comes out as \x1b, which Markdown leaves alone. */
        size_t n = 1;
        while (((unsigned char)p[n] & 0xc0) == 0x80)
            n++;
        gp_show_safe(buf, p, n);
        p += n - 1;
    }
}

static void add_link(struct gp_buf *buf, const char *text, const char *link)
{
    gp_buf_putc(buf, '[');
    add_escaped(buf, text, CELL);
    gp_buf_puts(buf, "](");
    gp_buf_puts(buf, link); /* percent-encoded */
    gp_buf_putc(buf, ')');
}

static void add_cell(struct gp_buf *buf, const struct gp_cell *cell,
                     const char *unit, bool bold)
{
    bold = bold && cell->kind != GP_CELL_NONE &&
           (cell->kind != GP_CELL_TEXT || *cell->text != '\0');
    if (bold)
        gp_buf_puts(buf, "**");
    if (cell->kind == GP_CELL_NONE)
        gp_buf_puts(buf, GP_SHOW_NONE);
    else if (cell->kind == GP_CELL_TEXT && cell->link != NULL)
        add_link(buf, cell->text, cell->link);
    else if (cell->kind == GP_CELL_TEXT)
        add_escaped(buf, cell->text, CELL);
    else
        gp_show_number(buf, cell, unit);
    if (bold)
        gp_buf_puts(buf, "**");
}

static bool is_total(const struct gp_table *table, size_t row)
{
    return table->total_row && row + 1 == table->row_count;
}

static void measure(const struct gp_table *table, const char *unit,
                    struct gp_buf *scratch, size_t *widths)
{
    const struct gp_cell *cell = table->cells;
    for (size_t r = 0; r <= table->row_count; r++) {
        for (size_t c = 0; c < table->column_count; c++) {
            scratch->count = 0;
            if (r == 0)
                add_escaped(scratch, table->columns[c].heading, CELL);
            else
                add_cell(scratch, cell++, unit, is_total(table, r - 1));
            size_t width = gp_utf8_width(scratch->at, scratch->count);
            if (width > MAX_PADDING)
                width = MAX_PADDING;
            if (r == 0)
                widths[c] = MIN_WIDTH;
            if (width > widths[c])
                widths[c] = width;
        }
    }
}

/* ` | ` and the content of `scratch`, padded. */
static void write_padded(struct gp_buf *buf, const struct gp_buf *scratch,
                         size_t width, enum gp_align align)
{
    size_t used = gp_utf8_width(scratch->at, scratch->count);
    size_t pad = used < width ? width - used : 0;
    gp_buf_puts(buf, " ");
    if (align == GP_RIGHT)
        gp_buf_fill(buf, ' ', pad);
    gp_buf_add(buf, scratch->at, scratch->count);
    if (align == GP_LEFT)
        gp_buf_fill(buf, ' ', pad);
    gp_buf_puts(buf, " |");
}

static void write_heading(const struct gp_table *table, struct gp_buf *scratch,
                          const size_t *widths, struct gp_buf *buf)
{
    gp_buf_putc(buf, '|');
    for (size_t c = 0; c < table->column_count; c++) {
        scratch->count = 0;
        add_escaped(scratch, table->columns[c].heading, CELL);
        write_padded(buf, scratch, widths[c], table->columns[c].align);
    }
    gp_buf_puts(buf, "\n|");
    for (size_t c = 0; c < table->column_count; c++) {
        bool right = table->columns[c].align == GP_RIGHT;
        gp_buf_putc(buf, ' ');
        gp_buf_fill(buf, '-', widths[c] - right);
        gp_buf_puts(buf, right ? ": |" : " |");
    }
    gp_buf_putc(buf, '\n');
}

static void write_table(const struct gp_table *table, const char *unit,
                        struct gp_out *out)
{
    struct gp_buf scratch, *buf = &out->buf;
    if (table->title != NULL) {
        gp_buf_puts(buf, "## ");
        add_escaped(buf, table->title, LINE);
        gp_buf_puts(buf, "\n\n");
    }
    if (table->row_count == 0 && table->empty != NULL) {
        add_escaped(buf, table->empty, LINE);
        gp_buf_putc(buf, '\n');
        return;
    }
    size_t *widths = gp_calloc(buf->heap, table->column_count, sizeof *widths);
    gp_buf_init(&scratch, buf->heap);
    measure(table, unit, &scratch, widths);
    write_heading(table, &scratch, widths, buf);
    const struct gp_cell *cell = table->cells;
    for (size_t r = 0; r < table->row_count; r++) {
        gp_buf_putc(buf, '|');
        for (size_t c = 0; c < table->column_count; c++) {
            scratch.count = 0;
            add_cell(&scratch, cell++, unit, is_total(table, r));
            write_padded(buf, &scratch, widths[c], table->columns[c].align);
        }
        gp_buf_putc(buf, '\n');
        gp_out_flush_some(out);
    }
    gp_buf_fini(&scratch);
    gp_free(buf->heap, widths);
}

static void write_tables(const struct gp_table *table, const char *unit,
                         struct gp_out *out)
{
    for (; table != NULL; table = table->next) {
        gp_buf_putc(&out->buf, '\n');
        write_table(table, unit, out);
    }
}

void gp_render_markdown(const struct gp_report *report,
                        const struct gp_render_options *options,
                        struct gp_out *out)
{
    struct gp_buf *buf = &out->buf;
    if (report->home != NULL) {
        add_link(buf, options->chinese ? "全部报表" : "All reports",
                 report->home);
        gp_buf_puts(buf, "\n\n");
    }
    gp_buf_puts(buf, "# ");
    add_escaped(buf, report->title, LINE);
    gp_buf_putc(buf, '\n');
    if (report->subtitle != NULL) {
        gp_buf_puts(buf, "\n*");
        add_escaped(buf, report->subtitle, LINE);
        gp_buf_puts(buf, "*\n");
    }
    struct gp_arena arena;
    gp_arena_init(&arena, buf->heap);
    write_tables(gp_figure_tables(report, options, &arena), options->unit, out);
    gp_arena_fini(&arena);
    write_tables(report->tables, options->unit, out);
    if (report->note_count != 0)
        gp_buf_putc(buf, '\n');
    for (size_t i = 0; i < report->note_count; i++) {
        gp_buf_puts(buf, "- ");
        add_escaped(buf, report->notes[i], LINE);
        gp_buf_putc(buf, '\n');
    }
}

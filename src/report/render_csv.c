/*
 * A report as CSV (RFC 4180 with LF): a header of column keys and the rows
 * of each table, an empty line between tables.  Titles and notes are left
 * to the formats for people.
 */
#include <string.h>

#include "report/csv.h"
#include "report/figure.h"
#include "report/render.h"
#include "report/show.h"

void gp_csv_text(struct gp_buf *buf, const char *text)
{
    size_t length = strlen(text);
    bool quoted = strpbrk(text, ",\"\r\n") != NULL;
    if (length != 0)
        quoted |= strchr(" \t", text[0]) != NULL ||
                  strchr(" \t", text[length - 1]) != NULL;
    if (!quoted) {
        gp_buf_add(buf, text, length);
        return;
    }
    gp_buf_putc(buf, '"');
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
        gp_csv_text(buf, cell->text);
    else if (cell->kind != GP_CELL_NONE)
        gp_show_plain(buf, cell);
}

static void write_table(const struct gp_table *table, struct gp_out *out)
{
    struct gp_buf *buf = &out->buf;
    for (size_t c = 0; c < table->column_count; c++) {
        if (c != 0)
            gp_buf_putc(buf, ',');
        gp_csv_text(buf, table->columns[c].key);
    }
    gp_buf_putc(buf, '\n');
    const struct gp_cell *cell = table->cells;
    for (size_t r = 0; r < table->row_count; r++) {
        size_t start = buf->count;
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

static void write_tables(const struct gp_table *table, bool first,
                         struct gp_out *out)
{
    for (; table != NULL; table = table->next, first = false) {
        if (!first)
            gp_buf_putc(&out->buf, '\n');
        write_table(table, out);
    }
}

void gp_render_csv(const struct gp_report *report,
                   const struct gp_render_options *options,
                   struct gp_out *out)
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

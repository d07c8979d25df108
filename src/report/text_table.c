/*
 * See text_table.h.  Each cell is formatted twice, to measure and to write,
 * so that no copy of a large report is kept.
 */
#include "report/text_table.h"

#include <string.h>

#include "base/utf8.h"
#include "report/show.h"
#include "report/text_layout.h"
#include "report/text_line.h"
#include "report/wrap.h"

/* What is left to write of a cell: bytes of `line`, after `above` lines, in
 * lines of at most `width` columns. */
struct rest {
    size_t start, length, above, width;
};

struct writer {
    const struct gp_render_options *options;
    struct gp_out *out;
    const struct gp_table *table;
    struct gp_text_layout layout;
    size_t part; /* that is being written */
    struct rest *rests;
    struct gp_buf line; /* the cells of one row, formatted */
};

static const char *color_of(const struct writer *w, const struct gp_cell *cell)
{
    return cell == NULL ? NULL : gp_text_color(w->options, cell->status);
}

static bool is_here(const struct writer *w, size_t column)
{
    return gp_text_is_in(&w->layout.fits[column], w->part);
}

/* ---- rows ---------------------------------------------------------------- */

/* The next line of one cell, no wider than its column. */
static struct rest take_line(struct writer *w, size_t c)
{
    struct rest *rest = &w->rests[c], line = *rest;
    size_t next;
    if (rest->above != 0) {
        rest->above--;
        line.length = 0;
    }
    if (line.length == 0)
        return line;
    line.length = gp_wrap_line(w->line.at + rest->start, rest->length,
                               rest->width, &next);
    rest->start += next;
    rest->length -= next;
    return line;
}

/* One line of a row; `cells` NULL is the heading.  Spaces are owed until
 * something stands behind them, so that no line ends in one. */
static void write_line(struct writer *w, const struct gp_cell *cells)
{
    struct gp_buf *buf = &w->out->buf;
    size_t owed = 0;
    for (size_t c = 0; c < w->table->column_count; c++) {
        if (!is_here(w, c))
            continue;
        struct rest line = take_line(w, c);
        const char *at = w->line.at + line.start;
        size_t used = gp_utf8_width(at, line.length);
        size_t width = w->layout.fits[c].width;
        size_t pad = used < width ? width - used : 0;
        bool right = w->table->columns[c].align == GP_RIGHT;
        if (c != 0)
            owed += w->layout.gap;
        if (right || line.length == 0)
            owed += pad;
        if (line.length == 0)
            continue;
        gp_buf_fill(buf, ' ', owed);
        owed = right ? 0 : pad;
        const char *color = color_of(w, cells != NULL ? &cells[c] : NULL);
        if (color != NULL)
            gp_buf_puts(buf, color);
        gp_buf_add(buf, at, line.length);
        if (color != NULL)
            gp_buf_puts(buf, GP_TEXT_COLOR_END);
    }
    gp_buf_putc(buf, '\n');
}

static void write_lines(struct writer *w, const struct gp_cell *cells)
{
    bool more;
    do {
        write_line(w, cells);
        more = false;
        for (size_t c = 0; c < w->table->column_count; c++)
            more |= is_here(w, c) && w->rests[c].length != 0;
    } while (more);
}

static size_t count_lines(const struct writer *w, struct rest rest)
{
    size_t lines = 0, next;
    for (; rest.length != 0; lines++) {
        gp_wrap_line(w->line.at + rest.start, rest.length, rest.width, &next);
        rest.start += next;
        rest.length -= next;
    }
    return lines;
}

/* As many lines, about as wide as each other: no syllable alone below. */
static size_t balanced(const struct writer *w, struct rest rest)
{
    size_t lines = count_lines(w, rest);
    size_t word = gp_wrap_widest(w->line.at + rest.start, rest.length);
    while (lines > 1 && rest.width > word) {
        struct rest narrower = rest;
        narrower.width--;
        if (count_lines(w, narrower) != lines)
            break;
        rest = narrower;
    }
    return rest.width;
}

/* The headings stand on the rule: shorter ones begin further down. */
static void write_headings(struct writer *w)
{
    size_t most = 0;
    w->line.count = 0;
    for (size_t c = 0; c < w->table->column_count; c++) {
        const char *heading = w->table->columns[c].heading;
        size_t start = w->line.count;
        gp_show_safe(&w->line, heading, strlen(heading));
        w->rests[c] = (struct rest){.start = start,
                                    .length = w->line.count - start,
                                    .width = w->layout.fits[c].width};
    }
    for (size_t c = 0; c < w->table->column_count; c++) {
        struct rest *rest = &w->rests[c];
        rest->above = is_here(w, c) ? count_lines(w, *rest) : 0;
        most = rest->above > most ? rest->above : most;
        rest->width = balanced(w, *rest);
    }
    for (size_t c = 0; c < w->table->column_count; c++)
        w->rests[c].above = most - w->rests[c].above;
    write_lines(w, NULL);
}

static void write_rule(struct writer *w)
{
    for (size_t i = gp_text_part_width(&w->layout, w->part); i > 0; i--)
        gp_buf_puts(&w->out->buf, "─");
    gp_buf_putc(&w->out->buf, '\n');
}

static bool is_same(const struct gp_cell *a, const struct gp_cell *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == GP_CELL_TEXT)
        return strcmp(a->text, b->text) == 0;
    if (a->kind == GP_CELL_RATIO)
        return gp_rat_cmp(a->ratio, b->ratio) == 0;
    return a->amount == b->amount && a->digits == b->digits;
}

/* Columns from the left that say what the row above says, and need not: where
 * something of the row's own stands beside them. */
static size_t count_same(const struct writer *w, const struct gp_cell *cells)
{
    size_t c = 0, n = w->table->column_count;
    if (cells == w->table->cells)
        return 0;
    while (c < n && w->table->columns[c].once &&
           is_same(&cells[c], &cells[c] - n))
        c++;
    for (size_t own = c; own < n; own++)
        if (is_here(w, own) && cells[own].kind != GP_CELL_NONE)
            return c;
    return 0;
}

static void write_row(struct writer *w, const struct gp_cell *cells)
{
    size_t same = count_same(w, cells);
    w->line.count = 0;
    for (size_t c = 0; c < w->table->column_count; c++) {
        size_t start = w->line.count;
        w->rests[c] =
            (struct rest){.start = start, .width = w->layout.fits[c].width};
        if (c < same || !is_here(w, c))
            continue;
        gp_text_value(&w->line, &cells[c], w->options);
        w->rests[c].length = w->line.count - start;
    }
    write_lines(w, cells);
}

/* ---- below a row --------------------------------------------------------- */

/* "heading: " and the value; returns the bytes of the former. */
static size_t add_item(struct writer *w, size_t c, const struct gp_cell *cell)
{
    const char *heading = w->table->columns[c].heading;
    w->line.count = 0;
    gp_show_safe(&w->line, heading, strlen(heading));
    gp_buf_puts(&w->line, gp_text_colon(w->options));
    size_t plain = w->line.count;
    gp_text_value(&w->line, cell, w->options);
    return plain;
}

/* Short values, as many to a line as there is room for; those of all rows
 * stand below each other. */
static void write_flow(struct writer *w, const struct gp_cell *cells)
{
    struct gp_buf *buf = &w->out->buf;
    size_t used = 0, owed = GP_TEXT_INDENT;
    for (size_t c = 0; c < w->table->column_count; c++) {
        const struct gp_text_fit *fit = &w->layout.fits[c];
        if (fit->place != GP_PLACE_FLOW)
            continue;
        size_t plain = add_item(w, c, &cells[c]);
        size_t item = fit->heading + GP_TEXT_GAP + fit->width;
        if (used != 0 && used + GP_TEXT_GAP + item > w->layout.screen) {
            gp_buf_putc(buf, '\n');
            used = 0;
            owed = GP_TEXT_INDENT;
        }
        used += (used == 0 ? GP_TEXT_INDENT : GP_TEXT_GAP) + item;
        size_t pad = item - gp_utf8_width(w->line.at, w->line.count);
        bool right = w->table->columns[c].align == GP_RIGHT;
        const char *color = color_of(w, &cells[c]);
        gp_buf_fill(buf, ' ', owed);
        gp_buf_add(buf, w->line.at, plain);
        gp_buf_fill(buf, ' ', right ? pad : 0);
        gp_buf_puts(buf, color != NULL ? color : "");
        gp_buf_add(buf, w->line.at + plain, w->line.count - plain);
        gp_buf_puts(buf, color != NULL ? GP_TEXT_COLOR_END : "");
        owed = GP_TEXT_GAP + (right ? 0 : pad);
    }
    if (used != 0)
        gp_buf_putc(buf, '\n');
}

/* Long values, each in lines of its own; a number wider than the terminal
 * stays whole. */
static void write_text(struct writer *w, size_t c, const struct gp_cell *cell)
{
    struct gp_buf *buf = &w->out->buf;
    size_t plain = add_item(w, c, cell), screen = w->layout.screen;
    struct gp_text_piece piece = {
        .at = w->line.at,
        .length = w->line.count,
        .first = GP_TEXT_INDENT,
        .rest = GP_TEXT_INDENT + GP_TEXT_GAP,
        .plain = plain,
        .color = color_of(w, cell),
    };
    if (cell->kind == GP_CELL_TEXT || w->layout.fits[c].value <= screen) {
        gp_text_write(buf, &piece, screen);
        return;
    }
    piece.length = plain;
    gp_text_write(buf, &piece, screen);
    piece = (struct gp_text_piece){.at = w->line.at + plain,
                                   .length = w->line.count - plain,
                                   .color = color_of(w, cell)};
    gp_text_write(buf, &piece, 0);
}

static void write_texts(struct writer *w, const struct gp_cell *cells)
{
    for (size_t c = 0; c < w->table->column_count; c++) {
        bool is_empty =
            cells[c].kind == GP_CELL_NONE ||
            (cells[c].kind == GP_CELL_TEXT && cells[c].text[0] == '\0');
        if (w->layout.fits[c].place == GP_PLACE_LINE && !is_empty)
            write_text(w, c, &cells[c]);
    }
}

/* Nothing is left out in silence. */
static void write_nowhere(struct writer *w)
{
    bool zh = w->options->chinese;
    size_t count = 0, told = 0;
    for (size_t c = 0; c < w->table->column_count; c++)
        count += w->layout.fits[c].place == GP_PLACE_NOWHERE;
    if (count == 0)
        return;
    w->line.count = 0;
    gp_buf_puts(&w->line, zh           ? "空列"
                          : count == 1 ? "empty column"
                                       : "empty columns");
    gp_buf_puts(&w->line, gp_text_colon(w->options));
    for (size_t c = 0; c < w->table->column_count; c++) {
        if (w->layout.fits[c].place != GP_PLACE_NOWHERE)
            continue;
        const char *heading = w->table->columns[c].heading;
        if (told++ != 0)
            gp_buf_puts(&w->line, zh ? "、" : ", ");
        gp_show_safe(&w->line, heading, strlen(heading));
    }
    struct gp_text_piece piece = {.at = w->line.at, .length = w->line.count};
    gp_text_write(&w->out->buf, &piece, w->layout.screen);
}

/* ---- the whole ----------------------------------------------------------- */

static void write_part(struct writer *w)
{
    const struct gp_table *table = w->table;
    write_headings(w);
    write_rule(w);
    for (size_t r = 0; r < table->row_count; r++) {
        const struct gp_cell *cells = table->cells + r * table->column_count;
        if (table->total_row && r != 0 && r + 1 == table->row_count)
            write_rule(w);
        write_row(w, cells);
        if (w->part + 1 == w->layout.part_count) {
            write_flow(w, cells);
            write_texts(w, cells);
        }
        gp_out_flush_some(w->out);
    }
}

void gp_text_table(const struct gp_table *table,
                   const struct gp_render_options *options, struct gp_out *out)
{
    struct gp_heap *heap = out->buf.heap;
    struct writer w = {.options = options, .out = out, .table = table};
    if (table->title != NULL)
        gp_text_sentence(&out->buf, table->title, options);
    if (table->row_count == 0 && table->empty != NULL) {
        gp_text_sentence(&out->buf, table->empty, options);
        return;
    }
    gp_buf_init(&w.line, heap);
    gp_buf_room(&w.line, 1); /* so that it points somewhere */
    w.rests = gp_calloc(heap, table->column_count, sizeof *w.rests);
    gp_text_layout_init(&w.layout, heap, table, options);
    for (; w.part < w.layout.part_count; w.part++) {
        if (w.part != 0)
            gp_buf_putc(&out->buf, '\n');
        write_part(&w);
    }
    write_nowhere(&w);
    gp_text_layout_fini(&w.layout, heap);
    gp_free(heap, w.rests);
    gp_buf_fini(&w.line);
}

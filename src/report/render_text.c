/*
 * A report for a terminal: tables aligned by columns (a CJK character takes
 * two), with colour by status only.  Where a table is wider than the
 * terminal its widest columns are wrapped; nothing is cut.  Each cell is
 * formatted twice, to measure and to write, so that no copy of a large
 * report is kept.
 */
#include <string.h>

#include "base/utf8.h"
#include "report/render.h"
#include "report/show.h"
#include "report/text_figure.h"
#include "report/wrap.h"

/* Columns between columns, where there is room; words up to LONG_WORD columns
 * stay whole, and no wrapped column gets narrower than NARROW. */
enum { GAP = 2, LONG_WORD = 24, NARROW = 6, SHORT = 8 };

/* A column's width, and how far wrapping may bring it down. */
struct fit {
    size_t width, least;
    size_t hard; /* ... where words may be broken, too */
};

/* What is left to write of a cell: bytes of `line`. */
struct rest {
    size_t start, length;
};

struct text {
    const struct gp_render_options *options;
    struct gp_out *out;
    const struct gp_table *table;
    struct fit *fits;
    size_t gap; /* columns between columns */
    struct rest *rests;
    struct gp_buf line; /* the cells of one row, formatted */
};

static void add_safe(struct gp_buf *buf, const char *text)
{
    gp_show_safe(buf, text, strlen(text));
}

static void add_cell(const struct text *t, struct gp_buf *buf,
                     const struct gp_cell *cell)
{
    if (cell->kind == GP_CELL_NONE)
        gp_buf_puts(buf, GP_SHOW_NONE);
    else if (cell->kind == GP_CELL_TEXT)
        add_safe(buf, cell->text);
    else
        gp_show_number(buf, cell, t->options->unit);
}

/* Numbers do not wrap; texts do, and all but headings may break in a word. */
static void fit_one(const struct text *t, struct fit *fit, bool wraps,
                    bool breaks)
{
    size_t width = gp_utf8_width(t->line.at, t->line.count), least = width;
    size_t hard = width;
    if (width > fit->width)
        fit->width = width;
    if (t->options->width <= 0)
        return;
    if (wraps) {
        least = gp_wrap_widest(t->line.at, t->line.count);
        if (least > LONG_WORD)
            least = LONG_WORD;
        size_t floor = breaks ? NARROW : SHORT;
        if (least < floor)
            least = width < floor ? width : floor;
        hard = !breaks ? least : width < NARROW ? width : NARROW;
    }
    if (least > fit->least)
        fit->least = least;
    if (hard > fit->hard)
        fit->hard = hard;
}

static void measure(struct text *t)
{
    const struct gp_table *table = t->table;
    for (size_t c = 0; c < table->column_count; c++) {
        t->fits[c] = (struct fit){0, 0, 0};
        t->line.count = 0;
        add_safe(&t->line, table->columns[c].heading);
        fit_one(t, &t->fits[c], true, false);
        for (size_t r = 0; r < table->row_count; r++) {
            const struct gp_cell *cell =
                &table->cells[r * table->column_count + c];
            t->line.count = 0;
            add_cell(t, &t->line, cell);
            fit_one(t, &t->fits[c], cell->kind == GP_CELL_TEXT,
                    cell->kind == GP_CELL_TEXT);
        }
    }
}

static size_t total_width(const struct text *t)
{
    size_t total = 0;
    for (size_t c = 0; c < t->table->column_count; c++)
        total += t->fits[c].width + (c == 0 ? 0 : t->gap);
    return total;
}

/* Takes columns from the widest column that can give, until the table fits
 * or none can. */
static void narrow(struct text *t)
{
    size_t total = total_width(t);
    while (total > (size_t)t->options->width) {
        struct fit *widest = NULL;
        for (size_t c = 0; c < t->table->column_count; c++) {
            struct fit *f = &t->fits[c];
            if (f->width > f->least &&
                (widest == NULL || f->width > widest->width))
                widest = f;
        }
        if (widest == NULL)
            break;
        widest->width--;
        total--;
    }
}

static bool is_too_wide(const struct text *t)
{
    return total_width(t) > (size_t)t->options->width;
}

/* Between words first; then closer together and inside words, where that is
 * of use. */
static void shrink(struct text *t)
{
    size_t n = t->table->column_count, least = 0;
    t->gap = GAP;
    if (t->options->width <= 0)
        return;
    narrow(t);
    for (size_t c = 0; c < n; c++)
        least += t->fits[c].hard + (c != 0);
    if (!is_too_wide(t) || least > (size_t)t->options->width)
        return;
    t->gap = 1;
    for (size_t c = 0; c < n; c++)
        t->fits[c].least = t->fits[c].hard;
    narrow(t);
}

static const char *color_of(const struct text *t, const struct gp_cell *cell)
{
    static const char *const colors[] = {
        [GP_STATUS_NONE] = NULL,
        [GP_STATUS_GOOD] = "\x1b[32m",
        [GP_STATUS_BAD] = "\x1b[31m",
        [GP_STATUS_QUIET] = "\x1b[2m",
    };
    return t->options->color && cell != NULL ? colors[cell->status] : NULL;
}

/* The next line of one cell, cut to its column. */
static struct rest take_line(struct text *t, size_t c)
{
    struct rest *rest = &t->rests[c], line = *rest;
    size_t next;
    if (rest->length == 0)
        return line;
    line.length = gp_wrap_line(t->line.at + rest->start, rest->length,
                               t->fits[c].width, &next);
    rest->start += next;
    rest->length -= next;
    return line;
}

/* One line of a row; `cells` NULL is the heading.  Spaces are owed until
 * something stands behind them, so that no line ends in one. */
static void write_line(struct text *t, const struct gp_cell *cells)
{
    struct gp_buf *buf = &t->out->buf;
    size_t owed = 0;
    for (size_t c = 0; c < t->table->column_count; c++) {
        struct rest line = take_line(t, c);
        const char *at = t->line.at + line.start;
        size_t used = gp_utf8_width(at, line.length);
        size_t width = t->fits[c].width;
        size_t pad = used < width ? width - used : 0;
        bool right = t->table->columns[c].align == GP_RIGHT;
        if (c != 0)
            owed += t->gap;
        if (right || line.length == 0)
            owed += pad;
        if (line.length == 0)
            continue;
        gp_buf_fill(buf, ' ', owed);
        owed = right ? 0 : pad;
        const char *color = color_of(t, cells != NULL ? &cells[c] : NULL);
        if (color != NULL)
            gp_buf_puts(buf, color);
        gp_buf_add(buf, at, line.length);
        if (color != NULL)
            gp_buf_puts(buf, "\x1b[0m");
    }
    gp_buf_putc(buf, '\n');
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

/* Columns from the left that say what the row above says. */
static size_t count_same(const struct text *t, const struct gp_cell *cells)
{
    size_t c = 0, n = t->table->column_count;
    if (cells == NULL || cells == t->table->cells)
        return 0;
    while (c < n && t->table->columns[c].once &&
           is_same(&cells[c], &cells[c] - n))
        c++;
    return c;
}

static void write_row(struct text *t, const struct gp_cell *cells)
{
    size_t same = count_same(t, cells);
    t->line.count = 0;
    for (size_t c = 0; c < t->table->column_count; c++) {
        size_t start = t->line.count;
        if (cells != NULL && c >= same)
            add_cell(t, &t->line, &cells[c]);
        else if (cells == NULL)
            add_safe(&t->line, t->table->columns[c].heading);
        t->rests[c] = (struct rest){start, t->line.count - start};
    }
    bool more;
    do {
        write_line(t, cells);
        more = false;
        for (size_t c = 0; c < t->table->column_count; c++)
            more |= t->rests[c].length != 0;
    } while (more);
    gp_out_flush_some(t->out);
}

static void write_rule(struct text *t)
{
    for (size_t i = total_width(t); i > 0; i--)
        gp_buf_puts(&t->out->buf, "─");
    gp_buf_putc(&t->out->buf, '\n');
}

static void write_sentence(struct gp_out *out, const char *text)
{
    add_safe(&out->buf, text);
    gp_buf_putc(&out->buf, '\n');
}

static void write_table(struct text *t)
{
    const struct gp_table *table = t->table;
    struct gp_heap *heap = t->out->buf.heap;
    if (table->title != NULL)
        write_sentence(t->out, table->title);
    if (table->row_count == 0 && table->empty != NULL) {
        write_sentence(t->out, table->empty);
        return;
    }
    t->fits = gp_calloc(heap, table->column_count, sizeof *t->fits);
    t->rests = gp_calloc(heap, table->column_count, sizeof *t->rests);
    measure(t);
    shrink(t);
    write_row(t, NULL);
    write_rule(t);
    for (size_t r = 0; r < table->row_count; r++) {
        if (table->total_row && r != 0 && r + 1 == table->row_count)
            write_rule(t);
        write_row(t, table->cells + r * table->column_count);
    }
    gp_free(heap, t->fits);
    gp_free(heap, t->rests);
}

void gp_render_text(const struct gp_report *report,
                    const struct gp_render_options *options, struct gp_out *out)
{
    struct text t = {.options = options, .out = out};
    gp_buf_init(&t.line, out->buf.heap);
    gp_buf_room(&t.line, 1); /* so that t.line.at points somewhere */
    write_sentence(out, report->title);
    if (report->subtitle != NULL)
        write_sentence(out, report->subtitle);
    gp_text_cards(report, options, out);
    gp_text_figures(report, false, options, out);
    for (t.table = report->tables; t.table != NULL; t.table = t.table->next) {
        gp_buf_putc(&out->buf, '\n');
        write_table(&t);
    }
    gp_text_figures(report, true, options, out);
    if (report->note_count != 0)
        gp_buf_putc(&out->buf, '\n');
    for (size_t i = 0; i < report->note_count; i++)
        write_sentence(out, report->notes[i]);
    gp_buf_fini(&t.line);
}

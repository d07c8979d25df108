/*
 * A table on a sheet: cells that hold what they mean, columns as wide as they
 * need, headings that stay and filter.
 */
#include <string.h>

#include "base/date.h"
#include "base/utf8.h"
#include "report/show.h"
#include "report/wrap.h"
#include "report/xlsx.h"

/* Widths in characters. */
enum { NARROWEST = 9, WIDEST = 46, HEADING_WIDEST = 18 };

struct column {
    int digits; /* decimals of its amounts, and of its percentages */
    int percent_digits;
    size_t width;
    bool cut; /* some text is wider */
};

struct sheet {
    struct gp_xlsx_book *b;
    const struct gp_table *table;
    lxw_worksheet *at;
    lxw_row_t row;
    lxw_col_t left; /* the first column's place */
    struct column *columns;
    bool unit, large;
};

/* ---- cells -------------------------------------------------------------- */

/* Excel's number of a day; 0 for what it does not know. */
static int serial_of(const struct gp_cell *cell)
{
    gp_date date, first = gp_date_make(1900, 3, 1);
    if (!cell->is_date || !gp_date_parse(cell->text, strlen(cell->text), &date))
        return 0;
    return date < first ? 0 : (int)(date - first) + 61;
}

static bool is_number(const struct gp_cell *cell)
{
    return cell->kind == GP_CELL_AMOUNT || cell->kind == GP_CELL_RATIO;
}

/* Workbooks hold doubles, so this is the one place that makes any: of a whole
 * number and a power of ten that are both exact, which gives the double that
 * is nearest.  Of more than 15 digits spreadsheets show zeros. */
bool gp_xlsx_number(const struct gp_cell *cell, double *out)
{
    const int64_t most = gp_pow10(15) - 1;
    int64_t amount;
    int digits;
    if (!is_number(cell) || !gp_show_exact(cell, &amount, &digits) ||
        amount > most || amount < -most)
        return false;
    *out = (double)amount / (double)gp_pow10(digits);
    return true;
}

static bool is_percent(const struct gp_cell *cell)
{
    return cell->kind == GP_CELL_RATIO || cell->percent;
}

/* A schedule puts two no-break spaces before a scope for each that is above
 * it: here they are an indent, so that one can look for the name. */
static const char *skip_indent(const char *text, int *indent)
{
    static const char step[] = "\u00a0\u00a0";
    for (*indent = 0; strncmp(text, step, sizeof step - 1) == 0; ++*indent)
        text += sizeof step - 1;
    if (*indent > GP_XLSX_MOST_INDENT)
        *indent = GP_XLSX_MOST_INDENT;
    return text;
}

static struct gp_xlsx_look look_of(const struct sheet *s, lxw_col_t c)
{
    bool right = s->table->columns[c].align == GP_RIGHT;
    /* Words do not touch the digits before them. */
    return (struct gp_xlsx_look){
        .face = GP_XLSX_TEXT, .indent = c > 0 && !right, .large = s->large};
}

static void write_number(struct sheet *s, lxw_col_t c, double number,
                         struct gp_xlsx_look look)
{
    gp_xlsx_check(s->b, s->b->call.worksheet_write_number(
                            s->at, s->row, s->left + c, number,
                            gp_xlsx_format(s->b, look)));
}

static void write_text(struct sheet *s, lxw_col_t c, const char *text,
                       struct gp_xlsx_look look)
{
    int indent;
    text = skip_indent(text, &indent);
    look.indent += indent;
    if (look.indent > GP_XLSX_MOST_INDENT)
        look.indent = GP_XLSX_MOST_INDENT;
    look.wrap = s->columns[c].cut;
    gp_xlsx_check(
        s->b, s->b->call.worksheet_write_string(s->at, s->row, s->left + c,
                                                gp_xlsx_text(s->b, text),
                                                gp_xlsx_format(s->b, look)));
}

/* Whether a positive number is at least one of the unit. */
static bool is_whole_unit(const struct sheet *s, double number)
{
    int zeros = 0;
    return gp_show_unit(s->b->options->unit, &zeros) &&
           number >= (double)gp_pow10(zeros);
}

static void write_digits(struct sheet *s, lxw_col_t c,
                         const struct gp_cell *cell, struct gp_xlsx_look look)
{
    double number;
    if (gp_xlsx_number(cell, &number)) {
        bool percent = is_percent(cell);
        look.face = percent ? GP_XLSX_PERCENT : GP_XLSX_AMOUNT;
        look.unit = !percent && s->unit;
        if (look.unit && number < 0) /* what is less has no unit to show */
            look.unit = look.negative = is_whole_unit(s, -number);
        look.digits = look.unit ? 0
                      : percent ? s->columns[c].percent_digits
                                : s->columns[c].digits;
        write_number(s, c, number, look);
    } else { /* more digits than a double has: all of them, as text */
        struct gp_buf digits;
        gp_buf_init(&digits, s->b->heap);
        gp_show_plain(&digits, cell);
        look.right = true;
        write_text(s, c, gp_buf_cstr(&digits), look);
        gp_buf_fini(&digits);
    }
}

static void write_cell(struct sheet *s, lxw_col_t c, const struct gp_cell *cell,
                       bool total)
{
    struct gp_xlsx_look look = look_of(s, c);
    look.total = total;
    int serial = cell->kind == GP_CELL_TEXT ? serial_of(cell) : 0;
    if (cell->kind == GP_CELL_NONE) {
        gp_xlsx_check(
            s->b, s->b->call.worksheet_write_blank(s->at, s->row, s->left + c,
                                                   gp_xlsx_format(s->b, look)));
        return;
    }
    look.status = cell->status;
    if (serial != 0) {
        look.face = GP_XLSX_DATE;
        write_number(s, c, serial, look);
    } else if (cell->kind == GP_CELL_TEXT) {
        write_text(s, c, cell->text, look);
    } else {
        write_digits(s, c, cell, look);
    }
}

/* ---- columns ------------------------------------------------------------ */

static void widen(struct column *column, size_t width, bool words)
{
    if (words && width > WIDEST) {
        width = WIDEST;
        column->cut = true;
    }
    if (width > column->width)
        column->width = width;
}

static void measure_cell(struct sheet *s, struct column *column,
                         const struct gp_cell *cell)
{
    struct gp_buf *buf = &s->b->text;
    int64_t amount;
    int digits, indent;
    buf->count = 0;
    if (is_number(cell)) {
        if (is_percent(cell) && gp_show_exact(cell, &amount, &digits)) {
            digits = digits < 2 ? 0 : digits > 4 ? 2 : digits - 2;
            if (digits > column->percent_digits)
                column->percent_digits = digits;
        } else if (gp_show_exact(cell, &amount, &digits) &&
                   digits > column->digits) {
            column->digits = digits;
        }
        gp_show_number(buf, cell, s->unit ? s->b->options->unit : NULL);
        widen(column, gp_utf8_width(buf->at, buf->count) + 2, false);
    } else if (cell->kind == GP_CELL_TEXT) {
        const char *text = skip_indent(cell->text, &indent);
        size_t length = strlen(text), line = strcspn(text, "\n");
        column->cut |= line < length;
        widen(column,
              gp_utf8_width(text, line) + 2 + 2 * (size_t)indent +
                  (cell->is_date ? 1 : 0),
              true);
    }
}

static void measure(struct sheet *s)
{
    const struct gp_table *t = s->table;
    for (size_t c = 0; c < t->column_count; c++) {
        struct column *column = &s->columns[c];
        const char *heading = t->columns[c].heading;
        /* The arrow of the filter stands beside it. */
        size_t width = gp_utf8_width(heading, strlen(heading)) + 4;
        column->width = NARROWEST;
        widen(column, width > HEADING_WIDEST ? HEADING_WIDEST : width, false);
        for (size_t r = 0; r < t->row_count; r++)
            measure_cell(s, column, &t->cells[r * t->column_count + c]);
        /* What all cells have in common needs room for its decimals. */
        if (column->digits > 0)
            column->width +=
                (size_t)column->digits > 2 ? 2 : (size_t)column->digits;
    }
    for (size_t c = 0; c < t->column_count; c++)
        gp_xlsx_check(s->b, s->b->call.worksheet_set_column(
                                s->at, (lxw_col_t)c, (lxw_col_t)c,
                                (double)s->columns[c].width, NULL));
}

/* ---- tables ------------------------------------------------------------- */

static void write_headings(struct sheet *s)
{
    const struct gp_table *t = s->table;
    for (size_t c = 0; c < t->column_count; c++) {
        struct gp_xlsx_look look = look_of(s, (lxw_col_t)c);
        look.face = GP_XLSX_HEADING;
        look.right = t->columns[c].align == GP_RIGHT;
        gp_xlsx_check(s->b, s->b->call.worksheet_write_string(
                                s->at, s->row, (lxw_col_t)c,
                                gp_xlsx_text(s->b, t->columns[c].heading),
                                gp_xlsx_format(s->b, look)));
    }
    s->row++;
}

/* Bars from nothing to the whole target, under the digits. */
static void add_bars(struct sheet *s, lxw_row_t first, lxw_row_t last)
{
    const struct gp_table *t = s->table;
    for (size_t c = 0; c < t->column_count; c++) {
        if (strcmp(t->columns[c].key, "attainment") != 0 &&
            strcmp(t->columns[c].key, "share") != 0)
            continue;
        lxw_conditional_format bar = {
            .type = LXW_CONDITIONAL_DATA_BAR,
            .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
            .max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
            .max_value = 1,
            .bar_color = 0xc9dcf3,
            .bar_solid = LXW_TRUE,
            .bar_no_border = LXW_TRUE,
            .bar_negative_color = 0xf6c9c5,
            .data_bar_2010 = LXW_TRUE,
        };
        gp_xlsx_check(
            s->b, s->b->call.worksheet_conditional_format_range(
                      s->at, first, (lxw_col_t)c, last, (lxw_col_t)c, &bar));
    }
}

static size_t count_numbers(const struct gp_table *t)
{
    size_t n = 0;
    for (size_t c = 0; c < t->column_count; c++)
        n += t->columns[c].align == GP_RIGHT;
    return n;
}

/* How many lines a text takes in its column.  A few characters are spared:
 * fonts are not as wide as we think. */
static size_t count_lines(const char *text, size_t width)
{
    size_t lines = 0;
    for (;; text++) {
        size_t left = strcspn(text, "\n"), next;
        lines += left == 0;
        while (left > 0) {
            gp_wrap_line(text, left, width - 4, &next);
            text += next;
            left -= next;
            lines++;
        }
        if (*text != '\n')
            return lines;
    }
}

/* Not every spreadsheet finds the height of its rows. */
static void set_height(struct sheet *s, const struct gp_cell *cells)
{
    enum { LINE = 15, BETWEEN = 3, HIGHEST = 409 };
    size_t most = 1;
    for (size_t c = 0; c < s->table->column_count; c++) {
        if (!s->columns[c].cut || cells[c].kind != GP_CELL_TEXT)
            continue;
        size_t lines = count_lines(cells[c].text, s->columns[c].width);
        most = lines > most ? lines : most;
    }
    double height = (double)(most * LINE + BETWEEN);
    gp_xlsx_check(
        s->b, s->b->call.worksheet_set_row(
                  s->at, s->row, height > HIGHEST ? HIGHEST : height, NULL));
}

static void write_row(struct sheet *s, const struct gp_cell *cells, bool total)
{
    set_height(s, cells);
    for (size_t c = 0; c < s->table->column_count; c++)
        write_cell(s, (lxw_col_t)c, &cells[c], total);
    s->row++;
}

/* A page holds so many characters that one can still read; what is wider goes
 * on beside it, with whom it is about. */
static void fit_pages(struct sheet *s)
{
    enum { READABLE = 220 };
    size_t total = 0;
    for (size_t c = 0; c < s->table->column_count; c++)
        total += s->columns[c].width;
    size_t pages = (total + READABLE - 1) / READABLE;
    if (pages < 2)
        return;
    s->b->call.worksheet_fit_to_pages(s->at, (uint16_t)pages, 0);
    gp_xlsx_check(s->b, s->b->call.worksheet_repeat_columns(s->at, 0, 0));
}

static void write_table(struct sheet *s)
{
    const struct gp_table *t = s->table;
    const struct gp_xlsx_calls *call = &s->b->call;
    lxw_row_t heading = s->row;
    size_t filtered = t->row_count - (t->total_row && t->row_count > 0);
    write_headings(s);
    for (size_t r = 0; r < t->row_count; r++)
        write_row(s, t->cells + r * t->column_count,
                  t->total_row && r + 1 == t->row_count);
    if (t->row_count == 0)
        gp_xlsx_line(s->b, s->at, &s->row, t->empty, GP_XLSX_NOTE);
    /* Beside many numbers one loses sight of whose they are. */
    call->worksheet_freeze_panes(s->at, heading + 1,
                                 count_numbers(t) > 5 ? 1 : 0);
    gp_xlsx_check(s->b, call->worksheet_repeat_rows(s->at, heading, heading));
    fit_pages(s);
    if (filtered > 0)
        gp_xlsx_check(
            s->b, call->worksheet_autofilter(s->at, heading, 0,
                                             heading + (lxw_row_t)filtered,
                                             (lxw_col_t)(t->column_count - 1)));
    if (t->row_count > 0)
        add_bars(s, heading + 1, heading + (lxw_row_t)t->row_count);
}

lxw_row_t gp_xlsx_table(struct gp_xlsx_book *b, lxw_worksheet *at,
                        lxw_row_t row, const struct gp_table *table)
{
    struct sheet s = {.b = b, .table = table, .at = at, .row = row};
    s.columns = gp_calloc(b->heap, table->column_count, sizeof *s.columns);
    s.unit = gp_xlsx_shows_unit(b, table);
    measure(&s);
    write_table(&s);
    gp_free(b->heap, s.columns);
    return s.row;
}

void gp_xlsx_large(struct gp_xlsx_book *b, lxw_worksheet *at, lxw_row_t row,
                   lxw_col_t column, const struct gp_cell *cell)
{
    struct column columns[1] = {{0}};
    struct gp_cell cells[1] = {*cell};
    struct gp_column left[1] = {{.align = GP_LEFT}};
    struct gp_table table = {
        .columns = left, .column_count = 1, .cells = cells, .row_count = 1};
    struct sheet s = {.b = b,
                      .table = &table,
                      .at = at,
                      .row = row,
                      .left = column,
                      .columns = columns,
                      /* All the digits are in the tables. */
                      .unit = gp_xlsx_unit_format(b) != NULL,
                      .large = true};
    measure_cell(&s, columns, cells);
    columns[0].cut = false;
    write_cell(&s, 0, cells, false);
}

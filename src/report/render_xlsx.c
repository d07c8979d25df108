/*
 * A report as a workbook for Excel and its like: a sheet a table, headings
 * that stay and filter, numbers that are numbers.  The way into the library
 * is in xlsx_library.c, what cells look like in xlsx_look.c, pictures in
 * xlsx_chart.c.
 *
 * The same report gives the same bytes: the library dates what it packs
 * 1980-01-01, and we give the document that date as well.
 */
#include <errno.h>
#include <setjmp.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/utf8.h"
#include "report/render.h"
#include "report/show.h"
#include "report/xlsx.h"

/* What a sheet can hold; rows less those above and below a table. */
enum { MOST_ROWS = 1048576 - 4096, MOST_COLUMNS = 16384, MOST_TEXT = 32767 };
/* From here on rows are written as they come, not kept. */
enum { MANY_CELLS = 200000 };
enum { BIRTH = 315532800 /* 1980-01-01 */, A4 = 9 };

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
    const struct gp_report *report;
    const struct gp_table *table;
    lxw_worksheet *at;
    lxw_row_t row;
    struct column *columns;
    bool unit;
};

/* ---- cells ---------------------------------------------------------------- */

/* What the library cannot do is told once, when the output is closed. */
static void check(struct gp_xlsx_book *b, lxw_error error)
{
    if (error == LXW_ERROR_MEMORY_MALLOC_FAILED)
        gp_out_of_memory(b->heap);
    if (error != LXW_NO_ERROR && b->error == 0)
        b->error = EIO;
}

const char *gp_xlsx_text(struct gp_xlsx_book *b, const char *text)
{
    b->text.count = 0;
    for (;;) { /* lines stay lines */
        size_t n = strcspn(text, "\n");
        gp_show_safe(&b->text, text, n);
        if (text[n] == '\0')
            break;
        gp_buf_putc(&b->text, '\n');
        text += n + 1;
    }
    return gp_buf_cstr(&b->text);
}

/* Excel's number of a day; 0 for what it does not know. */
static int serial_of(const struct gp_cell *cell)
{
    gp_date date, first = gp_date_make(1900, 3, 1);
    if (!cell->is_date || !gp_date_parse(cell->text, strlen(cell->text), &date))
        return 0;
    return date < first ? 0 : (int)(date - first) + 61;
}

/* Workbooks hold doubles, so this is the one place that makes any: of a whole
 * number that a double holds exactly and a power of ten, which gives the
 * double that is nearest. */
bool gp_xlsx_number(const struct gp_cell *cell, double *out)
{
    const int64_t most = INT64_C(1) << 53;
    int64_t amount;
    int digits;
    if (!gp_show_exact(cell, &amount, &digits) || amount > most ||
        amount < -most)
        return false;
    *out = (double)amount / (double)gp_pow10(digits);
    return true;
}

static bool is_number(const struct gp_cell *cell)
{
    return cell->kind == GP_CELL_AMOUNT || cell->kind == GP_CELL_RATIO;
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

static void write_text(struct sheet *s, lxw_col_t c, const char *text,
                       struct gp_xlsx_look look)
{
    text = skip_indent(text, &look.indent);
    check(s->b, s->b->call.worksheet_write_string(
                    s->at, s->row, c, gp_xlsx_text(s->b, text),
                    gp_xlsx_format(s->b, look)));
}

static void write_cell(struct sheet *s, lxw_col_t c, const struct gp_cell *cell,
                       bool total)
{
    const struct gp_xlsx_calls *call = &s->b->call;
    struct gp_xlsx_look look = {.face = GP_XLSX_TEXT,
                                .status = cell->status,
                                .total = total,
                                .wrap = s->columns[c].cut};
    int serial;
    double number;
    if (cell->kind == GP_CELL_NONE) {
        look.status = GP_STATUS_NONE;
        check(s->b, call->worksheet_write_blank(s->at, s->row, c,
                                                gp_xlsx_format(s->b, look)));
    } else if (cell->kind == GP_CELL_TEXT && (serial = serial_of(cell)) != 0) {
        look.face = GP_XLSX_DATE;
        look.wrap = false;
        check(s->b, call->worksheet_write_number(s->at, s->row, c, serial,
                                                 gp_xlsx_format(s->b, look)));
    } else if (cell->kind == GP_CELL_TEXT) {
        write_text(s, c, cell->text, look);
    } else if (gp_xlsx_number(cell, &number)) {
        bool percent = is_percent(cell);
        look.face = percent ? GP_XLSX_PERCENT : GP_XLSX_AMOUNT;
        look.unit = !percent && s->unit;
        look.digits = look.unit ? 0
                      : percent ? s->columns[c].percent_digits
                                : s->columns[c].digits;
        look.wrap = false;
        check(s->b, call->worksheet_write_number(s->at, s->row, c, number,
                                                 gp_xlsx_format(s->b, look)));
    } else { /* more digits than a double has: all of them, as text */
        struct gp_buf digits;
        gp_buf_init(&digits, s->b->heap);
        gp_show_plain(&digits, cell);
        look.right = true;
        write_text(s, c, gp_buf_cstr(&digits), look);
        gp_buf_fini(&digits);
    }
}

/* ---- columns -------------------------------------------------------------- */

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
              gp_utf8_width(text, line) + 1 + 2 * (size_t)indent +
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
            column->width += (size_t)column->digits > 2
                                 ? 2
                                 : (size_t)column->digits;
    }
    for (size_t c = 0; c < t->column_count; c++)
        check(s->b, s->b->call.worksheet_set_column(
                        s->at, (lxw_col_t)c, (lxw_col_t)c,
                        (double)s->columns[c].width, NULL));
}

/* ---- sheets --------------------------------------------------------------- */

static void write_line(struct gp_xlsx_book *b, lxw_worksheet *at,
                       lxw_row_t *row, const char *text, enum gp_xlsx_face face)
{
    if (text == NULL)
        return;
    if (face == GP_XLSX_TITLE)
        check(b, b->call.worksheet_set_row(at, *row, 26, NULL));
    check(b, b->call.worksheet_write_string(
                 at, (*row)++, 0, gp_xlsx_text(b, text),
                 gp_xlsx_format(b, (struct gp_xlsx_look){.face = face})));
}

lxw_row_t gp_xlsx_head(struct gp_xlsx_book *b, lxw_worksheet *at,
                       const struct gp_report *report, const char *section)
{
    lxw_row_t row = 0;
    write_line(b, at, &row, report->title, GP_XLSX_TITLE);
    write_line(b, at, &row, report->subtitle, GP_XLSX_SUBTITLE);
    write_line(b, at, &row, section, GP_XLSX_SECTION);
    return row + 1;
}

static void write_headings(struct sheet *s)
{
    const struct gp_table *t = s->table;
    for (size_t c = 0; c < t->column_count; c++) {
        struct gp_xlsx_look look = {.face = GP_XLSX_HEADING,
                                    .right =
                                        t->columns[c].align == GP_RIGHT};
        check(s->b, s->b->call.worksheet_write_string(
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
        if (strcmp(t->columns[c].key, "attainment") != 0)
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
        check(s->b, s->b->call.worksheet_conditional_format_range(
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

static void write_table(struct sheet *s)
{
    const struct gp_table *t = s->table;
    const struct gp_xlsx_calls *call = &s->b->call;
    lxw_row_t heading = s->row;
    size_t filtered = t->row_count - (t->total_row && t->row_count > 0);
    write_headings(s);
    for (size_t r = 0; r < t->row_count; r++, s->row++)
        for (size_t c = 0; c < t->column_count; c++)
            write_cell(s, (lxw_col_t)c, &t->cells[r * t->column_count + c],
                       t->total_row && r + 1 == t->row_count);
    if (t->row_count == 0)
        write_line(s->b, s->at, &s->row, t->empty, GP_XLSX_NOTE);
    /* Beside many numbers one loses sight of whose they are. */
    call->worksheet_freeze_panes(s->at, heading + 1,
                                 count_numbers(t) > 5 ? 1 : 0);
    check(s->b, call->worksheet_repeat_rows(s->at, heading, heading));
    if (filtered > 0)
        check(s->b, call->worksheet_autofilter(
                        s->at, heading, 0, heading + (lxw_row_t)filtered,
                        (lxw_col_t)(t->column_count - 1)));
    if (t->row_count > 0)
        add_bars(s, heading + 1, heading + (lxw_row_t)t->row_count);
}

/* "&" is an order in a footer; what is too long is cut. */
static void set_footer(struct gp_xlsx_book *b, lxw_worksheet *at,
                       const char *title)
{
    enum { MOST = 150 };
    struct gp_buf buf;
    size_t length = strlen(title);
    gp_buf_init(&buf, b->heap);
    gp_buf_puts(&buf, "&L ");
    for (size_t i = 0; i < length;) {
        uint32_t code;
        int n = gp_utf8_char(title + i, length - i, &code);
        if (n == 0 || code < 0x20 || buf.count > MOST)
            break;
        gp_buf_add(&buf, title + i, (size_t)n);
        if (code == '&')
            gp_buf_putc(&buf, '&');
        i += (size_t)n;
    }
    gp_buf_puts(&buf, "&R&P / &N");
    check(b, b->call.worksheet_set_footer(at, gp_buf_cstr(&buf)));
    gp_buf_fini(&buf);
}

lxw_worksheet *gp_xlsx_sheet(struct gp_xlsx_book *b,
                             const struct gp_report *report, const char *name)
{
    lxw_worksheet *at = b->call.workbook_add_worksheet(
        b->workbook, gp_xlsx_sheet_name(b, name));
    if (at == NULL)
        gp_out_of_memory(b->heap);
    b->call.worksheet_gridlines(at, LXW_HIDE_ALL_GRIDLINES);
    b->call.worksheet_set_landscape(at);
    b->call.worksheet_set_paper(at, A4);
    b->call.worksheet_set_margins(at, 0.5, 0.5, 0.6, 0.7);
    b->call.worksheet_fit_to_pages(at, 1, 0);
    set_footer(b, at, report->title);
    return at;
}

/* The sheet of a table, or of no table where the report has none. */
static void write_sheet(struct gp_xlsx_book *b, const struct gp_report *report,
                        const struct gp_table *table)
{
    struct sheet s = {.b = b, .report = report, .table = table};
    const char *title = table != NULL ? table->title : NULL;
    s.at = gp_xlsx_sheet(b, report, title != NULL ? title : report->title);
    s.row = gp_xlsx_head(b, s.at, report, title);
    if (table != NULL) {
        s.columns = gp_calloc(b->heap, table->column_count, sizeof *s.columns);
        s.unit = gp_xlsx_shows_unit(b, table);
        measure(&s);
        write_table(&s);
        gp_free(b->heap, s.columns);
        s.row++;
    }
    if (table == report->tables)
        for (size_t i = 0; i < report->note_count; i++)
            write_line(b, s.at, &s.row, report->notes[i], GP_XLSX_NOTE);
}

/* ---- workbooks ------------------------------------------------------------ */

static void write_book(struct gp_xlsx_book *b, const struct gp_report *report)
{
    struct gp_buf title;
    gp_buf_init(&title, b->heap);
    gp_show_safe(&title, report->title, strlen(report->title));
    lxw_doc_properties properties = {
        .title = (char *)(uintptr_t)gp_buf_cstr(&title),
        .created = BIRTH,
    };
    check(b, b->call.workbook_set_properties(b->workbook, &properties));
    gp_buf_fini(&title);
    write_sheet(b, report, report->tables);
    for (const struct gp_table *t = report->tables; t != NULL; t = t->next)
        if (t != report->tables)
            write_sheet(b, report, t);
}

static bool is_large(const struct gp_report *report)
{
    size_t cells = 0;
    for (const struct gp_table *t = report->tables; t != NULL; t = t->next)
        cells += t->row_count * t->column_count;
    return cells > MANY_CELLS;
}

static void give(int fd, struct gp_out *out)
{
    char piece[1 << 14];
    ssize_t n;
    if (lseek(fd, 0, SEEK_SET) != 0)
        out->error = out->error != 0 ? out->error : errno;
    while ((n = read(fd, piece, sizeof piece)) > 0)
        gp_out_add(out, piece, (size_t)n);
    if (n < 0 && out->error == 0)
        out->error = errno;
}

/* The library writes to files by name: to one in memory, which has one. */
static void write_file(struct gp_xlsx_book *b, const struct gp_report *report)
{
    lxw_workbook_options options = {.constant_memory = is_large(report)};
    char name[64];
    snprintf(name, sizeof name, "/proc/self/fd/%d", b->fd);
    b->workbook = b->call.workbook_new_opt(name, &options);
    if (b->workbook == NULL)
        gp_out_of_memory(b->heap);
    write_book(b, report);
    lxw_workbook *workbook = b->workbook;
    b->workbook = NULL; /* closing frees it */
    check(b, b->call.workbook_close(workbook));
}

static void end(struct gp_xlsx_book *b)
{
    if (b->workbook != NULL)
        b->call.lxw_workbook_free(b->workbook);
    if (b->before != (locale_t)0)
        uselocale(b->before);
    if (b->plain != (locale_t)0)
        freelocale(b->plain);
    if (b->fd >= 0)
        close(b->fd);
    gp_xlsx_unload(&b->call);
}

void gp_render_xlsx(const struct gp_report *report,
                    const struct gp_render_options *options, struct gp_out *out)
{
    struct gp_heap *heap = out->buf.heap;
    struct gp_xlsx_book *b = gp_calloc(heap, 1, sizeof *b);
    jmp_buf oom, *outer = heap->oom;
    b->heap = heap;
    b->options = options;
    gp_buf_init(&b->text, heap);
    if (!gp_xlsx_load(&b->call)) {
        out->error = ELIBACC;
        gp_free(heap, b);
        return;
    }
    b->fd = memfd_create("goalpost", MFD_CLOEXEC);
    if (setjmp(oom) != 0) {
        heap->oom = outer;
        end(b);
        gp_out_of_memory(heap);
    }
    heap->oom = &oom;
    b->plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    b->before = b->plain != (locale_t)0 ? uselocale(b->plain) : (locale_t)0;
    if (b->fd < 0)
        b->error = errno;
    else
        write_file(b, report);
    if (b->error == 0)
        give(b->fd, out);
    else if (out->error == 0)
        out->error = b->error;
    heap->oom = outer;
    end(b);
    gp_vec_fini(heap, &b->formats);
    gp_vec_fini(heap, &b->names);
    gp_buf_fini(&b->text);
    gp_free(heap, b);
}

static bool has_long_text(const struct gp_table *t)
{
    for (size_t i = 0; i < t->row_count * t->column_count; i++) {
        const struct gp_cell *c = &t->cells[i];
        if (c->kind == GP_CELL_TEXT && strlen(c->text) > MOST_TEXT)
            return true;
    }
    return false;
}

const char *gp_refuse_xlsx(const struct gp_report *report)
{
    struct gp_xlsx_calls calls;
    if (!gp_xlsx_load(&calls))
        return "xlsx is written by libxlsxwriter (" GP_XLSX_LIBRARY
               "), which is not installed";
    gp_xlsx_unload(&calls);
    for (const struct gp_table *t = report->tables; t != NULL; t = t->next) {
        if (t->row_count > MOST_ROWS || t->column_count > MOST_COLUMNS)
            return "a table is larger than a sheet of a workbook: narrow it "
                   "by --of, --in or --kpi, or write csv";
        if (has_long_text(t))
            return "a text is longer than a cell of a workbook holds (32767 "
                   "bytes): write csv or json";
    }
    return NULL;
}

/*
 * A report as a workbook for Excel and its like: a sheet a table, headings
 * that stay and filter, numbers that are numbers.  The way into the library
 * is in xlsx_library.c, what cells look like in xlsx_look.c, sheets and
 * tables in xlsx_sheet.c and xlsx_table.c.
 *
 * The same report gives the same bytes: the library dates what it packs
 * 1980-01-01, and we give the document that date as well.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "report/render.h"
#include "report/show.h"
#include "report/xlsx.h"
#include "text/catalogue.h"

/* What a sheet can hold; rows less those above and below a table. */
enum { MOST_ROWS = 1048576 - 4096, MOST_COLUMNS = 16384, MOST_TEXT = 32767 };
/* From here on rows are written as they come, not kept. */
enum { MANY_CELLS = 200000 };
enum { BIRTH = 315532800 /* 1980-01-01 */ };

/* The sheet of a table, or of no table where the report has none. */
static void write_sheet(struct gp_xlsx_book *b, const struct gp_report *report,
                        const struct gp_table *table)
{
    const char *title = table != NULL ? table->title : NULL;
    lxw_worksheet *at = gp_xlsx_sheet(b, report, title);
    lxw_row_t row = gp_xlsx_head(b, at, report, title);
    if (table != NULL)
        row = gp_xlsx_table(b, at, row, table) + 1;
    if (table == report->tables)
        for (size_t i = 0; i < report->note_count; i++)
            gp_xlsx_line(b, at, &row, report->notes[i], GP_XLSX_NOTE);
}

static void write_book(struct gp_xlsx_book *b, const struct gp_report *report)
{
    struct gp_buf title;
    gp_buf_init(&title, b->heap);
    gp_show_safe(&title, report->title, strlen(report->title));
    lxw_doc_properties properties = {
        .title = (char *)(uintptr_t)gp_buf_cstr(&title),
        .created = BIRTH,
    };
    gp_xlsx_check(b, b->call.workbook_set_properties(b->workbook, &properties));
    gp_buf_fini(&title);
    bool alone = false, charts = gp_xlsx_has_charts(report, &alone);
    lxw_worksheet *first =
        charts && alone ? gp_xlsx_charts_sheet(b, report) : NULL;
    if (report->tables != NULL || !charts)
        write_sheet(b, report, report->tables);
    for (const struct gp_table *t = report->tables; t != NULL; t = t->next)
        if (t != report->tables)
            write_sheet(b, report, t);
    if (charts)
        gp_xlsx_charts(
            b, first != NULL ? first : gp_xlsx_charts_sheet(b, report), report);
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
    gp_xlsx_check(b, b->call.workbook_close(workbook));
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
               "), which is not installed (Debian: libxlsxwriter" LXW_SOVERSION
               ")";
    gp_xlsx_unload(&calls);
    for (const struct gp_table *t = report->tables; t != NULL; t = t->next) {
        if (t->row_count > MOST_ROWS || t->column_count > MOST_COLUMNS)
            return GP_WORD("a table is larger than a sheet of a workbook: "
                           "narrow it by --of, --in or --kpi, or write csv");
        if (has_long_text(t))
            return GP_WORD("a text is longer than a cell of a workbook holds "
                           "(32767 bytes): write csv or json");
    }
    return NULL;
}

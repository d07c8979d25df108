/*
 * A workbook through libxlsxwriter, for render_xlsx.c and xlsx_*.c alone.
 *
 * The library is loaded when the first workbook is written, not linked: it
 * brings others with it, and no other command is to wait for them.
 */
#ifndef GP_REPORT_XLSX_H
#define GP_REPORT_XLSX_H

#include <locale.h>
#include <xlsxwriter.h>

#include "base/vec.h"
#include "report/tree.h"

/* The one whose header we were built with: structures are its own. */
#define GP_XLSX_LIBRARY "libxlsxwriter.so." LXW_SOVERSION

/* What we call of it; the types are those of its header. */
#define GP_XLSX_CALLS(CALL) \
    CALL(workbook_new_opt) \
    CALL(workbook_add_worksheet) \
    CALL(workbook_add_format) \
    CALL(workbook_set_properties) \
    CALL(workbook_close) \
    CALL(lxw_workbook_free) \
    CALL(worksheet_write_string) \
    CALL(worksheet_write_number) \
    CALL(worksheet_write_blank) \
    CALL(worksheet_set_row) \
    CALL(worksheet_set_column) \
    CALL(worksheet_freeze_panes) \
    CALL(worksheet_autofilter) \
    CALL(worksheet_conditional_format_range) \
    CALL(worksheet_gridlines) \
    CALL(worksheet_set_landscape) \
    CALL(worksheet_set_paper) \
    CALL(worksheet_set_margins) \
    CALL(worksheet_repeat_rows) \
    CALL(worksheet_fit_to_pages) \
    CALL(worksheet_set_footer) \
    CALL(format_set_align) \
    CALL(format_set_bg_color) \
    CALL(format_set_bold) \
    CALL(format_set_bottom) \
    CALL(format_set_bottom_color) \
    CALL(format_set_font_color) \
    CALL(format_set_font_size) \
    CALL(format_set_indent) \
    CALL(format_set_num_format) \
    CALL(format_set_text_wrap) \
    CALL(format_set_top) \
    CALL(format_set_top_color)

struct gp_xlsx_calls {
    void *library;
#define GP_XLSX_CALL(name) __typeof__(name) *name;
    GP_XLSX_CALLS(GP_XLSX_CALL)
#undef GP_XLSX_CALL
};

/* False where the library is not there; then there is nothing to close. */
bool gp_xlsx_load(struct gp_xlsx_calls *calls);
void gp_xlsx_unload(struct gp_xlsx_calls *calls);

/* ---- looks -------------------------------------------------------------- */

enum gp_xlsx_face {
    GP_XLSX_TITLE,
    GP_XLSX_SUBTITLE,
    GP_XLSX_SECTION,
    GP_XLSX_NOTE,
    GP_XLSX_HEADING,
    GP_XLSX_TEXT,
    GP_XLSX_DATE,
    GP_XLSX_AMOUNT,
    GP_XLSX_PERCENT
};

enum { GP_XLSX_MOST_INDENT = 15, GP_XLSX_MOST_DIGITS = 18 };

/* How a cell looks; cells that look alike share a format. */
struct gp_xlsx_look {
    enum gp_xlsx_face face;
    enum gp_cell_status status;
    int digits; /* decimals that are shown */
    int indent;
    bool unit; /* in the unit of the options */
    bool right, total, wrap;
};

struct gp_xlsx_book {
    struct gp_xlsx_calls call;
    struct gp_heap *heap;
    const struct gp_render_options *options;
    lxw_workbook *workbook;
    locale_t plain, before; /* of numbers: a point, whatever the program has */
    GP_VEC(struct gp_xlsx_kept {
        uint32_t key;
        lxw_format *format;
    })
    formats;
    GP_VEC(char *) names; /* of the sheets */
    struct gp_buf text;   /* of the cell at hand */
    int fd;               /* the file, in memory */
    int error;            /* errno of the first failure, or 0 */
};

/* Remembers what the library could not do. */
void gp_xlsx_check(struct gp_xlsx_book *book, lxw_error error);

lxw_format *gp_xlsx_format(struct gp_xlsx_book *book, struct gp_xlsx_look look);
/* Whether a table's amounts lose nothing in the unit of the options. */
bool gp_xlsx_shows_unit(const struct gp_xlsx_book *book,
                        const struct gp_table *table);

/* ---- sheets ------------------------------------------------------------- */

/* A text without what could do harm; lines stay lines.  Valid until the next
 * one. */
const char *gp_xlsx_text(struct gp_xlsx_book *book, const char *text);
/* A new sheet, ready to be printed; the name is made to fit. */
lxw_worksheet *gp_xlsx_sheet(struct gp_xlsx_book *book,
                             const struct gp_report *report, const char *name);
/* A line of its own, unless it is NULL; *row is the next one then. */
void gp_xlsx_line(struct gp_xlsx_book *book, lxw_worksheet *sheet,
                  lxw_row_t *row, const char *text, enum gp_xlsx_face face);
/* Titles; returns the row below them. */
lxw_row_t gp_xlsx_head(struct gp_xlsx_book *book, lxw_worksheet *sheet,
                       const struct gp_report *report, const char *section);
/* A table from a row on; returns the row below it. */
lxw_row_t gp_xlsx_table(struct gp_xlsx_book *book, lxw_worksheet *sheet,
                        lxw_row_t row, const struct gp_table *table);

#endif

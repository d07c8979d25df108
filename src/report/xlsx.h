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
    CALL(worksheet_set_portrait) \
    CALL(worksheet_set_paper) \
    CALL(worksheet_set_margins) \
    CALL(worksheet_repeat_rows) \
    CALL(worksheet_repeat_columns) \
    CALL(worksheet_fit_to_pages) \
    CALL(worksheet_set_footer) \
    CALL(worksheet_insert_chart_opt) \
    CALL(workbook_add_chart) \
    CALL(chart_add_series) \
    CALL(chart_axis_get) \
    CALL(chart_axis_major_gridlines_set_line) \
    CALL(chart_axis_off) \
    CALL(chart_axis_set_line) \
    CALL(chart_axis_set_num_format) \
    CALL(chart_axis_major_gridlines_set_visible) \
    CALL(chart_axis_set_max) \
    CALL(chart_axis_set_min) \
    CALL(chart_axis_set_reverse) \
    CALL(chart_chartarea_set_line) \
    CALL(chart_legend_set_position) \
    CALL(chart_series_set_categories) \
    CALL(chart_series_set_fill) \
    CALL(chart_series_set_labels) \
    CALL(chart_series_set_labels_options) \
    CALL(chart_series_set_labels_percentage) \
    CALL(chart_series_set_line) \
    CALL(chart_series_set_name) \
    CALL(chart_series_set_points) \
    CALL(chart_series_set_values) \
    CALL(chart_set_hole_size) \
    CALL(chart_set_series_gap) \
    CALL(chart_title_set_name) \
    CALL(chart_title_set_name_font) \
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
    bool large;    /* a key figure */
    bool negative; /* an amount of minus one of the unit, or less */
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
/* How the unit of the options is shown; NULL where there is none. */
const char *gp_xlsx_unit_format(const struct gp_xlsx_book *book);
/* Whether a table's amounts lose nothing in the unit of the options. */
bool gp_xlsx_shows_unit(const struct gp_xlsx_book *book,
                        const struct gp_table *table);

/* ---- sheets ------------------------------------------------------------- */

/* A text without what could do harm; lines stay lines.  Valid until the next
 * one. */
const char *gp_xlsx_text(struct gp_xlsx_book *book, const char *text);
/* A new sheet, ready to be printed; the name is made to fit (NULL: the
 * report's). */
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

/* The number of a cell; false where it has none that a workbook can hold. */
bool gp_xlsx_number(const struct gp_cell *cell, double *number);
/* A key figure, in large digits. */
void gp_xlsx_large(struct gp_xlsx_book *book, lxw_worksheet *sheet,
                   lxw_row_t row, lxw_col_t column, const struct gp_cell *cell);

/* ---- pictures ----------------------------------------------------------- */

/* Whether there are any, or key figures; *alone: they are what the report is
 * about, its tables are not. */
bool gp_xlsx_has_charts(const struct gp_report *report, bool *alone);
/* The sheet where they will stand, and then they and their data. */
lxw_worksheet *gp_xlsx_charts_sheet(struct gp_xlsx_book *book,
                                    const struct gp_report *report);
void gp_xlsx_charts(struct gp_xlsx_book *book, lxw_worksheet *sheet,
                    const struct gp_report *report);

#endif

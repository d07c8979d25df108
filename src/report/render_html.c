/*
 * A report as one HTML page that needs nothing else: styles and pictures are
 * in it, there is no script, and whatever comes from a plan or a data file is
 * escaped.  The tables are here, cards and pictures in html_figure.c.
 */
#include <string.h>

#include "base/utf8.h"
#include "report/html.h"
#include "report/show.h"
#include "report/svg.h"

const char *gp_html_word(const struct gp_page *page, const char *english,
                         const char *chinese)
{
    return page->looks->chinese ? chinese : english;
}

void gp_html_value(struct gp_page *page, const struct gp_cell *cell)
{
    if (cell->kind == GP_CELL_TEXT) {
        gp_markup(&page->out->buf,
                  cell->link != NULL ? "<a href=\"%t\">%t</a>" : "%t",
                  cell->link != NULL ? cell->link : cell->text, cell->text);
        return;
    }
    page->text.count = 0;
    if (cell->kind == GP_CELL_NONE)
        gp_buf_puts(&page->text, GP_SHOW_NONE);
    else
        gp_show_number(&page->text, cell, page->looks->unit);
    gp_markup(&page->out->buf, "%b", &page->text);
}

/* ---- tables -------------------------------------------------------------- */

static bool is_number(const struct gp_cell *cell)
{
    return cell->kind == GP_CELL_AMOUNT || cell->kind == GP_CELL_RATIO;
}

/* What a colour tells, for who does not see it; a word of a cell tells it
 * itself. */
static void write_status(struct gp_page *page, const struct gp_cell *cell)
{
    const char *word = cell->status == GP_STATUS_GOOD
                           ? gp_html_word(page, "on target: ", "达标: ")
                       : cell->status == GP_STATUS_BAD
                           ? gp_html_word(page, "short: ", "未达标: ")
                           : NULL;
    if (word != NULL && is_number(cell))
        gp_markup(&page->out->buf, "<span class=\"vh\">%s</span>", word);
}

/* Short words stay on a line, as do links: a date is not to break at its
 * hyphens.  What is no text needs no room for one. */
static const char *class_of(const struct gp_column *column,
                            const struct gp_cell *cell)
{
    enum { SHORT = 12 };
    if (column->align == GP_RIGHT)
        return "num";
    bool is_short = cell->kind == GP_CELL_TEXT &&
                    (cell->link != NULL ||
                     gp_utf8_width(cell->text, strlen(cell->text)) <= SHORT);
    return is_short ? "short" : "text";
}

/* `again`: the same text as in the row above. */
static void write_cell(struct gp_page *page, const struct gp_column *column,
                       const struct gp_cell *cell, bool first, bool again)
{
    static const char *const statuses[] = {
        [GP_STATUS_NONE] = "",
        [GP_STATUS_GOOD] = " good",
        [GP_STATUS_BAD] = " bad",
        [GP_STATUS_QUIET] = " quiet",
    };
    struct gp_buf *buf = &page->out->buf;
    const char *align = class_of(column, cell);
    if (first)
        gp_markup(buf, "<th scope=\"row\" class=\"%s%s\">", align,
                  again ? " again" : "");
    else
        gp_markup(buf, "<td class=\"%s%s%s\">", align, statuses[cell->status],
                  cell->kind == GP_CELL_NONE ? " none" : "");
    write_status(page, cell);
    gp_html_value(page, cell);
    gp_buf_puts(buf, first ? "</th>" : "</td>");
}

static void write_head(struct gp_page *page, const struct gp_table *table)
{
    struct gp_buf *buf = &page->out->buf;
    gp_buf_puts(buf, "<thead><tr>");
    for (size_t c = 0; c < table->column_count; c++)
        gp_markup(buf, "<th scope=\"col\" class=\"%s\">%t</th>",
                  table->columns[c].align == GP_RIGHT ? "num" : "text",
                  table->columns[c].heading);
    gp_buf_puts(buf, "</tr></thead>\n<tbody>\n");
}

static bool says_same(const struct gp_cell *cell, const struct gp_table *table)
{
    const struct gp_cell *above = cell - table->column_count;
    return cell->kind == GP_CELL_TEXT && above->kind == GP_CELL_TEXT &&
           strcmp(cell->text, above->text) == 0;
}

void gp_html_table(struct gp_page *page, const struct gp_table *table,
                   const struct gp_report *report)
{
    struct gp_buf *buf = &page->out->buf;
    int id = ++page->ids;
    const char *title = table->title != NULL ? table->title : report->title;
    gp_buf_puts(buf, "<section class=\"panel table\">\n");
    /* The page's own title need not stand here again; a heading stays where
     * it is while the table is moved. */
    if (table->title != NULL || table->row_count == 0)
        gp_markup(buf, "<h2>%t</h2>\n", title);
    if (table->row_count == 0) {
        gp_markup(
            buf, "<p class=\"empty\">%t</p>\n</section>\n",
            table->empty != NULL
                ? table->empty
                : gp_html_word(page, "There is nothing here.", "暂无内容。"));
        return;
    }
    gp_markup(buf,
              "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
              "aria-labelledby=\"t%i\">\n<table>\n<caption id=\"t%i\">%t"
              "</caption>\n",
              id, id, title);
    write_head(page, table);
    const struct gp_cell *cell = table->cells;
    for (size_t r = 0; r < table->row_count; r++) {
        bool total = table->total_row && r + 1 == table->row_count;
        gp_buf_puts(buf, total ? "<tr class=\"total\">" : "<tr>");
        for (size_t c = 0; c < table->column_count; c++, cell++)
            write_cell(page, &table->columns[c], cell, c == 0,
                       c == 0 && r != 0 && says_same(cell, table));
        gp_buf_puts(buf, "</tr>\n");
        gp_out_flush_some(page->out);
    }
    gp_buf_puts(buf, "</tbody>\n</table>\n</div>\n</section>\n");
}

/* ---- the page ------------------------------------------------------------ */

static void write_head_of_page(struct gp_page *page,
                               const struct gp_report *report)
{
    struct gp_buf *buf = &page->out->buf;
    gp_markup(buf,
              "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
              "<meta charset=\"utf-8\">\n"
              "<meta name=\"viewport\" content=\"width=device-width, "
              "initial-scale=1\">\n"
              "<meta name=\"color-scheme\" content=\"light dark\">\n"
              "<title>%t</title>\n<style>\n",
              page->looks->chinese ? "zh-CN" : "en", report->title);
    gp_buf_puts(buf, gp_svg_colors);
    for (size_t i = 0; gp_html_style[i] != NULL; i++)
        gp_buf_puts(buf, gp_html_style[i]);
    gp_markup(buf, "%s</style>\n</head>\n<body class=\"gp\">\n", gp_svg_style);
    gp_markup(buf, "<a class=\"skip\" href=\"#main\">%s</a>\n",
              gp_html_word(page, "Skip to the content", "跳到正文"));
    gp_buf_puts(buf, "<header class=\"wrap\">\n");
    if (report->home != NULL)
        gp_markup(buf, "<p class=\"sub\"><a href=\"%t\">%s</a></p>\n",
                  report->home, gp_html_word(page, "All reports", "全部报表"));
    gp_markup(buf, "<h1>%t</h1>\n", report->title);
    if (report->subtitle != NULL)
        gp_markup(buf, "<p class=\"sub\">%t</p>\n", report->subtitle);
    gp_buf_puts(buf, "</header>\n<main id=\"main\" class=\"wrap\" "
                     "tabindex=\"-1\">\n");
}

static void write_notes(struct gp_page *page, const struct gp_report *report)
{
    struct gp_buf *buf = &page->out->buf;
    if (report->note_count == 0)
        return;
    gp_markup(buf, "<section class=\"panel notes\">\n<h2>%s</h2>\n<ul>\n",
              gp_html_word(page, "Notes", "备注"));
    for (size_t i = 0; i < report->note_count; i++)
        gp_markup(buf, "<li>%t</li>\n", report->notes[i]);
    gp_buf_puts(buf, "</ul>\n</section>\n");
}

void gp_render_html(const struct gp_report *report,
                    const struct gp_render_options *options, struct gp_out *out)
{
    struct gp_page page = {.looks = options, .out = out};
    gp_buf_init(&page.text, out->buf.heap);
    gp_buf_room(&page.text, 1);
    write_head_of_page(&page, report);
    gp_html_cards(&page, report);
    gp_html_pictures(&page, report);
    for (const struct gp_table *t = report->tables; t != NULL; t = t->next)
        gp_html_table(&page, t, report);
    write_notes(&page, report);
    gp_buf_puts(&out->buf, "</main>\n</body>\n</html>\n");
    gp_buf_fini(&page.text);
}

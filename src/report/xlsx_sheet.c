/*
 * What all sheets of a workbook have: a name, a title, how they are printed.
 * Tables are in xlsx_table.c, pictures in xlsx_chart.c.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "report/show.h"
#include "report/xlsx.h"

enum { A4 = 9 };

/* What the library cannot do is told once, when the output is closed. */
void gp_xlsx_check(struct gp_xlsx_book *b, lxw_error error)
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

void gp_xlsx_line(struct gp_xlsx_book *b, lxw_worksheet *at, lxw_row_t *row,
                  const char *text, enum gp_xlsx_face face)
{
    if (text == NULL)
        return;
    if (face == GP_XLSX_TITLE)
        gp_xlsx_check(b, b->call.worksheet_set_row(at, *row, 26, NULL));
    gp_xlsx_check(b,
                  b->call.worksheet_write_string(
                      at, (*row)++, 0, gp_xlsx_text(b, text),
                      gp_xlsx_format(b, (struct gp_xlsx_look){.face = face})));
}

lxw_row_t gp_xlsx_head(struct gp_xlsx_book *b, lxw_worksheet *at,
                       const struct gp_report *report, const char *section)
{
    lxw_row_t row = 0;
    gp_xlsx_line(b, at, &row, report->title, GP_XLSX_TITLE);
    gp_xlsx_line(b, at, &row, report->subtitle, GP_XLSX_SUBTITLE);
    gp_xlsx_line(b, at, &row, section, GP_XLSX_SECTION);
    return row + 1;
}

/* ---- names -------------------------------------------------------------- */

enum { MOST_NAME = 31, NAME_BYTES = 4 * MOST_NAME + 1 };

static bool is_taken(const struct gp_xlsx_book *b, const char *name)
{
    for (size_t i = 0; i < b->names.count; i++)
        if (strcasecmp(b->names.at[i], name) == 0)
            return true;
    return strcasecmp(name, "history") == 0; /* Excel's own */
}

static bool is_blank(uint32_t code)
{
    return code <= 0x20 || code == 0x7f ||
           (code < 0x80 && strchr("[]:*?/\\'", (int)code) != NULL);
}

/* The characters that a name may have, up to `most` of UTF-16; one blank for
 * those that it may not. */
static void keep_name(const char *title, int most, char *name)
{
    size_t length = strlen(title), n = 0;
    bool owed = false;
    for (size_t i = 0; i < length;) {
        uint32_t code = 0;
        int used = gp_utf8_char(title + i, length - i, &code);
        bool blank = used == 0 || is_blank(code);
        most -= blank ? 0 : (code > 0xffff ? 2 : 1) + (owed && n > 0);
        if (most < 0)
            break;
        if (!blank && owed && n > 0)
            name[n++] = ' ';
        owed = blank;
        for (int k = 0; !blank && k < used; k++)
            name[n++] = title[i + (size_t)k];
        i += used == 0 ? 1 : (size_t)used;
    }
    name[n] = '\0';
}

/* A name that no other sheet has: "Sales", "Sales 2". */
static const char *name_of(struct gp_xlsx_book *b, const char *title)
{
    char *name = gp_alloc(b->heap, NAME_BYTES + 24), digits[24];
    for (size_t i = 1;; i++) {
        int more = i == 1 ? 0 : snprintf(digits, sizeof digits, " %zu", i);
        keep_name(title, MOST_NAME - more, name);
        if (*name == '\0')
            strcpy(name, "-");
        if (i > 1)
            strcat(name, digits);
        if (!is_taken(b, name))
            break;
    }
    gp_vec_push(b->heap, &b->names, name);
    return name;
}

/* ---- sheets ------------------------------------------------------------- */

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
    gp_xlsx_check(b, b->call.worksheet_set_footer(at, gp_buf_cstr(&buf)));
    gp_buf_fini(&buf);
}

lxw_worksheet *gp_xlsx_sheet(struct gp_xlsx_book *b,
                             const struct gp_report *report, const char *name)
{
    char *own = NULL;
    if (name == NULL) { /* "Follow-up" of "Follow-up: Acme 2026" */
        const char *end = strstr(report->title, ": ");
        size_t n =
            end != NULL ? (size_t)(end - report->title) : strlen(report->title);
        own = gp_alloc(b->heap, n + 1);
        memcpy(own, report->title, n);
        own[n] = '\0';
        name = own;
    }
    lxw_worksheet *at =
        b->call.workbook_add_worksheet(b->workbook, name_of(b, name));
    gp_free(b->heap, own);
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

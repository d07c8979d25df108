/*
 * How cells of a workbook look: one format for all that look alike.  Where
 * they stand is left to render_xlsx.c.
 */
#include <string.h>

#include "report/show.h"
#include "report/xlsx.h"

enum {
    INK = 0x1f3864,
    GREY = 0x6b7280,
    HAIRLINE = 0xe1e5ea,
    TOTAL = 0xf1f4f8,
    GOOD = 0x1b6e3a,
    GOOD_FILL = 0xe4f4e8,
    BAD = 0xb3261e,
    BAD_FILL = 0xfce8e6
};

static uint32_t key_of(const struct gp_xlsx_look *l)
{
    return (uint32_t)l->face | (uint32_t)l->status << 4 |
           (uint32_t)l->digits << 8 | (uint32_t)l->indent << 13 |
           (uint32_t)l->unit << 17 | (uint32_t)l->right << 18 |
           (uint32_t)l->total << 19 | (uint32_t)l->wrap << 20 |
           (uint32_t)l->large << 21 | (uint32_t)l->negative << 22;
}

/* Excel divides by thousands only.  A 万 is shown by dividing by one thousand
 * and setting a point of our own before the last digit, a 亿 likewise.  What
 * is below the unit keeps its digits, also after somebody changes it; of a
 * negative number (a condition would hide its sign) only as it is. */
static const char *unit_format(const char *unit, bool negative)
{
    static const struct {
        const char *unit, *format, *negative;
    } all[] = {
        {"万", "[>=10000]0\\.0,\"万\";#,##0", "0\\.0,\"万\""},
        {"亿", "[>=100000000]0\\.00,,\"亿\";#,##0", "0\\.00,,\"亿\""},
        {"k", "[>=1000]#,##0.0,\"k\";#,##0", "#,##0.0,\"k\""},
        {"M", "[>=1000000]#,##0.00,,\"M\";#,##0", "#,##0.00,,\"M\""},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (strcmp(all[i].unit, unit) == 0)
            return negative ? all[i].negative : all[i].format;
    return NULL;
}

const char *gp_xlsx_unit_format(const struct gp_xlsx_book *b)
{
    return b->options->unit != NULL ? unit_format(b->options->unit, false)
                                    : NULL;
}

bool gp_xlsx_shows_unit(const struct gp_xlsx_book *b,
                        const struct gp_table *table)
{
    const char *unit = b->options->unit;
    bool any = false;
    int zeros;
    if (gp_xlsx_unit_format(b) == NULL || !gp_show_unit(unit, &zeros))
        return false;
    if (b->options->unit_asked)
        return true;
    for (size_t i = 0; i < table->row_count * table->column_count; i++) {
        const struct gp_cell *c = &table->cells[i];
        int64_t amount;
        int digits;
        if (c->kind != GP_CELL_AMOUNT || c->percent ||
            !gp_show_exact(c, &amount, &digits))
            continue;
        if (digits > 0)
            return false;
        /* One decimal of the unit is shown. */
        if (amount >= gp_pow10(zeros) || amount <= -gp_pow10(zeros)) {
            any = true;
            if (amount % gp_pow10(zeros - 1) != 0)
                return false;
        }
    }
    return any;
}

static void number_format(struct gp_xlsx_book *b, lxw_format *f,
                          const struct gp_xlsx_look *l)
{
    char text[64] = "#,##0";
    if (l->face == GP_XLSX_PERCENT)
        strcpy(text, "0");
    if (l->digits > 0) {
        size_t n = strlen(text);
        text[n++] = '.';
        for (int i = 0; i < l->digits; i++)
            text[n++] = '0';
        text[n] = '\0';
    }
    if (l->face == GP_XLSX_PERCENT)
        strcat(text, "%");
    b->call.format_set_num_format(
        f, l->unit ? unit_format(b->options->unit, l->negative) : text);
}

/* A state in words is a patch of colour, a number has coloured digits. */
static void color_status(struct gp_xlsx_book *b, lxw_format *f,
                         const struct gp_xlsx_look *l)
{
    bool word = l->face == GP_XLSX_TEXT && !l->large;
    switch (l->status) {
    case GP_STATUS_GOOD:
        b->call.format_set_font_color(f, GOOD);
        if (word)
            b->call.format_set_bg_color(f, GOOD_FILL);
        break;
    case GP_STATUS_BAD:
        b->call.format_set_font_color(f, BAD);
        if (word)
            b->call.format_set_bg_color(f, BAD_FILL);
        break;
    case GP_STATUS_QUIET:
        b->call.format_set_font_color(f, GREY);
        break;
    case GP_STATUS_NONE:
        break;
    }
}

static void dress_cell(struct gp_xlsx_book *b, lxw_format *f,
                       const struct gp_xlsx_look *l)
{
    const struct gp_xlsx_calls *c = &b->call;
    c->format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
    if (l->large) {
        c->format_set_bold(f);
        c->format_set_font_size(f, 18);
        c->format_set_font_color(f, INK);
        c->format_set_align(f, LXW_ALIGN_LEFT);
    } else {
        c->format_set_bottom(f, LXW_BORDER_THIN);
        c->format_set_bottom_color(f, HAIRLINE);
    }
    if (l->total) {
        c->format_set_bold(f);
        c->format_set_bg_color(f, TOTAL);
        c->format_set_top(f, LXW_BORDER_THIN);
        c->format_set_top_color(f, INK);
    }
    if (l->right)
        c->format_set_align(f, LXW_ALIGN_RIGHT);
    else if (l->face == GP_XLSX_DATE)
        c->format_set_align(f, LXW_ALIGN_LEFT);
    if (l->wrap)
        c->format_set_text_wrap(f);
    if (l->indent > 0)
        c->format_set_indent(f, (uint8_t)l->indent);
    color_status(b, f, l);
    if (l->face == GP_XLSX_DATE)
        c->format_set_num_format(f, "yyyy-mm-dd");
    else if (l->face == GP_XLSX_TEXT)
        c->format_set_num_format(f, "@"); /* also after somebody edits it */
    else
        number_format(b, f, l);
}

static void dress(struct gp_xlsx_book *b, lxw_format *f,
                  const struct gp_xlsx_look *l)
{
    const struct gp_xlsx_calls *c = &b->call;
    switch (l->face) {
    case GP_XLSX_TITLE:
        c->format_set_bold(f);
        c->format_set_font_size(f, 16);
        c->format_set_font_color(f, INK);
        break;
    case GP_XLSX_SECTION:
        c->format_set_bold(f);
        c->format_set_font_size(f, 12);
        c->format_set_font_color(f, INK);
        break;
    case GP_XLSX_SUBTITLE:
    case GP_XLSX_NOTE:
        c->format_set_font_color(f, GREY);
        break;
    case GP_XLSX_HEADING:
        c->format_set_bold(f);
        c->format_set_font_color(f, LXW_COLOR_WHITE);
        c->format_set_bg_color(f, INK);
        c->format_set_text_wrap(f);
        c->format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
        /* The arrow of the filter hides what stands at the right edge. */
        c->format_set_align(f, l->right ? LXW_ALIGN_CENTER : LXW_ALIGN_LEFT);
        c->format_set_indent(f, (uint8_t)l->indent);
        break;
    default:
        dress_cell(b, f, l);
    }
}

lxw_format *gp_xlsx_format(struct gp_xlsx_book *b, struct gp_xlsx_look look)
{
    uint32_t key = key_of(&look);
    for (size_t i = 0; i < b->formats.count; i++)
        if (b->formats.at[i].key == key)
            return b->formats.at[i].format;
    lxw_format *f = b->call.workbook_add_format(b->workbook);
    if (f == NULL)
        gp_out_of_memory(b->heap);
    dress(b, f, &look);
    gp_vec_push(b->heap, &b->formats, ((struct gp_xlsx_kept){key, f}));
    return f;
}

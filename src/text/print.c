/* See print.h.  The table of formats, and what they share: heads, colours,
 * and characters that a terminal can be trusted with. */
#include "text/print.h"

#include <stdio.h>
#include <string.h>

#include <utf8proc.h>

#include "base/utf8.h"
#include "text/print_own.h"

enum { TAB = 4 };

static const struct gp_finding_printer printers[] = {
    {"text", gp_print_text},     {"short", gp_print_short},
    {"json", gp_print_json},     {"sarif", gp_print_sarif},
    {"junit", gp_print_junit},   {"github", gp_print_github},
    {"gitlab", gp_print_gitlab}, {NULL, NULL},
};

const struct gp_finding_printer *gp_finding_printers(void)
{
    return printers;
}

const struct gp_finding_printer *gp_finding_printer_find(const char *format)
{
    for (const struct gp_finding_printer *p = printers; p->format; p++)
        if (strcmp(p->format, format) == 0)
            return p;
    return NULL;
}

const char *gp_severity_name(enum gp_severity severity)
{
    static const char *const names[] = {"ignored", GP_WORD("note"),
                                        GP_WORD("warning"), GP_WORD("error")};
    return names[severity];
}

void gp_print_color(struct gp_buf *buf, bool color, int code)
{
    if (!color)
        return;
    gp_buf_puts(buf, "\033[");
    gp_buf_int(buf, code);
    gp_buf_putc(buf, 'm');
}

void gp_print_plain(struct gp_buf *buf, bool color)
{
    if (color)
        gp_buf_puts(buf, "\033[m");
}

/* Controls, and the invisible ones that reorder text or pretend line ends. */
static bool is_hostile(uint32_t code)
{
    if (code < 0x7f)
        return code < 0x20;
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return true;
    default:
        return false;
    }
}

static void escape(struct gp_glyph *g, char letter, uint32_t code, int digits)
{
    static const char hex[] = "0123456789abcdef";
    g->shown[0] = '\\';
    g->shown[1] = letter;
    g->length = 2;
    for (int i = digits - 1; i >= 0; i--)
        g->shown[g->length++] = hex[code >> (4 * i) & 15];
    g->width = g->length;
}

struct gp_glyph gp_print_glyph(const char *text, size_t length, size_t column)
{
    struct gp_glyph g = {.bytes = 1};
    uint32_t code;
    int n = gp_utf8_char(text, length, &code);
    if (n == 0) { /* a NUL, too, is no character here */
        escape(&g, 'x', (unsigned char)*text, 2);
    } else if (code == '\t') {
        g.length = g.width = TAB - column % TAB;
        memset(g.shown, ' ', g.length);
    } else if (code == '\n') {
        escape(&g, 'n', 0, 0);
    } else if (is_hostile(code)) {
        g.bytes = (size_t)n;
        if (code < 0x80)
            escape(&g, 'x', code, 2);
        else
            escape(&g, 'u', code, code > 0xffff ? 6 : 4);
    } else {
        g.bytes = g.length = (size_t)n;
        memcpy(g.shown, text, g.length);
        g.width = gp_utf8_width(text, g.length);
    }
    return g;
}

void gp_print_safe(struct gp_buf *buf, const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        /* A tab counts as one space: nothing is lined up here. */
        struct gp_glyph g = gp_print_glyph(text + i, length - i, TAB - 1);
        gp_buf_add(buf, g.shown, g.length);
        i += g.bytes;
    }
}

void gp_print_safe_cstr(struct gp_buf *buf, const char *text)
{
    gp_print_safe(buf, text, strlen(text));
}

/* "plan.goal:27:3" or "sales.csv:12". */
static void print_place(struct gp_findings *findings,
                        const struct gp_finding *f, struct gp_buf *buf)
{
    if (f->data_file != NULL) {
        gp_print_safe_cstr(buf, f->data_file);
        if (f->data_line != 0) {
            gp_buf_putc(buf, ':');
            gp_buf_int(buf, f->data_line);
        }
        return;
    }
    struct gp_place p =
        gp_source_place(findings->sources, f->span.source, f->span.start);
    gp_print_safe_cstr(buf, findings->sources->list.at[f->span.source].name);
    gp_buf_putc(buf, ':');
    gp_buf_int(buf, p.line);
    gp_buf_putc(buf, ':');
    gp_buf_int(buf, p.column);
}

static void print_kind(enum gp_lang lang, enum gp_severity severity,
                       enum gp_slug slug, bool color, struct gp_buf *buf)
{
    static const int colors[] = {GP_CYAN, GP_CYAN, GP_YELLOW, GP_RED};
    gp_print_color(buf, color, colors[severity]);
    gp_buf_puts(buf, gp_translate(lang, gp_severity_name(severity)));
    gp_buf_putc(buf, '[');
    gp_buf_puts(buf, gp_slug_name(slug));
    gp_buf_putc(buf, ']');
    gp_print_plain(buf, color);
    gp_buf_puts(buf, ": ");
}

void gp_print_head(struct gp_findings *findings, const struct gp_finding *f,
                   enum gp_lang lang, bool color, struct gp_buf *buf)
{
    if (f->data_file != NULL || gp_span_is_set(f->span)) {
        gp_print_color(buf, color, GP_BOLD);
        print_place(findings, f, buf);
        gp_print_plain(buf, color);
        gp_buf_puts(buf, ": ");
    }
    print_kind(lang, f->severity, f->slug, color, buf);
    gp_print_safe_cstr(buf, f->summary);
}

bool gp_print_lists(struct gp_listing *listing, const struct gp_finding *f)
{
    listing->severity[f->slug] = f->severity;
    return listing->count[f->slug]++ < GP_MAX_LISTED;
}

size_t gp_print_unlisted(const struct gp_listing *listing, int slug)
{
    size_t count = listing->count[slug];
    return count > GP_MAX_LISTED ? count - GP_MAX_LISTED : 0;
}

void gp_print_number(struct gp_findings *findings, enum gp_text one,
                     enum gp_text many, size_t count, struct gp_buf *buf)
{
    char digits[24];
    const char *words[] = {digits, NULL};
    snprintf(digits, sizeof digits, "%zu", count);
    gp_buf_puts(buf, gp_text_fill(&findings->arena, findings->lang,
                                  count == 1 ? one : many, words));
}

bool gp_print_counts(struct gp_findings *findings, struct gp_buf *buf)
{
    static const enum gp_text one[] = {0, GP_TEXT_ONE_NOTE, GP_TEXT_ONE_WARNING,
                                       GP_TEXT_ONE_ERROR};
    static const enum gp_text many[] = {0, GP_TEXT_NOTES, GP_TEXT_WARNINGS,
                                        GP_TEXT_ERRORS};
    bool any = false;
    for (int s = GP_ERROR; s >= GP_NOTE; s--) {
        size_t n = gp_findings_count(findings, (enum gp_severity)s);
        if (n == 0)
            continue;
        if (any)
            gp_buf_puts(buf, gp_word(findings, ", "));
        gp_print_number(findings, one[s], many[s], n, buf);
        any = true;
    }
    return any;
}

void gp_print_more_of_slug(struct gp_findings *findings, size_t count,
                           struct gp_buf *buf)
{
    char digits[24];
    const char *words[] = {digits, NULL};
    snprintf(digits, sizeof digits, "%zu", count);
    gp_buf_puts(buf, gp_text_fill(&findings->arena, findings->lang,
                                  GP_TEXT_MORE_OF_SLUG, words));
}

void gp_print_rest(struct gp_findings *findings,
                   const struct gp_listing *listing, enum gp_lang lang,
                   bool color, struct gp_buf *buf)
{
    for (int slug = 0; slug < GP_SLUG_COUNT; slug++) {
        size_t rest = gp_print_unlisted(listing, slug);
        if (rest == 0)
            continue;
        print_kind(lang, listing->severity[slug], (enum gp_slug)slug, color,
                   buf);
        gp_print_more_of_slug(findings, rest, buf);
        gp_buf_putc(buf, '\n');
    }
}

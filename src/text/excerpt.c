/*
 * A line of a source as a finding shows it, with marks below the span.
 * Takes a span; leaves two lines of text in a buffer.  Columns are those of
 * a terminal: tabs are expanded, CJK is wide, controls are made visible.
 */
#include <string.h>

#include "base/utf8.h"
#include "text/print_own.h"

enum {
    GUTTER = 5,      /* columns of the line number */
    WINDOW = 200,    /* columns shown of a long line */
    BEFORE = 40,     /* of them before the span */
    REACH = 1 << 12, /* bytes looked at on each side of the span's start */
};

static const char ELLIPSIS[] = "…"; /* one column */

/* A line, or what is looked at of it, and the span on it in bytes. */
struct view {
    const char *text;
    size_t length, start, end;
    bool cut_left, cut_right; /* there was more than this */
    /* The columns of the span, of all, and of the window shown. */
    size_t span_from, span_to, width, from, to;
};

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool goes_on(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

/* Of an endless line only the part around the span is looked at: else many
 * findings on it would take quadratic time. */
static void cut(struct view *v)
{
    if (v->length > v->start + REACH) {
        v->length = v->start + REACH;
        while (v->length > v->start && goes_on(v->text[v->length]))
            v->length--;
        v->cut_right = true;
    }
    v->end = smaller(v->end, v->length);
    if (v->start > REACH) {
        size_t skip = v->start - REACH;
        while (skip < v->start && goes_on(v->text[skip]))
            skip++;
        v->text += skip;
        v->length -= skip;
        v->start -= skip;
        v->end -= skip;
        v->cut_left = true;
    }
}

/* Works out the columns. */
static void measure(struct view *v)
{
    bool ended = false;
    v->span_from = v->span_to = v->width = 0;
    for (size_t i = 0; i < v->length;) {
        struct gp_glyph g =
            gp_print_glyph(v->text + i, v->length - i, v->width);
        if (i <= v->start)
            v->span_from = v->width;
        if (i >= v->end && !ended) {
            v->span_to = v->width;
            ended = true;
        }
        v->width += g.width;
        i += g.bytes;
    }
    if (v->start >= v->length)
        v->span_from = v->width;
    if (!ended)
        v->span_to = v->width;
    v->from = 0;
    v->to = v->width;
    if (v->width > WINDOW) {
        v->from = v->span_from > BEFORE ? v->span_from - BEFORE : 0;
        v->from = smaller(v->from, v->width - WINDOW);
        v->to = v->from + WINDOW;
    }
}

/* Writes the window's text and moves the span's columns into the window;
 * gives the columns taken before it. */
static size_t show(struct view *v, struct gp_buf *buf)
{
    size_t column = 0, first = 0, last = 0;
    bool any = false, left = v->cut_left || v->from > 0;
    if (left)
        gp_buf_puts(buf, ELLIPSIS);
    for (size_t i = 0; i < v->length;) {
        struct gp_glyph g = gp_print_glyph(v->text + i, v->length - i, column);
        /* A wide character on the window's edge is left out whole. */
        if (column >= v->from && column + g.width <= v->to) {
            gp_buf_add(buf, g.shown, g.length);
            first = any ? first : column;
            last = column + g.width;
            any = true;
        }
        column += g.width;
        i += g.bytes;
    }
    if (v->cut_right || v->to < v->width)
        gp_buf_puts(buf, ELLIPSIS);
    v->span_to = smaller(v->span_to, last);
    v->span_from -= first;
    v->span_to = v->span_to < first ? 0 : v->span_to - first;
    return left ? 1 : 0;
}

static int digits(uint32_t n)
{
    int count = 1;
    while (n >= 10) {
        n /= 10;
        count++;
    }
    return count;
}

static struct view view_of(struct gp_sources *sources, struct gp_span span,
                           uint32_t line)
{
    struct view v = {0};
    const struct gp_source *source = &sources->list.at[span.source];
    v.text = gp_source_line(sources, span.source, line, &v.length);
    size_t offset = (size_t)(v.text - source->text);
    size_t start = smaller(span.start, source->length);
    size_t end = smaller(span.end, source->length);
    v.start = smaller(start - offset, v.length);
    /* A span over several lines is marked to the end of its first. */
    v.end = end < start ? v.start : smaller(end - offset, v.length);
    if (offset == 0 && v.start >= 3 && memcmp(v.text, "\xef\xbb\xbf", 3) == 0) {
        v.text += 3; /* a byte order mark is not shown */
        v.length -= 3;
        v.start -= 3;
        v.end -= 3;
    }
    cut(&v);
    measure(&v);
    return v;
}

void gp_print_excerpt(struct gp_sources *sources, struct gp_span span,
                      struct gp_marks marks, bool color, struct gp_buf *buf)
{
    uint32_t line = gp_source_place(sources, span.source, span.start).line;
    struct view v = view_of(sources, span, line);
    int gutter = digits(line) > GUTTER ? digits(line) : GUTTER;
    gp_buf_fill(buf, ' ', (size_t)(gutter - digits(line)));
    gp_buf_int(buf, line);
    gp_buf_puts(buf, v.length == 0 ? " |" : " | ");
    size_t lead = show(&v, buf);
    gp_buf_putc(buf, '\n');
    gp_buf_fill(buf, ' ', (size_t)gutter);
    gp_buf_puts(buf, " | ");
    gp_buf_fill(buf, ' ', lead + v.span_from);
    gp_print_color(buf, color, marks.color);
    gp_buf_putc(buf, marks.first);
    if (v.span_to > v.span_from + 1)
        gp_buf_fill(buf, marks.rest, v.span_to - v.span_from - 1);
    gp_print_plain(buf, color);
}

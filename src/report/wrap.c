/*
 * See wrap.h.  Takes valid UTF-8 without controls.  A small part of UAX 14:
 * enough for names and sentences of plans in English and Chinese.
 */
#include "report/wrap.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

enum { ZERO_WIDTH_JOINER = 0x200d };

struct glyph {
    uint32_t code;
    size_t length, width;
};

static struct glyph glyph_at(const char *text, size_t length)
{
    struct glyph g = {0};
    int n = gp_utf8_char(text, length, &g.code);
    g.length = n == 0 ? 1 : (size_t)n;
    g.width = gp_utf8_width(text, g.length);
    return g;
}

static bool is_one_of(uint32_t code, const char *set)
{
    for (size_t i = 0, n = strlen(set); i < n;) {
        uint32_t c;
        i += (size_t)gp_utf8_char(set + i, n - i, &c);
        if (c == code)
            return true;
    }
    return false;
}

static bool is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

/* Whether a line may end behind `a` where `b` follows. */
static bool may_break(struct glyph a, struct glyph b)
{
    if (a.length == 0 || b.code == ' ' || b.width == 0 ||
        a.code == ZERO_WIDTH_JOINER)
        return false;
    if (a.code == ' ')
        return true;
    if (a.code == '/')
        return !is_digit(b.code);
    if (a.width < 2 && b.width < 2)
        return false;
    /* A number keeps its unit, a day stays whole: 2,000万元, 2026年7月31日. */
    if (is_digit(a.code) ||
        (is_one_of(a.code, "万亿") && is_one_of(b.code, "元")) ||
        (is_one_of(a.code, "年月") && is_digit(b.code)))
        return false;
    return !is_one_of(b.code, "，。、；：！？）】》〉」』〕〗”’％‰℃…—～·"
                              ",.;:!?)]}%") &&
           !is_one_of(a.code, "（【《〈「『〔〖“‘￥¥$#([{");
}

static size_t trimmed(const char *text, size_t end)
{
    while (end > 0 && text[end - 1] == ' ')
        end--;
    return end;
}

size_t gp_wrap_line(const char *text, size_t length, size_t width, size_t *next)
{
    struct glyph before = {0};
    size_t at = 0, columns = 0, cut = 0;
    while (at < length) {
        struct glyph g = glyph_at(text + at, length - at);
        if (may_break(before, g))
            cut = at;
        if (columns + g.width > width && at > 0 && g.width > 0) {
            if (cut == 0 || g.code == ' ')
                cut = at;
            while (cut < length && text[cut] == ' ') /* they may hang over */
                cut++;
            *next = cut;
            return trimmed(text, cut);
        }
        columns += g.width;
        at += g.length;
        before = g;
    }
    *next = length;
    return length;
}

size_t gp_wrap_widest(const char *text, size_t length)
{
    struct glyph before = {0};
    size_t widest = 0, columns = 0;
    for (size_t at = 0; at < length;) {
        struct glyph g = glyph_at(text + at, length - at);
        if (g.code == ' ' || may_break(before, g))
            columns = 0;
        if (g.code != ' ')
            columns += g.width;
        if (columns > widest)
            widest = columns;
        at += g.length;
        before = g;
    }
    return widest;
}

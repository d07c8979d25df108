/* See utf8.h. */
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

int gp_utf8_char(const char *text, size_t length, uint32_t *code)
{
    const unsigned char *s = (const unsigned char *)text;
    if (length == 0 || s[0] == 0)
        return 0;
    if (s[0] < 0x80) {
        *code = s[0];
        return 1;
    }
    int n = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
    if (s[0] < 0xc2 || s[0] > 0xf4 || (size_t)n > length)
        return 0;
    uint32_t c = s[0] & (0x7fu >> n);
    for (int i = 1; i < n; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
        c = c << 6 | (s[i] & 0x3f);
    }
    if ((n == 3 && c < 0x800) || (n == 4 && c < 0x10000) || c > 0x10ffff ||
        (c >= 0xd800 && c <= 0xdfff))
        return 0;
    *code = c;
    return n;
}

size_t gp_utf8_check(const char *text, size_t length)
{
    size_t i = 0;
    while (i < length) {
        /* Most bytes are ASCII: eight at a time. */
        uint64_t w;
        if (length - i >= 8) {
            memcpy(&w, text + i, 8);
            uint64_t no_nul = (w - 0x0101010101010101ULL) & ~w;
            if (((w | no_nul) & 0x8080808080808080ULL) == 0) {
                i += 8;
                continue;
            }
        }
        /* Most others are CJK: E1..EC and two bytes that go on. */
        const unsigned char *s = (const unsigned char *)text + i;
        if (length - i >= 3 && s[0] >= 0xe1 && s[0] <= 0xec &&
            (s[1] & 0xc0) == 0x80 && (s[2] & 0xc0) == 0x80) {
            i += 3;
            continue;
        }
        if (s[0] != 0 && s[0] < 0x80) {
            i++;
            continue;
        }
        uint32_t c;
        int n = gp_utf8_char(text + i, length - i, &c);
        if (n == 0)
            return i;
        i += (size_t)n;
    }
    return length;
}

size_t gp_utf8_count(const char *text, size_t length)
{
    size_t n = 0;
    for (size_t i = 0; i < length; i++)
        n += ((unsigned char)text[i] & 0xc0) != 0x80;
    return n;
}

size_t gp_utf8_width(const char *text, size_t length)
{
    size_t width = 0, i = 0;
    while (i < length) {
        uint32_t c;
        int n = gp_utf8_char(text + i, length - i, &c);
        if (n == 0) {
            i++;
            continue;
        }
        int w = c < 0x80 ? 1 : utf8proc_charwidth((utf8proc_int32_t)c);
        width += w > 0 ? (size_t)w : 0;
        i += (size_t)n;
    }
    return width;
}

static bool starts_name(utf8proc_category_t cat)
{
    return (cat >= UTF8PROC_CATEGORY_LU && cat <= UTF8PROC_CATEGORY_LO) ||
           cat == UTF8PROC_CATEGORY_NL;
}

static bool goes_on(utf8proc_category_t cat)
{
    return starts_name(cat) || cat == UTF8PROC_CATEGORY_MN ||
           cat == UTF8PROC_CATEGORY_MC || cat == UTF8PROC_CATEGORY_ND ||
           cat == UTF8PROC_CATEGORY_PC;
}

bool gp_utf8_is_name(const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        uint32_t c;
        int n = gp_utf8_char(text + i, length - i, &c);
        if (n == 0)
            return false;
        utf8proc_category_t cat = utf8proc_category((utf8proc_int32_t)c);
        if (i == 0 ? !starts_name(cat) && c != '_' : !goes_on(cat))
            return false;
        i += (size_t)n;
    }
    return length != 0;
}

static bool is_ascii(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] >= 0x80)
            return false;
    return true;
}

static const char *mapped(struct gp_arena *arena, const char *text,
                          size_t length, size_t *out_length,
                          utf8proc_option_t options)
{
    utf8proc_uint8_t *result = NULL;
    utf8proc_ssize_t n =
        utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length,
                     &result, options);
    *out_length = length;
    if (n < 0)
        return text;
    if ((size_t)n != length || memcmp(result, text, length) != 0) {
        text = gp_arena_strndup(arena, (char *)result, (size_t)n);
        *out_length = (size_t)n;
    }
    free(result); /* utf8proc's own malloc */
    return text;
}

const char *gp_utf8_nfc(struct gp_arena *arena, const char *text, size_t length,
                        size_t *out_length)
{
    if (is_ascii(text, length)) {
        *out_length = length;
        return text;
    }
    return mapped(arena, text, length, out_length,
                  UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

const char *gp_utf8_nfkc(struct gp_arena *arena, const char *text,
                         size_t length, size_t *out_length)
{
    return mapped(arena, text, length, out_length,
                  UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
}

const char *gp_utf8_nfkc_fold(struct gp_arena *arena, const char *text,
                              size_t length, size_t *out_length)
{
    return mapped(arena, text, length, out_length,
                  UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
                      UTF8PROC_CASEFOLD);
}

int gp_utf8_digit(const char *s, size_t left, size_t *used)
{
    *used = 1;
    if (*s >= '0' && *s <= '9')
        return *s - '0';
    *used = 3;
    if (left >= 3 && memcmp(s, "\xEF\xBC", 2) == 0 &&
        (unsigned char)s[2] >= 0x90 && (unsigned char)s[2] <= 0x99)
        return (unsigned char)s[2] - 0x90;
    return -1;
}

size_t gp_utf8_halfwidth(const char *text, size_t length, char *out,
                         size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        uint32_t code = 0;
        if (n + 2 > room)
            return 0;
        if (gp_utf8_char(text + i, length - i, &code) == 3 && code >= 0xff01 &&
            code <= 0xff5e) {
            out[n++] = (char)(code - 0xff01 + '!');
            i += 2;
        } else {
            out[n++] = text[i];
        }
    }
    out[n] = '\0';
    return n;
}

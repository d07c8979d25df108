/* See markup.h. */
#include "report/markup.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "base/rational.h"
#include "base/utf8.h"
#include "report/show.h"

static const char *entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void gp_markup_text(struct gp_buf *buf, const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        uint32_t code = 0;
        int n = gp_utf8_char(text + i, length - i, &code);
        const char *known = entity(text[i]);
        if (known != NULL)
            gp_buf_puts(buf, known);
        else if (n != 0 && (code & 0xfffe) == 0xfffe) /* XML has no such */
            gp_buf_puts(buf, "\xef\xbf\xbd");
        else
            gp_show_safe(buf, text + i, n == 0 ? 1 : (size_t)n);
        i += n == 0 ? 1 : (size_t)n;
    }
}

void gp_markup(struct gp_buf *buf, const char *template, ...)
{
    va_list args;
    va_start(args, template);
    for (const char *p = template; *p != '\0'; p++) {
        size_t plain = strcspn(p, "%");
        gp_buf_add(buf, p, plain);
        p += plain;
        if (*p == '\0')
            break;
        const char *text;
        const struct gp_buf *from;
        switch (*++p) {
        case 's':
            gp_buf_puts(buf, va_arg(args, const char *));
            break;
        case 't':
            text = va_arg(args, const char *);
            gp_markup_text(buf, text, strlen(text));
            break;
        case 'b':
            from = va_arg(args, const struct gp_buf *);
            gp_markup_text(buf, from->at, from->count);
            break;
        case 'i':
            gp_buf_int(buf, va_arg(args, int));
            break;
        case 'p':
            gp_buf_amount(buf, va_arg(args, int), 2);
            break;
        case '%':
            gp_buf_putc(buf, '%');
            break;
        default:
            assert(!"a directive that there is");
        }
    }
    va_end(args);
}

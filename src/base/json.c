/* See json.h. */
#include "base/json.h"

#include <string.h>

#include "base/utf8.h"

void gp_json_init(struct gp_json *json, struct gp_out *out, int flat_from)
{
    *json = (struct gp_json){.out = out, .first = true, .flat_from = flat_from};
}

static void line(struct gp_json *json)
{
    if (json->depth > json->flat_from)
        return;
    gp_buf_putc(&json->out->buf, '\n');
    gp_buf_fill(&json->out->buf, ' ', (size_t)json->depth * 2);
}

/* Adds one character, or U+FFFD for a byte that is no UTF-8 (in the name of
 * a file, say): JSON must be valid.  Gives the bytes used up. */
static size_t add_character(struct gp_buf *buf, const char *text)
{
    uint32_t code;
    int n = gp_utf8_char(text, strnlen(text, 4), &code);
    if (n == 0) {
        gp_buf_puts(buf, "\\ufffd");
        return 1;
    }
    gp_buf_add(buf, text, (size_t)n);
    return (size_t)n;
}

static void quote(struct gp_buf *buf, const char *text)
{
    static const char hex[] = "0123456789abcdef";
    gp_buf_putc(buf, '"');
    for (const char *s = text; *s != '\0'; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '"' || c == '\\') {
            gp_buf_putc(buf, '\\');
            gp_buf_putc(buf, (char)c);
        } else if (c == '\n') {
            gp_buf_puts(buf, "\\n");
        } else if (c == '\t') {
            gp_buf_puts(buf, "\\t");
        } else if (c < 0x20 || c == 0x7f) {
            gp_buf_puts(buf, "\\u00");
            gp_buf_putc(buf, hex[c >> 4]);
            gp_buf_putc(buf, hex[c & 15]);
        } else if (c < 0x80) {
            gp_buf_putc(buf, (char)c);
        } else {
            s += add_character(buf, s) - 1;
        }
    }
    gp_buf_putc(buf, '"');
}

/* What comes before each value: a comma, a line, a key. */
static void lead(struct gp_json *json, const char *key)
{
    struct gp_buf *buf = &json->out->buf;
    if (!json->first)
        gp_buf_puts(buf, json->depth > json->flat_from ? ", " : ",");
    if (json->depth > 0)
        line(json);
    json->first = false;
    if (key != NULL) {
        quote(buf, key);
        gp_buf_puts(buf, ": ");
    }
    gp_out_flush_some(json->out);
}

void gp_json_open(struct gp_json *json, const char *key, char bracket)
{
    lead(json, key);
    gp_buf_putc(&json->out->buf, bracket);
    json->depth++;
    json->first = true;
}

void gp_json_close(struct gp_json *json, char bracket)
{
    json->depth--;
    if (!json->first && json->depth + 1 <= json->flat_from)
        line(json);
    json->first = false;
    gp_buf_putc(&json->out->buf, bracket);
}

void gp_json_string(struct gp_json *json, const char *key, const char *text)
{
    lead(json, key);
    quote(&json->out->buf, text);
}

void gp_json_int(struct gp_json *json, const char *key, int64_t value)
{
    lead(json, key);
    gp_buf_int(&json->out->buf, value);
}

void gp_json_raw(struct gp_json *json, const char *key, const char *digits)
{
    lead(json, key);
    gp_buf_puts(&json->out->buf, digits);
}

void gp_json_bool(struct gp_json *json, const char *key, bool value)
{
    gp_json_raw(json, key, value ? "true" : "false");
}

void gp_json_null(struct gp_json *json, const char *key)
{
    gp_json_raw(json, key, "null");
}

void gp_json_end(struct gp_json *json)
{
    gp_buf_putc(&json->out->buf, '\n');
}

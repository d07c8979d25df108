/* See buf.h. */
#include "base/buf.h"

#include <string.h>

void gp_buf_init(struct gp_buf *buf, struct gp_heap *heap)
{
    *buf = (struct gp_buf){.heap = heap};
}

void gp_buf_fini(struct gp_buf *buf)
{
    gp_free(buf->heap, buf->at);
    gp_buf_init(buf, buf->heap);
}

char *gp_buf_room(struct gp_buf *buf, size_t more)
{
    if (buf->room - buf->count < more) {
        size_t room = buf->room < 64 ? 64 : buf->room * 2;
        while (room - buf->count < more)
            room *= 2;
        buf->at = gp_realloc(buf->heap, buf->at, room);
        buf->room = room;
    }
    return buf->at + buf->count;
}

void gp_buf_add(struct gp_buf *buf, const char *bytes, size_t len)
{
    if (len == 0)
        return;
    memcpy(gp_buf_room(buf, len), bytes, len);
    buf->count += len;
}

void gp_buf_puts(struct gp_buf *buf, const char *text)
{
    gp_buf_add(buf, text, strlen(text));
}

void gp_buf_putc(struct gp_buf *buf, char c)
{
    *gp_buf_room(buf, 1) = c;
    buf->count++;
}

void gp_buf_fill(struct gp_buf *buf, char c, size_t count)
{
    if (count == 0)
        return;
    memset(gp_buf_room(buf, count), c, count);
    buf->count += count;
}

void gp_buf_int(struct gp_buf *buf, int64_t value)
{
    gp_buf_int0(buf, value, 1);
}

void gp_buf_int0(struct gp_buf *buf, int64_t value, int width)
{
    char digits[24];
    int n = 0;
    uint64_t u = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do {
        digits[n++] = (char)('0' + u % 10);
        u /= 10;
    } while (u != 0);
    while (n < width && n < 20)
        digits[n++] = '0';
    if (value < 0)
        digits[n++] = '-';
    char *at = gp_buf_room(buf, (size_t)n);
    buf->count += (size_t)n;
    while (n > 0)
        *at++ = digits[--n];
}

const char *gp_buf_cstr(struct gp_buf *buf)
{
    *gp_buf_room(buf, 1) = '\0';
    return buf->at;
}

/* A growing byte buffer: what a text is put together in. */
#ifndef GP_BASE_BUF_H
#define GP_BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

#include "base/heap.h"

struct gp_buf {
    struct gp_heap *heap;
    char *at; /* not NUL-ended; see gp_buf_cstr */
    size_t count, room;
};

void gp_buf_init(struct gp_buf *buf, struct gp_heap *heap);
void gp_buf_fini(struct gp_buf *buf);
/* Room for `more` bytes behind the end; returns the end. */
char *gp_buf_room(struct gp_buf *buf, size_t more);
void gp_buf_add(struct gp_buf *buf, const char *bytes, size_t len);
void gp_buf_puts(struct gp_buf *buf, const char *text);
void gp_buf_putc(struct gp_buf *buf, char c);
/* `count` times the character. */
void gp_buf_fill(struct gp_buf *buf, char c, size_t count);
void gp_buf_int(struct gp_buf *buf, int64_t value);
/* The number with at least `width` digits, zeros in front. */
void gp_buf_int0(struct gp_buf *buf, int64_t value, int width);
/* The content with a NUL behind it; valid until the next change. */
const char *gp_buf_cstr(struct gp_buf *buf);

#endif

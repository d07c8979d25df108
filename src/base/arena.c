/* See arena.h. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

enum { FIRST_CHUNK = 4096, LARGEST_CHUNK = 16 << 20, ALIGN = 16 };

struct gp_chunk {
    struct gp_chunk *next;
    size_t size;
};

void gp_arena_init(struct gp_arena *arena, struct gp_heap *heap)
{
    *arena = (struct gp_arena){.heap = heap, .next_size = FIRST_CHUNK};
}

void gp_arena_fini(struct gp_arena *arena)
{
    struct gp_chunk *c = arena->chunks;
    while (c != NULL) {
        struct gp_chunk *next = c->next;
        gp_free(arena->heap, c);
        c = next;
    }
    gp_arena_init(arena, arena->heap);
}

static void add_chunk(struct gp_arena *arena, size_t need)
{
    size_t room = arena->next_size;
    if (room < need)
        room = need;
    struct gp_chunk *c = gp_alloc(arena->heap, sizeof *c + room);
    c->next = arena->chunks;
    c->size = room;
    arena->chunks = c;
    arena->at = (char *)(c + 1);
    arena->end = arena->at + room;
    if (arena->next_size < LARGEST_CHUNK)
        arena->next_size *= 2;
}

void *gp_arena_alloc(struct gp_arena *arena, size_t size)
{
    size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if ((size_t)(arena->end - arena->at) < size || arena->at == NULL)
        add_chunk(arena, size);
    void *p = arena->at;
    arena->at += size;
    return p;
}

void *gp_arena_calloc(struct gp_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / 2 / size)
        count = SIZE_MAX / 2 / size; /* the heap then says out of memory */
    void *p = gp_arena_alloc(arena, count * size);
    memset(p, 0, count * size);
    return p;
}

char *gp_arena_strndup(struct gp_arena *arena, const char *text, size_t len)
{
    char *p = gp_arena_alloc(arena, len + 1);
    if (len != 0)
        memcpy(p, text, len);
    p[len] = '\0';
    return p;
}

char *gp_arena_strdup(struct gp_arena *arena, const char *text)
{
    return gp_arena_strndup(arena, text, strlen(text));
}

char *gp_arena_keep(struct gp_arena *arena, struct gp_buf *buf)
{
    char *text = gp_arena_strndup(arena, buf->at, buf->count);
    gp_buf_fini(buf);
    return text;
}

char *gp_arena_int(struct gp_arena *arena, int64_t value)
{
    struct gp_buf buf;
    gp_buf_init(&buf, arena->heap);
    gp_buf_int(&buf, value);
    return gp_arena_keep(arena, &buf);
}

char *gp_arena_join(struct gp_arena *arena, const char *first, ...)
{
    va_list ap;
    size_t len = 0;
    va_start(ap, first);
    for (const char *s = first; s != NULL; s = va_arg(ap, const char *))
        len += strlen(s);
    va_end(ap);
    char *p = gp_arena_alloc(arena, len + 1), *at = p;
    va_start(ap, first);
    for (const char *s = first; s != NULL; s = va_arg(ap, const char *)) {
        size_t n = strlen(s);
        memcpy(at, s, n);
        at += n;
    }
    va_end(ap);
    *at = '\0';
    return p;
}

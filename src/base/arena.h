/*
 * A bump allocator for things that live and die together (tokens' names, AST,
 * a model).  Nothing in it is freed alone.
 */
#ifndef GP_BASE_ARENA_H
#define GP_BASE_ARENA_H

#include <stddef.h>

#include "base/buf.h"

struct gp_chunk;

struct gp_arena {
    struct gp_heap *heap;
    struct gp_chunk *chunks; /* newest first */
    char *at, *end;          /* free room in the newest chunk */
    size_t next_size;        /* chunks double up to a bound */
};

void gp_arena_init(struct gp_arena *arena, struct gp_heap *heap);
void gp_arena_fini(struct gp_arena *arena);

/* Uninitialised, aligned for any type; never NULL. */
void *gp_arena_alloc(struct gp_arena *arena, size_t size);
void *gp_arena_calloc(struct gp_arena *arena, size_t count, size_t size);
/* A copy of `len` bytes with a NUL behind them. */
char *gp_arena_strndup(struct gp_arena *arena, const char *text, size_t len);
char *gp_arena_strdup(struct gp_arena *arena, const char *text);
/* A copy of what a buffer holds; the buffer is done with. */
char *gp_arena_keep(struct gp_arena *arena, struct gp_buf *buf);
char *gp_arena_int(struct gp_arena *arena, int64_t value);
/* The pieces, a NULL-ended list of strings, joined. */
char *gp_arena_join(struct gp_arena *arena, const char *first, ...)
    __attribute__((sentinel));

#endif

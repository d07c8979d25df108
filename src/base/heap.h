/*
 * The only malloc of the program.
 *
 * A heap owns every block that it gives out, so that freeing the heap frees
 * all: nothing leaks, whatever path a failure takes.  When memory runs out
 * the heap jumps to its `oom` buffer (set at the border of the public API);
 * so no caller below checks for NULL.
 */
#ifndef GP_BASE_HEAP_H
#define GP_BASE_HEAP_H

#include <setjmp.h>
#include <stddef.h>

struct gp_block {
    struct gp_block *prev, *next;
    size_t mapped; /* its bytes, where it is a mapping of its own; else 0 */
    size_t unused; /* what follows is aligned for any type */
};

struct gp_heap {
    struct gp_block blocks; /* head of a ring */
    size_t fail_after;      /* tests: fail the n-th allocation; 0 is never */
    jmp_buf *oom;           /* where to go when memory runs out */
};

void gp_heap_init(struct gp_heap *heap);
/* Frees every block that the heap still owns. */
void gp_heap_fini(struct gp_heap *heap);

/* What the others do when memory runs out.  Who holds something that is not
 * the heap's sets `oom` to come by on the way, and then goes on with this. */
_Noreturn void gp_out_of_memory(struct gp_heap *heap);

/* Uninitialised memory, aligned for any type.  Never NULL. */
void *gp_alloc(struct gp_heap *heap, size_t size);
/* Zeroed memory for `count` things of `size`; an overflow is out of memory. */
void *gp_calloc(struct gp_heap *heap, size_t count, size_t size);
/* Grows or shrinks; `ptr` may be NULL. */
void *gp_realloc(struct gp_heap *heap, void *ptr, size_t size);
/* Gives one block back early; NULL is nothing. */
void gp_free(struct gp_heap *heap, void *ptr);

#endif

/* See heap.h.  Every other file asks a heap; this one asks libc. */
#include "base/heap.h"

#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

void gp_heap_init(struct gp_heap *heap)
{
    memset(heap, 0, sizeof *heap);
    heap->blocks.prev = heap->blocks.next = &heap->blocks;
}

void gp_heap_fini(struct gp_heap *heap)
{
    struct gp_block *b = heap->blocks.next;
    while (b != &heap->blocks) {
        struct gp_block *next = b->next;
        free(b);
        b = next;
    }
    heap->blocks.prev = heap->blocks.next = &heap->blocks;
}

_Noreturn void gp_out_of_memory(struct gp_heap *heap)
{
    if (heap->oom != NULL)
        longjmp(*heap->oom, 1);
    fputs("goalpost: out of memory\n", stderr);
    abort();
}

/* Tests let the n-th allocation fail, to see that all paths hold. */
static void count_down(struct gp_heap *heap)
{
    if (heap->fail_after != 0 && --heap->fail_after == 0)
        gp_out_of_memory(heap);
}

/* A large block is touched from end to end: in large pages the kernel hands
 * it over in a five-hundredth of the faults.  Only a hint.  It is for all
 * pages of the block: a mapping of two kinds cannot be moved, and to grow
 * would mean to copy. */
static void advise(struct gp_block *b, size_t size)
{
    enum { PAGE = 4096, LARGE = 4 << 20 };
    if (size < LARGE)
        return;
    uintptr_t first = (uintptr_t)b & ~(uintptr_t)(PAGE - 1);
    uintptr_t last = (uintptr_t)b + malloc_usable_size(b);
    (void)madvise((void *)first, last - first, MADV_HUGEPAGE);
}

static void *adopt(struct gp_heap *heap, struct gp_block *b)
{
    if (b == NULL)
        gp_out_of_memory(heap);
    b->prev = heap->blocks.prev;
    b->next = &heap->blocks;
    b->prev->next = b->next->prev = b;
    return b + 1;
}

void *gp_alloc(struct gp_heap *heap, size_t size)
{
    count_down(heap);
    if (size > SIZE_MAX - sizeof(struct gp_block))
        gp_out_of_memory(heap);
    struct gp_block *b = malloc(sizeof *b + size);
    if (b != NULL)
        advise(b, size);
    return adopt(heap, b);
}

void *gp_calloc(struct gp_heap *heap, size_t count, size_t size)
{
    count_down(heap);
    if (size != 0 && count > (SIZE_MAX - sizeof(struct gp_block)) / size)
        gp_out_of_memory(heap);
    return adopt(heap, calloc(1, sizeof(struct gp_block) + count * size));
}

static void detach(struct gp_block *b)
{
    b->prev->next = b->next;
    b->next->prev = b->prev;
}

void *gp_realloc(struct gp_heap *heap, void *ptr, size_t size)
{
    if (ptr == NULL)
        return gp_alloc(heap, size);
    count_down(heap);
    if (size > SIZE_MAX - sizeof(struct gp_block))
        gp_out_of_memory(heap);
    struct gp_block *b = (struct gp_block *)ptr - 1;
    struct gp_block *grown = realloc(b, sizeof *b + size);
    if (grown == NULL)
        gp_out_of_memory(heap); /* the old block stays on the ring */
    grown->prev->next = grown->next->prev = grown;
    advise(grown, size);
    return grown + 1;
}

void gp_free(struct gp_heap *heap, void *ptr)
{
    (void)heap;
    if (ptr == NULL)
        return;
    struct gp_block *b = (struct gp_block *)ptr - 1;
    detach(b);
    free(b);
}

/* See heap.h.  Every other file asks a heap; this one asks libc, and for large
 * blocks the kernel. */
#include "base/heap.h"

#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* ---- large blocks ----
 *
 * The tables of a large plan are touched from end to end.  As mappings of
 * their own that begin at a large page's border, the kernel hands them over
 * in a five-hundredth of the faults, and moves them without a copy when they
 * grow.  What is not touched costs nothing. */

enum { PAGE = 2 << 20, LARGE = PAGE };

static size_t pages(size_t size)
{
    return (size + PAGE - 1) & ~(size_t)(PAGE - 1);
}

static struct gp_block *take(struct gp_block *b, size_t mapped)
{
    if (b != NULL)
        b->mapped = mapped;
    return b;
}

static struct gp_block *map(size_t size)
{
    size_t whole = pages(size);
    char *at = mmap(NULL, whole + PAGE, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED)
        return NULL;
    size_t before = (size_t)(-(uintptr_t)at & (PAGE - 1));
    if (before != 0)
        (void)munmap(at, before);
    at += before;
    (void)munmap(at + whole, PAGE - before);
    (void)madvise(at, whole, MADV_HUGEPAGE);
    return take((struct gp_block *)at, whole);
}

/* Grows or shrinks a mapping. */
static struct gp_block *remap(struct gp_block *b, size_t size)
{
    size_t had = b->mapped, whole = pages(size);
    if (whole <= had) {
        if (whole < had)
            (void)munmap((char *)b + whole, had - whole);
        return take(b, whole);
    }
    struct gp_block *to = map(size);
    if (to == NULL)
        return NULL;
    if (mremap(b, had, whole, MREMAP_MAYMOVE | MREMAP_FIXED, to) != to) {
        (void)munmap(to, whole);
        return NULL;
    }
    return take(to, whole);
}

/* A block of libc's that has become large. */
static struct gp_block *move(struct gp_block *b, size_t size)
{
    struct gp_block *to = map(size);
    if (to == NULL)
        return NULL;
    size_t mapped = to->mapped;
    memcpy(to, b, malloc_usable_size(b));
    free(b);
    return take(to, mapped);
}

static void give_back(struct gp_block *b)
{
    if (b->mapped != 0)
        (void)munmap(b, b->mapped);
    else
        free(b);
}

/* ---- the heap ---- */

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
        give_back(b);
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

static void *adopt(struct gp_heap *heap, struct gp_block *b)
{
    if (b == NULL)
        gp_out_of_memory(heap);
    b->prev = heap->blocks.prev;
    b->next = &heap->blocks;
    b->prev->next = b->next->prev = b;
    return b + 1;
}

/* The whole block for `size` bytes behind its head, or out of memory. */
static size_t with_head(struct gp_heap *heap, size_t size)
{
    if (size > SIZE_MAX / 2)
        gp_out_of_memory(heap);
    return sizeof(struct gp_block) + size;
}

void *gp_alloc(struct gp_heap *heap, size_t size)
{
    count_down(heap);
    size = with_head(heap, size);
    return adopt(heap, size < LARGE ? take(malloc(size), 0) : map(size));
}

void *gp_calloc(struct gp_heap *heap, size_t count, size_t size)
{
    count_down(heap);
    if (size != 0 && count > SIZE_MAX / size)
        gp_out_of_memory(heap);
    size = with_head(heap, count * size);
    return adopt(heap, size < LARGE ? take(calloc(1, size), 0) : map(size));
}

void *gp_realloc(struct gp_heap *heap, void *ptr, size_t size)
{
    if (ptr == NULL)
        return gp_alloc(heap, size);
    count_down(heap);
    size = with_head(heap, size);
    struct gp_block *b = (struct gp_block *)ptr - 1;
    struct gp_block *grown = b->mapped != 0 ? remap(b, size)
                             : size < LARGE ? realloc(b, size)
                                            : move(b, size);
    if (grown == NULL)
        gp_out_of_memory(heap); /* the old block stays on the ring */
    grown->prev->next = grown->next->prev = grown;
    return grown + 1;
}

void gp_free(struct gp_heap *heap, void *ptr)
{
    (void)heap;
    if (ptr == NULL)
        return;
    struct gp_block *b = (struct gp_block *)ptr - 1;
    b->prev->next = b->next;
    b->next->prev = b->prev;
    give_back(b);
}

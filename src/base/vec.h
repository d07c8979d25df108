/*
 * Typed growing arrays: `GP_VEC(int) v = {0}; gp_vec_push(heap, &v, 3);`.
 * The heap owns the room; gp_vec_fini gives it back early.
 */
#ifndef GP_BASE_VEC_H
#define GP_BASE_VEC_H

#include <stddef.h>

#include "base/heap.h"

#define GP_VEC(type) \
    struct { \
        type *at; \
        size_t count, room; \
    }

#define gp_vec_reserve(heap, v, n) \
    ((v)->at = gp_vec_grow((heap), (v)->at, sizeof *(v)->at, (n), &(v)->room))

#define gp_vec_push(heap, v, x) \
    (((v)->count < (v)->room \
          ? (void)0 \
          : (void)gp_vec_reserve((heap), (v), (v)->count + 1)), \
     (v)->at[(v)->count++] = (x))

#define gp_vec_fini(heap, v) \
    (gp_free((heap), (v)->at), (v)->at = NULL, (v)->count = (v)->room = 0)

/* Room for at least `need` elements; doubles.  Used by the macros. */
void *gp_vec_grow(struct gp_heap *heap, void *at, size_t size, size_t need,
                  size_t *room);

#endif

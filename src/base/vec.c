/* See vec.h. */
#include "base/vec.h"

#include <stdint.h>

void *gp_vec_grow(struct gp_heap *heap, void *at, size_t size, size_t need,
                  size_t *room)
{
    if (need <= *room)
        return at;
    size_t n = *room < 8 ? 8 : *room + *room / 2 + 1;
    if (n < need)
        n = need;
    at = gp_realloc(heap, at, n > SIZE_MAX / size ? SIZE_MAX : n * size);
    *room = n;
    return at;
}

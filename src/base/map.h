/*
 * A hash map from 64-bit keys to 32-bit values: cells by (scope, period) and
 * the like.  Open addressing; a key is never taken out.
 */
#ifndef GP_BASE_MAP_H
#define GP_BASE_MAP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/heap.h"

#define GP_MAP_NONE UINT32_MAX

struct gp_map_slot {
    uint64_t key;
    uint32_t value; /* GP_MAP_NONE: the slot is free */
};

struct gp_map {
    struct gp_heap *heap;
    struct gp_map_slot *slots;
    uint32_t slot_count, count;
};

void gp_map_init(struct gp_map *map, struct gp_heap *heap);
void gp_map_fini(struct gp_map *map);
/* The value of a key, or GP_MAP_NONE. */
uint32_t gp_map_get(const struct gp_map *map, uint64_t key);
/* Where the value of the key stands; a new one starts as GP_MAP_NONE and
 * must be set at once.  Valid until the next call. */
uint32_t *gp_map_at(struct gp_map *map, uint64_t key);

static inline uint64_t gp_map_key(uint32_t high, uint32_t low)
{
    return (uint64_t)high << 32 | low;
}

#endif

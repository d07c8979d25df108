/* See map.h. */
#include "base/map.h"

#include <string.h>

void gp_map_init(struct gp_map *map, struct gp_heap *heap)
{
    *map = (struct gp_map){.heap = heap};
}

void gp_map_fini(struct gp_map *map)
{
    gp_free(map->heap, map->slots);
    gp_map_init(map, map->heap);
}

/* Eight keys that follow one another are neighbours in the table: scopes and
 * symbols are mostly asked for in their order, and most of the cost of a
 * look-up is the cache line that it waits for. */
static uint32_t mix(uint64_t key)
{
    uint32_t low = key & 7;
    key >>= 3;
    key ^= key >> 33;
    key *= 0xff51afd7ed558ccdULL;
    key ^= key >> 33;
    key *= 0xc4ceb9fe1a85ec53ULL;
    return (uint32_t)(key >> 32) << 3 | low;
}

static struct gp_map_slot *find(const struct gp_map *map, uint64_t key)
{
    uint32_t mask = map->slot_count - 1;
    for (uint32_t i = mix(key) & mask;; i = (i + 1) & mask) {
        struct gp_map_slot *s = &map->slots[i];
        if (s->value == GP_MAP_NONE || s->key == key)
            return s;
    }
}

static void grow(struct gp_map *map)
{
    struct gp_map_slot *old = map->slots;
    uint32_t count = map->slot_count;
    map->slot_count = count == 0 ? 16 : count * 2;
    map->slots = gp_alloc(map->heap, map->slot_count * sizeof *map->slots);
    memset(map->slots, 0xff, map->slot_count * sizeof *map->slots);
    for (uint32_t i = 0; i < count; i++)
        if (old[i].value != GP_MAP_NONE)
            *find(map, old[i].key) = old[i];
    gp_free(map->heap, old);
}

uint32_t gp_map_get(const struct gp_map *map, uint64_t key)
{
    return map->slot_count == 0 ? GP_MAP_NONE : find(map, key)->value;
}

uint32_t *gp_map_at(struct gp_map *map, uint64_t key)
{
    if ((map->count + 1) * 2 > map->slot_count)
        grow(map);
    struct gp_map_slot *s = find(map, key);
    if (s->value == GP_MAP_NONE) {
        s->key = key;
        map->count++;
    }
    return &s->value;
}

/* See intern.h: open addressing, at most half full. */
#include "base/intern.h"

#include <string.h>

enum { FIRST_SLOTS = 1024 };

void gp_intern_init(struct gp_intern *table, struct gp_heap *heap)
{
    memset(table, 0, sizeof *table);
    table->heap = heap;
    gp_arena_init(&table->texts, heap);
    table->slot_count = FIRST_SLOTS;
    table->slots = gp_calloc(heap, FIRST_SLOTS, sizeof *table->slots);
}

void gp_intern_fini(struct gp_intern *table)
{
    gp_arena_fini(&table->texts);
    gp_vec_fini(table->heap, &table->names);
    gp_free(table->heap, table->slots);
    table->slots = NULL;
    table->slot_count = 0;
}

/* FNV-1a with a last mix: names are short.  Names that differ in their last
 * byte alone, as p001 and p002, are neighbours in the table: most of the cost
 * of a look-up is the cache line that it waits for. */
static uint32_t hash_of(const char *text, size_t length)
{
    enum { NEAR = 15 };
    uint32_t h = 2166136261u;
    size_t most = length - 1;
    if (length == 0)
        return 0;
    for (size_t i = 0; i < most; i++)
        h = (h ^ (unsigned char)text[i]) * 16777619u;
    h ^= h >> 15;
    h *= 2654435761u; /* the low bits are shifted out */
    h ^= h >> 13;
    return h << 4 | ((unsigned char)text[most] & NEAR);
}

/* The slot that holds the name or where it would go. */
static uint32_t slot_of(const struct gp_intern *table, const char *text,
                        size_t length, uint32_t hash)
{
    uint32_t mask = table->slot_count - 1;
    for (uint32_t i = hash & mask;; i = (i + 1) & mask) {
        if (table->slots[i] == 0)
            return i;
        const struct gp_name *n = &table->names.at[table->slots[i] - 1];
        if (n->hash == hash && n->length == length &&
            memcmp(n->text, text, length) == 0)
            return i;
    }
}

static void grow(struct gp_intern *table)
{
    gp_free(table->heap, table->slots);
    table->slot_count *= 2;
    table->slots =
        gp_calloc(table->heap, table->slot_count, sizeof *table->slots);
    uint32_t mask = table->slot_count - 1;
    for (uint32_t s = 0; s < table->names.count; s++) {
        uint32_t i = table->names.at[s].hash & mask;
        while (table->slots[i] != 0)
            i = (i + 1) & mask;
        table->slots[i] = s + 1;
    }
}

gp_sym gp_intern(struct gp_intern *table, const char *text, size_t length)
{
    uint32_t hash = hash_of(text, length);
    uint32_t slot = slot_of(table, text, length, hash);
    if (table->slots[slot] != 0)
        return table->slots[slot] - 1;
    gp_sym sym = (gp_sym)table->names.count;
    struct gp_name name = {gp_arena_strndup(&table->texts, text, length),
                           (uint32_t)length, hash};
    gp_vec_push(table->heap, &table->names, name);
    table->slots[slot] = sym + 1;
    if (table->names.count * 2 > table->slot_count)
        grow(table);
    return sym;
}

gp_sym gp_intern_cstr(struct gp_intern *table, const char *text)
{
    return gp_intern(table, text, strlen(text));
}

gp_sym gp_intern_find(const struct gp_intern *table, const char *text,
                      size_t length)
{
    uint32_t slot = slot_of(table, text, length, hash_of(text, length));
    return table->slots[slot] == 0 ? GP_NO_SYM : table->slots[slot] - 1;
}

/*
 * Names as small numbers: equal bytes give the same symbol, so that a name
 * is compared and hashed once.  Symbols count up from 0 in order of first
 * sight; the keywords are seeded first, so a keyword is a small symbol.
 */
#ifndef GP_BASE_INTERN_H
#define GP_BASE_INTERN_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/vec.h"

typedef uint32_t gp_sym;
#define GP_NO_SYM UINT32_MAX

struct gp_name {
    const char *text; /* NUL-ended */
    uint32_t length, hash;
};

struct gp_intern {
    struct gp_heap *heap;
    struct gp_arena texts;
    GP_VEC(struct gp_name) names;
    uint32_t *slots; /* symbol + 1; 0 is free */
    uint32_t slot_count;
};

void gp_intern_init(struct gp_intern *table, struct gp_heap *heap);
void gp_intern_fini(struct gp_intern *table);
/* The symbol of a name, new or known. */
gp_sym gp_intern(struct gp_intern *table, const char *text, size_t length);
gp_sym gp_intern_cstr(struct gp_intern *table, const char *text);
/* The symbol, or GP_NO_SYM where the name was never seen. */
gp_sym gp_intern_find(const struct gp_intern *table, const char *text,
                      size_t length);

static inline const char *gp_sym_text(const struct gp_intern *table, gp_sym sym)
{
    return table->names.at[sym].text;
}

#endif

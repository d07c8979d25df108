/*
 * Source files and places in them.  A place is two byte offsets; lines and
 * columns are worked out only when something is printed.
 */
#ifndef GP_TEXT_SOURCE_H
#define GP_TEXT_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/vec.h"

#define GP_NO_SOURCE UINT32_MAX

/* Bytes [start, end) of a source. */
struct gp_span {
    uint32_t source, start, end;
};

struct gp_source {
    const char *name; /* as shown: the path as given, or "<stdin>" */
    const char *text; /* `length` bytes and two NULs */
    uint32_t length;
    uint32_t *lines; /* offset of each line's first byte; made on demand */
    uint32_t line_count;
    /* The last place asked for: the next one is often on the same line. */
    uint32_t seen_offset, seen_column;
};

/* All sources of a session; a source is named by its index. */
struct gp_sources {
    struct gp_heap *heap;
    struct gp_arena arena;
    GP_VEC(struct gp_source) list;
    /* Standard input: the plan's text, or data that was read once for all. */
    bool input_is_plan, input_is_read;
    char *input;
    size_t input_length;
    int input_error;
};

/* A place for people: line and column (in characters; a byte that is no UTF-8
 * is one, a byte order mark is none) from 1, byte from 0. */
struct gp_place {
    uint32_t line, column, byte;
};

void gp_sources_init(struct gp_sources *sources, struct gp_heap *heap);
void gp_sources_fini(struct gp_sources *sources);
/* Takes over `text` (a block of the heap with two NULs behind `length`);
 * copies the name.  Returns the index. */
uint32_t gp_sources_add(struct gp_sources *sources, const char *name,
                        char *text, size_t length);
/* Standard input as data: read whole when it is first asked for, the same
 * bytes whenever it is asked for again.  0 or an errno: EBUSY where it holds
 * the plan, ENOTTY where nobody would end it. */
int gp_sources_input(struct gp_sources *sources, const char **text,
                     size_t *length);
struct gp_place gp_source_place(struct gp_sources *sources, uint32_t source,
                                uint32_t offset);
/* The line (from 1) without its line end; *length its bytes.  Empty behind
 * the last line. */
const char *gp_source_line(struct gp_sources *sources, uint32_t source,
                           uint32_t line, size_t *length);

static inline struct gp_span gp_no_span(void)
{
    return (struct gp_span){GP_NO_SOURCE, 0, 0};
}
static inline bool gp_span_is_set(struct gp_span span)
{
    return span.source != GP_NO_SOURCE;
}

#endif

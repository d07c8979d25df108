/* See source.h. */
#include "text/source.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"

static const char BOM[] = "\xef\xbb\xbf";

void gp_sources_init(struct gp_sources *sources, struct gp_heap *heap)
{
    *sources = (struct gp_sources){.heap = heap};
    gp_arena_init(&sources->arena, heap);
}

void gp_sources_fini(struct gp_sources *sources)
{
    for (size_t i = 0; i < sources->list.count; i++) {
        struct gp_source *s = &sources->list.at[i];
        gp_free(sources->heap, (void *)(uintptr_t)s->text);
        gp_free(sources->heap, s->lines);
    }
    gp_free(sources->heap, sources->input);
    gp_vec_fini(sources->heap, &sources->list);
    gp_arena_fini(&sources->arena);
}

uint32_t gp_sources_add(struct gp_sources *sources, const char *name,
                        char *text, size_t length)
{
    assert(length < UINT32_MAX && text[length] == '\0');
    struct gp_source s = {
        .name = gp_arena_strdup(&sources->arena, name),
        .text = text,
        .length = (uint32_t)length,
    };
    gp_vec_push(sources->heap, &sources->list, s);
    return (uint32_t)(sources->list.count - 1);
}

int gp_sources_input(struct gp_sources *s, const char **text, size_t *length)
{
    if (s->input_is_plan)
        return EBUSY;
    if (!s->input_is_read) {
        s->input_is_read = true;
        s->input_error =
            isatty(STDIN_FILENO)
                ? ENOTTY
                : gp_file_read(s->heap, "-", &s->input, &s->input_length);
    }
    *text = s->input;
    *length = s->input_length;
    return s->input_error;
}

static void find_lines(struct gp_sources *sources, struct gp_source *s)
{
    const char *end = s->text + s->length, *at;
    uint32_t count = 1;
    for (at = s->text; (at = memchr(at, '\n', (size_t)(end - at))); at++)
        count++;
    s->lines = gp_alloc(sources->heap, count * sizeof *s->lines);
    s->lines[0] = 0;
    s->line_count = 1;
    for (at = s->text; (at = memchr(at, '\n', (size_t)(end - at))); at++)
        s->lines[s->line_count++] = (uint32_t)(at - s->text) + 1;
}

static struct gp_source *with_lines(struct gp_sources *sources, uint32_t source)
{
    assert(source < sources->list.count);
    struct gp_source *s = &sources->list.at[source];
    if (s->lines == NULL)
        find_lines(sources, s);
    return s;
}

/* The index of the line that holds the offset. */
static uint32_t line_at(const struct gp_source *s, uint32_t offset)
{
    uint32_t low = 0, high = s->line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (s->lines[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

struct gp_place gp_source_place(struct gp_sources *sources, uint32_t source,
                                uint32_t offset)
{
    struct gp_source *s = with_lines(sources, source);
    if (offset > s->length)
        offset = s->length;
    uint32_t line = line_at(s, offset), at = s->lines[line], column = 1;
    /* Going on from the last place keeps many findings on one endless line
     * from taking quadratic time. */
    if (s->seen_column != 0 && s->seen_offset >= at &&
        s->seen_offset <= offset) {
        at = s->seen_offset;
        column = s->seen_column;
    }
    if (at == 0 && offset >= 3 && memcmp(s->text, BOM, 3) == 0)
        at = 3;
    while (at < offset) {
        uint32_t code;
        int n = gp_utf8_char(s->text + at, s->length - at, &code);
        uint32_t step = n == 0 ? 1 : (uint32_t)n;
        if (step > offset - at) /* inside a character: its column */
            break;
        at += step;
        column++;
    }
    s->seen_offset = at;
    s->seen_column = column;
    return (struct gp_place){line + 1, column, offset};
}

const char *gp_source_line(struct gp_sources *sources, uint32_t source,
                           uint32_t line, size_t *length)
{
    struct gp_source *s = with_lines(sources, source);
    *length = 0;
    if (line == 0 || line > s->line_count)
        return s->text + s->length;
    const char *start = s->text + s->lines[line - 1];
    const char *end = s->text + s->length;
    if (line < s->line_count)
        end = s->text + s->lines[line] - 1;
    if (end > start && end[-1] == '\r')
        end--;
    *length = (size_t)(end - start);
    return start;
}

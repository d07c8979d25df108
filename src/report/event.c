/* See event.h. */
#include "report/event.h"

#include <stdarg.h>
#include <string.h>

#include "report/target.h"

/* FNV-1a of 128 bits, a NUL behind every word: fast, the same everywhere, and
 * wide enough that two things of a plan do not meet. */
static gp_u128 add_word(gp_u128 hash, const char *word)
{
    const gp_u128 prime = ((gp_u128)1 << 88) + 0x13b;
    for (const char *c = word;; c++) {
        hash = (hash ^ (unsigned char)*c) * prime;
        if (*c == '\0')
            return hash;
    }
}

/* Its last words hardly reach the high digits: stir both halves. */
static gp_u128 mixed(gp_u128 hash)
{
    uint64_t half[2] = {(uint64_t)(hash >> 64), (uint64_t)hash};
    for (int i = 0; i < 4; i++) {
        uint64_t x = half[i & 1] ^ half[~i & 1] >> 32;
        x = (x ^ x >> 33) * UINT64_C(0xff51afd7ed558ccd);
        half[i & 1] = x ^ x >> 33;
        half[~i & 1] += half[i & 1];
    }
    return (gp_u128)half[0] << 64 | half[1];
}

struct gp_event *gp_build_event(struct gp_builder *b, enum gp_event_kind kind,
                                const char *first, ...)
{
    const struct gp_model *m = b->model;
    struct gp_event *e = gp_arena_calloc(b->arena, 1, sizeof *e);
    va_list more;
    e->kind = kind;
    e->first = e->last = e->done = GP_NO_DATE;
    e->made = m->time.days.first;
    e->id = (gp_u128)0x6c62272e07bb0142 << 64 | (gp_u128)0x62b821756295c58d;
    e->id = add_word(e->id, m->title != NULL ? m->title : "");
    e->id = add_word(e->id, gp_period_text(b->arena, &m->period));
    va_start(more, first);
    for (const char *w = first; w != NULL; w = va_arg(more, const char *))
        e->id = add_word(e->id, w);
    va_end(more);
    e->id = mixed(e->id);
    *b->report->last_event = e;
    b->report->last_event = &e->next;
    return e;
}

void gp_build_event_note(struct gp_builder *b, struct gp_event *e,
                         enum gp_heading_id heading, const char *text)
{
    if (text == NULL || *text == '\0')
        return;
    const char *before = e->notes != NULL ? e->notes : "";
    e->notes = gp_arena_join(b->arena, before, *before != '\0' ? "\n" : "",
                             gp_heading(heading, b->chinese), ": ", text, NULL);
}

const char *gp_build_event_scope(struct gp_builder *b,
                                 const struct gp_task *task)
{
    return task->scope == GP_NONE
               ? ""
               : gp_scope_text(b->arena, b->model, task->scope);
}

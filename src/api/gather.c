/* The findings of a session's plans as one list: see own.h. */
#include <string.h>

#include "api/own.h"
#include "base/map.h"
#include "text/print.h"

/* Plans that include the same file have read it once each.  Findings are moved
 * to the first of these, where the same one is found to be the same. */
struct twins {
    struct gp_sources *sources;
    uint32_t *first; /* of each source */
};

static bool same_text(const struct gp_source *a, const struct gp_source *b)
{
    return a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

static void find_twins(struct gp_session *s, struct twins *twins)
{
    struct gp_sources *sources = &s->sources;
    struct gp_intern names;
    struct gp_map seen;
    size_t count = sources->list.count;
    twins->sources = sources;
    twins->first = gp_calloc(&s->heap, count + 1, sizeof *twins->first);
    gp_intern_init(&names, &s->heap);
    gp_map_init(&seen, &s->heap);
    for (uint32_t i = 0; i < count; i++) {
        const struct gp_source *at = sources->list.at;
        const char *path = gp_print_path(at[i].name);
        uint32_t *first = gp_map_at(&seen, gp_intern_cstr(&names, path));
        if (*first == GP_MAP_NONE)
            *first = i;
        twins->first[i] = same_text(&at[*first], &at[i]) ? *first : i;
    }
    gp_map_fini(&seen);
    gp_intern_fini(&names);
}

static void move_to_twin(const struct twins *twins, struct gp_finding *f)
{
    if (gp_span_is_set(f->span))
        f->span.source = twins->first[f->span.source];
    for (struct gp_note *n = f->notes; n != NULL; n = n->next)
        if (gp_span_is_set(n->span))
            n->span.source = twins->first[n->span.source];
}

static void gather(struct gp_session *s, const struct twins *twins,
                   struct gp_findings *from, struct gp_findings *all)
{
    gp_findings_sort(from);
    for (size_t i = 0; i < from->list.count; i++) {
        struct gp_finding *f = from->list.at[i];
        move_to_twin(twins, f);
        f->order = (uint32_t)all->list.count;
        gp_vec_push(&s->heap, &all->list, f);
    }
}

void gp_api_gather(struct gp_session *session, struct gp_findings *all)
{
    struct twins twins;
    gp_findings_init(all, &session->sources, &session->heap);
    all->lang = session->lang;
    find_twins(session, &twins);
    gather(session, &twins, &session->findings, all);
    for (struct gp_plan *p = session->plans; p != NULL; p = p->next)
        if (!p->past)
            gather(session, &twins, &p->findings, all);
    gp_free(&session->heap, twins.first);
    gp_findings_sort(all);
}

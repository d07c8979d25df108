/* Comparing plans, and their findings: see goalpost/diff.h. */
#include "diff/diff.h"

#include <string.h>

#include "api/own.h"
#include "compile/said.h"

/* ---- comparing ---------------------------------------------------------- */

struct diff_args {
    struct gp_plan *old, *new;
    const struct gp_query *query;
    struct gp_out *out;
    bool differs;
};

/* A plan with errors has no numbers to compare. */
static enum gp_status check_sound(struct gp_plan *plan)
{
    if (gp_plan_count(plan, GP_LEVEL_ERROR) == 0)
        return GP_OK;
    plan->past = false; /* so that its findings are shown */
    return gp_api_fail(plan->session, GP_HAS_ERRORS, "{0}: the plan has errors",
                       plan->path, NULL);
}

static enum gp_status diff(void *args)
{
    struct diff_args *a = args;
    struct gp_session *s = a->new->session;
    struct gp_render_options looks;
    struct gp_diff diff = {
        .sources = &s->sources,
        .old = {.model = a->old->compilation.model},
        .new = {.model = a->new->compilation.model},
        .chinese = a->query->chinese,
    };
    const char *format;
    enum gp_status status =
        gp_ask_words(a->new, a->query, &diff.words, &looks, &format);
    status = status == GP_OK ? check_sound(a->old) : status;
    status = status == GP_OK ? check_sound(a->new) : status;
    if (status != GP_OK)
        return status;
    gp_compile_said(&a->old->compilation, &diff.old.model->arena,
                    &diff.old.said);
    gp_compile_said(&a->new->compilation, &diff.new.model->arena,
                    &diff.new.said);
    const char *why = gp_diff_write(&diff, format, &looks, a->out, &a->differs);
    gp_vec_fini(&s->heap, &diff.old.said);
    gp_vec_fini(&s->heap, &diff.new.said);
    return why == NULL ? GP_OK : gp_api_refuse(s, GP_BAD_VALUE, why);
}

enum gp_status gp_plan_diff(struct gp_plan *old_plan, struct gp_plan *new_plan,
                            const struct gp_query *query,
                            struct gp_output *output, bool *differs)
{
    struct diff_args args = {old_plan, new_plan, query, &output->out, false};
    enum gp_status status = gp_api_run(new_plan->session, diff, &args);
    *differs = args.differs;
    return status;
}

/* ---- findings that were there before ------------------------------------ */

struct known_args {
    struct gp_plan *plan;
    const struct gp_plan *past;
};

/* The file without the revision that it was read at. */
static const char *file_of(const struct gp_plan *plan,
                           const struct gp_finding *f)
{
    const struct gp_sources *sources = &plan->session->sources;
    if (f->data_file != NULL)
        return f->data_file;
    if (!gp_span_is_set(f->span))
        return "";
    const char *name = sources->list.at[f->span.source].name;
    const char *colon = plan->revision == NULL ? NULL : strchr(name, ':');
    return colon == NULL ? name : colon + 1;
}

static bool is_same(const struct gp_plan *a, const struct gp_finding *x,
                    const struct gp_plan *b, const struct gp_finding *y)
{
    return x->slug == y->slug && strcmp(x->summary, y->summary) == 0 &&
           (x->detail == NULL) == (y->detail == NULL) &&
           (x->detail == NULL || strcmp(x->detail, y->detail) == 0) &&
           strcmp(file_of(a, x), file_of(b, y)) == 0;
}

/* The past's findings in chains, by their sentences. */
struct known {
    const struct gp_findings *list;
    struct gp_map first;
    uint32_t *next;
};

static uint64_t key_of(struct gp_intern *sentences, const struct gp_finding *f)
{
    return gp_map_key((uint32_t)f->slug, gp_intern_cstr(sentences, f->summary));
}

static void index_known(struct known *k, struct gp_intern *sentences)
{
    for (size_t i = k->list->list.count; i-- > 0;) {
        uint32_t *at =
            gp_map_at(&k->first, key_of(sentences, k->list->list.at[i]));
        k->next[i] = *at;
        *at = (uint32_t)i;
    }
}

/* Each finding of the past hides one: a mistake made again is a new one. */
static bool hides(struct known_args *a, struct known *k,
                  struct gp_intern *sentences, const struct gp_finding *f)
{
    uint32_t *at = gp_map_at(&k->first, key_of(sentences, f));
    while (*at != GP_MAP_NONE &&
           !is_same(a->plan, f, a->past, k->list->list.at[*at]))
        at = &k->next[*at];
    if (*at == GP_MAP_NONE)
        return false;
    *at = k->next[*at];
    return true;
}

static enum gp_status hide_known(void *args)
{
    struct known_args *a = args;
    struct gp_findings *new = &a->plan->findings;
    struct gp_intern sentences;
    struct known k = {.list = &a->past->findings};
    size_t kept = 0;
    k.next = gp_calloc(new->heap, k.list->list.count + 1, sizeof *k.next);
    gp_map_init(&k.first, new->heap);
    gp_intern_init(&sentences, new->heap);
    index_known(&k, &sentences);
    for (size_t i = 0; i < new->list.count; i++)
        if (!hides(a, &k, &sentences, new->list.at[i]))
            new->list.at[kept++] = new->list.at[i];
    new->list.count = kept;
    gp_intern_fini(&sentences);
    gp_map_fini(&k.first);
    gp_free(new->heap, k.next);
    return GP_OK;
}

enum gp_status gp_plan_hide_known(struct gp_plan *plan,
                                  const struct gp_plan *past)
{
    struct known_args args = {plan, past};
    return gp_api_run(plan->session, hide_known, &args);
}

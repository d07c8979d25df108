/* Comparing plans: see goalpost/diff.h. */
#include "diff/diff.h"

#include <string.h>

#include "api/own.h"
#include "compile/said.h"

/* ---- a plan of the past ------------------------------------------------- */

struct past_args {
    struct gp_session *session;
    const char *path, *revision;
    unsigned flags;
    struct gp_plan *plan;
};

static enum gp_status tell(struct past_args *a, enum gp_revision_error error)
{
    switch (error) {
    case GP_REVISION_NO_GIT:
        return gp_api_fail(a->session, GP_CANNOT_READ,
                           "git cannot be run: is it installed?", NULL);
    case GP_REVISION_NO_REPOSITORY:
        return gp_api_fail(a->session, GP_CANNOT_READ,
                           "{0} lies in no git repository", a->path, NULL);
    default:
        return gp_api_fail(a->session, GP_BAD_VALUE,
                           "git knows no revision '{0}'", a->revision, NULL);
    }
}

/* Plans of one revision share what git has told about it. */
static enum gp_status find_past(struct past_args *a, struct gp_past **out)
{
    struct gp_session *s = a->session;
    const char *folder = gp_file_folder(&s->arena, a->path);
    for (struct gp_past *p = s->pasts; p != NULL; p = p->next) {
        *out = p;
        if (strcmp(p->revision.name, a->revision) == 0 &&
            strcmp(p->revision.base, folder) == 0)
            return GP_OK;
    }
    struct gp_past *past = gp_calloc(&s->heap, 1, sizeof *past);
    enum gp_revision_error error = GP_REVISION_OK;
    bool shared = false;
    for (struct gp_past *p = s->pasts; p != NULL && !shared; p = p->next)
        shared = p->revision.store == NULL &&
                 strcmp(p->revision.name, a->revision) == 0 &&
                 gp_revision_share(&past->revision, &p->revision, a->path);
    if (!shared)
        error =
            gp_revision_init(&past->revision, &s->heap, a->path, a->revision);
    if (error != GP_REVISION_OK) {
        gp_free(&s->heap, past);
        return tell(a, error);
    }
    past->next = s->pasts;
    s->pasts = past;
    *out = past;
    return GP_OK;
}

static enum gp_status open_past(void *args)
{
    struct past_args *a = args;
    struct gp_past *past = NULL;
    enum gp_status status = find_past(a, &past);
    if (status != GP_OK)
        return status;
    const struct gp_files *files = &past->revision.files;
    if (files->kind(files, a->path) != GP_FILE_REGULAR)
        return GP_OK;
    status = gp_plan_open_from(a->session, a->path, files, a->flags, &a->plan);
    if (status == GP_OK)
        a->plan->past = true;
    return status;
}

enum gp_status gp_plan_open_at(struct gp_session *session, const char *path,
                               const char *revision, unsigned flags,
                               struct gp_plan **plan)
{
    struct past_args args = {session, path, revision, flags, NULL};
    enum gp_status status = gp_api_run(session, open_past, &args);
    *plan = args.plan;
    return status;
}

struct list_args {
    struct past_args past;
    struct gp_paths found;
};

static bool is_hidden(const char *path)
{
    for (const char *at = path; (at = strchr(at, '.')) != NULL; at++)
        if ((at == path || at[-1] == '/') && at[1] != '/' && at[1] != '.')
            return true;
    return false;
}

static enum gp_status find_at(void *args)
{
    struct list_args *a = args;
    struct gp_session *s = a->past.session;
    struct gp_past *past = NULL;
    struct gp_paths all = {0};
    char *folder = gp_arena_strdup(&s->arena, a->past.path);
    for (size_t n = strlen(folder); n > 1 && folder[n - 1] == '/'; n--)
        folder[n - 1] = '\0';
    a->past.path = gp_file_join(&s->arena, folder, "plan.goal");
    enum gp_status status = find_past(&a->past, &past);
    if (status != GP_OK)
        return status;
    struct gp_files *files = &past->revision.files;
    gp_revision_list(&past->revision, &s->arena, &all);
    for (size_t i = 0; i < all.count; i++) {
        const char *below = all.at[i] + strlen(past->revision.base);
        if (strcmp(past->revision.base, ".") == 0)
            below = all.at[i];
        if (!is_hidden(below) && gp_find_is_plan(s, files, all.at[i]))
            gp_vec_push(&s->heap, &a->found, all.at[i]);
    }
    gp_vec_fini(&s->heap, &all);
    return GP_OK;
}

enum gp_status gp_session_find_at(struct gp_session *session,
                                  const char *folder, const char *revision,
                                  const char *const **paths, size_t *count)
{
    struct list_args args = {.past = {session, folder, revision, 0, NULL}};
    enum gp_status status = gp_api_run(session, find_at, &args);
    *paths = (const char *const *)args.found.at;
    *count = args.found.count;
    return status;
}

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

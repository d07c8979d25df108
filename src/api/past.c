/* Plans as they were at a revision: see goalpost/diff.h. */
#include <errno.h>
#include <string.h>

#include "api/own.h"
#include "goalpost/diff.h"

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

/* The plans below a folder, which need not be there any more. */
static enum gp_status find_below(struct list_args *a)
{
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

/* ---- now and then -------------------------------------------------------- */

static bool is_listed(const char *path)
{
    return gp_file_is_folder(path) ||
           (gp_file_is_pattern(path) && !gp_file_exists(path));
}

/* What a path meant at the revision. */
static enum gp_status find_then(struct list_args *a, struct gp_paths *out)
{
    struct gp_session *s = a->past.session;
    struct gp_past *past = NULL;
    enum gp_status status = find_past(&a->past, &past);
    if (status != GP_OK)
        return status;
    const char *path = a->past.path;
    struct gp_files *files = &past->revision.files;
    if (gp_file_is_pattern(path)) {
        files->match(files, &s->arena, path, out);
    } else if (files->kind(files, path) == GP_FILE_REGULAR) {
        gp_vec_push(&s->heap, out, gp_arena_strdup(&s->arena, path));
    } else {
        struct list_args below = {.past = a->past};
        status = find_below(&below);
        *out = below.found;
    }
    return status;
}

/* What is there comes first, then what is gone. */
static enum gp_status find_against(void *args)
{
    struct list_args *a = args;
    struct gp_session *s = a->past.session;
    const char *path = a->past.path;
    bool single = !is_listed(path);
    struct gp_paths then = {0};
    if (!single || gp_file_exists(path) || strcmp(path, "-") == 0)
        gp_find_now(s, path, false, &a->found);
    if (single && a->found.count > 0)
        return GP_OK;
    enum gp_status status = find_then(a, &then);
    for (size_t i = 0; status == GP_OK && i < then.count; i++)
        if (!gp_file_exists(then.at[i]))
            gp_vec_push(&s->heap, &a->found, then.at[i]);
    gp_vec_fini(&s->heap, &then);
    if (status != GP_OK || a->found.count > 0)
        return status;
    return single ? gp_api_unread(s, path, gp_api_error(s, ENOENT))
                  : gp_find_nothing(s, path);
}

enum gp_status gp_session_find_against(struct gp_session *session,
                                       const char *path, const char *revision,
                                       const char *const **paths, size_t *count)
{
    struct list_args args = {.past = {session, path, revision, 0, NULL}};
    enum gp_status status = gp_api_run(session, find_against, &args);
    *paths = (const char *const *)args.found.at;
    *count = args.found.count;
    return status;
}

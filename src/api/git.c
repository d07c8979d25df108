/*
 * What git asks for when it shows a change of a plan (goalpost/diff.h): two
 * versions of one file.  The other files of the plan are those of the work
 * tree.  Whatever cannot be compared as plans is compared by lines, since git
 * must be shown something.
 */
#include <string.h>

#include "api/own.h"
#include "base/file.h"
#include "base/linediff.h"
#include "base/overlay.h"

struct version {
    const char *path; /* in the repository */
    char *text;       /* NULL: there is no such version */
    size_t length;
    struct gp_overlay overlay;
    struct gp_plan *plan; /* NULL: it cannot be read as one */
};

struct git_args {
    struct gp_session *session;
    const char *old_file, *new_file;
    struct version old, new;
    const struct gp_query *query;
    struct gp_output *output;
};

static enum gp_status read_version(struct git_args *a, const char *file,
                                   struct version *v)
{
    if (strcmp(file, "/dev/null") == 0)
        return GP_OK;
    int error = gp_file_read(&a->session->heap, file, &v->text, &v->length);
    if (error != 0)
        return gp_api_fail_file(a->session, GP_CANNOT_READ, file, error);
    return GP_OK;
}

/* Findings are for `check` to tell. */
static void open_version(struct git_args *a, struct version *v)
{
    if (v->text == NULL)
        return;
    gp_overlay_init(&v->overlay, v->path, v->text, v->length);
    if (gp_plan_open_from(a->session, v->path, &v->overlay.files, 0,
                          &v->plan) != GP_OK)
        return;
    v->plan->past = true;
    if (gp_plan_count(v->plan, GP_LEVEL_ERROR) != 0)
        v->plan = NULL;
}

static void write_by_lines(struct git_args *a)
{
    struct gp_arena *arena = &a->session->arena;
    struct gp_linediff diff = {
        .old_name = a->old.text == NULL
                        ? "/dev/null"
                        : gp_arena_join(arena, "a/", a->old.path, NULL),
        .new_name = a->new.text == NULL
                        ? "/dev/null"
                        : gp_arena_join(arena, "b/", a->new.path, NULL),
        .old_text = a->old.text,
        .old_length = a->old.length,
        .new_text = a->new.text,
        .new_length = a->new.length,
        .color = a->query->color,
    };
    gp_linediff(&diff, &a->output->out.buf);
}

static enum gp_status diff_for_git(void *args)
{
    struct git_args *a = args;
    bool differs = false;
    enum gp_status status = read_version(a, a->old_file, &a->old);
    if (status == GP_OK)
        status = read_version(a, a->new_file, &a->new);
    if (status != GP_OK)
        return status;
    open_version(a, &a->old);
    open_version(a, &a->new);
    size_t start = a->output->out.buf.count;
    gp_out_puts(&a->output->out, a->new.path);
    gp_out_puts(&a->output->out, "\n");
    if (a->old.plan != NULL && a->new.plan != NULL)
        status = gp_plan_diff(a->old.plan, a->new.plan, a->query, a->output,
                              &differs);
    /* Another layout or comment changes no meaning, but git shows a change. */
    if (status != GP_OK || !differs) {
        a->output->out.buf.count = start;
        write_by_lines(a);
    }
    return GP_OK;
}

enum gp_status gp_session_diff_for_git(
    struct gp_session *session, const char *old_path, const char *old_file,
    const char *new_path, const char *new_file, const struct gp_query *query,
    struct gp_output *output)
{
    struct git_args args = {
        .session = session,
        .old_file = old_file,
        .new_file = new_file,
        .old = {.path = old_path},
        .new = {.path = new_path},
        .query = query,
        .output = output,
    };
    return gp_api_run(session, diff_for_git, &args);
}

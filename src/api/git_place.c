/*
 * A folder in its repository, and teaching git to show plans: see
 * goalpost/start.h.
 */
#include <string.h>

#include "api/own.h"
#include "base/file.h"

#define ATTRIBUTE "*.goal diff=goalpost"

struct place_args {
    struct gp_session *session;
    const char *folder;
    const char *up, *prefix;
    const char *attributes;
    bool add_line;
    char *text; /* of .gitattributes */
    size_t length;
    struct gp_output *output;
};

/* What a git command prints; NULL, with the status, where it fails. */
static const char *ask(struct place_args *a, const char *const *argv,
                       enum gp_status *status)
{
    struct gp_session *s = a->session;
    struct gp_buf out;
    int error;
    gp_buf_init(&out, &s->heap);
    int code = gp_process_run(argv, &out, &error);
    const char *text = NULL;
    if (code == 0)
        text = gp_arena_strndup(&s->arena, out.at, out.count);
    else if (error != 0)
        *status = gp_api_fail_file(s, GP_CANNOT_READ, "git", error);
    else
        *status = gp_api_fail(s, GP_BAD_VALUE,
                              "{0}: in no git repository (git init makes one)",
                              a->folder, NULL);
    gp_buf_fini(&out);
    return text;
}

/* A line of its own each; a path may hold anything but a line end. */
static enum gp_status find_place(void *args)
{
    struct place_args *a = args;
    const char *argv[] = {"git",       "-C",          a->folder,
                          "rev-parse", "--show-cdup", "--show-prefix",
                          NULL};
    enum gp_status status = GP_OK;
    const char *text = ask(a, argv, &status);
    if (text == NULL)
        return status;
    const char *end = strchr(text, '\n');
    if (end == NULL) /* inside .git, or a repository without files */
        return gp_api_fail(a->session, GP_BAD_VALUE,
                           "{0}: in no work tree of git", a->folder, NULL);
    struct gp_arena *arena = &a->session->arena;
    a->up = gp_arena_strndup(arena, text, (size_t)(end - text));
    const char *second = end + 1;
    a->prefix = gp_arena_strndup(arena, second, strcspn(second, "\n"));
    return GP_OK;
}

enum gp_status gp_session_git_place(struct gp_session *session,
                                    const char *folder, const char **up,
                                    const char **prefix)
{
    struct place_args a = {.session = session, .folder = folder};
    enum gp_status status = gp_api_run(session, find_place, &a);
    *up = a.up;
    *prefix = a.prefix;
    return status;
}

/* ---- setting up --------------------------------------------------------- */

/* The words that begin a statement, for the heads of hunks. */
static const char *function_pattern(struct gp_session *s)
{
    struct gp_buf out;
    gp_buf_init(&out, &s->heap);
    gp_buf_puts(&out, "^[ \t]*((");
    for (int i = 0; i < GP_WORD_COUNT; i++) {
        enum gp_word word = (enum gp_word)i;
        if (gp_word_group(word) != GP_GROUP_STATEMENTS)
            continue;
        if (i > 0)
            gp_buf_putc(&out, '|');
        gp_buf_puts(&out, gp_word_text(word));
        gp_buf_putc(&out, '|');
        gp_buf_puts(&out, gp_word_chinese(word));
    }
    gp_buf_puts(&out, ")[ \t].*)$");
    const char *text = gp_arena_strndup(&s->arena, out.at, out.count);
    gp_buf_fini(&out);
    return text;
}

static enum gp_status configure(void *args)
{
    struct place_args *a = args;
    const char *const settings[][2] = {
        {"diff.goalpost.command", "goalpost diff --git"},
        {"diff.goalpost.textconv", "goalpost fmt --lenient"},
        {"diff.goalpost.cachetextconv", "false"},
        {"diff.goalpost.xfuncname", function_pattern(a->session)},
    };
    enum gp_status status = GP_OK;
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        const char *argv[] = {
            "git",           "-C",           a->folder,      "config",
            "--replace-all", settings[i][0], settings[i][1], NULL};
        if (ask(a, argv, &status) == NULL)
            return status == GP_BAD_VALUE
                       ? gp_api_fail(a->session, GP_CANNOT_WRITE,
                                     "{0}: git config could not set {1}",
                                     a->folder, settings[i][0], NULL)
                       : status;
    }
    return GP_OK;
}

static bool has_line(const char *text, size_t length)
{
    const char *end = text + length;
    while (text < end) {
        size_t n = strcspn(text, "\r\n");
        if (n == strlen(ATTRIBUTE) && memcmp(text, ATTRIBUTE, n) == 0)
            return true;
        text += n;
        text += text < end;
    }
    return false;
}

static enum gp_status read_attributes(void *args)
{
    struct place_args *a = args;
    struct gp_session *s = a->session;
    const char *path =
        gp_file_join(&s->arena, a->folder,
                     gp_arena_join(&s->arena, a->up, ".gitattributes", NULL));
    a->attributes = path;
    a->add_line = true;
    if (!gp_file_exists(path))
        return GP_OK;
    int error = gp_file_read(&s->heap, path, &a->text, &a->length);
    if (error != 0)
        return gp_api_fail_file(s, GP_CANNOT_READ, path, error);
    a->add_line = !has_line(a->text, a->length);
    return GP_OK;
}

static enum gp_status fill_attributes(void *args)
{
    struct place_args *a = args;
    struct gp_out *out = &a->output->out;
    if (a->length > 0)
        gp_out_add(out, a->text, a->length);
    if (a->length > 0 && a->text[a->length - 1] != '\n')
        gp_out_puts(out, "\n");
    gp_out_puts(out, ATTRIBUTE "\n");
    return GP_OK;
}

enum gp_status gp_session_git_set_up(struct gp_session *session,
                                     const char *folder,
                                     const char **attributes)
{
    struct place_args a = {.session = session, .folder = folder};
    *attributes = NULL;
    enum gp_status status = gp_api_run(session, find_place, &a);
    if (status == GP_OK)
        status = gp_api_run(session, read_attributes, &a);
    if (status == GP_OK)
        status = gp_api_run(session, configure, &a);
    if (status != GP_OK || !a.add_line)
        return status;
    a.output = gp_output_to_file(session, a.attributes);
    if (a.output == NULL || gp_api_run(session, fill_attributes, &a) != GP_OK)
        return GP_OUT_OF_MEMORY;
    status = gp_output_close(a.output);
    if (status == GP_OK)
        *attributes = a.attributes;
    return status;
}

/* Finding plans in folders: see goalpost/session.h. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "api/own.h"
#include "base/file.h"
#include "base/vec.h"

/* Folders in folders; a link that leads upwards ends here, too. */
enum { MAX_DEPTH = 40 };

struct find_args {
    struct gp_session *session;
    const char *path;
    bool parts;
    struct gp_paths found;
};

static bool ends_in_goal(const char *name)
{
    size_t n = strlen(name);
    return n > 5 && strcmp(name + n - 5, ".goal") == 0;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* A line begins with `plan` or 计划: the other files are parts of plans. */
static bool says_plan(const char *text)
{
    static const char *const words[] = {"plan", "计划"};
    for (const char *line = text; *line != '\0';) {
        line += strspn(line, " \t\r\n");
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
            size_t n = strlen(words[i]);
            if (strncmp(line, words[i], n) == 0 &&
                (line[n] == ' ' || line[n] == '\t' || line[n] == '"' ||
                 strncmp(line + n, "“", 3) == 0 ||
                 strncmp(line + n, "　", 3) == 0))
                return true;
        }
        line += strcspn(line, "\n");
    }
    return false;
}

bool gp_find_is_plan(struct gp_session *session, const struct gp_files *files,
                     const char *path)
{
    char *text;
    size_t length;
    struct gp_heap *heap = &session->heap;
    if (!ends_in_goal(path))
        return false;
    /* One that cannot be read is for its reader to tell. */
    if (files->read(files, heap, path, &text, &length) != 0)
        return true;
    bool wanted = says_plan(text);
    gp_free(heap, text);
    return wanted;
}

static bool is_wanted(struct find_args *a, const char *path)
{
    if (a->parts)
        return ends_in_goal(path);
    return gp_find_is_plan(a->session, &gp_files_disk, path);
}

/* The names in a folder, sorted; hidden ones are nobody's plans. */
static void list_folder(struct gp_arena *arena, const char *folder,
                        struct gp_paths *out)
{
    jmp_buf oom, *outer = arena->heap->oom;
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return;
    if (setjmp(oom) != 0) {
        closedir(dir);
        arena->heap->oom = outer;
        gp_out_of_memory(arena->heap);
    }
    arena->heap->oom = &oom;
    for (struct dirent *e; (e = readdir(dir)) != NULL;)
        if (e->d_name[0] != '.')
            gp_vec_push(arena->heap, out,
                        gp_file_join(arena, folder, e->d_name));
    arena->heap->oom = outer;
    closedir(dir);
    if (out->count > 1)
        qsort(out->at, out->count, sizeof *out->at, by_bytes);
}

static void walk(struct find_args *a, const char *folder, int depth)
{
    struct gp_paths names = {0};
    struct gp_heap *heap = &a->session->heap;
    list_folder(&a->session->arena, folder, &names);
    for (size_t i = 0; i < names.count; i++) {
        char *path = names.at[i];
        if (gp_file_is_folder(path)) {
            if (depth < MAX_DEPTH)
                walk(a, path, depth + 1);
        } else if (is_wanted(a, path)) {
            gp_vec_push(heap, &a->found, path);
        }
    }
    gp_vec_fini(heap, &names);
}

void gp_find_now(struct gp_session *s, const char *given, bool parts,
                 struct gp_paths *out)
{
    struct find_args a = {.session = s, .parts = parts};
    char *path = gp_arena_strdup(&s->arena, given);
    if (gp_file_is_folder(path)) {
        size_t n = strlen(path);
        while (n > 1 && path[n - 1] == '/')
            path[--n] = '\0';
        walk(&a, path, 0);
    } else if (gp_file_is_pattern(path) && !gp_file_exists(path)) {
        gp_file_match(&s->arena, path, &a.found);
    } else {
        gp_vec_push(&s->heap, &a.found, path);
    }
    *out = a.found;
}

enum gp_status gp_find_nothing(struct gp_session *session, const char *path)
{
    return gp_api_unread(
        session, path,
        gp_file_is_folder(path)
            ? gp_translate(session->lang, "no plan is in this folder")
            : gp_translate(session->lang, "no file matches"));
}

static enum gp_status find(void *args)
{
    struct find_args *a = args;
    gp_find_now(a->session, a->path, a->parts, &a->found);
    return a->found.count > 0 ? GP_OK : gp_find_nothing(a->session, a->path);
}

enum gp_status gp_session_find(struct gp_session *session, const char *path,
                               bool parts, const char *const **paths,
                               size_t *count)
{
    struct find_args args = {.session = session, .path = path, .parts = parts};
    enum gp_status status = gp_api_run(session, find, &args);
    *paths = (const char *const *)args.found.at;
    *count = args.found.count;
    return status;
}

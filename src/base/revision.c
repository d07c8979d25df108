/* See revision.h. */
#include "base/revision.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- paths -------------------------------------------------------------- */

/* Without ".", ".." and doubled slashes; NULL where it leads above the root. */
static char *normal(struct gp_arena *arena, const char *path)
{
    size_t length = strlen(path), n = 0;
    char *out = gp_arena_alloc(arena, length + 1);
    while (*path != '\0') {
        size_t part = strcspn(path, "/");
        if (part == 2 && path[0] == '.' && path[1] == '.') {
            if (n == 0)
                return NULL;
            while (n > 0 && out[n - 1] != '/')
                n--;
            n -= n > 0;
        } else if (part > 0 && !(part == 1 && path[0] == '.')) {
            if (n > 0)
                out[n++] = '/';
            memcpy(out + n, path, part);
            n += part;
        }
        path += part;
        path += *path == '/';
    }
    out[n] = '\0';
    return out;
}

static const char *behind(const char *path, const char *folder)
{
    size_t n = strlen(folder);
    if (strncmp(path, folder, n) != 0)
        return NULL;
    if (n > 0 && folder[n - 1] == '/')
        return path + n;
    return path[n] == '/' ? path + n + 1 : path[n] == '\0' ? path + n : NULL;
}

/* A path as the plan's folder sees it, from the root of the repository. */
static char *tree_path(const struct gp_revision *r, struct gp_arena *arena,
                       const char *path)
{
    const char *rest;
    if (path[0] == '/' && (rest = behind(path, r->top)) != NULL)
        return normal(arena, rest);
    rest = strcmp(r->base, ".") == 0 && path[0] != '/' ? path
                                                       : behind(path, r->base);
    if (rest == NULL)
        return NULL;
    return normal(arena, gp_arena_join(arena, r->base_tree, "/", rest, NULL));
}

/* ... and back. */
static char *seen_path(const struct gp_revision *r, struct gp_arena *arena,
                       const char *tree)
{
    const char *rest =
        r->base_tree[0] == '\0' ? tree : behind(tree, r->base_tree);
    if (rest == NULL)
        return gp_arena_join(arena, r->top, "/", tree, NULL);
    return gp_file_join(arena, r->base, rest);
}

/* ---- the list of files -------------------------------------------------- */

/* Who has the list and the reader. */
static const struct gp_revision *store_of(const struct gp_revision *r)
{
    return r->store != NULL ? r->store : r;
}

static int by_path(const void *a, const void *b)
{
    const struct gp_revision_file *x = a, *y = b;
    return strcmp(x->path, y->path);
}

static const struct gp_revision_file *find(const struct gp_revision *r,
                                           const char *tree)
{
    struct gp_revision_file key = {tree, NULL, false};
    r = store_of(r);
    if (r->list.count == 0)
        return NULL;
    return bsearch(&key, r->list.at, r->list.count, sizeof key, by_path);
}

/* The first file at or behind a path's place in the list. */
static size_t first_from(const struct gp_revision *r, const char *tree)
{
    size_t low = 0, high = r->list.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(r->list.at[middle].path, tree) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* A folder's files lie together, behind "folder/". */
static bool has_folder(const struct gp_revision *r, struct gp_arena *arena,
                       const char *tree)
{
    if (tree[0] == '\0')
        return true;
    r = store_of(r);
    const char *inside = gp_arena_join(arena, tree, "/", NULL);
    size_t at = first_from(r, inside);
    return at < r->list.count &&
           strncmp(r->list.at[at].path, inside, strlen(inside)) == 0;
}

/* "100644 blob ID\tPATH", each ended by a NUL. */
static void add_entry(struct gp_revision *r, const char *entry)
{
    const char *type = strchr(entry, ' '), *tab = strchr(entry, '\t');
    const char *id = type == NULL ? NULL : strchr(type + 1, ' ');
    if (id == NULL || tab == NULL || tab < id)
        return;
    struct gp_revision_file file = {
        .path = gp_arena_strdup(&r->arena, tab + 1),
        .id = gp_arena_strndup(&r->arena, id + 1, (size_t)(tab - id) - 1),
        .regular = strncmp(entry, "100", 3) == 0,
    };
    if (strncmp(type + 1, "blob", 4) == 0)
        gp_vec_push(r->heap, &r->list, file);
}

/* ---- the functions of struct gp_files ----------------------------------- */

static const struct gp_revision *revision_of(const struct gp_files *files)
{
    return (const struct gp_revision *)(const void *)files;
}

static char *rev_real(const struct gp_files *files, struct gp_arena *arena,
                      const char *path)
{
    const struct gp_revision *r = revision_of(files);
    char *tree = tree_path(r, arena, path);
    if (tree == NULL || (find(r, tree) == NULL && !has_folder(r, arena, tree)))
        return NULL;
    return gp_arena_join(arena, "/", tree, NULL);
}

static enum gp_file_kind rev_kind(const struct gp_files *files,
                                  const char *path)
{
    const struct gp_revision *r = revision_of(files);
    struct gp_arena *arena = &((struct gp_revision *)(uintptr_t)r)->arena;
    char *tree = tree_path(r, arena, path);
    const struct gp_revision_file *file = tree == NULL ? NULL : find(r, tree);
    if (file != NULL)
        return file->regular ? GP_FILE_REGULAR : GP_FILE_OTHER;
    return tree != NULL && has_folder(r, arena, tree) ? GP_FILE_FOLDER
                                                      : GP_FILE_NONE;
}

static void rev_match(const struct gp_files *files, struct gp_arena *arena,
                      const char *pattern, struct gp_paths *out)
{
    const struct gp_revision *r = revision_of(files);
    char *tree = tree_path(r, arena, pattern);
    const struct gp_revision *store = store_of(r);
    for (size_t i = 0; tree != NULL && i < store->list.count; i++) {
        const char *path = store->list.at[i].path;
        if (fnmatch(tree, path, FNM_PATHNAME | FNM_PERIOD) == 0)
            gp_vec_push(arena->heap, out, seen_path(r, arena, path));
    }
}

static const char *rev_shown(const struct gp_files *files,
                             struct gp_arena *arena, const char *path)
{
    const struct gp_revision *r = revision_of(files);
    return gp_arena_join(arena, r->name, ":", path, NULL);
}

/* All of the bytes, to or from git. */
static bool transfer(int fd, char *at, size_t length, bool to_git)
{
    while (length > 0) {
        ssize_t n = to_git ? write(fd, at, length) : read(fd, at, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        at += n;
        length -= (size_t)n;
    }
    return true;
}

static bool read_exactly(int fd, char *to, size_t length)
{
    return transfer(fd, to, length, false);
}

/* "ID blob SIZE\n"; 0 or an errno where it is something else. */
static int read_head(int fd, size_t *size)
{
    char line[256];
    size_t n = 0;
    do {
        if (n == sizeof line || !read_exactly(fd, line + n, 1))
            return EIO;
    } while (line[n++] != '\n');
    line[n - 1] = '\0';
    const char *at = strstr(line, " blob ");
    if (at == NULL)
        return EIO;
    *size = 0;
    for (at += 6; *at >= '0' && *at <= '9'; at++) {
        *size = *size * 10 + (size_t)(*at - '0');
        if (*size >= GP_MAX_FILE)
            return EFBIG;
    }
    return 0;
}

/* What git answers to the id of a file's content; 0 or an errno. */
static int ask_reader(struct gp_process *reader, struct gp_heap *heap,
                      const char *id, char **text, size_t *length)
{
    struct gp_arena arena;
    char end;
    gp_arena_init(&arena, heap);
    char *line = gp_arena_join(&arena, id, "\n", NULL);
    bool asked = transfer(reader->in, line, strlen(line), true);
    gp_arena_fini(&arena);
    int error = asked ? read_head(reader->out, length) : EIO;
    if (error != 0)
        return error;
    *text = gp_alloc(heap, *length + 2);
    (*text)[*length] = (*text)[*length + 1] = '\0';
    if (read_exactly(reader->out, *text, *length) &&
        read_exactly(reader->out, &end, 1))
        return 0;
    gp_free(heap, *text);
    return EIO;
}

static int rev_read(const struct gp_files *files, struct gp_heap *heap,
                    const char *path, char **text, size_t *length)
{
    struct gp_revision *r = (struct gp_revision *)(uintptr_t)files;
    char *tree = tree_path(r, &r->arena, path);
    const struct gp_revision_file *file = tree == NULL ? NULL : find(r, tree);
    int error = 0;
    if (file == NULL)
        return ENOENT;
    r = (struct gp_revision *)(uintptr_t)store_of(r);
    if (r->reader.pid == 0) {
        const char *const argv[] = {"git",      "-C",      r->top,
                                    "cat-file", "--batch", NULL};
        error = gp_process_start(&r->reader, argv, true);
    }
    if (error == 0)
        error = ask_reader(&r->reader, heap, file->id, text, length);
    /* What is left of its answer is not that to the next question. */
    if (error != 0)
        gp_process_end(&r->reader);
    return error;
}

/* ---- opening ------------------------------------------------------------ */

/* What git says, without the last line end; NULL where it fails. */
static char *ask(struct gp_revision *r, const char *const *argv,
                 enum gp_revision_error failure, enum gp_revision_error *error)
{
    struct gp_buf buf;
    char *text = NULL;
    int why;
    gp_buf_init(&buf, r->heap);
    int status = gp_process_run(argv, &buf, &why);
    if (status != 0) {
        *error = status < 0 && why != 0 ? GP_REVISION_NO_GIT : failure;
    } else {
        while (buf.count > 0 && buf.at[buf.count - 1] == '\n')
            buf.count--;
        text = gp_arena_strndup(&r->arena, buf.count == 0 ? "" : buf.at,
                                buf.count);
    }
    gp_buf_fini(&buf);
    return text;
}

/* The folder of the path, and where it lies in the repository: the part of it
 * that is gone is put behind the part that is there. */
static bool find_place(struct gp_revision *r, const char *path,
                       enum gp_revision_error *error)
{
    const char *there = gp_file_folder(&r->arena, path), *gone = "";
    r->base = there;
    while (!gp_file_is_folder(there)) {
        const char *slash = strrchr(there, '/');
        gone = gp_arena_join(&r->arena, slash == NULL ? there : slash + 1, "/",
                             gone, NULL);
        there = gp_file_folder(&r->arena, there);
    }
    const char *const top[] = {
        "git", "-C", there, "rev-parse", "--show-toplevel", NULL};
    const char *const prefix[] = {"git",           "-C", there, "rev-parse",
                                  "--show-prefix", NULL};
    r->top = ask(r, top, GP_REVISION_NO_REPOSITORY, error);
    if (r->top == NULL)
        return false;
    const char *in = ask(r, prefix, GP_REVISION_NO_REPOSITORY, error);
    if (in == NULL)
        return false;
    r->base_tree =
        normal(&r->arena, gp_arena_join(&r->arena, in, "/", gone, NULL));
    return r->base_tree != NULL;
}

static bool list_files(struct gp_revision *r, enum gp_revision_error *error)
{
    const char *commit = gp_arena_join(&r->arena, r->name, "^{commit}", NULL);
    const char *const verify[] = {"git",
                                  "-C",
                                  r->top,
                                  "rev-parse",
                                  "--verify",
                                  "--quiet",
                                  "--end-of-options",
                                  commit,
                                  NULL};
    const char *id = ask(r, verify, GP_REVISION_UNKNOWN, error);
    if (id == NULL)
        return false;
    const char *const list[] = {"git", "-C", r->top, "ls-tree",
                                "-r",  "-z", id,     NULL};
    struct gp_buf buf;
    int why;
    gp_buf_init(&buf, r->heap);
    bool good = gp_process_run(list, &buf, &why) == 0;
    const char *text = gp_buf_cstr(&buf);
    for (size_t i = 0; good && i < buf.count; i += strlen(text + i) + 1)
        add_entry(r, text + i);
    gp_buf_fini(&buf);
    if (r->list.count > 1)
        qsort(r->list.at, r->list.count, sizeof *r->list.at, by_path);
    if (!good)
        *error = GP_REVISION_UNKNOWN;
    return good;
}

enum gp_revision_error gp_revision_init(struct gp_revision *r,
                                        struct gp_heap *heap, const char *path,
                                        const char *name)
{
    enum gp_revision_error error = GP_REVISION_OK;
    *r = (struct gp_revision){
        .files = {rev_read, rev_match, rev_real, rev_kind, rev_shown},
        .heap = heap,
        .reader = {.in = -1, .out = -1},
    };
    gp_arena_init(&r->arena, heap);
    r->name = gp_arena_strdup(&r->arena, name);
    if (find_place(r, path, &error))
        list_files(r, &error);
    if (error != GP_REVISION_OK)
        gp_revision_fini(r);
    return error;
}

/* Whether a repository of its own begins below `top` on the way to a folder:
 * a submodule, or one that lies inside another. */
static bool is_nested(struct gp_arena *arena, const char *top, char *folder)
{
    size_t n = strlen(top);
    while (strlen(folder) > n) {
        if (gp_file_exists(gp_file_join(arena, folder, ".git")))
            return true;
        *strrchr(folder, '/') = '\0';
    }
    return false;
}

bool gp_revision_share(struct gp_revision *r, struct gp_revision *other,
                       const char *path)
{
    *r = (struct gp_revision){
        .files = other->files,
        .heap = other->heap,
        .name = other->name,
        .top = other->top,
        .store = (struct gp_revision *)(uintptr_t)store_of(other),
        .reader = {.in = -1, .out = -1},
    };
    gp_arena_init(&r->arena, other->heap);
    r->base = gp_file_folder(&r->arena, path);
    char *real = gp_file_real(&r->arena, r->base);
    const char *rest = real == NULL ? NULL : behind(real, r->top);
    if (rest != NULL)
        r->base_tree = normal(&r->arena, rest);
    if (r->base_tree != NULL && !is_nested(&r->arena, r->top, real))
        return true;
    gp_revision_fini(r);
    return false;
}

void gp_revision_list(struct gp_revision *r, struct gp_arena *arena,
                      struct gp_paths *out)
{
    const struct gp_revision *store = store_of(r);
    size_t at = 0, n = 0;
    const char *inside = "";
    if (r->base_tree[0] != '\0') {
        inside = gp_arena_join(&r->arena, r->base_tree, "/", NULL);
        n = strlen(inside);
        at = first_from(store, inside);
    }
    for (; at < store->list.count &&
           strncmp(store->list.at[at].path, inside, n) == 0;
         at++)
        if (store->list.at[at].regular)
            gp_vec_push(r->heap, out,
                        seen_path(r, arena, store->list.at[at].path));
}

void gp_revision_fini(struct gp_revision *r)
{
    gp_process_end(&r->reader);
    gp_vec_fini(r->heap, &r->list);
    gp_arena_fini(&r->arena);
}

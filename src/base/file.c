/* See file.h. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Reads on to the end; grows where the size was not known (a pipe). */
static int read_all(struct gp_heap *heap, int fd, size_t room, char **text,
                    size_t *length)
{
    char *at = gp_alloc(heap, room + 2);
    size_t count = 0;
    for (;;) {
        if (count == room) {
            if (room >= GP_MAX_FILE)
                return gp_free(heap, at), EFBIG;
            room = room * 2 + 4096;
            at = gp_realloc(heap, at, room + 2);
        }
        ssize_t n = read(fd, at + count, room - count);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            int error = errno;
            gp_free(heap, at);
            return error;
        }
        if (n == 0)
            break;
        count += (size_t)n;
    }
    at[count] = at[count + 1] = '\0';
    *text = at;
    *length = count;
    return 0;
}

/* Reads what is open, if it is a thing to be read. */
static int read_open(struct gp_heap *heap, int fd, char **text, size_t *length)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return errno;
    if (S_ISDIR(st.st_mode))
        return EISDIR;
    if (!S_ISREG(st.st_mode))
        return read_all(heap, fd, 0, text, length);
    if ((size_t)st.st_size >= GP_MAX_FILE)
        return EFBIG;
    /* One byte more, so that the end is seen without growing. */
    return read_all(heap, fd, (size_t)st.st_size + 1, text, length);
}

/* Closes the file when memory runs out on the way, too. */
static int read_and_close(struct gp_heap *heap, int fd, char **text,
                          size_t *length)
{
    jmp_buf *const outer = heap->oom;
    jmp_buf oom;
    if (setjmp(oom) != 0) {
        close(fd);
        heap->oom = outer;
        gp_out_of_memory(heap);
    }
    heap->oom = &oom;
    int error = read_open(heap, fd, text, length);
    heap->oom = outer;
    close(fd);
    return error;
}

int gp_file_read(struct gp_heap *heap, const char *path, char **text,
                 size_t *length)
{
    if (strcmp(path, "-") == 0)
        return read_open(heap, STDIN_FILENO, text, length);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    return fd < 0 ? errno : read_and_close(heap, fd, text, length);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void gp_file_match(struct gp_arena *arena, const char *pattern,
                   struct gp_paths *out)
{
    glob_t found = {0};
    jmp_buf oom, *outer = arena->heap->oom;
    if (setjmp(oom) != 0) {
        globfree(&found);
        arena->heap->oom = outer;
        gp_out_of_memory(arena->heap);
    }
    arena->heap->oom = &oom;
    /* Not glob's order: that follows the locale. */
    if (glob(pattern, GLOB_NOSORT, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            char *path = gp_arena_strdup(arena, found.gl_pathv[i]);
            gp_vec_push(arena->heap, out, path);
        }
    }
    arena->heap->oom = outer;
    globfree(&found);
    if (out->count > 1)
        qsort(out->at, out->count, sizeof *out->at, by_bytes);
}

bool gp_file_is_pattern(const char *path)
{
    return strpbrk(path, "*?[") != NULL;
}

bool gp_file_exists(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

bool gp_file_is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool gp_file_is_regular(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

char *gp_file_folder(struct gp_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        return gp_arena_strdup(arena, ".");
    return gp_arena_strndup(arena, path,
                            slash == path ? 1 : (size_t)(slash - path));
}

char *gp_file_join(struct gp_arena *arena, const char *folder, const char *path)
{
    if (path[0] == '/' || strcmp(folder, ".") == 0)
        return gp_arena_strdup(arena, path);
    return gp_arena_join(arena, folder, "/", path, NULL);
}

char *gp_file_real(struct gp_arena *arena, const char *path)
{
    char real[PATH_MAX]; /* not libc's own malloc: the copy may jump away */
    return realpath(path, real) != NULL ? gp_arena_strdup(arena, real) : NULL;
}

int gp_file_make_folder(struct gp_heap *heap, const char *path)
{
    size_t length = strlen(path);
    char *part = gp_alloc(heap, length + 1);
    int error = length == 0 ? ENOENT : 0;
    for (size_t i = 1; i <= length && error == 0; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        memcpy(part, path, i);
        part[i] = '\0';
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            error = errno;
    }
    if (error == 0 && !gp_file_is_folder(path))
        error = ENOTDIR;
    gp_free(heap, part);
    return error;
}

int gp_file_remove(const char *path)
{
    return unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR ? 0 : errno;
}

void gp_file_remove_folder(const char *path)
{
    (void)rmdir(path); /* not where anything is left in it */
}

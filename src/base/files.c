/* See files.h: the files of the disk. */
#include "base/files.h"

#include <string.h>

static int disk_read(const struct gp_files *files, struct gp_heap *heap,
                     const char *path, char **text, size_t *length)
{
    (void)files;
    return gp_file_read(heap, path, text, length);
}

static void disk_match(const struct gp_files *files, struct gp_arena *arena,
                       const char *pattern, struct gp_paths *out)
{
    (void)files;
    gp_file_match(arena, pattern, out);
}

static char *disk_real(const struct gp_files *files, struct gp_arena *arena,
                       const char *path)
{
    (void)files;
    return gp_file_real(arena, path);
}

static enum gp_file_kind disk_kind(const struct gp_files *files,
                                   const char *path)
{
    (void)files;
    if (gp_file_is_folder(path))
        return GP_FILE_FOLDER;
    if (gp_file_is_regular(path))
        return GP_FILE_REGULAR;
    return gp_file_exists(path) ? GP_FILE_OTHER : GP_FILE_NONE;
}

static const char *disk_shown(const struct gp_files *files,
                              struct gp_arena *arena, const char *path)
{
    (void)files, (void)arena;
    return strcmp(path, "-") == 0 ? "<stdin>" : path;
}

const struct gp_files gp_files_disk = {disk_read, disk_match, disk_real,
                                       disk_kind, disk_shown};

/*
 * Where a plan's files come from: the disk, or a revision of a repository
 * (base/revision.h), behind one table of functions.
 */
#ifndef GP_BASE_FILES_H
#define GP_BASE_FILES_H

#include "base/file.h"

enum gp_file_kind {
    GP_FILE_NONE,
    GP_FILE_REGULAR,
    GP_FILE_FOLDER,
    GP_FILE_OTHER /* a pipe, a device, a link that leads nowhere */
};

struct gp_files {
    /* As gp_file_read, gp_file_match and gp_file_real of base/file.h. */
    int (*read)(const struct gp_files *files, struct gp_heap *heap,
                const char *path, char **text, size_t *length);
    void (*match)(const struct gp_files *files, struct gp_arena *arena,
                  const char *pattern, struct gp_paths *out);
    char *(*real)(const struct gp_files *files, struct gp_arena *arena,
                  const char *path);
    enum gp_file_kind (*kind)(const struct gp_files *files, const char *path);
    /* What a file of these is called in findings. */
    const char *(*shown)(const struct gp_files *files, struct gp_arena *arena,
                         const char *path);
};

extern const struct gp_files gp_files_disk;

#endif

/* See overlay.h. */
#include "base/overlay.h"

#include <errno.h>
#include <string.h>

static const struct gp_overlay *overlay_of(const struct gp_files *files)
{
    return (const struct gp_overlay *)(const void *)files;
}

static bool is_it(const struct gp_files *files, const char *path)
{
    return strcmp(overlay_of(files)->path, path) == 0;
}

static int over_read(const struct gp_files *files, struct gp_heap *heap,
                     const char *path, char **text, size_t *length)
{
    const struct gp_overlay *o = overlay_of(files);
    if (!is_it(files, path))
        return gp_file_read(heap, path, text, length);
    if (o->length >= GP_MAX_FILE)
        return EFBIG;
    *text = gp_alloc(heap, o->length + 2);
    *length = o->length;
    if (o->length > 0)
        memcpy(*text, o->text, o->length);
    (*text)[o->length] = (*text)[o->length + 1] = '\0';
    return 0;
}

/* The file itself may be nowhere; then it counts as being in its folder. */
static char *over_real(const struct gp_files *files, struct gp_arena *arena,
                       const char *path)
{
    char *real = gp_file_real(arena, path);
    if (real != NULL || !is_it(files, path))
        return real;
    const char *name = strrchr(path, '/');
    char *folder = gp_file_real(arena, gp_file_folder(arena, path));
    return gp_arena_join(arena, folder != NULL ? folder : "", "/",
                         name != NULL ? name + 1 : path, NULL);
}

static enum gp_file_kind over_kind(const struct gp_files *files,
                                   const char *path)
{
    return is_it(files, path) ? GP_FILE_REGULAR
                              : gp_files_disk.kind(&gp_files_disk, path);
}

void gp_overlay_init(struct gp_overlay *overlay, const char *path,
                     const char *text, size_t length)
{
    *overlay = (struct gp_overlay){
        .files = gp_files_disk,
        .path = path,
        .text = text,
        .length = length,
    };
    overlay->files.read = over_read;
    overlay->files.real = over_real;
    overlay->files.kind = over_kind;
}

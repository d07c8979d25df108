/* Files come in here and nowhere else. */
#ifndef GP_BASE_FILE_H
#define GP_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/vec.h"

/* The largest file that is read whole: offsets are 32 bits. */
#define GP_MAX_FILE ((size_t)1 << 31)

struct gp_paths {
    char **at;
    size_t count, room;
};

/* Reads a file ("-" is standard input) into one block of the heap with two
 * NUL bytes behind it, as flex wants them.  Returns 0 or an errno (EFBIG
 * beyond GP_MAX_FILE). */
int gp_file_read(struct gp_heap *heap, const char *path, char **text,
                 size_t *length);
/* The files that match a shell pattern, sorted by bytes. */
void gp_file_match(struct gp_arena *arena, const char *pattern,
                   struct gp_paths *out);
bool gp_file_is_pattern(const char *path);
/* Whether something is there, be it a link that leads nowhere. */
bool gp_file_exists(const char *path);
bool gp_file_is_folder(const char *path);
/* Makes a folder and those above it, where they are not there; an errno or
 * 0. */
int gp_file_make_folder(struct gp_heap *heap, const char *path);
/* Removes a file (of a link, the link); an errno, or 0 also where it is not
 * there. */
int gp_file_remove(const char *path);
/* Removes a folder where nothing is in it. */
void gp_file_remove_folder(const char *path);
/* No folder, pipe or device: reading it comes to an end. */
bool gp_file_is_regular(const char *path);
/* The folder part of a path ("." where there is none). */
char *gp_file_folder(struct gp_arena *arena, const char *path);
/* `path` as seen from `folder`: absolute paths stay. */
char *gp_file_join(struct gp_arena *arena, const char *folder,
                   const char *path);
/* The real path, links resolved; NULL where there is no such file. */
char *gp_file_real(struct gp_arena *arena, const char *path);

#endif

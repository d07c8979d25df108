/* The files of the disk, with one of them as a text in memory: a file as an
 * editor or a version of git has it. */
#ifndef GP_BASE_OVERLAY_H
#define GP_BASE_OVERLAY_H

#include "base/files.h"

struct gp_overlay {
    struct gp_files files; /* first: the functions cast back */
    const char *path;
    const char *text; /* the caller's; must stay */
    size_t length;
};

void gp_overlay_init(struct gp_overlay *overlay, const char *path,
                     const char *text, size_t length);

#endif

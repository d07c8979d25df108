/*
 * The files of a repository as they were at a revision, read through git:
 * a plan of the past is compiled without a file being written.
 */
#ifndef GP_BASE_REVISION_H
#define GP_BASE_REVISION_H

#include "base/files.h"
#include "base/map.h"
#include "base/process.h"

enum gp_revision_error {
    GP_REVISION_OK,
    GP_REVISION_NO_GIT,        /* git cannot be run */
    GP_REVISION_NO_REPOSITORY, /* the path lies in none */
    GP_REVISION_UNKNOWN        /* it has no such revision */
};

struct gp_revision_file {
    const char *path; /* from the repository's root */
    const char *id;   /* of its content */
    bool regular;
};

struct gp_revision {
    struct gp_files files; /* first: the functions cast back */
    struct gp_heap *heap;
    struct gp_arena arena;
    const char *name;      /* as it was asked for: "main", "HEAD~1" */
    const char *top;       /* the repository's folder */
    const char *base;      /* the folder of the path asked for, as written */
    const char *base_tree; /* the same from the root, "" or "plans/2026" */
    /* What folders of one repository share; NULL: its own, below. */
    struct gp_revision *store;
    GP_VEC(struct gp_revision_file) list; /* by path */
    struct gp_process reader;             /* git cat-file --batch */
};

/* Finds the repository that `path` lies in (whether or not the file is still
 * there) and lists the revision's files.  Free with gp_revision_fini. */
enum gp_revision_error gp_revision_init(struct gp_revision *revision,
                                        struct gp_heap *heap, const char *path,
                                        const char *name);
/* The same for another path of a repository that is open already, without git
 * being asked; false where it lies elsewhere.  `other` must live longer. */
bool gp_revision_share(struct gp_revision *revision, struct gp_revision *other,
                       const char *path);
void gp_revision_fini(struct gp_revision *revision);

/* The files below the path's folder, as they are seen from here, by path. */
void gp_revision_list(struct gp_revision *revision, struct gp_arena *arena,
                      struct gp_paths *out);

#endif

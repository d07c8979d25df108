/*
 * The compiler: a plan's text in, an evaluated model and findings out.  The
 * only floor that knows both syntax and model.
 */
#ifndef GP_COMPILE_COMPILE_H
#define GP_COMPILE_COMPILE_H

#include "base/files.h"
#include "model/model.h"
#include "syntax/ast.h"

struct gp_compile_options {
    bool allow_outside; /* includes may leave the plan's root folder */
    const struct gp_files *files; /* where files come from; NULL: the disk */
    /* The first file's text, copied; NULL: it is read.  Its includes are
     * seen from the current folder, whatever its path is called. */
    const char *text;
    size_t text_length;
};

/* One file of a plan, as it was read. */
struct gp_file {
    const char *path, *real;
    struct gp_ast ast;
};

/* A node of one of the files. */
struct gp_ref {
    uint32_t file;
    gp_id node;
};

struct gp_stmt {
    struct gp_ref ref;
    bool nested; /* of a file that is included inside a team's block */
};

/* What an include has brought: a range of statements. */
struct gp_included {
    struct gp_ref ref;
    uint32_t first, count;
};

/* "allow split-sum of east "why" until 2026-03-31" */
struct gp_allow {
    enum gp_slug slug;
    uint32_t scope; /* GP_NONE: all */
    bool moved;     /* somebody who is moved: in each team */
    gp_date until;  /* GP_NO_DATE: for ever */
    bool used;      /* there was a finding that it is about */
    struct gp_span span;
    const char *reason;
};

struct gp_compilation {
    struct gp_heap *heap;
    struct gp_findings *findings;
    struct gp_intern *names;
    GP_VEC(struct gp_file) files;
    GP_VEC(struct gp_allow) allows;
    GP_VEC(struct gp_finding *) silenced;
    struct gp_model *model;
    /* What loading has brought, for compiling the same text again. */
    GP_VEC(struct gp_stmt) stmts;
    GP_VEC(struct gp_included) included;
    GP_VEC(struct gp_finding *) told; /* by scanner, parser and includes */
    bool borrowed; /* the files and all this are another compilation's */
};

/* Compiles the plan at `path` ("-" is standard input), or called so.  What is
 * wrong with the plan are findings; the model always comes back, as far as it
 * could be made.  Returns 0, or an errno where the first file cannot be read
 * (then there is no model).  Free with gp_compilation_fini. */
int gp_compile(struct gp_compilation *out, struct gp_findings *findings,
               struct gp_intern *names, const char *path,
               const struct gp_compile_options *options);
/* Compiles what `from` has read, under one of its scenarios (GP_NO_SYM: under
 * none).  The list of findings is begun anew.  `from` must outlive it. */
void gp_compile_again(struct gp_compilation *out,
                      const struct gp_compilation *from, gp_sym scenario);
/* Takes the findings that the plan allows, as of a date (GP_NO_DATE: on any
 * day), out of the list, and gives back those that it no longer does.  Call
 * it when findings have come in. */
void gp_compile_allow(struct gp_compilation *compilation, gp_date as_of);
/* Tells of those that no finding was about.  Call it once, when all findings
 * have come in. */
void gp_compile_unused_allows(struct gp_compilation *compilation);
void gp_compilation_fini(struct gp_compilation *compilation);

#endif

/*
 * The compiler: a plan's text in, an evaluated model and findings out.  The
 * only floor that knows both syntax and model.
 */
#ifndef GP_COMPILE_COMPILE_H
#define GP_COMPILE_COMPILE_H

#include "model/model.h"
#include "syntax/ast.h"

struct gp_compile_options {
    bool allow_outside; /* includes may leave the plan's root folder */
};

/* One file of a plan, as it was read. */
struct gp_file {
    const char *path, *real;
    struct gp_ast ast;
};

struct gp_compilation {
    struct gp_heap *heap;
    struct gp_findings *findings;
    struct gp_intern *names;
    GP_VEC(struct gp_file) files;
    struct gp_model *model;
};

/* Compiles the plan at `path` ("-" is standard input).  What is wrong with
 * the plan are findings; the model always comes back, as far as it could be
 * made.  Returns 0, or an errno where the first file cannot be read (then
 * there is no model).  Free with gp_compilation_fini. */
int gp_compile(struct gp_compilation *out, struct gp_findings *findings,
               struct gp_intern *names, const char *path,
               const struct gp_compile_options *options);
void gp_compilation_fini(struct gp_compilation *compilation);

#endif

/* See model/said.h. */
#ifndef GP_COMPILE_SAID_H
#define GP_COMPILE_SAID_H

#include "compile/compile.h"
#include "model/said.h"

/* Lists the statements of a compiled plan, in the plan's order; the facts of
 * the `plan` itself one by one.  Targets, splits and tables are left out: the
 * model says what they come to; so are teams, persons and dimensions.  Texts
 * lie in the arena. */
void gp_compile_said(const struct gp_compilation *compilation,
                     struct gp_arena *arena, struct gp_said_list *out);

#endif

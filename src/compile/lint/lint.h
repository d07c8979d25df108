/*
 * Lints: advice about a plan whose figures are sound.  A lint is a row of the
 * table in lint.c and a function that makes its findings.
 *
 * A lint that asks for more than a plan has (owners, process KPIs) speaks
 * where the plan has it elsewhere and here it is missing: small plans stay
 * quiet.  With -W or -E, which ask for it by name, it speaks everywhere.
 */
#ifndef GP_COMPILE_LINT_H
#define GP_COMPILE_LINT_H

#include "compile/pass.h"

/* Whether the command has raised the slug: then nothing is left out. */
bool gp_lint_is_asked(const struct gp_pass *p, enum gp_slug slug);
/* A scope's path, in the findings' arena. */
const char *gp_lint_scope(struct gp_pass *p, uint32_t scope);

/* people.c: who answers for what, and works on what */
void gp_lint_owner(struct gp_pass *p);
void gp_lint_orphan(struct gp_pass *p);
void gp_lint_result_only(struct gp_pass *p);
/* text.c: what people wrote */
void gp_lint_placeholder(struct gp_pass *p);
void gp_lint_vague(struct gp_pass *p);
/* time.c: dates and meetings */
void gp_lint_deadline(struct gp_pass *p);
void gp_lint_deadline_order(struct gp_pass *p);
void gp_lint_review_grain(struct gp_pass *p);
/* split.c: splits that find nobody */
void gp_lint_split(struct gp_pass *p);
/* baseline.c */
void gp_lint_stretch(struct gp_pass *p);

#endif

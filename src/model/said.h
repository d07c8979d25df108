/*
 * What a plan says, statement by statement, as text without its layout: for
 * comparing two plans in all that is no number of a cell.  Made from the tree
 * by the compiler (compile/said.h), so that no reader of it needs syntax.
 */
#ifndef GP_MODEL_SAID_H
#define GP_MODEL_SAID_H

#include "base/vec.h"
#include "text/source.h"

struct gp_said {
    const char *what; /* the statement's word in English: "rule", "kpi" */
    const char *name; /* "recheck"; or its first words, where it has no name */
    const char *text; /* all of it: blanks as one, no comments */
    struct gp_span span;
};

struct gp_said_list {
    struct gp_said *at;
    size_t count, room;
};

#endif

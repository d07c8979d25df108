/*
 * The formatter: the one layout of a plan's text.  It works from the
 * compiler's own tokens and tree, so it cannot lose a comment or read a line
 * otherwise than the compiler does.
 *
 *   roles.c   what each token is: start of an item, a separator, a name, ...
 *   spell.c   how each token is written
 *   lines.c   which tokens stand on a line, and in which cells of it
 *   layout.c  lines in columns, as text
 *   same.c    that the new text says what the old one said
 */
#ifndef GP_FMT_FMT_H
#define GP_FMT_FMT_H

#include "base/buf.h"
#include "syntax/ast.h"
#include "syntax/keyword.h"

enum gp_fmt_words { GP_FMT_WORDS_KEEP, GP_FMT_WORDS_EN, GP_FMT_WORDS_ZH };

struct gp_fmt_options {
    enum gp_fmt_words words; /* the spelling of keywords */
    /* Only the statements that reach into these lines (from 1, inclusive);
     * 0: the whole text. */
    uint32_t first_line, last_line;
    /* By enum gp_word: that the plan's other files use the word as a name, so
     * that it stays as it is where it could be either.  NULL: none does. */
    const bool *names;
};

/* Writes the tree's text in the one layout.  The tree must have come without
 * a syntax error.  Returns false, and writes nothing, where the new text
 * would not read as the old one (a fault of the formatter). */
bool gp_fmt(const struct gp_ast *ast, const struct gp_fmt_options *options,
            struct gp_buf *out);

/* Notes which words of the language a tree uses as names of its own. */
void gp_fmt_names(const struct gp_ast *ast, bool *names);

#endif

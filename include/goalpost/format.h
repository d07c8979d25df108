/**
 * @file format.h
 * The one layout of a plan's text.
 */
#ifndef GOALPOST_FORMAT_H
#define GOALPOST_FORMAT_H

#include <stdbool.h>

#include "goalpost/output.h"

/** How a text is to be laid out; all zero: the whole of it, words as they
 * are. */
struct gp_format {
    const char *keywords; /**< "en" or "zh": the spelling of the language's
                           *   words; NULL: each as it is written */
    unsigned first_line;  /**< only the statements that reach into the lines */
    unsigned last_line;   /**< from first to last, counted from 1; 0: all */
    bool diff;            /**< write what would change, as `diff -u` does */
    bool color;           /**< ... with the colours of a terminal */
    bool lenient;         /**< a text that cannot be read as a plan is written
                           *   as it is, and is no finding */
};

/**
 * Reads a file ("-" is standard input) and writes its text in the one layout:
 * every comment is kept, and the new text compiles to the same plan.
 * Formatting what was formatted changes nothing.
 * @param changed  receives whether the new text differs from the old one
 * @return GP_OK; GP_CANNOT_READ; GP_BAD_VALUE; GP_HAS_ERRORS where the text
 * cannot be read as a plan (its findings are the session's): nothing is
 * written then.
 */
enum gp_status gp_session_format(struct gp_session *session, const char *path,
                                 const struct gp_format *format,
                                 struct gp_output *output, bool *changed);

/**
 * The same for a text in memory.
 * @param name  as findings call it; `length` bytes of `text` are copied
 */
enum gp_status gp_session_format_text(struct gp_session *session,
                                      const char *name, const char *text,
                                      size_t length,
                                      const struct gp_format *format,
                                      struct gp_output *output, bool *changed);

/**
 * Notes the names that a file gives, so that none of them is taken for a word
 * of the language when the plan's other files are formatted with `keywords`.
 * A file that cannot be read is no failure here.
 */
enum gp_status gp_session_learn_names(struct gp_session *session,
                                      const char *path);

#endif

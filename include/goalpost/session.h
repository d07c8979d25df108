/**
 * @file session.h
 * A session owns everything that its calls make: plans, their texts, their
 * findings, outputs.
 */
#ifndef GOALPOST_SESSION_H
#define GOALPOST_SESSION_H

#include <stdbool.h>
#include <stddef.h>

/** What a call came to.  For all but GP_OK, gp_session_error() says more. */
enum gp_status {
    GP_OK,
    /** Memory ran out.  The session cannot be used any more: every later
     * call gives this status, but gp_session_free() is still to be called. */
    GP_OUT_OF_MEMORY,
    GP_CANNOT_READ,  /**< a file could not be read */
    GP_CANNOT_WRITE, /**< an output could not be written */
    GP_BAD_VALUE,    /**< a value of the caller's means nothing here */
    /** The plan has errors among its findings, so that no number of it can
     * be relied on: nothing was written. */
    GP_HAS_ERRORS
};

/** How much a finding weighs. */
enum gp_level { GP_LEVEL_OFF, GP_LEVEL_NOTE, GP_LEVEL_WARNING, GP_LEVEL_ERROR };

struct gp_session;
struct gp_output;

/**
 * A new session.
 * @return the session, for gp_session_free(); NULL when memory runs out.
 */
struct gp_session *gp_session_new(void);

/**
 * Frees a session with all its plans and outputs.  An output to a file that
 * was not closed leaves no file behind.  NULL is nothing.
 */
void gp_session_free(struct gp_session *session);

/**
 * What the last call that failed has to say: one line without a line end, in
 * the session's language, such as "plan.goal: No such file or directory".
 * @return a text of the session, valid until its next call; "" before any
 * failure.
 */
const char *gp_session_error(const struct gp_session *session);

/**
 * Changes how much the findings of one slug weigh, for plans opened later.
 * @param slug  such as "split-sum"
 * @return GP_OK; GP_BAD_VALUE where there is no such slug.
 */
enum gp_status gp_session_set_level(struct gp_session *session,
                                    const char *slug, enum gp_level level);

/**
 * From which weight on a finding is a failure to formats that know passed and
 * failed ("junit"): GP_LEVEL_ERROR where nothing is set.
 */
void gp_session_set_fail_level(struct gp_session *session, enum gp_level level);

/**
 * The language of sentences, and of findings of plans opened later.  What
 * programs read (slugs, severities in JSON and short form) stays as it is.
 * @param language  "en" (where nothing is set) or "zh"
 * @return GP_OK; GP_BAD_VALUE for any other.
 */
enum gp_status gp_session_set_language(struct gp_session *session,
                                       const char *language);

/**
 * A sentence of the program's in the session's language.
 * @param english  with places {0}, {1}, ... for words; one that the library
 *                 does not know stays as it is
 * @param words    what the places stand for, NULL behind the last; NULL where
 *                 there is none
 * @return a text of the session; NULL when memory runs out.
 */
const char *gp_session_phrase(struct gp_session *session, const char *english,
                              const char *const *words);

/**
 * How many findings of one level all open plans have together.
 */
size_t gp_session_count(const struct gp_session *session, enum gp_level level);

/**
 * Writes the findings of all open plans: sorted by file and place, none
 * twice.
 * @param format  one of GP_CHOICE_FINDINGS_FORMAT
 * @param color   with the colours of a terminal, where the format has any
 * @return GP_OK; GP_BAD_VALUE for an unknown format.  A failed write is told
 * by gp_output_close().
 */
enum gp_status gp_session_write_findings(struct gp_session *session,
                                         const char *format, bool color,
                                         struct gp_output *output);

/**
 * Writes the page of a finding: what it is, why it matters, a plan that
 * shows it and how to mend it (Markdown).
 * @return GP_OK; GP_BAD_VALUE where there is no such slug.
 */
enum gp_status gp_session_write_page(struct gp_session *session,
                                     const char *slug,
                                     struct gp_output *output);

/**
 * Lists the plans that a path of the command line means: the file itself, all
 * files that match a pattern, or all plans below a folder (files *.goal with
 * a `plan` of their own; hidden folders are passed over).
 * @param parts  of a folder all files *.goal, also those that plans include
 * @param paths  receives `count` texts, the session's
 * @return GP_OK; GP_CANNOT_READ where there is none.
 */
enum gp_status gp_session_find(struct gp_session *session, const char *path,
                               bool parts, const char *const **paths,
                               size_t *count);

/** The lists of names that values are taken from. */
enum gp_choice {
    GP_CHOICE_FORMAT,          /**< of schedules and reports: "text", ... */
    GP_CHOICE_FINDINGS_FORMAT, /**< "text", "short", "json", "sarif", "junit",
                                * "github", "gitlab" */
    GP_CHOICE_EXPLAIN_FORMAT,  /**< "text", "json" */
    GP_CHOICE_TEST_FORMAT,     /**< "text", "json", "junit" */
    GP_CHOICE_DERIVE_FORMAT,   /**< "text", "csv", "json" */
    GP_CHOICE_REPORT,          /**< "follow-up", ... */
    GP_CHOICE_REPORT_HELP,     /**< a line on each of these */
    GP_CHOICE_GRAIN,           /**< "year", "half", ... "daypart" */
    GP_CHOICE_UNIT,            /**< "1", "k", "M", ... */
    GP_CHOICE_SLUG             /**< of findings: "split-sum", ... */
};

/**
 * One name of a list.
 * @return a constant text; NULL behind the last one.
 */
const char *gp_choice(enum gp_choice choice, size_t index);

/**
 * "Did you mean": the candidate that is the fewest slips away from a name.
 * @param candidates  `count` texts
 * @return one of the candidates, or NULL where none is close.
 */
const char *gp_closest(const char *name, const char *const *candidates,
                       size_t count);

#endif

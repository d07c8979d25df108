/*
 * What the files of the public API share.
 *
 * Every public function that can fail goes through gp_api_run: it sets the
 * heap's `oom` jump, so that running out of memory anywhere below becomes a
 * status.  What was half done then is left to the heap, which owns it all;
 * the session is marked as broken and only good for being freed.
 */
#ifndef GP_API_OWN_H
#define GP_API_OWN_H

#include "actuals/facts.h"
#include "base/out.h"
#include "base/revision.h"
#include "compile/compile.h"
#include "goalpost/goalpost.h"
#include "report/select.h"
#include "report/tree.h"
#include "syntax/keyword.h"
#include "text/finding.h"

/* A path of the caller's that no plan came of, and why. */
struct gp_unread {
    const char *path, *why;
};

struct gp_session {
    struct gp_heap heap;
    bool broken; /* memory ran out */
    struct gp_arena arena;
    struct gp_sources sources;
    struct gp_intern names;
    enum gp_severity severity[GP_SLUG_COUNT];
    enum gp_lang lang;                /* of findings */
    struct gp_findings findings;      /* of texts that are no plan's */
    bool format_names[GP_WORD_COUNT]; /* words that files use as names */
    struct gp_plan *plans, **last_plan;
    struct gp_past *pasts; /* revisions that plans were opened at */
    struct gp_output *outputs;
    GP_VEC(struct gp_unread) unread;
    enum gp_severity fails_from;
    const char *error; /* what the last failure has to say */
};

struct gp_plan {
    struct gp_session *session;
    struct gp_plan *next;
    const char *path;
    struct gp_findings findings;
    struct gp_compilation compilation;
    struct gp_compilation *base;     /* under a scenario: without it; or NULL */
    struct gp_facts *facts;          /* NULL: not read */
    bool unreadable;                 /* a source of actuals */
    const struct gp_files *revision; /* it was opened at; NULL: the disk's */
    bool past;                       /* its findings are not the session's */
    const char *period;              /* as text; made on demand */
    gp_sym scenario;                 /* or GP_NO_SYM */
    size_t scope_index, scope_at;    /* the last name of a scope told: its index
                                      * and place, since the next is asked for
                                      * next */
};

/* A revision; its process is ended with the session. */
struct gp_past {
    struct gp_past *next;
    struct gp_revision revision;
};

struct gp_output {
    struct gp_session *session;
    struct gp_output *next, **link;
    struct gp_out out;
};

/* The session; its `fail_after`-th allocation fails (tests; 0: none). */
struct gp_session *gp_session_make(size_t fail_after);

/* gp_plan_open with files from elsewhere; within gp_api_run. */
enum gp_status gp_plan_open_from(struct gp_session *session, const char *path,
                                 const struct gp_files *files, unsigned flags,
                                 struct gp_plan **plan);
/* Whether a file is a plan of its own, and not only a part of others. */
bool gp_find_is_plan(struct gp_session *session, const struct gp_files *files,
                     const char *path);
/* The files that a path of the command line means: see gp_session_find; there
 * may be none, which the second one tells. */
void gp_find_now(struct gp_session *session, const char *path, bool parts,
                 struct gp_paths *out);
enum gp_status gp_find_nothing(struct gp_session *session, const char *path);
/* What a query means for a plan, checked: which cells, how they look, the
 * format; within gp_api_run. */
enum gp_status gp_ask_words(struct gp_plan *plan, const struct gp_query *query,
                            struct gp_select_words *words,
                            struct gp_render_options *looks,
                            const char **format);

enum gp_status gp_api_run(struct gp_session *session,
                          enum gp_status (*call)(void *args), void *args);
/* A path that could not be read, and why; reports of findings tell it. */
enum gp_status gp_api_unread(struct gp_session *session, const char *path,
                             const char *why);
/* The findings of all open plans in one list, each once; for
 * gp_findings_fini. */
void gp_api_gather(struct gp_session *session, struct gp_findings *all);
/* Remembers what went wrong: a sentence in English, which is translated, and
 * words for its places up to NULL; or one without places, or that is in its
 * language already. */
enum gp_status gp_api_fail(struct gp_session *session, enum gp_status status,
                           const char *sentence, ...) __attribute__((sentinel));
enum gp_status gp_api_refuse(struct gp_session *session, enum gp_status status,
                             const char *why);
/* "FILE: No such file or directory"; and without the file. */
enum gp_status gp_api_fail_file(struct gp_session *session,
                                enum gp_status status, const char *path,
                                int error);
const char *gp_api_error(const struct gp_session *session, int error);

#endif

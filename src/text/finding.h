/*
 * The one list of findings.  A finding is a row of messages.def with its
 * words filled in, a place, and what helps to mend it: the arithmetic, a
 * second place, a sentence of help.
 */
#ifndef GP_TEXT_FINDING_H
#define GP_TEXT_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "text/catalogue.h"
#include "text/source.h"

enum gp_severity { GP_IGNORE, GP_NOTE, GP_WARNING, GP_ERROR };

/* The slugs: stable names of what can be wrong, one documented page each. */
enum gp_slug {
#define GP_SLUG(id, name, severity, title) GP_SLUG_##id,
#include "text/slugs.def"
#undef GP_SLUG
    GP_SLUG_COUNT
};

/* Every sentence that a finding can say: summaries, details, notes, helps. */
enum gp_text {
#define GP_SUMMARY(id, slug, text) GP_TEXT_##id,
#define GP_SUMMARY_OF(id, slug, n, text) GP_TEXT_##id,
#define GP_PHRASE(id, text) GP_TEXT_##id,
#include "text/messages.def"
#undef GP_SUMMARY
#undef GP_SUMMARY_OF
#undef GP_PHRASE
    GP_TEXT_COUNT
};

struct gp_note {
    struct gp_note *next;
    struct gp_span span;
    const char *text;
};

struct gp_finding {
    enum gp_slug slug;
    enum gp_severity severity;
    struct gp_span span; /* may be unset: the run as a whole */
    const char *summary; /* one line, lower case */
    const char *about;   /* the name or path of a scope, or NULL */
    const char *detail;  /* the arithmetic, or NULL */
    const char *help;    /* what to do, or NULL */
    struct gp_note *notes, **last_note;
    const char *data_file; /* a data file's place, where it is none of ours */
    uint32_t data_line;
    uint32_t order; /* of discovery: breaks ties when sorting */
    bool swallows;  /* what it is about took the rest of its line away */
};

struct gp_findings {
    struct gp_heap *heap;
    struct gp_arena arena;
    struct gp_sources *sources;
    enum gp_lang lang; /* that its sentences are made in */
    GP_VEC(struct gp_finding *) list;
    enum gp_severity severity[GP_SLUG_COUNT]; /* after -W, -E and `allow` */
};

void gp_findings_init(struct gp_findings *findings, struct gp_sources *sources,
                      struct gp_heap *heap);
void gp_findings_fini(struct gp_findings *findings);

/* Adds a finding.  The words fill {0}, {1}, ... of the row's text; they end
 * with NULL, are copied, and there are at most 8.  Never NULL: a finding of a
 * slug set to GP_IGNORE is made but not listed. */
struct gp_finding *gp_find(struct gp_findings *findings, enum gp_text row,
                           struct gp_span span, ...) __attribute__((sentinel));
/* The other parts; each row is a GP_PHRASE. */
void gp_find_detail(struct gp_findings *findings, struct gp_finding *f,
                    enum gp_text row, ...) __attribute__((sentinel));
void gp_find_help(struct gp_findings *findings, struct gp_finding *f,
                  enum gp_text row, ...) __attribute__((sentinel));
void gp_find_note(struct gp_findings *findings, struct gp_finding *f,
                  struct gp_span span, enum gp_text row, ...)
    __attribute__((sentinel));
/* Which scope it is about, where its summary does not name it, or only by a
 * name that others may have. */
void gp_find_about(struct gp_findings *findings, struct gp_finding *f,
                   const char *scope);
/* What may be, but need not, is a warning where the slug says error. */
void gp_find_soften(struct gp_finding *f);
/* Places the finding in a data file instead: "sales.csv", line 12. */
void gp_find_in_data(struct gp_findings *findings, struct gp_finding *f,
                     const char *file, uint32_t line);

/* By file, place, order of discovery; the same finding twice is one, and what
 * only follows from a quote that never closes is none. */
void gp_findings_sort(struct gp_findings *findings);
size_t gp_findings_count(const struct gp_findings *findings,
                         enum gp_severity severity);

const char *gp_slug_name(enum gp_slug slug);
const char *gp_slug_title(enum gp_slug slug);
/* Where nothing changes it. */
enum gp_severity gp_slug_severity(enum gp_slug slug);
/* GP_SLUG_COUNT where there is none of that name. */
enum gp_slug gp_slug_find(const char *name, size_t length);
/* The closest slug name, for "did you mean"; NULL where none is close. */
const char *gp_slug_guess(const char *name);
/* The text of a row with its words, in an arena. */
const char *gp_text_fill(struct gp_arena *arena, enum gp_lang lang,
                         enum gp_text row, const char *const *words);
/* A word of ours that fills a place in a sentence ("a percentage", "month"),
 * in the findings' language.  Names out of a plan stay as they are. */
const char *gp_word(const struct gp_findings *findings, const char *english);

#endif

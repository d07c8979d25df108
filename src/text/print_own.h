/* What the printers of findings share; for src/text/print*.c alone. */
#ifndef GP_TEXT_PRINT_OWN_H
#define GP_TEXT_PRINT_OWN_H

#include "base/map.h"
#include "text/print.h"

void gp_print_text(const struct gp_printing *printing, struct gp_out *out);
void gp_print_short(const struct gp_printing *printing, struct gp_out *out);
void gp_print_json(const struct gp_printing *printing, struct gp_out *out);
void gp_print_sarif(const struct gp_printing *printing, struct gp_out *out);
void gp_print_junit(const struct gp_printing *printing, struct gp_out *out);
void gp_print_github(const struct gp_printing *printing, struct gp_out *out);
void gp_print_gitlab(const struct gp_printing *printing, struct gp_out *out);

/* In English: "error". */
const char *gp_severity_name(enum gp_severity severity);

/* Findings of one slug that are listed; the others are only counted.  (Past
 * this, nobody reads on, and a broken file can have millions.) */
enum { GP_MAX_LISTED = 1000 };

/* What has been listed; starts as {0}. */
struct gp_listing {
    size_t count[GP_SLUG_COUNT]; /* listed or not */
    enum gp_severity severity[GP_SLUG_COUNT];
};
/* Counts a finding; whether it is to be listed. */
bool gp_print_lists(struct gp_listing *listing, const struct gp_finding *f);
/* How many findings of a slug were not. */
size_t gp_print_unlisted(const struct gp_listing *listing, int slug);
/* A line for each slug that has such: "error[syntax]: 7 more of this kind". */
void gp_print_rest(struct gp_findings *findings,
                   const struct gp_listing *listing, enum gp_lang lang,
                   bool color, struct gp_buf *buf);

/* Colours of a terminal; nothing is written where `color` is false. */
enum { GP_BOLD = 1, GP_RED = 31, GP_GREEN = 32, GP_YELLOW = 33, GP_CYAN = 36 };
void gp_print_color(struct gp_buf *buf, bool color, int code);
void gp_print_plain(struct gp_buf *buf, bool color);

/* The text with everything made visible that could steer a terminal: \n,
 * \x1b, \u202e, \xff for a byte that is no UTF-8. */
void gp_print_safe(struct gp_buf *buf, const char *text, size_t length);
void gp_print_safe_cstr(struct gp_buf *buf, const char *text);

/* One character as it is shown.  A tab is shown as spaces up to the next
 * stop behind `column`. */
struct gp_glyph {
    size_t bytes; /* of the text */
    char shown[16];
    size_t length; /* of `shown` */
    size_t width;  /* in columns */
};
struct gp_glyph gp_print_glyph(const char *text, size_t length, size_t column);

/* "plan.goal:27:3: error[split-sum]: the summary" without a line end; `lang`
 * is that of the word "error", which programs look for in English. */
void gp_print_head(struct gp_findings *findings,
                   const struct gp_finding *finding, enum gp_lang lang,
                   bool color, struct gp_buf *buf);

/* Where a finding is, for programs.  Numbers are from 1, bytes from 0; a 0 in
 * a line or a column says that there is none.  The end is exclusive. */
struct gp_spot {
    const char *file;
    uint32_t line, column, end_line, end_column;
    uint32_t byte, end_byte;
};
struct gp_spot gp_print_span_spot(struct gp_sources *sources,
                                  struct gp_span span);
/* A finding without a place is at the plan that it was found in; `file` is
 * NULL only where there is no plan. */
struct gp_spot gp_print_spot(const struct gp_printing *printing,
                             const struct gp_finding *finding);
/* The summary; what explains it, each line behind `lead`: the arithmetic,
 * notes ("note: plan.goal:4:3: ..."), the help.  `places`: also the notes
 * that have a place. */
void gp_print_summary(const struct gp_finding *finding, struct gp_buf *buf);
void gp_print_more(struct gp_findings *findings,
                   const struct gp_finding *finding, const char *lead,
                   bool places, struct gp_buf *buf);
/* "7 more of this kind". */
void gp_print_more_of_slug(struct gp_findings *findings, size_t count,
                           struct gp_buf *buf);

/* Names for findings that outlast edits elsewhere: by slug, file, the words
 * of the line and the summary, and the how manieth of those it is. */
struct gp_fingerprints {
    struct gp_map seen;
};
enum { GP_FINGERPRINT = 32 };
void gp_fingerprints_init(struct gp_fingerprints *prints, struct gp_heap *heap);
void gp_fingerprints_fini(struct gp_fingerprints *prints);
void gp_fingerprint(struct gp_fingerprints *prints,
                    const struct gp_printing *printing,
                    const struct gp_finding *finding, char out[GP_FINGERPRINT]);

/* The span's first line and the marks below it, without the last line end:
 * `first` under the first column, `rest` under the others. */
struct gp_marks {
    char first, rest;
    int color;
};
void gp_print_excerpt(struct gp_sources *sources, struct gp_span span,
                      struct gp_marks marks, bool color, struct gp_buf *buf);

#endif

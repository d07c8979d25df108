/* What the printers of findings share; for src/text/print*.c alone. */
#ifndef GP_TEXT_PRINT_OWN_H
#define GP_TEXT_PRINT_OWN_H

#include "text/print.h"

void gp_print_text(struct gp_findings *findings, bool color,
                   struct gp_out *out);
void gp_print_short(struct gp_findings *findings, bool color,
                    struct gp_out *out);
void gp_print_json(struct gp_findings *findings, bool color,
                   struct gp_out *out);

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

/* The span's first line and the marks below it, without the last line end:
 * `first` under the first column, `rest` under the others. */
struct gp_marks {
    char first, rest;
    int color;
};
void gp_print_excerpt(struct gp_sources *sources, struct gp_span span,
                      struct gp_marks marks, bool color, struct gp_buf *buf);

#endif

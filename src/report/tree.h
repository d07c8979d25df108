/*
 * A report as a tree that knows nothing of formats: sections, each with
 * figures, tables and notes.  Builders make it, renderers write it.
 */
#ifndef GP_REPORT_TREE_H
#define GP_REPORT_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/out.h"
#include "base/rational.h"

/* What a cell holds; the renderer decides how it looks. */
enum gp_cell_kind {
    GP_CELL_NONE,   /* no value: an en dash in text, an empty field in CSV */
    GP_CELL_TEXT,   /* words of a plan or a catalogue */
    GP_CELL_AMOUNT, /* a number of `digits` decimals: amount * 10^-digits */
    GP_CELL_RATIO,  /* an exact ratio: 0.9 in CSV, 90% in text */
};

enum gp_cell_status {
    GP_STATUS_NONE,
    GP_STATUS_GOOD, /* met, on track */
    GP_STATUS_BAD,  /* missed, behind, overdue */
    GP_STATUS_QUIET /* nothing to say yet */
};

struct gp_cell {
    enum gp_cell_kind kind;
    enum gp_cell_status status; /* colour, where there is colour */
    /* GP_CELL_TEXT; of a number what people read instead, or NULL: "done" */
    const char *text;
    const char *plain; /* GP_CELL_TEXT: what programs read instead, or NULL */
    const char *link;  /* ... that leads to another page; or NULL */
    bool is_date;      /* ... that is a day: 2026-07-15 */
    int64_t amount;    /* GP_CELL_AMOUNT */
    int digits;
    bool percent;        /* GP_CELL_AMOUNT that is a ratio: 5% */
    const char *unit;    /* "CNY", "次", NULL: shown after the number */
    struct gp_rat ratio; /* GP_CELL_RATIO */
};

enum gp_align { GP_LEFT, GP_RIGHT };

struct gp_column {
    const char *key;     /* in CSV and JSON: "attainment" */
    const char *heading; /* for people, from the heading table */
    enum gp_align align;
    bool once; /* for people, what the row above says is left out */
};

struct gp_table {
    struct gp_table *next;
    const char *key;   /* in JSON: "rows" */
    const char *title; /* for people, or NULL */
    struct gp_column *columns;
    size_t column_count;
    struct gp_cell *cells; /* row after row */
    size_t row_count, row_room;
    bool total_row;    /* the last row is a total */
    const char *empty; /* a sentence where there is no row */
};

/* figure.h */
struct gp_card;
struct gp_figure;
/* event.h */
struct gp_event;

struct gp_report {
    struct gp_arena *arena;
    const char *name;     /* "follow-up" */
    const char *title;    /* "Follow-up: Acme 2026" */
    const char *subtitle; /* "as of 2026-07-31", or NULL */
    const char *home;     /* where the page of all pages is, or NULL */
    struct gp_card *cards, **last_card; /* key figures, in order */
    struct gp_figure *figures, **last_figure;
    struct gp_table *tables, **last_table;
    bool dated;                            /* it is about days: */
    struct gp_event *events, **last_event; /* in order */
    const char **notes;                    /* sentences below the tables */
    size_t note_count, note_room;
};

/* How a renderer is to show things. */
struct gp_render_options {
    bool chinese; /* the words that a renderer adds itself */
    bool color;
    bool bom;         /* CSV for Excel */
    const char *unit; /* NULL: plain digits with separators; "万", "M", ... */
    bool unit_asked;  /* it was asked for: also where it hides digits */
    int width;        /* of a terminal; 0: no bound */
    bool wide;        /* many columns are no trouble: a workbook */
};

struct gp_report *gp_report_new(struct gp_arena *arena, const char *name,
                                const char *title, const char *subtitle);
struct gp_table *gp_report_table(struct gp_report *report, const char *key,
                                 const char *title);
void gp_table_column(struct gp_report *report, struct gp_table *table,
                     const char *key, const char *heading, enum gp_align align);
/* A new row of empty cells; all columns must be there.  The pointer holds
 * until the next row. */
struct gp_cell *gp_table_row(struct gp_report *report, struct gp_table *table);
void gp_report_note(struct gp_report *report, const char *sentence);

struct gp_cell gp_cell_text(const char *text);
struct gp_cell gp_cell_amount(int64_t amount, int digits);
struct gp_cell gp_cell_ratio(struct gp_rat ratio);
/* 2026-07-15; no value for GP_NO_DATE. */
struct gp_cell gp_cell_date(struct gp_arena *arena, gp_date date);

/* One renderer: a row of the table in render.c, a file of its own. */
struct gp_renderer {
    const char *format; /* "markdown" */
    void (*write)(const struct gp_report *report,
                  const struct gp_render_options *options, struct gp_out *out);
    /* NULL, or a sentence why this report cannot be written so; NULL where
     * every one can. */
    const char *(*refuse)(const struct gp_report *report);
};

/* Writes a report, or says why it cannot be written so. */
const char *gp_report_render(const struct gp_report *report, const char *format,
                             const struct gp_render_options *options,
                             struct gp_out *out);
/* NULL where there is none of that name. */
const struct gp_renderer *gp_renderer_find(const char *format);
/* All, ended by a NULL format: for help and did-you-mean. */
const struct gp_renderer *gp_renderers(void);

#endif

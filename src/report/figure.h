/*
 * Pictures and key figures of a report, as data: what is to be seen, not how
 * it is drawn.  Builders fill them, renderers make lines, bars or tables of
 * them.  A figure is points (a person, a month, a day) by series (target,
 * actual), each value a cell as in a table.
 */
#ifndef GP_REPORT_FIGURE_H
#define GP_REPORT_FIGURE_H

#include "base/date.h"
#include "report/tree.h"

enum gp_figure_kind {
    GP_FIGURE_TREND,  /* points in time: TARGET, ACTUAL, FORECAST */
    GP_FIGURE_BARS,   /* a bar a point: ATTAINMENT, PLANNED where the period
                       * runs, TARGET, ACTUAL */
    GP_FIGURE_SHARE,  /* parts of one whole: TARGET, SHARE */
    GP_FIGURE_TREE,   /* points depth-first by `depth`: TARGET, SHARE and,
                       * where it is followed up, ATTAINMENT */
    GP_FIGURE_FUNNEL, /* stages: TARGET, ACTUAL, RATE, PLANNED_RATE */
    GP_FIGURE_HEAT,   /* days without holes: TARGET, ACTUAL */
    GP_FIGURE_COUNT
};

/* What a series is, so that it can have its colour and its mark. */
enum gp_series_role {
    GP_SERIES_TARGET,
    GP_SERIES_ACTUAL,
    GP_SERIES_FORECAST,
    GP_SERIES_ATTAINMENT, /* a ratio; 1 is the target */
    GP_SERIES_SHARE,      /* a ratio of the whole */
    GP_SERIES_RATE,       /* of the stage before */
    GP_SERIES_PLANNED_RATE,
    GP_SERIES_PLANNED, /* what the attainment should be by now */
    GP_SERIES_ROLES
};

struct gp_series {
    enum gp_series_role role;
    const char *name; /* for people: "target to date" */
};

struct gp_point {
    const char *label;          /* "2026-07", "Lin" */
    const char *brief;          /* TREND: below the line, "Jul"; or NULL */
    int depth;                  /* TREE: of the first point 0 */
    gp_date date;               /* TREND: its end; HEAT; else GP_NO_DATE */
    enum gp_cell_status status; /* of the point as a whole */
    struct gp_cell *values;     /* one a series; GP_CELL_NONE: no value */
};

struct gp_figure {
    struct gp_figure *next;
    enum gp_figure_kind kind;
    const char *key;   /* in JSON: "trend" */
    const char *title; /* for people */
    const char *alt;   /* what the picture tells, in a sentence */
    bool in_tables;    /* the report's tables say the same already */
    bool running;      /* TREND: values add up from zero before the first */
    gp_date from;      /* TREND: where the first point's period begins */
    int week_start;    /* HEAT: a gp_weekday */
    struct gp_series series[GP_SERIES_ROLES];
    size_t series_count;
    struct gp_point *points;
    size_t point_count, point_room;
};

/* A key figure: "Attainment  52.6%  2,631万 of 5,000万". */
struct gp_card {
    struct gp_card *next;
    const char *key, *label;
    struct gp_cell value;
    /* Below it: "5,000万 of target"; the note may be NULL, the number none. */
    const char *note;
    struct gp_cell beside;
};

/* Appended to the report; the strings are kept, not copied. */
struct gp_figure *gp_report_figure(struct gp_report *report,
                                   enum gp_figure_kind kind, const char *key,
                                   const char *title);
/* All series must be there before the first point. */
void gp_figure_series(struct gp_figure *figure, enum gp_series_role role,
                      const char *name);
/* A new point without values.  The pointer holds until the next point. */
struct gp_point *gp_figure_point(struct gp_report *report,
                                 struct gp_figure *figure, const char *label);
/* Where the value of a series is; NULL where the figure has no such series. */
struct gp_cell *gp_figure_value(const struct gp_figure *figure,
                                const struct gp_point *point,
                                enum gp_series_role role);
struct gp_card *gp_report_card(struct gp_report *report, const char *key,
                               const char *label, struct gp_cell value);

/* The exact number of a cell; false where it is none (or NULL). */
bool gp_cell_number(const struct gp_cell *cell, struct gp_rat *out);
/* The line below a key figure, instead of what `text` held. */
void gp_card_note(struct gp_buf *text, const struct gp_card *card,
                  const struct gp_render_options *looks);
/* One picture as a table without title. */
const struct gp_table *gp_figure_table(const struct gp_figure *figure,
                                       const struct gp_render_options *looks,
                                       struct gp_arena *arena);
/* Key figures and the pictures that stand in no table of the report, as
 * tables; NULL where there are none. */
const struct gp_table *gp_figure_tables(const struct gp_report *report,
                                        const struct gp_render_options *looks,
                                        struct gp_arena *arena);

/* "trend", "bars", "share", "tree", "funnel", "heat" */
const char *gp_figure_kind_name(enum gp_figure_kind kind);
/* "target", "actual", "forecast", "attainment", "share", "rate",
 * "planned_rate", "planned" */
const char *gp_series_role_name(enum gp_series_role role);

#endif

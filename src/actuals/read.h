/* Reading one source: what read.c (rows) and tell.c (what is wrong with
 * them) share; for src/actuals/ alone. */
#ifndef GP_ACTUALS_READ_H
#define GP_ACTUALS_READ_H

#include "actuals/facts_own.h"
#include "actuals/match.h"

#define GP_NO_COLUMN SIZE_MAX

/* After so many findings of a kind in a file the others are only counted. */
enum { GP_MAX_TOLD = 50 };

struct gp_load_column {
    const char *name;
    size_t at; /* GP_NO_COLUMN: not mapped */
};

/* Which column a strange name stands in; members count up by column. */
enum { GP_LOAD_SCOPE, GP_LOAD_KPI, GP_LOAD_MEMBER };

/* A name that matches nothing, and what its rows come to. */
struct gp_strange {
    uint32_t column, number; /* of the column's matcher */
    const char *part;        /* of what does not add up; else NULL */
    uint32_t kpi;            /* with `part` */
    uint32_t line, last_line;
    size_t rows;
};

struct gp_strange_total {
    uint32_t strange, kpi;
    int64_t total;
};

/* How often something was told. */
struct gp_told {
    size_t count;
    uint32_t line; /* of the first that was not */
};

/* Rows of a scope on days that it is not there. */
struct gp_strayed {
    uint32_t scope, line;
    gp_date first;
    size_t rows;
};

struct gp_load {
    struct gp_facts *facts;
    const struct gp_model *model;
    struct gp_findings *findings;
    const struct gp_actuals *actuals;
    struct gp_facts_source source;
    struct gp_load_column date, scope, kpi, value, *values, *dims;
    struct gp_matcher scopes, kpis, *members;
    struct gp_map seen; /* a hash of the fact to its line */
    struct gp_told bad, twins;
    struct gp_map strange_of; /* (column, number) */
    GP_VEC(struct gp_strange) strange;
    GP_VEC(struct gp_strange_total) totals;
    GP_VEC(struct gp_strayed) strayed;
    struct { /* rows of days behind the plan's last */
        size_t rows;
        uint32_t line, last; /* of the first and the last */
        gp_date first;
    } late;
    struct {
        uint32_t line, scope;
        gp_date date;
        uint32_t members[2 * GP_MAX_MEMBERS];
        size_t member_count;
        uint32_t strange[GP_MAX_MEMBERS + 2]; /* of the load's */
        size_t strange_count;
    } row;
};

/* The source as a whole. */
void gp_load_no_reader(struct gp_load *l, const char *kind);
/* An errno; EBUSY and ENOTTY are of gp_sources_input. */
void gp_load_unreadable(struct gp_load *l, int error);
void gp_load_no_heading(struct gp_load *l);
void gp_load_no_column(struct gp_load *l, const char *name,
                       const struct gp_data_row *head);

/* The row at hand: what spoils it or a value of it. */
void gp_load_bad_row(struct gp_load *l, const char *why);
void gp_load_short(struct gp_load *l, size_t count, const char *column);
void gp_load_empty(struct gp_load *l, const char *what);
void gp_load_bad_date(struct gp_load *l, struct gp_field field);
void gp_load_bad_value(struct gp_load *l, uint32_t kpi, struct gp_field field,
                       enum gp_match_number why);
void gp_load_formula(struct gp_load *l, uint32_t kpi);
void gp_load_large(struct gp_load *l, uint32_t kpi, struct gp_field field);
void gp_load_twin(struct gp_load *l, const struct gp_fact *fact, uint32_t line);

/* The row at hand is of a day on which its scope is not there: it counts, and
 * is told at the end. */
void gp_load_absent(struct gp_load *l);

/* The row at hand has a name that matches nothing ... */
void gp_load_strange(struct gp_load *l, uint32_t column, uint32_t number);
/* ... so that this value of it has no place (kpi GP_NONE: no value). */
void gp_load_miss(struct gp_load *l, uint32_t kpi, int64_t amount);
/* A value that does not add up, for members that nothing is said of. */
void gp_load_nowhere(struct gp_load *l, const struct gp_fact *fact);
void gp_load_count(struct gp_load *l, gp_date date);

/* At the end: the strange names, and how much was not told. */
void gp_load_tell(struct gp_load *l);

#endif

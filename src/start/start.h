/*
 * A plan to begin with, as text: what it is about comes in as names, out
 * come the files.  Layout and proof that it is sound are the caller's
 * (api/start.c).
 */
#ifndef GP_START_START_H
#define GP_START_START_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/intern.h"

struct gp_start_name {
    const char *shown; /* as it was given, on one line */
    const char *word;  /* as a plan writes it: east, or "the east" */
};

struct gp_start_team {
    struct gp_start_name name;
    struct gp_start_name *people;
    size_t person_count;
};

struct gp_start {
    const char *company; /* on one line */
    const char *root;    /* the name of the scope that is all of it */
    struct gp_start_team *teams;
    size_t team_count;
    const char *period, *currency;
    const char *grain; /* what a year, half, quarter splits into; or NULL */
    const char *first_month;
    bool china; /* the built-in calendar knows the period */
    bool chinese;
};

/* One line, blanks at neither end; NULL where it is empty or not UTF-8. */
const char *gp_start_clean(struct gp_arena *arena, const char *text,
                           size_t length);
/* A name as a plan writes it: in quotes where it must be. */
const char *gp_start_word(struct gp_arena *arena, const struct gp_intern *names,
                          const char *shown);
/* A text in quotes. */
const char *gp_start_quote(struct gp_arena *arena, const char *shown);
/* Reads "East: Ann, Ben"; false where a name is empty or not UTF-8. */
bool gp_start_read_team(struct gp_arena *arena, const struct gp_intern *names,
                        const char *text, struct gp_start_team *team);

/* The plan, with the words of the language in English. */
void gp_start_plan(const struct gp_start *start, struct gp_buf *out);
void gp_start_actuals(const struct gp_start *start, struct gp_buf *out);
/* What a build server does with the plan at `path`. */
void gp_start_github(const char *path, bool chinese, struct gp_buf *out);
void gp_start_gitlab(const char *path, bool chinese, struct gp_buf *out);

#endif

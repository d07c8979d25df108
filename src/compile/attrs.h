/*
 * Flat facts: a word and what it says, in a block or behind a statement's
 * first words.  What a statement can say is a table of words; adding one is
 * a row and a function.
 */
#ifndef GP_COMPILE_ATTRS_H
#define GP_COMPILE_ATTRS_H

#include "compile/pass.h"

/* Reads through the atoms of one fact. */
struct gp_cursor {
    struct gp_ref at;   /* the next atom; node 0 at the end */
    struct gp_ref fact; /* where to say what is wrong */
    void *data;         /* what the statement is lowered into */
    bool failed;        /* a finding was made: say no more */
};

struct gp_attr {
    enum gp_word word; /* GP_WORD_COUNT ends the table */
    void (*read)(struct gp_pass *p, struct gp_cursor *c);
};

/* Reads every fact of a block by a table. */
void gp_attrs_block(struct gp_pass *p, struct gp_ref block,
                    const struct gp_attr *table);
void gp_attrs_block_into(struct gp_pass *p, struct gp_ref block,
                         const struct gp_attr *table, void *data);
/* Reads one fact by a table. */
void gp_attrs_fact(struct gp_pass *p, struct gp_ref fact,
                   const struct gp_attr *table, void *data);
/* Reads what stands behind a statement's first words: one fact after the
 * other, each word starting the next. */
void gp_attrs_header(struct gp_pass *p, struct gp_cursor *c,
                     const struct gp_attr *table);

struct gp_cursor gp_cursor_of(const struct gp_pass *p, struct gp_ref fact,
                              void *data);
/* The next atom as a word of the language, a name, a text, a number, a date,
 * and on; each leaves the cursor where it is when the atom is another. */
enum gp_word gp_cursor_word(struct gp_pass *p, struct gp_cursor *c);
bool gp_cursor_accept(struct gp_pass *p, struct gp_cursor *c,
                      enum gp_word word);
const char *gp_cursor_name(struct gp_pass *p, struct gp_cursor *c);
const char *gp_cursor_string(struct gp_pass *p, struct gp_cursor *c);
/* A name or a text. */
const char *gp_cursor_who(struct gp_pass *p, struct gp_cursor *c);
/* False where it is not decided yet, which is told; or where a finding was
 * made. */
bool gp_cursor_const(struct gp_pass *p, struct gp_cursor *c,
                     struct gp_const *out);
/* The same, but it is the caller who tells that it is not decided yet. */
bool gp_cursor_draft(struct gp_pass *p, struct gp_cursor *c,
                     struct gp_const *out);
bool gp_cursor_int(struct gp_pass *p, struct gp_cursor *c, int *out);
/* A date or a range of dates; false with a finding. */
bool gp_cursor_dates(struct gp_pass *p, struct gp_cursor *c, gp_date *first,
                     gp_date *last);
/* The finding for what is not there: "expected ...", once a fact. */
void gp_cursor_expected(struct gp_pass *p, struct gp_cursor *c,
                        const char *what);

#endif

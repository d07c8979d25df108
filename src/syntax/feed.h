/*
 * What the parser reads from: the token table without its trivia, with line
 * ends only where they count, and with the skipping that recovers from an
 * error.
 */
#ifndef GP_SYNTAX_FEED_H
#define GP_SYNTAX_FEED_H

#include "syntax/ast.h"

/* The parser's stack, and so the depth of any tree, is bounded on purpose. */
#define GP_MAX_PARSE_DEPTH 4000
/* Blocks in blocks, parentheses in parentheses. */
#define GP_MAX_NESTING 100
/* Operators above one another in an expression. */
#define GP_MAX_EXPR_DEPTH 1000

struct gp_feed {
    struct gp_ast *ast;
    struct gp_findings *findings;
    size_t at;     /* the next token to look at */
    uint32_t last; /* the token given last */
    int last_kind;
    uint32_t open[GP_MAX_NESTING]; /* where the open braces stand */
    int holder[GP_MAX_NESTING];    /* the statement that each belongs to */
    int statement;                 /* the last one begun, or 0 */
    int depth;                     /* of braces */
    int parens;                    /* of ( and [ since the last brace */
    bool unbalanced;               /* the file has more { than } */
    bool told_missing;             /* ... and that has been said */
    bool silent;                   /* what comes is no fault of the plan's */
    bool gives_up; /* an error ends the parse, and is told by another */
    bool end_line; /* an end of line is to be given before the next */
};

/* The grammar without LAC: see goalpost.y.  0, or it gave up. */
int gp_sound_parse(struct gp_feed *feed);

void gp_feed_init(struct gp_feed *feed, struct gp_ast *ast,
                  struct gp_findings *findings);
/* The next token's kind, with its extent. */
int gp_feed_next(struct gp_feed *feed, struct gp_extent *at);
/* After a syntax error: on to where an item or a statement can end. */
void gp_feed_skip(struct gp_feed *feed);
/* Makes the finding for the token given last; `expected` are the names of at
 * most `count` tokens that could have stood there (0: too many to say). */
void gp_feed_report(struct gp_feed *feed, const char *const *expected,
                    int count);

#endif

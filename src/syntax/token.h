/*
 * The token table: one row for every stretch of a file, spaces, comments and
 * bad bytes included, so that the tokens laid end to end give the file back.
 * Only a short run of blanks has no row: the token behind it counts them.  A
 * plan has as many blanks as words, and this table is the largest of all.
 */
#ifndef GP_SYNTAX_TOKEN_H
#define GP_SYNTAX_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "syntax/keyword.h"
#include "text/finding.h"

enum { GP_MAX_BLANKS = 7, GP_MAX_SYMBOLS = 1 << 28 };

struct gp_token {
    uint32_t offset;      /* of the first byte; the last ends where the next
                           * one's blanks begin */
    uint32_t blanks : 3;  /* bytes before it that have no row */
    uint32_t is_word : 1; /* a name or keyword: `what` is its symbol */
    uint32_t what : 28;   /* else its kind, a token of the grammar */
};

struct gp_tokens {
    struct gp_heap *heap;
    uint32_t source;
    struct gp_token *at; /* `count` tokens and one behind them at the end */
    size_t count, room;
    long braces;     /* { less } */
    bool writes_wan; /* some number is written with 万 or 亿 */
};

/* Cuts a source into tokens; bad bytes and the like become findings. */
void gp_tokens_scan(struct gp_tokens *tokens, struct gp_findings *findings,
                    struct gp_intern *names, uint32_t source);
void gp_tokens_fini(struct gp_tokens *tokens);

/* The kind of a token, a keyword's own. */
static inline int gp_token_kind(const struct gp_token *token)
{
    return token->is_word ? gp_sym_token(token->what) : (int)token->what;
}
/* The symbol of a name or keyword, else GP_NO_SYM. */
static inline gp_sym gp_token_sym(const struct gp_token *token)
{
    return token->is_word ? token->what : GP_NO_SYM;
}

/* What the layout alone is made of: blanks, comments; ends of lines. */
bool gp_token_is_trivia(const struct gp_token *token);
bool gp_token_is_line_end(const struct gp_token *token);
bool gp_token_is_number(const struct gp_token *token);

/* Bytes of tokens first..last. */
struct gp_span gp_tokens_span(const struct gp_tokens *tokens, uint32_t first,
                              uint32_t last);

#endif

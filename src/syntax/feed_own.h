/*
 * What reading (feed.c) and telling (feed_tell.c) share: kinds of tokens and
 * lines.
 */
#ifndef GP_SYNTAX_FEED_OWN_H
#define GP_SYNTAX_FEED_OWN_H

#include "parser.h"
#include "syntax/feed.h"

static inline int gp_feed_kind(const struct gp_tokens *tokens, size_t i)
{
    return gp_token_kind(&tokens->at[i]);
}

static inline bool gp_feed_is_trivia(int kind)
{
    return kind == GP_TOK_SPACE || kind == GP_TOK_COMMENT || kind == GP_TOK_BAD;
}

/* A word that begins a statement. */
static inline bool gp_feed_opens(int kind)
{
    return kind >= GP_TOK_PLAN && kind <= GP_TOK_ALLOW;
}

/* Whether a line that ends in a token of this kind goes on. */
bool gp_feed_goes_on(int kind);
/* Whether a token is the first of its line. */
bool gp_feed_starts_line(const struct gp_feed *feed, uint32_t token);

#endif

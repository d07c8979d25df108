/*
 * The token table: one row for every stretch of a file, spaces, comments and
 * bad bytes included, so that the tokens laid end to end give the file back.
 */
#ifndef GP_SYNTAX_TOKEN_H
#define GP_SYNTAX_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/intern.h"
#include "text/finding.h"

struct gp_token {
    uint32_t
        offset;    /* of the first byte; the last ends where the next begins */
    uint16_t kind; /* a token of the grammar */
    gp_sym sym;    /* of a name or keyword; else GP_NO_SYM */
};

struct gp_tokens {
    struct gp_heap *heap;
    uint32_t source;
    struct gp_token *at; /* `count` tokens and one behind them at the end */
    size_t count, room;
    bool writes_wan; /* some number is written with 万 or 亿 */
};

/* Cuts a source into tokens; bad bytes and the like become findings. */
void gp_tokens_scan(struct gp_tokens *tokens, struct gp_findings *findings,
                    struct gp_intern *names, uint32_t source);
void gp_tokens_fini(struct gp_tokens *tokens);

/* Bytes of tokens first..last. */
struct gp_span gp_tokens_span(const struct gp_tokens *tokens, uint32_t first,
                              uint32_t last);

#endif

/* Tokens to the parser, and back on the rails after an error: see feed.h.  What
 * an error says is in feed_tell.c. */
#include "syntax/feed_own.h"

void gp_feed_init(struct gp_feed *feed, struct gp_ast *ast,
                  struct gp_findings *findings)
{
    *feed = (struct gp_feed){
        .ast = ast, .findings = findings, .last_kind = GP_TOK_EOL};
    feed->unbalanced = ast->tokens.braces > 0;
}

static bool is_comma(int kind)
{
    return kind == GP_TOK_COMMA || kind == GP_TOK_LIST_COMMA;
}

/* A comma before a literal continues a list: `ramp 0%, 25%`. */
static bool is_literal(int kind)
{
    return kind >= GP_TOK_NUMBER && kind <= GP_TOK_HOLE;
}

/* Behind one of these a statement can begin. */
static bool begins(int kind)
{
    return kind == GP_TOK_EOL || kind == GP_TOK_COMMA ||
           kind == GP_TOK_LBRACE || kind == GP_TOK_RBRACE;
}

bool gp_feed_goes_on(int kind)
{
    switch (kind) {
    case GP_TOK_EOL:
    case GP_TOK_COMMA:
    case GP_TOK_LIST_COMMA:
    case GP_TOK_LBRACE:
    case GP_TOK_LPAREN:
    case GP_TOK_LBRACKET:
    case GP_TOK_AND:
    case GP_TOK_OR:
    case GP_TOK_NOT:
        return true;
    default:
        return kind >= GP_TOK_DOTDOT && kind <= GP_TOK_SLASH;
    }
}

/* The kind of the next token that is no trivia and no line end. */
static int peek(const struct gp_feed *feed, size_t i)
{
    const struct gp_tokens *t = &feed->ast->tokens;
    while (i < t->count && (gp_feed_is_trivia(gp_feed_kind(t, i)) ||
                            gp_feed_kind(t, i) == GP_TOK_EOL))
        i++;
    return i < t->count ? gp_feed_kind(t, i) : GP_TOK_YYEOF;
}

/* In a table, a dash at the end of a line is an empty cell. */
static bool is_dash(const struct gp_feed *feed)
{
    return feed->last_kind == GP_TOK_MINUS && feed->depth > 0 &&
           feed->parens == 0 && feed->holder[feed->depth - 1] == GP_TOK_TABLE;
}

static bool line_counts(struct gp_feed *feed, size_t next)
{
    if (gp_feed_goes_on(feed->last_kind) && !is_dash(feed))
        return false;
    int kind = peek(feed, next);
    if (kind == GP_TOK_AND || kind == GP_TOK_OR)
        return false; /* a condition that goes on below */
    if (feed->parens > 0 && !gp_feed_opens(kind))
        return false;
    feed->parens = 0;
    return true;
}

static int give(struct gp_feed *feed, struct gp_extent *at, size_t token,
                int kind)
{
    feed->last = (uint32_t)token;
    feed->last_kind = kind;
    at->first = at->last = (uint32_t)token;
    return kind;
}

static void tell_missing_brace(struct gp_feed *feed, size_t token)
{
    if (feed->told_missing)
        return;
    feed->told_missing = true;
    const struct gp_tokens *t = &feed->ast->tokens;
    uint32_t brace = feed->open[feed->depth - 1];
    struct gp_span at = gp_tokens_span(t, (uint32_t)token, (uint32_t)token);
    struct gp_finding *f =
        gp_find(feed->findings, GP_TEXT_MISSING_BRACE, at, NULL);
    gp_find_note(feed->findings, f, gp_tokens_span(t, brace, brace),
                 GP_TEXT_NOTE_OPENED_HERE, NULL);
    gp_find_help(feed->findings, f, GP_TEXT_HELP_MISSING_BRACE, NULL);
}

/* Statements that stand in the blocks of others, too. */
static bool is_held(const struct gp_feed *feed, int kind)
{
    switch (feed->holder[feed->depth - 1]) {
    case GP_TOK_TEST:
        return kind == GP_TOK_SCENARIO;
    case GP_TOK_SCENARIO:
        return kind == GP_TOK_LET || kind == GP_TOK_TARGET;
    case GP_TOK_AMEND:
        return kind == GP_TOK_TARGET || kind == GP_TOK_TABLE;
    default:
        return false;
    }
}

/* In a file with a brace too few: a statement at the start of a line that no
 * block holds means that the block should have ended. */
static bool block_should_end(const struct gp_feed *feed, size_t i, int kind)
{
    if (!feed->unbalanced || feed->depth == 0 || !gp_feed_opens(kind) ||
        kind == GP_TOK_TEAM || kind == GP_TOK_PERSON || kind == GP_TOK_SPLIT ||
        kind == GP_TOK_INCLUDE || is_held(feed, kind))
        return false;
    const struct gp_tokens *t = &feed->ast->tokens;
    return t->at[i].blanks == 0 &&
           (i == 0 || gp_feed_kind(t, i - 1) == GP_TOK_EOL);
}

static int close_block(struct gp_feed *feed, struct gp_extent *at, size_t i)
{
    feed->depth--;
    feed->parens = 0;
    return give(feed, at, i > 0 ? i - 1 : 0, GP_TOK_RBRACE);
}

static int at_end(struct gp_feed *feed, struct gp_extent *at)
{
    size_t end = feed->ast->tokens.count;
    if (feed->depth > 0) {
        tell_missing_brace(feed, end);
        return close_block(feed, at, end);
    }
    if (feed->last_kind != GP_TOK_EOL)
        return give(feed, at, end, GP_TOK_EOL);
    return give(feed, at, end, GP_TOK_YYEOF);
}

static bool is_bracket(int kind)
{
    return kind >= GP_TOK_LBRACE && kind <= GP_TOK_RBRACKET;
}

/* Keeps count of braces and brackets; false where they nest too deep. */
static bool count_brackets(struct gp_feed *feed, size_t i, int kind)
{
    if (kind == GP_TOK_LBRACE) {
        if (feed->depth == GP_MAX_NESTING)
            return false;
        feed->holder[feed->depth] = feed->statement;
        feed->open[feed->depth++] = (uint32_t)i;
        feed->statement = 0;
        feed->parens = 0;
    } else if (kind == GP_TOK_RBRACE) {
        feed->depth -= feed->depth > 0;
        feed->parens = 0;
    } else if (kind == GP_TOK_LPAREN || kind == GP_TOK_LBRACKET) {
        return ++feed->parens <= GP_MAX_NESTING;
    } else if (kind == GP_TOK_RPAREN || kind == GP_TOK_RBRACKET) {
        feed->parens -= feed->parens > 0;
    }
    return true;
}

/* A block that holds nothing but numbers, as `by month { 80万, 83万, ... }`, is
 * given as one token: large plans are mostly made of these.  Returns the last
 * number, where the first stands at `i`; 0 where the block holds more. */
static size_t last_number(const struct gp_feed *feed, size_t i)
{
    const struct gp_tokens *t = &feed->ast->tokens;
    size_t last = 0;
    bool comma = false, apart = true; /* from the number before */
    /* Behind an error the brace may be no block of ours any more. */
    if (feed->last_kind != GP_TOK_LBRACE || feed->depth == 0 ||
        feed->holder[feed->depth - 1] != GP_TOK_SPLIT)
        return 0;
    for (; i < t->count; i++) {
        int kind = gp_feed_kind(t, i);
        if (kind == GP_TOK_NUMBER && apart) {
            last = i;
            comma = apart = false;
        } else if (kind == GP_TOK_COMMA && !comma) {
            comma = apart = true;
        } else if (kind == GP_TOK_EOL) {
            apart = true;
        } else if (!gp_token_is_trivia(&t->at[i])) {
            return kind == GP_TOK_RBRACE ? last : 0;
        }
    }
    return 0;
}

static int give_numbers(struct gp_feed *feed, struct gp_extent *at,
                        size_t first, size_t last)
{
    const struct gp_tokens *t = &feed->ast->tokens;
    feed->at = last + 1;
    while (gp_feed_kind(t, feed->at) != GP_TOK_RBRACE)
        feed->at++;
    give(feed, at, last, GP_TOK_NUMBERS);
    at->first = (uint32_t)first;
    return GP_TOK_NUMBERS;
}

int gp_feed_next(struct gp_feed *feed, struct gp_extent *at)
{
    const struct gp_tokens *t = &feed->ast->tokens;
    if (feed->end_line) {
        feed->end_line = false;
        return give(feed, at, feed->at, GP_TOK_EOL);
    }
    for (;;) {
        size_t i = feed->at;
        if (i >= t->count)
            return at_end(feed, at);
        int kind = gp_feed_kind(t, i);
        if (gp_feed_is_trivia(kind) ||
            (kind == GP_TOK_EOL && !line_counts(feed, i + 1))) {
            feed->at++;
            continue;
        }
        if (feed->unbalanced && block_should_end(feed, i, kind)) {
            if (feed->last_kind == GP_TOK_RBRACE)
                return give(feed, at, i - 1, GP_TOK_EOL);
            tell_missing_brace(feed, i);
            return close_block(feed, at, i);
        }
        if (feed->unbalanced && feed->last_kind == GP_TOK_RBRACE &&
            feed->told_missing && gp_feed_opens(kind) && feed->depth == 0)
            return give(feed, at, i, GP_TOK_EOL);
        feed->at++;
        if (is_bracket(kind) && !count_brackets(feed, i, kind)) {
            if (feed->gives_up)
                return give(feed, at, i, GP_TOK_BAD);
            char limit[] = "100";
            gp_find(feed->findings, GP_TEXT_TOO_DEEP,
                    gp_tokens_span(t, (uint32_t)i, (uint32_t)i), limit, NULL);
            feed->at = t->count;
            feed->told_missing = feed->silent = true;
            continue;
        }
        if (kind == GP_TOK_NUMBER) {
            size_t last = last_number(feed, i);
            return last != 0 ? give_numbers(feed, at, i, last)
                             : give(feed, at, i, kind);
        }
        if (gp_feed_opens(kind) && begins(feed->last_kind))
            feed->statement = kind;
        if (kind == GP_TOK_COMMA && is_literal(peek(feed, i + 1)))
            kind = GP_TOK_LIST_COMMA;
        return give(feed, at, i, kind);
    }
}

bool gp_feed_starts_line(const struct gp_feed *feed, uint32_t token)
{
    const struct gp_tokens *t = &feed->ast->tokens;
    while (token-- > 0)
        if (!gp_feed_is_trivia(gp_feed_kind(t, token)))
            return gp_feed_kind(t, token) == GP_TOK_EOL;
    return true;
}

void gp_feed_skip(struct gp_feed *feed)
{
    const struct gp_tokens *t = &feed->ast->tokens;
    int kind = feed->last_kind, local = 0;
    if (gp_feed_opens(kind) && feed->depth == 0 &&
        gp_feed_starts_line(feed, feed->last) && !feed->end_line &&
        feed->last + 1 == feed->at) {
        /* The line before was broken off: this statement is a good one. */
        feed->at = feed->last;
        feed->end_line = true;
        feed->parens = 0;
        return;
    }
    if (kind == GP_TOK_EOL || kind == GP_TOK_RBRACE || kind == GP_TOK_YYEOF ||
        (is_comma(kind) && feed->depth > 0))
        return;
    bool opened = kind == GP_TOK_LBRACE;
    local += opened;
    for (; feed->at < t->count; feed->at++) {
        kind = gp_feed_kind(t, feed->at);
        if (block_should_end(feed, feed->at, kind))
            break;
        if (kind == GP_TOK_LBRACE) {
            local++;
        } else if (kind == GP_TOK_RBRACE) {
            if (local == 0)
                break;
            if (--local == 0 && opened) {
                feed->depth--; /* the brace that came too early is closed */
                opened = false;
            }
        } else if (local == 0 && (kind == GP_TOK_EOL ||
                                  (kind == GP_TOK_COMMA && feed->depth > 0))) {
            break;
        }
    }
    feed->parens = 0;
}

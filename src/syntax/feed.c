/* See feed.h. */
#include "syntax/feed.h"

#include <string.h>

#include "base/guess.h"
#include "parser.h"
#include "syntax/keyword.h"

void gp_feed_init(struct gp_feed *feed, struct gp_ast *ast,
                  struct gp_findings *findings)
{
    *feed = (struct gp_feed){
        .ast = ast, .findings = findings, .last_kind = GP_TOK_EOL};
    feed->unbalanced = ast->tokens.braces > 0;
}

static int kind_at(const struct gp_tokens *tokens, size_t i)
{
    return gp_token_kind(&tokens->at[i]);
}

static bool is_trivia(int kind)
{
    return kind == GP_TOK_SPACE || kind == GP_TOK_COMMENT || kind == GP_TOK_BAD;
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

static bool opens_statement(int kind)
{
    return kind >= GP_TOK_PLAN && kind <= GP_TOK_ALLOW;
}

/* Behind one of these a statement can begin. */
static bool begins(int kind)
{
    return kind == GP_TOK_EOL || kind == GP_TOK_LBRACE || kind == GP_TOK_RBRACE;
}

/* A line that ends in one of these goes on. */
static bool goes_on(int kind)
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
    while (i < t->count &&
           (is_trivia(kind_at(t, i)) || kind_at(t, i) == GP_TOK_EOL))
        i++;
    return i < t->count ? kind_at(t, i) : GP_TOK_YYEOF;
}

/* In a table, a dash at the end of a line is an empty cell. */
static bool is_dash(const struct gp_feed *feed)
{
    return feed->last_kind == GP_TOK_MINUS && feed->depth > 0 &&
           feed->parens == 0 && feed->holder[feed->depth - 1] == GP_TOK_TABLE;
}

static bool line_counts(struct gp_feed *feed, size_t next)
{
    if (goes_on(feed->last_kind) && !is_dash(feed))
        return false;
    int kind = peek(feed, next);
    if (kind == GP_TOK_AND || kind == GP_TOK_OR)
        return false; /* a condition that goes on below */
    if (feed->parens > 0 && !opens_statement(kind))
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
    if (!feed->unbalanced || feed->depth == 0 || !opens_statement(kind) ||
        kind == GP_TOK_TEAM || kind == GP_TOK_PERSON || kind == GP_TOK_SPLIT ||
        kind == GP_TOK_INCLUDE || is_held(feed, kind))
        return false;
    const struct gp_tokens *t = &feed->ast->tokens;
    return t->at[i].blanks == 0 && (i == 0 || kind_at(t, i - 1) == GP_TOK_EOL);
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
        int kind = kind_at(t, i);
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
    while (kind_at(t, feed->at) != GP_TOK_RBRACE)
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
        int kind = kind_at(t, i);
        if (is_trivia(kind) ||
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
            feed->told_missing && opens_statement(kind) && feed->depth == 0)
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
        if (opens_statement(kind) && begins(feed->last_kind))
            feed->statement = kind;
        if (kind == GP_TOK_COMMA && is_literal(peek(feed, i + 1)))
            kind = GP_TOK_LIST_COMMA;
        return give(feed, at, i, kind);
    }
}

/* Whether a token is the first of its line. */
static bool starts_line(const struct gp_feed *feed, uint32_t token)
{
    const struct gp_tokens *t = &feed->ast->tokens;
    while (token-- > 0)
        if (!is_trivia(kind_at(t, token)))
            return kind_at(t, token) == GP_TOK_EOL;
    return true;
}

void gp_feed_skip(struct gp_feed *feed)
{
    const struct gp_tokens *t = &feed->ast->tokens;
    int kind = feed->last_kind, local = 0;
    if (opens_statement(kind) && feed->depth == 0 &&
        starts_line(feed, feed->last) && !feed->end_line &&
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
        kind = kind_at(t, feed->at);
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

/* The words of a token as a person would call them. */
static const char *describe(struct gp_feed *feed, struct gp_arena *arena)
{
    const struct gp_tokens *t = &feed->ast->tokens;
    switch (feed->last_kind) {
    case GP_TOK_EOL:
        return gp_word(feed->findings, "the end of the line");
    case GP_TOK_YYEOF:
        return gp_word(feed->findings, "the end of the file");
    default:
        break;
    }
    struct gp_span s = gp_tokens_span(t, feed->last, feed->last);
    char *word =
        gp_arena_strndup(arena, feed->ast->text + s.start, s.end - s.start);
    return gp_arena_join(arena, "`", word, "`", NULL);
}

/* A word in the spelling that the findings are written in. */
static const char *spelled(const struct gp_findings *findings,
                           const char *expected)
{
    for (int w = 0; w < GP_WORD_COUNT; w++)
        if (strcmp(gp_word_text((enum gp_word)w), expected) == 0)
            return gp_word_in((enum gp_word)w, findings->lang);
    return expected;
}

static const char *join_expected(struct gp_findings *findings,
                                 const char *const *expected, int count)
{
    struct gp_arena *arena = &findings->arena;
    const char *all = "";
    for (int i = 0; i < count; i++) {
        /* Kinds are told in words ("a name"), words and marks as they are. */
        bool kind = strchr(expected[i], ' ') != NULL;
        const char *lead = i == 0           ? ""
                           : i == count - 1 ? gp_word(findings, " or ")
                                            : gp_word(findings, ", ");
        all = kind ? gp_arena_join(arena, all, lead,
                                   gp_word(findings, expected[i]), NULL)
                   : gp_arena_join(arena, all, lead, "`",
                                   spelled(findings, expected[i]), "`", NULL);
    }
    return all;
}

/* "traget": a statement that starts with no statement's word. */
static bool report_statement(struct gp_feed *feed, struct gp_span at)
{
    const struct gp_token *token = &feed->ast->tokens.at[feed->last];
    if (feed->last_kind != GP_TOK_NAME || feed->depth > 0)
        return false;
    const char *name = gp_sym_text(feed->ast->names, token->what);
    struct gp_guess guess;
    gp_guess_init(&guess, name, strlen(name));
    for (int w = 0; w < GP_WORD_COUNT; w++) {
        if (!opens_statement(gp_word_token((enum gp_word)w)))
            continue;
        const char *en = gp_word_text((enum gp_word)w);
        const char *zh = gp_word_chinese((enum gp_word)w);
        gp_guess_consider(&guess, en, strlen(en));
        gp_guess_consider(&guess, zh, strlen(zh));
    }
    struct gp_finding *f =
        gp_find(feed->findings, GP_TEXT_NO_STATEMENT, at, name, NULL);
    if (gp_guess_best(&guess) != NULL)
        gp_find_help(feed->findings, f, GP_TEXT_HELP_DID_YOU_MEAN,
                     gp_guess_best(&guess), NULL);
    else
        gp_find_help(feed->findings, f, GP_TEXT_HELP_STATEMENTS, NULL);
    return true;
}

/* The mark that the line before ends in, where that makes it go on. */
static const char *line_before(const struct gp_feed *feed,
                               struct gp_arena *arena)
{
    const struct gp_tokens *t = &feed->ast->tokens;
    uint32_t i = feed->last;
    while (i-- > 0)
        if (!is_trivia(kind_at(t, i)) && kind_at(t, i) != GP_TOK_EOL)
            break;
    if (i == UINT32_MAX || !goes_on(kind_at(t, i)) ||
        kind_at(t, i) == GP_TOK_LBRACE)
        return NULL;
    struct gp_span s = gp_tokens_span(t, i, i);
    return gp_arena_strndup(arena, feed->ast->text + s.start, s.end - s.start);
}

/* "east-china": a name with a hyphen in it, to be put in quotes; or NULL. */
static const char *hyphenated(const struct gp_feed *feed,
                              struct gp_arena *arena)
{
    const struct gp_tokens *t = &feed->ast->tokens;
    uint32_t i = feed->last;
    if (i < 2 || feed->last_kind != GP_TOK_NAME ||
        kind_at(t, i - 1) != GP_TOK_MINUS || !t->at[i - 2].is_word ||
        t->at[i].blanks + t->at[i - 1].blanks != 0)
        return NULL;
    struct gp_span s = gp_tokens_span(t, i - 2, i);
    return gp_arena_strndup(arena, feed->ast->text + s.start, s.end - s.start);
}

/* Whether two Chinese words have a character in common. */
static bool shares_character(const char *a, const char *b)
{
    enum { WIDTH = 3 };
    for (const char *x = a; strlen(x) >= WIDTH; x += WIDTH)
        for (const char *y = b; strlen(y) >= WIDTH; y += WIDTH)
            if (memcmp(x, y, WIDTH) == 0)
                return true;
    return false;
}

/* In both spellings, whatever the findings are written in.  Chinese words are
 * so short that all of them are close to each other. */
static void consider_word(struct gp_guess *guess, const char *name,
                          const char *word)
{
    gp_guess_consider(guess, word, strlen(word));
    for (int w = 0; w < GP_WORD_COUNT; w++) {
        const char *zh = gp_word_chinese((enum gp_word)w);
        if (strcmp(gp_word_text((enum gp_word)w), word) == 0 &&
            shares_character(name, zh))
            gp_guess_consider(guess, zh, strlen(zh));
    }
}

/* "persn": the word among those expected that a name is close to, or NULL. */
static const char *guess_expected(const struct gp_feed *feed,
                                  const char *const *expected, int count)
{
    const struct gp_token *token = &feed->ast->tokens.at[feed->last];
    if (feed->last_kind != GP_TOK_NAME)
        return NULL;
    const char *name = gp_sym_text(feed->ast->names, token->what);
    struct gp_guess guess;
    gp_guess_init(&guess, name, strlen(name));
    for (int i = 0; i < count; i++)
        if (expected[i][0] >= 'a' && strchr(expected[i], ' ') == NULL)
            consider_word(&guess, name, expected[i]);
    return gp_guess_best(&guess);
}

/* Whether nothing but words of the language could stand here: then a name in
 * quotes could not either. */
static bool only_words(const char *const *expected, int count)
{
    bool words = count > 0;
    for (int i = 0; i < count; i++)
        words &= expected[i][0] >= 'a' && expected[i][0] <= 'z' &&
                 strchr(expected[i], ' ') == NULL;
    return words;
}

void gp_feed_report(struct gp_feed *feed, const char *const *expected,
                    int count)
{
    struct gp_arena *arena = &feed->findings->arena;
    struct gp_span at =
        gp_tokens_span(&feed->ast->tokens, feed->last, feed->last);
    /* The scanner has said what is wrong with this, or what is before it. */
    const struct gp_tokens *t = &feed->ast->tokens;
    bool told = feed->last > 0 && kind_at(t, feed->last - 1) == GP_TOK_BAD;
    for (uint32_t i = feed->last; i-- > 0 && is_trivia(kind_at(t, i));)
        told |= kind_at(t, i) == GP_TOK_BAD;
    told |= feed->last_kind == GP_TOK_HOLE &&
            feed->ast->text[t->at[feed->last].offset] != '?' &&
            feed->ast->text[t->at[feed->last].offset] > 0;
    if (feed->silent || told)
        return;
    bool at_start = starts_line(feed, feed->last);
    if (at_start && report_statement(feed, at))
        return;
    const char *what = describe(feed, arena);
    struct gp_finding *f;
    if (count > 0)
        f = gp_find(feed->findings, GP_TEXT_SYNTAX_EXPECTED, at, what,
                    join_expected(feed->findings, expected, count), NULL);
    else
        f = gp_find(feed->findings, GP_TEXT_SYNTAX, at, what, NULL);
    const char *meant = guess_expected(feed, expected, count);
    const char *hyphen = hyphenated(feed, arena);
    const char *open_end = at_start ? line_before(feed, arena) : NULL;
    bool wants_word = only_words(expected, count);
    if (meant == NULL && wants_word && count == 1)
        meant = spelled(feed->findings, expected[0]);
    if (meant != NULL) {
        gp_find_help(feed->findings, f, GP_TEXT_HELP_DID_YOU_MEAN, meant, NULL);
    } else if (hyphen != NULL) {
        gp_find_help(feed->findings, f, GP_TEXT_HELP_QUOTE, hyphen, NULL);
    } else if (open_end != NULL) {
        gp_find_help(feed->findings, f, GP_TEXT_HELP_GOES_ON, open_end, NULL);
    } else if (!wants_word && (opens_statement(feed->last_kind) ||
                               (feed->last_kind >= GP_TOK_OF &&
                                feed->last_kind <= GP_TOK_UNTIL))) {
        const char *word =
            gp_sym_text(feed->ast->names, t->at[feed->last].what);
        gp_find_help(feed->findings, f, GP_TEXT_HELP_KEYWORD, word, NULL);
    }
}

/* See token.h.  Takes a source, gives its tokens; flex knows the kinds, the
 * intern table knows the keywords. */
#include "syntax/token.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "base/vec.h"
#include "parser.h"
#include "syntax/keyword.h"
#include "syntax/scan.h"

/* Where a stretch of bad bytes ends; each of them becomes 01 in the copy. */
static size_t blank(const struct gp_source *source, char *text, size_t at)
{
    uint32_t code;
    do
        text[at++] = '\1';
    while (at < source->length &&
           gp_utf8_char(source->text + at, source->length - at, &code) == 0);
    return at;
}

static void tell_bad(struct gp_tokens *tokens, struct gp_findings *findings,
                     const struct gp_source *source, size_t start, size_t end,
                     size_t runs)
{
    char byte[8], count[24];
    snprintf(byte, sizeof byte, "%02X", (unsigned char)source->text[start]);
    snprintf(count, sizeof count, "%zu", runs);
    struct gp_span span = {tokens->source, (uint32_t)start, (uint32_t)end};
    struct gp_finding *f =
        runs == 1
            ? gp_find(findings, GP_TEXT_BAD_UTF8, span, byte, NULL)
            : gp_find(findings, GP_TEXT_BAD_UTF8_MANY, span, count, byte, NULL);
    gp_find_help(findings, f, GP_TEXT_HELP_UTF8, NULL);
}

/* The scanner wants valid UTF-8 without NUL: bad bytes become 01.  Returns
 * the text to scan, a copy only where something was bad.  A file in another
 * encoding is one mistake, and one finding. */
static char *checked_text(struct gp_tokens *tokens,
                          struct gp_findings *findings,
                          const struct gp_source *source)
{
    size_t length = source->length, at = 0, runs = 0, start = 0, end = 0;
    char *text = (char *)(uintptr_t)source->text;
    for (;;) {
        at += gp_utf8_check(source->text + at, length - at);
        if (at == length)
            break;
        if (runs++ == 0) {
            text = gp_alloc(tokens->heap, length + 2);
            memcpy(text, source->text, length + 2);
            start = at;
            end = at = blank(source, text, at);
        } else {
            at = blank(source, text, at);
        }
    }
    if (runs != 0)
        tell_bad(tokens, findings, source, start, end, runs);
    return text;
}

/* A name's symbol; names beyond ASCII are checked and brought to NFC. */
static gp_sym intern_name(struct gp_findings *findings, struct gp_intern *names,
                          const char *text, struct gp_span span)
{
    size_t length = span.end - span.start;
    size_t known = names->names.count;
    gp_sym sym = gp_intern(names, text + span.start, length);
    if (names->names.count == known)
        return sym;
    if (names->names.count > GP_MAX_SYMBOLS)
        gp_out_of_memory(names->heap); /* gigabytes of names */
    const char *nfc =
        gp_utf8_nfc(&names->texts, text + span.start, length, &length);
    if (!gp_utf8_is_name(nfc, length)) {
        const char *word = gp_sym_text(names, sym);
        struct gp_finding *f =
            gp_find(findings, GP_TEXT_BAD_NAME, span, word, NULL);
        gp_find_help(findings, f, GP_TEXT_HELP_QUOTE, word, NULL);
    }
    return nfc == text + span.start ? sym : gp_intern(names, nfc, length);
}

/* Says what is wrong with a token that only looks like one; gives the kind
 * that the parser shall see. */
static int mend_kind(struct gp_findings *findings, const char *text, int kind,
                     struct gp_span span)
{
    struct gp_finding *f;
    char *word = gp_arena_strndup(&findings->arena, text + span.start,
                                  span.end - span.start);
    switch (kind) {
    case GP_TOK_BAD_STRING:
        f = gp_find(findings, GP_TEXT_OPEN_QUOTE, span, NULL);
        gp_find_help(findings, f, GP_TEXT_HELP_OPEN_QUOTE, NULL);
        f->swallows = true;
        return GP_TOK_STRING;
    case GP_TOK_BAD_NUMBER:
        f = gp_find(findings, GP_TEXT_BAD_NUMBER, span, word, NULL);
        if (strchr(word, ',') != NULL)
            gp_find_help(findings, f, GP_TEXT_HELP_NUMBER_COMMA, NULL);
        else
            gp_find_help(findings, f, GP_TEXT_HELP_NUMBER_NAME, word, NULL);
        return GP_TOK_HOLE; /* a value, but which is not known */
    case GP_TOK_BAD:
        if (word[0] != '\1')
            gp_find(findings, GP_TEXT_BAD_CHARACTER, span, word, NULL);
        return GP_TOK_BAD;
    default:
        return kind;
    }
}

/* 万 is E4 B8 87, 亿 is E4 BA BF: behind the digits of a number nothing else
 * starts with E4. */
static bool has_wan(const char *text, struct gp_span span)
{
    return memchr(text + span.start, 0xE4, span.end - span.start) != NULL;
}

static bool is_time(int kind)
{
    return kind == GP_TOK_DATE || kind == GP_TOK_PERIOD || kind == GP_TOK_TIME;
}

/* A dash between two days, periods or times is a range: nobody subtracts
 * them.  (2026-02-17—2026-02-23, 10：00－14：00) */
static void mend_dash(struct gp_tokens *tokens, int kind)
{
    size_t at[2], n = 0;
    if (!is_time(kind))
        return;
    for (size_t i = tokens->count; i-- > 0 && n < 2;)
        if (gp_token_kind(&tokens->at[i]) != GP_TOK_SPACE)
            at[n++] = i;
    if (n == 2 && gp_token_kind(&tokens->at[at[0]]) == GP_TOK_MINUS &&
        is_time(gp_token_kind(&tokens->at[at[1]])))
        tokens->at[at[0]].what = GP_TOK_DOTDOT;
}

void gp_tokens_scan(struct gp_tokens *tokens, struct gp_findings *findings,
                    struct gp_intern *names, uint32_t source)
{
    const struct gp_source *src = &findings->sources->list.at[source];
    *tokens = (struct gp_tokens){.heap = findings->heap, .source = source};
    char *text = checked_text(tokens, findings, src);
    void *scanner;
    /* A byte order mark, which some editors begin a file with, says nothing. */
    uint32_t mark =
        src->length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    gp_scan_lex_init_extra(tokens->heap, &scanner);
    gp_scan__scan_buffer(text + mark, (size_t)src->length - mark + 2, scanner);
    /* A guess that saves most of the growing: a token is about 4 bytes. */
    gp_vec_reserve(tokens->heap, tokens, src->length / 4 + 16);

    struct gp_token token = {.blanks = mark, .offset = mark};
    for (int kind; (kind = gp_scan_lex(scanner)) != 0;) {
        uint32_t length = (uint32_t)gp_scan_get_leng(scanner);
        struct gp_span span = {source, token.offset, token.offset + length};
        if (kind == GP_TOK_SPACE && length <= GP_MAX_BLANKS &&
            token.blanks == 0) {
            token.blanks = length & GP_MAX_BLANKS;
            token.offset = span.end;
            continue;
        }
        token.is_word = kind == GP_TOK_NAME;
        token.what = (unsigned)kind;
        if (kind == GP_TOK_NAME)
            token.what = intern_name(findings, names, text, span);
        else if (kind == GP_TOK_NUMBER && !tokens->writes_wan)
            tokens->writes_wan = has_wan(text, span);
        else if (kind == GP_TOK_BAD || kind == GP_TOK_BAD_NUMBER ||
                 kind == GP_TOK_BAD_STRING)
            token.what = (unsigned)mend_kind(findings, text, kind, span);
        mend_dash(tokens, kind);
        tokens->braces += (kind == GP_TOK_LBRACE) - (kind == GP_TOK_RBRACE);
        gp_vec_push(tokens->heap, tokens, token);
        token = (struct gp_token){.offset = span.end};
    }
    gp_scan_lex_destroy(scanner);
    if (text != src->text)
        gp_free(tokens->heap, text);
    token.what = GP_TOK_YYEOF;
    gp_vec_push(tokens->heap, tokens, token);
    tokens->count--;
}

void gp_tokens_fini(struct gp_tokens *tokens)
{
    gp_vec_fini(tokens->heap, tokens);
}

struct gp_span gp_tokens_span(const struct gp_tokens *tokens, uint32_t first,
                              uint32_t last)
{
    uint32_t end = tokens->at[tokens->count].offset;
    if (first >= tokens->count || last >= tokens->count)
        return (struct gp_span){tokens->source, end, end};
    const struct gp_token *next = &tokens->at[last + 1];
    return (struct gp_span){tokens->source, tokens->at[first].offset,
                            next->offset - next->blanks};
}

bool gp_token_is_trivia(const struct gp_token *token)
{
    int kind = gp_token_kind(token);
    return kind == GP_TOK_SPACE || kind == GP_TOK_COMMENT;
}

bool gp_token_is_line_end(const struct gp_token *token)
{
    return gp_token_kind(token) == GP_TOK_EOL;
}

bool gp_token_is_number(const struct gp_token *token)
{
    return !token->is_word && token->what == GP_TOK_NUMBER;
}

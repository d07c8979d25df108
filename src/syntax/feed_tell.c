/* What a syntax error says: what stands there, what could have, and the mend.
 * Takes the token that the feed gave last; see feed.h. */
#include <string.h>

#include "base/guess.h"
#include "syntax/feed_own.h"

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
        if (!gp_feed_opens(gp_word_token((enum gp_word)w)))
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
        if (!gp_feed_is_trivia(gp_feed_kind(t, i)) &&
            gp_feed_kind(t, i) != GP_TOK_EOL)
            break;
    if (i == UINT32_MAX || !gp_feed_goes_on(gp_feed_kind(t, i)) ||
        gp_feed_kind(t, i) == GP_TOK_LBRACE)
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
        gp_feed_kind(t, i - 1) != GP_TOK_MINUS || !t->at[i - 2].is_word ||
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

/* Whether a fact of a block begins behind another on its line: "when ... then
 * ...". */
static bool wants_line(const struct gp_feed *feed)
{
    const struct gp_tokens *t = &feed->ast->tokens;
    uint32_t i = feed->last;
    switch (feed->last_kind) {
    case GP_TOK_EACH:
    case GP_TOK_EVERY:
    case GP_TOK_WHEN:
    case GP_TOK_THEN:
    case GP_TOK_GIVEN:
    case GP_TOK_EXPECT:
    case GP_TOK_SPLIT:
        break;
    default:
        return false;
    }
    while (i > 0 && gp_feed_is_trivia(gp_feed_kind(t, i - 1)))
        i--;
    int before = i == 0 ? GP_TOK_EOL : gp_feed_kind(t, i - 1);
    return feed->depth > 0 &&
           (before == GP_TOK_NAME || before == GP_TOK_NUMBER ||
            before == GP_TOK_SHARE || before == GP_TOK_STRING ||
            before == GP_TOK_PERIOD || before == GP_TOK_DATE ||
            before == GP_TOK_MISSING || before == GP_TOK_RPAREN ||
            before == GP_TOK_RBRACE);
}

void gp_feed_report(struct gp_feed *feed, const char *const *expected,
                    int count)
{
    struct gp_arena *arena = &feed->findings->arena;
    struct gp_span at =
        gp_tokens_span(&feed->ast->tokens, feed->last, feed->last);
    /* The scanner has said what is wrong with this, or what is before it. */
    const struct gp_tokens *t = &feed->ast->tokens;
    bool told = feed->last > 0 && gp_feed_kind(t, feed->last - 1) == GP_TOK_BAD;
    for (uint32_t i = feed->last;
         i-- > 0 && gp_feed_is_trivia(gp_feed_kind(t, i));)
        told |= gp_feed_kind(t, i) == GP_TOK_BAD;
    told |= feed->last_kind == GP_TOK_HOLE &&
            feed->ast->text[t->at[feed->last].offset] != '?' &&
            feed->ast->text[t->at[feed->last].offset] > 0;
    if (feed->silent || told)
        return;
    bool at_start = gp_feed_starts_line(feed, feed->last);
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
    } else if (!at_start && wants_line(feed)) {
        gp_find_help(feed->findings, f, GP_TEXT_HELP_NEW_LINE,
                     gp_sym_text(feed->ast->names, t->at[feed->last].what),
                     NULL);
    } else if (!wants_word && (gp_feed_opens(feed->last_kind) ||
                               (feed->last_kind >= GP_TOK_OF &&
                                feed->last_kind <= GP_TOK_UNTIL))) {
        const char *word =
            gp_sym_text(feed->ast->names, t->at[feed->last].what);
        gp_find_help(feed->findings, f, GP_TEXT_HELP_KEYWORD, word, NULL);
    }
}

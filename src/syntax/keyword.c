/* See keyword.h. */
#include "syntax/keyword.h"

#include <stdbool.h>
#include <string.h>

#include "parser.h"

struct word {
    const char *en, *zh, *help;
    int token;
};

static const struct word words[] = {
#define KEYWORD(id, en, zh, token, help) {en, zh, help, GP_TOK_##token},
#include "syntax/keywords.def"
};

static const struct {
    enum gp_word word;
    const char *zh;
} spellings[] = {
#define SPELLING(id, zh) {GP_W_##id, zh},
#include "syntax/keywords.def"
};

/* By symbol: English, Chinese, further spellings, and last what any other
 * name is. */
enum {
#define KEYWORD(id, en, zh, token, help) TOKEN_##id = GP_TOK_##token,
#include "syntax/keywords.def"
};
const unsigned char gp_sym_tokens[GP_WORD_SYMBOLS + 1] = {
#define KEYWORD(id, en, zh, token, help) \
    [GP_W_##id] = GP_TOK_##token, [GP_WORD_COUNT + GP_W_##id] = GP_TOK_##token,
#include "syntax/keywords.def"
#define SPELLING(id, zh) [2 * GP_WORD_COUNT + GP_S_##id] = TOKEN_##id,
#include "syntax/keywords.def"
    [GP_WORD_SYMBOLS] = GP_TOK_NAME,
};

void gp_keywords_seed(struct gp_intern *names)
{
    for (int i = 0; i < GP_WORD_COUNT; i++)
        gp_intern_cstr(names, words[i].en);
    for (int i = 0; i < GP_WORD_COUNT; i++)
        gp_intern_cstr(names, words[i].zh);
    for (int i = 0; i < GP_SPELLING_COUNT; i++)
        gp_intern_cstr(names, spellings[i].zh);
}

enum gp_word gp_word_of(gp_sym sym)
{
    if (sym < GP_WORD_COUNT)
        return (enum gp_word)sym;
    if (sym < 2 * GP_WORD_COUNT)
        return (enum gp_word)(sym - GP_WORD_COUNT);
    if (sym < GP_WORD_SYMBOLS)
        return spellings[sym - 2 * GP_WORD_COUNT].word;
    return GP_WORD_COUNT;
}

bool gp_sym_is_chinese(gp_sym sym)
{
    return sym >= GP_WORD_COUNT && sym < GP_WORD_SYMBOLS;
}

int gp_word_token(enum gp_word word)
{
    return words[word].token;
}

bool gp_word_is_free(enum gp_word word)
{
    return words[word].token == GP_TOK_NAME;
}

const char *gp_word_text(enum gp_word word)
{
    return words[word].en;
}

const char *gp_word_chinese(enum gp_word word)
{
    return words[word].zh;
}

const char *gp_word_chinese_other(enum gp_word word)
{
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++)
        if (spellings[i].word == word)
            return spellings[i].zh;
    return words[word].zh;
}

const char *gp_word_in(enum gp_word word, enum gp_lang lang)
{
    return lang == GP_ZH ? words[word].zh : words[word].en;
}

const char *gp_word_help(enum gp_word word)
{
    return words[word].help;
}

/* ---- for help ----------------------------------------------------------- */

static const struct {
    const char *title, *where;
} groups[] = {
#define KEYWORD_GROUP(id, title, where) {title, where},
#include "syntax/keywords.def"
};

/* The table's rows in their order: a group, or a word. */
static const struct {
    bool is_group;
    int id;
} rows[] = {
#define KEYWORD(id, en, zh, token, help) {false, GP_W_##id},
#define KEYWORD_GROUP(id, title, where) {true, GP_GROUP_##id},
#include "syntax/keywords.def"
};

enum gp_word_group gp_word_group(enum gp_word word)
{
    int group = 0;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].is_group)
            group = rows[i].id;
        else if (rows[i].id == (int)word)
            break;
    }
    return (enum gp_word_group)group;
}

const char *gp_word_group_title(enum gp_word_group group)
{
    return groups[group].title;
}

const char *gp_word_group_where(enum gp_word_group group)
{
    return groups[group].where;
}

static const char *const examples[] = {
#define EXAMPLE(text) text,
#include "syntax/examples.def"
#undef EXAMPLE
};

static bool is_part_of_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c == '-' || (c >= '0' && c <= '9');
}

/* Outside of quotes and by itself. */
static bool holds(const char *text, const char *word, bool first)
{
    size_t n = strlen(word);
    bool quoted = false;
    for (const char *c = text; *c != '\0'; c++) {
        quoted ^= *c == '"';
        if (quoted || (c > text && is_part_of_word(c[-1])) ||
            strncmp(c, word, n) != 0 || is_part_of_word(c[n]))
            continue;
        if (!first || c == text)
            return true;
    }
    return false;
}

const char *gp_word_example(enum gp_word word)
{
    for (int first = 1; first >= 0; first--)
        for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++)
            if (holds(examples[i], words[word].en, first == 1))
                return examples[i];
    return NULL;
}

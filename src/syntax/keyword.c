/* See keyword.h. */
#include "syntax/keyword.h"

#include "parser.h"

struct word {
    const char *en, *zh, *help;
    int token;
};

static const struct word words[] = {
#define KEYWORD(id, en, zh, token, help) {en, zh, help, GP_TOK_##token},
#include "syntax/keywords.def"
#undef KEYWORD
};

/* By symbol: English, Chinese, and last what any other name is. */
const unsigned char gp_sym_tokens[2 * GP_WORD_COUNT + 1] = {
#define KEYWORD(id, en, zh, token, help) \
    [GP_W_##id] = GP_TOK_##token, [GP_WORD_COUNT + GP_W_##id] = GP_TOK_##token,
#include "syntax/keywords.def"
#undef KEYWORD
    [2 * GP_WORD_COUNT] = GP_TOK_NAME,
};

void gp_keywords_seed(struct gp_intern *names)
{
    for (int i = 0; i < GP_WORD_COUNT; i++)
        gp_intern_cstr(names, words[i].en);
    for (int i = 0; i < GP_WORD_COUNT; i++)
        gp_intern_cstr(names, words[i].zh);
}

enum gp_word gp_word_of(gp_sym sym)
{
    if (sym < GP_WORD_COUNT)
        return (enum gp_word)sym;
    if (sym < 2 * GP_WORD_COUNT)
        return (enum gp_word)(sym - GP_WORD_COUNT);
    return GP_WORD_COUNT;
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

const char *gp_word_help(enum gp_word word)
{
    return words[word].help;
}

/* The words of the language as data: see keywords.def. */
#ifndef GP_SYNTAX_KEYWORD_H
#define GP_SYNTAX_KEYWORD_H

#include <stdbool.h>

#include "base/intern.h"
#include "text/catalogue.h"

enum gp_word {
#define KEYWORD(id, en, zh, token, help) GP_W_##id,
#include "syntax/keywords.def"
    GP_WORD_COUNT
};

/* Where words stand: see KEYWORD_GROUP in keywords.def. */
enum gp_word_group {
#define KEYWORD_GROUP(id, title, where) GP_GROUP_##id,
#include "syntax/keywords.def"
    GP_GROUP_COUNT
};

/* The further Chinese spellings, each of some word. */
enum gp_spelling {
#define SPELLING(id, zh) GP_S_##id,
#include "syntax/keywords.def"
    GP_SPELLING_COUNT
};
enum { GP_WORD_SYMBOLS = 2 * GP_WORD_COUNT + GP_SPELLING_COUNT };

/* Makes the words the first symbols of a table: English, Chinese, and the
 * further spellings. */
void gp_keywords_seed(struct gp_intern *names);

/* The word behind a symbol in any spelling, or GP_WORD_COUNT. */
enum gp_word gp_word_of(gp_sym sym);
/* The parser's token for a word. */
int gp_word_token(enum gp_word word);
/* Whether it may still be a name: it has no token of its own. */
bool gp_word_is_free(enum gp_word word);
/* The same for a symbol: a name, or the keyword that it is. */
static inline int gp_sym_token(gp_sym sym)
{
    extern const unsigned char gp_sym_tokens[GP_WORD_SYMBOLS + 1];
    return gp_sym_tokens[sym < GP_WORD_SYMBOLS ? sym : GP_WORD_SYMBOLS];
}
/* Whether a symbol is a word in one of its Chinese spellings. */
bool gp_sym_is_chinese(gp_sym sym);
const char *gp_word_text(enum gp_word word);    /* English */
const char *gp_word_chinese(enum gp_word word); /* Chinese */
/* Its further spelling, for its other sense; the same where it has none. */
const char *gp_word_chinese_other(enum gp_word word);
const char *gp_word_in(enum gp_word word, enum gp_lang lang);
const char *gp_word_help(enum gp_word word);
enum gp_word_group gp_word_group(enum gp_word word);
const char *gp_word_group_title(enum gp_word_group group);
const char *gp_word_group_where(enum gp_word_group group);
/* Statements that show it, of examples.def: the first that begins with the
 * word, else the first that holds it; NULL where none does. */
const char *gp_word_example(enum gp_word word);

#endif

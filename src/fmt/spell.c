/*
 * How a token is written: marks and digits in ASCII, straight quotes, and the
 * words of the language in the spelling that is asked for.
 */
#include "fmt/fmt_own.h"

#include <string.h>

#include "base/utf8.h"
#include "parser.h"

/* The one spelling of a mark, or NULL. */
static const char *mark_text(int kind)
{
    switch (kind) {
    case GP_TOK_LBRACE:
        return "{";
    case GP_TOK_RBRACE:
        return "}";
    case GP_TOK_LPAREN:
        return "(";
    case GP_TOK_RPAREN:
        return ")";
    case GP_TOK_LBRACKET:
        return "[";
    case GP_TOK_RBRACKET:
        return "]";
    case GP_TOK_COMMA:
        return ",";
    case GP_TOK_COLON:
        return ":";
    case GP_TOK_DOTDOT:
        return "..";
    case GP_TOK_EQ:
        return "=";
    case GP_TOK_NE:
        return "!=";
    case GP_TOK_LT:
        return "<";
    case GP_TOK_LE:
        return "<=";
    case GP_TOK_GT:
        return ">";
    case GP_TOK_GE:
        return ">=";
    case GP_TOK_PLUS:
        return "+";
    case GP_TOK_MINUS:
        return "-";
    case GP_TOK_STAR:
        return "*";
    case GP_TOK_SLASH:
        return "/";
    case GP_TOK_HOLE:
        return "?";
    default:
        return NULL;
    }
}

/* Full-width forms U+FF01..FF5E as their ASCII twins. */
static void add_ascii(struct gp_buf *buf, const char *text, size_t length)
{
    /* The sign before an amount goes. */
    size_t sign = length > 2 && memcmp(text, "¥", 2) == 0    ? 2
                  : length > 3 && memcmp(text, "￥", 3) == 0 ? 3
                                                             : 0;
    for (size_t i = sign; i < length;) {
        uint32_t code;
        int n = gp_utf8_char(text + i, length - i, &code);
        if (n == 3 && code >= 0xff01 && code <= 0xff5e)
            gp_buf_putc(buf, (char)(code - 0xff01 + '!'));
        else
            gp_buf_add(buf, text + i, n > 0 ? (size_t)n : 1);
        i += n > 0 ? (size_t)n : 1;
    }
}

/* “...” in straight quotes; a straight one inside is then escaped. */
static void add_string(struct gp_buf *buf, const char *text, size_t length)
{
    enum { CURLY = 3 };
    if (text[0] == '"' || length < 2 * CURLY) {
        gp_buf_add(buf, text, length);
        return;
    }
    gp_buf_putc(buf, '"');
    for (size_t i = CURLY; i < length - CURLY; i++) {
        if (text[i] == '"' || text[i] == '\\')
            gp_buf_putc(buf, '\\');
        gp_buf_putc(buf, text[i]);
    }
    gp_buf_putc(buf, '"');
}

/* Blanks at its end show nowhere. */
static void add_comment(struct gp_buf *buf, const char *text, size_t length)
{
    size_t mark = text[0] == '#' ? 1 : 3; /* a full-width one */
    while (length > mark &&
           (text[length - 1] == ' ' || text[length - 1] == '\t' ||
            text[length - 1] == '\r'))
        length--;
    gp_buf_putc(buf, '#');
    gp_buf_add(buf, text + mark, length - mark);
}

/* One and many: where nothing is counted, a language has its own way. */
static const struct {
    enum gp_word one, many;
} numbers[] = {
    {GP_W_WORKDAY, GP_W_WORKDAYS}, {GP_W_DAY, GP_W_DAYS},
    {GP_W_WEEK, GP_W_WEEKS},       {GP_W_MONTH, GP_W_MONTHS},
    {GP_W_QUARTER, GP_W_QUARTERS},
};
enum { NUMBERS = sizeof numbers / sizeof numbers[0] };

static enum gp_word word_before(const struct gp_ast *ast, uint32_t token)
{
    const struct gp_token *at = ast->tokens.at;
    while (token > 0 && gp_token_kind(&at[token - 1]) == GP_TOK_SPACE)
        token--;
    return token > 0 && at[token - 1].is_word ? gp_word_of(at[token - 1].what)
                                              : GP_WORD_COUNT;
}

/* `last workday`, `per workday`, `every workday`: 最后 工作日. */
static bool is_one_behind(enum gp_word word)
{
    return word == GP_W_FIRST || word == GP_W_LAST || word == GP_W_NEXT ||
           word == GP_W_PREVIOUS || word == GP_W_PER || word == GP_W_EVERY;
}

/* The row of `numbers` that tells how the word is written here; NUMBERS where
 * it is written as itself.  `over weeks of month`: 遍及 周 属于 月. */
static size_t number_of(const struct gp_ast *ast, uint32_t token)
{
    enum gp_word word = gp_word_of(ast->tokens.at[token].what);
    enum gp_word before = word_before(ast, token);
    size_t i = 0;
    while (i < NUMBERS && numbers[i].one != word && numbers[i].many != word)
        i++;
    if (i < NUMBERS && (numbers[i].one == GP_W_WORKDAY ? is_one_behind(before)
                                                       : before == GP_W_OVER))
        return i;
    return NUMBERS;
}

enum gp_word gp_fmt_sense(const struct gp_ast *ast, uint32_t token)
{
    size_t i = number_of(ast, token);
    if (i == NUMBERS)
        return gp_word_of(ast->tokens.at[token].what);
    return numbers[i].one == GP_W_WORKDAY ? GP_W_WORKDAY : numbers[i].many;
}

static bool is_word(const struct gp_fmt *f, uint32_t token, enum gp_word word)
{
    int flags = f->roles[token].flags;
    if (word != GP_WORD_COUNT && (flags & GP_ROLE_WORD) != 0)
        return true;
    if (word == GP_WORD_COUNT || (flags & GP_ROLE_NAME) != 0)
        return false;
    /* A word with a token of its own can be no name without quotes. */
    return gp_word_token(word) != GP_TOK_NAME || !f->names[word];
}

static const char *spelling(const struct gp_fmt *f, uint32_t token,
                            enum gp_word word)
{
    size_t i = number_of(f->ast, token);
    if (f->options->words == GP_FMT_WORDS_EN)
        return gp_word_text(gp_fmt_sense(f->ast, token));
    if (i < NUMBERS)
        return gp_word_chinese(numbers[i].one == GP_W_WORKDAY ? numbers[i].many
                                                              : numbers[i].one);
    return (f->roles[token].flags & GP_ROLE_OTHER) != 0
               ? gp_word_chinese_other(word)
               : gp_word_chinese(word);
}

void gp_fmt_spell(const struct gp_fmt *f, uint32_t token, struct gp_buf *buf)
{
    const struct gp_token *t = &f->ast->tokens.at[token];
    struct gp_span span = gp_tokens_span(&f->ast->tokens, token, token);
    const char *text = f->ast->text + span.start;
    size_t length = span.end - span.start;
    int kind = gp_token_kind(t);
    const char *mark = mark_text(kind);
    if (mark != NULL) {
        gp_buf_puts(buf, mark);
    } else if (kind == GP_TOK_STRING) {
        add_string(buf, text, length);
    } else if (kind == GP_TOK_COMMENT) {
        add_comment(buf, text, length);
    } else if (!t->is_word) {
        add_ascii(buf, text, length);
    } else {
        enum gp_word word = gp_word_of(t->what);
        /* Of several spellings in a language, the one that was chosen stays. */
        bool stays = gp_sym_is_chinese(t->what) ==
                     (f->options->words == GP_FMT_WORDS_ZH);
        if (f->options->words == GP_FMT_WORDS_KEEP || stays ||
            !is_word(f, token, word))
            gp_buf_puts(buf, gp_sym_text(f->ast->names, t->what));
        else
            gp_buf_puts(buf, spelling(f, token, word));
    }
}

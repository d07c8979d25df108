/* See catalogue.h. */
#include "text/catalogue.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *key, const void *row)
{
    const struct gp_translation *t = row;
    return strcmp(key, t->english);
}

const char *gp_translate(enum gp_lang lang, const char *english)
{
    const struct gp_catalogue *c = &gp_catalogue_zh;
    if (lang != GP_ZH)
        return english;
    const struct gp_translation *row =
        bsearch(english, c->rows, c->count, sizeof *c->rows, compare);
    return row == NULL ? english : row->text;
}

const char *gp_translate_error(enum gp_lang lang, int error)
{
    static const struct {
        int error;
        const char *english;
    } told[] = {
        {ENOENT, GP_WORD("No such file or directory")},
        {EACCES, GP_WORD("Permission denied")},
        {EISDIR, GP_WORD("Is a directory")},
        {ENOTDIR, GP_WORD("Not a directory")},
        {ENAMETOOLONG, GP_WORD("File name too long")},
        {EFBIG, GP_WORD("File too large")},
        {ENOSPC, GP_WORD("No space left on device")},
        {EROFS, GP_WORD("Read-only file system")},
        {EPIPE, GP_WORD("Broken pipe")},
        {EIO, GP_WORD("Input/output error")},
    };
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++)
        if (told[i].error == error)
            return gp_translate(lang, told[i].english);
    return strerror(error);
}

/* The word that `{0}` at the text stands for; NULL where it is no such
 * thing, as a brace of the language in a help. */
static const char *word_at(const char *at, const char *const *words)
{
    if (at[0] != '{' || at[1] < '0' || at[1] > '9' || at[2] != '}')
        return NULL;
    for (int i = 0; i < at[1] - '0'; i++)
        assert(words[i] != NULL);
    return words[at[1] - '0'];
}

/* Whether a character of Chinese text begins at, or ends before, a place:
 * U+2E80 and what comes behind. */
static bool is_wide(char lead)
{
    return (unsigned char)lead >= 0xE3 && (unsigned char)lead < 0xF4;
}

static bool ends_wide(const char *start, const char *end)
{
    while (end > start && ((unsigned char)*--end & 0xC0) == 0x80)
        ;
    return is_wide(*end);
}

/* A translation writes blanks around its places, as Chinese does around what
 * is not Chinese; between two Chinese characters there is none.  What stands
 * between backticks is code. */
static bool is_dropped(const char *at, const char *filled, const char *end,
                       const char *const *words, bool after_place)
{
    const char *next = word_at(at + 1, words);
    if (end == filled || !ends_wide(filled, end))
        return false;
    if (next != NULL)
        return is_wide(*next) && !after_place;
    return after_place && is_wide(at[1]);
}

const char *gp_fill(struct gp_arena *arena, const char *text,
                    const char *const *words)
{
    const char *word;
    bool after_place = false, code = false;
    size_t length = 0;
    for (const char *s = text; *s != '\0'; s++) {
        word = word_at(s, words);
        length += word == NULL ? 1 : strlen(word);
        s += word == NULL ? 0 : 2;
    }
    char *filled = gp_arena_alloc(arena, length + 1), *at = filled;
    for (const char *s = text; *s != '\0'; s++) {
        word = word_at(s, words);
        code ^= *s == '`';
        if (word != NULL) {
            size_t n = strlen(word);
            memcpy(at, word, n);
            at += n;
            s += 2;
        } else if (*s != ' ' || code ||
                   !is_dropped(s, filled, at, words, after_place)) {
            *at++ = *s;
        }
        after_place = word != NULL;
    }
    *at = '\0';
    return filled;
}

const char *gp_phrase(struct gp_arena *arena, enum gp_lang lang,
                      const char *english, ...)
{
    enum { MOST = 8 };
    const char *words[MOST + 1];
    int n = 0;
    va_list ap;
    va_start(ap, english);
    while ((words[n] = va_arg(ap, const char *)) != NULL) {
        n++;
        assert(n <= MOST);
    }
    va_end(ap);
    return gp_fill(arena, gp_translate(lang, english), words);
}

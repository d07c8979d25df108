/*
 * Names that somebody typed, as a plan can write them.  Whether a plan takes
 * them is proved by compiling it; here they only become one line and get
 * their quotes.
 */
#include <string.h>

#include "base/utf8.h"
#include "start/start.h"
#include "syntax/keyword.h"

const char *gp_start_clean(struct gp_arena *arena, const char *text,
                           size_t length)
{
    char *out = gp_arena_alloc(arena, length + 1);
    size_t n = 0;
    if (gp_utf8_check(text, length) != length)
        return NULL;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        bool blank = c <= ' ' || c == 0x7f;
        if (!blank)
            out[n++] = (char)c;
        else if (n > 0 && out[n - 1] != ' ')
            out[n++] = ' ';
    }
    while (n > 0 && out[n - 1] == ' ')
        n--;
    out[n] = '\0';
    return n == 0 ? NULL : out;
}

const char *gp_start_quote(struct gp_arena *arena, const char *shown)
{
    char *out = gp_arena_alloc(arena, 2 * strlen(shown) + 3);
    size_t n = 0;
    out[n++] = '"';
    for (const char *c = shown; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\')
            out[n++] = '\\';
        out[n++] = *c;
    }
    out[n++] = '"';
    out[n] = '\0';
    return out;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Q3, W8, FY2026, Jul, Mon: a reader would take them for periods. */
static bool looks_like_time(const char *name)
{
    static const char *const words[] = {
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct",
        "nov", "dec", "mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    size_t letters = 0;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strncasecmp(name, words[i], 3) == 0)
            return true;
    while (is_letter(name[letters]))
        letters++;
    return letters <= 2 && is_digit(name[letters]);
}

/* Chinese characters that stand in no word for a time. */
static bool is_plain_chinese(const char *text, size_t length)
{
    static const char *const times[] = {"年", "季", "月", "半", "星期"};
    const char week[] = "周", days[] = "一二三四五六日";
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++)
        if (strstr(text, times[i]) != NULL)
            return false;
    if (strncmp(text, week, 3) == 0 && length == 6 &&
        strstr(days, text + 3) != NULL)
        return false;
    for (size_t i = 0; i < length;) {
        uint32_t code;
        int n = gp_utf8_char(text + i, length - i, &code);
        if (n == 0 || code < 0x4e00 || code > 0x9fff)
            return false;
        i += (size_t)n;
    }
    return true;
}

/* Quotes are never wrong, so in doubt a name gets them. */
static bool is_plain(const struct gp_intern *names, const char *name)
{
    size_t length = strlen(name);
    gp_sym sym = gp_intern_find(names, name, length);
    if (sym != GP_NO_SYM && gp_word_of(sym) != GP_WORD_COUNT)
        return false;
    if (!is_letter(name[0]))
        return is_plain_chinese(name, length);
    for (size_t i = 0; i < length; i++)
        if (!is_letter(name[i]) && !is_digit(name[i]))
            return false;
    return !looks_like_time(name);
}

const char *gp_start_word(struct gp_arena *arena, const struct gp_intern *names,
                          const char *shown)
{
    return is_plain(names, shown) ? shown : gp_start_quote(arena, shown);
}

/* ---- teams -------------------------------------------------------------- */

/* The first of some marks in a text; NULL where there is none. */
static const char *find_mark(const char *text, const char *const *marks,
                             size_t *length)
{
    const char *first = NULL;
    for (; *marks != NULL; marks++) {
        const char *at = strstr(text, *marks);
        if (at == NULL || (first != NULL && at > first))
            continue;
        first = at;
        *length = strlen(*marks);
    }
    return first;
}

static bool read_name(struct gp_arena *arena, const struct gp_intern *names,
                      const char *text, size_t length,
                      struct gp_start_name *name)
{
    name->shown = gp_start_clean(arena, text, length);
    if (name->shown == NULL)
        return false;
    name->word = gp_start_word(arena, names, name->shown);
    return true;
}

bool gp_start_read_team(struct gp_arena *arena, const struct gp_intern *names,
                        const char *text, struct gp_start_team *team)
{
    static const char *const colons[] = {":", "：", NULL};
    static const char *const commas[] = {",", "，", "、", NULL};
    size_t mark = 0;
    const char *at = find_mark(text, colons, &mark);
    size_t length = at == NULL ? strlen(text) : (size_t)(at - text);
    *team = (struct gp_start_team){.people = NULL};
    if (!read_name(arena, names, text, length, &team->name))
        return false;
    if (at == NULL)
        return true;
    /* No more people than bytes. */
    team->people = gp_arena_calloc(arena, strlen(at) + 1, sizeof *team->people);
    for (text = at + mark;; text = at + mark) {
        at = find_mark(text, commas, &mark);
        length = at == NULL ? strlen(text) : (size_t)(at - text);
        if (!read_name(arena, names, text, length,
                       &team->people[team->person_count++]))
            return false;
        if (at == NULL)
            return true;
    }
}

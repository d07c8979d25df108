/*
 * What people read, in the language they read.  English is in the program;
 * other languages are catalogues, po/LANG.po in gettext's format, built in
 * as sorted tables by tools/embed-catalogue.  libintl itself takes its
 * language from the process' locale, which must change no output here, and
 * two sessions may speak different ones.
 */
#ifndef GP_TEXT_CATALOGUE_H
#define GP_TEXT_CATALOGUE_H

#include <stddef.h>

#include "base/arena.h"

enum gp_lang { GP_EN, GP_ZH };

struct gp_translation {
    const char *english, *text;
};
struct gp_catalogue {
    const struct gp_translation *rows; /* by `english`, in byte order */
    size_t count;
};
extern const struct gp_catalogue gp_catalogue_zh;

/* Marks a word of ours that is translated where it is used (make po). */
#define GP_WORD(text) text

/* The text in a language; the English one where there is no other. */
const char *gp_translate(enum gp_lang lang, const char *english);
/* What strerror says of an errno. */
const char *gp_translate_error(enum gp_lang lang, int error);
/* A text with its places {0}, {1}, ... filled with the words, which end
 * with NULL (at most 8); a brace that is no place stays. */
const char *gp_phrase(struct gp_arena *arena, enum gp_lang lang,
                      const char *english, ...) __attribute__((sentinel));
/* Fills the places of a text as it is. */
const char *gp_fill(struct gp_arena *arena, const char *text,
                    const char *const *words);

#endif

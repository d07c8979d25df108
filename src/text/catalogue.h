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

enum gp_lang { GP_EN, GP_ZH };

struct gp_translation {
    const char *english, *text;
};
struct gp_catalogue {
    const struct gp_translation *rows; /* by `english`, in byte order */
    size_t count;
};
extern const struct gp_catalogue gp_catalogue_zh;

/* The text in a language; the English one where there is no other. */
const char *gp_translate(enum gp_lang lang, const char *english);

#endif

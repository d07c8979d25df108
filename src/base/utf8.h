/*
 * UTF-8: checking, characters, columns on a terminal, names.  The Unicode
 * tables are utf8proc's.
 */
#ifndef GP_BASE_UTF8_H
#define GP_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* The length of the valid character at `text`, 0 where the bytes are no
 * character (overlong, surrogate, cut off, NUL) or `length` is 0. */
int gp_utf8_char(const char *text, size_t length, uint32_t *code);
/* The offset of the first bad byte, or `length`. */
size_t gp_utf8_check(const char *text, size_t length);
/* Characters in valid UTF-8. */
size_t gp_utf8_count(const char *text, size_t length);
/* Columns on a terminal: 2 for wide characters, 0 for combining ones. */
size_t gp_utf8_width(const char *text, size_t length);
/* Whether the bytes are an identifier of UAX 31 (letters, then also marks,
 * digits and connectors). */
bool gp_utf8_is_name(const char *text, size_t length);
/* The NFC (NFKC; NFKC with case folding) form in the arena; the text
 * itself where nothing changes or it is not valid. */
const char *gp_utf8_nfc(struct gp_arena *arena, const char *text, size_t length,
                        size_t *out_length);
const char *gp_utf8_nfkc(struct gp_arena *arena, const char *text,
                         size_t length, size_t *out_length);
const char *gp_utf8_nfkc_fold(struct gp_arena *arena, const char *text,
                              size_t length, size_t *out_length);
/* Full-width forms (U+FF01..FF5E) as their ASCII twins, all else as it is;
 * NUL-ended.  Returns the length; 0 where it does not fit. */
size_t gp_utf8_halfwidth(const char *text, size_t length, char *out,
                         size_t room);
/* One digit, ASCII or full-width; -1 where it is none.  *used: its bytes. */
int gp_utf8_digit(const char *text, size_t left, size_t *used);

#endif

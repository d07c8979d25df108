/*
 * "Did you mean": the candidate that is the fewest slips away from a name.
 * A slip is a character put in, left out, changed, or swapped with its
 * neighbour (Damerau-Levenshtein, each place edited once).  Candidates are
 * shown one by one; most are turned down by their length or letters alone.
 */
#ifndef GP_BASE_GUESS_H
#define GP_BASE_GUESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A longer name is never guessed at. */
enum { GP_GUESS_MAX = 64 };
/* Candidates that one run looks at in all: every unknown name is held
 * against every known one, and a help is not worth minutes.  A finding made
 * after that has no guess. */
enum { GP_GUESS_BUDGET = 5000000 };

struct gp_guess {
    uint32_t codes[GP_GUESS_MAX]; /* the characters of the name */
    int count;
    int bound;        /* the most slips that a better candidate may have */
    uint64_t letters; /* a bit a character, by its low six bits */
    const char *best; /* the candidate as given, or NULL */
    size_t best_length;
};

/* The bound starts at about a third of the name's characters. */
void gp_guess_init(struct gp_guess *guess, const char *name, size_t length);
/* True where this candidate is closer than all before it; it is kept by
 * pointer.  Of equally close ones the first stays. */
bool gp_guess_consider(struct gp_guess *guess, const char *candidate,
                       size_t length);
/* NULL where none was close. */
static inline const char *gp_guess_best(const struct gp_guess *guess)
{
    return guess->best;
}

#endif

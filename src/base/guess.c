/* See guess.h. */
#include "base/guess.h"

#include <string.h>

#include "base/utf8.h"

/* The longest candidate that can still be close to the longest name. */
enum { LONGEST = GP_GUESS_MAX + GP_GUESS_MAX / 3 + 1 };

/* Decodes up to `max` characters; -1 where there are more.  A byte that is
 * no UTF-8 stands for itself, a capital for its small letter. */
static int decode(const char *text, size_t length, uint32_t *codes, int max,
                  uint64_t *letters)
{
    int count = 0;
    *letters = 0;
    for (size_t i = 0; i < length;) {
        if (count == max)
            return -1;
        uint32_t code = (unsigned char)text[i];
        int n = gp_utf8_char(text + i, length - i, &code);
        if (code >= 'A' && code <= 'Z')
            code += 'a' - 'A';
        codes[count++] = code;
        *letters |= UINT64_C(1) << (code & 63);
        i += n == 0 ? 1 : (size_t)n;
    }
    return count;
}

void gp_guess_init(struct gp_guess *guess, const char *name, size_t length)
{
    memset(guess, 0, sizeof *guess);
    guess->count =
        decode(name, length, guess->codes, GP_GUESS_MAX, &guess->letters);
    /* One character tells nothing; two may differ in one. */
    guess->bound = guess->count < 2 ? -1 : (guess->count + 1) / 3;
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

/* The slips between the name and `b`, or more than `bound`: only the cells
 * within `bound` of the diagonal are worked out. */
static int distance(const struct gp_guess *guess, const uint32_t *b, int n,
                    int bound)
{
    int rows[3][LONGEST + 1];
    const uint32_t *a = guess->codes;
    int *older = rows[0], *old = rows[1], *row = rows[2], old_least = 0;
    for (int j = 0; j <= n; j++)
        old[j] = j;
    for (int i = 1; i <= guess->count; i++) {
        int from = i > bound ? i - bound : 1, to = smaller(n, i + bound);
        int least = row[from - 1] = from == 1 ? i : bound + 1;
        for (int j = from; j <= to; j++) {
            int best = old[j - 1] + (a[i - 1] != b[j - 1]);
            best = smaller(best, row[j - 1] + 1);
            /* Above the band's last cell nothing was worked out. */
            if (j < i + bound || i == 1)
                best = smaller(best, old[j] + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                best = smaller(best, older[j - 2] + 1);
            row[j] = best;
            least = smaller(least, best);
        }
        if (least > bound && old_least > bound)
            return bound + 1;
        old_least = least;
        int *free_row = older;
        older = old;
        old = row;
        row = free_row;
    }
    return old[n];
}

bool gp_guess_consider(struct gp_guess *guess, const char *candidate,
                       size_t length)
{
    int bound = guess->bound;
    if (bound < 0 || length + (size_t)bound < (size_t)guess->count ||
        length > (size_t)(guess->count + bound) * 4)
        return false;
    uint32_t codes[LONGEST];
    uint64_t letters;
    int n = decode(candidate, length, codes, guess->count + bound, &letters);
    if (n < 0 || n + bound < guess->count)
        return false;
    /* Each letter that the candidate lacks is a slip of its own. */
    if (__builtin_popcountll(guess->letters & ~letters) > bound)
        return false;
    int slips = distance(guess, codes, n, bound);
    if (slips > bound)
        return false;
    guess->best = candidate;
    guess->best_length = length;
    guess->bound = slips - 1;
    return true;
}

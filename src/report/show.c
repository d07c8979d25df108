/* See show.h.  All arithmetic is exact; what is rounded is rounded half up,
 * away from zero, once. */
#include "report/show.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"

/* The longest that gp_buf_rat and gp_buf_amount write, and then some. */
enum { MAX_DIGITS = 96 };

/* Decimals of ratios in CSV and JSON; of percents and scaled amounts. */
enum { RATIO_PLACES = 6, SHOWN_PLACES = 2 };

static const struct {
    const char *name;
    int zeros;
    const char *smaller; /* of amounts that are too small for it */
} units[] = {{"万", 4, NULL}, {"亿", 8, "万"}, {"k", 3, NULL}, {"M", 6, "k"}};

bool gp_show_unit(const char *unit, int *zeros)
{
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strcmp(units[i].name, unit) == 0) {
            *zeros = units[i].zeros;
            return true;
        }
    }
    return false;
}

/* Takes what stands in `buf` from `start` on out of it again. */
static size_t take_back(struct gp_buf *buf, size_t start, char *to)
{
    size_t n = buf->count - start;
    assert(n < MAX_DIGITS);
    memcpy(to, buf->at + start, n);
    to[n] = '\0';
    buf->count = start;
    return n;
}

/* A plain decimal with separators in its whole part. */
static void add_grouped(struct gp_buf *buf, const char *digits)
{
    if (*digits == '-')
        gp_buf_putc(buf, *digits++);
    size_t whole = strcspn(digits, ".");
    for (size_t i = 0; i < whole; i++) {
        if (i != 0 && (whole - i) % 3 == 0)
            gp_buf_putc(buf, ',');
        gp_buf_putc(buf, digits[i]);
    }
    gp_buf_puts(buf, digits + whole);
}

/* A ratio as a percentage.  The point is moved over the digits, so that no
 * ratio is too large to be multiplied by a hundred. */
static void show_percent(struct gp_buf *buf, struct gp_rat ratio)
{
    char digits[MAX_DIGITS], moved[MAX_DIGITS];
    size_t start = buf->count, n = 0;
    gp_buf_rat(buf, ratio, SHOWN_PLACES + 2);
    take_back(buf, start, digits);

    const char *p = digits;
    if (*p == '-')
        moved[n++] = *p++;
    size_t first = n, whole = strcspn(p, ".");
    const char *part = p + whole + (p[whole] == '.');
    memcpy(moved + n, p, whole);
    n += whole;
    for (int i = 0; i < 2; i++)
        moved[n++] = *part != '\0' ? *part++ : '0';
    moved[n] = '\0';
    size_t zeros = strspn(moved + first, "0"); /* 0.05 is now 005 */
    if (zeros == n - first)
        zeros--;
    memmove(moved + first, moved + first + zeros, n - first - zeros);
    n -= zeros;
    if (*part != '\0')
        moved[n++] = '.';
    memcpy(moved + n, part, strlen(part) + 1);
    add_grouped(buf, moved);
    gp_buf_putc(buf, '%');
}

static struct gp_rat amount_of(const struct gp_cell *cell, int zeros)
{
    return gp_rat_make(cell->amount,
                       (gp_i128)gp_pow10(cell->digits) * gp_pow10(zeros));
}

/* An amount under the whole unit is too small for it: 15 visits are not 0万,
 * and 3,600 yuan of a shop's afternoon are not well read as 0.36万. */
static bool fits(const struct gp_cell *cell, int zeros)
{
    struct gp_rat in = amount_of(cell, zeros);
    return gp_rat_cmp(in, gp_rat_int(1)) >= 0 ||
           gp_rat_cmp(in, gp_rat_int(-1)) <= 0;
}

/* The unit that an amount is shown in: the one asked for, or a smaller one of
 * its kind; NULL where it stays as it is. */
static const char *choose_unit(const struct gp_cell *cell, const char *unit,
                               int *zeros)
{
    for (size_t i = 0; unit != NULL && i < sizeof units / sizeof units[0];
         i++) {
        if (strcmp(units[i].name, unit) != 0)
            continue;
        *zeros = units[i].zeros;
        return fits(cell, *zeros) ? units[i].name
                                  : choose_unit(cell, units[i].smaller, zeros);
    }
    return NULL;
}

static void show_amount(struct gp_buf *buf, const struct gp_cell *cell,
                        const char *unit)
{
    char digits[MAX_DIGITS];
    size_t start = buf->count;
    int zeros = 0;
    unit = choose_unit(cell, unit, &zeros);
    if (unit != NULL)
        gp_buf_rat(buf, amount_of(cell, zeros), SHOWN_PLACES);
    else
        gp_buf_amount(buf, cell->amount, cell->digits);
    take_back(buf, start, digits);
    add_grouped(buf, digits);
    if (unit != NULL)
        gp_buf_puts(buf, unit);
}

void gp_show_number(struct gp_buf *buf, const struct gp_cell *cell,
                    const char *unit)
{
    if (cell->text != NULL)
        gp_buf_puts(buf, cell->text);
    else if (cell->kind == GP_CELL_RATIO)
        show_percent(buf, cell->ratio);
    else if (cell->percent)
        show_percent(buf, amount_of(cell, 0));
    else
        show_amount(buf, cell, unit);
}

void gp_show_plain(struct gp_buf *buf, const struct gp_cell *cell)
{
    if (cell->kind == GP_CELL_RATIO)
        gp_buf_rat(buf, cell->ratio, RATIO_PLACES);
    else
        gp_buf_amount(buf, cell->amount, cell->digits);
}

bool gp_show_exact(const struct gp_cell *cell, int64_t *amount, int *digits)
{
    *amount = cell->amount;
    *digits = cell->digits;
    if (cell->kind == GP_CELL_RATIO) {
        *digits = RATIO_PLACES;
        if (!gp_rat_rounded(cell->ratio, RATIO_PLACES, amount))
            return false;
    }
    while (*digits > 0 && *amount % 10 == 0) {
        *amount /= 10;
        --*digits;
    }
    return true;
}

static bool is_unsafe(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code <= 0x9f) || code == 0x61c ||
           code == 0x200b || code == 0x200e || code == 0x200f ||
           (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069) || code == 0xfeff;
}

static void add_hex(struct gp_buf *buf, const char *lead, uint32_t code,
                    int width)
{
    gp_buf_puts(buf, lead);
    for (int shift = (width - 1) * 4; shift >= 0; shift -= 4)
        gp_buf_putc(buf, "0123456789abcdef"[code >> shift & 15]);
}

void gp_show_safe(struct gp_buf *buf, const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        uint32_t code = 0;
        int n = gp_utf8_char(text + i, length - i, &code);
        if (n == 0)
            add_hex(buf, "\\x", (unsigned char)text[i], 2);
        else if (!is_unsafe(code))
            gp_buf_add(buf, text + i, (size_t)n);
        else if (code == '\n')
            gp_buf_puts(buf, "\\n");
        else if (code == '\r')
            gp_buf_puts(buf, "\\r");
        else if (code == '\t')
            gp_buf_puts(buf, "\\t");
        else if (code < 0x80)
            add_hex(buf, "\\x", code, 2);
        else
            add_hex(buf, "\\u", code, 4);
        i += n == 0 ? 1 : (size_t)n;
    }
}

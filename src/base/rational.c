/* See rational.h. */
#include "base/rational.h"

int64_t gp_pow10(int n)
{
    int64_t p = 1;
    while (n-- > 0)
        p *= 10;
    return p;
}

gp_i128 gp_gcd(gp_i128 a, gp_i128 b)
{
    if (a < 0)
        a = -a;
    if (b < 0)
        b = -b;
    /* 128-bit division is slow: leave it as soon as both fit 64 bits. */
    while (b != 0 && (a > INT64_MAX || b > INT64_MAX)) {
        gp_i128 r = a % b;
        a = b;
        b = r;
    }
    uint64_t x = (uint64_t)a, y = (uint64_t)b;
    if (b == 0)
        return a;
    while (y != 0) {
        uint64_t r = x % y;
        x = y;
        y = r;
    }
    return (gp_i128)x;
}

struct gp_rat gp_rat_int(int64_t value)
{
    return (struct gp_rat){value, 1};
}

struct gp_rat gp_rat_make(gp_i128 num, gp_i128 den)
{
    gp_i128 g = gp_gcd(num, den);
    if (den < 0)
        g = -g;
    if (g == 0)
        return (struct gp_rat){0, 1};
    return (struct gp_rat){num / g, den / g};
}

/* The one value that cannot be negated is kept out everywhere. */
static bool has_negative(gp_i128 a)
{
    return !__builtin_sub_overflow((gp_i128)0, a, &a);
}

static bool mul128(gp_i128 *out, gp_i128 a, gp_i128 b)
{
    return !__builtin_mul_overflow(a, b, out) && has_negative(*out);
}

static bool add_scaled(struct gp_rat *out, struct gp_rat a, struct gp_rat b,
                       int sign)
{
    gp_i128 g = gp_gcd(a.den, b.den);
    gp_i128 x, y, num, den;
    if (!mul128(&x, a.num, b.den / g) || !mul128(&y, b.num, a.den / g) ||
        !mul128(&den, a.den, b.den / g))
        return false;
    if (sign > 0 ? __builtin_add_overflow(x, y, &num)
                 : __builtin_sub_overflow(x, y, &num))
        return false;
    if (!has_negative(num))
        return false;
    *out = gp_rat_make(num, den);
    return true;
}

bool gp_rat_add(struct gp_rat *out, struct gp_rat a, struct gp_rat b)
{
    return add_scaled(out, a, b, 1);
}

bool gp_rat_sub(struct gp_rat *out, struct gp_rat a, struct gp_rat b)
{
    return add_scaled(out, a, b, -1);
}

bool gp_rat_mul(struct gp_rat *out, struct gp_rat a, struct gp_rat b)
{
    /* Crosswise reduction keeps the products small. */
    gp_i128 g = gp_gcd(a.num, b.den), h = gp_gcd(b.num, a.den);
    gp_i128 num, den;
    if (a.num == 0 || b.num == 0) {
        *out = gp_rat_int(0);
        return true;
    }
    if (!mul128(&num, a.num / g, b.num / h) ||
        !mul128(&den, a.den / h, b.den / g))
        return false;
    *out = (struct gp_rat){num, den};
    return true;
}

bool gp_rat_div(struct gp_rat *out, struct gp_rat a, struct gp_rat b)
{
    if (b.num == 0)
        return false;
    struct gp_rat inverse = {b.den, b.num};
    if (inverse.den < 0) {
        inverse.num = -inverse.num;
        inverse.den = -inverse.den;
    }
    return gp_rat_mul(out, a, inverse);
}

gp_i128 gp_rat_floor(struct gp_rat a)
{
    gp_i128 q = a.num / a.den;
    return a.num % a.den < 0 ? q - 1 : q;
}

/* a - floor(a), times the denominator; floor(a) * den might not fit. */
static gp_i128 rest_of(struct gp_rat a)
{
    gp_i128 rest = a.num % a.den;
    return rest < 0 ? rest + a.den : rest;
}

/* Continued fractions: compares without a product that could overflow. */
int gp_rat_cmp(struct gp_rat a, struct gp_rat b)
{
    int sign = 1;
    for (;;) {
        gp_i128 x = gp_rat_floor(a), y = gp_rat_floor(b);
        if (x != y)
            return x < y ? -sign : sign;
        gp_i128 rest_a = rest_of(a), rest_b = rest_of(b);
        if (rest_a == 0 || rest_b == 0)
            return sign * ((rest_a > 0) - (rest_b > 0));
        /* rest/den of both lie in (0,1): compare the inverses, turned. */
        a = (struct gp_rat){a.den, rest_a};
        b = (struct gp_rat){b.den, rest_b};
        sign = -sign;
    }
}

bool gp_rat_scaled(struct gp_rat a, int digits, int64_t *out)
{
    struct gp_rat r;
    if (!gp_rat_mul(&r, a, gp_rat_int(gp_pow10(digits))) || r.den != 1 ||
        r.num > INT64_MAX || r.num < -INT64_MAX)
        return false;
    *out = (int64_t)r.num;
    return true;
}

bool gp_rat_rounded(struct gp_rat a, int digits, int64_t *out)
{
    struct gp_rat r;
    if (!gp_rat_mul(&r, a, gp_rat_int(gp_pow10(digits))))
        return false;
    bool negative = r.num < 0;
    gp_i128 n = negative ? -r.num : r.num;
    gp_i128 q = n / r.den, rest = n % r.den;
    if (rest >= r.den - rest)
        q++;
    if (q > INT64_MAX)
        return false;
    *out = (int64_t)(negative ? -q : q);
    return true;
}

void gp_buf_amount(struct gp_buf *buf, int64_t amount, int digits)
{
    uint64_t u = amount < 0 ? -(uint64_t)amount : (uint64_t)amount;
    uint64_t unit = (uint64_t)gp_pow10(digits);
    uint64_t whole = u / unit, part = u % unit;
    if (amount < 0)
        gp_buf_putc(buf, '-');
    gp_buf_int(buf, (int64_t)whole);
    if (part == 0)
        return;
    while (part % 10 == 0) {
        part /= 10;
        digits--;
    }
    gp_buf_putc(buf, '.');
    gp_buf_int0(buf, (int64_t)part, digits);
}

void gp_buf_rat(struct gp_buf *buf, struct gp_rat a, int places)
{
    bool negative = a.num < 0;
    gp_i128 n = negative ? -a.num : a.num;
    gp_i128 whole = n / a.den, rest = n % a.den;
    char digits[40];
    int count = 0;
    gp_i128 den = a.den;
    /* Keep rest * 10 inside 128 bits; six places need no more than this. */
    while (den > ((gp_i128)1 << 120)) {
        den /= 16;
        rest /= 16;
    }
    for (; count < places; count++) {
        rest *= 10;
        digits[count] = (char)('0' + (int)(rest / den));
        rest %= den;
    }
    if (rest >= den - rest) { /* round half up, carry to the left */
        int i = count;
        while (i > 0 && digits[i - 1] == '9')
            digits[--i] = '0';
        if (i > 0)
            digits[i - 1]++;
        else
            whole++;
    }
    while (count > 0 && digits[count - 1] == '0')
        count--;
    if (negative && (whole != 0 || count != 0))
        gp_buf_putc(buf, '-');
    if (whole > INT64_MAX) {
        gp_buf_int(buf, (int64_t)(whole / 1000000000000000000));
        gp_buf_int0(buf, (int64_t)(whole % 1000000000000000000), 18);
    } else {
        gp_buf_int(buf, (int64_t)whole);
    }
    if (count != 0) {
        gp_buf_putc(buf, '.');
        gp_buf_add(buf, digits, (size_t)count);
    }
}

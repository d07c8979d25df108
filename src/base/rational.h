/*
 * Exact arithmetic.  A rational is a reduced pair of 128-bit integers with a
 * positive denominator; each operation says whether the result still fits,
 * so that an overflow is an error and never a wrong number.
 */
#ifndef GP_BASE_RATIONAL_H
#define GP_BASE_RATIONAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

__extension__ typedef __int128 gp_i128;
__extension__ typedef unsigned __int128 gp_u128;

struct gp_rat {
    gp_i128 num, den;
};

struct gp_rat gp_rat_int(int64_t value);
/* num/den reduced; `den` is not zero. */
struct gp_rat gp_rat_make(gp_i128 num, gp_i128 den);

/* Each writes *out and gives true, or gives false where the result would not
 * fit (for div: also where `b` is zero) and leaves *out alone. */
bool gp_rat_add(struct gp_rat *out, struct gp_rat a, struct gp_rat b);
bool gp_rat_sub(struct gp_rat *out, struct gp_rat a, struct gp_rat b);
bool gp_rat_mul(struct gp_rat *out, struct gp_rat a, struct gp_rat b);
bool gp_rat_div(struct gp_rat *out, struct gp_rat a, struct gp_rat b);

/* -1, 0, 1.  Exact for every pair of values. */
int gp_rat_cmp(struct gp_rat a, struct gp_rat b);
static inline int gp_rat_sign(struct gp_rat a)
{
    return (a.num > 0) - (a.num < 0);
}

/* The largest integer not above a. */
gp_i128 gp_rat_floor(struct gp_rat a);
/* a * 10^digits as an amount, where that is an integer that fits. */
bool gp_rat_scaled(struct gp_rat a, int digits, int64_t *out);
/* The same, rounded half away from zero; false only where it does not fit. */
bool gp_rat_rounded(struct gp_rat a, int digits, int64_t *out);

/* The value with at most `places` decimals, rounded half up (away from zero),
 * trailing zeros cut: 0.9, -0.15, 1. */
void gp_buf_rat(struct gp_buf *buf, struct gp_rat a, int places);
/* An amount of 10^-digits as a plain decimal, trailing zeros cut. */
void gp_buf_amount(struct gp_buf *buf, int64_t amount, int digits);

/* 10^n for 0 <= n <= 18. */
int64_t gp_pow10(int n);
gp_i128 gp_gcd(gp_i128 a, gp_i128 b);

/* Checked 64-bit arithmetic: false where it does not fit. */
static inline bool gp_add64(int64_t *out, int64_t a, int64_t b)
{
    return !__builtin_add_overflow(a, b, out);
}
static inline bool gp_sub64(int64_t *out, int64_t a, int64_t b)
{
    return !__builtin_sub_overflow(a, b, out);
}

#endif

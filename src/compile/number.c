/* Numbers and constants: digits to exact rationals, lets, arithmetic. */
#include <string.h>

#include "base/utf8.h"
#include "base/vec.h"
#include "compile/pass.h"

static const struct {
    const char *text;
    int64_t value;
    bool wan;
} factors[] = {
    {"万亿", 1000000000000, true},
    {"千万", 10000000, true},
    {"百万", 1000000, true},
    {"十万", 100000, true},
    {"亿", 100000000, true},
    {"万", 10000, true},
    {"千", 1000, false},
    {"k", 1000, false},
    {"K", 1000, false},
    {"M", 1000000, false},
};

static bool is_dot(const char *s, size_t left, size_t *used)
{
    *used = *s == '.' ? 1 : 3;
    return *s == '.' || (left >= 3 && memcmp(s, "\xEF\xBC\x8E", 3) == 0);
}

bool gp_parse_number(const char *text, size_t length, struct gp_rat *out,
                     bool *wan)
{
    gp_i128 value = 0, den = 1;
    bool fraction = false;
    size_t i = 0, used;
    *wan = false;
    /* ￥5000万 or ¥: the sign says nothing that the KPI does not. */
    size_t sign = length > 2 && text[0] == '\xC2'                        ? 2
                  : length > 3 && text[0] == '\xEF' && text[1] == '\xBF' ? 3
                                                                         : 0;
    text += sign;
    length -= sign;
    /* Most numbers are a few ASCII digits. */
    int64_t plain = 0;
    while (i < length && i < 17 && text[i] >= '0' && text[i] <= '9')
        plain = plain * 10 + (text[i++] - '0');
    if (i == length ||
        (length - i == 3 && i != 0 && memcmp(text + i, "万", 3) == 0)) {
        *wan = i != length;
        *out = (struct gp_rat){(gp_i128)plain * (*wan ? 10000 : 1), 1};
        return true; /* at most 17 digits: with 万 they fit 70 bits */
    }
    value = plain;
    while (i < length) {
        int d = gp_utf8_digit(text + i, length - i, &used);
        if (d >= 0) {
            if (value > ((gp_i128)1 << 100) || den > ((gp_i128)1 << 60))
                return false;
            value = value * 10 + d;
            den *= fraction ? 10 : 1;
        } else if (text[i] == '_') {
            used = 1;
        } else if (is_dot(text + i, length - i, &used)) {
            fraction = true;
        } else {
            break;
        }
        i += used;
    }
    for (size_t f = 0; i < length && f < sizeof factors / sizeof *factors;
         f++) {
        size_t n = strlen(factors[f].text);
        if (length - i >= n && memcmp(text + i, factors[f].text, n) == 0) {
            value *= factors[f].value;
            *wan = factors[f].wan;
            break;
        }
    }
    *out = den == 1 ? (struct gp_rat){value, 1} : gp_rat_make(value, den);
    return true;
}

struct gp_const gp_read_literal(struct gp_pass *p, const char *text,
                                size_t length, struct gp_span span,
                                bool percent)
{
    struct gp_const c = {.value = {0, 1}, .percent = percent};
    bool wan;
    if (!gp_parse_number(text, length, &c.value, &wan)) {
        gp_find(p->findings, GP_TEXT_OVERFLOW, span, NULL);
        c.bad = true;
    }
    if (c.percent)
        c.value = gp_rat_make(c.value.num, c.value.den * 100);
    return c;
}

static void tell_too_high(struct gp_pass *p, const struct gp_constant *c)
{
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_LET_TOO_HIGH, c->span,
                gp_sym_text(p->names, c->name), "2000", NULL);
    gp_find_help(p->findings, f, GP_TEXT_HELP_CYCLE, NULL);
}

/* The height is kept, so that the same constants are too high in whatever
 * order they are asked for. */
static void work_out(struct gp_pass *p, struct gp_constant *c)
{
    int before = p->deepest;
    p->deepest = p->deep;
    c->state = GP_LET_OPEN;
    c->value = gp_eval_const(p, c->expr);
    c->state = GP_LET_DONE;
    c->height = p->deepest - p->deep;
    if (c->height > GP_MAX_CONST_HEIGHT && !c->value.bad) {
        tell_too_high(p, c);
        c->value.bad = true;
    }
    if (before > p->deepest)
        p->deepest = before;
}

void gp_pass_constants(struct gp_pass *p)
{
    for (size_t i = 0; i < p->constants.count; i++)
        if (p->constants.at[i].state == GP_LET_NEW)
            work_out(p, &p->constants.at[i]);
}

static struct gp_const literal(struct gp_pass *p, struct gp_ref ref)
{
    size_t length;
    const char *text = gp_ast_text(gp_pass_ast(p, ref), ref.node, &length);
    return gp_read_literal(p, text, length, gp_ref_span(p, ref),
                           gp_ref_kind(p, ref) == GP_N_SHARE);
}

static struct gp_const named(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_const bad = {.value = {0, 1}, .bad = true};
    gp_sym sym = gp_pass_node(p, ref)->sym;
    uint32_t at = gp_map_get(&p->constant_of, sym);
    if (at == GP_MAP_NONE && gp_is_lost(p, sym))
        return bad;
    if (at == GP_MAP_NONE) {
        const char *name = gp_ref_name(p, ref);
        struct gp_finding *f = gp_find(p->findings, GP_TEXT_NO_CONSTANT,
                                       gp_ref_span(p, ref), name, NULL);
        gp_help_closest(p, f, name, &p->constant_of);
        return bad;
    }
    struct gp_constant *c = &p->constants.at[at];
    if (c->state == GP_LET_NEW && p->deep > GP_MAX_CONST_HEIGHT) {
        tell_too_high(p, c);
        return bad;
    }
    if (c->state == GP_LET_OPEN) {
        struct gp_finding *f = gp_find(p->findings, GP_TEXT_LET_CYCLE, c->span,
                                       gp_sym_text(p->names, sym), NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_CYCLE, NULL);
        return bad;
    }
    if (c->state == GP_LET_NEW)
        work_out(p, c);
    if (p->deep + c->height > p->deepest)
        p->deepest = p->deep + c->height;
    return c->value;
}

static struct gp_const binary(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_ref left = gp_ref_child(p, ref), right = gp_ref_next(p, left);
    struct gp_const a = gp_eval_const(p, left), b = gp_eval_const(p, right);
    struct gp_const c = {
        .value = {0, 1}, .bad = a.bad || b.bad, .hole = a.hole || b.hole};
    bool ok = true;
    if (c.bad || c.hole)
        return c;
    switch (gp_pass_node(p, ref)->op) {
    case GP_OP_ADD:
        ok = gp_rat_add(&c.value, a.value, b.value);
        c.percent = a.percent && b.percent;
        break;
    case GP_OP_SUB:
        ok = gp_rat_sub(&c.value, a.value, b.value);
        c.percent = a.percent && b.percent;
        break;
    case GP_OP_MUL:
        ok = gp_rat_mul(&c.value, a.value, b.value);
        c.percent = a.percent && b.percent;
        break;
    case GP_OP_DIV:
        if (b.value.num == 0) {
            gp_find(p->findings, GP_TEXT_DIVISION_BY_ZERO, gp_ref_span(p, ref),
                    NULL);
            c.bad = true;
            return c;
        }
        ok = gp_rat_div(&c.value, a.value, b.value);
        c.percent = a.percent && !b.percent;
        break;
    default:
        gp_find(p->findings, GP_TEXT_NOT_A_VALUE, gp_ref_span(p, ref), NULL);
        c.bad = true;
        return c;
    }
    if (!ok) {
        gp_find(p->findings, GP_TEXT_OVERFLOW, gp_ref_span(p, ref), NULL);
        c.bad = true;
    }
    return c;
}

static struct gp_const evaluate(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_const c = {.value = {0, 1}};
    switch (gp_ref_kind(p, ref)) {
    case GP_N_NUMBER:
    case GP_N_SHARE:
        return literal(p, ref);
    case GP_N_HOLE: {
        size_t length;
        const char *text = gp_ast_text(gp_pass_ast(p, ref), ref.node, &length);
        /* What is not written as a number stands here too. */
        c.bad = length == 0 || (text[0] >= '0' && text[0] <= '9');
        c.hole = !c.bad;
        return c;
    }
    case GP_N_NAME:
        return named(p, ref);
    case GP_N_BINARY:
        return binary(p, ref);
    case GP_N_UNARY:
        if (gp_pass_node(p, ref)->op != GP_OP_NEG)
            break;
        c = gp_eval_const(p, gp_ref_child(p, ref));
        c.value.num = -c.value.num;
        return c;
    default:
        break;
    }
    gp_find(p->findings, GP_TEXT_NOT_A_VALUE, gp_ref_span(p, ref), NULL);
    c.bad = true;
    return c;
}

struct gp_const gp_eval_const(struct gp_pass *p, struct gp_ref ref)
{
    if (++p->deep > p->deepest)
        p->deepest = p->deep;
    struct gp_const c = evaluate(p, ref);
    p->deep--;
    return c;
}

bool gp_plain_amount(const struct gp_pass *p, uint32_t kpi, const char *text,
                     size_t length, int64_t *out)
{
    enum { FEW = 9, WAN = 10000 }; /* with 万 and 4 decimals: 17 digits */
    const struct gp_kpi *k = &p->model->kpis.at[kpi];
    size_t i = 0;
    int64_t n = 0;
    if (k->unit == GP_UNIT_RATIO || k->digits > 4)
        return false;
    while (i < length && i < FEW && text[i] >= '0' && text[i] <= '9')
        n = n * 10 + (text[i++] - '0');
    bool wan = length - i == 3 && memcmp(text + i, "万", 3) == 0;
    if (i == 0 || (i != length && !wan))
        return false;
    *out = n * (wan ? WAN : 1) * gp_pow10(k->digits);
    return true;
}

bool gp_to_amount(struct gp_pass *p, uint32_t kpi, struct gp_const value,
                  struct gp_span span, int64_t *out)
{
    const struct gp_kpi *k = &p->model->kpis.at[kpi];
    const char *name = gp_sym_text(p->names, k->name);
    struct gp_finding *f;
    if (value.bad || value.hole)
        return false;
    if (value.percent != (k->unit == GP_UNIT_RATIO) && value.value.num != 0) {
        f = gp_find(p->findings, GP_TEXT_UNIT_MISMATCH, span, name,
                    gp_word(p->findings, k->unit == GP_UNIT_MONEY
                                             ? GP_WORD("money")
                                         : k->unit == GP_UNIT_COUNT
                                             ? GP_WORD("a count")
                                             : GP_WORD("a percentage")),
                    gp_show_rat(&p->findings->arena, p->model, value.value,
                                value.percent),
                    NULL);
        gp_find_help(p->findings, f,
                     k->unit == GP_UNIT_RATIO ? GP_TEXT_HELP_NEED_PERCENT
                                              : GP_TEXT_HELP_NEED_AMOUNT,
                     name, NULL);
        return false;
    }
    if (value.value.den == 1 && value.value.num < INT32_MAX * (int64_t)1000 &&
        value.value.num > -INT32_MAX * (int64_t)1000 && k->digits < 7) {
        *out = (int64_t)value.value.num * gp_pow10(k->digits);
        return true;
    }
    if (gp_rat_scaled(value.value, k->digits, out))
        return true;
    struct gp_rat scaled;
    bool fine =
        gp_rat_mul(&scaled, value.value, gp_rat_int(gp_pow10(k->digits))) &&
        scaled.den != 1 && scaled.num < INT64_MAX;
    if (!fine) {
        gp_find(p->findings, GP_TEXT_OVERFLOW, span, NULL);
        return false;
    }
    struct gp_rat unit = gp_rat_make(1, gp_pow10(k->digits));
    gp_find(
        p->findings, GP_TEXT_TOO_FINE, span,
        gp_show_rat(&p->findings->arena, p->model, value.value, value.percent),
        gp_show_rat(&p->findings->arena, p->model, unit, value.percent), name,
        NULL);
    return false;
}

/* See match.h. */
#include "actuals/match.h"

#include <string.h>

#include "base/guess.h"
#include "base/utf8.h"

/* ------------------------------------------------------- days and amounts */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Reads up to `max` digits; returns how many. */
static size_t digits(const char *at, const char *end, size_t max, int *out)
{
    size_t n = 0;
    *out = 0;
    for (; n < max && at + n < end && is_digit(at[n]); n++)
        *out = *out * 10 + (at[n] - '0');
    return n;
}

/* What may stand behind a day: a time of it. */
static bool is_time(const char *at, const char *end)
{
    if (at == end)
        return true;
    if (*at != ' ' && *at != 'T')
        return false;
    for (at++; at < end; at++)
        if (!is_digit(*at) && strchr(":.+-Z ", *at) == NULL)
            return false;
    return true;
}

bool gp_match_date(const struct gp_calendar *calendar, struct gp_field field,
                   gp_date *out)
{
    const char *at = field.at, *end = at + field.length;
    int year, month, day;
    if (digits(at, end, 4, &year) != 4)
        return false;
    at += 4;
    if (at < end && is_digit(*at)) {
        if (digits(at, end, 2, &month) != 2 ||
            digits(at + 2, end, 2, &day) != 2 || !is_time(at + 4, end))
            return false;
    } else {
        if (at == end || (*at != '-' && *at != '/'))
            return false;
        char mark = *at++;
        size_t n = digits(at, end, 2, &month);
        at += n;
        if (n > 0 && at == end) { /* a month */
            if (month < 1 || month > 12 || year < GP_MIN_YEAR)
                return false;
            struct gp_period p;
            if (!gp_period_make(calendar, GP_MONTH, year, month, &p))
                return false;
            *out = p.days.last;
            return true;
        }
        if (n == 0 || *at++ != mark)
            return false;
        n = digits(at, end, 2, &day);
        if (n == 0 || !is_time(at + n, end))
            return false;
    }
    if (year < GP_MIN_YEAR || !gp_date_valid(year, month, day))
        return false;
    *out = gp_date_make(year, month, day);
    return true;
}

/* A decimal: an integer of 10^-scale. */
struct decimal {
    gp_i128 value;
    int scale;
};

static bool push_digit(struct decimal *d, char c, int scale)
{
    if (d->value > (gp_i128)1 << 100)
        return false;
    d->value = d->value * 10 + (c - '0');
    d->scale += scale;
    return true;
}

/* Commas stand between groups of three, behind one to three digits. */
static bool whole_part(const char **at, const char *end, struct decimal *d,
                       int *count)
{
    int group = 0;
    bool commas = false;
    for (; *at < end && (is_digit(**at) || **at == ','); ++*at) {
        if (**at == ',') {
            if (group == 0 || group > 3 || (commas && group != 3))
                return false;
            commas = true;
            group = 0;
        } else if (push_digit(d, **at, 0)) {
            group++;
            ++*count;
        } else {
            return false;
        }
    }
    return !commas || group == 3;
}

static bool read_decimal(const char *at, const char *end, struct decimal *d,
                         bool *percent)
{
    int count = 0;
    bool negative = at < end && *at == '-';
    *d = (struct decimal){0, 0};
    at += negative;
    if (!whole_part(&at, end, d, &count))
        return false;
    if (at < end && *at == '.')
        for (at++; at < end && is_digit(*at); at++, count++)
            if (!push_digit(d, *at, 1))
                return false;
    *percent = at < end && *at == '%';
    at += *percent;
    d->scale += 2 * *percent;
    while (d->scale > 0 && d->value % 10 == 0) {
        d->value /= 10;
        d->scale--;
    }
    if (negative)
        d->value = -d->value;
    return count > 0 && at == end;
}

static bool is_word(struct gp_field f, const char *const *words)
{
    for (; *words != NULL; words++)
        if (strlen(*words) == f.length && memcmp(*words, f.at, f.length) == 0)
            return true;
    return false;
}

enum gp_match_number gp_match_amount(const struct gp_kpi *kpi,
                                     struct gp_field field, int64_t *out)
{
    static const char *const yes[] = {"yes",  "Yes", "YES",  "true",   "TRUE",
                                      "done", "是",  "完成", "已完成", NULL};
    static const char *const no[] = {"no",    "No", "NO",     "false",
                                     "FALSE", "否", "未完成", NULL};
    struct decimal d;
    bool percent;
    if (field.length == 0)
        return GP_NUMBER_EMPTY;
    if (kpi->kind == GP_KPI_MILESTONE &&
        (is_word(field, yes) || is_word(field, no))) {
        *out = is_word(field, yes) ? gp_pow10(kpi->digits) : 0;
        return GP_NUMBER_OK;
    }
    if (!read_decimal(field.at, field.at + field.length, &d, &percent))
        return GP_NUMBER_BAD;
    if (percent && kpi->unit != GP_UNIT_RATIO)
        return GP_NUMBER_PERCENT;
    if (d.scale > kpi->digits)
        return GP_NUMBER_FINE;
    gp_i128 amount;
    if (__builtin_mul_overflow(d.value, gp_pow10(kpi->digits - d.scale),
                               &amount) ||
        amount > INT64_MAX || amount < -INT64_MAX)
        return GP_NUMBER_LARGE;
    *out = (int64_t)amount;
    if (kpi->kind == GP_KPI_GRADE &&
        (*out < kpi->grade_low || *out > kpi->grade_high))
        return GP_NUMBER_GRADE;
    return GP_NUMBER_OK;
}

/* ------------------------------------------------------------------ names */

void gp_matcher_init(struct gp_matcher *matcher, const struct gp_model *model,
                     enum gp_match_kind kind, uint32_t dimension)
{
    memset(matcher, 0, sizeof *matcher);
    matcher->model = model;
    matcher->kind = kind;
    matcher->dimension = dimension;
    gp_intern_init(&matcher->texts, model->heap);
}

void gp_matcher_fini(struct gp_matcher *matcher)
{
    gp_intern_fini(&matcher->texts);
    gp_vec_fini(matcher->model->heap, &matcher->known);
}

static bool is_text(const char *title, const char *text, size_t length)
{
    return title != NULL && strlen(title) == length &&
           memcmp(title, text, length) == 0;
}

static uint32_t find_kpi(const struct gp_model *m, const char *text,
                         size_t length, bool *ambiguous)
{
    gp_sym sym = gp_intern_find(m->names, text, length);
    uint32_t found = sym == GP_NO_SYM ? GP_NONE : gp_map_get(&m->kpi_of, sym);
    for (uint32_t i = 0; found == GP_NONE && i < m->kpis.count; i++)
        if (is_text(m->kpis.at[i].title, text, length))
            found = i;
    *ambiguous = false;
    return found;
}

/* In a dimension, or (GP_NONE) in any. */
static uint32_t find_member(const struct gp_model *m, uint32_t dimension,
                            const char *text, size_t length, bool *ambiguous)
{
    gp_sym sym = gp_intern_find(m->names, text, length);
    uint32_t named = GP_NONE, titled = GP_NONE;
    int names = 0, titles = 0;
    for (uint32_t i = 0; i < m->members.count; i++) {
        const struct gp_member *x = &m->members.at[i];
        if (dimension != GP_NONE && x->dimension != dimension)
            continue;
        if (sym != GP_NO_SYM && x->name == sym) {
            named = i;
            names++;
        } else if (is_text(x->title, text, length)) {
            titled = i;
            titles++;
        }
    }
    *ambiguous = names > 1 || (names == 0 && titles > 1);
    if (*ambiguous)
        return GP_NONE;
    return named != GP_NONE ? named : titled;
}

static uint32_t find_dimension(const struct gp_model *m, const char *text,
                               size_t length)
{
    gp_sym sym = gp_intern_find(m->names, text, length);
    return sym == GP_NO_SYM ? GP_NONE : gp_map_get(&m->dimension_of, sym);
}

/* One item between brackets: electronics, product=electronics. */
static bool narrow(const struct gp_model *m, const char *at, const char *end,
                   struct gp_match *out)
{
    uint32_t dimension = GP_NONE;
    while (at < end && *at == ' ')
        at++;
    while (at < end && end[-1] == ' ')
        end--;
    const char *equals = memchr(at, '=', (size_t)(end - at));
    if (equals != NULL) {
        dimension = find_dimension(m, at, (size_t)(equals - at));
        at = equals + 1;
        if (dimension == GP_NONE)
            return false;
    }
    uint32_t member =
        find_member(m, dimension, at, (size_t)(end - at), &out->ambiguous);
    if (member == GP_NONE || out->member_count == GP_MAX_MEMBERS)
        return false;
    out->members[out->member_count++] = member;
    return true;
}

static void find_scope(const struct gp_model *m, const char *text,
                       size_t length, struct gp_match *out)
{
    out->id = gp_model_find_scope(m, text, length, &out->ambiguous);
    const char *open = memchr(text, '[', length);
    if (out->id != GP_NONE || out->ambiguous || open == NULL ||
        text[length - 1] != ']')
        return;
    const char *end = text + length - 1;
    uint32_t base =
        gp_model_find_scope(m, text, (size_t)(open - text), &out->ambiguous);
    if (base == GP_NONE)
        return;
    for (const char *at = open + 1; at <= end;) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *stop = comma != NULL ? comma : end;
        if (!narrow(m, at, stop, out))
            return;
        at = stop + 1;
    }
    out->id = base;
}

static void find(const struct gp_matcher *matcher, const char *text,
                 size_t length, struct gp_match *out)
{
    switch (matcher->kind) {
    case GP_MATCH_SCOPE:
        find_scope(matcher->model, text, length, out);
        out->moved = out->id != GP_NONE && matcher->model->stays.count != 0 &&
                     matcher->model->scopes.at[out->id].person != GP_NONE &&
                     memchr(text, '/', length) == NULL;
        break;
    case GP_MATCH_KPI:
        out->id = find_kpi(matcher->model, text, length, &out->ambiguous);
        break;
    case GP_MATCH_MEMBER:
        out->id = find_member(matcher->model, matcher->dimension, text, length,
                              &out->ambiguous);
        break;
    }
}

uint32_t gp_matcher_look(struct gp_matcher *matcher, struct gp_field field)
{
    gp_sym sym = gp_intern(&matcher->texts, field.at, field.length);
    if (sym < matcher->known.count)
        return sym;
    struct gp_match m = {.id = GP_NONE};
    m.text = gp_sym_text(&matcher->texts, sym);
    find(matcher, m.text, field.length, &m);
    if (m.id == GP_NONE && !m.ambiguous) {
        /* Names of a plan are NFC; a file's may not be. */
        size_t length;
        const char *nfc =
            gp_utf8_nfc(&matcher->texts.texts, m.text, field.length, &length);
        m.member_count = 0;
        if (nfc != m.text)
            find(matcher, nfc, length, &m);
    }
    gp_vec_push(matcher->model->heap, &matcher->known, m);
    return sym;
}

static void consider(struct gp_guess *guess, const struct gp_model *m,
                     gp_sym name, const char *title)
{
    const char *text = gp_sym_text(m->names, name);
    gp_guess_consider(guess, text, strlen(text));
    if (title != NULL)
        gp_guess_consider(guess, title, strlen(title));
}

const char *gp_matcher_guess(const struct gp_matcher *matcher, const char *text)
{
    /* No budget here: only the few names that are listed are guessed at. */
    const struct gp_model *m = matcher->model;
    struct gp_guess guess;
    gp_guess_init(&guess, text, strlen(text));
    if (matcher->kind == GP_MATCH_KPI)
        for (size_t i = 0; i < m->kpis.count; i++)
            consider(&guess, m, m->kpis.at[i].name, m->kpis.at[i].title);
    if (matcher->kind == GP_MATCH_MEMBER)
        for (size_t i = 0; i < m->members.count; i++)
            if (m->members.at[i].dimension == matcher->dimension)
                consider(&guess, m, m->members.at[i].name,
                         m->members.at[i].title);
    if (matcher->kind == GP_MATCH_SCOPE)
        for (size_t i = 0; i < m->scopes.count; i++)
            if (m->scopes.at[i].kind == GP_SCOPE_TEAM ||
                m->scopes.at[i].kind == GP_SCOPE_PERSON)
                consider(&guess, m, m->scopes.at[i].name,
                         m->scopes.at[i].title);
    return gp_guess_best(&guess);
}

bool gp_member_is_below(const struct gp_model *model, uint32_t member,
                        uint32_t above)
{
    while (member != GP_NONE && member != above)
        member = model->members.at[member].parent;
    return member == above;
}

/* See stay.h. */
#include "model/stay.h"

static const struct gp_scope *scope_of(const struct gp_model *m, uint32_t scope)
{
    return &m->scopes.at[m->scopes.at[scope].base];
}

static uint32_t up_from(const struct gp_model *m, uint32_t scope)
{
    return scope_of(m, scope)->parent;
}

bool gp_stay_is_own(const struct gp_model *model, uint32_t scope)
{
    const struct gp_scope *s = scope_of(model, scope);
    return s->stay != GP_NONE || s->ramp != GP_NONE;
}

bool gp_stay_is_any(const struct gp_model *model, uint32_t scope)
{
    if (model->stays.count == 0)
        return false;
    for (; scope != GP_NONE; scope = up_from(model, scope))
        if (gp_stay_is_own(model, scope))
            return true;
    return false;
}

gp_date gp_stay_month(gp_date since, int n)
{
    struct gp_ymd d = gp_date_split(since);
    int at = d.year * 12 + d.month - 1 + n;
    int length = gp_month_length(at / 12, at % 12 + 1);
    return gp_date_make(at / 12, at % 12 + 1, d.day < length ? d.day : length);
}

static bool is_here(const struct gp_model *m, const struct gp_scope *s,
                    gp_date day)
{
    if (s->stay == GP_NONE)
        return true;
    for (uint32_t i = s->stay; i != GP_NONE; i = m->stays.at[i].next)
        if (gp_days_hold(m->stays.at[i].days, day))
            return true;
    return false;
}

int64_t gp_stay_own_factor(const struct gp_model *model, uint32_t scope,
                           gp_date day)
{
    const struct gp_scope *s = scope_of(model, scope);
    if (!is_here(model, s, day))
        return 0;
    if (s->ramp == GP_NONE)
        return GP_FULL_SHARE;
    const struct gp_ramp *r = &model->ramps.at[s->ramp];
    if (day < r->since)
        return GP_FULL_SHARE;
    for (int i = 0; i < r->count; i++)
        if (day < gp_stay_month(r->since, i + 1))
            return r->steps[i];
    return GP_FULL_SHARE;
}

int64_t gp_stay_factor(const struct gp_model *model, uint32_t scope,
                       gp_date day)
{
    int64_t factor = GP_FULL_SHARE;
    /* Only persons ramp, and teams stand above: at most one is a part. */
    for (; scope != GP_NONE && factor != 0; scope = up_from(model, scope)) {
        int64_t own = gp_stay_own_factor(model, scope, day);
        factor = own < factor ? own : factor;
    }
    return factor;
}

gp_date gp_stay_own_next(const struct gp_model *model, uint32_t scope,
                         gp_date day)
{
    const struct gp_scope *s = scope_of(model, scope);
    gp_date next = GP_LAST_DATE;
    for (uint32_t i = s->stay; i != GP_NONE; i = model->stays.at[i].next) {
        struct gp_span_days d = model->stays.at[i].days;
        if (d.first > day && d.first < next)
            next = d.first;
        if (d.last >= day && d.last + 1 < next)
            next = d.last + 1;
    }
    if (s->ramp == GP_NONE)
        return next;
    const struct gp_ramp *r = &model->ramps.at[s->ramp];
    for (int i = 0; i <= r->count; i++) {
        gp_date edge = gp_stay_month(r->since, i);
        if (edge > day)
            return edge < next ? edge : next;
    }
    return next;
}

/* Whether it is there on a day, and the teams above it. */
static bool is_there(const struct gp_model *m, uint32_t scope, gp_date day)
{
    for (; scope != GP_NONE; scope = up_from(m, scope))
        if (!is_here(m, scope_of(m, scope), day))
            return false;
    return true;
}

bool gp_stay_is_there(const struct gp_model *model, uint32_t scope,
                      struct gp_span_days span)
{
    if (!gp_stay_is_any(model, scope))
        return true;
    for (gp_date d = span.first; d <= span.last; d++)
        if (is_there(model, scope, d))
            return true;
    return false;
}

int gp_stay_workdays(const struct gp_model *model, uint32_t scope,
                     struct gp_span_days span)
{
    int n = 0;
    if (!gp_stay_is_any(model, scope))
        return gp_calendar_workdays(&model->calendar, span);
    for (gp_date d = span.first; d <= span.last; d++)
        n += gp_calendar_is_workday(&model->calendar, d) &&
             is_there(model, scope, d);
    return n;
}

struct gp_rat gp_stay_availability(const struct gp_model *model, uint32_t scope,
                                   struct gp_span_days span)
{
    int64_t there = 0;
    int all = gp_calendar_workdays(&model->calendar, span);
    bool days = all == 0;
    if (days)
        all = gp_days_count(span);
    for (gp_date d = span.first; d <= span.last; d++)
        if (days || gp_calendar_is_workday(&model->calendar, d))
            there += gp_stay_factor(model, scope, d);
    if (all == 0)
        return gp_rat_int(0);
    return gp_rat_make(there, (gp_i128)all * GP_FULL_SHARE);
}

void gp_stay_weigh_days(const struct gp_model *model, uint32_t scope,
                        struct gp_span_days span, int64_t *weights)
{
    int64_t factors[366], sum = 0, present = 0;
    int n = gp_days_count(span);
    if (n > 366 || !gp_stay_is_any(model, scope))
        return;
    gp_i128 common = 0;
    for (int i = 0; i < n; i++) {
        factors[i] = gp_stay_factor(model, scope, span.first + i);
        common = gp_gcd(common, factors[i]);
    }
    for (int i = 0; common != 0 && i < n; i++) {
        factors[i] /= (int64_t)common;
        present += factors[i];
        sum += weights[i] != 0 ? factors[i] : 0;
    }
    /* There only on days that count nothing: these carry it all the same. */
    for (int i = 0; present != 0 && i < n; i++)
        weights[i] = sum == 0 ? factors[i] : weights[i] * factors[i];
}

static void put_share(struct gp_buf *buf, int64_t factor)
{
    gp_buf_rat(buf, gp_rat_make(factor, GP_FULL_SHARE / 100), 4);
    gp_buf_putc(buf, '%');
}

static void put_word(struct gp_buf *buf, enum gp_lang lang, const char *word)
{
    gp_buf_puts(buf, gp_translate(lang, word));
}

void gp_buf_stay(struct gp_buf *buf, const struct gp_model *model,
                 uint32_t scope, enum gp_lang lang)
{
    const struct gp_scope *s = scope_of(model, scope);
    const char *lead = "";
    for (uint32_t i = s->stay; i != GP_NONE; i = model->stays.at[i].next) {
        struct gp_span_days d = model->stays.at[i].days;
        bool from = d.first != GP_FIRST_DATE;
        gp_buf_puts(buf, lead);
        if (from) {
            put_word(buf, lang, GP_WORD("from "));
            gp_buf_date(buf, d.first);
        }
        if (d.last != GP_LAST_DATE) {
            put_word(buf, lang, from ? GP_WORD(" until ") : GP_WORD("until "));
            gp_buf_date(buf, d.last);
        }
        lead = gp_translate(lang, GP_WORD(" and "));
    }
    if (s->ramp == GP_NONE)
        return;
    const struct gp_ramp *r = &model->ramps.at[s->ramp];
    put_word(buf, lang, GP_WORD(" ramp "));
    for (int i = 0; i < r->count; i++) {
        put_word(buf, lang, i == 0 ? "" : GP_WORD(", "));
        put_share(buf, r->steps[i]);
    }
}

void gp_buf_there(struct gp_buf *buf, const struct gp_model *model,
                  uint32_t scope, struct gp_span_days span, enum gp_lang lang)
{
    int all = gp_calendar_workdays(&model->calendar, span);
    int there = gp_stay_workdays(model, scope, span);
    struct gp_rat ramp = gp_stay_availability(model, scope, span);
    if (!gp_stay_is_any(model, scope)) {
        put_word(buf, lang, GP_WORD("there all the time"));
        return;
    }
    put_word(buf, lang, GP_WORD("there on "));
    gp_buf_int(buf, there);
    put_word(buf, lang, GP_WORD(" of "));
    gp_buf_int(buf, all);
    put_word(buf, lang, all == 1 ? GP_WORD(" workday") : GP_WORD(" workdays"));
    if (all == 0 || there == 0 ||
        !gp_rat_mul(&ramp, ramp, gp_rat_make(all, there)) ||
        gp_rat_cmp(ramp, gp_rat_int(1)) == 0 ||
        !gp_rat_mul(&ramp, ramp, gp_rat_int(100)))
        return;
    put_word(buf, lang, GP_WORD(", ramped to "));
    gp_buf_rat(buf, ramp, 2);
    gp_buf_putc(buf, '%');
}

/* How far a scope's stay is from a day. */
static int64_t distance(const struct gp_model *m, uint32_t scope, gp_date day)
{
    int64_t best = INT64_MAX;
    const struct gp_scope *s = scope_of(m, scope);
    if (s->stay == GP_NONE)
        return 0;
    for (uint32_t i = s->stay; i != GP_NONE; i = m->stays.at[i].next) {
        struct gp_span_days d = m->stays.at[i].days;
        int64_t off = day < d.first  ? (int64_t)d.first - day
                      : day > d.last ? (int64_t)day - d.last
                                     : 0;
        best = off < best ? off : best;
    }
    return best;
}

uint32_t gp_stay_on(const struct gp_model *model, uint32_t scope, gp_date day)
{
    uint32_t best = scope, first = model->scopes.at[scope].person;
    if (model->stays.count == 0 || first == GP_NONE)
        return scope;
    int64_t least = INT64_MAX;
    for (uint32_t i = first; i != GP_NONE; i = model->scopes.at[i].moved_to) {
        int64_t off = distance(model, i, day);
        if (off < least) {
            least = off;
            best = i;
        }
    }
    return best;
}

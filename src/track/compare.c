/* Measures that look beyond their cell: growth against a period before, rank
 * among siblings; and how measures are named and shown.  See measure.h. */
#include <stdlib.h>

#include "track/measure.h"
#include "track/memory.h"

/* ------------------------------------------------------------------ growth */

static int months_of(enum gp_grain grain)
{
    return grain == GP_YEAR      ? 12
           : grain == GP_HALF    ? 6
           : grain == GP_QUARTER ? 3
                                 : 1;
}

/* The same day some months before; the month's last where it has no such
 * day, or (`end`) where the day is the last of its own month. */
static gp_date months_before(gp_date date, int months, bool end)
{
    struct gp_ymd d = gp_date_split(date);
    int at = d.year * 12 + d.month - 1 - months;
    int length = gp_month_length(at / 12, at % 12 + 1);
    if (d.day > length || (end && d.day == gp_month_length(d.year, d.month)))
        d.day = length;
    return gp_date_make(at / 12, at % 12 + 1, d.day);
}

/* Weeks are compared with weeks: a year before is 52 of them. */
static int days_before(enum gp_grain grain, enum gp_grain back)
{
    bool weeks = grain == GP_WEEK || grain == GP_PIECE;
    if (back == GP_DAY)
        return 1;
    if (back == GP_WEEK || back == GP_PIECE)
        return 7;
    if (!weeks)
        return 0;
    return back == GP_YEAR      ? 364
           : back == GP_HALF    ? 182
           : back == GP_QUARTER ? 91
                                : 28;
}

/* Of fiscal weeks: as far into the period before as this is into its own. */
static struct gp_span_days fiscal_base(const struct gp_calendar *calendar,
                                       const struct gp_period *period,
                                       struct gp_span_days span,
                                       enum gp_grain back)
{
    struct gp_period up = gp_period_of(calendar, back, span.first);
    struct gp_period before = gp_period_of(calendar, back, up.days.first - 1);
    gp_date first = before.days.first + (span.first - up.days.first);
    struct gp_span_days whole =
        gp_period_of(calendar, period->grain, span.first).days;
    if (span.first == whole.first && span.last == whole.last)
        return gp_period_of(calendar, period->grain, first).days;
    return (struct gp_span_days){first, first + gp_days_count(span) - 1};
}

bool gp_measure_base(const struct gp_track *t, const struct gp_period *period,
                     enum gp_grain back, struct gp_period *out)
{
    struct gp_span_days span = period->days;
    if (span.first > t->as_of)
        return false;
    span.last = span.last > t->as_of ? t->as_of : span.last;
    int days = days_before(period->grain, back);
    *out = *period;
    if (days != 0) {
        out->days = (struct gp_span_days){span.first - days, span.last - days};
        return true;
    }
    if (gp_calendar_has_fiscal_weeks(&t->model->calendar) && back >= GP_YEAR &&
        back <= GP_MONTH) {
        out->days = fiscal_base(&t->model->calendar, period, span, back);
        return true;
    }
    int months = months_of(back);
    out->days.first = months_before(span.first, months, false);
    out->days.last = months_before(span.last, months, period->grain != GP_DAY);
    return true;
}

struct gp_value gp_measure_growth(struct gp_track *t, uint32_t kpi,
                                  uint32_t scope,
                                  const struct gp_period *period,
                                  enum gp_grain back)
{
    struct gp_period p = *period, base;
    struct gp_span_days days = gp_days_cut(p.days, t->model->time.days);
    if (gp_days_count(days) > 0)
        p.days = days;
    if (!gp_measure_base(t, &p, back, &base))
        return gp_no_value();
    struct gp_value was = gp_measure_uncut(t, GP_M_ACTUAL, kpi, scope, &base);
    struct gp_value is = gp_measure_uncut(t, GP_M_ACTUAL, kpi, scope, &p);
    /* Growth on less than nothing has no meaning. */
    if (was.has && was.value.num < 0)
        return gp_no_value();
    return gp_value_sub(gp_value_div(is, was), gp_some_value(gp_rat_int(1)));
}

/* -------------------------------------------------------------------- rank */

static int ascending(const void *a, const void *b)
{
    return gp_rat_cmp(*(const struct gp_rat *)a, *(const struct gp_rat *)b);
}

static uint32_t dimension_of(const struct gp_model *m, uint32_t scope)
{
    const struct gp_scope *s = &m->scopes.at[scope];
    return s->kind == GP_SCOPE_NARROW ? m->members.at[s->member].dimension
                                      : GP_NONE;
}

static bool is_sibling(const struct gp_model *m, uint32_t scope,
                       uint32_t parent, uint32_t dimension)
{
    const struct gp_scope *s = &m->scopes.at[scope];
    if (s->parent != parent || dimension_of(m, scope) != dimension)
        return false;
    return s->kind != GP_SCOPE_RESERVE && s->kind != GP_SCOPE_GAP &&
           s->kind != GP_SCOPE_OVERLAY;
}

static void add_rank(struct gp_track *t, uint32_t kpi, uint32_t scope,
                     const struct gp_period *p)
{
    struct gp_value v = gp_measure_uncut(t, GP_M_ATTAINMENT, kpi, scope, p);
    if (v.has)
        gp_vec_push(t->heap, &t->ranks->sorted, v.value);
}

/* All siblings are measured once for the first of them that asks. */
static void fill_ranks(struct gp_track *t, uint32_t kpi, uint32_t parent,
                       uint32_t dimension, const struct gp_period *p)
{
    const struct gp_model *m = t->model;
    struct gp_rank_memory *r = t->ranks;
    if (r->set && r->kpi == kpi && r->parent == parent &&
        r->dimension == dimension && r->period.grain == p->grain &&
        r->period.days.first == p->days.first &&
        r->period.days.last == p->days.last)
        return;
    r->set = true;
    r->kpi = kpi;
    r->parent = parent;
    r->dimension = dimension;
    r->period = *p;
    r->sorted.count = 0;
    if (dimension == GP_NONE && parent != GP_NONE) {
        for (uint32_t c = m->scopes.at[parent].child; c != GP_NONE;
             c = m->scopes.at[c].next)
            if (is_sibling(m, c, parent, dimension))
                add_rank(t, kpi, c, p);
    } else {
        for (uint32_t s = 0; s < m->scopes.count; s++)
            if (is_sibling(m, s, parent, dimension))
                add_rank(t, kpi, s, p);
    }
    if (r->sorted.count > 1)
        qsort(r->sorted.at, r->sorted.count, sizeof *r->sorted.at, ascending);
}

/* How many of the sorted ones are less than v, or (`equal`) not more. */
static size_t below(const struct gp_rank_memory *r, struct gp_rat v, bool equal)
{
    size_t low = 0, high = r->sorted.count;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (gp_rat_cmp(r->sorted.at[mid], v) < (equal ? 1 : 0))
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

bool gp_measure_turns(struct gp_track *t, uint32_t kpi, uint32_t scope,
                      const struct gp_period *period)
{
    return gp_measure_is_lower(t->model, kpi, scope) &&
           gp_measure(t, GP_M_TARGET, kpi, scope, period).value.num >= 0;
}

struct gp_value gp_measure_rank(struct gp_track *t, uint32_t kpi,
                                uint32_t scope, const struct gp_period *p)
{
    const struct gp_model *m = t->model;
    if (scope >= m->scopes.count || gp_model_upon(m, scope) != scope)
        return gp_no_value();
    struct gp_value own = gp_measure_uncut(t, GP_M_ATTAINMENT, kpi, scope, p);
    if (!own.has)
        return own;
    fill_ranks(t, kpi, m->scopes.at[scope].parent, dimension_of(m, scope), p);
    size_t better =
        gp_measure_turns(t, kpi, scope, p)
            ? below(t->ranks, own.value, false)
            : t->ranks->sorted.count - below(t->ranks, own.value, true);
    return gp_some_value(gp_rat_int((int64_t)better + 1));
}

/* ------------------------------------------------------------------- names */

const char *gp_standing_name(enum gp_standing standing)
{
    static const char *const names[] = {
        [GP_STANDING_NONE] = "",
        [GP_STANDING_NO_DATA] = "no-data",
        [GP_STANDING_MET] = GP_WORD("met"),
        [GP_STANDING_MISSED] = GP_WORD("missed"),
        [GP_STANDING_AHEAD] = GP_WORD("ahead"),
        [GP_STANDING_BEHIND] = GP_WORD("behind"),
    };
    return names[standing];
}

const char *gp_measure_name(enum gp_measure measure)
{
    static const char *const names[GP_M_COUNT] = {
        [GP_M_TARGET] = GP_WORD("target"),
        [GP_M_ACTUAL] = GP_WORD("actual"),
        [GP_M_ATTAINMENT] = GP_WORD("attainment"),
        [GP_M_VARIANCE] = GP_WORD("variance"),
        [GP_M_DEVIATION] = GP_WORD("deviation"),
        [GP_M_SHORTFALL] = GP_WORD("shortfall"),
        [GP_M_TO_DATE] = GP_WORD("to_date"),
        [GP_M_PACE] = GP_WORD("pace"),
        [GP_M_FORECAST] = GP_WORD("forecast"),
        [GP_M_REQUIRED] = GP_WORD("required"),
        [GP_M_RANK] = GP_WORD("rank"),
    };
    return names[measure];
}

bool gp_measure_is_ratio(enum gp_measure measure)
{
    return measure == GP_M_ATTAINMENT || measure == GP_M_DEVIATION ||
           measure == GP_M_PACE;
}

const char *gp_measure_show(struct gp_arena *arena,
                            const struct gp_model *model,
                            enum gp_measure measure, uint32_t kpi,
                            struct gp_value value)
{
    if (!value.has)
        return "missing";
    bool ratio =
        model->kpis.at[kpi].unit == GP_UNIT_RATIO && measure != GP_M_RANK;
    return gp_show_rat(arena, model, value.value,
                       ratio || gp_measure_is_ratio(measure));
}

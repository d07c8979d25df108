/* See measure.h; growth, rank and names are in compare.c. */
#include "track/measure.h"

#include "model/within.h"
#include "track/eval.h"

/* The part of a period that lies in the plan; a period outside it whole. */
static struct gp_period cut_to_plan(const struct gp_model *m,
                                    const struct gp_period *period)
{
    struct gp_period p = *period;
    struct gp_span_days days = gp_days_cut(p.days, m->time.days);
    if (gp_days_count(days) > 0)
        p.days = days;
    return p;
}

static struct gp_value amount(const struct gp_model *m, uint32_t kpi, int64_t a)
{
    return gp_some_value(gp_rat_make(a, gp_pow10(m->kpis.at[kpi].digits)));
}

static struct gp_value zero(void)
{
    return gp_some_value(gp_rat_int(0));
}

/* ----------------------------------------------------------------- targets */

/* A target that is divided over time; others are copied to each period. */
static bool is_summed(const struct gp_model *m, const struct gp_row *row)
{
    return m->kpis.at[row->kpi].kind == GP_KPI_FLOW &&
           row->relation == GP_EQUAL;
}

/* Of a cell what it says, of another period what holds in it. */
static int64_t copied(const struct gp_model *m, const struct gp_row *row,
                      const struct gp_period *p)
{
    int64_t a;
    int tick = gp_timetable_find(&m->time, p);
    if (tick != GP_NO_TICK)
        return row->at[tick];
    return gp_row_within(m, row, p, &a) ? a : GP_NO_AMOUNT;
}

static struct gp_value target_of(struct gp_track *t, uint32_t kpi,
                                 uint32_t scope, const struct gp_period *p)
{
    const struct gp_model *m = t->model;
    const struct gp_row *row = gp_model_row(m, kpi, scope);
    int64_t a = GP_NO_AMOUNT;
    if (row != NULL && is_summed(m, row)) {
        if (!gp_days_value(t->days, (uint32_t)(row - m->rows.at), p, &a))
            a = GP_NO_AMOUNT;
    } else if (row != NULL) {
        a = copied(m, row, p);
    }
    if (a != GP_NO_AMOUNT)
        return amount(m, kpi, a);
    uint32_t formula = m->kpis.at[kpi].formula;
    return formula == GP_NONE
               ? gp_no_value()
               : gp_eval_formula(t, formula, GP_M_TARGET, scope, p);
}

/* A copied target of a flow has no curve: it is taken to grow by workdays. */
static struct gp_value part_gone(const struct gp_track *t,
                                 const struct gp_period *p,
                                 struct gp_value target)
{
    struct gp_span_days gone = {p->days.first, t->as_of};
    int all = gp_calendar_workdays(&t->model->calendar, p->days);
    int done = gp_calendar_workdays(&t->model->calendar, gone);
    if (all == 0) {
        all = gp_days_count(p->days);
        done = gp_days_count(gone);
    }
    return gp_value_mul(target, gp_some_value(gp_rat_make(done, all)));
}

/* The milestone of a running period that is due already; none before. */
static struct gp_value due_by_now(const struct gp_track *t,
                                  const struct gp_row *row,
                                  const struct gp_period *p)
{
    struct gp_period gone = {.grain = GP_PLAN,
                             .days = {p->days.first, t->as_of}};
    int64_t a;
    return row != NULL && gp_row_within(t->model, row, &gone, &a)
               ? amount(t->model, row->kpi, a)
               : gp_no_value();
}

static struct gp_value to_date_of(struct gp_track *t, uint32_t kpi,
                                  uint32_t scope, const struct gp_period *p)
{
    const struct gp_model *m = t->model;
    const struct gp_row *row = gp_model_row(m, kpi, scope);
    struct gp_value target = target_of(t, kpi, scope, p);
    if (!gp_track_begun(t, p))
        return gp_no_value();
    if (gp_track_finished(t, p))
        return target;
    if (row != NULL && is_summed(m, row)) {
        struct gp_span_days gone = {p->days.first, t->as_of};
        int64_t a;
        return gp_days_sum(t->days, (uint32_t)(row - m->rows.at), gone, &a)
                   ? amount(m, kpi, a)
                   : gp_no_value();
    }
    if (row == NULL && m->kpis.at[kpi].formula != GP_NONE)
        return gp_eval_formula(t, m->kpis.at[kpi].formula, GP_M_TO_DATE, scope,
                               p);
    if (m->kpis.at[kpi].kind == GP_KPI_MILESTONE)
        return due_by_now(t, row, p);
    return m->kpis.at[kpi].kind == GP_KPI_FLOW ? part_gone(t, p, target)
                                               : target;
}

/* ----------------------------------------------------------------- actuals */

/* Done where its own last word says so; a scope without one, where all that
 * is below it and is to be reached is done. */
static struct gp_value milestone_of(struct gp_track *t, uint32_t kpi,
                                    uint32_t scope, gp_date last)
{
    const struct gp_model *m = t->model;
    struct gp_span_days until = {gp_date_make(GP_MIN_YEAR, 1, 1), last};
    int64_t a;
    if (gp_facts_last(t->facts, kpi, scope, until, t->as_of, &a, NULL))
        return gp_some_value(gp_rat_int(a >= gp_pow10(m->kpis.at[kpi].digits)));
    if (scope >= m->scopes.count)
        return gp_no_value();
    bool any = false, unknown = false;
    for (uint32_t c = m->scopes.at[scope].child; c != GP_NONE;
         c = m->scopes.at[c].next) {
        struct gp_value v = milestone_of(t, kpi, c, last);
        if (v.has && v.value.num == 0)
            return v;
        any |= v.has;
        unknown |= !v.has && gp_model_row(m, kpi, c) != NULL;
    }
    return any && !unknown ? gp_some_value(gp_rat_int(1)) : gp_no_value();
}

static struct gp_value actual_of(struct gp_track *t, uint32_t kpi,
                                 uint32_t scope, const struct gp_period *p)
{
    const struct gp_kpi *k = &t->model->kpis.at[kpi];
    bool has = false;
    int64_t a = 0;
    switch (k->kind) {
    case GP_KPI_FORMULA:
        return k->formula == GP_NONE
                   ? gp_no_value()
                   : gp_eval_formula(t, k->formula, GP_M_ACTUAL, scope, p);
    case GP_KPI_MILESTONE:
        return milestone_of(t, kpi, scope, p->days.last);
    case GP_KPI_FLOW:
        has = gp_facts_sum(t->facts, kpi, scope, p->days, t->as_of, &a);
        break;
    case GP_KPI_UNIQUE:
        has = gp_facts_only(t->facts, kpi, scope, p->days, t->as_of, &a);
        break;
    case GP_KPI_LEVEL:
    case GP_KPI_GRADE:
        has = gp_facts_last(t->facts, kpi, scope, p->days, t->as_of, &a, NULL);
        break;
    }
    if (has)
        return amount(t->model, kpi, a);
    /* Nothing at all, that is: a sum that overflows is no zero. */
    bool none =
        k->missing_as_zero && gp_track_begun(t, p) &&
        !gp_facts_last(t->facts, kpi, scope, p->days, t->as_of, &a, NULL);
    return none ? zero() : gp_no_value();
}

struct gp_value gp_measure_actual(struct gp_track *t, uint32_t kpi,
                                  uint32_t scope, struct gp_span_days span)
{
    struct gp_period p = {.grain = GP_PLAN, .days = span};
    return actual_of(t, kpi, scope, &p);
}

/* ---------------------------------------------------------------- the rest */

bool gp_measure_is_lower(const struct gp_model *model, uint32_t kpi,
                         uint32_t scope)
{
    const struct gp_row *row = gp_model_row(model, kpi, scope);
    if (row != NULL && row->relation != GP_EQUAL)
        return row->relation == GP_AT_MOST;
    return model->kpis.at[kpi].lower_better;
}

static struct gp_value not_negative(struct gp_value v)
{
    return v.has && v.value.num < 0 ? zero() : v;
}

static struct gp_value size_of(struct gp_value v)
{
    return v.has && v.value.num < 0 ? gp_value_sub(zero(), v) : v;
}

static struct gp_value forecast_of(struct gp_track *t, uint32_t kpi,
                                   uint32_t scope, const struct gp_period *p)
{
    struct gp_value actual = actual_of(t, kpi, scope, p);
    if (gp_track_finished(t, p))
        return actual;
    /* What is done stays done; of the others nothing is known. */
    if (t->model->kpis.at[kpi].kind == GP_KPI_MILESTONE)
        return gp_value_is_true(actual) ? actual : gp_no_value();
    return gp_value_div(gp_value_mul(actual, target_of(t, kpi, scope, p)),
                        to_date_of(t, kpi, scope, p));
}

static struct gp_value required_of(struct gp_track *t, uint32_t kpi,
                                   uint32_t scope, const struct gp_period *p)
{
    struct gp_span_days left = {t->as_of + 1, p->days.last};
    if (t->model->kpis.at[kpi].kind != GP_KPI_FLOW || !gp_track_begun(t, p))
        return gp_no_value();
    int days = gp_calendar_workdays(&t->model->calendar, left);
    struct gp_value gap =
        gp_value_sub(target_of(t, kpi, scope, p), actual_of(t, kpi, scope, p));
    return gp_value_div(not_negative(gap), gp_some_value(gp_rat_int(days)));
}

/* The results of what it lies upon count for an overlay, so far as it is one
 * of this KPI. */
static bool is_no_overlay(const struct gp_model *m, uint32_t kpi,
                          uint32_t scope)
{
    return gp_model_upon(m, scope) != scope &&
           gp_model_row(m, kpi, scope) == NULL;
}

struct gp_value gp_measure_uncut(struct gp_track *t, enum gp_measure measure,
                                 uint32_t kpi, uint32_t scope,
                                 const struct gp_period *p)
{
    struct gp_value target, actual;
    if (is_no_overlay(t->model, kpi, scope))
        return gp_no_value();
    switch (measure) {
    case GP_M_TARGET:
        return target_of(t, kpi, scope, p);
    case GP_M_ACTUAL:
        return actual_of(t, kpi, scope, p);
    case GP_M_TO_DATE:
        return to_date_of(t, kpi, scope, p);
    case GP_M_FORECAST:
        return forecast_of(t, kpi, scope, p);
    case GP_M_REQUIRED:
        return required_of(t, kpi, scope, p);
    case GP_M_RANK:
        return gp_measure_rank(t, kpi, scope, p);
    case GP_M_PACE:
        return gp_value_div(actual_of(t, kpi, scope, p),
                            to_date_of(t, kpi, scope, p));
    default:
        break;
    }
    target = target_of(t, kpi, scope, p);
    actual = actual_of(t, kpi, scope, p);
    switch (measure) {
    case GP_M_ATTAINMENT:
        return target.has && target.value.num < 0 &&
                       !gp_measure_is_lower(t->model, kpi, scope)
                   ? gp_no_value()
                   : gp_value_div(actual, target);
    case GP_M_VARIANCE:
        return gp_value_sub(actual, target);
    case GP_M_DEVIATION:
        return gp_value_div(gp_value_sub(actual, target), size_of(target));
    case GP_M_SHORTFALL:
        return not_negative(gp_measure_is_lower(t->model, kpi, scope)
                                ? gp_value_sub(actual, target)
                                : gp_value_sub(target, actual));
    default:
        return gp_no_value();
    }
}

struct gp_value gp_measure(struct gp_track *t, enum gp_measure measure,
                           uint32_t kpi, uint32_t scope,
                           const struct gp_period *period)
{
    struct gp_period p = cut_to_plan(t->model, period);
    return gp_measure_uncut(t, measure, kpi, scope, &p);
}

enum gp_standing gp_measure_status(struct gp_track *t, uint32_t kpi,
                                   uint32_t scope,
                                   const struct gp_period *period)
{
    struct gp_period p = cut_to_plan(t->model, period);
    struct gp_value goal = target_of(t, kpi, scope, &p);
    if (!goal.has || !gp_track_begun(t, &p))
        return GP_STANDING_NONE;
    struct gp_value actual = actual_of(t, kpi, scope, &p);
    bool finished = gp_track_finished(t, &p);
    if (!finished)
        goal = to_date_of(t, kpi, scope, &p);
    /* Until its day a milestone that is not there yet is not late. */
    if (!goal.has && t->model->kpis.at[kpi].kind == GP_KPI_MILESTONE)
        return gp_value_is_true(actual) ? GP_STANDING_AHEAD : GP_STANDING_NONE;
    if (!actual.has || !goal.has)
        return GP_STANDING_NO_DATA;
    int c = gp_rat_cmp(actual.value, goal.value);
    bool good = gp_measure_is_lower(t->model, kpi, scope) ? c <= 0 : c >= 0;
    if (finished)
        return good ? GP_STANDING_MET : GP_STANDING_MISSED;
    return good ? GP_STANDING_AHEAD : GP_STANDING_BEHIND;
}

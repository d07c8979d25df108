/*
 * Key figures, the trend and the bars of attainment: what follows a plan up.
 * What shows how a plan is divided is in figures_plan.c.
 */
#include "report/figures.h"

#include "model/stay.h"
#include "report/target.h"

bool gp_build_focus(const struct gp_builder *b, uint32_t *kpi, uint32_t *scope)
{
    const struct gp_model *m = b->model;
    *scope = b->sel->of != GP_NONE ? b->sel->of : m->root;
    if (*scope == GP_NONE)
        return false;
    for (size_t i = 0; i < b->sel->kpi_count; i++) {
        *kpi = b->sel->kpis[i];
        if (gp_measure(b->track, GP_M_TARGET, *kpi, *scope, &b->sel->in).has)
            return true;
    }
    return false;
}

const char *gp_build_caption(const struct gp_builder *b, const char *english,
                             const char *chinese, uint32_t kpi, uint32_t scope)
{
    return gp_arena_join(b->arena, b->chinese ? chinese : english, ": ",
                         b->model->kpis.at[kpi].title, ", ",
                         b->model->scopes.at[scope].title, NULL);
}

static const char *say(const struct gp_builder *b, uint32_t kpi,
                       struct gp_value v)
{
    bool ratio = b->model->kpis.at[kpi].unit == GP_UNIT_RATIO;
    return v.has ? gp_show_rat(b->arena, b->model, v.value, ratio) : "–";
}

static const char *say_percent(const struct gp_builder *b, struct gp_value v)
{
    return v.has ? gp_show_rat(b->arena, b->model, v.value, true) : "–";
}

/* ---- key figures --------------------------------------------------------- */

struct card_place {
    struct gp_builder *b;
    uint32_t kpi, scope;
    const struct gp_period *period;
};

static struct gp_value measure(const struct card_place *at,
                               enum gp_measure which)
{
    return gp_measure(at->b->track, which, at->kpi, at->scope, at->period);
}

static const char *word(const struct card_place *at, const char *english,
                        const char *chinese)
{
    return at->b->chinese ? chinese : english;
}

static void add_attainment(const struct card_place *at)
{
    struct gp_builder *b = at->b;
    struct gp_card *c = gp_report_card(
        b->report, "attainment", word(at, "Attainment", "完成率"),
        gp_build_attainment(b, at->kpi, at->scope, at->period));
    c->before = word(at, "of target", "目标");
    c->beside = gp_build_value(b, at->kpi, measure(at, GP_M_TARGET));
}

static void add_to_date(const struct card_place *at)
{
    struct gp_builder *b = at->b;
    struct gp_value curve = measure(at, GP_M_TO_DATE);
    struct gp_cell cell = gp_build_value(b, at->kpi, measure(at, GP_M_ACTUAL));
    cell.status = gp_build_standing(
        gp_measure_status(b->track, at->kpi, at->scope, at->period));
    struct gp_card *c = gp_report_card(b->report, "to_date",
                                       word(at, "To date", "累计完成"), cell);
    c->before = word(at, "planned by now", "同期计划");
    c->beside = gp_build_value(b, at->kpi, curve);
}

static void add_outlook(const struct card_place *at)
{
    struct gp_builder *b = at->b;
    struct gp_value forecast = measure(at, GP_M_FORECAST);
    struct gp_value target = measure(at, GP_M_TARGET);
    struct gp_value gap = gp_value_sub(forecast, target);
    bool lower = gp_measure_is_lower(b->model, at->kpi, at->scope);
    enum gp_cell_status status = GP_STATUS_QUIET;
    if (gap.has)
        status = (lower ? gap.value.num <= 0 : gap.value.num >= 0)
                     ? GP_STATUS_GOOD
                     : GP_STATUS_BAD;
    struct gp_cell cell = gp_build_value(b, at->kpi, forecast);
    cell.status = status;
    struct gp_card *c = gp_report_card(b->report, "forecast",
                                       word(at, "Forecast", "预测"), cell);
    c->before = word(at, "of target", "达目标");
    c->beside = gp_build_ratio(gp_value_div(forecast, target));
    cell = gp_build_value(b, at->kpi, gap);
    cell.status = status;
    c = gp_report_card(b->report, "gap", word(at, "Gap", "缺口"), cell);
    struct gp_value required = measure(at, GP_M_REQUIRED);
    if (required.has && required.value.num > 0) {
        c->before = word(at, "needed a workday", "每工作日需");
        c->beside = gp_build_value(b, at->kpi, required);
    } else {
        c->before = word(at, "forecast less target", "预测减目标");
    }
}

void gp_build_cards(struct gp_builder *b, uint32_t kpi, uint32_t scope,
                    const struct gp_period *period)
{
    struct card_place at = {b, kpi, scope, period};
    if (!gp_track_begun(b->track, period))
        return;
    add_attainment(&at);
    add_to_date(&at);
    add_outlook(&at);
}

/* ---- the trend ----------------------------------------------------------- */

struct trend {
    struct gp_builder *b;
    struct gp_figure *figure;
    uint32_t kpi, scope;
    struct gp_value target, actual; /* added up, where the KPI sums */
};

enum { ENOUGH_POINTS = 4 };

/* The coarsest of month, week and day that makes a line. */
static enum gp_grain grain_of(const struct gp_builder *b)
{
    static const enum gp_grain grains[] = {GP_MONTH, GP_WEEK};
    for (size_t i = 0; i < sizeof grains / sizeof grains[0]; i++) {
        gp_date at = b->sel->span.first - 1;
        struct gp_period p;
        int count = 0;
        while (count < ENOUGH_POINTS &&
               gp_track_next(b->track, grains[i], &at, &p) &&
               p.days.first <= b->sel->span.last)
            count++;
        if (count == ENOUGH_POINTS)
            return grains[i];
    }
    return GP_DAY;
}

static struct gp_value sum(const struct trend *t, struct gp_value so_far,
                           struct gp_value v)
{
    return t->figure->running && so_far.has && v.has ? gp_value_add(so_far, v)
                                                     : v;
}

static struct gp_point *add_point(struct trend *t, const char *label,
                                  gp_date date, struct gp_value target,
                                  struct gp_value actual)
{
    struct gp_builder *b = t->b;
    struct gp_point *p = gp_figure_point(b->report, t->figure, label);
    bool lower = gp_measure_is_lower(b->model, t->kpi, t->scope);
    p->date = date;
    p->values[0] = gp_build_value(b, t->kpi, target);
    p->values[1] = gp_build_value(b, t->kpi, actual);
    if (target.has && actual.has) {
        int c = gp_rat_cmp(actual.value, target.value);
        p->status = (lower ? c <= 0 : c >= 0) ? GP_STATUS_GOOD : GP_STATUS_BAD;
    }
    return p;
}

/* The as-of day, where it lies inside a period. */
static void add_today(struct trend *t, const struct gp_period *p)
{
    struct gp_builder *b = t->b;
    struct gp_buf buf;
    gp_buf_init(&buf, b->arena->heap);
    gp_buf_date(&buf, b->track->as_of);
    const char *label = gp_arena_strndup(b->arena, buf.at, buf.count);
    gp_buf_fini(&buf);
    struct gp_value curve =
        gp_measure(b->track, GP_M_TO_DATE, t->kpi, t->scope, p);
    struct gp_value actual =
        gp_measure(b->track, GP_M_ACTUAL, t->kpi, t->scope, p);
    add_point(t, label, b->track->as_of, sum(t, t->target, curve),
              sum(t, t->actual, actual));
}

static void add_period(struct trend *t, const struct gp_period *p)
{
    struct gp_builder *b = t->b;
    gp_date as_of = b->track->as_of;
    bool inside = gp_days_hold(p->days, as_of) && as_of != p->days.last;
    struct gp_value target =
        gp_measure(b->track, GP_M_TARGET, t->kpi, t->scope, p);
    struct gp_value actual = gp_no_value();
    if (inside)
        add_today(t, p);
    else if (gp_track_begun(b->track, p))
        actual = gp_measure(b->track, GP_M_ACTUAL, t->kpi, t->scope, p);
    target = sum(t, t->target, target);
    actual = sum(t, t->actual, actual);
    add_point(t, gp_target_period(b->arena, p), p->days.last, target, actual);
    if (target.has)
        t->target = target;
    if (actual.has)
        t->actual = actual;
}

/* From the last thing known to where it leads. */
static void add_forecast(struct trend *t)
{
    struct gp_figure *f = t->figure;
    struct gp_value forecast = gp_measure(t->b->track, GP_M_FORECAST, t->kpi,
                                          t->scope, &t->b->sel->in);
    size_t i = f->point_count;
    while (i > 0 && f->points[i - 1].values[1].kind == GP_CELL_NONE)
        i--;
    if (i == 0 || i == f->point_count || !forecast.has || !f->running)
        return;
    f->points[i - 1].values[2] = f->points[i - 1].values[1];
    f->points[f->point_count - 1].values[2] =
        gp_build_value(t->b, t->kpi, forecast);
}

static const char *trend_alt(const struct trend *t)
{
    struct gp_builder *b = t->b;
    const struct gp_period *p = &b->sel->in;
    struct gp_track *k = b->track;
    const char *actual =
        say(b, t->kpi, gp_measure(k, GP_M_ACTUAL, t->kpi, t->scope, p));
    const char *curve =
        say(b, t->kpi, gp_measure(k, GP_M_TO_DATE, t->kpi, t->scope, p));
    const char *whole =
        say(b, t->kpi, gp_measure(k, GP_M_TARGET, t->kpi, t->scope, p));
    if (b->chinese)
        return gp_arena_join(b->arena, "累计完成 ", actual, ", 同期计划 ",
                             curve, ", 目标 ", whole, "。", NULL);
    return gp_arena_join(b->arena, actual, " to date, against ", curve,
                         " planned by now and a target of ", whole, ".", NULL);
}

void gp_build_trend(struct gp_builder *b, uint32_t kpi, uint32_t scope)
{
    struct gp_period p;
    enum gp_grain grain = grain_of(b);
    gp_date at = b->sel->span.first - 1;
    const struct gp_row *row = gp_model_row(b->model, kpi, scope);
    struct trend t = {b, NULL, kpi, scope, gp_no_value(), gp_no_value()};
    t.figure =
        gp_report_figure(b->report, GP_FIGURE_TREND, "trend",
                         gp_build_caption(b, "Trend", "趋势", kpi, scope));
    t.figure->in_tables = true;
    t.figure->from = b->sel->span.first;
    t.figure->running = row != NULL && gp_target_sums(b->model, row);
    t.figure->alt = trend_alt(&t);
    gp_figure_series(t.figure, GP_SERIES_TARGET,
                     t.figure->running ? (b->chinese ? "计划累计" : "planned")
                                       : (b->chinese ? "目标" : "target"));
    gp_figure_series(t.figure, GP_SERIES_ACTUAL,
                     b->chinese ? "实际完成" : "actual");
    gp_figure_series(t.figure, GP_SERIES_FORECAST,
                     b->chinese ? "预测" : "forecast");
    while (gp_track_next(b->track, grain, &at, &p) &&
           p.days.first <= b->sel->span.last)
        add_period(&t, &p);
    add_forecast(&t);
}

/* ---- people -------------------------------------------------------------- */

enum gp_cell_status gp_build_standing(enum gp_standing standing)
{
    switch (standing) {
    case GP_STANDING_MET:
    case GP_STANDING_AHEAD:
        return GP_STATUS_GOOD;
    case GP_STANDING_MISSED:
    case GP_STANDING_BEHIND:
        return GP_STATUS_BAD;
    case GP_STANDING_NO_DATA:
        return GP_STATUS_QUIET;
    case GP_STANDING_NONE:
        break;
    }
    return GP_STATUS_NONE;
}

struct people {
    struct gp_figure *figure;
    uint32_t kpi;
    const struct gp_period *period;
    size_t good, known;
};

static void add_person(struct gp_builder *b, struct people *p, uint32_t scope)
{
    struct gp_value target =
        gp_measure(b->track, GP_M_TARGET, p->kpi, scope, p->period);
    if (!target.has || !gp_stay_is_there(b->model, scope, p->period->days))
        return;
    struct gp_point *point =
        gp_figure_point(b->report, p->figure, b->model->scopes.at[scope].title);
    point->values[0] = gp_build_attainment(b, p->kpi, scope, p->period);
    point->status = point->values[0].status;
    point->values[1] = gp_build_value(b, p->kpi, target);
    point->values[2] = gp_build_value(
        b, p->kpi, gp_measure(b->track, GP_M_ACTUAL, p->kpi, scope, p->period));
    p->good += point->status == GP_STATUS_GOOD;
    p->known += point->values[0].kind != GP_CELL_NONE;
}

static const char *people_alt(struct gp_builder *b, const struct people *p,
                              uint32_t team)
{
    struct gp_buf buf;
    const char *whole = say_percent(
        b, gp_measure(b->track, GP_M_ATTAINMENT, p->kpi, team, p->period));
    gp_buf_init(&buf, b->arena->heap);
    gp_buf_int(&buf, (int64_t)p->good);
    gp_buf_puts(&buf, b->chinese ? " / " : " of ");
    gp_buf_int(&buf, (int64_t)p->figure->point_count);
    gp_buf_puts(&buf,
                b->chinese ? " 达到计划; 合计 " : " are on plan; together ");
    gp_buf_puts(&buf, whole);
    gp_buf_puts(&buf, b->chinese ? "。" : ".");
    const char *text = gp_arena_strndup(b->arena, buf.at, buf.count);
    gp_buf_fini(&buf);
    return text;
}

void gp_build_people(struct gp_builder *b, uint32_t kpi, uint32_t team,
                     const struct gp_period *period)
{
    const struct gp_model *m = b->model;
    if (!gp_track_begun(b->track, period))
        return;
    struct people p = {.kpi = kpi, .period = period};
    p.figure = gp_report_figure(
        b->report, GP_FIGURE_BARS, "people",
        gp_arena_join(b->arena,
                      gp_build_caption(b, "Attainment", "完成率", kpi, team),
                      ", ", gp_target_period(b->arena, period), NULL));
    p.figure->in_tables = true;
    gp_figure_series(p.figure, GP_SERIES_ATTAINMENT,
                     b->chinese ? "完成率" : "attainment");
    gp_figure_series(p.figure, GP_SERIES_TARGET,
                     b->chinese ? "目标" : "target");
    gp_figure_series(p.figure, GP_SERIES_ACTUAL,
                     b->chinese ? "实际完成" : "actual");
    for (size_t i = 0; i < m->scopes.count; i++) {
        uint32_t s = m->scope_order[i];
        if (m->scopes.at[s].kind == GP_SCOPE_PERSON &&
            gp_scope_is_below(m, s, team))
            add_person(b, &p, s);
    }
    if (p.figure->point_count == 0)
        for (uint32_t s = m->scopes.at[team].child; s != GP_NONE;
             s = m->scopes.at[s].next)
            add_person(b, &p, s);
    p.figure->alt = people_alt(b, &p, team);
}

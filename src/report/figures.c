/*
 * Key figures, the trend and the bars of attainment: what follows a plan up.
 * What shows how a plan is divided is in figures_plan.c.
 */
#include "report/figures.h"

#include "model/stay.h"
#include "report/owners.h"
#include "report/target.h"

/* What a reader means by "how are we doing": sales before other results,
 * results before what leads to them.  What was asked for comes in order. */
static int weight_of(const struct gp_builder *b, uint32_t kpi)
{
    const struct gp_kpi *k = &b->model->kpis.at[kpi];
    if (b->sel->words.kpi_count != 0)
        return 1;
    if (gp_build_meaning(b->model, kpi, GP_H_MONTHLY_SALES,
                         GP_H_MONTHLY_SALES) != GP_HEADING_COUNT)
        return 4;
    if (k->class != GP_RESULT)
        return 1;
    return k->kind == GP_KPI_FLOW ? 3 : 2;
}

bool gp_build_focus(const struct gp_builder *b, uint32_t *kpi, uint32_t *scope)
{
    const struct gp_model *m = b->model;
    int best = 0;
    *scope = b->sel->of != GP_NONE ? b->sel->of : m->root;
    if (*scope == GP_NONE)
        return false;
    for (size_t i = 0; i < b->sel->kpi_count; i++) {
        uint32_t k = b->sel->kpis[i];
        int weight = weight_of(b, k);
        if (weight <= best ||
            !gp_measure(b->track, GP_M_TARGET, k, *scope, &b->sel->in).has)
            continue;
        best = weight;
        *kpi = k;
    }
    return best != 0;
}

const char *gp_build_caption(const struct gp_builder *b, const char *english,
                             const char *chinese, uint32_t kpi, uint32_t scope)
{
    const char *when =
        b->sel->words.in == NULL ? NULL : gp_period_text(b->arena, &b->sel->in);
    return gp_arena_join(b->arena, b->chinese ? chinese : english, ": ",
                         b->model->kpis.at[kpi].title, ", ",
                         b->model->scopes.at[scope].title,
                         when == NULL ? NULL : ", ", when, NULL);
}

static const char *say(const struct gp_builder *b, uint32_t kpi,
                       struct gp_value v)
{
    struct gp_cell cell = gp_build_value(b, kpi, v);
    return gp_build_say(b, &cell);
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
    c->note = word(at, "of target", "目标");
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
    c->note = word(at, "planned by now", "同期计划");
    c->beside = gp_build_value(b, at->kpi, curve);
}

static void add_forecast_card(const struct card_place *at,
                              struct gp_value forecast, struct gp_value target,
                              enum gp_cell_status status)
{
    struct gp_cell cell = gp_build_value(at->b, at->kpi, forecast);
    cell.status = status;
    struct gp_card *c = gp_report_card(at->b->report, "forecast",
                                       word(at, "Forecast", "预测"), cell);
    c->note = word(at, "of target", "达目标");
    c->beside = gp_build_ratio(gp_value_div(forecast, target));
}

/* Below the gap what each day has to bring; at the end what is left over. */
static void add_gap(const struct card_place *at, struct gp_value gap,
                    struct gp_value surplus, enum gp_cell_status status)
{
    struct gp_builder *b = at->b;
    bool lower = gp_measure_is_lower(b->model, at->kpi, at->scope);
    struct gp_cell cell = gp_build_value(b, at->kpi, gap);
    cell.status = status;
    struct gp_card *c =
        gp_report_card(b->report, "gap", word(at, "Gap", "缺口"), cell);
    struct gp_value required = measure(at, GP_M_REQUIRED);
    if (required.has && required.value.num > 0) {
        c->note = lower ? word(at, "left a workday", "每工作日可用")
                        : word(at, "needed a workday", "每工作日需");
        c->beside = gp_build_value(b, at->kpi, required);
    } else if (gap.has && gap.value.num == 0 && surplus.value.num > 0) {
        c->note = lower ? word(at, "below the target", "低于目标")
                        : word(at, "above the target", "超出目标");
        c->beside = gp_build_value(b, at->kpi, surplus);
    } else {
        c->note = lower ? word(at, "forecast above target", "预测超出目标")
                        : word(at, "target less forecast", "目标减预测");
    }
}

static void add_outlook(const struct card_place *at)
{
    struct gp_builder *b = at->b;
    struct gp_value forecast = measure(at, GP_M_FORECAST);
    struct gp_value target = measure(at, GP_M_TARGET);
    struct gp_value gap = gp_build_gap(b, at->kpi, at->scope, target, forecast);
    struct gp_value surplus = gp_value_sub(forecast, target);
    if (surplus.value.num < 0)
        surplus = gp_value_sub(target, forecast);
    enum gp_cell_status status = !gap.has            ? GP_STATUS_QUIET
                                 : gap.value.num > 0 ? GP_STATUS_BAD
                                                     : GP_STATUS_GOOD;
    add_forecast_card(at, forecast, target, status);
    add_gap(at, gap, surplus, status);
}

/* Of a milestone whether it is there, and what is due. */
static void add_milestone(const struct card_place *at)
{
    struct gp_builder *b = at->b;
    struct gp_cell cell = gp_build_value(b, at->kpi, measure(at, GP_M_ACTUAL));
    cell.status = gp_build_standing(
        gp_measure_status(b->track, at->kpi, at->scope, at->period));
    struct gp_card *c = gp_report_card(b->report, "to_date",
                                       b->model->kpis.at[at->kpi].title, cell);
    c->note = word(at, "is the target", "为目标");
    c->beside = gp_build_value(b, at->kpi, measure(at, GP_M_TARGET));
}

void gp_build_cards(struct gp_builder *b, uint32_t kpi, uint32_t scope,
                    const struct gp_period *period)
{
    struct card_place at = {b, kpi, scope, period};
    if (!gp_track_begun(b->track, period))
        return;
    if (b->model->kpis.at[kpi].kind == GP_KPI_MILESTONE) {
        add_milestone(&at);
        return;
    }
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

/* What stands below the line: Jul, W8, 15; in Chinese 7月, 15日. */
static const char *brief_of(struct gp_builder *b, const struct gp_period *p)
{
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct gp_buf buf;
    bool month = p->grain == GP_MONTH;
    if (month && gp_calendar_has_fiscal_weeks(&b->model->calendar))
        return gp_period_text(b->arena, p);
    if (month && !b->chinese && p->number >= 1 && p->number <= 12)
        return months[p->number - 1];
    gp_buf_init(&buf, b->arena->heap);
    if (!month && p->grain != GP_DAY)
        gp_buf_putc(&buf, 'W');
    gp_buf_int(&buf, p->grain == GP_DAY ? gp_date_split(p->days.first).day
                                        : p->number);
    if (b->chinese && (month || p->grain == GP_DAY))
        gp_buf_puts(&buf, month ? "月" : "日");
    return gp_arena_keep(b->arena, &buf);
}

/* The as-of day, where it lies inside a period. */
static void add_today(struct trend *t, const struct gp_period *p)
{
    struct gp_builder *b = t->b;
    const char *label = gp_date_text(b->arena, b->track->as_of);
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
    struct gp_point *point =
        add_point(t, gp_period_text(b->arena, p), p->days.last, target, actual);
    point->brief = brief_of(b, p);
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
    struct gp_value done = gp_measure(k, GP_M_ACTUAL, t->kpi, t->scope, p);
    const char *actual = say(b, t->kpi, done);
    const char *curve =
        say(b, t->kpi, gp_measure(k, GP_M_TO_DATE, t->kpi, t->scope, p));
    const char *whole =
        say(b, t->kpi, gp_measure(k, GP_M_TARGET, t->kpi, t->scope, p));
    if (!done.has)
        return gp_arena_join(b->arena,
                             b->chinese
                                 ? "尚无数据; 目标 "
                                 : "Nothing is known yet; the target is ",
                             whole, b->chinese ? "。" : ".", NULL);
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
    if (b->model->kpis.at[kpi].kind == GP_KPI_MILESTONE)
        return; /* there or not: no line */
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
           p.days.first <= b->sel->span.last) {
        p.days = gp_days_cut(p.days, b->sel->span);
        add_period(&t, &p);
    }
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
    size_t good;
};

static void add_person(struct gp_builder *b, struct people *p, uint32_t scope)
{
    struct gp_value target =
        gp_measure(b->track, GP_M_TARGET, p->kpi, scope, p->period);
    struct gp_point *point =
        gp_figure_point(b->report, p->figure, b->model->scopes.at[scope].title);
    point->values[0] = gp_build_attainment(b, p->kpi, scope, p->period);
    point->status = point->values[0].status;
    point->values[1] = gp_build_value(b, p->kpi, target);
    point->values[2] =
        gp_build_measure(b, GP_M_ACTUAL, p->kpi, scope, p->period);
    if (!gp_track_finished(b->track, p->period))
        point->values[3] = gp_build_ratio(gp_value_div(
            gp_measure(b->track, GP_M_TO_DATE, p->kpi, scope, p->period),
            target));
    p->good += point->status == GP_STATUS_GOOD;
}

static const char *people_alt(struct gp_builder *b, const struct people *p)
{
    struct gp_buf buf;
    gp_buf_init(&buf, b->arena->heap);
    int64_t good = (int64_t)p->good, all = (int64_t)p->figure->point_count;
    gp_buf_puts(&buf, b->chinese ? "共 " : "");
    gp_buf_int(&buf, b->chinese ? all : good);
    gp_buf_puts(&buf, b->chinese ? " 项, 其中 " : " of ");
    gp_buf_int(&buf, b->chinese ? good : all);
    gp_buf_puts(&buf, b->chinese ? " 项达到计划。" : " are on plan.");
    return gp_arena_keep(b->arena, &buf);
}

static bool has_target(struct gp_builder *b, const struct people *p,
                       uint32_t scope)
{
    return gp_measure(b->track, GP_M_TARGET, p->kpi, scope, p->period).has &&
           gp_stay_is_there(b->model, scope, p->period->days);
}

/* The persons below the team; where there is none, its parts.  With no
 * figure yet it only counts them. */
static size_t each_person(struct gp_builder *b, struct people *p, uint32_t team)
{
    const struct gp_model *m = b->model;
    size_t count = 0;
    for (int parts = 0; parts < 2 && count == 0; parts++) {
        for (size_t i = 0; i < m->scopes.count; i++) {
            uint32_t s = m->scope_order[i];
            const struct gp_scope *scope = &m->scopes.at[s];
            bool wanted =
                parts ? scope->parent == team && scope->kind == GP_SCOPE_TEAM
                      : scope->kind == GP_SCOPE_PERSON &&
                            gp_scope_is_below(m, s, team);
            if (!wanted || !has_target(b, p, s))
                continue;
            count++;
            if (p->figure != NULL)
                add_person(b, p, s);
        }
    }
    return count;
}

void gp_build_people(struct gp_builder *b, uint32_t kpi, uint32_t team,
                     const struct gp_period *period)
{
    struct people p = {.kpi = kpi, .period = period};
    if (!gp_track_begun(b->track, period) || each_person(b, &p, team) == 0)
        return;
    const char *title = gp_build_caption(b, "Attainment", "完成率", kpi, team);
    if (b->sel->words.in == NULL) /* else it says so already */
        title = gp_arena_join(b->arena, title, ", ",
                              gp_period_text(b->arena, period), NULL);
    p.figure = gp_report_figure(b->report, GP_FIGURE_BARS, "people", title);
    p.figure->in_tables = true;
    gp_figure_series(p.figure, GP_SERIES_ATTAINMENT,
                     b->chinese ? "完成率" : "attainment");
    gp_figure_series(p.figure, GP_SERIES_TARGET,
                     b->chinese ? "目标" : "target");
    gp_figure_series(p.figure, GP_SERIES_ACTUAL,
                     b->chinese ? "实际完成" : "actual");
    if (!gp_track_finished(b->track, period))
        gp_figure_series(p.figure, GP_SERIES_PLANNED,
                         b->chinese ? "同期计划" : "planned by now");
    each_person(b, &p, team);
    p.figure->alt = people_alt(b, &p);
}

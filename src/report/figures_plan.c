/*
 * Pictures of how a plan is divided: shares, the tree of targets, the stages
 * of a funnel, the days of a calendar.
 */
#include "report/figures.h"
#include "report/owners.h"
#include "report/target.h"

static struct gp_value amount(const struct gp_model *m, uint32_t kpi, int64_t a)
{
    if (a == GP_NO_AMOUNT)
        return gp_no_value();
    return gp_some_value(gp_rat_make(a, gp_pow10(m->kpis.at[kpi].digits)));
}

/* Of the time asked for; without such a word of the whole plan. */
static struct gp_value target_of(struct gp_builder *b, const struct gp_row *row)
{
    if (b->sel->words.in == NULL)
        return amount(b->model, row->kpi, row->at[0]);
    return gp_measure(b->track, GP_M_TARGET, row->kpi, row->scope, &b->sel->in);
}

static const char *say(struct gp_builder *b, const struct gp_row *row)
{
    struct gp_cell cell = gp_build_value(b, row->kpi, target_of(b, row));
    return gp_build_say(b, &cell);
}

/* ---- shares -------------------------------------------------------------- */

static void add_part(struct gp_builder *b, struct gp_figure *f,
                     const char *label, uint32_t kpi, struct gp_value part,
                     struct gp_value whole)
{
    struct gp_point *p = gp_figure_point(b->report, f, label);
    p->values[0] = gp_build_value(b, kpi, part);
    p->values[1] = gp_build_ratio(gp_value_div(part, whole));
}

static const char *division_title(struct gp_builder *b,
                                  const struct gp_cut *cut)
{
    const struct gp_model *m = b->model;
    const struct gp_row *row = &m->rows.at[cut->row];
    const char *by = b->chinese ? "团队" : "team";
    if (cut->dimension != GP_NONE)
        by = m->dimensions.at[cut->dimension].title;
    const char *english = gp_arena_join(b->arena, "Share by ", by, NULL);
    const char *chinese = gp_arena_join(b->arena, "占比 (", by, ")", NULL);
    return gp_build_caption(b, english, chinese, row->kpi, row->scope);
}

static const char *part_label(const struct gp_model *m, uint32_t scope)
{
    const struct gp_scope *s = &m->scopes.at[scope];
    return s->why != NULL ? s->why : s->title;
}

static void add_division(struct gp_builder *b, const struct gp_cut *cut)
{
    const struct gp_model *m = b->model;
    const struct gp_row *row = &m->rows.at[cut->row];
    struct gp_value whole = target_of(b, row);
    struct gp_value left = whole;
    struct gp_figure *f = gp_report_figure(b->report, GP_FIGURE_SHARE, "share",
                                           division_title(b, cut));
    f->in_tables = true;
    gp_figure_series(f, GP_SERIES_TARGET, b->chinese ? "目标" : "target");
    gp_figure_series(f, GP_SERIES_SHARE, b->chinese ? "占比" : "share");
    for (uint32_t i = 0; i < cut->count; i++) {
        const struct gp_row *part = &m->rows.at[m->parts.at[cut->first + i]];
        struct gp_value v = target_of(b, part);
        add_part(b, f, part_label(m, part->scope), row->kpi, v, whole);
        if (v.has)
            left = gp_value_sub(left, v);
    }
    if (left.has && left.value.num > 0)
        add_part(b, f, b->chinese ? "未分配" : "not divided", row->kpi, left,
                 whole);
    f->alt = gp_arena_join(
        b->arena, b->chinese ? "目标 " : "The parts of ", say(b, row),
        b->chinese ? " 的各部分占比。" : ", as shares of the whole.", NULL);
}

void gp_build_shares(struct gp_builder *b, uint32_t kpi, uint32_t scope)
{
    const struct gp_model *m = b->model;
    const struct gp_row *row = gp_model_row(m, kpi, scope);
    if (row == NULL || !gp_target_sums(m, row) || row->at[0] <= 0)
        return;
    for (size_t i = 0; i < m->cuts.count; i++) {
        const struct gp_cut *cut = &m->cuts.at[i];
        /* One part that is the whole tells nothing. */
        if (&m->rows.at[cut->row] != row || cut->count == 0 ||
            (cut->count == 1 &&
             m->rows.at[m->parts.at[cut->first]].at[0] == row->at[0]))
            continue;
        add_division(b, cut);
    }
}

/* ---- the tree ------------------------------------------------------------ */

static struct gp_value share_of(struct gp_builder *b, const struct gp_row *row,
                                const struct gp_row *whole)
{
    if (!gp_target_sums(b->model, row))
        return gp_no_value();
    return gp_value_div(target_of(b, row), target_of(b, whole));
}

static void add_node(struct gp_builder *b, struct gp_figure *f,
                     const struct gp_row *row, const struct gp_row *whole,
                     const struct gp_period *period)
{
    const struct gp_model *m = b->model;
    struct gp_point *p =
        gp_figure_point(b->report, f, part_label(m, row->scope));
    p->depth =
        m->scopes.at[row->scope].depth - m->scopes.at[whole->scope].depth;
    p->values[0] = gp_build_value(b, row->kpi, target_of(b, row));
    p->values[1] = gp_build_ratio(share_of(b, row, whole));
    if (period == NULL)
        return;
    p->values[2] = gp_build_attainment(b, row->kpi, row->scope, period);
    p->status = p->values[2].status;
}

/* Of the team tree, below the scope and asked for; an overlay is no share of
 * anything. */
static bool is_node(const struct gp_builder *b, uint32_t kpi, uint32_t scope,
                    uint32_t s)
{
    const struct gp_model *m = b->model;
    const struct gp_row *row = gp_model_row(m, kpi, s);
    return m->scopes.at[s].kind != GP_SCOPE_NARROW && row != NULL &&
           (s == scope || !row->overlay) && gp_select_scope(b->sel, s) &&
           gp_scope_is_below(m, s, scope);
}

static bool has_parts(const struct gp_builder *b, uint32_t kpi, uint32_t scope)
{
    for (uint32_t s = 0; s < b->model->scopes.count; s++)
        if (s != scope && is_node(b, kpi, scope, s))
            return true;
    return false;
}

void gp_build_tree(struct gp_builder *b, uint32_t kpi, uint32_t scope,
                   const struct gp_period *period)
{
    const struct gp_model *m = b->model;
    const struct gp_row *whole = gp_model_row(m, kpi, scope);
    if (whole == NULL || !has_parts(b, kpi, scope))
        return;
    struct gp_figure *f = gp_report_figure(
        b->report, GP_FIGURE_TREE, "tree",
        gp_build_caption(b, "Decomposition", "目标分解", kpi, scope));
    f->in_tables = true;
    gp_figure_series(f, GP_SERIES_TARGET, b->chinese ? "目标" : "target");
    gp_figure_series(f, GP_SERIES_SHARE, b->chinese ? "占比" : "share");
    if (period != NULL)
        gp_figure_series(f, GP_SERIES_ATTAINMENT,
                         b->chinese ? "完成率" : "attainment");
    for (size_t i = 0; i < m->scopes.count; i++) {
        uint32_t s = m->scope_order[i];
        if (is_node(b, kpi, scope, s))
            add_node(b, f, gp_model_row(m, kpi, s), whole, period);
    }
    if (gp_target_sums(m, whole))
        f->alt = gp_arena_join(
            b->arena, b->chinese ? "目标 " : "How ", say(b, whole),
            b->chinese ? " 逐级分解到团队和个人。"
                       : " is divided over teams and people.",
            NULL);
    else
        f->alt = b->chinese ? "各团队和个人的目标。"
                            : "What each team and person is to reach.";
}

/* ---- stages -------------------------------------------------------------- */

static struct gp_value actual_of(struct gp_builder *b, uint32_t kpi,
                                 uint32_t scope, const struct gp_period *p)
{
    return gp_measure(b->track, GP_M_ACTUAL, kpi, scope, p);
}

static void add_stage(struct gp_builder *b, struct gp_figure *f,
                      const struct gp_stage *stage, uint32_t before,
                      uint32_t scope, const struct gp_period *period)
{
    struct gp_point *p = gp_figure_point(b->report, f, stage->title);
    struct gp_value actual = actual_of(b, stage->kpi, scope, period);
    p->values[0] = gp_build_measure(b, GP_M_TARGET, stage->kpi, scope, period);
    p->values[1] = gp_build_value(b, stage->kpi, actual);
    p->status = gp_build_standing(
        gp_measure_status(b->track, stage->kpi, scope, period));
    if (before == GP_NONE)
        return;
    struct gp_value rate =
        gp_value_div(actual, actual_of(b, before, scope, period));
    p->values[2] = gp_build_ratio(rate);
    if (rate.has)
        p->values[2].status = gp_rat_cmp(rate.value, stage->rate) >= 0
                                  ? GP_STATUS_GOOD
                                  : GP_STATUS_BAD;
    p->values[3] = gp_cell_ratio(stage->rate);
}

void gp_build_stages(struct gp_builder *b, const struct gp_funnel *funnel,
                     uint32_t scope, const struct gp_period *period)
{
    struct gp_figure *f =
        gp_report_figure(b->report, GP_FIGURE_FUNNEL, "funnel",
                         gp_arena_join(b->arena, funnel->title, ", ",
                                       b->model->scopes.at[scope].title, ", ",
                                       gp_period_text(b->arena, period), NULL));
    f->in_tables = true;
    gp_figure_series(f, GP_SERIES_TARGET, b->chinese ? "每期需要" : "needed");
    gp_figure_series(f, GP_SERIES_ACTUAL, b->chinese ? "实际" : "actual");
    gp_figure_series(f, GP_SERIES_RATE,
                     b->chinese ? "实际转化率" : "real rate");
    gp_figure_series(f, GP_SERIES_PLANNED_RATE,
                     b->chinese ? "计划转化率" : "planned rate");
    for (size_t i = 0; i < funnel->stage_count; i++)
        add_stage(b, f, &funnel->stages[i],
                  i == 0 ? GP_NONE : funnel->stages[i - 1].kpi, scope, period);
    f->alt = b->chinese ? "各环节已完成所需的多少, 以及环节之间的转化率。"
                        : "How much each stage has of what it needs, and the "
                          "rates between stages.";
}

/* ---- days ---------------------------------------------------------------- */

static void add_day(struct gp_builder *b, struct gp_figure *f,
                    const struct gp_row *row, gp_date date, int64_t target)
{
    struct gp_span_days day = {date, date};
    struct gp_value goal = amount(b->model, row->kpi, target);
    struct gp_value actual =
        gp_measure_actual(b->track, row->kpi, row->scope, day);
    struct gp_point *p =
        gp_figure_point(b->report, f, gp_date_text(b->arena, date));
    p->date = date;
    p->values[0] = gp_build_value(b, row->kpi, goal);
    p->values[1] = gp_build_value(b, row->kpi, actual);
    if (goal.has && actual.has) {
        bool lower = gp_measure_is_lower(b->model, row->kpi, row->scope);
        int c = gp_rat_cmp(actual.value, goal.value);
        p->status = (lower ? c <= 0 : c >= 0) ? GP_STATUS_GOOD : GP_STATUS_BAD;
    }
}

/* A year of the plan at most: the one that holds the as-of day. */
static struct gp_span_days one_year(const struct gp_builder *b,
                                    struct gp_span_days span)
{
    enum { MOST_DAYS = 371 }; /* a year of 53 weeks */
    gp_date at = b->track->as_of;
    if (gp_days_count(span) <= MOST_DAYS)
        return span;
    at = at < span.first ? span.first : at > span.last ? span.last : at;
    return gp_days_cut(gp_period_of(&b->model->calendar, GP_YEAR, at).days,
                       span);
}

static const char *heat_alt(const struct gp_builder *b,
                            const struct gp_figure *f)
{
    struct gp_buf buf;
    int met = 0, known = 0;
    for (size_t i = 0; i < f->point_count; i++) {
        met += f->points[i].status == GP_STATUS_GOOD;
        known += f->points[i].status != GP_STATUS_NONE;
    }
    if (known == 0)
        return b->chinese ? "尚无数据。" : "No day has data yet.";
    gp_buf_init(&buf, b->arena->heap);
    gp_buf_puts(&buf, b->chinese ? "有数据的 " : "Of ");
    gp_buf_int(&buf, known);
    gp_buf_puts(&buf, b->chinese ? " 天中, " : " days with data, ");
    gp_buf_int(&buf, met);
    gp_buf_puts(&buf, b->chinese ? " 天达标。" : " met their target.");
    return gp_arena_keep(b->arena, &buf);
}

/* Whether actuals come by the day.  A month's in one line of its last day
 * would paint that day green and say nothing of the others. */
static bool is_daily(struct gp_builder *b, const struct gp_row *row,
                     struct gp_span_days span, const int64_t *targets)
{
    int asked = 0, known = 0;
    for (gp_date d = span.first; d <= span.last && d <= b->track->as_of; d++) {
        struct gp_span_days day = {d, d};
        int64_t target = targets[d - span.first];
        asked += target != GP_NO_AMOUNT && target != 0;
        known += gp_measure_actual(b->track, row->kpi, row->scope, day).has;
    }
    return known == 0 || known * 3 >= asked;
}

void gp_build_heat(struct gp_builder *b, uint32_t kpi, uint32_t scope,
                   struct gp_span_days span)
{
    const struct gp_model *m = b->model;
    const struct gp_row *row = gp_model_row(m, kpi, scope);
    span = one_year(b, span);
    if (row == NULL || !gp_target_sums(m, row) || gp_days_count(span) < 7)
        return;
    int64_t *targets =
        gp_arena_calloc(b->arena, (size_t)gp_days_count(span), sizeof *targets);
    uint32_t id = (uint32_t)(row - m->rows.at);
    if (!gp_target_days(b->track->days, m, id, span, targets) ||
        !is_daily(b, row, span, targets))
        return;
    struct gp_figure *f = gp_report_figure(
        b->report, GP_FIGURE_HEAT, "days",
        gp_build_caption(b, "Days", "每日目标与实际", kpi, scope));
    f->in_tables = true;
    f->week_start = m->calendar.week_start;
    gp_figure_series(f, GP_SERIES_TARGET, b->chinese ? "日目标" : "day target");
    gp_figure_series(f, GP_SERIES_ACTUAL, b->chinese ? "实际完成" : "actual");
    for (gp_date d = span.first; d <= span.last; d++)
        add_day(b, f, row, d, targets[d - span.first]);
    f->alt = heat_alt(b, f);
}

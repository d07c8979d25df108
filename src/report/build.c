/* What the builders of reports share: see report.h. */
#include <string.h>

#include "report/figures.h"
#include "report/report.h"
#include "report/target.h"
#include "track/measure.h"

void gp_build_of_plan(struct gp_builder *b, const char *what)
{
    const char *day = b->report->subtitle;
    b->report->subtitle =
        b->sel->words.as_of == NULL
            ? what
            : gp_arena_join(b->arena, what, " (", day, ")", NULL);
}

void gp_build_column(struct gp_builder *b, struct gp_table *table,
                     enum gp_heading_id id, enum gp_align align)
{
    gp_table_column(b->report, table, gp_heading_key(id),
                    gp_heading(id, b->chinese), align);
}

void gp_build_columns(struct gp_builder *b, struct gp_table *table,
                      enum gp_heading_id first, const char *aligns)
{
    for (size_t i = 0; aligns[i] != '\0'; i++)
        gp_build_column(b, table, (enum gp_heading_id)(first + i),
                        aligns[i] == '<' ? GP_LEFT : GP_RIGHT);
}

const char *gp_build_owner(const struct gp_model *m, uint32_t scope)
{
    const struct gp_scope *s = &m->scopes.at[scope];
    if (s->owner != NULL)
        return s->owner;
    if (s->kind == GP_SCOPE_NARROW || s->kind == GP_SCOPE_OVERLAY)
        s = &m->scopes.at[s->base];
    if (s->owner != NULL)
        return s->owner;
    return s->kind == GP_SCOPE_PERSON ? s->title : NULL;
}

struct gp_cell gp_build_text(const char *text)
{
    if (text == NULL)
        return (struct gp_cell){.kind = GP_CELL_NONE};
    return gp_cell_text(text);
}

struct gp_cell gp_build_value(const struct gp_builder *b, uint32_t kpi,
                              struct gp_value value)
{
    const struct gp_kpi *k = &b->model->kpis.at[kpi];
    int64_t amount;
    if (value.has && k->unit == GP_UNIT_RATIO)
        return gp_cell_ratio(value.value);
    if (!value.has || !gp_rat_rounded(value.value, k->digits, &amount))
        return (struct gp_cell){.kind = GP_CELL_NONE};
    return gp_target_cell(b->model, kpi, amount, b->chinese);
}

struct gp_cell gp_build_measure(const struct gp_builder *b,
                                enum gp_measure measure, uint32_t kpi,
                                uint32_t scope, const struct gp_period *period)
{
    return gp_build_value(b, kpi,
                          gp_measure(b->track, measure, kpi, scope, period));
}

struct gp_value gp_build_gap(const struct gp_builder *b, uint32_t kpi,
                             uint32_t scope, struct gp_value target,
                             struct gp_value forecast)
{
    struct gp_value gap = gp_measure_is_lower(b->model, kpi, scope)
                              ? gp_value_sub(forecast, target)
                              : gp_value_sub(target, forecast);
    if (b->model->kpis.at[kpi].kind == GP_KPI_MILESTONE)
        return gp_no_value();
    return gap.has && gap.value.num < 0 ? gp_some_value(gp_rat_int(0)) : gap;
}

struct gp_cell gp_build_ratio(struct gp_value value)
{
    if (!value.has)
        return (struct gp_cell){.kind = GP_CELL_NONE};
    return gp_cell_ratio(value.value);
}

struct gp_cell gp_build_attainment(const struct gp_builder *b, uint32_t kpi,
                                   uint32_t scope,
                                   const struct gp_period *period)
{
    struct gp_cell cell = gp_build_ratio(
        gp_measure(b->track, GP_M_ATTAINMENT, kpi, scope, period));
    cell.status =
        gp_build_standing(gp_measure_status(b->track, kpi, scope, period));
    return cell;
}

bool gp_build_is_of(const struct gp_builder *b, const struct gp_record *r,
                    const struct gp_period *period)
{
    if (!r->has_period)
        return gp_days_hold(period->days, r->date);
    struct gp_span_days a = gp_days_cut(r->period.days, b->model->time.days);
    struct gp_span_days p = gp_days_cut(period->days, b->model->time.days);
    return a.first == p.first && a.last == p.last;
}

static bool is_about(const struct gp_builder *b, const struct gp_record *r,
                     uint32_t kpi, uint32_t scope,
                     const struct gp_period *period)
{
    return r->scope == scope && (r->kpi == GP_NONE || r->kpi == kpi) &&
           gp_build_is_of(b, r, period);
}

const char *gp_build_record(const struct gp_builder *b,
                            enum gp_record_part part, uint32_t kpi,
                            uint32_t scope, const struct gp_period *period)
{
    const char *text = NULL;
    for (size_t i = 0; i < b->model->records.count; i++) {
        const struct gp_record *r = &b->model->records.at[i];
        if (r->parts[part] == NULL || !is_about(b, r, kpi, scope, period))
            continue;
        text = gp_build_join(b, text, r->parts[part]);
    }
    return text;
}

const char *gp_build_reason(const struct gp_builder *b, uint32_t kpi,
                            uint32_t scope, const struct gp_period *period)
{
    const char *cause = gp_build_record(b, GP_PART_CAUSE, kpi, scope, period);
    if (cause != NULL)
        return cause;
    return gp_build_record(b, GP_PART_PROBLEM, kpi, scope, period);
}

struct gp_period gp_build_period(const struct gp_builder *b)
{
    struct gp_period p = b->sel->in;
    const struct gp_model *m = b->model;
    if (b->sel->words.in == NULL) {
        gp_date at = b->track->as_of;
        at = at < m->time.days.first ? m->time.days.first : at;
        at = at > m->time.days.last ? m->time.days.last : at;
        p = gp_period_of(&m->calendar, GP_MONTH, at);
    }
    p.days = gp_days_cut(p.days, m->time.days);
    return p;
}

const char *gp_build_join(const struct gp_builder *b, const char *all,
                          const char *one)
{
    if (one == NULL || all == NULL)
        return one == NULL ? all : one;
    return gp_arena_join(b->arena, all, "; ", one, NULL);
}

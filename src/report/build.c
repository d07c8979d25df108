/* What the builders of reports share: see report.h. */
#include <string.h>

#include "report/figures.h"
#include "report/report.h"
#include "track/measure.h"

void gp_build_column(struct gp_builder *b, struct gp_table *table,
                     enum gp_heading_id id, enum gp_align align)
{
    gp_table_column(b->report, table, gp_heading_key(id),
                    gp_heading(id, b->chinese), align);
}

const char *gp_build_owner(const struct gp_model *m, uint32_t scope)
{
    const struct gp_scope *s = &m->scopes.at[scope];
    if (s->owner != NULL)
        return s->owner;
    if (s->kind == GP_SCOPE_NARROW)
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
    return gp_cell_amount(amount, k->digits);
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
        text = text == NULL
                   ? r->parts[part]
                   : gp_arena_join(b->arena, text, "; ", r->parts[part], NULL);
    }
    return text;
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

struct gp_cell gp_build_date(const struct gp_builder *b, gp_date date)
{
    struct gp_buf buf;
    if (date == GP_NO_DATE)
        return (struct gp_cell){.kind = GP_CELL_NONE};
    gp_buf_init(&buf, b->arena->heap);
    gp_buf_date(&buf, date);
    const char *text = gp_arena_strndup(b->arena, buf.at, buf.count);
    gp_buf_fini(&buf);
    struct gp_cell cell = gp_cell_text(text);
    cell.is_date = true;
    return cell;
}

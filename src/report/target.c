/* See target.h. */
#include "report/target.h"

#include <string.h>

#include "model/stay.h"
#include "model/within.h"

bool gp_target_sums(const struct gp_model *m, const struct gp_row *row)
{
    return m->kpis.at[row->kpi].kind == GP_KPI_FLOW &&
           row->relation == GP_EQUAL;
}

/* The tick that is the period, or that it was cut from. */
static int tick_of(const struct gp_model *m, const struct gp_period *period)
{
    struct gp_period whole = *period;
    if (period->grain >= GP_YEAR && period->grain <= GP_MONTH)
        whole = gp_period_of(&m->calendar, period->grain, period->days.first);
    return gp_timetable_find(&m->time, &whole);
}

bool gp_target_value(struct gp_days *days, const struct gp_model *m,
                     uint32_t id, const struct gp_period *period, int64_t *out)
{
    const struct gp_row *row = &m->rows.at[id];
    int tick = tick_of(m, period);
    if (gp_target_sums(m, row)) {
        if (tick != GP_NO_TICK) {
            struct gp_span_days d = m->time.ticks[tick].period.days;
            if (d.first == period->days.first && d.last == period->days.last) {
                *out = row->at[tick];
                return *out != GP_NO_AMOUNT;
            }
        }
        return gp_days_sum(days, id, period->days, out);
    }
    if (tick == GP_NO_TICK)
        return gp_stay_is_there(m, row->scope, period->days) &&
               gp_row_within(m, row, period, out);
    *out = row->at[tick];
    return *out != GP_NO_AMOUNT;
}

/* A month (or a piece of a week) at a time. */
static bool days_by_tick(struct gp_days *days, const struct gp_model *m,
                         uint32_t id, struct gp_span_days span, int64_t *out)
{
    const struct gp_kpi *kpi = &m->kpis.at[m->rows.at[id].kpi];
    enum gp_grain leaf = kpi->uses_weeks ? GP_PIECE : GP_MONTH;
    bool any = false;
    int tick = gp_timetable_at(&m->time, leaf, span.first);
    int end = m->time.first[leaf] + m->time.of[leaf];
    for (; tick < end; tick++) {
        struct gp_span_days all = m->time.ticks[tick].period.days;
        struct gp_span_days part = gp_days_cut(all, span);
        int64_t values[GP_MAX_MONTH_DAYS];
        int n = gp_days_count(part);
        if (n == 0)
            break;
        int64_t *to = out + (part.first - span.first);
        bool has = gp_days_of_tick(days, id, tick, values);
        for (int i = 0; i < n; i++)
            to[i] = has ? values[part.first - all.first + i] : GP_NO_AMOUNT;
        any |= has;
    }
    uint32_t scope = m->rows.at[id].scope;
    for (gp_date d = span.first; any && d <= span.last; d++) {
        struct gp_span_days day = {d, d};
        if (gp_stay_is_there(m, scope, day))
            continue;
        out[d - span.first] = GP_NO_AMOUNT;
    }
    return any;
}

bool gp_target_days(struct gp_days *days, const struct gp_model *m, uint32_t id,
                    struct gp_span_days span, int64_t *out)
{
    bool any = false;
    if (gp_target_sums(m, &m->rows.at[id]))
        return days_by_tick(days, m, id, span, out);
    for (gp_date d = span.first; d <= span.last; d++) {
        struct gp_period p = {.grain = GP_DAY, .days = {d, d}};
        int64_t *to = &out[d - span.first];
        if (gp_target_value(days, m, id, &p, to))
            any = true;
        else
            *to = GP_NO_AMOUNT;
    }
    return any;
}

struct gp_cell gp_target_cell(const struct gp_model *m, uint32_t kpi,
                              int64_t amount, bool chinese)
{
    const struct gp_kpi *k = &m->kpis.at[kpi];
    if (amount == GP_NO_AMOUNT)
        return (struct gp_cell){.kind = GP_CELL_NONE};
    struct gp_cell cell = gp_cell_amount(amount, k->digits);
    cell.percent = k->unit == GP_UNIT_RATIO;
    if (k->kind == GP_KPI_MILESTONE && amount > 0)
        cell.text = chinese ? "已完成" : "done";
    else if (k->kind == GP_KPI_MILESTONE)
        cell.text = chinese ? "未完成" : "not yet";
    return cell;
}

const char *gp_target_title(const struct gp_model *m, uint32_t scope,
                            bool chinese)
{
    static const char *const titles[] = {[GP_SCOPE_RESERVE] = "(预留)",
                                         [GP_SCOPE_GAP] = "(缺口)",
                                         [GP_SCOPE_NARROW] = NULL,
                                         [GP_SCOPE_OVERLAY] = "(叠加)"};
    const struct gp_scope *s = &m->scopes.at[scope];
    return chinese && titles[s->kind] != NULL ? titles[s->kind] : s->title;
}

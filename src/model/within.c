/* See within.h. */
#include "model/within.h"

static int64_t milestone(const struct gp_model *m, const struct gp_row *row,
                         enum gp_grain leaf, struct gp_span_days days)
{
    int tick = gp_timetable_at(&m->time, leaf, days.first);
    int end = m->time.first[leaf] + m->time.of[leaf];
    for (; tick != GP_NO_TICK && tick < end; tick++) {
        if (m->time.ticks[tick].period.days.last > days.last)
            break;
        if (row->at[tick] != GP_NO_AMOUNT)
            return row->at[tick];
    }
    return GP_NO_AMOUNT;
}

bool gp_row_within(const struct gp_model *m, const struct gp_row *row,
                   const struct gp_period *period, int64_t *out)
{
    const struct gp_kpi *k = &m->kpis.at[row->kpi];
    enum gp_grain leaf = k->uses_weeks ? GP_PIECE : GP_MONTH;
    bool bound = row->relation != GP_EQUAL;
    if (k->kind == GP_KPI_MILESTONE) {
        *out = milestone(m, row, leaf, gp_days_cut(period->days, m->time.days));
        return *out != GP_NO_AMOUNT;
    }
    int tick = gp_timetable_at(&m->time, leaf, period->days.last);
    if (tick == GP_NO_TICK || (k->kind == GP_KPI_UNIQUE && !bound) ||
        (k->kind == GP_KPI_FORMULA && !bound &&
         row->why[tick].why == GP_WHY_FORMULA))
        return false;
    *out = row->at[tick];
    return *out != GP_NO_AMOUNT;
}

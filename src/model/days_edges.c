/*
 * Months in which somebody comes or goes.  A whole's days are divided among
 * those who are there; where its own days leave no way (an amendment gave less
 * to who is there all the month), they are the sum of what each has by itself
 * on the days that it is there.
 */
#include <string.h>

#include "model/days_own.h"
#include "model/stay.h"

/* The cut of a row's members that its days are divided among, or GP_NONE. */
static uint32_t members_of(const struct gp_days *d, uint32_t row)
{
    const struct gp_cut *cuts = d->model->cuts.at;
    uint32_t c = d->first_cut[row];
    while (c != GP_NONE && (cuts[c].dimension != GP_NONE || !cuts[c].joined ||
                            cuts[c].columns != NULL))
        c = d->next_cut[c];
    return c;
}

static bool has_edges_below(const struct gp_days *d, uint32_t row,
                            struct gp_span_days span)
{
    const struct gp_model *m = d->model;
    uint32_t c = members_of(d, row);
    bool has = c != GP_NONE && gp_days_has_edges(m, &m->cuts.at[c], span);
    for (uint32_t i = 0; c != GP_NONE && i < m->cuts.at[c].count && !has; i++)
        has = has_edges_below(d, m->parts.at[m->cuts.at[c].first + i], span);
    return has;
}

/* Whether the members and theirs are known and make the row up: not while they
 * are still being worked out. */
static bool is_done_below(const struct gp_days *d, uint32_t row, int tick)
{
    const struct gp_model *m = d->model;
    uint32_t c = members_of(d, row);
    int64_t left = m->rows.at[row].at[tick];
    bool done = true;
    if (c == GP_NONE)
        return true;
    for (uint32_t i = 0; i < m->cuts.at[c].count && done; i++) {
        uint32_t id = m->parts.at[m->cuts.at[c].first + i];
        if (m->rows.at[id].at[tick] == GP_NO_AMOUNT)
            continue;
        left -= m->rows.at[id].at[tick];
        done = is_done_below(d, id, tick);
    }
    return done && left == 0;
}

/* Whether all below have days that sum, with the days that the row has, and
 * none while away. */
static bool fits_below(struct gp_days *d, uint32_t row, int tick, int n)
{
    const struct gp_model *m = d->model;
    uint32_t c = members_of(d, row);
    int64_t whole[GP_MAX_MONTH_DAYS], part[GP_MAX_MONTH_DAYS];
    bool fits = true;
    if (c == GP_NONE || !gp_days_of_tick(d, row, tick, whole))
        return true;
    for (uint32_t i = 0; i < m->cuts.at[c].count && fits; i++) {
        uint32_t id = m->parts.at[m->cuts.at[c].first + i];
        int64_t sum = 0;
        if (!gp_days_of_tick(d, id, tick, part))
            continue;
        for (int k = 0; k < n; k++) {
            gp_date day = m->time.ticks[tick].period.days.first + k;
            whole[k] -= part[k];
            sum += part[k];
            fits = fits && (part[k] == 0 ||
                            gp_stay_is_there(m, m->rows.at[id].scope,
                                             (struct gp_span_days){day, day}));
        }
        fits = fits && sum == m->rows.at[id].at[tick] &&
               fits_below(d, id, tick, n);
    }
    for (int k = 0; k < n; k++)
        fits = fits && whole[k] == 0;
    return fits;
}

/* Each by itself, and the sums of them: kept. */
static void sum_below(struct gp_days *d, uint32_t row, int tick, int n,
                      int64_t *out)
{
    const struct gp_model *m = d->model;
    uint32_t c = members_of(d, row);
    memset(out, 0, (size_t)n * sizeof *out);
    if (m->rows.at[row].at[tick] == GP_NO_AMOUNT)
        return;
    if (c == GP_NONE)
        gp_days_alone(d, row, tick, out);
    for (uint32_t i = 0; c != GP_NONE && i < m->cuts.at[c].count; i++) {
        int64_t part[GP_MAX_MONTH_DAYS];
        sum_below(d, m->parts.at[m->cuts.at[c].first + i], tick, n, part);
        for (int k = 0; k < n; k++)
            out[k] += part[k];
    }
    gp_days_keep(d, row, tick, n, out);
}

void gp_days_settle_edges(struct gp_days *d, uint32_t row, int tick,
                          int64_t *out)
{
    struct gp_span_days span = d->model->time.ticks[tick].period.days;
    int n = gp_days_count(span);
    if (d->model->stays.count == 0 || members_of(d, row) == GP_NONE ||
        !has_edges_below(d, row, span) || !is_done_below(d, row, tick))
        return;
    gp_days_keep(d, row, tick, n, out);
    if (fits_below(d, row, tick, n))
        return;
    d->settled = true;
    sum_below(d, row, tick, n, out);
}

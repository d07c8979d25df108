/* The rows of a schedule, one after another: see schedule.h. */
#include "report/schedule.h"

#include "model/days.h"
#include "report/target.h"

void gp_schedule_begin(struct gp_schedule_walk *w,
                       const struct gp_selection *sel)
{
    size_t most = sel->period_count;
    if (sel->by == GP_DAYPART)
        most *= GP_MAX_DAYPARTS;
    *w = (struct gp_schedule_walk){.selection = sel};
    w->values = gp_alloc(sel->heap, (most + 1) * sizeof *w->values);
}

void gp_schedule_end(struct gp_schedule_walk *w)
{
    gp_days_free(w->days);
    gp_free(w->selection->heap, w->values);
}

/* The parts of every day; a row that no parts were named for has none. */
static bool fill_parts(struct gp_schedule_walk *w, struct gp_schedule_row *row)
{
    const struct gp_selection *sel = w->selection;
    bool any = false;
    row->parts = gp_dayparts(sel->model, row->row);
    if (row->parts == NULL ||
        !gp_target_sums(sel->model, &sel->model->rows.at[row->row]))
        return false;
    size_t n = (size_t)row->parts->count;
    row->count = n * sel->period_count;
    for (size_t i = 0; i < sel->period_count; i++) {
        int64_t *to = w->values + i * n;
        if (gp_days_parts(w->days, row->row, sel->periods[i].days.first, to)) {
            any = true;
            continue;
        }
        for (size_t k = 0; k < n; k++)
            to[k] = GP_NO_AMOUNT;
    }
    return any;
}

static bool fill(struct gp_schedule_walk *w, struct gp_schedule_row *row)
{
    const struct gp_selection *sel = w->selection;
    bool any = false;
    row->values = w->values;
    if (sel->by == GP_DAYPART)
        return fill_parts(w, row);
    row->parts = NULL;
    row->count = sel->period_count;
    if (row->count == 0)
        return false;
    if (sel->by == GP_DAY)
        return gp_target_days(w->days, sel->model, row->row, sel->span,
                              w->values);
    for (size_t i = 0; i < row->count; i++) {
        if (gp_target_value(w->days, sel->model, row->row, &sel->periods[i],
                            &w->values[i]))
            any = true;
        else
            w->values[i] = GP_NO_AMOUNT;
    }
    return any;
}

bool gp_schedule_next(struct gp_schedule_walk *w, struct gp_schedule_row *row)
{
    const struct gp_selection *sel = w->selection;
    const struct gp_model *m = sel->model;
    while (w->kpi < sel->kpi_count) {
        if (w->days == NULL)
            w->days = gp_days_new(m);
        while (w->scope < m->scopes.count) {
            uint32_t scope = m->scope_order[w->scope++];
            const struct gp_row *r = gp_model_row(m, sel->kpis[w->kpi], scope);
            if (r == NULL || !gp_select_scope(sel, scope))
                continue;
            row->row = (uint32_t)(r - m->rows.at);
            if (fill(w, row))
                return true;
        }
        /* What was expanded for one KPI is of no use to the next. */
        gp_days_free(w->days);
        w->days = NULL;
        w->scope = 0;
        w->kpi++;
    }
    return false;
}

void gp_schedule_period(struct gp_buf *buf, const struct gp_selection *sel,
                        const struct gp_schedule_row *row, size_t index)
{
    size_t n = row->parts == NULL ? 1 : (size_t)row->parts->count;
    gp_buf_period(buf, &sel->periods[index / n]);
    if (row->parts != NULL) {
        gp_buf_putc(buf, '/');
        gp_buf_puts(buf, row->parts->labels[index % n]);
    }
}

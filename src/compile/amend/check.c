/* What must hold of a row that an amendment has changed: see amended.h. */
#include "compile/amend/amended.h"

static void check_days(struct gp_amending *w, uint32_t row, int tick)
{
    const struct gp_row *r = &w->m->rows.at[row];
    struct gp_span_days days = w->m->time.ticks[tick].period.days;
    int set;
    int64_t sum = gp_flow_days_stated(&w->f, row, tick, &set);
    if (sum > r->at[tick] || (set == gp_days_count(days) && sum != r->at[tick]))
        gp_amend_tell_sum(w, GP_TEXT_AMEND_PERIODS, row, tick, sum);
}

static void check_periods(struct gp_amending *w, uint32_t row, int tick)
{
    const struct gp_row *r = &w->m->rows.at[row];
    int n = gp_flow_children(&w->f, r, tick);
    int child = w->m->time.ticks[tick].child;
    int64_t sum = 0;
    bool all = n != 0;
    for (int i = 0; i < n && all; i++) {
        all = gp_has(r, child + i);
        if (all)
            gp_add64(&sum, sum, r->at[child + i]);
    }
    if (all && sum != r->at[tick])
        gp_amend_tell_sum(w, GP_TEXT_AMEND_PERIODS, row, tick, sum);
    if (n == 0 && r->states_days && gp_amend_mark(w, row, tick))
        check_days(w, row, tick);
}

static void check_parts(struct gp_amending *w, uint32_t row, int tick)
{
    const struct gp_row *r = &w->m->rows.at[row];
    for (uint32_t c = w->first_cut[row]; c != GP_NONE; c = w->next_cut[c]) {
        const struct gp_cut *cut = &w->m->cuts.at[c];
        int64_t sum = 0;
        bool any = false, said = false, joins = gp_amend_joins(w, c);
        if (cut->columns != NULL)
            continue;
        for (uint32_t i = 0; i < cut->count; i++) {
            uint32_t id = w->m->parts.at[cut->first + i];
            const struct gp_row *part = &w->m->rows.at[id];
            any |= gp_has(part, tick);
            said |= gp_has(part, tick) && gp_amend_mark(w, id, tick);
            gp_add64(&sum, sum, gp_has(part, tick) ? part->at[tick] : 0);
        }
        /* Top-down and bottom-up: one of no split is for itself until the
         * amendment gives it a target; some products are no more than all. */
        if (!joins && !said)
            continue;
        bool part = !joins && cut->dimension != GP_NONE;
        if (any && (part ? sum > r->at[tick] : sum != r->at[tick]))
            gp_amend_tell_sum(w, GP_TEXT_AMEND_PARTS, row, tick, sum);
    }
}

void gp_amend_check(struct gp_amending *w, uint32_t row)
{
    uint32_t up = w->m->rows.at[row].parent;
    if (up != GP_NONE && !gp_amend_joins(w, w->m->rows.at[row].cut) &&
        w->marks[up] == NULL)
        gp_amend_check(w, up); /* a part that it did not have before */
    const struct gp_row *r = &w->m->rows.at[row];
    int n = gp_amend_ticks(w, row);
    if (!gp_amend_sums(w, r) || r->open)
        return;
    for (int t = 0; t < n && !w->told; t++) {
        if (!gp_has(r, t))
            continue;
        check_periods(w, row, t);
        if (!w->told)
            check_parts(w, row, t);
    }
}

/* What an amended target asks of the stages of its funnel: see amended.h.
 * Takes targets that have followed the amendment; gives their stages in the
 * months that it changed.  A stage that the amendment states itself stands. */
#include "compile/effort/funnel.h"
#include "compile/amend/amended.h"
#include "model/round.h"

/* The months of a period in which the target is another now; the rest of the
 * stage's months keep what they have. */
struct months {
    int at[GP_MAX_COLUMNS];
    int64_t weights[GP_MAX_COLUMNS];
    int count;
    int64_t kept, sum;
    bool said; /* the amendment states some of the stage's */
};

static struct months changed_months(const struct gp_amending *w, uint32_t goal,
                                    uint32_t stage, int tick)
{
    const struct gp_timetable *t = &w->m->time;
    const struct gp_row *g = &w->m->rows.at[goal], *s = &w->m->rows.at[stage];
    struct months x = {.count = 0};
    for (int i = t->first[GP_MONTH]; i < t->first[GP_MONTH] + t->of[GP_MONTH];
         i++) {
        if (!gp_days_hold(t->ticks[tick].period.days,
                          t->ticks[i].period.days.first))
            continue;
        bool changed = gp_has(g, i) && g->at[i] != gp_amend_old(w, goal)[i];
        x.said |= (gp_amend_mark(w, stage, i) & GP_CELL_SAID) != 0;
        if (!changed || x.count == GP_MAX_COLUMNS) {
            if (gp_has(s, i))
                gp_add64(&x.kept, x.kept, s->at[i]);
            continue;
        }
        x.weights[x.count] = g->at[i];
        x.sum += g->at[i];
        x.at[x.count++] = i;
    }
    return x;
}

static void put(struct gp_amending *w, uint32_t row, int tick, int64_t amount,
                uint32_t fact)
{
    if (w->m->rows.at[row].at[tick] == amount)
        return;
    gp_amend_set(w, row, tick, amount, gp_because(GP_WHY_FUNNEL, fact),
                 GP_CELL_SAID);
    gp_amend_spread(w, row, tick);
}

/* One period that is rounded up as a whole, laid on its changed months. */
static void lay(struct gp_amending *w, uint32_t row, const struct months *x,
                int64_t need, uint32_t fact)
{
    int64_t out[GP_MAX_COLUMNS] = {0};
    int64_t left = need > x->kept ? need - x->kept : 0;
    if (x->sum > 0) {
        int64_t step = w->m->kpis.at[w->m->rows.at[row].kpi].step[GP_MONTH];
        gp_round_shares(w->p->heap, left, gp_round_step(step, &left, 1),
                        x->weights, (size_t)x->count, out);
    }
    for (int i = 0; i < x->count && !w->told; i++)
        put(w, row, x->at[i], out[i], fact);
}

static void follow(struct gp_amending *w, const struct gp_need *need)
{
    struct gp_model *m = w->m;
    const struct gp_funnel *f = &m->funnels.at[need->funnel];
    const struct gp_stage *s = &f->stages[need->stage];
    uint32_t goal = gp_map_get(&m->row_of, gp_map_key(f->value, need->scope));
    uint32_t row = gp_map_get(&m->row_of, gp_map_key(s->kpi, need->scope));
    const struct gp_timetable *t = &m->time;
    enum gp_grain by = t->of[f->by] != 0 ? f->by : GP_MONTH;
    if (goal == GP_MAP_NONE || row == GP_MAP_NONE || w->marks[goal] == NULL ||
        m->rows.at[row].open)
        return;
    if (m->kpis.at[f->value].kind == GP_KPI_LEVEL)
        by = GP_MONTH; /* a level holds in each of them */
    for (int i = t->first[by]; i < t->first[by] + t->of[by] && !w->told; i++) {
        struct months x = changed_months(w, goal, row, i);
        int64_t amount;
        if (x.count == 0 || x.said || !gp_has(&m->rows.at[goal], i) ||
            m->rows.at[goal].at[i] < 0)
            continue;
        if (gp_funnel_need(m, f, need->stage, by, m->rows.at[goal].at[i],
                           &amount))
            lay(w, row, &x, amount, s->fact);
        else
            gp_find(w->p->findings, GP_TEXT_OVERFLOW, w->amend->span, NULL);
    }
}

void gp_amend_link_needs(struct gp_amending *w)
{
    const struct gp_model *m = w->m;
    size_t needs = w->p->needs.count;
    if (needs == 0)
        return;
    w->first_need =
        gp_alloc(w->p->heap, (m->rows.count + 1) * sizeof *w->first_need);
    w->next_need = gp_alloc(w->p->heap, needs * sizeof *w->next_need);
    for (size_t i = 0; i < m->rows.count; i++)
        w->first_need[i] = GP_NONE;
    for (uint32_t i = (uint32_t)needs; i-- > 0;) {
        const struct gp_need *n = &w->p->needs.at[i];
        uint32_t value = m->funnels.at[n->funnel].value;
        uint32_t row = gp_map_get(&m->row_of, gp_map_key(value, n->scope));
        w->next_need[i] = GP_NONE;
        if (row == GP_MAP_NONE)
            continue;
        w->next_need[i] = w->first_need[row];
        w->first_need[row] = i;
    }
}

void gp_amend_funnels(struct gp_amending *w)
{
    /* Rows that change on the way are at the end: what a funnel works back
     * from may be a stage of another one. */
    uint32_t first = w->amend->first_row;
    for (size_t i = first;
         w->first_need != NULL && !w->told && i < w->m->amended_rows.count;
         i++) {
        uint32_t row = w->m->amended_rows.at[i].row;
        for (uint32_t n = w->first_need[row]; n != GP_NONE && !w->told;
             n = w->next_need[n])
            follow(w, &w->p->needs.at[n]);
    }
}

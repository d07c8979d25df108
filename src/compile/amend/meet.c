/* Where a team's cut by a dimension and those of its members meet: what an
 * amendment shared again was rounded in each of them for itself.  The wider
 * ones become the sums of the members', where that is but rounding. */
#include <stdlib.h>

#include "base/vec.h"
#include "compile/amend/amended.h"

/* What the members of a team have of a part at a tick, GP_NO_AMOUNT where one
 * says nothing. */
static int64_t sum_of_members(const struct gp_model *m, const struct gp_row *r,
                              int tick)
{
    uint32_t members[GP_MAX_NARROW], base = m->scopes.at[r->scope].base;
    int n = gp_model_members(m, r->scope, members);
    int64_t sum = 0;
    if (m->scopes.at[base].child == GP_NONE)
        return GP_NO_AMOUNT;
    for (uint32_t c = m->scopes.at[base].child; c != GP_NONE;
         c = m->scopes.at[c].next) {
        uint32_t scope = gp_cross_narrowed(m, c, members, n, -1);
        const struct gp_row *o =
            scope == GP_NONE ? NULL : gp_model_row(m, r->kpi, scope);
        if (o == NULL || o->overlay || o->relation != GP_EQUAL ||
            !gp_has(o, tick) || !gp_add64(&sum, sum, o->at[tick]))
            return GP_NO_AMOUNT;
    }
    return sum;
}

/* Whether all parts of a cut can be what their members sum to at a tick: none
 * that differs is stated or as it was before, none by more than rounding. */
static bool can_meet(const struct gp_amending *w, const struct gp_cut *c,
                     int tick)
{
    const struct gp_model *m = w->m;
    int64_t all = 0, near = 0;
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t id = m->parts.at[c->first + i];
        const struct gp_row *r = &m->rows.at[id];
        int64_t sum =
            m->scopes.at[r->scope].kind == GP_SCOPE_NARROW && gp_has(r, tick)
                ? sum_of_members(m, r, tick)
                : GP_NO_AMOUNT;
        if (sum == GP_NO_AMOUNT)
            return false;
        int64_t gap = sum - r->at[tick];
        near = m->kpis.at[r->kpi].step[GP_PLAN] * 2 *
               (int64_t)m->time.coarse_count;
        if (gap != 0 && (w->marks[id] == NULL || gp_is_stated(r->why[tick]) ||
                         gap > near || gap < -near))
            return false;
        all += sum;
    }
    return all == m->rows.at[c->row].at[tick];
}

static void meet(struct gp_model *m, const struct gp_cut *c, int tick)
{
    for (uint32_t i = 0; i < c->count; i++) {
        struct gp_row *r = &m->rows.at[m->parts.at[c->first + i]];
        int64_t sum = sum_of_members(m, r, tick);
        if (r->at[tick] != sum)
            r->at[tick] = sum;
    }
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* The cuts of what the amendment has come to: a plan may have many of both. */
void gp_amend_meet(struct gp_amending *w, uint32_t kpi)
{
    struct gp_model *m = w->m;
    GP_VEC(uint32_t) cuts = {0};
    for (size_t i = w->amend->first_row; i < m->amended_rows.count; i++) {
        uint32_t row = m->amended_rows.at[i].row;
        for (uint32_t c = m->rows.at[row].kpi == kpi ? w->first_cut[row]
                                                     : GP_NONE;
             c != GP_NONE; c = w->next_cut[c])
            if (m->cuts.at[c].dimension != GP_NONE)
                gp_vec_push(w->p->heap, &cuts, c);
    }
    /* Members come before what narrows their team. */
    if (cuts.count > 1)
        qsort(cuts.at, cuts.count, sizeof *cuts.at, by_number);
    for (size_t k = 0; k < cuts.count; k++) {
        const struct gp_cut *c = &m->cuts.at[cuts.at[k]];
        const struct gp_row *whole = &m->rows.at[c->row];
        for (int t = 0; t < gp_amend_ticks(w, c->row); t++)
            if (gp_has(whole, t) && can_meet(w, c, t))
                meet(m, c, t);
    }
    gp_vec_fini(w->p->heap, &cuts);
}

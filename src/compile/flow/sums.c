/* Rows that are nothing but sums, and divided all the same (`= sum { split by
 * product … }`, a default split of a company whose people state): see flow.h.
 *
 * Such a row has its value from below and gives it to its parts like any other.
 * So its periods are worked out first, as those of a sum; then they stand, and
 * the KPI is evaluated with them.  Where they leave no way, only that stands
 * which statements alone make them; of a team not all of whose members have
 * something only where the plan says how it is divided. */
#include <string.h>

#include "compile/flow/flow.h"

static bool is_divided(const struct gp_flow *f, uint32_t row)
{
    bool divided =
        f->first_split[row] != GP_NONE || f->m->rows.at[row].shapes != GP_NONE;
    for (uint32_t c = f->first_cut[row]; c != GP_NONE && !divided;
         c = f->next_cut[c])
        divided = f->m->cuts.at[c].dimension != GP_NONE;
    return divided;
}

static bool is_plain(const struct gp_row *r)
{
    return r->relation == GP_EQUAL && !r->overlay && !r->open;
}

static bool splits_periods(const struct gp_flow *f, uint32_t row)
{
    if (f->m->rows.at[row].shapes != GP_NONE)
        return true;
    for (uint32_t s = f->first_split[row]; s != GP_NONE;
         s = f->p->splits.at[s].next)
        if (f->p->splits.at[s].axis == GP_AXIS_TIME)
            return true;
    return false;
}

/* Whether the plan says itself how the row is divided. */
static bool says_how(const struct gp_flow *f, uint32_t row)
{
    bool says = f->m->rows.at[row].shapes != GP_NONE;
    for (uint32_t s = f->first_split[row]; s != GP_NONE;
         s = f->p->splits.at[s].next)
        says |= !f->p->splits.at[s].yields;
    return says;
}

/* Whether all members of the team have something of it. */
static bool is_whole(const struct gp_flow *f, uint32_t row)
{
    const struct gp_model *m = f->m;
    const struct gp_row *r = &m->rows.at[row];
    for (uint32_t c = m->scopes.at[r->scope].child; c != GP_NONE;
         c = m->scopes.at[c].next) {
        const struct gp_row *part = gp_model_row(m, r->kpi, c);
        if (part == NULL || !gp_flow_states_anything(f, part) ||
            (part->rollup && !is_whole(f, (uint32_t)(part - m->rows.at))))
            return false;
    }
    return true;
}

static int64_t *copy_ticks(const struct gp_flow *f, const struct gp_row *r)
{
    size_t size = (size_t)f->m->kpis.at[r->kpi].tick_count * sizeof *r->at;
    return memcpy(gp_alloc(f->p->heap, size), r->at, size);
}

bool gp_sums_may_be(const struct gp_flow *f)
{
    bool any = false;
    for (uint32_t i = f->first; i < f->end && !any; i++)
        any = is_plain(&f->m->rows.at[i]) && f->level[i] == 0 &&
              !gp_flow_states_anything(f, &f->m->rows.at[i]) &&
              is_divided(f, i);
    return any;
}

bool gp_sums_find(struct gp_flow *f, const struct gp_kept *kept,
                  struct gp_sums *out)
{
    struct gp_heap *heap = f->p->heap;
    *out = (struct gp_sums){0};
    gp_flow_begin(f);
    for (uint32_t i = f->first; i < f->end; i++) {
        const struct gp_row *r = &f->m->rows.at[i];
        if (!is_plain(r) || !r->rollup || f->level[i] != 0 || !is_divided(f, i))
            continue;
        struct gp_sum s = {i, copy_ticks(f, r), NULL,
                           is_whole(f, i) || says_how(f, i)};
        gp_vec_push(heap, &out->list, s);
    }
    gp_flow_bring_back(f, kept);
    return out->list.count != 0;
}

/* Whether all who have anything of it have their amount of this tick. */
static bool is_known(const struct gp_flow *f, uint32_t row, int tick)
{
    const struct gp_row *r = &f->m->rows.at[row];
    bool known = gp_has(r, tick);
    if (!r->rollup)
        return gp_cross_is_known(f->m, r, tick);
    for (uint32_t c = f->first_cut[row]; c != GP_NONE; c = f->next_cut[c]) {
        const struct gp_cut *cut = &f->m->cuts.at[c];
        for (uint32_t i = 0;
             i < cut->count && cut->dimension == GP_NONE && known; i++) {
            uint32_t part = f->m->parts.at[cut->first + i];
            known = !gp_flow_states_anything(f, &f->m->rows.at[part]) ||
                    is_known(f, part, tick);
        }
    }
    return known;
}

/* Some have something in a period in which others are still open. */
static bool is_mixed(const struct gp_flow *f, uint32_t row)
{
    const struct gp_row *r = &f->m->rows.at[row];
    int n = f->m->kpis.at[r->kpi].tick_count;
    for (int t = 0; t < n; t++)
        if (gp_flow_children(f, r, t) == 0 && gp_has(r, t) &&
            !is_known(f, row, t))
            return true;
    return false;
}

void gp_sums_copy(struct gp_flow *f, struct gp_sums *sums)
{
    for (size_t i = 0; i < sums->list.count; i++) {
        struct gp_sum *s = &sums->list.at[i];
        const struct gp_row *r = &f->m->rows.at[s->row];
        int n = f->m->kpis.at[r->kpi].tick_count;
        if (splits_periods(f, s->row) ||
            (is_mixed(f, s->row) && !says_how(f, s->row)))
            continue;
        s->at = copy_ticks(f, r);
        for (int t = 0; t < n; t++)
            if (!is_known(f, s->row, t))
                s->at[t] = GP_NO_AMOUNT;
    }
}

void gp_sums_put(struct gp_flow *f, const struct gp_sums *sums, bool periods)
{
    for (size_t i = 0; i < sums->list.count; i++) {
        const struct gp_sum *s = &sums->list.at[i];
        struct gp_row *r = &f->m->rows.at[s->row];
        int n = f->m->kpis.at[r->kpi].tick_count;
        for (int t = 0; t < n && (periods || s->stands); t++) {
            int64_t is = s->stated[t];
            if (is == GP_NO_AMOUNT && s->at != NULL && periods)
                is = s->at[t];
            if (is == GP_NO_AMOUNT)
                continue;
            r->at[t] = is;
            r->why[t] = gp_because(GP_WHY_SCOPE_SUM, GP_NO_FACT);
        }
    }
}

void gp_sums_finish(struct gp_flow *f, struct gp_sums *sums)
{
    for (size_t i = 0; i < sums->list.count; i++) {
        struct gp_row *r = &f->m->rows.at[sums->list.at[i].row];
        r->divided = !r->rollup; /* it was put */
        gp_free(f->p->heap, sums->list.at[i].stated);
        gp_free(f->p->heap, sums->list.at[i].at);
    }
    gp_vec_fini(f->p->heap, &sums->list);
}

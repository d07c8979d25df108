/* Where two cuts meet: the same cells of other rungs of the team tree.  See
 * steps.h. */
#include "report/steps.h"

bool gp_steps_cross(const struct gp_model *m, uint32_t row, int tick,
                    uint32_t *scope, uint32_t *out)
{
    uint32_t base = m->scopes.at[m->rows.at[row].scope].base;
    const struct gp_row *r = &m->rows.at[row];
    int64_t sum = 0;
    *out = GP_NONE;
    if (*scope != GP_NONE) { /* the next member */
        *scope = m->scopes.at[*scope].next;
    } else {
        for (uint32_t c = m->scopes.at[base].child; c != GP_NONE;
             c = m->scopes.at[c].next) {
            uint32_t id = gp_model_alike(m, row, c);
            if (id != GP_NONE && m->rows.at[id].at[tick] != GP_NO_AMOUNT)
                sum += m->rows.at[id].at[tick];
        }
        *scope = m->scopes.at[base].child;
        if (*scope == GP_NONE || sum != r->at[tick]) {
            /* It is the wider cut that decides. */
            *scope = GP_NONE;
            if (m->scopes.at[base].parent != GP_NONE)
                *out = gp_model_alike(m, row, m->scopes.at[base].parent);
            return false;
        }
    }
    if (*scope != GP_NONE)
        *out = gp_model_alike(m, row, *scope);
    return *scope != GP_NONE;
}

/* The sum of what one dimension cuts a row into, GP_NO_AMOUNT without such. */
static int64_t sum_by(const struct gp_model *m, uint32_t row, uint32_t d,
                      int tick)
{
    const struct gp_row *r = &m->rows.at[row];
    int64_t sum = 0;
    bool any = false;
    for (uint32_t c = m->dimensions.at[d].child; c != GP_NONE;
         c = m->members.at[c].next) {
        uint32_t scope = gp_model_narrowed(m, r->scope, c);
        const struct gp_row *part =
            scope == GP_NONE ? NULL : gp_model_row(m, r->kpi, scope);
        if (part == NULL || part->at[tick] == GP_NO_AMOUNT)
            continue;
        any = true;
        if (!gp_add64(&sum, sum, part->at[tick]))
            return GP_NO_AMOUNT;
    }
    return any ? sum : GP_NO_AMOUNT;
}

uint32_t gp_steps_cross_by(const struct gp_model *m, uint32_t row, int tick)
{
    uint32_t members[GP_MAX_NARROW];
    const struct gp_row *r = &m->rows.at[row];
    int n = gp_model_members(m, r->scope, members);
    for (uint32_t d = 0; d < m->dimensions.count; d++) {
        bool own = false;
        for (int i = 0; i < n; i++)
            own |= m->members.at[members[i]].dimension == d;
        /* What its own cut makes of it is no reason for it. */
        for (size_t c = 0; c < m->cuts.count && !own; c++)
            own = m->cuts.at[c].row == row && m->cuts.at[c].dimension == d;
        if (!own && sum_by(m, row, d, tick) == r->at[tick])
            return d;
    }
    return GP_NONE;
}

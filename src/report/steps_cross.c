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

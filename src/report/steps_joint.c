/* A cell that was worked out together with all others of its KPI: the amounts
 * stated in it and around it are what it rests on.  See steps.h. */
#include "report/steps_own.h"

enum { MOST_STATED = 8 };

/* Whether a scope lies in another: below it in the team tree, and narrowed by
 * all that narrows that. */
static bool is_inside(const struct gp_model *m, uint32_t scope, uint32_t above)
{
    uint32_t own[GP_MAX_NARROW], wide[GP_MAX_NARROW];
    if (!gp_scope_is_below(m, m->scopes.at[scope].base,
                           m->scopes.at[above].base))
        return false;
    int n = gp_model_members(m, scope, own),
        k = gp_model_members(m, above, wide);
    for (int i = 0; i < k; i++) {
        bool has = false;
        for (int j = 0; j < n; j++)
            has |= own[j] == wide[i];
        if (!has)
            return false;
    }
    return true;
}

static bool holds(struct gp_span_days a, struct gp_span_days b)
{
    return a.first <= b.first && b.last <= a.last;
}

/* Whether one is in the other, whichever. */
static bool meets(const struct gp_model *m, const struct gp_row *a,
                  const struct gp_row *b)
{
    return is_inside(m, a->scope, b->scope) || is_inside(m, b->scope, a->scope);
}

static bool is_held(const struct gp_model *m, const struct gp_row *r)
{
    enum gp_scope_kind kind = m->scopes.at[r->scope].kind;
    return kind == GP_SCOPE_RESERVE || kind == GP_SCOPE_GAP;
}

/* What is stated in the cell, or of more than it. */
void gp_steps_joint(struct gp_steps *s, struct gp_step *step, uint32_t row,
                    int tick)
{
    const struct gp_model *m = s->m;
    const struct gp_row *r = &m->rows.at[row];
    struct gp_span_days days = m->time.ticks[tick].period.days;
    int count = 0;
    step->how = gp_steps_word(
        s, GP_WORD("what all that is stated leaves it, worked out together and "
                   "near the default splits"));
    for (uint32_t i = 0; i < m->rows.count; i++) {
        const struct gp_row *o = &m->rows.at[i];
        if (o->kpi != r->kpi || o->relation != GP_EQUAL || o->overlay ||
            is_held(m, o) || !meets(m, r, o))
            continue;
        for (int t = 0; t < m->kpis.at[r->kpi].tick_count; t++) {
            struct gp_span_days other = m->time.ticks[t].period.days;
            if (o->at[t] == GP_NO_AMOUNT || !gp_is_stated(o->why[t]) ||
                !(holds(other, days) || holds(days, other)) ||
                gp_steps_one_tick(m, t) != t)
                continue;
            if (count++ < MOST_STATED)
                gp_steps_add_tick(s, step, i, t);
        }
    }
    step->more |= count > MOST_STATED;
}

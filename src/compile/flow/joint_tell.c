/* What is told of statements that exclude one another, instead of findings
 * that blame a default.  See joint.h. */
#include "compile/flow/joint.h"

bool gp_flow_is_default(const struct gp_flow *f, struct gp_span at)
{
    for (size_t i = 0; i < f->p->splits.count; i++) {
        const struct gp_split *s = &f->p->splits.at[i];
        if (s->yields && s->span.source == at.source &&
            s->span.start <= at.start && at.end <= s->span.end)
            return true;
    }
    return false;
}

/* Whether a finding of sums blames a default, which gives way, or says nothing
 * but that there is no way. */
static bool is_vague(const struct gp_flow *f, const struct gp_finding *x)
{
    bool sums =
        x->slug == GP_SLUG_CROSS_CUT || x->slug == GP_SLUG_CHILDREN_SUM ||
        x->slug == GP_SLUG_PERIOD_SUM || x->slug == GP_SLUG_SPLIT_SUM ||
        x->slug == GP_SLUG_OVER_ASSIGNED || x->slug == GP_SLUG_OUTSIDE_PERIOD;
    /* What a split sums to is told at the split, whoever states it. */
    bool bare =
        x->detail == NULL && (x->slug == GP_SLUG_CROSS_CUT || x->notes == NULL);
    bool vague = bare || (x->slug != GP_SLUG_SPLIT_SUM &&
                          gp_flow_is_default(f, x->span));
    for (const struct gp_note *n = x->notes; n != NULL && !vague; n = n->next)
        vague = gp_flow_is_default(f, n->span);
    return sums && vague;
}

static void tell(struct gp_flow *f, const struct gp_conflict *c)
{
    enum { MOST_NOTES = 5 };
    struct gp_findings *to = f->p->findings;
    const struct gp_joint_cell *cell = &c->cells.at[0];
    const struct gp_row *r = &f->m->rows.at[cell->row];
    bool cut = f->deepest > 0;
    if (c->cells.count == 1 && c->most && c->bound == 0 &&
        !gp_joint_is_held(&f->m->scopes.at[r->scope])) {
        gp_flow_tell_nobody(f, r, gp_flow_origin(f, r, cell->tick),
                            f->m->time.ticks[cell->tick].period.days,
                            cell->amount);
        return;
    }
    enum gp_text text = c->most ? (cut ? GP_TEXT_CROSS_MOST : GP_TEXT_TREE_MOST)
                        : cut   ? GP_TEXT_CROSS_LEAST
                                : GP_TEXT_TREE_LEAST;
    struct gp_finding *x = gp_find(to, text, gp_flow_origin(f, r, cell->tick),
                                   gp_flow_scope_name(f, r->scope),
                                   gp_flow_period_name(f, cell->tick),
                                   gp_flow_amount(f, r, cell->amount),
                                   gp_flow_amount(f, r, c->bound), NULL);
    for (size_t i = 1; i < c->cells.count && i <= MOST_NOTES; i++)
        gp_flow_note_cell(f, x, &f->m->rows.at[c->cells.at[i].row],
                          c->cells.at[i].tick);
    if (c->cells.count > MOST_NOTES + 1)
        gp_find_detail(to, x, GP_TEXT_DETAIL_WAY_MORE,
                       gp_arena_int(&to->arena, (int64_t)c->cells.count - 1),
                       gp_arena_int(&to->arena, MOST_NOTES), NULL);
    gp_find_help(to, x, cut ? GP_TEXT_HELP_CROSS_WAY : GP_TEXT_HELP_TREE_WAY,
                 NULL);
}

bool gp_flow_is_vague(const struct gp_flow *f, const struct gp_kept *kept)
{
    if (!gp_flow_has_errors(f, kept))
        return gp_cross_blames_default(f->p, f->first, f->end);
    for (size_t i = kept->findings; i < f->p->findings->list.count; i++)
        if (is_vague(f, f->p->findings->list.at[i]))
            return true;
    return false;
}

void gp_flow_tell_conflict(struct gp_flow *f, const struct gp_kept *kept,
                           const struct gp_conflict *conflict)
{
    struct gp_findings *all = f->p->findings;
    size_t left = kept->findings;
    bool clear = false, errors = gp_flow_has_errors(f, kept);
    for (size_t i = kept->findings; i < all->list.count; i++)
        clear |= !is_vague(f, all->list.at[i]) &&
                 all->list.at[i]->severity == GP_ERROR;
    if (!clear && conflict->cells.count == 0)
        return; /* better than nothing */
    for (size_t i = kept->findings; i < all->list.count; i++)
        if (!is_vague(f, all->list.at[i]))
            all->list.at[left++] = all->list.at[i];
    if (left == all->list.count && errors)
        return;
    all->list.count = left;
    if (!clear)
        tell(f, conflict);
    for (uint32_t i = f->first; i < f->end; i++)
        f->m->rows.at[i].open = true; /* what else is wrong follows from it */
}

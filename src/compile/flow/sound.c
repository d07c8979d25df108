/* Ways to a KPI all of whose cells agree, one after the other; what is told
 * where there is none: see flow.h. */
#include "compile/flow/flow.h"

/* What is wrong is told as it was; or what excludes one another, where that is
 * the better answer: `conflict`, where that was `asked` for. */
static void tell_unsound(struct gp_flow *f, const struct gp_kept *kept,
                         struct gp_conflict *conflict, bool asked)
{
    gp_flow_bring_back(f, kept);
    gp_flow_evaluate(f);
    if (gp_flow_is_vague(f, kept)) {
        if (!asked) {
            gp_flow_find_conflict(f, kept, conflict);
            gp_flow_evaluate(f);
        }
        gp_flow_tell_conflict(f, kept, conflict);
    }
    /* What a default made of what is wrong is no mistake of its own. */
    bool wrong = gp_flow_has_errors(f, kept);
    for (uint32_t i = f->first; i < f->end; i++)
        f->m->rows.at[i].open |= wrong && (f->slack[i] & GP_SLACK_DEFAULT) != 0;
}

/* With sums that are divided as they come out by themselves; true where that
 * is sound.  Else only what statements make of them stands from then on. */
static bool evaluate_sums(struct gp_flow *f, struct gp_kept *kept,
                          struct gp_sums *sums)
{
    gp_flow_evaluate(f);
    bool sound = !gp_flow_has_errors(f, kept);
    if (sound) {
        gp_sums_copy(f, sums);
        gp_flow_bring_back(f, kept);
        gp_sums_put(f, sums, true);
        gp_flow_evaluate(f);
        sound = gp_flow_is_sound(f, kept);
    }
    if (sound)
        return true;
    gp_flow_bring_back(f, kept);
    gp_sums_put(f, sums, false);
    gp_kept_free(f, kept);
    gp_flow_keep(f, kept);
    return false;
}

/* Whether a conflict is one of amounts that are stated: shares are rounded, and
 * need not agree to the last step. */
static bool is_of_amounts(const struct gp_flow *f, const struct gp_kept *kept,
                          const struct gp_conflict *conflict)
{
    bool all = conflict->cells.count != 0;
    for (size_t i = 0; i < conflict->cells.count; i++) {
        const struct gp_joint_cell *c = &conflict->cells.at[i];
        size_t at = (size_t)(c->row - f->first) * (size_t)kept->ticks;
        all = all && kept->at[at + (size_t)c->tick] != GP_NO_AMOUNT;
    }
    return all;
}

/* Down, row by row; if that comes to no table, once more with the cells that
 * all statements together decide, then with all cells. */
static void evaluate_any(struct gp_flow *f, const struct gp_kept *kept)
{
    enum { FEW = 512 }; /* rows: so many are asked beforehand */
    struct gp_conflict conflict = {0};
    bool asked = f->deepest > 0 && f->end - f->first <= FEW;
    if (asked)
        gp_flow_find_conflict(f, kept, &conflict);
    gp_flow_evaluate(f);
    if (f->end - f->first > GP_MOST_JOINT_ROWS)
        return;
    bool sound = gp_flow_is_sound(f, kept), can = true;
    for (int how = GP_JOIN_DECIDED; !sound && can && how <= GP_JOIN_MONTHS;
         how++) {
        can = gp_flow_join(f, kept, (enum gp_joining)how);
        if (can)
            gp_flow_evaluate(f);
        sound = can && gp_flow_is_sound(f, kept);
    }
    if (!sound)
        tell_unsound(f, kept, &conflict, asked);
    /* What no sum of parts shows: somewhere below there is no room for it. */
    else if (is_of_amounts(f, kept, &conflict))
        gp_flow_tell_conflict(f, kept, &conflict);
    gp_vec_fini(f->p->heap, &conflict.cells);
}

void gp_flow_evaluate_sound(struct gp_flow *f)
{
    struct gp_kept kept;
    struct gp_sums sums = {0};
    bool divided = gp_sums_may_be(f);
    if (!divided && f->end - f->first > GP_MOST_JOINT_ROWS) {
        gp_flow_evaluate(f);
        return;
    }
    gp_flow_keep(f, &kept);
    if (!divided || !gp_sums_find(f, &kept, &sums) ||
        !evaluate_sums(f, &kept, &sums))
        evaluate_any(f, &kept);
    gp_sums_finish(f, &sums);
    gp_kept_free(f, &kept);
}

/* Scenarios: lets and targets that stand in the place of the plan's own.  The
 * names of every scenario's lets are looked at always; what the one that is
 * compiled says takes effect. */
#include "base/vec.h"
#include "compile/pass.h"

/* Whether an earlier let of the same block has the name. */
static bool is_again(struct gp_pass *p, struct gp_ref block, struct gp_ref let)
{
    struct gp_ref name = gp_ref_child(p, let);
    for (struct gp_ref i = gp_ref_child(p, block);
         gp_ref_is(i) && i.node != let.node; i = gp_ref_next(p, i)) {
        struct gp_ref other = gp_ref_child(p, i);
        if (gp_ref_kind(p, i) != GP_N_LET ||
            gp_pass_node(p, other)->sym != gp_pass_node(p, name)->sym)
            continue;
        gp_tell_twice(p, name, gp_ref_span(p, other));
        return true;
    }
    return false;
}

static void read_let(struct gp_pass *p, struct gp_ref let, bool active)
{
    struct gp_ref name = gp_ref_child(p, let);
    uint32_t at = gp_map_get(&p->constant_of, gp_pass_node(p, name)->sym);
    if (at == GP_MAP_NONE && gp_is_lost(p, gp_pass_node(p, name)->sym))
        return;
    if (at == GP_MAP_NONE) {
        const char *text = gp_ref_name(p, name);
        struct gp_finding *f = gp_find(p->findings, GP_TEXT_NO_LET,
                                       gp_ref_span(p, name), text, NULL);
        gp_help_closest(p, f, text, &p->constant_of);
    } else if (active) {
        p->constants.at[at].expr = gp_ref_next(p, name);
        p->constants.at[at].span = gp_ref_span(p, name);
    }
}

static void read_scenario(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_ref name = gp_ref_child(p, ref);
    struct gp_ref block = gp_ref_part(p, ref, GP_N_BLOCK);
    struct gp_scenario s = {
        .name = gp_pass_node(p, name)->sym,
        .title = gp_ref_title(p, ref),
        .span = gp_ref_span(p, name),
    };
    if (!gp_name_once(p, GP_N_SCENARIO, name))
        return;
    gp_vec_push(p->heap, &p->model->scenarios, s);
    if (s.name == p->scenario) /* so that reports say what they show */
        p->model->title = gp_arena_join(
            p->arena, p->model->title != NULL ? p->model->title : "", " (",
            s.title, ")", NULL);
    for (struct gp_ref i = gp_ref_child(p, block); gp_ref_is(i);
         i = gp_ref_next(p, i))
        if (gp_ref_kind(p, i) == GP_N_LET && !is_again(p, block, i))
            read_let(p, i, s.name == p->scenario);
}

void gp_pass_scenario(struct gp_pass *p)
{
    for (size_t i = 0; i < p->stmts.count; i++)
        if (gp_ref_kind(p, p->stmts.at[i].ref) == GP_N_SCENARIO)
            read_scenario(p, p->stmts.at[i].ref);
}

/* ---- targets ---- */

/* The block of the scenario that is compiled; the first of its name. */
static struct gp_ref active_block(const struct gp_pass *p)
{
    for (size_t i = 0; p->scenario != GP_NO_SYM && i < p->stmts.count; i++) {
        struct gp_ref ref = p->stmts.at[i].ref;
        if (gp_ref_kind(p, ref) == GP_N_SCENARIO &&
            gp_pass_node(p, gp_ref_child(p, ref))->sym == p->scenario)
            return gp_ref_part(p, ref, GP_N_BLOCK);
    }
    return (struct gp_ref){0, 0};
}

void gp_read_scenario_targets(struct gp_pass *p)
{
    struct gp_ref block = active_block(p);
    if (!gp_ref_is(block))
        return;
    for (struct gp_ref i = gp_ref_child(p, block); gp_ref_is(i);
         i = gp_ref_next(p, i)) {
        struct gp_override o = {.ref = i};
        if (gp_ref_kind(p, i) == GP_N_TARGET &&
            gp_read_target_cell(p, i, &o.kpi, &o.scope, &o.period))
            gp_vec_push(p->heap, &p->overrides, o);
    }
}

bool gp_scenario_replaces(const struct gp_pass *p, uint32_t kpi, uint32_t scope,
                          const struct gp_period *period)
{
    for (size_t i = 0; i < p->overrides.count; i++) {
        const struct gp_override *o = &p->overrides.at[i];
        if (o->kpi == kpi && o->scope == scope &&
            gp_ref_is(gp_ref_part(p, o->ref, GP_N_VALUE)) &&
            o->period.days.first == period->days.first &&
            o->period.days.last == period->days.last)
            return true;
    }
    return false;
}

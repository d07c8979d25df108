/* Statements that their names tell apart: see pass.h.  In one map for all
 * kinds, since a plan may have as many rules or tests as lines. */
#include "base/vec.h"
#include "compile/pass.h"

bool gp_name_once(struct gp_pass *p, enum gp_node_kind kind, struct gp_ref name)
{
    gp_sym sym = gp_pass_node(p, name)->sym;
    uint32_t *at = gp_map_at(&p->named_of, gp_map_key(kind, sym));
    if (*at != GP_MAP_NONE) {
        gp_tell_twice(p, name, p->named.at[*at].span);
        return false;
    }
    struct gp_named named = {gp_ref_span(p, name), GP_NONE};
    *at = (uint32_t)p->named.count;
    gp_vec_push(p->heap, &p->named, named);
    return true;
}

void gp_name_keep(struct gp_pass *p, enum gp_node_kind kind, gp_sym name,
                  size_t index)
{
    uint32_t at = gp_map_get(&p->named_of, gp_map_key(kind, name));
    p->named.at[at].index = (uint32_t)index;
}

uint32_t gp_name_find(const struct gp_pass *p, enum gp_node_kind kind,
                      gp_sym name)
{
    uint32_t at = gp_map_get(&p->named_of, gp_map_key(kind, name));
    return at == GP_MAP_NONE ? GP_NONE : p->named.at[at].index;
}

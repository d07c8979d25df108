/* Two ways to a scope that two dimensions narrow: as the channel of a product
 * or as the product of a channel.  It is one scope, which hangs on one of the
 * two; where both are divided, the order of the dimensions decides for all of
 * the team's scopes alike, so that the parts of a row are all there or none.
 *
 * A split along the other way is marked: its parts are the parts of other
 * rows, so what it says is put into them where they are open
 * (flow/crosswise.c), and compared. */
#include "base/vec.h"
#include "compile/flow/flow.h"

/* The scopes of a team that the same dimensions narrow. */
struct group {
    uint32_t base;
    uint64_t dimensions; /* bits */
    uint64_t divided;    /* those along which a split makes them */
    uint32_t next;       /* of the same team */
};

struct routes {
    struct gp_pass *p;
    struct gp_map first; /* by base */
    GP_VEC(struct group) groups;
};

enum { MOST_DIMENSIONS = 64 };

/* The dimensions that narrow a scope, bits; 0 where they are not for here. */
static uint64_t dimensions_of(const struct gp_model *m, uint32_t scope)
{
    uint64_t bits = 0;
    for (; m->scopes.at[scope].kind == GP_SCOPE_NARROW;
         scope = m->scopes.at[scope].parent) {
        const struct gp_member *x = &m->members.at[m->scopes.at[scope].member];
        if (x->dimension >= MOST_DIMENSIONS || x->parent != GP_NONE)
            return 0;
        bits |= (uint64_t)1 << x->dimension;
    }
    return bits;
}

static bool is_several(uint64_t bits)
{
    return (bits & (bits - 1)) != 0;
}

static struct group *group_of(struct routes *x, uint32_t base,
                              uint64_t dimensions, bool make)
{
    uint32_t *first = gp_map_at(&x->first, base);
    for (uint32_t i = *first; i != GP_MAP_NONE; i = x->groups.at[i].next)
        if (x->groups.at[i].dimensions == dimensions)
            return &x->groups.at[i];
    if (!make)
        return NULL;
    struct group g = {.base = base, .dimensions = dimensions, .next = *first};
    *first = (uint32_t)x->groups.count;
    gp_vec_push(x->p->heap, &x->groups, g);
    return &x->groups.at[x->groups.count - 1];
}

/* What a split divides, and along what. */
static void take(struct routes *x, const struct gp_split *s)
{
    const struct gp_model *m = x->p->model;
    if (s->axis != GP_AXIS_DIMENSION || s->scope == GP_NONE ||
        s->dimension >= MOST_DIMENSIONS)
        return;
    uint32_t of = gp_model_upon(m, s->scope);
    uint64_t own = dimensions_of(m, of), by = (uint64_t)1 << s->dimension;
    if (own != 0 && (own & by) == 0)
        group_of(x, m->scopes.at[of].base, own | by, true)->divided |= by;
}

/* Hangs a scope on the one that it has without one of its dimensions. */
static void hang(struct gp_model *m, uint32_t scope, uint32_t dimension)
{
    struct gp_scope *s = &m->scopes.at[scope];
    uint32_t members[GP_MAX_NARROW];
    int n = gp_model_members(m, scope, members);
    for (int i = 0; i < n; i++) {
        const struct gp_member *x = &m->members.at[members[i]];
        if (x->dimension != dimension)
            continue;
        uint32_t up = gp_cross_narrowed(m, s->base, members, n, i);
        if (up == GP_NONE)
            return;
        s->parent = up;
        s->member = members[i];
        s->name = x->name;
        s->title = x->title;
    }
}

static uint32_t last_of(uint64_t bits)
{
    uint32_t last = 0;
    while (bits >> last > 1)
        last++;
    return last;
}

static bool is_crosswise(const struct gp_model *m, const struct gp_split *s)
{
    if (s->axis != GP_AXIS_DIMENSION || s->scope == GP_NONE)
        return false;
    uint32_t of = gp_model_upon(m, s->scope);
    for (size_t i = 0; i < s->item_count; i++) {
        uint32_t part = gp_model_upon(m, s->items[i].part);
        if (m->scopes.at[part].kind == GP_SCOPE_NARROW &&
            m->scopes.at[part].parent != of)
            return true;
    }
    return false;
}

/* An amendment divides along the way that the plan does. */
static void tell_amended(struct gp_pass *p, const struct gp_split *s)
{
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_DOUBLE_SPLIT, s->span, NULL);
    gp_tell_of(p, f, s->scope);
    gp_find_help(p->findings, f, GP_TEXT_HELP_STATE_PARTS,
                 gp_sym_text(p->names, p->model->kpis.at[s->kpi].name), NULL);
}

void gp_settle_routes(struct gp_pass *p)
{
    struct gp_model *m = p->model;
    struct routes x = {.p = p};
    bool any = false;
    for (size_t i = 0; i < m->scopes.count && !any; i++)
        any = is_several(dimensions_of(m, (uint32_t)i));
    if (!any)
        return;
    gp_map_init(&x.first, p->heap);
    for (size_t i = 0; i < p->splits.count; i++)
        take(&x, &p->splits.at[i]);
    for (size_t i = 0; i < p->amended_splits.count; i++)
        take(&x, &p->amended_splits.at[i]);
    for (uint32_t i = 0; i < m->scopes.count; i++) {
        uint64_t bits = dimensions_of(m, i);
        const struct group *g =
            is_several(bits) ? group_of(&x, m->scopes.at[i].base, bits, false)
                             : NULL;
        if (g != NULL)
            hang(m, i, last_of(is_several(g->divided) ? bits : g->divided));
    }
    for (size_t i = 0; i < p->splits.count; i++)
        p->crosswise |= p->splits.at[i].crosswise =
            is_crosswise(m, &p->splits.at[i]);
    for (size_t i = 0; i < p->amended_splits.count; i++)
        if (is_crosswise(m, &p->amended_splits.at[i]))
            tell_amended(p, &p->amended_splits.at[i]);
    gp_map_fini(&x.first);
    gp_vec_fini(p->heap, &x.groups);
}

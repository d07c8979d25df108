/*
 * Narrowing a scope that may be narrowed already: by whichever way a plan
 * comes to it, there is one scope, narrowed in the order of the dimensions,
 * by the finest member of each.
 */
#include "compile/pass.h"

static bool is_inside(const struct gp_model *m, uint32_t member, uint32_t above)
{
    while (member != GP_NONE && member != above)
        member = m->members.at[member].parent;
    return member == above;
}

/* The finest member of each dimension that narrows a scope, in no order;
 * -1 where they are too many. */
static int members_of(const struct gp_model *m, uint32_t scope, uint32_t *out)
{
    int n = 0;
    for (; m->scopes.at[scope].kind == GP_SCOPE_NARROW;
         scope = m->scopes.at[scope].parent) {
        uint32_t member = m->scopes.at[scope].member;
        bool coarser = false;
        for (int i = 0; i < n; i++)
            coarser |= is_inside(m, out[i], member);
        if (coarser)
            continue;
        if (n == GP_MAX_NARROW)
            return -1;
        out[n++] = member;
    }
    return n;
}

/* The member of the last dimension, taken out of the others; these in the
 * order of their dimensions. */
static uint32_t take_last(const struct gp_model *m, uint32_t *members, int *n)
{
    for (int k = 1; k < *n; k++)
        for (int i = k; i > 0 && m->members.at[members[i]].dimension <
                                     m->members.at[members[i - 1]].dimension;
             i--) {
            uint32_t x = members[i];
            members[i] = members[i - 1];
            members[i - 1] = x;
        }
    return members[--*n];
}

/* The scope by its members in the order of their dimensions: where it hangs,
 * and the member that is still to come. */
static uint32_t in_order(struct gp_pass *p, uint32_t scope, uint32_t member,
                         uint32_t *last, struct gp_span span)
{
    const struct gp_model *m = p->model;
    uint32_t members[GP_MAX_NARROW + 1];
    int n = members_of(m, scope, members), same = -1;
    if (n < 0 || n == GP_MAX_NARROW)
        return GP_NONE;
    for (int i = 0; i < n; i++)
        if (is_inside(m, member, members[i]))
            same = i;
    members[same >= 0 ? same : n++] = member;
    scope = m->scopes.at[scope].base;
    *last = take_last(m, members, &n);
    for (int i = 0; i < n; i++)
        scope = gp_make_narrowed(p, scope, members[i], span);
    if (m->members.at[*last].parent != GP_NONE)
        scope = gp_make_narrowed(p, scope, m->members.at[*last].parent, span);
    return scope;
}

static bool is_before(const struct gp_model *m, uint32_t scope, uint32_t member)
{
    uint32_t d = m->members.at[member].dimension;
    for (; m->scopes.at[scope].kind == GP_SCOPE_NARROW;
         scope = m->scopes.at[scope].parent)
        if (m->members.at[m->scopes.at[scope].member].dimension > d)
            return true;
    return false;
}

uint32_t gp_make_narrowed(struct gp_pass *p, uint32_t scope, uint32_t member,
                          struct gp_span span)
{
    struct gp_model *m = p->model;
    /* A finer member narrows what its parent member narrows. */
    uint32_t up = m->members.at[member].parent;
    bool inside = up == GP_NONE;
    for (uint32_t s = scope; !inside && m->scopes.at[s].kind == GP_SCOPE_NARROW;
         s = m->scopes.at[s].parent)
        inside = m->scopes.at[s].member == up;
    if (!inside)
        scope = gp_make_narrowed(p, scope, up, span);
    uint64_t key = gp_map_key(scope, member), other = key;
    uint32_t at = gp_map_get(&m->narrowed_of, key);
    if (at != GP_MAP_NONE)
        return at;
    if (is_before(m, scope, member)) {
        uint32_t last, way = in_order(p, scope, member, &last, span);
        if (way != GP_NONE) {
            other = gp_map_key(way, last);
            at = gp_map_get(&m->narrowed_of, other);
        }
    }
    if (at == GP_MAP_NONE)
        at = gp_new_narrowed(p, scope, member, span);
    *gp_map_at(&m->narrowed_of, key) = at;
    *gp_map_at(&m->narrowed_of, other) = at;
    return at;
}

uint32_t gp_narrow_more(struct gp_pass *p, uint32_t scope, uint32_t member,
                        struct gp_span span)
{
    struct gp_model *m = p->model;
    uint32_t members[GP_MAX_NARROW + 1], d = m->members.at[member].dimension;
    int n = members_of(m, scope, members), same = -1;
    for (int i = 0; i < n; i++)
        if (m->members.at[members[i]].dimension == d)
            same = i;
    if (n < 0 || (same < 0 && n == GP_MAX_NARROW)) {
        gp_find(p->findings, GP_TEXT_TOO_DEEP, span, "16", NULL);
        return GP_NONE;
    }
    if (same >= 0 && !is_inside(m, member, members[same])) {
        gp_find(p->findings, GP_TEXT_TWO_MEMBERS, span,
                gp_sym_text(p->names, m->dimensions.at[d].name), NULL);
        return GP_NONE;
    }
    members[same >= 0 ? same : n++] = member;
    scope = m->scopes.at[scope].base;
    for (int k = 0; k < n; k++) {
        int next = k;
        for (int i = k + 1; i < n; i++)
            if (m->members.at[members[i]].dimension <
                m->members.at[members[next]].dimension)
                next = i;
        uint32_t x = members[next];
        members[next] = members[k];
        scope = gp_make_narrowed(p, scope, x, span);
    }
    return scope;
}

uint32_t gp_narrow_like(struct gp_pass *p, uint32_t scope, uint32_t like,
                        struct gp_span span)
{
    uint32_t members[GP_MAX_NARROW];
    int n = members_of(p->model, like, members);
    for (int i = 0; i < n && scope != GP_NONE; i++)
        scope = gp_narrow_more(p, scope, members[i], span);
    return scope;
}

/*
 * Narrowing a scope that may be narrowed already: by whichever way a plan
 * comes to it, there is one scope, narrowed in the order of the dimensions,
 * by the finest member of each.
 */
#include "compile/pass.h"

enum { MAX_NARROW = 16 };

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
        if (n == MAX_NARROW)
            return -1;
        out[n++] = member;
    }
    return n;
}

uint32_t gp_narrow_more(struct gp_pass *p, uint32_t scope, uint32_t member,
                        struct gp_span span)
{
    struct gp_model *m = p->model;
    uint32_t members[MAX_NARROW + 1], d = m->members.at[member].dimension;
    int n = members_of(m, scope, members), same = -1;
    for (int i = 0; i < n; i++)
        if (m->members.at[members[i]].dimension == d)
            same = i;
    if (n < 0 || (same < 0 && n == MAX_NARROW)) {
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
    uint32_t members[MAX_NARROW];
    int n = members_of(p->model, like, members);
    for (int i = 0; i < n && scope != GP_NONE; i++)
        scope = gp_narrow_more(p, scope, members[i], span);
    return scope;
}

/* Findings that the plan allows, with a reason, are silenced. */
#include "compile/compile.h"

#include <string.h>

#include "base/vec.h"

/* Whether a finding speaks of a scope: its summary, or its place. */
static bool is_about(const struct gp_compilation *p, const struct gp_finding *f,
                     uint32_t scope)
{
    const struct gp_scope *s = &p->model->scopes.at[scope];
    const char *name = gp_sym_text(p->names, s->name);
    size_t n = strlen(name);
    for (const char *at = strstr(f->summary, name); at != NULL;
         at = strstr(at + 1, name)) {
        unsigned char before = at == f->summary ? ' ' : (unsigned char)at[-1];
        unsigned char after = (unsigned char)at[n];
        bool starts = before == ' ' || before == '`' || before == '/';
        bool ends = after == '\0' || strchr(" `:,.'", after) != NULL;
        if (starts && ends)
            return true;
    }
    return false;
}

static bool is_allowed(const struct gp_compilation *c,
                       const struct gp_finding *f, gp_date as_of)
{
    for (size_t a = 0; a < c->allows.count; a++) {
        const struct gp_allow *allow = &c->allows.at[a];
        bool over = as_of != GP_NO_DATE && allow->until != GP_NO_DATE &&
                    as_of > allow->until;
        if (f->slug == allow->slug && !over &&
            (allow->scope == GP_NONE || is_about(c, f, allow->scope)))
            return true;
    }
    return false;
}

void gp_compile_allow(struct gp_compilation *c, gp_date as_of)
{
    struct gp_findings *all = c->findings;
    if (c->allows.count == 0)
        return;
    for (size_t i = 0; i < c->silenced.count; i++)
        gp_vec_push(c->heap, &all->list, c->silenced.at[i]);
    c->silenced.count = 0;
    size_t kept = 0;
    for (size_t i = 0; i < all->list.count; i++) {
        struct gp_finding *f = all->list.at[i];
        if (is_allowed(c, f, as_of))
            gp_vec_push(c->heap, &c->silenced, f);
        else
            all->list.at[kept++] = f;
    }
    all->list.count = kept;
}

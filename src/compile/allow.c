/* Last pass: findings that the plan allows, with a reason, are silenced. */
#include "compile/pass.h"

#include <string.h>

/* Whether a finding speaks of a scope: its summary, or its place. */
static bool is_about(const struct gp_pass *p, const struct gp_finding *f,
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

void gp_pass_allow(struct gp_pass *p)
{
    struct gp_findings *all = p->findings;
    for (size_t a = 0; a < p->allows.count; a++) {
        const struct gp_allow *allow = &p->allows.at[a];
        for (size_t i = 0; i < all->list.count; i++) {
            struct gp_finding *f = all->list.at[i];
            if (f->slug == allow->slug &&
                (allow->scope == GP_NONE || is_about(p, f, allow->scope)))
                f->severity = GP_IGNORE;
        }
    }
    size_t kept = 0;
    for (size_t i = 0; i < all->list.count; i++)
        if (all->list.at[i]->severity != GP_IGNORE)
            all->list.at[kept++] = all->list.at[i];
    all->list.count = kept;
}

/* Findings that the plan allows, with a reason, are silenced. */
#include <string.h>

#include "base/vec.h"
#include "compile/pass.h"

void gp_tell_of(struct gp_pass *p, struct gp_finding *f, uint32_t scope)
{
    if (scope != GP_NONE)
        gp_find_about(p->findings, f,
                      gp_scope_text(&p->findings->arena, p->model, scope));
}

/* Whether the text is this scope's path; or its name, where nobody at the
 * root, whose path is a name, has the same. */
static bool is_called(const struct gp_compilation *c, uint32_t scope,
                      const char *text)
{
    const struct gp_model *m = c->model;
    const struct gp_scope *s = &m->scopes.at[scope];
    struct gp_buf path;
    gp_buf_init(&path, c->heap);
    gp_buf_scope(&path, m, scope);
    bool is = strcmp(gp_buf_cstr(&path), text) == 0;
    gp_buf_fini(&path);
    if (is || (s->kind != GP_SCOPE_TEAM && s->kind != GP_SCOPE_PERSON) ||
        strcmp(gp_sym_text(c->names, s->name), text) != 0)
        return is;
    uint32_t other = gp_map_get(&m->scope_of, s->name);
    while (other != GP_NONE && m->scopes.at[other].parent != GP_NONE)
        other = m->scopes.at[other].same_name;
    return other == GP_NONE;
}

static bool is_about(const struct gp_compilation *c, const struct gp_finding *f,
                     const struct gp_allow *allow)
{
    if (allow->scope == GP_NONE)
        return true;
    if (f->about == NULL)
        return false;
    uint32_t s = allow->scope;
    bool is = is_called(c, s, f->about);
    while (!is && allow->moved && s != GP_NONE) {
        is = is_called(c, s, f->about);
        s = c->model->scopes.at[s].moved_to;
    }
    return is;
}

/* An `allow` that is over is shown beside what it silenced. */
static void note_over(struct gp_compilation *c, struct gp_finding *f,
                      const struct gp_allow *allow)
{
    struct gp_buf day;
    for (const struct gp_note *n = f->notes; n != NULL; n = n->next)
        if (n->span.source == allow->span.source &&
            n->span.start == allow->span.start)
            return;
    gp_buf_init(&day, c->heap);
    gp_buf_date(&day, allow->until);
    gp_find_note(c->findings, f, allow->span, GP_TEXT_NOTE_ALLOW_OVER,
                 gp_buf_cstr(&day), NULL);
    gp_buf_fini(&day);
}

static bool is_allowed(struct gp_compilation *c, struct gp_finding *f,
                       gp_date as_of)
{
    bool allowed = false;
    for (size_t a = 0; a < c->allows.count; a++) {
        struct gp_allow *allow = &c->allows.at[a];
        bool over = as_of != GP_NO_DATE && allow->until != GP_NO_DATE &&
                    as_of > allow->until;
        if (f->slug != allow->slug || !is_about(c, f, allow))
            continue;
        allow->used = true;
        allowed |= !over;
        if (over)
            note_over(c, f, allow);
    }
    return allowed;
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
    bool any[GP_SLUG_COUNT] = {false};
    for (size_t a = 0; a < c->allows.count; a++)
        any[c->allows.at[a].slug] = true;
    for (size_t i = 0; i < all->list.count; i++) {
        struct gp_finding *f = all->list.at[i];
        if (any[f->slug] && is_allowed(c, f, as_of))
            gp_vec_push(c->heap, &c->silenced, f);
        else
            all->list.at[kept++] = f;
    }
    all->list.count = kept;
}

/* What depends on the day that is looked from may come later. */
static bool comes_with_time(enum gp_slug slug)
{
    return slug == GP_SLUG_DUTY_OVERDUE || slug == GP_SLUG_RULE_FAILED ||
           slug == GP_SLUG_STALE_ACTUALS ||
           slug == GP_SLUG_UNKNOWN_CALENDAR_YEAR;
}

void gp_compile_unused_allows(struct gp_compilation *c)
{
    struct gp_findings *all = c->findings;
    if (gp_findings_count(all, GP_ERROR) != 0)
        return; /* behind an error others may wait */
    for (size_t a = 0; a < c->allows.count; a++) {
        const struct gp_allow *allow = &c->allows.at[a];
        if (allow->used || comes_with_time(allow->slug) ||
            all->severity[allow->slug] == GP_IGNORE)
            continue;
        struct gp_buf scope;
        gp_buf_init(&scope, c->heap);
        if (allow->scope != GP_NONE)
            gp_buf_scope(&scope, c->model, allow->scope);
        struct gp_finding *f =
            allow->scope == GP_NONE
                ? gp_find(all, GP_TEXT_UNUSED_ALLOW, allow->span,
                          gp_slug_name(allow->slug), NULL)
                : gp_find(all, GP_TEXT_UNUSED_ALLOW_OF, allow->span,
                          gp_slug_name(allow->slug), gp_buf_cstr(&scope), NULL);
        gp_find_help(all, f, GP_TEXT_HELP_UNUSED_ALLOW, NULL);
        gp_buf_fini(&scope);
    }
}

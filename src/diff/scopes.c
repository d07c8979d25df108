/* Teams and people: who came, went, or answers for something else now. */
#include <string.h>

#include "diff/diff_own.h"
#include "report/target.h"

static bool is_same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static struct gp_cell text_or_none(const char *text)
{
    return text == NULL ? (struct gp_cell){.kind = GP_CELL_NONE}
                        : gp_cell_text(text);
}

static void add(struct gp_differ *d, struct gp_table *t, const char *scope,
                const char *what, const char *old, const char *new,
                struct gp_span span)
{
    struct gp_cell *cells = gp_table_row(d->report, t);
    cells[0] = gp_cell_text(scope);
    cells[1] = gp_cell_text(gp_diff_word(d, what));
    cells[2] = text_or_none(old);
    cells[3] = text_or_none(new);
    cells[4] = text_or_none(gp_diff_place(d, span));
    d->people++;
}

static bool is_member(const struct gp_scope *s)
{
    return s->kind == GP_SCOPE_TEAM || s->kind == GP_SCOPE_PERSON;
}

static const char *kind_of(const struct gp_scope *s)
{
    return s->kind == GP_SCOPE_TEAM ? GP_WORD("team") : GP_WORD("person");
}

/* Under another team, by a name that each plan gives once; or GP_NONE. */
static uint32_t find_moved(const struct gp_model *m, gp_sym name)
{
    uint32_t scope = gp_map_get(&m->scope_of, name);
    if (scope == GP_NONE || m->scopes.at[scope].same_name != GP_NONE)
        return GP_NONE;
    return is_member(&m->scopes.at[scope]) ? scope : GP_NONE;
}

static void compare(struct gp_differ *d, struct gp_table *t, struct gp_pair p)
{
    const struct gp_scope *a = &d->old->scopes.at[p.old];
    const struct gp_scope *b = &d->new->scopes.at[p.new];
    const char *path = gp_scope_text(d->arena, d->new, p.new);
    if (!is_same(a->title, b->title))
        add(d, t, path, GP_WORD("title"), a->title, b->title, b->span);
    if (!is_same(a->owner, b->owner))
        add(d, t, path, GP_WORD("owner"), a->owner, b->owner, b->span);
    if (!is_same(a->role, b->role))
        add(d, t, path, GP_WORD("role"), a->role, b->role, b->span);
    if (a->kind != b->kind)
        add(d, t, path, GP_WORD("kind"), gp_diff_word(d, kind_of(a)),
            gp_diff_word(d, kind_of(b)), b->span);
}

static void came(struct gp_differ *d, struct gp_table *t, uint32_t scope)
{
    const struct gp_scope *s = &d->new->scopes.at[scope];
    uint32_t from = find_moved(d->old, s->name);
    const char *path = gp_scope_text(d->arena, d->new, scope);
    if (from != GP_NONE && d->new_of_old[from] == GP_NONE) {
        add(d, t, path, GP_WORD("moved"), gp_scope_text(d->arena, d->old, from),
            path, s->span);
        compare(d, t, (struct gp_pair){from, scope});
    } else {
        add(d, t, path, GP_WORD("added"), NULL, s->title, s->span);
    }
}

static void went(struct gp_differ *d, struct gp_table *t, uint32_t scope)
{
    const struct gp_scope *s = &d->old->scopes.at[scope];
    uint32_t to = find_moved(d->new, s->name);
    if (to != GP_NONE && find_moved(d->old, s->name) == scope)
        return; /* told where it came to */
    add(d, t, gp_scope_text(d->arena, d->old, scope), GP_WORD("removed"),
        s->title, NULL, s->span);
}

void gp_diff_scopes(struct gp_differ *d)
{
    static const struct gp_diff_column columns[] = {
        {GP_H_DIFF_SCOPE, GP_LEFT}, {GP_H_DIFF_WHAT, GP_LEFT},
        {GP_H_DIFF_OLD, GP_LEFT},   {GP_H_DIFF_NEW, GP_LEFT},
        {GP_H_DIFF_PLACE, GP_LEFT},
    };
    struct gp_table *t =
        gp_diff_table(d, "people", GP_WORD("Teams and people"), columns,
                      sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < d->scopes.count; i++) {
        struct gp_pair p = d->scopes.at[i];
        const struct gp_scope *s = p.new != GP_NONE ? &d->new->scopes.at[p.new]
                                                    : &d->old->scopes.at[p.old];
        if (!is_member(s))
            continue;
        if (p.old == GP_NONE)
            came(d, t, p.new);
        else if (p.new == GP_NONE)
            went(d, t, p.old);
        else
            compare(d, t, p);
    }
}

/* See place.h. */
#include "report/place.h"

#include "report/target.h"

static const struct gp_scope *scope_at(const struct gp_places *p,
                                       uint32_t scope)
{
    return &p->model->scopes.at[scope];
}

static bool is_of_team(const struct gp_places *p, uint32_t scope)
{
    enum gp_scope_kind kind = scope_at(p, scope)->kind;
    return kind == GP_SCOPE_TEAM || kind == GP_SCOPE_PERSON;
}

/* The root of the team tree, where there is but one. */
static uint32_t only_root(const struct gp_model *m)
{
    uint32_t root = GP_NONE;
    for (uint32_t i = 0; i < m->scopes.count; i++) {
        if (m->scopes.at[i].parent != GP_NONE)
            continue;
        if (root != GP_NONE)
            return GP_NONE;
        root = i;
    }
    return root;
}

void gp_places_begin(struct gp_places *p, const struct gp_model *model,
                     struct gp_heap *heap, uint32_t of, bool chinese)
{
    /* Who is moved is told by the teams. */
    bool one = of != GP_NONE && model->scopes.at[of].person == GP_NONE;
    *p = (struct gp_places){.model = model,
                            .heap = heap,
                            .top = one ? of : only_root(model),
                            .chinese = chinese};
    /* What has no name of its own is told by whose it is. */
    while (p->top != GP_NONE && !is_of_team(p, p->top))
        p->top = scope_at(p, p->top)->parent;
}

void gp_places_clear(struct gp_places *p)
{
    p->above.count = 0;
}

void gp_places_end(struct gp_places *p)
{
    gp_vec_fini(p->heap, &p->above);
    gp_vec_fini(p->heap, &p->way);
}

static bool is_around(const struct gp_places *p, uint32_t wide, uint32_t scope)
{
    while (scope != GP_NONE && scope != wide)
        scope = scope_at(p, scope)->parent;
    return scope == wide;
}

/* From what the row stands below, or from the top, to the row. */
static void find_way(struct gp_places *p, uint32_t scope)
{
    uint32_t end = GP_NONE;
    while (p->above.count > 0 && !is_around(p, p->above.at[p->above.count - 1],
                                            scope_at(p, scope)->parent))
        p->above.count--;
    if (p->above.count > 0)
        end = p->above.at[p->above.count - 1];
    p->way.count = 0;
    for (uint32_t s = scope; s != end; s = scope_at(p, s)->parent) {
        gp_vec_push(p->heap, &p->way, s);
        if (s == p->top || scope_at(p, s)->parent == GP_NONE)
            break;
    }
    /* Of what is the top's alone its name tells nothing new. */
    size_t n = p->way.count;
    if (n > 1 && p->way.at[n - 1] == p->top && is_of_team(p, p->way.at[n - 2]))
        p->way.count--;
}

/* What comes between two steps of the way. */
static const char *between(const struct gp_places *p, uint32_t up,
                           uint32_t scope)
{
    const struct gp_scope *a = scope_at(p, up), *b = scope_at(p, scope);
    if (a->kind != GP_SCOPE_NARROW)
        return b->kind == GP_SCOPE_NARROW ? " ["
               : is_of_team(p, scope)     ? "/"
                                          : " ";
    if (b->kind != GP_SCOPE_NARROW)
        return "] ";
    return p->model->members.at[b->member].parent == a->member ? "/" : ", ";
}

static void add_name(struct gp_places *p, struct gp_buf *buf)
{
    bool narrow = false;
    for (size_t i = p->way.count; i-- > 0;) {
        uint32_t scope = p->way.at[i];
        narrow = scope_at(p, scope)->kind == GP_SCOPE_NARROW;
        if (i + 1 < p->way.count)
            gp_buf_puts(buf, between(p, p->way.at[i + 1], scope));
        else if (narrow)
            gp_buf_putc(buf, '[');
        gp_buf_puts(buf, gp_target_title(p->model, scope, p->chinese));
    }
    if (narrow)
        gp_buf_putc(buf, ']');
}

void gp_places_add(struct gp_places *p, uint32_t scope, struct gp_buf *buf)
{
    find_way(p, scope);
    for (size_t i = 0; i < p->above.count; i++)
        gp_buf_puts(buf, "\u00a0\u00a0");
    add_name(p, buf);
    gp_vec_push(p->heap, &p->above, scope);
}

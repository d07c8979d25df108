/* The links between cells: which cells make up which, over periods and over
 * scopes, and with what weights.  Takes the blocks, parts behind their
 * wholes; gives links such that a whole comes behind its parts. */
#include "compile/prove/prove.h"

/* The parts of one block's scope, by one division of it. */
struct group {
    uint32_t whole, dimension; /* a block; GP_NONE: the team tree */
    uint32_t first, count, next;
};

struct builder {
    struct gp_prove *x;
    GP_VEC(struct group) groups;
    struct gp_map group_of; /* (whole block, dimension) */
    struct gp_map held;     /* (scope, dimension): something is held back */
    uint32_t *members;      /* blocks, by group */
    uint32_t *first_group;  /* by block */
};

/* ---- weights ---- */

static bool weigh(struct gp_weight *w, struct gp_range r)
{
    if (!r.low.set || !r.high.set || gp_rat_sign(r.low.at) < 0)
        return false;
    *w = (struct gp_weight){r.low.at, r.high.at};
    return true;
}

static struct gp_range weight_of(struct gp_prove *x, uint32_t cell, bool over)
{
    const struct gp_prove_block *b = &x->blocks.at[x->cells.at[cell].block];
    int tick = gp_prove_tick(x, cell);
    x->used.count = 0;
    return over ? gp_prove_over(x, b->kpi, b->scope, tick)
                : gp_prove_under(x, b->kpi, b->scope, tick);
}

/* What the weights of the parts leave of the whole's: false where they are
 * more than it, so that it is no mean of them. */
static bool leave(struct gp_weight *rest, const struct gp_link *l)
{
    struct gp_rat zero = gp_rat_int(0);
    *rest = l->weights[l->count];
    for (uint32_t i = 0; i < l->count; i++)
        if (!gp_rat_sub(&rest->low, rest->low, l->weights[i].high) ||
            !gp_rat_sub(&rest->high, rest->high, l->weights[i].low))
            return false;
    if (gp_rat_sign(rest->high) < 0 ||
        (!l->missing && gp_rat_sign(rest->low) > 0))
        return false;
    if (gp_rat_sign(rest->low) < 0 || !l->missing)
        rest->low = zero;
    if (!l->missing)
        rest->high = zero;
    return true;
}

/* Whether all weights are known: of what is divided by, or (over) divided. */
static bool know_weights(struct gp_prove *x, struct gp_link *l, bool over)
{
    for (uint32_t i = 0; i <= l->count; i++) {
        uint32_t cell = i == l->count ? l->whole : x->parts.at[l->first + i];
        if (!weigh(&l->weights[i], weight_of(x, cell, over)))
            return false;
    }
    return gp_rat_sign(l->weights[l->count].low) > 0 &&
           leave(&l->weights[l->count + 1], l);
}

static void mean(struct gp_prove *x, struct gp_link *l, uint32_t kpi)
{
    bool positive = x->kpis[kpi].all.low.set;
    l->weights = gp_arena_alloc(&x->arena, (l->count + 2) * sizeof *l->weights);
    l->kind = GP_LINK_LINEAR;
    if (know_weights(x, l, false))
        return;
    l->inverse = true;
    if (positive && know_weights(x, l, true))
        return;
    l->inverse = false;
    l->kind = GP_LINK_BETWEEN;
}

static void sum(struct gp_prove *x, struct gp_link *l)
{
    struct gp_rat one = gp_rat_int(1), none = gp_rat_int(0);
    l->kind = GP_LINK_LINEAR;
    l->weights = gp_arena_alloc(&x->arena, (l->count + 2) * sizeof *l->weights);
    for (uint32_t i = 0; i <= l->count; i++)
        l->weights[i] = (struct gp_weight){one, one};
    l->weights[l->count + 1] = l->missing ? (struct gp_weight){one, one}
                                          : (struct gp_weight){none, none};
}

/* Puts in a link whose parts are the last of x->parts. */
static void add_link(struct gp_prove *x, struct gp_link l)
{
    uint32_t kpi = x->blocks.at[x->cells.at[l.whole].block].kpi;
    l.count = (uint32_t)x->parts.count - l.first;
    switch (x->kpis[kpi].adds) {
    case GP_ADDS_SUM:
        sum(x, &l);
        break;
    case GP_ADDS_MEAN:
        mean(x, &l, kpi);
        break;
    case GP_ADDS_UNION:
        l.kind = GP_LINK_UNION;
        l.upper = l.time;
        break;
    case GP_ADDS_LAST:
        l.kind = GP_LINK_LAST;
        l.first += l.count - 1;
        l.count = 1;
        break;
    case GP_ADDS_NOT:
        return;
    }
    gp_vec_push(x->p->heap, &x->links, l);
}

/* ---- periods ---- */

static void link_periods(struct gp_prove *x, const struct gp_prove_block *b)
{
    int n = x->kpis[b->kpi].ticks;
    for (int t = n; t-- > 0;) {
        const struct gp_tick *k = &x->m->time.ticks[t];
        if (k->child_count == 0 || k->child + k->child_count > n)
            continue;
        struct gp_link l = {.time = true,
                            .dimension = GP_NONE,
                            .whole = b->first + (uint32_t)t,
                            .first = (uint32_t)x->parts.count};
        for (int i = k->child; i < k->child + k->child_count; i++)
            gp_vec_push(x->p->heap, &x->parts, b->first + (uint32_t)i);
        add_link(x, l);
    }
}

/* ---- scopes ---- */

static uint32_t dimension_of(const struct gp_model *m, const struct gp_scope *s)
{
    if (s->kind == GP_SCOPE_NARROW)
        return m->members.at[s->member].dimension;
    return s->kind == GP_SCOPE_RESERVE || s->kind == GP_SCOPE_GAP ? s->member
                                                                  : GP_NONE;
}

static void note_held(struct builder *b)
{
    const struct gp_model *m = b->x->m;
    gp_map_init(&b->held, b->x->p->heap);
    for (size_t i = 0; i < m->scopes.count; i++) {
        const struct gp_scope *s = &m->scopes.at[i];
        if (s->kind == GP_SCOPE_RESERVE || s->kind == GP_SCOPE_GAP)
            *gp_map_at(&b->held, gp_map_key(s->parent, s->member)) = 1;
    }
}

static uint32_t group_of(struct builder *b, const struct gp_prove_block *block)
{
    const struct gp_scope *s = &b->x->m->scopes.at[block->scope];
    if (s->parent == GP_NONE)
        return GP_NONE;
    uint32_t whole =
        gp_map_get(&b->x->block_of, gp_map_key(block->kpi, s->parent));
    if (whole == GP_MAP_NONE)
        return GP_NONE;
    uint32_t d = dimension_of(b->x->m, s);
    uint32_t *at = gp_map_at(&b->group_of, gp_map_key(whole, d));
    if (*at == GP_MAP_NONE) {
        struct group g = {
            .whole = whole, .dimension = d, .next = b->first_group[whole]};
        *at = b->first_group[whole] = (uint32_t)b->groups.count;
        gp_vec_push(b->x->p->heap, &b->groups, g);
    }
    return *at;
}

static void gather(struct builder *b)
{
    struct gp_prove *x = b->x;
    size_t n = x->blocks.count;
    uint32_t *of = gp_arena_alloc(&x->arena, (n + 1) * sizeof *of);
    uint32_t first = 0;
    b->members = gp_arena_alloc(&x->arena, (n + 1) * sizeof *b->members);
    b->first_group =
        gp_arena_alloc(&x->arena, (n + 1) * sizeof *b->first_group);
    gp_map_init(&b->group_of, x->p->heap);
    for (size_t i = 0; i < n; i++)
        b->first_group[i] = GP_NONE;
    for (size_t i = 0; i < n; i++) {
        of[i] = group_of(b, &x->blocks.at[i]);
        if (of[i] != GP_NONE)
            b->groups.at[of[i]].count++;
    }
    for (size_t g = 0; g < b->groups.count; g++) {
        b->groups.at[g].first = first;
        first += b->groups.at[g].count;
        b->groups.at[g].count = 0;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (of[i] == GP_NONE)
            continue;
        struct group *g = &b->groups.at[of[i]];
        b->members[g->first + g->count++] = i;
    }
}

/* Whether the whole has parts that are not in the group. */
static bool lacks(const struct builder *b, const struct group *g)
{
    const struct gp_model *m = b->x->m;
    uint32_t whole = b->x->blocks.at[g->whole].scope;
    uint32_t there = 0, held = 0, all = 0;
    uint32_t first = GP_NONE;
    for (uint32_t i = 0; i < g->count; i++) {
        const struct gp_scope *s =
            &m->scopes.at[b->x->blocks.at[b->members[g->first + i]].scope];
        bool part = s->kind != GP_SCOPE_RESERVE && s->kind != GP_SCOPE_GAP;
        there += part;
        held += !part;
        if (part && g->dimension != GP_NONE)
            first = s->member;
    }
    if (gp_map_get(&b->held, gp_map_key(whole, g->dimension)) != GP_MAP_NONE &&
        held == 0)
        return true;
    if (g->dimension == GP_NONE) {
        for (uint32_t c = m->scopes.at[whole].child; c != GP_NONE;
             c = m->scopes.at[c].next)
            all++;
        return there < all;
    }
    if (first == GP_NONE)
        return true;
    uint32_t up = m->members.at[first].parent;
    for (uint32_t c = up == GP_NONE ? m->dimensions.at[g->dimension].child
                                    : m->members.at[up].child;
         c != GP_NONE; c = m->members.at[c].next)
        all++;
    return there < all;
}

static void link_group(struct builder *b, const struct group *g)
{
    struct gp_prove *x = b->x;
    const struct gp_prove_block *whole = &x->blocks.at[g->whole];
    enum gp_adds adds = x->kpis[whole->kpi].adds;
    bool missing = lacks(b, g);
    if (adds == GP_ADDS_LAST || adds == GP_ADDS_NOT)
        return;
    for (int t = 0; t < x->kpis[whole->kpi].ticks; t++) {
        struct gp_link l = {.missing = missing,
                            .dimension = g->dimension,
                            .whole = whole->first + (uint32_t)t,
                            .first = (uint32_t)x->parts.count};
        for (uint32_t i = 0; i < g->count; i++)
            gp_vec_push(x->p->heap, &x->parts,
                        x->blocks.at[b->members[g->first + i]].first +
                            (uint32_t)t);
        add_link(x, l);
    }
}

void gp_prove_links(struct gp_prove *x)
{
    struct builder b = {.x = x};
    note_held(&b);
    gather(&b);
    for (size_t i = x->blocks.count; i-- > 0;) {
        link_periods(x, &x->blocks.at[i]);
        for (uint32_t g = b.first_group[i]; g != GP_NONE;
             g = b.groups.at[g].next)
            link_group(&b, &b.groups.at[g]);
    }
    gp_vec_fini(x->p->heap, &b.groups);
    gp_map_fini(&b.group_of);
    gp_map_fini(&b.held);
}

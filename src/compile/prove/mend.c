/* The arithmetic of a proof, and the smallest change of one statement that
 * mends it. */
#include "compile/prove/tell.h"

enum { MOST_TERMS = 12 };

/* ---- numbers ---- */

static struct gp_rat middle(struct gp_weight w)
{
    struct gp_rat sum, half;
    if (gp_rat_add(&sum, w.low, w.high) &&
        gp_rat_div(&half, sum, gp_rat_int(2)))
        return half;
    return w.low;
}

bool gp_prove_part_value(const struct gp_prove *x, uint32_t cell, bool high,
                         struct gp_rat *out)
{
    const struct gp_range *r = &x->cells.at[cell].range;
    struct gp_end e = high ? r->high : r->low;
    enum gp_relation relation;
    *out = e.at;
    if (gp_prove_is_stated(x, cell, &relation) && relation == GP_EQUAL)
        *out = gp_prove_stated(x, cell);
    return e.set;
}

static bool is_allowed(const struct gp_prove *x, uint32_t kpi,
                       struct gp_rat value)
{
    const struct gp_range *all = &x->kpis[kpi].all;
    return !(all->low.set && gp_rat_cmp(value, all->low.at) < 0) &&
           !(all->high.set && gp_rat_cmp(value, all->high.at) > 0);
}

bool gp_prove_leaves(struct gp_prove *x, const struct gp_clash *c,
                     uint32_t *part, struct gp_rat *left)
{
    const struct gp_flat *f = &c->flat;
    uint32_t kpi = gp_prove_block_of(x, c->cell)->kpi, at = GP_NONE;
    enum gp_relation relation;
    struct gp_rat said = gp_prove_stated(x, c->cell), most = {0, 1}, v;
    if (f->link == NULL || f->link->kind != GP_LINK_LINEAR ||
        f->link->inverse || x->kpis[kpi].adds != GP_ADDS_MEAN || f->count < 2 ||
        f->missing || !gp_prove_is_stated(x, c->cell, &relation) ||
        relation != GP_EQUAL)
        return false;
    for (uint32_t i = 0; i < f->count; i++) {
        struct gp_rat off;
        if (!gp_prove_part_value(x, f->cells[i], c->high, &v) ||
            !gp_rat_sub(&off, v, said) || !gp_rat_mul(&off, off, f->weights[i]))
            return false;
        off.num = off.num < 0 ? -off.num : off.num;
        if (gp_prove_is_stated(x, f->cells[i], &relation) &&
            gp_rat_cmp(off, most) > 0) {
            most = off;
            at = i;
        }
    }
    if (at == GP_NONE)
        return false;
    struct gp_rat others;
    *part = f->cells[at];
    gp_prove_part_value(x, *part, c->high, &v);
    return gp_rat_mul(&said, said, f->whole) &&
           gp_rat_mul(&v, v, f->weights[at]) && gp_rat_sub(&said, said, v) &&
           gp_rat_sub(&others, f->whole, f->weights[at]) &&
           gp_rat_div(left, said, others) && is_allowed(x, kpi, *left);
}

/* ---- parts of parts ---- */

static uint64_t axis_key(const struct gp_link *l, uint32_t whole)
{
    return gp_map_key(whole, l->time ? GP_NONE - 1 : l->dimension);
}

/* The link that makes up a cell on the same axis and in the same way. */
static const struct gp_link *same_link(struct gp_prove *x,
                                       const struct gp_link *l, uint32_t cell)
{
    enum gp_relation relation;
    if (gp_prove_is_stated(x, cell, &relation))
        return NULL;
    bool known = x->link_of.count != 0;
    for (uint32_t i = 0; !known && i < x->links.count; i++)
        *gp_map_at(&x->link_of,
                   axis_key(&x->links.at[i], x->links.at[i].whole)) = i;
    uint32_t at = gp_map_get(&x->link_of, axis_key(l, cell));
    if (at == GP_MAP_NONE || x->links.at[at].kind != l->kind ||
        x->links.at[at].inverse != l->inverse)
        return NULL;
    return &x->links.at[at];
}

static void add_flat(struct gp_prove *x, struct gp_flat *f,
                     const struct gp_link *l, int deep)
{
    f->missing |= l->missing;
    for (uint32_t i = 0; i < l->count; i++) {
        uint32_t cell = x->parts.at[l->first + i];
        const struct gp_link *below = deep > 0 ? same_link(x, l, cell) : NULL;
        if (below != NULL) {
            add_flat(x, f, below, deep - 1);
            continue;
        }
        if (f->count == f->room) {
            uint32_t *cells = f->cells;
            struct gp_rat *weights = f->weights;
            f->room = f->room * 2 + 8;
            f->cells = gp_arena_alloc(&x->arena, f->room * sizeof *cells);
            f->weights = gp_arena_alloc(&x->arena, f->room * sizeof *weights);
            for (uint32_t k = 0; k < f->count; k++) {
                f->cells[k] = cells[k];
                f->weights[k] = weights[k];
            }
        }
        f->cells[f->count] = cell;
        f->weights[f->count++] =
            l->kind == GP_LINK_LINEAR ? middle(l->weights[i]) : gp_rat_int(1);
    }
}

void gp_prove_flatten(struct gp_prove *x, struct gp_clash *c)
{
    struct gp_flat *f = &c->flat;
    *f = (struct gp_flat){.whole = {0, 1}};
    if (!c->up)
        return;
    f->link = &x->links.at[c->link];
    add_flat(x, f, f->link, 8);
    if (x->kpis[gp_prove_block_of(x, c->cell)->kpi].adds != GP_ADDS_MEAN)
        f->whole = gp_rat_int(1);
    else
        for (uint32_t i = 0; i < f->count; i++)
            if (!gp_rat_add(&f->whole, f->whole, f->weights[i]))
                f->missing = true;
}

static struct gp_rat offset_of(const struct gp_prove *x,
                               const struct gp_flat *f)
{
    uint32_t kpi = gp_prove_block_of(x, f->link->whole)->kpi;
    return gp_rat_int(f->link->inverse && x->kpis[kpi].growth);
}

bool gp_prove_flat_value(struct gp_prove *x, struct gp_clash *c)
{
    const struct gp_flat *f = &c->flat;
    struct gp_rat sum = {0, 1}, v, off = offset_of(x, f);
    for (uint32_t i = 0; i < f->count; i++) {
        enum gp_relation is;
        bool said = gp_prove_is_stated(x, f->cells[i], &is) && is == GP_EQUAL;
        if (!(said ? gp_prove_part_value(x, f->cells[i], c->high, &v)
                   : gp_prove_point(x->cells.at[f->cells[i]].range, &v)) ||
            !gp_rat_add(&v, v, off))
            return false;
        if (!(f->link->inverse ? gp_rat_div(&v, f->weights[i], v)
                               : gp_rat_mul(&v, f->weights[i], v)) ||
            !gp_rat_add(&sum, sum, v))
            return false;
    }
    if (f->missing)
        return false;
    return (f->link->inverse ? gp_rat_div(&sum, f->whole, sum)
                             : gp_rat_div(&sum, sum, f->whole)) &&
           gp_rat_sub(&c->value, sum, off);
}

/* ---- the arithmetic ---- */

static const char *plain(struct gp_prove *x, struct gp_rat value)
{
    return gp_show_rat(&x->p->findings->arena, x->m, value, false);
}

static const char *join(struct gp_prove *x, const char *all, const char *by,
                        const char *more)
{
    return gp_arena_join(&x->p->findings->arena, all, *all == '\0' ? "" : by,
                         more, NULL);
}

/* "20% x 28%", "1000 / 1.1", "600". */
static const char *term_text(struct gp_prove *x, const struct gp_flat *f,
                             uint32_t kpi, uint32_t i, struct gp_rat value)
{
    struct gp_arena *a = &x->p->findings->arena;
    const char *is = gp_prove_value_text(x, kpi, value);
    struct gp_rat share;
    if (f->link->kind != GP_LINK_LINEAR || x->kpis[kpi].adds != GP_ADDS_MEAN)
        return is;
    if (!f->link->inverse) {
        if (!gp_rat_div(&share, f->weights[i], f->whole))
            return is;
        return gp_arena_join(a, gp_show_rat(a, x->m, share, true), " x ", is,
                             NULL);
    }
    if (!gp_rat_add(&value, value, offset_of(x, f)))
        return is;
    return gp_arena_join(a, plain(x, f->weights[i]), " / ", plain(x, value),
                         NULL);
}

static void show_linear(struct gp_prove *x, const struct gp_clash *c)
{
    const struct gp_flat *f = &c->flat;
    uint32_t kpi = gp_prove_block_of(x, c->cell)->kpi;
    const char *all = "";
    struct gp_end end = c->limit;
    if (f->missing || f->count > MOST_TERMS || f->count < 2)
        return;
    for (uint32_t i = 0; i < f->count; i++) {
        struct gp_rat v;
        if (!gp_prove_part_value(x, f->cells[i], c->high, &v))
            return;
        all = join(x, all, " + ", term_text(x, f, kpi, i, v));
    }
    if (f->link->inverse)
        all = gp_arena_join(&x->p->findings->arena, plain(x, f->whole), " / (",
                            all, x->kpis[kpi].growth ? ") - 1" : ")", NULL);
    if (c->exact)
        end.at = c->value;
    gp_find_detail(x->p->findings, c->finding, GP_TEXT_DETAIL_EQUALS, all,
                   gp_prove_value_text(x, kpi, end.at), NULL);
}

static void show_between(struct gp_prove *x, const struct gp_clash *c)
{
    const struct gp_flat *f = &c->flat;
    uint32_t kpi = gp_prove_block_of(x, c->cell)->kpi;
    const char *all = "";
    struct gp_rat least = {0, 1}, most = {0, 1}, v;
    if (f->missing || f->count > MOST_TERMS || f->count < 2)
        return;
    for (uint32_t i = 0; i < f->count; i++) {
        if (!gp_prove_part_value(x, f->cells[i], c->high, &v))
            return;
        if (i == 0 || gp_rat_cmp(v, least) < 0)
            least = v;
        if (i == 0 || gp_rat_cmp(v, most) > 0)
            most = v;
        const char *by = i + 1 == f->count ? GP_WORD(" and ") : GP_WORD(", ");
        all = join(x, all, gp_word(x->p->findings, by),
                   gp_prove_value_text(x, kpi, v));
    }
    const char *low = gp_prove_value_text(x, kpi, least);
    if (gp_rat_cmp(least, most) == 0)
        gp_find_detail(x->p->findings, c->finding, GP_TEXT_DETAIL_MEAN_ONE, all,
                       low, NULL);
    else
        gp_find_detail(x->p->findings, c->finding, GP_TEXT_DETAIL_BETWEEN, all,
                       low, gp_prove_value_text(x, kpi, most), NULL);
}

/* a / b = r: what is over and under, where both are known. */
struct ratio {
    struct gp_rat over, under, goal;
};

static bool find_ratio(struct gp_prove *x, const struct gp_clash *c,
                       struct ratio *r)
{
    const struct gp_prove_block *b = gp_prove_block_of(x, c->cell);
    int tick = gp_prove_tick(x, c->cell);
    size_t used = x->used.count;
    if (c->link != GP_STEP_FORMULA || x->kpis[b->kpi].under == GP_NONE)
        return false;
    bool known =
        gp_prove_point(gp_prove_over(x, b->kpi, b->scope, tick), &r->over) &&
        gp_prove_point(gp_prove_under(x, b->kpi, b->scope, tick), &r->under);
    x->used.count = used;
    r->goal = gp_prove_stated(x, c->cell);
    return known;
}

static void show_ratio(struct gp_prove *x, const struct gp_clash *c)
{
    uint32_t kpi = gp_prove_block_of(x, c->cell)->kpi;
    struct ratio r;
    struct gp_rat product;
    if (find_ratio(x, c, &r) && gp_rat_mul(&product, r.under, r.goal))
        gp_find_detail(x->p->findings, c->finding, GP_TEXT_DETAIL_TIMES,
                       plain(x, r.under), gp_prove_value_text(x, kpi, r.goal),
                       plain(x, product), plain(x, r.over), NULL);
}

void gp_prove_show(struct gp_prove *x, const struct gp_clash *c)
{
    const struct gp_link *l = c->flat.link;
    if (l == NULL)
        show_ratio(x, c);
    else if (l->kind == GP_LINK_LINEAR || (l->kind == GP_LINK_UNION && c->high))
        show_linear(x, c);
    else if (l->kind == GP_LINK_BETWEEN)
        show_between(x, c);
}

/* ---- the repair ---- */

/* The part to change, and to what. */
struct repair {
    uint32_t cell;
    const char *to;
};

static bool repair_linear(struct gp_prove *x, const struct gp_clash *c,
                          struct repair *best)
{
    const struct gp_flat *f = &c->flat;
    uint32_t kpi = gp_prove_block_of(x, c->cell)->kpi;
    struct gp_rat gap, is = c->exact ? c->value : c->limit.at, least = {0, 1};
    enum gp_relation relation;
    bool equal = gp_prove_is_stated(x, c->cell, &relation) &&
                 relation == GP_EQUAL && c->exact;
    best->cell = GP_NONE;
    if (f->link->inverse ||
        !gp_rat_sub(&gap, gp_prove_stated(x, c->cell), is) ||
        !gp_rat_mul(&gap, gap, f->whole))
        return false;
    for (uint32_t i = 0; i < f->count; i++) {
        struct gp_end end = {.set = true};
        struct gp_rat size;
        if (!gp_prove_is_stated(x, f->cells[i], &relation) ||
            !gp_prove_part_value(x, f->cells[i], c->high, &end.at) ||
            !gp_rat_div(&size, gap, f->weights[i]) ||
            !gp_rat_add(&end.at, end.at, size) || !is_allowed(x, kpi, end.at))
            continue;
        size.num = size.num < 0 ? -size.num : size.num;
        if (best->cell != GP_NONE && gp_rat_cmp(size, least) >= 0)
            continue;
        least = size;
        best->cell = f->cells[i];
        best->to = gp_prove_end_text(x, kpi, end, !c->high, equal);
    }
    return best->cell != GP_NONE;
}

/* One part beyond the whole makes room, whatever the weights: the nearest. */
static bool repair_between(struct gp_prove *x, const struct gp_clash *c,
                           struct repair *best)
{
    const struct gp_flat *f = &c->flat;
    uint32_t kpi = gp_prove_block_of(x, c->cell)->kpi;
    struct gp_end end = {
        .at = gp_prove_stated(x, c->cell), .set = true, .strict = true};
    enum gp_relation relation;
    struct gp_rat nearest = {0, 1};
    best->cell = GP_NONE;
    for (uint32_t i = 0; i < f->count; i++) {
        struct gp_rat v;
        if (!gp_prove_is_stated(x, f->cells[i], &relation) ||
            !gp_prove_part_value(x, f->cells[i], c->high, &v))
            continue;
        int beyond = gp_rat_cmp(v, nearest) * (c->high ? 1 : -1);
        if (best->cell != GP_NONE && beyond <= 0)
            continue;
        nearest = v;
        best->cell = f->cells[i];
    }
    best->to = gp_prove_end_text(x, kpi, end, !c->high, false);
    return best->cell != GP_NONE;
}

static bool repair_last(struct gp_prove *x, const struct gp_clash *c,
                        struct repair *best)
{
    uint32_t kpi = gp_prove_block_of(x, c->cell)->kpi;
    enum gp_relation relation;
    best->cell = c->flat.cells[0];
    best->to = gp_prove_value_text(x, kpi, gp_prove_stated(x, c->cell));
    return gp_prove_is_stated(x, best->cell, &relation);
}

static bool find_repair(struct gp_prove *x, const struct gp_clash *c,
                        struct repair *best)
{
    if (c->flat.link == NULL)
        return false;
    switch (c->flat.link->kind) {
    case GP_LINK_LINEAR:
        return repair_linear(x, c, best);
    case GP_LINK_BETWEEN:
        return repair_between(x, c, best);
    case GP_LINK_LAST:
        return repair_last(x, c, best);
    default:
        return false;
    }
}

/* "set it to 40万, or sales to 100万, or customers to 160" */
static bool mend_ratio(struct gp_prove *x, const struct gp_clash *c,
                       const char *whole)
{
    uint32_t kpi = gp_prove_block_of(x, c->cell)->kpi;
    struct ratio r;
    enum gp_relation relation;
    struct gp_end over = {.set = true}, under = {.set = true};
    if (!find_ratio(x, c, &r) || !gp_prove_is_stated(x, c->cell, &relation) ||
        !gp_rat_mul(&over.at, r.under, r.goal) ||
        !gp_rat_div(&under.at, r.over, r.goal))
        return false;
    const struct gp_expr *a = &x->m->exprs.at[x->kpis[kpi].over];
    const struct gp_expr *b = &x->m->exprs.at[x->kpis[kpi].under];
    if (a->kind != GP_E_MEASURE || b->kind != GP_E_MEASURE)
        return false;
    const char *name = gp_sym_text(x->p->names, x->m->kpis.at[a->kpi].name);
    if (a->member != GP_NONE)
        name = gp_arena_join(
            &x->p->findings->arena, name, "[",
            gp_sym_text(x->p->names, x->m->members.at[a->member].name), "]",
            NULL);
    bool equal = relation == GP_EQUAL;
    gp_find_help(
        x->p->findings, c->finding, GP_TEXT_HELP_PROVED_RATIO, whole, name,
        gp_prove_end_text(x, a->kpi, over, relation == GP_AT_MOST, equal),
        gp_sym_text(x->p->names, x->m->kpis.at[b->kpi].name),
        gp_prove_end_text(x, b->kpi, under, relation == GP_AT_LEAST, equal),
        NULL);
    return true;
}

void gp_prove_mend(struct gp_prove *x, const struct gp_clash *c)
{
    const struct gp_prove_block *b = gp_prove_block_of(x, c->cell);
    struct gp_end end = c->limit;
    struct repair best;
    if (c->exact)
        end.at = c->value;
    const char *whole = gp_prove_end_text(x, b->kpi, end, c->high, c->exact);
    const char *scope = gp_prove_scope_text(x, b->scope);
    const char *period = gp_prove_tick_text(x, gp_prove_tick(x, c->cell));
    if (mend_ratio(x, c, whole))
        return;
    if (!find_repair(x, c, &best)) {
        gp_find_help(x->p->findings, c->finding, GP_TEXT_HELP_PROVED, scope,
                     period, whole, NULL);
        return;
    }
    gp_find_help(
        x->p->findings, c->finding, GP_TEXT_HELP_PROVED_OR, scope, period,
        whole, gp_prove_scope_text(x, gp_prove_block_of(x, best.cell)->scope),
        gp_prove_tick_text(x, gp_prove_tick(x, best.cell)), best.to, NULL);
}

/* Ranges: their arithmetic, and how links narrow them.  What does not fit is
 * not set: a range may be too wide, never too narrow. */
#include "compile/prove/prove.h"

/* ---- arithmetic ---- */

struct gp_range gp_range_any(void)
{
    struct gp_range r = {{.at = {0, 1}, .step = GP_NONE},
                         {.at = {0, 1}, .step = GP_NONE}};
    return r;
}

struct gp_range gp_range_point(struct gp_rat at)
{
    struct gp_end e = {.at = at, .set = true, .step = GP_NONE};
    return (struct gp_range){e, e};
}

static struct gp_end add(struct gp_end a, struct gp_end b)
{
    struct gp_end e = {.at = {0, 1}, .step = GP_NONE};
    e.set = a.set && b.set && gp_rat_add(&e.at, a.at, b.at);
    e.strict = e.set && (a.strict || b.strict);
    return e;
}

static struct gp_end neg(struct gp_end a)
{
    a.at.num = -a.at.num;
    return a;
}

struct gp_range gp_range_add(struct gp_range a, struct gp_range b)
{
    return (struct gp_range){add(a.low, b.low), add(a.high, b.high)};
}

struct gp_range gp_range_neg(struct gp_range a)
{
    return (struct gp_range){neg(a.high), neg(a.low)};
}

static struct gp_end times(struct gp_end a, struct gp_end b)
{
    struct gp_end e = {.at = {0, 1}, .step = GP_NONE};
    e.set = a.set && b.set && gp_rat_mul(&e.at, a.at, b.at);
    return e;
}

static bool is_positive(struct gp_range a)
{
    return a.low.set && gp_rat_sign(a.low.at) >= 0;
}

/* The least and the largest of four products. */
static struct gp_range corners(struct gp_range a, struct gp_range b)
{
    struct gp_end e[] = {times(a.low, b.low), times(a.low, b.high),
                         times(a.high, b.low), times(a.high, b.high)};
    struct gp_range r = {e[0], e[0]};
    for (int i = 0; i < 4; i++) {
        if (!e[i].set)
            return gp_range_any();
        if (gp_rat_cmp(e[i].at, r.low.at) < 0)
            r.low = e[i];
        if (gp_rat_cmp(e[i].at, r.high.at) > 0)
            r.high = e[i];
    }
    return r;
}

struct gp_range gp_range_mul(struct gp_range a, struct gp_range b)
{
    if (is_positive(a) && is_positive(b))
        return (struct gp_range){times(a.low, b.low), times(a.high, b.high)};
    return corners(a, b);
}

struct gp_range gp_range_div(struct gp_range a, struct gp_range b)
{
    struct gp_range inverse = gp_range_point(gp_rat_int(0));
    inverse.high.set = false;
    if (!is_positive(b))
        return gp_range_any();
    if (b.high.set && gp_rat_sign(b.high.at) > 0)
        inverse.low.set = gp_rat_div(&inverse.low.at, gp_rat_int(1), b.high.at);
    else
        inverse.low.at = gp_rat_int(0);
    if (gp_rat_sign(b.low.at) > 0)
        inverse.high.set =
            gp_rat_div(&inverse.high.at, gp_rat_int(1), b.low.at);
    return gp_range_mul(a, inverse);
}

/* ---- narrowing ---- */

static bool is_better(struct gp_end is, struct gp_end end, bool high)
{
    if (!end.set || !is.set)
        return end.set;
    int c = gp_rat_cmp(end.at, is.at) * (high ? -1 : 1);
    return c > 0 || (c == 0 && end.strict && !is.strict);
}

static bool is_empty(struct gp_end low, struct gp_end high)
{
    if (!low.set || !high.set)
        return false;
    int c = gp_rat_cmp(low.at, high.at);
    return c > 0 || (c == 0 && (low.strict || high.strict));
}

static uint32_t add_step(struct gp_prove *x, uint32_t cell, uint32_t link)
{
    struct gp_prove_step s = {.cell = cell,
                              .link = link,
                              .first = (uint32_t)x->inputs.count,
                              .count = (uint32_t)x->used.count};
    for (size_t i = 0; i < x->used.count; i++)
        gp_vec_push(x->p->heap, &x->inputs, x->used.at[i]);
    gp_vec_push(x->p->heap, &x->steps, s);
    return (uint32_t)x->steps.count - 1;
}

void gp_prove_narrow(struct gp_prove *x, uint32_t cell, struct gp_end end,
                     bool high, uint32_t link)
{
    struct gp_prove_cell *c = &x->cells.at[cell];
    struct gp_end *is = high ? &c->range.high : &c->range.low;
    if (c->broken || !is_better(*is, end, high))
        return;
    end.step = add_step(x, cell, link);
    if (is_empty(high ? c->range.low : end, high ? end : c->range.high)) {
        gp_prove_tell(x, cell, end, high, link);
        c->broken = true;
        c->range = gp_range_any();
        return;
    }
    *is = end;
    x->changed = true;
}

/* ---- links ---- */

static void use(struct gp_prove *x, struct gp_end e)
{
    if (e.set && e.step != GP_NONE)
        gp_vec_push(x->p->heap, &x->used, e.step);
}

static const struct gp_range *part_range(const struct gp_prove *x,
                                         const struct gp_link *l, uint32_t i)
{
    return &x->cells.at[x->parts.at[l->first + i]].range;
}

/* The steps of one end of every part but one. */
static void use_parts(struct gp_prove *x, const struct gp_link *l, bool high,
                      uint32_t but)
{
    for (uint32_t i = 0; i < l->count; i++)
        if (i != but)
            use(x, high ? part_range(x, l, i)->high : part_range(x, l, i)->low);
}

/* 1 / (value + 1 of growth), of what is positive; and back. */
static struct gp_range turned(struct gp_range r, int offset)
{
    struct gp_range one = gp_range_point(gp_rat_int(1));
    struct gp_range by = gp_range_add(r, gp_range_point(gp_rat_int(offset)));
    struct gp_range t = gp_range_div(one, by);
    t.low.strict = t.low.set && r.high.set && r.high.strict;
    t.high.strict = t.high.set && r.low.strict;
    return t;
}

static struct gp_range turned_back(struct gp_range r, int offset)
{
    return gp_range_add(turned(r, 0), gp_range_point(gp_rat_int(-offset)));
}

static struct gp_range weight_range(struct gp_weight w)
{
    struct gp_range r = gp_range_point(w.low);
    r.high.at = w.high;
    return r;
}

/* A value times a weight that is not negative, strict where it was. */
static struct gp_range term(struct gp_range v, struct gp_weight w)
{
    struct gp_range r = gp_range_any();
    if (gp_rat_sign(w.high) == 0)
        return gp_range_point(gp_rat_int(0));
    struct gp_range by = weight_range(w);
    if (v.low.set)
        r.low = times(v.low, gp_rat_sign(v.low.at) < 0 ? by.high : by.low);
    if (v.high.set)
        r.high = times(v.high, gp_rat_sign(v.high.at) < 0 ? by.low : by.high);
    bool sure = gp_rat_sign(w.low) > 0;
    r.low.strict = r.low.set && v.low.strict && sure;
    r.high.strict = r.high.set && v.high.strict && sure;
    return r;
}

/* And back: what the value can be where weight x value lies in a range. */
static struct gp_range untimes(struct gp_range v, struct gp_weight w)
{
    struct gp_range r = gp_range_any();
    if (gp_rat_sign(w.low) <= 0)
        return r;
    if (v.low.set)
        r.low.set = gp_rat_div(&r.low.at, v.low.at,
                               gp_rat_sign(v.low.at) < 0 ? w.low : w.high);
    if (v.high.set)
        r.high.set = gp_rat_div(&r.high.at, v.high.at,
                                gp_rat_sign(v.high.at) < 0 ? w.high : w.low);
    r.low.strict = r.low.set && v.low.strict;
    r.high.strict = r.high.set && v.high.strict;
    return r;
}

/* A linear link, term by term. */
struct linear {
    struct gp_prove *x;
    const struct gp_link *l;
    int offset;
    struct gp_range all; /* what any value of the KPI can be, turned */
    struct gp_range sum; /* of the terms whose ends are set */
    uint32_t unset_low, unset_high, strict_low, strict_high;
    bool fits;
};

static struct gp_range value_of(const struct linear *n, uint32_t cell)
{
    const struct gp_prove_cell *c = &n->x->cells.at[cell];
    return n->l->inverse ? turned(c->range, n->offset) : c->range;
}

static struct gp_range term_of(const struct linear *n, uint32_t i)
{
    if (i == n->l->count) /* what is besides the parts */
        return term(n->all, n->l->weights[i + 1]);
    return term(value_of(n, n->x->parts.at[n->l->first + i]), n->l->weights[i]);
}

static void add_up(struct linear *n)
{
    n->sum = gp_range_point(gp_rat_int(0));
    n->fits = true;
    for (uint32_t i = 0; i <= n->l->count; i++) {
        struct gp_range t = term_of(n, i);
        n->unset_low += !t.low.set;
        n->unset_high += !t.high.set;
        n->strict_low += t.low.set && t.low.strict;
        n->strict_high += t.high.set && t.high.strict;
        if (t.low.set)
            n->fits &= gp_rat_add(&n->sum.low.at, n->sum.low.at, t.low.at);
        if (t.high.set)
            n->fits &= gp_rat_add(&n->sum.high.at, n->sum.high.at, t.high.at);
    }
}

/* The sum of all terms but one (or, with l->count + 1, of all). */
static struct gp_range sum_but(const struct linear *n, uint32_t but)
{
    struct gp_range r = n->sum;
    struct gp_range t = gp_range_point(gp_rat_int(0));
    if (but <= n->l->count)
        t = term_of(n, but);
    r.low.set = n->fits && n->unset_low == (t.low.set ? 0u : 1u);
    r.high.set = n->fits && n->unset_high == (t.high.set ? 0u : 1u);
    r.low.strict = n->strict_low > (t.low.set && t.low.strict);
    r.high.strict = n->strict_high > (t.high.set && t.high.strict);
    if (r.low.set && t.low.set)
        r.low.set = gp_rat_sub(&r.low.at, r.low.at, t.low.at);
    if (r.high.set && t.high.set)
        r.high.set = gp_rat_sub(&r.high.at, r.high.at, t.high.at);
    return r;
}

static struct linear linear_of(struct gp_prove *x, const struct gp_link *l)
{
    uint32_t kpi = x->blocks.at[x->cells.at[l->whole].block].kpi;
    struct linear n = {.x = x, .l = l, .offset = x->kpis[kpi].growth};
    n.all = x->kpis[kpi].all;
    if (l->inverse)
        n.all = turned(n.all, n.offset);
    add_up(&n);
    return n;
}

/* What a link would make of a cell; false where it is nothing new. */
static bool improves(const struct linear *n, uint32_t cell, struct gp_range *r,
                     bool high)
{
    const struct gp_range *is = &n->x->cells.at[cell].range;
    if (n->l->inverse)
        *r = turned_back(*r, n->offset);
    return !n->x->cells.at[cell].broken &&
           (high ? is_better(is->high, r->high, true)
                 : is_better(is->low, r->low, false));
}

static void narrow_whole(const struct linear *n)
{
    const struct gp_link *l = n->l;
    struct gp_range all =
        untimes(sum_but(n, l->count + 1), l->weights[l->count]);
    for (int high = 0; high < 2; high++) {
        struct gp_range r = all;
        if (!improves(n, l->whole, &r, high))
            continue;
        n->x->used.count = 0;
        use_parts(n->x, l, high, l->count);
        gp_prove_narrow(n->x, l->whole, high ? r.high : r.low, high,
                        (uint32_t)(l - n->x->links.at));
    }
}

/* What one side of all parts rests on, as one step: each part may need it. */
static void use_all_parts(const struct linear *n, bool high, uint32_t *step)
{
    if (*step == GP_NONE) {
        n->x->used.count = 0;
        use_parts(n->x, n->l, high, n->l->count);
        *step = add_step(n->x, n->l->whole, GP_STEP_FORMULA);
    }
    n->x->used.count = 0;
    gp_vec_push(n->x->p->heap, &n->x->used, *step);
}

static void narrow_parts(const struct linear *n)
{
    enum { MANY = 16 };
    struct gp_prove *x = n->x;
    const struct gp_link *l = n->l;
    struct gp_range whole = term(value_of(n, l->whole), l->weights[l->count]);
    uint32_t steps[2] = {GP_NONE, GP_NONE};
    for (uint32_t i = 0; i < l->count; i++) {
        uint32_t cell = x->parts.at[l->first + i];
        struct gp_range all = untimes(
            gp_range_add(whole, gp_range_neg(sum_but(n, i))), l->weights[i]);
        for (int high = 0; high < 2; high++) {
            const struct gp_range *w = &x->cells.at[l->whole].range;
            struct gp_range r = all;
            if (!improves(n, cell, &r, high))
                continue;
            x->used.count = 0;
            if (l->count > MANY)
                use_all_parts(n, !high, &steps[high]);
            else
                use_parts(x, l, !high, i);
            use(x, high ? w->high : w->low);
            gp_prove_narrow(x, cell, high ? r.high : r.low, high,
                            (uint32_t)(l - x->links.at));
        }
    }
}

static void apply_linear(struct gp_prove *x, const struct gp_link *l, bool up)
{
    struct linear n = linear_of(x, l);
    if (up)
        narrow_whole(&n);
    else
        narrow_parts(&n);
}

/* The outermost end of the parts but one; strict where one of them surely
 * does not reach it: each has its weight. */
static struct gp_end outermost(const struct gp_prove *x,
                               const struct gp_link *l, bool high, uint32_t but)
{
    struct gp_end e = {.at = {0, 1}, .step = GP_NONE};
    bool inner = false;
    for (uint32_t i = 0; i < l->count; i++) {
        const struct gp_range *r = part_range(x, l, i);
        struct gp_end a = high ? r->high : r->low;
        if (i == but)
            continue;
        if (!a.set)
            return (struct gp_end){.at = {0, 1}, .step = GP_NONE};
        int c = !e.set ? 1 : gp_rat_cmp(a.at, e.at) * (high ? 1 : -1);
        inner |= e.set && c != 0;
        if (c > 0)
            e = a;
        else if (c == 0)
            e.strict |= a.strict;
    }
    e.strict |= inner;
    return e;
}

/* A weighted mean lies between the least and the largest; it is one of them
 * only where all are, since every weight is positive. */
static void between_up(struct gp_prove *x, const struct gp_link *l,
                       uint32_t link)
{
    for (int high = 0; high < 2; high++) {
        struct gp_end e = outermost(x, l, high, l->count);
        if (l->missing || !e.set)
            continue;
        x->used.count = 0;
        use_parts(x, l, high, l->count);
        gp_prove_narrow(x, l->whole, e, high, link);
    }
}

/* The one part that is not surely beyond the whole; GP_NONE where there are
 * several, or none. */
static uint32_t only_inside(const struct gp_prove *x, const struct gp_link *l,
                            struct gp_end whole, bool high)
{
    uint32_t only = GP_NONE;
    for (uint32_t i = 0; i < l->count; i++) {
        const struct gp_range *r = part_range(x, l, i);
        struct gp_end e = high ? r->low : r->high;
        if (e.set && gp_rat_cmp(e.at, whole.at) * (high ? 1 : -1) >= 0)
            continue;
        if (only != GP_NONE)
            return GP_NONE;
        only = i;
    }
    return only;
}

/* Where all others lie on one side of the whole, the last lies beyond it. */
static void between_down(struct gp_prove *x, const struct gp_link *l,
                         uint32_t link)
{
    for (int high = 0; !l->missing && high < 2; high++) {
        const struct gp_range *w = &x->cells.at[l->whole].range;
        struct gp_end e = high ? w->high : w->low;
        uint32_t i = e.set ? only_inside(x, l, e, high) : GP_NONE;
        if (i == GP_NONE)
            continue;
        struct gp_end others = outermost(x, l, !high, i);
        e.strict |=
            others.set && (others.strict || gp_rat_cmp(others.at, e.at) != 0);
        x->used.count = 0;
        use(x, high ? w->high : w->low);
        use_parts(x, l, !high, i);
        gp_prove_narrow(x, x->parts.at[l->first + i], e, high, link);
    }
}

static void apply_last(struct gp_prove *x, const struct gp_link *l, bool up,
                       uint32_t link)
{
    uint32_t last = x->parts.at[l->first];
    uint32_t from = up ? last : l->whole, to = up ? l->whole : last;
    for (int high = 0; high < 2; high++) {
        const struct gp_range *r = &x->cells.at[from].range;
        struct gp_end e = high ? r->high : r->low;
        x->used.count = 0;
        use(x, e);
        gp_prove_narrow(x, to, e, high, link);
    }
}

static void union_up(struct gp_prove *x, const struct gp_link *l, uint32_t link)
{
    struct gp_end sum = gp_range_point(gp_rat_int(0)).high;
    for (uint32_t i = 0; i < l->count; i++) {
        struct gp_end e = part_range(x, l, i)->low;
        x->used.count = 0;
        use(x, e);
        gp_prove_narrow(x, l->whole, e, false, link);
        sum = add(sum, part_range(x, l, i)->high);
    }
    x->used.count = 0;
    use_parts(x, l, true, l->count);
    if (l->upper && !l->missing)
        gp_prove_narrow(x, l->whole, sum, true, link);
}

static void union_down(struct gp_prove *x, const struct gp_link *l,
                       uint32_t link)
{
    for (uint32_t i = 0; i < l->count; i++) {
        struct gp_end e = x->cells.at[l->whole].range.high;
        x->used.count = 0;
        use(x, e);
        gp_prove_narrow(x, x->parts.at[l->first + i], e, true, link);
    }
}

void gp_prove_apply(struct gp_prove *x, uint32_t link, bool up)
{
    const struct gp_link *l = &x->links.at[link];
    switch (l->kind) {
    case GP_LINK_LINEAR:
        apply_linear(x, l, up);
        break;
    case GP_LINK_BETWEEN:
        up ? between_up(x, l, link) : between_down(x, l, link);
        break;
    case GP_LINK_LAST:
        apply_last(x, l, up, link);
        break;
    case GP_LINK_UNION:
        up ? union_up(x, l, link) : union_down(x, l, link);
        break;
    }
}

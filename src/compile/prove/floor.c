/* Floors that are promised above while the floors below promise less: each
 * can be kept and the one above missed.  Nothing is infeasible then, so it is
 * a warning; ceilings are the same the other way round. */
#include "compile/prove/tell.h"

/* What the parts of one whole promise. */
struct promises {
    struct gp_prove *x;
    const struct gp_link *l;
    uint32_t kpi;
    enum gp_relation relation;
    struct gp_rat goal;
    bool all, some, weighed; /* all parts promise; one states too little */
    struct gp_rat sum, weights, slack, weak_weight;
    struct gp_short said;
};

/* Below zero where a promises less than b. */
static int compare(const struct promises *p, struct gp_rat a, struct gp_rat b)
{
    int c = gp_rat_cmp(a, b);
    return p->relation == GP_AT_LEAST ? c : -c;
}

/* Adds up twice the weights, which saves halving each range. */
static void weigh(struct promises *p, uint32_t scope, int tick,
                  struct gp_rat value, bool weakest)
{
    struct gp_rat one = gp_rat_int(1), weight = {0, 1}, width;
    struct gp_range r = gp_range_point(one);
    if (p->x->kpis[p->kpi].adds == GP_ADDS_MEAN)
        r = gp_prove_under(p->x, p->kpi, scope, tick);
    p->weighed = p->weighed && r.low.set && r.high.set &&
                 gp_rat_add(&weight, r.low.at, r.high.at) &&
                 gp_rat_sub(&width, r.high.at, r.low.at) &&
                 gp_rat_add(&p->slack, p->slack, width) &&
                 gp_rat_add(&p->weights, p->weights, weight);
    if (weakest)
        p->weak_weight = weight;
    p->weighed = p->weighed && gp_rat_mul(&weight, weight, value) &&
                 gp_rat_add(&p->sum, p->sum, weight);
}

static bool states(const struct gp_row *r, int tick)
{
    return r->at[tick] != GP_NO_AMOUNT && gp_is_stated(r->why[tick]);
}

/* A copied floor of a rate is a promise, too; of what sums only those that
 * the plan states can be added up. */
static void add_promise(struct promises *p, uint32_t row, int tick)
{
    const struct gp_model *m = p->x->m;
    const struct gp_row *r = row == GP_NONE ? NULL : &m->rows.at[row];
    if (r == NULL || r->at[tick] == GP_NO_AMOUNT || r->open ||
        (r->relation != p->relation && r->relation != GP_EQUAL)) {
        p->all = false;
        return;
    }
    bool stated = gp_is_stated(r->why[tick]);
    struct gp_rat v =
        gp_rat_make(r->at[tick], gp_pow10(m->kpis.at[p->kpi].digits));
    if (!stated && p->said.sums)
        p->all = false;
    struct gp_short *said = &p->said;
    bool first = said->least.den == 0, weakest = false;
    if (first || compare(p, v, said->least) < 0)
        said->least = v;
    if (first || compare(p, v, said->most) > 0)
        said->most = v;
    if (stated && (said->sums || compare(p, v, p->goal) < 0) &&
        (!p->some || compare(p, v, said->weakest) < 0)) {
        p->some = weakest = true;
        said->weakest = v;
        said->weak = row;
        said->weak_tick = tick;
    }
    weigh(p, r->scope, tick, v, weakest);
}

static uint32_t row_of(const struct promises *p, uint32_t scope)
{
    uint32_t row = gp_map_get(&p->x->m->row_of, gp_map_key(p->kpi, scope));
    return row == GP_MAP_NONE ? GP_NONE : row;
}

static bool states_below(const struct promises *p, const struct gp_row *r,
                         int tick)
{
    const struct gp_tick *t = &p->x->m->time.ticks[tick];
    for (int i = t->child; i < t->child + t->child_count && i < p->x->ticks;
         i++)
        if (states(r, i) || states_below(p, r, i))
            return true;
    return false;
}

/* A period that says nothing itself promises what the periods in it do. */
static void add_period(struct promises *p, uint32_t row, int tick)
{
    const struct gp_tick *t = &p->x->m->time.ticks[tick];
    const struct gp_row *r = &p->x->m->rows.at[row];
    if (states(r, tick) || !states_below(p, r, tick)) {
        add_promise(p, row, tick);
        return;
    }
    for (int i = t->child; i < t->child + t->child_count; i++)
        add_period(p, row, i);
}

/* So does a team that says nothing. */
static void add_scope(struct promises *p, uint32_t scope, int tick)
{
    const struct gp_model *m = p->x->m;
    uint32_t row = row_of(p, scope), c = m->scopes.at[scope].child;
    if (row == GP_NONE || c == GP_NONE || states(&m->rows.at[row], tick)) {
        add_promise(p, row, tick);
        return;
    }
    for (; c != GP_NONE && p->all; c = m->scopes.at[c].next)
        add_scope(p, c, tick);
}

static void gather(struct promises *p)
{
    const struct gp_model *m = p->x->m;
    const struct gp_link *l = p->l;
    const struct gp_prove_block *whole = gp_prove_block_of(p->x, l->whole);
    int tick = gp_prove_tick(p->x, l->whole);
    if (!l->time && l->dimension == GP_NONE) {
        for (uint32_t c = m->scopes.at[whole->scope].child;
             c != GP_NONE && p->all; c = m->scopes.at[c].next)
            add_scope(p, c, tick);
        return;
    }
    p->all = !l->missing;
    for (uint32_t i = 0; p->all && i < l->count; i++) {
        uint32_t cell = p->x->parts.at[l->first + i];
        uint32_t row = gp_prove_block_of(p->x, cell)->row;
        if (l->time && row != GP_NONE &&
            p->x->kpis[p->kpi].adds != GP_ADDS_LAST)
            add_period(p, row, gp_prove_tick(p->x, cell));
        else
            add_promise(p, row, gp_prove_tick(p->x, cell));
    }
}

/* What the parts come to with their weights, which are known up to their
 * rounding; false where it may be the goal. */
static bool comes_short(struct promises *p)
{
    struct gp_short *s = &p->said;
    struct gp_rat spread, gap, change, whole = p->weights;
    if (s->sums)
        whole = gp_rat_int(2);
    if (!gp_rat_div(&s->comes_to, p->sum, whole) ||
        !gp_rat_sub(&gap, p->goal, s->comes_to) ||
        !gp_rat_sub(&spread, s->most, s->least) ||
        !gp_rat_mul(&spread, spread, p->slack) ||
        !gp_rat_div(&spread, spread, whole) ||
        !gp_rat_mul(&change, gap, whole) ||
        !gp_rat_div(&change, change, p->weak_weight) ||
        !gp_rat_add(&s->mended, s->weakest, change))
        return false;
    if (p->relation == GP_AT_MOST)
        gap.num = -gap.num;
    spread.num = spread.num < 0 ? -spread.num : spread.num;
    return gp_rat_cmp(gap, spread) > 0;
}

/* Whether what the parts promise is surely less than the goal. */
static bool is_short(struct promises *p)
{
    struct gp_short *s = &p->said;
    enum gp_adds adds = p->x->kpis[p->kpi].adds;
    s->weighed = p->weighed && adds != GP_ADDS_LAST &&
                 gp_rat_sign(p->weights) > 0 && gp_rat_sign(p->weak_weight) > 0;
    if (s->weighed)
        return comes_short(p);
    return !s->sums && compare(p, s->most, p->goal) <= 0 &&
           compare(p, s->least, p->goal) < 0;
}

/* What the formula gives by itself needs no promise. */
static bool is_sure(struct promises *p)
{
    const struct gp_prove_block *b = gp_prove_block_of(p->x, p->l->whole);
    uint32_t formula = p->x->m->kpis.at[p->kpi].formula;
    if (formula == GP_NONE)
        return false;
    struct gp_range r = gp_prove_formula(p->x, p->kpi, b->scope,
                                         gp_prove_tick(p->x, p->l->whole));
    struct gp_end e = p->relation == GP_AT_LEAST ? r.low : r.high;
    return e.set && compare(p, e.at, p->goal) >= 0;
}

void gp_prove_floors(struct gp_prove *x)
{
    for (size_t i = 0; i < x->links.count; i++) {
        const struct gp_link *l = &x->links.at[i];
        struct promises p = {.x = x,
                             .l = l,
                             .kpi = gp_prove_block_of(x, l->whole)->kpi,
                             .all = true,
                             .weighed = true,
                             .sum = {0, 1},
                             .weights = {0, 1},
                             .slack = {0, 1},
                             .weak_weight = {0, 1},
                             .said = {.whole = l->whole}};
        if (l->kind == GP_LINK_UNION ||
            !gp_prove_is_stated(x, l->whole, &p.relation) ||
            p.relation == GP_EQUAL || x->cells.at[l->whole].told ||
            x->cells.at[l->whole].broken)
            continue;
        p.goal = gp_prove_stated(x, l->whole);
        p.said.sums = x->kpis[p.kpi].adds == GP_ADDS_SUM;
        gather(&p);
        if (!p.all || !p.some || !is_short(&p) || is_sure(&p))
            continue;
        x->cells.at[l->whole].told = true;
        gp_prove_tell_floor(x, &p.said);
    }
}

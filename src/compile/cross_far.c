/* A cell is compared with its direct parts; where one of these has no row, as
 * a team of which nothing is said for a product, then with what it must have at
 * least, since something further down has it.  Such cells stand between rows
 * of which the plan speaks: they are made here, upwards from the rows, and get
 * the most that any way down to rows comes to. */
#include "compile/cross_own.h"

/* One member of each dimension that narrows a scope, in their order: a list
 * that shares its beginning with others. */
struct set {
    uint32_t up, member;
};

enum { TEAM = 63, MOST_DIMENSIONS = 63 };

struct cell {
    uint32_t base, set;
    uint32_t row;   /* or GP_NONE */
    bool full;      /* ... which has a value in every period */
    uint64_t ways;  /* along these something is compared or summed, bits */
    int64_t *least; /* of one without a row, by tick; NULL: not yet known */
    bool *exact;    /* ... and no more than that */
    uint8_t *way;   /* ... by this way */
};

struct far {
    struct gp_cross *x;
    const struct gp_model *m;
    uint32_t kpi;
    int ticks;
    GP_VEC(struct set) sets; /* the first one is empty */
    struct gp_map set_of;
    GP_VEC(struct cell) cells;
    struct gp_map cell_of;
};

/* ---- places -------------------------------------------------------------- */

static int members_of(const struct far *x, uint32_t set, uint32_t *out)
{
    int n = 0;
    for (uint32_t s = set; s != 0; s = x->sets.at[s].up)
        n++;
    for (int i = n; i-- > 0; set = x->sets.at[set].up)
        out[i] = x->sets.at[set].member;
    return n;
}

static uint32_t set_of(struct far *x, const uint32_t *members, int n)
{
    uint32_t set = 0;
    for (int i = 0; i < n; i++) {
        uint32_t *at = gp_map_at(&x->set_of, gp_map_key(set, members[i]));
        if (*at == GP_MAP_NONE) {
            struct set s = {set, members[i]};
            *at = (uint32_t)x->sets.count;
            gp_vec_push(x->x->f.p->heap, &x->sets, s);
        }
        set = *at;
    }
    return set;
}

/* The set with another member of a dimension; GP_NONE: with none. */
static uint32_t with(struct far *x, uint32_t set, uint32_t dimension,
                     uint32_t member)
{
    uint32_t old[GP_MAX_NARROW + 1], all[GP_MAX_NARROW + 2];
    int n = members_of(x, set, old), count = 0, i = 0;
    while (i < n && x->m->members.at[old[i]].dimension < dimension)
        all[count++] = old[i++];
    if (member != GP_NONE)
        all[count++] = member;
    for (; i < n; i++)
        if (x->m->members.at[old[i]].dimension != dimension)
            all[count++] = old[i];
    return count > GP_MAX_NARROW ? GP_NONE : set_of(x, all, count);
}

static uint32_t member_in(const struct far *x, uint32_t set, uint32_t dimension)
{
    for (; set != 0; set = x->sets.at[set].up)
        if (x->m->members.at[x->sets.at[set].member].dimension == dimension)
            return x->sets.at[set].member;
    return GP_NONE;
}

static uint32_t narrow(const struct gp_model *m, uint32_t scope,
                       uint32_t member)
{
    uint32_t up = m->members.at[member].parent;
    if (up != GP_NONE)
        scope = narrow(m, scope, up);
    return scope == GP_NONE ? GP_NONE : gp_model_narrowed(m, scope, member);
}

static bool is_full(const struct far *x, uint32_t row)
{
    for (int t = 0; t < x->ticks && row != GP_NONE; t++)
        if (!gp_has(&x->m->rows.at[row], t))
            return false;
    return row != GP_NONE;
}

static bool says_anything(const struct far *x, const struct gp_row *r)
{
    for (int t = 0; t < x->ticks; t++)
        if (gp_has(r, t))
            return true;
    return false;
}

/* The row of a cell; GP_NONE where it has none, or none with a value. */
static uint32_t row_at(const struct far *x, uint32_t base, uint32_t set)
{
    uint32_t members[GP_MAX_NARROW], scope = base;
    int n = members_of(x, set, members);
    for (int i = 0; i < n && scope != GP_NONE; i++)
        scope = narrow(x->m, scope, members[i]);
    const struct gp_row *r =
        scope == GP_NONE ? NULL : gp_model_row(x->m, x->kpi, scope);
    if (r == NULL || !gp_cross_is_summed(r) || !says_anything(x, r))
        return GP_NONE;
    return (uint32_t)(r - x->m->rows.at);
}

/* ---- upwards ------------------------------------------------------------- */

static struct cell *cell_at(struct far *x, uint32_t base, uint32_t set,
                            uint32_t row)
{
    uint32_t *at = gp_map_at(&x->cell_of, gp_map_key(base, set));
    if (*at == GP_MAP_NONE) {
        struct cell c = {base, set, row, is_full(x, row), 0, NULL, NULL, NULL};
        *at = (uint32_t)x->cells.count;
        gp_vec_push(x->x->f.p->heap, &x->cells, c);
    }
    return &x->cells.at[*at];
}

/* One of the two has no row, or none in some period: else they are compared as
 * they are.  A mere sum is never more than is known. */
static void link_up(struct far *x, uint32_t from, uint32_t base, uint32_t set,
                    int way)
{
    uint32_t row = row_at(x, base, set);
    bool full = is_full(x, from);
    if (from != GP_NONE && row != GP_NONE && x->m->rows.at[from].parent == row)
        return; /* compared where it is divided */
    if (row == GP_NONE || !is_full(x, row) ||
        (!full && !x->m->rows.at[row].rollup))
        cell_at(x, base, set, row)->ways |= (uint64_t)1 << way;
}

static void climb(struct far *x, uint32_t base, uint32_t set, uint32_t from)
{
    uint32_t members[GP_MAX_NARROW];
    int n = members_of(x, set, members);
    if (x->m->scopes.at[base].parent != GP_NONE)
        link_up(x, from, x->m->scopes.at[base].parent, set, TEAM);
    for (int i = 0; i < n; i++) {
        const struct gp_member *d = &x->m->members.at[members[i]];
        uint32_t wider = with(x, set, d->dimension, d->parent);
        link_up(x, from, base, wider, (int)d->dimension);
    }
}

static bool add_row(struct far *x, uint32_t row)
{
    const struct gp_row *r = &x->m->rows.at[row];
    const struct gp_scope *s = &x->m->scopes.at[r->scope];
    uint32_t members[GP_MAX_NARROW], set = 0;
    if (s->kind != GP_SCOPE_NARROW || !gp_cross_is_summed(r) ||
        !says_anything(x, r))
        return true;
    int n = gp_model_members(x->m, r->scope, members);
    for (int i = 0; i < n; i++) { /* the finer of one dimension comes last */
        uint32_t d = x->m->members.at[members[i]].dimension;
        if (d >= MOST_DIMENSIONS)
            return false;
        set = with(x, set, d, members[i]);
    }
    climb(x, s->base, set, row);
    return true;
}

/* ---- sums ---------------------------------------------------------------- */

static void work_out(struct far *x, uint32_t cell);

/* The parts of a cell along a way, one after the other: false after the last.
 * `at` starts as GP_NONE; of each its row, and its cell where that knows more:
 * or GP_NONE. */
static bool next_part(struct far *x, const struct cell *c, int way,
                      uint32_t *at, uint32_t *row, uint32_t *cell)
{
    const struct gp_model *m = x->m;
    uint32_t base = c->base, set = c->set;
    bool begins = *at == GP_NONE;
    if (way == TEAM) {
        *at = begins ? m->scopes.at[c->base].child : m->scopes.at[*at].next;
        base = *at;
    } else if (begins) {
        uint32_t in = member_in(x, c->set, (uint32_t)way);
        *at = in == GP_NONE ? m->dimensions.at[way].child
                            : m->members.at[in].child;
    } else {
        *at = m->members.at[*at].next;
    }
    if (*at == GP_NONE)
        return false;
    if (way != TEAM)
        set = with(x, c->set, (uint32_t)way, *at);
    *row = *cell = GP_NONE;
    if (set == GP_NONE)
        return true;
    *row = row_at(x, base, set);
    uint32_t id = gp_map_get(&x->cell_of, gp_map_key(base, set));
    if (id != GP_MAP_NONE && !x->cells.at[id].full)
        *cell = id;
    return true;
}

static void add_value(int64_t value, int64_t *sum, bool *counts)
{
    if (value < 0 || !gp_add64(sum, *sum, value))
        *counts = false; /* others could be less than nothing */
}

/* What a cell's parts along a way have, by tick; `exact`: all of them are known
 * to have just that; not `counts`: says nothing. */
static void sum_way(struct far *x, struct cell c, int way, int64_t *sum,
                    bool *exact, bool *counts)
{
    uint32_t at = GP_NONE, row, id;
    bool all = way != TEAM || !gp_cross_holds_back(x->m, x->kpi, c.base);
    bool over = way == TEAM && gp_cross_is_over(x->m, x->kpi, c.base);
    for (int t = 0; t < x->ticks; t++) {
        sum[t] = 0;
        exact[t] = all;
        counts[t] = !over;
    }
    while (next_part(x, &c, way, &at, &row, &id)) {
        bool below = id != GP_NONE;
        if (below)
            work_out(x, id);
        for (int t = 0; t < x->ticks; t++) {
            bool has = row != GP_NONE && gp_has(&x->m->rows.at[row], t);
            if (has)
                add_value(x->m->rows.at[row].at[t], &sum[t], &counts[t]);
            else if (below)
                add_value(x->cells.at[id].least[t], &sum[t], &counts[t]);
            exact[t] &= has ? gp_cross_is_known(x->m, &x->m->rows.at[row], t)
                            : below && x->cells.at[id].exact[t];
        }
    }
}

static void take_way(struct far *x, uint32_t cell, int way, const int64_t *sum,
                     const bool *exact, const bool *counts)
{
    struct cell *c = &x->cells.at[cell];
    for (int t = 0; t < x->ticks; t++) {
        if (!counts[t])
            continue;
        x->x->apart |= (c->exact[t] && sum[t] > c->least[t]) ||
                       (exact[t] && sum[t] < c->least[t]);
        c->exact[t] |= exact[t];
        if (sum[t] > c->least[t] || way == TEAM) {
            c->least[t] = sum[t];
            c->way[t] = (uint8_t)way;
        }
    }
}

static void work_out(struct far *x, uint32_t cell)
{
    struct gp_heap *heap = x->x->f.p->heap;
    size_t n = (size_t)x->ticks;
    struct cell c = x->cells.at[cell];
    if (c.least != NULL)
        return;
    c.least = gp_calloc(heap, n, sizeof *c.least);
    c.exact = gp_calloc(heap, n, sizeof *c.exact);
    c.way = gp_calloc(heap, n, sizeof *c.way);
    x->cells.at[cell] = c;
    int64_t *sum = gp_alloc(heap, n * sizeof *sum);
    bool *exact = gp_alloc(heap, 2 * n * sizeof *exact), *counts = exact + n;
    for (int way = TEAM; way >= 0; way--) {
        if ((c.ways >> way & 1) == 0)
            continue;
        sum_way(x, c, way, sum, exact, counts);
        take_way(x, cell, way, sum, exact, counts);
    }
    gp_free(heap, sum);
    gp_free(heap, exact);
}

/* ---- compared ------------------------------------------------------------ */

/* The rows that a cell's parts come from at a tick. */
static void add_parts(struct far *x, struct cell c, int way, int tick,
                      struct gp_route *route)
{
    uint32_t at = GP_NONE, row, id;
    while (next_part(x, &c, way, &at, &row, &id)) {
        if (row != GP_NONE && gp_has(&x->m->rows.at[row], tick))
            gp_vec_push(x->x->f.p->heap, &route->parts, &x->m->rows.at[row]);
        else if (id != GP_NONE && x->cells.at[id].least[tick] > 0)
            add_parts(x, x->cells.at[id], x->cells.at[id].way[tick], tick,
                      route);
    }
}

static bool is_joined(struct far *x, uint32_t row)
{
    const struct gp_model *m = x->m;
    const struct gp_row *r = &m->rows.at[row];
    bool joined = r->parent != GP_NONE && m->cuts.at[r->cut].joined;
    for (size_t d = 0; d <= m->dimensions.count && !joined; d++) {
        uint32_t c = gp_cross_cut(
            x->x, row, d == m->dimensions.count ? GP_NONE : (uint32_t)d);
        joined = c != GP_NONE && m->cuts.at[c].joined;
    }
    return joined;
}

/* Where the parts make a cell up in the whole plan and nothing says how it lies
 * in time, its periods are theirs, too. */
static void settle(struct far *x, uint32_t row, const int64_t *sum,
                   const bool *exact, const bool *counts)
{
    struct gp_row *r = &x->x->f.m->rows.at[row];
    bool same = gp_has(r, 0) && r->at[0] == sum[0], differs = false;
    for (int t = 0; t < x->ticks && same; t++) {
        bool other = gp_has(r, t) && r->at[t] != sum[t];
        differs |= other;
        same = exact[t] && counts[t] &&
               !(other && gp_span_is_set(gp_flow_said(&x->x->f, r, t)));
    }
    if (!same || !differs || is_joined(x, row))
        return;
    for (int t = 1; t < x->ticks; t++) {
        r->at[t] = sum[t];
        r->why[t] = gp_because(GP_WHY_JOINT, GP_NO_FACT);
    }
}

/* At the widest period of which the plan says something, for others only
 * follow from it. */
static bool compare(struct far *x, const struct cell *c, int way, bool told)
{
    const struct gp_row *r = &x->m->rows.at[c->row];
    struct gp_heap *heap = x->x->f.p->heap;
    size_t n = (size_t)x->ticks;
    int64_t *sum = gp_alloc(heap, n * sizeof *sum);
    bool *exact = gp_alloc(heap, 2 * n * sizeof *exact), *counts = exact + n;
    struct gp_gap g = {.tick = GP_NO_TICK, .far = true, .next = GP_NONE};
    bool said = false;
    sum_way(x, *c, way, sum, exact, counts);
    if (!x->x->strict)
        settle(x, c->row, sum, exact, counts);
    for (int t = 0; t < x->ticks && !said; t++) {
        /* Weeks are compared where they are stated. */
        if (t >= x->m->time.coarse_count &&
            !gp_span_is_set(gp_flow_said(&x->x->f, r, t)))
            continue;
        if (!counts[t] || !gp_cross_is_known(x->m, r, t) ||
            !gp_cross_differs(x->x, r, t, sum[t], !exact[t]))
            continue;
        said = gp_span_is_set(gp_flow_said(&x->x->f, r, t));
        if (said || g.tick == GP_NO_TICK)
            g.tick = t;
    }
    uint32_t by = way == TEAM ? GP_NONE : (uint32_t)way;
    *gp_map_at(&x->x->far, gp_map_key(r->scope, by)) = 1;
    if (g.tick != GP_NO_TICK && !told) {
        g.route = (struct gp_route){.p = x->x->f.p, .whole = r, .by = by};
        add_parts(x, *c, way, g.tick, &g.route);
        g.sum = sum[g.tick];
        g.some = !exact[g.tick];
        g.route.count = (uint32_t)g.route.parts.count + g.some;
        g.above = x->m->scopes.at[r->scope].parent;
        gp_cross_add_gap(x->x, &g);
    }
    gp_free(heap, sum);
    gp_free(heap, exact);
    return g.tick != GP_NO_TICK;
}

/* Along all ways; one mistake shows in several of them. */
static void compare_all(struct far *x, const struct cell *c)
{
    bool told = false;
    for (int way = TEAM; way >= 0; way--)
        if ((c->ways >> way & 1) != 0)
            told |= compare(x, c, way, told);
}

static void begin(struct far *x, struct gp_cross *cross, uint32_t kpi)
{
    struct set none = {0, GP_NONE};
    *x = (struct far){.x = cross,
                      .m = cross->f.m,
                      .kpi = kpi,
                      .ticks = cross->f.m->kpis.at[kpi].tick_count};
    gp_map_init(&x->set_of, cross->f.p->heap);
    gp_map_init(&x->cell_of, cross->f.p->heap);
    gp_vec_push(cross->f.p->heap, &x->sets, none);
}

static void climb_all(struct far *x)
{
    for (uint32_t i = 0; i < x->cells.count; i++) {
        struct cell c = x->cells.at[i];
        if (!c.full)
            climb(x, c.base, c.set, c.row);
    }
}

static void finish(struct far *x)
{
    struct gp_heap *heap = x->x->f.p->heap;
    for (size_t i = 0; i < x->cells.count; i++) {
        gp_free(heap, x->cells.at[i].least);
        gp_free(heap, x->cells.at[i].exact);
        gp_free(heap, x->cells.at[i].way);
    }
    gp_vec_fini(heap, &x->sets);
    gp_vec_fini(heap, &x->cells);
    gp_map_fini(&x->set_of);
    gp_map_fini(&x->cell_of);
}

void gp_cross_far(struct gp_cross *cross, uint32_t first, uint32_t end)
{
    struct far x;
    bool ok = true;
    begin(&x, cross, cross->f.m->rows.at[first].kpi);
    for (uint32_t i = first; i < end && ok; i++)
        ok = add_row(&x, i);
    if (ok)
        climb_all(&x);
    for (uint32_t i = 0; i < x.cells.count && ok; i++)
        if (x.cells.at[i].row != GP_NONE)
            compare_all(&x, &x.cells.at[i]);
    finish(&x);
}

/* The first row of a KPI whose scope does not come before one in the order of
 * all. */
static uint32_t first_row(const struct gp_model *m, uint32_t kpi,
                          uint32_t order)
{
    uint32_t low = 0, high = (uint32_t)m->rows.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct gp_row *r = &m->rows.at[middle];
        if (r->kpi < kpi ||
            (r->kpi == kpi && m->scopes.at[r->scope].order < order))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Widens the range by the rows of a team and of all below it. */
static void add_team(const struct far *x, uint32_t base, uint32_t *first,
                     uint32_t *end)
{
    const struct gp_model *m = x->m;
    uint32_t from = m->scopes.at[base].order, to = from + 1;
    while (to < m->scopes.count &&
           m->scopes.at[m->scope_order[to]].depth > m->scopes.at[base].depth)
        to++;
    from = first_row(m, x->kpi, from);
    to = first_row(m, x->kpi, to);
    *first = *first == *end || from < *first ? from : *first;
    *end = to > *end ? to : *end;
}

bool gp_cross_is_far(struct gp_cross *cross, const uint32_t *rows, size_t count,
                     uint32_t *first, uint32_t *end)
{
    struct far x;
    bool ok = count != 0;
    *first = *end = 0;
    if (!ok)
        return false;
    begin(&x, cross, cross->f.m->rows.at[rows[0]].kpi);
    for (size_t i = 0; i < count && ok; i++)
        ok = add_row(&x, rows[i]);
    if (ok)
        climb_all(&x);
    for (uint32_t i = 0; i < x.cells.count && ok; i++)
        if (x.cells.at[i].row != GP_NONE)
            add_team(&x, x.cells.at[i].base, first, end);
    finish(&x);
    return *first < *end;
}

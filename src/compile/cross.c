/* Last checks: a cell that two routes lead to.  The product "electronics" of
 * the company is also the sum of the teams' electronics; a scope narrowed by
 * two dimensions is a part of both.  Where all parts of the other route are
 * there, they must agree; where some are not, the others may not be more.
 *
 * One mistake shows in several parts of a cut, more in one and less in
 * another: they are gathered and told as one finding. */
#include "compile/cross_own.h"
#include "compile/flow/crossing.h"

uint32_t gp_cross_narrowed(const struct gp_model *m, uint32_t base,
                           const uint32_t *members, int n, int skip)
{
    for (int i = 0; i < n && base != GP_NONE; i++)
        if (i != skip) {
            base = gp_model_narrowed(m, base, members[i]);
        }
    return base;
}

static void add_part(struct gp_route *x, uint32_t scope)
{
    const struct gp_row *part =
        scope == GP_NONE ? NULL
                         : gp_model_row(x->p->model, x->whole->kpi, scope);
    x->count++;
    if (part != NULL && gp_cross_is_summed(part))
        gp_vec_push(x->p->heap, &x->parts, part);
}

uint32_t gp_cross_cut(struct gp_cross *x, uint32_t row, uint32_t dimension)
{
    const struct gp_model *m = x->f.m;
    if (x->cut_of.heap == NULL) {
        gp_map_init(&x->cut_of, x->f.p->heap);
        for (uint32_t c = 0; c < m->cuts.count; c++)
            *gp_map_at(&x->cut_of, gp_map_key(m->cuts.at[c].row,
                                              m->cuts.at[c].dimension)) = c;
    }
    uint32_t cut = gp_map_get(&x->cut_of, gp_map_key(row, dimension));
    return cut == GP_MAP_NONE ? GP_NONE : cut;
}

/* What a split along the dimension holds back. */
static void add_held(struct gp_cross *x, struct gp_route *route,
                     uint32_t dimension)
{
    const struct gp_model *m = x->f.m;
    uint32_t row = (uint32_t)(route->whole - m->rows.at);
    uint32_t c =
        route->p->crosswise ? gp_cross_cut(x, row, dimension) : GP_NONE;
    for (uint32_t i = 0; c != GP_NONE && i < m->cuts.at[c].count; i++) {
        uint32_t part = m->parts.at[m->cuts.at[c].first + i];
        if (m->scopes.at[m->rows.at[part].scope].kind != GP_SCOPE_NARROW)
            add_part(route, m->rows.at[part].scope);
    }
}

bool gp_cross_is_known(const struct gp_model *m, const struct gp_row *r,
                       int tick)
{
    const struct gp_tick *t = &m->time.ticks[tick];
    bool known = gp_has(r, tick) && !r->rollup;
    if (!known || r->why[tick].why != GP_WHY_TIME_SUM)
        return known;
    /* A month that some of its days make has more, perhaps. */
    known = !(r->states_days && (t->child_count == 0 ||
                                 t->child >= m->kpis.at[r->kpi].tick_count));
    for (int i = 0; i < t->child_count && known; i++)
        if (t->child + i < m->kpis.at[r->kpi].tick_count)
            known = gp_cross_is_known(m, r, t->child + i);
    return known;
}

/* The parts that have a value: how many, their sum, and how many of them have
 * no more than that. */
static uint32_t sum_at(const struct gp_route *x, int tick, int64_t *sum,
                       uint32_t *known)
{
    uint32_t count = 0;
    *sum = *known = 0;
    for (size_t i = 0; i < x->parts.count; i++) {
        const struct gp_row *part = x->parts.at[i];
        if (!gp_has(part, tick) || !gp_add64(sum, *sum, part->at[tick]))
            continue;
        count++;
        *known += gp_cross_is_known(x->p->model, part, tick);
    }
    return count;
}

/* ---- the finding ---- */

/* "300 + 400" */
static const char *terms(struct gp_cross *x, const struct gp_gap *g)
{
    enum { MOST = 12 };
    struct gp_arena *a = &x->f.p->findings->arena;
    const char *all = "";
    int shown = 0;
    for (size_t i = 0; i < g->route.parts.count && shown <= MOST; i++) {
        const struct gp_row *part = g->route.parts.at[i];
        if (!gp_has(part, g->tick))
            continue;
        const char *one = gp_flow_amount(&x->f, part, part->at[g->tick]);
        all = gp_arena_join(a, all, shown == 0 ? "" : " + ",
                            shown == MOST ? "..." : one, NULL);
        shown++;
    }
    return all;
}

/* Where a cell was said; else where its scope was. */
static struct gp_span place_of(const struct gp_cross *x, const struct gp_row *r,
                               int tick)
{
    struct gp_span at = gp_flow_origin(&x->f, r, tick);
    return gp_span_is_set(at) ? at : x->f.m->scopes.at[r->scope].span;
}

static struct gp_span place(const struct gp_cross *x, const struct gp_gap *g)
{
    return place_of(x, g->route.whole, g->tick);
}

/* What is wrong with one cell, as a finding of its own. */
static struct gp_finding *tell_gap(struct gp_cross *x, const struct gp_gap *g)
{
    struct gp_findings *to = x->f.p->findings;
    const struct gp_model *m = x->f.m;
    const struct gp_row *r = g->route.whole;
    enum gp_text text = g->route.by == GP_NONE
                            ? g->some ? GP_TEXT_CROSS_SOME : GP_TEXT_CROSS_CUT
                        : g->some ? GP_TEXT_CROSS_SOME_BY
                                  : GP_TEXT_CROSS_CUT_BY;
    int64_t sum;
    uint32_t known;
    if (g->some && sum_at(&g->route, g->tick, &sum, &known) == 1)
        text = GP_TEXT_CROSS_ONE;
    const char *by = "";
    for (size_t i = 0; i < g->route.parts.count && text == GP_TEXT_CROSS_ONE;
         i++)
        if (gp_has(g->route.parts.at[i], g->tick))
            by = gp_flow_scope_name(&x->f, g->route.parts.at[i]->scope);
    if (text != GP_TEXT_CROSS_ONE && g->route.by != GP_NONE)
        by = gp_sym_text(m->names, m->dimensions.at[g->route.by].name);
    return gp_find(to, text, place(x, g), gp_flow_scope_name(&x->f, r->scope),
                   gp_flow_period_name(&x->f, g->tick),
                   gp_flow_amount(&x->f, r, r->at[g->tick]),
                   gp_flow_amount(&x->f, r, g->sum), by, NULL);
}

/* Both places, and the arithmetic; the other parts of the same cut in notes. */
static void tell(struct gp_cross *x, size_t first)
{
    struct gp_findings *to = x->f.p->findings;
    const struct gp_gap *g = &x->gaps.at[first];
    const struct gp_row *r = g->route.whole;
    const char *scope = gp_flow_scope_name(&x->f, r->scope);
    int64_t whole = r->at[g->tick];
    bool over = g->sum > whole;
    const char *gap =
        gp_flow_amount(&x->f, r, over ? g->sum - whole : whole - g->sum);
    struct gp_finding *finding = tell_gap(x, g);
    int64_t sum;
    uint32_t known;
    if (sum_at(&g->route, g->tick, &sum, &known) > 1)
        gp_find_detail(to, finding,
                       over ? GP_TEXT_DETAIL_OVER : GP_TEXT_DETAIL_SHORT,
                       terms(x, g), gp_flow_amount(&x->f, r, g->sum), gap,
                       gp_flow_amount(&x->f, r, whole), NULL);
    for (size_t i = 0, told = 0; i < g->route.parts.count && told < 2; i++) {
        const struct gp_row *part = g->route.parts.at[i];
        if (!gp_has(part, g->tick) ||
            !gp_span_is_set(gp_flow_origin(&x->f, part, g->tick)))
            continue;
        gp_flow_note_cell(&x->f, finding, part, g->tick);
        told++;
    }
    for (uint32_t i = g->next; i != GP_NONE; i = x->gaps.at[i].next) {
        const struct gp_gap *o = &x->gaps.at[i];
        gp_find_note(to, finding, place(x, o), GP_TEXT_NOTE_CROSS,
                     gp_flow_scope_name(&x->f, o->route.whole->scope),
                     gp_flow_amount(&x->f, r, o->route.whole->at[o->tick]),
                     gp_flow_amount(&x->f, r, o->sum),
                     gp_flow_period_name(&x->f, o->tick), NULL);
    }
    gp_find_help(to, finding,
                 g->some ? GP_TEXT_HELP_CROSS_SOME : GP_TEXT_HELP_CROSS_CUT,
                 scope, gap, NULL);
}

/* ---- the routes ---- */

/* Of those of one cut that is told which no default made. */
static void lead(struct gp_cross *x, uint32_t id)
{
    enum { MOST = 100 }; /* of a plan with more any will do */
    struct gp_gap *g = &x->gaps.at[id], *head = &x->gaps.at[g->head];
    if (id >= MOST || !gp_flow_is_default(&x->f, place(x, head)) ||
        gp_flow_is_default(&x->f, place(x, g)))
        return;
    struct gp_gap was = *head;
    *head = *g;
    *g = was;
    g->follows = true;
    g->next = head->next;
    head->follows = false;
    head->next = was.next;
}

void gp_cross_add_gap(struct gp_cross *x, const struct gp_gap *g)
{
    uint32_t id = (uint32_t)x->gaps.count;
    gp_vec_push(x->f.p->heap, &x->gaps, *g);
    x->gaps.at[id].head = id;
    if (g->far)
        return;
    uint32_t *last = gp_map_at(&x->last_of, gp_map_key(g->above, g->route.by));
    if (*last != GP_MAP_NONE &&
        x->gaps.at[*last].route.whole->kpi == g->route.whole->kpi) {
        x->gaps.at[*last].next = id;
        x->gaps.at[id].follows = true;
        x->gaps.at[id].head = x->gaps.at[*last].head;
        *last = id;
        lead(x, id);
        return;
    }
    *last = id;
}

bool gp_cross_differs(const struct gp_cross *x, const struct gp_row *whole,
                      int tick, int64_t sum, bool some)
{
    /* A default over time would have given way to more. */
    bool said = x->strict || tick == 0 || whole->why[tick].fact != GP_NO_FACT ||
                whole->why[tick].why == GP_WHY_REMAINDER;
    if (!some)
        return sum != whole->at[tick] && (said || !x->large);
    return said && sum > whole->at[tick];
}

/* Whether the two disagree at a tick. */
static bool differs(const struct gp_cross *x, const struct gp_route *route,
                    int tick, int64_t *sum, bool *some)
{
    uint32_t known, has = sum_at(route, tick, sum, &known);
    *some = known < route->count;
    return has != 0 && gp_cross_is_known(x->f.m, route->whole, tick) &&
           gp_cross_differs(x, route->whole, tick, *sum, *some);
}

/* Keeps the route where it disagrees, else frees it: at the widest period of
 * which the plan says something, for others only follow from it. */
static void compare(struct gp_cross *x, struct gp_route *route, uint32_t above)
{
    const struct gp_row *r = route->whole;
    struct gp_gap found = {.route = *route, .above = above, .tick = GP_NO_TICK};
    found.next = GP_NONE;
    /* One with a gap on the way down is compared with what lies there. */
    bool said =
        gp_map_get(&x->far, gp_map_key(r->scope, route->by)) != GP_MAP_NONE;
    for (int t = 0; t < x->f.m->time.coarse_count && !r->open && !said; t++) {
        struct gp_gap g = found;
        if (!differs(x, route, t, &g.sum, &g.some))
            continue;
        said = gp_span_is_set(gp_flow_said(&x->f, r, t));
        g.tick = t;
        if (said || found.tick == GP_NO_TICK)
            found = g;
    }
    if (found.tick != GP_NO_TICK)
        gp_cross_add_gap(x, &found);
    else
        gp_vec_fini(x->f.p->heap, &route->parts);
}

/* How a team's own targets are divided over its members: the cut of them,
 * GP_NONE without one. */
static uint32_t member_cut(const struct gp_model *m, uint32_t kpi,
                           uint32_t base)
{
    for (uint32_t c = m->scopes.at[base].child; c != GP_NONE;
         c = m->scopes.at[c].next) {
        const struct gp_row *r = gp_model_row(m, kpi, c);
        if (r != NULL && gp_cross_is_summed(r) && r->parent != GP_NONE)
            return r->cut;
    }
    return GP_NONE;
}

bool gp_cross_holds_back(const struct gp_model *m, uint32_t kpi, uint32_t base)
{
    uint32_t cut = member_cut(m, kpi, base);
    bool held = false;
    for (uint32_t i = 0; cut != GP_NONE && i < m->cuts.at[cut].count; i++) {
        const struct gp_row *r =
            &m->rows.at[m->parts.at[m->cuts.at[cut].first + i]];
        enum gp_scope_kind kind = m->scopes.at[r->scope].kind;
        held |= kind == GP_SCOPE_RESERVE || kind == GP_SCOPE_GAP;
    }
    return held;
}

bool gp_cross_is_over(const struct gp_model *m, uint32_t kpi, uint32_t base)
{
    uint32_t cut = member_cut(m, kpi, base);
    return cut != GP_NONE && m->cuts.at[cut].columns != NULL;
}

/* Where no cut joins a row with its neighbours and the members' parts make it
 * up in every period, its days are theirs too. */
static void sum_days(struct gp_cross *x, const struct gp_row *r,
                     const struct gp_route *route)
{
    struct gp_model *m = x->f.m;
    uint32_t id = (uint32_t)(r - m->rows.at), known;
    bool same = route->parts.count != 0 && route->parts.count == route->count &&
                gp_crossing_can_sum_days(&x->f, id) &&
                (r->parent == GP_NONE || !m->cuts.at[r->cut].joined);
    for (int t = 0; t < m->kpis.at[r->kpi].tick_count && same; t++) {
        int64_t sum;
        same = !gp_has(r, t) ||
               (sum_at(route, t, &sum, &known) != 0 && sum == r->at[t]);
    }
    if (same)
        m->rows.at[id].crossed = true;
}

/* The same part of each member of the team. */
static void check_members(struct gp_cross *x, const struct gp_row *r,
                          const uint32_t *members, int n)
{
    const struct gp_model *m = x->f.m;
    struct gp_route route = {.p = x->f.p, .whole = r, .by = GP_NONE};
    uint32_t base = m->scopes.at[r->scope].base;
    if (gp_cross_is_over(m, r->kpi, base))
        return; /* more is given out than there is, on purpose */
    for (uint32_t c = m->scopes.at[base].child; c != GP_NONE;
         c = m->scopes.at[c].next)
        add_part(&route, gp_cross_narrowed(m, c, members, n, -1));
    /* What is held back of the team has some of each product. */
    route.count += gp_cross_holds_back(m, r->kpi, base);
    if (!x->strict)
        sum_days(x, r, &route);
    compare(x, &route, m->scopes.at[r->scope].parent);
}

/* The scope of the first member of a dimension that has a row beside a row. */
static uint32_t first_neighbour(const struct gp_cross *x,
                                const struct gp_row *r, const uint32_t *members,
                                int n, int by)
{
    const struct gp_model *m = x->f.m;
    uint32_t other[GP_MAX_NARROW];
    for (int k = 0; k < n; k++)
        other[k] = members[k];
    for (uint32_t c =
             m->dimensions.at[m->members.at[members[by]].dimension].child;
         c != GP_NONE; c = m->members.at[c].next) {
        other[by] = c;
        uint32_t scope =
            gp_cross_narrowed(m, m->scopes.at[r->scope].base, other, n, -1);
        if (scope != GP_NONE && gp_model_row(m, r->kpi, scope) != NULL)
            return scope;
    }
    return GP_NONE;
}

/* By a dimension that its own whole is not cut by, every one of its members:
 * asked at the first of them that has a row. */
static void check_dimension(struct gp_cross *x, const struct gp_row *r,
                            const uint32_t *members, int n, int by)
{
    const struct gp_model *m = x->f.m;
    uint32_t base = m->scopes.at[r->scope].base;
    uint32_t d = m->members.at[members[by]].dimension;
    uint32_t without = gp_cross_narrowed(m, base, members, n, by);
    const struct gp_row *whole =
        without == GP_NONE ? NULL : gp_model_row(m, r->kpi, without);
    if (whole == NULL || m->members.at[members[by]].parent != GP_NONE)
        return;
    if (first_neighbour(x, r, members, n, by) != r->scope)
        return;
    struct gp_route route = {.p = x->f.p, .whole = whole, .by = d};
    uint32_t other[GP_MAX_NARROW];
    for (int k = 0; k < n; k++)
        other[k] = members[k];
    for (uint32_t c = m->dimensions.at[d].child; c != GP_NONE;
         c = m->members.at[c].next) {
        other[by] = c;
        add_part(&route, gp_cross_narrowed(m, base, other, n, -1));
    }
    add_held(x, &route, d);
    compare(x, &route, m->scopes.at[whole->scope].parent);
}

static void check_row(struct gp_cross *x, const struct gp_row *r)
{
    uint32_t members[GP_MAX_NARROW];
    int n = gp_model_members(x->f.m, r->scope, members);
    check_members(x, r, members, n);
    for (int i = 0; n > 1 && i < n; i++)
        if (members[i] != x->f.m->scopes.at[r->scope].member)
            check_dimension(x, r, members, n, i);
}

/* Whether more of some row is given out than there is. */
static bool is_over(const struct gp_model *m, uint32_t first, uint32_t end)
{
    bool over = false;
    for (size_t c = 0; c < m->cuts.count && !over; c++)
        over = m->cuts.at[c].columns != NULL && m->cuts.at[c].row >= first &&
               m->cuts.at[c].row < end;
    return over;
}

/* Of one KPI's rows. */
static void gather(struct gp_cross *x, uint32_t first, uint32_t end)
{
    const struct gp_model *m = x->f.m;
    bool any = false;
    for (uint32_t i = first; i < end && !any; i++)
        any = m->scopes.at[m->rows.at[i].scope].kind == GP_SCOPE_NARROW;
    if (!any || m->kpis.at[m->rows.at[first].kpi].kind != GP_KPI_FLOW)
        return;
    gp_map_init(&x->far, x->f.p->heap);
    /* Of so many, or of more than there is, no table of months is asked. */
    enum { MONTHS = 12 };
    x->large =
        end - first > GP_MOST_JOINT_CELLS / MONTHS || is_over(m, first, end);
    gp_cross_far(x, first, end);
    for (uint32_t i = first; i < end; i++) {
        const struct gp_row *r = &m->rows.at[i];
        if (m->scopes.at[r->scope].kind == GP_SCOPE_NARROW &&
            gp_cross_is_summed(r))
            check_row(x, r);
    }
    gp_map_fini(&x->far);
}

/* Gathers where the routes to cells of these rows disagree. */
static void begin(struct gp_cross *x, struct gp_pass *p, bool strict,
                  uint32_t first, uint32_t end)
{
    const struct gp_model *m = p->model;
    *x = (struct gp_cross){.f = {.p = p, .m = p->model}, .strict = strict};
    gp_map_init(&x->last_of, p->heap);
    for (uint32_t i = first, next; i < end; i = next) {
        for (next = i + 1;
             next < end && m->rows.at[next].kpi == m->rows.at[i].kpi;)
            next++;
        gather(x, i, next);
    }
}

static void finish(struct gp_cross *x)
{
    struct gp_heap *heap = x->f.p->heap;
    for (size_t i = 0; i < x->gaps.count; i++)
        gp_vec_fini(heap, &x->gaps.at[i].route.parts);
    gp_vec_fini(heap, &x->gaps);
    gp_map_fini(&x->last_of);
    if (x->cut_of.heap != NULL)
        gp_map_fini(&x->cut_of);
}

bool gp_cross_agrees(struct gp_pass *p, uint32_t first, uint32_t end)
{
    struct gp_cross x;
    begin(&x, p, true, first, end);
    bool agrees = x.gaps.count == 0 && !x.apart;
    finish(&x);
    return agrees;
}

/* The rows that are asked about the routes that a row takes part in: itself,
 * the same part of the team above, and the first of its neighbours. */
static void check_around(struct gp_cross *x, uint32_t row, struct gp_map *done)
{
    const struct gp_model *m = x->f.m;
    const struct gp_row *r = &m->rows.at[row];
    uint32_t members[GP_MAX_NARROW], ask[GP_MAX_NARROW + 2], count = 0;
    int n = gp_model_members(m, r->scope, members);
    uint32_t up =
        n == 0 ? GP_NONE : m->scopes.at[m->scopes.at[r->scope].base].parent;
    ask[count++] = r->scope;
    if (up != GP_NONE)
        ask[count++] = gp_cross_narrowed(m, up, members, n, -1);
    for (int k = 0; k < n && n > 1; k++)
        ask[count++] = first_neighbour(x, r, members, n, k);
    for (uint32_t i = 0; i < count; i++) {
        const struct gp_row *o =
            ask[i] == GP_NONE ? NULL : gp_model_row(m, r->kpi, ask[i]);
        if (o == NULL || m->scopes.at[o->scope].kind != GP_SCOPE_NARROW ||
            !gp_cross_is_summed(o))
            continue;
        uint32_t *at = gp_map_at(done, (uint64_t)(o - m->rows.at));
        if (*at == GP_MAP_NONE)
            check_row(x, o);
        *at = 1;
    }
}

bool gp_cross_agrees_at(struct gp_pass *p, const uint32_t *rows, size_t count)
{
    uint32_t first, end;
    struct gp_cross x = {.f = {.p = p, .m = p->model}, .strict = true};
    struct gp_map done;
    gp_map_init(&x.last_of, p->heap);
    gp_map_init(&x.far, p->heap);
    gp_map_init(&done, p->heap);
    if (gp_cross_is_far(&x, rows, count, &first, &end))
        gp_cross_far(&x, first, end);
    for (size_t i = 0; i < count && x.gaps.count == 0; i++)
        check_around(&x, rows[i], &done);
    bool agrees = x.gaps.count == 0 && !x.apart;
    gp_map_fini(&done);
    gp_map_fini(&x.far);
    finish(&x);
    return agrees;
}

static bool is_by_default(const struct gp_cross *x, const struct gp_row *r,
                          int tick)
{
    enum gp_why why = (enum gp_why)r->why[tick].why;
    return gp_has(r, tick) && (why == GP_WHY_DEFAULT || why == GP_WHY_BUILTIN ||
                               why == GP_WHY_SHAPE ||
                               gp_flow_is_default(&x->f, place_of(x, r, tick)));
}

bool gp_cross_blames_default(struct gp_pass *p, uint32_t first, uint32_t end)
{
    struct gp_cross x;
    bool blames = false;
    begin(&x, p, true, first, end);
    for (size_t i = 0; i < x.gaps.count; i++) {
        const struct gp_gap *g = &x.gaps.at[i];
        blames |= is_by_default(&x, g->route.whole, g->tick);
        for (size_t k = 0; k < g->route.parts.count; k++)
            blames |= is_by_default(&x, g->route.parts.at[k], g->tick);
    }
    finish(&x);
    return blames;
}

/* Whether what lies further down disagrees since one of its parts does. */
static bool is_cascade(const struct gp_cross *x, const struct gp_gap *g,
                       const struct gp_map *wrong)
{
    const struct gp_row *rows = x->f.m->rows.at;
    bool follows = false;
    for (size_t i = 0; g->far && i < g->route.parts.count; i++)
        follows |= gp_map_get(wrong, (uint64_t)(g->route.parts.at[i] - rows)) !=
                   GP_MAP_NONE;
    return follows;
}

void gp_pass_cross(struct gp_pass *p)
{
    struct gp_map wrong;
    struct gp_cross x = {.f = {.p = p, .m = p->model}};
    for (size_t i = 0; i < p->splits.count && p->crosswise; i++)
        gp_flow_check_crosswise(&x.f, &p->splits.at[i]);
    begin(&x, p, false, 0, (uint32_t)p->model->rows.count);
    gp_map_init(&wrong, p->heap);
    for (size_t i = 0; i < x.gaps.count; i++)
        *gp_map_at(&wrong, (uint64_t)(x.gaps.at[i].route.whole -
                                      p->model->rows.at)) = 1;
    for (size_t i = 0; i < x.gaps.count; i++)
        if (!x.gaps.at[i].follows && !is_cascade(&x, &x.gaps.at[i], &wrong))
            tell(&x, i);
    gp_map_fini(&wrong);
    finish(&x);
}

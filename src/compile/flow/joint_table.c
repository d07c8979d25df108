/* The ways of a KPI's one table, the boxes that its rows are, and what each
 * cell would have by the defaults: see joint.h. */
#include <stdlib.h>
#include <string.h>

#include "compile/flow/joint.h"

#include "model/round.h"

static const struct gp_scope *scope_at(const struct gp_joint *x, uint32_t scope)
{
    return &x->f->m->scopes.at[scope];
}

static bool is_summed(const struct gp_row *r)
{
    return r->relation == GP_EQUAL && !r->overlay;
}

/* ---- teams ---- */

static bool is_held(const struct gp_scope *s)
{
    return s->kind == GP_SCOPE_RESERVE || s->kind == GP_SCOPE_GAP;
}

/* Adds a team or person, and all above it. */
static void add_team(struct gp_joint *x, uint32_t scope)
{
    struct gp_heap *heap = x->f->p->heap;
    for (; scope != GP_NONE; scope = scope_at(x, scope)->parent) {
        uint32_t *at = gp_map_at(&x->team_of, scope);
        if (*at != GP_MAP_NONE)
            return;
        *at = (uint32_t)x->teams.count;
        struct gp_joint_team team = {.scope = scope, .up = GP_NONE};
        gp_vec_push(heap, &x->teams, team);
    }
}

/* False where a row is of what the table has no place for. */
static bool add_base(struct gp_joint *x, const struct gp_row *r)
{
    const struct gp_scope *s = scope_at(x, r->scope);
    if (is_held(s)) {
        if (s->member != GP_NONE || /* of a dimension */
            scope_at(x, s->parent)->kind == GP_SCOPE_NARROW)
            return false;
        add_team(x, r->scope);
    } else {
        add_team(x, s->kind == GP_SCOPE_NARROW ? s->base : r->scope);
    }
    return true;
}

struct ordered {
    uint32_t order;
    struct gp_joint_team team;
};

static int by_order(const void *a, const void *b)
{
    const struct ordered *x = a, *y = b;
    return x->order < y->order ? -1 : x->order > y->order;
}

/* Depth-first, each with the number of the one above it. */
static void sort_teams(struct gp_joint *x)
{
    struct gp_heap *heap = x->f->p->heap;
    size_t n = x->teams.count;
    struct ordered *all = gp_alloc(heap, (n + 1) * sizeof *all);
    for (size_t i = 0; i < n; i++)
        all[i] = (struct ordered){scope_at(x, x->teams.at[i].scope)->order,
                                  x->teams.at[i]};
    qsort(all, n, sizeof *all, by_order);
    for (uint32_t i = 0; i < n; i++) {
        struct gp_joint_team *t = &x->teams.at[i];
        *t = all[i].team;
        *gp_map_at(&x->team_of, t->scope) = i;
        uint32_t up = scope_at(x, t->scope)->parent;
        t->up = up == GP_NONE ? GP_NONE : gp_map_get(&x->team_of, up);
    }
    gp_free(heap, all);
}

static uint32_t row_of(const struct gp_joint *x, uint32_t scope)
{
    uint32_t kpi = x->f->m->rows.at[x->f->first].kpi;
    uint32_t row = gp_map_get(&x->f->m->row_of, gp_map_key(kpi, scope));
    return row == GP_MAP_NONE || !is_summed(&x->f->m->rows.at[row]) ? GP_NONE
                                                                    : row;
}

static bool is_split(const struct gp_joint *x, uint32_t scope)
{
    uint32_t row = row_of(x, scope);
    for (uint32_t c = row == GP_NONE ? GP_NONE : x->f->first_cut[row];
         c != GP_NONE; c = x->f->next_cut[c])
        if (x->f->m->cuts.at[c].dimension == GP_NONE &&
            gp_flow_has_split(x->f, c))
            return true;
    return false;
}

/* Whether a team has members of which the KPI says nothing, though they may
 * have some of it. */
static bool has_others(const struct gp_joint *x, uint32_t scope, uint32_t known)
{
    uint32_t all = 0;
    for (uint32_t c = scope_at(x, scope)->child; c != GP_NONE;
         c = scope_at(x, c)->next)
        all++;
    return known < all && !is_split(x, scope);
}

/* One leaf for whoever is no team of others, and for others of a team. */
static void number_leaves(struct gp_joint *x)
{
    size_t n = x->teams.count;
    uint32_t *known = gp_calloc(x->f->p->heap, n + 1, sizeof *known);
    uint32_t leaves = 0;
    for (size_t i = 0; i < n; i++)
        if (x->teams.at[i].up != GP_NONE &&
            !is_held(scope_at(x, x->teams.at[i].scope)))
            known[x->teams.at[i].up]++;
    for (size_t i = 0; i < n; i++) {
        struct gp_joint_team *t = &x->teams.at[i];
        t->leaves.first = leaves;
        if (known[i] == 0 || has_others(x, t->scope, known[i]))
            leaves++;
    }
    for (size_t i = n; i-- > 0;) {
        struct gp_joint_team *t = &x->teams.at[i];
        uint32_t end = leaves;
        for (size_t k = i + 1; k < n; k++)
            if (!gp_scope_is_below(x->f->m, x->teams.at[k].scope, t->scope)) {
                end = x->teams.at[k].leaves.first;
                break;
            }
        t->leaves.count = end - t->leaves.first;
    }
    x->cube.size[0] = leaves;
    gp_free(x->f->p->heap, known);
}

/* ---- dimensions ---- */

static uint32_t count_leaves(const struct gp_model *m, uint32_t first)
{
    uint32_t n = 0;
    for (uint32_t d = first; d != GP_NONE; d = m->members.at[d].next)
        n += m->members.at[d].child == GP_NONE
                 ? 1
                 : count_leaves(m, m->members.at[d].child);
    return n;
}

/* How many leaves of a dimension come before a member. */
static uint32_t leaves_before(const struct gp_model *m, uint32_t member)
{
    uint32_t up = m->members.at[member].parent, n = 0;
    uint32_t first =
        up == GP_NONE ? m->dimensions.at[m->members.at[member].dimension].child
                      : m->members.at[up].child;
    for (uint32_t d = first; d != member; d = m->members.at[d].next)
        n += m->members.at[d].child == GP_NONE
                 ? 1
                 : count_leaves(m, m->members.at[d].child);
    return up == GP_NONE ? n : n + leaves_before(m, up);
}

static int way_of(const struct gp_joint *x, uint32_t dimension)
{
    for (int i = 0; i < x->dimension_count; i++)
        if (x->dimensions[i] == dimension)
            return 1 + i;
    return 0;
}

static bool add_dimensions(struct gp_joint *x, const struct gp_row *r)
{
    uint32_t members[GP_MAX_NARROW];
    const struct gp_model *m = x->f->m;
    int n = gp_model_members(m, r->scope, members);
    for (int i = 0; i < n; i++) {
        uint32_t d = m->members.at[members[i]].dimension;
        if (way_of(x, d) != 0)
            continue;
        if (x->dimension_count + 2 == GP_CUBE_WAYS)
            return false;
        x->dimensions[x->dimension_count++] = d;
        x->cube.size[x->dimension_count] =
            count_leaves(m, m->dimensions.at[d].child);
    }
    return true;
}

/* ---- time ---- */

/* Layers are the finest periods that something is known of. */
static void find_layers(struct gp_joint *x, enum gp_joining how)
{
    const struct gp_model *m = x->f->m;
    x->grain = GP_PLAN;
    for (uint32_t i = x->f->first; i < x->f->end; i++) {
        const struct gp_row *r = &m->rows.at[i];
        for (int t = 1; t < m->kpis.at[r->kpi].tick_count && is_summed(r); t++)
            if (gp_has(r, t) && m->time.ticks[t].period.grain > x->grain)
                x->grain = m->time.ticks[t].period.grain;
        if (r->states_days && x->grain < GP_MONTH)
            x->grain = GP_MONTH;
    }
    if (how == GP_JOIN_MONTHS && x->grain < GP_MONTH)
        x->grain = GP_MONTH;
    x->first = x->grain == GP_PLAN ? 0 : m->time.first[x->grain];
    x->layers = x->grain == GP_PLAN ? 1 : m->time.of[x->grain];
}

static struct gp_slice layers_of(const struct gp_joint *x, int tick)
{
    const struct gp_tick *ticks = x->f->m->time.ticks;
    struct gp_slice s = {0, 0};
    for (int i = 0; i < x->layers; i++) {
        if (!gp_days_hold(ticks[tick].period.days,
                          ticks[x->first + i].period.days.first))
            continue;
        s.first = s.count == 0 ? (uint32_t)i : s.first;
        s.count++;
    }
    return s;
}

/* ---- all ways ---- */

static bool can_join(const struct gp_flow *f)
{
    for (uint32_t i = f->first; i < f->end; i++)
        for (uint32_t c = f->first_cut[i]; c != GP_NONE; c = f->next_cut[c])
            if (f->m->cuts.at[c].stays || gp_flow_is_over(f, c))
                return false;
    return true;
}

bool gp_joint_start(struct gp_flow *f, const struct gp_kept *kept,
                    enum gp_joining how, struct gp_joint *x)
{
    enum { MOST = 1 << 17 };
    *x = (struct gp_joint){.f = f};
    gp_map_init(&x->team_of, f->p->heap);
    bool ok = can_join(f);
    for (uint32_t i = f->first; i < f->end && ok; i++) {
        const struct gp_row *r = &f->m->rows.at[i];
        if (is_summed(r))
            ok = !kept->rows[i - f->first].open && add_base(x, r) &&
                 add_dimensions(x, r);
    }
    if (!ok)
        return false;
    sort_teams(x);
    number_leaves(x);
    find_layers(x, how);
    x->cube.step = 1;
    x->cube.ways = x->dimension_count + 2;
    x->cube.size[x->cube.ways - 1] = (uint32_t)x->layers;
    size_t count = 1;
    for (int i = 0; i < x->cube.ways && count <= MOST; i++)
        count *= x->cube.size[i];
    if (count > MOST)
        return false;
    x->cube.cells = gp_calloc(f->p->heap, count + 1, sizeof *x->cube.cells);
    return true;
}

void gp_joint_free(struct gp_joint *x)
{
    struct gp_heap *heap = x->f->p->heap;
    gp_vec_fini(heap, &x->teams);
    gp_vec_fini(heap, &x->boxes);
    gp_vec_fini(heap, &x->cells);
    gp_vec_fini(heap, &x->totals);
    gp_map_fini(&x->team_of);
    gp_free(heap, x->cube.cells);
    gp_free(heap, x->held);
}

struct gp_box gp_joint_box(const struct gp_joint *x, uint32_t row, int tick)
{
    const struct gp_model *m = x->f->m;
    const struct gp_scope *s = scope_at(x, m->rows.at[row].scope);
    uint32_t base =
        s->kind == GP_SCOPE_NARROW ? s->base : m->rows.at[row].scope;
    uint32_t members[GP_MAX_NARROW];
    int n =
        is_held(s) ? 0 : gp_model_members(m, m->rows.at[row].scope, members);
    struct gp_box b = {.low = 0};
    b.at[0] = x->teams.at[gp_map_get(&x->team_of, base)].leaves;
    for (int i = 1; i <= x->dimension_count; i++)
        b.at[i] = (struct gp_slice){0, x->cube.size[i]};
    for (int i = 0; i < n; i++) { /* the finer of one dimension comes last */
        const struct gp_member *d = &m->members.at[members[i]];
        b.at[way_of(x, d->dimension)] = (struct gp_slice){
            leaves_before(m, members[i]),
            d->child == GP_NONE ? 1 : count_leaves(m, d->child)};
    }
    b.at[x->cube.ways - 1] = layers_of(x, tick);
    return b;
}

/* ---- what stands ---- */

/* Whether the row says itself how it is divided, by other than amounts: then
 * what it has is not to change any more. */
static bool is_divided(const struct gp_flow *f, uint32_t row)
{
    if (f->m->rows.at[row].shapes != GP_NONE)
        return true;
    for (uint32_t i = f->first_split[row]; i != GP_NONE;
         i = f->p->splits.at[i].next)
        if (!f->p->splits.at[i].yields && !f->p->splits.at[i].is_stated)
            return true;
    return false;
}

static void state(struct gp_joint *x, uint32_t row, int tick, int64_t low,
                  int64_t high)
{
    struct gp_box box = gp_joint_box(x, row, tick);
    box.low = low;
    box.high = high;
    gp_vec_push(x->f->p->heap, &x->boxes, box);
    struct gp_joint_cell cell = {row, tick, low};
    gp_vec_push(x->f->p->heap, &x->cells, cell);
}

static void state_row(struct gp_joint *x, uint32_t row)
{
    const struct gp_flow *f = x->f;
    const struct gp_row *r = &f->m->rows.at[row];
    bool soft = (f->slack[row] & GP_SLACK_DEFAULT) != 0 && !is_divided(f, row);
    if (gp_has(r, 0) && soft) {
        uint32_t base = scope_at(x, r->scope)->base;
        uint32_t order =
            f->level[row] * (1U << 16) +
            (base < f->m->scopes.count ? scope_at(x, base)->depth : 0U);
        struct gp_joint_total total = {row, r->cut, order};
        gp_vec_push(f->p->heap, &x->totals, total);
    }
    for (int t = soft ? 1 : 0; t < f->m->kpis.at[r->kpi].tick_count; t++) {
        enum gp_grain grain = f->m->time.ticks[t].period.grain;
        if (grain > x->grain)
            continue;
        if (gp_has(r, t))
            state(x, row, t, r->at[t], r->at[t]);
        else if (r->states_days && grain == x->grain &&
                 gp_flow_least(f, r, t) > 0)
            state(x, row, t, gp_flow_least(f, r, t), GP_CUBE_ENDLESS);
    }
}

static int by_width(const void *a, const void *b)
{
    const struct gp_joint_total *x = a, *y = b;
    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    if (x->cut != y->cut)
        return x->cut < y->cut ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

void gp_joint_state(struct gp_joint *x)
{
    for (uint32_t i = x->f->first; i < x->f->end; i++)
        if (is_summed(&x->f->m->rows.at[i]) && !x->f->m->rows.at[i].rollup)
            state_row(x, i);
    x->standing = x->boxes.count;
    if (x->totals.count > 1)
        qsort(x->totals.at, x->totals.count, sizeof *x->totals.at, by_width);
    x->held = gp_calloc(x->f->p->heap, x->totals.count + 1, sizeof *x->held);
}

/* ---- weights ---- */

#define ONE ((int64_t)1 << 20)

/* What a row has in the whole plan; 0 without one. */
static int64_t total_of(const struct gp_joint *x, uint32_t scope)
{
    uint32_t row = scope == GP_NONE ? GP_NONE : row_of(x, scope);
    if (row == GP_NONE || !gp_has(&x->f->m->rows.at[row], 0))
        return 0;
    return x->f->m->rows.at[row].at[0];
}

/* A team's total, or its part of the one above. */
static int64_t weight_of(const struct gp_joint *x, uint32_t team)
{
    const struct gp_joint_team *t = &x->teams.at[team];
    int64_t is = total_of(x, t->scope);
    if (is > 0 || t->up == GP_NONE)
        return is > 0 ? is : ONE;
    const struct gp_joint_team *up = &x->teams.at[t->up];
    int64_t above = weight_of(x, t->up);
    return (int64_t)((gp_i128)above * t->leaves.count / up->leaves.count) + 1;
}

/* The shares of a dimension's leaves: of the team, or of the nearest above it
 * that says something of all of them. */
static void shares_of(const struct gp_joint *x, uint32_t team, int way,
                      uint32_t first, int64_t *out, int64_t whole)
{
    const struct gp_model *m = x->f->m;
    int64_t sum = 0, count = 0;
    bool all = true;
    uint32_t at = team;
    for (uint32_t d = first; d != GP_NONE; d = m->members.at[d].next)
        count++;
    for (; at != GP_NONE; at = x->teams.at[at].up) {
        sum = 0;
        all = true;
        for (uint32_t d = first; d != GP_NONE; d = m->members.at[d].next) {
            uint32_t scope = x->teams.at[at].scope;
            uint32_t up = m->members.at[d].parent;
            if (up != GP_NONE)
                scope = gp_model_narrowed(m, scope, up);
            scope =
                scope == GP_MAP_NONE ? GP_NONE : gp_model_narrowed(m, scope, d);
            scope = scope == GP_MAP_NONE ? GP_NONE : scope;
            int64_t is = total_of(x, scope);
            all = all && is > 0;
            sum += is;
        }
        if (all)
            break;
    }
    for (uint32_t d = first; d != GP_NONE; d = m->members.at[d].next) {
        int64_t part = whole / count;
        if (at != GP_NONE) {
            uint32_t scope = x->teams.at[at].scope;
            uint32_t up = m->members.at[d].parent;
            if (up != GP_NONE)
                scope = gp_model_narrowed(m, scope, up);
            part = (int64_t)((gp_i128)whole *
                             total_of(x, gp_model_narrowed(m, scope, d)) / sum);
        }
        if (m->members.at[d].child != GP_NONE)
            shares_of(x, team, way, m->members.at[d].child, out, part);
        else
            out[leaves_before(m, d)] = part + 1;
    }
}

/* The shares of the layers: of a period, those of its own. */
static void share_layers(const struct gp_joint *x, uint32_t row, int tick,
                         int64_t whole, int64_t *out)
{
    const struct gp_tick *t = &x->f->m->time.ticks[tick];
    if (tick >= x->first && tick < x->first + x->layers) {
        out[tick - x->first] = whole + 1;
        return;
    }
    int64_t weights[GP_MAX_COLUMNS], sum = 0;
    uint32_t fact;
    int n = t->child_count;
    gp_flow_weigh(x->f, row, tick, weights, &fact);
    for (int i = 0; i < n; i++)
        sum += weights[i];
    for (int i = 0; i < n; i++)
        share_layers(x, row, t->child + i,
                     sum == 0 ? whole / n
                              : (int64_t)((gp_i128)whole * weights[i] / sum),
                     out);
}

/* The row whose periods say how those of a team weigh. */
static uint32_t row_near(const struct gp_joint *x, uint32_t team)
{
    for (; team != GP_NONE; team = x->teams.at[team].up) {
        uint32_t row = row_of(x, x->teams.at[team].scope);
        if (row != GP_NONE)
            return row;
    }
    return x->f->first;
}

/* The cells of one leaf of the team tree. */
static void weigh_leaf(struct gp_joint *x, uint32_t leaf, uint32_t team,
                       int64_t total, int64_t **shares)
{
    const struct gp_cube *u = &x->cube;
    int ways = u->ways;
    size_t count = gp_cube_count(u) / u->size[0], first = count * leaf;
    share_layers(x, row_near(x, team), 0, ONE, shares[ways - 1]);
    for (int i = 1; i < ways - 1; i++)
        shares_of(x, team, i,
                  x->f->m->dimensions.at[x->dimensions[i - 1]].child, shares[i],
                  ONE);
    for (size_t c = 0; c < count; c++) {
        size_t rest = c;
        gp_i128 part = total;
        for (int i = ways - 1; i > 0; i--) {
            part = part * shares[i][rest % u->size[i]] / ONE;
            rest /= u->size[i];
        }
        u->cells[first + c] = (int64_t)part + 1;
    }
}

void gp_joint_weigh(struct gp_joint *x)
{
    struct gp_heap *heap = x->f->p->heap;
    int64_t *shares[GP_CUBE_WAYS] = {0};
    int64_t most = 1, scale = 1;
    for (int i = 1; i < x->cube.ways; i++)
        shares[i] = gp_calloc(heap, x->cube.size[i] + 1, sizeof *shares[i]);
    for (uint32_t i = 0; i < x->teams.count; i++)
        if (weight_of(x, i) > most)
            most = weight_of(x, i);
    while (most < (int64_t)1 << 40)
        most *= 2, scale *= 2;
    for (uint32_t i = 0; i < x->teams.count; i++) {
        struct gp_slice s = x->teams.at[i].leaves;
        bool own = i + 1 == x->teams.count ||
                   x->teams.at[i + 1].leaves.first > s.first;
        if (!own)
            continue;
        int64_t total = weight_of(x, i) / (s.count == 0 ? 1 : s.count);
        weigh_leaf(x, s.first, i, total * scale, shares);
    }
    for (int i = 1; i < x->cube.ways; i++)
        gp_free(heap, shares[i]);
}

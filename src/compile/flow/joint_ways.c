/* The ways of a KPI's one table, and the boxes that its rows are: see joint.h.
 */
#include <stdlib.h>
#include <string.h>

#include "compile/flow/joint.h"

#include "model/stay.h"

static bool is_summed(const struct gp_row *r)
{
    return r->relation == GP_EQUAL && !r->overlay;
}

/* ---- teams ---- */

bool gp_joint_is_held(const struct gp_scope *s)
{
    return s->kind == GP_SCOPE_RESERVE || s->kind == GP_SCOPE_GAP;
}

/* Adds a team or person, and all above it. */
static void add_team(struct gp_joint *x, uint32_t scope)
{
    struct gp_heap *heap = x->f->p->heap;
    for (; scope != GP_NONE; scope = gp_joint_scope(x, scope)->parent) {
        uint32_t *at = gp_map_at(&x->team_of, scope);
        if (*at != GP_MAP_NONE)
            return;
        *at = (uint32_t)x->teams.count;
        struct gp_joint_team team = {.scope = scope, .up = GP_NONE};
        gp_vec_push(heap, &x->teams, team);
    }
}

bool gp_joint_is_held_part(const struct gp_scope *s)
{
    return gp_joint_is_held(s) && s->member != GP_NONE;
}

/* False where a row is of what the table has no place for. */
static bool add_base(struct gp_joint *x, const struct gp_row *r)
{
    const struct gp_scope *s = gp_joint_scope(x, r->scope);
    if (gp_joint_is_held(s)) {
        if (gp_joint_scope(x, s->parent)->kind == GP_SCOPE_NARROW)
            return false;
        add_team(x, s->member == GP_NONE ? r->scope : s->parent);
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
        all[i] = (struct ordered){
            gp_joint_scope(x, x->teams.at[i].scope)->order, x->teams.at[i]};
    qsort(all, n, sizeof *all, by_order);
    for (uint32_t i = 0; i < n; i++) {
        struct gp_joint_team *t = &x->teams.at[i];
        *t = all[i].team;
        *gp_map_at(&x->team_of, t->scope) = i;
        uint32_t up = gp_joint_scope(x, t->scope)->parent;
        t->up = up == GP_NONE ? GP_NONE : gp_map_get(&x->team_of, up);
    }
    gp_free(heap, all);
}

uint32_t gp_joint_row(const struct gp_joint *x, uint32_t scope)
{
    uint32_t kpi = x->f->m->rows.at[x->f->first].kpi;
    uint32_t row = gp_map_get(&x->f->m->row_of, gp_map_key(kpi, scope));
    return row == GP_MAP_NONE || !is_summed(&x->f->m->rows.at[row]) ? GP_NONE
                                                                    : row;
}

static bool is_split(const struct gp_joint *x, uint32_t scope)
{
    uint32_t row = gp_joint_row(x, scope);
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
    for (uint32_t c = gp_joint_scope(x, scope)->child; c != GP_NONE;
         c = gp_joint_scope(x, c)->next)
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
            !gp_joint_is_held(gp_joint_scope(x, x->teams.at[i].scope)))
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
uint32_t gp_joint_leaves_before(const struct gp_model *m, uint32_t member)
{
    uint32_t up = m->members.at[member].parent, n = 0;
    uint32_t first =
        up == GP_NONE ? m->dimensions.at[m->members.at[member].dimension].child
                      : m->members.at[up].child;
    for (uint32_t d = first; d != member; d = m->members.at[d].next)
        n += m->members.at[d].child == GP_NONE
                 ? 1
                 : count_leaves(m, m->members.at[d].child);
    return up == GP_NONE ? n : n + gp_joint_leaves_before(m, up);
}

static int way_of(const struct gp_joint *x, uint32_t dimension)
{
    for (int i = 0; i < x->dimension_count; i++)
        if (x->dimensions[i] == dimension)
            return 1 + i;
    return 0;
}

static bool add_dimension(struct gp_joint *x, uint32_t d)
{
    if (way_of(x, d) != 0)
        return true;
    if (x->dimension_count + 2 == GP_CUBE_WAYS)
        return false;
    x->dimensions[x->dimension_count++] = d;
    x->cube.size[x->dimension_count] =
        count_leaves(x->f->m, x->f->m->dimensions.at[d].child);
    return true;
}

static bool add_dimensions(struct gp_joint *x, const struct gp_row *r)
{
    uint32_t members[GP_MAX_NARROW];
    const struct gp_model *m = x->f->m;
    const struct gp_scope *s = gp_joint_scope(x, r->scope);
    int n = gp_model_members(m, r->scope, members);
    bool ok = true;
    for (int i = 0; i < n && ok; i++)
        ok = add_dimension(x, m->members.at[members[i]].dimension);
    if (!gp_joint_is_held_part(s))
        return ok;
    ok = ok && add_dimension(x, s->member);
    int way = way_of(x, s->member);
    if (ok && !x->holds[way]) {
        x->holds[way] = true;
        x->cube.size[way]++;
    }
    return ok;
}

/* ---- time ---- */

static bool has_stays(const struct gp_flow *f)
{
    for (uint32_t i = f->first; i < f->end; i++)
        if (gp_stay_is_any(f->m, f->m->rows.at[i].scope))
            return true;
    return false;
}

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
    /* Who comes and goes does so in months. */
    if ((how == GP_JOIN_MONTHS || has_stays(x->f)) && x->grain < GP_MONTH)
        x->grain = GP_MONTH;
    x->edges = x->grain >= GP_MONTH && has_stays(x->f);
    x->first = x->grain == GP_PLAN ? 0 : m->time.first[x->grain];
    x->layers = x->grain == GP_PLAN ? 1 : m->time.of[x->grain];
}

static int by_date(const void *a, const void *b)
{
    gp_date x = *(const gp_date *)a, y = *(const gp_date *)b;
    return (x > y) - (x < y);
}

/* The days on which somebody comes, goes or changes, in order. */
static gp_date *find_edges(const struct gp_joint *x, size_t *count)
{
    const struct gp_model *m = x->f->m;
    GP_VEC(gp_date) edges = {0};
    struct gp_heap *heap = x->f->p->heap;
    for (size_t i = 0; i < x->teams.count && x->edges; i++) {
        uint32_t scope = x->teams.at[i].scope;
        if (!gp_stay_is_own(m, scope))
            continue;
        gp_date d = gp_stay_own_next(m, scope, m->time.days.first);
        for (; d <= m->time.days.last; d = gp_stay_own_next(m, scope, d))
            gp_vec_push(heap, &edges, d);
    }
    if (edges.count > 1)
        qsort(edges.at, edges.count, sizeof *edges.at, by_date);
    *count = edges.count;
    return edges.at;
}

static void lay_time(struct gp_joint *x)
{
    struct gp_heap *heap = x->f->p->heap;
    size_t count, at = 0;
    gp_date *edges = find_edges(x, &count);
    x->time.count = 0;
    for (int i = 0; i < x->layers; i++) {
        struct gp_joint_layer l = {
            x->f->m->time.ticks[x->first + i].period.days, x->first + i};
        gp_date last = l.days.last;
        for (; at < count && edges[at] <= last; at++) {
            if (edges[at] <= l.days.first)
                continue;
            l.days.last = edges[at] - 1;
            gp_vec_push(heap, &x->time, l);
            l.days.first = edges[at];
        }
        l.days.last = last;
        gp_vec_push(heap, &x->time, l);
    }
    gp_free(heap, edges);
    x->cube.size[x->cube.ways - 1] = (uint32_t)x->time.count;
}

static struct gp_slice layers_of(const struct gp_joint *x, int tick)
{
    struct gp_span_days days = x->f->m->time.ticks[tick].period.days;
    struct gp_slice s = {0, 0};
    for (uint32_t i = 0; i < x->time.count; i++) {
        if (!gp_days_hold(days, x->time.at[i].days.first))
            continue;
        s.first = s.count == 0 ? i : s.first;
        s.count++;
    }
    return s;
}

/* ---- all ways ---- */

static bool can_join(const struct gp_flow *f)
{
    for (uint32_t i = f->first; i < f->end; i++)
        for (uint32_t c = f->first_cut[i]; c != GP_NONE; c = f->next_cut[c])
            if (gp_flow_is_over(f, c))
                return false;
    return true;
}

/* At most one more than `most`. */
static size_t count_cells(struct gp_joint *x, size_t most)
{
    size_t count = 1;
    lay_time(x);
    for (int i = 0; i < x->cube.ways && count <= most; i++)
        count *= x->cube.size[i];
    return count;
}

bool gp_joint_lay(struct gp_joint *x)
{
    struct gp_flow *f = x->f;
    gp_map_init(&x->team_of, f->p->heap);
    gp_map_init(&x->total_of, f->p->heap);
    bool ok = can_join(f);
    for (uint32_t i = f->first; i < f->end && ok; i++) {
        const struct gp_row *r = &f->m->rows.at[i];
        if (is_summed(r))
            ok = add_base(x, r) && add_dimensions(x, r);
    }
    if (!ok)
        return false;
    sort_teams(x);
    number_leaves(x);
    x->cube.step = 1;
    x->cube.ways = x->dimension_count + 2;
    size_t count = count_cells(x, GP_MOST_JOINT_CELLS);
    if (count > GP_MOST_JOINT_CELLS && x->edges) {
        x->edges = false;
        count = count_cells(x, GP_MOST_JOINT_CELLS);
    }
    if (count > GP_MOST_JOINT_CELLS)
        return false;
    x->cube.cells = gp_calloc(f->p->heap, count + 1, sizeof *x->cube.cells);
    return true;
}

bool gp_joint_start(struct gp_flow *f, const struct gp_kept *kept,
                    enum gp_joining how, struct gp_joint *x)
{
    *x = (struct gp_joint){.f = f, .kept = kept};
    find_layers(x, how);
    return gp_joint_lay(x);
}

void gp_joint_free(struct gp_joint *x)
{
    struct gp_heap *heap = x->f->p->heap;
    gp_vec_fini(heap, &x->teams);
    gp_vec_fini(heap, &x->boxes);
    gp_vec_fini(heap, &x->cells);
    gp_vec_fini(heap, &x->wishes);
    gp_vec_fini(heap, &x->time);
    gp_map_fini(&x->team_of);
    gp_map_fini(&x->total_of);
    gp_free(heap, x->cube.cells);
    gp_free(heap, x->held);
}

struct gp_slice gp_joint_held_leaf(const struct gp_joint *x, uint32_t dimension)
{
    int way = way_of(x, dimension);
    return way == 0 || !x->holds[way]
               ? (struct gp_slice){0, 0}
               : (struct gp_slice){x->cube.size[way] - 1, 1};
}

struct gp_box gp_joint_box(const struct gp_joint *x, uint32_t row, int tick)
{
    const struct gp_model *m = x->f->m;
    const struct gp_scope *s = gp_joint_scope(x, m->rows.at[row].scope);
    bool part = gp_joint_is_held_part(s);
    uint32_t base = s->kind == GP_SCOPE_NARROW ? s->base
                    : part                     ? s->parent
                                               : m->rows.at[row].scope;
    uint32_t members[GP_MAX_NARROW];
    int n = gp_joint_is_held(s)
                ? 0
                : gp_model_members(m, m->rows.at[row].scope, members);
    struct gp_box b = {.low = 0};
    b.at[0] = x->teams.at[gp_map_get(&x->team_of, base)].leaves;
    for (int i = 1; i <= x->dimension_count; i++)
        b.at[i] = (struct gp_slice){0, x->cube.size[i]};
    for (int i = 0; i < n; i++) { /* the finer of one dimension comes last */
        const struct gp_member *d = &m->members.at[members[i]];
        b.at[way_of(x, d->dimension)] = (struct gp_slice){
            gp_joint_leaves_before(m, members[i]),
            d->child == GP_NONE ? 1 : count_leaves(m, d->child)};
    }
    if (part)
        b.at[way_of(x, s->member)] = gp_joint_held_leaf(x, s->member);
    b.at[x->cube.ways - 1] = layers_of(x, tick);
    return b;
}

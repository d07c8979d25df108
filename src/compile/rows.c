/* Pass 8: which rows there are: defaults applied, sums towards the root,
 * order, and how rows are parts of one another. */
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "compile/effort/funnel.h"
#include "compile/overlay.h"
#include "model/stay.h"

static bool is_flow(const struct gp_model *m, const struct gp_row *r)
{
    return m->kpis.at[r->kpi].kind == GP_KPI_FLOW && r->relation == GP_EQUAL &&
           !r->overlay;
}

static bool has_split(const struct gp_pass *p, uint32_t row, uint32_t dimension)
{
    for (uint32_t s = gp_first_split(p, row); s != GP_NONE;
         s = p->splits.at[s].next)
        if (p->splits.at[s].axis != GP_AXIS_TIME &&
            p->splits.at[s].dimension == dimension)
            return true;
    return false;
}

static bool has_part_on(const struct gp_model *m, uint32_t scope,
                        enum gp_axis axis)
{
    for (uint32_t c = m->scopes.at[scope].child; c != GP_NONE;
         c = m->scopes.at[c].next)
        if (gp_is_on_axis(&m->scopes.at[c], axis))
            return true;
    return false;
}

/* To rows from the first one on; of `dimensions` alone, or all. */
static void apply_defaults(struct gp_pass *p, uint32_t first, bool dimensions)
{
    struct gp_model *m = p->model;
    /* Rows come in at the end while this goes on: they get theirs too. */
    for (uint32_t i = first; p->defaults.count != 0 && i < m->rows.count; i++) {
        for (size_t d = 0; d < p->defaults.count; d++) {
            const struct gp_default_split *x = &p->defaults.at[d];
            const struct gp_row *r = &m->rows.at[i];
            enum gp_scope_kind kind = m->scopes.at[r->scope].kind;
            if (r->kpi != x->kpi || !is_flow(m, r) ||
                (kind != GP_SCOPE_TEAM && kind != GP_SCOPE_PERSON) ||
                has_split(p, i, x->dimension) ||
                (dimensions && x->axis != GP_AXIS_DIMENSION))
                continue;
            if (x->axis != GP_AXIS_DIMENSION &&
                !has_part_on(m, r->scope, x->axis))
                continue;
            gp_apply_default(p, x, i);
        }
    }
}

static void add_sums(struct gp_pass *p)
{
    struct gp_model *m = p->model;
    for (uint32_t i = 0; i < m->rows.count; i++) {
        const struct gp_row *r = &m->rows.at[i];
        if (r->scope == GP_NONE)
            continue;
        const struct gp_scope *s = &m->scopes.at[r->scope];
        bool member = s->kind == GP_SCOPE_TEAM || s->kind == GP_SCOPE_PERSON;
        if (is_flow(m, r) && member && s->parent != GP_NONE)
            gp_make_row(p, r->kpi, s->parent);
    }
}

/* ---- order ---- */

struct key {
    uint32_t kpi, order, row;
};

static int by_order(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    if (x->kpi != y->kpi)
        return x->kpi < y->kpi ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static void renumber_days(struct gp_pass *p, const uint32_t *now)
{
    struct gp_map old = p->model->day_of;
    gp_map_init(&p->model->day_of, p->heap);
    for (uint32_t i = 0; i < old.slot_count; i++) {
        if (old.slots[i].value == GP_MAP_NONE)
            continue;
        uint64_t key = old.slots[i].key;
        *gp_map_at(&p->model->day_of,
                   gp_map_key(now[key >> 32], (uint32_t)key)) =
            old.slots[i].value;
    }
    gp_map_fini(&old);
}

static void renumber_splits(struct gp_pass *p, const uint32_t *now)
{
    size_t n = p->split_of.count, rows = p->model->rows.count;
    uint32_t *old = p->split_of.at;
    p->split_of.at = NULL;
    p->split_of.count = p->split_of.room = 0;
    gp_vec_reserve(p->heap, &p->split_of, rows);
    for (; p->split_of.count < rows; p->split_of.count++)
        p->split_of.at[p->split_of.count] = GP_NONE;
    for (size_t i = 0; i < n; i++)
        if (now[i] != GP_NONE)
            p->split_of.at[now[i]] = old[i];
    gp_free(p->heap, old);
}

/* Rows by KPI, then depth-first: parents before parts, as all output wants
 * them.  Those without a scope are left out. */
static void sort_rows(struct gp_pass *p)
{
    struct gp_model *m = p->model;
    size_t all = m->rows.count, n = 0;
    struct key *keys = gp_alloc(p->heap, (all + 1) * sizeof *keys);
    struct gp_row *rows = gp_alloc(p->heap, (all + 1) * sizeof *rows);
    uint32_t *now = gp_alloc(p->heap, (all + 1) * sizeof *now);
    for (uint32_t i = 0; i < all; i++) {
        const struct gp_row *r = &m->rows.at[i];
        now[i] = GP_NONE;
        if (r->scope != GP_NONE)
            keys[n++] = (struct key){r->kpi, m->scopes.at[r->scope].order, i};
    }
    if (n > 1)
        qsort(keys, n, sizeof *keys, by_order);
    if (m->overlay_of.count != 0) { /* some may have changed their scopes */
        gp_map_fini(&m->row_of);
        gp_map_init(&m->row_of, p->heap);
    }
    for (uint32_t i = 0; i < n; i++) {
        rows[i] = m->rows.at[keys[i].row];
        now[keys[i].row] = i;
        *gp_map_at(&m->row_of, gp_map_key(rows[i].kpi, rows[i].scope)) = i;
    }
    if (n != 0)
        memcpy(m->rows.at, rows, n * sizeof *rows);
    m->rows.count = n;
    for (size_t i = 0; i < p->week_cells.count; i++)
        p->week_cells.at[i].row = now[p->week_cells.at[i].row];
    renumber_days(p, now);
    renumber_splits(p, now);
    gp_free(p->heap, keys);
    gp_free(p->heap, rows);
    gp_free(p->heap, now);
}

/* ---- weeks ---- */

/* KPIs with weeks get a column for each piece of a week too. */
static void widen(struct gp_pass *p)
{
    struct gp_model *m = p->model;
    for (size_t k = 0; k < m->kpis.count; k++)
        m->kpis.at[k].tick_count =
            m->kpis.at[k].uses_weeks ? m->time.count : m->time.coarse_count;
    for (size_t i = 0; i < m->rows.count; i++) {
        struct gp_row *r = &m->rows.at[i];
        size_t n = (size_t)m->time.coarse_count, all = (size_t)m->time.count;
        if (!m->kpis.at[r->kpi].uses_weeks)
            continue;
        int64_t *at = gp_arena_alloc(p->arena, all * sizeof *at);
        struct gp_reason *why = gp_arena_calloc(p->arena, all, sizeof *why);
        memcpy(at, r->at, n * sizeof *at);
        memcpy(why, r->why, n * sizeof *why);
        for (size_t t = n; t < all; t++)
            at[t] = GP_NO_AMOUNT;
        r->at = at;
        r->why = why;
    }
}

/* ---- cuts ---- */

/* The dimension that a scope cuts its parent by; GP_NONE: the team tree. */
static uint32_t cut_dimension(const struct gp_model *m, uint32_t scope)
{
    const struct gp_scope *s = &m->scopes.at[scope];
    if (s->kind == GP_SCOPE_NARROW)
        return m->members.at[s->member].dimension;
    return s->kind == GP_SCOPE_RESERVE || s->kind == GP_SCOPE_GAP ? s->member
                                                                  : GP_NONE;
}

/* The row that one is a part of, or GP_NONE. */
static uint32_t whole_of(const struct gp_model *m, const struct gp_row *r)
{
    uint32_t up = m->scopes.at[r->scope].parent;
    if (r->overlay)
        return gp_overlay_whole(m, r);
    if (!is_flow(m, r) || up == GP_NONE)
        return GP_NONE;
    up = gp_map_get(&m->row_of, gp_map_key(r->kpi, up));
    return up == GP_MAP_NONE || !is_flow(m, &m->rows.at[up]) ? GP_NONE : up;
}

/* The row that an overlay lies upon; where nothing of its scope counts, that
 * of the nearest scope above; or GP_NONE. */
static uint32_t beneath(const struct gp_model *m, const struct gp_row *r)
{
    uint32_t scope = gp_model_upon(m, r->scope), row = GP_MAP_NONE;
    if (scope == r->scope)
        scope = r->overlay ? m->scopes.at[scope].parent : GP_NONE;
    for (; scope != GP_NONE; scope = m->scopes.at[scope].parent) {
        row = gp_map_get(&m->row_of, gp_map_key(r->kpi, scope));
        if (row != GP_MAP_NONE && !m->rows.at[row].overlay)
            return row;
    }
    return GP_NONE;
}

static void make_cuts(struct gp_pass *p)
{
    struct gp_model *m = p->model;
    struct gp_map cut_of;
    gp_map_init(&cut_of, p->heap);
    for (uint32_t i = 0; i < m->rows.count; i++) {
        struct gp_row *r = &m->rows.at[i];
        uint32_t up = whole_of(m, r);
        r->upon = beneath(m, r);
        if (up == GP_NONE)
            continue;
        uint32_t d = cut_dimension(m, gp_model_upon(m, r->scope));
        uint32_t *at = gp_map_at(&cut_of, gp_map_key(up, d));
        if (*at == GP_MAP_NONE) {
            *at = (uint32_t)m->cuts.count;
            struct gp_cut cut = {
                .row = up, .dimension = d, .span = gp_no_span()};
            gp_vec_push(p->heap, &m->cuts, cut);
        }
        r->parent = up;
        r->cut = *at;
        m->cuts.at[*at].count++;
    }
    uint32_t first = 0;
    for (size_t c = 0; c < m->cuts.count; c++) {
        m->cuts.at[c].first = first;
        first += m->cuts.at[c].count;
        m->cuts.at[c].count = 0;
    }
    gp_vec_reserve(p->heap, &m->parts, first);
    m->parts.count = first;
    for (uint32_t i = 0; i < m->rows.count; i++) {
        uint32_t c = m->rows.at[i].cut;
        if (c != GP_NONE)
            m->parts.at[m->cuts.at[c].first + m->cuts.at[c].count++] = i;
    }
    gp_map_fini(&cut_of);
}

/* A part that comes, goes or ramps within the plan, of a whole that does not
 * just with it. */
static bool is_partly(const struct gp_model *m, uint32_t part, uint32_t whole)
{
    gp_date first = m->time.days.first;
    if (m->scopes.at[part].base == m->scopes.at[whole].base ||
        m->scopes.at[part].kind == GP_SCOPE_RESERVE ||
        m->scopes.at[part].kind == GP_SCOPE_GAP || !gp_stay_is_own(m, part))
        return false;
    return gp_stay_own_factor(m, part, first) != GP_FULL_SHARE ||
           gp_stay_own_next(m, part, first) <= m->time.days.last;
}

static void mark_stays(struct gp_model *m)
{
    for (size_t c = 0; c < m->cuts.count && m->stays.count != 0; c++) {
        struct gp_cut *cut = &m->cuts.at[c];
        uint32_t whole = m->rows.at[cut->row].scope;
        for (uint32_t i = 0; i < cut->count && !cut->stays; i++)
            cut->stays = is_partly(
                m, m->rows.at[m->parts.at[cut->first + i]].scope, whole);
    }
}

void gp_pass_rows(struct gp_pass *p)
{
    apply_defaults(p, 0, false);
    if (p->model->funnels.count != 0) {
        gp_funnel_rows(p);
        apply_defaults(p, 0,
                       false); /* theirs: a stage may have a default split */
    }
    gp_overlay_settle(p);
    uint32_t stated = (uint32_t)p->model->rows.count;
    add_sums(p);
    apply_defaults(p, stated, true); /* a sum has products too */
    gp_settle_routes(p);
    gp_model_order_scopes(p->model);
    sort_rows(p);
    widen(p);
    make_cuts(p);
    mark_stays(p->model);
}

/* See overlay.h. */
#include "compile/overlay.h"

#include "base/vec.h"

uint32_t gp_overlay_meant(const struct gp_pass *p, uint32_t kpi, uint32_t scope)
{
    const struct gp_model *m = p->model;
    uint32_t overlay = gp_map_get(&m->overlay_of, scope);
    bool alone = overlay != GP_MAP_NONE &&
                 gp_model_row(m, kpi, scope) == NULL &&
                 gp_model_row(m, kpi, overlay) != NULL;
    return alone ? overlay : scope;
}

void gp_overlay_unstate(struct gp_pass *p, uint32_t row,
                        const struct gp_period *period)
{
    struct gp_row *r = &p->model->rows.at[row];
    size_t kept = 0;
    for (size_t i = 0; i < p->week_cells.count; i++) {
        struct gp_week_cell w = p->week_cells.at[i];
        if (w.row != row || period->grain != GP_WEEK ||
            w.period.days.first != period->days.first)
            p->week_cells.at[kept++] = w;
    }
    p->week_cells.count = kept;
    int tick = gp_timetable_find(&p->model->time, period);
    if (tick == GP_NO_TICK || tick >= p->model->time.coarse_count ||
        r->why[tick].why != GP_WHY_STATED)
        return;
    r->at[tick] = GP_NO_AMOUNT;
    r->why[tick] = (struct gp_reason){0};
}

/* ---- where another target is --------------------------------------------- */

static bool is_member(const struct gp_scope *s)
{
    return s->kind == GP_SCOPE_TEAM || s->kind == GP_SCOPE_PERSON;
}

static bool sums(const struct gp_model *m, const struct gp_row *r)
{
    return m->kpis.at[r->kpi].kind == GP_KPI_FLOW && r->relation == GP_EQUAL;
}

/* Notes that a scope has a target that counts, and so has, of what sums,
 * everything above it. */
static void note(const struct gp_model *m, struct gp_map *counts,
                 const struct gp_row *r)
{
    uint32_t scope = r->scope;
    while (scope != GP_NONE) {
        uint32_t *at = gp_map_at(counts, gp_map_key(r->kpi, scope));
        if (*at != GP_MAP_NONE)
            return;
        *at = 1;
        const struct gp_scope *s = &m->scopes.at[scope];
        scope = sums(m, r) && is_member(s) ? s->parent : GP_NONE;
    }
}

/* A row of which something is stated, or that is no flow, or of a stage. */
static bool has_value(const struct gp_model *m, const struct gp_row *r)
{
    if (!sums(m, r) || m->kpis.at[r->kpi].funnel_rank != 0 || r->open ||
        r->states_days)
        return true;
    for (int t = 0; t < m->time.coarse_count; t++)
        if (r->at[t] != GP_NO_AMOUNT)
            return true;
    return false;
}

static void note_row(const struct gp_model *m, struct gp_map *counts,
                     uint32_t row)
{
    if (row != GP_MAP_NONE && !m->rows.at[row].overlay)
        note(m, counts, &m->rows.at[row]);
}

/* Rows with a value, wholes of parts, and these parts.  What remains says
 * nothing but how an overlay is shared over time. */
static void note_all(const struct gp_pass *p, struct gp_map *counts)
{
    const struct gp_model *m = p->model;
    for (uint32_t i = 0; i < m->rows.count; i++)
        if (has_value(m, &m->rows.at[i]))
            note_row(m, counts, i);
    for (size_t i = 0; i < p->week_cells.count; i++)
        note_row(m, counts, p->week_cells.at[i].row);
    for (size_t i = 0; i < p->splits.count; i++) {
        const struct gp_split *s = &p->splits.at[i];
        if (s->axis == GP_AXIS_TIME)
            continue;
        note_row(m, counts,
                 gp_map_get(&m->row_of, gp_map_key(s->kpi, s->scope)));
        for (size_t k = 0; k < s->item_count; k++)
            note_row(
                m, counts,
                gp_map_get(&m->row_of, gp_map_key(s->kpi, s->items[k].part)));
    }
    for (uint32_t i = p->first_amended; i < m->rows.count; i++)
        note_row(m, counts, i);
}

/* ---- into their place ---------------------------------------------------- */

struct settling {
    struct gp_pass *p;
    struct gp_model *m;
    struct gp_map counts; /* (kpi, scope) that have a target that counts */
};

/* Where a row of the KPI at a scope goes: to what the overlay lies upon, or
 * stays where it is. */
static uint32_t place_of(const struct settling *x, uint32_t kpi, uint32_t scope)
{
    struct gp_scope s = x->m->scopes.at[scope];
    bool held = s.kind == GP_SCOPE_RESERVE || s.kind == GP_SCOPE_GAP;
    if (held) {
        uint32_t up = place_of(x, kpi, s.parent);
        return up == s.parent
                   ? scope
                   : gp_make_held(x->p, up, s.member, s.kind, s.span, s.why);
    }
    if (s.kind != GP_SCOPE_OVERLAY ||
        gp_map_get(&x->counts, gp_map_key(kpi, s.parent)) != GP_MAP_NONE)
        return scope;
    /* Parts stay beside their whole. */
    const struct gp_row *r = gp_model_row(x->m, kpi, scope);
    uint32_t up = x->m->scopes.at[s.parent].parent, whole = GP_MAP_NONE;
    if (r != NULL && r->is_part && up != GP_NONE)
        whole = gp_map_get(&x->m->overlay_of, up);
    return whole != GP_MAP_NONE && place_of(x, kpi, whole) == whole ? scope
                                                                    : s.parent;
}

/* The splits of a row, before those of another. */
static void take_splits(struct gp_pass *p, uint32_t to, uint32_t from)
{
    uint32_t first = gp_first_split(p, from), last = first;
    if (first == GP_NONE)
        return;
    while (p->splits.at[last].next != GP_NONE)
        last = p->splits.at[last].next;
    p->splits.at[last].next = gp_first_split(p, to);
    gp_put_split(p, to, first);
    gp_put_split(p, from, GP_NONE);
}

/* What is said of the scope besides, in another statement, is the
 * overlay's. */
static void take_over(struct settling *x, uint32_t overlay, uint32_t other)
{
    struct gp_model *m = x->m;
    struct gp_row *to = &m->rows.at[overlay], *from = &m->rows.at[other];
    take_splits(x->p, overlay, other);
    to->strategy = to->strategy != NULL ? to->strategy : from->strategy;
    to->owner = to->owner != NULL ? to->owner : from->owner;
    if (to->shapes == GP_NONE)
        to->shapes = from->shapes;
    for (int g = 0; g < (int)GP_GRAIN_COUNT && to->shapes != from->shapes &&
                    from->shapes != GP_NONE;
         g++) {
        struct gp_shape *own = &m->shapes.at[to->shapes].by[g];
        if (own->kind == GP_SHAPE_NONE)
            *own = m->shapes.at[from->shapes].by[g];
    }
    from->scope = GP_NONE; /* is no row any more */
}

static void move_row(struct settling *x, uint32_t row)
{
    struct gp_model *m = x->m;
    struct gp_row *r = &m->rows.at[row];
    uint32_t to = place_of(x, r->kpi, r->scope);
    if (to == r->scope)
        return;
    uint32_t there = gp_map_get(&m->row_of, gp_map_key(r->kpi, to));
    if (there != GP_MAP_NONE)
        take_over(x, row, there);
    r->scope = to;
}

static void move_splits(struct settling *x, struct gp_split *splits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct gp_split *s = &splits[i];
        s->scope = place_of(x, s->kpi, s->scope);
        for (size_t k = 0; s->axis != GP_AXIS_TIME && k < s->item_count; k++)
            s->items[k].part = place_of(x, s->kpi, s->items[k].part);
    }
}

void gp_overlay_settle(struct gp_pass *p)
{
    struct settling x = {.p = p, .m = p->model};
    if (x.m->overlay_of.count == 0)
        return;
    gp_map_init(&x.counts, p->heap);
    note_all(p, &x.counts);
    for (uint32_t i = 0; i < x.m->rows.count; i++)
        if (x.m->rows.at[i].overlay)
            move_row(&x, i);
    move_splits(&x, p->splits.at, p->splits.count);
    move_splits(&x, p->amended_splits.at, p->amended_splits.count);
    for (size_t i = 0; i < p->amended.count; i++)
        p->amended.at[i].scope =
            place_of(&x, p->amended.at[i].kpi, p->amended.at[i].scope);
    gp_map_fini(&x.counts);
}

/* ---- parts of one another ------------------------------------------------ */

uint32_t gp_overlay_whole(const struct gp_model *m, const struct gp_row *r)
{
    const struct gp_scope *s = &m->scopes.at[r->scope];
    bool held = s->kind == GP_SCOPE_RESERVE || s->kind == GP_SCOPE_GAP;
    if (!r->is_part)
        return GP_NONE;
    uint32_t up = held ? s->parent : gp_model_upon(m, r->scope);
    up = held ? up : m->scopes.at[up].parent;
    uint32_t overlay = gp_map_get(&m->overlay_of, up);
    uint32_t row = GP_MAP_NONE;
    if (overlay != GP_MAP_NONE)
        row = gp_map_get(&m->row_of, gp_map_key(r->kpi, overlay));
    if (row == GP_MAP_NONE)
        row = gp_map_get(&m->row_of, gp_map_key(r->kpi, up));
    return row != GP_MAP_NONE && m->rows.at[row].overlay ? row : GP_NONE;
}

/* The rows of a crossing: which member has which part, and whether they are
 * decided: see crossing.h. */
#include "compile/flow/crossing.h"

/* The same part of a member's cut, or GP_NONE. */
static uint32_t cell_row(const struct gp_flow *f, uint32_t row, uint32_t member)
{
    const struct gp_row *r = &f->m->rows.at[row];
    uint32_t scope = gp_model_narrowed(f->m, r->scope, member);
    if (scope == GP_MAP_NONE)
        return GP_NONE;
    uint32_t id = gp_map_get(&f->m->row_of, gp_map_key(r->kpi, scope));
    if (id == GP_MAP_NONE || f->m->rows.at[id].parent != row)
        return GP_NONE;
    return id;
}

/* Whether cells miss their member's value only because each was rounded as a
 * part of another row. */
static bool is_rounded(const struct gp_flow *f, const struct gp_crossing *x,
                       const uint32_t *cells, int64_t gap)
{
    const struct gp_row *first = &f->m->rows.at[cells[0]];
    int64_t step = f->m->kpis.at[first->kpi].step[GP_PLAN];
    return x->axis != GP_NONE && !gp_flow_has_split(f, first->cut) &&
           (gap < 0 ? -gap : gap) <= step * (int64_t)x->n;
}

/* Adds a member that has some of the parts; false where it is not decided. */
static bool add_member(struct gp_flow *f, struct gp_crossing *x, uint32_t row,
                       bool early)
{
    const struct gp_row *r = &f->m->rows.at[row];
    uint32_t *cells = &x->cells[(size_t)x->count * x->n];
    bool any = false, all = true;
    int64_t sum = 0;
    for (uint32_t i = 0; i < x->n; i++) {
        uint32_t id = cell_row(f, row, x->columns[i]);
        cells[i] = id;
        any |= id != GP_NONE;
        if (id != GP_NONE && f->m->rows.at[id].open)
            return false;
        all &= id != GP_NONE && gp_has(&f->m->rows.at[id], 0);
        sum += id != GP_NONE && gp_has(&f->m->rows.at[id], 0)
                   ? f->m->rows.at[id].at[0]
                   : 0;
    }
    if (!any)
        return true;
    if (!early && (sum > r->at[0] || (all && sum != r->at[0]))) {
        if (!all || !is_rounded(f, x, cells, sum - r->at[0]))
            return false; /* told where that is checked */
        x->off = true;
    }
    x->members[x->count++] = row;
    return gp_add64(&x->sum, x->sum, r->at[0]);
}

/* The columns: all members of the dimension at the level of the cut. */
static bool add_parts(struct gp_flow *f, struct gp_crossing *x,
                      const struct gp_cut *c)
{
    const struct gp_model *m = f->m;
    const struct gp_row *whole = &m->rows.at[c->row];
    const struct gp_scope *s = &m->scopes.at[whole->scope];
    bool inside = s->kind == GP_SCOPE_NARROW &&
                  m->members.at[s->member].dimension == c->dimension;
    uint32_t first = inside ? m->members.at[s->member].child
                            : m->dimensions.at[c->dimension].child;
    int64_t sum = 0;
    uint32_t n = 0, known = 0;
    for (uint32_t d = first; d != GP_NONE; d = m->members.at[d].next)
        n++;
    x->parts = gp_alloc(f->p->heap, 2 * ((size_t)n + 1) * sizeof *x->parts);
    x->columns = x->parts + n;
    for (uint32_t d = first; d != GP_NONE; d = m->members.at[d].next) {
        uint32_t id = cell_row(f, c->row, d);
        x->columns[x->n] = d;
        x->parts[x->n++] = id;
        if (id == GP_NONE)
            continue;
        known++;
        if (m->rows.at[id].open || !gp_has(&m->rows.at[id], 0) ||
            !gp_add64(&sum, sum, m->rows.at[id].at[0]))
            return false;
    }
    /* What is held back, or left out, is no member's. */
    if (known < c->count)
        return false;
    return known == n ? sum == whole->at[0] : sum <= whole->at[0];
}

/* The first that could be a member: a team of the team, or what the dimension
 * has in what narrows it already. */
static uint32_t first_member(const struct gp_model *m, uint32_t base,
                             uint32_t axis, const uint32_t *members, int k)
{
    if (axis == GP_NONE)
        return m->scopes.at[base].child;
    for (int i = k; i-- > 0;)
        if (m->members.at[members[i]].dimension == axis)
            return m->members.at[members[i]].child;
    return m->dimensions.at[axis].child;
}

bool gp_crossing_next_member(const struct gp_flow *f, uint32_t scope,
                             uint32_t axis, uint32_t *at, uint32_t *member)
{
    const struct gp_model *m = f->m;
    uint32_t members[GP_MAX_NARROW + 1], base = m->scopes.at[scope].base;
    int k = gp_model_members(m, scope, members), to = k;
    if (*at == GP_NONE)
        *at = first_member(m, base, axis, members, k);
    else
        *at =
            axis == GP_NONE ? m->scopes.at[*at].next : m->members.at[*at].next;
    *member = GP_NONE;
    if (*at == GP_NONE)
        return false;
    if (axis == GP_NONE) {
        *member = gp_cross_narrowed(m, *at, members, k, -1);
        return true;
    }
    for (; to > 0 && m->members.at[members[to - 1]].dimension > axis; to--)
        members[to] = members[to - 1];
    members[to] = *at;
    if (k < GP_MAX_NARROW)
        *member = gp_cross_narrowed(m, base, members, k + 1, -1);
    return true;
}

bool gp_crossing_next_axis(const struct gp_flow *f, uint32_t cut, uint32_t *at,
                           uint32_t *axis)
{
    const struct gp_cut *c = &f->m->cuts.at[cut];
    if (c->dimension == GP_NONE)
        return false;
    bool first = *at == GP_NONE;
    if (first)
        *at = cut;
    *axis = GP_NONE;
    if (first)
        return true;
    /* From the row's first cut on, past this one. */
    uint32_t next = *at == cut ? f->first_cut[c->row] : f->next_cut[*at];
    while (next != GP_NONE &&
           (next == cut || f->m->cuts.at[next].dimension == GP_NONE))
        next = f->next_cut[next];
    if (next == GP_NONE)
        return false;
    *at = next;
    *axis = f->m->cuts.at[next].dimension;
    return true;
}

bool gp_crossing_gather(struct gp_flow *f, uint32_t cut, uint32_t axis,
                        bool early, struct gp_crossing *x)
{
    const struct gp_model *m = f->m;
    const struct gp_cut *c = &m->cuts.at[cut];
    const struct gp_row *whole = &m->rows.at[c->row];
    uint32_t most = 0, at = GP_NONE, scope;
    *x = (struct gp_crossing){.cut = cut, .whole = c->row, .axis = axis};
    if (c->dimension == GP_NONE || whole->open || !gp_has(whole, 0) ||
        whole->at[0] <= 0 || gp_flow_is_over(f, cut))
        return false;
    while (gp_crossing_next_member(f, whole->scope, axis, &at, &scope))
        most++;
    if (most == 0 || !add_parts(f, x, c))
        return false;
    x->members = gp_alloc(f->p->heap, (most + 1) * sizeof *x->members);
    x->cells =
        gp_alloc(f->p->heap, ((size_t)most * x->n + 1) * sizeof *x->cells);
    while (gp_crossing_next_member(f, whole->scope, axis, &at, &scope)) {
        uint32_t id =
            scope == GP_NONE
                ? GP_MAP_NONE
                : gp_map_get(&m->row_of, gp_map_key(whole->kpi, scope));
        const struct gp_row *r = id == GP_MAP_NONE ? NULL : &m->rows.at[id];
        if (r == NULL || r->overlay || r->relation != GP_EQUAL)
            continue;
        if (r->open || (gp_has(r, 0) && !add_member(f, x, id, early)))
            return false;
    }
    x->rest_row = x->sum < whole->at[0];
    return x->count > 0 && x->sum <= whole->at[0];
}

bool gp_crossing_is_full(const struct gp_flow *f, const struct gp_crossing *x)
{
    bool full = !x->rest_row && !f->m->rows.at[x->whole].rollup;
    for (uint32_t d = 0; d < x->n; d++)
        full &= x->parts[d] != GP_NONE;
    for (size_t c = 0; full && c < (size_t)x->count * x->n; c++)
        full = x->cells[c] != GP_NONE && gp_has(&f->m->rows.at[x->cells[c]], 0);
    return full;
}

bool gp_crossing_is_divided(const struct gp_flow *f, uint32_t axis,
                            uint32_t part)
{
    return axis != GP_NONE && f->first_cut[part] != GP_NONE;
}

bool gp_crossing_can_sum_days(const struct gp_flow *f, uint32_t part)
{
    const struct gp_row *r = &f->m->rows.at[part];
    return r->shapes == GP_NONE ||
           f->m->shapes.at[r->shapes].by[GP_DAY].kind == GP_SHAPE_NONE;
}

void gp_crossing_free(struct gp_flow *f, struct gp_crossing *x)
{
    gp_free(f->p->heap, x->parts);
    gp_free(f->p->heap, x->members);
    gp_free(f->p->heap, x->cells);
}

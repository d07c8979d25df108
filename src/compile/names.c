/* Looking names up, with the finding where that fails; and making the scopes
 * and rows that names speak of. */
#include <string.h>

#include "base/vec.h"
#include "compile/pass.h"
#include "model/stay.h"

uint32_t gp_peek_kpi(const struct gp_pass *p, struct gp_ref name)
{
    uint32_t k = gp_map_get(&p->model->kpi_of, gp_pass_node(p, name)->sym);
    return k == GP_MAP_NONE ? GP_NONE : k;
}

static void undefined(struct gp_pass *p, struct gp_ref ref, enum gp_text row,
                      const struct gp_map *map)
{
    const char *name = gp_ref_name(p, ref);
    bool tree = map == &p->model->scope_of || map == &p->model->member_of;
    if (gp_is_lost(p, gp_pass_node(p, ref)->sym) || (p->broken_tree && tree))
        return;
    struct gp_finding *f =
        gp_find(p->findings, row, gp_ref_span(p, ref), name, NULL);
    gp_help_closest(p, f, name, map);
}

uint32_t gp_find_kpi(struct gp_pass *p, struct gp_ref name)
{
    uint32_t k = gp_peek_kpi(p, name);
    if (k == GP_NONE)
        undefined(p, name, GP_TEXT_NO_KPI, &p->model->kpi_of);
    return k;
}

uint32_t gp_find_dimension(struct gp_pass *p, struct gp_ref name)
{
    uint32_t d =
        gp_map_get(&p->model->dimension_of, gp_pass_node(p, name)->sym);
    if (d == GP_MAP_NONE)
        undefined(p, name, GP_TEXT_NO_DIMENSION, &p->model->dimension_of);
    return d;
}

uint32_t gp_find_member(struct gp_pass *p, struct gp_ref name,
                        uint32_t dimension)
{
    struct gp_model *m = p->model;
    uint32_t at = gp_map_get(&m->member_of, gp_pass_node(p, name)->sym);
    uint32_t found = GP_NONE;
    if (at == GP_MAP_NONE)
        at = GP_NONE;
    for (; at != GP_NONE; at = m->members.at[at].same_name) {
        if (dimension != GP_NONE && m->members.at[at].dimension != dimension)
            continue;
        if (found != GP_NONE) {
            struct gp_finding *f =
                gp_find(p->findings, GP_TEXT_AMBIGUOUS_MEMBER,
                        gp_ref_span(p, name), gp_ref_name(p, name), NULL);
            gp_find_note(p->findings, f, m->members.at[found].span,
                         GP_TEXT_NOTE_ONE, NULL);
            gp_find_note(p->findings, f, m->members.at[at].span,
                         GP_TEXT_NOTE_OTHER, NULL);
            const char *dim = gp_sym_text(
                p->names, m->dimensions.at[m->members.at[at].dimension].name);
            gp_find_help(p->findings, f, GP_TEXT_HELP_SAY_DIMENSION, dim,
                         gp_ref_name(p, name), NULL);
            return GP_NONE;
        }
        found = at;
    }
    if (found == GP_NONE)
        undefined(p, name, GP_TEXT_NO_MEMBER, &m->member_of);
    return found;
}

/* Of somebody who is moved the scope that is there in the days; GP_NONE where
 * it is none or several. */
static uint32_t one_there(const struct gp_model *m, uint32_t scope,
                          struct gp_span_days days)
{
    uint32_t found = GP_NONE;
    uint32_t i = m->scopes.at[scope].person;
    for (; i != GP_NONE; i = m->scopes.at[i].moved_to) {
        if (!gp_stay_is_there(m, i, days))
            continue;
        if (found != GP_NONE)
            return GP_NONE;
        found = i;
    }
    return found;
}

/* Whether all scopes of this name are one person's. */
static bool is_one_person(const struct gp_model *m, uint32_t scope)
{
    uint32_t person = m->scopes.at[scope].person;
    for (; scope != GP_NONE; scope = m->scopes.at[scope].same_name)
        if (m->scopes.at[scope].person != person)
            return false;
    return person != GP_NONE;
}

uint32_t gp_peek_moved(const struct gp_pass *p, struct gp_ref scope)
{
    const struct gp_model *m = p->model;
    struct gp_ref name = gp_ref_child(p, scope);
    if (!p->has_moves || gp_ref_is(gp_ref_next(p, name)))
        return GP_NONE;
    uint32_t s = gp_map_get(&m->scope_of, gp_pass_node(p, name)->sym);
    return s != GP_MAP_NONE && is_one_person(m, s) ? m->scopes.at[s].person
                                                   : GP_NONE;
}

/* The first name of a path: alone it must be the only one of that name. */
static uint32_t first_of_path(struct gp_pass *p, struct gp_ref name,
                              const struct gp_span_days *days)
{
    struct gp_model *m = p->model;
    uint32_t s = gp_map_get(&m->scope_of, gp_pass_node(p, name)->sym);
    if (s == GP_MAP_NONE) {
        undefined(p, name, GP_TEXT_NO_SCOPE, &m->scope_of);
        return GP_NONE;
    }
    uint32_t other = m->scopes.at[s].same_name;
    if (other == GP_NONE)
        return s;
    bool person = is_one_person(m, s);
    if (person && days != NULL && one_there(m, s, *days) != GP_NONE)
        return one_there(m, s, *days);
    struct gp_finding *f =
        gp_find(p->findings,
                person ? GP_TEXT_AMBIGUOUS_MOVED : GP_TEXT_AMBIGUOUS_NAME_SCOPE,
                gp_ref_span(p, name), gp_ref_name(p, name), NULL);
    gp_find_note(p->findings, f, m->scopes.at[other].span, GP_TEXT_NOTE_ONE,
                 NULL);
    gp_find_note(p->findings, f, m->scopes.at[s].span, GP_TEXT_NOTE_OTHER,
                 NULL);
    struct gp_buf b;
    gp_buf_init(&b, p->heap);
    gp_buf_scope(&b, m, other);
    gp_find_help(p->findings, f, GP_TEXT_HELP_PATH, gp_buf_cstr(&b), NULL);
    gp_buf_fini(&b);
    return GP_NONE;
}

static uint32_t child_named(struct gp_pass *p, uint32_t parent,
                            struct gp_ref name)
{
    struct gp_model *m = p->model;
    uint32_t s = gp_map_get(&m->scope_of, gp_pass_node(p, name)->sym);
    if (s == GP_MAP_NONE)
        s = GP_NONE;
    while (s != GP_NONE && m->scopes.at[s].parent != parent)
        s = m->scopes.at[s].same_name;
    if (s == GP_NONE && !p->broken_tree &&
        !gp_is_lost(p, gp_pass_node(p, name)->sym)) {
        gp_find(p->findings, GP_TEXT_NO_CHILD, gp_ref_span(p, name),
                gp_ref_name(p, name),
                gp_sym_text(p->names, m->scopes.at[parent].name), NULL);
    }
    return s;
}

/* Narrows step by step, in the order of the dimensions, so that whichever
 * way a plan writes it there is one scope. */
static uint32_t narrow(struct gp_pass *p, uint32_t scope, struct gp_ref narrow)
{
    enum { MAX_NARROW = 16 };
    uint32_t members[MAX_NARROW];
    struct gp_model *m = p->model;
    int count = 0;
    for (struct gp_ref i = gp_ref_child(p, narrow); gp_ref_is(i);
         i = gp_ref_next(p, i)) {
        struct gp_ref name = i;
        uint32_t dimension = GP_NONE;
        if (gp_ref_kind(p, i) == GP_N_BINARY) {
            struct gp_ref d = gp_ref_child(p, i);
            name = gp_ref_next(p, d);
            dimension = gp_find_dimension(p, d);
            if (dimension == GP_NONE)
                return GP_NONE;
        }
        uint32_t member = gp_find_member(p, name, dimension);
        if (member == GP_NONE)
            return GP_NONE;
        if (count == MAX_NARROW) {
            gp_find(p->findings, GP_TEXT_TOO_DEEP, gp_ref_span(p, i), "16",
                    NULL);
            return GP_NONE;
        }
        int at = count++;
        while (at > 0 && m->members.at[members[at - 1]].dimension >
                             m->members.at[member].dimension) {
            members[at] = members[at - 1];
            at--;
        }
        members[at] = member;
    }
    for (int i = 0; i < count; i++) {
        uint32_t d = m->members.at[members[i]].dimension;
        if (i > 0 && m->members.at[members[i - 1]].dimension == d) {
            gp_find(p->findings, GP_TEXT_TWO_MEMBERS, gp_ref_span(p, narrow),
                    gp_sym_text(p->names, m->dimensions.at[d].name), NULL);
            return GP_NONE;
        }
        scope = gp_make_narrowed(p, scope, members[i], gp_ref_span(p, narrow));
    }
    return scope;
}

static uint32_t find_scope(struct gp_pass *p, struct gp_ref ref,
                           const struct gp_span_days *days)
{
    uint32_t scope = GP_NONE;
    for (struct gp_ref i = gp_ref_child(p, ref); gp_ref_is(i);
         i = gp_ref_next(p, i)) {
        if (gp_ref_kind(p, i) == GP_N_NARROW)
            return narrow(p, scope, i);
        struct gp_ref next = gp_ref_next(p, i);
        bool path = gp_ref_is(next) && gp_ref_kind(p, next) == GP_N_NAME;
        if (scope == GP_NONE && path) {
            /* The root of a path may share its name with others below. */
            uint32_t s = p->model->root;
            gp_sym sym = gp_pass_node(p, i)->sym;
            while (s != GP_NONE && p->model->scopes.at[s].name != sym)
                s = p->model->scopes.at[s].next;
            scope = s;
        } else if (scope != GP_NONE) {
            scope = child_named(p, scope, i);
            if (scope == GP_NONE)
                return GP_NONE;
            continue;
        }
        if (scope == GP_NONE)
            scope = first_of_path(p, i, days);
        if (scope == GP_NONE)
            return GP_NONE;
    }
    return scope;
}

uint32_t gp_find_scope(struct gp_pass *p, struct gp_ref ref)
{
    return find_scope(p, ref, NULL);
}

uint32_t gp_find_scope_in(struct gp_pass *p, struct gp_ref ref,
                          struct gp_span_days days)
{
    return find_scope(p, ref, &days);
}

static uint32_t new_scope(struct gp_pass *p, struct gp_scope s)
{
    uint32_t id = (uint32_t)p->model->scopes.count;
    s.child = s.last_child = s.next = s.same_name = GP_NONE;
    s.stay = s.ramp = s.person = s.moved_to = GP_NONE; /* its base says */
    gp_vec_push(p->heap, &p->model->scopes, s);
    return id;
}

uint32_t gp_new_narrowed(struct gp_pass *p, uint32_t scope, uint32_t member,
                         struct gp_span span)
{
    struct gp_model *m = p->model;
    struct gp_scope narrowed = {
        .kind = GP_SCOPE_NARROW,
        .name = m->members.at[member].name,
        .title = m->members.at[member].title,
        .span = span,
        .parent = scope,
        .base = m->scopes.at[scope].base,
        .member = member,
    };
    narrowed.owner = m->scopes.at[narrowed.base].owner;
    return new_scope(p, narrowed);
}

uint32_t gp_make_held(struct gp_pass *p, uint32_t scope, uint32_t dimension,
                      enum gp_scope_kind kind, struct gp_span span,
                      const char *why)
{
    struct gp_model *m = p->model;
    bool gap = kind == GP_SCOPE_GAP;
    uint64_t key = gp_map_key(scope << 1 | gap, dimension);
    uint32_t *at = gp_map_at(&m->held_of, key);
    if (*at != GP_MAP_NONE)
        return *at;
    *at = (uint32_t)m->scopes.count;
    struct gp_scope held = {
        .kind = kind,
        .name = m->scopes.at[scope].name,
        .title = gap ? "(gap)" : "(reserve)",
        .why = why,
        .span = span,
        .parent = scope,
        .base = scope,
        .member = dimension, /* the cut that it belongs to */
    };
    return new_scope(p, held);
}

/* An overlay, or what one holds back. */
static bool is_overlay(const struct gp_model *m, uint32_t scope)
{
    const struct gp_scope *s = &m->scopes.at[scope];
    if (s->kind == GP_SCOPE_RESERVE || s->kind == GP_SCOPE_GAP)
        s = &m->scopes.at[s->parent];
    return s->kind == GP_SCOPE_OVERLAY;
}

uint32_t gp_make_overlay(struct gp_pass *p, uint32_t scope, struct gp_span span)
{
    struct gp_model *m = p->model;
    uint32_t *at = gp_map_at(&m->overlay_of, scope);
    if (*at != GP_MAP_NONE)
        return *at;
    uint32_t id = *at = (uint32_t)m->scopes.count;
    const struct gp_scope *s = &m->scopes.at[scope];
    struct gp_scope overlay = {
        .kind = GP_SCOPE_OVERLAY,
        .name = s->name,
        .title = "(overlay)",
        .owner = s->owner,
        .span = span,
        .parent = scope,
        .base = s->base,
        .member = GP_NONE,
    };
    new_scope(p, overlay);
    return id;
}

uint32_t gp_make_row(struct gp_pass *p, uint32_t kpi, uint32_t scope)
{
    struct gp_model *m = p->model;
    uint32_t *at = gp_map_at(&m->row_of, gp_map_key(kpi, scope));
    if (*at != GP_MAP_NONE)
        return *at;
    uint32_t id = *at = (uint32_t)m->rows.count;
    size_t n = (size_t)m->time.coarse_count;
    struct gp_row row = {
        .kpi = kpi,
        .scope = scope,
        .overlay = is_overlay(m, scope),
        .parent = GP_NONE,
        .cut = GP_NONE,
        .upon = GP_NONE,
        .shapes = GP_NONE,
        .span = gp_no_span(),
        .at = gp_arena_alloc(p->arena, n * sizeof(int64_t)),
        .why = gp_arena_calloc(p->arena, n, sizeof(struct gp_reason)),
    };
    for (size_t i = 0; i < n; i++)
        row.at[i] = GP_NO_AMOUNT;
    gp_vec_push(p->heap, &m->rows, row);
    m->kpis.at[kpi].has_targets = true;
    return id;
}

uint32_t gp_add_fact(struct gp_pass *p, struct gp_span span,
                     const struct gp_rat *value)
{
    struct gp_model *m = p->model;
    struct gp_plan_fact f = {span, GP_NONE, GP_NONE};
    if (value != NULL) {
        f.value = (uint32_t)m->values.count;
        gp_vec_push(p->heap, &m->values, *value);
    }
    gp_vec_push(p->heap, &m->facts, f);
    return (uint32_t)m->facts.count - 1;
}

static void stated_twice(struct gp_pass *p, uint32_t row,
                         const struct gp_period *period, int64_t before,
                         int64_t amount, uint32_t old_fact, uint32_t fact)
{
    struct gp_model *m = p->model;
    const struct gp_row *r = &m->rows.at[row];
    struct gp_arena *a = &p->findings->arena;
    struct gp_buf where, when;
    gp_buf_init(&where, p->heap);
    gp_buf_init(&when, p->heap);
    gp_buf_scope(&where, m, r->scope);
    gp_buf_period(&when, period);
    struct gp_finding *f = gp_find(
        p->findings, GP_TEXT_STATED_TWICE, m->facts.at[fact].span,
        gp_sym_text(p->names, m->kpis.at[r->kpi].name), gp_buf_cstr(&where),
        gp_buf_cstr(&when), gp_show_amount(a, m, r->kpi, amount), NULL);
    if (old_fact != GP_NO_FACT)
        gp_find_note(p->findings, f, m->facts.at[old_fact].span,
                     GP_TEXT_NOTE_STATED, gp_show_amount(a, m, r->kpi, before),
                     NULL);
    gp_find_help(p->findings, f, GP_TEXT_HELP_STATED_TWICE, NULL);
    gp_buf_fini(&where);
    gp_buf_fini(&when);
}

void gp_state_tick(struct gp_pass *p, uint32_t row, int tick, int64_t amount,
                   enum gp_why why, uint32_t fact)
{
    struct gp_model *m = p->model;
    struct gp_row *r = &m->rows.at[row];
    if (r->at[tick] != GP_NO_AMOUNT) {
        /* Saying the same thing twice is allowed to a split and a target:
         * they cross-check one another.  Two targets do not. */
        bool same = r->at[tick] == amount &&
                    (why != GP_WHY_STATED || r->why[tick].why != GP_WHY_STATED);
        if (!same)
            stated_twice(p, row, &m->time.ticks[tick].period, r->at[tick],
                         amount, r->why[tick].fact, fact);
        return;
    }
    r->at[tick] = amount;
    r->why[tick] = (struct gp_reason){.fact = fact & GP_NO_FACT,
                                      .why = (unsigned)why & GP_WHY_MASK};
}

void gp_state_cell(struct gp_pass *p, uint32_t row,
                   const struct gp_period *period, int64_t amount,
                   enum gp_why why, uint32_t fact)
{
    struct gp_model *m = p->model;
    struct gp_row *r = &m->rows.at[row];
    if (period->grain == GP_WEEK) {
        struct gp_week_cell w = {row, fact, *period, amount, why};
        m->kpis.at[r->kpi].uses_weeks = true;
        gp_vec_push(p->heap, &p->week_cells, w);
        return;
    }
    if (period->grain == GP_DAY) {
        uint32_t *at = gp_map_at(&m->day_of,
                                 gp_map_key(row, (uint32_t)period->days.first));
        if (*at != GP_MAP_NONE) {
            stated_twice(p, row, period, m->day_amounts.at[*at], amount,
                         GP_NO_FACT, fact);
            return;
        }
        *at = (uint32_t)m->day_amounts.count;
        gp_vec_push(p->heap, &m->day_amounts, amount);
        r->states_days = true;
        return;
    }
    gp_state_tick(p, row, gp_timetable_find(&m->time, period), amount, why,
                  fact);
}

/* Pass 3: everything that has a name: KPIs, dimensions and their members,
 * teams and persons, constants. */
#include <string.h>

#include "base/utf8.h"
#include "base/vec.h"
#include "compile/attrs.h"
#include "compile/effort/funnel.h"
#include "compile/pass.h"
#include "compile/people/stay.h"

void gp_tell_twice(struct gp_pass *p, struct gp_ref name, struct gp_span first)
{
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_TWICE, gp_ref_span(p, name),
                gp_ref_name(p, name), NULL);
    gp_find_note(p->findings, f, first, GP_TEXT_NOTE_FIRST, NULL);
}

/* ---- dimensions ---- */

static void add_members(struct gp_pass *p, struct gp_ref block,
                        uint32_t dimension, uint32_t parent)
{
    struct gp_model *m = p->model;
    for (struct gp_ref i = gp_ref_child(p, block); gp_ref_is(i);
         i = gp_ref_next(p, i)) {
        p->broken_tree |= gp_ref_kind(p, i) == GP_N_BROKEN;
        if (gp_ref_kind(p, i) != GP_N_MEMBER)
            continue;
        struct gp_ref name = gp_ref_child(p, i);
        gp_sym sym = gp_pass_node(p, name)->sym;
        uint32_t id = (uint32_t)m->members.count;
        uint32_t *at = gp_map_at(&m->member_of, sym);
        uint32_t before = *at;
        bool again = false;
        for (uint32_t s = before; s != GP_NONE; s = m->members.at[s].same_name)
            again |= m->members.at[s].dimension == dimension;
        if (again) {
            gp_tell_twice(p, name, m->members.at[before].span);
            continue;
        }
        *at = id;
        struct gp_member x = {
            .name = sym,
            .title = gp_ref_title(p, i),
            .span = gp_ref_span(p, name),
            .dimension = dimension,
            .parent = parent,
            .child = GP_NONE,
            .last_child = GP_NONE,
            .next = GP_NONE,
            .same_name = before == GP_MAP_NONE ? GP_NONE : before,
        };
        gp_vec_push(p->heap, &m->members, x);
        uint32_t *first = parent == GP_NONE ? &m->dimensions.at[dimension].child
                                            : &m->members.at[parent].child;
        uint32_t *last = parent == GP_NONE
                             ? &m->dimensions.at[dimension].last_child
                             : &m->members.at[parent].last_child;
        if (*first == GP_NONE)
            *first = id;
        else
            m->members.at[*last].next = id;
        *last = id;
        struct gp_ref inner = gp_ref_part(p, i, GP_N_BLOCK);
        if (gp_ref_is(inner))
            add_members(p, inner, dimension, id);
    }
}

static void declare_dimension(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_ref name = gp_ref_child(p, ref);
    gp_sym sym = gp_pass_node(p, name)->sym;
    uint32_t *at = gp_map_at(&p->model->dimension_of, sym);
    if (*at != GP_MAP_NONE) {
        gp_tell_twice(p, name, p->model->dimensions.at[*at].span);
        return;
    }
    uint32_t id = *at = (uint32_t)p->model->dimensions.count;
    struct gp_dimension d = {
        .name = sym,
        .title = gp_ref_title(p, ref),
        .span = gp_ref_span(p, name),
        .child = GP_NONE,
        .last_child = GP_NONE,
    };
    gp_vec_push(p->heap, &p->model->dimensions, d);
    add_members(p, gp_ref_part(p, ref, GP_N_BLOCK), id, GP_NONE);
}

/* ---- scopes ---- */

static void scope_owner(struct gp_pass *p, struct gp_cursor *c)
{
    ((struct gp_told_scope *)c->data)->scope.owner = gp_cursor_who(p, c);
}

static void scope_role(struct gp_pass *p, struct gp_cursor *c)
{
    ((struct gp_told_scope *)c->data)->scope.role = gp_cursor_who(p, c);
}

static const struct gp_attr person_attrs[] = {
    {GP_W_OWNER, scope_owner}, {GP_W_ROLE, scope_role},
    {GP_W_FROM, gp_read_from}, {GP_W_UNTIL, gp_read_until},
    {GP_W_RAMP, gp_read_ramp}, {GP_W_CAPACITY, gp_read_capacity},
    {GP_WORD_COUNT, NULL},
};

static const struct gp_attr team_attrs[] = {
    {GP_W_OWNER, scope_owner},
    {GP_W_ROLE, scope_role},
    {GP_W_FROM, gp_read_from},
    {GP_W_UNTIL, gp_read_until},
    {GP_W_CAPACITY, gp_read_capacity},
    /* These open statements of their own: they are here to be guessed at. */
    {GP_W_PERSON, scope_role},
    {GP_W_TEAM, scope_role},
    {GP_WORD_COUNT, NULL},
};

static bool is_again(struct gp_pass *p, struct gp_ref name, uint32_t first,
                     uint32_t parent)
{
    struct gp_model *m = p->model;
    for (uint32_t s = first; s != GP_NONE; s = m->scopes.at[s].same_name) {
        if (m->scopes.at[s].parent == parent) {
            gp_tell_twice(p, name, m->scopes.at[s].span);
            return true;
        }
    }
    return false;
}

/* "of company" behind a team's name: its parent, where it stands alone. */
static uint32_t named_parent(struct gp_pass *p, struct gp_cursor *c)
{
    gp_sym sym = gp_ref_is(c->at) ? gp_pass_node(p, c->at)->sym : GP_NO_SYM;
    uint32_t s =
        sym == GP_NO_SYM ? GP_MAP_NONE : gp_map_get(&p->model->scope_of, sym);
    if (s == GP_MAP_NONE) {
        gp_cursor_expected(p, c, "a team that stands above in the plan");
        return GP_NONE;
    }
    c->at = gp_ref_next(p, c->at);
    return s;
}

/* What stands in a team's block beside its members, or in a person's. */
static void read_scope_block(struct gp_pass *p, struct gp_ref block,
                             const struct gp_attr *attrs,
                             struct gp_told_scope *told)
{
    if (!gp_ref_is(block))
        return;
    for (struct gp_ref i = gp_ref_child(p, block); gp_ref_is(i);
         i = gp_ref_next(p, i))
        if (gp_ref_kind(p, i) == GP_N_ATTRS)
            gp_attrs_fact(p, i, attrs, told);
}

static uint32_t declare_scope(struct gp_pass *p, struct gp_ref ref,
                              uint32_t parent)
{
    struct gp_model *m = p->model;
    struct gp_ref name = gp_ref_child(p, ref);
    gp_sym sym = gp_pass_node(p, name)->sym;
    bool team = gp_ref_kind(p, ref) == GP_N_TEAM;
    const struct gp_attr *attrs = team ? team_attrs : person_attrs;
    struct gp_told_scope told = {
        .scope = {
            .kind = team ? GP_SCOPE_TEAM : GP_SCOPE_PERSON,
            .name = sym,
            .title = gp_sym_text(p->names, sym),
            .span = gp_ref_span(p, name),
            .member = GP_NONE,
        }};
    gp_told_init(&told);
    struct gp_cursor c =
        gp_cursor_of(p, gp_ref_part(p, ref, GP_N_ATTRS), &told);
    c.fact = ref;
    if (gp_ref_is(c.at) && gp_ref_kind(p, c.at) == GP_N_STRING)
        told.scope.title = gp_cursor_string(p, &c);
    if (gp_cursor_accept(p, &c, GP_W_OF))
        parent = named_parent(p, &c);
    gp_attrs_header(p, &c, attrs);
    read_scope_block(p, gp_ref_part(p, ref, GP_N_BLOCK), attrs, &told);
    uint32_t before = gp_map_get(&m->scope_of, sym), id = GP_NONE;
    if (before == GP_MAP_NONE || !is_again(p, name, before, parent))
        id = gp_hang_scope(p, told.scope, parent);
    gp_told_keep(p, &told, id);
    return id;
}

static void declare_tree(struct gp_pass *p, struct gp_ref ref, uint32_t parent);

static void declare_included(struct gp_pass *p, struct gp_ref include,
                             uint32_t parent)
{
    for (size_t i = 0; i < p->included.count; i++) {
        const struct gp_included *inc = &p->included.at[i];
        if (inc->ref.file != include.file || inc->ref.node != include.node)
            continue;
        for (uint32_t s = inc->first; s < inc->first + inc->count; s++)
            declare_tree(p, p->stmts.at[s].ref, parent);
    }
}

static void declare_tree(struct gp_pass *p, struct gp_ref ref, uint32_t parent)
{
    enum gp_node_kind kind = gp_ref_kind(p, ref);
    if (kind != GP_N_TEAM && kind != GP_N_PERSON)
        return;
    uint32_t id = declare_scope(p, ref, parent);
    struct gp_ref block = gp_ref_part(p, ref, GP_N_BLOCK);
    if (id == GP_NONE || kind == GP_N_PERSON || !gp_ref_is(block))
        return;
    for (struct gp_ref i = gp_ref_child(p, block); gp_ref_is(i);
         i = gp_ref_next(p, i)) {
        p->broken_tree |= gp_ref_kind(p, i) == GP_N_BROKEN;
        if (gp_ref_kind(p, i) == GP_N_INCLUDE)
            declare_included(p, i, id);
        else
            declare_tree(p, i, id);
    }
}

/* ---- constants, looks ---- */

static void declare_let(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_ref name = gp_ref_child(p, ref);
    gp_sym sym = gp_pass_node(p, name)->sym;
    uint32_t *at = gp_map_at(&p->constant_of, sym);
    if (*at != GP_MAP_NONE) {
        gp_tell_twice(p, name, p->constants.at[*at].span);
        return;
    }
    *at = (uint32_t)p->constants.count;
    struct gp_constant c = {.name = sym,
                            .expr = gp_ref_next(p, name),
                            .span = gp_ref_span(p, name)};
    gp_vec_push(p->heap, &p->constants, c);
}

/* Names that look alike: the same after compatibility folding (UAX 15). */
struct look {
    gp_sym name;
    struct gp_span span;
    uint32_t scope; /* whose name it is, or GP_NONE */
};

static void check_look(struct gp_pass *p, struct gp_map *seen,
                       const struct look *looks, size_t i, bool *ascii)
{
    struct gp_name n = p->names->names.at[looks[i].name];
    *ascii = true;
    for (uint32_t k = 0; k < n.length; k++)
        *ascii &= (unsigned char)n.text[k] < 0x80;
    size_t length;
    const char *folded =
        *ascii ? n.text : gp_utf8_nfkc(p->arena, n.text, n.length, &length);
    gp_sym key = *ascii ? looks[i].name : gp_intern(p->names, folded, length);
    uint32_t *at = gp_map_at(seen, key);
    if (*at == GP_MAP_NONE) {
        *at = (uint32_t)i;
        return;
    }
    const struct look *first = &looks[*at];
    if (first->name == looks[i].name)
        return;
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_CONFUSABLE, looks[i].span,
                gp_sym_text(p->names, looks[i].name),
                gp_sym_text(p->names, first->name), NULL);
    gp_tell_of(p, f, looks[i].scope);
    gp_find_note(p->findings, f, first->span, GP_TEXT_NOTE_FIRST, NULL);
}

static void check_looks(struct gp_pass *p)
{
    struct gp_model *m = p->model;
    struct gp_map seen;
    size_t n = m->kpis.count + m->scopes.count + m->members.count, count = 0;
    struct look *looks = gp_alloc(p->heap, (n + 1) * sizeof *looks);
    for (size_t i = 0; i < m->kpis.count; i++)
        looks[count++] =
            (struct look){m->kpis.at[i].name, m->kpis.at[i].span, GP_NONE};
    for (size_t i = 0; i < m->scopes.count; i++)
        looks[count++] = (struct look){m->scopes.at[i].name,
                                       m->scopes.at[i].span, (uint32_t)i};
    for (size_t i = 0; i < m->members.count; i++)
        looks[count++] = (struct look){m->members.at[i].name,
                                       m->members.at[i].span, GP_NONE};
    gp_map_init(&seen, p->heap);
    bool ascii;
    for (size_t i = 0; i < count; i++)
        check_look(p, &seen, looks, i, &ascii);
    gp_map_fini(&seen);
    gp_free(p->heap, looks);
}

void gp_pass_declare(struct gp_pass *p)
{
    /* Constants first: a KPI's step may use one. */
    for (size_t i = 0; i < p->stmts.count; i++)
        if (gp_ref_kind(p, p->stmts.at[i].ref) == GP_N_LET)
            declare_let(p, p->stmts.at[i].ref);
    for (size_t i = 0; i < p->stmts.count; i++) {
        struct gp_stmt s = p->stmts.at[i];
        switch (gp_ref_kind(p, s.ref)) {
        case GP_N_KPI:
            gp_declare_kpi(p, s.ref);
            break;
        case GP_N_DIMENSION:
            declare_dimension(p, s.ref);
            break;
        case GP_N_TEAM:
        case GP_N_PERSON:
            if (!s.nested)
                declare_tree(p, s.ref, GP_NONE);
            break;
        default:
            break;
        }
    }
    /* Last: a stage may have the name of any KPI above. */
    for (size_t i = 0; i < p->stmts.count; i++)
        if (gp_ref_kind(p, p->stmts.at[i].ref) == GP_N_FUNNEL)
            gp_declare_funnel(p, p->stmts.at[i].ref);
    check_looks(p);
}

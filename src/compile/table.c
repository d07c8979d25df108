/*
 * Tables, for people who come from a spreadsheet: rows and columns on any two
 * axes.  Takes a table's tree; gives each cell as a statement of its own, with
 * the place where it stands.  Whether the cells agree with targets and splits
 * is found out where that is found out for all statements.
 */
#include <string.h>

#include "base/vec.h"
#include "compile/overlay.h"
#include "compile/split.h"
#include "compile/target.h"

struct axis {
    struct gp_split by; /* its axis, grain and dimension */
    bool any_level;     /* by scope */
    struct gp_ref name;
};

/* What a row or column stands for. */
struct label {
    struct gp_ref ref;
    uint32_t id; /* a scope, or a member */
    struct gp_period period;
    bool ok;
    bool moved; /* somebody who is: which scope, each cell's time tells */
    bool told;  /* ... where it does not */
};

struct table {
    struct gp_pass *p;
    uint32_t kpi, of; /* of: GP_NONE where the table does not say */
    struct gp_period in;
    struct axis rows, columns;
    struct gp_ref head;
    GP_VEC(struct label) across;
    struct gp_map seen; /* what the rows stand for, to their first node */
    size_t down;        /* rows read */
    bool lost;          /* a column has been told of: rows need not fit */
};

/* ---- axes ---------------------------------------------------------------- */

/* The kind of an axis: two of one kind make no table, but for dimensions. */
static int kind_of(const struct axis *a)
{
    return a->by.axis == GP_AXIS_TIME        ? -1
           : a->by.axis == GP_AXIS_DIMENSION ? (int)a->by.dimension
                                             : -2;
}

static bool read_axis(struct table *t, struct gp_ref by, struct axis *a)
{
    struct gp_pass *p = t->p;
    a->name = gp_ref_child(p, by);
    a->any_level = gp_ref_word(p, a->name) == GP_W_SCOPE;
    if (a->any_level) {
        a->by.axis = GP_AXIS_MEMBER;
        return true;
    }
    if (!gp_split_axis(p, by, &a->by))
        return false;
    if (a->by.axis == GP_AXIS_TIME && a->by.grain == GP_DAYPART) {
        gp_find(p->findings, GP_TEXT_DAYPART_PERIOD, gp_ref_span(p, by), NULL);
        return false;
    }
    return true;
}

static bool read_head(struct table *t, struct gp_ref ref)
{
    struct gp_pass *p = t->p;
    struct gp_ref of = gp_ref_part(p, ref, GP_N_OF);
    struct gp_ref in = gp_ref_part(p, ref, GP_N_IN);
    struct gp_ref by = gp_ref_part(p, ref, GP_N_BY);
    t->kpi = gp_find_kpi(p, gp_ref_child(p, ref));
    t->of = GP_NONE;
    t->in = p->model->period;
    bool ok = t->kpi != GP_NONE;
    if (gp_ref_is(of)) {
        t->of = gp_find_scope(p, gp_ref_child(p, of));
        ok &= t->of != GP_NONE;
    }
    if (gp_ref_is(in)) {
        struct gp_ref at = gp_ref_child(p, in);
        ok &= gp_find_period(p, at, &t->in) && gp_target_inside(p, at, &t->in);
    }
    ok &= read_axis(t, by, &t->rows);
    ok = read_axis(t, gp_ref_next(p, by), &t->columns) && ok;
    if (ok && kind_of(&t->rows) == kind_of(&t->columns)) {
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_TABLE_AXES, gp_ref_span(p, by),
                    gp_ref_name(p, t->rows.name),
                    gp_ref_name(p, t->columns.name), NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_TABLE_AXES, NULL);
        ok = false;
    }
    return ok;
}

/* ---- labels -------------------------------------------------------------- */

static const char *text_of(struct table *t, struct gp_ref ref)
{
    size_t length;
    const char *text = gp_ast_text(gp_pass_ast(t->p, ref), ref.node, &length);
    return gp_arena_strndup(&t->p->findings->arena, text, length);
}

/* A name that stands alone: a cell or label without path and brackets. */
static struct gp_ref alone(const struct gp_pass *p, struct gp_ref ref)
{
    if (gp_ref_kind(p, ref) != GP_N_SCOPE)
        return ref;
    struct gp_ref name = gp_ref_child(p, ref);
    return gp_ref_is(gp_ref_next(p, name)) ? (struct gp_ref){ref.file, 0}
                                           : name;
}

static bool read_period(struct table *t, const struct axis *a, struct label *l)
{
    struct gp_pass *p = t->p;
    struct gp_ref ref = alone(p, l->ref);
    if (!gp_ref_is(ref))
        ref = gp_ref_child(p, l->ref);
    if (!gp_find_period(p, ref, &l->period))
        return false;
    struct gp_span_days cut = gp_days_cut(l->period.days, t->in.days);
    if (l->period.grain != a->by.grain || gp_days_count(cut) == 0) {
        struct gp_buf b;
        gp_buf_init(&b, p->heap);
        gp_buf_period(&b, &t->in);
        gp_find(p->findings, GP_TEXT_LABEL_OUTSIDE, gp_ref_span(p, l->ref),
                text_of(t, l->ref),
                gp_word(p->findings, gp_grain_name(a->by.grain)),
                gp_buf_cstr(&b), NULL);
        gp_buf_fini(&b);
        return false;
    }
    if (l->period.grain != GP_WEEK)
        l->period.days = cut;
    return true;
}

/* Of several scopes of a name, the one below what the table is of. */
static uint32_t named_below(struct table *t, struct gp_ref label)
{
    const struct gp_model *m = t->p->model;
    struct gp_ref name = alone(t->p, label);
    uint32_t found = GP_NONE;
    if (t->of == GP_NONE || !gp_ref_is(name))
        return GP_NONE;
    uint32_t s = gp_map_get(&m->scope_of, gp_pass_node(t->p, name)->sym);
    for (s = s == GP_MAP_NONE ? GP_NONE : s; s != GP_NONE;
         s = m->scopes.at[s].same_name) {
        if (!gp_scope_is_below(m, s, m->scopes.at[t->of].base))
            continue;
        if (found != GP_NONE)
            return GP_NONE; /* two of them: the look-up says so */
        found = s;
    }
    return found;
}

/* A word of the language as the findings spell it; a dimension's name. */
static const char *axis_text(struct table *t, const struct axis *a)
{
    enum gp_word word = gp_ref_word(t->p, a->name);
    return word != GP_WORD_COUNT ? gp_word_in(word, t->p->findings->lang)
                                 : gp_ref_name(t->p, a->name);
}

static bool read_scope(struct table *t, const struct axis *a, struct label *l)
{
    struct gp_pass *p = t->p;
    const struct gp_model *m = p->model;
    if (gp_ref_kind(p, l->ref) != GP_N_SCOPE) {
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_TABLE_LABEL, gp_ref_span(p, l->ref),
                    text_of(t, l->ref), axis_text(t, a), NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_TABLE_CELLS, NULL);
        return false;
    }
    l->id = named_below(t, l->ref);
    if (l->id == GP_NONE) {
        l->id = gp_peek_moved(p, l->ref);
        l->moved = l->id != GP_NONE;
    }
    if (l->id == GP_NONE)
        l->id = gp_find_scope(p, l->ref);
    if (l->id == GP_NONE)
        return false;
    const struct gp_scope *s = &m->scopes.at[l->id];
    uint32_t of = t->of == GP_NONE ? GP_NONE : m->scopes.at[t->of].base;
    bool below = of == GP_NONE || gp_scope_is_below(m, s->base, of);
    bool direct = a->any_level || a->by.axis != GP_AXIS_MEMBER ||
                  of == GP_NONE || s->parent == of;
    if (!below || !direct) {
        gp_find(p->findings, GP_TEXT_TABLE_BELOW, gp_ref_span(p, l->ref),
                text_of(t, l->ref),
                gp_sym_text(p->names, m->scopes.at[of].name), NULL);
        return false;
    }
    if (!a->any_level && !gp_is_on_axis(s, a->by.axis)) {
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_TABLE_LABEL, gp_ref_span(p, l->ref),
                    text_of(t, l->ref), axis_text(t, a), NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_TABLE_SCOPE, NULL);
        return false;
    }
    return true;
}

static bool read_member(struct table *t, const struct axis *a, struct label *l)
{
    struct gp_pass *p = t->p;
    struct gp_ref name = alone(p, l->ref);
    if (!gp_ref_is(name) || gp_ref_kind(p, name) != GP_N_NAME) {
        gp_find(p->findings, GP_TEXT_TABLE_LABEL, gp_ref_span(p, l->ref),
                text_of(t, l->ref), axis_text(t, a), NULL);
        return false;
    }
    l->id = gp_find_member(p, name, a->by.dimension);
    return l->id != GP_NONE;
}

static struct label read_label(struct table *t, const struct axis *a,
                               struct gp_ref ref)
{
    struct label l = {.ref = ref, .id = GP_NONE};
    if (gp_ref_kind(t->p, ref) == GP_N_HOLE && gp_eval_const(t->p, ref).bad)
        return l; /* the scanner has said that it is no number */
    l.ok = a->by.axis == GP_AXIS_TIME        ? read_period(t, a, &l)
           : a->by.axis == GP_AXIS_DIMENSION ? read_member(t, a, &l)
                                             : read_scope(t, a, &l);
    return l;
}

/* Two labels of one axis that stand for the same have the same key. */
static uint32_t key_of(const struct axis *a, const struct label *l)
{
    return a->by.axis == GP_AXIS_TIME ? (uint32_t)l->period.days.first : l->id;
}

static bool told_twice(struct table *t, struct gp_map *seen,
                       const struct axis *a, const struct label *l,
                       enum gp_text row)
{
    struct gp_pass *p = t->p;
    uint32_t *at = gp_map_at(seen, key_of(a, l));
    if (*at == GP_MAP_NONE) {
        *at = l->ref.node;
        return false;
    }
    struct gp_ref first = {l->ref.file, *at};
    struct gp_finding *f = gp_find(p->findings, row, gp_ref_span(p, l->ref),
                                   text_of(t, l->ref), NULL);
    gp_find_note(p->findings, f, gp_ref_span(p, first), GP_TEXT_NOTE_FIRST,
                 NULL);
    return true;
}

/* The corner above the rows may say what the rows are: `person`. */
static bool is_corner(const struct table *t, struct gp_ref ref)
{
    struct gp_ref name = alone(t->p, ref);
    if (!gp_ref_is(name) || gp_ref_kind(t->p, name) != GP_N_NAME)
        return false;
    enum gp_word word = gp_ref_word(t->p, name);
    return word != GP_WORD_COUNT ? word == gp_ref_word(t->p, t->rows.name)
                                 : gp_pass_node(t->p, name)->sym ==
                                       gp_pass_node(t->p, t->rows.name)->sym;
}

static void read_columns(struct table *t, struct gp_ref line)
{
    struct gp_map seen;
    struct gp_ref i = gp_ref_child(t->p, line);
    gp_map_init(&seen, t->p->heap);
    t->head = line;
    if (is_corner(t, i))
        i = gp_ref_next(t->p, i);
    for (; gp_ref_is(i); i = gp_ref_next(t->p, i)) {
        struct label l = read_label(t, &t->columns, i);
        if (l.ok && told_twice(t, &seen, &t->columns, &l, GP_TEXT_COLUMN_TWICE))
            l.ok = false;
        t->lost |= !l.ok;
        gp_vec_push(t->p->heap, &t->across, l);
    }
    gp_map_fini(&seen);
}

/* ---- cells --------------------------------------------------------------- */

/* The scope that a label means in the days of a cell. */
static uint32_t labelled(struct table *t, struct label *l,
                         struct gp_span_days days)
{
    if (!l->moved)
        return l->id;
    uint32_t scope = l->told ? GP_NONE : gp_find_scope_in(t->p, l->ref, days);
    l->told |= scope == GP_NONE;
    return scope;
}

/* The scope of a cell: a team or person, narrowed by what else is said. */
static uint32_t scope_of(struct table *t, struct label *row,
                         struct label *column, struct gp_span_days days,
                         struct gp_span span)
{
    struct label *labels[] = {row, column};
    const struct axis *axes[] = {&t->rows, &t->columns};
    struct gp_model *m = t->p->model;
    uint32_t scope = t->of != GP_NONE ? t->of : m->root;
    for (int i = 0; i < 2; i++) {
        enum gp_axis axis = axes[i]->by.axis;
        if (axis == GP_AXIS_TIME || axis == GP_AXIS_DIMENSION)
            continue;
        scope = labelled(t, labels[i], days);
        if (scope == GP_NONE)
            return GP_NONE;
        if (t->of != GP_NONE)
            scope = gp_narrow_like(t->p, scope, t->of, span);
    }
    for (int i = 0; i < 2 && scope != GP_NONE; i++)
        if (axes[i]->by.axis == GP_AXIS_DIMENSION)
            scope = gp_narrow_more(t->p, scope, labels[i]->id, span);
    return scope;
}

/* The value of a cell: `negative` where a dash touches it. */
static bool read_cell(struct table *t, struct gp_ref ref, bool negative,
                      struct gp_span span, struct gp_const *c, int64_t *amount)
{
    struct gp_pass *p = t->p;
    const struct gp_kpi *k = &p->model->kpis.at[t->kpi];
    struct gp_ref value = alone(p, ref);
    *c = (struct gp_const){.value = {0, 1}, .bad = true};
    if (k->kind == GP_KPI_MILESTONE && gp_ref_is(value) &&
        gp_ref_word(p, value) == GP_W_DONE) {
        *amount = 1;
        return true;
    }
    enum gp_node_kind kind =
        gp_ref_is(value) ? gp_ref_kind(p, value) : GP_N_SCOPE;
    if (kind == GP_N_SCOPE || kind == GP_N_PERIOD || kind == GP_N_DATE) {
        struct gp_finding *f = gp_find(p->findings, GP_TEXT_TABLE_CELL, span,
                                       text_of(t, ref), NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_TABLE_CELL, NULL);
        return false;
    }
    *c = gp_eval_const(p, value);
    if (negative)
        c->value.num = -c->value.num;
    return gp_target_amount(p, t->kpi, *c, span, amount);
}

static void state(struct table *t, struct label *row, struct label *column,
                  struct gp_ref cell, bool negative, struct gp_span span)
{
    struct gp_pass *p = t->p;
    struct gp_const c;
    int64_t amount;
    const struct gp_period *period =
        t->rows.by.axis == GP_AXIS_TIME      ? &row->period
        : t->columns.by.axis == GP_AXIS_TIME ? &column->period
                                             : &t->in;
    uint32_t scope = scope_of(t, row, column, period->days, span);
    if (scope == GP_NONE)
        return;
    if (p->amending)
        scope = gp_overlay_meant(p, t->kpi, scope);
    uint32_t to = gp_make_row(p, t->kpi, scope);
    if (!gp_span_is_set(p->model->rows.at[to].span))
        p->model->rows.at[to].span = span;
    bool related = gp_target_relate(p, to, GP_EQUAL, span);
    if (read_cell(t, cell, negative, span, &c, &amount) && related)
        gp_target_state(p, to, period, amount, span);
    else if (c.hole)
        gp_target_hole(p, to, span);
    p->model->rows.at[to].open |= c.bad && !p->amending;
}

/* Tokens that touch: -5 is a negative number, - 5 are two cells. */
static bool touches(const struct gp_pass *p, struct gp_ref a, struct gp_ref b)
{
    return gp_ref_is(b) && gp_ref_span(p, a).end == gp_ref_span(p, b).start;
}

/* The cell at *at, and behind it the next: a lone dash is no statement. */
static struct gp_ref next_cell(struct gp_pass *p, struct gp_ref *at,
                               bool *negative, struct gp_span *span)
{
    struct gp_ref cell = *at, next = gp_ref_next(p, cell);
    *negative = false;
    *span = gp_ref_span(p, cell);
    while (gp_ref_kind(p, cell) == GP_N_DASH && touches(p, cell, next)) {
        *negative = gp_ref_kind(p, next) != GP_N_DASH;
        cell = next;
        next = gp_ref_next(p, cell);
        span->end = gp_ref_span(p, cell).end;
    }
    *at = next;
    return cell;
}

static void tell_count(struct table *t, struct gp_ref label, size_t cells)
{
    struct gp_pass *p = t->p;
    struct gp_buf a, b;
    gp_buf_init(&a, p->heap);
    gp_buf_init(&b, p->heap);
    gp_buf_int(&a, (int64_t)cells);
    gp_buf_int(&b, (int64_t)t->across.count);
    struct gp_finding *f = gp_find(p->findings,
                                   cells < t->across.count ? GP_TEXT_TABLE_FEW
                                                           : GP_TEXT_TABLE_MANY,
                                   gp_ref_span(p, label), text_of(t, label),
                                   gp_buf_cstr(&a), gp_buf_cstr(&b), NULL);
    gp_find_note(p->findings, f, gp_ref_span(p, t->head), GP_TEXT_NOTE_COLUMNS,
                 NULL);
    gp_find_help(p->findings, f, GP_TEXT_HELP_TABLE_CELLS, NULL);
    gp_buf_fini(&a);
    gp_buf_fini(&b);
}

static void read_row(struct table *t, struct gp_ref line)
{
    struct gp_pass *p = t->p;
    struct gp_ref label = gp_ref_child(p, line), at;
    bool negative;
    struct gp_span span;
    size_t count = 0;
    t->down++;
    for (at = gp_ref_next(p, label); gp_ref_is(at); count++)
        next_cell(p, &at, &negative, &span);
    struct label row = read_label(t, &t->rows, label);
    if (row.ok)
        row.ok = !told_twice(t, &t->seen, &t->rows, &row, GP_TEXT_ROW_TWICE);
    if (count != t->across.count) {
        if (row.ok && !t->lost)
            tell_count(t, label, count);
        return;
    }
    at = gp_ref_next(p, label);
    for (size_t i = 0; i < count && row.ok; i++) {
        struct gp_ref cell = next_cell(p, &at, &negative, &span);
        if (gp_ref_kind(p, cell) != GP_N_DASH && t->across.at[i].ok)
            state(t, &row, &t->across.at[i], cell, negative, span);
    }
}

static void read_lines(struct table *t, struct gp_ref block)
{
    struct gp_pass *p = t->p;
    bool broken = false;
    for (struct gp_ref i = gp_ref_child(p, block); gp_ref_is(i);
         i = gp_ref_next(p, i)) {
        broken |= gp_ref_kind(p, i) != GP_N_ROW;
        if (gp_ref_kind(p, i) != GP_N_ROW)
            continue;
        if (gp_ref_is(t->head))
            read_row(t, i);
        else if (!broken)
            read_columns(t, i);
        else
            return; /* the columns are what was broken */
    }
    if (!gp_ref_is(t->head) && !broken) {
        struct gp_finding *f = gp_find(p->findings, GP_TEXT_TABLE_NO_COLUMNS,
                                       gp_ref_span(p, block), NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_TABLE_COLUMNS, NULL);
    } else if (t->down == 0 && !broken) {
        gp_find(p->findings, GP_TEXT_TABLE_NO_ROWS, gp_ref_span(p, t->head),
                NULL);
    }
}

void gp_lower_table(struct gp_pass *p, struct gp_ref ref)
{
    struct table t = {.p = p};
    if (!read_head(&t, ref))
        return;
    bool tree = kind_of(&t.rows) == -2 || kind_of(&t.columns) == -2;
    if (!tree && t.of == GP_NONE && p->model->root == GP_NONE) {
        gp_find(p->findings, GP_TEXT_TABLE_NO_SCOPE, gp_ref_span(p, ref), NULL);
        return;
    }
    gp_map_init(&t.seen, p->heap);
    read_lines(&t, gp_ref_part(p, ref, GP_N_BLOCK));
    gp_map_fini(&t.seen);
    gp_vec_fini(p->heap, &t.across);
}

/* Splits, from the tree into items: who or when gets what share. */
#include <string.h>

#include "base/guess.h"
#include "base/vec.h"
#include "compile/pass.h"

bool gp_is_on_axis(const struct gp_scope *s, enum gp_axis axis)
{
    switch (axis) {
    case GP_AXIS_TEAM:
        return s->kind == GP_SCOPE_TEAM;
    case GP_AXIS_PERSON:
        return s->kind == GP_SCOPE_PERSON;
    default:
        return s->kind == GP_SCOPE_TEAM || s->kind == GP_SCOPE_PERSON;
    }
}

uint32_t gp_first_split(const struct gp_pass *p, uint32_t row)
{
    uint32_t s = gp_map_get(&p->split_of, row);
    return s == GP_MAP_NONE ? GP_NONE : s;
}

/* ---- what a split says of itself ------------------------------------------ */

static bool read_axis(struct gp_pass *p, struct gp_ref by, struct gp_split *s)
{
    struct gp_ref name = gp_ref_child(p, by);
    enum gp_word word = gp_ref_word(p, name);
    s->dimension = GP_NONE;
    s->grain = gp_grain_of(word);
    s->axis = word == GP_W_TEAM     ? GP_AXIS_TEAM
              : word == GP_W_PERSON ? GP_AXIS_PERSON
              : word == GP_W_MEMBER ? GP_AXIS_MEMBER
              : s->grain != GP_GRAIN_COUNT ? GP_AXIS_TIME
                                           : GP_AXIS_DIMENSION;
    if (s->axis != GP_AXIS_DIMENSION)
        return true;
    s->dimension =
        gp_map_get(&p->model->dimension_of, gp_pass_node(p, name)->sym);
    if (s->dimension != GP_MAP_NONE)
        return true;
    const char *text = gp_ref_name(p, name);
    struct gp_finding *f = gp_find(p->findings, GP_TEXT_NO_AXIS,
                                   gp_ref_span(p, name), text, NULL);
    struct gp_guess guess;
    gp_guess_init(&guess, text, strlen(text));
    static const char *const axes[] = {"half",  "quarter", "month", "week",
                                       "day",   "daypart", "team",  "person",
                                       "member"};
    for (size_t i = 0; i < sizeof axes / sizeof *axes; i++)
        gp_guess_consider(&guess, axes[i], strlen(axes[i]));
    if (gp_guess_best(&guess) != NULL)
        gp_find_help(p->findings, f, GP_TEXT_HELP_DID_YOU_MEAN,
                     gp_guess_best(&guess), NULL);
    else
        gp_help_closest(p, f, text, &p->model->dimension_of);
    return false;
}

/* weights [NAME], even, partial, overassign 5%. *vector is the named one. */
static bool read_options(struct gp_pass *p, struct gp_ref ref,
                         struct gp_split *s, uint32_t *vector)
{
    bool named = false;
    *vector = GP_NONE;
    for (struct gp_ref o = gp_ref_child(p, ref); gp_ref_is(o);
         o = gp_ref_next(p, o)) {
        if (gp_ref_kind(p, o) != GP_N_OPTION)
            continue;
        struct gp_ref inner = gp_ref_child(p, o);
        enum gp_word word = gp_ref_word(p, o);
        if (gp_ref_is(inner)) {
            s->over = gp_eval_const(p, gp_ref_next(p, inner)).value;
        } else if (word == GP_W_WEIGHTS) {
            s->weights = true;
        } else if (word == GP_W_PARTIAL) {
            s->partial = true;
        } else if (word == GP_W_EVEN) {
            s->even = true;
        } else if (s->weights && !named) {
            named = true;
            *vector = gp_find_vector(p, o);
            if (*vector == GP_NONE)
                return false;
        } else {
            gp_find(p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, o),
                    "`even`, `weights`, `partial` or `overassign`", NULL);
            return false;
        }
    }
    if (s->axis == GP_AXIS_TIME && (s->partial || s->over.num != 0)) {
        gp_find(p->findings, GP_TEXT_TIME_PARTIAL, s->span, NULL);
        return false;
    }
    return true;
}

static bool check_additive(struct gp_pass *p, uint32_t kpi,
                           struct gp_span span)
{
    const struct gp_kpi *k = &p->model->kpis.at[kpi];
    if (k->kind == GP_KPI_FLOW)
        return true;
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_NOT_ADDITIVE, span,
                gp_sym_text(p->names, k->name), NULL);
    gp_find_note(p->findings, f, k->span, GP_TEXT_NOTE_DECLARED, NULL);
    gp_find_help(p->findings, f, GP_TEXT_HELP_NOT_ADDITIVE,
                 gp_sym_text(p->names, k->name), NULL);
    return false;
}

/* ---- items ----------------------------------------------------------------- */

/* Reads what stands behind a label; false where a finding was made. */
static bool read_value(struct gp_pass *p, const struct gp_split *s,
                       struct gp_ref value, struct gp_item *item)
{
    struct gp_const c;
    if (gp_ref_kind(p, value) == GP_N_REST) {
        item->kind = GP_ITEM_REST;
        return true;
    }
    if (gp_ref_kind(p, value) == GP_N_BINARY &&
        gp_pass_node(p, value)->op == GP_OP_EQ) {
        struct gp_ref amount = gp_ref_next(p, gp_ref_child(p, value));
        item->has_check = true;
        if (!gp_to_amount(p, s->kpi, gp_eval_const(p, amount),
                          gp_ref_span(p, amount), &item->amount))
            return false;
        value = gp_ref_child(p, value);
    }
    c = gp_eval_const(p, value);
    if (c.bad)
        return false;
    if (c.hole) {
        item->kind = GP_ITEM_HOLE;
        return true;
    }
    if (gp_rat_sign(c.value) < 0) {
        gp_find(p->findings, GP_TEXT_NEGATIVE_PART, item->span, NULL);
        return false;
    }
    item->value = c.value;
    if (s->weights) {
        item->kind = GP_ITEM_WEIGHT;
        return true;
    }
    if (c.percent) {
        item->kind = GP_ITEM_SHARE;
        return true;
    }
    item->kind = GP_ITEM_AMOUNT;
    if (item->has_check) {
        gp_find(p->findings, GP_TEXT_SHARE_FIRST, item->span, NULL);
        return false;
    }
    return gp_to_amount(p, s->kpi, c, gp_ref_span(p, value), &item->amount);
}

struct items {
    struct gp_item *at;
    size_t count, room;
};

struct periods {
    struct gp_period *at;
    size_t count, room;
};

static void add_item(struct gp_pass *p, struct items *items,
                     struct gp_item item)
{
    item.fact = gp_add_fact(
        p, item.span,
        item.kind == GP_ITEM_SHARE || item.kind == GP_ITEM_WEIGHT ? &item.value
                                                                  : NULL);
    gp_vec_push(p->heap, items, item);
}

/* The part of a split that a name means, GP_NONE without a finding. */
static uint32_t part_named(struct gp_pass *p, const struct gp_split *s,
                           gp_sym sym)
{
    struct gp_model *m = p->model;
    if (s->axis != GP_AXIS_DIMENSION) {
        uint32_t c = gp_map_get(&m->scope_of, sym);
        if (c == GP_MAP_NONE)
            return GP_NONE;
        uint32_t base = m->scopes.at[s->scope].base;
        while (c != GP_NONE && (m->scopes.at[c].parent != base ||
                                !gp_is_on_axis(&m->scopes.at[c], s->axis)))
            c = m->scopes.at[c].same_name;
        return c;
    }
    const struct gp_scope *scope = &m->scopes.at[s->scope];
    uint32_t up = GP_NONE; /* the member whose parts these are */
    if (scope->kind == GP_SCOPE_NARROW &&
        m->members.at[scope->member].dimension == s->dimension)
        up = scope->member;
    uint32_t x = gp_map_get(&m->member_of, sym);
    if (x == GP_MAP_NONE)
        return GP_NONE;
    while (x != GP_NONE && (m->members.at[x].dimension != s->dimension ||
                            m->members.at[x].parent != up))
        x = m->members.at[x].same_name;
    return x == GP_NONE ? GP_NONE
                        : gp_make_narrowed(p, s->scope, x, s->span);
}

/* All parts that an axis has, in the plan's order. */
static void all_parts(struct gp_pass *p, const struct gp_split *s,
                      struct items *out)
{
    struct gp_model *m = p->model;
    if (s->axis == GP_AXIS_DIMENSION) {
        const struct gp_scope *scope = &m->scopes.at[s->scope];
        bool inside = scope->kind == GP_SCOPE_NARROW &&
                      m->members.at[scope->member].dimension == s->dimension;
        uint32_t x = inside ? m->members.at[scope->member].child
                            : m->dimensions.at[s->dimension].child;
        for (; x != GP_NONE; x = m->members.at[x].next) {
            struct gp_item item = {
                .part = gp_make_narrowed(p, s->scope, x, s->span)};
            gp_vec_push(p->heap, out, item);
        }
        return;
    }
    uint32_t c = m->scopes.at[m->scopes.at[s->scope].base].child;
    for (; c != GP_NONE; c = m->scopes.at[c].next) {
        struct gp_item item = {.part = c};
        if (gp_is_on_axis(&m->scopes.at[c], s->axis))
            gp_vec_push(p->heap, out, item);
    }
}

static const char *axis_plural(const struct gp_split *s)
{
    switch (s->axis) {
    case GP_AXIS_TEAM:
        return "teams";
    case GP_AXIS_PERSON:
        return "persons";
    case GP_AXIS_MEMBER:
        return "members";
    default:
        return "parts";
    }
}

static void no_part(struct gp_pass *p, const struct gp_split *s,
                    struct gp_ref name)
{
    struct gp_model *m = p->model;
    const char *text = gp_ref_name(p, name);
    struct gp_finding *f = gp_find(
        p->findings, GP_TEXT_NO_PART, gp_ref_span(p, name), text,
        axis_plural(s), gp_sym_text(p->names, m->scopes.at[s->scope].name),
        NULL);
    struct items all = {0};
    struct gp_guess guess;
    const char *list = NULL;
    gp_guess_init(&guess, text, strlen(text));
    all_parts(p, s, &all);
    for (size_t i = 0; i < all.count; i++) {
        const char *n =
            gp_sym_text(p->names, m->scopes.at[all.at[i].part].name);
        gp_guess_consider(&guess, n, strlen(n));
        if (i < 8)
            list = list == NULL ? n
                                : gp_arena_join(&p->findings->arena, list,
                                                ", ", n, NULL);
    }
    if (gp_guess_best(&guess) != NULL)
        gp_find_help(p->findings, f, GP_TEXT_HELP_DID_YOU_MEAN,
                     gp_guess_best(&guess), NULL);
    else if (list != NULL)
        gp_find_help(p->findings, f, GP_TEXT_HELP_ONE_OF, list, NULL);
    gp_vec_fini(p->heap, &all);
}

static void wrong_count(struct gp_pass *p, const struct gp_split *s,
                        size_t items, size_t parts)
{
    struct gp_buf a, b;
    gp_buf_init(&a, p->heap);
    gp_buf_init(&b, p->heap);
    gp_buf_int(&a, (int64_t)items);
    gp_buf_int(&b, (int64_t)parts);
    struct gp_finding *f = gp_find(p->findings, GP_TEXT_WRONG_COUNT, s->span,
                                   gp_buf_cstr(&a), gp_buf_cstr(&b), NULL);
    gp_find_help(p->findings, f, GP_TEXT_HELP_WRONG_COUNT, NULL);
    gp_buf_fini(&a);
    gp_buf_fini(&b);
}

static bool is_label_only(struct gp_pass *p, struct gp_ref item)
{
    struct gp_ref v = gp_ref_child(p, item);
    return gp_ref_kind(p, v) == GP_N_NAME && !gp_ref_is(gp_ref_next(p, v));
}

static bool reserve_item(struct gp_pass *p, struct gp_split *s,
                         struct gp_ref ref, struct items *items)
{
    struct gp_ref value = gp_ref_child(p, ref);
    struct gp_ref why = gp_ref_part(p, ref, GP_N_STRING);
    struct gp_item item = {.span = gp_ref_span(p, ref), .value = {0, 1}};
    if (!read_value(p, s, value, &item))
        return false;
    uint32_t before = (uint32_t)p->model->scopes.count;
    item.part = gp_make_held(p, s->scope, s->dimension, GP_SCOPE_RESERVE,
                             item.span,
                             gp_ref_is(why) ? gp_ref_string(p, why) : NULL);
    (void)before;
    add_item(p, items, item);
    return true;
}

/* One item of an axis of parts; *index counts those without a name. */
static bool part_item(struct gp_pass *p, struct gp_split *s, struct gp_ref ref,
                      const struct items *all, size_t *index,
                      struct items *items)
{
    struct gp_ref first = gp_ref_child(p, ref);
    struct gp_item item = {.span = gp_ref_span(p, ref), .part = GP_NONE,
                           .value = {1, 1}};
    if (gp_ref_kind(p, first) == GP_N_LABEL) {
        struct gp_ref name = gp_ref_child(p, first);
        item.part = gp_ref_kind(p, name) == GP_N_NAME
                        ? part_named(p, s, gp_pass_node(p, name)->sym)
                        : GP_NONE;
        if (item.part == GP_NONE) {
            no_part(p, s, name);
            return false;
        }
        if (!read_value(p, s, gp_ref_next(p, first), &item))
            return false;
    } else if (is_label_only(p, ref) &&
               gp_map_get(&p->constant_of, gp_pass_node(p, first)->sym) ==
                   GP_MAP_NONE) {
        item.part = part_named(p, s, gp_pass_node(p, first)->sym);
        item.kind = GP_ITEM_WEIGHT;
        if (item.part == GP_NONE) {
            no_part(p, s, first);
            return false;
        }
    } else {
        if (!read_value(p, s, first, &item))
            return false;
        if (*index < all->count)
            item.part = all->at[*index].part;
        ++*index;
    }
    for (size_t i = 0; item.part != GP_NONE && i < items->count; i++) {
        if (items->count > 64) /* checked by the rows instead */
            break;
        if (items->at[i].part != item.part)
            continue;
        struct gp_finding *f = gp_find(
            p->findings, GP_TEXT_PART_TWICE, item.span,
            gp_sym_text(p->names, p->model->scopes.at[item.part].name), NULL);
        gp_find_note(p->findings, f, items->at[i].span, GP_TEXT_NOTE_FIRST,
                     NULL);
        return false;
    }
    add_item(p, items, item);
    return true;
}

static bool part_items(struct gp_pass *p, struct gp_split *s,
                       struct gp_ref block, struct items *items)
{
    struct items all = {0};
    size_t index = 0;
    bool ok = true;
    all_parts(p, s, &all);
    for (struct gp_ref i = gp_ref_child(p, block); gp_ref_is(i);
         i = gp_ref_next(p, i)) {
        enum gp_node_kind kind = gp_ref_kind(p, i);
        if (kind == GP_N_ITEM)
            ok &= part_item(p, s, i, &all, &index, items);
        else if (kind == GP_N_RESERVE)
            ok &= reserve_item(p, s, i, items);
        else
            ok = false;
    }
    if (ok && index > 0 && index != all.count) {
        wrong_count(p, s, index, all.count);
        ok = false;
    }
    gp_vec_fini(p->heap, &all);
    return ok;
}

/* Even, or by the weights of a named vector. */
static bool weigh_parts(struct gp_pass *p, struct gp_split *s, uint32_t vector,
                        struct items *items)
{
    struct gp_model *m = p->model;
    all_parts(p, s, items);
    if (items->count == 0) {
        gp_find(p->findings, GP_TEXT_NO_PARTS, s->span,
                gp_sym_text(p->names, m->scopes.at[s->scope].name),
                axis_plural(s), NULL);
        return false;
    }
    for (size_t i = 0; i < items->count; i++) {
        struct gp_item *item = &items->at[i];
        item->kind = GP_ITEM_WEIGHT;
        item->span = s->span;
        item->value = gp_rat_int(1);
        if (vector != GP_NONE) {
            const struct gp_vector *v = &m->vectors.at[vector];
            gp_sym name = m->scopes.at[item->part].name;
            int k = 0;
            while (v->kind == GP_VECTOR_MEMBERS && k < v->count &&
                   v->names[k] != name)
                k++;
            if (v->kind != GP_VECTOR_MEMBERS || k == v->count) {
                struct gp_finding *f =
                    gp_find(p->findings, GP_TEXT_NO_WEIGHT_FOR, s->span,
                            gp_sym_text(p->names, v->name),
                            gp_sym_text(p->names, name), NULL);
                gp_find_note(p->findings, f, v->span, GP_TEXT_NOTE_WEIGHTS,
                             NULL);
                return false;
            }
            item->value = gp_rat_int(v->weights[k]);
        }
        item->fact = gp_add_fact(p, s->span, &item->value);
    }
    return true;
}

/* ---- the time axis --------------------------------------------------------- */

static void add_period(struct gp_pass *p, struct periods *periods,
                       struct gp_period period)
{
    gp_vec_push(p->heap, periods, period);
}

/* The periods of the split's grain inside its period; weeks and others are
 * cut at its ends. */
static void all_periods(struct gp_pass *p, const struct gp_split *s,
                        struct periods *out)
{
    gp_date at = s->period.days.first;
    while (at <= s->period.days.last) {
        struct gp_period x = gp_period_of(&p->model->calendar, s->grain, at);
        if (s->grain != GP_WEEK)
            x.days = gp_days_cut(x.days, s->period.days);
        add_period(p, out, x);
        at = x.days.last + 1;
    }
}

static bool label_periods(struct gp_pass *p, const struct gp_split *s,
                          struct gp_ref name, struct periods *out)
{
    struct gp_period first, last;
    struct gp_ref from = name, to = name;
    if (gp_ref_kind(p, name) == GP_N_RANGE) {
        from = gp_ref_child(p, name);
        to = gp_ref_next(p, from);
    }
    if (!gp_find_period(p, from, &first) || !gp_find_period(p, to, &last))
        return false;
    bool fits = first.grain == s->grain && last.grain == s->grain;
    struct gp_span_days cut = gp_days_cut(
        (struct gp_span_days){first.days.first, last.days.last},
        s->period.days);
    if (!fits || gp_days_count(cut) == 0 || last.days.last < first.days.first) {
        struct gp_buf b;
        size_t length;
        const char *text =
            gp_ast_text(gp_pass_ast(p, name), name.node, &length);
        gp_buf_init(&b, p->heap);
        gp_buf_period(&b, &s->period);
        gp_find(p->findings, GP_TEXT_LABEL_OUTSIDE, gp_ref_span(p, name),
                gp_arena_strndup(&p->findings->arena, text, length),
                gp_grain_name(s->grain), gp_buf_cstr(&b), NULL);
        gp_buf_fini(&b);
        return false;
    }
    for (gp_date at = cut.first; at <= cut.last;) {
        struct gp_period x = gp_period_of(&p->model->calendar, s->grain, at);
        add_period(p, out, x);
        at = x.days.last + 1;
    }
    return true;
}

static bool time_item(struct gp_pass *p, struct gp_split *s, struct gp_ref ref,
                      const struct periods *all, size_t *index,
                      struct items *items, struct periods *periods)
{
    struct gp_ref first = gp_ref_child(p, ref);
    struct gp_item item = {.span = gp_ref_span(p, ref), .value = {0, 1}};
    struct gp_ref value = first;
    size_t from = periods->count;
    if (gp_ref_kind(p, first) == GP_N_LABEL) {
        value = gp_ref_next(p, first);
        if (!label_periods(p, s, gp_ref_child(p, first), periods))
            return false;
    } else {
        if (*index < all->count)
            add_period(p, periods, all->at[*index]);
        ++*index;
    }
    if (!read_value(p, s, value, &item))
        return false;
    for (size_t i = from; i < periods->count; i++) {
        item.part = (uint32_t)i;
        add_item(p, items, item);
    }
    return true;
}

static bool time_items(struct gp_pass *p, struct gp_split *s,
                       struct gp_ref block, struct items *items,
                       struct periods *periods)
{
    struct periods all = {0};
    size_t index = 0;
    bool ok = true;
    all_periods(p, s, &all);
    for (struct gp_ref i = gp_ref_child(p, block); gp_ref_is(i);
         i = gp_ref_next(p, i)) {
        if (gp_ref_kind(p, i) == GP_N_ITEM) {
            ok &= time_item(p, s, i, &all, &index, items, periods);
        } else {
            if (gp_ref_kind(p, i) == GP_N_RESERVE)
                gp_find(p->findings, GP_TEXT_NO_RESERVE_HERE,
                        gp_ref_span(p, i), NULL);
            ok = false;
        }
    }
    if (ok && index > 0 && index != all.count) {
        wrong_count(p, s, index, all.count);
        ok = false;
    }
    gp_vec_fini(p->heap, &all);
    return ok;
}

/* Weights over the periods of one stretch of the plan. */
static void weigh_periods(struct gp_pass *p, struct gp_split *s,
                          uint32_t vector, struct items *items,
                          struct periods *periods)
{
    const struct gp_vector *v =
        vector == GP_NONE ? NULL : &p->model->vectors.at[vector];
    all_periods(p, s, periods);
    for (size_t i = 0; i < periods->count; i++) {
        const struct gp_period *x = &periods->at[i];
        int64_t w = 1;
        if (v != NULL && v->kind == GP_VECTOR_WEEKDAYS)
            w = v->weights[gp_date_weekday(x->days.first)];
        else if (v != NULL)
            w = x->number >= 1 && x->number <= v->count
                    ? v->weights[x->number - 1]
                    : 0;
        else if (s->grain == GP_DAY && !s->even)
            w = gp_calendar_is_workday(&p->model->calendar, x->days.first);
        struct gp_item item = {.kind = GP_ITEM_WEIGHT,
                               .span = s->span,
                               .part = (uint32_t)i,
                               .value = gp_rat_int(w)};
        add_item(p, items, item);
    }
}

/* ---- where it is put ------------------------------------------------------- */

static void set_shape(struct gp_pass *p, uint32_t *shapes,
                      const struct gp_split *s, uint32_t vector)
{
    struct gp_model *m = p->model;
    if (*shapes == GP_NONE) {
        struct gp_shapes none = {0};
        *shapes = (uint32_t)m->shapes.count;
        gp_vec_push(p->heap, &m->shapes, none);
    }
    struct gp_shape *shape = &m->shapes.at[*shapes].by[s->grain];
    if (shape->kind != GP_SHAPE_NONE) {
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_DOUBLE_SPLIT, s->span, NULL);
        gp_find_note(p->findings, f, m->facts.at[shape->fact].span,
                     GP_TEXT_NOTE_FIRST, NULL);
        return;
    }
    shape->fact = gp_add_fact(p, s->span, NULL);
    shape = &m->shapes.at[*shapes].by[s->grain];
    shape->vector = vector;
    shape->kind = vector != GP_NONE ? GP_SHAPE_VECTOR
                  : s->even || s->grain < GP_WEEK ? GP_SHAPE_EVEN
                                                  : GP_SHAPE_NONE;
    if (s->grain == GP_WEEK) {
        m->shapes.at[*shapes].by[GP_PIECE] = *shape;
        m->kpis.at[s->kpi].uses_weeks = true;
    }
}

static bool same_axis(const struct gp_split *a, const struct gp_split *b)
{
    bool time_a = a->axis == GP_AXIS_TIME, time_b = b->axis == GP_AXIS_TIME;
    if (time_a || time_b)
        return time_a && time_b && a->grain == b->grain;
    return a->dimension == b->dimension;
}

static void keep_split(struct gp_pass *p, struct gp_split s, uint32_t row,
                       struct items *items, struct periods *periods)
{
    uint32_t *at = gp_map_at(&p->split_of, row);
    uint32_t before = *at == GP_MAP_NONE ? GP_NONE : *at;
    for (uint32_t i = before; i != GP_NONE; i = p->splits.at[i].next) {
        const struct gp_split *o = &p->splits.at[i];
        if (!same_axis(o, &s) || o->period.days.first != s.period.days.first ||
            o->period.days.last != s.period.days.last)
            continue;
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_DOUBLE_SPLIT, s.span, NULL);
        gp_find_note(p->findings, f, o->span, GP_TEXT_NOTE_FIRST, NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_DOUBLE_SPLIT, NULL);
        return;
    }
    s.next = before;
    s.items = gp_arena_alloc(p->arena, (items->count + 1) * sizeof *s.items);
    s.item_count = items->count;
    if (items->count != 0)
        memcpy(s.items, items->at, items->count * sizeof *s.items);
    if (periods != NULL && periods->count != 0) {
        s.periods =
            gp_arena_alloc(p->arena, periods->count * sizeof *s.periods);
        memcpy(s.periods, periods->at, periods->count * sizeof *s.periods);
        if (s.grain == GP_WEEK)
            p->model->kpis.at[s.kpi].uses_weeks = true;
    } else {
        for (size_t i = 0; i < s.item_count; i++)
            gp_make_row(p, s.kpi, s.items[i].part);
        if (s.partial)
            gp_make_row(p, s.kpi,
                        gp_make_held(p, s.scope, s.dimension, GP_SCOPE_GAP,
                                     s.span, NULL));
    }
    *gp_map_at(&p->split_of, row) = (uint32_t)p->splits.count;
    gp_vec_push(p->heap, &p->splits, s);
}

static void lower_parts(struct gp_pass *p, struct gp_ref ref,
                        struct gp_split s, uint32_t vector)
{
    struct gp_ref block = gp_ref_part(p, ref, GP_N_BLOCK);
    struct items items = {0};
    bool ok = gp_ref_is(block) ? part_items(p, &s, block, &items)
                               : weigh_parts(p, &s, vector, &items);
    uint32_t row = gp_make_row(p, s.kpi, s.scope);
    if (ok)
        keep_split(p, s, row, &items, NULL);
    else
        p->model->rows.at[row].open = true; /* no cascade from here */
    gp_vec_fini(p->heap, &items);
}

static void lower_time(struct gp_pass *p, struct gp_ref ref, struct gp_split s,
                       uint32_t vector)
{
    struct gp_model *m = p->model;
    struct gp_ref block = gp_ref_part(p, ref, GP_N_BLOCK);
    bool whole = s.period.days.first == m->period.days.first &&
                 s.period.days.last == m->period.days.last;
    bool general = s.scope == GP_NONE ||
                   (whole && (!gp_ref_is(block) || s.grain == GP_DAYPART ||
                              (s.weights && s.grain == GP_DAY)));
    if (general) {
        if (gp_ref_is(block)) {
            vector = gp_make_vector(p, block, GP_NO_SYM, s.span, s.grain);
            if (vector == GP_NONE)
                return;
        }
        bool fits = vector == GP_NONE ||
                    m->vectors.at[vector].grain == s.grain;
        if (!fits || (s.grain == GP_DAYPART && vector == GP_NONE)) {
            struct gp_finding *f =
                gp_find(p->findings, GP_TEXT_WEIGHTS_GRAIN, s.span,
                        gp_grain_name(s.grain), NULL);
            if (vector != GP_NONE)
                gp_find_note(p->findings, f, m->vectors.at[vector].span,
                             GP_TEXT_NOTE_WEIGHTS, NULL);
            return;
        }
        if (s.scope == GP_NONE) {
            set_shape(p, &m->kpi_defaults[s.kpi], &s, vector);
        } else {
            uint32_t row = gp_make_row(p, s.kpi, s.scope);
            uint32_t shapes = m->rows.at[row].shapes;
            set_shape(p, &shapes, &s, vector);
            m->rows.at[row].shapes = shapes;
        }
        return;
    }
    struct items items = {0};
    struct periods periods = {0};
    bool ok = true;
    if (s.grain == GP_DAYPART) {
        gp_find(p->findings, GP_TEXT_DAYPART_PERIOD, s.span, NULL);
        return;
    }
    if (gp_ref_is(block) && s.weights && s.grain == GP_DAY) {
        vector = gp_make_vector(p, block, GP_NO_SYM, s.span, s.grain);
        if (vector != GP_NONE)
            weigh_periods(p, &s, vector, &items, &periods);
        ok = vector != GP_NONE;
    } else if (gp_ref_is(block)) {
        ok = time_items(p, &s, block, &items, &periods);
    } else {
        weigh_periods(p, &s, vector, &items, &periods);
    }
    uint32_t row = gp_make_row(p, s.kpi, s.scope);
    if (ok)
        keep_split(p, s, row, &items, &periods);
    else
        m->rows.at[row].open = true;
    gp_vec_fini(p->heap, &items);
    gp_vec_fini(p->heap, &periods);
}

/* KPI, scope and period: said by the split, or understood in a target. */
static bool read_subject(struct gp_pass *p, struct gp_ref ref, uint32_t row,
                         const struct gp_period *period, struct gp_split *s)
{
    struct gp_model *m = p->model;
    struct gp_ref subject = gp_ref_part(p, ref, GP_N_SUBJECT);
    struct gp_ref of = gp_ref_part(p, ref, GP_N_OF);
    struct gp_ref in = gp_ref_part(p, ref, GP_N_IN);
    struct gp_ref narrowed = {ref.file, 0};
    s->period = m->period;
    s->scope = GP_NONE;
    if (row != GP_NONE) {
        s->kpi = m->rows.at[row].kpi;
        s->scope = m->rows.at[row].scope;
        s->period = *period;
        if (gp_ref_is(subject))
            narrowed = gp_ref_child(p, subject);
        if (gp_ref_is(of)) {
            gp_find(p->findings, GP_TEXT_UNDERSTOOD, gp_ref_span(p, of), NULL);
            return false;
        }
    } else {
        if (!gp_ref_is(subject)) {
            gp_find(p->findings, GP_TEXT_EXPECTED, s->span,
                    "the KPI: split sales of company by team", NULL);
            return false;
        }
        s->kpi = gp_find_kpi(p, gp_ref_child(p, subject));
        if (s->kpi == GP_NONE)
            return false;
        if (gp_ref_is(of)) {
            s->scope = gp_find_scope(p, gp_ref_child(p, of));
            if (s->scope == GP_NONE)
                return false;
        }
    }
    if (gp_ref_is(in))
        narrowed = gp_ref_child(p, in);
    if (!gp_ref_is(narrowed))
        return true;
    if (!gp_find_period(p, narrowed, &s->period))
        return false;
    s->has_period = true;
    struct gp_span_days cut = gp_days_cut(s->period.days, m->period.days);
    if (gp_days_count(cut) != gp_days_count(s->period.days)) {
        size_t length;
        const char *text =
            gp_ast_text(gp_pass_ast(p, narrowed), narrowed.node, &length);
        struct gp_finding *f = gp_find(
            p->findings, GP_TEXT_OUTSIDE, gp_ref_span(p, narrowed),
            gp_arena_strndup(&p->findings->arena, text, length), NULL);
        gp_find_note(p->findings, f, m->span, GP_TEXT_NOTE_PERIOD, NULL);
        return false;
    }
    return true;
}

void gp_lower_split(struct gp_pass *p, struct gp_ref ref, uint32_t row,
                    const struct gp_period *period)
{
    struct gp_split s = {.span = gp_ref_span(p, ref),
                         .ref = ref,
                         .next = GP_NONE,
                         .over = {0, 1}};
    uint32_t vector;
    if (!read_axis(p, gp_ref_part(p, ref, GP_N_BY), &s) ||
        !read_subject(p, ref, row, period, &s) ||
        !check_additive(p, s.kpi, s.span) ||
        !read_options(p, ref, &s, &vector)) {
        if (row != GP_NONE)
            p->model->rows.at[row].open = true;
        return;
    }
    if (s.axis == GP_AXIS_TIME) {
        lower_time(p, ref, s, vector);
    } else if (s.scope == GP_NONE) {
        struct gp_default_split d = {ref, s.kpi, s.axis, s.dimension, s.span};
        gp_vec_push(p->heap, &p->defaults, d);
    } else {
        lower_parts(p, ref, s, vector);
    }
}

void gp_apply_default(struct gp_pass *p, const struct gp_default_split *d,
                      uint32_t row)
{
    struct gp_split s = {.span = d->span,
                         .ref = d->ref,
                         .kpi = d->kpi,
                         .scope = p->model->rows.at[row].scope,
                         .next = GP_NONE,
                         .axis = d->axis,
                         .dimension = d->dimension,
                         .period = p->model->period,
                         .over = {0, 1}};
    uint32_t vector;
    if (read_options(p, d->ref, &s, &vector))
        lower_parts(p, d->ref, s, vector);
}

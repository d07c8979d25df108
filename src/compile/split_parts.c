/* Items over teams, persons and the members of a dimension: see split.h. */
#include "compile/split.h"

#include <string.h>

#include "base/guess.h"
#include "base/vec.h"

static bool is_constant(struct gp_pass *p, struct gp_ref name)
{
    return gp_map_get(&p->constant_of, gp_pass_node(p, name)->sym) !=
           GP_MAP_NONE;
}

/* "east = 2000万" reads as if a share were called east. */
static bool tell_equals(struct gp_pass *p, struct gp_ref name)
{
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_ITEM_EQUALS, gp_ref_span(p, name), NULL);
    gp_find_help(p->findings, f, GP_TEXT_HELP_ITEM_EQUALS, gp_ref_name(p, name),
                 NULL);
    return false;
}

static void tell_hole(struct gp_pass *p, const struct gp_split *s,
                      const struct gp_item *item)
{
    gp_tell_of(p, gp_find(p->findings, GP_TEXT_HOLE_PART, item->span, NULL),
               s->is_default ? GP_NONE : s->scope);
}

/* "east -5": a name that is no constant, less something. */
static bool is_minus_part(struct gp_pass *p, struct gp_ref value)
{
    if (gp_ref_kind(p, value) != GP_N_BINARY ||
        gp_pass_node(p, value)->op != GP_OP_SUB)
        return false;
    struct gp_ref left = gp_ref_child(p, value);
    return gp_ref_kind(p, left) == GP_N_NAME && !is_constant(p, left);
}

/* Makes a constant what the item says. */
static bool settle_item(struct gp_pass *p, const struct gp_split *s,
                        struct gp_const c, struct gp_span at,
                        struct gp_item *item)
{
    if (c.bad)
        return false;
    if (c.hole) {
        item->kind = GP_ITEM_HOLE;
        tell_hole(p, s, item);
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
    return gp_to_amount(p, s->kpi, c, at, &item->amount);
}

bool gp_item_number(struct gp_pass *p, const struct gp_split *s,
                    const char *text, struct gp_item *item)
{
    size_t length = item->span.end - item->span.start;
    text += item->span.start;
    item->kind = GP_ITEM_AMOUNT;
    return (!s->weights &&
            gp_plain_amount(p, s->kpi, text, length, &item->amount)) ||
           settle_item(p, s,
                       gp_read_literal(p, text, length, item->span, false),
                       item->span, item);
}

/* Reads what stands behind a label; false where a finding was made. */
bool gp_item_value(struct gp_pass *p, const struct gp_split *s,
                   struct gp_ref value, struct gp_item *item)
{
    if (gp_ref_kind(p, value) == GP_N_REST) {
        item->kind = GP_ITEM_REST;
        return true;
    }
    if (gp_ref_kind(p, value) == GP_N_BINARY &&
        gp_pass_node(p, value)->op == GP_OP_EQ) {
        struct gp_ref share = gp_ref_child(p, value);
        struct gp_ref amount = gp_ref_next(p, share);
        if (gp_ref_kind(p, share) == GP_N_NAME && !is_constant(p, share))
            return tell_equals(p, share);
        struct gp_const check = gp_eval_const(p, amount);
        item->has_check = !check.hole;
        if (check.hole) {
            tell_hole(p, s, item);
            return gp_item_value(p, s, share, item);
        }
        if (check.percent && p->model->kpis.at[s->kpi].unit != GP_UNIT_RATIO) {
            gp_find(p->findings, GP_TEXT_SHARE_FIRST, item->span, NULL);
            return false;
        }
        if (!gp_to_amount(p, s->kpi, check, gp_ref_span(p, amount),
                          &item->amount))
            return false;
        value = share;
    }
    if (is_minus_part(p, value)) {
        gp_find(p->findings, GP_TEXT_NEGATIVE_PART, item->span, NULL);
        return false;
    }
    return settle_item(p, s, gp_eval_const(p, value), gp_ref_span(p, value),
                       item);
}

struct gp_item *gp_item_next(struct gp_pass *p, struct gp_items *items,
                             struct gp_span span)
{
    if (items->count == items->room)
        gp_vec_reserve(p->heap, items, items->count + 1);
    struct gp_item *item = &items->at[items->count];
    *item = (struct gp_item){.span = span, .part = GP_NONE, .value = {0, 1}};
    return item;
}

void gp_item_add(struct gp_pass *p, struct gp_items *items)
{
    struct gp_item *item = &items->at[items->count++];
    bool valued = item->kind == GP_ITEM_SHARE || item->kind == GP_ITEM_WEIGHT;
    item->fact = gp_add_fact(p, item->span, valued ? &item->value : NULL);
}

/* The same part of an overlay is an overlay. */
static uint32_t part_of(struct gp_pass *p, const struct gp_split *s,
                        uint32_t part)
{
    bool overlay = p->model->scopes.at[s->scope].kind == GP_SCOPE_OVERLAY;
    return overlay && part != GP_NONE ? gp_make_overlay(p, part, s->span)
                                      : part;
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
        return part_of(p, s, c);
    }
    uint32_t of = gp_model_upon(m, s->scope);
    const struct gp_scope *scope = &m->scopes.at[of];
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
                        : part_of(p, s, gp_make_narrowed(p, of, x, s->span));
}

/* All parts that an axis has, in the plan's order. */
static void all_parts(struct gp_pass *p, const struct gp_split *s,
                      struct gp_items *out)
{
    struct gp_model *m = p->model;
    if (s->axis == GP_AXIS_DIMENSION) {
        uint32_t of = gp_model_upon(m, s->scope);
        const struct gp_scope *scope = &m->scopes.at[of];
        bool inside = scope->kind == GP_SCOPE_NARROW &&
                      m->members.at[scope->member].dimension == s->dimension;
        uint32_t x = inside ? m->members.at[scope->member].child
                            : m->dimensions.at[s->dimension].child;
        for (; x != GP_NONE; x = m->members.at[x].next) {
            struct gp_item item = {
                .part = part_of(p, s, gp_make_narrowed(p, of, x, s->span))};
            gp_vec_push(p->heap, out, item);
        }
        return;
    }
    uint32_t c = m->scopes.at[m->scopes.at[s->scope].base].child;
    for (; c != GP_NONE; c = m->scopes.at[c].next) {
        if (!gp_is_on_axis(&m->scopes.at[c], s->axis))
            continue;
        struct gp_item item = {.part = part_of(p, s, c)};
        gp_vec_push(p->heap, out, item);
    }
}

static const char *axis_plural(const struct gp_pass *p,
                               const struct gp_split *s)
{
    switch (s->axis) {
    case GP_AXIS_TEAM:
        return gp_word(p->findings, "teams");
    case GP_AXIS_PERSON:
        return gp_word(p->findings, "persons");
    case GP_AXIS_MEMBER:
        return gp_word(p->findings, "members");
    default:
        return gp_word(p->findings, "parts");
    }
}

static void no_part(struct gp_pass *p, const struct gp_split *s,
                    struct gp_ref name)
{
    struct gp_model *m = p->model;
    const char *text = gp_ref_name(p, name);
    if (p->incomplete || p->broken_tree)
        return;
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_NO_PART, gp_ref_span(p, name), text,
                axis_plural(p, s),
                gp_sym_text(p->names, m->scopes.at[s->scope].name), NULL);
    gp_tell_of(p, f, s->scope);
    struct gp_items all = {0};
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
                                : gp_arena_join(&p->findings->arena, list, ", ",
                                                n, NULL);
    }
    if (gp_guess_best(&guess) != NULL)
        gp_find_help(p->findings, f, GP_TEXT_HELP_DID_YOU_MEAN,
                     gp_guess_best(&guess), NULL);
    else if (list != NULL)
        gp_find_help(p->findings, f, GP_TEXT_HELP_ONE_OF, list, NULL);
    gp_vec_fini(p->heap, &all);
}

void gp_item_count(struct gp_pass *p, struct gp_span span, size_t items,
                   size_t parts)
{
    struct gp_buf a, b;
    gp_buf_init(&a, p->heap);
    gp_buf_init(&b, p->heap);
    gp_buf_int(&a, (int64_t)items);
    gp_buf_int(&b, (int64_t)parts);
    struct gp_finding *f = gp_find(p->findings, GP_TEXT_WRONG_COUNT, span,
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
                         struct gp_ref ref, struct gp_items *items)
{
    struct gp_ref value = gp_ref_child(p, ref);
    struct gp_ref why = gp_ref_part(p, ref, GP_N_STRING);
    struct gp_item *item = gp_item_next(p, items, gp_ref_span(p, ref));
    if (!gp_item_value(p, s, value, item))
        return false;
    item->part =
        gp_make_held(p, s->scope, s->dimension, GP_SCOPE_RESERVE, item->span,
                     gp_ref_is(why) ? gp_ref_string(p, why) : NULL);
    gp_item_add(p, items);
    return true;
}

/* One item of an axis of parts; *index counts those without a name. */
static bool part_item(struct gp_pass *p, struct gp_split *s, struct gp_ref ref,
                      const struct gp_items *all, size_t *index,
                      struct gp_items *items)
{
    struct gp_ref first = gp_ref_child(p, ref);
    struct gp_item *item = gp_item_next(p, items, gp_ref_span(p, ref));
    item->value = gp_rat_int(1);
    if (gp_ref_kind(p, first) == GP_N_LABEL) {
        struct gp_ref name = gp_ref_child(p, first);
        item->part = gp_ref_kind(p, name) == GP_N_NAME
                         ? part_named(p, s, gp_pass_node(p, name)->sym)
                         : GP_NONE;
        if (item->part == GP_NONE) {
            no_part(p, s, name);
            return false;
        }
        if (!gp_item_value(p, s, gp_ref_next(p, first), item))
            return false;
    } else if (is_label_only(p, ref) && !is_constant(p, first)) {
        item->part = part_named(p, s, gp_pass_node(p, first)->sym);
        item->kind = GP_ITEM_WEIGHT;
        if (item->part == GP_NONE) {
            no_part(p, s, first);
            return false;
        }
    } else {
        if (!gp_item_value(p, s, first, item))
            return false;
        if (*index < all->count)
            item->part = all->at[*index].part;
        ++*index;
    }
    for (size_t i = 0; item->part != GP_NONE && i < items->count; i++) {
        if (items->count > 64) /* checked by the rows instead */
            break;
        if (items->at[i].part != item->part)
            continue;
        struct gp_finding *f = gp_find(
            p->findings, GP_TEXT_PART_TWICE, item->span,
            gp_sym_text(p->names, p->model->scopes.at[item->part].name), NULL);
        gp_tell_of(p, f, item->part);
        gp_find_note(p->findings, f, items->at[i].span, GP_TEXT_NOTE_FIRST,
                     NULL);
        return false;
    }
    gp_item_add(p, items);
    return true;
}

bool gp_part_items(struct gp_pass *p, struct gp_split *s, struct gp_ref block,
                   struct gp_items *items)
{
    struct gp_items all = {0};
    size_t index = 0;
    bool ok = true;
    all_parts(p, s, &all);
    for (struct gp_ref i = gp_ref_items(p, block); gp_ref_is(i);
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
        if (!p->incomplete && !p->broken_tree)
            gp_item_count(p, s->span, index, all.count);
        ok = false;
    }
    gp_vec_fini(p->heap, &all);
    return ok;
}

/* Even, or by the weights of a named vector. */
bool gp_part_weights(struct gp_pass *p, struct gp_split *s, uint32_t vector,
                     struct gp_items *items)
{
    struct gp_model *m = p->model;
    all_parts(p, s, items);
    if (items->count == 0 && (p->incomplete || p->broken_tree))
        return false;
    if (items->count == 0) {
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_NO_PARTS, s->span,
                    gp_sym_text(p->names, m->scopes.at[s->scope].name),
                    axis_plural(p, s), NULL);
        gp_tell_of(p, f, s->scope);
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

bool gp_tell_cut_by_team(struct gp_pass *p, const struct gp_split *s)
{
    const struct gp_model *m = p->model;
    if (s->axis == GP_AXIS_TIME || s->axis == GP_AXIS_DIMENSION ||
        s->scope == GP_NONE ||
        m->scopes.at[gp_model_upon(m, s->scope)].kind != GP_SCOPE_NARROW)
        return false;
    struct gp_ref of = gp_ref_part(p, s->ref, GP_N_OF);
    struct gp_finding *f = gp_find(
        p->findings, GP_TEXT_EXPECTED,
        gp_ref_is(of) ? gp_ref_span(p, of) : s->span,
        gp_word(p->findings, "a team or a person, not a part of one"), NULL);
    gp_find_help(p->findings, f, GP_TEXT_HELP_STATE_PARTS,
                 gp_sym_text(p->names, m->kpis.at[s->kpi].name), NULL);
    return true;
}

/* Items over periods: see split.h. */
#include "compile/split.h"

#include <string.h>

#include "base/vec.h"

/* Makes p->periods those of the split's grain inside its period; weeks and
 * others are cut at its ends. */
static void see_periods(struct gp_pass *p, const struct gp_split *s)
{
    struct gp_periods all = {0};
    if (p->periods.at != NULL && p->periods.grain == s->grain &&
        p->periods.days.first == s->period.days.first &&
        p->periods.days.last == s->period.days.last)
        return;
    for (gp_date at = s->period.days.first; at <= s->period.days.last;) {
        struct gp_period x;
        memset(&x, 0, sizeof x);
        x = gp_period_of(&p->model->calendar, s->grain, at);
        if (s->grain != GP_WEEK)
            x.days = gp_days_cut(x.days, s->period.days);
        gp_vec_push(p->heap, &all, x);
        at = x.days.last + 1;
    }
    p->periods.grain = s->grain;
    p->periods.days = s->period.days;
    p->periods.count = all.count;
    p->periods.at =
        gp_arena_alloc(p->arena, (all.count + 1) * sizeof *p->periods.at);
    if (all.count != 0)
        memcpy(p->periods.at, all.at, all.count * sizeof *all.at);
    gp_vec_fini(p->heap, &all);
}

static bool label_periods(struct gp_pass *p, const struct gp_split *s,
                          struct gp_ref name, struct gp_periods *out)
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
    struct gp_span_days cut =
        gp_days_cut((struct gp_span_days){first.days.first, last.days.last},
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
                gp_word(p->findings, gp_grain_name(s->grain)), gp_buf_cstr(&b),
                NULL);
        gp_buf_fini(&b);
        return false;
    }
    for (gp_date at = cut.first; at <= cut.last;) {
        struct gp_period x = gp_period_of(&p->model->calendar, s->grain, at);
        if (s->grain != GP_WEEK)
            x.days = gp_days_cut(x.days, s->period.days);
        gp_vec_push(p->heap, out, x);
        at = x.days.last + 1;
    }
    return true;
}

static bool time_item(struct gp_pass *p, struct gp_split *s, struct gp_ref ref,
                      size_t *index, struct gp_items *items,
                      struct gp_periods *periods)
{
    struct gp_ref first = gp_ref_child(p, ref);
    struct gp_item *item = gp_item_next(p, items, gp_ref_span(p, ref));
    struct gp_ref value = first;
    size_t from = periods->count;
    if (gp_ref_kind(p, first) == GP_N_LABEL) {
        value = gp_ref_next(p, first);
        if (!label_periods(p, s, gp_ref_child(p, first), periods))
            return false;
    } else {
        if (*index < p->periods.count)
            gp_vec_push(p->heap, periods, p->periods.at[*index]);
        ++*index;
    }
    bool labelled = value.node != first.node;
    for (size_t i = 0; labelled && i < from; i++) {
        if (from == periods->count ||
            periods->at[i].days.first != periods->at[from].days.first)
            continue;
        gp_find(p->findings, GP_TEXT_PERIOD_TWICE, item->span, NULL);
        return false;
    }
    if (!gp_item_value(p, s, value, item))
        return false;
    for (size_t i = from; i < periods->count; i++) {
        if (i != from) { /* of a range, all the same */
            item = gp_item_next(p, items, item->span);
            *item = items->at[items->count - 1];
        }
        item->part = (uint32_t)i;
        gp_item_add(p, items);
    }
    return true;
}

/* The numbers of a list, one a period. */
static bool time_numbers(struct gp_pass *p, struct gp_split *s,
                         struct gp_ref list, size_t *index,
                         struct gp_items *items, struct gp_periods *periods)
{
    const struct gp_ast *ast = gp_pass_ast(p, list);
    struct gp_extent at = gp_pass_node(p, list)->at;
    bool ok = true;
    for (uint32_t i = at.first; i <= at.last; i++) {
        if (!gp_token_is_number(&ast->tokens.at[i]))
            continue;
        struct gp_item *item =
            gp_item_next(p, items, gp_tokens_span(&ast->tokens, i, i));
        if (*index < p->periods.count)
            gp_vec_push(p->heap, periods, p->periods.at[*index]);
        item->part = (uint32_t)*index;
        ++*index;
        if (gp_item_number(p, s, ast->text, item))
            gp_item_add(p, items);
        else
            ok = false;
    }
    return ok;
}

bool gp_time_items(struct gp_pass *p, struct gp_split *s, struct gp_ref block,
                   struct gp_items *items, struct gp_periods *periods)
{
    size_t index = 0;
    bool ok = true;
    see_periods(p, s);
    gp_vec_reserve(p->heap, items, p->periods.count);
    gp_vec_reserve(p->heap, periods, p->periods.count);
    for (struct gp_ref i = gp_ref_child(p, block); gp_ref_is(i);
         i = gp_ref_next(p, i)) {
        if (gp_ref_kind(p, i) == GP_N_ITEM) {
            ok &= time_item(p, s, i, &index, items, periods);
        } else if (gp_ref_kind(p, i) == GP_N_NUMBERS) {
            ok &= time_numbers(p, s, i, &index, items, periods);
        } else {
            if (gp_ref_kind(p, i) == GP_N_RESERVE)
                gp_find(p->findings, GP_TEXT_NO_RESERVE_HERE, gp_ref_span(p, i),
                        NULL);
            ok = false;
        }
    }
    if (ok && index > 0 && index != p->periods.count) {
        gp_item_count(p, s->span, index, p->periods.count);
        ok = false;
    }
    return ok;
}

/* Weights over the periods of one stretch of the plan. */
void gp_time_weights(struct gp_pass *p, struct gp_split *s, uint32_t vector,
                     struct gp_items *items, struct gp_periods *periods)
{
    const struct gp_vector *v =
        vector == GP_NONE ? NULL : &p->model->vectors.at[vector];
    see_periods(p, s);
    for (size_t i = 0; i < p->periods.count; i++)
        gp_vec_push(p->heap, periods, p->periods.at[i]);
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
        struct gp_item *item = gp_item_next(p, items, s->span);
        item->kind = GP_ITEM_WEIGHT;
        item->part = (uint32_t)i;
        item->value = gp_rat_int(w);
        gp_item_add(p, items);
    }
}

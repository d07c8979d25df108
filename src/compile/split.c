/* Splits, from the tree: where what they say is put. */
#include <string.h>

#include "base/vec.h"
#include "compile/split.h"

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
    return row < p->split_of.count ? p->split_of.at[row] : GP_NONE;
}

void gp_put_split(struct gp_pass *p, uint32_t row, uint32_t split)
{
    while (p->split_of.count <= row)
        gp_vec_push(p->heap, &p->split_of, GP_NONE);
    p->split_of.at[row] = split;
}

static struct gp_finding *tell_twice(struct gp_pass *p,
                                     const struct gp_split *s,
                                     struct gp_span first)
{
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_DOUBLE_SPLIT, s->span, NULL);
    gp_tell_of(p, f, s->is_default ? GP_NONE : s->scope);
    gp_find_note(p->findings, f, first, GP_TEXT_NOTE_FIRST, NULL);
    return f;
}

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
        tell_twice(p, s, m->facts.at[shape->fact].span);
        return;
    }
    shape->fact = gp_add_fact(p, s->span, NULL);
    shape = &m->shapes.at[*shapes].by[s->grain];
    shape->vector = vector;
    shape->kind = vector != GP_NONE               ? GP_SHAPE_VECTOR
                  : s->even || s->grain < GP_WEEK ? GP_SHAPE_EVEN
                                                  : GP_SHAPE_WORKDAYS;
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

/* Amounts are statements: they stand whether the whole is known or not, and
 * make it up where nothing else says what it is. */
static void state_amounts(struct gp_pass *p, const struct gp_split *s,
                          uint32_t row)
{
    bool time = s->axis == GP_AXIS_TIME;
    if (time && s->grain == GP_WEEK && s->has_period)
        return; /* pieces of weeks: they need their month */
    const struct gp_timetable *t = &p->model->time;
    int tick = GP_NO_TICK;
    for (size_t i = 0; i < s->item_count; i++) {
        const struct gp_item *item = &s->items[i];
        if (item->kind != GP_ITEM_AMOUNT)
            continue;
        if (time && s->grain <= GP_MONTH) {
            /* Mostly the periods come in order. */
            const struct gp_period *at = &s->periods[item->part];
            bool next = tick != GP_NO_TICK && tick + 1 < t->count &&
                        t->ticks[tick + 1].period.grain == s->grain &&
                        t->ticks[tick + 1].period.days.first == at->days.first;
            tick = next ? tick + 1 : gp_timetable_find(t, at);
            gp_state_tick(p, row, tick, item->amount, GP_WHY_AMOUNT,
                          item->fact);
            continue;
        }
        uint32_t to = time ? row : gp_make_row(p, s->kpi, item->part);
        gp_state_cell(p, to, time ? &s->periods[item->part] : &s->period,
                      item->amount, GP_WHY_AMOUNT, item->fact);
    }
}

/* Nothing but amounts of whole periods, whose sum fits. */
static bool is_stated(const struct gp_split *s, const struct gp_items *items)
{
    int64_t sum = 0;
    if (s->axis != GP_AXIS_TIME || s->grain > GP_MONTH)
        return false;
    for (size_t i = 0; i < items->count; i++)
        if (items->at[i].kind != GP_ITEM_AMOUNT ||
            !gp_add64(&sum, sum, items->at[i].amount))
            return false;
    return true;
}

/* Overlays are parts of one another only where a split says so; what an
 * amendment divides later is none of the original's. */
static void make_part(struct gp_pass *p, uint32_t kpi, uint32_t scope)
{
    uint32_t row = gp_make_row(p, kpi, scope);
    struct gp_row *r = &p->model->rows.at[row];
    r->is_part |= r->overlay && (!p->amending || row >= p->first_amended);
}

static void keep_split(struct gp_pass *p, struct gp_split s, uint32_t row,
                       struct gp_items *items, struct gp_periods *periods)
{
    uint32_t before = p->amending ? GP_NONE : gp_first_split(p, row);
    for (uint32_t i = before; i != GP_NONE; i = p->splits.at[i].next) {
        const struct gp_split *o = &p->splits.at[i];
        if (!same_axis(o, &s) || o->period.days.first != s.period.days.first ||
            o->period.days.last != s.period.days.last)
            continue;
        struct gp_finding *f = tell_twice(p, &s, o->span);
        gp_find_help(p->findings, f, GP_TEXT_HELP_DOUBLE_SPLIT, NULL);
        return;
    }
    s.next = before;
    if (is_stated(&s, items) && !p->amending) {
        s.is_stated = true;
        s.items = items->at;
        s.item_count = items->count;
        s.periods = periods->at;
        state_amounts(p, &s, row);
        for (size_t i = 0; i < s.item_count; i++)
            s.stated += s.items[i].amount;
        s.items = NULL;
        s.periods = NULL;
        s.item_count = 0;
        gp_put_split(p, row, (uint32_t)p->splits.count);
        gp_vec_push(p->heap, &p->splits, s);
        return;
    }
    s.items = gp_arena_alloc(p->arena, (items->count + 1) * sizeof *s.items);
    s.item_count = items->count;
    if (items->count != 0)
        memcpy(s.items, items->at, items->count * sizeof *s.items);
    if (periods != NULL && periods->count != 0) {
        /* All periods in their order are kept once for all splits. */
        bool same = periods->count == p->periods.count &&
                    memcmp(periods->at, p->periods.at,
                           periods->count * sizeof *periods->at) == 0;
        s.periods =
            same ? p->periods.at
                 : gp_arena_alloc(p->arena, periods->count * sizeof *s.periods);
        if (!same)
            memcpy(s.periods, periods->at, periods->count * sizeof *s.periods);
        if (s.grain == GP_WEEK && !p->amending)
            p->model->kpis.at[s.kpi].uses_weeks = true;
    } else {
        for (size_t i = 0; i < s.item_count; i++)
            make_part(p, s.kpi, s.items[i].part);
        if (s.partial)
            make_part(p, s.kpi,
                      gp_make_held(p, s.scope, s.dimension, GP_SCOPE_GAP,
                                   s.span, NULL));
    }
    if (p->amending) {
        s.amendment = p->amendment;
        gp_vec_push(p->heap, &p->amended_splits, s);
        return;
    }
    gp_put_split(p, row, (uint32_t)p->splits.count);
    gp_vec_push(p->heap, &p->splits, s);
    state_amounts(p, &s, row);
}

/* What is left is left for one. */
static bool has_one_rest(struct gp_pass *p, const struct gp_items *items)
{
    const struct gp_item *first = NULL;
    for (size_t i = 0; i < items->count; i++) {
        const struct gp_item *item = &items->at[i];
        if (item->kind != GP_ITEM_REST)
            continue;
        if (first != NULL) {
            struct gp_finding *f =
                gp_find(p->findings, GP_TEXT_TWO_RESTS, item->span, NULL);
            gp_find_note(p->findings, f, first->span, GP_TEXT_NOTE_FIRST, NULL);
            gp_find_help(p->findings, f, GP_TEXT_HELP_TWO_RESTS, NULL);
            return false;
        }
        first = item;
    }
    return true;
}

static void lower_parts(struct gp_pass *p, struct gp_ref ref, struct gp_split s,
                        uint32_t vector)
{
    struct gp_ref block = gp_ref_part(p, ref, GP_N_BLOCK);
    struct gp_items items = {0};
    /* A split that names an axis and nothing else says no more than a default
     * does. */
    bool bare = !gp_ref_is(block) && !s.even && !s.weights && !s.partial &&
                gp_rat_sign(s.over) == 0;
    s.yields = s.is_default || bare;
    bool ok = gp_ref_is(block) ? gp_part_items(p, &s, block, &items)
                               : gp_part_weights(p, &s, vector, &items);
    uint32_t row = gp_make_row(p, s.kpi, s.scope);
    if (ok && has_one_rest(p, &items))
        keep_split(p, s, row, &items, NULL);
    else if (!p->amending)
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
    /* Weights of the whole plan are a shape; in a plan of several years those
     * written in place are one for each period instead. */
    bool general =
        s.scope == GP_NONE ||
        (whole && !p->amending &&
         (!gp_ref_is(block) || s.grain == GP_DAYPART ||
          (s.weights && (s.grain == GP_DAY || m->time.of[GP_YEAR] == 1))));
    if (general) {
        if (gp_ref_is(block)) {
            vector = gp_make_vector(p, block, GP_NO_SYM, s.span, s.grain);
            if (vector == GP_NONE)
                return;
        }
        bool fits = vector == GP_NONE || m->vectors.at[vector].grain == s.grain;
        if (!fits || (s.grain == GP_DAYPART && vector == GP_NONE)) {
            struct gp_finding *f =
                gp_find(p->findings, GP_TEXT_WEIGHTS_GRAIN, s.span,
                        gp_word(p->findings, gp_grain_name(s.grain)), NULL);
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
    struct gp_items items = {0};
    struct gp_periods periods = {0};
    bool ok = true;
    if (s.grain == GP_DAYPART) {
        gp_find(p->findings, GP_TEXT_DAYPART_PERIOD, s.span, NULL);
        return;
    }
    if (gp_ref_is(block) && s.weights && s.grain == GP_DAY) {
        vector = gp_make_vector(p, block, GP_NO_SYM, s.span, s.grain);
        if (vector != GP_NONE)
            gp_time_weights(p, &s, vector, &items, &periods);
        ok = vector != GP_NONE;
    } else if (gp_ref_is(block)) {
        ok = gp_time_items(p, &s, block, &items, &periods);
    } else {
        gp_time_weights(p, &s, vector, &items, &periods);
    }
    uint32_t row = gp_make_row(p, s.kpi, s.scope);
    if (ok && has_one_rest(p, &items))
        keep_split(p, s, row, &items, &periods);
    else if (!p->amending)
        m->rows.at[row].open = true;
    gp_vec_fini(p->heap, &items);
    gp_vec_fini(p->heap, &periods);
}

/* An amendment divides cells again: those of one scope, down to months. */
static bool can_amend(struct gp_pass *p, const struct gp_split *s)
{
    bool fine = s->scope != GP_NONE && s->period.grain <= GP_MONTH &&
                gp_timetable_find(&p->model->time, &s->period) != GP_NO_TICK &&
                !s->partial && s->over.num == 0 &&
                (s->axis != GP_AXIS_TIME || s->grain <= GP_MONTH);
    if (!fine) {
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_AMEND_SPLIT, s->span, NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_AMEND_SPLIT, NULL);
    }
    return fine;
}

void gp_lower_split(struct gp_pass *p, struct gp_ref ref, uint32_t row,
                    const struct gp_period *period)
{
    struct gp_split s = {.span = gp_ref_span(p, ref),
                         .ref = ref,
                         .next = GP_NONE,
                         .over = {0, 1}};
    uint32_t vector;
    if (!gp_split_axis(p, gp_ref_part(p, ref, GP_N_BY), &s) ||
        !gp_split_subject(p, ref, row, period, &s) ||
        !gp_split_sums(p, s.kpi, s.span) || gp_tell_cut_by_team(p, &s) ||
        !gp_split_options(p, ref, &s, &vector)) {
        if (row != GP_NONE && !p->amending)
            p->model->rows.at[row].open = true;
        return;
    }
    if (p->amending && !can_amend(p, &s))
        return;
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
                         .is_default = true,
                         .over = {0, 1}};
    uint32_t vector;
    if (gp_split_options(p, d->ref, &s, &vector))
        lower_parts(p, d->ref, s, vector);
}

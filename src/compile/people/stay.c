/* Facts about people in time, and moves: see stay.h.  What they do to amounts
 * is in flow/stay.c; where the plan speaks of days nobody is there, absent.c
 * says so. */
#include "compile/people/stay.h"

#include <stdlib.h>

#include "base/vec.h"
#include "model/stay.h"

/* ---- what is told of a scope --------------------------------------------- */

void gp_told_init(struct gp_told_scope *told)
{
    told->from = told->until = told->ramp = (struct gp_ref){0, 0};
    told->first = GP_FIRST_DATE;
    told->last = GP_LAST_DATE;
    told->steps = NULL;
    told->step_count = 0;
    told->capacities.at = NULL;
    told->capacities.count = told->capacities.room = 0;
    told->scope.stay = told->scope.ramp = GP_NONE;
    told->scope.person = told->scope.moved_to = GP_NONE;
}

/* One day; said twice is a finding. */
static void read_day(struct gp_pass *p, struct gp_cursor *c, struct gp_ref *at,
                     gp_date *day)
{
    gp_date first, last;
    struct gp_ref here = c->at;
    if (gp_ref_is(*at)) {
        struct gp_finding *f = gp_find(p->findings, GP_TEXT_SAID_TWICE,
                                       gp_ref_span(p, here), NULL);
        gp_find_note(p->findings, f, gp_ref_span(p, *at), GP_TEXT_NOTE_FIRST,
                     NULL);
    }
    if (!gp_cursor_dates(p, c, &first, &last))
        return;
    if (first != last) {
        gp_find(
            p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, here),
            gp_word(p->findings, "one day: from 2026-03-01 until 2026-09-30"),
            NULL);
        c->failed = true;
        return;
    }
    *at = here;
    *day = first;
}

void gp_read_from(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_told_scope *told = c->data;
    read_day(p, c, &told->from, &told->first);
}

void gp_read_until(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_told_scope *told = c->data;
    read_day(p, c, &told->until, &told->last);
}

static bool read_step(struct gp_pass *p, struct gp_cursor *c, int64_t *out)
{
    struct gp_const value;
    struct gp_ref at = c->at;
    if (!gp_ref_is(at) || gp_ref_kind(p, at) == GP_N_STRING)
        return gp_cursor_expected(p, c, "percentages: ramp 0%, 25%, 50%, 100%"),
               false;
    if (!gp_cursor_const(p, c, &value))
        return c->failed = true, false;
    struct gp_rat scaled;
    bool fits = value.percent && gp_rat_sign(value.value) >= 0 &&
                gp_rat_cmp(value.value, gp_rat_int(1)) <= 0 &&
                gp_rat_mul(&scaled, value.value, gp_rat_int(GP_FULL_SHARE)) &&
                scaled.den == 1;
    if (!fits) {
        gp_find(p->findings, GP_TEXT_RAMP_STEP, gp_ref_span(p, at), NULL);
        c->failed = true;
        return false;
    }
    *out = (int64_t)scaled.num;
    return true;
}

void gp_read_ramp(struct gp_pass *p, struct gp_cursor *c)
{
    enum { MOST = 120 };
    struct gp_told_scope *told = c->data;
    told->ramp = gp_ref_is(c->at) ? c->at : c->fact;
    told->steps = gp_arena_alloc(p->arena, MOST * sizeof *told->steps);
    told->step_count = 0;
    do {
        if (told->step_count == MOST) {
            gp_cursor_expected(p, c, "at most 120 months");
            break;
        }
        if (!read_step(p, c, &told->steps[told->step_count]))
            break;
        told->step_count++;
        if (!gp_ref_is(c->at) || gp_ref_kind(p, c->at) != GP_N_COMMA)
            break;
        c->at = gp_ref_next(p, c->at);
    } while (gp_ref_is(c->at));
    if (c->failed)
        told->step_count = 0;
}

/* KPIs may be declared further down: a capacity is read when all are there.
 * Four atoms: visits 5 per workday. */
void gp_read_capacity(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_told_scope *told = c->data;
    struct gp_ref at = gp_ref_is(c->at) ? c->at : c->fact;
    gp_vec_push(p->heap, &told->capacities, at);
    for (int i = 0; i < 4 && gp_ref_is(c->at); i++)
        c->at = gp_ref_next(p, c->at);
}

/* ---- into the model ------------------------------------------------------ */

static uint32_t add_stay(struct gp_pass *p, struct gp_span_days days,
                         uint32_t next, struct gp_span span)
{
    struct gp_stay s = {.days = days, .next = next, .span = span};
    gp_vec_push(p->heap, &p->model->stays, s);
    return (uint32_t)p->model->stays.count - 1;
}

static const char *date_text(struct gp_pass *p, gp_date day)
{
    struct gp_buf b;
    gp_buf_init(&b, p->heap);
    gp_buf_date(&b, day);
    const char *text =
        gp_arena_strndup(&p->findings->arena, gp_buf_cstr(&b), b.count);
    gp_buf_fini(&b);
    return text;
}

static const char *scope_text(struct gp_pass *p, uint32_t scope)
{
    return gp_sym_text(p->names, p->model->scopes.at[scope].name);
}

/* Days that do not make sense; false where they cannot be kept. */
static bool check_days(struct gp_pass *p, const struct gp_told_scope *told,
                       uint32_t id)
{
    struct gp_span_days plan = p->model->period.days;
    struct gp_ref at = gp_ref_is(told->from) ? told->from : told->until;
    if (told->last < told->first) {
        struct gp_finding *f = gp_find(
            p->findings, GP_TEXT_UNTIL_BEFORE, gp_ref_span(p, told->until),
            date_text(p, told->last), date_text(p, told->first), NULL);
        gp_find_note(p->findings, f, gp_ref_span(p, told->from),
                     GP_TEXT_NOTE_FIRST_DAY, NULL);
        return false;
    }
    if (told->first > plan.last || told->last < plan.first) {
        if (told->first <= plan.last)
            at = told->until;
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_NEVER_THERE, gp_ref_span(p, at),
                    scope_text(p, id), date_text(p, plan.first),
                    date_text(p, plan.last), NULL);
        gp_find_note(p->findings, f, p->model->span, GP_TEXT_NOTE_PERIOD, NULL);
        return false;
    }
    return true;
}

static void keep_ramp(struct gp_pass *p, const struct gp_told_scope *told,
                      uint32_t id)
{
    if (told->step_count == 0)
        return;
    struct gp_span at = gp_ref_span(p, told->ramp);
    if (!gp_ref_is(told->from)) {
        gp_find(p->findings, GP_TEXT_RAMP_FROM, at, NULL);
        return;
    }
    gp_date last = gp_stay_month(told->first, told->step_count - 1);
    if (last > told->last) {
        struct gp_buf b;
        gp_buf_init(&b, p->heap);
        gp_buf_int(&b, told->step_count);
        gp_find(p->findings, GP_TEXT_RAMP_LONG, at, gp_buf_cstr(&b),
                date_text(p, last), date_text(p, told->last), NULL);
        gp_buf_fini(&b);
    }
    struct gp_ramp r = {.since = told->first,
                        .steps = told->steps,
                        .count = told->step_count,
                        .span = at};
    p->model->scopes.at[id].ramp = (uint32_t)p->model->ramps.count;
    gp_vec_push(p->heap, &p->model->ramps, r);
}

void gp_told_keep(struct gp_pass *p, struct gp_told_scope *told, uint32_t id)
{
    for (size_t i = 0; id != GP_NONE && i < told->capacities.count; i++) {
        struct gp_capacity_ref c = {told->capacities.at[i], id};
        gp_vec_push(p->heap, &p->capacities, c);
    }
    gp_vec_fini(p->heap, &told->capacities);
    bool any = gp_ref_is(told->from) || gp_ref_is(told->until);
    if (id == GP_NONE || (any && !check_days(p, told, id)))
        return;
    if (any)
        p->model->scopes.at[id].stay = add_stay(
            p, (struct gp_span_days){told->first, told->last}, GP_NONE,
            gp_ref_span(p, gp_ref_is(told->from) ? told->from : told->until));
    keep_ramp(p, told, id);
}

uint32_t gp_hang_scope(struct gp_pass *p, struct gp_scope s, uint32_t parent)
{
    struct gp_model *m = p->model;
    uint32_t id = (uint32_t)m->scopes.count;
    uint32_t *at = gp_map_at(&m->scope_of, s.name);
    s.same_name = *at == GP_MAP_NONE ? GP_NONE : *at;
    s.parent = parent;
    s.base = id;
    s.child = s.last_child = s.next = GP_NONE;
    *at = id;
    gp_vec_push(p->heap, &m->scopes, s);
    if (parent != GP_NONE) {
        gp_model_hang(m, id, parent);
        return id;
    }
    if (m->root == GP_NONE)
        m->root = id;
    else
        m->scopes.at[p->last_root].next = id;
    p->last_root = id;
    return id;
}

/* ---- moves --------------------------------------------------------------- */

struct move {
    struct gp_ref ref, who, where;
    gp_date day;
    size_t order;
};

static int by_day(const void *a, const void *b)
{
    const struct move *x = a, *y = b;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static bool read_move(struct gp_pass *p, struct gp_ref ref, struct move *out)
{
    struct gp_ref to, from, at;
    struct gp_period day;
    out->ref = ref;
    out->who = gp_ref_child(p, ref);
    to = gp_ref_next(p, out->who);
    out->where = gp_ref_next(p, to);
    from = gp_ref_next(p, out->where);
    at = gp_ref_next(p, from);
    bool right = gp_ref_word(p, to) == GP_W_TO;
    if (!right || gp_ref_word(p, from) != GP_W_FROM) {
        gp_find(
            p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, right ? from : to),
            gp_word(p->findings,
                    right
                        ? GP_WORD("`from`: move xing to south from 2026-07-01")
                        : GP_WORD("`to`: move xing to south from 2026-07-01")),
            NULL);
        return false;
    }
    if (!gp_find_period(p, at, &day))
        return false;
    out->day = day.days.first;
    struct gp_span_days plan = p->model->period.days;
    if (out->day > plan.first && out->day <= plan.last)
        return true;
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_OUTSIDE, gp_ref_span(p, at),
                date_text(p, out->day), NULL);
    if (out->day == plan.first)
        gp_find_help(p->findings, f, GP_TEXT_HELP_MOVE_FIRST, NULL);
    else
        gp_find_note(p->findings, f, p->model->span, GP_TEXT_NOTE_PERIOD, NULL);
    return false;
}

static bool has_day(const struct gp_model *m, uint32_t scope, gp_date day)
{
    return gp_stay_is_there(m, scope, (struct gp_span_days){day, day});
}

/* Whether the move can be made by who is there; the findings if not. */
static bool check_move(struct gp_pass *p, const struct move *v, uint32_t who,
                       uint32_t where)
{
    struct gp_model *m = p->model;
    struct gp_span at = gp_ref_span(p, v->who), to = gp_ref_span(p, v->where);
    const char *name = scope_text(p, who);
    if (m->scopes.at[who].kind != GP_SCOPE_PERSON) {
        gp_find(p->findings, GP_TEXT_NO_PERSON, at, name, NULL);
        return false;
    }
    if (m->scopes.at[where].kind != GP_SCOPE_TEAM) {
        gp_find(p->findings, GP_TEXT_NO_TEAM, to, scope_text(p, where), NULL);
        return false;
    }
    if (gp_stay_on(m, who, v->day) != gp_stay_on(m, who, v->day - 1)) {
        struct gp_finding *f = gp_find(p->findings, GP_TEXT_MOVED_TWICE, at,
                                       name, date_text(p, v->day), NULL);
        gp_find_note(p->findings, f,
                     m->scopes.at[gp_stay_on(m, who, v->day)].span,
                     GP_TEXT_NOTE_FIRST, NULL);
        return false;
    }
    if (!has_day(m, who, v->day) || !has_day(m, who, v->day - 1)) {
        struct gp_buf b;
        gp_buf_init(&b, p->heap);
        gp_buf_stay(&b, m, who, p->findings->lang);
        gp_find(p->findings, GP_TEXT_MOVE_ABSENT, at, name,
                date_text(p, v->day), gp_buf_cstr(&b), NULL);
        gp_buf_fini(&b);
        return false;
    }
    if (m->scopes.at[who].parent == where) {
        gp_find(p->findings, GP_TEXT_MOVE_SAME, to, name, scope_text(p, where),
                NULL);
        return false;
    }
    return true;
}

/* The scope that the person has in a team already, or one that another of the
 * same name has there. */
static uint32_t there_already(const struct gp_model *m, uint32_t who,
                              uint32_t where)
{
    uint32_t c = m->scopes.at[where].child;
    while (c != GP_NONE && m->scopes.at[c].name != m->scopes.at[who].name)
        c = m->scopes.at[c].next;
    return c;
}

/* The stays of a scope from a day on, taken off it. */
static uint32_t cut_stays(struct gp_pass *p, uint32_t scope, gp_date day)
{
    struct gp_model *m = p->model;
    struct gp_span span = m->scopes.at[scope].span;
    uint32_t kept = GP_NONE, last = GP_NONE, rest = GP_NONE, tail = GP_NONE;
    uint32_t i = m->scopes.at[scope].stay;
    if (i == GP_NONE)
        i = add_stay(p, (struct gp_span_days){GP_FIRST_DATE, GP_LAST_DATE},
                     GP_NONE, span);
    for (uint32_t next; i != GP_NONE; i = next) {
        struct gp_stay s = m->stays.at[i];
        next = s.next;
        for (int side = 0; side < 2; side++) {
            struct gp_span_days d = gp_days_cut(
                s.days, side == 0
                            ? (struct gp_span_days){GP_FIRST_DATE, day - 1}
                            : (struct gp_span_days){day, GP_LAST_DATE});
            if (gp_days_count(d) == 0)
                continue;
            uint32_t made = add_stay(p, d, GP_NONE, s.span);
            uint32_t *first = side == 0 ? &kept : &rest;
            uint32_t *end = side == 0 ? &last : &tail;
            if (*first == GP_NONE)
                *first = made;
            else
                m->stays.at[*end].next = made;
            *end = made;
        }
    }
    m->scopes.at[scope].stay = kept;
    return rest;
}

static void append_stays(struct gp_model *m, uint32_t scope, uint32_t stays)
{
    uint32_t i = m->scopes.at[scope].stay;
    while (m->stays.at[i].next != GP_NONE)
        i = m->stays.at[i].next;
    m->stays.at[i].next = stays;
}

static void make_move(struct gp_pass *p, const struct move *v)
{
    struct gp_model *m = p->model;
    uint32_t who = gp_find_scope_in(
        p, v->who, (struct gp_span_days){v->day - 1, v->day - 1});
    uint32_t where = gp_find_scope(p, v->where);
    if (who == GP_NONE || where == GP_NONE || !check_move(p, v, who, where))
        return;
    uint32_t old = there_already(m, who, where);
    uint32_t person = m->scopes.at[who].person;
    if (old != GP_NONE &&
        (person == GP_NONE || m->scopes.at[old].person != person)) {
        struct gp_ref name = gp_ref_child(p, v->who);
        while (gp_ref_is(gp_ref_next(p, name)))
            name = gp_ref_next(p, name);
        gp_tell_twice(p, name, m->scopes.at[old].span);
        return;
    }
    uint32_t rest = cut_stays(p, who, v->day);
    if (old != GP_NONE) {
        append_stays(m, old, rest);
        return;
    }
    if (person == GP_NONE)
        person = m->scopes.at[who].person = who;
    struct gp_scope s = m->scopes.at[who];
    s.stay = rest;
    s.moved_to = GP_NONE;
    s.span = gp_ref_span(p, v->who);
    uint32_t id = gp_hang_scope(p, s, where);
    while (m->scopes.at[person].moved_to != GP_NONE)
        person = m->scopes.at[person].moved_to;
    m->scopes.at[person].moved_to = id;
}

void gp_pass_moves(struct gp_pass *p)
{
    GP_VEC(struct move) moves = {0};
    for (size_t i = 0; i < p->stmts.count; i++) {
        struct move v = {.order = i};
        if (gp_ref_kind(p, p->stmts.at[i].ref) == GP_N_MOVE &&
            read_move(p, p->stmts.at[i].ref, &v))
            gp_vec_push(p->heap, &moves, v);
    }
    p->has_moves = moves.count > 0;
    if (moves.count > 1)
        qsort(moves.at, moves.count, sizeof *moves.at, by_day);
    for (size_t i = 0; i < moves.count; i++)
        make_move(p, &moves.at[i]);
    gp_vec_fini(p->heap, &moves);
}

/*
 * The steps that made a number.  A cell of the table says itself why it has
 * its value (gp_row.why); this follows the reasons to the cells that they
 * rest on.  Days, weeks and parts of days are no cells: they are explained
 * by the month (or piece of a week) that they lie in, and the weights.
 */
#include "report/steps.h"

#include "model/amend.h"
#include "model/shape.h"
#include "model/stay.h"
#include "report/target.h"

struct steps {
    const struct gp_model *m;
    struct gp_arena *arena;
    enum gp_lang lang;
    struct gp_days *days;
    struct gp_map seen; /* (row, tick) */
    int count;
    struct steps *before;       /* of the original plan; NULL: this is it */
    const struct gp_model *now; /* the plan as it is amended, or NULL */
};

const char *gp_why_name(enum gp_why why)
{
    static const char *const names[] = {
        "none",     "stated",    "amount",  "share",   "weight",
        "rest",     "default",   "builtin", "shape",   "remainder",
        "time-sum", "scope-sum", "copied",  "formula", "funnel",
        "stay",     "cross",     "amended", "again"};
    return names[why];
}

static struct gp_step *tick_step(struct steps *s, uint32_t row, int tick);

static struct gp_step *new_step(struct steps *s, uint32_t row,
                                const struct gp_period *period, int64_t amount)
{
    const struct gp_row *r = &s->m->rows.at[row];
    struct gp_step *step = gp_arena_calloc(s->arena, 1, sizeof *step);
    step->last_from = &step->from;
    step->kpi = r->kpi;
    step->scope = r->scope;
    step->period = gp_period_text(s->arena, period);
    step->days = period->days;
    step->amount = amount;
    step->span = gp_no_span();
    s->count++;
    return step;
}

static void add_from(struct gp_step *step, struct gp_step *from)
{
    if (from == NULL)
        return;
    *step->last_from = from;
    step->last_from = &from->next;
}

/* The whole plan is one cell, by whatever name. */
static int one_tick(const struct gp_model *m, int tick)
{
    struct gp_span_days all = m->time.days;
    struct gp_span_days days;
    if (tick == GP_NO_TICK)
        return tick;
    days = m->time.ticks[tick].period.days;
    return days.first == all.first && days.last == all.last ? 0 : tick;
}

static void add_tick(struct steps *s, struct gp_step *step, uint32_t row,
                     int tick)
{
    tick = one_tick(s->m, tick);
    if (row == GP_NONE || tick == GP_NO_TICK ||
        s->m->rows.at[row].at[tick] == GP_NO_AMOUNT)
        return;
    if (s->count >= GP_MAX_STEPS)
        step->more = true;
    else
        add_from(step, tick_step(s, row, tick));
}

/* ---- words --------------------------------------------------------------- */

static const char *amount_text(struct steps *s, uint32_t row, int64_t amount)
{
    return gp_show_amount(s->arena, s->m, s->m->rows.at[row].kpi, amount);
}

static const char *scope_text(struct steps *s, uint32_t row)
{
    return gp_scope_text(s->arena, s->m, s->m->rows.at[row].scope);
}

static const struct gp_rat *value_of(const struct gp_model *m, uint32_t value)
{
    return value == GP_NONE ? NULL : &m->values.at[value];
}

static const char *word(const struct steps *s, const char *english)
{
    return gp_translate(s->lang, english);
}

/* "40%" or "1.5 of 3.6". */
static const char *proportion(struct steps *s, uint32_t fact, enum gp_why why)
{
    const struct gp_model *m = s->m;
    if (fact == GP_NO_FACT)
        return word(s, why == GP_WHY_SHARE ? GP_WORD("a share")
                                           : GP_WORD("a weight"));
    const struct gp_plan_fact *f = &m->facts.at[fact];
    const struct gp_rat *value = value_of(m, f->value);
    const struct gp_rat *whole = value_of(m, f->whole);
    if (value == NULL)
        return word(s, why == GP_WHY_SHARE ? GP_WORD("a share")
                                           : GP_WORD("a weight"));
    if (why == GP_WHY_SHARE)
        return gp_show_rat(s->arena, m, *value, true);
    const char *text = gp_show_rat(s->arena, m, *value, false);
    if (whole == NULL)
        return gp_phrase(s->arena, s->lang, "weight {0}", text, NULL);
    return gp_phrase(s->arena, s->lang, "weight {0} of {1}", text,
                     gp_show_rat(s->arena, m, *whole, false), NULL);
}

/* ---- which cell a reason rests on ---------------------------------------- */

static bool lies_in(struct gp_span inner, struct gp_span outer)
{
    return gp_span_is_set(inner) && inner.source == outer.source &&
           outer.start <= inner.start && inner.end <= outer.end;
}

/* A share or the like was said either of the scope above or of the period
 * above: the place of the words tells which. */
static bool is_of_scope(const struct gp_model *m, const struct gp_row *row,
                        int tick)
{
    uint32_t fact = row->why[tick].fact;
    int up = m->time.ticks[tick].parent;
    if (row->parent == GP_NONE)
        return false;
    if (up == GP_NO_TICK || row->at[up] == GP_NO_AMOUNT)
        return true;
    if (fact == GP_NO_FACT)
        return m->rows.at[row->parent].at[tick] != GP_NO_AMOUNT;
    struct gp_span at = m->facts.at[fact].span;
    if (gp_span_is_set(m->cuts.at[row->cut].span))
        return lies_in(at, m->cuts.at[row->cut].span);
    return false;
}

/* A level that a split may pass over: empty, or the sum of what was split,
 * as the halves are between a year and its quarters. */
static bool is_passed(const struct gp_row *row, int tick)
{
    return row->at[tick] == GP_NO_AMOUNT ||
           row->why[tick].why == GP_WHY_TIME_SUM;
}

/* The whole that a cell was divided from. */
static void whole_of(const struct gp_model *m, uint32_t row, int tick,
                     uint32_t *whole_row, int *whole_tick)
{
    const struct gp_row *r = &m->rows.at[row];
    bool scope = is_of_scope(m, r, tick);
    *whole_row = scope ? r->parent : row;
    *whole_tick = scope ? tick : m->time.ticks[tick].parent;
    int up = *whole_tick;
    while (!scope && up != GP_NO_TICK && is_passed(r, up))
        up = m->time.ticks[up].parent;
    if (!scope && up != GP_NO_TICK)
        *whole_tick = up;
    while (*whole_tick != GP_NO_TICK &&
           m->rows.at[*whole_row].at[*whole_tick] == GP_NO_AMOUNT)
        *whole_tick = m->time.ticks[*whole_tick].parent;
}

/* ---- a cell of the table ------------------------------------------------- */

static void explain_divided(struct steps *s, struct gp_step *step, uint32_t row,
                            int tick)
{
    const struct gp_row *r = &s->m->rows.at[row];
    uint32_t whole;
    int at;
    whole_of(s->m, row, tick, &whole, &at);
    const char *of = word(s, GP_WORD("the whole"));
    if (at != GP_NO_TICK)
        of = whole == row
                 ? gp_period_text(s->arena, &s->m->time.ticks[at].period)
                 : scope_text(s, whole);
    if (step->why != GP_WHY_REST) {
        step->how =
            gp_phrase(s->arena, s->lang,
                      step->why == GP_WHY_SHARE ? GP_WORD("{0} of {1}")
                                                : GP_WORD("{0}, of {1}"),
                      proportion(s, r->why[tick].fact, step->why), of, NULL);
    } else if (at == GP_NO_TICK) {
        step->how = word(s, GP_WORD("the rest: what the others leave"));
    } else {
        int64_t all = s->m->rows.at[whole].at[at], others = 0;
        gp_sub64(&others, all, step->amount);
        step->how = gp_phrase(s->arena, s->lang,
                              "the rest: the others have {0} of the {1} of {2}",
                              amount_text(s, row, others),
                              amount_text(s, row, all), of, NULL);
    }
    add_tick(s, step, whole, at);
}

static const struct gp_shapes *shapes_of(const struct gp_model *m,
                                         const struct gp_row *row)
{
    while (row->shapes == GP_NONE && row->parent != GP_NONE)
        row = &m->rows.at[row->parent];
    if (row->shapes != GP_NONE)
        return &m->shapes.at[row->shapes];
    uint32_t d = m->kpi_defaults[row->kpi];
    return d == GP_NONE ? NULL : &m->shapes.at[d];
}

static struct gp_span shape_span(const struct gp_model *m,
                                 const struct gp_shape *shape)
{
    if (shape == NULL || shape->fact >= m->facts.count)
        return gp_no_span();
    return m->facts.at[shape->fact].span;
}

/* A weight is no amount: 28530, never 2.853万. */
static const char *weight_text(struct steps *s, int64_t weight, int64_t sum)
{
    return gp_arena_join(s->arena, gp_arena_int(s->arena, weight),
                         word(s, " of "), gp_arena_int(s->arena, sum), NULL);
}

/* Where the weights of a shape were learned; "" of others. */
static const char *learned_text(struct steps *s, const struct gp_shape *shape)
{
    if (shape == NULL || shape->kind != GP_SHAPE_VECTOR ||
        s->m->vectors.at[shape->vector].from == NULL)
        return "";
    return gp_phrase(s->arena, s->lang, ", learned from {0}",
                     s->m->vectors.at[shape->vector].from, NULL);
}

/* The period's weight among its siblings, by a default or what is built in. */
static void explain_shape(struct steps *s, struct gp_step *step, uint32_t row,
                          int tick)
{
    enum { MOST = 64 };
    const struct gp_model *m = s->m;
    int up = m->time.ticks[tick].parent;
    int64_t weights[MOST], sum = 0;
    const struct gp_shape *used = NULL;
    const char *by =
        word(s, step->why == GP_WHY_BUILTIN ? GP_WORD("no split says otherwise")
                                            : GP_WORD("by the default split"));
    step->how = by;
    if (up == GP_NO_TICK)
        return;
    const struct gp_tick *t = &m->time.ticks[up];
    if (t->child_count <= MOST) {
        uint32_t d = m->kpi_defaults[m->rows.at[row].kpi];
        const struct gp_row *r = &m->rows.at[row];
        const struct gp_shapes *shapes = r->shapes != GP_NONE
                                             ? &m->shapes.at[r->shapes]
                                         : d != GP_NONE ? &m->shapes.at[d]
                                                        : NULL;
        gp_shape_ticks(m, shapes, up, weights, &used);
        for (int i = 0; i < t->child_count; i++)
            sum += weights[i];
        step->how = gp_phrase(s->arena, s->lang, "{0}: weight {1}{2}", by,
                              weight_text(s, weights[tick - t->child], sum),
                              learned_text(s, used), NULL);
        if (!gp_span_is_set(step->span))
            step->span = shape_span(m, used);
    }
    add_tick(s, step, row, up);
}

/* What is stated for a wider period, laid on the days that it can be. */
static void explain_stay(struct steps *s, struct gp_step *step, uint32_t row,
                         int tick)
{
    const struct gp_row *r = &s->m->rows.at[row];
    int up = s->m->time.ticks[tick].parent;
    step->how = word(s, GP_WORD("a part of what is stated"));
    while (up != GP_NO_TICK &&
           (r->at[up] == GP_NO_AMOUNT || r->why[up].why == GP_WHY_TIME_SUM))
        up = s->m->time.ticks[up].parent;
    add_tick(s, step, row, up);
    add_tick(s, step, r->parent, tick);
}

static void explain_like_parent(struct steps *s, struct gp_step *step,
                                uint32_t row, int tick)
{
    const struct gp_row *r = &s->m->rows.at[row];
    if (step->why == GP_WHY_REMAINDER) {
        step->how = word(
            s, GP_WORD("a part of what the stated ones leave, in proportion"));
    } else if (r->parent != GP_NONE) {
        step->how = gp_phrase(s->arena, s->lang, "in the proportions of {0}",
                              scope_text(s, r->parent), NULL);
    } else {
        step->how = word(s, GP_WORD("in the proportions of the periods above"));
    }
    add_tick(s, step, row, s->m->time.ticks[tick].parent);
    add_tick(s, step, r->parent, tick);
}

static void explain_time_sum(struct steps *s, struct gp_step *step,
                             uint32_t row, int tick)
{
    const struct gp_tick *t = &s->m->time.ticks[tick];
    while (t->child_count == 1 && one_tick(s->m, t->child) == tick)
        t = &s->m->time.ticks[t->child];
    int end = s->m->kpis.at[s->m->rows.at[row].kpi].tick_count;
    step->how = word(s, GP_WORD("the sum of its periods"));
    for (int i = t->child; i < t->child + t->child_count && i < end; i++)
        add_tick(s, step, row, i);
}

/* The parts of the team tree; of another cut where there is no such. */
/* The same cut of the team's members, or of the team. */
static void explain_cross(struct steps *s, struct gp_step *step, uint32_t row,
                          int tick)
{
    uint32_t scope = GP_NONE, from;
    step->how = word(s, GP_WORD("the sum of the same part of its members"));
    if (!gp_steps_cross(s->m, row, tick, &scope, &from)) {
        step->how = word(
            s, GP_WORD("what the same part of its team leaves, in proportion"));
        if (from != GP_NONE)
            add_tick(s, step, from, tick);
        return;
    }
    do
        add_tick(s, step, from, tick);
    while (gp_steps_cross(s->m, row, tick, &scope, &from));
}

static void explain_scope_sum(struct steps *s, struct gp_step *step,
                              uint32_t row, int tick)
{
    const struct gp_cut *found = NULL;
    for (size_t i = 0; i < s->m->cuts.count; i++) {
        const struct gp_cut *c = &s->m->cuts.at[i];
        if (c->row == row && (found == NULL || c->dimension == GP_NONE))
            found = c;
    }
    step->how = word(s, GP_WORD("the sum of its parts"));
    for (uint32_t i = 0; found != NULL && i < found->count; i++)
        add_tick(s, step, s->m->parts.at[found->first + i], tick);
}

static void explain_expr(struct steps *s, struct gp_step *step, uint32_t expr,
                         int tick)
{
    const struct gp_model *m = s->m;
    if (expr == GP_NONE)
        return;
    const struct gp_expr *e = &m->exprs.at[expr];
    if (e->kind == GP_E_MEASURE || e->kind == GP_E_GROWTH) {
        uint32_t scope = e->member == GP_NONE
                             ? step->scope
                             : gp_model_narrowed(m, step->scope, e->member);
        const struct gp_row *r =
            scope == GP_NONE ? NULL : gp_model_row(m, e->kpi, scope);
        if (r != NULL)
            add_tick(s, step, (uint32_t)(r - m->rows.at), tick);
        return;
    }
    if (e->kind == GP_E_VALUE)
        return;
    explain_expr(s, step, e->left, tick);
    explain_expr(s, step, e->right, tick);
}

/* A target of somebody who is moved is divided among the teams. */
static const char *stated_text(struct steps *s, uint32_t fact)
{
    const struct gp_rat *share =
        fact == GP_NO_FACT ? NULL : value_of(s->m, s->m->facts.at[fact].value);
    if (share == NULL)
        return word(s, GP_WORD("a target says so"));
    return gp_phrase(s->arena, s->lang,
                     "a target says so, divided by the workdays in each "
                     "team: {0}",
                     gp_show_rat(s->arena, s->m, *share, true), NULL);
}

/* Who changed it, when and why. */
static void explain_amended(struct steps *s, struct gp_step *step, uint32_t row,
                            int tick)
{
    const struct gp_amended *cell;
    struct gp_buf b;
    const struct gp_amend *a =
        gp_amend_of_fact(s->m, s->m->rows.at[row].why[tick].fact, &cell);
    if (a == NULL)
        return;
    gp_buf_init(&b, s->arena->heap);
    gp_buf_date(&b, a->date);
    step->how =
        gp_phrase(s->arena, s->lang,
                  a->approved != NULL
                      ? GP_WORD("amended on {0}, \"{1}\", approved by {2}")
                      : GP_WORD("amended on {0}, \"{1}\""),
                  gp_buf_cstr(&b), a->title,
                  a->approved != NULL ? a->approved : "", NULL);
    gp_buf_fini(&b);
}

/* How the plan came to the value that it had before amendments. */
static void add_original(struct steps *s, struct gp_step *step, uint32_t row,
                         int tick)
{
    const struct gp_row *was = gp_original_row(s->m, row);
    if (s->before == NULL || was->at[tick] == GP_NO_AMOUNT ||
        was->at[tick] == s->m->rows.at[row].at[tick])
        return;
    s->before->count = s->count;
    add_tick(s->before, step, row, tick);
    s->count = s->before->count;
}

/* Shared again from a wider cell that has changed, of the row or of those
 * above; what is a sum of it is no reason. */
static void add_shared(struct steps *s, struct gp_step *step, uint32_t row,
                       int tick)
{
    if (row == GP_NONE || tick == GP_NO_TICK)
        return;
    enum gp_why why = (enum gp_why)s->m->rows.at[row].why[tick].why;
    if (why == GP_WHY_AMENDED || why == GP_WHY_AGAIN || why == GP_WHY_SCOPE_SUM)
        add_tick(s, step, row, tick);
}

/* Whether amendments have left a cell as it was, with its reasons. */
static bool is_unchanged(const struct steps *s, uint32_t row, int tick)
{
    const struct gp_row *now = &s->m->rows.at[row];
    const struct gp_row *was = gp_original_row(s->m, row);
    return s->before != NULL && now->at[tick] == was->at[tick] &&
           now->why[tick].why == was->why[tick].why &&
           now->why[tick].fact == was->why[tick].fact;
}

static void explain_reason(struct steps *s, struct gp_step *step, uint32_t row,
                           int tick)
{
    const struct gp_row *r = &s->m->rows.at[row];
    switch (step->why) {
    case GP_WHY_NOTHING:
        step->how = word(s, GP_WORD("nothing says why"));
        break;
    case GP_WHY_STATED:
        step->how = stated_text(s, r->why[tick].fact);
        break;
    case GP_WHY_AMOUNT:
        step->how = word(s, GP_WORD("a split says so"));
        break;
    case GP_WHY_SHARE:
    case GP_WHY_WEIGHT:
    case GP_WHY_REST:
        explain_divided(s, step, row, tick);
        break;
    case GP_WHY_DEFAULT:
    case GP_WHY_BUILTIN:
        explain_shape(s, step, row, tick);
        break;
    case GP_WHY_STAY:
        explain_stay(s, step, row, tick);
        break;
    case GP_WHY_SHAPE:
    case GP_WHY_REMAINDER:
        explain_like_parent(s, step, row, tick);
        break;
    case GP_WHY_TIME_SUM:
        explain_time_sum(s, step, row, tick);
        break;
    case GP_WHY_SCOPE_SUM:
        explain_scope_sum(s, step, row, tick);
        break;
    case GP_WHY_CROSS:
        explain_cross(s, step, row, tick);
        break;
    case GP_WHY_COPIED:
        step->how = word(s, r->relation == GP_AT_LEAST
                                ? GP_WORD("a floor holds below it, too")
                            : r->relation == GP_AT_MOST
                                ? GP_WORD("a ceiling holds below it, too")
                                : GP_WORD("it holds here, too"));
        break;
    case GP_WHY_AMENDED:
        explain_amended(s, step, row, tick);
        break;
    case GP_WHY_AGAIN:
        step->how = word(s, GP_WORD("shared again after an amendment, in the "
                                    "proportions it had"));
        add_shared(s, step, row, s->m->time.ticks[tick].parent);
        add_shared(s, step, r->parent, tick);
        break;
    case GP_WHY_FORMULA:
        step->how = word(s, GP_WORD("worked out by the KPI's formula"));
        step->span = s->m->kpis.at[r->kpi].span;
        explain_expr(s, step, s->m->kpis.at[r->kpi].formula, tick);
        break;
    case GP_WHY_FUNNEL: {
        uint32_t from;
        step->how = gp_steps_funnel(s->m, s->arena, s->lang, row, &tick, &from,
                                    &step->span);
        add_tick(s, step, from, tick);
        break;
    }
    }
}

/* Where somebody is not there all the time, that is a reason too. */
static void explain_there(struct steps *s, struct gp_step *step, uint32_t row,
                          int tick)
{
    const struct gp_row *r = &s->m->rows.at[row];
    const struct gp_model *m = s->m;
    bool shared = step->why == GP_WHY_SHARE || step->why == GP_WHY_WEIGHT ||
                  step->why == GP_WHY_REST;
    bool among = shared && r->cut != GP_NONE && m->cuts.at[r->cut].stays;
    bool laid = step->why == GP_WHY_STAY || step->why == GP_WHY_BUILTIN ||
                step->why == GP_WHY_DEFAULT || step->why == GP_WHY_SHAPE ||
                step->why == GP_WHY_REMAINDER;
    if (!among && !(laid && gp_stay_is_any(m, r->scope)))
        return;
    struct gp_buf b;
    gp_buf_init(&b, s->arena->heap);
    gp_buf_puts(&b, step->how);
    gp_buf_puts(&b, word(s, among ? GP_WORD(", among those who are there: ")
                                  : GP_WORD("; ")));
    gp_buf_there(&b, m, r->scope, m->time.ticks[tick].period.days, s->lang);
    step->how = gp_arena_strndup(s->arena, gp_buf_cstr(&b), b.count);
    gp_buf_fini(&b);
}

static struct gp_step *tick_step(struct steps *s, uint32_t row, int tick)
{
    if (is_unchanged(s, row, tick)) {
        s->before->count = s->count;
        struct gp_step *same = tick_step(s->before, row, tick);
        s->count = s->before->count;
        return same;
    }
    const struct gp_row *r = &s->m->rows.at[row];
    struct gp_step *step =
        new_step(s, row, &s->m->time.ticks[tick].period, r->at[tick]);
    bool asked = s->count == 1; /* for it, not for one below */
    uint32_t *seen = gp_map_at(&s->seen, gp_map_key(row, (uint32_t)tick));
    step->why = (enum gp_why)r->why[tick].why;
    step->original =
        s->now != NULL && s->now->rows.at[row].at[tick] != r->at[tick];
    if (tick == 0)
        step->period = gp_period_text(s->arena, &s->m->period);
    if (*seen != GP_MAP_NONE) {
        step->again = true;
        step->how = word(s, GP_WORD("see above"));
        return step;
    }
    *seen = 1;
    if (r->why[tick].fact < s->m->facts.count)
        step->span = s->m->facts.at[r->why[tick].fact].span;
    explain_reason(s, step, row, tick);
    explain_there(s, step, row, tick);

    if (step->why == GP_WHY_AMENDED || asked)
        add_original(s, step, row, tick);
    return step;
}

/* ---- what is finer than the table ---------------------------------------- */

static enum gp_grain leaf_of(const struct gp_model *m, uint32_t row)
{
    return m->kpis.at[m->rows.at[row].kpi].uses_weeks ? GP_PIECE : GP_MONTH;
}

static struct gp_step *day_step(struct steps *s, uint32_t row,
                                const struct gp_period *day, int64_t amount)
{
    const struct gp_model *m = s->m;
    const struct gp_row *r = &m->rows.at[row];
    struct gp_step *step = new_step(s, row, day, amount);
    gp_date date = day->days.first;
    int tick = gp_timetable_at(&m->time, leaf_of(m, row), date);
    struct gp_span_days span = m->time.ticks[tick].period.days;
    int64_t weights[GP_MAX_MONTH_DAYS], sum = 0;
    const struct gp_shape *used = NULL;
    if (r->states_days &&
        gp_map_get(&m->day_of, gp_map_key(row, (uint32_t)date)) !=
            GP_MAP_NONE) {
        step->why = GP_WHY_STATED;
        step->how = word(s, GP_WORD("this day is stated"));
        step->span = r->span;
        return step;
    }
    gp_shape_days(m, shapes_of(m, r), span, weights, &used);
    gp_stay_weigh_days(m, r->scope, span, weights);
    for (int i = 0; i < gp_days_count(span); i++)
        sum += weights[i];
    step->why = used == NULL ? GP_WHY_BUILTIN : GP_WHY_WEIGHT;
    step->span = shape_span(m, used);
    step->how =
        gp_phrase(s->arena, s->lang,
                  used == NULL ? GP_WORD("by workdays: {0}{1}")
                               : GP_WORD("by the days' weights: {0}{1}"),
                  weight_text(s, weights[date - span.first], sum),
                  learned_text(s, used), NULL);
    add_tick(s, step, row, tick);
    return step;
}

static struct gp_step *part_step(struct steps *s,
                                 const struct gp_step_cell *cell)
{
    const struct gp_vector *v = gp_dayparts(s->m, cell->row);
    int64_t parts[GP_MAX_DAYPARTS], day;
    if (v == NULL || cell->part >= v->count ||
        !gp_days_parts(s->days, cell->row, cell->period.days.first, parts) ||
        !gp_target_value(s->days, s->m, cell->row, &cell->period, &day))
        return NULL;
    struct gp_step *step =
        new_step(s, cell->row, &cell->period, parts[cell->part]);
    step->period =
        gp_arena_join(s->arena, step->period, "/", v->labels[cell->part], NULL);
    step->why = GP_WHY_WEIGHT;
    step->how =
        gp_phrase(s->arena, s->lang, "by the weights of the day's parts: {0}",
                  weight_text(s, v->weights[cell->part], v->sum), NULL);
    step->span = v->span;
    add_from(step, day_step(s, cell->row, &cell->period, day));
    return step;
}

/* A week, or any range: the days that it has of each month. */
static struct gp_step *range_step(struct steps *s, uint32_t row,
                                  const struct gp_period *period,
                                  int64_t amount)
{
    const struct gp_model *m = s->m;
    struct gp_step *step = new_step(s, row, period, amount);
    enum gp_grain leaf = leaf_of(m, row);
    struct gp_span_days span = gp_days_cut(period->days, m->time.days);
    int tick = gp_timetable_at(&m->time, leaf, span.first);
    int end = m->time.first[leaf] + m->time.of[leaf];
    step->why = GP_WHY_TIME_SUM;
    step->how = word(s, GP_WORD("the sum of its days"));
    for (; tick < end && s->count < GP_MAX_STEPS; tick++) {
        const struct gp_period *whole = &m->time.ticks[tick].period;
        struct gp_period part = {.grain = GP_PLAN,
                                 .days = gp_days_cut(whole->days, span)};
        int n = gp_days_count(part.days);
        int64_t value;
        if (n == 0)
            break;
        if (n == gp_days_count(whole->days)) {
            add_tick(s, step, row, tick);
            continue;
        }
        if (!gp_days_sum(s->days, row, part.days, &value))
            continue;
        struct gp_step *piece = new_step(s, row, &part, value);
        piece->why = GP_WHY_TIME_SUM;
        piece->how = gp_phrase(
            s->arena, s->lang,
            n == 1 ? GP_WORD("{0} day of {1}") : GP_WORD("{0} days of {1}"),
            gp_arena_int(s->arena, n), gp_period_text(s->arena, whole), NULL);
        add_tick(s, piece, row, tick);
        add_from(step, piece);
    }
    step->more |= s->count >= GP_MAX_STEPS;
    return step;
}

/* What is copied into every period holds in one that is no cell, too. */
static struct gp_step *copied_step(struct steps *s, uint32_t row,
                                   const struct gp_period *period,
                                   int64_t amount)
{
    struct gp_step *step = new_step(s, row, period, amount);
    step->why = GP_WHY_COPIED;
    step->how = word(s, GP_WORD("it holds inside its month, too"));
    add_tick(s, step, row,
             gp_timetable_at(&s->m->time, GP_MONTH, period->days.last));
    return step;
}

static struct gp_step *make(struct steps *s, const struct gp_step_cell *cell)
{
    const struct gp_model *m = s->m;
    struct gp_period period = cell->period;
    int64_t amount;
    if (cell->part >= 0)
        return part_step(s, cell);
    int tick = gp_timetable_find(&m->time, &period);
    if (tick != GP_NO_TICK)
        return m->rows.at[cell->row].at[tick] == GP_NO_AMOUNT
                   ? NULL
                   : tick_step(s, cell->row, tick);
    period.days = gp_days_cut(period.days, m->time.days);
    if (!gp_target_value(s->days, m, cell->row, &period, &amount))
        return NULL;
    if (!gp_target_sums(m, &m->rows.at[cell->row]))
        return copied_step(s, cell->row, &period, amount);
    if (period.grain == GP_DAY)
        return day_step(s, cell->row, &period, amount);
    return range_step(s, cell->row, &period, amount);
}

struct gp_step *gp_steps_make(const struct gp_model *m, struct gp_arena *arena,
                              const struct gp_step_cell *cell,
                              enum gp_lang lang)
{
    struct steps s = {.m = m, .arena = arena, .lang = lang};
    struct steps before = {
        .m = m->original, .arena = arena, .now = m, .lang = lang};
    s.days = before.days = gp_days_new(m);
    gp_map_init(&s.seen, m->heap);
    gp_map_init(&before.seen, m->heap);
    if (m->original != NULL)
        s.before = &before;
    struct gp_step *step = make(&s, cell);
    gp_map_fini(&s.seen);
    gp_map_fini(&before.seen);
    gp_days_free(s.days);
    return step;
}

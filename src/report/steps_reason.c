/*
 * Why a cell of the table has its value: a sentence for each reason, and the
 * cells that it rests on.
 */
#include "model/amend.h"
#include "model/shape.h"
#include "model/stay.h"
#include "report/steps_own.h"
#include "report/target.h"

/* ---- words --------------------------------------------------------------- */

static const char *amount_text(struct gp_steps *s, uint32_t row, int64_t amount)
{
    return gp_show_amount(s->arena, s->m, s->m->rows.at[row].kpi, amount);
}

static const char *scope_text(struct gp_steps *s, uint32_t row)
{
    return gp_scope_text(s->arena, s->m, s->m->rows.at[row].scope);
}

static const struct gp_rat *value_of(const struct gp_model *m, uint32_t value)
{
    return value == GP_NONE ? NULL : &m->values.at[value];
}

/* "40%", or "weight 1.5 of 3.6" where the sum of the weights is known. */
static const char *proportion(struct gp_steps *s, uint32_t fact,
                              enum gp_why why, const struct gp_rat *all)
{
    const struct gp_model *m = s->m;
    const struct gp_rat *value =
        fact == GP_NO_FACT ? NULL : value_of(m, m->facts.at[fact].value);
    if (value == NULL)
        return gp_steps_word(s, why == GP_WHY_SHARE ? GP_WORD("a share")
                                                    : GP_WORD("a weight"));
    if (why == GP_WHY_SHARE)
        return gp_show_rat(s->arena, m, *value, true);
    const char *text = gp_show_rat(s->arena, m, *value, false);
    if (all == NULL)
        return gp_phrase(s->arena, s->lang, "weight {0}", text, NULL);
    return gp_phrase(s->arena, s->lang, "weight {0} of {1}", text,
                     gp_show_rat(s->arena, m, *all, false), NULL);
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

/* ---- a reason each ------------------------------------------------------- */

/* No more than what is stated in it: nothing wider decides. */
static bool explain_least(struct gp_steps *s, struct gp_step *step,
                          uint32_t row, int tick)
{
    if (!gp_steps_is_least(s, row, tick))
        return false;
    step->how = gp_steps_word(s, GP_WORD("just what is stated in it"));
    step->span = gp_no_span();
    gp_steps_around(s, step, row, tick, GP_NEAR_IN);
    return true;
}

/* A part of some cells, moved by what is stated around it. */
static void explain_left(struct gp_steps *s, struct gp_step *step, uint32_t row,
                         int tick, uint32_t whole, int at)
{
    step->why = GP_WHY_REMAINDER;
    if (explain_least(s, step, row, tick))
        return;
    step->how = gp_steps_word(
        s, GP_WORD("a part of what the stated ones leave, in proportion"));
    gp_steps_around(s, step, row, tick, GP_NEAR_BESIDE);
    int up = s->m->time.ticks[tick].parent;
    while (up != GP_NO_TICK && is_passed(&s->m->rows.at[row], up))
        up = s->m->time.ticks[up].parent;
    gp_steps_add_tick(s, step, row, up);
    gp_steps_add_tick(s, step, whole, at);
}

static const char *rest_text(struct gp_steps *s, uint32_t row, int64_t amount,
                             int64_t all, const char *of)
{
    int64_t others = 0;
    gp_sub64(&others, all, amount);
    return gp_phrase(
        s->arena, s->lang, "the rest: the others have {0} of the {1} of {2}",
        amount_text(s, row, others), amount_text(s, row, all), of, NULL);
}

/* A share, or a weight among those of others. */
static const char *share_text(struct gp_steps *s, const struct gp_step *step,
                              uint32_t row, int tick,
                              const struct gp_step_sum *x, const char *of)
{
    uint32_t fact = s->m->rows.at[row].why[tick].fact;
    const char *part =
        proportion(s, fact, step->why, x->known ? &x->weights : NULL);
    if (step->why == GP_WHY_SHARE)
        return gp_phrase(s->arena, s->lang, "{0} of {1}", part, of, NULL);
    if (!x->known || x->others == 0)
        return gp_phrase(s->arena, s->lang, "{0}, of {1}", part, of, NULL);
    int64_t all;
    if (step->amount == x->left && gp_add64(&all, x->left, x->others))
        return rest_text(s, row, x->left, all, of);
    return gp_phrase(s->arena, s->lang,
                     "{0}, of the {1} that the others leave of {2}", part,
                     amount_text(s, row, x->left), of, NULL);
}

static void explain_divided(struct gp_steps *s, struct gp_step *step,
                            uint32_t row, int tick)
{
    struct gp_step_sum sum;
    uint32_t whole;
    int at;
    whole_of(s->m, row, tick, &whole, &at);
    const char *of = gp_steps_word(s, GP_WORD("the whole"));
    if (at != GP_NO_TICK)
        of = whole == row
                 ? gp_period_text(s->arena, &s->m->time.ticks[at].period)
                 : scope_text(s, whole);
    if (step->why == GP_WHY_REST && at == GP_NO_TICK)
        step->how =
            gp_steps_word(s, GP_WORD("the rest: what the others leave"));
    else if (step->why == GP_WHY_REST)
        step->how =
            rest_text(s, row, step->amount, s->m->rows.at[whole].at[at], of);
    else if (gp_steps_adds_up(s->m, row, tick, whole, at, &sum))
        step->how = share_text(s, step, row, tick, &sum, of);
    if (step->how != NULL)
        gp_steps_add_tick(s, step, whole, at);
    else
        explain_left(s, step, row, tick, whole, at);
}

/* The period's weight among its siblings, by a default or what is built in. */
static void explain_shape(struct gp_steps *s, struct gp_step *step,
                          uint32_t row, int tick)
{
    enum { MOST = 64 };
    const struct gp_model *m = s->m;
    int up = m->time.ticks[tick].parent;
    int64_t weights[MOST], sum = 0;
    const struct gp_shape *used = NULL;
    const char *by = gp_steps_word(s, step->why == GP_WHY_BUILTIN
                                          ? GP_WORD("no split says otherwise")
                                          : GP_WORD("by the default split"));
    step->how = by;
    if (up == GP_NO_TICK)
        return;
    const struct gp_tick *t = &m->time.ticks[up];
    if (t->child_count <= MOST) {
        uint32_t d = m->kpi_defaults[m->rows.at[row].kpi];
        const struct gp_row *r = &m->rows.at[row];
        const struct gp_shapes *shapes =
            r->shapes != GP_NONE ? &m->shapes.at[r->shapes] : NULL;
        if (!gp_shapes_speak(shapes, m->time.ticks[tick].period.grain))
            shapes = d != GP_NONE ? &m->shapes.at[d] : NULL;
        gp_shape_ticks(m, shapes, up, weights, &used);
        for (int i = 0; i < t->child_count; i++)
            sum += weights[i];
        if (!gp_span_is_set(step->span))
            step->span = gp_steps_shape_span(m, used);
        if (!gp_stay_is_any(m, r->scope) && r->at[up] != GP_NO_AMOUNT &&
            !gp_steps_is_about(m, row, tick, r->at[up],
                               weights[tick - t->child], sum)) {
            explain_left(s, step, row, tick, GP_NONE, GP_NO_TICK);
            return;
        }
        step->how = gp_phrase(s->arena, s->lang, "{0}: weight {1}{2}", by,
                              gp_steps_weight(s, weights[tick - t->child], sum),
                              gp_steps_learned(s, used), NULL);
    }
    gp_steps_add_tick(s, step, row, up);
}

/* What is stated for a wider period, laid on the days that it can be. */
static void explain_stay(struct gp_steps *s, struct gp_step *step, uint32_t row,
                         int tick)
{
    const struct gp_row *r = &s->m->rows.at[row];
    int up = s->m->time.ticks[tick].parent;
    step->how = gp_steps_word(s, GP_WORD("a part of what is stated"));
    while (up != GP_NO_TICK &&
           (r->at[up] == GP_NO_AMOUNT || r->why[up].why == GP_WHY_TIME_SUM))
        up = s->m->time.ticks[up].parent;
    gp_steps_add_tick(s, step, row, up);
    gp_steps_add_tick(s, step, r->parent, tick);
}

/* Whether a period's part of the row is that of the row above. */
static bool is_like_above(const struct gp_model *m, uint32_t row, int tick)
{
    const struct gp_row *r = &m->rows.at[row];
    int up = m->time.ticks[tick].parent;
    if (gp_row_above(r) == GP_NONE || up == GP_NO_TICK ||
        gp_stay_is_any(m, r->scope))
        return true;
    const struct gp_row *above = &m->rows.at[gp_row_above(r)];
    return r->at[up] == GP_NO_AMOUNT || above->at[up] == GP_NO_AMOUNT ||
           above->at[tick] == GP_NO_AMOUNT ||
           gp_steps_is_about(m, row, tick, r->at[up], above->at[tick],
                             above->at[up]);
}

static void explain_like_parent(struct gp_steps *s, struct gp_step *step,
                                uint32_t row, int tick)
{
    const struct gp_row *r = &s->m->rows.at[row];
    uint32_t above = gp_row_above(r);
    if (step->why == GP_WHY_REMAINDER || !is_like_above(s->m, row, tick)) {
        explain_left(s, step, row, tick, above, tick);
        return;
    }
    if (above != GP_NONE)
        step->how = gp_phrase(s->arena, s->lang, "in the proportions of {0}",
                              scope_text(s, above), NULL);
    else
        step->how = gp_steps_word(
            s, GP_WORD("in the proportions of the periods above"));
    gp_steps_add_tick(s, step, row, s->m->time.ticks[tick].parent);
    gp_steps_add_tick(s, step, above, tick);
}

/* Worked out together with all others of its KPI. */
static void explain_joint(struct gp_steps *s, struct gp_step *step,
                          uint32_t row, int tick)
{
    if (explain_least(s, step, row, tick))
        return;
    step->how = gp_steps_word(
        s, GP_WORD("what all that is stated leaves it, worked out together and "
                   "near the default splits"));
    gp_steps_around(s, step, row, tick, GP_NEAR_ALL);
}

static bool is_milestone(const struct gp_steps *s, uint32_t row)
{
    return s->m->kpis.at[s->m->rows.at[row].kpi].kind == GP_KPI_MILESTONE;
}

static void explain_time_sum(struct gp_steps *s, struct gp_step *step,
                             uint32_t row, int tick)
{
    const struct gp_tick *t = &s->m->time.ticks[tick];
    while (t->child_count == 1 && gp_steps_one_tick(s->m, t->child) == tick)
        t = &s->m->time.ticks[t->child];
    int end = s->m->kpis.at[s->m->rows.at[row].kpi].tick_count;
    step->how = gp_steps_word(s, is_milestone(s, row)
                                     ? GP_WORD("what is due in its periods")
                                     : GP_WORD("the sum of its periods"));
    for (int i = t->child; i < t->child + t->child_count && i < end; i++)
        gp_steps_add_tick(s, step, row, i);
}

/* The same cut of the team's members, or of the team. */
static void explain_cross(struct gp_steps *s, struct gp_step *step,
                          uint32_t row, int tick)
{
    uint32_t scope = GP_NONE, from;
    step->how =
        gp_steps_word(s, GP_WORD("the sum of the same part of its members"));
    uint32_t d = gp_steps_cross_by(s->m, row, tick);
    if (d != GP_NONE) {
        step->how = gp_steps_word(s, GP_WORD("the sum of its parts"));
        for (uint32_t c = s->m->dimensions.at[d].child; c != GP_NONE;
             c = s->m->members.at[c].next) {
            scope = gp_model_narrowed(s->m, s->m->rows.at[row].scope, c);
            const struct gp_row *r = gp_model_row(s->m, step->kpi, scope);
            if (r != NULL)
                gp_steps_add_tick(s, step, (uint32_t)(r - s->m->rows.at), tick);
        }
        return;
    }
    if (!gp_steps_cross(s->m, row, tick, &scope, &from)) {
        step->how = gp_steps_word(
            s, GP_WORD("what the same part of its team leaves, in proportion"));
        if (from == GP_NONE)
            step->how = gp_steps_word(
                s, GP_WORD("what the sums by its dimensions leave it, in "
                           "proportion"));
        if (s->m->rows.at[row].why[tick].fact != GP_NO_FACT)
            step->how = gp_steps_word(
                s, GP_WORD("what a split along its other dimension gives it"));
        gp_steps_around(s, step, row, tick, GP_NEAR_BESIDE);
        if (from != GP_NONE)
            gp_steps_add_tick(s, step, from, tick);
        return;
    }
    do
        gp_steps_add_tick(s, step, from, tick);
    while (gp_steps_cross(s->m, row, tick, &scope, &from));
}

/* The parts of the team tree; of another cut where there is no such. */
static void explain_scope_sum(struct gp_steps *s, struct gp_step *step,
                              uint32_t row, int tick)
{
    const struct gp_cut *found = NULL;
    for (size_t i = 0; i < s->m->cuts.count; i++) {
        const struct gp_cut *c = &s->m->cuts.at[i];
        if (c->row == row && (found == NULL || c->dimension == GP_NONE))
            found = c;
    }
    step->how = gp_steps_word(s, GP_WORD("the sum of its parts"));
    for (uint32_t i = 0; found != NULL && i < found->count; i++)
        gp_steps_add_tick(s, step, s->m->parts.at[found->first + i], tick);
}

static void explain_expr(struct gp_steps *s, struct gp_step *step,
                         uint32_t expr, int tick)
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
            gp_steps_add_tick(s, step, (uint32_t)(r - m->rows.at), tick);
        return;
    }
    if (e->kind == GP_E_VALUE)
        return;
    explain_expr(s, step, e->left, tick);
    explain_expr(s, step, e->right, tick);
}

/* A target of somebody who is moved is divided among the teams. */
static const char *stated_text(struct gp_steps *s, uint32_t fact)
{
    const struct gp_rat *share =
        fact == GP_NO_FACT ? NULL : value_of(s->m, s->m->facts.at[fact].value);
    if (share == NULL)
        return gp_steps_word(s, GP_WORD("a target says so"));
    return gp_phrase(s->arena, s->lang,
                     "a target says so, divided by the workdays in each "
                     "team: {0}",
                     gp_show_rat(s->arena, s->m, *share, true), NULL);
}

/* Who changed it, when and why. */
static void explain_amended(struct gp_steps *s, struct gp_step *step,
                            uint32_t row, int tick)
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

/* Shared again from a wider cell that has changed, of the row or of those
 * above; what is a sum of it is no reason. */
static void add_shared(struct gp_steps *s, struct gp_step *step, uint32_t row,
                       int tick)
{
    if (row == GP_NONE || tick == GP_NO_TICK)
        return;
    enum gp_why why = (enum gp_why)s->m->rows.at[row].why[tick].why;
    if (why == GP_WHY_AMENDED || why == GP_WHY_AGAIN || why == GP_WHY_SCOPE_SUM)
        gp_steps_add_tick(s, step, row, tick);
}

static void explain_nothing(struct gp_steps *s, struct gp_step *step)
{
    step->how = gp_steps_word(s, GP_WORD("nothing says why"));
}

static void explain_stated(struct gp_steps *s, struct gp_step *step,
                           uint32_t row, int tick)
{
    step->how = gp_steps_week_text(s, row, tick);
    if (step->how == NULL)
        step->how = stated_text(s, s->m->rows.at[row].why[tick].fact);
}

static void explain_amount(struct gp_steps *s, struct gp_step *step,
                           uint32_t row, int tick)
{
    step->how = gp_steps_week_text(s, row, tick);
    if (step->how == NULL)
        step->how = gp_steps_word(s, GP_WORD("a split says so"));
}

static void explain_copied(struct gp_steps *s, struct gp_step *step,
                           uint32_t row, int tick)
{
    enum gp_relation relation = s->m->rows.at[row].relation;
    (void)tick;
    if (is_milestone(s, row)) {
        step->how =
            gp_steps_word(s, GP_WORD("due with the wider period that ends "
                                     "here"));
        return;
    }
    step->how = gp_steps_word(
        s, relation == GP_AT_LEAST  ? GP_WORD("a floor holds below it, too")
           : relation == GP_AT_MOST ? GP_WORD("a ceiling holds below it, too")
                                    : GP_WORD("it holds here, too"));
}

static void explain_again(struct gp_steps *s, struct gp_step *step,
                          uint32_t row, int tick)
{
    step->how = gp_steps_word(
        s, GP_WORD("shared again after an amendment, in the proportions it "
                   "had"));
    add_shared(s, step, row, s->m->time.ticks[tick].parent);
    add_shared(s, step, s->m->rows.at[row].parent, tick);
}

static void explain_formula(struct gp_steps *s, struct gp_step *step,
                            uint32_t row, int tick)
{
    const struct gp_kpi *k = &s->m->kpis.at[s->m->rows.at[row].kpi];
    step->how = gp_steps_word(s, GP_WORD("worked out by the KPI's formula"));
    step->span = k->span;
    explain_expr(s, step, k->formula, tick);
}

static void explain_funnel(struct gp_steps *s, struct gp_step *step,
                           uint32_t row, int tick)
{
    uint32_t from;
    step->how = gp_steps_funnel(s->m, s->arena, s->lang, row, &tick, &from,
                                &step->span);
    gp_steps_add_tick(s, step, from, tick);
}

void gp_steps_reason(struct gp_steps *s, struct gp_step *step, uint32_t row,
                     int tick)
{
    static void (*const explain[GP_WHY_MASK + 1])(
        struct gp_steps * s, struct gp_step * step, uint32_t row, int tick) = {
        [GP_WHY_STATED] = explain_stated,
        [GP_WHY_AMOUNT] = explain_amount,
        [GP_WHY_SHARE] = explain_divided,
        [GP_WHY_WEIGHT] = explain_divided,
        [GP_WHY_REST] = explain_divided,
        [GP_WHY_DEFAULT] = explain_shape,
        [GP_WHY_BUILTIN] = explain_shape,
        [GP_WHY_SHAPE] = explain_like_parent,
        [GP_WHY_REMAINDER] = explain_like_parent,
        [GP_WHY_TIME_SUM] = explain_time_sum,
        [GP_WHY_SCOPE_SUM] = explain_scope_sum,
        [GP_WHY_COPIED] = explain_copied,
        [GP_WHY_FORMULA] = explain_formula,
        [GP_WHY_FUNNEL] = explain_funnel,
        [GP_WHY_STAY] = explain_stay,
        [GP_WHY_CROSS] = explain_cross,
        [GP_WHY_AMENDED] = explain_amended,
        [GP_WHY_AGAIN] = explain_again,
        [GP_WHY_JOINT] = explain_joint,
    };
    if (explain[step->why] != NULL)
        explain[step->why](s, step, row, tick);
    else
        explain_nothing(s, step);
}

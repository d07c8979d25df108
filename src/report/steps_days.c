/*
 * Days, weeks and parts of days are no cells: they are explained by the month
 * (or piece of a week) that they lie in, and the weights.
 */
#include "model/shape.h"
#include "model/stay.h"
#include "report/steps_own.h"
#include "report/target.h"

static enum gp_grain leaf_of(const struct gp_model *m, uint32_t row)
{
    return m->kpis.at[m->rows.at[row].kpi].uses_weeks ? GP_PIECE : GP_MONTH;
}

struct gp_step *gp_steps_day(struct gp_steps *s, uint32_t row,
                             const struct gp_period *day, int64_t amount)
{
    const struct gp_model *m = s->m;
    const struct gp_row *r = &m->rows.at[row];
    struct gp_step *step = gp_steps_new(s, row, day, amount);
    gp_date date = day->days.first;
    int tick = gp_timetable_at(&m->time, leaf_of(m, row), date);
    struct gp_span_days span = m->time.ticks[tick].period.days;
    int64_t weights[GP_MAX_MONTH_DAYS], sum = 0;
    const struct gp_shape *used = NULL;
    if (r->states_days &&
        gp_map_get(&m->day_of, gp_map_key(row, (uint32_t)date)) !=
            GP_MAP_NONE) {
        step->why = GP_WHY_STATED;
        step->how = gp_steps_word(s, GP_WORD("this day is stated"));
        step->span = r->span;
        return step;
    }
    if (gp_model_put_days(m, row, tick) != NULL) {
        step->why = GP_WHY_JOINT;
        step->how = gp_steps_word(
            s, GP_WORD("somebody comes or goes in this month: the sum of what "
                       "those who are there can carry, by workdays"));
        gp_steps_add_tick(s, step, row, tick);
        return step;
    }
    gp_shape_days(m, gp_shapes_of(m, r, GP_DAY), span, weights, &used);
    gp_stay_weigh_days(m, r->scope, span, weights);
    for (int i = 0; i < gp_days_count(span); i++)
        sum += weights[i];
    step->why = used == NULL ? GP_WHY_BUILTIN : GP_WHY_WEIGHT;
    step->span = gp_steps_shape_span(m, used);
    step->how =
        gp_phrase(s->arena, s->lang,
                  used == NULL ? GP_WORD("by workdays: {0}{1}")
                               : GP_WORD("by the days' weights: {0}{1}"),
                  gp_steps_weight(s, weights[date - span.first], sum),
                  gp_steps_learned(s, used), NULL);
    gp_steps_add_tick(s, step, row, tick);
    return step;
}

struct gp_step *gp_steps_part(struct gp_steps *s,
                              const struct gp_step_cell *cell)
{
    const struct gp_vector *v = gp_dayparts(s->m, cell->row);
    int64_t parts[GP_MAX_DAYPARTS], day;
    if (v == NULL || cell->part >= v->count ||
        !gp_days_parts(s->days, cell->row, cell->period.days.first, parts) ||
        !gp_target_value(s->days, s->m, cell->row, &cell->period, &day))
        return NULL;
    struct gp_step *step =
        gp_steps_new(s, cell->row, &cell->period, parts[cell->part]);
    step->period =
        gp_arena_join(s->arena, step->period, "/", v->labels[cell->part], NULL);
    step->why = GP_WHY_WEIGHT;
    step->how =
        gp_phrase(s->arena, s->lang, "by the weights of the day's parts: {0}",
                  gp_steps_weight(s, v->weights[cell->part], v->sum), NULL);
    step->span = v->span;
    gp_steps_add(step, gp_steps_day(s, cell->row, &cell->period, day));
    return step;
}

struct gp_step *gp_steps_range(struct gp_steps *s, uint32_t row,
                               const struct gp_period *period, int64_t amount)
{
    const struct gp_model *m = s->m;
    struct gp_step *step = gp_steps_new(s, row, period, amount);
    enum gp_grain leaf = leaf_of(m, row);
    struct gp_span_days span = gp_days_cut(period->days, m->time.days);
    int tick = gp_timetable_at(&m->time, leaf, span.first);
    int end = m->time.first[leaf] + m->time.of[leaf];
    step->why = GP_WHY_TIME_SUM;
    step->how = gp_steps_word(s, GP_WORD("the sum of its days"));
    for (; tick < end && s->count < GP_MAX_STEPS; tick++) {
        const struct gp_period *whole = &m->time.ticks[tick].period;
        struct gp_period part = {.grain = GP_PLAN,
                                 .days = gp_days_cut(whole->days, span)};
        int n = gp_days_count(part.days);
        int64_t value;
        if (n == 0)
            break;
        if (n == gp_days_count(whole->days)) {
            gp_steps_add_tick(s, step, row, tick);
            continue;
        }
        if (!gp_days_sum(s->days, row, part.days, &value))
            continue;
        struct gp_step *piece = gp_steps_new(s, row, &part, value);
        piece->why = GP_WHY_TIME_SUM;
        piece->how = gp_phrase(
            s->arena, s->lang,
            n == 1 ? GP_WORD("{0} day of {1}") : GP_WORD("{0} days of {1}"),
            gp_arena_int(s->arena, n), gp_period_text(s->arena, whole), NULL);
        gp_steps_add_tick(s, piece, row, tick);
        gp_steps_add(step, piece);
    }
    step->more |= s->count >= GP_MAX_STEPS;
    return step;
}

struct gp_step *gp_steps_copied(struct gp_steps *s, uint32_t row,
                                const struct gp_period *period, int64_t amount)
{
    struct gp_step *step = gp_steps_new(s, row, period, amount);
    step->why = GP_WHY_COPIED;
    step->how = gp_steps_word(s, GP_WORD("it holds inside its month, too"));
    gp_steps_add_tick(
        s, step, row,
        gp_timetable_at(&s->m->time, GP_MONTH, period->days.last));
    return step;
}

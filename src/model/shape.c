/* See shape.h. */
#include "model/shape.h"

static bool has(const struct gp_shapes *shapes, enum gp_grain grain)
{
    return shapes != NULL && shapes->by[grain].kind != GP_SHAPE_NONE;
}

static int64_t number_weight(const struct gp_vector *v, int number)
{
    return number >= 1 && number <= v->count ? v->weights[number - 1] : 0;
}

static int64_t day_weight(const struct gp_model *model,
                          const struct gp_shapes *shapes, gp_date day)
{
    if (!has(shapes, GP_DAY) || shapes->by[GP_DAY].kind == GP_SHAPE_WORKDAYS)
        return gp_calendar_is_workday(&model->calendar, day);
    const struct gp_shape *s = &shapes->by[GP_DAY];
    if (s->kind == GP_SHAPE_EVEN)
        return 1;
    const struct gp_vector *v = &model->vectors.at[s->vector];
    if (v->kind == GP_VECTOR_WEEKDAYS)
        return v->weights[gp_date_weekday(day)];
    return number_weight(v, gp_date_split(day).day);
}

static int64_t days_weight(const struct gp_model *model,
                           const struct gp_shapes *shapes,
                           struct gp_span_days span)
{
    int64_t sum = 0;
    if (!has(shapes, GP_DAY) || shapes->by[GP_DAY].kind == GP_SHAPE_WORKDAYS)
        return gp_calendar_workdays(&model->calendar, span);
    for (gp_date d = span.first; d <= span.last; d++)
        sum += day_weight(model, shapes, d);
    return sum;
}

/* What a shape of the tick's own grain gives it.  A piece of a week counts for
 * the days that it has; other periods are one each, cut short or not. */
static int64_t own_weight(const struct gp_model *model,
                          const struct gp_shape *shape,
                          const struct gp_tick *tick)
{
    int64_t weight = 1;
    /* Built in: even, but a month of five weeks counts for five. */
    if (shape == NULL && tick->period.grain <= GP_MONTH &&
        gp_calendar_has_fiscal_weeks(&model->calendar))
        return tick->full_days / 7;
    if (shape != NULL && shape->kind == GP_SHAPE_WORKDAYS)
        return gp_calendar_workdays(&model->calendar, tick->period.days);
    if (shape != NULL && shape->kind == GP_SHAPE_VECTOR)
        weight = number_weight(&model->vectors.at[shape->vector],
                               tick->period.number);
    if (tick->period.grain == GP_PIECE)
        weight *= gp_days_count(tick->period.days);
    return weight;
}

/* The coarsest grain finer than a tick's with a split of its own; a day's
 * where there is none. */
static enum gp_grain finer(const struct gp_shapes *shapes, enum gp_grain grain)
{
    for (int g = (int)grain + 1; g <= GP_PIECE; g++)
        if (has(shapes, (enum gp_grain)g))
            return (enum gp_grain)g;
    return GP_DAY;
}

/* The sum of the weights of a finer grain below a tick. */
static int64_t sum_weight(const struct gp_model *model,
                          const struct gp_shapes *shapes, int tick,
                          enum gp_grain grain)
{
    const struct gp_tick *t = &model->time.ticks[tick];
    if (grain == GP_DAY)
        return days_weight(model, shapes, t->period.days);
    if (t->period.grain == grain)
        return own_weight(model, &shapes->by[grain], t);
    int64_t sum = 0;
    for (int i = 0; i < t->child_count; i++)
        sum += sum_weight(model, shapes, t->child + i, grain);
    return sum;
}

void gp_shape_ticks(const struct gp_model *model,
                    const struct gp_shapes *shapes, int tick, int64_t *weights,
                    const struct gp_shape **used)
{
    const struct gp_tick *t = &model->time.ticks[tick];
    enum gp_grain grain = model->time.ticks[t->child].period.grain;
    enum gp_grain from = finer(shapes, (enum gp_grain)(grain - 1));
    bool own = has(shapes, from);
    *used = own ? &shapes->by[from] : NULL;
    if (!own && grain != GP_PIECE)
        from = grain; /* built in: even */
    int64_t sum = 0;
    for (int i = 0; i < t->child_count; i++) {
        const struct gp_tick *child = &model->time.ticks[t->child + i];
        weights[i] = from == GP_DAY
                         ? days_weight(model, shapes, child->period.days)
                     : own ? sum_weight(model, shapes, t->child + i, from)
                           : own_weight(model, NULL, child);
    }
    for (int i = 0; i < t->child_count; i++)
        sum += weights[i];
    /* No workday, or nothing but zeros: by the days, so that nothing is
     * lost. */
    for (int i = 0; sum == 0 && i < t->child_count; i++)
        weights[i] = gp_days_count(model->time.ticks[t->child + i].period.days);
}

void gp_shape_days(const struct gp_model *model, const struct gp_shapes *shapes,
                   struct gp_span_days span, int64_t *weights,
                   const struct gp_shape **used)
{
    int64_t sum = 0;
    int n = gp_days_count(span);
    *used = has(shapes, GP_DAY) ? &shapes->by[GP_DAY] : NULL;
    for (int i = 0; i < n; i++)
        sum += weights[i] = day_weight(model, shapes, span.first + i);
    for (int i = 0; sum == 0 && i < n; i++)
        weights[i] = 1;
}

bool gp_shapes_speak(const struct gp_shapes *shapes, enum gp_grain grain)
{
    for (int g = (int)grain; g <= (int)GP_DAY; g++)
        if (has(shapes, (enum gp_grain)g))
            return true;
    return false;
}

static const struct gp_shapes *own_of(const struct gp_model *model,
                                      const struct gp_row *row)
{
    return row->shapes != GP_NONE ? &model->shapes.at[row->shapes] : NULL;
}

const struct gp_shapes *gp_shapes_of(const struct gp_model *model,
                                     const struct gp_row *row,
                                     enum gp_grain grain)
{
    while (!has(own_of(model, row), grain) && gp_row_above(row) != GP_NONE)
        row = &model->rows.at[gp_row_above(row)];
    if (has(own_of(model, row), grain))
        return own_of(model, row);
    uint32_t d = model->kpi_defaults[row->kpi];
    return d != GP_NONE ? &model->shapes.at[d] : NULL;
}

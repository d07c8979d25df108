/* See capacity.h. */
#include "model/capacity.h"

#include "base/vec.h"
#include "model/stay.h"

const struct gp_capacity *gp_capacity_add(struct gp_model *model,
                                          const struct gp_capacity *capacity)
{
    uint32_t *at = gp_map_at(&model->capacity_of,
                             gp_map_key(capacity->kpi, capacity->scope));
    if (*at != GP_MAP_NONE)
        return &model->capacities.at[*at];
    *at = (uint32_t)model->capacities.count;
    gp_vec_push(model->heap, &model->capacities, *capacity);
    return NULL;
}

const struct gp_capacity *gp_capacity_of(const struct gp_model *model,
                                         uint32_t scope, uint32_t kpi)
{
    if (model->capacities.count == 0)
        return NULL;
    for (uint32_t s = scope;; s = model->scopes.at[s].parent) {
        /* Who is moved keeps what was said where they stand in the plan. */
        uint32_t told = s == GP_NONE ? GP_NONE : model->scopes.at[s].person;
        uint32_t at = gp_map_get(&model->capacity_of, gp_map_key(kpi, s));
        if (at == GP_MAP_NONE && told != GP_NONE)
            at = gp_map_get(&model->capacity_of, gp_map_key(kpi, told));
        if (at != GP_MAP_NONE)
            return &model->capacities.at[at];
        if (s == GP_NONE)
            return NULL;
    }
}

/* How many days of a span the scope is there. */
static int days_there(const struct gp_model *m, uint32_t scope,
                      struct gp_span_days span)
{
    int n = 0;
    for (gp_date d = span.first; d <= span.last; d++)
        n += gp_stay_is_there(m, scope, (struct gp_span_days){d, d});
    return n;
}

/* How many periods of a grain the days make up: of one that is cut, or that
 * the scope is not there all of, the part of its workdays. */
static struct gp_rat periods_there(const struct gp_model *m, uint32_t scope,
                                   enum gp_grain grain,
                                   struct gp_span_days span)
{
    struct gp_rat sum = {0, 1};
    for (gp_date d = span.first; d <= span.last;) {
        struct gp_period whole = gp_period_of(&m->calendar, grain, d);
        struct gp_span_days part = gp_days_cut(whole.days, span);
        int all = gp_calendar_workdays(&m->calendar, whole.days);
        int there = gp_stay_workdays(m, scope, part);
        if (all != 0)
            gp_rat_add(&sum, sum, gp_rat_make(there, all));
        d = whole.days.last + 1;
    }
    return sum;
}

struct gp_rat gp_capacity_in(const struct gp_model *model,
                             const struct gp_capacity *capacity, uint32_t scope,
                             struct gp_span_days days, struct gp_rat *units)
{
    struct gp_rat most;
    switch (capacity->per) {
    case GP_PIECE:
        *units = gp_rat_int(gp_stay_workdays(model, scope, days));
        break;
    case GP_DAY:
        *units = gp_rat_int(days_there(model, scope, days));
        break;
    case GP_WEEK:
        *units = gp_rat_make(days_there(model, scope, days), 7);
        break;
    default:
        *units = periods_there(model, scope, capacity->per, days);
    }
    if (!gp_rat_mul(&most, *units, gp_rat_int(capacity->amount)))
        return gp_rat_int(INT64_MAX);
    return most;
}

const char *gp_capacity_unit(const struct gp_capacity *capacity, bool many)
{
    if (capacity->per == GP_PIECE)
        return many ? GP_WORD("workdays") : GP_WORD("workday");
    return many ? gp_grain_plural(capacity->per) : gp_grain_name(capacity->per);
}

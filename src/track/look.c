/* See look.h. */
#include "track/look.h"

#include "base/vec.h"
#include "track/eval.h"

struct asked {
    const struct gp_track *track;
    uint32_t scope;
};

static bool concerns(void *context, uint32_t kpi)
{
    const struct asked *a = context;
    const struct gp_model *m = a->track->model;
    return !m->kpis.at[kpi].has_targets ||
           gp_model_row(m, kpi, a->scope) != NULL ||
           gp_facts_any(a->track->facts, kpi, a->scope);
}

bool gp_look_concerns(const struct gp_track *t, uint32_t expr, uint32_t scope)
{
    struct asked a = {t, scope};
    return gp_eval_names(t->model, expr, concerns, &a);
}

size_t gp_look_first(const struct gp_model *m, const struct gp_look *l,
                     size_t *end)
{
    bool one = l->each == GP_EACH_SCOPE && l->of != GP_NONE && !l->moved;
    size_t first = one ? m->scopes.at[l->of].order : 0;
    *end = one ? first + 1 : m->scopes.count;
    return first;
}

bool gp_look_means(const struct gp_model *m, const struct gp_look *l,
                   uint32_t scope)
{
    const struct gp_scope *s = &m->scopes.at[scope];
    bool team = s->kind == GP_SCOPE_TEAM, person = s->kind == GP_SCOPE_PERSON;
    if (l->moved)
        return s->person == l->of && l->each != GP_EACH_TEAM;
    if (l->each == GP_EACH_SCOPE && l->of != GP_NONE)
        return scope == l->of;
    if (l->of != GP_NONE &&
        (scope == l->of || !gp_scope_is_below(m, scope, l->of)))
        return false;
    if (l->each == GP_EACH_TEAM)
        return team;
    if (l->each == GP_EACH_PERSON)
        return person;
    return team || person;
}

void gp_look_at(const struct gp_track *t, const struct gp_look *look,
                bool finished, struct gp_look_periods *out)
{
    enum gp_grain grain = look->workdays ? GP_DAY : look->every;
    gp_date at = GP_NO_DATE;
    struct gp_period p;
    out->count = 0;
    while (gp_track_next(t, grain, &at, &p)) {
        if (finished && !gp_track_finished(t, &p))
            break;
        if (!look->workdays ||
            gp_calendar_is_workday(&t->model->calendar, p.days.first))
            gp_vec_push(t->heap, out, p);
    }
}

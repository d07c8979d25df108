/* What the plan states, upwards: periods and parts that are all stated make up
 * what is above them; a row that has its value divides it at once: see flow.h.
 */
#include "compile/flow/flow.h"
#include "model/stay.h"

bool gp_flow_states_anything(const struct gp_flow *f, const struct gp_row *r)
{
    int n = f->m->kpis.at[r->kpi].tick_count;
    for (int t = 0; t < n; t++)
        if (gp_has(r, t))
            return true;
    return r->states_days;
}

/* Periods whose parts are all stated are their sum; stated ones must be. */
void gp_flow_sum_periods(struct gp_flow *f, uint32_t row, bool some)
{
    struct gp_row *r = &f->m->rows.at[row];
    for (int t = f->m->kpis.at[r->kpi].tick_count - 1; t >= 0; t--) {
        int n = gp_flow_children(f, r, t), set = 0;
        int child = f->m->time.ticks[t].child;
        int64_t sum = 0;
        for (int i = 0; i < n; i++) {
            if (!gp_has(r, child + i))
                continue;
            set++;
            if (!gp_add64(&sum, sum, r->at[child + i])) {
                gp_find(f->p->findings, GP_TEXT_OVERFLOW,
                        gp_flow_said(f, r, child + i), NULL);
                r->open = true;
                return;
            }
        }
        if (n == 0 || set == 0 || (set < n && !some))
            continue;
        if (!gp_has(r, t)) {
            r->at[t] = sum;
            r->why[t] = gp_because(GP_WHY_TIME_SUM, GP_NO_FACT);
        } else if (set == n && r->at[t] != sum && !r->open &&
                   gp_flow_time_split(f, row, t, GP_PLAN) == NULL) {
            gp_flow_tell_periods(f, row, t, sum);
        }
    }
}

/* Where all periods but one are there, the last is what they leave. */
static void complete_periods(struct gp_flow *f, uint32_t row)
{
    struct gp_row *r = &f->m->rows.at[row];
    int count = f->m->kpis.at[r->kpi].tick_count;
    for (int t = 0; t < count && !r->open; t++) {
        int n = gp_flow_children(f, r, t), child = f->m->time.ticks[t].child;
        int last = -1, missing = 0;
        int64_t left = r->at[t];
        for (int i = 0; gp_has(r, t) && i < n; i++) {
            if (gp_has(r, child + i))
                left -= r->at[child + i];
            else
                last = child + i, missing++;
        }
        if (missing != 1 || left < 0)
            continue;
        r->at[last] = left;
        r->why[last] = gp_because(GP_WHY_REMAINDER, GP_NO_FACT);
    }
}

/* A row that has its value divides it by its own splits and shapes at once:
 * what comes out is as good as stated for those above. */
void gp_flow_decide_own(struct gp_flow *f, uint32_t row)
{
    const struct gp_row *r = &f->m->rows.at[row];
    int n = f->m->kpis.at[r->kpi].tick_count;
    if (r->shapes != GP_NONE) {
        for (int t = 0; t < n; t++)
            if (gp_has(r, t) && gp_flow_has_shape(f, row, t))
                gp_flow_time(f, row, t, false);
        return;
    }
    for (uint32_t s = f->first_split[row]; s != GP_NONE;
         s = f->p->splits.at[s].next) {
        const struct gp_split *x = &f->p->splits.at[s];
        int t = x->axis == GP_AXIS_TIME
                    ? gp_timetable_find(&f->m->time, &x->period)
                    : GP_NO_TICK;
        if (t != GP_NO_TICK && gp_has(r, t))
            gp_flow_time(f, row, t, false);
    }
}

int64_t gp_flow_days_stated(const struct gp_flow *f, uint32_t row, int tick,
                            int *count)
{
    struct gp_span_days days = f->m->time.ticks[tick].period.days;
    int64_t sum = 0;
    *count = 0;
    for (gp_date d = days.first; d <= days.last; d++) {
        uint32_t at = gp_map_get(&f->m->day_of, gp_map_key(row, (uint32_t)d));
        if (at == GP_MAP_NONE)
            continue;
        ++*count;
        gp_add64(&sum, sum, f->m->day_amounts.at[at]);
    }
    return sum;
}

/* A stated day counts for its month at least; the days' sum where a month
 * states all of them. */
static void sum_days(struct gp_flow *f, uint32_t row)
{
    struct gp_row *r = &f->m->rows.at[row];
    const struct gp_timetable *t = &f->m->time;
    enum gp_grain leaf = f->m->kpis.at[r->kpi].uses_weeks ? GP_PIECE : GP_MONTH;
    for (int i = t->first[leaf]; i < t->first[leaf] + t->of[leaf]; i++) {
        struct gp_span_days days = t->ticks[i].period.days;
        int set;
        int64_t sum = gp_flow_days_stated(f, row, i, &set);
        bool all = set == gp_days_count(days);
        if (set == 0)
            continue;
        if (!gp_has(r, i) && all) {
            r->at[i] = sum;
            r->why[i] = gp_because(GP_WHY_TIME_SUM, GP_NO_FACT);
        } else if (gp_has(r, i) &&
                   (sum > r->at[i] || (all && sum != r->at[i]))) {
            gp_flow_tell_periods(f, row, i, sum);
        }
    }
}

void gp_flow_sum_days(struct gp_flow *f, uint32_t row)
{
    struct gp_row *r = &f->m->rows.at[row];
    const struct gp_timetable *t = &f->m->time;
    enum gp_grain leaf = f->m->kpis.at[r->kpi].uses_weeks ? GP_PIECE : GP_MONTH;
    for (int i = t->first[leaf];
         r->states_days && !r->open && i < t->first[leaf] + t->of[leaf]; i++) {
        int count;
        int64_t sum = gp_flow_days_stated(f, row, i, &count);
        /* Who is away is told so, day by day. */
        if (count == 0 || gp_has(r, i) ||
            !gp_stay_is_there(f->m, r->scope, t->ticks[i].period.days))
            continue;
        r->at[i] = sum;
        r->why[i] = gp_because(GP_WHY_TIME_SUM, GP_NO_FACT);
    }
}

/* Whether all parts of a cut state this tick; where not strict, all of those
 * that state anything. */
bool gp_flow_parts_state(const struct gp_flow *f, uint32_t cut, int tick,
                         bool strict, int64_t *sum, bool *open)
{
    const struct gp_cut *c = &f->m->cuts.at[cut];
    bool any = false;
    *sum = 0;
    for (uint32_t i = 0; i < c->count; i++) {
        const struct gp_row *part =
            &f->m->rows.at[f->m->parts.at[c->first + i]];
        *open |= part->open;
        if (gp_has(part, tick)) {
            any = true;
            gp_add64(sum, *sum, part->at[tick]);
        } else if (strict || gp_flow_states_anything(f, part)) {
            return false;
        }
    }
    return any;
}

/* The whole plan, by whatever name: 2026 is a year and the plan. */
static bool is_whole(const struct gp_flow *f, int tick)
{
    struct gp_span_days days = f->m->time.ticks[tick].period.days;
    return days.first == f->m->time.days.first &&
           days.last == f->m->time.days.last;
}

/* The members that a cut could have for parts. */
static uint32_t count_members(const struct gp_flow *f, const struct gp_cut *c)
{
    const struct gp_model *m = f->m;
    uint32_t n = 0, first = GP_NONE;
    if (c->dimension == GP_NONE) {
        first = m->scopes.at[m->rows.at[c->row].scope].child;
        for (uint32_t x = first; x != GP_NONE; x = m->scopes.at[x].next)
            n++;
        return n;
    }
    for (uint32_t i = 0; i < c->count; i++) {
        const struct gp_scope *s =
            &m->scopes.at[m->rows.at[m->parts.at[c->first + i]].scope];
        if (s->kind != GP_SCOPE_NARROW)
            continue;
        uint32_t up = m->members.at[s->member].parent;
        first = up == GP_NONE ? m->dimensions.at[c->dimension].child
                              : m->members.at[up].child;
    }
    for (uint32_t d = first; d != GP_NONE; d = m->members.at[d].next)
        n++;
    return n;
}

/* Whether the parts of a cut are all that there can be. */
static bool is_complete(const struct gp_flow *f, const struct gp_cut *c)
{
    uint32_t there = 0;
    for (uint32_t i = 0; i < c->count; i++) {
        enum gp_scope_kind kind =
            f->m->scopes.at[f->m->rows.at[f->m->parts.at[c->first + i]].scope]
                .kind;
        there += kind != GP_SCOPE_RESERVE && kind != GP_SCOPE_GAP;
    }
    return there != 0 && there == count_members(f, c);
}

/* Whether nothing but a default will give the row its value. */
static bool is_by_default(const struct gp_flow *f, uint32_t row)
{
    const struct gp_row *r = &f->m->rows.at[row];
    bool any = false;
    if (r->parent == GP_NONE || r->overlay)
        return false;
    uint32_t d = f->m->cuts.at[r->cut].dimension;
    for (uint32_t i = f->first_split[r->parent]; i != GP_NONE;
         i = f->p->splits.at[i].next) {
        const struct gp_split *s = &f->p->splits.at[i];
        if (s->axis == GP_AXIS_TIME || s->dimension != d || s->crosswise)
            continue;
        any = true;
        if (!s->yields)
            return false;
    }
    return any;
}

/* A row that leaves a period to its parts is their sum there. */
static void sum_parts(struct gp_flow *f, uint32_t row)
{
    struct gp_row *r = &f->m->rows.at[row];
    bool stated = gp_flow_states_anything(f, r);
    r->rollup = !stated && !f->expects[row];
    for (uint32_t c = f->first_cut[row]; c != GP_NONE; c = f->next_cut[c]) {
        bool team = f->m->cuts.at[c].dimension == GP_NONE;
        bool complete = is_complete(f, &f->m->cuts.at[c]);
        if (!team && (!complete || r->rollup))
            continue;
        bool gives_way = complete && is_by_default(f, row);
        int n = f->m->kpis.at[r->kpi].tick_count;
        int64_t whole;
        bool ignored = false;
        if (gp_has(r, 0) &&
            gp_flow_parts_state(f, c, 0, true, &whole, &ignored) &&
            whole != r->at[0])
            continue; /* they are told apart as wholes */
        for (int t = n - 1; t >= 0; t--) {
            int64_t sum;
            bool open = false;
            if (gp_has(r, t) ||
                (gp_flow_has_shape(f, row, 0) && !(r->rollup && t == 0)) ||
                (is_whole(f, t) && !r->rollup && !gives_way) ||
                !gp_flow_parts_state(f, c, t, !r->rollup, &sum, &open))
                continue;
            r->at[t] = sum;
            r->why[t] = gp_because(GP_WHY_SCOPE_SUM, GP_NO_FACT);
            r->open |= open && r->rollup;
        }
    }
}

void gp_flow_take_stated(struct gp_flow *f, uint32_t row)
{
    if (f->m->rows.at[row].states_days)
        sum_days(f, row);
    f->speaks[row] = f->first_split[row] != GP_NONE ||
                     gp_flow_states_anything(f, &f->m->rows.at[row]);
    gp_flow_decide_own(f, row);
    gp_flow_sum_periods(f, row, false);
    sum_parts(f, row);
    if (f->first_cut[row] != GP_NONE)
        gp_flow_sum_periods(f, row, false);
    complete_periods(f, row);
    f->speaks[row] |= gp_flow_states_anything(f, &f->m->rows.at[row]);
    if (f->first_cut[row] != GP_NONE)
        gp_flow_sum_low(f, row);
}

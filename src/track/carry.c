/* See carry.h. */
#include "track/carry.h"

#include "model/round.h"
#include "track/measure.h"
#include "track/memory.h"

const struct gp_carry *gp_carry_of(const struct gp_model *model, uint32_t kpi)
{
    for (size_t i = 0; i < model->carries.count; i++)
        if (model->carries.at[i].kpi == kpi)
            return &model->carries.at[i];
    return NULL;
}

static bool is_week(enum gp_grain grain)
{
    return grain == GP_WEEK || grain == GP_PIECE;
}

/* The part of a grain that begins on the date, cut to its container. */
static struct gp_period part_at(const struct gp_track *t, enum gp_grain over,
                                gp_date date, struct gp_span_days container)
{
    struct gp_period p = gp_period_of(&t->model->calendar, over, date);
    struct gp_span_days whole = p.days;
    p.days = gp_days_cut(p.days, container);
    p.grain = over;
    if (is_week(over))
        p.grain = p.days.first == whole.first && p.days.last == whole.last
                      ? GP_WEEK
                      : GP_PIECE;
    return p;
}

/* --------------------------------------------------------------- spreading */

/* The weights by which parts [first, count) take over what was missed. */
static void weigh(const struct gp_carry *c, const struct gp_carry_part *parts,
                  size_t first, size_t count, int64_t *weights)
{
    int64_t sum = 0;
    for (size_t i = first; i < count; i++) {
        int64_t w = 1;
        if (c->spread == GP_SPREAD_PROPORTIONAL)
            w = parts[i].target > 0 ? parts[i].target : 0;
        else if (c->spread == GP_SPREAD_NEXT)
            w = i == first;
        else if (c->spread == GP_SPREAD_LAST)
            w = i == count - 1;
        weights[i - first] = w;
        sum += w;
    }
    /* Nothing to be proportional to. */
    for (size_t i = first; sum == 0 && i < count; i++)
        weights[i - first] = 1;
}

static int64_t cap_of(const struct gp_carry *c, int64_t target)
{
    struct gp_rat most;
    if (gp_rat_sign(c->cap) <= 0 ||
        !gp_rat_mul(&most, c->cap, gp_rat_int(target)))
        return INT64_MAX;
    gp_i128 whole = gp_rat_floor(most);
    return whole > INT64_MAX ? INT64_MAX : (int64_t)whole;
}

/* The part's adjusted target with what it is asked for, up to its cap. */
static void add(struct gp_track *t, struct gp_carry_part *p, int64_t cap,
                struct gp_carry_move move)
{
    gp_i128 sum = (gp_i128)p->adjusted + move.asked;
    p->adjusted = sum > cap ? cap : (int64_t)sum;
    move.refused = (int64_t)(sum - p->adjusted);
    if (t->carry->tell && move.asked != 0)
        gp_vec_push(t->heap, &t->carry->moves, move);
}

/* Adds `missed` to the parts behind `done`; what their caps refuse is lost:
 * a bound is to say how much may be asked for. */
static void spread(struct gp_track *t, const struct gp_carry *c,
                   struct gp_carry_part *parts, size_t done, size_t count,
                   gp_i128 sum)
{
    size_t first = done + 1, left = count - first;
    int64_t missed = sum > INT64_MAX ? INT64_MAX : (int64_t)sum;
    if (sum <= 0 || left == 0)
        return;
    enum gp_grain grain = is_week(c->over) ? GP_PIECE : c->over;
    int64_t step = t->model->kpis.at[c->kpi].step[grain];
    int64_t *weights = gp_alloc(t->heap, 2 * left * sizeof *weights);
    int64_t *shares = weights + left;
    weigh(c, parts, first, count, weights);
    gp_round_shares(t->heap, missed,
                    gp_round_step(step > 0 ? step : 1, &missed, 1), weights,
                    left, shares);
    for (size_t i = 0; i < left; i++) {
        struct gp_carry_part *p = &parts[first + i];
        add(t, p, cap_of(c, p->target),
            (struct gp_carry_move){.from = parts[done].period,
                                   .to = p->period,
                                   .missed = missed,
                                   .asked = shares[i]});
    }
    gp_free(t->heap, weights);
}

/* offset none: what each part missed of its adjusted target moves on. */
static void carry_each(struct gp_track *t, const struct gp_carry *c,
                       struct gp_carry_part *parts, size_t count)
{
    for (size_t i = 0; i < count && parts[i].finished; i++)
        if (parts[i].actual != GP_NO_AMOUNT)
            spread(t, c, parts, i, count,
                   (gp_i128)parts[i].adjusted - parts[i].actual);
}

/* What was laid on parts behind a day is laid on them anew. */
static void take_back(struct gp_carry_memory *memory, gp_date last)
{
    size_t kept = 0;
    for (size_t i = 0; i < memory->moves.count; i++)
        if (memory->moves.at[i].to.days.first <= last)
            memory->moves.at[kept++] = memory->moves.at[i];
    memory->moves.count = kept;
}

/* offset cumulative: surpluses are netted, against the original targets. */
static void carry_net(struct gp_track *t, const struct gp_carry *c,
                      struct gp_carry_part *parts, size_t count)
{
    gp_i128 net = 0;
    for (size_t i = 0; i < count && parts[i].finished; i++) {
        if (parts[i].actual != GP_NO_AMOUNT)
            net += (gp_i128)parts[i].target - parts[i].actual;
        for (size_t k = i + 1; k < count; k++)
            parts[k].adjusted = parts[k].target;
        take_back(t->carry, parts[i].period.days.last);
        spread(t, c, parts, i, count, net);
    }
}

/* ------------------------------------------------------------------- parts */

static bool scaled(const struct gp_track *t, uint32_t kpi, struct gp_value v,
                   int64_t *out)
{
    return v.has && gp_rat_scaled(v.value, t->model->kpis.at[kpi].digits, out);
}

/* The days that the carry stays within, around the date. */
static struct gp_span_days container_of(const struct gp_model *m,
                                        const struct gp_carry *c, gp_date date)
{
    if (c->of == GP_PLAN)
        return m->time.days;
    return gp_days_cut(gp_period_of(&m->calendar, c->of, date).days,
                       m->time.days);
}

/* False where a part has no target. */
static bool gather(struct gp_track *t, const struct gp_carry *c, uint32_t scope,
                   struct gp_span_days container)
{
    struct gp_carry_memory *memory = t->carry;
    gp_date at = container.first;
    memory->parts.count = memory->moves.count = 0;
    while (at <= container.last) {
        struct gp_carry_part p = {.period = part_at(t, c->over, at, container)};
        at = p.period.days.last + 1;
        p.finished = gp_track_finished(t, &p.period);
        if (!scaled(t, c->kpi,
                    gp_measure(t, GP_M_TARGET, c->kpi, scope, &p.period),
                    &p.target))
            return false;
        p.adjusted = p.target;
        if (!scaled(t, c->kpi,
                    gp_measure(t, GP_M_ACTUAL, c->kpi, scope, &p.period),
                    &p.actual))
            p.actual = GP_NO_AMOUNT;
        gp_vec_push(t->heap, &memory->parts, p);
    }
    return memory->parts.count > 0;
}

const struct gp_carry_part *gp_carry_parts(struct gp_track *t,
                                           const struct gp_carry *c,
                                           uint32_t scope, gp_date date,
                                           size_t *count)
{
    const struct gp_model *m = t->model;
    struct gp_carry_memory *memory = t->carry;
    *count = 0;
    if (!gp_days_hold(m->time.days, date))
        return NULL;
    struct gp_span_days container = container_of(m, c, date);
    if (!memory->set || memory->carry != c || memory->scope != scope ||
        memory->container.first != container.first) {
        memory->set = false;
        if (!gather(t, c, scope, container))
            return NULL;
        memory->set = true;
        memory->carry = c;
        memory->scope = scope;
        memory->container = container;
        if (c->cumulative)
            carry_net(t, c, memory->parts.at, memory->parts.count);
        else
            carry_each(t, c, memory->parts.at, memory->parts.count);
    }
    *count = memory->parts.count;
    return memory->parts.at;
}

/* Whether the carry says anything at this grain and of this scope. */
static bool applies(const struct gp_model *m, const struct gp_carry *c,
                    uint32_t scope, enum gp_grain grain)
{
    const struct gp_row *row = gp_model_row(m, c->kpi, scope);
    bool same = c->over == grain || (is_week(c->over) && is_week(grain));
    /* What is copied, or better lower, has nothing to catch up with. */
    return same && row != NULL && row->relation == GP_EQUAL &&
           m->kpis.at[c->kpi].kind == GP_KPI_FLOW &&
           !m->kpis.at[c->kpi].lower_better;
}

/* One part of a whole week: false where the days from `at` on are no whole
 * part, such as a piece asked of whole weeks. */
static bool part_of_week(struct gp_track *t, const struct gp_carry *c,
                         uint32_t scope, gp_date at, struct gp_carry_part *out)
{
    size_t count;
    const struct gp_carry_part *parts = gp_carry_parts(t, c, scope, at, &count);
    for (size_t i = 0; i < count; i++)
        if (parts[i].period.days.first == at) {
            *out = parts[i];
            return true;
        }
    if (count > 0)
        return false;
    /* A month without a target carries nothing: what is known of it stands. */
    out->period = part_at(t, c->over, at, container_of(t->model, c, at));
    if (!scaled(t, c->kpi,
                gp_measure(t, GP_M_TARGET, c->kpi, scope, &out->period),
                &out->adjusted))
        out->adjusted = 0;
    return out->period.days.first == at;
}

struct gp_value gp_carry_adjusted(struct gp_track *t, uint32_t kpi,
                                  uint32_t scope,
                                  const struct gp_period *period)
{
    const struct gp_model *m = t->model;
    const struct gp_carry *c = gp_carry_of(m, kpi);
    struct gp_value target = gp_measure(t, GP_M_TARGET, kpi, scope, period);
    if (c == NULL || !target.has || !applies(m, c, scope, period->grain))
        return target;
    struct gp_span_days days = gp_days_cut(period->days, m->time.days);
    int64_t sum = 0;
    for (gp_date at = days.first; at <= days.last;) {
        struct gp_carry_part part;
        if (!part_of_week(t, c, scope, at, &part) ||
            part.period.days.last > days.last ||
            !gp_add64(&sum, sum, part.adjusted))
            return target;
        at = part.period.days.last + 1;
    }
    return gp_some_value(gp_rat_make(sum, gp_pow10(m->kpis.at[kpi].digits)));
}

const struct gp_carry_move *gp_carry_moves(struct gp_track *t, uint32_t kpi,
                                           uint32_t scope,
                                           const struct gp_period *period,
                                           size_t *count)
{
    const struct gp_model *m = t->model;
    const struct gp_carry *c = gp_carry_of(m, kpi);
    struct gp_carry_memory *memory = t->carry;
    *count = 0;
    if (c == NULL || !applies(m, c, scope, period->grain))
        return NULL;
    struct gp_span_days days = gp_days_cut(period->days, m->time.days);
    memory->told.count = 0;
    memory->tell = true;
    for (gp_date at = days.first; at <= days.last;) {
        size_t parts;
        struct gp_span_days container = container_of(m, c, at);
        memory->set = false;
        if (gp_carry_parts(t, c, scope, at, &parts) == NULL)
            memory->moves.count = 0;
        for (size_t i = 0; i < memory->moves.count; i++) {
            const struct gp_carry_move *v = &memory->moves.at[i];
            if (gp_days_hold(days, v->to.days.first) ||
                gp_days_hold(days, v->from.days.first))
                gp_vec_push(t->heap, &memory->told, *v);
        }
        at = container.last + 1;
    }
    memory->tell = false;
    *count = memory->told.count;
    return memory->told.at;
}

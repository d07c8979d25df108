/* What is below a cell that an amendment has changed: see amended.h. */
#include "compile/amend/amended.h"
#include "model/round.h"
#include "model/shape.h"
#include "model/stay.h"

static int64_t value(const struct gp_row *r, int tick)
{
    return gp_has(r, tick) ? r->at[tick] : 0;
}

static struct gp_reason again(void)
{
    return gp_because(GP_WHY_AGAIN, GP_NO_FACT);
}

static int64_t step_of(const struct gp_amending *w, const struct gp_row *r,
                       int tick)
{
    return w->m->kpis.at[r->kpi].step[w->m->time.ticks[tick].period.grain];
}

static bool is_away(const struct gp_amending *w, const struct gp_row *part,
                    int tick)
{
    return !gp_has(part, tick) &&
           !gp_stay_is_there(w->m, part->scope,
                             w->m->time.ticks[tick].period.days);
}

/* ---- periods ------------------------------------------------------------- */

/* Whether something below a tick may still change.  `running`: what is in
 * progress may, too. */
static bool is_open(const struct gp_amending *w, uint32_t row, int tick,
                    bool running)
{
    const struct gp_row *r = &w->m->rows.at[row];
    struct gp_span_days days = w->m->time.ticks[tick].period.days;
    int n = gp_flow_children(&w->f, r, tick);
    int child = w->m->time.ticks[tick].child;
    if (gp_amend_mark(w, row, tick) || days.last < w->amend->date)
        return false;
    if (n == 0)
        return running || days.first >= w->amend->date;
    for (int i = 0; i < n; i++)
        if (is_open(w, row, child + i, running))
            return true;
    return false;
}

/* What of a tick stands as it is. */
static int64_t kept(const struct gp_amending *w, uint32_t row, int tick,
                    bool running)
{
    const struct gp_row *r = &w->m->rows.at[row];
    int n = gp_flow_children(&w->f, r, tick);
    int child = w->m->time.ticks[tick].child;
    int64_t sum = 0;
    if (gp_amend_mark(w, row, tick))
        return value(r, tick);
    if (n == 0)
        return is_open(w, row, tick, running) ? 0 : value(r, tick);
    for (int i = 0; i < n; i++)
        gp_add64(&sum, sum, kept(w, row, child + i, running));
    return sum;
}

/* Leaves of the weights what somebody is there for: prorated by workdays, or
 * else where there is any day. */
static void weigh_stay(const struct gp_amending *w, const struct gp_row *r,
                       int tick, int64_t *weights)
{
    enum { DIGITS = 3 };
    const struct gp_model *m = w->m;
    const struct gp_tick *first = &m->time.ticks[m->time.ticks[tick].child];
    int n = m->time.ticks[tick].child_count;
    int64_t sum = 0, part[GP_MAX_COLUMNS];
    for (int i = 0; i < n; i++) {
        struct gp_span_days days = first[i].period.days;
        struct gp_rat share = gp_stay_availability(m, r->scope, days);
        if (!gp_rat_mul(&share, share, gp_rat_int(weights[i])) ||
            !gp_rat_rounded(share, DIGITS, &part[i]) ||
            gp_stay_workdays(m, r->scope, days) == 0)
            part[i] = 0;
        sum += part[i];
    }
    for (int i = 0; i < n && sum == 0; i++)
        part[i] = gp_stay_is_there(m, r->scope, first[i].period.days)
                      ? weights[i]
                      : 0;
    for (int i = 0; i < n; i++)
        sum += part[i];
    for (int i = 0; i < n && sum != 0; i++)
        weights[i] = part[i];
}

/* Where there was nothing to be proportional to: by the shapes. */
static void new_weights(struct gp_amending *w, const struct gp_row *r, int tick,
                        const bool *open, int64_t *weights)
{
    const struct gp_model *m = w->m;
    const struct gp_shape *used;
    uint32_t d = r->shapes != GP_NONE ? r->shapes : m->kpi_defaults[r->kpi];
    int n = m->time.ticks[tick].child_count;
    int64_t sum = 0;
    gp_shape_ticks(m, d == GP_NONE ? NULL : &m->shapes.at[d], tick, weights,
                   &used);
    for (int i = 0; i < n; i++)
        sum += weights[i] = open[i] ? weights[i] : 0;
    for (int i = 0; i < n && sum == 0; i++)
        weights[i] = open[i];
    if (gp_stay_is_any(m, r->scope))
        weigh_stay(w, r, tick, weights);
}

void gp_amend_time(struct gp_amending *w, uint32_t row, int tick)
{
    struct gp_row *r = &w->m->rows.at[row];
    int n = gp_flow_children(&w->f, r, tick);
    int child = w->m->time.ticks[tick].child;
    int64_t stands[GP_MAX_COLUMNS], weights[GP_MAX_COLUMNS];
    int64_t shares[GP_MAX_COLUMNS] = {0}, rest = value(r, tick), sum = 0;
    bool open[GP_MAX_COLUMNS], any = false, running = false;
    if (n == 0)
        return;
    gp_amend_split_time(w, row, tick);
    for (int i = 0; i < n; i++)
        any |= gp_amend_mark(w, row, child + i) ||
               is_open(w, row, child + i, false);
    running = !any;
    any = false;
    for (int i = 0; i < n; i++) {
        open[i] = is_open(w, row, child + i, running);
        stands[i] = kept(w, row, child + i, running);
        rest -= stands[i];
        weights[i] = open[i] ? value(r, child + i) - stands[i] : 0;
        weights[i] = weights[i] < 0 ? 0 : weights[i];
        sum += weights[i];
        any |= open[i];
    }
    if (!any && rest != 0) {
        gp_amend_tell_sum(w, GP_TEXT_AMEND_PERIODS, row, tick,
                          value(r, tick) - rest);
        return;
    }
    if (rest < 0) {
        gp_amend_tell_low(w, row, tick, value(r, tick) - rest);
        return;
    }
    if (any && sum == 0)
        new_weights(w, r, tick, open, weights);
    if (any)
        gp_round_shares(w->p->heap, rest,
                        gp_round_step(step_of(w, r, child), &rest, 1), weights,
                        (size_t)n, shares);
    for (int i = 0; i < n; i++) {
        if (!open[i] && (gp_amend_mark(w, row, child + i) ||
                         stands[i] == value(r, child + i)))
            continue;
        if (stands[i] + shares[i] == 0 && is_away(w, r, child + i))
            continue;
        gp_amend_set(w, row, child + i, stands[i] + shares[i], again(),
                     GP_CELL_DECIDED);
        gp_amend_time(w, row, child + i);
    }
    /* What was said of a child by itself has periods, too. */
    for (int i = 0; i < n; i++)
        if (gp_amend_mark(w, row, child + i) & GP_CELL_SAID)
            gp_amend_time(w, row, child + i);
}

/* ---- parts --------------------------------------------------------------- */

/* Whether a part follows its whole at a tick: where the whole has changed and
 * the part itself is not decided. */
static bool follows(const struct gp_amending *w, uint32_t whole, uint32_t part,
                    int tick)
{
    const struct gp_row *r = &w->m->rows.at[whole];
    int n = gp_flow_children(&w->f, r, tick);
    int child = w->m->time.ticks[tick].child;
    if (gp_amend_mark(w, part, tick) || !gp_amend_mark(w, whole, tick))
        return false;
    for (int i = 0; i < n; i++)
        if (follows(w, whole, part, child + i))
            return true;
    return n == 0;
}

static int64_t part_kept(const struct gp_amending *w, uint32_t whole,
                         uint32_t part, int tick)
{
    const struct gp_row *r = &w->m->rows.at[part];
    int n = gp_flow_children(&w->f, r, tick);
    int child = w->m->time.ticks[tick].child;
    int64_t sum = 0;
    if (gp_amend_mark(w, part, tick) || !gp_amend_mark(w, whole, tick))
        return value(r, tick);
    for (int i = 0; i < n; i++)
        gp_add64(&sum, sum, part_kept(w, whole, part, child + i));
    return sum;
}

/* What a part had where it follows and the whole still has something; or the
 * workdays on which it is there then. */
static int64_t part_had(const struct gp_amending *w, uint32_t whole,
                        uint32_t part, int tick, bool workdays)
{
    const struct gp_row *r = &w->m->rows.at[whole];
    int n = gp_flow_children(&w->f, r, tick);
    int child = w->m->time.ticks[tick].child;
    int64_t sum = 0;
    if (gp_amend_mark(w, part, tick) || !gp_amend_mark(w, whole, tick))
        return 0;
    if (n == 0 && value(r, tick) == 0)
        return 0;
    if (n == 0)
        return workdays ? gp_stay_workdays(w->m, w->m->rows.at[part].scope,
                                           w->m->time.ticks[tick].period.days)
                        : value(&w->m->rows.at[part], tick);
    for (int i = 0; i < n; i++)
        gp_add64(&sum, sum, part_had(w, whole, part, child + i, workdays));
    return sum;
}

/* What a part's share of the rest is in proportion to: what it had and is not
 * there already.  Who is not there all the time cannot make up in one month for
 * another: what the amendment takes from that one is others' then. */
static int64_t part_weight(const struct gp_amending *w, uint32_t whole,
                           uint32_t part, int tick, int64_t stands)
{
    const struct gp_row *r = &w->m->rows.at[part];
    int64_t rest = r->at[tick] - stands;
    if (gp_stay_is_any(w->m, r->scope))
        rest = part_had(w, whole, part, tick, false);
    return rest < 0 ? 0 : rest;
}

/* Where there was nothing to be proportional to: all alike who have a workday
 * left, or else all.  A weight below 0 is none. */
static void weigh_alike(const struct gp_amending *w, const struct gp_cut *c,
                        int tick, int64_t *weights)
{
    bool any = false;
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t part = w->m->parts.at[c->first + i];
        if (weights[i] >= 0)
            weights[i] = part_had(w, c->row, part, tick, true) > 0;
        any |= weights[i] > 0;
    }
    for (uint32_t i = 0; i < c->count && !any; i++)
        if (weights[i] >= 0)
            weights[i] = 1;
}

/* What the parts sum to at a tick: the whole, or of an over-assigned cut as
 * much more as it was. */
static int64_t column(const struct gp_amending *w, uint32_t cut, int tick)
{
    const struct gp_cut *c = &w->m->cuts.at[cut];
    int64_t now = value(&w->m->rows.at[c->row], tick), parts = 0, all = now;
    int64_t before = gp_amend_old(w, c->row)[tick];
    if (c->columns == NULL || before == GP_NO_AMOUNT || before == 0)
        return now;
    for (uint32_t i = 0; i < c->count; i++) {
        int64_t x = gp_amend_old(w, w->m->parts.at[c->first + i])[tick];
        parts += x == GP_NO_AMOUNT ? 0 : x;
    }
    struct gp_rat more = gp_rat_make(parts, before);
    if (!gp_rat_mul(&more, more, gp_rat_int(now)) ||
        !gp_rat_rounded(more, 0, &all))
        return now;
    return all;
}

/* The parts at the tick itself. */
static bool share_tick(struct gp_amending *w, uint32_t cut, int tick)
{
    const struct gp_cut *c = &w->m->cuts.at[cut];
    int64_t *weights =
        gp_alloc(w->p->heap, 3 * (c->count + 1) * sizeof *weights);
    int64_t *stands = weights + c->count, *shares = stands + c->count;
    int64_t rest = column(w, cut, tick), sum = 0, count = 0;
    bool any = false;
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t id = w->m->parts.at[c->first + i];
        const struct gp_row *part = &w->m->rows.at[id];
        bool open = gp_has(part, tick) && follows(w, c->row, id, tick);
        stands[i] = part_kept(w, c->row, id, tick);
        any |= gp_has(part, tick);
        rest -= stands[i];
        weights[i] = open ? part_weight(w, c->row, id, tick, stands[i]) : -1;
        sum += open ? weights[i] : 0;
        count += open;
    }
    bool fine = rest >= 0 && (count != 0 || rest == 0 || !any);
    if (count == 0 && !fine)
        gp_amend_tell_sum(w, GP_TEXT_AMEND_PARTS, c->row, tick,
                          column(w, cut, tick) - rest);
    else if (!fine)
        gp_amend_tell_low(w, c->row, tick, column(w, cut, tick) - rest);
    if (sum == 0)
        weigh_alike(w, c, tick, weights);
    for (uint32_t i = 0; i < c->count; i++) {
        bool open = weights[i] >= 0;
        shares[i] = open ? 0 : INT64_MIN;
        weights[i] = open ? weights[i] : 0;
    }
    if (fine && count != 0) {
        int64_t step =
            gp_round_step(step_of(w, &w->m->rows.at[c->row], tick), &rest, 1);
        int64_t *out = gp_alloc(w->p->heap, (c->count + 1) * sizeof *out);
        gp_round_shares(w->p->heap, rest, step, weights, c->count, out);
        for (uint32_t i = 0; i < c->count; i++)
            if (shares[i] == 0)
                gp_amend_set(w, w->m->parts.at[c->first + i], tick,
                             stands[i] + out[i], again(), GP_CELL_DECIDED);
        gp_free(w->p->heap, out);
    }
    gp_free(w->p->heap, weights);
    return fine;
}

/* Parts x the periods below a tick, both given. */
struct grid {
    uint32_t cut;
    int tick, child, n;
    uint32_t count;
    int64_t *stands, *prior, *cells, *rows;
    uint64_t *open, *away; /* away: open, but nobody is there */
    int64_t columns[GP_MAX_COLUMNS];
};

static void fill_grid(struct gp_amending *w, struct grid *g)
{
    const struct gp_cut *c = &w->m->cuts.at[g->cut];
    const struct gp_row *whole = &w->m->rows.at[c->row];
    for (int k = 0; k < g->n; k++)
        g->columns[k] = gp_amend_mark(w, c->row, g->child + k)
                            ? column(w, g->cut, g->child + k)
                            : 0;
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t id = w->m->parts.at[c->first + i];
        const struct gp_row *part = &w->m->rows.at[id];
        int64_t had = 0;
        g->rows[i] = value(part, g->tick);
        g->open[i] = 0;
        for (int k = 0; k < g->n; k++) {
            int at = g->child + k;
            size_t x = (size_t)i * (size_t)g->n + (size_t)k;
            g->stands[x] = part_kept(w, c->row, id, at);
            g->rows[i] -= g->stands[x];
            if (gp_amend_mark(w, c->row, at))
                g->columns[k] -= g->stands[x];
            if (gp_has(part, g->tick) && follows(w, c->row, id, at))
                *(is_away(w, part, at) ? &g->away[i] : &g->open[i]) |=
                    (uint64_t)1 << k;
            g->prior[x] = value(part, at) - g->stands[x];
            g->prior[x] = g->prior[x] < 0 ? 0 : g->prior[x];
            had += g->prior[x];
        }
        for (int k = 0; k < g->n && had == 0; k++)
            if (gp_stay_workdays(w->m, part->scope,
                                 w->m->time.ticks[g->child + k].period.days) !=
                0)
                g->prior[(size_t)i * (size_t)g->n + (size_t)k] =
                    value(whole, g->child + k);
        if ((g->open[i] | g->away[i]) == 0)
            g->rows[i] = 0;
    }
}

static bool grid_fits(const struct grid *g)
{
    gp_i128 rows = 0, columns = 0;
    for (uint32_t i = 0; i < g->count; i++) {
        if (g->rows[i] < 0)
            return false;
        rows += g->rows[i];
    }
    for (int k = 0; k < g->n; k++) {
        if (g->columns[k] < 0)
            return false;
        columns += g->columns[k];
    }
    return rows == columns;
}

static void tell_no_way(struct gp_amending *w, const struct grid *g)
{
    const struct gp_row *r = &w->m->rows.at[w->m->cuts.at[g->cut].row];
    if (w->told)
        return;
    w->told = true;
    gp_find(w->p->findings, GP_TEXT_NO_TABLE, w->amend->span,
            gp_flow_scope_name(&w->f, r->scope),
            gp_flow_period_name(&w->f, g->tick), NULL);
}

static bool find_cells(struct gp_amending *w, struct grid *g, int64_t step)
{
    return grid_fits(g) &&
           gp_round_pattern(w->p->heap, g->rows, g->count, g->columns,
                            (size_t)g->n, step, g->open, g->prior, g->cells);
}

/* Only where there is no other way is somebody asked for something while
 * away: the amendment has stated too much of the rest. */
static bool find_cells_away(struct gp_amending *w, struct grid *g, int64_t step)
{
    for (uint32_t i = 0; i < g->count; i++)
        g->open[i] |= g->away[i];
    return find_cells(w, g, step);
}

static void solve_grid(struct gp_amending *w, struct grid *g)
{
    const struct gp_cut *c = &w->m->cuts.at[g->cut];
    size_t n = (size_t)g->n;
    int64_t step = step_of(w, &w->m->rows.at[c->row], g->child);
    step = gp_round_step(step, g->rows, c->count);
    step = gp_round_step(step, g->columns, n);
    if (!find_cells(w, g, step) && !find_cells_away(w, g, step)) {
        tell_no_way(w, g);
        return;
    }
    for (uint32_t i = 0; i < c->count; i++)
        for (size_t k = 0; k < n; k++)
            if (g->open[i] >> k & 1)
                gp_amend_set(w, w->m->parts.at[c->first + i], g->child + (int)k,
                             g->stands[i * n + k] + g->cells[i * n + k],
                             again(), GP_CELL_DECIDED);
}

static void share_below(struct gp_amending *w, uint32_t cut, int tick)
{
    const struct gp_cut *c = &w->m->cuts.at[cut];
    const struct gp_row *whole = &w->m->rows.at[c->row];
    struct grid g = {.cut = cut, .tick = tick, .count = c->count};
    g.n = gp_flow_children(&w->f, whole, tick);
    g.child = w->m->time.ticks[tick].child;
    if (g.n == 0)
        return;
    size_t cells = (size_t)c->count * (size_t)g.n + 1;
    g.stands = gp_calloc(w->p->heap, 3 * cells, sizeof *g.stands);
    g.prior = g.stands + cells;
    g.cells = g.prior + cells;
    g.rows = gp_calloc(w->p->heap, c->count + 1, sizeof *g.rows);
    g.open = gp_calloc(w->p->heap, 2 * (size_t)c->count + 1, sizeof *g.open);
    g.away = g.open + c->count;
    fill_grid(w, &g);
    solve_grid(w, &g);
    gp_free(w->p->heap, g.stands);
    gp_free(w->p->heap, g.rows);
    gp_free(w->p->heap, g.open);
    for (int k = 0; k < g.n; k++)
        if (gp_amend_mark(w, c->row, g.child + k))
            share_below(w, cut, g.child + k);
}

void gp_amend_mark_spread(struct gp_amending *w, uint32_t row, int tick)
{
    int n = gp_flow_children(&w->f, &w->m->rows.at[row], tick);
    if (w->marks[row] == NULL)
        return;
    w->marks[row][tick] |= GP_CELL_SPREAD & (w->marks[row][tick] ? 0xff : 0);
    for (int i = 0; i < n; i++)
        gp_amend_mark_spread(w, row, w->m->time.ticks[tick].child + i);
}

void gp_amend_parts(struct gp_amending *w, uint32_t row, int tick, uint32_t but)
{
    for (uint32_t c = w->first_cut[row]; c != GP_NONE; c = w->next_cut[c]) {
        const struct gp_cut *cut = &w->m->cuts.at[c];
        if (c == but || !gp_amend_joins(w, c))
            continue;
        gp_amend_split_parts(w, c, tick);
        if (!share_tick(w, c, tick))
            return;
        share_below(w, c, tick);
        for (uint32_t i = 0; i < cut->count && !w->told; i++) {
            uint32_t part = w->m->parts.at[cut->first + i];
            gp_amend_sum_up(w, part, tick);
            gp_amend_mark_spread(w, part, tick);
            if (gp_amend_mark(w, part, tick))
                gp_amend_parts(w, part, tick, GP_NONE);
        }
    }
}

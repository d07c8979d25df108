/* What one amendment says, put into its cells: targets, weeks, what does not
 * sum, and the cells that its splits start from: see amended.h. */
#include "base/vec.h"
#include "compile/amend/amended.h"
#include "model/round.h"

static const char *kpi_name(const struct gp_amending *w, const struct gp_row *r)
{
    return gp_sym_text(w->p->names, w->m->kpis.at[r->kpi].name);
}

static void tell_past(struct gp_amending *w, const struct gp_amended_cell *c)
{
    struct gp_buf period, day;
    gp_buf_init(&period, w->p->heap);
    gp_buf_init(&day, w->p->heap);
    gp_buf_period(&period, &c->period);
    gp_buf_date(&day, w->amend->date);
    struct gp_finding *f = gp_find(
        w->p->findings, GP_TEXT_AMEND_PAST, w->m->facts.at[c->fact].span,
        gp_buf_cstr(&period), gp_buf_cstr(&day), NULL);
    gp_find_help(w->p->findings, f, GP_TEXT_HELP_AMEND_PAST, NULL);
    gp_buf_fini(&period);
    gp_buf_fini(&day);
}

static void tell_twice(struct gp_amending *w, const struct gp_amended_cell *c,
                       const struct gp_row *r, int tick)
{
    struct gp_finding *f = gp_find(w->p->findings, GP_TEXT_AMEND_TWICE,
                                   w->m->facts.at[c->fact].span, kpi_name(w, r),
                                   gp_flow_scope_name(&w->f, r->scope),
                                   gp_flow_period_name(&w->f, tick),
                                   gp_flow_amount(&w->f, r, c->amount), NULL);
    gp_flow_note_cell(&w->f, f, r, tick);
    gp_find_help(w->p->findings, f, GP_TEXT_HELP_STATED_TWICE, NULL);
}

/* ---- cells --------------------------------------------------------------- */

static bool has_any(const struct gp_amending *w, uint32_t row)
{
    const struct gp_row *r = &w->m->rows.at[row];
    int n = gp_amend_ticks(w, row);
    for (int t = 0; t < n; t++)
        if (gp_has(r, t))
            return true;
    return false;
}

static void state(struct gp_amending *w, const struct gp_amended_cell *c,
                  uint32_t row, int tick, int64_t amount,
                  struct gp_seeds *seeds)
{
    struct gp_row *r = &w->m->rows.at[row];
    struct gp_amended said = {row, c->fact, tick, r->at[tick], amount};
    if (gp_amend_mark(w, row, tick) & GP_CELL_SAID) {
        tell_twice(w, c, r, tick);
        return;
    }
    w->own[row] |= !has_any(w, row);
    gp_amend_set(w, row, tick, amount, gp_because(GP_WHY_AMENDED, c->fact),
                 GP_CELL_SAID | GP_CELL_DECIDED);
    gp_vec_push(w->p->heap, &w->m->amended, said);
    bool running = gp_flow_children(&w->f, r, tick) == 0 &&
                   w->m->time.ticks[tick].period.days.first < w->amend->date;
    struct gp_seed s = {row, r->kpi, tick, running, false};
    gp_vec_push(w->p->heap, seeds, s);
}

/* A week is laid on the pieces that months cut it into, as they were. */
static void state_week(struct gp_amending *w, const struct gp_amended_cell *c,
                       uint32_t row, struct gp_seeds *seeds)
{
    const struct gp_timetable *t = &w->m->time;
    int first = t->first[GP_PIECE], end = first + t->of[GP_PIECE];
    int tick[2], n = 0;
    int64_t weights[2], shares[2], sum = 0;
    struct gp_span_days days = gp_days_cut(c->period.days, t->days);
    int at = gp_timetable_at(t, GP_PIECE, days.first);
    for (; at >= first && at < end && n < 2 &&
           t->ticks[at].period.days.first <= days.last;
         at++)
        tick[n++] = at;
    for (int i = 0; i < n; i++) {
        const struct gp_row *r = &w->m->rows.at[row];
        weights[i] = gp_has(r, tick[i]) ? r->at[tick[i]] : 0;
        sum += weights[i];
    }
    for (int i = 0; i < n && sum == 0; i++)
        weights[i] = gp_days_count(t->ticks[tick[i]].period.days);
    if (n != 0)
        gp_round_shares(w->p->heap, c->amount, 1, weights, (size_t)n, shares);
    for (int i = 0; i < n; i++)
        state(w, c, row, tick[i], shares[i], seeds);
}

/* What does not sum is copied into the periods inside that have not begun
 * (but those with a statement of their own), and, of a level's last period,
 * into the wider one. */
static void copy_time(struct gp_amending *w, uint32_t row, int tick,
                      int64_t amount, struct gp_reason why, bool stated)
{
    const struct gp_tick *t = &w->m->time.ticks[tick];
    int n = gp_flow_children(&w->f, &w->m->rows.at[row], tick);
    bool begun = n == 0 && t->period.days.first < w->amend->date;
    const struct gp_row *r = &w->m->rows.at[row];
    bool own = gp_has(r, tick) && r->why[tick].why == GP_WHY_STATED;
    if (!stated && (own || (gp_amend_mark(w, row, tick) & GP_CELL_SAID) ||
                    t->period.days.last < w->amend->date || begun))
        return;
    if (!stated)
        gp_amend_set(w, row, tick, amount, why, GP_CELL_DECIDED);
    why.why = GP_WHY_COPIED;
    for (int i = 0; i < n; i++)
        copy_time(w, row, t->child + i, amount, why, false);
}

void gp_amend_copy(struct gp_amending *w, uint32_t row, int tick,
                   int64_t amount)
{
    struct gp_model *m = w->m;
    const struct gp_row *r = &m->rows.at[row];
    enum gp_kpi_kind kind = m->kpis.at[r->kpi].kind;
    struct gp_reason why = r->why[tick];
    bool bound = r->relation != GP_EQUAL;
    bool last = !bound && (kind == GP_KPI_LEVEL || kind == GP_KPI_GRADE);
    if (kind != GP_KPI_UNIQUE && kind != GP_KPI_MILESTONE)
        copy_time(w, row, tick, amount, why, true);
    why.why = GP_WHY_COPIED;
    for (int t = tick; last && m->time.ticks[t].parent != GP_NO_TICK;) {
        const struct gp_tick *up = &m->time.ticks[m->time.ticks[t].parent];
        int at = m->time.ticks[t].parent;
        /* The last period is the whole's, also where the plan states that. */
        if (up->child + up->child_count - 1 != t ||
            (gp_amend_mark(w, row, at) & GP_CELL_SAID))
            break;
        gp_amend_set(w, row, at, amount, why, GP_CELL_DECIDED);
        t = at;
    }
    if (!bound)
        return;
    for (uint32_t c = m->scopes.at[r->scope].child; c != GP_NONE;
         c = m->scopes.at[c].next) {
        const struct gp_row *below = gp_model_row(m, r->kpi, c);
        uint32_t id = below == NULL ? GP_NONE : (uint32_t)(below - m->rows.at);
        if (below == NULL || below->relation != r->relation ||
            (gp_has(below, tick) && below->why[tick].why != GP_WHY_COPIED) ||
            gp_amend_mark(w, id, tick) & GP_CELL_SAID)
            continue;
        gp_amend_set(w, id, tick, amount, why, GP_CELL_DECIDED);
        gp_amend_copy(w, id, tick, amount);
    }
}

bool gp_amend_sums(const struct gp_amending *w, const struct gp_row *r)
{
    return w->m->kpis.at[r->kpi].kind == GP_KPI_FLOW && r->relation == GP_EQUAL;
}

static void tell_no_whole(struct gp_amending *w, const struct gp_split *s,
                          int tick)
{
    const char *kpi = gp_sym_text(w->p->names, w->m->kpis.at[s->kpi].name);
    const char *scope = gp_flow_scope_name(&w->f, s->scope);
    struct gp_finding *f =
        gp_find(w->p->findings, GP_TEXT_NO_WHOLE, s->span, kpi, scope,
                gp_flow_period_name(&w->f, tick), NULL);
    gp_find_help(w->p->findings, f, GP_TEXT_HELP_NO_WHOLE, kpi, scope, NULL);
}

void gp_amend_say(struct gp_amending *w, struct gp_seeds *seeds)
{
    for (size_t i = 0; i < w->p->amended.count; i++) {
        const struct gp_amended_cell *c = &w->p->amended.at[i];
        if (c->amend != w->index)
            continue;
        uint32_t row = gp_map_get(&w->m->row_of, gp_map_key(c->kpi, c->scope));
        if (c->period.days.last < w->amend->date) {
            tell_past(w, c);
            continue;
        }
        if (c->period.grain == GP_WEEK) {
            state_week(w, c, row, seeds);
            continue;
        }
        state(w, c, row, gp_timetable_find(&w->m->time, &c->period), c->amount,
              seeds);
    }
    for (size_t i = 0; i < w->p->amended_splits.count; i++) {
        const struct gp_split *s = &w->p->amended_splits.at[i];
        if (s->amendment != w->index)
            continue;
        struct gp_seed x = {
            gp_map_get(&w->m->row_of, gp_map_key(s->kpi, s->scope)), s->kpi,
            gp_timetable_find(&w->m->time, &s->period), false, true};
        if (s->period.days.last < w->amend->date) {
            struct gp_amended_cell past = {
                .fact = gp_add_fact(w->p, s->span, NULL), .period = s->period};
            tell_past(w, &past);
        } else if (!gp_has(&w->m->rows.at[x.row], x.tick)) {
            tell_no_whole(w, s, x.tick);
        } else {
            gp_vec_push(w->p->heap, seeds, x);
        }
    }
}

/* One amendment after the other: see amended.h. */
#include "compile/amend/amended.h"
#include "compile/effort/funnel.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "model/round.h"

/* ---- cells --------------------------------------------------------------- */

int gp_amend_ticks(const struct gp_amending *w, uint32_t row)
{
    return w->m->kpis.at[w->m->rows.at[row].kpi].tick_count;
}

/* A row that changes for the first time in this amendment gets cells of its
 * own; those before stay. */
static void touch(struct gp_amending *w, uint32_t row)
{
    struct gp_row *r = &w->m->rows.at[row];
    size_t n = (size_t)gp_amend_ticks(w, row);
    if (w->marks[row] != NULL)
        return;
    if (w->base_at[row] == NULL) {
        w->base_at[row] = r->at;
        w->base_why[row] = r->why;
    }
    w->marks[row] = gp_calloc(w->p->heap, n, 1);
    w->old[row] = r->at;
    w->old_why[row] = r->why;
    int64_t *at = gp_arena_alloc(w->p->arena, n * sizeof *at);
    struct gp_reason *why = gp_arena_alloc(w->p->arena, n * sizeof *why);
    memcpy(at, r->at, n * sizeof *at);
    memcpy(why, r->why, n * sizeof *why);
    r->at = at;
    r->why = why;
    struct gp_amended_row x = {row, at, why, false};
    gp_vec_push(w->p->heap, &w->m->amended_rows, x);
}

void gp_amend_set(struct gp_amending *w, uint32_t row, int tick, int64_t amount,
                  struct gp_reason why, uint8_t marks)
{
    touch(w, row);
    struct gp_row *r = &w->m->rows.at[row];
    bool same = r->at[tick] == amount && !(marks & GP_CELL_SAID);
    r->at[tick] = amount;
    if (!same)
        r->why[tick] = why;
    w->marks[row][tick] |= marks;
}

bool gp_amend_joins(const struct gp_amending *w, uint32_t cut)
{
    const struct gp_cut *c = &w->m->cuts.at[cut];
    return c->joined ||
           (w->m->rows.at[c->row].rollup && !w->own[c->row] &&
            c->dimension == GP_NONE) ||
           gp_amend_has_split(w, cut);
}

/* ---- findings ------------------------------------------------------------ */

static struct gp_span place(const struct gp_amending *w, const struct gp_row *r,
                            int tick)
{
    struct gp_span said = r->why[tick].why == GP_WHY_AMENDED
                              ? gp_flow_said(&w->f, r, tick)
                              : gp_no_span();
    return gp_span_is_set(said) ? said : w->amend->span;
}

static const char *kpi_name(const struct gp_amending *w, const struct gp_row *r)
{
    return gp_sym_text(w->p->names, w->m->kpis.at[r->kpi].name);
}

void gp_amend_tell_low(struct gp_amending *w, uint32_t row, int tick,
                       int64_t stands)
{
    const struct gp_row *r = &w->m->rows.at[row];
    if (w->told)
        return;
    w->told = true;
    struct gp_finding *f = gp_find(
        w->p->findings, GP_TEXT_AMEND_LOW, place(w, r, tick), kpi_name(w, r),
        gp_flow_scope_name(&w->f, r->scope), gp_flow_period_name(&w->f, tick),
        gp_flow_amount(&w->f, r, stands), gp_flow_amount(&w->f, r, r->at[tick]),
        NULL);
    gp_find_help(w->p->findings, f, GP_TEXT_HELP_AMEND_LOW,
                 gp_flow_amount(&w->f, r, stands), NULL);
}

void gp_amend_tell_sum(struct gp_amending *w, enum gp_text text, uint32_t row,
                       int tick, int64_t sum)
{
    const struct gp_row *r = &w->m->rows.at[row];
    int64_t gap = 0;
    if (w->told)
        return;
    w->told = true;
    gp_sub64(&gap, sum, r->at[tick]);
    struct gp_finding *f =
        gp_find(w->p->findings, text, place(w, r, tick), kpi_name(w, r),
                gp_flow_scope_name(&w->f, r->scope),
                gp_flow_period_name(&w->f, tick), gp_flow_amount(&w->f, r, sum),
                gp_flow_amount(&w->f, r, r->at[tick]), NULL);
    gp_find_help(w->p->findings, f, GP_TEXT_HELP_AMEND_PARTS,
                 gp_flow_amount(&w->f, r, gap < 0 ? -gap : gap), NULL);
}

/* ---- what it makes of the others ----------------------------------------- */

void gp_amend_sum_up(struct gp_amending *w, uint32_t row, int tick)
{
    struct gp_row *r = &w->m->rows.at[row];
    for (int up = w->m->time.ticks[tick].parent; up != GP_NO_TICK;
         up = w->m->time.ticks[up].parent) {
        const struct gp_tick *t = &w->m->time.ticks[up];
        int64_t sum = 0;
        bool any = false;
        if (gp_amend_mark(w, row, up) & GP_CELL_DECIDED)
            continue;
        for (int i = 0; i < t->child_count; i++) {
            if (!gp_has(r, t->child + i))
                continue;
            any = true;
            gp_add64(&sum, sum, r->at[t->child + i]);
        }
        if (any)
            gp_amend_set(w, row, up, sum,
                         gp_because(GP_WHY_TIME_SUM, GP_NO_FACT), 0);
    }
}

/* What a partial split leaves gives way, as far as it goes. */
static bool gap_takes(struct gp_amending *w, uint32_t cut, uint32_t from,
                      const int64_t *delta)
{
    const struct gp_cut *c = &w->m->cuts.at[cut];
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t id = w->m->parts.at[c->first + i];
        struct gp_row *gap = &w->m->rows.at[id];
        int n = gp_amend_ticks(w, id);
        bool fits = true;
        if (w->m->scopes.at[gap->scope].kind != GP_SCOPE_GAP || id == from)
            continue;
        for (int t = 0; t < n; t++)
            fits &=
                delta[t] == 0 || (gp_has(gap, t) && gap->at[t] >= delta[t] &&
                                  !(gp_amend_mark(w, id, t) & GP_CELL_SAID));
        for (int t = 0; t < n && fits; t++)
            if (delta[t] != 0)
                gp_amend_set(w, id, t, gap->at[t] - delta[t],
                             gp_because(GP_WHY_REST, GP_NO_FACT),
                             GP_CELL_DECIDED);
        return fits;
    }
    return false;
}

/* Those beside a part that has changed keep what they have. */
static void keep_beside(struct gp_amending *w, uint32_t cut, int tick)
{
    const struct gp_cut *c = &w->m->cuts.at[cut];
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t id = w->m->parts.at[c->first + i];
        const struct gp_row *part = &w->m->rows.at[id];
        if (gp_has(part, tick) && gp_amend_mark(w, id, tick) == 0)
            gp_amend_set(w, id, tick, part->at[tick], part->why[tick],
                         GP_CELL_DECIDED | GP_CELL_SPREAD);
    }
}

/* Those above are sums of their parts, and share what that makes of them over
 * their other cuts. */
static void go_up(struct gp_amending *w, uint32_t row, int tick,
                  const int64_t *delta, bool running)
{
    for (;;) {
        const struct gp_row *r = &w->m->rows.at[row];
        uint32_t up = r->parent, cut = r->cut;
        int n = gp_amend_ticks(w, row);
        bool any = false;
        if (up == GP_NONE || !gp_amend_joins(w, cut) ||
            w->m->cuts.at[cut].columns != NULL || gap_takes(w, cut, row, delta))
            return;
        struct gp_row *q = &w->m->rows.at[up];
        for (int t = 0; t < n; t++) {
            if (delta[t] == 0 || (gp_amend_mark(w, up, t) & GP_CELL_SAID))
                continue;
            int64_t sum = 0;
            gp_add64(&sum, gp_has(q, t) ? q->at[t] : 0, delta[t]);
            /* Wider periods are sums; they bind nothing below. */
            bool wider = w->m->time.ticks[t].period.days.first <
                             w->m->time.ticks[tick].period.days.first ||
                         w->m->time.ticks[t].period.days.last >
                             w->m->time.ticks[tick].period.days.last;
            gp_amend_set(w, up, t, sum,
                         gp_because(wider ? GP_WHY_TIME_SUM : GP_WHY_SCOPE_SUM,
                                    GP_NO_FACT),
                         wider ? 0 : GP_CELL_DECIDED);
            any = true;
        }
        if (!any)
            return;
        if (running)
            keep_beside(w, cut, tick);
        gp_amend_parts(w, up, tick, cut);
        row = up;
    }
}

static void spread(struct gp_amending *w, uint32_t row, int tick, bool running)
{
    int n = gp_amend_ticks(w, row);
    int64_t *delta = gp_alloc(w->p->heap, (size_t)n * sizeof *delta);
    const int64_t *old;
    touch(w, row);
    old = gp_amend_old(w, row);
    struct gp_row *r = &w->m->rows.at[row];
    for (int t = 0; t < n; t++) {
        /* What was said here counts from its old value on; the rest from
         * what it is now. */
        bool inside = gp_days_hold(w->m->time.ticks[tick].period.days,
                                   w->m->time.ticks[t].period.days.first) &&
                      gp_days_hold(w->m->time.ticks[tick].period.days,
                                   w->m->time.ticks[t].period.days.last);
        const int64_t *from =
            inside && (gp_amend_mark(w, row, t) & GP_CELL_SAID) &&
                    !(gp_amend_mark(w, row, t) & GP_CELL_SPREAD)
                ? old
                : r->at;
        delta[t] = from[t] == GP_NO_AMOUNT ? 0 : from[t];
    }
    /* A split of a cell that stays as it is. */
    if (gp_amend_mark(w, row, tick) == 0)
        gp_amend_set(w, row, tick, r->at[tick], r->why[tick], GP_CELL_DECIDED);
    gp_amend_time(w, row, tick);
    gp_amend_parts(w, row, tick, GP_NONE);
    gp_amend_mark_spread(w, row, tick);
    gp_amend_sum_up(w, row, tick);
    for (int t = 0; t < n; t++)
        delta[t] = (gp_has(r, t) ? r->at[t] : 0) - delta[t];
    if (!w->told)
        go_up(w, row, tick, delta, running);
    gp_free(w->p->heap, delta);
}

void gp_amend_spread(struct gp_amending *w, uint32_t row, int tick)
{
    spread(w, row, tick, false);
}

/* ---- all of them --------------------------------------------------------- */

static int top_down(const void *a, const void *b)
{
    const struct gp_seed *x = a, *y = b;
    if (x->kpi != y->kpi)
        return x->kpi < y->kpi ? -1 : 1;
    if (x->running != y->running)
        return x->running ? -1 : 1;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->tick < y->tick ? -1 : x->tick > y->tick;
}

/* What the amendment says of one KPI; gives where the next one begins. */
static size_t apply_kpi(struct gp_amending *w, const struct gp_seeds *seeds,
                        size_t from)
{
    const struct gp_model *m = w->m;
    size_t findings = w->p->findings->list.count, end = from;
    while (end < seeds->count && seeds->at[end].kpi == seeds->at[from].kpi)
        end++;
    for (size_t i = from; i < end && !w->told; i++) {
        struct gp_seed s = seeds->at[i];
        if (!gp_amend_sums(w, &m->rows.at[s.row]))
            gp_amend_copy(w, s.row, s.tick, m->rows.at[s.row].at[s.tick]);
        else if (!(gp_amend_mark(w, s.row, s.tick) & GP_CELL_SPREAD))
            spread(w, s.row, s.tick, s.running);
    }
    gp_amend_settle(w, seeds->at[from].kpi, findings, &seeds->at[from],
                    end - from);
    return end;
}

/* Funnels, and the KPIs that they have changed. */
static void apply_funnels(struct gp_amending *w)
{
    const struct gp_model *m = w->m;
    size_t first = m->amended_rows.count;
    bool *settled = gp_calloc(w->p->heap, m->kpis.count + 1, 1);
    if (!w->told)
        gp_amend_funnels(w);
    for (size_t i = first; i < m->amended_rows.count && !w->told; i++) {
        uint32_t kpi = m->rows.at[m->amended_rows.at[i].row].kpi;
        if (!settled[kpi])
            gp_amend_settle(w, kpi, w->p->findings->list.count, NULL, 0);
        settled[kpi] = true;
    }
    gp_free(w->p->heap, settled);
}

static void apply(struct gp_amending *w)
{
    struct gp_model *m = w->m;
    struct gp_amend *a = &m->amends.at[w->index];
    struct gp_seeds seeds = {0};
    w->amend = a;
    w->told = false;
    a->first_cell = (uint32_t)m->amended.count;
    a->first_row = (uint32_t)m->amended_rows.count;
    gp_amend_say(w, &seeds);
    if (seeds.count > 1)
        qsort(seeds.at, seeds.count, sizeof *seeds.at, top_down);
    for (size_t i = 0; i < seeds.count && !w->told;)
        i = apply_kpi(w, &seeds, i);
    apply_funnels(w);
    a->cell_count = (uint32_t)m->amended.count - a->first_cell;
    a->row_count = (uint32_t)m->amended_rows.count - a->first_row;
    for (uint32_t i = 0; i < a->row_count; i++) {
        uint32_t row = m->amended_rows.at[a->first_row + i].row;
        m->amended_rows.at[a->first_row + i].own = w->own[row];
        gp_free(w->p->heap, w->marks[row]);
        w->marks[row] = NULL;
        w->old[row] = NULL;
        w->old_why[row] = NULL;
    }
    gp_vec_fini(w->p->heap, &seeds);
}

static void link_cuts(struct gp_amending *w)
{
    size_t rows = w->m->rows.count, cuts = w->m->cuts.count;
    w->first_cut = gp_alloc(w->p->heap, (rows + 1) * sizeof *w->first_cut);
    w->next_cut = gp_alloc(w->p->heap, (cuts + 1) * sizeof *w->next_cut);
    for (size_t i = 0; i < rows; i++)
        w->first_cut[i] = GP_NONE;
    for (uint32_t c = (uint32_t)cuts; c-- > 0;) {
        w->next_cut[c] = w->first_cut[w->m->cuts.at[c].row];
        w->first_cut[w->m->cuts.at[c].row] = c;
    }
}

void gp_pass_amended(struct gp_pass *p)
{
    struct gp_model *m = p->model;
    size_t n = m->rows.count + 1;
    struct gp_amending w = {.f = {.p = p, .m = m}, .p = p, .m = m};
    /* A plan that does not hold is not amended. */
    if (m->amends.count == 0 || gp_findings_count(p->findings, GP_ERROR) != 0)
        return;
    w.base_at = gp_calloc(p->heap, n, sizeof *w.base_at);
    w.base_why = gp_calloc(p->heap, n, sizeof *w.base_why);
    w.old = gp_calloc(p->heap, n, sizeof *w.old);
    w.old_why = gp_calloc(p->heap, n, sizeof *w.old_why);
    w.marks = gp_calloc(p->heap, n, sizeof *w.marks);
    w.own = gp_calloc(p->heap, n, sizeof *w.own);
    link_cuts(&w);
    gp_amend_link_needs(&w);
    for (; w.index < m->amends.count && !w.told; w.index++)
        apply(&w);
    /* Two routes to one cell must still agree. */
    if (!w.told && m->dimensions.count != 0)
        gp_pass_cross(p);
    if (!w.told)
        gp_funnel_check(p);
    /* What looks at the plan next sees it amended. */
    p->original.at = w.base_at;
    p->original.why = w.base_why;
    gp_free(p->heap, w.old);
    gp_free(p->heap, w.old_why);
    gp_free(p->heap, w.marks);
    gp_free(p->heap, w.own);
    gp_free(p->heap, w.first_need);
    gp_free(p->heap, w.next_need);
    gp_free(p->heap, w.first_cut);
    gp_free(p->heap, w.next_cut);
}

void gp_pass_original(struct gp_pass *p)
{
    struct gp_model *m = p->model;
    for (size_t i = 0; p->original.at != NULL && i < m->rows.count; i++) {
        if (p->original.at[i] == NULL)
            continue;
        m->rows.at[i].at = p->original.at[i];
        m->rows.at[i].why = p->original.why[i];
    }
    gp_free(p->heap, p->original.at);
    gp_free(p->heap, p->original.why);
    p->original.at = NULL;
    p->original.why = NULL;
}

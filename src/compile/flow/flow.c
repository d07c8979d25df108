/* Pass 9: what sums, evaluated: statements upwards, then the rest down.  The
 * order of it all; the work is in the files beside this one. */
#include "compile/flow/flow.h"
#include "compile/effort/funnel.h"

#include <string.h>

#include "model/days.h"
#include "model/round.h"

static bool is_flow(const struct gp_flow *f, uint32_t row)
{
    return f->m->rows.at[row].relation == GP_EQUAL;
}

/* ---- values, downwards ---- */

/* The columns of an over-assigned cut: its whole, more of it in each. */
static void over_columns(struct gp_flow *f, uint32_t cut)
{
    struct gp_cut *c = &f->m->cuts.at[cut];
    const struct gp_row *r = &f->m->rows.at[c->row];
    int n = f->m->kpis.at[r->kpi].tick_count;
    struct gp_rat over = {0, 1};
    for (uint32_t s = f->first_split[c->row]; s != GP_NONE;
         s = f->p->splits.at[s].next)
        if (f->p->splits.at[s].axis != GP_AXIS_TIME &&
            f->p->splits.at[s].dimension == c->dimension)
            over = f->p->splits.at[s].over;
    if (gp_rat_sign(over) == 0)
        return;
    c->columns = gp_arena_alloc(f->p->arena, (size_t)n * sizeof *c->columns);
    for (int t = 0; t < n; t++)
        c->columns[t] = GP_NO_AMOUNT;
    for (int t = 0; t < n; t++) {
        if (!gp_has(r, t))
            continue;
        if (c->columns[t] == GP_NO_AMOUNT) {
            struct gp_rat all;
            gp_rat_add(&all, over, gp_rat_int(1));
            gp_rat_mul(&all, all, gp_rat_int(r->at[t]));
            gp_rat_rounded(all, 0, &c->columns[t]);
        }
        int k = gp_flow_children(f, r, t), child = f->m->time.ticks[t].child;
        int64_t weights[GP_MAX_COLUMNS], sum = 0;
        for (int i = 0; i < k; i++) {
            weights[i] = gp_has(r, child + i) ? r->at[child + i] : 0;
            sum += weights[i];
        }
        if (k == 0 || sum == 0)
            continue;
        int64_t step =
            f->m->kpis.at[r->kpi].step[f->m->time.ticks[child].period.grain];
        gp_round_shares(f->p->heap, c->columns[t],
                        gp_round_step(step, &c->columns[t], 1), weights,
                        (size_t)k, &c->columns[child]);
    }
}

/* The ticks of a row that have a value and no wider one above them. */
static bool is_widest(const struct gp_flow *f, const struct gp_row *r, int t)
{
    int up = f->m->time.ticks[t].parent;
    return gp_has(r, t) && (up == GP_NO_TICK || !gp_has(r, up));
}

/* No split joins these parts: they are reconciled with their whole. */
static void reconcile(struct gp_flow *f, uint32_t cut)
{
    struct gp_cut *c = &f->m->cuts.at[cut];
    struct gp_row *r = &f->m->rows.at[c->row];
    bool all = true, open = r->open, any = false;
    uint32_t members = 0;
    for (uint32_t i = 0; i < c->count; i++) {
        const struct gp_row *part =
            &f->m->rows.at[f->m->parts.at[c->first + i]];
        open |= part->open;
        members += 1;
        any |= gp_flow_states_anything(f, part);
    }
    if (!any)
        return;
    uint32_t top = 0;
    if (c->dimension != GP_NONE)
        for (uint32_t x = f->m->dimensions.at[c->dimension].child; x != GP_NONE;
             x = f->m->members.at[x].next)
            top++;
    int n = f->m->kpis.at[r->kpi].tick_count;
    for (int t = 0; t < n; t++) {
        int64_t sum;
        bool unused = false;
        if (!is_widest(f, r, t))
            continue;
        /* Parts that state finer periods only are compared there. */
        if (!gp_flow_parts_state(f, cut, t, false, &sum, &unused)) {
            all = false;
            continue;
        }
        if (sum == r->at[t])
            continue;
        all = false;
        /* A target for one product alone is no division of the whole. */
        bool partly = c->dimension != GP_NONE && members < top;
        if (!open && !(partly && sum < r->at[t])) {
            gp_flow_tell_children(f, cut, t, sum);
            open = true;
        }
    }
    /* Parts that say something of some periods only are no more than that. */
    for (int t = 0; t < n && !all && !open; t++) {
        int64_t least = gp_flow_least_of_parts(f, cut, t);
        if (!gp_has(r, t) || least <= r->at[t])
            continue;
        gp_flow_tell_children(f, cut, t, least);
        open = true;
    }
    c->joined = all && !open;
    for (uint32_t i = 0; c->joined && i < c->count; i++)
        f->m->rows.at[f->m->parts.at[c->first + i]].rollup = false;
}

static bool parts_have(const struct gp_flow *f, uint32_t cut, int tick)
{
    const struct gp_cut *c = &f->m->cuts.at[cut];
    for (uint32_t i = 0; i < c->count; i++)
        if (gp_has(&f->m->rows.at[f->m->parts.at[c->first + i]], tick))
            return true;
    return false;
}

/* The parts by splits: of all periods, or of some only.  What a split of one
 * period decides stands before the rest is shared. */
static uint32_t fill_by_splits(struct gp_flow *f, uint32_t cut)
{
    struct gp_cut *c = &f->m->cuts.at[cut];
    const struct gp_row *r = &f->m->rows.at[c->row];
    int n = f->m->kpis.at[r->kpi].tick_count;
    c->joined = true;
    over_columns(f, cut);
    for (int i = 0; i < n; i++) {
        bool failed = false;
        /* Who is there decides in the finest periods: these come first. */
        int t = c->stays ? n - 1 - i : i;
        if (!gp_has(r, t))
            continue;
        /* Done by share_known, but of who is not there all the time. */
        if (t == 0 && !c->stays && gp_flow_is_given(f, c->row, 0))
            failed = f->failed[cut];
        else
            gp_flow_parts(f, cut, t, !is_widest(f, r, t), &failed);
        c->joined = c->joined && !failed;
    }
    uint32_t back = GP_NONE;
    for (int t = 0; t < n && c->joined && back == GP_NONE && !c->stays; t++) {
        int up = f->m->time.ticks[t].parent;
        bool first =
            up == GP_NO_TICK || !gp_has(r, up) || !parts_have(f, cut, up);
        if (gp_has(r, t) && first && parts_have(f, cut, t))
            back = gp_flow_block(f, cut, t);
    }
    return back;
}

static uint32_t fill_cut(struct gp_flow *f, uint32_t cut)
{
    struct gp_cut *c = &f->m->cuts.at[cut];
    const struct gp_row *r = &f->m->rows.at[c->row];
    int n = f->m->kpis.at[r->kpi].tick_count;
    if (gp_flow_has_split(f, cut)) {
        return fill_by_splits(f, cut);
    }
    uint32_t back = GP_NONE;
    reconcile(f, cut);
    for (int t = 0; t < n && c->joined && back == GP_NONE; t++)
        if (is_widest(f, r, t) && c->stays)
            gp_flow_stay(f, cut, t, NULL, NULL, gp_rat_int(0));
        else if (is_widest(f, r, t))
            back = gp_flow_block(f, cut, t);
    return back;
}

/* Every column is there, and has been compared with what it sums. */
static bool is_full(const struct gp_flow *f, const struct gp_row *r)
{
    int n = f->m->kpis.at[r->kpi].tick_count;
    for (int t = 0; t < n; t++)
        if (!gp_has(r, t))
            return false;
    return true;
}

static void go_down(struct gp_flow *f, bool overlays)
{
    for (uint32_t i = f->first; i < f->end; i++) {
        struct gp_row *r = &f->m->rows.at[i];
        if (!is_flow(f, i) || r->overlay != overlays)
            continue;
        bool part = r->parent != GP_NONE && f->m->cuts.at[r->cut].joined;
        if (!r->rollup && !part && !is_full(f, r))
            gp_flow_time(f, i, 0, true);
        if (part && f->m->parts.at[f->m->cuts.at[r->cut].first] == i &&
            f->m->cuts.at[r->cut].dimension != GP_NONE)
            gp_flow_cross_sum(f, r->cut);
        uint32_t back = GP_NONE;
        for (uint32_t c = f->first_cut[i]; c != GP_NONE && back == GP_NONE;
             c = f->next_cut[c])
            if (!r->rollup)
                back = fill_cut(f, c);
        for (uint32_t c = f->first_cut[i];
             c != GP_NONE && f->deepest > 0 && back == GP_NONE;
             c = f->next_cut[c])
            if (f->m->cuts.at[c].dimension != GP_NONE)
                back = gp_flow_cross_periods(f, c);
        if (back == GP_NONE)
            continue;
        gp_days_free(f->days); /* of periods that are no longer */
        f->days = NULL;
        i = back - 1; /* from there again */
    }
    if (f->deepest > 0)
        gp_flow_cross_late(f);
}

/* Rows that are nothing but sums, and periods that only some parts state. */
static void go_up(struct gp_flow *f, bool overlays)
{
    for (uint32_t i = f->end; i-- > f->first;) {
        struct gp_row *r = &f->m->rows.at[i];
        if (!is_flow(f, i) || r->overlay != overlays)
            continue;
        if (!r->rollup) {
            gp_flow_sum_days(f, i);
            gp_flow_sum_periods(f, i, true);
            continue;
        }
        int n = f->m->kpis.at[r->kpi].tick_count;
        for (int t = 0; t < n; t++)
            r->at[t] = GP_NO_AMOUNT;
        for (uint32_t c = f->first_cut[i]; c != GP_NONE; c = f->next_cut[c]) {
            const struct gp_cut *cut = &f->m->cuts.at[c];
            for (uint32_t k = 0; cut->dimension == GP_NONE && k < cut->count;
                 k++) {
                const struct gp_row *part =
                    &f->m->rows.at[f->m->parts.at[cut->first + k]];
                for (int t = 0; t < n; t++) {
                    if (!gp_has(part, t))
                        continue;
                    int64_t sum = gp_has(r, t) ? r->at[t] : 0;
                    gp_add64(&r->at[t], sum, part->at[t]);
                    r->why[t] = gp_because(GP_WHY_SCOPE_SUM, GP_NO_FACT);
                }
            }
        }
    }
}

void gp_flow_share_row(struct gp_flow *f, uint32_t row)
{
    const struct gp_row *r = &f->m->rows.at[row];
    int n = f->m->kpis.at[r->kpi].tick_count;
    if (!is_flow(f, row) || r->rollup ||
        (f->first_split[row] == GP_NONE && r->shapes == GP_NONE))
        return;
    if (r->parent != GP_NONE && gp_has(r, 0)) {
        f->speaks[row] = true;
        gp_flow_decide_own(f, row);
    }
    for (uint32_t c = f->first_cut[row]; c != GP_NONE; c = f->next_cut[c])
        for (int t = 0; t < n && gp_flow_has_split(f, c); t++) {
            bool failed = false;
            /* Who is there shares periods that are known themselves. */
            if (gp_has(r, t) && !f->m->cuts.at[c].stays)
                gp_flow_parts(f, c, t, t != 0, &failed);
            f->failed[c] |= failed;
        }
}

/* Values that are there go down first, along all splits: what a row can hold
 * in a period depends on them.  What is narrowed comes after all that it is a
 * part of, so that cuts can meet on the way. */
static void share_known(struct gp_flow *f)
{
    for (int level = 0; level <= f->deepest; level++) {
        for (uint32_t i = f->first; i < f->end && f->p->crosswise; i++)
            if (f->level[i] == level && is_flow(f, i))
                gp_flow_crosswise(f, i, false);
        for (uint32_t i = f->first; i < f->end; i++)
            if (f->level[i] == level) {
                gp_flow_share_row(f, i);
                if (f->deepest > 0 && is_flow(f, i))
                    gp_flow_cross_early(f, i);
            }
        for (uint32_t i = f->first; i < f->end && f->p->crosswise; i++)
            if (f->level[i] == level && is_flow(f, i))
                gp_flow_crosswise(f, i, true);
        if (f->deepest > 0)
            gp_flow_cross(f, level);
    }
    for (uint32_t i = f->end; i-- > f->first;)
        if (is_flow(f, i))
            gp_flow_bound(f, i);
}

static void link_cuts(struct gp_flow *f)
{
    size_t rows = f->m->rows.count, cuts = f->m->cuts.count;
    f->first_cut = gp_alloc(f->p->heap, (rows + 1) * sizeof *f->first_cut);
    f->next_cut = gp_alloc(f->p->heap, (cuts + 1) * sizeof *f->next_cut);
    f->expects = gp_calloc(f->p->heap, rows + 1, sizeof *f->expects);
    f->speaks = gp_calloc(f->p->heap, rows + 1, sizeof *f->speaks);
    f->low = gp_calloc(f->p->heap, rows + 1, sizeof *f->low);
    f->bounds = gp_calloc(f->p->heap, rows + 1, sizeof *f->bounds);
    f->slack = gp_calloc(f->p->heap, rows + 1, sizeof *f->slack);
    f->level = gp_calloc(f->p->heap, rows + 1, sizeof *f->level);
    f->freed = gp_calloc(f->p->heap, rows + 1, sizeof *f->freed);
    f->failed = gp_calloc(f->p->heap, cuts + 1, sizeof *f->failed);
    f->first_split = gp_alloc(f->p->heap, (rows + 1) * sizeof *f->first_split);
    for (size_t i = 0; i < rows; i++)
        f->first_cut[i] = GP_NONE;
    for (uint32_t i = 0; i < rows; i++)
        f->first_split[i] = gp_first_split(f->p, i);
    for (uint32_t c = (uint32_t)cuts; c-- > 0;) {
        f->next_cut[c] = f->first_cut[f->m->cuts.at[c].row];
        f->first_cut[f->m->cuts.at[c].row] = c;
    }
}

/* Parents come before their parts: what a split promises goes down once. */
static void expect(struct gp_flow *f)
{
    for (uint32_t i = f->first; i < f->end; i++) {
        const struct gp_row *r = &f->m->rows.at[i];
        if (r->parent == GP_NONE)
            continue;
        const struct gp_row *up = &f->m->rows.at[r->parent];
        bool valued =
            f->expects[r->parent] || up->open || gp_flow_states_anything(f, up);
        f->expects[i] = valued && gp_flow_has_split(f, r->cut);
    }
}

/* How many members narrow each row, and the most of them. */
static void find_levels(struct gp_flow *f)
{
    f->deepest = 0;
    for (uint32_t i = f->first; i < f->end; i++) {
        uint32_t members[GP_MAX_NARROW];
        uint32_t scope = gp_model_upon(f->m, f->m->rows.at[i].scope);
        int level = gp_model_members(f->m, scope, members);
        f->level[i] = (uint8_t)level;
        f->deepest = level > f->deepest ? level : f->deepest;
    }
}

void gp_flow_begin(struct gp_flow *f)
{
    expect(f);
    f->shares = false;
    for (uint32_t i = f->end; i-- > f->first;)
        if (is_flow(f, i))
            gp_flow_take_stated(f, i);
}

/* What got its whole only where cuts met has periods, too. */
static void fill_late(struct gp_flow *f)
{
    for (uint32_t i = f->first; i < f->end && f->deepest > 0; i++) {
        const struct gp_row *r = &f->m->rows.at[i];
        bool joined = r->parent != GP_NONE && f->m->cuts.at[r->cut].joined;
        if (is_flow(f, i) && !r->overlay && !r->rollup && !r->open && !joined &&
            f->level[i] > 0 && gp_has(r, 0) && !is_full(f, r))
            gp_flow_time(f, i, 0, true);
    }
}

void gp_flow_evaluate(struct gp_flow *f)
{
    gp_flow_begin(f);
    share_known(f);
    gp_flow_give(f);
    go_down(f, false);
    fill_late(f);
    go_up(f, false);
    if (f->m->overlay_of.count != 0) {
        go_down(f, true);
        go_up(f, true);
    }
    gp_days_free(f->days);
    f->days = NULL;
}

static void finish(struct gp_flow *f)
{
    struct gp_heap *heap = f->p->heap;
    gp_free(heap, f->speaks);
    gp_free(heap, f->first_split);
    gp_free(heap, f->first_cut);
    gp_free(heap, f->next_cut);
    gp_free(heap, f->expects);
    for (size_t i = 0; i < f->m->rows.count; i++) {
        gp_free(heap, f->low[i]);
        gp_free(heap, f->bounds[i].low);
    }
    gp_free(heap, f->low);
    gp_free(heap, f->bounds);
    gp_free(heap, f->failed);
    gp_free(heap, f->slack);
    gp_free(heap, f->level);
    gp_free(heap, f->freed);
    gp_free(heap, f->given);
    gp_free(heap, f->found);
    gp_free(heap, f->met);
    gp_vec_fini(heap, &f->made);
}

/* All KPIs of a rank; a KPI's rows are neighbours. */
static void evaluate_all(struct gp_pass *p, int rank)
{
    const struct gp_model *m = p->model;
    struct gp_flow f = {.p = p, .m = p->model, .rank = rank};
    link_cuts(&f);
    gp_flow_weeks(&f);
    for (; f.first < m->rows.count; f.first = f.end) {
        uint32_t kpi = m->rows.at[f.first].kpi;
        f.end = f.first;
        while (f.end < m->rows.count && m->rows.at[f.end].kpi == kpi)
            f.end++;
        if (m->kpis.at[kpi].kind != GP_KPI_FLOW ||
            m->kpis.at[kpi].funnel_rank != rank)
            continue;
        find_levels(&f);
        gp_flow_evaluate_sound(&f);
    }
    gp_flow_check_wholes(&f);
    finish(&f);
}

void gp_pass_flows(struct gp_pass *p)
{
    int last = 0;
    for (size_t k = 0; k < p->model->kpis.count; k++)
        if (p->model->kpis.at[k].funnel_rank > last)
            last = p->model->kpis.at[k].funnel_rank;
    evaluate_all(p, 0);
    for (int rank = 1; rank <= last; rank++) {
        gp_funnel_fill(p, rank);
        evaluate_all(p, rank);
    }
    gp_funnel_check(p);
}

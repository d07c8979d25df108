/*
 * Targets that changed.  Without a grain, each row tells its coarsest periods
 * that changed, but for mere sums of a few that did, and below them only what
 * somebody stated otherwise or what moved inside a period that stayed; with
 * one, every cell of that grain.
 */
#include <string.h>

#include "diff/diff_own.h"
#include "report/target.h"

/* One row of both plans. */
struct row_pair {
    struct gp_differ *d;
    struct gp_table *table;
    const struct gp_row *old, *new; /* either may be NULL */
    uint32_t old_id, new_id;
    struct gp_pair kpi, scope;
};

static uint32_t row_id(const struct gp_model *m, uint32_t kpi, uint32_t scope)
{
    const struct gp_row *row =
        kpi == GP_NONE || scope == GP_NONE ? NULL : gp_model_row(m, kpi, scope);
    return row == NULL ? GP_NONE : (uint32_t)(row - m->rows.at);
}

static int64_t value_of(struct gp_days *days, const struct gp_model *m,
                        uint32_t row, const struct gp_period *period)
{
    int64_t value;
    if (row == GP_NONE || !gp_target_value(days, m, row, period, &value))
        return GP_NO_AMOUNT;
    return value;
}

static int64_t old_value(const struct row_pair *p, const struct gp_period *at)
{
    return value_of(p->d->old_days, p->d->old, p->old_id, at);
}

static int64_t new_value(const struct row_pair *p, const struct gp_period *at)
{
    return value_of(p->d->new_days, p->d->new, p->new_id, at);
}

/* ---- why ---------------------------------------------------------------- */

static struct gp_reason reason_at(const struct gp_model *m,
                                  const struct gp_row *row,
                                  const struct gp_period *period)
{
    int tick = gp_timetable_find(&m->time, period);
    if (row == NULL || tick == GP_NO_TICK ||
        tick >= m->kpis.at[row->kpi].tick_count)
        return (struct gp_reason){.fact = GP_NO_FACT, .why = GP_WHY_NOTHING};
    return row->why[tick];
}

static struct gp_span span_of(const struct gp_model *m, struct gp_reason r)
{
    return r.fact == GP_NO_FACT ? gp_no_span() : m->facts.at[r.fact].span;
}

static bool is_said(struct gp_reason r)
{
    return r.why == GP_WHY_STATED || r.why == GP_WHY_AMOUNT ||
           r.why == GP_WHY_AMENDED;
}

/* Whether both plans say the same about the cell, in the same words. */
static bool says_the_same(const struct row_pair *p, struct gp_reason a,
                          struct gp_reason b)
{
    struct gp_span x = span_of(p->d->old, a), y = span_of(p->d->new, b);
    if (a.why != b.why || gp_span_is_set(x) != gp_span_is_set(y))
        return false;
    if (!gp_span_is_set(x))
        return true;
    const struct gp_sources *s = p->d->diff->sources;
    return x.end - x.start == y.end - y.start &&
           memcmp(s->list.at[x.source].text + x.start,
                  s->list.at[y.source].text + y.start, x.end - x.start) == 0;
}

static const char *amounts(const struct row_pair *p, uint32_t scope,
                           int64_t old, int64_t new)
{
    struct gp_differ *d = p->d;
    return gp_arena_join(d->arena, gp_scope_text(d->arena, d->new, scope), ": ",
                         gp_diff_amount(d, d->old, p->kpi.old, old), " → ",
                         gp_diff_amount(d, d->new, p->kpi.new, new), NULL);
}

/* The change of the row above that came down, or NULL. */
static const char *from_above(const struct row_pair *p,
                              const struct gp_period *period)
{
    struct gp_differ *d = p->d;
    uint32_t above = p->new == NULL ? GP_NONE : p->new->parent;
    if (above == GP_NONE)
        return NULL;
    uint32_t scope = d->new->rows.at[above].scope, old_scope = GP_NONE;
    if (p->old != NULL && p->old->parent != GP_NONE)
        old_scope = d->old->rows.at[p->old->parent].scope;
    if (old_scope == GP_NONE || d->new_of_old[old_scope] != scope)
        return NULL;
    int64_t a = value_of(d->old_days, d->old, p->old->parent, period);
    int64_t b = value_of(d->new_days, d->new, above, period);
    return a == b ? NULL : amounts(p, scope, a, b);
}

/* Whether what a row holds in a period is no more than the sum of its parts,
 * or follows a row above of which that is true. */
static bool is_summed(const struct gp_model *m, const struct gp_row *row,
                      const struct gp_period *period)
{
    struct gp_reason r = reason_at(m, row, period);
    while (r.why == GP_WHY_SHAPE && row->parent != GP_NONE) {
        row = &m->rows.at[row->parent];
        r = reason_at(m, row, period);
    }
    return r.why == GP_WHY_TIME_SUM;
}

/* The change of a wider period of the same row, which is not itself made of
 * this one; or NULL. */
static const char *from_wider(const struct row_pair *p,
                              const struct gp_period *period)
{
    const struct gp_timetable *time = &p->d->new->time;
    int tick = gp_timetable_find(time, period);
    while (tick > 0) {
        tick = time->ticks[tick].parent;
        const struct gp_period *wider = &time->ticks[tick].period;
        if (!is_summed(p->d->new, p->new, wider))
            return old_value(p, wider) == new_value(p, wider)
                       ? NULL
                       : gp_period_text(p->d->arena, wider);
    }
    return NULL;
}

static const char *why_of(const struct row_pair *p,
                          const struct gp_period *period)
{
    struct gp_differ *d = p->d;
    struct gp_reason a = reason_at(d->old, p->old, period);
    struct gp_reason b = reason_at(d->new, p->new, period);
    struct gp_reason told = p->new != NULL ? b : a;
    const char *place =
        gp_diff_place(d, span_of(p->new != NULL ? d->new : d->old, told));
    if (p->new == NULL)
        return place == NULL
                   ? gp_diff_word(d, "no longer there")
                   : gp_arena_join(d->arena, gp_diff_word(d, "was at "), place,
                                   NULL);
    if (is_said(b) || (place != NULL && !says_the_same(p, a, b)))
        return place;
    if (b.why == GP_WHY_SCOPE_SUM)
        return gp_diff_word(d, "sum of its parts");
    if (b.why == GP_WHY_TIME_SUM)
        return gp_diff_word(d, "sum of its periods");
    if (b.why == GP_WHY_FORMULA)
        return gp_diff_word(d, "worked out of other KPIs");
    const char *cause = from_above(p, period);
    if (cause == NULL && b.why == GP_WHY_SHAPE &&
        gp_row_above(p->new) != GP_NONE)
        return gp_arena_join(
            d->arena, gp_diff_word(d, "in proportion to "),
            gp_scope_text(d->arena, d->new,
                          d->new->rows.at[gp_row_above(p->new)].scope),
            NULL);
    cause = cause != NULL ? cause : from_wider(p, period);
    cause = cause != NULL ? cause : place;
    return cause != NULL ? cause : gp_diff_word(d, "shared otherwise");
}

/* ---- rows --------------------------------------------------------------- */

static struct gp_cell change_cell(const struct row_pair *p, int64_t old,
                                  int64_t new)
{
    if (old == GP_NO_AMOUNT || new == GP_NO_AMOUNT)
        return (struct gp_cell){.kind = GP_CELL_NONE};
    struct gp_cell cell =
        gp_target_cell(p->d->new, p->kpi.new, new - old, false);
    cell.text = NULL; /* a difference is no "done" */
    return cell;
}

static void tell(const struct row_pair *p, const struct gp_period *period)
{
    struct gp_differ *d = p->d;
    int64_t old = old_value(p, period), new = new_value(p, period);
    const struct gp_model *m = p->scope.new != GP_NONE ? d->new : d->old;
    uint32_t scope = p->scope.new != GP_NONE ? p->scope.new : p->scope.old;
    const struct gp_kpi *kpi = p->kpi.new != GP_NONE
                                   ? &d->new->kpis.at[p->kpi.new]
                                   : &d->old->kpis.at[p->kpi.old];
    const char *why = why_of(p, period);
    struct gp_cell *cells = gp_table_row(d->report, p->table);
    cells[0] = gp_cell_text(gp_sym_text(d->new->names, kpi->name));
    cells[1] = gp_cell_text(gp_scope_text(d->arena, m, scope));
    cells[2] = gp_cell_text(gp_period_text(d->arena, period));
    cells[3] = old == GP_NO_AMOUNT
                   ? (struct gp_cell){.kind = GP_CELL_NONE}
                   : gp_target_cell(d->old, p->kpi.old, old, d->diff->chinese);
    cells[4] = new == GP_NO_AMOUNT
                   ? (struct gp_cell){.kind = GP_CELL_NONE}
                   : gp_target_cell(d->new, p->kpi.new, new, d->diff->chinese);
    cells[5] = change_cell(p, old, new);
    cells[6] = why == NULL ? (struct gp_cell){.kind = GP_CELL_NONE}
                           : gp_cell_text(why);
    d->targets++;
}

/* A share, a weight or the rest: somebody wrote how a whole is divided. */
static bool is_shared(struct gp_reason r)
{
    return r.fact != GP_NO_FACT &&
           (r.why == GP_WHY_SHARE || r.why == GP_WHY_WEIGHT ||
            r.why == GP_WHY_REST);
}

/* Another share is a change of its own, also where the whole has changed. */
static bool is_stated_otherwise(const struct row_pair *p,
                                const struct gp_period *period)
{
    struct gp_reason a = reason_at(p->d->old, p->old, period);
    struct gp_reason b = reason_at(p->d->new, p->new, period);
    return is_said(a) || is_said(b) ||
           ((is_shared(a) || is_shared(b)) && !says_the_same(p, a, b));
}

/* The plan's only year is the plan over again. */
static bool is_again(const struct gp_model *m, int tick)
{
    return tick > 0 &&
           m->time.ticks[m->time.ticks[tick].parent].child_count == 1;
}

/* Half a year that nobody speaks of says less than its quarters that changed,
 * nor does a quarter of which a month or two did. */
static bool is_told_below(const struct row_pair *p, const struct gp_model *m,
                          const struct gp_tick *t)
{
    enum { FEW = 2 };
    int count = 0;
    if (t->period.grain <= GP_YEAR ||
        !(p->new != NULL ? is_summed(p->d->new, p->new, &t->period)
                         : is_summed(p->d->old, p->old, &t->period)))
        return false;
    for (int i = 0; i < t->child_count; i++) {
        const struct gp_period *part = &m->time.ticks[t->child + i].period;
        if (t->child + i < m->time.coarse_count)
            count += old_value(p, part) != new_value(p, part);
    }
    return count > 0 && count <= FEW;
}

/* `told`: a wider period has told this change. */
static void walk(const struct row_pair *p, const struct gp_model *m, int tick,
                 bool told, struct gp_span_days span)
{
    const struct gp_tick *t = &m->time.ticks[tick];
    bool changed = old_value(p, &t->period) != new_value(p, &t->period);
    if (gp_days_count(gp_days_cut(t->period.days, span)) == 0)
        return;
    bool passed = changed && !told && is_told_below(p, m, t);
    if (changed && !passed && !is_again(m, tick) &&
        (!told || is_stated_otherwise(p, &t->period)))
        tell(p, &t->period);
    if (tick >= m->time.coarse_count)
        return;
    for (int i = 0; i < t->child_count; i++)
        if (t->child + i < m->time.coarse_count)
            walk(p, m, t->child + i, changed && !passed, span);
}

static void tell_grain(const struct row_pair *p, const struct gp_selection *sel)
{
    for (size_t i = 0; i < sel->period_count; i++)
        if (old_value(p, &sel->periods[i]) != new_value(p, &sel->periods[i]))
            tell(p, &sel->periods[i]);
}

static bool wants_kpi(const struct gp_selection *sel, uint32_t kpi)
{
    for (size_t i = 0; i < sel->kpi_count; i++)
        if (sel->kpis[i] == kpi)
            return true;
    return sel->words.kpi_count == 0;
}

static struct gp_table *make_table(struct gp_differ *d)
{
    static const struct gp_diff_column columns[] = {
        {GP_H_DIFF_KPI, GP_LEFT},    {GP_H_DIFF_SCOPE, GP_LEFT},
        {GP_H_DIFF_PERIOD, GP_LEFT}, {GP_H_DIFF_OLD, GP_RIGHT},
        {GP_H_DIFF_NEW, GP_RIGHT},   {GP_H_DIFF_CHANGE, GP_RIGHT},
        {GP_H_DIFF_WHY, GP_LEFT},
    };
    struct gp_table *t =
        gp_diff_table(d, "targets", GP_WORD("Targets"), columns,
                      sizeof columns / sizeof columns[0]);
    t->empty = gp_diff_word(d, "No target has changed.");
    return t;
}

void gp_diff_cells(struct gp_differ *d, const struct gp_selection *sel)
{
    struct row_pair p = {.d = d, .table = make_table(d)};
    bool by_grain = d->diff->words.by != NULL;
    for (size_t k = 0; k < d->kpis.count; k++) {
        p.kpi = d->kpis.at[k];
        if (!wants_kpi(sel, p.kpi.new))
            continue;
        for (size_t s = 0; s < d->scopes.count; s++) {
            p.scope = d->scopes.at[s];
            p.old_id = row_id(d->old, p.kpi.old, p.scope.old);
            p.new_id = row_id(d->new, p.kpi.new, p.scope.new);
            if ((p.old_id == GP_NONE && p.new_id == GP_NONE) ||
                (p.scope.new != GP_NONE && !gp_select_scope(sel, p.scope.new)))
                continue;
            p.old = p.old_id == GP_NONE ? NULL : &d->old->rows.at[p.old_id];
            p.new = p.new_id == GP_NONE ? NULL : &d->new->rows.at[p.new_id];
            if (by_grain)
                tell_grain(&p, sel);
            else
                walk(&p, d->new, 0, false, sel->span);
        }
    }
}

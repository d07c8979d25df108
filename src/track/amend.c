/* See amend.h. */
#include "track/amend.h"

#include "model/amend.h"

struct year {
    const struct gp_model *m;  /* the amended plan */
    const struct gp_amend *by; /* who changed the row last */
    uint32_t row;
    int tick;
    int64_t target, past, planned, off;
};

/* Rows that are no part of another: what these miss, the plan misses. */
static bool is_top(const struct gp_model *m, const struct gp_row *r)
{
    const struct gp_kpi *k = &m->kpis.at[r->kpi];
    if (k->kind != GP_KPI_FLOW || k->lower_better || r->relation != GP_EQUAL ||
        r->overlay)
        return false;
    return r->parent == GP_NONE ||
           !(m->cuts.at[r->cut].joined || m->rows.at[r->parent].rollup);
}

/* A stage that only follows what it is worked back from: that is told. */
static bool is_followed(const struct gp_model *m, uint32_t row)
{
    const struct gp_row *r = &m->rows.at[row];
    if (m->kpis.at[r->kpi].funnel_rank == 0)
        return false;
    for (size_t i = 0; i < m->amended.count; i++)
        if (m->rows.at[m->amended.at[i].row].kpi == r->kpi)
            return false;
    return true;
}

static const struct gp_amend *changed_by(const struct gp_model *m, uint32_t row)
{
    for (size_t i = m->in_force; i-- > 0;) {
        const struct gp_amend *a = &m->amends.at[i];
        for (uint32_t k = 0; k < a->row_count; k++)
            if (m->amended_rows.at[a->first_row + k].row == row)
                return a;
    }
    return NULL;
}

/* Whether a tick or anything in it is another than it was. */
static bool is_changed(const struct gp_model *m, uint32_t row, int tick)
{
    const int64_t *now = m->rows.at[row].at;
    const int64_t *was = m->original->rows.at[row].at;
    const struct gp_tick *t = &m->time.ticks[tick];
    if (now[tick] != was[tick])
        return true;
    if (t->period.grain >= GP_MONTH)
        return false;
    for (int i = 0; i < t->child_count; i++)
        if (is_changed(m, row, t->child + i))
            return true;
    return false;
}

static int64_t cell(const struct year *y, int tick)
{
    int64_t a = y->m->rows.at[y->row].at[tick];
    return a == GP_NO_AMOUNT ? 0 : a;
}

static void add_up(struct year *y, const struct gp_facts *facts, int tick)
{
    const struct gp_tick *t = &y->m->time.ticks[tick];
    const struct gp_row *r = &y->m->rows.at[y->row];
    bool over = t->period.days.last < y->by->date;
    int64_t a = 0;
    if (t->period.grain < GP_QUARTER || (t->period.grain < GP_MONTH && !over)) {
        for (int i = 0; i < t->child_count; i++)
            add_up(y, facts, t->child + i);
        return;
    }
    if (!over)
        gp_add64(&y->planned, y->planned, cell(y, tick));
    else if (gp_facts_sum(facts, r->kpi, r->scope, t->period.days,
                          t->period.days.last, &a))
        gp_add64(&y->past, y->past, a);
    else
        gp_add64(&y->past, y->past, cell(y, tick));
}

static int64_t written_off(const struct gp_model *m, uint32_t kpi)
{
    int64_t sum = 0;
    for (size_t i = 0; i < m->in_force; i++) {
        const struct gp_amend *a = &m->amends.at[i];
        for (uint32_t k = 0; k < a->off_count; k++) {
            const struct gp_write_off *o = &m->write_offs.at[a->first_off + k];
            if (o->kpi == kpi)
                gp_add64(&sum, sum, o->amount);
        }
    }
    return sum;
}

/* Where the amendment speaks of the row itself, else its first words. */
static struct gp_span place(const struct year *y)
{
    const struct gp_model *m = y->m;
    for (uint32_t k = 0; k < y->by->cell_count; k++) {
        const struct gp_amended *x = &m->amended.at[y->by->first_cell + k];
        if (x->row == y->row)
            return m->facts.at[x->fact].span;
    }
    return y->by->span;
}

static void tell(const struct year *y, int64_t missing,
                 struct gp_findings *findings)
{
    const struct gp_model *m = y->m;
    const struct gp_row *r = &m->rows.at[y->row];
    struct gp_arena *a = &findings->arena;
    const char *scope = gp_scope_text(a, m, r->scope);
    const char *period = gp_period_text(a, &m->time.ticks[y->tick].period);
    const char *day = gp_date_text(a, y->by->date);
    int64_t covered = 0;
    gp_sub64(&covered, y->target, missing);
    const char *target = gp_show_amount(a, m, r->kpi, y->target);
    const char *past = gp_show_amount(a, m, r->kpi, y->past);
    const char *planned = gp_show_amount(a, m, r->kpi, y->planned);
    const char *left = gp_show_amount(a, m, r->kpi, missing);
    struct gp_finding *f =
        gp_find(findings, GP_TEXT_UNCOVERED, place(y),
                gp_sym_text(m->names, m->kpis.at[r->kpi].name), scope, left,
                period, target, NULL);
    if (y->off == 0)
        gp_find_detail(findings, f, GP_TEXT_DETAIL_UNCOVERED, past, day,
                       planned, gp_show_amount(a, m, r->kpi, covered), target,
                       NULL);
    else
        gp_find_detail(findings, f, GP_TEXT_DETAIL_UNCOVERED_OFF, past, day,
                       planned, gp_show_amount(a, m, r->kpi, y->off),
                       gp_show_amount(a, m, r->kpi, covered), target, NULL);
    gp_find_help(findings, f, GP_TEXT_HELP_UNCOVERED, left, NULL);
}

static void check_year(struct year *y, const struct gp_facts *facts,
                       struct gp_findings *findings)
{
    const struct gp_row *now = &y->m->rows.at[y->row];
    bool said =
        now->why[y->tick].why == GP_WHY_AMENDED ||
        (y->m->time.of[GP_YEAR] == 1 && now->why[0].why == GP_WHY_AMENDED);
    int64_t missing = 0;
    y->target =
        said ? now->at[y->tick] : gp_original_row(y->m, y->row)->at[y->tick];
    if (y->target == GP_NO_AMOUNT)
        return;
    add_up(y, facts, y->tick);
    gp_sub64(&missing, y->target, y->past);
    gp_sub64(&missing, missing, y->planned);
    gp_sub64(&missing, missing, y->off);
    if (missing > 0)
        tell(y, missing, findings);
}

void gp_amend_find(const struct gp_model *model, const struct gp_facts *facts,
                   gp_date as_of, struct gp_findings *findings)
{
    struct gp_model view;
    size_t count = gp_amends_until(model, as_of);
    if (count == 0)
        return;
    gp_view_init(&view, model, count);
    const struct gp_timetable *t = &view.time;
    for (uint32_t i = 0; i < view.rows.count; i++) {
        struct year y = {.m = &view, .row = i};
        if (view.rows.at[i].at == model->rows.at[i].at ||
            !is_top(&view, &view.rows.at[i]) || is_followed(&view, i))
            continue;
        for (int k = 0; k < t->of[GP_YEAR]; k++) {
            y.tick = t->first[GP_YEAR] + k;
            if (!is_changed(&view, i, y.tick))
                continue;
            y.by = changed_by(&view, i);
            y.past = y.planned = 0;
            y.off = written_off(&view, view.rows.at[i].kpi);
            check_year(&y, facts, findings);
        }
    }
    gp_view_fini(&view);
}

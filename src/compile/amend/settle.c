/* What an amendment made of a KPI, row by row, where its sums do not come out:
 * taken back, and filled anew as one table (whole.h). */
#include "base/vec.h"
#include "compile/amend/whole.h"

#include <string.h>

/* ---- what was made row by row ---- */

struct made {
    uint32_t row;
    int64_t *at;
    struct gp_reason *why;
    uint8_t *marks;
};

struct made_rows {
    struct made *at;
    size_t count, room;
};

static void keep(const struct gp_whole *g, struct made_rows *kept)
{
    struct gp_heap *heap = g->w->p->heap;
    for (uint32_t i = g->f.first; i < g->f.end; i++) {
        const struct gp_row *r = &g->w->m->rows.at[i];
        size_t n = (size_t)gp_amend_ticks(g->w, i);
        struct made x = {.row = i};
        if (g->w->marks[i] == NULL || !gp_whole_counts(g, i))
            continue;
        x.at = gp_alloc(heap, n * sizeof *x.at);
        x.why = gp_alloc(heap, n * sizeof *x.why);
        x.marks = gp_alloc(heap, n);
        memcpy(x.at, r->at, n * sizeof *x.at);
        memcpy(x.why, r->why, n * sizeof *x.why);
        memcpy(x.marks, g->w->marks[i], n);
        gp_vec_push(heap, kept, x);
    }
}

static void free_rows(const struct gp_whole *g, struct made_rows *kept)
{
    struct gp_heap *heap = g->w->p->heap;
    for (size_t i = 0; i < kept->count; i++) {
        gp_free(heap, kept->at[i].at);
        gp_free(heap, kept->at[i].why);
        gp_free(heap, kept->at[i].marks);
    }
    gp_vec_fini(heap, kept);
}

/* All rows as they were before, but for what the amendment says (`but_said`).
 */
static void take_back(struct gp_whole *g, bool but_said)
{
    for (uint32_t i = g->f.first; i < g->f.end; i++) {
        struct gp_row *r = &g->w->m->rows.at[i];
        int n = gp_amend_ticks(g->w, i);
        uint8_t *marks = g->w->marks[i];
        if (marks == NULL || !gp_whole_counts(g, i))
            continue;
        for (int t = 0; t < n; t++) {
            if (but_said && (marks[t] & GP_CELL_SAID))
                continue;
            r->at[t] = g->w->old[i][t];
            r->why[t] = g->w->old_why[i][t];
            marks[t] = 0;
        }
    }
}

static void bring_back(struct gp_whole *g, const struct made_rows *kept)
{
    take_back(g, false);
    for (size_t i = 0; i < kept->count; i++) {
        const struct made *x = &kept->at[i];
        struct gp_row *r = &g->w->m->rows.at[x->row];
        size_t n = (size_t)gp_amend_ticks(g->w, x->row);
        memcpy(r->at, x->at, n * sizeof *x->at);
        memcpy(r->why, x->why, n * sizeof *x->why);
        memcpy(g->w->marks[x->row], x->marks, n);
    }
}

/* ---- what the table makes of it ---- */

static bool meets(struct gp_slice a, struct gp_slice b)
{
    return a.first < b.first + b.count && b.first < a.first + a.count;
}

static bool is_inside(struct gp_slice a, struct gp_slice b)
{
    return a.first >= b.first && a.first + a.count <= b.first + b.count;
}

/* Below what is stated it was shared again; above, it is the sum of periods or
 * parts. */
static struct gp_reason reason_of(const struct gp_whole *g, uint32_t row,
                                  int tick)
{
    const struct gp_tick *ticks = g->w->m->time.ticks;
    struct gp_box b = gp_joint_box(&g->x, row, tick);
    struct gp_span_days days = ticks[tick].period.days;
    bool wider = true;
    for (size_t i = 0; i < g->said.count; i++) {
        const struct gp_whole_said *s = &g->said.at[i];
        struct gp_span_days other = ticks[s->tick].period.days;
        bool inside = true, meet = true;
        for (int k = 0; k < g->x.cube.ways - 1; k++) {
            inside = inside && is_inside(b.at[k], s->box.at[k]);
            meet = meet && meets(b.at[k], s->box.at[k]);
        }
        bool within =
            gp_days_hold(other, days.first) && gp_days_hold(other, days.last);
        if (inside && within)
            return gp_because(GP_WHY_AGAIN, GP_NO_FACT);
        wider = wider && !(meet && within);
    }
    return gp_because(wider                             ? GP_WHY_TIME_SUM
                      : g->w->first_cut[row] != GP_NONE ? GP_WHY_SCOPE_SUM
                                                        : GP_WHY_CROSS,
                      GP_NO_FACT);
}

/* False where a row would have less than nothing. */
static bool put_row(struct gp_whole *g, uint32_t row)
{
    int n = gp_amend_ticks(g->w, row);
    for (int t = 0; t < n; t++) {
        int64_t was = gp_amend_old(g->w, row)[t];
        int64_t more = was == GP_NO_AMOUNT ? 0 : gp_whole_more(g, row, t);
        if (more == 0 || (gp_amend_mark(g->w, row, t) & GP_CELL_SAID))
            continue;
        if (was + more < 0)
            return false;
        gp_amend_set(g->w, row, t, was + more, reason_of(g, row, t),
                     GP_CELL_DECIDED | GP_CELL_SPREAD);
    }
    return true;
}

/* ---- what the amendment says ---- */

/* Splits that the way down may not have come to: of what is stated beside them,
 * for what others are worth is not known yet.  False where that is not so, or
 * one says what it does not come to. */
static bool say_splits(struct gp_amending *w, const struct gp_seed *seeds,
                       size_t count)
{
    w->told = false;
    for (size_t i = 0; i < count; i++) {
        uint32_t row = seeds[i].row;
        int tick = seeds[i].tick;
        if (!seeds[i].split)
            continue;
        if (!(gp_amend_mark(w, row, tick) & GP_CELL_SAID))
            return false;
        gp_amend_split_time(w, row, tick);
        for (uint32_t c = w->first_cut[row]; c != GP_NONE; c = w->next_cut[c])
            gp_amend_split_parts(w, c, tick);
    }
    return !w->told;
}

static void say(struct gp_whole *g, const struct gp_seed *seeds, size_t count)
{
    for (uint32_t i = g->f.first; i < g->f.end; i++)
        for (int t = 0; t < gp_amend_ticks(g->w, i) && gp_whole_counts(g, i);
             t++)
            if (gp_amend_mark(g->w, i, t) & GP_CELL_SAID)
                gp_whole_say(g, i, t);
    /* What a split divides is what it divided. */
    for (size_t i = 0; i < count; i++)
        if (seeds[i].split && gp_whole_counts(g, seeds[i].row) &&
            !(gp_amend_mark(g->w, seeds[i].row, seeds[i].tick) & GP_CELL_SAID))
            gp_whole_say(g, seeds[i].row, seeds[i].tick);
}

/* ---- whether it comes out ---- */

static void check(struct gp_amending *w, uint32_t kpi)
{
    const struct gp_model *m = w->m;
    for (size_t i = w->amend->first_row; i < m->amended_rows.count && !w->told;
         i++)
        if (m->rows.at[m->amended_rows.at[i].row].kpi == kpi)
            gp_amend_check(w, m->amended_rows.at[i].row);
}

/* Whether the sums that the KPI's rows are to have come out: of those that the
 * amendment has come to, for a plan may have many. */
static bool comes_out(const struct gp_whole *g)
{
    const struct gp_model *m = g->w->m;
    struct gp_heap *heap = g->w->p->heap;
    GP_VEC(uint32_t) rows = {0};
    if (g->w->told || m->dimensions.count == 0)
        return !g->w->told;
    for (size_t i = g->w->amend->first_row; i < m->amended_rows.count; i++) {
        uint32_t row = m->amended_rows.at[i].row;
        if (row >= g->f.first && row < g->f.end)
            gp_vec_push(heap, &rows, row);
    }
    bool agrees = gp_cross_agrees_at(g->w->p, rows.at, rows.count);
    gp_vec_fini(heap, &rows);
    return agrees;
}

static bool put(struct gp_whole *g, uint32_t kpi)
{
    bool ok = true;
    take_back(g, true);
    for (uint32_t i = g->f.first; i < g->f.end && ok; i++)
        ok = !gp_whole_counts(g, i) || put_row(g, i);
    g->w->told = false;
    if (ok)
        check(g->w, kpi);
    return ok && comes_out(g);
}

/* The table's cells in the place of those that were made; where there is none,
 * these stay, and what was found about them. */
static void fill_anew(struct gp_whole *g, uint32_t kpi, size_t findings,
                      const struct gp_seed *seeds, size_t count)
{
    struct gp_amending *w = g->w;
    struct made_rows kept = {0};
    size_t found = w->p->findings->list.count, said = w->m->amended.count;
    bool told = w->told, ok = true;
    keep(g, &kept);
    if (told) {
        take_back(g, true);
        ok = say_splits(w, seeds, count);
    }
    if (ok) {
        say(g, seeds, count);
        ok = g->said.count != 0 && gp_whole_fill(g) && put(g, kpi);
    }
    if (!ok) {
        bring_back(g, &kept);
        w->m->amended.count = said;
    }
    w->told = told && !ok;
    w->p->findings->list.count = ok ? findings : found;
    free_rows(g, &kept);
}

void gp_amend_settle(struct gp_amending *w, uint32_t kpi, size_t findings,
                     const struct gp_seed *seeds, size_t count)
{
    struct gp_whole g;
    if (w->m->kpis.at[kpi].kind != GP_KPI_FLOW)
        return;
    if (!w->told && w->m->dimensions.count != 0)
        gp_amend_meet(w, kpi);
    check(w, kpi);
    gp_whole_begin(w, kpi, &g);
    if (g.f.end - g.f.first <= GP_MOST_JOINT_ROWS && !comes_out(&g) &&
        gp_whole_lay(&g))
        fill_anew(&g, kpi, findings, seeds, count);
    gp_whole_free(&g);
}

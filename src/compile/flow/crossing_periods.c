/* Where the cuts of a team by one dimension and those of its members meet, in
 * all periods; and the finding where there is no way.  See crossing.h. */
#include "compile/flow/crossing_table.h"

/* What stands between the layers and the plan is their sum. */
static void sum_up(const struct gp_crossing_table *t, struct gp_row *r)
{
    const struct gp_flow *f = t->f;
    uint32_t id = (uint32_t)(r - f->m->rows.at);
    for (int i = t->first - 1; i > 0; i--) {
        int n = gp_flow_children(f, r, i), child = f->m->time.ticks[i].child;
        int64_t sum = 0;
        bool any = false;
        for (int k = 0; k < n; k++) {
            any |= gp_has(r, child + k);
            sum += gp_has(r, child + k) ? r->at[child + k] : 0;
        }
        if (any && !gp_flow_is_given(f, id, i)) {
            r->at[i] = sum;
            r->why[i] = gp_because(GP_WHY_TIME_SUM, GP_NO_FACT);
        }
    }
}

/* One row's periods as the table has them; those that are to stand when all
 * below is worked out again are noted. */
static void put_row(const struct gp_crossing_table *t, uint32_t id,
                    uint32_t row, uint32_t column, bool stands)
{
    struct gp_flow *f = t->f;
    struct gp_row *r = &f->m->rows.at[id];
    uint32_t from = row == GP_CUBE_ALL ? 0 : row,
             to = row == GP_CUBE_ALL ? t->cube.size[GP_CUBE_ROWS] : row + 1;
    uint32_t left = column == GP_CUBE_ALL ? 0 : column,
             right = column == GP_CUBE_ALL ? t->cube.size[GP_CUBE_COLUMNS]
                                           : column + 1;
    for (int l = 0; l < t->count; l++) {
        int tick = t->first + l;
        int64_t sum = 0;
        for (uint32_t i = from; i < to; i++)
            for (uint32_t d = left; d < right; d++)
                sum += gp_crossing_cell(t, i, d, l);
        if (gp_flow_is_given(f, id, tick))
            continue;
        gp_crossing_set(r, tick, sum);
        if (stands)
            gp_flow_meet(f, id, tick);
    }
    sum_up(t, r);
}

/* The cells of the members, and what was free of members and parts. */
static void put(const struct gp_crossing_table *t)
{
    const struct gp_crossing *x = t->x;
    bool again = t->free >= GP_FREE_MEMBERS;
    for (uint32_t c = 0; c < x->count * x->n; c++) {
        if (x->cells[c] == GP_NONE)
            continue;
        struct gp_row *r = &t->f->m->rows.at[x->cells[c]];
        int64_t total = 0;
        for (int l = 0; l < t->count; l++)
            total += gp_crossing_cell(t, c / x->n, c % x->n, l);
        gp_crossing_set(r, 0, total);
        put_row(t, x->cells[c], c / x->n, c % x->n, true);
    }
    for (uint32_t d = 0; d < x->n && t->free != GP_FREE_NOTHING; d++)
        if (x->parts[d] != GP_NONE)
            put_row(t, x->parts[d], GP_CUBE_ALL, d, again);
    for (uint32_t i = 0; i < x->count && again; i++)
        put_row(t, x->members[i], i, GP_CUBE_ALL, true);
    if (t->free == GP_FREE_WHOLE)
        put_row(t, x->whole, GP_CUBE_ALL, GP_CUBE_ALL, true);
}

static void tell(const struct gp_crossing_table *t, enum gp_cube_end end)
{
    struct gp_flow *f = t->f;
    struct gp_findings *to = f->p->findings;
    const struct gp_crossing *x = t->x;
    const struct gp_cube *u = &t->cube;
    struct gp_crossing_source at = {x->whole, 0};
    for (uint32_t d = x->n; d-- > 0;) /* the first that is stated */
        for (int i = f->m->time.count - 1; i > 0; i--)
            if (i < f->m->kpis.at[f->m->rows.at[x->whole].kpi].tick_count &&
                x->parts[d] != GP_NONE && gp_flow_is_given(f, x->parts[d], i))
                at = (struct gp_crossing_source){x->parts[d], i};
    struct gp_span stated = gp_flow_origin(f, &f->m->rows.at[at.row], at.tick);
    struct gp_finding *finding;
    if (end == GP_CUBE_CANNOT) {
        struct gp_crossing_source tight = t->sources.at[u->tight];
        const struct gp_row *r = &f->m->rows.at[tight.row];
        int64_t is = u->boxes[u->tight].low;
        bool low = is > u->most;
        struct gp_span own = gp_flow_origin(f, r, tight.tick);
        finding = gp_find(
            to, low ? GP_TEXT_CROSS_MOST : GP_TEXT_CROSS_LEAST,
            gp_span_is_set(own) ? own : stated, gp_flow_scope_name(f, r->scope),
            gp_flow_period_name(f, tight.tick),
            gp_flow_amount(f, r, low ? is : u->boxes[u->tight].high),
            gp_flow_amount(f, r, low ? u->most : u->least), NULL);
        if (tight.row != at.row || tight.tick != at.tick)
            gp_flow_note_cell(f, finding, &f->m->rows.at[at.row], at.tick);
    } else {
        finding = gp_find(to, GP_TEXT_CROSS_LOST, stated,
                          gp_flow_scope_name(f, f->m->rows.at[at.row].scope),
                          gp_flow_period_name(f, at.tick), NULL);
    }
    int told = 0;
    for (size_t c = 0; c < (size_t)x->count * x->n && told < 3; c++) {
        uint32_t id = x->cells[c];
        for (int i = 0; id != GP_NONE && i < t->first; i++) {
            const struct gp_row *r = &f->m->rows.at[id];
            if (!gp_has(r, i) || !gp_is_stated(r->why[i]) || told == 3)
                continue;
            gp_flow_note_cell(f, finding, r, i);
            told++;
        }
    }
    gp_find_help(to, finding, GP_TEXT_HELP_CROSS_WAY, NULL);
    for (uint32_t d = 0; d < x->n; d++)
        if (x->parts[d] != GP_NONE)
            f->m->rows.at[x->parts[d]].open = true;
}

/* What is but a sum comes from its parts: their periods are needed at once. */
static void fill_rollup(struct gp_flow *f, const struct gp_crossing *x)
{
    if (!f->m->rows.at[x->whole].rollup)
        return;
    for (uint32_t i = 0; i < x->count; i++)
        gp_flow_time(f, x->members[i], 0, true);
    for (uint32_t d = 0; d < x->n; d++)
        if (x->parts[d] != GP_NONE)
            gp_flow_time(f, x->parts[d], 0, true);
}

/* Takes back what an earlier way has left. */
static void part(struct gp_flow *f, const struct gp_crossing *x)
{
    for (size_t c = 0; c < (size_t)x->count * x->n && f->met != NULL; c++)
        if (x->cells[c] != GP_NONE)
            gp_flow_part(f, x->cells[c]);
}

/* How much may change: the periods of a part of something else are decided
 * above; and from a row that is a sum there is no going back. */
static enum gp_freedom most_free(struct gp_flow *f, const struct gp_crossing *x)
{
    enum { TIMES = 4 };
    const struct gp_row *whole = &f->m->rows.at[x->whole];
    bool part = whole->parent != GP_NONE && f->m->cuts.at[whole->cut].joined;
    if (whole->rollup || f->freed[x->whole] == TIMES)
        return GP_FREE_CELLS;
    return part ? GP_FREE_MEMBERS : GP_FREE_WHOLE;
}

/* The finest periods that a row has in common with all others. */
static enum gp_grain finest_of(const struct gp_flow *f, uint32_t row)
{
    return f->m->kpis.at[f->m->rows.at[row].kpi].uses_weeks ? GP_PIECE
                                                            : GP_MONTH;
}

bool gp_crossing_settle(struct gp_flow *f, const struct gp_crossing *x)
{
    enum gp_grain grain = finest_of(f, x->whole);
    struct gp_crossing_table t = {.f = f,
                                  .x = x,
                                  .free = GP_FREE_NOTHING,
                                  .settles = true,
                                  .first = f->m->time.first[grain],
                                  .count = f->m->time.of[grain]};
    bool ok = gp_crossing_start(&t) && gp_crossing_fill(&t) == GP_CUBE_FILLED;
    for (uint32_t c = 0; ok && c < x->count * x->n; c++)
        if (x->cells[c] != GP_NONE && !gp_crossing_stands(f, x->cells[c]))
            put_row(&t, x->cells[c], c / x->n, c % x->n, false);
    gp_crossing_finish(&t);
    return ok;
}

uint32_t gp_crossing_periods(struct gp_flow *f, const struct gp_crossing *x)
{
    enum gp_grain grain = gp_crossing_finest(f, x->parts, x->n, GP_PLAN);
    uint32_t back = GP_NONE;
    const struct gp_row *whole = &f->m->rows.at[x->whole];
    if (grain == GP_PLAN && !whole->rollup)
        return GP_NONE; /* the parts are the sums of the members' */
    grain = gp_crossing_finest(f, x->cells, (size_t)x->count * x->n, grain);
    if (whole->rollup) /* which joins nothing further down */
        grain = finest_of(f, x->whole);
    part(f, x);
    fill_rollup(f, x);
    struct gp_crossing_table t = {.f = f,
                                  .x = x,
                                  .first = f->m->time.first[grain],
                                  .count = f->m->time.of[grain]};
    enum gp_cube_end end = GP_CUBE_LOST;
    enum gp_freedom most = most_free(f, x);
    bool fits = gp_crossing_start(&t);
    for (int free = GP_FREE_NOTHING;
         fits && free <= (int)most && end != GP_CUBE_FILLED; free++) {
        t.free = (enum gp_freedom)free;
        end = gp_crossing_fill(&t);
    }
    if (end == GP_CUBE_FILLED)
        put(&t);
    else if (fits)
        tell(&t, end);
    for (uint32_t d = 0; d < x->n && whole->rollup && !x->rest_row; d++)
        if (x->parts[d] != GP_NONE && end == GP_CUBE_FILLED)
            f->m->rows.at[x->parts[d]].crossed =
                gp_crossing_can_sum_days(f, x->parts[d]);
    if (end == GP_CUBE_FILLED && t.free >= GP_FREE_MEMBERS &&
        gp_flow_take_back(f, x->whole, false)) {
        f->freed[x->whole]++;
        back = x->whole;
    }
    gp_crossing_finish(&t);
    return back;
}

/* Where the cuts of a team by one dimension and those of its members meet: a
 * table of members by parts, of the whole plan or of all its periods.  Filled
 * by model/cube.c; what is stated are sums of it: see flow.h.
 *
 * Parts of which the plan says nothing are columns all the same, and members
 * of which it says nothing one more row: they have what the others leave. */
#include "compile/flow/crossing.h"

#include <string.h>

#include "model/cube.h"
#include "model/round.h"

/* ---- the table ---- */

/* What stands for a box, so that a finding can name it. */
struct source {
    uint32_t row;
    int tick;
};

struct table {
    struct gp_flow *f;
    const struct gp_crossing *x;
    int first, count; /* its layers' ticks; the plan itself: one */
    enum gp_freedom free;
    unsigned free_totals;
    bool settles; /* at the end: cells that were divided stand */
    struct gp_cube cube;
    GP_VEC(struct gp_box) boxes;
    GP_VEC(struct source) sources;
};

static void add_box(struct table *t, uint32_t row, uint32_t column, uint32_t of,
                    int tick, int64_t low, int64_t high)
{
    const struct gp_tick *ticks = t->f->m->time.ticks;
    struct gp_span_days days = ticks[tick].period.days;
    struct gp_box box = {row, column, 0, 0, low, high};
    for (int i = 0; i < t->count; i++) {
        if (!gp_days_hold(days, ticks[t->first + i].period.days.first))
            continue;
        box.first = box.count == 0 ? (uint32_t)i : box.first;
        box.count++;
    }
    struct source source = {of, tick};
    gp_vec_push(t->f->p->heap, &t->boxes, box);
    gp_vec_push(t->f->p->heap, &t->sources, source);
}

static void add_sum(struct table *t, uint32_t row, uint32_t column, uint32_t of,
                    int tick)
{
    const struct gp_row *r = &t->f->m->rows.at[of];
    int64_t sum = gp_has(r, tick) ? r->at[tick] : 0;
    add_box(t, row, column, of, tick, sum, sum);
}

/* What a row has as sums of the table: in the whole plan, in all layers, or
 * only where it is given; then what is below it sets bounds. */
enum held { HELD_TOTAL = 1, HELD_GIVEN = 2, HELD_LAYERS = 4 };

static void add_row(struct table *t, uint32_t row, uint32_t column, uint32_t id,
                    unsigned held)
{
    const struct gp_flow *f = t->f;
    const struct gp_row *r = &f->m->rows.at[id];
    const struct gp_bounds *b = &f->bounds[id];
    enum gp_grain grain = f->m->time.ticks[t->first].period.grain;
    int n = f->m->kpis.at[r->kpi].tick_count;
    if ((held & HELD_TOTAL) != 0 && gp_has(r, 0))
        add_sum(t, row, column, id, 0);
    for (int i = 1; i < n && (held & HELD_GIVEN) != 0; i++) {
        if (f->m->time.ticks[i].period.grain > grain)
            continue;
        if (gp_has(r, i) && gp_flow_is_given(f, id, i))
            add_sum(t, row, column, id, i);
        else if (b->low != NULL && (b->low[i] > 0 || b->high[i] != GP_ENDLESS))
            add_box(t, row, column, id, i, b->low[i],
                    b->high[i] == GP_ENDLESS ? GP_CUBE_ENDLESS : b->high[i]);
    }
    for (int i = 0; i < t->count && (held & HELD_LAYERS) != 0; i++)
        add_sum(t, row, column, id, t->first + i);
}

/* A total that a default made, and that may change. */
static bool is_free(const struct table *t, uint32_t id, unsigned which)
{
    return (t->free_totals & which) != 0 &&
           (t->f->slack[id] & GP_SLACK_DEFAULT) != 0 &&
           (which != GP_FREE_TOTAL_PARTS ||
            !gp_crossing_is_divided(t->f, t->x->axis, id));
}

/* What holds of the totals: all but what is free. */
static void add_totals(struct table *t)
{
    const struct gp_crossing *x = t->x;
    unsigned given = t->first == 0 ? 0 : HELD_GIVEN;
    for (uint32_t d = 0; d < x->n; d++)
        if (x->parts[d] != GP_NONE)
            add_row(t, GP_CUBE_ALL, d, x->parts[d],
                    given | !is_free(t, x->parts[d], GP_FREE_TOTAL_PARTS) *
                                HELD_TOTAL);
    for (uint32_t i = 0; i < x->count; i++) {
        bool free = is_free(t, x->members[i], GP_FREE_TOTALS);
        const struct gp_row *r = &t->f->m->rows.at[x->members[i]];
        add_row(t, i, GP_CUBE_ALL, x->members[i], given | !free * HELD_TOTAL);
        if (free)
            add_box(t, i, GP_CUBE_ALL, x->members[i], 0,
                    gp_flow_least_below(t->f, r, 0), GP_CUBE_ENDLESS);
    }
    for (uint32_t c = 0; c < x->count * x->n; c++)
        if (x->cells[c] != GP_NONE)
            add_row(t, c / x->n, c % x->n, x->cells[c],
                    given | !is_free(t, x->cells[c], GP_FREE_TOTAL_CELLS) *
                                HELD_TOTAL);
    add_row(t, GP_CUBE_ALL, GP_CUBE_ALL, x->whole, given | HELD_TOTAL);
}

/* Whether a cell has parts or members that rest on its periods. */
static bool is_divided(const struct gp_flow *f, uint32_t cell)
{
    return f->first_cut[cell] != GP_NONE || f->m->rows.at[cell].crossed;
}

/* What holds in the layers, as far as it is not to be free. */
static void add_layers(struct table *t)
{
    const struct gp_crossing *x = t->x;
    const struct gp_flow *f = t->f;
    unsigned given = HELD_TOTAL | HELD_GIVEN;
    for (uint32_t d = 0; d < x->n; d++)
        if (x->parts[d] != GP_NONE)
            add_row(t, GP_CUBE_ALL, d, x->parts[d],
                    t->free == GP_FREE_NOTHING ? HELD_LAYERS : given);
    for (uint32_t i = 0; i < x->count; i++)
        add_row(t, i, GP_CUBE_ALL, x->members[i],
                t->free < GP_FREE_MEMBERS ? HELD_LAYERS : given);
    for (uint32_t c = 0; c < x->count * x->n; c++) {
        uint32_t id = x->cells[c];
        bool made = id != GP_NONE && (f->slack[id] & GP_SLACK_DEFAULT) != 0;
        if (id != GP_NONE)
            add_row(t, c / x->n, c % x->n, id,
                    t->settles && is_divided(f, id)    ? HELD_LAYERS
                    : t->free >= GP_FREE_CELLS && made ? HELD_GIVEN
                                                       : given);
    }
    if (f->m->rows.at[x->whole].rollup)
        return; /* its periods are whatever its members' are */
    if (x->rest_row || t->free >= GP_FREE_MEMBERS)
        add_row(t, GP_CUBE_ALL, GP_CUBE_ALL, x->whole,
                t->free < GP_FREE_WHOLE ? HELD_LAYERS : given);
}

static int64_t in_ratio(int64_t a, int64_t b, int64_t c)
{
    gp_i128 is = c == 0 ? 0 : (gp_i128)a * b / c;
    return is > INT64_MAX / 1024 ? INT64_MAX / 1024 : (int64_t)is;
}

/* What a cell has in the whole plan, or would have by its row and column. */
static int64_t total_weight(const struct table *t, uint32_t i, uint32_t d)
{
    const struct gp_model *m = t->f->m;
    const struct gp_crossing *x = t->x;
    const struct gp_row *whole = &m->rows.at[x->whole], *r = whole;
    if (i < x->count)
        r = &m->rows.at[x->members[i]];
    uint32_t id = i < x->count ? x->cells[i * x->n + d] : GP_NONE;
    if (id != GP_NONE && gp_has(&m->rows.at[id], 0))
        return m->rows.at[id].at[0];
    id = x->parts[d];
    return in_ratio(id == GP_NONE ? whole->at[0] : m->rows.at[id].at[0],
                    r->at[0], whole->at[0]);
}

/* Each cell as its member's own split and periods would have it; where more
 * may change, none is nothing for good. */
static void weigh(struct table *t)
{
    const struct gp_model *m = t->f->m;
    const struct gp_crossing *x = t->x;
    struct gp_cube *u = &t->cube;
    int days = gp_days_count(m->time.days);
    for (uint32_t i = 0; i < u->rows; i++) {
        const struct gp_row *r =
            &m->rows.at[i < x->count ? x->members[i] : x->whole];
        for (uint32_t d = 0; d < u->columns; d++) {
            int64_t total = total_weight(t, i, d);
            for (int l = 0; l < t->count; l++) {
                int tick = t->first + l;
                int64_t is =
                    gp_has(r, tick)
                        ? in_ratio(total, r->at[tick], r->at[0])
                        : in_ratio(
                              total,
                              gp_days_count(m->time.ticks[tick].period.days),
                              days);
                u->cells[((size_t)i * u->columns + d) * u->layers + (size_t)l] =
                    is == 0 && t->free != GP_FREE_NOTHING ? 1 : is;
            }
        }
    }
}

static bool start(struct table *t)
{
    const struct gp_crossing *x = t->x;
    struct gp_cube *u = &t->cube;
    enum { MOST_CELLS = 1 << 22 };
    u->rows = x->count + x->rest_row;
    u->columns = x->n;
    u->layers = (uint32_t)t->count;
    size_t cells = (size_t)u->rows * u->columns * u->layers;
    if (cells > MOST_CELLS)
        return false;
    u->cells = gp_alloc(t->f->p->heap, (cells + 1) * sizeof *u->cells);
    return true;
}

/* Fills the table, in the widest steps that will do. */
static enum gp_cube_end fill(struct table *t)
{
    const struct gp_model *m = t->f->m;
    const struct gp_kpi *k = &m->kpis.at[m->rows.at[t->x->whole].kpi];
    struct gp_cube *u = &t->cube;
    int64_t step = k->step[m->time.ticks[t->first].period.grain];
    t->boxes.count = t->sources.count = 0;
    if (t->free == GP_FREE_TOTALS_ONLY)
        add_totals(t);
    else
        add_layers(t);
    u->boxes = t->boxes.at;
    u->box_count = t->boxes.count;
    for (size_t i = 0; i < u->box_count; i++) {
        if (u->boxes[i].low < 0 || u->boxes[i].count == 0)
            return GP_CUBE_LOST;
        step = gp_round_step(step, &u->boxes[i].low, 1);
        if (u->boxes[i].high != GP_CUBE_ENDLESS)
            step = gp_round_step(step, &u->boxes[i].high, 1);
    }
    while (true) {
        weigh(t);
        u->step = step;
        enum gp_cube_end end = gp_cube_fill(t->f->p->heap, u);
        if (end != GP_CUBE_COARSE || step == 1)
            return end;
        step = step % 10 == 0 ? step / 10 : 1;
    }
}

static void finish(struct table *t)
{
    struct gp_heap *heap = t->f->p->heap;
    gp_free(heap, t->cube.cells);
    gp_vec_fini(heap, &t->boxes);
    gp_vec_fini(heap, &t->sources);
}

static int64_t cell_at(const struct table *t, uint32_t row, uint32_t column,
                       int layer)
{
    const struct gp_cube *u = &t->cube;
    return u->cells[((size_t)row * u->columns + column) * u->layers +
                    (size_t)layer];
}

static void set(struct gp_row *r, int tick, int64_t value)
{
    if (r->at[tick] == value)
        return; /* for the reason that it has */
    r->at[tick] = value;
    r->why[tick] = gp_because(GP_WHY_CROSS, GP_NO_FACT);
}

/* ---- the whole plan ---- */

bool gp_crossing_whole(struct gp_flow *f, const struct gp_crossing *x)
{
    struct table t = {.f = f,
                      .x = x,
                      .count = 1,
                      .free = GP_FREE_TOTALS_ONLY,
                      .free_totals = GP_FREE_TOTAL_CELLS};
    bool ok = start(&t) && fill(&t) == GP_CUBE_FILLED;
    for (size_t c = 0; ok && c < (size_t)x->count * x->n; c++) {
        uint32_t id = x->cells[c];
        if (id == GP_NONE || (f->slack[id] & GP_SLACK_DEFAULT) == 0)
            continue;
        set(&f->m->rows.at[id], 0,
            cell_at(&t, (uint32_t)(c / x->n), (uint32_t)(c % x->n), 0));
        f->slack[id] &= GP_SLACK_DEFAULT;
    }
    finish(&t);
    return ok;
}

/* The finest grain at which one of the rows says something. */
static enum gp_grain finest(const struct gp_flow *f, const uint32_t *rows,
                            size_t count, enum gp_grain grain)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i] == GP_NONE)
            continue;
        const struct gp_row *r = &f->m->rows.at[rows[i]];
        int n = f->m->kpis.at[r->kpi].tick_count;
        enum gp_grain below = f->bounds[rows[i]].finest;
        grain = below > grain ? below : grain;
        for (int t = 1; t < n; t++)
            if (f->m->time.ticks[t].period.grain > grain &&
                gp_flow_is_given(f, rows[i], t))
                grain = f->m->time.ticks[t].period.grain;
    }
    return grain;
}

static int64_t total_of(const struct table *t, uint32_t row, uint32_t column)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < t->cube.rows; i++)
        for (uint32_t d = 0; d < t->cube.columns; d++)
            for (int l = 0; l < t->count; l++)
                if ((row == GP_CUBE_ALL || row == i) &&
                    (column == GP_CUBE_ALL || column == d))
                    sum += cell_at(t, i, d, l);
    return sum;
}

static void put_total(const struct table *t, uint32_t id, unsigned which,
                      uint32_t row, uint32_t column)
{
    struct gp_row *r = &t->f->m->rows.at[id];
    if (!is_free(t, id, which) || !gp_has(r, 0))
        return;
    set(r, 0, total_of(t, row, column));
    if (which == GP_FREE_TOTALS && r->why[0].why == GP_WHY_CROSS)
        r->why[0] = gp_because(GP_WHY_REMAINDER, GP_NO_FACT);
}

void gp_crossing_totals(struct gp_flow *f, const struct gp_crossing *x,
                        bool early)
{
    size_t cells = (size_t)x->count * x->n;
    enum gp_grain grain = finest(f, x->parts, x->n, GP_PLAN);
    grain = finest(f, x->cells, cells, grain);
    bool said = grain != GP_PLAN;
    grain = finest(f, x->members, x->count, grain);
    grain = finest(f, &x->whole, 1, grain);
    struct table t = {.f = f,
                      .x = x,
                      .first = grain == GP_PLAN ? 0 : f->m->time.first[grain],
                      .count = grain == GP_PLAN ? 1 : f->m->time.of[grain],
                      .free = GP_FREE_TOTALS_ONLY};
    for (size_t c = 0; c < cells && early && !said; c++)
        said = x->cells[c] != GP_NONE && gp_has(&f->m->rows.at[x->cells[c]], 0);
    if (!said || !start(&t) || fill(&t) == GP_CUBE_FILLED) {
        finish(&t);
        return;
    }
    static const unsigned before[] = {GP_FREE_TOTAL_PARTS,
                                      GP_FREE_TOTAL_PARTS | GP_FREE_TOTALS};
    static const unsigned after[] = {GP_FREE_TOTAL_CELLS,
                                     GP_FREE_TOTAL_CELLS | GP_FREE_TOTAL_PARTS};
    enum gp_cube_end end = GP_CUBE_LOST;
    for (int i = 0; i < 2 && end != GP_CUBE_FILLED; i++) {
        t.free_totals = early ? before[i] : after[i];
        end = fill(&t);
    }
    for (uint32_t d = 0; d < x->n && end == GP_CUBE_FILLED; d++)
        if (x->parts[d] != GP_NONE)
            put_total(&t, x->parts[d], GP_FREE_TOTAL_PARTS, GP_CUBE_ALL, d);
    for (uint32_t i = 0; i < x->count && end == GP_CUBE_FILLED; i++)
        put_total(&t, x->members[i], GP_FREE_TOTALS, i, GP_CUBE_ALL);
    for (uint32_t c = 0; c < cells && end == GP_CUBE_FILLED; c++)
        if (x->cells[c] != GP_NONE)
            put_total(&t, x->cells[c], GP_FREE_TOTAL_CELLS, c / x->n, c % x->n);
    finish(&t);
}

/* ---- its periods ---- */

/* What stands between the layers and the plan is their sum. */
static void sum_up(const struct table *t, struct gp_row *r)
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
static void put_row(const struct table *t, uint32_t id, uint32_t row,
                    uint32_t column, bool stands)
{
    struct gp_flow *f = t->f;
    struct gp_row *r = &f->m->rows.at[id];
    uint32_t from = row == GP_CUBE_ALL ? 0 : row,
             to = row == GP_CUBE_ALL ? t->cube.rows : row + 1;
    uint32_t left = column == GP_CUBE_ALL ? 0 : column,
             right = column == GP_CUBE_ALL ? t->cube.columns : column + 1;
    for (int l = 0; l < t->count; l++) {
        int tick = t->first + l;
        int64_t sum = 0;
        for (uint32_t i = from; i < to; i++)
            for (uint32_t d = left; d < right; d++)
                sum += cell_at(t, i, d, l);
        if (gp_flow_is_given(f, id, tick))
            continue;
        set(r, tick, sum);
        if (stands)
            gp_flow_meet(f, id, tick);
    }
    sum_up(t, r);
}

/* The cells of the members, and what was free of members and parts. */
static void put(const struct table *t)
{
    const struct gp_crossing *x = t->x;
    bool again = t->free >= GP_FREE_MEMBERS;
    for (uint32_t c = 0; c < x->count * x->n; c++) {
        if (x->cells[c] == GP_NONE)
            continue;
        struct gp_row *r = &t->f->m->rows.at[x->cells[c]];
        int64_t total = 0;
        for (int l = 0; l < t->count; l++)
            total += cell_at(t, c / x->n, c % x->n, l);
        set(r, 0, total);
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

static void tell(const struct table *t, enum gp_cube_end end)
{
    struct gp_flow *f = t->f;
    struct gp_findings *to = f->p->findings;
    const struct gp_crossing *x = t->x;
    const struct gp_cube *u = &t->cube;
    struct source at = {x->whole, 0};
    for (uint32_t d = x->n; d-- > 0;) /* the first that is stated */
        for (int i = f->m->time.count - 1; i > 0; i--)
            if (i < f->m->kpis.at[f->m->rows.at[x->whole].kpi].tick_count &&
                x->parts[d] != GP_NONE && gp_flow_is_given(f, x->parts[d], i))
                at = (struct source){x->parts[d], i};
    struct gp_span stated = gp_flow_origin(f, &f->m->rows.at[at.row], at.tick);
    struct gp_finding *finding;
    if (end == GP_CUBE_CANNOT) {
        struct source tight = t->sources.at[u->tight];
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
    struct table t = {.f = f,
                      .x = x,
                      .free = GP_FREE_NOTHING,
                      .settles = true,
                      .first = f->m->time.first[grain],
                      .count = f->m->time.of[grain]};
    bool ok = start(&t) && fill(&t) == GP_CUBE_FILLED;
    for (uint32_t c = 0; ok && c < x->count * x->n; c++)
        if (x->cells[c] != GP_NONE && !is_divided(f, x->cells[c]))
            put_row(&t, x->cells[c], c / x->n, c % x->n, false);
    finish(&t);
    return ok;
}

uint32_t gp_crossing_periods(struct gp_flow *f, const struct gp_crossing *x)
{
    enum gp_grain grain = finest(f, x->parts, x->n, GP_PLAN);
    uint32_t back = GP_NONE;
    const struct gp_row *whole = &f->m->rows.at[x->whole];
    if (grain == GP_PLAN && !whole->rollup)
        return GP_NONE; /* the parts are the sums of the members' */
    grain = finest(f, x->cells, (size_t)x->count * x->n, grain);
    if (whole->rollup) /* which joins nothing further down */
        grain = finest_of(f, x->whole);
    part(f, x);
    fill_rollup(f, x);
    struct table t = {.f = f,
                      .x = x,
                      .first = f->m->time.first[grain],
                      .count = f->m->time.of[grain]};
    enum gp_cube_end end = GP_CUBE_LOST;
    enum gp_freedom most = most_free(f, x);
    bool fits = start(&t);
    for (int free = GP_FREE_NOTHING;
         fits && free <= (int)most && end != GP_CUBE_FILLED; free++) {
        t.free = (enum gp_freedom)free;
        end = fill(&t);
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
    finish(&t);
    return back;
}

/* What a crossing's table holds: see crossing_table.h.
 *
 * Parts of which the plan says nothing are columns all the same, and members
 * of which it says nothing one more row: they have what the others leave. */
#include "compile/flow/crossing_table.h"

#include "model/round.h"

static void add_box(struct gp_crossing_table *t, uint32_t row, uint32_t column,
                    uint32_t of, int tick, int64_t low, int64_t high)
{
    const struct gp_tick *ticks = t->f->m->time.ticks;
    struct gp_span_days days = ticks[tick].period.days;
    struct gp_slice layers = {0, 0};
    for (int i = 0; i < t->count; i++) {
        if (!gp_days_hold(days, ticks[t->first + i].period.days.first))
            continue;
        layers.first = layers.count == 0 ? (uint32_t)i : layers.first;
        layers.count++;
    }
    struct gp_box box =
        gp_box_of(&t->cube, row, column, layers.first, layers.count);
    box.low = low;
    box.high = high;
    struct gp_crossing_source source = {of, tick};
    gp_vec_push(t->f->p->heap, &t->boxes, box);
    gp_vec_push(t->f->p->heap, &t->sources, source);
}

static void add_sum(struct gp_crossing_table *t, uint32_t row, uint32_t column,
                    uint32_t of, int tick)
{
    const struct gp_row *r = &t->f->m->rows.at[of];
    int64_t sum = gp_has(r, tick) ? r->at[tick] : 0;
    add_box(t, row, column, of, tick, sum, sum);
}

/* What a row has as sums of the table: in the whole plan, in all layers, or
 * only where it is given; then what is below it sets bounds. */
enum held { HELD_TOTAL = 1, HELD_GIVEN = 2, HELD_LAYERS = 4 };

static void add_row(struct gp_crossing_table *t, uint32_t row, uint32_t column,
                    uint32_t id, unsigned held)
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

bool gp_crossing_is_free(const struct gp_crossing_table *t, uint32_t id,
                         unsigned which)
{
    return (t->free_totals & which) != 0 &&
           (t->f->slack[id] & GP_SLACK_DEFAULT) != 0 &&
           (which != GP_FREE_TOTAL_PARTS ||
            !gp_crossing_is_divided(t->f, t->x->axis, id));
}

/* A total as it stands or, where it is free, not below what is stated in it. */
static void add_total(struct gp_crossing_table *t, uint32_t row,
                      uint32_t column, uint32_t id, unsigned which)
{
    if (id == GP_NONE)
        return;
    bool free = gp_crossing_is_free(t, id, which);
    add_row(t, row, column, id,
            (t->first == 0 ? 0 : HELD_GIVEN) | !free * HELD_TOTAL);
    if (free)
        add_box(t, row, column, id, 0,
                gp_flow_least_below(t->f, &t->f->m->rows.at[id], 0),
                GP_CUBE_ENDLESS);
}

/* What holds of the totals: all but what is free. */
static void add_totals(struct gp_crossing_table *t)
{
    const struct gp_crossing *x = t->x;
    unsigned given = t->first == 0 ? 0 : HELD_GIVEN;
    for (uint32_t d = 0; d < x->n; d++)
        add_total(t, GP_CUBE_ALL, d, x->parts[d], GP_FREE_TOTAL_PARTS);
    for (uint32_t i = 0; i < x->count; i++)
        add_total(t, i, GP_CUBE_ALL, x->members[i], GP_FREE_TOTALS);
    for (uint32_t c = 0; c < x->count * x->n; c++)
        add_total(t, c / x->n, c % x->n, x->cells[c], GP_FREE_TOTAL_CELLS);
    add_row(t, GP_CUBE_ALL, GP_CUBE_ALL, x->whole, given | HELD_TOTAL);
}

bool gp_crossing_stands(const struct gp_flow *f, uint32_t cell)
{
    return f->first_cut[cell] != GP_NONE || f->m->rows.at[cell].crossed;
}

/* What holds in the layers, as far as it is not to be free. */
static void add_layers(struct gp_crossing_table *t)
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
                    t->settles && gp_crossing_stands(f, id) ? HELD_LAYERS
                    : t->free >= GP_FREE_CELLS && made      ? HELD_GIVEN
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
static int64_t total_weight(const struct gp_crossing_table *t, uint32_t i,
                            uint32_t d)
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

static int64_t *cell_at(const struct gp_crossing_table *t, uint32_t row,
                        uint32_t column, int layer)
{
    const uint32_t *size = t->cube.size;
    return &t->cube.cells[((size_t)row * size[GP_CUBE_COLUMNS] + column) *
                              size[GP_CUBE_LAYERS] +
                          (size_t)layer];
}

/* Each cell as its member's own split and periods would have it; where more
 * may change, none is nothing for good. */
static void weigh(struct gp_crossing_table *t)
{
    const struct gp_model *m = t->f->m;
    const struct gp_crossing *x = t->x;
    struct gp_cube *u = &t->cube;
    int days = gp_days_count(m->time.days);
    for (uint32_t i = 0; i < u->size[GP_CUBE_ROWS]; i++) {
        const struct gp_row *r =
            &m->rows.at[i < x->count ? x->members[i] : x->whole];
        for (uint32_t d = 0; d < x->n; d++) {
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
                *cell_at(t, i, d, l) =
                    is == 0 && t->free != GP_FREE_NOTHING ? 1 : is;
            }
        }
    }
}

bool gp_crossing_start(struct gp_crossing_table *t)
{
    const struct gp_crossing *x = t->x;
    struct gp_cube *u = &t->cube;
    enum { MOST_CELLS = 1 << 22 };
    u->ways = 3;
    u->size[GP_CUBE_ROWS] = x->count + x->rest_row;
    u->size[GP_CUBE_COLUMNS] = x->n;
    u->size[GP_CUBE_LAYERS] = (uint32_t)t->count;
    size_t cells = gp_cube_count(u);
    if (cells > MOST_CELLS)
        return false;
    u->cells = gp_alloc(t->f->p->heap, (cells + 1) * sizeof *u->cells);
    return true;
}

enum gp_cube_end gp_crossing_fill(struct gp_crossing_table *t)
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
        if (u->boxes[i].low < 0 || u->boxes[i].at[GP_CUBE_LAYERS].count == 0)
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

void gp_crossing_finish(struct gp_crossing_table *t)
{
    struct gp_heap *heap = t->f->p->heap;
    gp_free(heap, t->cube.cells);
    gp_vec_fini(heap, &t->boxes);
    gp_vec_fini(heap, &t->sources);
}

int64_t gp_crossing_cell(const struct gp_crossing_table *t, uint32_t row,
                         uint32_t column, int layer)
{
    return *cell_at(t, row, column, layer);
}

void gp_crossing_set(struct gp_row *r, int tick, int64_t value)
{
    if (r->at[tick] == value)
        return; /* for the reason that it has */
    r->at[tick] = value;
    r->why[tick] = gp_because(GP_WHY_CROSS, GP_NO_FACT);
}

enum gp_grain gp_crossing_finest(const struct gp_flow *f, const uint32_t *rows,
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

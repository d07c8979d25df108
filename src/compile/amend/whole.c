/* A KPI's cells before an amendment, and those after it, as one table: see
 * whole.h. */
#include "compile/amend/whole.h"

#include <string.h>

#include "model/round.h"
#include "model/stay.h"

/* Amounts are filled in parts of the smallest unit: what is rounded then is
 * near the exact shares. */
#define FINE 64
#define MOST_AMOUNT (GP_CUBE_ENDLESS / 64 / FINE)

/* ---- the ways ---- */

/* The first row of a KPI or of one behind it: rows stand by KPI. */
static uint32_t first_of(const struct gp_model *m, uint32_t kpi)
{
    uint32_t low = 0, high = (uint32_t)m->rows.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (m->rows.at[middle].kpi < kpi)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void find_rows(struct gp_whole *g, uint32_t kpi)
{
    g->f.first = first_of(g->w->m, kpi);
    g->f.end = first_of(g->w->m, kpi + 1);
}

/* What has ended is no layer. */
static void find_layers(struct gp_whole *g, uint32_t kpi)
{
    const struct gp_timetable *t = &g->w->m->time;
    bool weeks = g->w->m->kpis.at[kpi].tick_count > t->coarse_count;
    enum gp_grain grain = weeks ? GP_PIECE : GP_MONTH;
    int at = t->first[grain], end = at + t->of[grain];
    while (at < end && t->ticks[at].period.days.last < g->w->amend->date)
        at++;
    g->x.grain = grain;
    g->x.first = at;
    g->x.layers = end - at;
    g->running = at < end && t->ticks[at].period.days.first < g->w->amend->date;
}

/* What a partial split leaves is no part of the rest; what is held back of a
 * dimension is no part of a team. */
static bool has_gap(const struct gp_whole *g)
{
    const struct gp_scope *scopes = g->w->m->scopes.at;
    for (uint32_t i = g->f.first; i < g->f.end; i++)
        if (scopes[g->w->m->rows.at[i].scope].kind == GP_SCOPE_GAP ||
            gp_joint_is_held_part(&scopes[g->w->m->rows.at[i].scope]))
            return true;
    return false;
}

void gp_whole_begin(struct gp_amending *w, uint32_t kpi, struct gp_whole *g)
{
    *g = (struct gp_whole){.w = w, .f = {.p = w->p, .m = w->m}};
    g->f.first_cut = w->first_cut;
    g->f.next_cut = w->next_cut;
    find_rows(g, kpi);
}

bool gp_whole_lay(struct gp_whole *g)
{
    const struct gp_model *m = g->w->m;
    struct gp_heap *heap = g->w->p->heap;
    struct gp_flow *f = &g->f;
    f->first_split =
        gp_alloc(heap, (m->rows.count + 1) * sizeof *f->first_split);
    for (uint32_t i = 0; i < m->rows.count; i++)
        f->first_split[i] = gp_first_split(g->w->p, i);
    find_layers(g, m->rows.at[f->first].kpi);
    if (g->x.layers == 0 || has_gap(g))
        return false;
    g->x.f = f;
    if (!gp_joint_lay(&g->x))
        return false;
    size_t cells = gp_cube_count(&g->x.cube);
    g->old = gp_calloc(heap, 2 * cells + 1, sizeof *g->old);
    g->now = g->old + cells;
    g->open = gp_calloc(heap, cells + 1, sizeof *g->open);
    return true;
}

void gp_whole_free(struct gp_whole *g)
{
    struct gp_heap *heap = g->w->p->heap;
    if (g->x.f != NULL)
        gp_joint_free(&g->x);
    gp_vec_fini(heap, &g->said);
    gp_free(heap, g->f.first_split);
    gp_free(heap, g->old);
    gp_free(heap, g->open);
}

void gp_whole_say(struct gp_whole *g, uint32_t row, int tick)
{
    struct gp_whole_said s = {row, tick, g->w->m->rows.at[row].at[tick],
                              gp_joint_box(&g->x, row, tick)};
    gp_vec_push(g->w->p->heap, &g->said, s);
}

/* ---- the cells before ---- */

static int64_t sum_of(const struct gp_whole *g, const int64_t *cells,
                      const struct gp_box *b, bool open)
{
    struct gp_walk w;
    int64_t sum = 0;
    GP_FOR_CELLS(&g->x.cube, b, w)
    sum += !open || g->open[w.cell] ? cells[w.cell] : 0;
    return sum;
}

static struct gp_slice *last_of(const struct gp_whole *g, struct gp_box *b)
{
    return &b->at[g->x.cube.ways - 1];
}

/* What the rows that at most so many members narrow have in a layer. */
static void add_layer(struct gp_whole *g, uint32_t layer, int members)
{
    int tick = g->x.first + (int)layer;
    g->x.boxes.count = 0;
    for (uint32_t i = g->f.first; i < g->f.end; i++) {
        uint32_t all[GP_MAX_NARROW];
        int64_t is = gp_amend_old(g->w, i)[tick];
        if (!gp_whole_counts(g, i) || is == GP_NO_AMOUNT ||
            gp_model_members(g->w->m, g->w->m->rows.at[i].scope, all) > members)
            continue;
        struct gp_box b = gp_joint_box(&g->x, i, tick);
        *last_of(g, &b) = (struct gp_slice){0, 1};
        b.low = b.high = is;
        gp_vec_push(g->w->p->heap, &g->x.boxes, b);
    }
}

/* The cells of such a layer: those that are rows, and what the others can be
 * beside them. */
static bool fill_layer(struct gp_whole *g, struct gp_cube *u)
{
    size_t unknown = 0, count = gp_cube_count(u);
    u->boxes = g->x.boxes.at;
    u->box_count = g->x.boxes.count;
    for (size_t i = 0; i < count; i++)
        u->cells[i] = GP_NO_AMOUNT;
    for (size_t i = 0; i < u->box_count; i++) {
        struct gp_walk w, next;
        if (!gp_walk_first(u, &u->boxes[i], &w))
            continue;
        next = w;
        if (!gp_walk_next(u, &u->boxes[i], &next))
            u->cells[w.cell] = u->boxes[i].low;
    }
    for (size_t i = 0; i < count; i++) {
        if (u->cells[i] != GP_NO_AMOUNT)
            continue;
        u->cells[i] = 1;
        unknown++;
    }
    return unknown == 0 || gp_cube_fill(g->w->p->heap, u) == GP_CUBE_FILLED;
}

/* What a plan says of a part of a part only in some periods may be no part of
 * any table of months: then that stands aside. */
static bool find_layer(struct gp_whole *g, uint32_t layer)
{
    struct gp_cube u = g->x.cube;
    size_t layers = u.size[u.ways - 1];
    u.size[u.ways - 1] = 1;
    add_layer(g, layer, GP_MAX_NARROW);
    bool ok = fill_layer(g, &u);
    if (!ok && g->x.dimension_count > 1) {
        add_layer(g, layer, 1);
        ok = fill_layer(g, &u);
    }
    for (size_t i = 0; i < gp_cube_count(&u); i++)
        g->old[i * layers + layer] = u.cells[i];
    g->x.boxes.count = 0;
    return ok;
}

static bool find_cells(struct gp_whole *g)
{
    size_t count = gp_cube_count(&g->x.cube);
    for (int i = 0; i < g->x.layers; i++)
        if (!find_layer(g, (uint32_t)i))
            return false;
    for (size_t i = 0; i < count; i++)
        if (g->old[i] < 0 || g->old[i] > MOST_AMOUNT)
            return false;
    return true;
}

/* ---- what may change ---- */

static void set_open(struct gp_whole *g, const struct gp_box *b, bool open)
{
    struct gp_walk w;
    GP_FOR_CELLS(&g->x.cube, b, w)
    g->open[w.cell] = open;
}

/* What is stated is open, of what is in progress only where nothing else is
 * left; nobody has anything while away. */
static void open_cells(struct gp_whole *g)
{
    const struct gp_model *m = g->w->m;
    for (size_t i = 0; i < g->said.count; i++) {
        struct gp_box b = g->said.at[i].box;
        struct gp_slice *s = last_of(g, &b);
        if (g->running && s->first == 0 && s->count > 1)
            s->first++, s->count--;
        set_open(g, &b, true);
    }
    for (size_t i = 0; i < g->x.teams.count; i++) {
        uint32_t scope = g->x.teams.at[i].scope;
        struct gp_box b = {.at = {g->x.teams.at[i].leaves}};
        for (int k = 1; k < g->x.cube.ways; k++)
            b.at[k] = (struct gp_slice){0, g->x.cube.size[k]};
        for (int k = 0; k < g->x.layers && gp_stay_is_any(m, scope) &&
                        !gp_joint_is_held(&m->scopes.at[scope]);
             k++) {
            *last_of(g, &b) = (struct gp_slice){(uint32_t)k, 1};
            if (!gp_stay_is_there(m, scope,
                                  m->time.ticks[g->x.first + k].period.days))
                set_open(g, &b, false);
        }
    }
}

static void add_box(struct gp_whole *g, struct gp_box b, int64_t low,
                    int64_t high)
{
    b.low = low;
    b.high = high;
    gp_vec_push(g->w->p->heap, &g->x.boxes, b);
}

/* Of what is shut nothing is shared: in as few boxes as halving finds. */
static void shut_cells(struct gp_whole *g, struct gp_box b)
{
    struct gp_walk w;
    size_t open = 0, shut = 0;
    GP_FOR_CELLS(&g->x.cube, &b, w)
    *(g->open[w.cell] ? &open : &shut) += 1;
    if (open == 0)
        add_box(g, b, 0, 0);
    if (open == 0 || shut == 0)
        return;
    int way = 0;
    while (b.at[way].count == 1)
        way++;
    struct gp_box second = b;
    b.at[way].count /= 2;
    second.at[way].first += b.at[way].count;
    second.at[way].count -= b.at[way].count;
    shut_cells(g, b);
    shut_cells(g, second);
}

/* The sums that what is open is to have. */
static bool take_boxes(struct gp_whole *g)
{
    struct gp_box all = {.low = 0};
    for (int k = 0; k < g->x.cube.ways; k++)
        all.at[k] = (struct gp_slice){0, g->x.cube.size[k]};
    shut_cells(g, all);
    for (size_t i = 0; i < g->said.count; i++) {
        const struct gp_whole_said *s = &g->said.at[i];
        int64_t was = gp_amend_old(g->w, s->row)[s->tick];
        if (was == GP_NO_AMOUNT)
            return false;
        int64_t sum = sum_of(g, g->old, &s->box, true) + s->amount - was;
        if (sum < 0 || sum > MOST_AMOUNT)
            return false;
        add_box(g, s->box, sum, sum);
    }
    return true;
}

/* ---- the table ---- */

/* Weights are as large as what was: a factor would count where cells are in
 * several boxes. */
static bool fill(struct gp_whole *g, const int64_t *weights, int64_t times,
                 int64_t step)
{
    struct gp_cube *u = &g->x.cube;
    size_t count = gp_cube_count(u);
    u->boxes = g->x.boxes.at;
    u->box_count = g->x.boxes.count;
    u->step = step;
    for (size_t i = 0; i < count; i++) {
        int64_t is = weights[i] > 0 ? weights[i] * times : 1;
        u->cells[i] = g->open[i] ? is : 0;
    }
    return gp_cube_fill(g->w->p->heap, u) == GP_CUBE_FILLED;
}

/* Each row's periods are what they would be exactly, rounded down or up. */
static void bound_rows(struct gp_whole *g, const int64_t *exact, int64_t step)
{
    for (uint32_t i = g->f.first; i < g->f.end; i++) {
        const struct gp_row *r = &g->w->m->rows.at[i];
        int n = g->w->m->kpis.at[r->kpi].tick_count;
        for (int t = 0; t < n && gp_whole_counts(g, i); t++) {
            struct gp_box b = gp_joint_box(&g->x, i, t);
            int64_t is = sum_of(g, exact, &b, true);
            if (last_of(g, &b)->count != 0 && is != 0)
                add_box(g, b, (is + step / 32) / step * step,
                        (is + step - 1 - step / 32) / step * step);
        }
    }
}

/* Sums of rows near their exact shares, too, where that is not too much to ask;
 * else only the cells. */
static bool fill_near(struct gp_whole *g, int64_t step)
{
    enum { MOST = 1 << 12 };
    size_t count = gp_cube_count(&g->x.cube), boxes = g->x.boxes.count;
    size_t asked = (size_t)(g->f.end - g->f.first) * (size_t)g->x.layers;
    bool ok = asked <= MOST && fill(g, g->old, FINE, 1);
    if (ok) {
        memcpy(g->now, g->x.cube.cells, count * sizeof *g->now);
        bound_rows(g, g->now, step);
        ok = fill(g, g->now, 1, step);
        g->x.boxes.count = boxes;
    }
    return ok || fill(g, g->old, FINE, step);
}

/* The step of months, or as much of it as all sums are made of. */
static int64_t find_step(const struct gp_whole *g)
{
    const struct gp_model *m = g->w->m;
    int64_t step = m->kpis.at[m->rows.at[g->f.first].kpi].step[g->x.grain];
    for (size_t i = 0; i < g->x.boxes.count; i++)
        step = gp_round_step(step, &g->x.boxes.at[i].low, 1);
    return step;
}

bool gp_whole_fill(struct gp_whole *g)
{
    size_t count = gp_cube_count(&g->x.cube);
    if (!find_cells(g))
        return false;
    open_cells(g);
    if (!take_boxes(g))
        return false;
    int64_t step = find_step(g);
    for (size_t i = 0; i < g->x.boxes.count; i++)
        g->x.boxes.at[i].low = g->x.boxes.at[i].high *= FINE;
    bool ok = fill_near(g, step * FINE);
    while (!ok && step > 1) {
        step = step % 10 == 0 ? step / 10 : 1;
        ok = fill_near(g, step * FINE);
    }
    for (size_t i = 0; i < count && ok; i++)
        g->now[i] = g->open[i] ? g->x.cube.cells[i] / FINE : g->old[i];
    return ok;
}

int64_t gp_whole_more(const struct gp_whole *g, uint32_t row, int tick)
{
    struct gp_box b = gp_joint_box(&g->x, row, tick);
    struct gp_slice layers = *last_of(g, &b);
    const int64_t *was = gp_amend_old(g->w, row);
    int64_t more = 0;
    for (uint32_t i = layers.first; i < layers.first + layers.count; i++) {
        *last_of(g, &b) = (struct gp_slice){i, 1};
        if (was[g->x.first + (int)i] != GP_NO_AMOUNT)
            more += sum_of(g, g->now, &b, false) - sum_of(g, g->old, &b, false);
    }
    return more;
}

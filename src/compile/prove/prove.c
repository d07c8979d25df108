/* Pass 13: proofs that targets can, or cannot, all be reached: see prove.h.
 * Takes the evaluated rows; gives findings and changes nothing.  A plan in
 * which everything sums is done with before anything is built. */
#include "compile/prove/prove.h"

#include <stdlib.h>
#include <string.h>

/* Narrowing goes round as often as this; it nearly always ends by itself. */
enum { MAX_ROUNDS = 6 };

uint32_t gp_prove_cell_at(const struct gp_prove *x, uint32_t kpi,
                          uint32_t scope, int tick)
{
    uint32_t block = gp_map_get(&x->block_of, gp_map_key(kpi, scope));
    if (block == GP_MAP_NONE || tick >= x->kpis[kpi].ticks)
        return GP_NONE;
    return x->blocks.at[block].first + (uint32_t)tick;
}

/* ---- which cells ---- */

static bool is_statement(const struct gp_row *r, int tick)
{
    return r->at[tick] != GP_NO_AMOUNT && gp_is_stated(r->why[tick]);
}

/* Rows that no sum has dealt with, and that state something. */
static bool is_of_interest(const struct gp_prove *x, const struct gp_row *r)
{
    bool flow = x->m->kpis.at[r->kpi].kind == GP_KPI_FLOW;
    if (r->open || r->overlay || (flow && r->relation == GP_EQUAL))
        return false;
    for (int t = 0; t < x->ticks; t++)
        if (is_statement(r, t))
            return true;
    return false;
}

/* The finest level that the row speaks of counts for all of the KPI's. */
static void note_level(struct gp_prove *x, const struct gp_row *r)
{
    const struct gp_timetable *time = &x->m->time;
    int last = x->ticks - 1;
    while (last > 0 && !is_statement(r, last))
        last--;
    int level = 0;
    for (int g = GP_YEAR; g <= GP_MONTH; g++)
        if (time->of[g] != 0 && time->first[g] <= last)
            level = g;
    int end = level == 0 ? 1 : time->first[level] + time->of[level];
    if (end > x->kpis[r->kpi].ticks)
        x->kpis[r->kpi].ticks = end;
}

static bool add_block(struct gp_prove *x, uint32_t kpi, uint32_t scope)
{
    uint32_t *at = gp_map_at(&x->block_of, gp_map_key(kpi, scope));
    if (*at != GP_MAP_NONE)
        return false;
    *at = (uint32_t)x->blocks.count;
    struct gp_prove_block b = {.kpi = kpi, .scope = scope};
    gp_vec_push(x->p->heap, &x->blocks, b);
    return true;
}

/* Of flows the parts of all that is there: their sums meet the bounds. */
static void add_parts(struct gp_prove *x)
{
    size_t before = x->blocks.count;
    for (size_t i = 0; i < x->m->rows.count; i++) {
        const struct gp_row *r = &x->m->rows.at[i];
        uint32_t up = x->m->scopes.at[r->scope].parent;
        if (x->kpis[r->kpi].ticks == 0 || r->overlay || up == GP_NONE ||
            x->m->kpis.at[r->kpi].kind != GP_KPI_FLOW)
            continue;
        uint32_t whole = gp_map_get(&x->block_of, gp_map_key(r->kpi, up));
        if (whole != GP_MAP_NONE && whole < before)
            add_block(x, r->kpi, r->scope);
    }
}

static int by_order(const void *a, const void *b)
{
    const struct gp_prove_block *x = a, *y = b;
    if (x->kpi != y->kpi)
        return x->kpi < y->kpi ? -1 : 1;
    return x->first < y->first ? -1 : x->first > y->first;
}

/* Wholes before their parts, as the scopes are ordered. */
static void settle_blocks(struct gp_prove *x)
{
    for (size_t i = 0; i < x->blocks.count; i++)
        x->blocks.at[i].first = x->m->scopes.at[x->blocks.at[i].scope].order;
    qsort(x->blocks.at, x->blocks.count, sizeof *x->blocks.at, by_order);
    size_t n = 0;
    for (size_t i = 0; i < x->blocks.count; i++) {
        struct gp_prove_block *b = &x->blocks.at[i];
        uint64_t key = gp_map_key(b->kpi, b->scope);
        uint32_t row = gp_map_get(&x->m->row_of, key);
        b->row = row == GP_MAP_NONE ? GP_NONE : row;
        b->first = (uint32_t)n;
        n += (size_t)x->kpis[b->kpi].ticks;
        *gp_map_at(&x->block_of, key) = (uint32_t)i;
    }
    gp_vec_reserve(x->p->heap, &x->cells, n);
    for (uint32_t i = 0; i < x->blocks.count; i++)
        for (int t = 0; t < x->kpis[x->blocks.at[i].kpi].ticks; t++) {
            struct gp_prove_cell c = {.range = x->kpis[x->blocks.at[i].kpi].all,
                                      .block = i,
                                      .fact = GP_NO_FACT};
            gp_vec_push(x->p->heap, &x->cells, c);
        }
}

static void make_blocks(struct gp_prove *x)
{
    bool flows = false;
    for (size_t i = 0; i < x->m->rows.count; i++) {
        const struct gp_row *r = &x->m->rows.at[i];
        if (!is_of_interest(x, r))
            continue;
        enum gp_adds adds = x->kpis[r->kpi].adds;
        flows |= x->m->kpis.at[r->kpi].kind == GP_KPI_FLOW;
        note_level(x, r);
        for (uint32_t s = r->scope; s != GP_NONE && add_block(x, r->kpi, s) &&
                                    adds != GP_ADDS_NOT &&
                                    adds != GP_ADDS_LAST;)
            s = x->m->scopes.at[s].parent;
    }
    if (flows)
        add_parts(x);
    if (x->blocks.count != 0)
        settle_blocks(x);
}

/* ---- statements ---- */

static void state(struct gp_prove *x, uint32_t cell, struct gp_range r,
                  bool low, bool high)
{
    x->used.count = 0;
    if (low)
        gp_prove_narrow(x, cell, r.low, false, GP_STEP_STATED);
    if (high)
        gp_prove_narrow(x, cell, r.high, true, GP_STEP_STATED);
}

static void state_cell(struct gp_prove *x, const struct gp_prove_block *b,
                       const struct gp_row *r, int tick)
{
    const struct gp_kpi *k = &x->m->kpis.at[b->kpi];
    uint32_t cell = b->first + (uint32_t)tick;
    int64_t unit = gp_pow10(k->digits), amount = r->at[tick], slack = 0;
    bool equal = r->relation == GP_EQUAL;
    struct gp_rat tolerance = {0, 1};
    if (k->kind == GP_KPI_FLOW && equal) {
        if (!gp_prove_said(x, b->row, tick, &amount, &slack))
            return;
        tolerance = gp_rat_make(slack, unit);
    } else if (!is_statement(r, tick)) {
        return;
    } else if (equal && r->why[tick].fact != GP_NO_FACT) {
        tolerance = gp_prove_tolerance(x, b->kpi, r->why[tick].fact, false);
    }
    x->cells.at[cell].fact = r->why[tick].fact;
    struct gp_range value = gp_range_point(gp_rat_make(amount, unit));
    struct gp_range about = gp_range_point(tolerance);
    about.low.at.num = -about.low.at.num;
    state(x, cell, gp_range_add(value, about), r->relation != GP_AT_MOST,
          r->relation != GP_AT_LEAST);
}

static void make_statements(struct gp_prove *x)
{
    for (size_t i = 0; i < x->blocks.count; i++) {
        const struct gp_prove_block *b = &x->blocks.at[i];
        if (b->row == GP_NONE || x->m->rows.at[b->row].open)
            continue;
        for (int t = 0; t < x->kpis[b->kpi].ticks; t++)
            if (x->m->rows.at[b->row].at[t] != GP_NO_AMOUNT)
                state_cell(x, b, &x->m->rows.at[b->row], t);
    }
}

/* ---- narrowing ---- */

/* People write 47% for what comes to 46.9%: a rate that is stated beside the
 * amounts it is worked out of may be rounded. */
static struct gp_range roughly(struct gp_prove *x, uint32_t cell,
                               struct gp_range r)
{
    const struct gp_prove_block *b = &x->blocks.at[x->cells.at[cell].block];
    if (b->row == GP_NONE || x->m->rows.at[b->row].relation != GP_EQUAL)
        return r;
    struct gp_range about = gp_range_point(
        gp_prove_tolerance(x, b->kpi, x->cells.at[cell].fact, true));
    about.low.at.num = -about.low.at.num;
    return gp_range_add(r, about);
}

static void apply_formulas(struct gp_prove *x, bool again)
{
    for (uint32_t i = 0; i < x->cells.count; i++) {
        const struct gp_prove_block *b = &x->blocks.at[x->cells.at[i].block];
        uint32_t formula = x->m->kpis.at[b->kpi].formula;
        if (formula == GP_NONE || (again && !x->kpis[b->kpi].changes))
            continue;
        x->used.count = 0;
        struct gp_range r = roughly(
            x, i, gp_prove_formula(x, b->kpi, b->scope, gp_prove_tick(x, i)));
        gp_prove_narrow(x, i, r.low, false, GP_STEP_FORMULA);
        gp_prove_narrow(x, i, r.high, true, GP_STEP_FORMULA);
    }
}

static void narrow(struct gp_prove *x)
{
    x->changed = true;
    for (int round = 0; x->changed && round < MAX_ROUNDS; round++) {
        x->changed = false;
        apply_formulas(x, round > 0);
        for (uint32_t i = 0; i < x->links.count; i++)
            gp_prove_apply(x, i, true);
        for (uint32_t i = (uint32_t)x->links.count; i-- > 0;)
            gp_prove_apply(x, i, false);
    }
}

/* ---- the pass ---- */

static void init(struct gp_prove *x, struct gp_pass *p)
{
    memset(x, 0, sizeof *x);
    x->p = p;
    x->m = p->model;
    x->ticks = p->model->time.coarse_count;
    gp_arena_init(&x->arena, p->heap);
    gp_map_init(&x->block_of, p->heap);
    gp_map_init(&x->link_of, p->heap);
    x->kpis =
        gp_arena_calloc(&x->arena, p->model->kpis.count + 1, sizeof *x->kpis);
    for (uint32_t k = 0; k < p->model->kpis.count; k++)
        gp_prove_classify(x, k);
    for (uint32_t i = (uint32_t)p->model->rows.count; i-- > 0;) {
        x->kpis[p->model->rows.at[i].kpi].first_row = i;
        x->kpis[p->model->rows.at[i].kpi].row_count++;
    }
}

static void fini(struct gp_prove *x)
{
    struct gp_heap *heap = x->p->heap;
    gp_vec_fini(heap, &x->blocks);
    gp_vec_fini(heap, &x->cells);
    gp_vec_fini(heap, &x->links);
    gp_vec_fini(heap, &x->parts);
    gp_vec_fini(heap, &x->steps);
    gp_vec_fini(heap, &x->inputs);
    gp_vec_fini(heap, &x->used);
    gp_map_fini(&x->block_of);
    gp_map_fini(&x->link_of);
    gp_arena_fini(&x->arena);
}

void gp_pass_prove(struct gp_pass *p)
{
    struct gp_prove x;
    init(&x, p);
    make_blocks(&x);
    if (x.blocks.count != 0) {
        make_statements(&x);
        gp_prove_links(&x);
        narrow(&x);
        gp_prove_floors(&x);
    }
    fini(&x);
}

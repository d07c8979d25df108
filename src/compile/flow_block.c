/* Parts x periods at once: see flow.h.  What is stated or decided stands; the
 * rest of each row and of each column is shared in proportion, and rounded so
 * that both sum. */
#include <string.h>

#include "compile/flow.h"
#include "model/round.h"

struct block {
    struct gp_flow *f;
    uint32_t cut;
    int tick, child, n;
    enum gp_grain grain;
    uint32_t count; /* rows that have a value at the tick */
    uint32_t *rows;
    uint32_t *table; /* rows of the table: parts, some more than once */
    uint32_t table_count;
    int64_t *left;  /* by row: what its columns do not have yet */
    uint64_t *open; /* by row: columns without a value */
    bool locked;    /* some cell was there before */
    bool deep;      /* its columns are not the tick's own children */
    int64_t columns[GP_MAX_COLUMNS];
    uint64_t live; /* columns that the whole has a value for */
};

/* The first and the number of the ticks of a level below one. */
static void level_below(const struct gp_flow *f, int tick, enum gp_grain grain,
                        int *first, int *count)
{
    const struct gp_tick *ticks = f->m->time.ticks;
    int from = tick, to = tick;
    while (ticks[from].period.grain < grain) {
        from = ticks[from].child;
        to = ticks[to].child + ticks[to].child_count - 1;
    }
    *first = from;
    *count = to - from + 1;
}

/* The finest grain below a tick at which a row states something itself. */
static enum gp_grain finest(const struct gp_flow *f, const struct gp_row *row,
                            int tick)
{
    enum gp_grain grain = GP_PLAN;
    int n = gp_flow_children(f, row, tick),
        child = f->m->time.ticks[tick].child;
    if (!f->speaks[row - f->m->rows.at])
        return GP_PLAN;
    for (int i = 0; i < n; i++) {
        enum gp_grain below = finest(f, row, child + i);
        if (below == GP_PLAN && gp_has(row, child + i))
            below = f->m->time.ticks[child].period.grain;
        grain = below > grain ? below : grain;
    }
    return grain;
}

/* Where parts state cells further down, the block is worked out at that
 * level: a coarser one could promise what a finer one cannot keep. */
static void choose_level(struct block *b)
{
    const struct gp_cut *cut = &b->f->m->cuts.at[b->cut];
    enum gp_grain grain = b->grain;
    for (uint32_t i = 0; i < cut->count; i++) {
        const struct gp_row *part =
            &b->f->m->rows.at[b->f->m->parts.at[cut->first + i]];
        /* What is decided through and through needs no room. */
        int64_t decided = 0;
        for (int c = 0; c < gp_flow_children(b->f, part, b->tick); c++)
            decided += gp_flow_least(b->f, part, b->child + c);
        enum gp_grain own =
            gp_has(part, b->tick) && decided != part->at[b->tick]
                ? finest(b->f, part, b->tick)
                : GP_PLAN;
        grain = own > grain ? own : grain;
    }
    int first, count;
    level_below(b->f, b->tick, grain, &first, &count);
    if (grain == b->grain || count > GP_MAX_COLUMNS)
        return;
    b->child = first;
    b->n = count;
    b->grain = grain;
    b->deep = true;
}

/* What stands between a deep block's columns and its tick is their sum. */
static void sum_up(struct block *b, struct gp_row *row, int tick)
{
    int n = gp_flow_children(b->f, row, tick);
    int child = b->f->m->time.ticks[tick].child;
    if (b->f->m->time.ticks[tick].period.grain >= b->grain)
        return;
    int64_t sum = 0;
    bool any = false;
    for (int i = 0; i < n; i++) {
        sum_up(b, row, child + i);
        any |= gp_has(row, child + i);
        sum += gp_has(row, child + i) ? row->at[child + i] : 0;
    }
    if (gp_has(row, tick) || !any)
        return;
    row->at[tick] = sum;
    row->why[tick] = gp_because(GP_WHY_TIME_SUM, GP_NO_FACT);
}

static void columns_of(struct block *b)
{
    const struct gp_cut *cut = &b->f->m->cuts.at[b->cut];
    const struct gp_row *row = &b->f->m->rows.at[cut->row];
    for (int i = 0; i < b->n; i++) {
        int tick = b->child + i;
        int64_t value =
            cut->columns != NULL ? cut->columns[tick] : row->at[tick];
        b->columns[i] = value == GP_NO_AMOUNT ? 0 : value;
        if (value != GP_NO_AMOUNT)
            b->live |= (uint64_t)1 << i;
    }
}

/* Decides what stands before the rest is shared: rows with a shape of their
 * own. */
static void decide(struct block *b)
{
    struct gp_flow *f = b->f;
    const struct gp_cut *cut = &f->m->cuts.at[b->cut];
    for (uint32_t i = 0; i < cut->count; i++) {
        uint32_t id = f->m->parts.at[cut->first + i];
        if (!gp_has(&f->m->rows.at[id], b->tick))
            continue;
        if (gp_flow_has_shape(f, id, b->tick)) {
            f->speaks[id] = true;
            gp_flow_time(f, id, b->tick, false);
        }
        b->rows[b->count++] = id;
    }
}

static bool tell_row(struct block *b, uint32_t id, int tick, int64_t left)
{
    struct gp_row *r = &b->f->m->rows.at[id];
    if (!r->open)
        gp_flow_tell_periods(b->f, id, tick, r->at[tick] - left);
    r->open = true;
    return false;
}

/* One row of the table: a part, or what it states for some of the columns
 * together.  Cells below that it states as well become rows of their own.
 * False where a value is not made up by what is in it. */
static bool take_row(struct block *b, uint32_t id, int tick)
{
    struct gp_row *r = &b->f->m->rows.at[id];
    const struct gp_tick *ticks = b->f->m->time.ticks;
    int stack[GP_MAX_COLUMNS * 2], depth = 0;
    int64_t left = r->at[tick];
    uint64_t open = 0;
    bool ok = true;
    stack[depth++] = tick;
    while (depth > 0) {
        int x = stack[--depth];
        for (int i = 0; i < gp_flow_children(b->f, r, x); i++) {
            int child = ticks[x].child + i;
            if (ticks[child].period.grain < b->grain) {
                if (!gp_has(r, child)) {
                    stack[depth++] = child;
                    continue;
                }
                ok = take_row(b, id, child) && ok;
                left -= r->at[child];
                b->locked = true;
                continue;
            }
            int column = child - b->child;
            int64_t least = gp_flow_least(b->f, r, child);
            left -= least;
            b->columns[column] -= least;
            b->locked |= least != 0 || gp_has(r, child);
            if (!gp_has(r, child) && (b->live >> column & 1) != 0)
                open |= (uint64_t)1 << column;
        }
    }
    if (left != 0 && (left < 0 || open == 0))
        return tell_row(b, id, tick, left);
    b->table[b->table_count] = id;
    b->left[b->table_count] = left;
    b->open[b->table_count++] = open;
    return ok;
}

static bool take_rows(struct block *b)
{
    bool ok = true;
    for (uint32_t i = 0; i < b->count; i++)
        ok = take_row(b, b->rows[i], b->tick) && ok;
    return ok;
}

/* A column that the parts overfill, or that none is left to fill. */
static bool check_columns(struct block *b)
{
    bool ok = true;
    for (int c = 0; c < b->n; c++) {
        uint64_t any = 0;
        for (uint32_t i = 0; i < b->table_count; i++)
            any |= b->open[i] >> c & 1;
        if (b->columns[c] == 0 || (b->columns[c] > 0 && any != 0) ||
            (b->live >> c & 1) == 0)
            continue;
        const struct gp_cut *cut = &b->f->m->cuts.at[b->cut];
        const struct gp_row *row = &b->f->m->rows.at[cut->row];
        if (!row->open)
            gp_flow_tell_children(b->f, b->cut, b->child + c,
                                  row->at[b->child + c] - b->columns[c]);
        ok = false;
    }
    if (!ok)
        b->f->m->rows.at[b->f->m->cuts.at[b->cut].row].open = true;
    return ok;
}

static void put(struct block *b, uint32_t i, int c, int64_t value,
                enum gp_why why)
{
    struct gp_row *r = &b->f->m->rows.at[b->table[i]];
    int tick = b->child + c;
    int64_t least = gp_flow_least(b->f, r, tick);
    r->at[tick] = value + least;
    r->why[tick] = gp_because(why, GP_NO_FACT);
}

/* Every open row is open in the same columns: exact shares are products. */
static bool is_plain(const struct block *b, uint64_t *mask)
{
    *mask = 0;
    for (uint32_t i = 0; i < b->table_count; i++) {
        if (b->open[i] == 0)
            continue;
        if (*mask != 0 && b->open[i] != *mask)
            return false;
        *mask = b->open[i];
    }
    return true;
}

static void share_plain(struct block *b, uint64_t mask)
{
    int64_t columns[GP_MAX_COLUMNS], total = 0;
    int which[GP_MAX_COLUMNS];
    size_t n = 0;
    uint32_t open = 0;
    struct gp_heap *heap = b->f->p->heap;
    const struct gp_kpi *k =
        &b->f->m->kpis.at[b->f->m->rows.at[b->f->m->cuts.at[b->cut].row].kpi];
    for (int c = 0; c < b->n; c++) {
        if ((mask >> c & 1) == 0)
            continue;
        columns[n] = b->columns[c];
        which[n++] = c;
        total += b->columns[c];
    }
    int64_t *rows = gp_alloc(heap, (b->table_count + 1) * sizeof *rows);
    uint32_t *at = gp_alloc(heap, (b->table_count + 1) * sizeof *at);
    uint64_t *ups = gp_calloc(heap, b->table_count + 1, sizeof *ups);
    for (uint32_t i = 0; i < b->table_count; i++) {
        if (b->open[i] == 0)
            continue;
        rows[open] = b->left[i];
        at[open++] = i;
    }
    int64_t step = gp_round_step(k->step[b->grain], rows, open);
    step = gp_round_step(step, columns, n);
    if (total > 0)
        gp_round_table(heap, rows, open, columns, n, step, ups);
    enum gp_why why = b->locked ? GP_WHY_REMAINDER : GP_WHY_SHAPE;
    for (uint32_t i = 0; i < open; i++)
        for (size_t c = 0; c < n; c++)
            put(b, at[i], which[c],
                total == 0 ? 0
                           : gp_round_cell(rows[i], columns[c], total, step,
                                           (ups[i] >> c & 1) != 0),
                why);
    gp_free(heap, rows);
    gp_free(heap, at);
    gp_free(heap, ups);
}

/* Rows that are open in different columns: near their proportions, and exact
 * in both sums.  False where no such table exists. */
static bool share_pattern(struct block *b)
{
    size_t n = (size_t)b->n, cells = b->table_count * n;
    struct gp_heap *heap = b->f->p->heap;
    const struct gp_kpi *k =
        &b->f->m->kpis.at[b->f->m->rows.at[b->f->m->cuts.at[b->cut].row].kpi];
    int64_t *prior = gp_alloc(heap, (cells + 1) * sizeof *prior);
    int64_t *out = gp_calloc(heap, cells + 1, sizeof *out);
    gp_i128 total = 1;
    for (int c = 0; c < b->n; c++)
        total += b->columns[c];
    for (uint32_t i = 0; i < b->table_count; i++)
        for (size_t c = 0; c < n; c++)
            prior[i * n + c] =
                (int64_t)((gp_i128)b->left[i] * b->columns[c] / total);
    int64_t step = gp_round_step(k->step[b->grain], b->left, b->table_count);
    step = gp_round_step(step, b->columns, n);
    bool ok = gp_round_pattern(heap, b->left, b->table_count, b->columns, n,
                               step, b->open, prior, out);
    for (uint32_t i = 0; ok && i < b->table_count; i++)
        for (size_t c = 0; c < n; c++)
            if ((b->open[i] >> c & 1) != 0)
                put(b, i, (int)c, out[i * n + c], GP_WHY_REMAINDER);
    gp_free(heap, prior);
    gp_free(heap, out);
    return ok;
}

/* After a finding: every row for itself, so that the rest can be checked. */
static void alone(struct block *b)
{
    b->f->m->cuts.at[b->cut].joined = false;
    for (uint32_t i = 0; i < b->count; i++) {
        b->f->m->rows.at[b->rows[i]].open = true;
        gp_flow_time(b->f, b->rows[i], b->tick, true);
    }
}

void gp_flow_block(struct gp_flow *f, uint32_t cut, int tick)
{
    struct gp_cut *c = &f->m->cuts.at[cut];
    const struct gp_row *row = &f->m->rows.at[c->row];
    const struct gp_tick *t = &f->m->time.ticks[tick];
    struct block b = {.f = f, .cut = cut, .tick = tick, .child = t->child};
    b.n = gp_flow_children(f, row, tick);
    if (b.n == 0)
        return;
    b.grain = f->m->time.ticks[b.child].period.grain;
    b.rows = gp_alloc(f->p->heap, (c->count + 1) * sizeof *b.rows);
    decide(&b);
    choose_level(&b);
    columns_of(&b);
    /* A part has a row for itself and one for each cell between. */
    size_t most = (size_t)c->count * (b.deep ? (size_t)b.n + 1 : 1) + 1;
    b.table = gp_alloc(f->p->heap, most * sizeof *b.table);
    b.left = gp_alloc(f->p->heap, most * sizeof *b.left);
    b.open = gp_alloc(f->p->heap, most * sizeof *b.open);
    bool ok = take_rows(&b);
    ok = check_columns(&b) && ok;
    uint64_t mask;
    int64_t margin = 0;
    for (uint32_t i = 0; i < b.table_count; i++)
        margin += b.left[i];
    for (int i = 0; i < b.n; i++)
        margin -= (b.live >> i & 1) != 0 ? b.columns[i] : 0;
    if (ok && margin != 0) { /* parts that do not make up the whole here */
        gp_flow_tell_children(f, cut, tick, row->at[tick] + margin);
        ok = false;
    }
    if (!ok)
        alone(&b);
    else if (is_plain(&b, &mask))
        share_plain(&b, mask);
    else if (!share_pattern(&b)) {
        gp_flow_tell_children(f, cut, tick, GP_NO_AMOUNT);
        alone(&b);
        ok = false;
    }
    for (uint32_t i = 0; ok && b.deep && i < b.count; i++)
        sum_up(&b, &f->m->rows.at[b.rows[i]], tick);
    gp_free(f->p->heap, b.rows);
    gp_free(f->p->heap, b.table);
    gp_free(f->p->heap, b.left);
    gp_free(f->p->heap, b.open);
    for (int i = 0; ok && i < b.n; i++)
        if ((b.live >> i & 1) != 0)
            gp_flow_block(f, cut, b.child + i);
}

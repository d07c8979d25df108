/* Parts x periods at once: see flow.h.  What is stated or decided stands; the
 * rest of each row and of each column is shared in proportion, and rounded so
 * that both sum. */
#include "compile/flow/table.h"

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
static void choose_level(struct gp_table *b, enum gp_grain grain)
{
    const struct gp_cut *cut = &b->f->m->cuts.at[b->cut];
    grain = grain > b->grain ? grain : b->grain;
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
static void sum_up(struct gp_table *b, struct gp_row *row, int tick)
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
    gp_flow_made(b->f, (uint32_t)(row - b->f->m->rows.at), tick);
    row->at[tick] = sum;
    row->why[tick] = gp_because(GP_WHY_TIME_SUM, GP_NO_FACT);
}

static void columns_of(struct gp_table *b)
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
static void decide(struct gp_table *b)
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

static bool tell_row(struct gp_table *b, uint32_t id, int tick, int64_t left)
{
    struct gp_row *r = &b->f->m->rows.at[id];
    if (!b->tell)
        return false;
    if (left < 0)
        gp_flow_tell_excess(b->f, id, tick, r->at[tick] - left);
    else if (!r->open)
        gp_flow_tell_periods(b->f, id, tick, r->at[tick] - left);
    r->open = true;
    return false;
}

/* One row of the table: a part, or what it states for some of the columns
 * together.  Cells below that it states as well become rows of their own.
 * False where a value is not made up by what is in it. */
static bool take_row(struct gp_table *b, uint32_t id, int tick)
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
    b->table[b->table_count++] = (struct gp_table_row){id, tick, left, open};
    return ok;
}

static bool take_rows(struct gp_table *b)
{
    bool ok = true;
    for (uint32_t i = 0; i < b->count; i++)
        ok = take_row(b, b->rows[i], b->tick) && ok;
    return ok;
}

/* A column that the parts overfill, or that none is left to fill. */
static bool check_columns(struct gp_table *b)
{
    bool ok = true;
    for (int c = 0; c < b->n; c++) {
        uint64_t any = 0;
        for (uint32_t i = 0; i < b->table_count; i++)
            any |= b->table[i].open >> c & 1;
        if (b->columns[c] == 0 || (b->columns[c] > 0 && any != 0) ||
            (b->live >> c & 1) == 0)
            continue;
        const struct gp_cut *cut = &b->f->m->cuts.at[b->cut];
        const struct gp_row *row = &b->f->m->rows.at[cut->row];
        if (b->tell && !row->open &&
            !gp_flow_tell_below(b->f, b->cut, b->child + c))
            gp_flow_tell_children(b->f, b->cut, b->child + c,
                                  row->at[b->child + c] - b->columns[c]);
        ok = false;
    }
    if (!ok && b->tell)
        b->f->m->rows.at[b->f->m->cuts.at[b->cut].row].open = true;
    return ok;
}

/* After a finding: every row for itself, so that the rest can be checked. */
static void alone(struct gp_table *b)
{
    b->f->m->cuts.at[b->cut].joined = false;
    for (uint32_t i = 0; i < b->count; i++) {
        b->f->m->rows.at[b->rows[i]].open = true;
        gp_flow_time(b->f, b->rows[i], b->tick, true);
    }
}

/* ---- one table ---- */

static void start(struct gp_table *b, enum gp_grain grain)
{
    struct gp_heap *heap = b->f->p->heap;
    const struct gp_cut *cut = &b->f->m->cuts.at[b->cut];
    b->grain = b->f->m->time.ticks[b->child].period.grain;
    b->rows = gp_alloc(heap, (cut->count + 1) * sizeof *b->rows);
    decide(b);
    choose_level(b, grain);
    /* A part has a row for itself and one for each cell between. */
    size_t most = (size_t)cut->count * (b->deep ? (size_t)b->n + 1 : 1) + 1;
    b->table = gp_alloc(heap, most * sizeof *b->table);
}

static void finish(struct gp_table *b)
{
    gp_free(b->f->p->heap, b->rows);
    gp_free(b->f->p->heap, b->table);
}

/* What is left of rows and columns; false where they cannot both sum. */
static bool lay_out(struct gp_table *b)
{
    b->table_count = 0;
    b->live = 0;
    b->locked = false;
    columns_of(b);
    bool ok = take_rows(b);
    ok = check_columns(b) && ok;
    int64_t margin = 0;
    for (uint32_t i = 0; i < b->table_count; i++)
        margin += b->table[i].left;
    for (int i = 0; i < b->n; i++)
        margin -= (b->live >> i & 1) != 0 ? b->columns[i] : 0;
    if (ok && margin != 0) { /* parts that do not make up the whole here */
        const struct gp_row *row =
            &b->f->m->rows.at[b->f->m->cuts.at[b->cut].row];
        if (b->tell)
            gp_flow_tell_children(b->f, b->cut, b->tick,
                                  row->at[b->tick] + margin);
        ok = false;
    }
    const struct gp_row *row = &b->f->m->rows.at[b->f->m->cuts.at[b->cut].row];
    b->step = b->f->m->kpis.at[row->kpi].step[b->grain];
    for (uint32_t i = 0; i < b->table_count; i++)
        b->step = gp_round_step(b->step, &b->table[i].left, 1);
    b->step = gp_round_step(b->step, b->columns, (size_t)b->n);
    return ok;
}

/* Shares what is left, each row's bounds aside or (`mend`) kept. */
static bool share(struct gp_table *b, bool mend)
{
    struct gp_groups g = {0};
    b->apart = mend;
    bool ok = gp_groups_share(b, &g) && (!mend || gp_groups_mend(b, &g));
    if (ok)
        gp_groups_put(b, &g);
    gp_groups_free(b, &g);
    return ok;
}

/* In proportion, and within the bounds of the rows. */
static bool share_bound(struct gp_table *b)
{
    enum { ROUNDS = 8 };
    struct gp_flow *f = b->f;
    size_t begin = f->made.count;
    struct gp_pins pins = {0};
    bool done = false, first = true;
    for (int round = 0; round < ROUNDS && !done; round++) {
        size_t mark = f->made.count;
        bool ok = lay_out(b) && share(b, false);
        if (!ok && first)
            return false;
        first = false;
        if (!ok)
            break;
        pins.count = 0;
        gp_table_pins(b, &pins);
        done = pins.count == 0;
        if (done)
            break;
        gp_flow_unmake(f, mark);
        for (size_t i = 0; i < pins.count; i++) {
            struct gp_row *r = &f->m->rows.at[pins.at[i].row];
            gp_flow_made(f, pins.at[i].row, pins.at[i].tick);
            r->at[pins.at[i].tick] = pins.at[i].value;
            r->why[pins.at[i].tick] = gp_because(GP_WHY_REMAINDER, GP_NO_FACT);
        }
    }
    gp_vec_fini(f->p->heap, &pins);
    if (done)
        return true;
    gp_flow_unmake(f, begin);
    return lay_out(b) && share(b, true);
}

/* ---- tables below tables ---- */

/* All periods below a tick, for all parts; false where it cannot be. */
static bool fill(struct gp_flow *f, uint32_t cut, int tick, enum gp_grain grain,
                 bool tell)
{
    const struct gp_row *row = &f->m->rows.at[f->m->cuts.at[cut].row];
    struct gp_table b = {.f = f, .cut = cut, .tick = tick, .tell = tell};
    b.child = f->m->time.ticks[tick].child;
    b.n = gp_flow_children(f, row, tick);
    if (b.n == 0)
        return true;
    start(&b, grain);
    bool ok;
    if (!tell) {
        ok = share_bound(&b);
    } else {
        ok = lay_out(&b);
        if (ok && !share(&b, false)) {
            gp_flow_tell_children(f, cut, tick, GP_NO_AMOUNT);
            ok = false;
        }
        if (!ok)
            alone(&b);
    }
    for (uint32_t i = 0; ok && b.deep && i < b.count; i++)
        sum_up(&b, &f->m->rows.at[b.rows[i]], tick);
    finish(&b);
    for (int i = 0; ok && i < b.n; i++)
        if ((b.live >> i & 1) != 0)
            ok = fill(f, cut, b.child + i, GP_PLAN, tell) || tell;
    return ok;
}

uint32_t gp_flow_block(struct gp_flow *f, uint32_t cut, int tick)
{
    enum gp_grain finest = gp_flow_finest(f, cut);
    uint32_t back = GP_NONE;
    if (finest != GP_PLAN) {
        f->logs = true;
        bool ok = fill(f, cut, tick, GP_PLAN, false);
        if (!ok) { /* the coarse ones first lead nowhere: all at once */
            gp_flow_unmake(f, 0);
            ok = fill(f, cut, tick, finest, false);
        }
        if (!ok) {
            gp_flow_unmake(f, 0);
            back = gp_flow_free(f, cut, tick);
        }
        f->logs = false;
        f->made.count = 0;
        if (ok || back != GP_NONE)
            return back;
    }
    fill(f, cut, tick, GP_PLAN, true);
    return GP_NONE;
}

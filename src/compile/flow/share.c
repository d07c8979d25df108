/* The cells of a table of parts by periods: see flow_table.h. */
#include <string.h>

#include "compile/flow/table.h"

/* ---- groups ---- */

static bool is_apart(const struct gp_table *b, const struct gp_table_row *r)
{
    return b->apart && b->f->bounds[r->row].low != NULL;
}

static void make_groups(const struct gp_table *b, struct gp_groups *g)
{
    struct gp_heap *heap = b->f->p->heap;
    struct gp_map of;
    size_t most = (size_t)b->table_count + 1;
    gp_map_init(&of, heap);
    g->left = gp_calloc(heap, most, sizeof *g->left);
    g->open = gp_calloc(heap, most, sizeof *g->open);
    g->of = gp_alloc(heap, most * sizeof *g->of);
    g->first = gp_alloc(heap, most * sizeof *g->first);
    for (uint32_t i = 0; i < b->table_count; i++) {
        const struct gp_table_row *r = &b->table[i];
        uint32_t lone = GP_MAP_NONE;
        g->of[i] = GP_NONE;
        if (r->open == 0)
            continue;
        uint32_t *at = is_apart(b, r) ? &lone : gp_map_at(&of, r->open);
        if (*at == GP_MAP_NONE) {
            g->first[g->count] = i;
            *at = g->count++;
        }
        g->of[i] = *at;
        g->open[*at] = r->open;
        g->left[*at] += r->left;
    }
    gp_map_fini(&of);
}

void gp_groups_free(const struct gp_table *b, struct gp_groups *g)
{
    gp_free(b->f->p->heap, g->left);
    gp_free(b->f->p->heap, g->open);
    gp_free(b->f->p->heap, g->cells);
    gp_free(b->f->p->heap, g->of);
    gp_free(b->f->p->heap, g->first);
}

/* Groups that are open in different columns: near their proportions, and
 * exact in both sums. */
static bool share_pattern(const struct gp_table *b, struct gp_groups *g)
{
    size_t n = (size_t)b->n;
    int64_t *prior =
        gp_alloc(b->f->p->heap, (g->count * n + 1) * sizeof *prior);
    gp_i128 total = 1;
    for (int c = 0; c < b->n; c++)
        total += b->columns[c];
    for (uint32_t i = 0; i < g->count; i++)
        for (size_t c = 0; c < n; c++)
            prior[i * n + c] =
                (int64_t)((gp_i128)g->left[i] * b->columns[c] / total);
    bool ok = gp_round_pattern(b->f->p->heap, g->left, g->count, b->columns, n,
                               b->step, g->open, prior, g->cells);
    gp_free(b->f->p->heap, prior);
    return ok;
}

bool gp_groups_share(const struct gp_table *b, struct gp_groups *g)
{
    make_groups(b, g);
    g->cells = gp_calloc(b->f->p->heap, (size_t)g->count * (size_t)b->n + 1,
                         sizeof *g->cells);
    if (g->count > 1)
        return share_pattern(b, g);
    for (int c = 0; g->count == 1 && c < b->n; c++)
        if ((g->open[0] >> c & 1) != 0)
            g->cells[c] = b->columns[c];
    return true;
}

/* ---- cells ---- */

static void put(const struct gp_table *b, uint32_t row, int c, int64_t value)
{
    struct gp_row *r = &b->f->m->rows.at[row];
    int tick = b->child + c;
    int64_t least = gp_flow_least(b->f, r, tick);
    gp_flow_made(b->f, row, tick);
    r->at[tick] = value + least;
    r->why[tick] =
        gp_because(b->locked ? GP_WHY_REMAINDER : GP_WHY_SHAPE, GP_NO_FACT);
}

/* What one group has, divided among its rows: exact shares are products. */
static void put_group(const struct gp_table *b, const struct gp_groups *g,
                      uint32_t group, const uint32_t *at, uint32_t count)
{
    struct gp_heap *heap = b->f->p->heap;
    const int64_t *cells = &g->cells[(size_t)group * (size_t)b->n];
    int64_t columns[GP_MAX_COLUMNS], total = 0;
    int which[GP_MAX_COLUMNS];
    size_t n = 0;
    for (int c = 0; c < b->n; c++) {
        if ((g->open[group] >> c & 1) == 0)
            continue;
        columns[n] = cells[c];
        which[n++] = c;
        total += cells[c];
    }
    int64_t *rows = gp_alloc(heap, (count + 1) * sizeof *rows);
    uint64_t *ups = gp_calloc(heap, count + 1, sizeof *ups);
    for (uint32_t i = 0; i < count; i++)
        rows[i] = b->table[at[i]].left;
    int64_t step = gp_round_step(b->step, columns, n);
    if (total > 0)
        gp_round_table(heap, rows, count, columns, n, step, ups);
    for (uint32_t i = 0; i < count; i++)
        for (size_t c = 0; c < n; c++)
            put(b, b->table[at[i]].row, which[c],
                total == 0 ? 0
                           : gp_round_cell(rows[i], columns[c], total, step,
                                           (ups[i] >> c & 1) != 0));
    gp_free(heap, rows);
    gp_free(heap, ups);
}

void gp_groups_put(const struct gp_table *b, const struct gp_groups *g)
{
    struct gp_heap *heap = b->f->p->heap;
    uint32_t *end = gp_calloc(heap, (size_t)g->count + 1, sizeof *end);
    uint32_t *at = gp_alloc(heap, ((size_t)b->table_count + 1) * sizeof *at);
    for (uint32_t i = 0; i < b->table_count; i++)
        if (g->of[i] != GP_NONE)
            end[g->of[i] + 1]++;
    for (uint32_t i = 0; i < g->count; i++)
        end[i + 1] += end[i];
    for (uint32_t i = 0; i < b->table_count; i++)
        if (g->of[i] != GP_NONE)
            at[end[g->of[i]]++] = i;
    for (uint32_t i = 0, first = 0; i < g->count; first = end[i++])
        put_group(b, g, i, &at[first], end[i] - first);
    gp_free(heap, end);
    gp_free(heap, at);
}

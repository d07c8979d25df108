/* Where the cuts of a team by one dimension and those of its members meet, in
 * the whole plan: totals that give way.  See crossing.h. */
#include "compile/flow/crossing_table.h"

bool gp_crossing_whole(struct gp_flow *f, const struct gp_crossing *x)
{
    struct gp_crossing_table t = {.f = f,
                                  .x = x,
                                  .count = 1,
                                  .free = GP_FREE_TOTALS_ONLY,
                                  .free_totals = GP_FREE_TOTAL_CELLS};
    bool ok = gp_crossing_start(&t) && gp_crossing_fill(&t) == GP_CUBE_FILLED;
    for (size_t c = 0; ok && c < (size_t)x->count * x->n; c++) {
        uint32_t id = x->cells[c];
        if (id == GP_NONE || (f->slack[id] & GP_SLACK_DEFAULT) == 0)
            continue;
        gp_crossing_set(&f->m->rows.at[id], 0,
                        gp_crossing_cell(&t, (uint32_t)(c / x->n),
                                         (uint32_t)(c % x->n), 0));
        f->slack[id] &= GP_SLACK_DEFAULT;
    }
    gp_crossing_finish(&t);
    return ok;
}

static int64_t total_of(const struct gp_crossing_table *t, uint32_t row,
                        uint32_t column)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < t->cube.size[GP_CUBE_ROWS]; i++)
        for (uint32_t d = 0; d < t->cube.size[GP_CUBE_COLUMNS]; d++)
            for (int l = 0; l < t->count; l++)
                if ((row == GP_CUBE_ALL || row == i) &&
                    (column == GP_CUBE_ALL || column == d))
                    sum += gp_crossing_cell(t, i, d, l);
    return sum;
}

static void put_total(const struct gp_crossing_table *t, uint32_t id,
                      unsigned which, uint32_t row, uint32_t column)
{
    struct gp_row *r = &t->f->m->rows.at[id];
    if (!gp_crossing_is_free(t, id, which) || !gp_has(r, 0))
        return;
    gp_crossing_set(r, 0, total_of(t, row, column));
    if (which == GP_FREE_TOTALS && r->why[0].why == GP_WHY_CROSS)
        r->why[0] = gp_because(GP_WHY_REMAINDER, GP_NO_FACT);
}

void gp_crossing_totals(struct gp_flow *f, const struct gp_crossing *x,
                        bool early)
{
    size_t cells = (size_t)x->count * x->n;
    enum gp_grain grain = gp_crossing_finest(f, x->parts, x->n, GP_PLAN);
    grain = gp_crossing_finest(f, x->cells, cells, grain);
    bool said = grain != GP_PLAN;
    grain = gp_crossing_finest(f, x->members, x->count, grain);
    grain = gp_crossing_finest(f, &x->whole, 1, grain);
    struct gp_crossing_table t = {
        .f = f,
        .x = x,
        .first = grain == GP_PLAN ? 0 : f->m->time.first[grain],
        .count = grain == GP_PLAN ? 1 : f->m->time.of[grain],
        .free = GP_FREE_TOTALS_ONLY};
    for (size_t c = 0; c < cells && early && !said; c++)
        said = x->cells[c] != GP_NONE && gp_has(&f->m->rows.at[x->cells[c]], 0);
    if (!said || !gp_crossing_start(&t) ||
        gp_crossing_fill(&t) == GP_CUBE_FILLED) {
        gp_crossing_finish(&t);
        return;
    }
    static const unsigned before[] = {GP_FREE_TOTAL_PARTS,
                                      GP_FREE_TOTAL_PARTS | GP_FREE_TOTALS};
    static const unsigned after[] = {GP_FREE_TOTAL_CELLS,
                                     GP_FREE_TOTAL_CELLS | GP_FREE_TOTAL_PARTS};
    enum gp_cube_end end = GP_CUBE_LOST;
    for (int i = 0; i < 2 && end != GP_CUBE_FILLED; i++) {
        t.free_totals = early ? before[i] : after[i];
        end = gp_crossing_fill(&t);
    }
    for (uint32_t d = 0; d < x->n && end == GP_CUBE_FILLED; d++)
        if (x->parts[d] != GP_NONE)
            put_total(&t, x->parts[d], GP_FREE_TOTAL_PARTS, GP_CUBE_ALL, d);
    for (uint32_t i = 0; i < x->count && end == GP_CUBE_FILLED; i++)
        put_total(&t, x->members[i], GP_FREE_TOTALS, i, GP_CUBE_ALL);
    for (uint32_t c = 0; c < cells && end == GP_CUBE_FILLED; c++)
        if (x->cells[c] != GP_NONE)
            put_total(&t, x->cells[c], GP_FREE_TOTAL_CELLS, c / x->n, c % x->n);
    gp_crossing_finish(&t);
}

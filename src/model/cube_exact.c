/* A table of three ways by the simplex method, with exact fractions: see
 * cube_exact.h. */
#include "model/cube_exact.h"

/* Phase one: rows of the cells (and of what may be left over in a range), each
 * with a right-hand side; the cost is what the rows lack. */
struct simplex {
    size_t rows, columns; /* behind the columns: the right-hand side */
    size_t most_rows;     /* behind the rows: the cost */
    struct gp_rat *at;    /* (rows + 1) x (columns + 1) */
    size_t *base;         /* by row: its column; SIZE_MAX: what it lacks */
    bool fits;            /* all fractions have */
};

static struct gp_rat *line(const struct simplex *x, size_t row)
{
    return &x->at[row * (x->columns + 1)];
}

/* out -= times * by */
static void take_off(struct simplex *x, struct gp_rat *out, struct gp_rat times,
                     struct gp_rat by)
{
    struct gp_rat product;
    if (by.num == 0)
        return;
    x->fits = x->fits && gp_rat_mul(&product, times, by) &&
              gp_rat_sub(out, *out, product);
}

/* The first column that makes the rows lack less (R. G. Bland 1977: so that it
 * comes to an end), and the row that it is bounded by. */
static bool next_pivot(const struct simplex *x, size_t *row, size_t *column)
{
    const struct gp_rat *cost = line(x, x->rows);
    struct gp_rat best = {0, 1};
    for (*column = 0; *column < x->columns; ++*column)
        if (cost[*column].num > 0)
            break;
    *row = SIZE_MAX;
    for (size_t i = 0; i < x->rows && *column < x->columns; i++) {
        const struct gp_rat *l = line(x, i);
        struct gp_rat ratio;
        if (l[*column].num <= 0 ||
            !gp_rat_div(&ratio, l[x->columns], l[*column]))
            continue;
        int c = *row == SIZE_MAX ? -1 : gp_rat_cmp(ratio, best);
        if (c < 0 || (c == 0 && x->base[i] < x->base[*row])) {
            best = ratio;
            *row = i;
        }
    }
    return *row != SIZE_MAX;
}

static void pivot(struct simplex *x, size_t row, size_t column)
{
    struct gp_rat *l = line(x, row), by = l[column];
    for (size_t c = 0; c <= x->columns && x->fits; c++)
        if (l[c].num != 0)
            x->fits = gp_rat_div(&l[c], l[c], by);
    for (size_t i = 0; i <= x->rows && x->fits; i++) {
        struct gp_rat *o = line(x, i), times = o[column];
        if (i == row || times.num == 0)
            continue;
        for (size_t c = 0; c <= x->columns && x->fits; c++)
            take_off(x, &o[c], times, l[c]);
    }
    x->base[row] = column;
}

/* What the boxes say of the cells that are open, counted from the least that
 * each must be. */
struct system {
    const struct gp_cube *cube;
    const int64_t *low, *high;
    size_t *column; /* by cell: of the open ones, SIZE_MAX of the others */
    size_t columns;
    struct simplex x;
};

/* Adds "the sum of a box is (0), is at most (-1), is at least (1) so much"; the
 * same row of the table without one only counts. */
static void add_row(struct system *y, const struct gp_box *b, int relation,
                    int64_t sum, bool counts, size_t *slack)
{
    const struct gp_cube *u = y->cube;
    struct simplex *x = &y->x;
    if (counts) {
        x->rows++;
        *slack += relation != 0;
        return;
    }
    struct gp_rat *l = line(x, x->rows), *cost = line(x, x->most_rows);
    for (uint32_t i = 0; i < u->rows; i++)
        for (uint32_t d = 0; d < u->columns; d++)
            for (uint32_t k = b->first; k < b->first + b->count; k++) {
                size_t at = ((size_t)i * u->columns + d) * u->layers + k;
                if ((b->row != GP_CUBE_ALL && b->row != i) ||
                    (b->column != GP_CUBE_ALL && b->column != d))
                    continue;
                sum -= y->low[at];
                if (y->column[at] != SIZE_MAX)
                    l[y->column[at]] = gp_rat_int(1);
            }
    if (relation != 0)
        l[(*slack)++] = gp_rat_int(relation < 0 ? 1 : -1);
    l[x->columns] = gp_rat_int(sum);
    x->base[x->rows++] = SIZE_MAX;
    /* Right-hand sides are none of them negative: bounds have been narrowed,
     * and "at least" nothing says nothing. */
    x->fits = x->fits && sum >= 0;
    for (size_t c = 0; c <= x->columns && x->fits; c++)
        x->fits = gp_rat_add(&cost[c], cost[c], l[c]);
}

static void add_rows(struct system *y, bool counts, size_t *slack)
{
    const struct gp_cube *u = y->cube;
    for (size_t i = 0; i < u->box_count; i++) {
        const struct gp_box *b = &u->boxes[i];
        int64_t low = (b->low + u->step - 1) / u->step, least = 0;
        int64_t high = b->high >= GP_CUBE_ENDLESS ? -1 : b->high / u->step;
        for (uint32_t r = 0; r < u->rows; r++)
            for (uint32_t d = 0; d < u->columns; d++)
                for (uint32_t k = b->first; k < b->first + b->count; k++)
                    if ((b->row == GP_CUBE_ALL || b->row == r) &&
                        (b->column == GP_CUBE_ALL || b->column == d))
                        least +=
                            y->low[((size_t)r * u->columns + d) * u->layers +
                                   k];
        if (low == high) {
            add_row(y, b, 0, low, counts, slack);
            continue;
        }
        if (low > least)
            add_row(y, b, 1, low, counts, slack);
        if (high >= 0)
            add_row(y, b, -1, high, counts, slack);
    }
}

/* Phase one: until the rows lack nothing. */
static bool solve(struct simplex *x)
{
    enum { STEPS = 1000 };
    size_t row, column;
    const struct gp_rat *lack = &line(x, x->rows)[x->columns];
    for (int i = 0; i < STEPS && x->fits && lack->num > 0; i++) {
        if (!next_pivot(x, &row, &column))
            break;
        pivot(x, row, column);
    }
    return x->fits && lack->num == 0;
}

bool gp_cube_solve(struct gp_heap *heap, const struct gp_cube *cube,
                   const int64_t *low, const int64_t *high, struct gp_rat *out)
{
    enum { MOST = 1 << 16 };
    size_t cells = (size_t)cube->rows * cube->columns * cube->layers;
    struct system y = {.cube = cube, .low = low, .high = high};
    struct simplex *x = &y.x;
    size_t slack = 0;
    y.column = gp_alloc(heap, (cells + 1) * sizeof *y.column);
    for (size_t i = 0; i < cells; i++) {
        y.column[i] = low[i] < high[i] ? y.columns++ : SIZE_MAX;
        out[i] = gp_rat_int(low[i]);
    }
    add_rows(&y, true, &slack);
    x->columns = y.columns + slack;
    x->most_rows = x->rows;
    x->fits = true;
    bool ok = (x->rows + 1) * (x->columns + 1) <= MOST;
    if (ok) {
        size_t all = (x->rows + 1) * (x->columns + 1);
        x->at = gp_alloc(heap, all * sizeof *x->at);
        x->base = gp_alloc(heap, (x->rows + 1) * sizeof *x->base);
        for (size_t i = 0; i < all; i++)
            x->at[i] = gp_rat_int(0);
        x->rows = 0;
        slack = y.columns;
        add_rows(&y, false, &slack);
        ok = solve(x);
    }
    for (size_t i = 0; i < x->rows && ok; i++)
        for (size_t c = 0; c < cells && x->base[i] < y.columns; c++)
            if (y.column[c] == x->base[i])
                ok = gp_rat_add(&out[c], out[c], line(x, i)[x->columns]);
    gp_free(heap, y.column);
    gp_free(heap, x->at);
    gp_free(heap, x->base);
    return ok;
}

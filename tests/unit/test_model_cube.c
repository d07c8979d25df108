/* Tables of three ways: all sums hold, and shares are rounded down or up. */
#include "support/heap.h"

#include "model/cube.h"

enum { N = 3 };

struct cubes {
    struct gp_cube cube;
    struct gp_box boxes[64];
    int64_t cells[N * N * N];
};

static void add(struct cubes *x, uint32_t row, uint32_t column, uint32_t layer,
                uint32_t count, int64_t sum)
{
    struct gp_box box = gp_box_of(&x->cube, row, column, layer, count);
    box.low = box.high = sum;
    x->boxes[x->cube.box_count++] = box;
    x->cube.boxes = x->boxes;
    x->cube.cells = x->cells;
}

static void start(struct cubes *x)
{
    *x = (struct cubes){.cube = {.ways = 3, .size = {N, N, N}, .step = 1}};
    for (int i = 0; i < N * N * N; i++)
        x->cells[i] = 1;
}

static int64_t sum(const struct cubes *x, const struct gp_box *b)
{
    int64_t all = 0;
    const struct gp_slice *at = b->at;
    for (uint32_t r = at[0].first; r < at[0].first + at[0].count; r++)
        for (uint32_t c = at[1].first; c < at[1].first + at[1].count; c++)
            for (uint32_t l = at[2].first; l < at[2].first + at[2].count; l++)
                all += x->cells[(r * N + c) * N + l];
    return all;
}

static void check(const struct cubes *x)
{
    for (size_t i = 0; i < x->cube.box_count; i++)
        assert_true(sum(x, &x->boxes[i]) >= x->boxes[i].low &&
                    sum(x, &x->boxes[i]) <= x->boxes[i].high);
    for (int i = 0; i < N * N * N; i++)
        assert_true(x->cells[i] >= 0);
}

/* Two sums of the same cells: nothing tells these apart. */
static void test_excluded(void **state)
{
    (void)state;
    struct cubes x;
    start(&x);
    add(&x, 0, 0, 0, 1, 0);
    add(&x, 0, 0, 0, N, 1000);
    add(&x, 0, 0, 0, N, 990);
    enum gp_cube_end got = gp_cube_ask(&heap, &x.cube);
    assert_true(got == GP_CUBE_CANNOT || got == GP_CUBE_NONE);
    got = gp_cube_fill(&heap, &x.cube);
    assert_true(got == GP_CUBE_CANNOT || got == GP_CUBE_NONE);
}

/* All margins of two ways are 10: each cell is 10/3, rounded down or up. */
static void test_even(void **state)
{
    (void)state;
    struct cubes x;
    start(&x);
    for (uint32_t a = 0; a < N; a++)
        for (uint32_t b = 0; b < N; b++) {
            add(&x, a, GP_CUBE_ALL, b, 1, 10);
            add(&x, GP_CUBE_ALL, a, b, 1, 10);
            add(&x, a, b, 0, N, 10);
        }
    assert_int_equal(gp_cube_fill(&heap, &x.cube), GP_CUBE_FILLED);
    check(&x);
    for (int i = 0; i < N * N * N; i++)
        assert_true(x.cells[i] == 3 || x.cells[i] == 4);
}

/* Weights decide what no sum does, and bounds hold. */
static void test_bounds(void **state)
{
    (void)state;
    struct cubes x;
    start(&x);
    x.cells[0] = 8; /* 8 of 34 by the weights */
    add(&x, GP_CUBE_ALL, GP_CUBE_ALL, 0, N, 340);
    assert_int_equal(gp_cube_fill(&heap, &x.cube), GP_CUBE_FILLED);
    check(&x);
    assert_int_equal(x.cells[0], 80);
    start(&x); /* large ones, too */
    for (int i = 0; i < N * N * N; i++)
        x.cells[i] = (i == 0 ? 8 : 1) * ((int64_t)1 << 38);
    add(&x, GP_CUBE_ALL, GP_CUBE_ALL, 0, N, 340);
    assert_int_equal(gp_cube_fill(&heap, &x.cube), GP_CUBE_FILLED);
    check(&x);
    assert_int_equal(x.cells[0], 80);
    start(&x);
    add(&x, GP_CUBE_ALL, GP_CUBE_ALL, 0, N, 270);
    add(&x, 0, 0, 0, 1, 0);
    x.boxes[1].low = 50;
    x.boxes[1].high = GP_CUBE_ENDLESS;
    assert_int_equal(gp_cube_fill(&heap, &x.cube), GP_CUBE_FILLED);
    check(&x);
    assert_int_equal(x.cells[0], 50);
}

/* The only tables have nothing in some cells, which no single box says. */
static void test_edge(void **state)
{
    (void)state;
    struct cubes x;
    start(&x);
    add(&x, 0, GP_CUBE_ALL, 0, 1, 1000);
    add(&x, 1, GP_CUBE_ALL, 0, 1, 500);
    add(&x, 2, GP_CUBE_ALL, 0, 1, 0);
    add(&x, GP_CUBE_ALL, 0, 0, 1, 1000);
    add(&x, GP_CUBE_ALL, 1, 0, 1, 300);
    add(&x, GP_CUBE_ALL, 2, 0, 1, 200);
    add(&x, 1, 0, 0, 1, 500); /* so the rest is the first row's */
    add(&x, GP_CUBE_ALL, GP_CUBE_ALL, 1, 2, 0);
    assert_int_equal(gp_cube_fill(&heap, &x.cube), GP_CUBE_FILLED);
    check(&x);
    assert_int_equal(x.cells[0], 500);
}

static void test_cannot(void **state)
{
    (void)state;
    struct cubes x;
    start(&x);
    add(&x, 0, GP_CUBE_ALL, 0, N, 100);
    add(&x, 0, 0, 0, 1, 60);
    add(&x, 0, 0, 1, 1, 60);
    assert_int_equal(gp_cube_fill(&heap, &x.cube), GP_CUBE_CANNOT);
    assert_true(x.cube.tight < 3);
}

/* Sums that agree one by one, and not together. */
static void test_lost(void **state)
{
    (void)state;
    struct cubes x;
    start(&x);
    for (uint32_t a = 0; a < N; a++)
        for (uint32_t b = 0; b < N; b++) {
            add(&x, a, GP_CUBE_ALL, b, 1, a == b ? 12 : 0);
            add(&x, GP_CUBE_ALL, a, b, 1, a == b ? 12 : 0);
        }
    add(&x, 0, 1, 0, N, 5); /* the first row is of the first column */
    enum gp_cube_end got = gp_cube_fill(&heap, &x.cube);
    assert_true(got == GP_CUBE_CANNOT || got == GP_CUBE_NONE);
}

/* ---- any tables ---- */

enum { WAYS = 4, MOST_CELLS = 3 * 3 * 3 * 4, BOXES = 40 };

static uint32_t next_random(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525 + 1013904223;
    return (uint32_t)((uint64_t)(*seed >> 8) * below >> 24);
}

static struct gp_box any_box(const struct gp_cube *u, uint32_t *seed)
{
    struct gp_box b = {.low = 0};
    for (int i = 0; i < u->ways; i++) {
        uint32_t first = next_random(seed, u->size[i]);
        b.at[i] = (struct gp_slice){0, u->size[i]};
        if (next_random(seed, 3) != 0)
            b.at[i] = (struct gp_slice){
                first, 1 + next_random(seed, u->size[i] - first)};
    }
    return b;
}

static int64_t sum_of(const struct gp_cube *u, const struct gp_box *b,
                      const int64_t *cells)
{
    size_t count = gp_cube_count(u);
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        size_t rest = i;
        bool in = true;
        for (int way = u->ways - 1; way >= 0; way--) {
            uint32_t at = (uint32_t)(rest % u->size[way]);
            rest /= u->size[way];
            in = in && at - b->at[way].first < b->at[way].count;
        }
        sum += in ? cells[i] : 0;
    }
    return sum;
}

/* Sums of a table that is not shown: there always is one.  With one sum
 * changed, what is found has it, or it is said that there is none. */
static void test_any(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 400; seed++) {
        uint32_t r = seed;
        struct gp_box boxes[BOXES];
        int64_t hidden[MOST_CELLS], cells[MOST_CELLS];
        struct gp_cube u = {.ways = 3 + (int)next_random(&r, 2),
                            .size = {3, 3, 3, 4},
                            .boxes = boxes,
                            .cells = cells,
                            .step = 1};
        uint32_t big = next_random(&r, 2) == 0 ? 5 : 100000;
        size_t count = gp_cube_count(&u);
        for (size_t i = 0; i < count; i++) {
            hidden[i] = next_random(&r, 4) == 0 ? 0 : next_random(&r, big);
            cells[i] = 1 + next_random(&r, 9);
        }
        u.box_count = 2 + next_random(&r, BOXES - 2);
        for (size_t i = 0; i < u.box_count; i++) {
            boxes[i] = any_box(&u, &r);
            boxes[i].low = boxes[i].high = sum_of(&u, &boxes[i], hidden);
        }
        bool changed = next_random(&r, 2) == 0;
        if (changed)
            boxes[0].low = boxes[0].high = next_random(&r, 40);
        enum gp_cube_end asked = gp_cube_ask(&heap, &u);
        enum gp_cube_end end = gp_cube_fill(&heap, &u);
        if (!changed)
            assert_int_equal(asked, GP_CUBE_FILLED);
        if (asked == GP_CUBE_FILLED && end != GP_CUBE_COARSE)
            assert_int_equal(end, GP_CUBE_FILLED);
        if (asked != GP_CUBE_FILLED)
            assert_int_equal(end, asked);
        for (size_t i = 0; i < u.box_count && end == GP_CUBE_FILLED; i++)
            assert_int_equal(sum_of(&u, &boxes[i], cells), boxes[i].low);
        for (size_t i = 0; i < count && end == GP_CUBE_FILLED; i++)
            assert_true(cells[i] >= 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_excluded), cmocka_unit_test(test_even),
        cmocka_unit_test(test_bounds),   cmocka_unit_test(test_edge),
        cmocka_unit_test(test_cannot),   cmocka_unit_test(test_lost),
        cmocka_unit_test(test_any),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

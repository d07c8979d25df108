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
    x->boxes[x->cube.box_count++] =
        (struct gp_box){row, column, layer, count, sum, sum};
    x->cube.boxes = x->boxes;
    x->cube.cells = x->cells;
}

static void start(struct cubes *x)
{
    *x = (struct cubes){
        .cube = {.rows = N, .columns = N, .layers = N, .step = 1}};
    for (int i = 0; i < N * N * N; i++)
        x->cells[i] = 1;
}

static int64_t sum(const struct cubes *x, const struct gp_box *b)
{
    int64_t all = 0;
    for (uint32_t r = 0; r < N; r++)
        for (uint32_t c = 0; c < N; c++)
            for (uint32_t l = b->first; l < b->first + b->count; l++)
                if ((b->row == GP_CUBE_ALL || b->row == r) &&
                    (b->column == GP_CUBE_ALL || b->column == c))
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
    assert_true(got == GP_CUBE_CANNOT || got == GP_CUBE_LOST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_even), cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_edge), cmocka_unit_test(test_cannot),
        cmocka_unit_test(test_lost),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

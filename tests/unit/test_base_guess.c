/* "Did you mean": distances, bounds, ties, and that many cost little. */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/guess.h"

/* The best of a NULL-ended list. */
static const char *best(const char *name, const char *const *list)
{
    struct gp_guess guess;
    gp_guess_init(&guess, name, strlen(name));
    for (; *list != NULL; list++)
        gp_guess_consider(&guess, *list, strlen(*list));
    return gp_guess_best(&guess);
}

#define BEST(name, ...) best(name, (const char *const[]){__VA_ARGS__, NULL})

static void test_close(void **state)
{
    (void)state;
    assert_string_equal(BEST("pesron", "period", "person", "parson"),
                        "person"); /* a swap is one slip */
    assert_string_equal(BEST("revnue", "revenues", "revenue"), "revenue");
    assert_string_equal(BEST("east", "eats", "eastern"), "eats");
    assert_string_equal(BEST("split_sum", "split-sum"), "split-sum");
    assert_string_equal(BEST("华冬", "华东", "东华"), "华东");
    assert_string_equal(BEST("销售一部", "销售部", "市场一部"), "销售部");
}

static void test_not_close(void **state)
{
    (void)state;
    assert_null(BEST("east", "west", "south", "north"));
    assert_null(BEST("x", "y", "xy"));
    assert_null(BEST("", "a"));
    assert_null(BEST("revenue", "costs", "r"));
    assert_null(BEST("上海", "北京"));
}

static void test_ties(void **state)
{
    (void)state;
    assert_string_equal(BEST("teem", "team", "teen", "tem"), "team");
    assert_string_equal(BEST("abc", "abc", "abd"), "abc");
}

static void test_consider(void **state)
{
    struct gp_guess guess;
    (void)state;
    gp_guess_init(&guess, "revenue", 7);
    assert_int_equal(guess.bound, 2);
    assert_true(gp_guess_consider(&guess, "revenXXtail", 7));
    assert_int_equal(guess.best_length, 7);
    assert_false(gp_guess_consider(&guess, "revenYY", 7));
    assert_true(gp_guess_consider(&guess, "revenu", 6));
    assert_false(gp_guess_consider(&guess, "revenue!", 8));
    assert_true(gp_guess_consider(&guess, "revenue", 7));
    assert_false(gp_guess_consider(&guess, "revenue", 7));
}

static void test_long(void **state)
{
    char name[200], other[200];
    struct gp_guess guess;
    (void)state;
    memset(name, 'a', sizeof name);
    memset(other, 'a', sizeof other);
    gp_guess_init(&guess, name, GP_GUESS_MAX + 1);
    assert_false(gp_guess_consider(&guess, other, GP_GUESS_MAX + 1));
    gp_guess_init(&guess, name, GP_GUESS_MAX);
    assert_false(gp_guess_consider(&guess, other, sizeof other));
    assert_true(gp_guess_consider(&guess, other, GP_GUESS_MAX + 21));
    assert_int_equal(guess.bound, 20);
    assert_true(gp_guess_consider(&guess, other, GP_GUESS_MAX - 1));
    assert_int_equal(guess.bound, 0);
    assert_true(gp_guess_consider(&guess, other, GP_GUESS_MAX));
}

/* The whole table, as the textbook has it. */
static int slow_distance(const char *a, int m, const char *b, int n)
{
    int d[16][16];
    for (int i = 0; i <= m; i++) {
        for (int j = 0; j <= n; j++) {
            if (i == 0 || j == 0) {
                d[i][j] = i + j;
                continue;
            }
            int c = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            c = c < d[i - 1][j] + 1 ? c : d[i - 1][j] + 1;
            c = c < d[i][j - 1] + 1 ? c : d[i][j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
                a[i - 2] == b[j - 1] && d[i - 2][j - 2] + 1 < c)
                c = d[i - 2][j - 2] + 1;
            d[i][j] = c;
        }
    }
    return d[m][n];
}

static void test_against_whole_table(void **state)
{
    unsigned seed = 1;
    (void)state;
    for (int round = 0; round < 50000; round++) {
        char a[16], b[16];
        int m = 2 + rand_r(&seed) % 12, n = rand_r(&seed) % 15;
        for (int i = 0; i < m; i++)
            a[i] = (char)('a' + rand_r(&seed) % 3);
        for (int i = 0; i < n; i++)
            b[i] = i < m && rand_r(&seed) % 4 != 0
                       ? a[i]
                       : (char)('a' + rand_r(&seed) % 3);
        struct gp_guess guess;
        gp_guess_init(&guess, a, (size_t)m);
        int slips = slow_distance(a, m, b, n), bound = guess.bound;
        assert_int_equal(gp_guess_consider(&guess, b, (size_t)n),
                         slips <= bound);
        assert_int_equal(guess.bound, slips <= bound ? slips - 1 : bound);
    }
}

/* The closest of very many names that are alike. */
static void test_many(void **state)
{
    enum { N = 50000 };
    static char names[N][16];
    (void)state;
    for (int i = 0; i < N; i++)
        snprintf(names[i], sizeof names[i], "person_%d", i);
    for (int round = 0; round < 3; round++) {
        struct gp_guess guess;
        gp_guess_init(&guess, "persno_4242x", 12);
        for (int i = 0; i < N; i++)
            gp_guess_consider(&guess, names[i], strlen(names[i]));
        assert_string_equal(gp_guess_best(&guess), "person_4242");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_close),
        cmocka_unit_test(test_not_close),
        cmocka_unit_test(test_ties),
        cmocka_unit_test(test_consider),
        cmocka_unit_test(test_long),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_against_whole_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Loading actuals: columns, matching, roll-up, and what is told of rows. */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "actuals/facts.h"
#include "actuals/match.h"
#include "support/plan.h"

static struct plan p;
static struct gp_facts *facts;
static struct gp_actuals source;
static char path[] = "/tmp/goalpost-facts-XXXXXX";
static uint32_t company, east, hua, narrow;
static uint32_t sales, visits, share, ratio, done, grade;
static uint32_t product, electronics, phones;

static gp_date day(int month, int d)
{
    return gp_date_make(2026, month, d);
}

static int begin(void **state)
{
    (void)state;
    strcpy(path + sizeof path - 7, "XXXXXX");
    close(mkstemp(path));
    plan_init(&p, day(1, 1), day(12, 31), false);
    company = plan_scope(&p, GP_SCOPE_TEAM, "company", GP_NONE);
    east = plan_scope(&p, GP_SCOPE_TEAM, "east", company);
    p.model.scopes.at[east].title = "East China";
    hua = plan_scope(&p, GP_SCOPE_PERSON, "hua", east);
    product = plan_dimension(&p, "product");
    electronics = plan_member(&p, product, "electronics", GP_NONE);
    phones = plan_member(&p, product, "phones", electronics);
    narrow = plan_narrow(&p, company, electronics);
    sales = plan_kpi(&p, "sales", GP_KPI_FLOW, GP_UNIT_MONEY, 2);
    visits = plan_kpi(&p, "visits", GP_KPI_FLOW, GP_UNIT_COUNT, 0);
    share = plan_kpi(&p, "share", GP_KPI_LEVEL, GP_UNIT_RATIO, 4);
    ratio = plan_formula(&p, "ratio", GP_NONE);
    done = plan_kpi(&p, "done", GP_KPI_MILESTONE, GP_UNIT_COUNT, 0);
    grade = plan_kpi(&p, "grade", GP_KPI_GRADE, GP_UNIT_COUNT, 0);
    p.model.kpis.at[visits].title = "Customer visits";
    plan_finish(&p);
    source = (struct gp_actuals){.span = gp_no_span(),
                                 .kind = "csv",
                                 .path = path,
                                 .date = "date",
                                 .scope = "owner",
                                 .kpi = "kpi",
                                 .value = "value"};
    return 0;
}

static int end(void **state)
{
    (void)state;
    unlink(path);
    gp_facts_free(facts);
    facts = NULL;
    return plan_fini(&p);
}

static bool load(const char *text)
{
    FILE *f = fopen(path, "w");
    fputs(text, f);
    fclose(f);
    gp_vec_push(&p.heap, &p.model.actuals, source);
    facts = gp_facts_new(&p.model);
    return gp_facts_load(facts, &p.findings);
}

static int64_t sum(uint32_t kpi, uint32_t scope, gp_date first, gp_date last)
{
    int64_t out;
    struct gp_span_days span = {first, last};
    return gp_facts_sum(facts, kpi, scope, span, last, &out) ? out : -1;
}

static int64_t year(uint32_t kpi, uint32_t scope)
{
    return sum(kpi, scope, day(1, 1), day(12, 31));
}

static const struct gp_finding *found(size_t i)
{
    assert_true(i < p.findings.list.count);
    return p.findings.list.at[i];
}

static void expect(size_t i, const char *slug, uint32_t line,
                   const char *summary)
{
    const struct gp_finding *f = found(i);
    assert_string_equal(gp_slug_name(f->slug), slug);
    assert_int_equal(f->data_line, line);
    assert_string_equal(f->summary, summary);
}

static void test_long(void **state)
{
    (void)state;
    assert_true(load("date,owner,kpi,value\n"
                     "2026-01-05,hua,sales,\"1,234.5\"\n"
                     "2026/1/6,company/east/hua,sales,-3\n"
                     "20260107,East China,Customer visits,4\n"
                     "2026-02,hua,sales,10\n"
                     "2025-02-28 10:15:00,hua,sales,7.00\n"
                     "2026-03-01,hua,sales,\n"
                     "2026-03-31,company,share,4.5%\n"));
    assert_int_equal(p.findings.list.count, 0);
    assert_int_equal(sum(sales, hua, day(1, 5), day(1, 5)), 123450);
    assert_int_equal(year(sales, hua), 124150);
    assert_int_equal(year(sales, east), 124150);
    assert_int_equal(year(sales, company), 124150);
    assert_int_equal(sum(sales, hua, day(2, 28), day(2, 28)), 1000);
    assert_int_equal(year(visits, company), 4);
    assert_int_equal(year(visits, hua), -1);
    assert_int_equal(year(share, company), 450);
    /* Last year's are kept, for growth. */
    assert_int_equal(sum(sales, company, gp_date_make(2025, 1, 1),
                         gp_date_make(2025, 12, 31)),
                     700);
    /* No fact, no value; and nothing behind the as-of date. */
    int64_t out;
    assert_false(gp_facts_day(facts, sales, hua, day(3, 1), day(12, 31), &out));
    assert_false(gp_facts_day(facts, sales, hua, day(1, 6), day(1, 5), &out));
    assert_true(gp_facts_day(facts, sales, hua, day(1, 6), day(1, 6), &out));
    assert_int_equal(gp_facts_last_date(facts, day(12, 31)), day(3, 31));
    const struct gp_facts_source *s = gp_facts_source(facts, 0);
    assert_int_equal(s->rows, 7);
    assert_int_equal(s->facts, 6);
    assert_int_equal(s->last, day(3, 31));
}

static void test_wide(void **state)
{
    static struct gp_value_column values[2];
    static struct gp_dim_column dims[1];
    (void)state;
    values[0] = (struct gp_value_column){sales, "3"};
    values[1] = (struct gp_value_column){visits, "4"};
    dims[0] = (struct gp_dim_column){product, "5"};
    source.header_none = true;
    source.date = "1";
    source.scope = "2";
    source.kpi = source.value = NULL;
    source.values = values;
    source.value_count = 2;
    source.dims = dims;
    source.dim_count = 1;
    assert_true(load("2026-01-05,hua,100,2,phones\n"
                     "2026-01-05,hua,50,,electronics\n"
                     "2026-01-06,hua,25,3,\n"
                     "2026-01-06,hua,1,1\n"
                     "2026-01-07,hua,8,1,toys\n"));
    assert_int_equal(year(sales, company), 17500);
    assert_int_equal(year(visits, east), 5);
    assert_int_equal(year(sales, narrow), 15000);
    assert_int_equal(year(visits, narrow), 2);
    assert_int_equal(p.findings.list.count, 2);
    expect(0, "bad-row", 4, "the row ends before its column `5`: it has 4");
    expect(1, "unknown-scope", 5, "`toys` is not in product");
    assert_string_equal(found(1)->detail,
                        "1 row from this line on: 8 of sales, 1 of visits");
    assert_int_equal(gp_facts_unmatched_count(facts), 2);
    assert_int_equal(gp_facts_unmatched(facts, 0)->total, 800);
}

static void test_brackets(void **state)
{
    (void)state;
    assert_true(load("date,owner,kpi,value\n"
                     "2026-01-05,hua[phones],sales,1\n"
                     "2026-01-05,company[product=electronics],share,40%\n"
                     "2026-01-05,east[electronics],share,40%\n"));
    assert_int_equal(year(sales, narrow), 100);
    assert_int_equal(year(share, narrow), 4000);
    assert_int_equal(year(share, company), -1);
    expect(0, "unknown-scope", 4,
           "nothing in the plan is about company/east[product=electronics], "
           "and share does not add up");
}

static void test_unknown(void **state)
{
    (void)state;
    assert_true(load("date,owner,kpi,value\n"
                     "2026-01-05,hau,sales,1\n"
                     "2026-01-06,hau,sales,2.5\n"
                     "2026-01-06,hua,slaes,9\n"
                     "2026-01-06,nobody at all,sales,\n"));
    assert_int_equal(p.findings.list.count, 2);
    expect(0, "unknown-scope", 2, "`hau` is no team or person of the plan");
    assert_string_equal(found(0)->detail,
                        "2 rows from this line on: 3.5 of sales");
    assert_string_equal(found(0)->help, "did you mean `hua`?");
    expect(1, "unknown-scope", 4, "`slaes` is no KPI of the plan");
    assert_string_equal(found(1)->help, "did you mean `sales`?");
    assert_int_equal(gp_facts_unmatched(facts, 0)->rows, 2);
    assert_int_equal(gp_facts_unmatched(facts, 0)->total, 350);
    assert_int_equal(gp_facts_unmatched(facts, 1)->kpi, GP_NONE);
    assert_int_equal(gp_facts_source(facts, 0)->unmatched, 3);
}

static void test_bad(void **state)
{
    (void)state;
    assert_true(load("date,owner,kpi,value\n"
                     "2026-02-30,hua,sales,1\n"
                     ",hua,sales,1\n"
                     "2026-01-05,,sales,1\n"
                     "2026-01-05,hua,sales,1.005\n"
                     "2026-01-05,hua,visits,1.5\n"
                     "2026-01-05,hua,sales,\"1,23\"\n"
                     "2026-01-05,hua,sales,5%\n"
                     "2026-01-05,hua,sales,1e3\n"
                     "2026-01-05,hua,sales,99999999999999999999\n"
                     "2026-01-05,hua,ratio,1\n"
                     "2026-01-05,hua,grade,6\n"
                     "2026-01-05,hua,done,是\n"));
    expect(0, "bad-row", 2, "`2026-02-30` is not a day");
    expect(1, "bad-row", 3, "the date is empty");
    expect(2, "bad-row", 4, "the scope is empty");
    expect(3, "bad-row", 5,
           "`1.005` is not a value of sales: it is kept to 2 decimals");
    expect(4, "bad-row", 6,
           "`1.5` is not a value of visits: it is kept in whole numbers");
    expect(5, "bad-row", 7,
           "`1,23` is not a value of sales: it is not a number");
    expect(6, "bad-row", 8, "`5%` is not a value of sales: it is a percentage");
    expect(7, "bad-row", 9,
           "`1e3` is not a value of sales: it is not a number");
    expect(8, "bad-row", 10,
           "`99999999999999999999` is not a value of sales: it does not fit");
    expect(9, "bad-row", 11,
           "ratio is worked out by its formula and takes no value");
    expect(10, "bad-row", 12,
           "`6` is not a value of grade: its grades are 1..5");
    assert_int_equal(p.findings.list.count, 11);
    assert_int_equal(year(done, hua), 1);
    assert_int_equal(year(sales, hua), -1);
}

static void test_twins(void **state)
{
    (void)state;
    assert_true(load("date,owner,kpi,value\n"
                     "2026-01-05,hua,sales,100\n"
                     "2026-01-05,hua,sales,200\n"
                     "2026-01-05,hua,sales,100.0\n"
                     "2026-01-06,hua,share,10%\n"
                     "2026-01-06,hua,share,20%\n"));
    assert_int_equal(p.findings.list.count, 1);
    expect(0, "duplicate-row", 4,
           "the same as line 2: sales of company/east/hua on 2026-01-05 is "
           "100");
    assert_int_equal(year(sales, hua), 40000);
    /* What does not add up: the last of a day. */
    assert_int_equal(year(share, hua), 2000);
    assert_int_equal(year(share, east), -1);
}

static void test_many(void **state)
{
    (void)state;
    struct gp_buf text;
    gp_buf_init(&text, &p.heap);
    gp_buf_puts(&text, "date,owner,kpi,value\n");
    for (int i = 0; i < 70; i++) {
        gp_buf_puts(&text, "2026-01-05,hua,sales,x\n2026-01-05,who");
        gp_buf_int(&text, i);
        gp_buf_puts(&text, ",sales,1\n");
    }
    assert_true(load(gp_buf_cstr(&text)));
    gp_buf_fini(&text);
    assert_int_equal(p.findings.list.count, 102);
    expect(50, "bad-row", 102,
           "20 more values that cannot be read, from this line on");
    expect(101, "unknown-scope", 103,
           "20 more names that match nothing, the first on this line");
    assert_int_equal(gp_facts_unmatched(facts, 0)->rows, 70);
    assert_int_equal(gp_facts_source(facts, 0)->bad, 70);
}

static void test_columns(void **state)
{
    (void)state;
    assert_true(load("Date,Owner,kpi,valeu\n2026-01-05,hua,sales,1\n"));
    assert_int_equal(p.findings.list.count, 1);
    assert_int_equal(found(0)->slug, GP_SLUG_ACTUALS_NOT_FOUND);
    assert_string_equal(found(0)->detail,
                        "its columns are Date, Owner, kpi, valeu");
    assert_string_equal(found(0)->help, "did you mean `valeu`?");
    assert_int_equal(year(sales, hua), -1);
}

static void test_unreadable(void **state)
{
    (void)state;
    source.path = "/nonexistent/sales.csv";
    assert_false(load(""));
    assert_int_equal(p.findings.list.count, 1);
    assert_string_equal(found(0)->summary,
                        "`/nonexistent/sales.csv` cannot be read: No such "
                        "file or directory");
}

static void test_stale(void **state)
{
    (void)state;
    assert_true(load("date,owner,kpi,value\n2026-05-31,hua,sales,1\n"));
    gp_facts_check_stale(facts, day(6, 29), &p.findings);
    assert_int_equal(p.findings.list.count, 0);
    gp_facts_check_stale(facts, day(6, 30), &p.findings);
    assert_int_equal(p.findings.list.count, 1);
    assert_int_equal(found(0)->slug, GP_SLUG_STALE_ACTUALS);
    assert_non_null(strstr(found(0)->summary,
                           "has no fact of 2026-06: its last is of "
                           "2026-05-31"));
}

/* Days of a month in any order, each found again. */
static void test_store(void **state)
{
    (void)state;
    facts = gp_facts_new(&p.model);
    for (int i = 0; i < 31; i++) {
        gp_date d = day(1, i * 7 % 31 + 1);
        gp_facts_add(facts, sales, hua, NULL, 0, d, gp_date_split(d).day);
    }
    for (int i = 1; i <= 31; i++)
        assert_int_equal(sum(sales, company, day(1, i), day(1, i)), i);
    assert_int_equal(year(sales, company), 496);
    assert_int_equal(sum(sales, east, day(1, 30), day(2, 3)), 61);
    int64_t out;
    struct gp_span_days span = {day(1, 1), day(1, 31)};
    assert_false(gp_facts_only(facts, sales, hua, span, day(1, 31), &out));
    assert_true(gp_facts_only(facts, sales, hua, span, day(1, 1), &out));
}

static void test_dates(void **state)
{
    static const struct {
        const char *text;
        int month, day; /* 0: not a day */
    } rows[] = {
        {"2026-07-05", 7, 5},
        {"2026/7/5", 7, 5},
        {"20260705", 7, 5},
        {"2026-02", 2, 28},
        {"2026-07-05T10:00Z", 7, 5},
        {"2026/7/5 9:30", 7, 5},
        {"2026-7-", 0, 0},
        {"2026-13", 0, 0},
        {"2026-07/05", 0, 0},
        {"202607", 0, 0},
        {"26-07-05", 0, 0},
        {"2026-07-05x", 0, 0},
        {"2026", 0, 0},
        {"20260732", 0, 0},
        {"0026-01-01", 0, 0},
    };
    struct gp_calendar calendar = {.fiscal_month = 1};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct gp_field f = {rows[i].text, strlen(rows[i].text)};
        gp_date date = 0;
        bool ok = gp_match_date(&calendar, f, &date);
        assert_int_equal(ok, rows[i].month != 0);
        if (ok)
            assert_int_equal(date, day(rows[i].month, rows[i].day));
    }
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(test_long),    TEST(test_wide),    TEST(test_brackets),
        TEST(test_unknown), TEST(test_bad),     TEST(test_twins),
        TEST(test_many),    TEST(test_columns), TEST(test_unreadable),
        TEST(test_stale),   TEST(test_store),   TEST(test_dates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

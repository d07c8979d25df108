/* Rules, duties and records, with the figures that are known. */
#include "support/test.h"

#include <string.h>

#include "support/plan.h"
#include "track/duties.h"

static struct plan p;
static struct gp_facts *facts;
static uint32_t company, hua, sales, visits;
static struct gp_track track;
static struct gp_firings firings;
static struct gp_duties duties;
static bool looked;

static struct gp_rule_action review = {GP_ACT_REQUIRE, "Target review",
                                       "General manager", 5, GP_PIECE};
static struct gp_rule_action alert = {GP_ACT_ALERT, "no visits", "East", 0,
                                      GP_DAY};

static gp_date day(int month, int d)
{
    return gp_date_make(2026, month, d);
}

static int begin(void **state)
{
    (void)state;
    looked = false;
    plan_init(&p, day(1, 1), day(12, 31), true);
    company = plan_scope(&p, GP_SCOPE_TEAM, "company", GP_NONE);
    p.model.scopes.at[company].owner = "Boss";
    hua = plan_scope(&p, GP_SCOPE_PERSON, "hua", company);
    sales = plan_kpi(&p, "sales", GP_KPI_FLOW, GP_UNIT_MONEY, 2);
    visits = plan_kpi(&p, "visits", GP_KPI_FLOW, GP_UNIT_COUNT, 0);
    facts = gp_facts_new(&p.model);
    return 0;
}

static void forget(void)
{
    if (looked) {
        gp_duties_fini(&duties);
        gp_firings_fini(&firings);
        gp_track_fini(&track);
    }
    looked = false;
}

static int end(void **state)
{
    (void)state;
    forget();
    gp_facts_free(facts);
    return plan_fini(&p);
}

static void look(gp_date as_of)
{
    forget();
    gp_track_init(&track, &p.model, facts, as_of);
    gp_rules_run(&track, &firings);
    gp_duties_make(&track, &firings, &duties);
    looked = true;
}

static void add_rule(struct gp_rule r)
{
    r.span = gp_no_span();
    r.action_count = 1;
    gp_vec_push(&p.heap, &p.model.rules, r);
}

/* each team, every quarter, when deviation(sales) < -15% */
static void recheck(void)
{
    uint32_t when = plan_expr(&p, GP_E_BINARY, GP_O_LT,
                              plan_measure(&p, GP_M_DEVIATION, sales),
                              plan_value(&p, -15, 100));
    add_rule((struct gp_rule){
        .name = gp_intern_cstr(&p.names, "recheck"),
        .title = "Missed by more than 15%",
        .look = {GP_EACH_TEAM, GP_NONE, GP_QUARTER, false, false},
        .when = when,
        .in_a_row = 1,
        .actions = &review});
    plan_finish(&p);
    int64_t months[12] = {0};
    months[6] = months[7] = months[8] = 500000000; /* 500万 in fen */
    plan_target(&p, sales, company, GP_EQUAL, months);
}

static void sold(int64_t yuan)
{
    gp_facts_add(facts, sales, hua, NULL, 0, day(8, 15), yuan * 100);
}

static void test_review(void **state)
{
    (void)state;
    recheck();
    sold(12000000); /* of 1500万: 20% short */
    look(day(9, 29));
    assert_false(gp_rules_fired(&firings, 0, GP_NONE));
    look(day(9, 30));
    assert_true(gp_rules_fired(&firings, 0, company));
    assert_int_equal(firings.list.count, 1);
    assert_string_equal(firings.list.at[0].arithmetic,
                        "deviation(sales) = -20%");
    assert_int_equal(duties.list.count, 1);
    const struct gp_duty *d = &duties.list.at[0];
    assert_string_equal(d->title, "Target review");
    assert_string_equal(d->who, "General manager");
    assert_int_equal(d->state, GP_DUTY_OPEN);
    /* Five workdays behind the holidays of October 1 to 7: the 8th, 9th, the
     * make-up Saturday 10th, 12th and 13th. */
    assert_int_equal(d->due, day(10, 13));
    gp_duties_find(&track, &duties, &p.findings);
    assert_int_equal(p.findings.list.count, 0);
}

static void test_limit(void **state)
{
    (void)state;
    recheck();
    sold(12750000); /* exactly 15% short */
    look(day(9, 30));
    assert_int_equal(firings.list.count, 0);
    sold(-100); /* 1274.99万 */
    look(day(9, 30));
    assert_int_equal(firings.list.count, 1);
    assert_string_equal(firings.list.at[0].arithmetic,
                        "deviation(sales) = -15.0007%");
}

static void test_overdue(void **state)
{
    (void)state;
    recheck();
    sold(12000000);
    look(day(10, 13));
    assert_int_equal(duties.list.at[0].state, GP_DUTY_OPEN);
    look(day(10, 14));
    assert_int_equal(duties.list.at[0].state, GP_DUTY_OVERDUE);
    gp_duties_find(&track, &duties, &p.findings);
    assert_int_equal(p.findings.list.count, 1);
    const struct gp_finding *f = p.findings.list.at[0];
    assert_string_equal(f->summary,
                        "`Target review` for company in 2026-Q3 was due on "
                        "2026-10-13, from General manager");
    assert_string_equal(f->detail,
                        "`recheck` calls for it: deviation(sales) = -20%");
    assert_non_null(strstr(f->help, "record 2026-10-14 \"Target review\" for "
                                    "company in 2026-Q3 {"));
    struct gp_record r = {.date = day(10, 6),
                          .title = "Target review",
                          .kpi = GP_NONE,
                          .scope = hua,
                          .period = plan_period(&p, "2026-Q3"),
                          .has_period = true};
    gp_vec_push(&p.heap, &p.model.records, r);
    look(day(10, 14)); /* of another scope */
    assert_int_equal(duties.list.at[0].state, GP_DUTY_OVERDUE);
    p.model.records.at[0].scope = company;
    look(day(10, 14));
    assert_int_equal(duties.list.at[0].state, GP_DUTY_DONE);
    p.model.records.at[0].period = plan_period(&p, "2026-Q2");
    look(day(10, 14));
    assert_int_equal(duties.list.at[0].state, GP_DUTY_OVERDUE);
    p.model.records.at[0].has_period = false;
    look(day(10, 14));
    assert_int_equal(duties.list.at[0].state, GP_DUTY_DONE);
}

/* each person, every workday, when visits = 0 for 3 workdays */
static void idle(void)
{
    uint32_t when =
        plan_expr(&p, GP_E_BINARY, GP_O_EQ,
                  plan_measure(&p, GP_M_ACTUAL, visits), plan_value(&p, 0, 1));
    add_rule(
        (struct gp_rule){.name = gp_intern_cstr(&p.names, "idle"),
                         .title = "idle",
                         .look = {GP_EACH_PERSON, GP_NONE, GP_DAY, true, false},
                         .when = when,
                         .in_a_row = 3,
                         .actions = &alert});
    plan_finish(&p);
}

static void visit(int month, int d, int64_t count)
{
    gp_facts_add(facts, visits, hua, NULL, 0, day(month, d), count);
}

/* Thursday 12 and Friday 13 February, the make-up Saturday 14, then the
 * Spring Festival until Monday 23. */
static void test_make_up_day(void **state)
{
    (void)state;
    idle();
    visit(2, 12, 0);
    visit(2, 13, 0);
    look(day(2, 23));
    assert_int_equal(firings.list.count, 0);
    visit(2, 14, 0);
    look(day(2, 23));
    assert_int_equal(firings.list.count, 1);
    assert_int_equal(firings.list.at[0].period.days.first, day(2, 14));
    assert_int_equal(firings.list.at[0].since, day(2, 12));
    assert_int_equal(firings.list.at[0].scope, hua);
    gp_rules_find(&track, &firings, &p.findings);
    assert_int_equal(p.findings.list.count, 1);
    const struct gp_finding *f = p.findings.list.at[0];
    assert_int_equal(f->severity, GP_NOTE);
    assert_string_equal(f->summary, "`idle` fires for company/hua in "
                                    "2026-02-14: no visits (visits = 0)");
    assert_string_equal(f->detail, "3 workdays in a row, since 2026-02-12");
    assert_string_equal(f->help, "tell East");
}

/* The days off in between neither count nor break the run. */
static void test_days_off(void **state)
{
    (void)state;
    idle();
    visit(2, 14, 0);
    visit(2, 24, 0);
    look(day(2, 24));
    assert_int_equal(firings.list.count, 0);
    visit(2, 25, 0);
    look(day(2, 28));
    assert_int_equal(firings.list.count, 1);
    /* The run goes on over the make-up Saturday 28, but fires once. */
    visit(2, 26, 0);
    visit(2, 27, 0);
    visit(2, 28, 0);
    look(day(3, 1));
    assert_int_equal(firings.list.count, 1);
}

static void test_no_report(void **state)
{
    (void)state;
    idle();
    visit(3, 2, 0);
    visit(3, 3, 0);
    visit(3, 5, 0); /* nothing is known of the 4th */
    look(day(3, 5));
    assert_int_equal(firings.list.count, 0);
    visit(3, 4, 2);
    look(day(3, 5));
    assert_int_equal(firings.list.count, 0);
    visit(3, 4, -2);
    look(day(3, 5));
    assert_int_equal(firings.list.count, 1);
    p.model.kpis.at[visits].missing_as_zero = true;
    look(day(1, 7)); /* January 1 to 3 are off, Sunday 4 makes up */
    assert_int_equal(firings.list.count, 1);
    assert_int_equal(firings.list.at[0].period.days.first, day(1, 6));
}

static void add_review(const char *name, enum gp_grain every, int on)
{
    struct gp_review r = {.name = gp_intern_cstr(&p.names, name),
                          .title = name,
                          .span = gp_no_span(),
                          .every = every,
                          .on = on};
    gp_vec_push(&p.heap, &p.model.reviews, r);
}

static void test_reviews(void **state)
{
    (void)state;
    plan_finish(&p);
    add_review("monthly", GP_MONTH, GP_ON_LAST_WORKDAY);
    look(day(7, 31));
    assert_int_equal(duties.list.count, 12);
    assert_int_equal(duties.list.at[0].due, day(1, 30));
    assert_int_equal(duties.list.at[1].due, day(2, 28)); /* a Saturday */
    assert_string_equal(duties.list.at[0].who, "Boss");
    assert_int_equal(duties.list.at[5].state, GP_DUTY_OVERDUE);
    assert_int_equal(duties.list.at[6].state, GP_DUTY_OPEN);
    gp_duties_find(&track, &duties, &p.findings);
    assert_int_equal(p.findings.list.count, 6);
    struct gp_record r = {.date = day(7, 31),
                          .title = "monthly",
                          .kpi = sales,
                          .scope = hua,
                          .period = plan_period(&p, "2026-07"),
                          .has_period = true};
    gp_vec_push(&p.heap, &p.model.records, r);
    look(day(7, 31));
    assert_int_equal(duties.list.at[6].state, GP_DUTY_DONE);
    assert_int_equal(duties.list.at[5].state, GP_DUTY_OVERDUE);
    look(day(7, 30)); /* not yet written */
    assert_int_equal(duties.list.at[6].state, GP_DUTY_OPEN);
}

static void test_moved(void **state)
{
    (void)state;
    plan_finish(&p);
    add_review("quarterly", GP_QUARTER, GP_ON_LAST_DAY);
    add_review("weekly", GP_WEEK, GP_FRI);
    look(day(1, 1));
    gp_date at = GP_NO_DATE, held;
    struct gp_period period;
    assert_true(gp_review_next(&track, 0, &at, &period, &held));
    assert_int_equal(held, day(3, 31));
    /* Friday 2 January is off, and the workday before is not in the plan. */
    at = GP_NO_DATE;
    assert_true(gp_review_next(&track, 1, &at, &period, &held));
    assert_int_equal(held, day(1, 9));
    /* Friday 20 February: to the last workday before the festival. */
    at = day(2, 15);
    assert_true(gp_review_next(&track, 1, &at, &period, &held));
    assert_int_equal(held, day(2, 14));
    p.model.reviews.at[1].move_next = true;
    at = day(2, 15);
    assert_true(gp_review_next(&track, 1, &at, &period, &held));
    assert_int_equal(held, day(2, 24));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(test_review),      TEST(test_limit),    TEST(test_overdue),
        TEST(test_make_up_day), TEST(test_days_off), TEST(test_no_report),
        TEST(test_reviews),     TEST(test_moved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

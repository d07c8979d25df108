/* The findings as JUnit's XML: a suite a plan, a test a slug that was found in
 * it, which fails where a finding weighs enough. */
#include "text/junit.h"
#include "text/print_own.h"

/* What one plan has of one slug. */
struct group {
    const struct gp_finding
        *first; /* the first that fails, or just the first */
    enum gp_severity severity;
    size_t count;
};

static bool fails(const struct gp_printing *p, enum gp_severity severity)
{
    return severity >= p->fails_from;
}

static void group_all(const struct gp_findings *own,
                      struct group groups[GP_SLUG_COUNT])
{
    for (int i = 0; i < GP_SLUG_COUNT; i++)
        groups[i] = (struct group){0};
    for (size_t i = 0; i < own->list.count; i++) {
        const struct gp_finding *f = own->list.at[i];
        struct group *g = &groups[f->slug];
        if (g->count == 0 || f->severity > g->severity) {
            g->first = f;
            g->severity = f->severity;
        }
        g->count++;
    }
}

static void add_to(struct gp_junit_counts *counts, struct gp_junit_counts more)
{
    counts->tests += more.tests;
    counts->failures += more.failures;
    counts->errors += more.errors;
}

static struct gp_junit_counts count_plan(const struct gp_printing *p,
                                         const struct gp_checked *plan,
                                         struct group groups[GP_SLUG_COUNT])
{
    struct gp_junit_counts counts = {0};
    if (plan->findings == NULL)
        return (struct gp_junit_counts){.tests = 1, .errors = 1};
    group_all(plan->findings, groups);
    for (int i = 0; i < GP_SLUG_COUNT; i++) {
        counts.tests += groups[i].count != 0;
        counts.failures += groups[i].count != 0 && fails(p, groups[i].severity);
    }
    counts.tests += counts.tests == 0;
    return counts;
}

/* All findings of the slug, each as lines. */
static void gather(struct gp_findings *own, int slug, struct gp_buf *text)
{
    size_t listed = 0, rest = 0;
    for (size_t i = 0; i < own->list.count; i++) {
        const struct gp_finding *f = own->list.at[i];
        if ((int)f->slug != slug)
            continue;
        if (listed == GP_MAX_LISTED) {
            rest++;
            continue;
        }
        listed++;
        gp_print_head(own, f, GP_EN, false, text);
        gp_print_more(own, f, "\n    ", true, text);
        gp_buf_putc(text, '\n');
    }
    if (rest > 0) {
        gp_print_more_of_slug(own, rest, text);
        gp_buf_putc(text, '\n');
    }
}

static void write_case(const struct gp_printing *p,
                       const struct gp_checked *plan, int slug,
                       const struct group *g, struct gp_out *out)
{
    struct gp_buf text;
    const char *path = gp_print_path(plan->path);
    struct gp_spot at = gp_print_spot(p, g->first);
    gp_buf_init(&text, plan->findings->heap);
    gather(plan->findings, slug, &text);
    struct gp_junit_case test = {
        .name = gp_slug_name((enum gp_slug)slug),
        .suite = path,
        .file = at.file == NULL ? path : gp_print_path(at.file),
        .line = at.line,
        .outcome = fails(p, g->severity) ? GP_JUNIT_FAILED : GP_JUNIT_PASSED,
        .message = g->first->summary,
        .type = gp_severity_name(g->severity),
        .text = gp_buf_cstr(&text),
    };
    gp_junit_case(out, &test);
    gp_buf_fini(&text);
}

static void write_plan(const struct gp_printing *p,
                       const struct gp_checked *plan, struct gp_out *out)
{
    struct group groups[GP_SLUG_COUNT];
    const char *path = gp_print_path(plan->path);
    struct gp_junit_counts counts = count_plan(p, plan, groups);
    gp_junit_suite(out, path, counts);
    if (plan->findings == NULL) {
        struct gp_junit_case unread = {.name = "unreadable",
                                       .suite = path,
                                       .file = path,
                                       .outcome = GP_JUNIT_ERROR,
                                       .message = plan->failure,
                                       .type = "unreadable"};
        gp_junit_case(out, &unread);
    } else if (plan->findings->list.count == 0) {
        struct gp_junit_case sound = {
            .name = "check", .suite = path, .file = path};
        gp_junit_case(out, &sound);
    } else {
        for (int i = 0; i < GP_SLUG_COUNT; i++)
            if (groups[i].count != 0)
                write_case(p, plan, i, &groups[i], out);
    }
    gp_junit_suite_end(out);
}

/* By plans: what two of them include is wrong in both. */
void gp_print_junit(const struct gp_printing *printing, struct gp_out *out)
{
    struct group groups[GP_SLUG_COUNT];
    struct gp_junit_counts counts = {0};
    for (size_t i = 0; i < printing->plans.count; i++)
        add_to(&counts, count_plan(printing, &printing->plans.at[i], groups));
    gp_junit_open(out, "goalpost check", counts);
    for (size_t i = 0; i < printing->plans.count; i++)
        write_plan(printing, &printing->plans.at[i], out);
    gp_junit_end(out);
}

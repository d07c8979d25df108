/*
 * A writer of JUnit's XML, the form in which build servers read what passed
 * and what failed: for findings (print_junit.c) and for the plans' own tests
 * (report/tests.c).  There is no norm; it keeps to what Jenkins' schema, GitLab
 * and GitHub's readers have in common.
 */
#ifndef GP_TEXT_JUNIT_H
#define GP_TEXT_JUNIT_H

#include <stdint.h>

#include "base/out.h"

struct gp_junit_counts {
    size_t tests, failures, errors;
};

enum gp_junit_outcome {
    GP_JUNIT_PASSED,
    GP_JUNIT_FAILED,
    GP_JUNIT_ERROR /* it could not be tried */
};

struct gp_junit_case {
    const char *name, *suite;
    const char *file; /* or NULL */
    uint32_t line;    /* 0: none */
    enum gp_junit_outcome outcome;
    const char *message, *type; /* of what has not passed */
    const char *text;           /* more about it, lines; or NULL */
};

void gp_junit_open(struct gp_out *out, const char *name,
                   struct gp_junit_counts counts);
void gp_junit_suite(struct gp_out *out, const char *name,
                    struct gp_junit_counts counts);
void gp_junit_case(struct gp_out *out, const struct gp_junit_case *test);
void gp_junit_suite_end(struct gp_out *out);
void gp_junit_end(struct gp_out *out);

#endif

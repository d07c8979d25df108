/*
 * What came of the plans' own tests, for people and for programs: text, json,
 * junit.
 */
#ifndef GP_REPORT_TESTS_H
#define GP_REPORT_TESTS_H

#include "base/out.h"
#include "track/tests.h"

struct gp_test_result {
    const char *file; /* of the plan */
    const char *title;
    struct gp_span span;
    bool passed;
    GP_VEC(struct gp_outcome) outcomes;
};

struct gp_test_results {
    GP_VEC(struct gp_test_result) list;
    size_t passed, failed;
};

/* The name of a format, in order; NULL behind the last. */
const char *gp_tests_format(size_t index);
/* Writes them all; `format` is one of the names. */
void gp_tests_write(const struct gp_test_results *results,
                    struct gp_sources *sources, const char *format, bool color,
                    enum gp_lang lang, struct gp_out *out);

#endif

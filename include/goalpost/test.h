/**
 * @file test.h
 * The plans' own tests: what must come of given figures.
 */
#ifndef GOALPOST_TEST_H
#define GOALPOST_TEST_H

#include "goalpost/output.h"
#include "goalpost/session.h"

/** Which tests are run, and how they are told of; all zero is the default. */
struct gp_test_query {
    const char *format; /**< of GP_CHOICE_TEST_FORMAT; NULL: "text" */
    const char *run;    /**< a pattern of titles (*, ?, [...]) or a part of
                         * them; NULL: all */
    bool color;         /**< text with the colours of a terminal */
};

/** How the tests came out. */
struct gp_test_counts {
    size_t passed, failed;
};

/**
 * Runs the tests of all open plans and writes what came of them.  A test sees
 * nothing but the figures that it gives, unless it says `given actuals`; the
 * plans and their findings stay as they are.
 * @param counts  is filled in; where nothing was run both are 0
 * @return GP_OK; GP_BAD_VALUE for an unknown format; GP_HAS_ERRORS where a
 * plan has errors: its tests were not run, those of the others were.
 */
enum gp_status gp_session_test(struct gp_session *session,
                               const struct gp_test_query *query,
                               struct gp_output *output,
                               struct gp_test_counts *counts);

#endif

/*
 * The plan's own tests: whether what one expects came out, and what did.
 * Who makes the model, facts and findings of a test is the caller.
 */
#ifndef GP_TRACK_TESTS_H
#define GP_TRACK_TESTS_H

#include "track/duties.h"

/* What a test looks at: everything as of its day, under its scenario. */
struct gp_test_view {
    struct gp_track *track;
    const struct gp_firings *firings;
    const struct gp_duties *duties;
    const struct gp_findings *findings;
    /* Why there are no numbers: the scenario has errors, or the actuals
     * cannot be read; or NULL. */
    const char *broken;
};

/* How one expectation came out. */
struct gp_outcome {
    bool passed;
    struct gp_span span;
    const char *text;     /* of the expectation, as written */
    const char *expected; /* of one that failed */
    const char *got;
};

/* The texts live in the arena. */
struct gp_outcome gp_test_judge(const struct gp_test_view *view,
                                const struct gp_wanted *wanted,
                                struct gp_arena *arena);

#endif

/**
 * @file start.h
 * A plan to begin with, what stands beside it, and git's part.
 */
#ifndef GOALPOST_START_H
#define GOALPOST_START_H

#include <stdbool.h>
#include <stddef.h>

#include "goalpost/output.h"

/** What a new plan is about; every field may be NULL (or 0): then it is as
 * gp_starter_default() says. */
struct gp_starter {
    const char *company;
    const char *const *teams; /**< "East", or with people: "East: Ann, Ben" */
    size_t team_count;
    const char *period;   /**< "2026", "2026-Q3", "2026-04-01..2027-03-31" */
    const char *currency; /**< "CNY" */
    bool chinese;         /**< its words and comments */
};

/** The files of a new plan. */
enum gp_starter_file {
    GP_STARTER_PLAN,    /**< plan.goal */
    GP_STARTER_ACTUALS, /**< actuals.csv, which the plan reads */
    GP_STARTER_GITHUB,  /**< .github/workflows/goalpost.yml */
    GP_STARTER_GITLAB   /**< .gitlab-ci.yml */
};

/** What is taken where a field says nothing; constant texts. */
void gp_starter_default(bool chinese, struct gp_starter *starter);

/**
 * Writes one file of a new plan.  The plan is laid out in the one way, has no
 * findings, and its tests pass.
 * @param path  where the plan will lie, as the file of a build server has to
 *              call it: "goals/plan.goal"
 * @return GP_OK; GP_BAD_VALUE where a field cannot be used.
 */
enum gp_status gp_session_write_starter(struct gp_session *session,
                                        const struct gp_starter *starter,
                                        enum gp_starter_file file,
                                        const char *path,
                                        struct gp_output *output);

/**
 * Where a folder lies in its git repository.
 * @param up      receives the way to the top: "" or "../../"
 * @param prefix  receives the way back: "" or "plans/east/"
 * @return GP_OK; GP_BAD_VALUE where it is in no repository; GP_CANNOT_READ
 * where git cannot be run.
 */
enum gp_status gp_session_git_place(struct gp_session *session,
                                    const char *folder, const char **up,
                                    const char **prefix);

/**
 * Teaches the repository that a folder lies in to show plans: git diff by
 * `goalpost diff --git`, git log and git show in the one layout.  Adds a line
 * to .gitattributes where it is not there yet, and sets diff.goalpost.* in
 * the repository's own configuration.
 * @param attributes  receives the path of .gitattributes, or NULL where the
 *                    line was there already
 * @return as gp_session_git_place(); GP_CANNOT_WRITE.
 */
enum gp_status gp_session_git_set_up(struct gp_session *session,
                                     const char *folder,
                                     const char **attributes);

#endif

/**
 * @file diff.h
 * What changed in meaning between two plans, or since a revision.
 */
#ifndef GOALPOST_DIFF_H
#define GOALPOST_DIFF_H

#include <stdbool.h>

#include "goalpost/plan.h"

/**
 * Compiles a plan as it was at a revision of the repository that it lies in,
 * through git; nothing is written.  Its findings count only for itself: they
 * are not among the session's.
 * @param path      as gp_plan_open() would be given it; the file need not be
 *                  there any more
 * @param revision  whatever git takes for a commit: "main", "HEAD~1", "v1.0"
 * @param plan      receives the plan; NULL where the revision has no such
 *                  file (the status is GP_OK then: the plan is new)
 * @return GP_OK; GP_CANNOT_READ where git cannot be run or the path lies in
 * no repository; GP_BAD_VALUE where the revision is unknown.
 */
enum gp_status gp_plan_open_at(struct gp_session *session, const char *path,
                               const char *revision, unsigned flags,
                               struct gp_plan **plan);

/**
 * Lists the plans that a path of the command line means, as gp_session_find()
 * does, and behind them those that it meant at a revision and that are no
 * more.  A file that is there is listed without git being asked.
 * @param paths  receives `count` texts, the session's
 * @return GP_OK; GP_CANNOT_READ where there was none, neither then nor now;
 * as gp_plan_open_at().
 */
enum gp_status gp_session_find_against(struct gp_session *session,
                                       const char *path, const char *revision,
                                       const char *const **paths,
                                       size_t *count);

/**
 * Writes what changed from one plan to another of the same session: targets
 * with why, teams and people, every other statement, review dates.
 * @param query    which cells: by, of, in, kpis; format, unit, looks
 * @param differs  receives whether anything changed
 * @return GP_OK; GP_BAD_VALUE; GP_HAS_ERRORS where one of both has errors
 * (its findings are then among the session's).
 */
enum gp_status gp_plan_diff(struct gp_plan *old_plan, struct gp_plan *new_plan,
                            const struct gp_query *query,
                            struct gp_output *output, bool *differs);

/**
 * Takes those findings out of a plan that another one has as well, so that
 * what a change brought in is left.  Lines may have moved: a finding is the
 * same where its file, slug and words are.
 */
enum gp_status gp_plan_hide_known(struct gp_plan *plan,
                                  const struct gp_plan *past);

/**
 * Writes what changed between two versions of one file, as git's external
 * diff is asked for: as plans where both are plans, else line by line.
 * @param old_path  where the file was in the repository
 * @param old_file  where its content can be read; "/dev/null" for none
 * @return GP_OK; GP_CANNOT_READ.
 */
enum gp_status gp_session_diff_for_git(
    struct gp_session *session, const char *old_path, const char *old_file,
    const char *new_path, const char *new_file, const struct gp_query *query,
    struct gp_output *output);

#endif

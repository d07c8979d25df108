/**
 * @file plan.h
 * A plan: compiled from its text, then asked.
 */
#ifndef GOALPOST_PLAN_H
#define GOALPOST_PLAN_H

#include "goalpost/output.h"
#include "goalpost/query.h"
#include "goalpost/session.h"

struct gp_plan;

/** Flags of gp_plan_open(). */
enum gp_plan_flags {
    /** Includes may lead out of the folder of the plan's first file. */
    GP_ALLOW_OUTSIDE = 1
};

/**
 * Compiles a plan.  What is wrong with it are findings, not a failure: the
 * plan always comes back where its file could be read.
 * @param path   the plan's first file; "-" is standard input
 * @param flags  of enum gp_plan_flags
 * @param plan   receives the plan; it belongs to the session, and may be
 *               given back earlier by gp_plan_free()
 * @return GP_OK; GP_CANNOT_READ.
 */
enum gp_status gp_plan_open(struct gp_session *session, const char *path,
                            unsigned flags, struct gp_plan **plan);

/**
 * Compiles a plan from memory.  Its includes and data files are looked up
 * from the current folder.
 * @param name    what findings call it
 * @param text    `length` bytes of UTF-8, copied
 * @return GP_OK; GP_CANNOT_READ where the text could not be taken over.
 */
enum gp_status gp_plan_open_text(struct gp_session *session, const char *name,
                                 const char *text, size_t length,
                                 unsigned flags, struct gp_plan **plan);

/**
 * The session's plans, in the order in which they were opened; those of a
 * revision (gp_plan_open_at()) are left out.  NULL where there is none (more).
 */
struct gp_plan *gp_session_first_plan(const struct gp_session *session);
struct gp_plan *gp_plan_next(const struct gp_plan *plan);

/** Frees a plan with its findings.  NULL is nothing. */
void gp_plan_free(struct gp_plan *plan);

/**
 * Reads the plan's actuals; with a date, also evaluates its rules and
 * duties.  All of it adds to the findings.  Reports do this themselves.
 * @param as_of  YYYY-MM-DD, inclusive; NULL: only read
 * @return GP_OK; GP_CANNOT_READ where a source of actuals cannot be read
 * (which is a finding, too); GP_BAD_VALUE where the date is none.
 */
enum gp_status gp_plan_follow(struct gp_plan *plan, const char *as_of);

/**
 * Looks at the plan under one of its scenarios from now on.  Its findings
 * begin anew, and its actuals are read again when they are needed.
 * @param name  of a `scenario` of the plan; NULL: as the plan itself says
 * @return GP_OK; GP_BAD_VALUE where the plan has no such scenario: then
 * nothing changes.
 */
enum gp_status gp_plan_set_scenario(struct gp_plan *plan, const char *name);

/**
 * Adds what is wrong under each of the plan's scenarios, and not without it,
 * to the findings: "in scenario cautious: ...".  A plan with errors is left
 * alone.
 * @param as_of  YYYY-MM-DD, for what the plan allows until a day; or NULL
 * @return GP_OK; GP_BAD_VALUE where the date is none.
 */
enum gp_status gp_plan_check_scenarios(struct gp_plan *plan, const char *as_of);

/** The path that the plan was opened by; the plan's own text. */
const char *gp_plan_path(const struct gp_plan *plan);

/** How many findings of one level the plan has. */
size_t gp_plan_count(const struct gp_plan *plan, enum gp_level level);

/** What a plan is made of. */
struct gp_plan_summary {
    const char *title;  /**< its display name; may be "" */
    const char *period; /**< such as "2026" */
    size_t kpis;
    size_t scopes; /**< teams and persons */
};

/**
 * Tells what the plan is made of.
 * @param summary  is filled in; its texts are the plan's
 */
enum gp_status gp_plan_describe(struct gp_plan *plan,
                                struct gp_plan_summary *summary);

/**
 * Writes a line about the plan, in the session's language: what was found,
 * or that nothing was and what the plan is made of.
 */
enum gp_status gp_plan_write_summary(struct gp_plan *plan,
                                     struct gp_output *output);

/**
 * Writes a line about all of the session's plans together: how many they are,
 * how many findings they have (what two of them share counts once), and how
 * many could not be read.
 */
enum gp_status gp_session_write_summary(struct gp_session *session,
                                        struct gp_output *output);

/**
 * Writes targets by scope and period; or, where the query asks for the
 * calendar, the dates of reviews, actions and milestones.
 * @return GP_OK; GP_BAD_VALUE where the query asks for what the plan does
 * not have; GP_HAS_ERRORS.
 */
enum gp_status gp_plan_schedule(struct gp_plan *plan,
                                const struct gp_query *query,
                                struct gp_output *output);

/**
 * Writes a report.
 * @param name  of GP_CHOICE_REPORT
 * @return GP_OK; GP_BAD_VALUE; GP_CANNOT_READ where a source of actuals
 * cannot be read; GP_HAS_ERRORS.
 */
enum gp_status gp_plan_report(struct gp_plan *plan, const char *name,
                              const struct gp_query *query,
                              struct gp_output *output);

/** Told by gp_plan_publish() after each page; it must not call the API. */
typedef void gp_progress(void *context, size_t done, size_t total);

/**
 * Writes a folder of pages: an index, every report of the plan, and those of
 * each team and person.  A report that has nothing to show has no page.
 * @param folder    is made where it is not there; other files in it stay
 * @param query     its format is "html" (or NULL), "markdown" or "text";
 *                  `of`, `by` and `depth` are of no use
 * @param progress  may be NULL
 * @return as gp_plan_report(); GP_CANNOT_WRITE, with the file: pages are
 * written whole or not at all, the index last.
 */
enum gp_status gp_plan_publish(struct gp_plan *plan, const char *folder,
                               const struct gp_query *query,
                               gp_progress *progress, void *context);

/**
 * Writes how a number came about, step by step down to the lines that said
 * so.
 * @param cell  such as "sales of company/east in 2026-Q3"; without a period
 *              it is the whole plan's
 * @param query its format ("text" or "json") and its day count: the plan as it
 *              is amended by then, and what was carried onto the cell
 * @return GP_OK; GP_BAD_VALUE where there is no such cell; GP_HAS_ERRORS.
 */
enum gp_status gp_plan_explain(struct gp_plan *plan, const char *cell,
                               const struct gp_query *query,
                               struct gp_output *output);

/**
 * Writes weights that the plan's actuals give, as text of a plan: `weights
 * sales_by_month { Jan 8.1%, ... }`, which sum to just 100%; or the tiers of
 * an ABC analysis.
 * @param query  counts: `kpis` (one; the plan's only KPI that adds up where
 *               there is none), `of` (the root, if NULL), `in` (2023..2025),
 *               `by` (weekday, week, month, quarter, half, person, team,
 *               member, a dimension, abc or abc:DIMENSION; NULL: month) and
 *               `format` (of GP_CHOICE_DERIVE_FORMAT)
 * @return GP_OK; GP_BAD_VALUE where the query asks for what is not there;
 * GP_CANNOT_READ; GP_HAS_ERRORS.
 */
enum gp_status gp_plan_derive(struct gp_plan *plan,
                              const struct gp_query *query,
                              struct gp_output *output);

#endif

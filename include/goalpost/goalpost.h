/**
 * @file goalpost.h
 * Goalpost: goal plans as code.  This header brings all the others.
 *
 * A program makes a session, opens plans in it, and asks them for findings,
 * schedules, reports and explanations:
 *
 *     struct gp_session *session = gp_session_new();
 *     struct gp_plan *plan;
 *     struct gp_query query;
 *     gp_query_init(&query);
 *     query.format = "csv";
 *     if (gp_plan_open(session, "plan.goal", 0, &plan) == GP_OK) {
 *         struct gp_output *out = gp_output_to_fd(session, 1);
 *         gp_plan_schedule(plan, &query, out);
 *         gp_output_close(out);
 *     }
 *     gp_session_free(session);
 *
 * The library never ends the process, writes only to outputs that it is
 * given, knows no locale and no clock.  A session and all that belongs to it
 * may be used by one thread at a time; different sessions are independent.
 */
#ifndef GOALPOST_GOALPOST_H
#define GOALPOST_GOALPOST_H

#define GOALPOST_VERSION "0.1.0"

#include "goalpost/diff.h"
#include "goalpost/format.h"
#include "goalpost/output.h"
#include "goalpost/plan.h"
#include "goalpost/query.h"
#include "goalpost/session.h"
#include "goalpost/start.h"
#include "goalpost/test.h"
#include "goalpost/words.h"

/** The version of the library that runs (the macro is the header's). */
const char *gp_version(void);

#endif

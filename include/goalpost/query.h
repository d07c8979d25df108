/**
 * @file query.h
 * What is asked of a plan: which numbers, and in which form.
 */
#ifndef GOALPOST_QUERY_H
#define GOALPOST_QUERY_H

#include <stdbool.h>
#include <stddef.h>

/**
 * A query.  gp_query_init() sets everything to its default; the texts are
 * the caller's and are only read during a call.
 */
struct gp_query {
    const char *format; /**< of GP_CHOICE_FORMAT; NULL: "text" */
    const char *by;     /**< of GP_CHOICE_GRAIN; NULL: "month" */
    const char *of;     /**< a scope by name, title or path; with all below */
    const char *in;     /**< 2026-Q3, Q3, Jul, W8, a date, or a range A..B */
    const char *const *kpis; /**< names; none: all that have targets */
    size_t kpi_count;
    int depth;         /**< of scopes below the first one; -1: no bound */
    const char *as_of; /**< YYYY-MM-DD; NULL: the last fact's day; of a
                            schedule: as amended until then, NULL: at all */
    bool original;     /**< a schedule before any amendment */
    const char *unit;  /**< of GP_CHOICE_UNIT, for people; NULL: the plan's */
    bool calendar;     /**< a schedule of dates in the place of targets */
    bool bom;          /**< CSV begins with a byte order mark, for Excel */
    bool color;        /**< text with the colours of a terminal */
    bool chinese;      /**< headings in Chinese */
    int width;         /**< columns of lines of text; 0: no bound */
};

/** Sets every field to its default. */
void gp_query_init(struct gp_query *query);

#endif

/**
 * @file words.h
 * What can be written: the words of the language, and the names of a plan.
 */
#ifndef GOALPOST_WORDS_H
#define GOALPOST_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "goalpost/plan.h"

/** A word of the language.  All texts are constant. */
struct gp_word_info {
    const char *english, *chinese; /**< its two spellings */
    const char *help;              /**< what it means, a sentence */
    const char *group;             /**< "statements", "grains", ... */
    const char *where;             /**< where words of its group stand */
    const char *example;           /**< statements that show it, in English */
};

/**
 * One word, in the order of the table; words of a group are neighbours.
 * @return false behind the last one.
 */
bool gp_word_at(size_t index, struct gp_word_info *info);

/** The word of a spelling; false where there is none. */
bool gp_word_find(const char *spelling, struct gp_word_info *info);

/** Kinds of names in a plan. */
enum gp_plan_names {
    GP_NAMES_KPI,       /**< "sales" */
    GP_NAMES_SCOPE,     /**< paths: "company/east" */
    GP_NAMES_PERIOD,    /**< from the plan's own down to its months */
    GP_NAMES_DIMENSION, /**< "product" */
    GP_NAMES_SCENARIO,  /**< "cautious" */
    GP_NAMES_TEST       /**< titles */
};

/**
 * One name of a plan, in the plan's order.
 * @param shown  receives what people call it, "" where that is no other;
 *               may be NULL
 * @return a text of the plan's; NULL behind the last one, or when memory runs
 * out.
 */
const char *gp_plan_name(struct gp_plan *plan, enum gp_plan_names kind,
                         size_t index, const char **shown);

#endif

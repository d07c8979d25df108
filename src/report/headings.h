/* The headings of all reports, in English and Chinese: headings.def. */
#ifndef GP_REPORT_HEADINGS_H
#define GP_REPORT_HEADINGS_H

#include <stdbool.h>

/* GP_H_FOLLOW_UP is the title of a report, GP_H_FOLLOW_UP_OWNER a column. */
enum gp_heading_id {
#define GP_HEADING(id, key, en, zh) GP_H_##id,
#include "report/headings.def"
#undef GP_HEADING
    GP_HEADING_COUNT
};

/* For people. */
const char *gp_heading(enum gp_heading_id id, bool zh);
/* For CSV and JSON, the same in every language: "attainment". */
const char *gp_heading_key(enum gp_heading_id id);

#endif

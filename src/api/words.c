/* Lists of names, and the closest of them: see goalpost/session.h. */
#include <string.h>

#include "api/own.h"
#include "base/guess.h"
#include "report/derive.h"
#include "report/report.h"
#include "report/tests.h"
#include "text/print.h"

static const char *const units[] = {"1", "k", "M", "万", "亿"};

static const char *const explain_formats[] = {"text", "json"};

static const char *printer_name(size_t index)
{
    const struct gp_finding_printer *p = gp_finding_printers();
    while (p->format != NULL && index-- > 0)
        p++;
    return p->format;
}

static const char *renderer_name(size_t index)
{
    const struct gp_renderer *r = gp_renderers();
    while (r->format != NULL && index-- > 0)
        r++;
    return r->format;
}

const char *gp_choice(enum gp_choice choice, size_t index)
{
    switch (choice) {
    case GP_CHOICE_FORMAT:
        return renderer_name(index);
    case GP_CHOICE_FINDINGS_FORMAT:
        return printer_name(index);
    case GP_CHOICE_EXPLAIN_FORMAT:
        return index < 2 ? explain_formats[index] : NULL;
    case GP_CHOICE_TEST_FORMAT:
        return gp_tests_format(index);
    case GP_CHOICE_DERIVE_FORMAT:
        return gp_derive_format(index);
    case GP_CHOICE_REPORT:
        return gp_report_kind_name(index);
    case GP_CHOICE_REPORT_HELP:
        return gp_report_kind_help(index);
    case GP_CHOICE_GRAIN:
        return gp_select_grain_name(index);
    case GP_CHOICE_UNIT:
        return index < sizeof units / sizeof units[0] ? units[index] : NULL;
    case GP_CHOICE_SLUG:
        return index < GP_SLUG_COUNT ? gp_slug_name((enum gp_slug)index) : NULL;
    }
    return NULL;
}

const char *gp_closest(const char *name, const char *const *candidates,
                       size_t count)
{
    struct gp_guess guess;
    gp_guess_init(&guess, name, strlen(name));
    for (size_t i = 0; i < count; i++)
        gp_guess_consider(&guess, candidates[i], strlen(candidates[i]));
    return gp_guess_best(&guess);
}

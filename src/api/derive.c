/* Weights from history, as text of a plan: see goalpost/plan.h. */
#include <string.h>

#include "api/own.h"
#include "base/vec.h"
#include "report/derive.h"
#include "report/select.h"
#include "syntax/keyword.h"

struct derive_args {
    struct gp_plan *plan;
    const struct gp_query *query;
    struct gp_out *out;
};

static enum gp_status refuse(struct gp_plan *plan, const char *why)
{
    return gp_api_refuse(plan->session, GP_BAD_VALUE, why);
}

/* Letters, digits and _, no digit first. */
static bool is_plain(const char *text)
{
    bool plain = *text != '\0' && (*text < '0' || *text > '9');
    for (const char *c = text; *c != '\0'; c++)
        plain &= (*c >= '0' && *c <= '9') || (*c >= 'a' && *c <= 'z') ||
                 (*c >= 'A' && *c <= 'Z') || *c == '_' ||
                 (unsigned char)*c >= 0x80;
    return plain;
}

/* A name as a plan may write it: in quotes where it has to be. */
static const char *name_text(struct gp_arena *arena, const struct gp_model *m,
                             gp_sym name)
{
    const char *text = gp_sym_text(m->names, name);
    enum gp_word word = gp_word_of(name);
    bool keyword = word != GP_WORD_COUNT && !gp_word_is_free(word);
    return is_plain(text) && !keyword
               ? gp_arena_strdup(arena, text)
               : gp_arena_join(arena, "\"", text, "\"", NULL);
}

/* ---- the question -------------------------------------------------------- */

static bool read_year(const struct gp_model *m, const char *text, size_t length,
                      struct gp_period *out)
{
    return gp_period_parse(&m->calendar, text, length, out);
}

static enum gp_status read_days(struct derive_args *a, struct gp_span_days *out)
{
    const struct gp_model *m = a->plan->compilation.model;
    const char *in = a->query->in;
    struct gp_period first, last;
    if (in == NULL)
        return refuse(a->plan,
                      GP_WORD("derive from which years? --in 2023..2025"));
    const char *dots = strstr(in, "..");
    size_t before = dots != NULL ? (size_t)(dots - in) : strlen(in);
    const char *to = dots != NULL ? dots + 2 : in;
    if (!read_year(m, in, before, &first) ||
        !read_year(m, to, strlen(to), &last))
        return gp_api_fail(a->plan->session, GP_BAD_VALUE,
                           "'{0}' is no period: write 2025, 2023..2025 or "
                           "2025-Q1..2025-Q3",
                           in, NULL);
    *out = (struct gp_span_days){first.days.first, last.days.last};
    if (gp_days_count(*out) == 0 ||
        gp_days_count(*out) > GP_MAX_HISTORY_YEARS * 366)
        return gp_api_fail(a->plan->session, GP_BAD_VALUE,
                           "'{0}' is not one day to 50 years, the first day "
                           "first",
                           in, NULL);
    return GP_OK;
}

/* The only flow of a plan need not be named. */
static enum gp_status read_kpi(struct derive_args *a, uint32_t *out)
{
    struct gp_model *m = a->plan->compilation.model;
    const char *why = NULL;
    *out = GP_NONE;
    if (a->query->kpi_count > 1)
        return refuse(a->plan, GP_WORD("derive takes one --kpi"));
    if (a->query->kpi_count == 1) {
        const char *name = a->query->kpis[0];
        *out = gp_select_find_kpi(m, a->plan->session->lang, name, strlen(name),
                                  &why);
        if (*out == GP_NONE)
            return refuse(a->plan, why);
        if (m->kpis.at[*out].kind != GP_KPI_FLOW)
            return gp_api_fail(a->plan->session, GP_BAD_VALUE,
                               "{0} does not add up: no weights can be derived "
                               "from it",
                               name, NULL);
        return GP_OK;
    }
    for (uint32_t k = 0; k < m->kpis.count; k++) {
        if (m->kpis.at[k].kind != GP_KPI_FLOW)
            continue;
        if (*out != GP_NONE)
            return refuse(a->plan,
                          GP_WORD("derive from which KPI? --kpi NAME"));
        *out = k;
    }
    return *out != GP_NONE
               ? GP_OK
               : refuse(a->plan, GP_WORD("the plan has no KPI that adds up"));
}

static enum gp_status read_scope(struct derive_args *a, uint32_t *out)
{
    struct gp_model *m = a->plan->compilation.model;
    const char *why = NULL, *of = a->query->of;
    *out = m->root;
    if (of != NULL) {
        *out = gp_select_find_scope(m, a->plan->session->lang, of, strlen(of),
                                    &why);
        if (*out == GP_NONE)
            return refuse(a->plan, why);
    }
    return *out != GP_NONE
               ? GP_OK
               : refuse(a->plan, GP_WORD("the plan has no team or person"));
}

/* "month", "product", "abc", "abc:product" */
static enum gp_status read_by(struct derive_args *a, struct gp_history_query *q,
                              const char **by, bool *tiers)
{
    const char *word = a->query->by != NULL ? a->query->by : "month";
    *tiers =
        strncmp(word, "abc", 3) == 0 && (word[3] == '\0' || word[3] == ':');
    *by = !*tiers ? word : word[3] == ':' ? word + 4 : "person";
    if (gp_history_by_name(a->plan->compilation.model, *by, q))
        return GP_OK;
    return gp_api_fail(a->plan->session, GP_BAD_VALUE,
                       "nothing is derived by '{0}': it is weekday, week, "
                       "month, quarter, half, person, team, member, a "
                       "dimension, abc or abc:DIMENSION",
                       *by, NULL);
}

/* ---- the answer ---------------------------------------------------------- */

static bool sum_history(struct derive_args *a, const struct gp_history_query *q,
                        struct gp_history *out)
{
    struct gp_plan *plan = a->plan;
    const struct gp_model *m = plan->compilation.model;
    struct gp_facts *facts = gp_facts_new(m);
    if (q->by == GP_HISTORY_DIMENSION)
        for (uint32_t i = m->dimensions.at[q->dimension].child; i != GP_NONE;
             i = m->members.at[i].next)
            gp_facts_watch(facts, q->kpi, i);
    bool read = gp_facts_load(facts, &plan->findings);
    if (read)
        gp_history_sum(facts, q, out);
    gp_facts_free(facts);
    return read;
}

static enum gp_status check(struct gp_plan *plan, const struct gp_history *h)
{
    if (h->large)
        return refuse(
            plan, GP_WORD("the sums are too large to be worked with exactly"));
    for (size_t i = 0; i < h->parts.count; i++)
        if (h->parts.at[i].sum < 0)
            return refuse(
                plan, GP_WORD("a part sums to less than nothing: no weights "
                              "can be derived from that"));
    return h->sum > 0
               ? GP_OK
               : refuse(plan, GP_WORD("there is nothing to derive from: the "
                                      "actuals sum to nothing there"));
}

static void write(struct derive_args *a, const struct gp_history_query *q,
                  const struct gp_history *h, struct gp_arena *arena,
                  const char *by, bool tiers)
{
    const struct gp_model *m = a->plan->compilation.model;
    struct gp_buf scope;
    gp_buf_init(&scope, m->heap);
    gp_buf_scope(&scope, m, q->scope);
    struct gp_derivation d = {
        .model = m,
        .kpi = q->kpi,
        .kpi_name = gp_sym_text(m->names, m->kpis.at[q->kpi].name),
        .of = gp_arena_strdup(arena, gp_buf_cstr(&scope)),
        .in = a->query->in,
        .by = by,
        .sum = h->sum,
        .weights = h->weights,
        .tiers = tiers,
    };
    d.quoted = !is_plain(d.kpi_name) || !is_plain(by);
    gp_buf_fini(&scope);
    d.parts = gp_arena_calloc(arena, h->parts.count + 1, sizeof *d.parts);
    for (size_t i = 0; i < h->parts.count; i++) {
        const struct gp_history_part *part = &h->parts.at[i];
        const char *label = gp_history_label(arena, q->by, part->number);
        if (part->times == 0)
            continue; /* a month that the years do not have */
        d.parts[d.count++] = (struct gp_derived){
            .name = label != NULL ? label : name_text(arena, m, part->name),
            .title = label != NULL ? label : gp_sym_text(m->names, part->name),
            .amount = part->sum,
            .weight = part->weight,
        };
    }
    gp_derive_work_out(m->heap, &d);
    gp_derive_write(&d, arena,
                    a->query->format != NULL ? a->query->format : "text",
                    a->out);
}

static bool is_format(const char *format)
{
    for (size_t i = 0; gp_derive_format(i) != NULL; i++)
        if (format == NULL || strcmp(gp_derive_format(i), format) == 0)
            return true;
    return false;
}

static enum gp_status derive(void *args)
{
    struct derive_args *a = args;
    struct gp_plan *plan = a->plan;
    struct gp_history_query q = {.dimension = GP_NONE};
    struct gp_history h;
    const char *by;
    bool tiers;
    if (!is_format(a->query->format))
        return gp_api_fail(plan->session, GP_BAD_VALUE, "no format '{0}'",
                           a->query->format, NULL);
    if (gp_plan_count(plan, GP_LEVEL_ERROR) != 0)
        return gp_api_fail(plan->session, GP_HAS_ERRORS,
                           "{0}: the plan has errors", plan->path, NULL);
    enum gp_status status = read_kpi(a, &q.kpi);
    if (status == GP_OK)
        status = read_scope(a, &q.scope);
    if (status == GP_OK)
        status = read_days(a, &q.days);
    if (status == GP_OK)
        status = read_by(a, &q, &by, &tiers);
    if (status != GP_OK)
        return status;
    if (!sum_history(a, &q, &h))
        return gp_api_fail(plan->session, GP_CANNOT_READ,
                           "{0}: its actuals cannot be read", plan->path, NULL);
    status = check(plan, &h);
    if (status == GP_OK) {
        struct gp_arena arena;
        gp_arena_init(&arena, plan->compilation.heap);
        write(a, &q, &h, &arena, by, tiers);
        gp_arena_fini(&arena);
    }
    gp_history_fini(&h);
    return status;
}

enum gp_status gp_plan_derive(struct gp_plan *plan,
                              const struct gp_query *query,
                              struct gp_output *output)
{
    struct derive_args args = {plan, query, &output->out};
    return gp_api_run(plan->session, derive, &args);
}

/* Weights that are learned: the proportions of the plan's own actuals in the
 * years before it.  Its actuals are read once for all of them. */
#include <string.h>

#include "actuals/history.h"
#include "base/vec.h"
#include "compile/pass.h"

/* "in 2023..2025" */
static bool read_days(struct gp_pass *p, struct gp_ref in,
                      struct gp_span_days *out)
{
    struct gp_period a, b;
    struct gp_ref at = gp_ref_child(p, in), to = at;
    if (gp_ref_kind(p, at) == GP_N_RANGE) {
        at = gp_ref_child(p, at);
        to = gp_ref_next(p, at);
    }
    if (!gp_find_period(p, at, &a) || !gp_find_period(p, to, &b))
        return false;
    *out = (struct gp_span_days){a.days.first, b.days.last};
    if (gp_days_count(*out) > 0 &&
        gp_days_count(*out) <= GP_MAX_HISTORY_YEARS * 366)
        return true;
    gp_find(p->findings, GP_TEXT_HISTORY_RANGE, gp_ref_span(p, in), NULL);
    return false;
}

static bool read_axis(struct gp_pass *p, struct gp_ref by,
                      struct gp_history_query *q)
{
    struct gp_ref at = gp_ref_child(p, by);
    enum gp_word word = gp_ref_word(p, at);
    const char *name =
        word != GP_WORD_COUNT ? gp_word_text(word) : gp_ref_name(p, at);
    if (gp_history_by_name(p->model, name, q) ||
        gp_history_by_name(p->model, gp_ref_name(p, at), q))
        return true;
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_NO_HISTORY_AXIS, gp_ref_span(p, by),
                gp_ref_name(p, at), NULL);
    gp_find_help(p->findings, f, GP_TEXT_HELP_HISTORY_AXIS, NULL);
    return false;
}

static bool read_query(struct gp_pass *p, struct gp_ref learn,
                       struct gp_history_query *q)
{
    struct gp_ref from = gp_ref_child(p, learn), kpi = gp_ref_next(p, from);
    if (gp_ref_word(p, from) != GP_W_FROM) {
        gp_find(p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, from),
                gp_word(p->findings, "`from` or a block of weights"), NULL);
        return false;
    }
    q->kpi = gp_find_kpi(p, kpi);
    q->scope =
        gp_find_scope(p, gp_ref_child(p, gp_ref_part(p, learn, GP_N_OF)));
    bool ok = read_days(p, gp_ref_part(p, learn, GP_N_IN), &q->days);
    ok &= read_axis(p, gp_ref_part(p, learn, GP_N_BY), q);
    if (!ok || q->kpi == GP_NONE || q->scope == GP_NONE)
        return false;
    if (p->model->kpis.at[q->kpi].kind == GP_KPI_FLOW)
        return true;
    gp_find(p->findings, GP_TEXT_LEARN_FLOW, gp_ref_span(p, kpi),
            gp_ref_name(p, kpi), NULL);
    return false;
}

/* ---- the actuals ---- */

/* Everything that weights ask of them must be known before they are read. */
static void watch_all(struct gp_pass *p, struct gp_facts *facts,
                      const struct gp_learned *all, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct gp_history_query *q = &all[i].query;
        if (!all[i].ok || q->by != GP_HISTORY_DIMENSION)
            continue;
        for (uint32_t m = p->model->dimensions.at[q->dimension].child;
             m != GP_NONE; m = p->model->members.at[m].next)
            gp_facts_watch(facts, q->kpi, m);
    }
}

static void fill(struct gp_pass *p, struct gp_vector *v,
                 const struct gp_history_query *q, const struct gp_history *h)
{
    static const enum gp_grain grains[] = {[GP_HISTORY_WEEKDAY] = GP_DAY,
                                           [GP_HISTORY_HALF] = GP_HALF,
                                           [GP_HISTORY_QUARTER] = GP_QUARTER,
                                           [GP_HISTORY_MONTH] = GP_MONTH,
                                           [GP_HISTORY_WEEK] = GP_WEEK};
    bool named = q->by >= GP_HISTORY_TEAM;
    v->kind = named                         ? GP_VECTOR_MEMBERS
              : q->by == GP_HISTORY_WEEKDAY ? GP_VECTOR_WEEKDAYS
                                            : GP_VECTOR_TICKS;
    v->grain = named ? GP_GRAIN_COUNT : grains[q->by];
    v->count = (int)h->parts.count;
    v->names = gp_arena_calloc(p->arena, h->parts.count + 1, sizeof *v->names);
    v->labels =
        gp_arena_calloc(p->arena, h->parts.count + 1, sizeof *v->labels);
    for (int i = 0; i < v->count; i++) {
        v->names[i] = h->parts.at[i].name;
        v->weights[i] = h->parts.at[i].weight;
        v->sum += v->weights[i];
    }
}

/* ---- findings ---- */

/* "sales of company in 2023..2025" as it was written. */
static const char *text_of(struct gp_pass *p, struct gp_ref learn)
{
    struct gp_ref kpi = gp_ref_next(p, gp_ref_child(p, learn));
    struct gp_ref in = gp_ref_part(p, learn, GP_N_IN);
    struct gp_span a = gp_ref_span(p, kpi), b = gp_ref_span(p, in);
    const char *text = p->findings->sources->list.at[a.source].text;
    return gp_arena_strndup(p->arena, text + a.start, b.end - a.start);
}

static const char *part_text(struct gp_pass *p, enum gp_history_by by,
                             const struct gp_history_part *part)
{
    const char *label = gp_history_label(&p->findings->arena, by, part->number);
    return label != NULL ? label : gp_sym_text(p->names, part->name);
}

/* Parts without any history, as one finding. */
static void check_gaps(struct gp_pass *p, const struct gp_learned *l,
                       const struct gp_history *h, const char *from)
{
    enum { NAMED = 8 };
    struct gp_arena *a = &p->findings->arena;
    const char *names = "";
    size_t gaps = 0;
    for (size_t i = 0; i < h->parts.count; i++) {
        if (h->parts.at[i].sum > 0 || gaps++ >= NAMED)
            continue;
        names = gp_arena_join(a, names, gaps > 1 ? ", " : "",
                              part_text(p, l->query.by, &h->parts.at[i]), NULL);
    }
    if (gaps == 0)
        return;
    if (gaps > NAMED)
        names = gp_arena_join(a, names, ", ...", NULL);
    struct gp_finding *f = gp_find(p->findings, GP_TEXT_HISTORY_GAP,
                                   gp_ref_span(p, l->learn), from, names, NULL);
    gp_tell_of(p, f, l->query.scope);
    if (f->severity > GP_WARNING)
        f->severity = GP_WARNING;
    gp_find_help(p->findings, f, GP_TEXT_HELP_HISTORY_GAP, NULL);
}

/* Whether the history can be weights; says what is wrong with it. */
static bool check(struct gp_pass *p, const struct gp_learned *l,
                  const struct gp_history *h, const char *from)
{
    struct gp_span span = gp_ref_span(p, l->learn);
    struct gp_finding *f;
    if (h->sum <= 0 || h->large) {
        f = gp_find(p->findings,
                    h->large ? GP_TEXT_OVERFLOW : GP_TEXT_HISTORY_EMPTY, span,
                    from, NULL);
        gp_tell_of(p, f, l->query.scope);
        if (!h->large)
            gp_find_help(p->findings, f, GP_TEXT_HELP_HISTORY_EMPTY, NULL);
        return false;
    }
    for (size_t i = 0; i < h->parts.count; i++) {
        const struct gp_history_part *part = &h->parts.at[i];
        if (part->sum >= 0)
            continue;
        f = gp_find(p->findings, GP_TEXT_HISTORY_NEGATIVE, span, from,
                    part_text(p, l->query.by, part),
                    gp_show_amount(&p->findings->arena, p->model, l->query.kpi,
                                   part->sum),
                    NULL);
        gp_tell_of(p, f, l->query.scope);
        return false;
    }
    check_gaps(p, l, h, from);
    return true;
}

static uint32_t learn(struct gp_pass *p, const struct gp_facts *facts,
                      const struct gp_learned *l)
{
    struct gp_ref name = gp_ref_child(p, l->ref);
    struct gp_vector v = {.name = gp_pass_node(p, name)->sym,
                          .span = gp_ref_span(p, name),
                          .from = text_of(p, l->learn)};
    struct gp_history h;
    gp_history_sum(facts, &l->query, &h);
    v.weights = gp_arena_calloc(p->arena, h.parts.count + 1, sizeof *v.weights);
    bool ok = check(p, l, &h, v.from);
    if (ok)
        fill(p, &v, &l->query, &h);
    gp_history_fini(&h);
    if (!ok)
        return GP_NONE;
    gp_vec_push(p->heap, &p->model->vectors, v);
    return (uint32_t)p->model->vectors.count - 1;
}

/* ---- all of them ---- */

bool gp_learn_read(struct gp_pass *p, struct gp_ref ref, struct gp_learned *out)
{
    *out = (struct gp_learned){.ref = ref,
                               .learn = gp_ref_part(p, ref, GP_N_LEARN)};
    out->ok = read_query(p, out->learn, &out->query);
    return out->ok;
}

void gp_learn_all(struct gp_pass *p, struct gp_learned *all, size_t count)
{
    struct gp_facts *facts = gp_facts_new(p->model);
    watch_all(p, facts, all, count);
    bool read = gp_facts_load(facts, p->findings);
    for (size_t i = 0; i < count; i++)
        all[i].vector = all[i].ok && read ? learn(p, facts, &all[i]) : GP_NONE;
    gp_facts_free(facts);
}

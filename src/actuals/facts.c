/* See facts.h: where facts are put and asked for; read.c brings them. */
#include "actuals/facts.h"

#include <string.h>

#include "actuals/facts_own.h"
#include "actuals/match.h"

/* ------------------------------------------------------------------ making */

static void add_part(struct gp_facts *f, uint32_t kpi, uint32_t member);

/* A part of a formula is made of the same parts of what it rests on. */
static void add_parts_of(struct gp_facts *f, uint32_t expr, uint32_t member)
{
    if (expr == GP_NONE)
        return;
    const struct gp_expr *e = &f->model->exprs.at[expr];
    if (e->kind == GP_E_MEASURE || e->kind == GP_E_GROWTH)
        add_part(f, e->kpi, member);
    add_parts_of(f, e->left, member);
    add_parts_of(f, e->right, member);
}

static void add_part(struct gp_facts *f, uint32_t kpi, uint32_t member)
{
    for (size_t i = 0; i < f->parts.count; i++)
        if (f->parts.at[i].kpi == kpi && f->parts.at[i].member == member)
            return;
    struct gp_facts_part part = {kpi, member};
    gp_vec_push(f->heap, &f->parts, part);
    add_parts_of(f, f->model->kpis.at[kpi].formula, member);
}

/* The parts of KPIs that formulas and conditions ask for. */
static void gather_parts(struct gp_facts *f)
{
    const struct gp_model *m = f->model;
    for (size_t i = 0; i < m->exprs.count; i++) {
        const struct gp_expr *e = &m->exprs.at[i];
        if ((e->kind == GP_E_MEASURE || e->kind == GP_E_GROWTH) &&
            e->member != GP_NONE)
            add_part(f, e->kpi, e->member);
    }
}

struct gp_facts *gp_facts_new(const struct gp_model *model)
{
    struct gp_facts *f = gp_calloc(model->heap, 1, sizeof *f);
    size_t n = model->scopes.count;
    f->model = model;
    f->heap = model->heap;
    gp_arena_init(&f->arena, f->heap);
    gp_store_init(&f->store, f->heap);
    gp_map_init(&f->narrowed_of, f->heap);
    f->scope_count = (uint32_t)n;
    f->first_narrow = gp_alloc(f->heap, (n + 1) * sizeof(uint32_t));
    f->next_narrow = gp_alloc(f->heap, (n + 1) * sizeof(uint32_t));
    for (size_t i = 0; i < n; i++)
        f->first_narrow[i] = GP_NONE;
    for (size_t i = n; i-- > 0;) {
        const struct gp_scope *s = &model->scopes.at[i];
        f->next_narrow[i] = GP_NONE;
        if (s->kind != GP_SCOPE_NARROW || s->base >= n)
            continue;
        f->next_narrow[i] = f->first_narrow[s->base];
        f->first_narrow[s->base] = (uint32_t)i;
    }
    gather_parts(f);
    return f;
}

const struct gp_model *gp_facts_model(const struct gp_facts *f)
{
    return f->model;
}

void gp_facts_watch(struct gp_facts *f, uint32_t kpi, uint32_t member)
{
    add_part(f, kpi, member);
}

void gp_facts_free(struct gp_facts *f)
{
    if (f == NULL)
        return;
    gp_store_fini(&f->store);
    gp_map_fini(&f->narrowed_of);
    gp_vec_fini(f->heap, &f->parts);
    gp_vec_fini(f->heap, &f->masks);
    gp_vec_fini(f->heap, &f->sources);
    gp_vec_fini(f->heap, &f->unmatched);
    gp_free(f->heap, f->first_narrow);
    gp_free(f->heap, f->next_narrow);
    gp_arena_fini(&f->arena);
    gp_free(f->heap, f);
}

/* ----------------------------------------------------------------- placing */

static bool has_member(const struct gp_model *m, const struct gp_fact *fact,
                       uint32_t member)
{
    for (size_t i = 0; i < fact->member_count; i++)
        if (gp_member_is_below(m, fact->members[i], member))
            return true;
    return false;
}

/* Whether the fact lies in the narrowed scope, its base being given. */
static bool lies_in(const struct gp_model *m, const struct gp_fact *fact,
                    uint32_t narrowed)
{
    const struct gp_scope *s = &m->scopes.at[narrowed];
    for (; s->kind == GP_SCOPE_NARROW; s = &m->scopes.at[s->parent])
        if (!has_member(m, fact, s->member))
            return false;
    return true;
}

/* The scope that the members narrow the base to, each of them said. */
static bool is_just(const struct gp_model *m, const struct gp_fact *fact,
                    uint32_t narrowed)
{
    for (size_t i = 0; i < fact->member_count; i++) {
        const struct gp_scope *s = &m->scopes.at[narrowed];
        while (s->kind == GP_SCOPE_NARROW && s->member != fact->members[i])
            s = &m->scopes.at[s->parent];
        if (s->kind != GP_SCOPE_NARROW)
            return false;
    }
    return lies_in(m, fact, narrowed);
}

static enum gp_placed place_alone(struct gp_facts *f,
                                  const struct gp_fact *fact)
{
    uint32_t at = fact->scope;
    if (fact->member_count > 0) {
        at = f->first_narrow[fact->scope];
        while (at != GP_NONE && !is_just(f->model, fact, at))
            at = f->next_narrow[at];
        if (at == GP_NONE)
            return GP_PLACE_NOWHERE;
    }
    gp_store_set(&f->store, fact->kpi, at, fact->date, fact->amount);
    return GP_PLACED;
}

static uint32_t make_narrowed(struct gp_facts *f, uint32_t scope,
                              uint32_t member)
{
    uint32_t *at = gp_map_at(&f->narrowed_of, gp_map_key(scope, member));
    if (*at == GP_MAP_NONE)
        *at = f->scope_count++;
    return *at;
}

/* The parts of one scope that the fact lies in. */
static bool place_parts(struct gp_facts *f, const struct gp_fact *fact,
                        uint32_t scope)
{
    bool fits = true;
    for (uint32_t n = f->first_narrow[scope]; n != GP_NONE;
         n = f->next_narrow[n])
        if (lies_in(f->model, fact, n))
            fits &=
                gp_store_add(&f->store, fact->kpi, n, fact->date, fact->amount);
    for (size_t i = 0; i < f->parts.count; i++) {
        const struct gp_facts_part *p = &f->parts.at[i];
        if (p->kpi == fact->kpi && has_member(f->model, fact, p->member) &&
            gp_model_narrowed(f->model, scope, p->member) == GP_NONE)
            fits &= gp_store_add(&f->store, fact->kpi,
                                 make_narrowed(f, scope, p->member), fact->date,
                                 fact->amount);
    }
    return fits;
}

static bool is_masked(const struct gp_facts *f, const struct gp_fact *fact)
{
    const struct gp_model *m = f->model;
    bool flow = m->kpis.at[fact->kpi].kind == GP_KPI_FLOW;
    for (size_t i = 0; i < f->masks.count; i++) {
        const struct gp_facts_mask *k = &f->masks.at[i];
        uint32_t base = m->scopes.at[k->scope].base;
        if (k->kpi != fact->kpi || !gp_days_hold(k->days, fact->date))
            continue;
        if (flow ? gp_scope_is_below(m, fact->scope, base) &&
                       lies_in(m, fact, k->scope)
                 : fact->scope == base && is_just(m, fact, k->scope))
            return true;
    }
    return false;
}

enum gp_placed gp_facts_place(struct gp_facts *f, const struct gp_fact *fact)
{
    const struct gp_model *m = f->model;
    if (is_masked(f, fact))
        return GP_PLACED;
    if (m->kpis.at[fact->kpi].kind != GP_KPI_FLOW)
        return place_alone(f, fact);
    bool fits = true;
    for (uint32_t s = fact->scope; s != GP_NONE; s = m->scopes.at[s].parent) {
        fits &= gp_store_add(&f->store, fact->kpi, s, fact->date, fact->amount);
        if (fact->member_count > 0)
            fits &= place_parts(f, fact, s);
    }
    return fits ? GP_PLACED : GP_PLACE_LARGE;
}

void gp_facts_add(struct gp_facts *f, uint32_t kpi, uint32_t scope,
                  const uint32_t *members, size_t member_count, gp_date date,
                  int64_t amount)
{
    uint32_t all[GP_MAX_MEMBERS];
    size_t n = 0;
    for (; n < member_count && n < GP_MAX_MEMBERS; n++)
        all[n] = members[n];
    /* A narrowed scope is its base and members. */
    while (f->model->scopes.at[scope].kind == GP_SCOPE_NARROW) {
        if (n < GP_MAX_MEMBERS)
            all[n++] = f->model->scopes.at[scope].member;
        scope = f->model->scopes.at[scope].parent;
    }
    struct gp_fact fact = {kpi, scope, all, n, date, amount};
    gp_facts_place(f, &fact);
}

void gp_facts_miss(struct gp_facts *f, uint32_t kpi, gp_date date,
                   int64_t amount)
{
    struct gp_unmatched *u = NULL;
    for (size_t i = 0; i < f->unmatched.count; i++)
        if (f->unmatched.at[i].kpi == kpi)
            u = &f->unmatched.at[i];
    if (u == NULL) {
        struct gp_unmatched fresh = {.kpi = kpi};
        gp_vec_push(f->heap, &f->unmatched, fresh);
        u = &f->unmatched.at[f->unmatched.count - 1];
    }
    u->rows++;
    /* A total that does not fit stays where it was: rows still tell. */
    int64_t sum;
    if (kpi != GP_NONE && f->model->kpis.at[kpi].kind == GP_KPI_FLOW &&
        gp_days_hold(f->model->time.days, date) &&
        gp_add64(&sum, u->total, amount))
        u->total = sum;
}

/* Sums that do not fit count as no data: that is said. */
static void check_sums(const struct gp_facts *f, struct gp_findings *findings)
{
    const struct gp_model *m = f->model;
    if (f->store.bulk <= INT64_MAX)
        return;
    for (uint32_t k = 0; k < m->kpis.count; k++)
        for (uint32_t s = 0; s < m->scopes.count; s++) {
            struct gp_store_sum sum;
            gp_store_sum(&f->store, k, s, m->time.days, &sum);
            if (sum.overflow && (m->scopes.at[s].kind == GP_SCOPE_TEAM ||
                                 m->scopes.at[s].kind == GP_SCOPE_PERSON))
                gp_find_about(
                    findings,
                    gp_find(findings, GP_TEXT_BAD_ROW_TOTAL, m->kpis.at[k].span,
                            gp_sym_text(m->names, m->kpis.at[k].name),
                            gp_sym_text(m->names, m->scopes.at[s].name), NULL),
                    gp_scope_text(&findings->arena, m, s));
        }
}

bool gp_facts_load(struct gp_facts *f, struct gp_findings *findings)
{
    bool read = true;
    for (uint32_t i = 0; i < f->model->actuals.count; i++)
        read &= gp_facts_read(f, i, findings);
    check_sums(f, findings);
    return read;
}

/* ------------------------------------------------------------------ asking */

static void ask(const struct gp_facts *f, uint32_t kpi, uint32_t scope,
                struct gp_span_days span, gp_date as_of,
                struct gp_store_sum *out)
{
    span.last = span.last > as_of ? as_of : span.last;
    gp_store_sum(&f->store, kpi, gp_model_upon(f->model, scope), span, out);
}

bool gp_facts_sum(const struct gp_facts *f, uint32_t kpi, uint32_t scope,
                  struct gp_span_days span, gp_date as_of, int64_t *out)
{
    struct gp_store_sum s;
    ask(f, kpi, scope, span, as_of, &s);
    *out = s.sum;
    return s.days > 0 && !s.overflow;
}

bool gp_facts_last(const struct gp_facts *f, uint32_t kpi, uint32_t scope,
                   struct gp_span_days span, gp_date as_of, int64_t *out,
                   gp_date *date)
{
    struct gp_store_sum s;
    ask(f, kpi, scope, span, as_of, &s);
    *out = s.latest;
    if (date != NULL)
        *date = s.last;
    return s.days > 0;
}

bool gp_facts_only(const struct gp_facts *f, uint32_t kpi, uint32_t scope,
                   struct gp_span_days span, gp_date as_of, int64_t *out)
{
    struct gp_store_sum s;
    ask(f, kpi, scope, span, as_of, &s);
    *out = s.latest;
    return s.days == 1;
}

bool gp_facts_day(const struct gp_facts *f, uint32_t kpi, uint32_t scope,
                  gp_date date, gp_date as_of, int64_t *out)
{
    struct gp_span_days day = {date, date};
    return gp_facts_last(f, kpi, scope, day, as_of, out, NULL);
}

bool gp_facts_any(const struct gp_facts *f, uint32_t kpi, uint32_t scope)
{
    return gp_store_has(&f->store, kpi, scope);
}

uint32_t gp_facts_narrowed(const struct gp_facts *f, uint32_t scope,
                           uint32_t member)
{
    scope = gp_model_upon(f->model, scope);
    uint32_t known = scope < f->model->scopes.count
                         ? gp_model_narrowed(f->model, scope, member)
                         : GP_NONE;
    return known != GP_NONE
               ? known
               : gp_map_get(&f->narrowed_of, gp_map_key(scope, member));
}

gp_date gp_facts_last_date(const struct gp_facts *f, gp_date as_of)
{
    const struct gp_model *m = f->model;
    gp_date last = GP_NO_DATE;
    for (uint32_t k = 0; k < m->kpis.count; k++)
        for (uint32_t s = 0; s < m->scopes.count; s++) {
            struct gp_store_sum sum;
            ask(f, k, s, m->time.days, as_of, &sum);
            last = sum.last > last ? sum.last : last;
        }
    return last;
}

size_t gp_facts_source_count(const struct gp_facts *f)
{
    return f->sources.count;
}

const struct gp_facts_source *gp_facts_source(const struct gp_facts *f,
                                              size_t index)
{
    return &f->sources.at[index];
}

size_t gp_facts_unmatched_count(const struct gp_facts *f)
{
    return f->unmatched.count;
}

const struct gp_unmatched *gp_facts_unmatched(const struct gp_facts *f,
                                              size_t index)
{
    return &f->unmatched.at[index];
}

static void stale(const struct gp_facts *f, const struct gp_facts_source *s,
                  const struct gp_period *month, struct gp_findings *findings)
{
    struct gp_buf buf;
    gp_buf_init(&buf, f->heap);
    if (s->last == GP_NO_DATE)
        gp_buf_puts(&buf, gp_word(findings, "no day of the plan"));
    else
        gp_buf_date(&buf, s->last);
    const char *last = gp_arena_strdup(&findings->arena, gp_buf_cstr(&buf));
    buf.count = 0;
    gp_buf_period(&buf, month);
    struct gp_finding *found = gp_find(findings, GP_TEXT_ACTUALS_STALE,
                                       f->model->actuals.at[s->actuals].span,
                                       s->file, gp_buf_cstr(&buf), last, NULL);
    gp_find_help(findings, found, GP_TEXT_HELP_ACTUALS_STALE, NULL);
    gp_buf_fini(&buf);
}

void gp_facts_check_stale(const struct gp_facts *f, gp_date as_of,
                          struct gp_findings *findings)
{
    const struct gp_timetable *t = &f->model->time;
    const struct gp_period *month = NULL;
    for (int i = 0; i < t->of[GP_MONTH]; i++) {
        const struct gp_tick *tick = &t->ticks[t->first[GP_MONTH] + i];
        if (tick->period.days.last <= as_of)
            month = &tick->period;
    }
    for (size_t i = 0; month != NULL && i < f->sources.count; i++) {
        const struct gp_facts_source *s = &f->sources.at[i];
        if (!s->unreadable && s->last < month->days.first)
            stale(f, s, month, findings);
    }
}

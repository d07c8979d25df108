/* What a funnel asks of each: rows and cells of its stages where the plan
 * states none, and a check of those that it states. */
#include <string.h>

#include "base/vec.h"
#include "compile/effort/funnel.h"
#include "compile/flow/flow.h"
#include "model/round.h"

/* ---- who has a need ---- */

/* Whether this is a target that can be worked back: its periods hold what is
 * to be reached in them. */
static bool is_goal(const struct gp_model *m, const struct gp_row *r)
{
    enum gp_kpi_kind kind = m->kpis.at[r->kpi].kind;
    const struct gp_scope *s = &m->scopes.at[r->scope];
    bool tree = s->kind == GP_SCOPE_TEAM || s->kind == GP_SCOPE_PERSON;
    if (s->kind == GP_SCOPE_RESERVE || s->kind == GP_SCOPE_GAP)
        tree = s->member == GP_NONE; /* held back of the team tree */
    return tree && r->relation == GP_EQUAL && !r->overlay &&
           (kind == GP_KPI_FLOW || kind == GP_KPI_LEVEL);
}

static bool covers(const struct gp_model *m, const struct gp_funnel *f,
                   uint32_t scope)
{
    for (; f->scope != GP_NONE && scope != f->scope;
         scope = m->scopes.at[scope].parent)
        if (scope == GP_NONE)
            return false;
    return true;
}

/* Whether the plan itself speaks of a stage here, or of a scope above. */
static bool is_stated(const struct gp_model *m, uint32_t kpi, uint32_t scope,
                      uint32_t rows)
{
    for (; scope != GP_NONE; scope = m->scopes.at[scope].parent) {
        uint32_t row = gp_map_get(&m->row_of, gp_map_key(kpi, scope));
        if (row != GP_MAP_NONE && row < rows)
            return true;
    }
    return false;
}

static bool is_deeper(const struct gp_model *m, const struct gp_funnel *a,
                      const struct gp_funnel *b)
{
    int x = a->scope == GP_NONE ? -1 : m->scopes.at[a->scope].depth;
    int y = b->scope == GP_NONE ? -1 : m->scopes.at[b->scope].depth;
    return x > y;
}

static void tell_double(struct gp_pass *p, const struct gp_stage *now,
                        const struct gp_stage *first, uint32_t scope)
{
    const char *name = gp_sym_text(p->names, p->model->kpis.at[now->kpi].name);
    struct gp_finding *x =
        gp_find(p->findings, GP_TEXT_FUNNEL_DOUBLE, now->span, name,
                p->model->scopes.at[scope].title, NULL);
    gp_tell_of(p, x, scope);
    gp_find_note(p->findings, x, first->span, GP_TEXT_NOTE_FIRST, NULL);
    gp_find_help(p->findings, x, GP_TEXT_HELP_FUNNEL_DOUBLE, NULL);
}

/* One leaf's need of one stage.  Of two funnels that cover it, the one of
 * the narrower scope decides. */
static void add_need(struct gp_pass *p, struct gp_map *need_of, uint32_t funnel,
                     uint32_t stage, uint32_t scope, bool *told)
{
    struct gp_model *m = p->model;
    const struct gp_funnel *f = &m->funnels.at[funnel];
    uint32_t kpi = f->stages[stage].kpi;
    struct gp_need need = {funnel, stage, scope};
    uint32_t *at = gp_map_at(need_of, gp_map_key(kpi, scope));
    if (*at == GP_MAP_NONE) {
        *at = (uint32_t)p->needs.count;
        gp_vec_push(p->heap, &p->needs, need);
        return;
    }
    struct gp_need *other = &p->needs.at[*at];
    const struct gp_funnel *o = &m->funnels.at[other->funnel];
    if (is_deeper(m, f, o)) {
        *other = need;
    } else if (!is_deeper(m, o, f) && !*told) {
        *told = true;
        tell_double(p, &f->stages[stage], &o->stages[other->stage], scope);
    }
}

static void tell_nothing(struct gp_pass *p, const struct gp_funnel *f)
{
    const struct gp_model *m = p->model;
    const char *kpi = gp_sym_text(p->names, m->kpis.at[f->value].name);
    uint32_t scope = f->scope != GP_NONE ? f->scope : m->root;
    struct gp_span at = m->facts.at[f->value_fact].span;
    const char *name = gp_sym_text(p->names, f->name);
    struct gp_finding *x =
        f->scope == GP_NONE
            ? gp_find(p->findings, GP_TEXT_FUNNEL_NOTHING, at, name, kpi, NULL)
            : gp_find(p->findings, GP_TEXT_FUNNEL_NOTHING_OF, at, name, kpi,
                      m->scopes.at[f->scope].title, NULL);
    gp_tell_of(p, x, f->scope);
    if (scope != GP_NONE)
        gp_find_help(p->findings, x, GP_TEXT_HELP_FUNNEL_NOTHING, kpi,
                     gp_sym_text(p->names, m->scopes.at[scope].name), NULL);
}

/* The funnels of one rank, by what they work back and where: however many
 * there are, a target meets those of its own scope and of those above. */
struct funnels {
    struct gp_map first; /* (value, scope) */
    uint32_t *next;      /* by funnel */
    bool *any, *told;    /* ... it has a target; it was said to be double */
};

static void add_leaf(struct gp_pass *p, struct gp_map *need_of,
                     struct funnels *x, uint32_t kpi, uint32_t at,
                     uint32_t scope, uint32_t rows, bool shared)
{
    struct gp_model *m = p->model;
    uint32_t i = gp_map_get(&x->first, gp_map_key(kpi, at));
    for (; i != GP_MAP_NONE && i != GP_NONE; i = x->next[i]) {
        const struct gp_funnel *f = &m->funnels.at[i];
        x->any[i] = true;
        for (uint32_t k = 0; k < f->stage_count && !shared; k++)
            if (!is_stated(m, f->stages[k].kpi, scope, rows))
                add_need(p, need_of, i, k, scope, &x->told[i]);
    }
}

/* The leaves of the targets that funnels work back: those that nobody below
 * has a part of. */
static void find_leaves(struct gp_pass *p, struct gp_map *need_of,
                        struct funnels *x, uint32_t rows)
{
    const struct gp_model *m = p->model;
    struct gp_map shared;
    gp_map_init(&shared, p->heap);
    for (uint32_t i = 0; i < rows; i++) {
        const struct gp_row *r = &m->rows.at[i];
        uint32_t up = m->scopes.at[r->scope].parent;
        if (up != GP_NONE && is_goal(m, r))
            *gp_map_at(&shared, gp_map_key(r->kpi, up)) = 1;
    }
    for (uint32_t i = 0; i < rows; i++) {
        const struct gp_row *r = &m->rows.at[i];
        uint32_t kpi = r->kpi, scope = r->scope;
        if (!is_goal(m, r))
            continue;
        bool is = gp_map_get(&shared, gp_map_key(kpi, scope)) != GP_MAP_NONE;
        for (uint32_t s = scope; s != GP_NONE; s = m->scopes.at[s].parent)
            add_leaf(p, need_of, x, kpi, s, scope, rows, is);
        add_leaf(p, need_of, x, kpi, GP_NONE, scope, rows, is);
    }
    gp_map_fini(&shared);
}

static void find_rank(struct gp_pass *p, struct gp_map *need_of, int rank)
{
    const struct gp_model *m = p->model;
    size_t n = m->funnels.count;
    struct funnels x = {.next = gp_alloc(p->heap, (n + 1) * sizeof *x.next),
                        .any = gp_calloc(p->heap, n + 1, sizeof *x.any),
                        .told = gp_calloc(p->heap, n + 1, sizeof *x.told)};
    gp_map_init(&x.first, p->heap);
    for (uint32_t i = (uint32_t)n; i-- > 0;) {
        const struct gp_funnel *f = &m->funnels.at[i];
        if (m->kpis.at[f->value].funnel_rank + 1 != rank)
            continue;
        uint32_t *at = gp_map_at(&x.first, gp_map_key(f->value, f->scope));
        x.next[i] = *at == GP_MAP_NONE ? GP_NONE : *at;
        *at = i;
    }
    find_leaves(p, need_of, &x, (uint32_t)m->rows.count);
    /* What another funnel makes the targets of comes later. */
    for (size_t i = 0; i < n && rank == 1; i++)
        if (!x.any[i] && m->kpis.at[m->funnels.at[i].value].funnel_rank == 0)
            tell_nothing(p, &m->funnels.at[i]);
    gp_map_fini(&x.first);
    gp_free(p->heap, x.next);
    gp_free(p->heap, x.any);
    gp_free(p->heap, x.told);
}

void gp_funnel_rows(struct gp_pass *p)
{
    struct gp_model *m = p->model;
    struct gp_map need_of;
    int last = 0;
    gp_map_init(&need_of, p->heap);
    for (size_t k = 0; k < m->kpis.count; k++)
        last =
            m->kpis.at[k].funnel_rank > last ? m->kpis.at[k].funnel_rank : last;
    for (int rank = 1; rank <= last; rank++) {
        /* Rows of lower ranks are goals of this one; its own are what the
         * plan states. */
        size_t first = p->needs.count;
        find_rank(p, &need_of, rank);
        for (size_t i = first; i < p->needs.count; i++) {
            const struct gp_need *n = &p->needs.at[i];
            const struct gp_stage *s =
                &m->funnels.at[n->funnel].stages[n->stage];
            uint32_t row = gp_make_row(p, s->kpi, n->scope);
            m->rows.at[row].span = s->span;
            uint32_t up = m->scopes.at[n->scope].parent;
            if (up != GP_NONE)
                gp_make_row(p, s->kpi, up);
        }
    }
    gp_map_fini(&need_of);
}

/* ---- how much ---- */

/* The least multiple of the KPI's step that is not less. */
static bool round_up(const struct gp_kpi *k, enum gp_grain grain,
                     struct gp_rat value, int64_t *out)
{
    struct gp_rat step = gp_rat_make(k->step[grain], gp_pow10(k->digits));
    struct gp_rat times;
    if (!gp_rat_div(&times, value, step))
        return false;
    gp_i128 n = gp_rat_floor(times) + (times.den != 1);
    if (n > INT64_MAX / k->step[grain])
        return false;
    *out = (int64_t)n * k->step[grain];
    return true;
}

bool gp_funnel_need(const struct gp_model *m, const struct gp_funnel *f,
                    size_t stage, enum gp_grain grain, int64_t value,
                    int64_t *out)
{
    struct gp_rat need =
        gp_rat_make(value, gp_pow10(m->kpis.at[f->value].digits));
    if (!gp_rat_div(&need, need, f->per))
        return false;
    for (size_t k = f->stage_count; k-- > stage;) {
        const struct gp_kpi *kpi = &m->kpis.at[f->stages[k].kpi];
        if (!round_up(kpi, grain, need, out))
            return false;
        need = gp_rat_make(*out, gp_pow10(kpi->digits));
        if (k > stage && !gp_rat_div(&need, need, f->stages[k].rate))
            return false;
    }
    return true;
}

static void tell_overflow(struct gp_pass *p, struct gp_row *row,
                          struct gp_span span)
{
    if (!row->open)
        gp_find(p->findings, GP_TEXT_OVERFLOW, span, NULL);
    row->open = true;
}

/* What a longer period needs, laid on those inside as the target is: one
 * level after the other, so that none of them gets more than its share. */
static void lay(struct gp_pass *p, struct gp_row *to, const struct gp_row *goal,
                int tick, int64_t need, uint32_t fact)
{
    const struct gp_timetable *t = &p->model->time;
    const struct gp_tick *x = &t->ticks[tick];
    int64_t weights[GP_MAX_COLUMNS], out[GP_MAX_COLUMNS], sum = 0;
    int n = x->child_count;
    to->at[tick] = need;
    to->why[tick] = gp_because(GP_WHY_FUNNEL, fact);
    if (n == 0 || n > GP_MAX_COLUMNS ||
        t->ticks[x->child].period.grain > GP_MONTH)
        return;
    for (int i = 0; i < n; i++) {
        weights[i] = gp_has(goal, x->child + i) ? goal->at[x->child + i] : 0;
        sum += weights[i];
    }
    memset(out, 0, sizeof out);
    if (sum > 0) {
        int64_t step =
            p->model->kpis.at[to->kpi].step[t->ticks[x->child].period.grain];
        gp_round_shares(p->heap, need, gp_round_step(step, &need, 1), weights,
                        (size_t)n, out);
    }
    for (int i = 0; i < n; i++)
        lay(p, to, goal, x->child + i, out[i], fact);
}

static void fill_row(struct gp_pass *p, const struct gp_need *need)
{
    struct gp_model *m = p->model;
    const struct gp_funnel *f = &m->funnels.at[need->funnel];
    const struct gp_stage *s = &f->stages[need->stage];
    uint32_t from = gp_map_get(&m->row_of, gp_map_key(f->value, need->scope));
    uint32_t to = gp_map_get(&m->row_of, gp_map_key(s->kpi, need->scope));
    struct gp_row *goal = &m->rows.at[from], *row = &m->rows.at[to];
    const struct gp_timetable *t = &m->time;
    enum gp_grain by = t->of[f->by] != 0 ? f->by : GP_MONTH;
    if (m->kpis.at[f->value].kind == GP_KPI_LEVEL) {
        gp_fill_periods(m, goal);
        by = GP_MONTH; /* a level holds in each of them */
    }
    row->open |= goal->open;
    for (int i = t->first[by]; i < t->first[by] + t->of[by]; i++) {
        int64_t amount;
        if (!gp_has(goal, i) || goal->at[i] < 0)
            continue;
        if (!gp_funnel_need(m, f, need->stage, by, goal->at[i], &amount))
            tell_overflow(p, row, s->span);
        else
            lay(p, row, goal, i, amount, s->fact);
    }
}

void gp_funnel_fill(struct gp_pass *p, int rank)
{
    const struct gp_model *m = p->model;
    for (size_t i = 0; i < p->needs.count; i++) {
        const struct gp_need *n = &p->needs.at[i];
        const struct gp_funnel *f = &m->funnels.at[n->funnel];
        if (m->kpis.at[f->stages[n->stage].kpi].funnel_rank == rank)
            fill_row(p, n);
    }
}

/* ---- what the plan states of a stage ---- */

/* The least that a cell must be: its own target worked back, as one; of a
 * level each month's. */
static bool least(const struct gp_model *m, const struct gp_funnel *f,
                  size_t stage, const struct gp_row *goal, int tick,
                  int64_t *out)
{
    const struct gp_timetable *t = &m->time;
    if (m->kpis.at[f->value].kind == GP_KPI_FLOW)
        return gp_has(goal, tick) && goal->at[tick] >= 0 &&
               gp_funnel_need(m, f, stage, t->ticks[tick].period.grain,
                              goal->at[tick], out);
    *out = 0;
    for (int i = t->first[GP_MONTH]; i < t->first[GP_MONTH] + t->of[GP_MONTH];
         i++) {
        int64_t one;
        if (!gp_days_hold(t->ticks[tick].period.days,
                          t->ticks[i].period.days.first))
            continue;
        if (!gp_has(goal, i) || goal->at[i] < 0 ||
            !gp_funnel_need(m, f, stage, GP_MONTH, goal->at[i], &one) ||
            !gp_add64(out, *out, one))
            return false;
    }
    return true;
}

/* 640万 / 5万 = 128 deals, / 25% = 512 visits */
static const char *chain_text(struct gp_pass *p, const struct gp_funnel *f,
                              size_t stage, enum gp_grain grain, int64_t value)
{
    const struct gp_model *m = p->model;
    struct gp_arena *a = &p->findings->arena;
    bool percent = m->kpis.at[f->value].unit == GP_UNIT_RATIO;
    const char *text =
        gp_arena_join(a, gp_show_amount(a, m, f->value, value), " / ",
                      gp_show_rat(a, m, f->per, percent), NULL);
    for (size_t k = f->stage_count; k-- > stage;) {
        const struct gp_stage *s = &f->stages[k];
        int64_t need;
        if (!gp_funnel_need(m, f, k, grain, value, &need))
            break;
        text = gp_arena_join(
            a, text, " = ", gp_show_amount(a, m, s->kpi, need), " ",
            gp_sym_text(p->names, m->kpis.at[s->kpi].name), NULL);
        if (k > stage)
            text = gp_arena_join(a, text, ", / ",
                                 gp_show_rat(a, m, s->rate, true), NULL);
    }
    return text;
}

static void tell_short(struct gp_pass *p, const struct gp_funnel *f,
                       size_t stage, const struct gp_row *row,
                       const struct gp_row *goal, int tick, int64_t need)
{
    const struct gp_model *m = p->model;
    struct gp_flow flow = {.p = p, .m = p->model};
    struct gp_arena *a = &p->findings->arena;
    const char *name = gp_sym_text(p->names, m->kpis.at[row->kpi].name);
    const char *value = gp_sym_text(p->names, m->kpis.at[f->value].name);
    bool level = m->kpis.at[f->value].kind == GP_KPI_LEVEL;
    struct gp_span at = gp_flow_said(&flow, row, tick);
    struct gp_finding *x = gp_find(
        p->findings, GP_TEXT_FUNNEL_SHORT, gp_span_is_set(at) ? at : row->span,
        name, gp_flow_scope_name(&flow, row->scope),
        gp_flow_period_name(&flow, tick),
        gp_show_amount(a, m, row->kpi, row->at[tick]), value,
        gp_show_amount(a, m, f->value, goal->at[tick]),
        gp_show_amount(a, m, row->kpi, need), NULL);
    if (!level)
        gp_find_detail(p->findings, x, GP_TEXT_DETAIL_TEXT,
                       chain_text(p, f, stage, m->time.ticks[tick].period.grain,
                                  goal->at[tick]),
                       NULL);
    gp_find_note(p->findings, x, f->stages[stage].span, GP_TEXT_NOTE_RATES,
                 NULL);
    gp_find_help(p->findings, x, GP_TEXT_HELP_FUNNEL_SHORT,
                 gp_show_amount(a, m, row->kpi, need - row->at[tick]),
                 gp_show_amount(a, m, row->kpi, need), value, NULL);
}

/* The coarsest of the periods that the plan speaks of and that is short. */
static bool check_row(struct gp_pass *p, const struct gp_funnel *f,
                      size_t stage, const struct gp_row *row)
{
    struct gp_model *m = p->model;
    uint32_t at = gp_map_get(&m->row_of, gp_map_key(f->value, row->scope));
    if (at == GP_MAP_NONE || !is_goal(m, &m->rows.at[at]) ||
        m->rows.at[at].open)
        return false;
    struct gp_row *goal = &m->rows.at[at];
    if (m->kpis.at[f->value].kind == GP_KPI_LEVEL)
        gp_fill_periods(m, goal);
    for (int t = 0; t < m->time.coarse_count; t++) {
        enum gp_why why = (enum gp_why)row->why[t].why;
        int64_t need;
        if (!gp_has(row, t) ||
            (t != 0 && why != GP_WHY_STATED && why != GP_WHY_AMOUNT &&
             why != GP_WHY_AMENDED) ||
            !least(m, f, stage, goal, t, &need) || row->at[t] >= need)
            continue;
        tell_short(p, f, stage, row, goal, t, need);
        return true;
    }
    return false;
}

/* Whether a funnel of a narrower scope decides here, or for some below. */
static bool is_overruled(const struct gp_model *m, const struct gp_funnel *f,
                         uint32_t kpi, uint32_t scope)
{
    for (size_t i = 0; i < m->funnels.count; i++) {
        const struct gp_funnel *o = &m->funnels.at[i];
        bool same = false;
        for (size_t k = 0; k < o->stage_count; k++)
            same |= o->stages[k].kpi == kpi;
        if (same && is_deeper(m, o, f) &&
            (covers(m, o, scope) || gp_scope_is_below(m, o->scope, scope)))
            return true;
    }
    return false;
}

/* The first row of a KPI at or below a scope: they stand in that order. */
static size_t first_row(const struct gp_model *m, uint32_t kpi, uint32_t scope)
{
    uint32_t order = scope == GP_NONE ? 0 : m->scopes.at[scope].order;
    size_t low = 0, high = m->rows.count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const struct gp_row *r = &m->rows.at[mid];
        if (r->kpi < kpi ||
            (r->kpi == kpi && m->scopes.at[r->scope].order < order))
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* Rows stand depth-first: what is below a row that was told says no more. */
static void check_stage(struct gp_pass *p, const struct gp_funnel *f,
                        size_t stage, const bool *derived)
{
    const struct gp_model *m = p->model;
    uint32_t told = GP_NONE, kpi = f->stages[stage].kpi;
    for (size_t i = first_row(m, kpi, f->scope); i < m->rows.count; i++) {
        const struct gp_row *r = &m->rows.at[i];
        if (r->kpi != kpi || (f->scope != GP_NONE && !covers(m, f, r->scope)))
            break;
        if (!is_goal(m, r) || r->open || gp_row_is_sum(r) || derived[i] ||
            !covers(m, f, r->scope) || is_overruled(m, f, r->kpi, r->scope) ||
            (told != GP_NONE && gp_scope_is_below(m, r->scope, told)))
            continue;
        if (check_row(p, f, stage, r))
            told = r->scope;
    }
}

void gp_funnel_check(struct gp_pass *p)
{
    const struct gp_model *m = p->model;
    bool *derived = gp_calloc(p->heap, m->rows.count + 1, sizeof *derived);
    for (size_t i = 0; i < p->needs.count; i++) {
        const struct gp_need *n = &p->needs.at[i];
        uint32_t kpi = m->funnels.at[n->funnel].stages[n->stage].kpi;
        derived[gp_map_get(&m->row_of, gp_map_key(kpi, n->scope))] = true;
    }
    for (size_t i = 0; i < m->funnels.count; i++)
        for (size_t k = 0; k < m->funnels.at[i].stage_count; k++)
            check_stage(p, &m->funnels.at[i], k, derived);
    gp_free(p->heap, derived);
}

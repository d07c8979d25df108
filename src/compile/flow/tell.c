/* The findings of the evaluation: what does not sum, with its arithmetic. */
#include "compile/flow/flow.h"
#include "model/stay.h"

const char *gp_flow_scope_name(const struct gp_flow *f, uint32_t scope)
{
    const struct gp_scope *s = &f->m->scopes.at[scope];
    uint32_t first = gp_map_get(&f->m->scope_of, s->name);
    bool plain = s->kind == GP_SCOPE_TEAM || s->kind == GP_SCOPE_PERSON;
    if (plain && f->m->scopes.at[first].same_name == GP_NONE)
        return gp_sym_text(f->m->names, s->name);
    struct gp_buf b;
    gp_buf_init(&b, f->p->heap);
    gp_buf_scope(&b, f->m, scope);
    const char *name = gp_arena_strdup(&f->p->findings->arena, gp_buf_cstr(&b));
    gp_buf_fini(&b);
    return name;
}

const char *gp_flow_period_name(const struct gp_flow *f, int tick)
{
    struct gp_buf b;
    gp_buf_init(&b, f->p->heap);
    gp_buf_period(&b, &f->m->time.ticks[tick].period);
    const char *name = gp_arena_strdup(&f->p->findings->arena, gp_buf_cstr(&b));
    gp_buf_fini(&b);
    return name;
}

const char *gp_flow_amount(const struct gp_flow *f, const struct gp_row *row,
                           int64_t amount)
{
    return gp_show_amount(&f->p->findings->arena, f->m, row->kpi, amount);
}

struct gp_span gp_flow_said(const struct gp_flow *f, const struct gp_row *row,
                            int tick)
{
    uint32_t fact = row->why[tick].fact;
    if (row->why[tick].why == GP_WHY_NOTHING || fact == GP_NO_FACT)
        return gp_no_span();
    return f->m->facts.at[fact].span;
}

/* Of a row that nobody speaks of: what is said of some part of it, inside a
 * period. */
static struct gp_span said_below(const struct gp_flow *f,
                                 const struct gp_row *row, int tick)
{
    const struct gp_model *m = f->m;
    uint32_t id = (uint32_t)(row - m->rows.at);
    struct gp_span_days days = m->time.ticks[tick].period.days;
    for (size_t c = 0; c < m->cuts.count; c++)
        for (uint32_t i = 0; m->cuts.at[c].row == id && i < m->cuts.at[c].count;
             i++) {
            const struct gp_row *part =
                &m->rows.at[m->parts.at[m->cuts.at[c].first + i]];
            for (int t = 0; t < m->kpis.at[row->kpi].tick_count; t++)
                if (gp_days_hold(days, m->time.ticks[t].period.days.first) &&
                    gp_span_is_set(gp_flow_said(f, part, t)))
                    return gp_flow_said(f, part, t);
        }
    return gp_no_span();
}

struct gp_span gp_flow_origin(const struct gp_flow *f, const struct gp_row *row,
                              int tick)
{
    int at = tick;
    struct gp_span said = gp_flow_said(f, row, tick);
    while (!gp_span_is_set(said) && tick != GP_NO_TICK) {
        said = gp_flow_said(f, row, tick);
        tick = f->m->time.ticks[tick].parent;
    }
    if (!gp_span_is_set(said))
        said = row->span;
    return gp_span_is_set(said) ? said : said_below(f, row, at);
}

void gp_flow_note_cell(struct gp_flow *f, struct gp_finding *finding,
                       const struct gp_row *row, int tick)
{
    struct gp_span at = gp_flow_origin(f, row, tick);
    if (!gp_span_is_set(at) || !gp_has(row, tick))
        return;
    gp_find_note(f->p->findings, finding, at, GP_TEXT_NOTE_COMES_FROM,
                 gp_flow_scope_name(f, row->scope),
                 gp_flow_amount(f, row, row->at[tick]), NULL);
}

/* "250万 + 300万 + 450万": the parts that have a value. */
static const char *terms(struct gp_flow *f, const char *all,
                         const struct gp_row *row, int tick, int *count)
{
    enum { MOST = 12 };
    struct gp_arena *a = &f->p->findings->arena;
    if (!gp_has(row, tick) || ++*count > MOST)
        return *count == MOST + 1 ? gp_arena_join(a, all, " + ...", NULL) : all;
    return gp_arena_join(a, all, *count == 1 ? "" : " + ",
                         gp_flow_amount(f, row, row->at[tick]), NULL);
}

/* The same of the periods below a tick, down to those that were stated. */
static const char *stated_terms(struct gp_flow *f, const char *all,
                                const struct gp_row *row, int tick, int *count,
                                int *first)
{
    int child = f->m->time.ticks[tick].child;
    for (int i = 0; i < gp_flow_children(f, row, tick); i++) {
        bool derived = gp_has(row, child + i) &&
                       row->why[child + i].why == GP_WHY_TIME_SUM;
        if (derived || !gp_has(row, child + i)) {
            all = stated_terms(f, all, row, child + i, count, first);
            continue;
        }
        all = terms(f, all, row, child + i, count);
        if (*first < 0 && gp_span_is_set(gp_flow_said(f, row, child + i)))
            *first = child + i;
    }
    return all;
}

/* Of a sum of one there is no sum to show. */
static void tell_detail(struct gp_flow *f, struct gp_finding *x, bool over,
                        int count, const char *all, const char *is,
                        const char *gap, const char *whole)
{
    if (count > 1)
        gp_find_detail(f->p->findings, x,
                       over ? GP_TEXT_DETAIL_OVER : GP_TEXT_DETAIL_SHORT, all,
                       is, gap, whole, NULL);
    else
        gp_find_detail(f->p->findings, x,
                       over ? GP_TEXT_DETAIL_ONE_OVER
                            : GP_TEXT_DETAIL_ONE_SHORT,
                       is, gap, whole, NULL);
}

bool gp_flow_is_spoilt(const struct gp_flow *f, const struct gp_row *row,
                       int tick)
{
    enum gp_why why = (enum gp_why)row->why[tick].why;
    if (tick == 0 || why == GP_WHY_STATED || why == GP_WHY_AMOUNT)
        return false;
    for (uint32_t up = row->parent; up != GP_NONE;
         up = f->m->rows.at[up].parent)
        if (f->m->rows.at[up].open && !f->m->rows.at[up].rollup)
            return true;
    return false;
}

void gp_flow_tell_periods(struct gp_flow *f, uint32_t row, int tick,
                          int64_t sum)
{
    struct gp_pass *p = f->p;
    const struct gp_row *r = &f->m->rows.at[row];
    if (gp_flow_is_spoilt(f, r, tick)) {
        f->m->rows.at[row].open = true;
        return;
    }
    bool over = sum > r->at[tick];
    int count = 0, first = -1;
    const char *all = stated_terms(f, "", r, tick, &count, &first);
    struct gp_span at =
        first >= 0 ? gp_flow_said(f, r, first) : gp_flow_origin(f, r, tick);
    const char *is = gp_flow_amount(f, r, sum);
    const char *whole = gp_flow_amount(f, r, r->at[tick]);
    const char *gap =
        gp_flow_amount(f, r, over ? sum - r->at[tick] : r->at[tick] - sum);
    struct gp_finding *x =
        gp_find(p->findings, GP_TEXT_PERIOD_SUM, at,
                gp_sym_text(p->names, f->m->kpis.at[r->kpi].name),
                gp_flow_scope_name(f, r->scope), gp_flow_period_name(f, tick),
                is, whole, NULL);
    tell_detail(f, x, over, count, all, is, gap, whole);
    gp_flow_note_cell(f, x, r, tick);
    gp_find_help(p->findings, x,
                 over ? GP_TEXT_HELP_PERIODS_OVER : GP_TEXT_HELP_PERIODS_SHORT,
                 gap, NULL);
    f->m->rows.at[row].open = true;
}

void gp_flow_tell_children(struct gp_flow *f, uint32_t cut, int tick,
                           int64_t sum)
{
    struct gp_pass *p = f->p;
    const struct gp_cut *c = &f->m->cuts.at[cut];
    const struct gp_row *r = &f->m->rows.at[c->row];
    /* Of a row that does not hold by itself its parts say nothing new. */
    if (r->open || gp_flow_is_spoilt(f, r, tick))
        return;
    const char *scope = gp_flow_scope_name(f, r->scope);
    const char *period = gp_flow_period_name(f, tick);
    struct gp_span at = gp_flow_origin(f, r, tick);
    if (sum == GP_NO_AMOUNT) {
        gp_find(p->findings, GP_TEXT_NO_TABLE, at, scope, period, NULL);
        return;
    }
    const char *by =
        c->dimension == GP_NONE
            ? gp_word(p->findings, GP_WORD("member"))
            : gp_sym_text(p->names, f->m->dimensions.at[c->dimension].name);
    bool over = sum > r->at[tick];
    const char *whole = gp_flow_amount(f, r, r->at[tick]);
    const char *is = gp_flow_amount(f, r, sum);
    const char *gap =
        gp_flow_amount(f, r, over ? sum - r->at[tick] : r->at[tick] - sum);
    struct gp_finding *x = gp_find(
        p->findings, over ? GP_TEXT_CHILDREN_OVER : GP_TEXT_CHILDREN_SUM, at,
        scope, period, whole, is, gap, NULL);
    const char *all = "";
    int count = 0;
    for (uint32_t i = 0; i < c->count; i++)
        all = terms(f, all, &f->m->rows.at[f->m->parts.at[c->first + i]], tick,
                    &count);
    tell_detail(f, x, over, count, all, is, gap, whole);
    for (uint32_t i = 0, told = 0; i < c->count && told < 2; i++) {
        const struct gp_row *part =
            &f->m->rows.at[f->m->parts.at[c->first + i]];
        if (!gp_has(part, tick) || !gp_span_is_set(gp_flow_said(f, part, tick)))
            continue;
        gp_flow_note_cell(f, x, part, tick);
        told++;
    }
    gp_find_help(p->findings, x,
                 over ? GP_TEXT_HELP_CHILDREN_OVER : GP_TEXT_HELP_CHILDREN_SUM,
                 gap, scope, by, NULL);
}

void gp_flow_check_wholes(struct gp_flow *f)
{
    struct gp_pass *p = f->p;
    for (size_t i = 0; i < p->splits.count && !p->lost_target; i++) {
        const struct gp_split *s = &p->splits.at[i];
        bool amounts =
            !(s->axis == GP_AXIS_TIME && s->grain == GP_WEEK && s->has_period);
        for (size_t k = 0; k < s->item_count; k++)
            amounts &= s->items[k].kind == GP_ITEM_AMOUNT;
        if (s->is_default || amounts)
            continue;
        uint32_t row = gp_map_get(&f->m->row_of, gp_map_key(s->kpi, s->scope));
        int tick = gp_timetable_find(&f->m->time, &s->period);
        const struct gp_row *r = &f->m->rows.at[row];
        if (r->open || tick == GP_NO_TICK || gp_has(r, tick) ||
            f->m->kpis.at[s->kpi].funnel_rank != f->rank)
            continue;
        struct gp_finding *x =
            gp_find(p->findings, GP_TEXT_NO_WHOLE, s->span,
                    gp_sym_text(p->names, f->m->kpis.at[s->kpi].name),
                    gp_flow_scope_name(f, s->scope),
                    gp_flow_period_name(f, tick), NULL);
        gp_find_help(p->findings, x, GP_TEXT_HELP_NO_WHOLE,
                     gp_sym_text(p->names, f->m->kpis.at[s->kpi].name),
                     gp_flow_scope_name(f, s->scope), NULL);
    }
}

static const char *text_of(struct gp_flow *f, struct gp_buf *b)
{
    const char *text =
        gp_arena_strndup(&f->p->findings->arena, gp_buf_cstr(b), b->count);
    gp_buf_fini(b);
    return text;
}

static const char *day_name(struct gp_flow *f, gp_date day)
{
    struct gp_buf b;
    gp_buf_init(&b, f->p->heap);
    gp_buf_date(&b, day);
    return text_of(f, &b);
}

static void tell_absent(struct gp_flow *f, const struct gp_row *row,
                        struct gp_span at, const char *period, int64_t amount)
{
    struct gp_pass *p = f->p;
    struct gp_model *m = f->m;
    struct gp_buf b;
    uint32_t scope = row->scope; /* the one above whose days these are */
    while (scope != GP_NONE && !gp_stay_is_own(m, scope))
        scope = m->scopes.at[m->scopes.at[scope].base].parent;
    if (scope == GP_NONE)
        return;
    scope = m->scopes.at[scope].base;
    const char *name = gp_sym_text(p->names, m->scopes.at[scope].name);
    gp_buf_init(&b, p->heap);
    gp_buf_stay(&b, m, scope, p->findings->lang);
    struct gp_finding *x =
        gp_find(p->findings, GP_TEXT_ABSENT, at,
                gp_sym_text(p->names, m->kpis.at[row->kpi].name),
                gp_flow_scope_name(f, row->scope), period,
                gp_flow_amount(f, row, amount), name, text_of(f, &b), NULL);
    if (m->scopes.at[scope].stay != GP_NONE)
        gp_find_note(p->findings, x, m->stays.at[m->scopes.at[scope].stay].span,
                     GP_TEXT_NOTE_STAY, name, NULL);
    gp_find_help(p->findings, x, GP_TEXT_HELP_ABSENT, NULL);
}

void gp_flow_tell_absent(struct gp_flow *f, const struct gp_row *row, int tick)
{
    tell_absent(f, row, gp_flow_origin(f, row, tick),
                gp_flow_period_name(f, tick), row->at[tick]);
}

void gp_flow_tell_absent_day(struct gp_flow *f, const struct gp_row *row,
                             gp_date day, int64_t amount)
{
    tell_absent(f, row, row->span, day_name(f, day), amount);
}

void gp_flow_tell_nobody(struct gp_flow *f, const struct gp_row *r,
                         struct gp_span at, struct gp_span_days days,
                         int64_t amount)
{
    struct gp_pass *p = f->p;
    struct gp_finding *x =
        gp_find(p->findings, GP_TEXT_NOBODY_THERE, at,
                gp_flow_scope_name(f, r->scope), gp_flow_amount(f, r, amount),
                day_name(f, days.first), day_name(f, days.last), NULL);
    gp_find_help(p->findings, x, GP_TEXT_HELP_NOBODY, NULL);
}

void gp_flow_tell_full(struct gp_flow *f, const struct gp_row *part, int tick,
                       const struct gp_row *whole, int64_t room)
{
    struct gp_pass *p = f->p;
    struct gp_finding *x =
        gp_find(p->findings, GP_TEXT_STAY_FULL, gp_flow_origin(f, part, tick),
                gp_flow_scope_name(f, part->scope),
                gp_flow_amount(f, part, part->at[tick]),
                gp_flow_period_name(f, tick), gp_flow_amount(f, whole, room),
                gp_flow_scope_name(f, whole->scope), NULL);
    uint32_t stay = f->m->scopes.at[f->m->scopes.at[part->scope].base].stay;
    if (stay != GP_NONE)
        gp_find_note(
            p->findings, x, f->m->stays.at[stay].span, GP_TEXT_NOTE_STAY,
            gp_sym_text(p->names, f->m->scopes.at[part->scope].name), NULL);
    gp_find_help(p->findings, x, GP_TEXT_HELP_ABSENT, NULL);
}

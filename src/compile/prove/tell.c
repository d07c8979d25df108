/* The findings of the proofs: what cannot be, and the lines that say so. */
#include "compile/prove/tell.h"

#include <string.h>

#include "compile/flow/flow.h"

enum { MOST_NOTES = 4 };

/* ---- words ---- */

static const char *fill(struct gp_prove *x, enum gp_text row, const char *a,
                        const char *b, const char *c)
{
    const char *words[] = {a, b, c, NULL};
    struct gp_findings *f = x->p->findings;
    return gp_text_fill(&f->arena, f->lang, row, words);
}

const char *gp_prove_scope_text(struct gp_prove *x, uint32_t scope)
{
    struct gp_flow f = {.p = x->p, .m = x->m};
    return gp_flow_scope_name(&f, scope);
}

const char *gp_prove_tick_text(struct gp_prove *x, int tick)
{
    struct gp_flow f = {.p = x->p, .m = x->m};
    return gp_flow_period_name(&f, tick);
}

const char *gp_prove_value_text(struct gp_prove *x, uint32_t kpi,
                                struct gp_rat value)
{
    return gp_show_rat(&x->p->findings->arena, x->m, value,
                       x->m->kpis.at[kpi].unit == GP_UNIT_RATIO);
}

const char *gp_prove_end_text(struct gp_prove *x, uint32_t kpi,
                              struct gp_end end, bool high, bool exact)
{
    enum gp_text row = exact                ? GP_TEXT_END_IS
                       : high && end.strict ? GP_TEXT_END_LESS
                       : high               ? GP_TEXT_END_AT_MOST
                       : end.strict         ? GP_TEXT_END_MORE
                                            : GP_TEXT_END_AT_LEAST;
    return fill(x, row, gp_prove_value_text(x, kpi, end.at), NULL, NULL);
}

bool gp_prove_point(struct gp_range r, struct gp_rat *out)
{
    struct gp_rat width, sum, size;
    if (!r.low.set || !r.high.set || !gp_rat_sub(&width, r.high.at, r.low.at) ||
        !gp_rat_add(&sum, r.high.at, r.low.at) ||
        !gp_rat_mul(&width, width, gp_rat_int(200)) ||
        !gp_rat_div(out, sum, gp_rat_int(2)))
        return false;
    size = *out;
    size.num = size.num < 0 ? -size.num : size.num;
    return gp_rat_cmp(width, size) <= 0;
}

/* ---- statements ---- */

bool gp_prove_is_stated(const struct gp_prove *x, uint32_t cell,
                        enum gp_relation *relation)
{
    const struct gp_prove_block *b = gp_prove_block_of(x, cell);
    if (x->cells.at[cell].fact == GP_NO_FACT || b->row == GP_NONE)
        return false;
    *relation = x->m->rows.at[b->row].relation;
    return true;
}

struct gp_rat gp_prove_stated(const struct gp_prove *x, uint32_t cell)
{
    const struct gp_prove_block *b = gp_prove_block_of(x, cell);
    return gp_rat_make(x->m->rows.at[b->row].at[gp_prove_tick(x, cell)],
                       gp_pow10(x->m->kpis.at[b->kpi].digits));
}

static const char *stated_text(struct gp_prove *x, uint32_t cell)
{
    const struct gp_prove_block *b = gp_prove_block_of(x, cell);
    enum gp_relation is = x->m->rows.at[b->row].relation;
    struct gp_end e = {.at = gp_prove_stated(x, cell), .set = true};
    return gp_prove_end_text(x, b->kpi, e, is == GP_AT_MOST, is == GP_EQUAL);
}

static struct gp_span span_of(const struct gp_prove *x, uint32_t cell)
{
    const struct gp_prove_block *b = gp_prove_block_of(x, cell);
    uint32_t fact = x->cells.at[cell].fact;
    if (fact != GP_NO_FACT)
        return x->m->facts.at[fact].span;
    return b->row == GP_NONE ? gp_no_span() : x->m->rows.at[b->row].span;
}

/* The cells whose statements a step rests on, into x->used. */
static void leaves_of(struct gp_prove *x, uint32_t step)
{
    GP_VEC(uint32_t) todo = {0};
    gp_vec_push(x->p->heap, &todo, step);
    while (todo.count != 0) {
        uint32_t at = todo.at[--todo.count];
        if (at == GP_NONE || x->steps.at[at].mark == x->proof)
            continue;
        struct gp_prove_step *s = &x->steps.at[at];
        s->mark = x->proof;
        if (s->link == GP_STEP_STATED &&
            x->cells.at[s->cell].mark != x->proof) {
            x->cells.at[s->cell].mark = x->proof;
            gp_vec_push(x->p->heap, &x->used, s->cell);
        }
        for (uint32_t i = s->count; i-- > 0;)
            gp_vec_push(x->p->heap, &todo, x->inputs.at[s->first + i]);
    }
    gp_vec_fini(x->p->heap, &todo);
}

static void find_leaves(struct gp_prove *x, const struct gp_clash *c)
{
    x->used.count = 0;
    x->proof++;
    leaves_of(x, c->said.step);
    leaves_of(x, c->limit.step);
}

/* One finding for one mistake: none of what it rests on was told before. */
static bool was_told(struct gp_prove *x)
{
    for (size_t i = 0; i < x->used.count; i++)
        if (x->cells.at[x->used.at[i]].told)
            return true;
    for (size_t i = 0; i < x->used.count; i++)
        x->cells.at[x->used.at[i]].told = true;
    return false;
}

/* ---- the finding ---- */

static const char *reason(struct gp_prove *x, const struct gp_clash *c)
{
    const struct gp_prove_block *b = gp_prove_block_of(x, c->cell);
    struct gp_end e = c->limit;
    if (c->exact)
        e.at = c->value;
    const char *end = gp_prove_end_text(x, b->kpi, e, c->high, c->exact);
    if (c->limit.step == GP_NONE)
        return fill(x, GP_TEXT_BY_NATURE, end, NULL, NULL);
    if (c->link == GP_STEP_FORMULA)
        return fill(x, GP_TEXT_BY_FORMULA, end, NULL, NULL);
    const struct gp_link *l = &x->links.at[c->link];
    if (!c->up)
        return fill(
            x, GP_TEXT_BY_WHOLE, end,
            gp_prove_scope_text(x, gp_prove_block_of(x, l->whole)->scope),
            gp_prove_tick_text(x, gp_prove_tick(x, l->whole)));
    if (l->kind == GP_LINK_LAST)
        return fill(x, GP_TEXT_BY_LAST, end, NULL, NULL);
    if (l->time)
        return fill(x, GP_TEXT_BY_PERIODS, end, NULL, NULL);
    if (l->dimension == GP_NONE)
        return fill(x, GP_TEXT_BY_TEAMS, end, NULL, NULL);
    return fill(
        x, GP_TEXT_BY_MEMBERS, end,
        gp_sym_text(x->p->names, x->m->dimensions.at[l->dimension].name), NULL);
}

static void note_cell(struct gp_prove *x, const struct gp_clash *c,
                      uint32_t cell)
{
    const struct gp_prove_block *b = gp_prove_block_of(x, cell);
    const char *scope = gp_prove_scope_text(x, b->scope);
    const char *period = gp_prove_tick_text(x, gp_prove_tick(x, cell));
    struct gp_span at = span_of(x, cell);
    if (!gp_span_is_set(at))
        return;
    if (b->kpi == gp_prove_block_of(x, c->cell)->kpi)
        gp_find_note(x->p->findings, c->finding, at, GP_TEXT_NOTE_PROVED, scope,
                     period, stated_text(x, cell), NULL);
    else
        gp_find_note(x->p->findings, c->finding, at, GP_TEXT_NOTE_PROVED_KPI,
                     gp_sym_text(x->p->names, x->m->kpis.at[b->kpi].name),
                     scope, period, stated_text(x, cell), NULL);
}

/* The flows that a formula works on are no cells of ours. */
static int note_flows(struct gp_prove *x, const struct gp_clash *c,
                      uint32_t expr, int left)
{
    const struct gp_expr *e = &x->m->exprs.at[expr];
    if (e->kind == GP_E_BINARY) {
        left = note_flows(x, c, e->left, left);
        return note_flows(x, c, e->right, left);
    }
    if (e->kind != GP_E_MEASURE || left == 0)
        return left;
    uint32_t scope = gp_prove_block_of(x, c->cell)->scope;
    int tick = gp_prove_tick(x, c->cell);
    if (e->member != GP_NONE)
        scope = gp_model_narrowed(x->m, scope, e->member);
    const struct gp_row *r =
        scope == GP_NONE ? NULL : gp_model_row(x->m, e->kpi, scope);
    if (r == NULL || r->at[tick] == GP_NO_AMOUNT || r->relation != GP_EQUAL ||
        !gp_span_is_set(r->span))
        return left;
    uint32_t fact = r->why[tick].fact;
    struct gp_span at =
        fact == GP_NO_FACT ? r->span : x->m->facts.at[fact].span;
    for (const struct gp_note *n = c->finding->notes; n != NULL; n = n->next)
        if (n->span.source == at.source && n->span.start == at.start)
            return left; /* what the formula uses twice */
    gp_find_note(
        x->p->findings, c->finding, at, GP_TEXT_NOTE_PROVED_KPI,
        gp_sym_text(x->p->names, x->m->kpis.at[e->kpi].name),
        gp_prove_scope_text(x, scope), gp_prove_tick_text(x, tick),
        gp_show_amount(&x->p->findings->arena, x->m, e->kpi, r->at[tick]),
        NULL);
    return left - 1;
}

static void add_notes(struct gp_prove *x, const struct gp_clash *c)
{
    uint32_t part = GP_NONE, besides = GP_NONE;
    struct gp_rat left;
    int notes = MOST_NOTES;
    if (gp_prove_leaves(x, c, &part, &left)) {
        const struct gp_prove_block *b = gp_prove_block_of(x, c->cell);
        besides = part;
        gp_find_note(x->p->findings, c->finding, span_of(x, besides),
                     GP_TEXT_NOTE_LEAVES, stated_text(x, besides),
                     gp_prove_value_text(x, b->kpi, left), NULL);
        notes--;
    }
    for (size_t i = 0; i < x->used.count && notes > 0; i++) {
        if (x->used.at[i] == c->cell || x->used.at[i] == besides)
            continue;
        note_cell(x, c, x->used.at[i]);
        notes--;
    }
    if (c->link == GP_STEP_FORMULA)
        note_flows(x, c,
                   x->m->kpis.at[gp_prove_block_of(x, c->cell)->kpi].formula,
                   notes);
}

/* The one derived value, where both ends say the same. */
static void find_value(struct gp_prove *x, struct gp_clash *c)
{
    const struct gp_prove_block *b = gp_prove_block_of(x, c->cell);
    struct gp_range r = gp_range_any();
    if (c->link == GP_STEP_FORMULA) {
        size_t used = x->used.count;
        r = gp_prove_formula(x, b->kpi, b->scope, gp_prove_tick(x, c->cell));
        x->used.count = used;
    } else if (c->flat.link != NULL && c->flat.link->kind == GP_LINK_LINEAR) {
        c->exact = gp_prove_flat_value(x, c);
        return;
    } else if (c->flat.link != NULL && c->flat.link->kind == GP_LINK_LAST) {
        enum gp_relation is;
        uint32_t last = c->flat.cells[0];
        c->value = gp_prove_stated(x, last);
        c->exact = gp_prove_is_stated(x, last, &is) && is == GP_EQUAL;
        return;
    }
    c->exact = gp_prove_point(r, &c->value);
}

/* Neither side is a statement of the cell itself. */
static void tell_both(struct gp_prove *x, struct gp_clash *c)
{
    const struct gp_prove_block *b = gp_prove_block_of(x, c->cell);
    struct gp_span at =
        x->used.count != 0 ? span_of(x, x->used.at[0]) : gp_no_span();
    c->finding =
        gp_find(x->p->findings, GP_TEXT_PROVED_BOTH, at,
                gp_sym_text(x->p->names, x->m->kpis.at[b->kpi].name),
                gp_prove_scope_text(x, b->scope),
                gp_prove_tick_text(x, gp_prove_tick(x, c->cell)),
                gp_prove_end_text(x, b->kpi, c->said, !c->high, false),
                gp_prove_end_text(x, b->kpi, c->limit, c->high, false), NULL);
    int notes = MOST_NOTES;
    for (size_t i = 1; i < x->used.count && notes-- > 0; i++)
        note_cell(x, c, x->used.at[i]);
    gp_find_help(x->p->findings, c->finding, GP_TEXT_HELP_PROVED_BOTH, NULL);
}

void gp_prove_tell(struct gp_prove *x, uint32_t cell, struct gp_end end,
                   bool high, uint32_t link)
{
    const struct gp_prove_cell *cells = &x->cells.at[cell];
    const struct gp_prove_block *b = gp_prove_block_of(x, cell);
    struct gp_clash c = {.cell = cell, .link = link, .high = high};
    c.limit = end;
    c.said = high ? cells->range.low : cells->range.high;
    if (link == GP_STEP_STATED) { /* against what the KPI can be at all */
        c.limit = c.said;
        c.said = end;
        c.high = !high;
    }
    bool stated = c.said.step != GP_NONE && cells->fact != GP_NO_FACT &&
                  x->steps.at[c.said.step].link == GP_STEP_STATED;
    c.up = link < GP_STEP_FORMULA && x->links.at[link].whole == cell;
    size_t used = x->used.count;
    gp_prove_flatten(x, &c);
    find_value(x, &c);
    find_leaves(x, &c);
    if (was_told(x))
        ;
    else if (!stated)
        tell_both(x, &c);
    else {
        c.finding =
            gp_find(x->p->findings, GP_TEXT_PROVED, span_of(x, cell),
                    gp_sym_text(x->p->names, x->m->kpis.at[b->kpi].name),
                    gp_prove_scope_text(x, b->scope),
                    gp_prove_tick_text(x, gp_prove_tick(x, cell)),
                    stated_text(x, cell), reason(x, &c), NULL);
        add_notes(x, &c);
        gp_prove_show(x, &c);
        gp_prove_mend(x, &c);
    }
    x->used.count = used;
}

/* ---- floors ---- */

/* What the parts promise, and what that comes to. */
static void floor_summary(struct gp_prove *x, struct gp_short *s, bool floor)
{
    const struct gp_prove_block *b = gp_prove_block_of(x, s->whole);
    const char *goal =
        gp_prove_value_text(x, b->kpi, gp_prove_stated(x, s->whole));
    const char *from =
        gp_prove_value_text(x, b->kpi, floor ? s->least : s->most);
    if (s->sums)
        from = fill(x, GP_TEXT_END_IN_ALL,
                    gp_prove_value_text(x, b->kpi, s->comes_to), NULL, NULL);
    else if (gp_rat_cmp(s->least, s->most) != 0)
        from = fill(x, GP_TEXT_END_FROM_TO, from,
                    gp_prove_value_text(x, b->kpi, floor ? s->most : s->least),
                    NULL);
    s->finding = gp_find(
        x->p->findings, floor ? GP_TEXT_PROVED_FLOOR : GP_TEXT_PROVED_CEILING,
        span_of(x, s->whole),
        gp_sym_text(x->p->names, x->m->kpis.at[b->kpi].name),
        gp_prove_scope_text(x, b->scope),
        gp_prove_tick_text(x, gp_prove_tick(x, s->whole)), from, goal, NULL);
    gp_find_soften(s->finding);
    if (s->weighed && !s->sums)
        gp_find_detail(x->p->findings, s->finding, GP_TEXT_DETAIL_COMES_TO,
                       gp_prove_value_text(x, b->kpi, s->comes_to), NULL);
}

void gp_prove_tell_floor(struct gp_prove *x, struct gp_short *s)
{
    const struct gp_prove_block *b = gp_prove_block_of(x, s->whole);
    const struct gp_row *part = &x->m->rows.at[s->weak];
    bool floor = x->m->rows.at[b->row].relation == GP_AT_LEAST;
    int tick = gp_prove_tick(x, s->whole);
    const char *scope = gp_prove_scope_text(x, b->scope);
    const char *weak = gp_prove_scope_text(x, part->scope);
    const char *period = gp_prove_tick_text(x, s->weak_tick);
    uint32_t fact = part->why[s->weak_tick].fact;
    struct gp_end end = {.at = s->weakest, .set = true};
    floor_summary(x, s, floor);
    gp_find_note(
        x->p->findings, s->finding,
        fact == GP_NO_FACT ? part->span : x->m->facts.at[fact].span,
        GP_TEXT_NOTE_PROVED, weak, period,
        gp_prove_end_text(x, b->kpi, end, !floor, part->relation == GP_EQUAL),
        NULL);
    end.at = s->comes_to;
    const char *whole = gp_prove_end_text(x, b->kpi, end, !floor, false);
    end.at = s->mended;
    if (s->weighed)
        gp_find_help(x->p->findings, s->finding, GP_TEXT_HELP_PROVED_OR, weak,
                     period, gp_prove_end_text(x, b->kpi, end, !floor, false),
                     scope, gp_prove_tick_text(x, tick), whole, NULL);
    else
        gp_find_help(
            x->p->findings, s->finding,
            floor ? GP_TEXT_HELP_PROVED_FLOOR : GP_TEXT_HELP_PROVED_CEILING,
            gp_prove_value_text(x, b->kpi, gp_prove_stated(x, s->whole)), scope,
            gp_prove_value_text(x, b->kpi, s->least), NULL);
}

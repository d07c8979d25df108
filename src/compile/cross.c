/* Last checks: a cell that two routes lead to.  The product "electronics" of
 * the company is also the sum of the teams' electronics; a scope narrowed by
 * two dimensions is a part of both.  Where all parts of the other route are
 * there, they must agree. */
#include "base/vec.h"
#include "compile/flow/flow.h"

int gp_cross_members(const struct gp_model *m, uint32_t scope, uint32_t *out)
{
    int n = 0;
    uint32_t chain[GP_MAX_NARROW];
    while (m->scopes.at[scope].kind == GP_SCOPE_NARROW && n < GP_MAX_NARROW) {
        chain[n++] = m->scopes.at[scope].member;
        scope = m->scopes.at[scope].parent;
    }
    for (int i = 0; i < n; i++)
        out[i] = chain[n - 1 - i];
    return n;
}

uint32_t gp_cross_narrowed(const struct gp_model *m, uint32_t base,
                           const uint32_t *members, int n, int skip)
{
    for (int i = 0; i < n && base != GP_NONE; i++)
        if (i != skip) {
            uint32_t at = gp_model_narrowed(m, base, members[i]);
            base = at == GP_MAP_NONE ? GP_NONE : at;
        }
    return base;
}

struct route {
    struct gp_flow *f;
    const struct gp_row *row;
    const char *parts; /* "teams", "parts by product" */
    int64_t sums[GP_MAX_PLAN_YEARS * 20];
    bool rounded[GP_MAX_PLAN_YEARS * 20]; /* by tick: one of the parts */
    GP_VEC(const struct gp_row *) rows;   /* the parts */
    uint32_t count;
    bool all;
};

static bool is_rounded(const struct gp_row *r, int tick)
{
    return r->why[tick].why != GP_WHY_STATED &&
           r->why[tick].why != GP_WHY_AMOUNT;
}

static void add_part(struct route *x, uint32_t scope)
{
    const struct gp_row *part =
        scope == GP_NONE ? NULL : gp_model_row(x->f->m, x->row->kpi, scope);
    int n = x->f->m->time.coarse_count;
    x->count++;
    if (part == NULL || part->open) {
        x->all = false;
        return;
    }
    gp_vec_push(x->f->p->heap, &x->rows, part);
    for (int t = 0; t < n; t++) {
        x->rounded[t] |= is_rounded(part, t);
        if (!gp_has(part, t))
            x->sums[t] = GP_NO_AMOUNT;
        else if (x->sums[t] != GP_NO_AMOUNT)
            x->sums[t] += part->at[t];
    }
}

static void start(struct route *x)
{
    x->count = 0;
    x->all = true;
    x->rows.count = 0;
    for (int t = 0; t < x->f->m->time.coarse_count; t++) {
        x->sums[t] = 0;
        x->rounded[t] = false;
    }
}

/* Both places, and the arithmetic. */
static void tell(struct route *x, int tick)
{
    struct gp_flow *f = x->f;
    struct gp_findings *to = f->p->findings;
    const struct gp_row *r = x->row;
    const char *scope = gp_flow_scope_name(f, r->scope), *all = "";
    bool over = x->sums[tick] > r->at[tick];
    const char *is = gp_flow_amount(f, r, x->sums[tick]);
    const char *whole = gp_flow_amount(f, r, r->at[tick]);
    const char *gap = gp_flow_amount(
        f, r, over ? x->sums[tick] - r->at[tick] : r->at[tick] - x->sums[tick]);
    struct gp_span at = gp_flow_said(f, r, tick);
    struct gp_finding *finding =
        gp_find(to, GP_TEXT_CROSS_CUT,
                gp_span_is_set(at) ? at : f->m->scopes.at[r->scope].span, scope,
                gp_flow_period_name(f, tick), whole, x->parts, is, NULL);
    enum { MOST = 12 };
    for (size_t i = 0; i < x->rows.count && i <= MOST; i++)
        all = gp_arena_join(&to->arena, all, i == 0 ? "" : " + ",
                            i == MOST ? "..."
                                      : gp_flow_amount(f, x->rows.at[i],
                                                       x->rows.at[i]->at[tick]),
                            NULL);
    if (x->rows.count > 1)
        gp_find_detail(to, finding,
                       over ? GP_TEXT_DETAIL_OVER : GP_TEXT_DETAIL_SHORT, all,
                       is, gap, whole, NULL);
    for (size_t i = 0, told = 0; i < x->rows.count && told < 2; i++) {
        if (!gp_span_is_set(gp_flow_said(f, x->rows.at[i], tick)))
            continue;
        gp_flow_note_cell(f, finding, x->rows.at[i], tick);
        told++;
    }
    gp_find_help(to, finding, GP_TEXT_HELP_CROSS_CUT, scope, gap, NULL);
}

static void compare(struct route *x)
{
    struct gp_model *m = x->f->m;
    const struct gp_row *r = x->row;
    if (!x->all || x->count == 0 || r->open)
        return;
    for (int t = 0; t < m->time.coarse_count; t++) {
        if (!gp_has(r, t) || x->sums[t] == GP_NO_AMOUNT ||
            x->sums[t] == r->at[t])
            continue;
        int64_t step = m->kpis.at[r->kpi].step[m->time.ticks[t].period.grain];
        int64_t gap = x->sums[t] - r->at[t];
        gap = gap < 0 ? -gap : gap;
        /* What was rounded twice, each time with others, may differ by it; what
         * is stated may not. */
        if ((x->rounded[t] || is_rounded(r, t)) &&
            gap < step * (int64_t)x->count)
            continue;
        tell(x, t);
        return;
    }
}

static void check_row(struct route *x)
{
    struct gp_model *m = x->f->m;
    uint32_t members[GP_MAX_NARROW];
    int n = gp_cross_members(m, x->row->scope, members);
    uint32_t base = m->scopes.at[x->row->scope].base;
    start(x);
    x->parts = gp_word(x->f->p->findings, "members");
    for (uint32_t c = m->scopes.at[base].child; c != GP_NONE;
         c = m->scopes.at[c].next)
        add_part(x, gp_cross_narrowed(m, c, members, n, -1));
    compare(x);
    /* By a dimension that is not the last, every one of its members. */
    for (int i = 0; i + 1 < n; i++) {
        const struct gp_member *first = &m->members.at[members[i]];
        uint32_t without = gp_cross_narrowed(m, base, members, n, i);
        const struct gp_row *whole =
            without == GP_NONE ? NULL : gp_model_row(m, x->row->kpi, without);
        if (whole == NULL || first->parent != GP_NONE)
            continue;
        struct route y = {.f = x->f, .row = whole};
        y.parts =
            gp_sym_text(m->names, m->dimensions.at[first->dimension].name);
        start(&y);
        uint32_t other[GP_MAX_NARROW];
        for (int k = 0; k < n; k++)
            other[k] = members[k];
        for (uint32_t c = m->dimensions.at[first->dimension].child;
             c != GP_NONE; c = m->members.at[c].next) {
            other[i] = c;
            add_part(&y, gp_cross_narrowed(m, base, other, n, -1));
        }
        if (members[i] == m->dimensions.at[first->dimension].child)
            compare(&y); /* once, at the dimension's first member */
        gp_vec_fini(x->f->p->heap, &y.rows);
    }
}

void gp_pass_cross(struct gp_pass *p)
{
    struct gp_flow f = {.p = p, .m = p->model};
    for (uint32_t i = 0; i < p->model->rows.count; i++) {
        const struct gp_row *r = &p->model->rows.at[i];
        if (p->model->scopes.at[r->scope].kind != GP_SCOPE_NARROW ||
            p->model->kpis.at[r->kpi].kind != GP_KPI_FLOW ||
            r->relation != GP_EQUAL || r->overlay)
            continue;
        struct route x = {.f = &f, .row = r};
        check_row(&x);
        gp_vec_fini(p->heap, &x.rows);
    }
}

/* Last checks: a cell that two routes lead to.  The product "electronics" of
 * the company is also the sum of the teams' electronics; a scope narrowed by
 * two dimensions is a part of both.  Where all parts of the other route are
 * there, they must agree. */
#include "compile/flow.h"

enum { MAX_NARROW = 16 };

/* The members that narrow a scope, in the order of the dimensions. */
static int members_of(const struct gp_model *m, uint32_t scope, uint32_t *out)
{
    int n = 0;
    uint32_t chain[MAX_NARROW];
    while (m->scopes.at[scope].kind == GP_SCOPE_NARROW && n < MAX_NARROW) {
        chain[n++] = m->scopes.at[scope].member;
        scope = m->scopes.at[scope].parent;
    }
    for (int i = 0; i < n; i++)
        out[i] = chain[n - 1 - i];
    return n;
}

/* The scope `base` narrowed by all of them, or GP_NONE. */
static uint32_t narrowed(const struct gp_model *m, uint32_t base,
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
    uint32_t count;
    bool all;
};

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
    for (int t = 0; t < n; t++) {
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
    for (int t = 0; t < x->f->m->time.coarse_count; t++)
        x->sums[t] = 0;
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
        /* Each part was rounded by itself: that much is no disagreement. */
        if (gap < step * (int64_t)x->count)
            continue;
        const char *scope = gp_flow_scope_name(x->f, r->scope);
        struct gp_span at = gp_flow_said(x->f, r, t);
        struct gp_finding *f = gp_find(
            x->f->p->findings, GP_TEXT_CROSS_CUT,
            gp_span_is_set(at) ? at : m->scopes.at[r->scope].span, scope,
            gp_flow_period_name(x->f, t), gp_flow_amount(x->f, r, r->at[t]),
            x->parts, gp_flow_amount(x->f, r, x->sums[t]), NULL);
        gp_find_help(x->f->p->findings, f, GP_TEXT_HELP_CROSS_CUT, scope,
                     gp_flow_amount(x->f, r, gap), NULL);
        return;
    }
}

static void check_row(struct route *x)
{
    struct gp_model *m = x->f->m;
    uint32_t members[MAX_NARROW];
    int n = members_of(m, x->row->scope, members);
    uint32_t base = m->scopes.at[x->row->scope].base;
    start(x);
    x->parts = "members";
    for (uint32_t c = m->scopes.at[base].child; c != GP_NONE;
         c = m->scopes.at[c].next)
        add_part(x, narrowed(m, c, members, n, -1));
    compare(x);
    /* By a dimension that is not the last, every one of its members. */
    for (int i = 0; i + 1 < n; i++) {
        const struct gp_member *first = &m->members.at[members[i]];
        uint32_t without = narrowed(m, base, members, n, i);
        const struct gp_row *whole =
            without == GP_NONE ? NULL : gp_model_row(m, x->row->kpi, without);
        if (whole == NULL || first->parent != GP_NONE)
            continue;
        struct route y = {.f = x->f, .row = whole};
        y.parts =
            gp_sym_text(m->names, m->dimensions.at[first->dimension].name);
        start(&y);
        uint32_t other[MAX_NARROW];
        for (int k = 0; k < n; k++)
            other[k] = members[k];
        for (uint32_t c = m->dimensions.at[first->dimension].child;
             c != GP_NONE; c = m->members.at[c].next) {
            other[i] = c;
            add_part(&y, narrowed(m, base, other, n, -1));
        }
        if (members[i] == m->dimensions.at[first->dimension].child)
            compare(&y); /* once, at the dimension's first member */
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
    }
}

/* Pass 12b: days that the plan states one by one come out as they are stated.
 * Takes the finished cells; where those around a day leave it another value,
 * that is a finding. */
#include "model/days.h"
#include "compile/flow/flow.h"

static void tell(struct gp_pass *p, struct gp_flow *f, const struct gp_row *r,
                 gp_date day, int64_t stated, int64_t is)
{
    struct gp_buf b;
    gp_buf_init(&b, p->heap);
    gp_buf_date(&b, day);
    struct gp_finding *x =
        gp_find(p->findings, GP_TEXT_DAY_LEFT, r->span,
                gp_sym_text(p->names, p->model->kpis.at[r->kpi].name),
                gp_flow_scope_name(f, r->scope), gp_buf_cstr(&b),
                gp_flow_amount(f, r, stated), gp_flow_amount(f, r, is), NULL);
    gp_find_help(p->findings, x, GP_TEXT_HELP_DAY_LEFT, NULL);
    gp_buf_fini(&b);
}

static uint32_t day_of(const struct gp_model *m, uint32_t row, gp_date day)
{
    return gp_map_get(&m->day_of, gp_map_key(row, (uint32_t)day));
}

/* What the nearest team above states for the same part and day; GP_NO_AMOUNT
 * without such a team. */
static int64_t stated_above(const struct gp_model *m, const struct gp_row *r,
                            gp_date day)
{
    uint32_t members[GP_MAX_NARROW];
    int n = gp_model_members(m, r->scope, members);
    uint32_t up = n == 0 ? r->scope : m->scopes.at[r->scope].base;
    for (up = m->scopes.at[up].parent; up != GP_NONE;
         up = m->scopes.at[up].parent) {
        uint32_t scope = gp_cross_narrowed(m, up, members, n, -1);
        const struct gp_row *o =
            scope == GP_NONE ? NULL : gp_model_row(m, r->kpi, scope);
        uint32_t at = o == NULL || o->overlay || o->relation != GP_EQUAL
                          ? GP_MAP_NONE
                          : day_of(m, (uint32_t)(o - m->rows.at), day);
        if (at != GP_MAP_NONE)
            return m->day_amounts.at[at];
    }
    return GP_NO_AMOUNT;
}

/* One finding a row: the first day that is not what it should be. */
static bool check_row(struct gp_pass *p, struct gp_flow *f,
                      struct gp_days *days, uint32_t id)
{
    const struct gp_model *m = p->model;
    const struct gp_row *r = &m->rows.at[id];
    for (gp_date d = m->time.days.first; d <= m->time.days.last; d++) {
        uint32_t at = day_of(m, id, d);
        int64_t is = 0;
        if (at == GP_MAP_NONE)
            continue;
        bool wrong = gp_days_sum(days, id, (struct gp_span_days){d, d}, &is) &&
                     is != m->day_amounts.at[at];
        if (!wrong) {
            is = r->overlay ? GP_NO_AMOUNT : stated_above(m, r, d);
            wrong = is != GP_NO_AMOUNT && is < m->day_amounts.at[at];
        }
        if (!wrong)
            continue;
        tell(p, f, r, d, m->day_amounts.at[at], is);
        return false;
    }
    return true;
}

void gp_pass_stated_days(struct gp_pass *p)
{
    struct gp_model *m = p->model;
    struct gp_flow f = {.p = p, .m = m};
    /* What does not sum has been told; its days mean little. */
    if (m->day_amounts.count == 0 ||
        gp_findings_count(p->findings, GP_ERROR) != 0)
        return;
    struct gp_days *days = gp_days_new(m);
    for (uint32_t i = 0; i < m->rows.count; i++)
        if (m->rows.at[i].states_days && !m->rows.at[i].open &&
            !check_row(p, &f, days, i))
            m->rows.at[i].open = true;
    gp_days_free(days);
}

/* Lints of the team tree: targets without anybody who answers for them,
 * targets that nothing above asks for, people with results alone. */
#include <string.h>

#include "compile/lint/lint.h"

static bool is_member(const struct gp_scope *s)
{
    return s->kind == GP_SCOPE_TEAM || s->kind == GP_SCOPE_PERSON;
}

/* A target of zero asks for nothing. */
static bool asks(const struct gp_model *m, const struct gp_row *r)
{
    return !gp_row_is_sum(r) &&
           (m->kpis.at[r->kpi].kind != GP_KPI_FLOW || r->at[0] != 0);
}

/* ---- no-owner ---------------------------------------------------------- */

/* How deep the team tree is looked at for owners by level. */
enum { MOST_LEVELS = 64 };

static unsigned level_of(const struct gp_scope *s)
{
    return s->depth < MOST_LEVELS ? s->depth : MOST_LEVELS - 1;
}

/* The levels at which some team has an owner. */
static void mark_levels(const struct gp_model *m, bool *named)
{
    for (size_t i = 0; i < m->scopes.count; i++) {
        const struct gp_scope *s = &m->scopes.at[i];
        if (s->kind == GP_SCOPE_TEAM && s->owner != NULL)
            named[level_of(s)] = true;
    }
}

/* A person answers for itself; a team's sum of what its people have to reach
 * is theirs; what a team has to reach by itself needs a name. */
void gp_lint_owner(struct gp_pass *p)
{
    struct gp_model *m = p->model;
    bool asked = gp_lint_is_asked(p, GP_SLUG_NO_OWNER);
    bool named[MOST_LEVELS] = {false};
    mark_levels(m, named);
    uint32_t *first = gp_alloc(p->heap, (m->scopes.count + 1) * sizeof *first);
    for (size_t i = 0; i < m->scopes.count; i++)
        first[i] = GP_NONE;
    for (uint32_t i = (uint32_t)m->rows.count; i-- > 0;) {
        const struct gp_row *r = &m->rows.at[i];
        const struct gp_scope *s = &m->scopes.at[r->scope];
        if (s->kind == GP_SCOPE_TEAM && s->owner == NULL && r->owner == NULL &&
            asks(m, r) && (asked || named[level_of(s)]))
            first[r->scope] = i;
    }
    for (uint32_t i = 0; i < m->scopes.count; i++) {
        const struct gp_scope *s = &m->scopes.at[i];
        if (first[i] == GP_NONE)
            continue;
        const struct gp_kpi *k = &m->kpis.at[m->rows.at[first[i]].kpi];
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_NO_OWNER, s->span, gp_lint_scope(p, i),
                    gp_sym_text(p->names, k->name), NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_NO_OWNER,
                     gp_sym_text(p->names, s->name), NULL);
    }
    gp_free(p->heap, first);
}

/* ---- orphan-target ------------------------------------------------------- */

static bool is_stated(const struct gp_model *m, const struct gp_row *r)
{
    for (int t = 0; t < m->kpis.at[r->kpi].tick_count; t++)
        if (r->at[t] != GP_NO_AMOUNT && r->why[t].why == GP_WHY_STATED)
            return true;
    return false;
}

/* Scopes with a target that is more than the sum of those below. */
static void mark_planned(const struct gp_model *m, bool *planned)
{
    for (size_t i = 0; i < m->rows.count; i++)
        if (!gp_row_is_sum(&m->rows.at[i]))
            planned[m->rows.at[i].scope] = true;
}

/* Whether a scope above asks for it; or, where no scope above asks for
 * anything, nobody plans from there. */
static bool is_covered(const struct gp_model *m, const struct gp_row *r,
                       const bool *planned, bool asked)
{
    bool any = asked;
    for (uint32_t s = m->scopes.at[r->scope].parent; s != GP_NONE;
         s = m->scopes.at[s].parent) {
        const struct gp_row *up = gp_model_row(m, r->kpi, s);
        if (up != NULL && !gp_row_is_sum(up))
            return true;
        any |= planned[s];
    }
    return !any;
}

/* A sibling without a target of the KPI; GP_NONE: all have one, and what is
 * above is planned from below. */
static uint32_t silent_sibling(const struct gp_model *m, struct gp_map *known,
                               const struct gp_row *r)
{
    const struct gp_scope *s = &m->scopes.at[r->scope];
    uint32_t *at = gp_map_at(known, gp_map_key(r->kpi, s->parent));
    const uint32_t nobody = GP_NONE - 1;
    if (*at != GP_MAP_NONE)
        return *at == nobody ? GP_NONE : *at;
    *at = nobody;
    for (uint32_t c = m->scopes.at[s->parent].child; c != GP_NONE;
         c = m->scopes.at[c].next)
        if (is_member(&m->scopes.at[c]) && gp_model_row(m, r->kpi, c) == NULL) {
            *at = c;
            break;
        }
    return *at == nobody ? GP_NONE : *at;
}

static void mark(const struct gp_model *m, bool *used, uint32_t kpi)
{
    if (kpi < m->kpis.count)
        used[kpi] = true;
}

/* What others are worked out of, what a rule looks at, what is scored or paid
 * for serves those. */
static void mark_used(const struct gp_model *m, bool *used)
{
    for (size_t i = 0; i < m->exprs.count; i++) {
        const struct gp_expr *e = &m->exprs.at[i];
        if (e->kind == GP_E_MEASURE || e->kind == GP_E_GROWTH)
            mark(m, used, e->kpi);
    }
    for (size_t i = 0; i < m->funnels.count; i++)
        for (size_t k = 0; k < m->funnels.at[i].stage_count; k++)
            mark(m, used, m->funnels.at[i].stages[k].kpi);
    for (size_t i = 0; i < m->scorecards.count; i++)
        for (size_t k = 0; k < m->scorecards.at[i].item_count; k++)
            mark(m, used, m->scorecards.at[i].items[k].kpi);
    for (size_t i = 0; i < m->rewards.count; i++)
        mark(m, used, m->rewards.at[i].kpi);
}

static void tell_orphan(struct gp_pass *p, const struct gp_row *r,
                        uint32_t silent)
{
    struct gp_model *m = p->model;
    const char *kpi = gp_sym_text(p->names, m->kpis.at[r->kpi].name);
    uint32_t above = m->scopes.at[r->scope].parent;
    struct gp_finding *f = gp_find(p->findings, GP_TEXT_ORPHAN, r->span, kpi,
                                   gp_lint_scope(p, r->scope), NULL);
    if (silent != GP_NONE)
        gp_find_detail(p->findings, f, GP_TEXT_ORPHAN_SIBLING,
                       gp_lint_scope(p, silent), kpi, NULL);
    gp_find_help(p->findings, f, GP_TEXT_HELP_ORPHAN, kpi,
                 gp_lint_scope(p, above), NULL);
}

/* Whether the plan tells work from results: some KPI says its kind. */
static bool names_kinds(const struct gp_model *m)
{
    for (size_t k = 0; k < m->kpis.count; k++)
        if (m->kpis.at[k].class != GP_RESULT)
            return true;
    return false;
}

void gp_lint_orphan(struct gp_pass *p)
{
    struct gp_model *m = p->model;
    bool asked = gp_lint_is_asked(p, GP_SLUG_ORPHAN_TARGET);
    if (!asked && !names_kinds(m))
        return;
    bool *used = gp_calloc(p->heap, m->kpis.count + 1, sizeof *used);
    bool *planned = gp_calloc(p->heap, m->scopes.count + 1, sizeof *planned);
    struct gp_map known;
    gp_map_init(&known, p->heap);
    mark_used(m, used);
    mark_planned(m, planned);
    for (size_t i = 0; i < m->rows.count; i++) {
        const struct gp_row *r = &m->rows.at[i];
        const struct gp_scope *s = &m->scopes.at[r->scope];
        if (!is_member(s) || s->parent == GP_NONE || r->overlay ||
            gp_row_is_sum(r) || r->relation != GP_EQUAL ||
            m->kpis.at[r->kpi].kind == GP_KPI_MILESTONE ||
            m->kpis.at[r->kpi].class != GP_RESULT || used[r->kpi] ||
            !is_stated(m, r) || is_covered(m, r, planned, asked))
            continue;
        uint32_t silent = silent_sibling(m, &known, r);
        if (silent != GP_NONE || asked)
            tell_orphan(p, r, silent);
    }
    gp_map_fini(&known);
    gp_free(p->heap, planned);
    gp_free(p->heap, used);
}

/* ---- result-only -----------------------------------------------------------
 */

struct load {
    bool result, process;
};

/* Everybody at the ends of the tree: persons, and teams without any. */
static bool is_end(const struct gp_scope *s)
{
    return s->kind == GP_SCOPE_PERSON ||
           (s->kind == GP_SCOPE_TEAM && s->child == GP_NONE);
}

static void weigh(const struct gp_model *m, struct load *loads, bool *any)
{
    for (size_t i = 0; i < m->rows.count; i++) {
        const struct gp_row *r = &m->rows.at[i];
        if (!is_end(&m->scopes.at[r->scope]) || !asks(m, r))
            continue;
        if (m->kpis.at[r->kpi].class == GP_RESULT)
            loads[r->scope].result = true;
        else
            *any = loads[r->scope].process = true;
    }
    /* An action is work too, of whom it is for and of who carries it out. */
    for (size_t i = 0; i < m->tasks.count; i++) {
        const struct gp_task *t = &m->tasks.at[i];
        bool several;
        uint32_t who =
            t->owner == NULL
                ? GP_NONE
                : gp_model_find_scope(m, t->owner, strlen(t->owner), &several);
        if (t->scope != GP_NONE)
            loads[t->scope].process = true;
        if (who != GP_NONE)
            loads[who].process = true;
    }
}

/* One finding for those of a team: the first is named, the others counted. */
static void tell_team(struct gp_pass *p, const struct load *loads,
                      uint32_t parent, uint32_t first)
{
    struct gp_model *m = p->model;
    const struct gp_scope *s = &m->scopes.at[first];
    uint32_t more = 0;
    for (uint32_t c = s->next; parent != GP_NONE && c != GP_NONE;
         c = m->scopes.at[c].next)
        more += loads[c].result && !loads[c].process;
    struct gp_buf b;
    gp_buf_init(&b, p->heap);
    gp_buf_int(&b, more);
    const char *who = gp_lint_scope(p, first);
    struct gp_finding *f =
        more == 0
            ? gp_find(p->findings, GP_TEXT_RESULT_ONLY, s->span, who, NULL)
            : gp_find(p->findings, GP_TEXT_RESULT_ONLY_MORE, s->span, who,
                      gp_buf_cstr(&b), NULL);
    gp_buf_fini(&b);
    const char *process = "visits";
    for (size_t k = m->kpis.count; k-- > 0;)
        if (m->kpis.at[k].class != GP_RESULT)
            process = gp_sym_text(p->names, m->kpis.at[k].name);
    gp_find_help(p->findings, f, GP_TEXT_HELP_RESULT_ONLY, process,
                 gp_sym_text(p->names, s->name), NULL);
}

void gp_lint_result_only(struct gp_pass *p)
{
    struct gp_model *m = p->model;
    struct load *loads = gp_calloc(p->heap, m->scopes.count + 1, sizeof *loads);
    bool *told = gp_calloc(p->heap, m->scopes.count + 1, sizeof *told);
    bool any = false;
    weigh(m, loads, &any);
    any |= gp_lint_is_asked(p, GP_SLUG_RESULT_ONLY);
    for (uint32_t i = 0; any && i < m->scopes.count; i++) {
        uint32_t parent = m->scopes.at[i].parent;
        if (!loads[i].result || loads[i].process ||
            (parent != GP_NONE && told[parent]))
            continue;
        if (parent != GP_NONE)
            told[parent] = true;
        tell_team(p, loads, parent, i);
    }
    gp_free(p->heap, loads);
    gp_free(p->heap, told);
}

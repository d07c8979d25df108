/* Words of the language and names of a plan: see goalpost/words.h. */
#include <string.h>

#include "api/own.h"
#include "syntax/keyword.h"

bool gp_word_at(size_t index, struct gp_word_info *info)
{
    if (index >= GP_WORD_COUNT)
        return false;
    enum gp_word word = (enum gp_word)index;
    enum gp_word_group group = gp_word_group(word);
    *info = (struct gp_word_info){
        .english = gp_word_text(word),
        .chinese = gp_word_chinese(word),
        .help = gp_word_help(word),
        .group = gp_word_group_title(group),
        .where = gp_word_group_where(group),
        .example = gp_word_example(word),
    };
    return true;
}

bool gp_word_find(const char *spelling, struct gp_word_info *info)
{
    for (int i = 0; i < GP_WORD_COUNT; i++) {
        enum gp_word word = (enum gp_word)i;
        if (strcmp(gp_word_text(word), spelling) == 0 ||
            strcmp(gp_word_chinese(word), spelling) == 0)
            return gp_word_at((size_t)i, info);
    }
    return false;
}

/* ---- names of a plan ---------------------------------------------------- */

struct name_args {
    struct gp_plan *plan;
    enum gp_plan_names kind;
    size_t index;
    const char *name, *shown;
};

static bool is_told(const struct gp_scope *s)
{
    return s->kind == GP_SCOPE_TEAM || s->kind == GP_SCOPE_PERSON;
}

/* Teams and people; what a split holds back is nobody's to ask for. */
static void find_scope(struct name_args *a, const struct gp_model *m)
{
    struct gp_plan *plan = a->plan;
    struct gp_arena *arena = &plan->session->arena;
    bool goes_on = a->index > 0 && a->index >= plan->scope_index;
    size_t at = goes_on ? plan->scope_at : 0;
    size_t left = goes_on ? a->index - plan->scope_index : a->index;
    struct gp_buf path;
    for (; at < m->scopes.count; at++) {
        const struct gp_scope *s = &m->scopes.at[m->scope_order[at]];
        if (!is_told(s) || left-- > 0)
            continue;
        plan->scope_index = a->index;
        plan->scope_at = at;
        gp_buf_init(&path, m->heap);
        gp_buf_scope(&path, m, m->scope_order[at]);
        a->name = gp_arena_strndup(arena, path.at, path.count);
        a->shown = s->title;
        gp_buf_fini(&path);
        return;
    }
}

static void find_period(struct name_args *a, const struct gp_model *m)
{
    struct gp_buf name;
    if (a->index >= (size_t)m->time.coarse_count)
        return;
    gp_buf_init(&name, m->heap);
    gp_buf_period(&name, &m->time.ticks[a->index].period);
    a->name = gp_arena_strndup(&a->plan->session->arena, name.at, name.count);
    gp_buf_fini(&name);
}

static enum gp_status find_name(void *args)
{
    struct name_args *a = args;
    const struct gp_model *m = a->plan->compilation.model;
    size_t i = a->index;
    switch (a->kind) {
    case GP_NAMES_KPI:
        if (i < m->kpis.count) {
            a->name = gp_sym_text(m->names, m->kpis.at[i].name);
            a->shown = m->kpis.at[i].title;
        }
        break;
    case GP_NAMES_SCOPE:
        find_scope(a, m);
        break;
    case GP_NAMES_PERIOD:
        find_period(a, m);
        break;
    case GP_NAMES_DIMENSION:
        if (i < m->dimensions.count) {
            a->name = gp_sym_text(m->names, m->dimensions.at[i].name);
            a->shown = m->dimensions.at[i].title;
        }
        break;
    case GP_NAMES_SCENARIO:
        if (i < m->scenarios.count) {
            a->name = gp_sym_text(m->names, m->scenarios.at[i].name);
            a->shown = m->scenarios.at[i].title;
        }
        break;
    case GP_NAMES_TEST:
        if (i < m->tests.count)
            a->name = m->tests.at[i].title;
        break;
    }
    if (a->shown == NULL || (a->name != NULL && strcmp(a->name, a->shown) == 0))
        a->shown = "";
    return GP_OK;
}

const char *gp_plan_name(struct gp_plan *plan, enum gp_plan_names kind,
                         size_t index, const char **shown)
{
    struct name_args args = {.plan = plan, .kind = kind, .index = index};
    if (gp_api_run(plan->session, find_name, &args) != GP_OK)
        return NULL;
    if (shown != NULL)
        *shown = args.shown;
    return args.name;
}

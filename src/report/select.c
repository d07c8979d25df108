/* See select.h. */
#include "report/select.h"

#include <string.h>

#include "base/guess.h"

static const struct {
    const char *name;
    enum gp_grain grain;
} grains[] = {
    {"year", GP_YEAR},       {"half", GP_HALF}, {"quarter", GP_QUARTER},
    {"month", GP_MONTH},     {"week", GP_WEEK}, {"day", GP_DAY},
    {"daypart", GP_DAYPART},
};
enum { GRAINS = sizeof grains / sizeof grains[0] };

const char *gp_select_grain_name(size_t index)
{
    return index < GRAINS ? grains[index].name : NULL;
}

static const char *read_grain(struct gp_selection *s, struct gp_model *m)
{
    struct gp_guess guess;
    const char *word = s->words.by;
    s->by = GP_MONTH;
    if (word == NULL)
        return NULL;
    gp_guess_init(&guess, word, strlen(word));
    for (size_t i = 0; i < GRAINS; i++) {
        s->by = grains[i].grain;
        if (strcmp(grains[i].name, word) == 0)
            return NULL;
        gp_guess_consider(&guess, grains[i].name, strlen(grains[i].name));
    }
    const char *best = gp_guess_best(&guess);
    if (best == NULL)
        return gp_phrase(&m->arena, s->words.lang,
                         "'{0}' is not a grain: it is year, half, quarter, "
                         "month, week, day or daypart",
                         word, NULL);
    return gp_phrase(&m->arena, s->words.lang,
                     "'{0}' is not a grain; did you mean '{1}'?", word, best,
                     NULL);
}

static const char *read_kpis(struct gp_selection *s, struct gp_model *m)
{
    const char *why = NULL;
    bool *wanted =
        gp_arena_calloc(&s->arena, m->kpis.count + 1, sizeof *wanted);
    s->kpis = gp_arena_calloc(&s->arena, m->kpis.count + 1, sizeof *s->kpis);
    for (size_t i = 0; i < s->words.kpi_count; i++) {
        const char *name = s->words.kpis[i];
        uint32_t kpi =
            gp_select_find_kpi(m, s->words.lang, name, strlen(name), &why);
        if (kpi == GP_NONE)
            return why;
        wanted[kpi] = true;
    }
    for (uint32_t i = 0; i < m->kpis.count; i++)
        if (s->words.kpi_count == 0 ? m->kpis.at[i].has_targets : wanted[i])
            s->kpis[s->kpi_count++] = i;
    return NULL;
}

static const char *read_scope(struct gp_selection *s, struct gp_model *m)
{
    const char *why = NULL, *word = s->words.of;
    s->of = GP_NONE;
    if (word != NULL)
        s->of =
            gp_select_find_scope(m, s->words.lang, word, strlen(word), &why);
    return why;
}

static const char *read_dates(struct gp_selection *s, struct gp_model *m)
{
    const char *why = NULL, *word = s->words.as_of;
    s->in = m->period;
    s->span = m->time.days;
    s->as_of = GP_NO_DATE;
    if (word != NULL && !gp_date_parse(word, strlen(word), &s->as_of))
        return gp_phrase(&m->arena, s->words.lang,
                         "'{0}' is not a day: write 2026-07-31", word, NULL);
    word = s->words.in;
    if (word == NULL)
        return NULL;
    if (gp_select_find_period(m, s->words.lang, word, strlen(word), &s->in,
                              &why))
        s->span = gp_days_cut(s->in.days, m->time.days);
    return why;
}

/* ---- the periods --------------------------------------------------------- */

static void add_period(struct gp_selection *s, struct gp_period p)
{
    p.days = gp_days_cut(p.days, s->span);
    if (gp_days_count(p.days) > 0)
        s->periods[s->period_count++] = p;
}

void gp_select_by(struct gp_selection *s, enum gp_grain grain)
{
    const struct gp_timetable *t = &s->model->time;
    size_t most = (size_t)gp_days_count(s->span) + 1;
    s->by = grain;
    s->period_count = 0;
    s->periods = NULL;
    if (gp_days_count(s->span) <= 0)
        return;
    s->periods = gp_arena_calloc(&s->arena, most, sizeof *s->periods);
    if (grain <= GP_MONTH) {
        for (int i = 0; i < t->of[grain]; i++)
            add_period(s, t->ticks[t->first[grain] + i].period);
        return;
    }
    gp_date at = s->span.first;
    while (at <= s->span.last) {
        struct gp_period p = gp_period_of(
            &s->model->calendar, grain == GP_WEEK ? GP_WEEK : GP_DAY, at);
        at = p.days.last + 1;
        add_period(s, p);
    }
}

const char *gp_select(struct gp_selection *s, struct gp_model *m,
                      const struct gp_select_words *words)
{
    *s = (struct gp_selection){.model = m, .heap = m->heap, .words = *words};
    gp_arena_init(&s->arena, m->heap);
    const char *why = read_grain(s, m);
    if (why == NULL)
        why = read_kpis(s, m);
    if (why == NULL)
        why = read_scope(s, m);
    if (why == NULL)
        why = read_dates(s, m);
    if (why != NULL)
        gp_select_fini(s);
    else
        gp_select_by(s, s->by);
    return why;
}

void gp_select_fini(struct gp_selection *s)
{
    gp_arena_fini(&s->arena);
}

bool gp_select_scope(const struct gp_selection *s, uint32_t scope)
{
    const struct gp_model *m = s->model;
    int above = 0;
    if (s->of != GP_NONE) {
        uint32_t of = s->of;
        /* Somebody who is moved has a scope in each team. */
        bool moved = m->scopes.at[of].person != GP_NONE &&
                     strchr(s->words.of, '/') == NULL;
        while (moved && of != GP_NONE && !gp_scope_is_below(m, scope, of))
            of = m->scopes.at[of].moved_to;
        if (of == GP_NONE || !gp_scope_is_below(m, scope, of))
            return false;
        above = m->scopes.at[of].depth;
    }
    return s->words.depth < 0 ||
           m->scopes.at[scope].depth - above <= s->words.depth;
}

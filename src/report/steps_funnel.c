/* How a stage of a funnel was worked back: from the next stage or, behind
 * the last one, from the target; see steps.h. */
#include "report/steps.h"
#include "report/target.h"

static const char *kpi_name(const struct gp_model *m, uint32_t kpi)
{
    return gp_sym_text(m->names, m->kpis.at[kpi].name);
}

static const struct gp_funnel *find(const struct gp_model *m, uint32_t fact,
                                    size_t *stage)
{
    for (size_t i = 0; i < m->funnels.count; i++)
        for (*stage = 0; *stage < m->funnels.at[i].stage_count; ++*stage)
            if (m->funnels.at[i].stages[*stage].fact == fact)
                return &m->funnels.at[i];
    return NULL;
}

static struct gp_rat plain(const struct gp_model *m, uint32_t kpi,
                           int64_t amount)
{
    return gp_rat_make(amount, gp_pow10(m->kpis.at[kpi].digits));
}

/* "13 deals / 25% = 52", "64万 sales / 5万 = 12.8, rounded up" */
static const char *division(const struct gp_model *m, struct gp_arena *arena,
                            enum gp_lang lang, uint32_t from, int64_t amount,
                            struct gp_rat by, bool percent,
                            struct gp_rat result)
{
    struct gp_rat exact;
    const char *text = gp_phrase(
        arena, lang, "{0} {1} / {2}", gp_show_amount(arena, m, from, amount),
        kpi_name(m, from), gp_show_rat(arena, m, by, percent), NULL);
    if (!gp_rat_div(&exact, plain(m, from, amount), by))
        return text;
    bool up = gp_rat_cmp(exact, result) != 0;
    return gp_arena_join(arena, text, " = ",
                         gp_show_rat(arena, m, exact, false),
                         up ? gp_translate(lang, ", rounded up") : "", NULL);
}

/* A cell of the same scope and period. */
static bool cell_of(const struct gp_model *m, uint32_t kpi, uint32_t scope,
                    int tick, uint32_t *row)
{
    const struct gp_row *r = gp_model_row(m, kpi, scope);
    if (r == NULL || r->at[tick] == GP_NO_AMOUNT)
        return false;
    *row = (uint32_t)(r - m->rows.at);
    return true;
}

const char *gp_steps_funnel(const struct gp_model *m, struct gp_arena *arena,
                            enum gp_lang lang, uint32_t row, int *tick,
                            uint32_t *from, struct gp_span *said)
{
    const struct gp_row *r = &m->rows.at[row];
    size_t stage;
    const struct gp_funnel *f = find(m, r->why[*tick].fact, &stage);
    enum gp_grain grain = m->time.ticks[*tick].period.grain;
    *from = GP_NONE;
    if (f == NULL)
        return gp_translate(lang, GP_WORD("worked back by a funnel"));
    bool level = m->kpis.at[f->value].kind == GP_KPI_LEVEL;
    if (grain != f->by && !level) { /* a month of a longer one */
        int up = *tick;
        while (up != GP_NO_TICK && m->time.ticks[up].period.grain != f->by)
            up = m->time.ticks[up].parent;
        *from = up == GP_NO_TICK ? GP_NONE : row;
        *tick = up;
        return gp_phrase(arena, lang, "a part of it, in the proportions of {0}",
                         kpi_name(m, f->value), NULL);
    }
    *said = stage + 1 < f->stage_count ? f->stages[stage + 1].span
                                       : m->facts.at[f->value_fact].span;
    struct gp_rat result = plain(m, r->kpi, r->at[*tick]);
    uint32_t next;
    if (stage + 1 < f->stage_count) {
        const struct gp_stage *s = &f->stages[stage + 1];
        if (cell_of(m, s->kpi, r->scope, *tick, &next) &&
            m->rows.at[next].why[*tick].why == GP_WHY_FUNNEL) {
            *from = next;
            return division(m, arena, lang, s->kpi, m->rows.at[next].at[*tick],
                            s->rate, true, result);
        }
    }
    if (!cell_of(m, f->value, r->scope, *tick, &next))
        return gp_translate(lang, GP_WORD("worked back by a funnel"));
    *from = next;
    if (stage + 1 == f->stage_count)
        return division(m, arena, lang, f->value, m->rows.at[next].at[*tick],
                        f->per, m->kpis.at[f->value].unit == GP_UNIT_RATIO,
                        result);
    return gp_phrase(
        arena, lang,
        "worked back from {0} through all stages, rounded up at each",
        kpi_name(m, f->value), NULL);
}

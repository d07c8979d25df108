/*
 * The steps that made a number.  A cell of the table says itself why it has
 * its value (gp_row.why); this follows the reasons to the cells that they
 * rest on.
 */
#include "model/amend.h"
#include "model/stay.h"
#include "report/steps_own.h"
#include "report/target.h"

const char *gp_why_name(enum gp_why why)
{
    static const char *const names[] = {
        "none",     "stated",    "amount",  "share",   "weight",
        "rest",     "default",   "builtin", "shape",   "remainder",
        "time-sum", "scope-sum", "copied",  "formula", "funnel",
        "stay",     "cross",     "amended", "again",   "joint"};
    return names[why];
}

static struct gp_step *tick_step(struct gp_steps *s, uint32_t row, int tick);

struct gp_step *gp_steps_new(struct gp_steps *s, uint32_t row,
                             const struct gp_period *period, int64_t amount)
{
    const struct gp_row *r = &s->m->rows.at[row];
    struct gp_step *step = gp_arena_calloc(s->arena, 1, sizeof *step);
    step->last_from = &step->from;
    step->kpi = r->kpi;
    step->scope = r->scope;
    step->period = gp_period_text(s->arena, period);
    step->days = period->days;
    step->amount = amount;
    step->span = gp_no_span();
    s->count++;
    return step;
}

void gp_steps_add(struct gp_step *step, struct gp_step *from)
{
    if (from == NULL)
        return;
    *step->last_from = from;
    step->last_from = &from->next;
}

int gp_steps_one_tick(const struct gp_model *m, int tick)
{
    struct gp_span_days all = m->time.days;
    struct gp_span_days days;
    if (tick == GP_NO_TICK)
        return tick;
    days = m->time.ticks[tick].period.days;
    return days.first == all.first && days.last == all.last ? 0 : tick;
}

void gp_steps_add_tick(struct gp_steps *s, struct gp_step *step, uint32_t row,
                       int tick)
{
    tick = gp_steps_one_tick(s->m, tick);
    if (row == GP_NONE || tick == GP_NO_TICK ||
        s->m->rows.at[row].at[tick] == GP_NO_AMOUNT)
        return;
    if (s->count >= GP_MAX_STEPS)
        step->more = true;
    else
        gp_steps_add(step, tick_step(s, row, tick));
}

/* ---- words --------------------------------------------------------------- */

const char *gp_steps_word(const struct gp_steps *s, const char *english)
{
    return gp_translate(s->lang, english);
}

struct gp_span gp_steps_shape_span(const struct gp_model *m,
                                   const struct gp_shape *shape)
{
    if (shape == NULL || shape->fact >= m->facts.count)
        return gp_no_span();
    return m->facts.at[shape->fact].span;
}

const char *gp_steps_weight(struct gp_steps *s, int64_t weight, int64_t sum)
{
    return gp_arena_join(s->arena, gp_arena_int(s->arena, weight),
                         gp_steps_word(s, " of "), gp_arena_int(s->arena, sum),
                         NULL);
}

const char *gp_steps_learned(struct gp_steps *s, const struct gp_shape *shape)
{
    if (shape == NULL || shape->kind != GP_SHAPE_VECTOR ||
        s->m->vectors.at[shape->vector].from == NULL)
        return "";
    return gp_phrase(s->arena, s->lang, ", learned from {0}",
                     s->m->vectors.at[shape->vector].from, NULL);
}

/* ---- a cell of the table ------------------------------------------------- */

/* How the plan came to the value that it had before amendments. */
static void add_original(struct gp_steps *s, struct gp_step *step, uint32_t row,
                         int tick)
{
    const struct gp_row *was = gp_original_row(s->m, row);
    if (s->before == NULL || was->at[tick] == GP_NO_AMOUNT ||
        was->at[tick] == s->m->rows.at[row].at[tick])
        return;
    s->before->count = s->count;
    gp_steps_add_tick(s->before, step, row, tick);
    s->count = s->before->count;
}

/* Whether amendments have left a cell as it was, with its reasons. */
static bool is_unchanged(const struct gp_steps *s, uint32_t row, int tick)
{
    const struct gp_row *now = &s->m->rows.at[row];
    const struct gp_row *was = gp_original_row(s->m, row);
    return s->before != NULL && now->at[tick] == was->at[tick] &&
           now->why[tick].why == was->why[tick].why &&
           now->why[tick].fact == was->why[tick].fact;
}

/* Where somebody is not there all the time, that is a reason too. */
static void explain_there(struct gp_steps *s, struct gp_step *step,
                          uint32_t row, int tick)
{
    const struct gp_row *r = &s->m->rows.at[row];
    const struct gp_model *m = s->m;
    bool shared = step->why == GP_WHY_SHARE || step->why == GP_WHY_WEIGHT ||
                  step->why == GP_WHY_REST;
    bool among = shared && r->cut != GP_NONE && m->cuts.at[r->cut].stays;
    bool laid = step->why == GP_WHY_STAY || step->why == GP_WHY_BUILTIN ||
                step->why == GP_WHY_DEFAULT || step->why == GP_WHY_SHAPE ||
                step->why == GP_WHY_REMAINDER;
    if (!among && !(laid && gp_stay_is_any(m, r->scope)))
        return;
    struct gp_buf b;
    gp_buf_init(&b, s->arena->heap);
    gp_buf_puts(&b, step->how);
    gp_buf_puts(
        &b, gp_steps_word(s, among ? GP_WORD(", among those who are there: ")
                                   : GP_WORD("; ")));
    gp_buf_there(&b, m, r->scope, m->time.ticks[tick].period.days, s->lang);
    step->how = gp_arena_strndup(s->arena, gp_buf_cstr(&b), b.count);
    gp_buf_fini(&b);
}

/* What it is that is asked for, or stated. */
static void explain_overlay(struct gp_steps *s, struct gp_step *step,
                            const struct gp_row *r, bool asked)
{
    if (r->overlay && (asked || step->why == GP_WHY_STATED))
        step->how =
            gp_phrase(s->arena, s->lang, "{0}; an overlay, counted in no sum",
                      step->how, NULL);
}

static struct gp_step *tick_step(struct gp_steps *s, uint32_t row, int tick)
{
    if (is_unchanged(s, row, tick)) {
        s->before->count = s->count;
        struct gp_step *same = tick_step(s->before, row, tick);
        s->count = s->before->count;
        return same;
    }
    const struct gp_row *r = &s->m->rows.at[row];
    struct gp_step *step =
        gp_steps_new(s, row, &s->m->time.ticks[tick].period, r->at[tick]);
    bool asked = s->count == 1; /* for it, not for one below */
    uint32_t *seen = gp_map_at(&s->seen, gp_map_key(row, (uint32_t)tick));
    step->why = (enum gp_why)r->why[tick].why;
    step->original =
        s->now != NULL && s->now->rows.at[row].at[tick] != r->at[tick];
    step->period = tick == 0 ? gp_period_text(s->arena, &s->m->period)
                             : gp_steps_period(s, tick);
    if (*seen != GP_MAP_NONE) {
        step->again = true;
        step->how = gp_steps_word(s, GP_WORD("see above"));
        return step;
    }
    *seen = 1;
    if (r->why[tick].fact < s->m->facts.count)
        step->span = s->m->facts.at[r->why[tick].fact].span;
    gp_steps_reason(s, step, row, tick);
    explain_there(s, step, row, tick);
    explain_overlay(s, step, r, asked);

    if (step->why == GP_WHY_AMENDED || asked)
        add_original(s, step, row, tick);
    return step;
}

/* ---- what is asked for ----------------------------------------------------
 */

static struct gp_step *make(struct gp_steps *s, const struct gp_step_cell *cell)
{
    const struct gp_model *m = s->m;
    struct gp_period period = cell->period;
    int64_t amount;
    if (cell->part >= 0)
        return gp_steps_part(s, cell);
    int tick = gp_timetable_find(&m->time, &period);
    if (tick != GP_NO_TICK)
        return m->rows.at[cell->row].at[tick] == GP_NO_AMOUNT
                   ? NULL
                   : tick_step(s, cell->row, tick);
    period.days = gp_days_cut(period.days, m->time.days);
    if (!gp_target_value(s->days, m, cell->row, &period, &amount))
        return NULL;
    if (!gp_target_sums(m, &m->rows.at[cell->row]))
        return gp_steps_copied(s, cell->row, &period, amount);
    if (period.grain == GP_DAY)
        return gp_steps_day(s, cell->row, &period, amount);
    return gp_steps_range(s, cell->row, &period, amount);
}

struct gp_step *gp_steps_make(const struct gp_model *m, struct gp_arena *arena,
                              const struct gp_step_cell *cell,
                              enum gp_lang lang)
{
    struct gp_steps s = {
        .m = m, .arena = arena, .lang = lang, .stated_kpi = GP_NONE};
    struct gp_steps before = {.m = m->original,
                              .arena = arena,
                              .now = m,
                              .lang = lang,
                              .stated_kpi = GP_NONE};
    s.days = before.days = gp_days_new(m);
    gp_map_init(&s.seen, m->heap);
    gp_map_init(&before.seen, m->heap);
    if (m->original != NULL)
        s.before = &before;
    struct gp_step *step = make(&s, cell);
    gp_map_fini(&s.seen);
    gp_map_fini(&before.seen);
    gp_vec_fini(arena->heap, &s.stated);
    gp_vec_fini(arena->heap, &before.stated);
    gp_days_free(s.days);
    return step;
}

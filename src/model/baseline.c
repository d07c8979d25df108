/* See baseline.h. */
#include "model/baseline.h"

#include "model/days.h"

/* The words of a finding about a baseline. */
struct words {
    struct gp_arena *arena;
    const char *kpi, *scope, *period;
};

static const char *taken(struct gp_arena *arena, struct gp_buf *buf)
{
    const char *text = gp_arena_strdup(arena, gp_buf_cstr(buf));
    buf->count = 0;
    return text;
}

static struct words words_of(const struct gp_model *m,
                             const struct gp_baseline *b,
                             struct gp_findings *findings)
{
    struct words w = {&findings->arena,
                      gp_sym_text(m->names, m->kpis.at[b->kpi].name), NULL,
                      NULL};
    struct gp_buf buf;
    gp_buf_init(&buf, m->heap);
    gp_buf_scope(&buf, m, b->scope);
    w.scope = taken(w.arena, &buf);
    gp_buf_period(&buf, &b->period);
    w.period = taken(w.arena, &buf);
    gp_buf_fini(&buf);
    return w;
}

/* "+14.3%", "-5%" */
static const char *show_growth(struct gp_arena *arena, const struct gp_model *m,
                               struct gp_rat growth)
{
    const char *text = gp_show_rat(arena, m, growth, true);
    return growth.num > 0 ? gp_arena_join(arena, "+", text, NULL) : text;
}

/* was * (1 + growth) */
static bool grow(struct gp_rat *out, struct gp_rat was, struct gp_rat growth)
{
    struct gp_rat factor;
    return gp_rat_add(&factor, gp_rat_int(1), growth) &&
           gp_rat_mul(out, was, factor);
}

/* Where the target was said; the baseline where it was derived. */
static struct gp_span place_of(const struct gp_model *m,
                               const struct gp_row *row,
                               const struct gp_baseline *b)
{
    int tick = gp_timetable_find(&m->time, &b->period);
    if (tick != GP_NO_TICK && row->why[tick].fact < m->facts.count)
        return m->facts.at[row->why[tick].fact].span;
    return b->span;
}

static void tell(const struct gp_model *m, const struct gp_baseline *b,
                 struct gp_rat was, struct gp_rat is, struct gp_span place,
                 struct gp_findings *findings)
{
    struct words w = words_of(m, b, findings);
    struct gp_rat growth, low, high;
    bool ratio = m->kpis.at[b->kpi].unit == GP_UNIT_RATIO;
    if (!gp_rat_div(&growth, is, was) ||
        !gp_rat_sub(&growth, growth, gp_rat_int(1)) ||
        !grow(&low, was, b->low) || !grow(&high, was, b->high))
        return; /* checked before */
    const char *now = gp_show_rat(w.arena, m, is, ratio);
    const char *then = gp_show_rat(w.arena, m, was, ratio);
    struct gp_finding *f = gp_find(
        findings, GP_TEXT_STRETCH, place, w.kpi, w.scope, w.period, now,
        show_growth(w.arena, m, growth), then, show_growth(w.arena, m, b->low),
        show_growth(w.arena, m, b->high), NULL);
    gp_find_detail(findings, f, GP_TEXT_STRETCH_SUM, now, then,
                   show_growth(w.arena, m, growth), NULL);
    if (place.start != b->span.start || place.source != b->span.source)
        gp_find_note(findings, f, b->span, GP_TEXT_NOTE_BASELINE, NULL);
    gp_find_help(findings, f, GP_TEXT_HELP_STRETCH,
                 gp_show_rat(w.arena, m, low, ratio),
                 gp_show_rat(w.arena, m, high, ratio), w.scope, NULL);
}

void gp_baseline_check(const struct gp_model *m, const struct gp_baseline *b,
                       struct gp_rat was, struct gp_findings *findings)
{
    const struct gp_row *row = gp_model_row(m, b->kpi, b->scope);
    struct gp_days *days = gp_days_new(m);
    struct gp_rat is, low, high;
    int64_t amount;
    if (row == NULL || !gp_days_value(days, (uint32_t)(row - m->rows.at),
                                      &b->period, &amount)) {
        struct words w = words_of(m, b, findings);
        if (row == NULL || !row->open)
            gp_find(findings, GP_TEXT_STRETCH_NO_TARGET, b->span, w.kpi,
                    w.scope, w.period, NULL);
    } else {
        is = gp_rat_make(amount, gp_pow10(m->kpis.at[b->kpi].digits));
        if (!grow(&low, was, b->low) || !grow(&high, was, b->high))
            gp_find(findings, GP_TEXT_OVERFLOW, b->span, NULL);
        else if (gp_rat_cmp(is, low) < 0 || gp_rat_cmp(is, high) > 0)
            tell(m, b, was, is, place_of(m, row, b), findings);
    }
    gp_days_free(days);
}

void gp_baseline_lacks(const struct gp_model *m, const struct gp_baseline *b,
                       struct gp_span_days span, struct gp_findings *findings)
{
    struct words w = words_of(m, b, findings);
    struct gp_buf buf;
    gp_buf_init(&buf, m->heap);
    gp_buf_date(&buf, span.first);
    const char *first = taken(w.arena, &buf);
    gp_buf_date(&buf, span.last);
    struct gp_finding *f =
        gp_find(findings, GP_TEXT_STRETCH_NO_HISTORY, b->span, w.kpi, w.scope,
                first, taken(w.arena, &buf), NULL);
    gp_find_help(findings, f, GP_TEXT_HELP_NO_HISTORY, w.kpi, w.scope, NULL);
    gp_buf_fini(&buf);
}

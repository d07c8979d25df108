/* Which amounts of what sums can bear a proof.  Takes the evaluated rows;
 * gives the amounts that the plan's own words decide, with how far rounding
 * may have moved them.  What is only even because nothing was said bears no
 * proof: it would give way. */
#include <string.h>

#include "compile/prove/prove.h"

enum { NOT_SAID = -1 };

struct said {
    struct gp_prove *x;
    struct gp_prove_kpi *k;
    bool changed;
};

static int64_t *slack_of(const struct said *s, uint32_t row, int tick)
{
    return s->k->said + (size_t)(row - s->k->first_row) * (size_t)s->x->ticks +
           tick;
}

static bool is_said(const struct said *s, uint32_t row, int tick)
{
    return row != GP_NONE && tick != GP_NO_TICK &&
           *slack_of(s, row, tick) != NOT_SAID;
}

static void say(struct said *s, uint32_t row, int tick, int64_t slack)
{
    int64_t *at = slack_of(s, row, tick);
    s->changed |= *at != slack;
    *at = slack;
}

/* Two steps: one of its own, and its part of the whole's. */
static int64_t rounding(const struct said *s, const struct gp_row *r, int tick)
{
    const struct gp_model *m = s->x->m;
    int64_t step = m->kpis.at[r->kpi].step[m->time.ticks[tick].period.grain];
    return step > INT64_MAX / 4 ? INT64_MAX / 2 : step * 2;
}

/* Whether it alone is left of its siblings, which are all said. */
static bool is_last_period(const struct said *s, const struct gp_row *r,
                           uint32_t row, int tick)
{
    int up = s->x->m->time.ticks[tick].parent;
    if (!is_said(s, row, up))
        return false;
    const struct gp_tick *t = &s->x->m->time.ticks[up];
    for (int i = t->child; i < t->child + t->child_count; i++)
        if (i != tick &&
            (!is_said(s, row, i) || r->why[i].why == GP_WHY_REMAINDER))
            return false;
    return true;
}

static bool is_last_part(const struct said *s, const struct gp_row *r,
                         uint32_t row, int tick)
{
    const struct gp_model *m = s->x->m;
    if (r->parent == GP_NONE || !is_said(s, r->parent, tick))
        return false;
    const struct gp_cut *c = &m->cuts.at[r->cut];
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t part = m->parts.at[c->first + i];
        if (part != row && (!is_said(s, part, tick) ||
                            m->rows.at[part].why[tick].why == GP_WHY_REMAINDER))
            return false;
    }
    return true;
}

static bool is_derived(const struct said *s, const struct gp_row *r,
                       uint32_t row, int tick)
{
    int up = s->x->m->time.ticks[tick].parent;
    switch (r->why[tick].why) {
    case GP_WHY_BUILTIN:
        return is_said(s, row, up) && s->x->m->time.ticks[up].child_count == 1;
    case GP_WHY_SHARE:
    case GP_WHY_WEIGHT:
    case GP_WHY_REST:
    case GP_WHY_DEFAULT:
        return is_said(s, row, up) ||
               (r->parent != GP_NONE && is_said(s, r->parent, tick));
    case GP_WHY_SHAPE:
        return is_said(s, row, up) && r->parent != GP_NONE &&
               is_said(s, r->parent, tick);
    case GP_WHY_REMAINDER:
        return is_last_period(s, r, row, tick) || is_last_part(s, r, row, tick);
    default:
        return false;
    }
}

static void decide(struct said *s, uint32_t row, int tick)
{
    const struct gp_row *r = &s->x->m->rows.at[row];
    const struct gp_tick *t = &s->x->m->time.ticks[tick];
    if (r->at[tick] == GP_NO_AMOUNT || is_said(s, row, tick))
        return;
    if (gp_is_stated(r->why[tick])) {
        say(s, row, tick, 0);
    } else if (r->why[tick].why == GP_WHY_TIME_SUM) {
        int64_t sum = 0;
        if (t->child_count == 0 || t->child + t->child_count > s->x->ticks)
            return;
        for (int i = t->child; i < t->child + t->child_count; i++)
            if (!is_said(s, row, i) ||
                !gp_add64(&sum, sum, *slack_of(s, row, i)))
                return;
        say(s, row, tick, sum);
    } else if (is_derived(s, r, row, tick)) {
        say(s, row, tick, rounding(s, r, tick));
    }
}

/* What a row is only as the sum of its parts. */
static void decide_cut(struct said *s, const struct gp_cut *c)
{
    const struct gp_model *m = s->x->m;
    for (int t = 0; t < s->x->ticks; t++) {
        int64_t sum = 0;
        bool all = c->count != 0;
        if (m->rows.at[c->row].why[t].why != GP_WHY_SCOPE_SUM)
            continue;
        for (uint32_t i = 0; all && i < c->count; i++) {
            uint32_t part = m->parts.at[c->first + i];
            all = is_said(s, part, t) &&
                  gp_add64(&sum, sum, *slack_of(s, part, t));
        }
        if (all)
            say(s, c->row, t, sum);
    }
}

/* Sums rest on what is finer, shares on what is wider: up and down, until
 * nothing is new; two rounds are enough but for plans that mix them oddly,
 * of which less is known then. */
static void work_out(struct said *s)
{
    const struct gp_model *m = s->x->m;
    uint32_t end = s->k->first_row + s->k->row_count;
    s->changed = true;
    for (int round = 0; s->changed && round < 4; round++) {
        s->changed = false;
        for (uint32_t r = s->k->first_row; r < end; r++)
            for (int t = 0; t < s->x->ticks; t++)
                decide(s, r, t);
        for (uint32_t r = end; r-- > s->k->first_row;)
            for (int t = s->x->ticks; t-- > 0;)
                decide(s, r, t);
        for (size_t c = m->cuts.count; c-- > 0;)
            if (m->cuts.at[c].row >= s->k->first_row && m->cuts.at[c].row < end)
                decide_cut(s, &m->cuts.at[c]);
    }
}

bool gp_prove_said(struct gp_prove *x, uint32_t row, int tick, int64_t *amount,
                   int64_t *slack)
{
    const struct gp_row *r = &x->m->rows.at[row];
    struct said s = {.x = x, .k = &x->kpis[r->kpi]};
    if (r->open || r->relation != GP_EQUAL || tick >= x->ticks)
        return false;
    if (s.k->said == NULL) {
        size_t n = (size_t)s.k->row_count * (size_t)x->ticks;
        int64_t *at = gp_arena_alloc(&x->arena, n * sizeof *at);
        for (size_t i = 0; i < n; i++)
            at[i] = NOT_SAID;
        s.k->said = at;
        work_out(&s);
    }
    if (!is_said(&s, row, tick))
        return false;
    *amount = r->at[tick];
    *slack = *slack_of(&s, row, tick);
    return true;
}

/* ---- numbers as written ---- */

/* Where the last word of a statement starts: its number. */
static const char *last_word(const char *start, const char *end)
{
    const char *at = end;
    while (at > start && strchr(" \t=<>({,", at[-1]) == NULL &&
           !(at - start >= 3 && memcmp(at - 3, "\xEF\xBC\x9C", 2) == 0 &&
             (unsigned char)at[-1] >= 0x9C && (unsigned char)at[-1] <= 0x9E))
        at--;
    return at;
}

static size_t dot_at(const char *at, const char *end)
{
    if (at < end && *at == '.')
        return 1;
    return end - at >= 3 && memcmp(at, "\xEF\xBC\x8E", 3) == 0 ? 3 : 0;
}

/* A digit, of whatever width, or the line between digits. */
static size_t digit_at(const char *at, const char *end)
{
    if (at < end && ((*at >= '0' && *at <= '9') || *at == '_'))
        return 1;
    return end - at >= 3 && memcmp(at, "\xEF\xBC", 2) == 0 &&
                   (unsigned char)at[2] >= 0x90 && (unsigned char)at[2] <= 0x99
               ? 3
               : 0;
}

struct gp_rat gp_prove_tolerance(struct gp_prove *x, uint32_t kpi,
                                 uint32_t fact, bool whole)
{
    struct gp_rat none = {0, 1}, half;
    char text[64] = "0.";
    size_t n = 2, used;
    bool wan;
    if (fact == GP_NO_FACT || !gp_span_is_set(x->m->facts.at[fact].span))
        return none;
    struct gp_span at = x->m->facts.at[fact].span;
    const char *source = x->p->findings->sources->list.at[at.source].text;
    const char *end = source + at.end;
    const char *word = last_word(source + at.start, end);
    if (end - word > 40)
        return none;
    word += word < end && (*word == '-' || *word == '+');
    const char *first = word;
    while ((used = digit_at(word, end)) != 0)
        word += used;
    if (word == first || (dot_at(word, end) == 0 && !whole))
        return none;
    /* 27.86% becomes 0.005%, 5万 becomes 0.5万. */
    word += dot_at(word, end);
    for (; (used = digit_at(word, end)) != 0; word += used)
        if (*word != '_')
            text[n++] = '0';
    text[n++] = '5';
    memcpy(text + n, word, (size_t)(end - word));
    n += (size_t)(end - word);
    if (!gp_parse_number(text, n, &half, &wan))
        return none;
    if (x->m->kpis.at[kpi].unit == GP_UNIT_RATIO)
        gp_rat_div(&half, half, gp_rat_int(100));
    return half;
}

/* See history.h. */
#include "actuals/history.h"

#include <string.h>

#include "base/rational.h"
#include "base/vec.h"

static const struct {
    const char *word;
    enum gp_history_by by;
} words[] = {
    {"weekday", GP_HISTORY_WEEKDAY}, {"half", GP_HISTORY_HALF},
    {"quarter", GP_HISTORY_QUARTER}, {"month", GP_HISTORY_MONTH},
    {"week", GP_HISTORY_WEEK},       {"team", GP_HISTORY_TEAM},
    {"person", GP_HISTORY_PERSON},   {"member", GP_HISTORY_MEMBER},
};

bool gp_history_by_name(const struct gp_model *m, const char *word,
                        struct gp_history_query *out)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i].word, word) != 0)
            continue;
        out->by = words[i].by;
        return true;
    }
    for (uint32_t d = 0; d < m->dimensions.count; d++) {
        if (strcmp(gp_sym_text(m->names, m->dimensions.at[d].name), word) != 0)
            continue;
        out->by = GP_HISTORY_DIMENSION;
        out->dimension = d;
        return true;
    }
    return false;
}

static void add(struct gp_history *h, struct gp_history_part part)
{
    gp_vec_push(h->heap, &h->parts, part);
}

/* Adds the facts of some days to a part. */
static void count(const struct gp_facts *f, const struct gp_history_query *q,
                  struct gp_history *h, struct gp_history_part *part,
                  uint32_t scope, struct gp_span_days days)
{
    int64_t sum;
    if (!gp_facts_sum(f, q->kpi, scope, days, INT32_MAX, &sum))
        return;
    h->large |= !gp_add64(&part->sum, part->sum, sum);
}

/* ------------------------------------------------------------------ periods */

static enum gp_grain grain_of(enum gp_history_by by)
{
    return by == GP_HISTORY_HALF      ? GP_HALF
           : by == GP_HISTORY_QUARTER ? GP_QUARTER
           : by == GP_HISTORY_MONTH   ? GP_MONTH
           : by == GP_HISTORY_WEEK    ? GP_WEEK
                                      : GP_DAY;
}

/* Numbers run from 1, weekdays from Monday's 0. */
static void by_period(const struct gp_facts *f, const struct gp_model *m,
                      const struct gp_history_query *q, struct gp_history *h)
{
    static const int most[] = {[GP_HISTORY_WEEKDAY] = 7,
                               [GP_HISTORY_HALF] = 2,
                               [GP_HISTORY_QUARTER] = 4,
                               [GP_HISTORY_MONTH] = 12,
                               [GP_HISTORY_WEEK] = 53};
    bool weekday = q->by == GP_HISTORY_WEEKDAY;
    for (int i = 0; i < most[q->by]; i++)
        add(h, (struct gp_history_part){.number = i + !weekday});
    for (gp_date at = q->days.first; at <= q->days.last;) {
        struct gp_period p = gp_period_of(&m->calendar, grain_of(q->by), at);
        int number = weekday ? (int)gp_date_weekday(at) : p.number - 1;
        if (number >= 0 && number < most[q->by]) {
            h->parts.at[number].times++;
            count(f, q, h, &h->parts.at[number], q->scope,
                  gp_days_cut(p.days, q->days));
        }
        at = p.days.last + 1;
    }
    /* Few years have a week 53. */
    if (q->by == GP_HISTORY_WEEK && h->parts.at[52].times == 0)
        h->parts.count--;
}

/* -------------------------------------------------------------------- names */

static bool is_part(const struct gp_scope *s, enum gp_history_by by)
{
    bool team = s->kind == GP_SCOPE_TEAM, person = s->kind == GP_SCOPE_PERSON;
    return by == GP_HISTORY_TEAM     ? team
           : by == GP_HISTORY_PERSON ? person
                                     : team || person;
}

/* The scope's own parts; where it has no person itself, all persons below. */
static void by_scope(const struct gp_facts *f, const struct gp_model *m,
                     const struct gp_history_query *q, struct gp_history *h)
{
    for (int deep = 0; deep < 2 && h->parts.count == 0; deep++) {
        for (size_t i = 0; i < m->scopes.count; i++) {
            uint32_t id = (uint32_t)i;
            const struct gp_scope *s = &m->scopes.at[id];
            bool below =
                deep ? id != q->scope && gp_scope_is_below(m, id, q->scope)
                     : s->parent == q->scope;
            if (!below || !is_part(s, q->by) ||
                (deep && q->by != GP_HISTORY_PERSON))
                continue;
            struct gp_history_part part = {
                .name = s->name, .title = s->title, .times = 1};
            count(f, q, h, &part, id, q->days);
            add(h, part);
        }
    }
}

static void by_dimension(const struct gp_facts *f, const struct gp_model *m,
                         const struct gp_history_query *q, struct gp_history *h)
{
    for (uint32_t i = m->dimensions.at[q->dimension].child; i != GP_NONE;
         i = m->members.at[i].next) {
        struct gp_history_part part = {.name = m->members.at[i].name,
                                       .title = m->members.at[i].title,
                                       .times = 1};
        uint32_t scope = gp_facts_narrowed(f, q->scope, i);
        if (scope != GP_NONE)
            count(f, q, h, &part, scope, q->days);
        add(h, part);
    }
}

/* Wednesday's weight is what a Wednesday came to, not all of them together: a
 * year has 53 of one day.  So with years that are not whole. */
static void weigh(struct gp_history *h)
{
    gp_i128 each = 1, common = 0, unit = 1, sum = 0;
    for (size_t i = 0; i < h->parts.count; i++) {
        int times = h->parts.at[i].times;
        if (h->parts.at[i].sum < 0)
            return;
        each = times > 0 ? each / gp_gcd(each, times) * times : each;
    }
    if (each > INT32_MAX) /* not for days, weeks or years of any number */
        each = 1;
    for (size_t i = 0; i < h->parts.count; i++) {
        const struct gp_history_part *p = &h->parts.at[i];
        gp_i128 w = p->sum * (each / (p->times > 0 ? p->times : 1));
        common = gp_gcd(common, w);
        sum += w;
    }
    if (common == 0)
        return;
    while (sum / common / unit >= GP_MAX_HISTORY_WEIGHT - 64)
        unit *= 10;
    for (size_t i = 0; i < h->parts.count; i++) {
        struct gp_history_part *p = &h->parts.at[i];
        gp_i128 w = p->sum * (each / (p->times > 0 ? p->times : 1)) / common;
        p->weight = (int64_t)((w + unit / 2) / unit);
        h->weights += p->weight;
    }
}

void gp_history_sum(const struct gp_facts *f, const struct gp_history_query *q,
                    struct gp_history *out)
{
    const struct gp_model *m = gp_facts_model(f);
    *out = (struct gp_history){.heap = m->heap};
    if (q->by == GP_HISTORY_DIMENSION)
        by_dimension(f, m, q, out);
    else if (q->by >= GP_HISTORY_TEAM)
        by_scope(f, m, q, out);
    else
        by_period(f, m, q, out);
    for (size_t i = 0; i < out->parts.count; i++)
        out->large |= !gp_add64(&out->sum, out->sum, out->parts.at[i].sum);
    if (!out->large)
        weigh(out);
}

void gp_history_fini(struct gp_history *h)
{
    gp_vec_fini(h->heap, &h->parts);
}

const char *gp_history_label(struct gp_arena *arena, enum gp_history_by by,
                             int number)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu",
                                       "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr",
                                         "May", "Jun", "Jul", "Aug",
                                         "Sep", "Oct", "Nov", "Dec"};
    struct gp_buf buf;
    if (by == GP_HISTORY_WEEKDAY)
        return days[number];
    if (by == GP_HISTORY_MONTH)
        return months[number - 1];
    if (by >= GP_HISTORY_TEAM)
        return NULL;
    gp_buf_init(&buf, arena->heap);
    gp_buf_putc(&buf, by == GP_HISTORY_HALF      ? 'H'
                      : by == GP_HISTORY_QUARTER ? 'Q'
                                                 : 'W');
    gp_buf_int(&buf, number);
    return gp_arena_keep(arena, &buf);
}

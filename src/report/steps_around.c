/* What the plan states around a cell: in it, of more than it, and beside it
 * along one way (the team tree, a dimension, time).  See steps_own.h. */
#include <stdlib.h>

#include "report/steps_own.h"

/* ---- how one cell lies to another ---------------------------------------- */

/* Rungs up from the cell, and from the other one, to what holds both, along
 * all ways; the ways along which they are apart; rungs up along the others. */
struct lie {
    int up, down, apart, over;
};

static void add_way(struct lie *x, int up, int down)
{
    x->up += up;
    x->down += down;
    x->apart += up > 0 && down > 0;
    x->over += down > 0 ? 0 : up;
}

static uint32_t team_of(const struct gp_model *m, uint32_t row)
{
    const struct gp_scope *s = &m->scopes.at[m->rows.at[row].scope];
    return s->kind == GP_SCOPE_NARROW ? s->base : m->rows.at[row].scope;
}

static int teams_up(const struct gp_model *m, uint32_t from, uint32_t to)
{
    int n = 0;
    for (; from != GP_NONE && !gp_scope_is_below(m, to, from); n++)
        from = m->scopes.at[from].parent;
    return n;
}

static int ticks_up(const struct gp_model *m, int from, int to)
{
    struct gp_span_days days = m->time.ticks[to].period.days;
    int n = 0;
    for (; from != GP_NO_TICK; n++, from = m->time.ticks[from].parent)
        if (m->time.ticks[from].period.days.first <= days.first &&
            days.last <= m->time.ticks[from].period.days.last)
            break;
    return n;
}

/* Of a dimension: how many members narrow the first, but not the second. */
static int members_up(const struct gp_model *m, uint32_t d,
                      const uint32_t *first, int n, const uint32_t *second,
                      int k)
{
    int count = 0;
    for (int i = 0; i < n; i++) {
        bool has = m->members.at[first[i]].dimension != d;
        for (int j = 0; j < k; j++)
            has |= second[j] == first[i];
        count += !has;
    }
    return count;
}

static struct lie lie_of(const struct gp_model *m, uint32_t row, int tick,
                         const struct gp_step_stated *other)
{
    uint32_t a[GP_MAX_NARROW], b[GP_MAX_NARROW];
    uint32_t here = team_of(m, row), there = team_of(m, other->row);
    int n = gp_model_members(m, m->rows.at[row].scope, a);
    int k = gp_model_members(m, m->rows.at[other->row].scope, b);
    struct lie x = {0};
    add_way(&x, teams_up(m, here, there), teams_up(m, there, here));
    add_way(&x, ticks_up(m, tick, other->tick), ticks_up(m, other->tick, tick));
    for (uint32_t d = 0; d < m->dimensions.count; d++)
        add_way(&x, members_up(m, d, a, n, b, k), members_up(m, d, b, k, a, n));
    return x;
}

/* ---- what is stated ------------------------------------------------------ */

static bool is_held(const struct gp_model *m, const struct gp_row *r)
{
    enum gp_scope_kind kind = m->scopes.at[r->scope].kind;
    return kind == GP_SCOPE_RESERVE || kind == GP_SCOPE_GAP;
}

static void list_stated(struct gp_steps *s, uint32_t kpi)
{
    const struct gp_model *m = s->m;
    if (s->stated_kpi == kpi)
        return;
    s->stated_kpi = kpi;
    s->stated.count = 0;
    for (uint32_t i = 0; i < m->rows.count; i++) {
        const struct gp_row *r = &m->rows.at[i];
        if (r->kpi != kpi || r->relation != GP_EQUAL || r->overlay ||
            is_held(m, r))
            continue;
        for (int t = 0; t < m->kpis.at[kpi].tick_count; t++) {
            struct gp_step_stated x = {i, t, 0, r->at[t]};
            if (r->at[t] != GP_NO_AMOUNT && gp_is_stated(r->why[t]) &&
                gp_steps_one_tick(m, t) == t)
                gp_vec_push(s->arena->heap, &s->stated, x);
        }
    }
}

static int by_distance(const void *a, const void *b)
{
    const struct gp_step_stated *x = a, *y = b;
    if (x->distance != y->distance)
        return x->distance < y->distance ? -1 : 1;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->tick < y->tick ? -1 : x->tick > y->tick;
}

/* What a cell is a part of: the row's wider period, the row above, the same
 * part of the team above. */
struct wholes {
    struct gp_step_stated at[3];
    int count;
};

static void add_whole(const struct gp_model *m, struct wholes *w, uint32_t row,
                      int tick)
{
    if (row == GP_NONE || tick == GP_NO_TICK ||
        m->rows.at[row].at[tick] == GP_NO_AMOUNT)
        return;
    w->at[w->count++] = (struct gp_step_stated){row, tick, 0, 0};
}

static struct wholes wholes_of(const struct gp_model *m, uint32_t row, int tick)
{
    const struct gp_row *r = &m->rows.at[row];
    struct wholes w = {.count = 0};
    int up = m->time.ticks[tick].parent;
    while (up != GP_NO_TICK &&
           (r->at[up] == GP_NO_AMOUNT || r->why[up].why == GP_WHY_TIME_SUM))
        up = m->time.ticks[up].parent;
    uint32_t base = m->scopes.at[team_of(m, row)].parent;
    add_whole(m, &w, row, up);
    add_whole(m, &w, r->parent, tick);
    add_whole(m, &w, base == GP_NONE ? GP_NONE : gp_model_alike(m, row, base),
              tick);
    return w;
}

/* Whether something stated is near enough to a cell to be told. */
static bool is_near(const struct gp_model *m, const struct wholes *w,
                    enum gp_steps_near near, const struct lie *lie,
                    const struct gp_step_stated *x)
{
    if (near == GP_NEAR_ALL)
        return lie->apart <= 1;
    bool is = lie->up == 0;
    for (int i = 0; i < w->count && near == GP_NEAR_BESIDE; i++)
        is = is || (lie->down > 0 && lie->over == 0 &&
                    lie_of(m, w->at[i].row, w->at[i].tick, x).up == 0);
    return is;
}

/* So many are told; of a very large plan only the first steps tell any. */
enum { MOST_AROUND = 5, MOST_LOOKED = 1 << 22 };

/* The nearest ones, in order. */
struct found {
    struct gp_step_stated at[MOST_AROUND + 1];
    int count;
    bool more, any; /* any: that is not a whole of it */
};

/* Of those as near the larger one. */
static bool is_nearer(const struct gp_step_stated *a,
                      const struct gp_step_stated *b)
{
    if (a->distance != b->distance)
        return a->distance < b->distance;
    return a->amount > b->amount;
}

static void keep_nearest(struct found *f, struct gp_step_stated x,
                         const struct lie *lie)
{
    enum { APART = 1 << 12, OVER = 1 << 6 };
    x.distance = lie->apart * APART + lie->up + lie->down;
    x.distance += lie->apart > 0 ? lie->over * OVER : 0;
    f->more |= f->count == MOST_AROUND;
    int at = f->count < MOST_AROUND ? f->count++ : MOST_AROUND;
    for (; at > 0 && is_nearer(&x, &f->at[at - 1]); at--)
        f->at[at] = f->at[at - 1];
    f->at[at] = x;
}

/* Whether it is the other piece of a stated week. */
static bool is_second(const struct gp_steps *s, size_t i)
{
    const struct gp_step_stated *x = &s->stated.at[i];
    const struct gp_row *r = &s->m->rows.at[x->row];
    if (i == 0 || x[-1].row != x->row ||
        s->m->time.ticks[x->tick].period.grain != GP_PIECE)
        return false;
    return r->why[x[-1].tick].fact == r->why[x->tick].fact;
}

static void find_near(struct gp_steps *s, uint32_t row, int tick,
                      enum gp_steps_near near, bool far, struct found *f)
{
    const struct gp_model *m = s->m;
    struct wholes wholes = wholes_of(m, row, tick);
    size_t last = 0; /* behind the last that is near */
    int apart = 0;   /* as that was */
    s->looked += s->stated.count;
    for (size_t i = 0; i < s->stated.count; i++) {
        struct gp_step_stated x = s->stated.at[i];
        struct lie lie = lie_of(m, row, tick, &x);
        if (far ? lie.down == 0 : !is_near(m, &wholes, near, &lie, &x))
            continue;
        f->any |= lie.down > 0;
        bool second = near != GP_NEAR_IN && last == i && lie.apart >= apart &&
                      is_second(s, i);
        apart = lie.apart;
        last = i + 1;
        if (second)
            continue;
        if (near == GP_NEAR_IN ||
            gp_map_get(&s->seen, gp_map_key(x.row, (uint32_t)x.tick)) ==
                GP_MAP_NONE)
            keep_nearest(f, x, &lie);
    }
}

void gp_steps_around(struct gp_steps *s, struct gp_step *step, uint32_t row,
                     int tick, enum gp_steps_near near)
{
    struct found f = {.count = 0};
    list_stated(s, s->m->rows.at[row].kpi);
    if (s->looked > MOST_LOOKED)
        return;
    find_near(s, row, tick, near, false, &f);
    /* What is stated farther away has moved it. */
    if (!f.any && step->why != GP_WHY_CROSS)
        find_near(s, row, tick, near, true, &f);
    qsort(f.at, (size_t)f.count, sizeof *f.at, by_distance);
    for (int i = 0; i < f.count; i++)
        gp_steps_add_tick(s, step, f.at[i].row, f.at[i].tick);
    step->more |= f.more;
}

/* ---- what is stated in it ------------------------------------------------ */

bool gp_steps_is_least(struct gp_steps *s, uint32_t row, int tick)
{
    enum { MOST = 32 };
    const struct gp_model *m = s->m;
    const struct gp_step_stated *in[MOST];
    int64_t sum = 0;
    int count = 0;
    list_stated(s, m->rows.at[row].kpi);
    if (s->looked > MOST_LOOKED)
        return false;
    s->looked += s->stated.count;
    for (size_t i = 0; i < s->stated.count; i++) {
        const struct gp_step_stated *x = &s->stated.at[i];
        if (lie_of(m, row, tick, x).up != 0)
            continue;
        for (int k = 0; k < count; k++)
            if (lie_of(m, x->row, x->tick, in[k]).apart == 0)
                return false;
        if (count == MOST ||
            !gp_add64(&sum, sum, m->rows.at[x->row].at[x->tick]))
            return false;
        in[count++] = x;
    }
    return count > 0 && sum == m->rows.at[row].at[tick];
}

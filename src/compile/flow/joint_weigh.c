/* What each cell of a KPI's one table would have by the defaults alone: see
 * joint.h. */
#include "compile/flow/joint.h"

#include "model/round.h"

#define ONE ((int64_t)1 << 20)

enum { OTHERS = 1 << 12 };

/* What a row has in the whole plan; 0 without one. */
static int64_t total_of(const struct gp_joint *x, uint32_t scope)
{
    uint32_t row = scope == GP_NONE ? GP_NONE : gp_joint_row(x, scope);
    if (row == GP_NONE || !gp_has(&x->f->m->rows.at[row], 0))
        return 0;
    return x->f->m->rows.at[row].at[0];
}

/* A team's total, or its part of the one above. */
static int64_t weight_of(const struct gp_joint *x, uint32_t team)
{
    const struct gp_joint_team *t = &x->teams.at[team];
    int64_t is = total_of(x, t->scope);
    for (uint32_t i = team + 1; i < x->teams.count && is <= 0; i++)
        if (t->up == GP_NONE && x->teams.at[i].up == team)
            is = total_of(x, x->teams.at[i].scope);
    if (is > 0 || t->up == GP_NONE)
        return is > 0 ? is : ONE;
    const struct gp_joint_team *up = &x->teams.at[t->up];
    int64_t above = weight_of(x, t->up);
    return (int64_t)((gp_i128)above * t->leaves.count / up->leaves.count) + 1;
}

/* What a team has of one member of a dimension. */
static int64_t part_of(const struct gp_joint *x, uint32_t team, uint32_t member)
{
    const struct gp_model *m = x->f->m;
    uint32_t scope = x->teams.at[team].scope, up = m->members.at[member].parent;
    if (up != GP_NONE)
        scope = gp_model_narrowed(m, scope, up);
    return total_of(x, scope == GP_NONE ? GP_NONE
                                        : gp_model_narrowed(m, scope, member));
}

/* What a team holds back of a dimension. */
static int64_t held_of(const struct gp_joint *x, uint32_t team,
                       uint32_t dimension)
{
    const struct gp_model *m = x->f->m;
    int64_t sum = 0;
    for (uint32_t gap = 0; gap < 2; gap++) {
        uint32_t scope = gp_map_get(
            &m->held_of,
            gp_map_key(x->teams.at[team].scope << 1 | gap, dimension));
        if (scope != GP_MAP_NONE)
            sum += total_of(x, scope);
    }
    return sum;
}

/* Of the nearest team that holds something back, as a part of its total. */
static int64_t share_held(const struct gp_joint *x, uint32_t team,
                          uint32_t dimension, int64_t whole)
{
    for (; team != GP_NONE; team = x->teams.at[team].up) {
        int64_t is = held_of(x, team, dimension);
        int64_t all = total_of(x, x->teams.at[team].scope);
        if (is > 0 && all >= is)
            return (int64_t)((gp_i128)whole * is / all);
    }
    return 0;
}

/* The shares of the members from `first` on: of the team, or of the nearest
 * above it that says something of all of them; else all alike. */
static void shares_of(const struct gp_joint *x, uint32_t team, uint32_t first,
                      int64_t *out, int64_t whole)
{
    const struct gp_model *m = x->f->m;
    int64_t sum = 0, count = 0;
    uint32_t at = team;
    for (uint32_t d = first; d != GP_NONE; d = m->members.at[d].next)
        count++;
    for (bool all = false; at != GP_NONE; at = x->teams.at[at].up) {
        sum = 0;
        all = true;
        for (uint32_t d = first; d != GP_NONE; d = m->members.at[d].next) {
            int64_t is = part_of(x, at, d);
            all = all && is > 0;
            sum += is;
        }
        if (all)
            break;
    }
    for (uint32_t d = first; d != GP_NONE; d = m->members.at[d].next) {
        int64_t part =
            at == GP_NONE ? whole / count
                          : (int64_t)((gp_i128)whole * part_of(x, at, d) / sum);
        if (m->members.at[d].child != GP_NONE)
            shares_of(x, team, m->members.at[d].child, out, part);
        else
            out[gp_joint_leaves_before(m, d)] = part + 1;
    }
}

/* A tick's layers: by workdays. */
static void share_tick(const struct gp_joint *x, int tick, int64_t whole,
                       int64_t *out)
{
    const struct gp_model *m = x->f->m;
    struct gp_span_days days = m->time.ticks[tick].period.days;
    int all = gp_calendar_workdays(&m->calendar, days);
    for (uint32_t i = 0; i < x->time.count; i++) {
        if (x->time.at[i].tick != tick)
            continue;
        int part = all == 0
                       ? gp_days_count(x->time.at[i].days)
                       : gp_calendar_workdays(&m->calendar, x->time.at[i].days);
        out[i] = (int64_t)((gp_i128)whole * part /
                           (all == 0 ? gp_days_count(days) : all)) +
                 1;
    }
}

/* The shares of the layers: of a period, those of its own. */
static void share_layers(const struct gp_joint *x, uint32_t row, int tick,
                         int64_t whole, int64_t *out)
{
    const struct gp_tick *t = &x->f->m->time.ticks[tick];
    if (tick >= x->first && tick < x->first + x->layers) {
        share_tick(x, tick, whole, out);
        return;
    }
    int64_t weights[GP_MAX_COLUMNS], sum = 0;
    uint32_t fact;
    int n = t->child_count;
    gp_flow_weigh(x->f, row, tick, weights, &fact);
    gp_flow_weigh_stay(x->f, row, tick, weights);
    for (int i = 0; i < n; i++)
        sum += weights[i];
    for (int i = 0; i < n; i++)
        share_layers(x, row, t->child + i,
                     sum == 0 ? whole / n
                              : (int64_t)((gp_i128)whole * weights[i] / sum),
                     out);
}

/* The row whose periods say how those of a team weigh. */
static uint32_t row_near(const struct gp_joint *x, uint32_t team)
{
    for (; team != GP_NONE; team = x->teams.at[team].up) {
        uint32_t row = gp_joint_row(x, x->teams.at[team].scope);
        if (row != GP_NONE)
            return row;
    }
    return x->f->first;
}

/* The cells of one leaf of the team tree. */
static void weigh_leaf(struct gp_joint *x, uint32_t leaf, uint32_t team,
                       int64_t total, int64_t **shares)
{
    const struct gp_cube *u = &x->cube;
    int ways = u->ways;
    size_t count = gp_cube_count(u) / u->size[0], first = count * leaf;
    share_layers(x, row_near(x, team), 0, ONE, shares[ways - 1]);
    for (int i = 1; i < ways - 1; i++) {
        uint32_t d = x->dimensions[i - 1];
        int64_t held = x->holds[i] ? share_held(x, team, d, ONE) : 0;
        shares_of(x, team, x->f->m->dimensions.at[d].child, shares[i],
                  ONE - held);
        if (x->holds[i])
            shares[i][u->size[i] - 1] = held + 1;
    }
    for (size_t c = 0; c < count; c++) {
        size_t rest = c;
        gp_i128 part = total;
        for (int i = ways - 1; i > 0; i--) {
            part = part * shares[i][rest % u->size[i]] / ONE;
            rest /= u->size[i];
        }
        u->cells[first + c] = (int64_t)part + 1;
    }
}

void gp_joint_weigh(struct gp_joint *x)
{
    struct gp_heap *heap = x->f->p->heap;
    int64_t *shares[GP_CUBE_WAYS] = {0};
    int64_t most = 1, scale = 1;
    for (int i = 1; i < x->cube.ways; i++)
        shares[i] = gp_calloc(heap, x->cube.size[i] + 1, sizeof *shares[i]);
    for (uint32_t i = 0; i < x->teams.count; i++)
        if (weight_of(x, i) > most)
            most = weight_of(x, i);
    while (most < (int64_t)1 << 40)
        most *= 2, scale *= 2;
    for (uint32_t i = 0; i < x->teams.count; i++) {
        struct gp_slice s = x->teams.at[i].leaves;
        bool own = i + 1 == x->teams.count ||
                   x->teams.at[i + 1].leaves.first > s.first;
        if (!own)
            continue;
        int64_t total = weight_of(x, i) / (s.count == 0 ? 1 : s.count) * scale;
        /* Of whom nothing is said gets what others cannot have. */
        bool others = i + 1 < x->teams.count && x->teams.at[i + 1].up == i;
        weigh_leaf(x, s.first, i, others ? total / OTHERS + 1 : total, shares);
    }
    for (int i = 1; i < x->cube.ways; i++)
        gp_free(heap, shares[i]);
}

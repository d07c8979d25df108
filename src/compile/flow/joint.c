/* A KPI's one table: which defaults can stay as they are, and what is then put
 * beside the statements before it is evaluated once more.  See joint.h. */
#include "compile/flow/joint.h"

#include <string.h>

#include "model/round.h"

/* Statements, and what follows from them along the splits alone. */
static void look(struct gp_flow *f)
{
    gp_flow_begin(f);
    for (int level = 0; level <= f->deepest; level++)
        for (uint32_t i = f->first; i < f->end; i++)
            if (f->level[i] == level)
                gp_flow_share_row(f, i);
}

/* ---- which defaults stay ---- */

/* The boxes as they are to be: wishes that are held, and of totals that are not
 * at least what is stated in them. */
static void take_boxes(struct gp_joint *x)
{
    struct gp_flow *f = x->f;
    x->boxes.count = x->standing;
    for (size_t i = 0; i < x->wishes.count; i++) {
        const struct gp_joint_wish *w = &x->wishes.at[i];
        int64_t least = w->tick == 0
                            ? gp_flow_least_below(f, &f->m->rows.at[w->row], 0)
                            : 0;
        struct gp_box box = gp_joint_box(x, w->row, w->tick);
        box.low = x->held[i] ? w->amount : least;
        box.high = x->held[i] ? w->amount : GP_CUBE_ENDLESS;
        if (box.low > 0 || x->held[i])
            gp_vec_push(f->p->heap, &x->boxes, box);
    }
    x->cube.boxes = x->boxes.at;
    x->cube.box_count = x->boxes.count;
    x->cube.step = 1;
}

/* Whether there is a table of them: as far as that is not too much to ask. */
static bool is_possible(struct gp_joint *x)
{
    enum { MOST = 120 };
    if (x->asked++ == MOST)
        x->tired = true;
    if (x->tired)
        return false;
    take_boxes(x);
    enum gp_cube_end end = gp_cube_ask(x->f->p->heap, &x->cube);
    x->tired = end == GP_CUBE_LOST;
    return end == GP_CUBE_FILLED;
}

static size_t group_end(const struct gp_joint *x, size_t at)
{
    uint32_t group = x->wishes.at[at].group;
    while (at < x->wishes.count && x->wishes.at[at].group == group)
        at++;
    return at;
}

/* Parts of a whole that has given way stay in proportion, not as they are. */
static bool can_hold(const struct gp_joint *x, const struct gp_joint_wish *w)
{
    uint32_t up = w->tick != 0 ? w->row : x->f->m->rows.at[w->row].parent;
    uint32_t at = up == GP_NONE ? GP_MAP_NONE : gp_map_get(&x->total_of, up);
    return at == GP_MAP_NONE || !x->dropped[at];
}

static void hold(struct gp_joint *x, size_t from, size_t to, bool held)
{
    for (size_t i = from; i < to; i++)
        x->held[i] = held && can_hold(x, &x->wishes.at[i]);
}

/* Holds as many groups as can be, the first ones first. */
static void hold_most(struct gp_joint *x, size_t from, size_t to)
{
    if (from == to)
        return;
    hold(x, from, to, true);
    if (is_possible(x))
        return;
    hold(x, from, to, false);
    if (group_end(x, from) == to) {
        for (size_t i = from; i < to; i++)
            x->dropped[i] = true;
        return;
    }
    size_t middle = from;
    while (middle < from + (to - from + 1) / 2)
        middle = group_end(x, middle);
    if (middle == to) /* the last one is the longer half */
        middle = group_end(x, from);
    hold_most(x, from, middle);
    hold_most(x, middle, to);
}

/* ---- the table ---- */

static bool fill(struct gp_joint *x)
{
    struct gp_flow *f = x->f;
    const struct gp_kpi *k = &f->m->kpis.at[f->m->rows.at[f->first].kpi];
    int64_t step = k->step[x->grain];
    take_boxes(x);
    for (size_t i = 0; i < x->boxes.count; i++) {
        struct gp_box *b = &x->boxes.at[i];
        if (b->low < 0)
            return false;
        step = gp_round_step(step, &b->low, 1);
        if (b->high != GP_CUBE_ENDLESS)
            step = gp_round_step(step, &b->high, 1);
    }
    for (;; step = step % 10 == 0 ? step / 10 : 1) {
        gp_joint_weigh(x);
        x->cube.step = step;
        enum gp_cube_end end = gp_cube_fill(f->p->heap, &x->cube);
        if (end == GP_CUBE_FILLED || step == 1)
            return end == GP_CUBE_FILLED;
    }
}

/* ---- what is put ---- */

struct decided {
    struct gp_joint *x;
    uint32_t *classes; /* by cell */
    size_t *sizes;     /* by class: its cells */
    size_t *seen;      /* ... of a box */
    GP_VEC(struct gp_joint_cell) list;
};

/* The sum of a box; whether it holds whole classes only. */
static bool sum_box(struct decided *d, const struct gp_box *b, int64_t *sum)
{
    const struct gp_cube *u = &d->x->cube;
    struct gp_walk w;
    bool whole = true;
    *sum = 0;
    GP_FOR_CELLS(u, b, w)
    {
        *sum += u->cells[w.cell];
        d->seen[d->classes[w.cell]]++;
    }
    GP_FOR_CELLS(u, b, w)
    whole =
        whole && d->seen[d->classes[w.cell]] == d->sizes[d->classes[w.cell]];
    GP_FOR_CELLS(u, b, w)
    d->seen[d->classes[w.cell]] = 0;
    return whole;
}

/* Whether a row will have a value at a tick: it, or a wider one, has one, or a
 * split above will give it one. */
static bool has_value(const struct gp_flow *f, uint32_t row, int tick)
{
    const struct gp_row *r = &f->m->rows.at[row];
    bool has = false;
    for (int t = tick; t != GP_NO_TICK && !has; t = f->m->time.ticks[t].parent)
        has = gp_has(r, t);
    return has || (f->expects[row] && has_value(f, r->parent, tick));
}

static void decide_row(struct decided *d, uint32_t row, bool all)
{
    struct gp_flow *f = d->x->f;
    const struct gp_row *r = &f->m->rows.at[row];
    bool soft = (f->slack[row] & GP_SLACK_DEFAULT) != 0;
    for (int t = 0; t < f->m->kpis.at[r->kpi].tick_count; t++) {
        if (f->m->time.ticks[t].period.grain > d->x->grain ||
            (gp_has(r, t) && !(t == 0 && soft)) ||
            (!(all && f->level[row] > 1) && !has_value(f, row, t)))
            continue;
        struct gp_box box = gp_joint_box(d->x, row, t);
        struct gp_joint_cell found = {row, t, 0};
        if (sum_box(d, &box, &found.amount) || all)
            gp_vec_push(f->p->heap, &d->list, found);
    }
}

static void decide(struct decided *d, bool all)
{
    struct gp_flow *f = d->x->f;
    struct gp_heap *heap = f->p->heap;
    size_t count, cells = gp_cube_count(&d->x->cube);
    d->classes = gp_cube_classes(heap, &d->x->cube, &count);
    d->sizes = gp_calloc(heap, 2 * count + 1, sizeof *d->sizes);
    d->seen = d->sizes + count;
    for (size_t i = 0; i < cells; i++)
        d->sizes[d->classes[i]]++;
    for (uint32_t i = f->first; i < f->end; i++)
        if (gp_joint_counts(d->x, i))
            decide_row(d, i, all);
    gp_free(heap, d->classes);
    gp_free(heap, d->sizes);
}

/* What the way down came to; where something was wrong with it, only the whole
 * plan. */
static int64_t *copy_cells(const struct gp_flow *f, const struct gp_kept *kept)
{
    size_t rows = f->end - f->first, ticks = (size_t)kept->ticks;
    int64_t *to = gp_alloc(f->p->heap, (rows * ticks + 1) * sizeof *to);
    bool wrong = gp_flow_has_errors(f, kept);
    for (size_t i = 0; i < rows; i++) {
        memcpy(&to[i * ticks], f->m->rows.at[f->first + i].at,
               ticks * sizeof *to);
        for (size_t t = 1; t < ticks && wrong; t++)
            to[i * ticks + t] = GP_NO_AMOUNT;
    }
    return to;
}

bool gp_flow_join(struct gp_flow *f, const struct gp_kept *kept,
                  enum gp_joining how)
{
    struct gp_joint x;
    struct decided d = {.x = &x};
    int64_t *was = copy_cells(f, kept);
    gp_flow_bring_back(f, kept);
    look(f);
    bool ok = gp_joint_start(f, kept, how, &x);
    x.was = was;
    if (ok) {
        gp_joint_state(&x);
        gp_joint_weigh(&x);
        ok = is_possible(&x);
    }
    if (ok) {
        hold_most(&x, 0, x.wishes.count);
        ok = fill(&x);
        if (!ok) { /* by a hair */
            hold(&x, 0, x.wishes.count, false);
            ok = fill(&x);
        }
    }
    if (ok)
        decide(&d, how != GP_JOIN_DECIDED);
    gp_flow_bring_back(f, kept);
    if (ok && how != GP_JOIN_DECIDED)
        gp_joint_put_days(&x);
    for (size_t i = 0; i < d.list.count; i++) {
        struct gp_row *r = &f->m->rows.at[d.list.at[i].row];
        r->at[d.list.at[i].tick] = d.list.at[i].amount;
        r->why[d.list.at[i].tick] = gp_because(GP_WHY_JOINT, GP_NO_FACT);
    }
    gp_vec_fini(f->p->heap, &d.list);
    gp_free(f->p->heap, was);
    gp_joint_free(&x);
    return ok;
}

void gp_flow_find_conflict(struct gp_flow *f, const struct gp_kept *kept,
                           struct gp_conflict *out)
{
    struct gp_joint x;
    gp_flow_bring_back(f, kept);
    look(f);
    if (gp_joint_start(f, kept, GP_JOIN_DECIDED, &x)) {
        gp_joint_state(&x);
        gp_joint_weigh(&x);
        gp_joint_conflict(&x, out);
    }
    gp_flow_bring_back(f, kept);
    gp_joint_free(&x);
}

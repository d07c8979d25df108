/*
 * Statements that exclude one another, though each could be by itself: which
 * they are, which of them is to be told of, and how far it is from what the
 * others leave.  See joint.h.
 */
#include "compile/flow/joint.h"

#include <stdlib.h>
#include <string.h>

struct search {
    struct gp_joint *x;
    GP_VEC(struct gp_box) boxes; /* of the question at hand */
    GP_VEC(uint32_t) all;        /* what the plan says, of what stands */
    GP_VEC(uint32_t) found;      /* of these, the fewest */
    size_t asked, most;          /* so often, at most */
    bool tired;
};

/* ---- questions ---- */

static void take(struct search *s, uint32_t at)
{
    gp_vec_push(s->x->f->p->heap, &s->boxes, s->x->boxes.at[s->x->absent + at]);
}

/* Nothing but who is not there. */
static void begin(struct search *s)
{
    s->boxes.count = 0;
    for (size_t i = 0; i < s->x->absent; i++)
        gp_vec_push(s->x->f->p->heap, &s->boxes, s->x->boxes.at[i]);
}

/* Whether the boxes at hand exclude one another. */
static bool excludes(struct search *s)
{
    struct gp_cube u = s->x->cube;
    u.boxes = s->boxes.at;
    u.box_count = s->boxes.count;
    if (s->asked++ > s->most)
        s->tired = true;
    if (s->tired)
        return false;
    enum gp_cube_end end = gp_cube_ask(s->x->f->p->heap, &u);
    s->tired = end == GP_CUBE_LOST;
    return end == GP_CUBE_CANNOT || end == GP_CUBE_NONE;
}

/* Whether a statement could be within a range, beside others. */
static bool can_be(struct search *s, uint32_t at, const uint32_t *others,
                   size_t n, int64_t low, int64_t high)
{
    begin(s);
    for (size_t i = 0; i < n; i++)
        if (others[i] != at)
            take(s, others[i]);
    take(s, at);
    s->boxes.at[s->boxes.count - 1].low = low;
    s->boxes.at[s->boxes.count - 1].high = high;
    return !excludes(s) && !s->tired;
}

/* ---- the fewest ---- */

/* Finds those among `all` that exclude one another together with the boxes at
 * hand; `grown`: these are more than at the last question. */
static void explain(struct search *s, const uint32_t *all, size_t n, bool grown)
{
    struct gp_heap *heap = s->x->f->p->heap;
    size_t half = n / 2, boxes = s->boxes.count, found = s->found.count;
    if (s->tired || (grown && excludes(s)))
        return;
    if (n == 1) {
        gp_vec_push(heap, &s->found, all[0]);
        return;
    }
    for (size_t i = 0; i < half; i++)
        take(s, all[i]);
    explain(s, all + half, n - half, half > 0);
    s->boxes.count = boxes;
    for (size_t i = found; i < s->found.count; i++)
        take(s, s->found.at[i]);
    explain(s, all, half, s->found.count > found);
    s->boxes.count = boxes;
}

/* ---- in which order ---- */

static size_t size_of(const struct gp_joint *x, uint32_t at)
{
    size_t size = 1;
    for (int i = 0; i < x->cube.ways; i++)
        size *= x->boxes.at[x->absent + at].at[i].count;
    return size;
}

struct ranked {
    uint32_t at;
    size_t apart, rank;
    int64_t amount; /* of those as near the larger one */
};

static int by_rank(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->apart != y->apart)
        return x->apart < y->apart ? -1 : 1;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    if (x->amount != y->amount)
        return x->amount > y->amount ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* Along how many ways two statements have nothing in common. */
static size_t apart(const struct gp_joint *x, uint32_t a, uint32_t b)
{
    const struct gp_box *p = &x->boxes.at[x->absent + a];
    const struct gp_box *q = &x->boxes.at[x->absent + b];
    size_t n = 0;
    for (int i = 0; i < x->cube.ways; i++)
        n += p->at[i].first >= q->at[i].first + q->at[i].count ||
             q->at[i].first >= p->at[i].first + p->at[i].count;
    return n;
}

/* Sorts statements: wider ones first, so that few of them are found; or by how
 * near they are to one of them. */
static void sort(struct search *s, uint32_t *list, size_t n, uint32_t near)
{
    struct gp_heap *heap = s->x->f->p->heap;
    struct ranked *all = gp_alloc(heap, (n + 1) * sizeof *all);
    for (size_t i = 0; i < n; i++) {
        size_t size = size_of(s->x, list[i]);
        all[i] = (struct ranked){list[i], 0, SIZE_MAX - size, 0};
        if (near == GP_NONE)
            continue;
        size_t own = size_of(s->x, near);
        all[i].amount = s->x->cells.at[list[i]].amount;
        all[i].apart = apart(s->x, list[i], near);
        all[i].rank = size > own ? size / own : own / size;
    }
    if (n > 1)
        qsort(all, n, sizeof *all, by_rank);
    for (size_t i = 0; i < n; i++)
        list[i] = all[i].at;
    gp_free(heap, all);
}

/* ---- which of them, and how far off ---- */

/* A statement that another amount would mend. */
struct blame {
    uint32_t at;
    int64_t is, bound;
    bool most;
};

/* How far it may be off to be less so, in proportion, than one that is known.
 */
static int64_t reach(const struct blame *best, int64_t is, bool later)
{
    gp_i128 off = best->bound > best->is ? best->bound - best->is
                                         : best->is - best->bound;
    if (best->at == GP_NONE)
        return GP_CUBE_ENDLESS;
    if (best->is == 0) /* anything is less */
        return is == 0 ? (int64_t)off - !later : GP_CUBE_ENDLESS;
    gp_i128 most = off * is / best->is;
    if (!later && most * best->is == off * is)
        most--;
    return most > GP_CUBE_ENDLESS ? GP_CUBE_ENDLESS : (int64_t)most;
}

/* The nearest amount below what is stated that it could be, or else above; no
 * farther off than `most`. */
static bool find_bound(struct search *s, const uint32_t *others, size_t n,
                       int64_t most, struct blame *x)
{
    int64_t low = x->is > most ? x->is - most : 0, high = x->is;
    if (most <= 0)
        return false;
    x->most = x->is > 0 && can_be(s, x->at, others, n, low, x->is - 1);
    if (!x->most) {
        int64_t far =
            most > GP_CUBE_ENDLESS - x->is ? GP_CUBE_ENDLESS : x->is + most;
        if (!can_be(s, x->at, others, n, x->is + 1, far))
            return false;
        low = x->is;
        int64_t step = 1;
        for (high = x->is + 1; high < far && !s->tired &&
                               !can_be(s, x->at, others, n, low + 1, high);) {
            low = high;
            step = step > GP_CUBE_ENDLESS / 4 ? step : step * 2;
            high = high > far - step ? far : high + step;
        }
    }
    while (high - low > 1 && !s->tired) {
        int64_t middle = low + (high - low) / 2;
        bool can = x->most ? can_be(s, x->at, others, n, middle, x->is - 1)
                           : can_be(s, x->at, others, n, x->is + 1, middle);
        if (can == x->most)
            low = middle;
        else
            high = middle;
    }
    x->bound = x->most ? low : high;
    return !s->tired;
}

static bool is_later(const struct gp_joint *x, uint32_t a, uint32_t b)
{
    const struct gp_joint_cell *p = &x->cells.at[a], *q = &x->cells.at[b];
    struct gp_span u = gp_flow_said(x->f, &x->f->m->rows.at[p->row], p->tick);
    struct gp_span v = gp_flow_said(x->f, &x->f->m->rows.at[q->row], q->tick);
    return u.source != v.source ? u.source > v.source : u.start > v.start;
}

/* Of some, the one that is least off in proportion, beside others. */
static struct blame least_off(struct search *s, const uint32_t *some,
                              size_t count, const uint32_t *others, size_t n)
{
    struct blame best = {.at = GP_NONE};
    for (size_t i = 0; i < count && !s->tired; i++) {
        struct blame one = {.at = some[i],
                            .is = s->x->cells.at[some[i]].amount};
        bool later = best.at != GP_NONE && is_later(s->x, one.at, best.at);
        if (find_bound(s, others, n, reach(&best, one.is, later), &one))
            best = one;
    }
    return best;
}

/* Those of some without any one of which all else that is stated can be. */
static size_t find_sole(struct search *s, const uint32_t *some, size_t n,
                        uint32_t *out)
{
    size_t count = 0;
    for (size_t i = 0; i < n && !s->tired; i++)
        if (can_be(s, some[i], s->all.at, s->all.count, 0, GP_CUBE_ENDLESS))
            out[count++] = some[i];
    return s->tired ? 0 : count;
}

/* Why it can be no more, or no less: the fewest others. */
static void explain_bound(struct search *s, const struct blame *x)
{
    size_t count = s->found.count, n = 0;
    int64_t past = x->most ? x->bound + 1 : x->bound - 1;
    begin(s);
    take(s, x->at);
    s->boxes.at[s->boxes.count - 1].low = past;
    s->boxes.at[s->boxes.count - 1].high = past;
    for (size_t i = 0; i < s->all.count; i++)
        if (s->all.at[i] != x->at)
            s->all.at[n++] = s->all.at[i];
    if (n == s->all.count)
        return;
    if (n > 0)
        explain(s, s->all.at, n, true); /* none, where nobody is there */
    if (s->tired) {
        s->found.count = count;
        return;
    }
    s->found.count -= count;
    memmove(s->found.at, s->found.at + count,
            s->found.count * sizeof *s->found.at);
}

static struct blame find_blame(struct search *s)
{
    struct gp_heap *heap = s->x->f->p->heap;
    uint32_t *sole = gp_alloc(heap, (s->found.count + 1) * sizeof *sole);
    size_t count = find_sole(s, s->found.at, s->found.count, sole);
    struct blame x = {.at = GP_NONE};
    if (count > 0)
        x = least_off(s, sole, count, s->all.at, s->all.count);
    if (x.at != GP_NONE)
        explain_bound(s, &x);
    gp_free(heap, sole);
    if (x.at != GP_NONE)
        return x;
    /* More than one is wrong: of these alone. */
    s->tired = false;
    s->asked = 0;
    return least_off(s, s->found.at, s->found.count, s->found.at,
                     s->found.count);
}

/* Where more is stated than can be asked about: one of the widest, if that is
 * the mistake, and all that it has something to do with. */
static struct blame find_widest(struct search *s)
{
    enum { WIDEST = 8 };
    uint32_t sole[WIDEST];
    size_t n = s->all.count < WIDEST ? s->all.count : WIDEST;
    size_t count = find_sole(s, s->all.at, n, sole);
    struct blame x = least_off(s, sole, count, s->all.at, s->all.count);
    for (size_t i = 0; i < s->all.count && x.at != GP_NONE; i++)
        if (s->all.at[i] != x.at && apart(s->x, s->all.at[i], x.at) == 0)
            gp_vec_push(s->x->f->p->heap, &s->found, s->all.at[i]);
    return x;
}

static struct blame find_any(struct search *s)
{
    struct blame x = {.at = GP_NONE};
    if (s->all.count > s->most)
        x = find_widest(s);
    if (x.at != GP_NONE)
        return x;
    s->tired = false;
    s->asked = 0;
    begin(s);
    explain(s, s->all.at, s->all.count, false);
    return s->tired || s->found.count == 0 ? x : find_blame(s);
}

/* Of a large table fewer questions are asked: each looks at all boxes. */
static size_t most_questions(const struct gp_joint *x)
{
    enum { LEAST = 60, CELLS = 1 << 24, MOST = 600 };
    size_t cells = 1;
    for (uint32_t i = 0; i < x->cells.count; i++)
        cells += size_of(x, i);
    size_t more = CELLS / cells;
    return LEAST + (more < MOST ? more : MOST);
}

/* What the plan says; the rest follows from that. */
static void list_said(struct search *s)
{
    const struct gp_joint *x = s->x;
    for (uint32_t i = 0; i < x->cells.count; i++) {
        const struct gp_joint_cell *c = &x->cells.at[i];
        if (gp_span_is_set(
                gp_flow_said(x->f, &x->f->m->rows.at[c->row], c->tick)))
            gp_vec_push(x->f->p->heap, &s->all, i);
    }
    sort(s, s->all.at, s->all.count, GP_NONE);
}

void gp_joint_conflict(struct gp_joint *x, struct gp_conflict *out)
{
    struct gp_heap *heap = x->f->p->heap;
    struct search s = {.x = x, .most = most_questions(x)};
    struct blame blame = {.at = GP_NONE};
    list_said(&s);
    begin(&s);
    for (size_t i = 0; i < s.all.count; i++)
        take(&s, s.all.at[i]);
    bool ok = s.all.count > 0 && excludes(&s);
    if (ok)
        blame = find_any(&s);
    out->cells.count = 0;
    if (blame.at != GP_NONE) {
        out->bound = blame.bound;
        out->most = blame.most;
        gp_vec_push(heap, &out->cells, x->cells.at[blame.at]);
        sort(&s, s.found.at, s.found.count, blame.at);
    }
    for (size_t i = 0; i < s.found.count && blame.at != GP_NONE; i++)
        if (s.found.at[i] != blame.at)
            gp_vec_push(heap, &out->cells, x->cells.at[s.found.at[i]]);
    gp_vec_fini(heap, &s.all);
    gp_vec_fini(heap, &s.boxes);
    gp_vec_fini(heap, &s.found);
}

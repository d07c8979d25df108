/* Statements that exclude one another, though each could be by itself: which
 * they are, and how far apart.  See joint.h. */
#include "compile/flow/joint.h"

/* ---- the fewest ---- */

struct search {
    struct gp_joint *x;
    GP_VEC(struct gp_box) boxes; /* of the question at hand */
    GP_VEC(uint32_t) found;      /* of what stands */
    size_t asked, most;          /* so often, at most */
    bool tired;
};

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

/* ---- how far apart ---- */

static size_t size_of(const struct gp_joint *x, uint32_t at)
{
    size_t size = 1;
    for (int i = 0; i < x->cube.ways; i++)
        size *= x->boxes.at[x->absent + at].at[i].count;
    return size;
}

/* The narrowest cell of those found; of several the one that asks for most. */
static size_t narrowest(const struct search *s)
{
    size_t which = 0;
    for (size_t i = 1; i < s->found.count; i++) {
        uint32_t at = s->found.at[i], best = s->found.at[which];
        size_t size = size_of(s->x, at), least = size_of(s->x, best);
        if (size < least || (size == least && s->x->cells.at[at].amount >
                                                  s->x->cells.at[best].amount))
            which = i;
    }
    return which;
}

/* Whether one of those found could be within a range, beside the others. */
static bool can_be(struct search *s, size_t which, int64_t low, int64_t high)
{
    begin(s);
    for (size_t i = 0; i < s->found.count; i++)
        take(s, s->found.at[i]);
    s->boxes.at[s->x->absent + which].low = low;
    s->boxes.at[s->x->absent + which].high = high;
    return !excludes(s) && !s->tired;
}

/* The most below what is stated that it could be, or else the least above. */
static bool find_bound(struct search *s, size_t which, struct gp_conflict *out)
{
    int64_t is = s->x->cells.at[s->found.at[which]].amount;
    int64_t low = 0, high = is;
    out->most = is > 0 && can_be(s, which, 0, is - 1);
    if (!out->most) {
        if (!can_be(s, which, is + 1, GP_CUBE_ENDLESS))
            return false;
        low = is;
        for (high = is + 1; !can_be(s, which, is + 1, high) && !s->tired;)
            high = high > GP_CUBE_ENDLESS / 2 ? GP_CUBE_ENDLESS : high * 2;
    }
    while (high - low > 1 && !s->tired) {
        int64_t middle = low + (high - low) / 2;
        bool can = out->most ? can_be(s, which, middle, is - 1)
                             : can_be(s, which, is + 1, middle);
        if (can == out->most)
            low = middle;
        else
            high = middle;
    }
    out->bound = out->most ? low : high;
    return !s->tired;
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

void gp_joint_conflict(struct gp_joint *x, struct gp_conflict *out)
{
    struct gp_flow *f = x->f;
    struct gp_heap *heap = f->p->heap;
    struct search s = {.x = x, .most = most_questions(x)};
    GP_VEC(uint32_t) all = {0};
    /* What the plan says; the rest follows from that. */
    begin(&s);
    for (uint32_t i = 0; i < x->cells.count; i++) {
        struct gp_joint_cell c = x->cells.at[i];
        if (!gp_span_is_set(gp_flow_said(f, &f->m->rows.at[c.row], c.tick)))
            continue;
        gp_vec_push(heap, &all, i);
        take(&s, i);
    }
    bool ok = all.count > 0 && excludes(&s);
    begin(&s);
    if (ok)
        explain(&s, all.at, all.count, false);
    size_t which = narrowest(&s);
    ok = ok && !s.tired && s.found.count > 0 && find_bound(&s, which, out);
    out->cells.count = 0;
    if (ok)
        gp_vec_push(heap, &out->cells, x->cells.at[s.found.at[which]]);
    for (size_t i = 0; i < s.found.count && ok; i++)
        if (i != which)
            gp_vec_push(heap, &out->cells, x->cells.at[s.found.at[i]]);
    gp_vec_fini(heap, &all);
    gp_vec_fini(heap, &s.boxes);
    gp_vec_fini(heap, &s.found);
}

/* ---- the finding ---- */

bool gp_flow_is_default(const struct gp_flow *f, struct gp_span at)
{
    for (size_t i = 0; i < f->p->splits.count; i++) {
        const struct gp_split *s = &f->p->splits.at[i];
        if (s->yields && s->span.source == at.source &&
            s->span.start <= at.start && at.end <= s->span.end)
            return true;
    }
    return false;
}

/* Whether a finding of sums blames a default, which gives way, or says nothing
 * but that there is no way. */
static bool is_vague(const struct gp_flow *f, const struct gp_finding *x)
{
    bool sums = x->slug == GP_SLUG_CROSS_CUT ||
                x->slug == GP_SLUG_CHILDREN_SUM ||
                x->slug == GP_SLUG_PERIOD_SUM || x->slug == GP_SLUG_SPLIT_SUM ||
                x->slug == GP_SLUG_OVER_ASSIGNED;
    /* What a split sums to is told at the split, whoever states it. */
    bool bare =
        x->detail == NULL && (x->slug == GP_SLUG_CROSS_CUT || x->notes == NULL);
    bool vague = bare || (x->slug != GP_SLUG_SPLIT_SUM &&
                          gp_flow_is_default(f, x->span));
    for (const struct gp_note *n = x->notes; n != NULL && !vague; n = n->next)
        vague = gp_flow_is_default(f, n->span);
    return sums && vague;
}

static void tell(struct gp_flow *f, const struct gp_conflict *c)
{
    enum { MOST_NOTES = 12 };
    struct gp_findings *to = f->p->findings;
    const struct gp_joint_cell *cell = &c->cells.at[0];
    const struct gp_row *r = &f->m->rows.at[cell->row];
    bool cut = f->deepest > 0;
    if (c->cells.count == 1 && c->most && c->bound == 0) {
        gp_flow_tell_nobody(f, r, gp_flow_origin(f, r, cell->tick),
                            f->m->time.ticks[cell->tick].period.days,
                            cell->amount);
        return;
    }
    enum gp_text text = c->most ? (cut ? GP_TEXT_CROSS_MOST : GP_TEXT_TREE_MOST)
                        : cut   ? GP_TEXT_CROSS_LEAST
                                : GP_TEXT_TREE_LEAST;
    struct gp_finding *x = gp_find(to, text, gp_flow_origin(f, r, cell->tick),
                                   gp_flow_scope_name(f, r->scope),
                                   gp_flow_period_name(f, cell->tick),
                                   gp_flow_amount(f, r, cell->amount),
                                   gp_flow_amount(f, r, c->bound), NULL);
    for (size_t i = 1; i < c->cells.count && i <= MOST_NOTES; i++)
        gp_flow_note_cell(f, x, &f->m->rows.at[c->cells.at[i].row],
                          c->cells.at[i].tick);
    gp_find_help(to, x, cut ? GP_TEXT_HELP_CROSS_WAY : GP_TEXT_HELP_TREE_WAY,
                 NULL);
}

bool gp_flow_is_vague(const struct gp_flow *f, const struct gp_kept *kept)
{
    if (!gp_flow_has_errors(f, kept))
        return gp_cross_blames_default(f->p, f->first, f->end);
    for (size_t i = kept->findings; i < f->p->findings->list.count; i++)
        if (is_vague(f, f->p->findings->list.at[i]))
            return true;
    return false;
}

void gp_flow_tell_conflict(struct gp_flow *f, const struct gp_kept *kept,
                           const struct gp_conflict *conflict)
{
    struct gp_findings *all = f->p->findings;
    size_t left = kept->findings;
    bool clear = false, errors = gp_flow_has_errors(f, kept);
    for (size_t i = kept->findings; i < all->list.count; i++)
        clear |= !is_vague(f, all->list.at[i]) &&
                 all->list.at[i]->severity == GP_ERROR;
    if (!clear && conflict->cells.count == 0)
        return; /* better than nothing */
    for (size_t i = kept->findings; i < all->list.count; i++)
        if (!is_vague(f, all->list.at[i]))
            all->list.at[left++] = all->list.at[i];
    if (left == all->list.count && errors)
        return;
    all->list.count = left;
    if (!clear)
        tell(f, conflict);
    for (uint32_t i = f->first; i < f->end; i++)
        f->m->rows.at[i].open = true; /* what else is wrong follows from it */
}

/* Parts that are not all there all the time: see flow.h.
 *
 * The days below a tick are cut into stretches over which the same people are
 * there; mostly a stretch is a month.  What the plan states for a part stays
 * in the stretches it is there in; each stretch is then shared by those there,
 * in proportion to their weights as a ramp lowers them.  Wider periods are
 * sums.  A month with an edge inside is divided by the whole's own days, so
 * that days can be shared later without anybody's being asked for while away.
 */
#include <stdlib.h>
#include <string.h>

#include "compile/flow/stays.h"
#include "model/days.h"
#include "model/round.h"
#include "model/stay.h"

/* ---- into the rows ------------------------------------------------------- */

static void sum_up(struct gp_stays *x, struct gp_row *r, int tick)
{
    int n = gp_flow_children(x->f, r, tick);
    int child = x->f->m->time.ticks[tick].child;
    int64_t sum = 0;
    bool any = false;
    for (int i = 0; i < n; i++) {
        sum_up(x, r, child + i);
        any |= gp_has(r, child + i);
        sum += gp_has(r, child + i) ? r->at[child + i] : 0;
    }
    if (gp_has(r, tick) || !any)
        return;
    r->at[tick] = sum;
    r->why[tick] = gp_because(GP_WHY_TIME_SUM, GP_NO_FACT);
}

static void write_part(struct gp_stays *x, uint32_t part)
{
    struct gp_row *r = gp_stays_part_row(x, part);
    for (size_t c = 0, n; c < x->columns.count; c += n) {
        int leaf = x->columns.at[c].leaf;
        int64_t sum = 0;
        bool mine = false;
        for (n = 0;
             c + n < x->columns.count && x->columns.at[c + n].leaf == leaf;
             n++) {
            sum += x->cells[gp_stays_cell_of(x, part, c + n)] +
                   x->least[gp_stays_cell_of(x, part, c + n)];
            mine |= x->owner[gp_stays_cell_of(x, part, c + n)] != GP_NOBODYS;
        }
        if (!mine || gp_has(r, leaf))
            continue;
        r->at[leaf] = sum;
        r->why[leaf] = x->whys[part];
    }
    sum_up(x, r, x->tick);
}

/* After a finding: every part for itself. */
static void alone(struct gp_stays *x)
{
    x->f->m->cuts.at[x->cut].joined = false;
    for (uint32_t i = 0; i < x->count; i++) {
        struct gp_row *r = gp_stays_part_row(x, i);
        r->open = true;
        gp_flow_time(x->f, (uint32_t)(r - x->f->m->rows.at), x->tick, true);
    }
}

static void clear(struct gp_stays *x)
{
    struct gp_heap *heap = x->f->p->heap;
    gp_free(heap, x->owner);
    gp_free(heap, x->factors);
    gp_free(heap, x->cells);
    gp_free(heap, x->least);
    gp_vec_fini(heap, &x->columns);
    gp_vec_fini(heap, &x->edges);
    gp_vec_fini(heap, &x->groups);
}

static void work_out(struct gp_stays *x)
{
    gp_stays_columns(x);
    x->owner = gp_stays_new_cells(x, sizeof *x->owner);
    x->factors = gp_stays_new_cells(x, sizeof *x->factors);
    x->cells = gp_stays_new_cells(x, sizeof *x->cells);
    x->least = gp_stays_new_cells(x, sizeof *x->least);
    for (uint32_t i = 0; i < x->count; i++)
        gp_stays_take(x, i);
    gp_stays_place(x);
    if (!x->failed)
        gp_stays_share(x);
}

/* A part that shares and has periods of its own gets its whole first, then
 * says how that lies: as good as stated.  True where there was one. */
static bool decide_own(struct gp_stays *x)
{
    bool any = false;
    for (uint32_t i = 0; i < x->count && !x->failed; i++) {
        struct gp_row *r = gp_stays_part_row(x, i);
        uint32_t id = (uint32_t)(r - x->f->m->rows.at);
        int64_t sum = 0;
        if (x->weights[i] == 0 || gp_has(r, x->tick) ||
            !gp_flow_has_shape(x->f, id, x->tick))
            continue;
        for (size_t c = 0; c < x->columns.count; c++)
            sum += x->cells[gp_stays_cell_of(x, i, c)] +
                   x->least[gp_stays_cell_of(x, i, c)];
        r->at[x->tick] = sum;
        r->why[x->tick] = x->whys[i];
        gp_flow_time(x->f, id, x->tick, true);
        any = true;
    }
    return any;
}

/* The weights of the parts: what the split's items come to. */
static void weigh_parts(struct gp_stays *x, const struct gp_split *s,
                        const struct gp_rat *exact, struct gp_rat gap)
{
    struct gp_model *m = x->f->m;
    struct gp_map item_of;
    struct gp_rat *parts =
        gp_calloc(x->f->p->heap, x->count + 1, sizeof *parts);
    gp_map_init(&item_of, x->f->p->heap);
    for (size_t i = 0; s != NULL && i < s->item_count; i++)
        *gp_map_at(&item_of, s->items[i].part) = (uint32_t)i;
    for (uint32_t i = 0; i < x->count; i++) {
        uint32_t scope = gp_stays_part_row(x, i)->scope;
        uint32_t k = gp_map_get(&item_of, scope);
        x->whys[i] = gp_because(GP_WHY_STAY, GP_NO_FACT);
        parts[i] = gp_rat_int(0);
        if (k != GP_MAP_NONE) {
            const struct gp_item *item = &s->items[k];
            bool amount = item->kind == GP_ITEM_AMOUNT;
            struct gp_row *r = gp_stays_part_row(x, i);
            if ((item->has_check || amount) && !gp_has(r, x->tick)) {
                /* "40% = 2000万" is an amount; so is what a default takes for
                 * those who state more than their share further down. */
                r->at[x->tick] = item->amount;
                r->why[x->tick] = amount ? gp_flow_reason(item)
                                         : gp_because(GP_WHY_SHARE, item->fact);
            } else if (item->kind != GP_ITEM_AMOUNT) {
                parts[i] = exact[k];
                x->whys[i] = gp_flow_reason(item);
            }
        } else if (s != NULL && s->partial &&
                   m->scopes.at[scope].kind == GP_SCOPE_GAP) {
            parts[i] = gap;
            x->whys[i] = gp_because(GP_WHY_REST, s->items[0].fact);
        }
    }
    if (!gp_flow_scale(parts, x->count, x->weights))
        for (uint32_t i = 0; i < x->count; i++)
            x->weights[i] = (int64_t)gp_rat_floor(parts[i]);
    /* Room for the factors in 128 bits. */
    int64_t most = 0;
    for (uint32_t i = 0; i < x->count; i++)
        most = x->weights[i] > most ? x->weights[i] : most;
    for (; most >= (int64_t)1 << 40; most >>= 1)
        for (uint32_t i = 0; i < x->count; i++)
            x->weights[i] = (x->weights[i] + 1) >> 1;
    gp_map_fini(&item_of);
    gp_free(x->f->p->heap, parts);
}

bool gp_flow_stay(struct gp_flow *f, uint32_t cut, int tick,
                  const struct gp_split *s, const struct gp_rat *exact,
                  struct gp_rat gap)
{
    const struct gp_cut *c = &f->m->cuts.at[cut];
    struct gp_stays x = {.f = f,
                         .cut = cut,
                         .tick = tick,
                         .row = &f->m->rows.at[c->row],
                         .count = c->count};
    x.weights = gp_calloc(f->p->heap, c->count + 1, sizeof *x.weights);
    x.whys = gp_calloc(f->p->heap, c->count + 1, sizeof *x.whys);
    weigh_parts(&x, s, exact, gap);
    work_out(&x);
    if (decide_own(&x)) {
        clear(&x);
        x = (struct gp_stays){.f = f,
                              .cut = cut,
                              .tick = tick,
                              .row = x.row,
                              .count = x.count,
                              .weights = x.weights,
                              .whys = x.whys};
        work_out(&x);
    }
    for (uint32_t i = 0; i < x.count && !x.failed; i++)
        write_part(&x, i);
    if (x.failed)
        alone(&x);
    clear(&x);
    gp_free(f->p->heap, x.weights);
    gp_free(f->p->heap, x.whys);
    return !x.failed;
}

/* A row's parts at one period, by the split that decides: see flow.h. */
#include <stdlib.h>
#include <string.h>

#include "compile/flow/parts.h"
#include "model/round.h"

/* The split of the cut's row that decides a period: one for just that, else
 * one for all.  Of a general one only shares hold in a part of the plan. */
static struct gp_split *part_split(const struct gp_flow *f, uint32_t cut,
                                   int tick, bool exact)
{
    const struct gp_cut *c = &f->m->cuts.at[cut];
    struct gp_span_days days = f->m->time.ticks[tick].period.days;
    struct gp_split *general = NULL;
    int up = f->m->time.ticks[tick].parent;
    /* A year that is the whole plan has been decided as that. */
    if (exact && up != GP_NO_TICK &&
        gp_parts_same_days(f->m->time.ticks[up].period.days, days))
        return NULL;
    for (uint32_t i = f->first_split[c->row]; i != GP_NONE;
         i = f->p->splits.at[i].next) {
        struct gp_split *s = &f->p->splits.at[i];
        if (s->axis == GP_AXIS_TIME || s->dimension != c->dimension ||
            s->crosswise)
            continue;
        if (gp_parts_same_days(s->period.days, days))
            return s;
        if (gp_parts_same_days(s->period.days, f->m->time.days))
            general = s;
    }
    return exact ? NULL : general;
}

bool gp_flow_has_split(const struct gp_flow *f, uint32_t cut)
{
    const struct gp_cut *c = &f->m->cuts.at[cut];
    for (uint32_t i = f->first_split[c->row]; i != GP_NONE;
         i = f->p->splits.at[i].next)
        if (f->p->splits.at[i].axis != GP_AXIS_TIME &&
            f->p->splits.at[i].dimension == c->dimension &&
            !f->p->splits.at[i].crosswise)
            return true;
    return false;
}

static void take(struct gp_shareout *x)
{
    struct gp_rat base = gp_rat_int(x->row->at[x->tick]);
    x->rest = x->weighed = x->shares = x->amounts = x->hole = false;
    x->sum = x->weights = gp_rat_int(0);
    for (size_t i = 0; i < x->s->item_count; i++) {
        const struct gp_item *item = &x->s->items[i];
        x->exact[i] = gp_rat_int(0);
        switch (item->kind) {
        case GP_ITEM_AMOUNT:
            x->exact[i] = gp_rat_int(item->amount);
            x->amounts = true;
            break;
        case GP_ITEM_SHARE:
            gp_rat_mul(&x->exact[i], item->value, base);
            x->shares = true;
            break;
        case GP_ITEM_WEIGHT:
            gp_rat_add(&x->weights, x->weights, item->value);
            x->weighed = true;
            break;
        case GP_ITEM_REST:
            x->rest = true;
            break;
        case GP_ITEM_HOLE:
            x->hole = true;
            break;
        }
        gp_rat_add(&x->sum, x->sum, x->exact[i]);
    }
    gp_rat_sub(&x->left, x->exactly, x->sum);
    for (size_t i = 0; i < x->s->item_count; i++) {
        const struct gp_item *item = &x->s->items[i];
        if (item->kind == GP_ITEM_REST) {
            x->exact[i] = x->left;
        } else if (item->kind == GP_ITEM_WEIGHT &&
                   gp_rat_div(&x->exact[i], item->value, x->weights)) {
            gp_rat_mul(&x->exact[i], x->exact[i], x->left);
        }
    }
}

/* ---- rounding ---- */

struct part {
    struct gp_rat rest;
    uint32_t index, order; /* of the item; of its scope in the plan */
};

static int larger_first(const void *a, const void *b)
{
    const struct part *x = a, *y = b;
    int c = gp_rat_cmp(y->rest, x->rest);
    return c != 0 ? c : x->order < y->order ? -1 : x->order > y->order;
}

void gp_parts_round(const struct gp_shareout *x, int64_t *out)
{
    size_t n = x->s->item_count, open = 0;
    const struct gp_scope *scopes = x->f->m->scopes.at;
    struct part *parts = gp_alloc(x->f->p->heap, (n + 2) * sizeof *parts);
    int64_t step = x->f->m->kpis.at[x->row->kpi]
                       .step[x->f->m->time.ticks[x->tick].period.grain];
    int64_t total = x->whole, left;
    for (size_t i = 0; i < n; i++)
        if (x->s->items[i].kind == GP_ITEM_AMOUNT)
            total -= x->s->items[i].amount;
    left = total;
    step = gp_round_step(step, &total, 1);
    /* The gap of a partial split is one more of them, behind the items. */
    size_t all = n + x->s->partial;
    for (size_t i = 0; i < all; i++) {
        if (i < n && x->s->items[i].kind == GP_ITEM_AMOUNT) {
            out[i] = x->s->items[i].amount;
            continue;
        }
        struct gp_rat units = x->rest || x->weighed ? gp_rat_int(0) : x->left;
        gp_rat_div(&units, i < n ? x->exact[i] : units, gp_rat_int(step));
        gp_i128 whole = gp_rat_floor(units);
        out[i] = (int64_t)whole * step;
        left -= out[i];
        parts[open].rest =
            (struct gp_rat){units.num - whole * units.den, units.den};
        parts[open].order =
            i < n && scopes[x->s->items[i].part].kind != GP_SCOPE_RESERVE
                ? scopes[x->s->items[i].part].order
                : UINT32_MAX; /* what is held back comes last */
        parts[open++].index = (uint32_t)i;
    }
    if (left > 0 && open > 1)
        qsort(parts, open, sizeof *parts, larger_first);
    for (size_t i = 0; i < open && left >= step; i++) {
        out[parts[i].index] += step;
        left -= step;
    }
    gp_free(x->f->p->heap, parts);
}

struct gp_reason gp_flow_reason(const struct gp_item *item)
{
    static const enum gp_why whys[] = {[GP_ITEM_AMOUNT] = GP_WHY_AMOUNT,
                                       [GP_ITEM_SHARE] = GP_WHY_SHARE,
                                       [GP_ITEM_WEIGHT] = GP_WHY_WEIGHT,
                                       [GP_ITEM_REST] = GP_WHY_REST,
                                       [GP_ITEM_HOLE] = GP_WHY_REST};
    return gp_because(whys[item->kind], item->fact);
}

/* Writes the items' values to the parts' rows; false where a part's own
 * target says another. */
static bool put(const struct gp_shareout *x, const int64_t *values)
{
    struct gp_model *m = x->f->m;
    bool ok = true;
    for (size_t i = 0; i < x->s->item_count; i++) {
        const struct gp_item *item = &x->s->items[i];
        uint32_t id =
            gp_map_get(&m->row_of, gp_map_key(x->row->kpi, item->part));
        if (id == GP_MAP_NONE)
            continue;
        struct gp_row *part = &m->rows.at[id];
        if (gp_has(part, x->tick)) {
            if (part->at[x->tick] == values[i])
                continue;
            ok = false;
            if (!x->s->told && !part->open)
                gp_parts_tell_stated(x, part, i, values[i]);
            continue;
        }
        part->at[x->tick] = values[i];
        if (x->tick == 0) {
            int c = item->kind == GP_ITEM_AMOUNT
                        ? 0
                        : gp_rat_cmp(x->exact[i], gp_rat_int(values[i]));
            x->f->slack[id] =
                (uint8_t)((c > 0   ? GP_SLACK_UP
                           : c < 0 ? GP_SLACK_DOWN
                                   : 0) |
                          (x->s->yields ? GP_SLACK_YIELDS | GP_SLACK_DEFAULT
                                        : 0));
        }
        x->f->speaks[id] |= x->tick != 0;
        part->why[x->tick] = gp_flow_reason(item);
        /* A default that gave way to what is stated in the part. */
        if (x->s->yields && item->kind != x->of->items[i].kind &&
            item->kind == GP_ITEM_AMOUNT)
            part->why[x->tick] = gp_because(GP_WHY_REMAINDER, item->fact);
    }
    x->s->told |= !ok;
    return ok;
}

/* What a partial split leaves is a row of its own. */
static void put_gap(const struct gp_shareout *x, int64_t gap)
{
    struct gp_model *m = x->f->m;
    const struct gp_cut *cut = &m->cuts.at[x->cut];
    for (uint32_t i = 0; i < cut->count; i++) {
        struct gp_row *part = &m->rows.at[m->parts.at[cut->first + i]];
        if (m->scopes.at[part->scope].kind != GP_SCOPE_GAP ||
            gp_has(part, x->tick)) /* found with all other cells */
            continue;
        part->at[x->tick] = gap;
        part->why[x->tick] =
            gp_because(GP_WHY_REST, x->s->item_count != 0 ? x->s->items[0].fact
                                                          : GP_NO_FACT);
        part->span = x->s->span;
    }
}

/* Parts that have a target but are no item take theirs first. */
static int64_t unlisted(const struct gp_flow *f, const struct gp_split *s,
                        uint32_t cut, int tick)
{
    const struct gp_cut *c = &f->m->cuts.at[cut];
    int64_t sum = 0;
    struct gp_map listed;
    gp_map_init(&listed, f->p->heap);
    for (size_t i = 0; i < s->item_count; i++)
        *gp_map_at(&listed, s->items[i].part) = 1;
    for (uint32_t i = 0; i < c->count; i++) {
        const struct gp_row *part =
            &f->m->rows.at[f->m->parts.at[c->first + i]];
        if (gp_map_get(&listed, part->scope) == GP_MAP_NONE &&
            gp_has(part, tick) && !part->rollup)
            sum += part->at[tick];
    }
    gp_map_fini(&listed);
    return sum;
}

/* A default gives way: parts that have a value count as stated amounts, those
 * whose periods state more than their share have that (`pins`), and the others
 * share what these leave in proportion. */
static void yield(const struct gp_flow *f, const struct gp_split *s, int tick,
                  const int64_t *pins, struct gp_item *items)
{
    struct gp_rat rest = gp_rat_int(1);
    bool any = false, plain = true;
    for (size_t i = 0; i < s->item_count; i++) {
        items[i] = s->items[i];
        plain &=
            items[i].kind == GP_ITEM_SHARE || items[i].kind == GP_ITEM_REST;
        if (items[i].kind == GP_ITEM_SHARE)
            gp_rat_sub(&rest, rest, items[i].value);
        uint32_t id =
            gp_map_get(&f->m->row_of, gp_map_key(s->kpi, items[i].part));
        const struct gp_row *part = &f->m->rows.at[id];
        bool has = id != GP_MAP_NONE && gp_has(part, tick);
        if (!has && pins[i] == 0)
            continue;
        items[i].kind = GP_ITEM_AMOUNT;
        items[i].amount = has ? part->at[tick] : pins[i];
        any = true;
    }
    for (size_t i = 0; any && plain && !s->partial && i < s->item_count; i++) {
        if (items[i].kind == GP_ITEM_AMOUNT)
            continue;
        if (items[i].kind == GP_ITEM_REST)
            items[i].value = rest;
        items[i].kind = GP_ITEM_WEIGHT;
        items[i].has_check = false;
    }
}

/* Takes the items of a default; again, where a part's periods state more than
 * it would have. */
static void take_yielding(struct gp_shareout *x, const struct gp_split *s)
{
    const struct gp_flow *f = x->f;
    struct gp_heap *heap = f->p->heap;
    int64_t *pins = gp_calloc(heap, s->item_count + 1, sizeof *pins);
    x->s->items =
        gp_arena_alloc(f->p->arena, (s->item_count + 1) * sizeof *x->s->items);
    for (bool again = true; again;) {
        yield(f, s, x->tick, pins, x->s->items);
        take(x);
        again = false;
        for (size_t i = 0; i < s->item_count; i++) {
            uint32_t id =
                gp_map_get(&f->m->row_of, gp_map_key(s->kpi, s->items[i].part));
            if (id == GP_MAP_NONE || x->s->items[i].kind == GP_ITEM_AMOUNT)
                continue;
            int64_t least = gp_flow_least(f, &f->m->rows.at[id], x->tick);
            if (least > 0 && gp_rat_cmp(gp_rat_int(least), x->exact[i]) > 0) {
                pins[i] = least;
                again = true;
            }
        }
        if (gp_rat_sign(x->left) >= 0)
            continue;
        /* More than there is: each is told by itself. */
        memset(pins, 0, s->item_count * sizeof *pins);
        yield(f, s, x->tick, pins, x->s->items);
        take(x);
        again = false;
    }
    gp_free(heap, pins);
}

void gp_parts_take(struct gp_shareout *x, int64_t taken)
{
    gp_rat_add(&x->exactly, x->s->over, gp_rat_int(1));
    gp_rat_mul(&x->exactly, x->exactly, gp_rat_int(x->row->at[x->tick]));
    gp_rat_sub(&x->exactly, x->exactly, gp_rat_int(taken));
    gp_rat_rounded(x->exactly, 0, &x->whole);
    if (x->s->yields)
        take_yielding(x, x->of);
    else
        take(x);
}

void gp_flow_parts(struct gp_flow *f, uint32_t cut, int tick, bool exact,
                   bool *failed)
{
    struct gp_cut *c = &f->m->cuts.at[cut];
    struct gp_split *s = part_split(f, cut, tick, exact);
    const struct gp_row *row = &f->m->rows.at[c->row];
    if (s == NULL || !gp_has(row, tick))
        return;
    bool same =
        gp_parts_same_days(s->period.days, f->m->time.ticks[tick].period.days);
    for (size_t i = 0; i < s->item_count && !same; i++)
        if (s->items[i].kind == GP_ITEM_AMOUNT)
            return; /* amounts of the whole plan say nothing here */
    struct gp_split local = *s;
    struct gp_shareout x = {
        .f = f, .s = &local, .of = s, .row = row, .cut = cut, .tick = tick};
    x.exact = gp_calloc(f->p->heap, s->item_count + 1, sizeof *x.exact);
    int64_t *values = gp_calloc(f->p->heap, s->item_count + 1, sizeof *values);
    int64_t taken = unlisted(f, s, cut, tick);
    gp_parts_take(&x, taken);
    c->span = s->span;
    bool ok = gp_parts_check(&x);
    if (ok && c->stays) {
        ok = gp_flow_stay(f, cut, tick, &local, x.exact, x.left);
    } else if (ok) {
        gp_parts_round(&x, values);
        ok = put(&x, values);
        if (s->partial)
            put_gap(&x, values[s->item_count]);
    } else {
        /* Nothing that rests on this can be right: no cascade. */
        for (size_t i = 0; i < s->item_count; i++) {
            uint32_t id = gp_map_get(&f->m->row_of,
                                     gp_map_key(row->kpi, s->items[i].part));
            if (id != GP_MAP_NONE)
                f->m->rows.at[id].open = true;
        }
    }
    s->told |= local.told;
    gp_free(f->p->heap, x.exact);
    gp_free(f->p->heap, values);
    *failed = !ok;
}

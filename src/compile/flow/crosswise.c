/* A split whose parts are parts of other rows: "the web's sales by product",
 * where the products are divided by channel.  What it says is put into parts
 * that nothing else decides; the rest is compared when all is there.  Amounts
 * are stated cells already. */
#include "compile/flow/parts.h"

/* Whether the row that a part belongs to says itself what the part has. */
static bool is_decided(const struct gp_flow *f, const struct gp_row *part)
{
    if (part->parent == GP_NONE)
        return false;
    uint32_t d = f->m->cuts.at[part->cut].dimension;
    for (uint32_t i = f->first_split[part->parent]; i != GP_NONE;
         i = f->p->splits.at[i].next) {
        const struct gp_split *s = &f->p->splits.at[i];
        if (s->axis != GP_AXIS_TIME && s->dimension == d && !s->crosswise &&
            !s->yields)
            return true;
    }
    return false;
}

static uint32_t part_row(const struct gp_flow *f, const struct gp_split *s,
                         size_t i)
{
    return gp_map_get(&f->m->row_of, gp_map_key(s->kpi, s->items[i].part));
}

/* A part of it, where that is open. */
static void put(const struct gp_shareout *x, size_t i, int64_t value)
{
    struct gp_flow *f = x->f;
    uint32_t id = part_row(f, x->s, i);
    struct gp_row *part = id == GP_MAP_NONE ? NULL : &f->m->rows.at[id];
    if (part == NULL || gp_has(part, x->tick) || is_decided(f, part))
        return;
    int c = gp_rat_cmp(x->exact[i], gp_rat_int(value));
    part->at[x->tick] = value;
    part->why[x->tick] = gp_because(GP_WHY_CROSS, x->s->items[i].fact);
    part->rollup = false; /* which it was, without a value */
    f->speaks[id] |= x->tick != 0;
    if (x->tick == 0)
        f->slack[id] =
            (uint8_t)((c > 0   ? GP_SLACK_UP
                       : c < 0 ? GP_SLACK_DOWN
                               : 0) |
                      (x->s->yields ? GP_SLACK_YIELDS | GP_SLACK_DEFAULT : 0));
}

static void share(struct gp_flow *f, struct gp_split *s, uint32_t row, int tick)
{
    size_t n = s->item_count;
    struct gp_split local = *s;
    struct gp_shareout x = {.f = f,
                            .s = &local,
                            .of = s,
                            .row = &f->m->rows.at[row],
                            .cut = GP_NONE,
                            .tick = tick};
    int64_t *values = gp_calloc(f->p->heap, n + 1, sizeof *values);
    x.exact = gp_calloc(f->p->heap, n + 1, sizeof *x.exact);
    gp_parts_take(&x, 0);
    /* A default has no say where the others leave it nothing. */
    if (s->yields ? gp_rat_sign(x.left) >= 0 : gp_parts_check(&x)) {
        gp_parts_round(&x, values);
        for (size_t i = 0; i < n; i++)
            put(&x, i, values[i]);
    }
    s->told |= local.told;
    gp_free(f->p->heap, values);
    gp_free(f->p->heap, x.exact);
}

void gp_flow_crosswise(struct gp_flow *f, uint32_t row, bool defaults)
{
    for (uint32_t i = f->first_split[row]; i != GP_NONE;
         i = f->p->splits.at[i].next) {
        struct gp_split *s = &f->p->splits.at[i];
        int tick = s->crosswise ? gp_timetable_find(&f->m->time, &s->period)
                                : GP_NO_TICK;
        if (tick != GP_NO_TICK && s->yields == defaults &&
            gp_has(&f->m->rows.at[row], tick) && !f->m->rows.at[row].open)
            share(f, s, row, tick);
    }
}

/* Whether a part has what it should, as far as rounding goes. */
static bool is_near(const struct gp_shareout *x, const struct gp_row *part,
                    size_t i)
{
    struct gp_rat gap;
    const struct gp_kpi *k = &x->f->m->kpis.at[part->kpi];
    int64_t step = k->step[x->f->m->time.ticks[x->tick].period.grain];
    if (!gp_rat_sub(&gap, x->exact[i], gp_rat_int(part->at[x->tick])))
        return true;
    gap.num = gap.num < 0 ? -gap.num : gap.num;
    return gp_rat_cmp(gap, gp_rat_int(2 * step)) < 0;
}

void gp_flow_check_crosswise(struct gp_flow *f, struct gp_split *s)
{
    int tick = gp_timetable_find(&f->m->time, &s->period);
    const struct gp_row *row = gp_model_row(f->m, s->kpi, s->scope);
    if (!s->crosswise || s->yields || s->told || tick == GP_NO_TICK ||
        row == NULL || row->open || !gp_has(row, tick))
        return;
    struct gp_shareout x = {
        .f = f, .s = s, .of = s, .row = row, .cut = GP_NONE, .tick = tick};
    x.exact = gp_calloc(f->p->heap, s->item_count + 1, sizeof *x.exact);
    gp_parts_take(&x, 0);
    bool ok = gp_parts_check(&x);
    for (size_t i = 0; ok && i < s->item_count; i++) {
        uint32_t id = part_row(f, s, i);
        struct gp_row *part = id == GP_MAP_NONE ? NULL : &f->m->rows.at[id];
        int64_t value;
        if (part == NULL || part->open || !gp_has(part, tick) ||
            s->items[i].kind == GP_ITEM_AMOUNT || is_near(&x, part, i))
            continue;
        if (!s->told && gp_rat_rounded(x.exact[i], 0, &value))
            gp_parts_tell_stated(&x, part, i, value);
        s->told = part->open = true;
    }
    gp_free(f->p->heap, x.exact);
}

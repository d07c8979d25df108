/* What a row can hold at each tick, given what is stated by it and below it:
 * see flow.h.  Statements are known before anything is shared, so these bounds
 * are too; a default that keeps within them leaves a way for what is below. */
#include <string.h>

#include "compile/flow/flow.h"

void gp_flow_sum_low(struct gp_flow *f, uint32_t row)
{
    const struct gp_row *r = &f->m->rows.at[row];
    int n = f->m->kpis.at[r->kpi].tick_count;
    if (f->first_cut[row] == GP_NONE)
        return; /* most rows: nothing is below */
    int64_t *low = gp_calloc(f->p->heap, (size_t)n * 2, sizeof *low);
    int64_t *sum = low + n, any = 0;
    for (uint32_t c = f->first_cut[row]; c != GP_NONE; c = f->next_cut[c]) {
        const struct gp_cut *cut = &f->m->cuts.at[c];
        memset(sum, 0, (size_t)n * sizeof *sum);
        for (uint32_t i = 0; i < cut->count; i++) {
            uint32_t part = f->m->parts.at[cut->first + i];
            if (!f->speaks[part] && f->low[part] == NULL)
                continue;
            for (int t = n - 1; t >= 0; t--)
                gp_add64(&sum[t], sum[t],
                         gp_flow_least(f, &f->m->rows.at[part], t));
        }
        for (int t = n - 1; t >= 0; t--) {
            low[t] = sum[t] > low[t] ? sum[t] : low[t];
            any |= low[t];
        }
    }
    if (any == 0) {
        gp_free(f->p->heap, low);
        low = NULL;
    }
    f->low[row] = low;
}

static int64_t plus(int64_t a, int64_t b)
{
    int64_t sum;
    if (a == GP_ENDLESS || b == GP_ENDLESS || !gp_add64(&sum, a, b))
        return GP_ENDLESS;
    return sum;
}

/* The same downwards: what is far below anything is as low as can be. */
static int64_t minus(int64_t a, int64_t b)
{
    int64_t left;
    if (gp_sub64(&left, a, b))
        return left;
    return b > 0 ? -GP_ENDLESS : GP_ENDLESS;
}

/* What the row itself states. */
static void own_bounds(const struct gp_row *r, int n, int64_t *low,
                       int64_t *high)
{
    for (int t = 0; t < n; t++) {
        low[t] = gp_has(r, t) ? r->at[t] : 0;
        high[t] = gp_has(r, t) ? r->at[t] : GP_ENDLESS;
    }
}

/* A tick holds what its periods hold, and each of these what the others leave
 * of it: once up and once down is all there is to know of a tree. */
static bool tighten(const struct gp_flow *f, const struct gp_row *r, int n,
                    int64_t *low, int64_t *high)
{
    bool ok = true;
    for (int t = n - 1; t >= 0; t--) {
        int k = gp_flow_children(f, r, t), child = f->m->time.ticks[t].child;
        int64_t least = 0, most = 0;
        for (int i = 0; i < k; i++) {
            least = plus(least, low[child + i]);
            most = plus(most, high[child + i]);
        }
        if (k != 0 && least > low[t])
            low[t] = least;
        if (k != 0 && most < high[t])
            high[t] = most;
    }
    for (int t = 0; t < n; t++) {
        int k = gp_flow_children(f, r, t), child = f->m->time.ticks[t].child;
        int64_t least = 0, most = 0;
        ok = ok && low[t] <= high[t];
        for (int i = 0; i < k; i++)
            least = plus(least, low[child + i]);
        for (int i = 0; i < k; i++) {
            int c = child + i;
            most = 0;
            for (int j = 0; j < k; j++)
                most = j == i ? most : plus(most, high[child + j]);
            int64_t room = minus(high[t], minus(least, low[c]));
            int64_t need = minus(low[t], most);
            if (high[t] != GP_ENDLESS && room < high[c])
                high[c] = room;
            if (most != GP_ENDLESS && need > low[c]) {
                least = plus(least, minus(need, low[c]));
                low[c] = need;
            }
        }
    }
    return ok;
}

/* The finest grain below the plan at which a row states something. */
static enum gp_grain finest_own(const struct gp_flow *f, const struct gp_row *r,
                                int n)
{
    enum gp_grain grain = GP_PLAN;
    for (int t = 1; t < n; t++)
        if (gp_has(r, t) && f->m->time.ticks[t].period.grain > grain)
            grain = f->m->time.ticks[t].period.grain;
    return grain;
}

/* Whether the parts of a cut will sum to the whole, and all have a value. */
static bool will_join(const struct gp_flow *f, uint32_t cut)
{
    const struct gp_cut *c = &f->m->cuts.at[cut];
    const struct gp_row *r = &f->m->rows.at[c->row];
    int64_t sum = 0;
    for (uint32_t i = 0; i < c->count; i++) {
        const struct gp_row *part =
            &f->m->rows.at[f->m->parts.at[c->first + i]];
        if (!gp_has(part, 0) || !gp_add64(&sum, sum, part->at[0]))
            return false;
    }
    return gp_has(r, 0) && sum == r->at[0];
}

bool gp_flow_is_over(const struct gp_flow *f, uint32_t cut)
{
    const struct gp_cut *c = &f->m->cuts.at[cut];
    for (uint32_t s = f->first_split[c->row]; s != GP_NONE;
         s = f->p->splits.at[s].next)
        if (f->p->splits.at[s].axis != GP_AXIS_TIME &&
            f->p->splits.at[s].dimension == c->dimension &&
            gp_rat_sign(f->p->splits.at[s].over) != 0)
            return true;
    return false;
}

/* Takes in what the parts of one cut can hold; `scratch` has 4 n. */
static void add_cut(const struct gp_flow *f, uint32_t cut, int n, int64_t *low,
                    int64_t *high, int64_t *scratch)
{
    const struct gp_cut *c = &f->m->cuts.at[cut];
    int64_t *least = scratch, *most = scratch + n;
    bool joined = will_join(f, cut);
    memset(scratch, 0, 2 * (size_t)n * sizeof *scratch);
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t id = f->m->parts.at[c->first + i];
        const struct gp_row *part = &f->m->rows.at[id];
        const int64_t *from = f->bounds[id].low, *to = f->bounds[id].high;
        if (from == NULL) {
            own_bounds(part, n, scratch + 2 * n, scratch + 3 * n);
            tighten(f, part, n, scratch + 2 * n, scratch + 3 * n);
            from = scratch + 2 * n;
            to = scratch + 3 * n;
        }
        for (int t = 0; t < n; t++) {
            least[t] = plus(least[t], from[t]);
            most[t] = plus(most[t], to[t]);
        }
    }
    for (int t = 0; t < n; t++) {
        if (least[t] > low[t])
            low[t] = least[t];
        if (joined && most[t] < high[t])
            high[t] = most[t];
    }
}

void gp_flow_bound(struct gp_flow *f, uint32_t row)
{
    const struct gp_row *r = &f->m->rows.at[row];
    int n = f->m->kpis.at[r->kpi].tick_count;
    struct gp_bounds *b = &f->bounds[row];
    b->finest = finest_own(f, r, n);
    bool any = false;
    for (uint32_t c = f->first_cut[row]; c != GP_NONE; c = f->next_cut[c]) {
        const struct gp_cut *cut = &f->m->cuts.at[c];
        for (uint32_t i = 0; i < cut->count; i++) {
            enum gp_grain grain =
                f->bounds[f->m->parts.at[cut->first + i]].finest;
            b->finest = grain > b->finest ? grain : b->finest;
            any |= grain != GP_PLAN;
        }
    }
    if (!any || r->rollup)
        return;
    b->low = gp_alloc(f->p->heap, 2 * (size_t)n * sizeof *b->low);
    b->high = b->low + n;
    int64_t *scratch = gp_alloc(f->p->heap, 4 * (size_t)n * sizeof *scratch);
    own_bounds(r, n, b->low, b->high);
    for (uint32_t c = f->first_cut[row]; c != GP_NONE; c = f->next_cut[c])
        if (!gp_flow_is_over(f, c))
            add_cut(f, c, n, b->low, b->high, scratch);
    gp_free(f->p->heap, scratch);
    if (tighten(f, r, n, b->low, b->high))
        return;
    /* What contradicts itself is told where it is worked out. */
    gp_free(f->p->heap, b->low);
    b->low = b->high = NULL;
}

void gp_flow_bounds_of(const struct gp_flow *f, uint32_t row, int64_t *low,
                       int64_t *high)
{
    const struct gp_row *r = &f->m->rows.at[row];
    size_t n = (size_t)f->m->kpis.at[r->kpi].tick_count;
    const struct gp_bounds *b = &f->bounds[row];
    if (b->low != NULL) {
        memcpy(low, b->low, n * sizeof *low);
        memcpy(high, b->high, n * sizeof *high);
        for (size_t t = 0; t < n; t++)
            if (gp_has(r, t))
                low[t] = high[t] = r->at[t];
        return;
    }
    own_bounds(r, (int)n, low, high);
    tighten(f, r, (int)n, low, high);
}

enum gp_grain gp_flow_finest(const struct gp_flow *f, uint32_t cut)
{
    const struct gp_cut *c = &f->m->cuts.at[cut];
    enum gp_grain grain = GP_PLAN;
    for (uint32_t i = 0; i < c->count; i++) {
        enum gp_grain own = f->bounds[f->m->parts.at[c->first + i]].finest;
        grain = own > grain ? own : grain;
    }
    return grain;
}

/* What a KPI's rows were before they were evaluated, so that another way can be
 * tried: see flow.h. */
#include <string.h>

#include "compile/flow/flow.h"
#include "model/days.h"

/* The ticks of one row in the copies. */
static size_t place(const struct gp_flow *f, const struct gp_kept *k,
                    uint32_t row)
{
    return (size_t)(row - f->first) * (size_t)k->ticks;
}

static bool is_at_hand(const struct gp_flow *f, size_t cut)
{
    uint32_t row = f->m->cuts.at[cut].row;
    return row >= f->first && row < f->end;
}

void gp_flow_keep(const struct gp_flow *f, struct gp_kept *k)
{
    struct gp_heap *heap = f->p->heap;
    size_t rows = f->end - f->first, cuts = f->m->cuts.count;
    *k = (struct gp_kept){
        .ticks = f->m->kpis.at[f->m->rows.at[f->first].kpi].tick_count,
        .findings = f->p->findings->list.count,
        .put_days = f->m->put_days.count};
    size_t cells = rows * (size_t)k->ticks;
    k->rows = gp_alloc(heap, (rows + 1) * sizeof *k->rows);
    k->at = gp_alloc(heap, (cells + 1) * sizeof *k->at);
    k->why = gp_alloc(heap, (cells + 1) * sizeof *k->why);
    k->cuts = gp_alloc(heap, (cuts + 1) * sizeof *k->cuts);
    k->told = gp_alloc(heap, f->p->splits.count + 1);
    for (uint32_t i = f->first; i < f->end; i++) {
        const struct gp_row *r = &f->m->rows.at[i];
        k->rows[i - f->first] = *r;
        memcpy(&k->at[place(f, k, i)], r->at, (size_t)k->ticks * sizeof *k->at);
        memcpy(&k->why[place(f, k, i)], r->why,
               (size_t)k->ticks * sizeof *k->why);
    }
    if (cuts != 0)
        memcpy(k->cuts, f->m->cuts.at, cuts * sizeof *k->cuts);
    for (size_t i = 0; i < f->p->splits.count; i++)
        k->told[i] = f->p->splits.at[i].told;
}

void gp_flow_bring_back(struct gp_flow *f, const struct gp_kept *k)
{
    struct gp_heap *heap = f->p->heap;
    size_t size = f->given_words * sizeof *f->given;
    for (uint32_t i = f->first; i < f->end; i++) {
        struct gp_row *r = &f->m->rows.at[i];
        *r = k->rows[i - f->first];
        memcpy(r->at, &k->at[place(f, k, i)], (size_t)k->ticks * sizeof *k->at);
        memcpy(r->why, &k->why[place(f, k, i)],
               (size_t)k->ticks * sizeof *k->why);
        f->speaks[i] = f->expects[i] = false;
        gp_free(heap, f->low[i]);
        gp_free(heap, f->bounds[i].low);
        f->low[i] = NULL;
        f->bounds[i] = (struct gp_bounds){0};
        f->slack[i] = f->freed[i] = 0;
        uint64_t *notes[] = {f->given, f->found, f->met};
        for (int n = 0; n < 3; n++)
            if (notes[n] != NULL)
                memset(&notes[n][i * f->given_words], 0, size);
    }
    for (size_t c = 0; c < f->m->cuts.count; c++) {
        if (!is_at_hand(f, c))
            continue;
        f->m->cuts.at[c] = k->cuts[c];
        f->failed[c] = false;
    }
    for (size_t i = 0; i < f->p->splits.count; i++)
        f->p->splits.at[i].told = k->told[i];
    f->p->findings->list.count = k->findings;
    f->m->put_days.count = k->put_days;
    gp_days_free(f->days);
    f->days = NULL;
}

bool gp_flow_has_errors(const struct gp_flow *f, const struct gp_kept *k)
{
    for (size_t i = k->findings; i < f->p->findings->list.count; i++)
        if (f->p->findings->list.at[i]->severity == GP_ERROR)
            return true;
    return false;
}

bool gp_flow_is_sound(const struct gp_flow *f, const struct gp_kept *k)
{
    return !gp_flow_has_errors(f, k) && gp_cross_agrees(f->p, f->first, f->end);
}

void gp_kept_free(const struct gp_flow *f, struct gp_kept *k)
{
    struct gp_heap *heap = f->p->heap;
    gp_free(heap, k->rows);
    gp_free(heap, k->at);
    gp_free(heap, k->why);
    gp_free(heap, k->cuts);
    gp_free(heap, k->told);
}

/*
 * What a test gives, as facts.  A given figure is what its scope comes to with
 * all that is below it, so the smaller ones go in first and the others are
 * made up to what they must be.
 */
#include <stdlib.h>

#include "actuals/facts_own.h"
#include "base/vec.h"

struct turn {
    const struct gp_given *given;
    size_t index;
    int rank; /* of its scope: the deepest first */
};

/* Narrowed scopes lie in what they narrow. */
static int rank_of(const struct gp_model *m, uint32_t scope)
{
    int rank = 0;
    for (; scope != GP_NONE; scope = m->scopes.at[scope].parent)
        rank++;
    return rank;
}

static int by_turn(const void *x, const void *y)
{
    const struct turn *a = x, *b = y;
    if (a->rank != b->rank)
        return a->rank > b->rank ? -1 : 1;
    int n = gp_days_count(a->given->period.days);
    int m = gp_days_count(b->given->period.days);
    if (n != m)
        return n < m ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

static void give(struct gp_facts *f, const struct gp_given *g, gp_date as_of)
{
    struct gp_span_days days = g->period.days;
    int64_t there, amount = g->amount;
    days.last = days.last > as_of ? as_of : days.last;
    if (f->model->kpis.at[g->kpi].kind == GP_KPI_FLOW &&
        gp_facts_sum(f, g->kpi, g->scope, days, as_of, &there)) {
        if (there == amount || !gp_sub64(&amount, amount, there))
            return;
    }
    gp_facts_add(f, g->kpi, g->scope, NULL, 0, days.last, amount);
}

void gp_facts_give(struct gp_facts *f, const struct gp_test *t)
{
    size_t n = t->givens.count;
    struct turn *turns = gp_alloc(f->heap, (n + 1) * sizeof *turns);
    for (size_t i = 0; i < n; i++) {
        const struct gp_given *g = &t->givens.at[i];
        turns[i] = (struct turn){g, i, rank_of(f->model, g->scope)};
    }
    if (n > 1)
        qsort(turns, n, sizeof *turns, by_turn);
    for (size_t i = 0; i < n; i++)
        if (!turns[i].given->missing)
            give(f, turns[i].given, t->as_of);
    for (size_t i = 0; i < n; i++) {
        const struct gp_given *g = turns[i].given;
        struct gp_facts_mask mask = {g->kpi, g->scope, g->period.days};
        gp_vec_push(f->heap, &f->masks, mask);
    }
    gp_free(f->heap, turns);
}

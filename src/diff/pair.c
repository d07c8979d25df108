/* Which thing of the old plan is which of the new one: KPIs by name, scopes
 * by path. */
#include <string.h>

#include "diff/diff_own.h"
#include "report/target.h"

static uint32_t find_kpi(const struct gp_model *m, gp_sym name)
{
    return gp_map_get(&m->kpi_of, name); /* GP_MAP_NONE is GP_NONE */
}

static void pair_kpis(struct gp_differ *d)
{
    for (uint32_t i = 0; i < d->new->kpis.count; i++) {
        struct gp_pair p = {find_kpi(d->old, d->new->kpis.at[i].name), i};
        gp_vec_push(d->heap, &d->kpis, p);
    }
    for (uint32_t i = 0; i < d->old->kpis.count; i++) {
        struct gp_pair p = {i, GP_NONE};
        if (find_kpi(d->new, d->old->kpis.at[i].name) == GP_NONE)
            gp_vec_push(d->heap, &d->kpis, p);
    }
}

/* Paths of a plan's scopes as symbols of a table that both share. */
static gp_sym path_of(struct gp_intern *paths, struct gp_buf *buf,
                      const struct gp_model *m, uint32_t scope)
{
    buf->count = 0;
    gp_buf_scope(buf, m, scope);
    return gp_intern(paths, buf->at, buf->count);
}

static void pair_scopes(struct gp_differ *d)
{
    struct gp_intern paths;
    struct gp_map old_of;
    struct gp_buf buf;
    gp_intern_init(&paths, d->heap);
    gp_map_init(&old_of, d->heap);
    gp_buf_init(&buf, d->heap);
    d->new_of_old =
        gp_alloc(d->heap, (d->old->scopes.count + 1) * sizeof *d->new_of_old);
    memset(d->new_of_old, 0xff,
           (d->old->scopes.count + 1) * sizeof *d->new_of_old);
    for (uint32_t i = 0; i < d->old->scopes.count; i++)
        *gp_map_at(&old_of, path_of(&paths, &buf, d->old, i)) = i;
    for (uint32_t i = 0; i < d->new->scopes.count; i++) {
        uint32_t scope = d->new->scope_order[i];
        struct gp_pair p = {
            gp_map_get(&old_of, path_of(&paths, &buf, d->new, scope)), scope};
        if (p.old != GP_NONE)
            d->new_of_old[p.old] = scope;
        gp_vec_push(d->heap, &d->scopes, p);
    }
    for (uint32_t i = 0; i < d->old->scopes.count; i++) {
        struct gp_pair p = {d->old->scope_order[i], GP_NONE};
        if (d->new_of_old[p.old] == GP_NONE)
            gp_vec_push(d->heap, &d->scopes, p);
    }
    gp_buf_fini(&buf);
    gp_map_fini(&old_of);
    gp_intern_fini(&paths);
}

void gp_diff_pair(struct gp_differ *d)
{
    pair_kpis(d);
    pair_scopes(d);
}

void gp_diff_pair_fini(struct gp_differ *d)
{
    gp_vec_fini(d->heap, &d->kpis);
    gp_vec_fini(d->heap, &d->scopes);
    gp_free(d->heap, d->new_of_old);
}

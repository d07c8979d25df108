/* See amend.h. */
#include "model/amend.h"

#include <string.h>

size_t gp_amends_until(const struct gp_model *m, gp_date as_of)
{
    size_t n = 0;
    while (n < m->amends.count &&
           (as_of == GP_NO_DATE || m->amends.at[n].date <= as_of))
        n++;
    return n;
}

void gp_view_init(struct gp_model *view, const struct gp_model *m, size_t count)
{
    size_t bytes = (m->rows.count + 1) * sizeof *m->rows.at;
    *view = *m;
    gp_arena_init(&view->arena, m->heap);
    view->rows.at = gp_alloc(m->heap, bytes);
    view->rows.room = m->rows.count + 1;
    if (m->rows.count != 0)
        memcpy(view->rows.at, m->rows.at, m->rows.count * sizeof *m->rows.at);
    view->original = m;
    view->in_force = count;
    for (size_t i = 0; i < count; i++) {
        const struct gp_amend *a = &m->amends.at[i];
        for (uint32_t k = 0; k < a->row_count; k++) {
            const struct gp_amended_row *x =
                &m->amended_rows.at[a->first_row + k];
            view->rows.at[x->row].at = x->at;
            view->rows.at[x->row].why = x->why;
            view->rows.at[x->row].rollup &= !x->own;
        }
    }
}

void gp_view_fini(struct gp_model *view)
{
    gp_arena_fini(&view->arena);
    gp_free(view->heap, view->rows.at);
}

const struct gp_row *gp_original_row(const struct gp_model *m, uint32_t row)
{
    return m->original != NULL ? &m->original->rows.at[row] : &m->rows.at[row];
}

const struct gp_amend *gp_amend_of_fact(const struct gp_model *m, uint32_t fact,
                                        const struct gp_amended **cell)
{
    *cell = NULL;
    for (size_t i = 0; i < m->amends.count; i++) {
        const struct gp_amend *a = &m->amends.at[i];
        for (uint32_t k = 0; k < a->cell_count; k++) {
            const struct gp_amended *x = &m->amended.at[a->first_cell + k];
            if (x->fact != fact)
                continue;
            *cell = x;
            return a;
        }
    }
    return NULL;
}

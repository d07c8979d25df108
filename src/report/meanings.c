/* What KPIs mean to the daily and monthly reports: meanings.def. */
#include <string.h>

#include "report/owners.h"

static const struct {
    enum gp_heading_id heading;
    const char *name;
} meanings[] = {
#define GP_MEANING(id, name) {GP_H_##id, name},
#include "report/meanings.def"
#undef GP_MEANING
};

static char plain(char c)
{
    if (c == '_')
        return ' ';
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_called(const char *text, const char *name)
{
    while (*text != '\0' && plain(*text) == *name) {
        text++;
        name++;
    }
    return *text == '\0' && *name == '\0';
}

enum gp_heading_id gp_build_meaning(const struct gp_model *m, uint32_t kpi,
                                    enum gp_heading_id first,
                                    enum gp_heading_id last)
{
    const struct gp_kpi *k = &m->kpis.at[kpi];
    const char *name = gp_sym_text(m->names, k->name);
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
        enum gp_heading_id id = meanings[i].heading;
        if (id >= first && id <= last &&
            (is_called(name, meanings[i].name) ||
             is_called(k->title, meanings[i].name)))
            return id;
    }
    return GP_HEADING_COUNT;
}

static bool has_column(const struct gp_table *t, const char *key)
{
    for (size_t i = 0; i < t->column_count; i++)
        if (strcmp(t->columns[i].key, key) == 0)
            return true;
    return false;
}

void gp_build_kpi_column(struct gp_builder *b, struct gp_table *t, uint32_t kpi,
                         enum gp_heading_id first, enum gp_heading_id last)
{
    const struct gp_kpi *k = &b->model->kpis.at[kpi];
    enum gp_heading_id id = gp_build_meaning(b->model, kpi, first, last);
    if (id != GP_HEADING_COUNT && !has_column(t, gp_heading_key(id))) {
        gp_build_column(b, t, id, GP_RIGHT);
        return;
    }
    /* A KPI may be called `owner`. */
    const char *key = gp_sym_text(b->model->names, k->name);
    while (has_column(t, key))
        key = gp_arena_join(b->arena, key, "_", NULL);
    gp_table_column(b->report, t, key, k->title, GP_RIGHT);
}

/* Sources of actuals: a file, and which of its columns is what. */
#include <string.h>

#include "base/vec.h"
#include "compile/attrs.h"
#include "compile/pass.h"

/* A column by its heading, or by its number. */
static const char *column(struct gp_pass *p, struct gp_cursor *c)
{
    if (!gp_ref_is(c->at) || gp_ref_kind(p, c->at) != GP_N_NUMBER)
        return gp_cursor_string(p, c);
    int n;
    if (!gp_cursor_int(p, c, &n))
        return NULL;
    struct gp_buf b;
    gp_buf_init(&b, p->heap);
    gp_buf_int(&b, n);
    const char *text = gp_arena_strdup(p->arena, gp_buf_cstr(&b));
    gp_buf_fini(&b);
    return text;
}

static void column_date(struct gp_pass *p, struct gp_cursor *c)
{
    ((struct gp_actuals *)c->data)->date = column(p, c);
}

static void column_scope(struct gp_pass *p, struct gp_cursor *c)
{
    ((struct gp_actuals *)c->data)->scope = column(p, c);
}

static void column_kpi(struct gp_pass *p, struct gp_cursor *c)
{
    ((struct gp_actuals *)c->data)->kpi = column(p, c);
}

/* "value "amount"" of the long form, "value sales "amount"" of the wide. */
static void column_value(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_actuals *a = c->data;
    if (!gp_ref_is(c->at) || gp_ref_kind(p, c->at) != GP_N_NAME) {
        a->value = column(p, c);
        return;
    }
    uint32_t kpi = gp_find_kpi(p, c->at);
    c->at = gp_ref_next(p, c->at);
    struct gp_value_column v = {kpi, column(p, c)};
    if (kpi == GP_NONE || v.column == NULL)
        return;
    struct gp_value_column *all =
        gp_arena_alloc(p->arena, (a->value_count + 1) * sizeof *all);
    if (a->value_count != 0)
        memcpy(all, a->values, a->value_count * sizeof *all);
    all[a->value_count++] = v;
    a->values = all;
}

static void actuals_encoding(struct gp_pass *p, struct gp_cursor *c)
{
    ((struct gp_actuals *)c->data)->encoding = gp_cursor_who(p, c);
}

static void actuals_header(struct gp_pass *p, struct gp_cursor *c)
{
    if (!gp_cursor_accept(p, c, GP_W_NONE))
        gp_cursor_expected(p, c, "`none`");
    ((struct gp_actuals *)c->data)->header_none = true;
}

static void actuals_delimiter(struct gp_pass *p, struct gp_cursor *c)
{
    const char *text = gp_cursor_string(p, c);
    if (text == NULL)
        return;
    if (strcmp(text, "\\t") == 0 || strcmp(text, "tab") == 0)
        text = "\t";
    if (strlen(text) != 1) {
        gp_cursor_expected(p, c, "one character in quotes");
        return;
    }
    ((struct gp_actuals *)c->data)->delimiter = text[0];
}

static const struct gp_attr actuals_attrs[] = {
    {GP_W_DATE, column_date},
    {GP_W_SCOPE, column_scope},
    {GP_W_KPI, column_kpi},
    {GP_W_VALUE, column_value},
    {GP_W_ENCODING, actuals_encoding},
    {GP_W_HEADER, actuals_header},
    {GP_W_DELIMITER, actuals_delimiter},
    {GP_WORD_COUNT, NULL},
};

/* "product "Product line"": a column with members of a dimension. */
static bool dimension_column(struct gp_pass *p, struct gp_ref fact,
                             struct gp_actuals *a)
{
    struct gp_ref name = gp_ref_child(p, fact);
    if (!gp_ref_is(name) || gp_ref_kind(p, name) != GP_N_NAME)
        return false;
    uint32_t d =
        gp_map_get(&p->model->dimension_of, gp_pass_node(p, name)->sym);
    if (d == GP_MAP_NONE)
        return false;
    struct gp_cursor c = gp_cursor_of(p, fact, a);
    c.at = gp_ref_next(p, c.at);
    struct gp_dim_column x = {d, column(p, &c)};
    if (x.column == NULL)
        return true;
    struct gp_dim_column *all =
        gp_arena_alloc(p->arena, (a->dim_count + 1) * sizeof *all);
    if (a->dim_count != 0)
        memcpy(all, a->dims, a->dim_count * sizeof *all);
    all[a->dim_count++] = x;
    a->dims = all;
    return true;
}

static void check_columns(struct gp_pass *p, const struct gp_actuals *a)
{
    const char *lacks = a->date == NULL    ? GP_WORD("date")
                        : a->scope == NULL ? GP_WORD("scope")
                        : a->value == NULL && a->value_count == 0
                            ? GP_WORD("value")
                        : a->value != NULL && a->kpi == NULL ? GP_WORD("kpi")
                                                             : NULL;
    if (lacks == NULL)
        return;
    struct gp_finding *f = gp_find(p->findings, GP_TEXT_NO_COLUMN, a->span,
                                   gp_word(p->findings, lacks), NULL);
    gp_find_help(p->findings, f, GP_TEXT_HELP_COLUMNS, NULL);
}

void gp_lower_actuals(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_actuals a = {.kind = "csv"};
    struct gp_cursor c = gp_cursor_of(p, gp_ref_part(p, ref, GP_N_ATTRS), &a);
    c.fact = ref;
    if (gp_ref_is(c.at) && gp_ref_kind(p, c.at) == GP_N_NAME) {
        a.kind = gp_ref_name(p, c.at);
        if (!gp_cursor_accept(p, &c, GP_W_CSV)) {
            struct gp_finding *f = gp_find(p->findings, GP_TEXT_NO_SOURCE,
                                           gp_ref_span(p, c.at), a.kind, NULL);
            gp_find_help(p->findings, f, GP_TEXT_HELP_SOURCES, NULL);
            return;
        }
        a.kind = "csv";
    }
    a.span = gp_ref_span(p, gp_ref_is(c.at) ? c.at : ref);
    a.path = gp_cursor_string(p, &c);
    if (gp_ref_is(c.at))
        gp_cursor_expected(p, &c, "a block with the columns");
    struct gp_ref block = gp_ref_part(p, ref, GP_N_BLOCK);
    for (struct gp_ref i = gp_ref_is(block) ? gp_ref_child(p, block) : block;
         gp_ref_is(i); i = gp_ref_next(p, i))
        if (!dimension_column(p, i, &a))
            gp_attrs_fact(p, i, actuals_attrs, &a);
    if (a.path == NULL)
        return;
    check_columns(p, &a);
    gp_vec_push(p->heap, &p->model->actuals, a);
}

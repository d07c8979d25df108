/*
 * Reads one `actuals` source: maps its columns, takes its rows one by one,
 * and hands each value on to be placed.  What is wrong is told by tell.c.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "actuals/read.h"
#include "base/file.h"
#include "base/utf8.h"
#include "model/stay.h"

/* ----------------------------------------------------------------- columns */

static bool is_heading(struct gp_arena *arena, struct gp_field field,
                       const char *name)
{
    size_t length = strlen(name), a, b;
    if (field.length == length && memcmp(field.at, name, length) == 0)
        return true;
    const char *x = gp_utf8_nfkc_fold(arena, field.at, field.length, &a);
    const char *y = gp_utf8_nfkc_fold(arena, name, length, &b);
    return a == b && memcmp(x, y, a) == 0;
}

/* By heading, or (header none) by number from 1. */
static bool map_column(struct gp_load *l, const struct gp_data_row *head,
                       const char *name, struct gp_load_column *out)
{
    out->name = name;
    out->at = GP_NO_COLUMN;
    if (name == NULL)
        return true;
    if (l->actuals->header_none) {
        char *end;
        unsigned long n = strtoul(name, &end, 10);
        if (n >= 1 && n < GP_NO_COLUMN && *end == '\0')
            out->at = n - 1;
    }
    for (size_t i = 0; head != NULL && i < head->count; i++)
        if (out->at == GP_NO_COLUMN &&
            is_heading(&l->facts->arena, head->fields[i], name))
            out->at = i;
    if (out->at == GP_NO_COLUMN)
        gp_load_no_column(l, name, head);
    return out->at != GP_NO_COLUMN;
}

static uint32_t only_kpi(const struct gp_model *m)
{
    return m->kpis.count == 1 ? 0 : GP_NONE;
}

/* All of them, so that all that is missing is told at once. */
static bool map_columns(struct gp_load *l, const struct gp_data_row *head)
{
    const struct gp_actuals *a = l->actuals;
    struct gp_heap *heap = l->facts->heap;
    bool ok = map_column(l, head, a->date, &l->date);
    ok &= map_column(l, head, a->scope, &l->scope);
    ok &= map_column(l, head, a->kpi, &l->kpi);
    ok &= map_column(l, head, a->value, &l->value);
    l->values = gp_calloc(heap, a->value_count + 1, sizeof *l->values);
    l->dims = gp_calloc(heap, a->dim_count + 1, sizeof *l->dims);
    for (size_t i = 0; i < a->value_count; i++)
        ok &= map_column(l, head, a->values[i].column, &l->values[i]);
    for (size_t i = 0; i < a->dim_count; i++)
        ok &= map_column(l, head, a->dims[i].column, &l->dims[i]);
    /* What a statement leaves out, the compiler has told. */
    ok &= a->date != NULL && (a->value != NULL || a->value_count > 0);
    ok &= a->value == NULL || a->kpi != NULL || only_kpi(l->model) != GP_NONE;
    return ok;
}

/* -------------------------------------------------------------------- rows */

/* An unmapped column is empty; false where the row is too short for it. */
static bool field_of(struct gp_load *l, const struct gp_data_row *row,
                     const struct gp_load_column *column, struct gp_field *out)
{
    *out = (struct gp_field){"", 0};
    if (column->at == GP_NO_COLUMN)
        return true;
    if (column->at >= row->count) {
        gp_load_short(l, row->count, column->name);
        return false;
    }
    *out = row->fields[column->at];
    return true;
}

static bool take_date(struct gp_load *l, const struct gp_data_row *row)
{
    struct gp_field f;
    if (!field_of(l, row, &l->date, &f))
        return false;
    if (f.length == 0) {
        gp_load_empty(l, GP_WORD("date"));
        return false;
    }
    if (gp_match_date(&l->model->calendar, f, &l->row.date))
        return true;
    gp_load_bad_date(l, f);
    return false;
}

static bool take_scope(struct gp_load *l, const struct gp_data_row *row)
{
    struct gp_field f;
    l->row.scope = l->model->root;
    if (l->scope.at == GP_NO_COLUMN)
        return l->row.scope != GP_NONE;
    if (!field_of(l, row, &l->scope, &f))
        return false;
    if (f.length == 0) {
        gp_load_empty(l, GP_WORD("scope"));
        return false;
    }
    uint32_t number = gp_matcher_look(&l->scopes, f);
    const struct gp_match *m = &l->scopes.known.at[number];
    l->row.scope = m->moved ? gp_stay_on(l->model, m->id, l->row.date) : m->id;
    if (m->id == GP_NONE)
        gp_load_strange(l, GP_LOAD_SCOPE, number);
    else if (!gp_stay_is_there(l->model, l->row.scope,
                               (struct gp_span_days){l->row.date, l->row.date}))
        gp_load_absent(l);
    for (int i = 0; i < m->member_count; i++)
        l->row.members[l->row.member_count++] = m->members[i];
    return true;
}

static bool take_members(struct gp_load *l, const struct gp_data_row *row)
{
    for (size_t i = 0; i < l->actuals->dim_count; i++) {
        struct gp_field f;
        if (!field_of(l, row, &l->dims[i], &f))
            return false;
        if (f.length == 0)
            continue;
        uint32_t number = gp_matcher_look(&l->members[i], f);
        uint32_t id = l->members[i].known.at[number].id;
        if (id == GP_NONE)
            gp_load_strange(l, GP_LOAD_MEMBER + (uint32_t)i, number);
        else if (l->row.member_count < GP_MAX_MEMBERS)
            l->row.members[l->row.member_count++] = id;
    }
    return true;
}

static uint64_t mix(uint64_t h, uint64_t x)
{
    h = (h ^ x) * 0x9e3779b97f4a7c15ULL;
    return h ^ h >> 29;
}

/* A repeated row is told but still counted: twice may be right. */
static void watch_twins(struct gp_load *l, const struct gp_fact *fact)
{
    uint64_t h = mix(mix(0, fact->kpi), fact->scope);
    h = mix(mix(h, (uint32_t)fact->date), (uint64_t)fact->amount);
    for (size_t i = 0; i < fact->member_count; i++)
        h = mix(h, fact->members[i] + UINT64_C(1));
    uint32_t *line = gp_map_at(&l->seen, h);
    if (*line == GP_MAP_NONE)
        *line = l->row.line;
    else
        gp_load_twin(l, fact, *line);
}

static void take_value(struct gp_load *l, uint32_t kpi, struct gp_field field)
{
    const struct gp_kpi *k = &l->model->kpis.at[kpi];
    int64_t amount;
    if (field.length == 0)
        return;
    if (k->kind == GP_KPI_FORMULA) {
        gp_load_formula(l, kpi);
        return;
    }
    enum gp_match_number n = gp_match_amount(k, field, &amount);
    if (n != GP_NUMBER_OK) {
        gp_load_bad_value(l, kpi, field, n);
        return;
    }
    if (l->row.strange_count > 0) {
        gp_load_miss(l, kpi, amount);
        return;
    }
    struct gp_fact fact = {
        kpi,         l->row.scope, l->row.members, l->row.member_count,
        l->row.date, amount};
    enum gp_placed place = gp_facts_place(l->facts, &fact);
    if (place == GP_PLACE_NOWHERE) {
        gp_load_nowhere(l, &fact);
        return;
    }
    if (place == GP_PLACE_LARGE)
        gp_load_large(l, kpi, field);
    watch_twins(l, &fact);
    gp_load_count(l, fact.date);
}

/* Long form: a column names the KPI. */
static void take_long(struct gp_load *l, const struct gp_data_row *row)
{
    struct gp_field name, value;
    if (l->value.at == GP_NO_COLUMN || !field_of(l, row, &l->kpi, &name) ||
        !field_of(l, row, &l->value, &value) || value.length == 0)
        return;
    uint32_t kpi = only_kpi(l->model);
    if (l->kpi.at != GP_NO_COLUMN) {
        if (name.length == 0) {
            gp_load_empty(l, GP_WORD("kpi"));
            return;
        }
        uint32_t number = gp_matcher_look(&l->kpis, name);
        kpi = l->kpis.known.at[number].id;
        if (kpi == GP_NONE) {
            gp_load_strange(l, GP_LOAD_KPI, number);
            gp_load_miss(l, GP_NONE, 0);
            return;
        }
    }
    take_value(l, kpi, value);
}

static void take_row(struct gp_load *l, const struct gp_data_row *row)
{
    l->row.line = row->line;
    l->row.member_count = 0;
    l->row.strange_count = 0;
    if (!take_date(l, row) || !take_scope(l, row) || !take_members(l, row))
        return;
    take_long(l, row);
    for (size_t i = 0; i < l->actuals->value_count; i++) {
        struct gp_field value;
        if (field_of(l, row, &l->values[i], &value))
            take_value(l, l->actuals->values[i].kpi, value);
    }
}

/* ------------------------------------------------------------------ source */

static void read_rows(struct gp_load *l, const struct gp_reader_kind *kind,
                      void *reader)
{
    struct gp_data_row row;
    const char *why;
    bool mapped = l->actuals->header_none;
    if (mapped && !map_columns(l, NULL))
        return;
    for (;;) {
        enum gp_read got = kind->next(reader, &row, &why);
        if (got == GP_READ_END)
            break;
        l->row.line = row.line;
        if (got == GP_READ_BAD) {
            gp_load_bad_row(l, why);
            if (!mapped) /* no headings to read the others by */
                return;
        } else if (!mapped) {
            mapped = true;
            if (!map_columns(l, &row))
                return;
        } else {
            l->source.rows++;
            take_row(l, &row);
        }
    }
    if (!mapped)
        gp_load_no_heading(l);
}

static void init(struct gp_load *l)
{
    const struct gp_actuals *a = l->actuals;
    struct gp_heap *heap = l->facts->heap;
    gp_map_init(&l->seen, heap);
    gp_map_init(&l->strange_of, heap);
    gp_matcher_init(&l->scopes, l->model, GP_MATCH_SCOPE, GP_NONE);
    gp_matcher_init(&l->kpis, l->model, GP_MATCH_KPI, GP_NONE);
    l->members = gp_calloc(heap, a->dim_count + 1, sizeof *l->members);
    for (size_t i = 0; i < a->dim_count; i++)
        gp_matcher_init(&l->members[i], l->model, GP_MATCH_MEMBER,
                        a->dims[i].dimension);
}

static void fini(struct gp_load *l)
{
    struct gp_heap *heap = l->facts->heap;
    gp_map_fini(&l->seen);
    gp_map_fini(&l->strange_of);
    gp_matcher_fini(&l->scopes);
    gp_matcher_fini(&l->kpis);
    for (size_t i = 0; i < l->actuals->dim_count; i++)
        gp_matcher_fini(&l->members[i]);
    gp_free(heap, l->members);
    gp_free(heap, l->values);
    gp_free(heap, l->dims);
    gp_vec_fini(heap, &l->strange);
    gp_vec_fini(heap, &l->totals);
    gp_vec_fini(heap, &l->strayed);
}

/* "-" is standard input, which several may ask for. */
static void *open_reader(struct gp_load *l, const struct gp_reader_kind *kind)
{
    const struct gp_actuals *a = l->actuals;
    struct gp_reader_options options = {.path = l->source.file,
                                        .encoding = a->encoding,
                                        .delimiter = a->delimiter};
    int error = 0;
    if (a->path != NULL && strcmp(a->path, "-") == 0)
        error = gp_sources_input(l->findings->sources, &options.bytes,
                                 &options.length);
    void *reader =
        error != 0 ? NULL : kind->open(l->facts->heap, &options, &error);
    if (reader == NULL)
        gp_load_unreadable(l, error);
    return reader;
}

static const char *shown_path(struct gp_facts *facts, const struct gp_model *m,
                              const char *path)
{
    if (strcmp(path, "-") == 0)
        return "<stdin>";
    if (m->folder == NULL || strcmp(m->folder, ".") == 0)
        return path;
    return gp_file_join(&facts->arena, m->folder, path);
}

bool gp_facts_read(struct gp_facts *facts, uint32_t actuals,
                   struct gp_findings *findings)
{
    const struct gp_model *m = facts->model;
    struct gp_load l = {.facts = facts,
                        .model = m,
                        .findings = findings,
                        .actuals = &m->actuals.at[actuals]};
    const struct gp_actuals *a = l.actuals;
    l.source = (struct gp_facts_source){
        .actuals = actuals,
        .file = shown_path(facts, m, a->path != NULL ? a->path : ""),
        .first = GP_NO_DATE,
        .last = GP_NO_DATE};
    const char *name = a->kind != NULL ? a->kind : "csv";
    const struct gp_reader_kind *kind = gp_reader_find(name);
    void *reader = NULL;
    if (kind == NULL)
        gp_load_no_reader(&l, name);
    else
        reader = open_reader(&l, kind);
    l.source.unreadable = reader == NULL;
    if (reader != NULL) {
        init(&l);
        read_rows(&l, kind, reader);
        gp_load_tell(&l);
        kind->close(reader);
        fini(&l);
    }
    gp_vec_push(facts->heap, &facts->sources, l.source);
    return !l.source.unreadable;
}

/*
 * What is wrong with a source of actuals, as findings with file and line:
 * rows as they come, strange names at the end, when it is known what they
 * come to.
 */
#include <errno.h>
#include <string.h>

#include "actuals/csv.h"
#include "actuals/read.h"
#include "base/guess.h"
#include "model/stay.h"

/* ----------------------------------------------------------------- helpers */

static const char *own_copy(struct gp_load *l, struct gp_field f)
{
    return gp_arena_strndup(&l->facts->arena, f.at, f.length);
}

/* company/east[product=electronics] */
static const char *scope_text(struct gp_load *l, uint32_t scope,
                              const uint32_t *members, size_t count)
{
    const struct gp_model *m = l->model;
    struct gp_buf buf;
    gp_buf_init(&buf, l->facts->heap);
    gp_buf_scope(&buf, m, scope);
    for (size_t i = 0; i < count; i++) {
        const struct gp_member *x = &m->members.at[members[i]];
        gp_buf_putc(&buf, i == 0 ? '[' : ',');
        gp_buf_puts(&buf,
                    gp_sym_text(m->names, m->dimensions.at[x->dimension].name));
        gp_buf_putc(&buf, '=');
        gp_buf_puts(&buf, gp_sym_text(m->names, x->name));
    }
    if (count > 0)
        gp_buf_putc(&buf, ']');
    return gp_arena_keep(&l->facts->arena, &buf);
}

static const char *kpi_text(const struct gp_load *l, uint32_t kpi)
{
    return gp_sym_text(l->model->names, l->model->kpis.at[kpi].name);
}

static void in_file(struct gp_load *l, struct gp_finding *f, uint32_t line)
{
    gp_find_in_data(l->findings, f, l->source.file, line);
}

/* Whether one more of its kind is to be told. */
static bool more(struct gp_load *l, struct gp_told *told)
{
    if (told->count++ == GP_MAX_TOLD)
        told->line = l->row.line;
    return told->count <= GP_MAX_TOLD;
}

static bool bad(struct gp_load *l)
{
    l->source.bad++;
    return more(l, &l->bad);
}

/* -------------------------------------------------------------- the source */

void gp_load_no_reader(struct gp_load *l, const char *kind)
{
    gp_find(l->findings, GP_TEXT_ACTUALS_NO_READER, l->actuals->span, kind,
            NULL);
}

void gp_load_unreadable(struct gp_load *l, int error)
{
    struct gp_span span = l->actuals->span;
    struct gp_finding *f;
    if (error == EBUSY || error == ENOTTY) {
        f = gp_find(l->findings,
                    error == EBUSY ? GP_TEXT_ACTUALS_INPUT_PLAN
                                   : GP_TEXT_ACTUALS_INPUT_TERMINAL,
                    span, NULL);
        gp_find_help(l->findings, f, GP_TEXT_HELP_ACTUALS_INPUT, NULL);
        return;
    }
    f = gp_find(l->findings, GP_TEXT_ACTUALS_UNREADABLE, span, l->source.file,
                gp_translate_error(l->findings->lang, error), NULL);
    if (error == ENOENT)
        gp_find_help(l->findings, f, GP_TEXT_HELP_ACTUALS_PATH, NULL);
}

void gp_load_no_heading(struct gp_load *l)
{
    gp_find(l->findings, GP_TEXT_ACTUALS_EMPTY, l->actuals->span,
            l->source.file, NULL);
}

/* What may separate the columns of a heading that came out as a single one;
 * NULL where nothing in it looks like that. */
static const char *delimiter_of(const struct gp_data_row *head,
                                const char *heading)
{
    static const struct {
        char is;
        const char *said;
    } known[] = {{';', ";"}, {'\t', "tab"}, {'|', "|"}, {',', ","}};
    for (size_t i = 0; head->count == 1 && i < sizeof known / sizeof *known;
         i++)
        if (strchr(heading, known[i].is) != NULL)
            return known[i].said;
    return NULL;
}

void gp_load_no_column(struct gp_load *l, const char *name,
                       const struct gp_data_row *head)
{
    struct gp_finding *f =
        gp_find(l->findings, GP_TEXT_ACTUALS_NO_COLUMN, l->actuals->span,
                l->source.file, name, NULL);
    if (head == NULL)
        return;
    struct gp_buf buf;
    struct gp_guess guess;
    gp_buf_init(&buf, l->facts->heap);
    gp_guess_init(&guess, name, strlen(name));
    for (size_t i = 0; i < head->count; i++) {
        const char *heading = own_copy(l, head->fields[i]);
        gp_guess_consider(&guess, heading, strlen(heading));
        gp_buf_puts(&buf, i == 0 ? "" : gp_word(l->findings, ", "));
        gp_buf_puts(&buf, heading);
    }
    const char *delimiter = delimiter_of(head, gp_buf_cstr(&buf));
    if (delimiter != NULL)
        gp_find_help(l->findings, f, GP_TEXT_HELP_ACTUALS_DELIMITER, delimiter,
                     NULL);
    else if (gp_guess_best(&guess) != NULL)
        gp_find_help(l->findings, f, GP_TEXT_HELP_DID_YOU_MEAN,
                     gp_guess_best(&guess), NULL);
    gp_find_detail(l->findings, f, GP_TEXT_HELP_ACTUALS_COLUMNS,
                   gp_buf_cstr(&buf), NULL);
    gp_buf_fini(&buf);
}

/* -------------------------------------------------------------------- rows */

void gp_load_bad_row(struct gp_load *l, const char *why)
{
    if (!bad(l))
        return;
    struct gp_finding *f = gp_find(l->findings, GP_TEXT_BAD_ROW, gp_no_span(),
                                   gp_word(l->findings, why), NULL);
    in_file(l, f, l->row.line);
    if (strcmp(why, gp_csv_not_utf8) == 0)
        gp_find_help(l->findings, f, GP_TEXT_HELP_ENCODING, NULL);
}

void gp_load_short(struct gp_load *l, size_t count, const char *column)
{
    if (bad(l))
        in_file(l,
                gp_find(l->findings, GP_TEXT_BAD_ROW_SHORT, gp_no_span(),
                        gp_arena_int(&l->facts->arena, (int64_t)count), column,
                        NULL),
                l->row.line);
}

void gp_load_empty(struct gp_load *l, const char *what)
{
    if (bad(l))
        in_file(l,
                gp_find(l->findings, GP_TEXT_BAD_ROW_EMPTY, gp_no_span(),
                        gp_word(l->findings, what), NULL),
                l->row.line);
}

void gp_load_bad_date(struct gp_load *l, struct gp_field field)
{
    if (!bad(l))
        return;
    struct gp_finding *f = gp_find(l->findings, GP_TEXT_BAD_ROW_DATE,
                                   gp_no_span(), own_copy(l, field), NULL);
    in_file(l, f, l->row.line);
    gp_find_help(l->findings, f, GP_TEXT_HELP_ROW_DATE, NULL);
}

static const char *why_text(struct gp_load *l, const struct gp_kpi *k,
                            enum gp_match_number why)
{
    switch (why) {
    case GP_NUMBER_PERCENT:
        return gp_word(l->findings, "it is a percentage");
    case GP_NUMBER_FINE:
        if (k->digits == 0)
            return gp_word(l->findings, "it is kept in whole numbers");
        return gp_phrase(&l->facts->arena, l->findings->lang,
                         "it is kept to {0} decimals",
                         gp_arena_int(&l->facts->arena, k->digits), NULL);
    case GP_NUMBER_LARGE:
        return gp_word(l->findings, "it does not fit");
    case GP_NUMBER_GRADE:
        return gp_phrase(&l->facts->arena, l->findings->lang,
                         "its grades are {0}..{1}",
                         gp_arena_int(&l->facts->arena, k->grade_low),
                         gp_arena_int(&l->facts->arena, k->grade_high), NULL);
    default:
        return gp_word(l->findings, "it is not a number");
    }
}

void gp_load_bad_value(struct gp_load *l, uint32_t kpi, struct gp_field field,
                       enum gp_match_number why)
{
    if (!bad(l))
        return;
    struct gp_finding *f = gp_find(
        l->findings, GP_TEXT_BAD_ROW_VALUE, gp_no_span(), own_copy(l, field),
        kpi_text(l, kpi), why_text(l, &l->model->kpis.at[kpi], why), NULL);
    in_file(l, f, l->row.line);
    if (why == GP_NUMBER_BAD)
        gp_find_help(l->findings, f, GP_TEXT_HELP_ROW_VALUE, NULL);
}

void gp_load_formula(struct gp_load *l, uint32_t kpi)
{
    if (!bad(l))
        return;
    struct gp_finding *f = gp_find(l->findings, GP_TEXT_BAD_ROW_FORMULA,
                                   gp_no_span(), kpi_text(l, kpi), NULL);
    in_file(l, f, l->row.line);
    gp_find_help(l->findings, f, GP_TEXT_HELP_ROW_FORMULA, NULL);
}

void gp_load_large(struct gp_load *l, uint32_t kpi, struct gp_field field)
{
    if (bad(l))
        in_file(l,
                gp_find(l->findings, GP_TEXT_BAD_ROW_SUM, gp_no_span(),
                        kpi_text(l, kpi), own_copy(l, field), NULL),
                l->row.line);
}

void gp_load_twin(struct gp_load *l, const struct gp_fact *fact, uint32_t line)
{
    if (!more(l, &l->twins))
        return;
    struct gp_finding *f = gp_find(
        l->findings, GP_TEXT_DUPLICATE_ROW, gp_no_span(),
        gp_arena_int(&l->facts->arena, line), kpi_text(l, fact->kpi),
        scope_text(l, fact->scope, fact->members, fact->member_count),
        gp_date_text(&l->facts->arena, fact->date),
        gp_show_amount(&l->facts->arena, l->model, fact->kpi, fact->amount),
        NULL);
    in_file(l, f, l->row.line);
    gp_find_help(l->findings, f, GP_TEXT_HELP_DUPLICATE_ROW, NULL);
}

static void count_late(struct gp_load *l, gp_date date)
{
    if (l->late.rows == 0) {
        l->late.line = l->row.line;
        l->late.first = date;
    }
    l->late.rows += l->late.rows == 0 || l->late.last != l->row.line;
    l->late.last = l->row.line;
}

void gp_load_count(struct gp_load *l, gp_date date)
{
    struct gp_facts_source *s = &l->source;
    s->facts++;
    if (date > l->model->time.days.last)
        count_late(l, date);
    if (!gp_days_hold(l->model->time.days, date))
        return;
    s->first = s->first == GP_NO_DATE || date < s->first ? date : s->first;
    s->last = date > s->last ? date : s->last;
}

/* ----------------------------------------------------------- strange names */

static uint32_t add_strange(struct gp_load *l, struct gp_strange fresh)
{
    gp_vec_push(l->facts->heap, &l->strange, fresh);
    return (uint32_t)l->strange.count - 1;
}

void gp_load_strange(struct gp_load *l, uint32_t column, uint32_t number)
{
    uint32_t *at = gp_map_at(&l->strange_of, gp_map_key(column, number));
    if (*at == GP_MAP_NONE)
        *at = add_strange(
            l, (struct gp_strange){.column = column, .number = number});
    if (l->row.strange_count < GP_MAX_MEMBERS + 2)
        l->row.strange[l->row.strange_count++] = *at;
}

static void add_total(struct gp_load *l, uint32_t strange, uint32_t kpi,
                      int64_t amount)
{
    for (size_t i = 0; i < l->totals.count; i++) {
        struct gp_strange_total *t = &l->totals.at[i];
        if (t->strange != strange || t->kpi != kpi)
            continue;
        int64_t sum;
        if (gp_add64(&sum, t->total, amount))
            t->total = sum;
        return;
    }
    struct gp_strange_total fresh = {strange, kpi, amount};
    gp_vec_push(l->facts->heap, &l->totals, fresh);
}

void gp_load_miss(struct gp_load *l, uint32_t kpi, int64_t amount)
{
    l->source.unmatched++;
    gp_facts_miss(l->facts, kpi, l->row.date, amount);
    for (size_t i = 0; i < l->row.strange_count; i++) {
        uint32_t id = l->row.strange[i];
        struct gp_strange *s = &l->strange.at[id];
        /* Names beyond what is told need no total. */
        bool flow =
            kpi != GP_NONE && l->model->kpis.at[kpi].kind == GP_KPI_FLOW;
        if (flow && id < 4 * GP_MAX_TOLD)
            add_total(l, id, kpi, amount);
        if (s->line == 0)
            s->line = l->row.line;
        s->rows += s->last_line != l->row.line;
        s->last_line = l->row.line;
    }
}

void gp_load_nowhere(struct gp_load *l, const struct gp_fact *fact)
{
    const char *text =
        scope_text(l, fact->scope, fact->members, fact->member_count);
    uint32_t id = 0;
    while (id < l->strange.count && (l->strange.at[id].part == NULL ||
                                     l->strange.at[id].kpi != fact->kpi ||
                                     strcmp(l->strange.at[id].part, text) != 0))
        id++;
    if (id == l->strange.count)
        add_strange(l, (struct gp_strange){.part = text, .kpi = fact->kpi});
    l->row.strange[0] = id;
    l->row.strange_count = 1;
    gp_load_miss(l, fact->kpi, fact->amount);
    l->row.strange_count = 0;
}

/* "3 rows", "1 row" */
static const char *rows_text(struct gp_load *l, size_t rows)
{
    return gp_phrase(&l->facts->arena, l->findings->lang,
                     rows == 1 ? GP_WORD("{0} row") : GP_WORD("{0} rows"),
                     gp_arena_int(&l->facts->arena, (int64_t)rows), NULL);
}

static void tell_totals(struct gp_load *l, uint32_t strange,
                        struct gp_finding *f)
{
    const struct gp_strange *s = &l->strange.at[strange];
    const char *rows = rows_text(l, s->rows), *sums = NULL;
    struct gp_arena *arena = &l->facts->arena;
    for (size_t i = 0; i < l->totals.count; i++) {
        const struct gp_strange_total *t = &l->totals.at[i];
        if (t->strange != strange)
            continue;
        const char *one =
            gp_phrase(arena, l->findings->lang, "{0} of {1}",
                      gp_show_amount(arena, l->model, t->kpi, t->total),
                      kpi_text(l, t->kpi), NULL);
        sums = sums == NULL
                   ? one
                   : gp_arena_join(arena, sums, gp_word(l->findings, ", "), one,
                                   NULL);
    }
    if (sums != NULL)
        gp_find_detail(l->findings, f, GP_TEXT_UNKNOWN_ROWS, rows, sums, NULL);
    else
        gp_find_detail(l->findings, f, GP_TEXT_UNKNOWN_ROWS_ONLY, rows, NULL);
}

static const struct gp_matcher *matcher_of(const struct gp_load *l,
                                           uint32_t column)
{
    return column == GP_LOAD_SCOPE ? &l->scopes
           : column == GP_LOAD_KPI ? &l->kpis
                                   : &l->members[column - GP_LOAD_MEMBER];
}

static struct gp_finding *find_strange(struct gp_load *l,
                                       const struct gp_strange *s,
                                       const struct gp_match *m)
{
    struct gp_findings *to = l->findings;
    struct gp_span none = gp_no_span();
    if (s->part != NULL)
        return gp_find(to, GP_TEXT_UNKNOWN_PART, none, s->part,
                       kpi_text(l, s->kpi), NULL);
    if (m->ambiguous)
        return gp_find(to, GP_TEXT_AMBIGUOUS_SCOPE, none, m->text, NULL);
    if (s->column == GP_LOAD_SCOPE)
        return gp_find(to, GP_TEXT_UNKNOWN_SCOPE, none, m->text, NULL);
    if (s->column == GP_LOAD_KPI)
        return gp_find(to, GP_TEXT_UNKNOWN_KPI, none, m->text, NULL);
    uint32_t d = matcher_of(l, s->column)->dimension;
    return gp_find(
        to, GP_TEXT_UNKNOWN_MEMBER, none, m->text,
        gp_sym_text(l->model->names, l->model->dimensions.at[d].name), NULL);
}

static void tell_strange(struct gp_load *l, uint32_t id)
{
    const struct gp_strange *s = &l->strange.at[id];
    const struct gp_matcher *matcher = matcher_of(l, s->column);
    const struct gp_match *m =
        s->part == NULL ? &matcher->known.at[s->number] : NULL;
    struct gp_finding *f = find_strange(l, s, m);
    in_file(l, f, s->line);
    tell_totals(l, id, f);
    if (m == NULL)
        return;
    const char *guess =
        m->ambiguous ? NULL : gp_matcher_guess(matcher, m->text);
    if (guess != NULL)
        gp_find_help(l->findings, f, GP_TEXT_HELP_DID_YOU_MEAN, guess, NULL);
    else
        gp_find_help(l->findings, f,
                     m->ambiguous ? GP_TEXT_HELP_AMBIGUOUS_SCOPE
                                  : GP_TEXT_HELP_UNKNOWN_SCOPE,
                     NULL);
}

static void tell_rest(struct gp_load *l, const struct gp_told *told,
                      enum gp_text row)
{
    if (told->count > GP_MAX_TOLD)
        in_file(l,
                gp_find(l->findings, row, gp_no_span(),
                        gp_arena_int(&l->facts->arena,
                                     (int64_t)told->count - GP_MAX_TOLD),
                        NULL),
                told->line);
}

void gp_load_absent(struct gp_load *l)
{
    size_t i = 0;
    while (i < l->strayed.count && l->strayed.at[i].scope != l->row.scope)
        i++;
    if (i == l->strayed.count) {
        struct gp_strayed s = {l->row.scope, l->row.line, l->row.date, 0};
        gp_vec_push(l->facts->heap, &l->strayed, s);
    }
    l->strayed.at[i].rows++;
}

static void tell_strayed(struct gp_load *l, const struct gp_strayed *s)
{
    const struct gp_model *m = l->model;
    uint32_t scope = s->scope; /* the one above whose days these are */
    while (!gp_stay_is_own(m, scope))
        scope = m->scopes.at[m->scopes.at[scope].base].parent;
    struct gp_buf buf;
    gp_buf_init(&buf, l->facts->heap);
    gp_buf_stay(&buf, m, scope, l->findings->lang);
    struct gp_finding *f = gp_find(
        l->findings, GP_TEXT_ABSENT_ROWS, gp_no_span(), rows_text(l, s->rows),
        scope_text(l, s->scope, NULL, 0), gp_buf_cstr(&buf),
        gp_date_text(&l->facts->arena, s->first), NULL);
    gp_buf_fini(&buf);
    in_file(l, f, s->line);
    gp_find_help(l->findings, f, GP_TEXT_HELP_ABSENT_ROWS, NULL);
}

/* Days before the plan are what it is compared with; those behind it are in
 * no report. */
static void tell_late(struct gp_load *l)
{
    struct gp_arena *a = &l->facts->arena;
    if (l->late.rows == 0)
        return;
    struct gp_finding *f =
        gp_find(l->findings, GP_TEXT_LATE_ROWS, gp_no_span(),
                rows_text(l, l->late.rows), gp_date_text(a, l->late.first),
                gp_date_text(a, l->model->time.days.last), NULL);
    in_file(l, f, l->late.line);
    gp_find_help(l->findings, f, GP_TEXT_HELP_LATE_ROWS, NULL);
}

void gp_load_tell(struct gp_load *l)
{
    tell_late(l);
    for (size_t i = 0; i < l->strayed.count && i < GP_MAX_TOLD; i++)
        tell_strayed(l, &l->strayed.at[i]);
    tell_rest(l, &(struct gp_told){l->strayed.count, 0}, GP_TEXT_MORE_UNKNOWN);
    struct gp_told strange = {0};
    tell_rest(l, &l->bad, GP_TEXT_MORE_BAD_ROWS);
    tell_rest(l, &l->twins, GP_TEXT_MORE_DUPLICATES);
    for (uint32_t i = 0; i < l->strange.count; i++) {
        /* A name whose rows had no value lost nothing. */
        if (l->strange.at[i].rows == 0)
            continue;
        l->row.line = l->strange.at[i].line;
        if (more(l, &strange))
            tell_strange(l, i);
    }
    tell_rest(l, &strange, GP_TEXT_MORE_UNKNOWN);
}

/* Reads what is to be explained and writes the steps: see explain.h. */
#include "report/explain.h"

#include <string.h>

#include "model/stay.h"
#include "report/explain_own.h"
#include "report/select.h"
#include "report/show.h"
#include "report/target.h"

/* ---- the question -------------------------------------------------------- */

/* A word of the question in either spelling, blanks around it. */
struct joint {
    const char *at, *behind; /* at: NULL where there is none */
};

static const char *const of_words[] = {" of ", " 属于 "};
static const char *const in_words[] = {" in ", " 在 "};

static struct joint first_of(const char *text)
{
    struct joint found = {NULL, NULL};
    for (int i = 0; i < 2; i++) {
        const char *at = strstr(text, of_words[i]);
        if (at != NULL && (found.at == NULL || at < found.at))
            found = (struct joint){at, at + strlen(of_words[i])};
    }
    return found;
}

static struct joint last_in(const char *text)
{
    struct joint found = {NULL, NULL};
    for (int i = 0; i < 2; i++)
        for (const char *at = text; (at = strstr(at, in_words[i])) != NULL;
             at++)
            if (found.at == NULL || at > found.at)
                found = (struct joint){at, at + strlen(in_words[i])};
    return found;
}

static size_t trim(const char **text, size_t length)
{
    while (length > 0 && **text == ' ') {
        ++*text;
        length--;
    }
    while (length > 0 && (*text)[length - 1] == ' ')
        length--;
    /* A quoted name is the name. */
    if (length > 1 && **text == '"' && (*text)[length - 1] == '"') {
        ++*text;
        length -= 2;
    }
    return length;
}

/* 2026-07-15/10:00-14:00 */
static bool read_part(struct gp_model *m, enum gp_lang lang, const char *label,
                      struct gp_step_cell *cell, const char **why)
{
    const struct gp_vector *v = gp_dayparts(m, cell->row);
    for (int i = 0; v != NULL && i < v->count; i++) {
        if (strcmp(v->labels[i], label) == 0) {
            cell->part = i;
            return true;
        }
    }
    *why = gp_phrase(&m->arena, lang, "there is no part of the day '{0}' here",
                     label, NULL);
    return false;
}

static bool read_period(struct gp_model *m, enum gp_lang lang, const char *text,
                        struct gp_step_cell *cell, const char **why)
{
    cell->part = -1;
    if (text == NULL) {
        cell->period = (struct gp_period){GP_PLAN, m->time.days, 0, 0};
        return true;
    }
    const char *slash = strchr(text, '/');
    size_t length =
        trim(&text, slash != NULL ? (size_t)(slash - text) : strlen(text));
    if (!gp_select_find_period(m, lang, text, length, &cell->period, why))
        return false;
    return slash == NULL || read_part(m, lang, slash + 1, cell, why);
}

/* "sales of company/east in 2026-Q3"; without a period the plan's. */
static bool read_cell(struct gp_model *m, enum gp_lang lang, const char *text,
                      struct gp_step_cell *cell, const char **why)
{
    static const char *const target_words[] = {"target ", "目标 "};
    struct joint of = first_of(text), in = {NULL, NULL};
    for (int i = 0; i < 2; i++) {
        size_t length = strlen(target_words[i]);
        if (strncmp(text, target_words[i], length) == 0 && of.at != NULL &&
            of.at > text + length)
            text += length;
    }
    if (of.at == NULL) {
        *why = gp_phrase(&m->arena, lang,
                         "'{0}' is not a cell: write it as sales of east in "
                         "2026-Q3",
                         text, NULL);
        return false;
    }
    /* Of the two blanks around a scope, one may serve both words. */
    const char *kpi_text = text, *scope_text = of.behind;
    in = last_in(of.behind - 1);
    size_t n = trim(&kpi_text, (size_t)(of.at - text));
    uint32_t kpi = gp_select_find_kpi(m, lang, kpi_text, n, why);
    if (kpi == GP_NONE)
        return false;
    n = in.at != NULL && in.at > scope_text ? (size_t)(in.at - scope_text)
                                            : strlen(scope_text);
    n = trim(&scope_text, n);
    uint32_t scope = gp_select_find_scope(m, lang, scope_text, n, why);
    if (scope == GP_NONE)
        return false;
    struct gp_step_cell when = {.part = -1};
    if (m->scopes.at[scope].person != GP_NONE &&
        memchr(scope_text, '/', n) == NULL &&
        read_period(m, lang, in.behind, &when, why))
        scope = gp_stay_on(m, scope, when.period.days.last);
    const struct gp_row *row = gp_model_row(m, kpi, scope);
    if (row == NULL) {
        *why = gp_phrase(&m->arena, lang, "{0} has no target of {1}",
                         gp_scope_text(&m->arena, m, scope),
                         gp_sym_text(m->names, m->kpis.at[kpi].name), NULL);
        return false;
    }
    cell->row = (uint32_t)(row - m->rows.at);
    return read_period(m, lang, in.behind, cell, why);
}

/* ---- the answer ---------------------------------------------------------- */

/* The line of a span without the space around it. */
static const char *line_of(struct gp_explain *w, struct gp_span span,
                           uint32_t *line)
{
    size_t length;
    *line = gp_source_place(w->sources, span.source, span.start).line;
    const char *text = gp_source_line(w->sources, span.source, *line, &length);
    while (length > 0 && (*text == ' ' || *text == '\t')) {
        text++;
        length--;
    }
    return gp_arena_strndup(w->arena, text, length);
}

void gp_explain_line(struct gp_explain *w, int depth, const char *text)
{
    gp_buf_fill(&w->out->buf, ' ', (size_t)depth * 2);
    gp_show_safe(&w->out->buf, text, strlen(text));
    gp_buf_putc(&w->out->buf, '\n');
}

void gp_explain_source(struct gp_explain *w, int depth, struct gp_span span)
{
    uint32_t line;
    const char *text = line_of(w, span, &line);
    struct gp_buf *buf = &w->out->buf;
    const char *name = w->sources->list.at[span.source].name;
    gp_buf_fill(buf, ' ', (size_t)depth * 2);
    gp_show_safe(buf, name, strlen(name));
    gp_buf_putc(buf, ':');
    gp_buf_int(buf, line);
    gp_buf_puts(buf, ": ");
    gp_show_safe(buf, text, strlen(text));
    gp_buf_putc(buf, '\n');
}

static const char *relation_of(const struct gp_model *m,
                               const struct gp_step *step)
{
    const struct gp_row *row = gp_model_row(m, step->kpi, step->scope);
    return row->relation == GP_AT_LEAST  ? " >= "
           : row->relation == GP_AT_MOST ? " <= "
                                         : " = ";
}

/* Of a milestone as a plan writes it: done. */
static const char *amount_of(const struct gp_explain *w,
                             const struct gp_step *step)
{
    const struct gp_model *m = w->m;
    if (m->kpis.at[step->kpi].kind == GP_KPI_MILESTONE && step->amount > 0)
        return gp_translate(w->lang, GP_WORD("done"));
    return gp_show_amount(w->arena, m, step->kpi, step->amount);
}

static void write_text(struct gp_explain *w, const struct gp_step *step,
                       int depth)
{
    const struct gp_model *m = w->m;
    gp_explain_line(
        w, depth,
        gp_phrase(w->arena, w->lang,
                  step->original ? GP_WORD("originally {0} of {1} in {2}{3}{4}")
                                 : GP_WORD("{0} of {1} in {2}{3}{4}"),
                  gp_sym_text(m->names, m->kpis.at[step->kpi].name),
                  gp_scope_text(w->arena, m, step->scope), step->period,
                  relation_of(m, step), amount_of(w, step), NULL));
    gp_explain_line(w, depth + 1, step->how);
    if (!step->again && gp_span_is_set(step->span))
        gp_explain_source(w, depth + 1, step->span);
    for (const struct gp_step *f = step->from; f != NULL; f = f->next)
        write_text(w, f, depth + 1);
    if (step->more)
        gp_explain_line(w, depth + 1,
                        gp_translate(w->lang, GP_WORD("... and more")));
    gp_out_flush_some(w->out);
}

static void write_date(struct gp_explain *w, const char *key, gp_date date)
{
    gp_json_string(&w->json, key, gp_date_text(w->arena, date));
}

void gp_explain_json_source(struct gp_explain *w, struct gp_span span)
{
    uint32_t line;
    if (!gp_span_is_set(span)) {
        gp_json_null(&w->json, "source");
        return;
    }
    const char *text = line_of(w, span, &line);
    gp_json_open(&w->json, "source", '{');
    gp_json_string(&w->json, "filename", w->sources->list.at[span.source].name);
    gp_json_int(&w->json, "line", line);
    gp_json_string(&w->json, "text", text);
    gp_json_close(&w->json, '}');
}

static void write_json(struct gp_explain *w, const char *key,
                       const struct gp_step *step)
{
    const struct gp_model *m = w->m;
    const struct gp_kpi *k = &m->kpis.at[step->kpi];
    struct gp_buf digits;
    gp_buf_init(&digits, w->arena->heap);
    gp_buf_amount(&digits, step->amount, k->digits);
    gp_json_open(&w->json, key, '{');
    gp_json_string(&w->json, "kpi", gp_sym_text(m->names, k->name));
    gp_json_string(&w->json, "scope", gp_scope_text(w->arena, m, step->scope));
    gp_json_string(&w->json, "period", step->period);
    write_date(w, "start", step->days.first);
    write_date(w, "end", step->days.last);
    gp_json_raw(&w->json, "target", gp_buf_cstr(&digits));
    gp_json_string(&w->json, "why", gp_why_name(step->why));
    gp_json_string(&w->json, "how", step->how);
    gp_explain_json_source(w, step->span);
    gp_json_bool(&w->json, "again", step->again);
    if (step->original)
        gp_json_bool(&w->json, "original", true);
    gp_json_open(&w->json, "from", '[');
    for (const struct gp_step *f = step->from; f != NULL; f = f->next)
        write_json(w, NULL, f);
    gp_json_close(&w->json, ']');
    if (step->more)
        gp_json_bool(&w->json, "more", true);
    gp_json_close(&w->json, '}');
    gp_buf_fini(&digits);
}

static void write_steps(struct gp_explain *w, const struct gp_step *step,
                        struct gp_track *track, const struct gp_step_cell *cell,
                        bool json)
{
    enum { DEEP = 1 << 20 };
    if (!json) {
        write_text(w, step, 0);
        if (track != NULL)
            gp_explain_carry(w, track, cell, json);
        return;
    }
    gp_json_init(&w->json, w->out, DEEP);
    gp_json_open(&w->json, NULL, '{');
    gp_json_string(&w->json, "format_version", "1.0");
    write_json(w, "cell", step);
    if (track != NULL)
        gp_explain_carry(w, track, cell, json);
    gp_json_close(&w->json, '}');
    gp_json_end(&w->json);
}

static const char *no_target(struct gp_model *m, enum gp_lang lang,
                             const struct gp_step_cell *cell, const char *text)
{
    uint32_t scope = m->rows.at[cell->row].scope;
    if (gp_stay_is_there(m, scope, cell->period.days))
        return gp_phrase(&m->arena, lang, "the plan has no target for {0}",
                         text, NULL);
    struct gp_buf b;
    gp_buf_init(&b, m->heap);
    gp_buf_puts(&b, gp_sym_text(m->names, m->scopes.at[scope].name));
    gp_buf_puts(&b, gp_translate(lang, GP_WORD(" is not there in ")));
    gp_buf_period(&b, &cell->period);
    for (; scope != GP_NONE; scope = m->scopes.at[scope].parent) {
        if (!gp_stay_is_own(m, scope))
            continue;
        gp_buf_puts(&b, gp_translate(lang, ": "));
        gp_buf_stay(&b, m, scope, lang);
        break;
    }
    const char *why = gp_arena_strndup(&m->arena, gp_buf_cstr(&b), b.count);
    gp_buf_fini(&b);
    return why;
}

const char *gp_explain_write(struct gp_model *m, struct gp_sources *sources,
                             struct gp_track *track, const char *text,
                             bool json, enum gp_lang lang, struct gp_out *out)
{
    struct gp_arena arena;
    struct gp_step_cell cell;
    const char *why = NULL;
    if (!read_cell(m, lang, text, &cell, &why))
        return why;
    gp_arena_init(&arena, m->heap);
    struct gp_explain w = {
        .m = m, .sources = sources, .arena = &arena, .out = out, .lang = lang};
    const struct gp_step *step = gp_steps_make(m, &arena, &cell, lang);
    if (step != NULL)
        write_steps(&w, step, track, &cell, json);
    else
        why = no_target(m, lang, &cell, text);
    gp_arena_fini(&arena);
    return why;
}

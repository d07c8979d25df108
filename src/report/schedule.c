/* The streamed forms of a schedule: see schedule.h. */
#include "report/schedule.h"

#include <string.h>

#include "base/json.h"
#include "model/days.h"
#include "report/csv.h"
#include "report/target.h"

static size_t period_index(const struct gp_schedule_row *row, size_t i)
{
    return row->parts == NULL ? i : i / (size_t)row->parts->count;
}

/* What a row says of its period is written once: it comes back for every
 * scope. */
struct spans {
    struct gp_buf text; /* ",2026-01-01,2026-01-31," of one after another */
    size_t each;
};

static void init_spans(struct spans *s, const struct gp_selection *sel)
{
    gp_buf_init(&s->text, sel->heap);
    for (size_t i = 0; i < sel->period_count; i++) {
        gp_buf_putc(&s->text, ',');
        gp_buf_date(&s->text, sel->periods[i].days.first);
        gp_buf_putc(&s->text, ',');
        gp_buf_date(&s->text, sel->periods[i].days.last);
        gp_buf_putc(&s->text, ',');
    }
    s->each = sel->period_count == 0 ? 0 : s->text.count / sel->period_count;
}

static void csv_row(const struct gp_selection *sel, const struct spans *spans,
                    const struct gp_buf *lead,
                    const struct gp_schedule_row *row, int digits,
                    struct gp_out *out)
{
    struct gp_buf *buf = &out->buf;
    for (size_t i = 0; i < row->count; i++) {
        size_t at = period_index(row, i) * spans->each;
        gp_buf_add(buf, lead->at, lead->count);
        if (sel->by == GP_DAY) /* the date that stands there anyway */
            gp_buf_add(buf, spans->text.at + at + 1, (spans->each - 3) / 2);
        else
            gp_schedule_period(buf, sel, row, i);
        gp_buf_add(buf, spans->text.at + at, spans->each);
        if (row->values[i] != GP_NO_AMOUNT)
            gp_buf_amount(buf, row->values[i], digits);
        gp_buf_putc(buf, '\n');
        gp_out_flush_some(out);
    }
}

static void write_csv(const struct gp_selection *sel, bool bom,
                      struct gp_out *out)
{
    const struct gp_model *m = sel->model;
    struct gp_schedule_walk walk;
    struct gp_schedule_row row;
    struct gp_buf lead, scope;
    struct spans spans;
    gp_buf_init(&lead, sel->heap);
    gp_buf_init(&scope, sel->heap);
    init_spans(&spans, sel);
    if (bom)
        gp_buf_puts(&out->buf, "\xef\xbb\xbf");
    gp_buf_puts(&out->buf, "kpi,scope,period,start,end,target\n");
    gp_schedule_begin(&walk, sel);
    while (gp_schedule_next(&walk, &row)) {
        const struct gp_row *r = &m->rows.at[row.row];
        lead.count = scope.count = 0;
        gp_buf_scope(&scope, m, r->scope);
        gp_csv_text(&lead, gp_sym_text(m->names, m->kpis.at[r->kpi].name));
        gp_buf_putc(&lead, ',');
        gp_csv_text(&lead, gp_buf_cstr(&scope));
        gp_buf_putc(&lead, ',');
        csv_row(sel, &spans, &lead, &row, m->kpis.at[r->kpi].digits, out);
    }
    gp_schedule_end(&walk);
    gp_buf_fini(&spans.text);
    gp_buf_fini(&scope);
    gp_buf_fini(&lead);
}

struct json_rows {
    const struct gp_selection *sel;
    struct gp_json json;
    struct gp_buf text;
    struct gp_days *days; /* of the original plan; NULL where it is shown */
};

static void date_field(struct json_rows *j, const char *key, gp_date date)
{
    j->text.count = 0;
    gp_buf_date(&j->text, date);
    gp_json_string(&j->json, key, gp_buf_cstr(&j->text));
}

/* What the target was before it was amended, where that is another. */
static void json_original(struct json_rows *j,
                          const struct gp_schedule_row *row, size_t i,
                          int digits)
{
    const struct gp_model *m = j->sel->model->original;
    int64_t was;
    if (m == NULL || row->parts != NULL)
        return;
    bool has = gp_target_value(j->days, m, row->row, &j->sel->periods[i], &was);
    if (has && was == row->values[i])
        return;
    if (!has && row->values[i] == GP_NO_AMOUNT)
        return;
    if (!has) {
        gp_json_null(&j->json, "original");
        return;
    }
    j->text.count = 0;
    gp_buf_amount(&j->text, was, digits);
    gp_json_raw(&j->json, "original", gp_buf_cstr(&j->text));
}

static void json_row(struct json_rows *j, const struct gp_schedule_row *row,
                     size_t i, const char *kpi, const char *scope, int digits)
{
    struct gp_span_days days = j->sel->periods[period_index(row, i)].days;
    gp_json_open(&j->json, NULL, '{');
    gp_json_string(&j->json, "kpi", kpi);
    gp_json_string(&j->json, "scope", scope);
    j->text.count = 0;
    gp_schedule_period(&j->text, j->sel, row, i);
    gp_json_string(&j->json, "period", gp_buf_cstr(&j->text));
    date_field(j, "start", days.first);
    date_field(j, "end", days.last);
    if (row->values[i] == GP_NO_AMOUNT) {
        gp_json_null(&j->json, "target");
    } else {
        j->text.count = 0;
        gp_buf_amount(&j->text, row->values[i], digits);
        gp_json_raw(&j->json, "target", gp_buf_cstr(&j->text));
    }
    json_original(j, row, i, digits);
    gp_json_close(&j->json, '}');
}

static void write_json(const struct gp_selection *sel, struct gp_out *out)
{
    const struct gp_model *m = sel->model;
    struct gp_schedule_walk walk;
    struct gp_schedule_row row;
    struct json_rows j = {.sel = sel};
    struct gp_buf scope;
    gp_buf_init(&scope, sel->heap);
    gp_buf_init(&j.text, sel->heap);
    gp_json_init(&j.json, out, 2);
    gp_json_open(&j.json, NULL, '{');
    gp_json_string(&j.json, "format_version", "1.0");
    gp_json_string(&j.json, "plan", m->title != NULL ? m->title : "");
    gp_json_open(&j.json, "rows", '[');
    if (m->original != NULL)
        j.days = gp_days_new(m->original);
    gp_schedule_begin(&walk, sel);
    while (gp_schedule_next(&walk, &row)) {
        const struct gp_row *r = &m->rows.at[row.row];
        const struct gp_kpi *k = &m->kpis.at[r->kpi];
        scope.count = 0;
        gp_buf_scope(&scope, m, r->scope);
        for (size_t i = 0; i < row.count; i++)
            json_row(&j, &row, i, gp_sym_text(m->names, k->name),
                     gp_buf_cstr(&scope), k->digits);
    }
    gp_schedule_end(&walk);
    gp_json_close(&j.json, ']');
    gp_json_close(&j.json, '}');
    gp_json_end(&j.json);
    gp_days_free(j.days);
    gp_buf_fini(&j.text);
    gp_buf_fini(&scope);
}

const char *gp_schedule_write(const struct gp_selection *sel,
                              const char *format,
                              const struct gp_render_options *looks,
                              bool chinese, struct gp_out *out)
{
    const char *why = NULL;
    if (strcmp(format, "csv") == 0) {
        write_csv(sel, looks->bom, out);
    } else if (strcmp(format, "json") == 0) {
        write_json(sel, out);
    } else {
        struct gp_arena arena;
        struct gp_render_options own = *looks;
        own.wide = strcmp(format, "xlsx") == 0;
        gp_arena_init(&arena, sel->heap);
        const struct gp_report *report =
            gp_schedule_report(sel, &arena, &own, chinese);
        why = gp_report_render(report, format, &own, out);
        gp_arena_fini(&arena);
    }
    return why;
}

/*
 * A report as JSON: an object with an array of rows for each table, one row
 * a line.  Numbers have the digits of the CSV.
 */
#include "base/json.h"
#include "report/figure.h"
#include "report/render.h"
#include "report/show.h"

static void string_or_null(struct gp_json *json, const char *key,
                           const char *text)
{
    if (text != NULL)
        gp_json_string(json, key, text);
    else
        gp_json_null(json, key);
}

static void write_cell(struct gp_json *json, struct gp_buf *digits,
                       const char *key, const struct gp_cell *cell)
{
    if (cell->kind == GP_CELL_NONE) {
        gp_json_null(json, key);
    } else if (cell->kind == GP_CELL_TEXT) {
        gp_json_string(json, key,
                       cell->plain != NULL ? cell->plain : cell->text);
    } else {
        digits->count = 0;
        gp_show_plain(digits, cell);
        gp_json_raw(json, key, gp_buf_cstr(digits));
    }
}

static void write_row(struct gp_json *json, struct gp_buf *digits,
                      const struct gp_table *table, const struct gp_cell *cells)
{
    gp_json_open(json, NULL, '{');
    for (size_t c = 0; c < table->column_count; c++)
        write_cell(json, digits, table->columns[c].key, &cells[c]);
    gp_json_close(json, '}');
}

static void write_figure(struct gp_json *json, struct gp_buf *digits,
                         const struct gp_figure *f)
{
    gp_json_open(json, NULL, '{');
    gp_json_string(json, "figure", gp_figure_kind_name(f->kind));
    gp_json_string(json, "title", f->title);
    gp_json_open(json, "points", '[');
    for (size_t i = 0; i < f->point_count; i++) {
        const struct gp_point *p = &f->points[i];
        gp_json_open(json, NULL, '{');
        gp_json_string(json, "label", p->label);
        if (f->kind == GP_FIGURE_TREE)
            gp_json_int(json, "depth", p->depth);
        for (size_t s = 0; s < f->series_count; s++)
            write_cell(json, digits, gp_series_role_name(f->series[s].role),
                       &p->values[s]);
        gp_json_close(json, '}');
    }
    gp_json_close(json, ']');
    gp_json_close(json, '}');
}

/* Only where the tables do not say the same. */
static void write_figures(struct gp_json *json, struct gp_buf *digits,
                          const struct gp_report *report)
{
    bool own = false;
    for (const struct gp_figure *f = report->figures; f != NULL; f = f->next)
        own |= !f->in_tables;
    if (!own)
        return;
    gp_json_open(json, "cards", '{');
    for (const struct gp_card *c = report->cards; c != NULL; c = c->next)
        write_cell(json, digits, c->key, &c->value);
    gp_json_close(json, '}');
    gp_json_open(json, "figures", '[');
    for (const struct gp_figure *f = report->figures; f != NULL; f = f->next)
        if (!f->in_tables)
            write_figure(json, digits, f);
    gp_json_close(json, ']');
}

void gp_render_json(const struct gp_report *report,
                    const struct gp_render_options *options, struct gp_out *out)
{
    (void)options;
    struct gp_json json;
    struct gp_buf digits;
    gp_buf_init(&digits, out->buf.heap);
    gp_json_init(&json, out, 2);
    gp_json_open(&json, NULL, '{');
    gp_json_string(&json, "format_version", "1.0");
    gp_json_string(&json, "report", report->name);
    gp_json_string(&json, "title", report->title);
    string_or_null(&json, "subtitle", report->subtitle);
    write_figures(&json, &digits, report);
    for (const struct gp_table *t = report->tables; t != NULL; t = t->next) {
        gp_json_open(&json, t->key, '[');
        for (size_t r = 0; r < t->row_count; r++)
            write_row(&json, &digits, t, t->cells + r * t->column_count);
        gp_json_close(&json, ']');
    }
    gp_json_open(&json, "notes", '[');
    for (size_t i = 0; i < report->note_count; i++)
        gp_json_string(&json, NULL, report->notes[i]);
    gp_json_close(&json, ']');
    gp_json_close(&json, '}');
    gp_json_end(&json);
    gp_buf_fini(&digits);
}

/*
 * A report as JSON: an object with an array of rows for each table, one row
 * a line.  Numbers have the digits of the CSV.
 */
#include "base/json.h"
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

static void write_row(struct gp_json *json, struct gp_buf *digits,
                      const struct gp_table *table,
                      const struct gp_cell *cells)
{
    gp_json_open(json, NULL, '{');
    for (size_t c = 0; c < table->column_count; c++) {
        const char *key = table->columns[c].key;
        if (cells[c].kind == GP_CELL_NONE) {
            gp_json_null(json, key);
        } else if (cells[c].kind == GP_CELL_TEXT) {
            gp_json_string(json, key, cells[c].text);
        } else {
            digits->count = 0;
            gp_show_plain(digits, &cells[c]);
            gp_json_raw(json, key, gp_buf_cstr(digits));
        }
    }
    gp_json_close(json, '}');
}

void gp_render_json(const struct gp_report *report,
                    const struct gp_render_options *options,
                    struct gp_out *out)
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

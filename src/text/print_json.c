/* The findings for programs: one JSON object. */
#include "base/json.h"
#include "text/print_own.h"

/* Deeper than this everything stays on one line: a range, a note. */
enum { FLAT_FROM = 3 };

static void write_place(struct gp_json *json, const char *key,
                        struct gp_place place)
{
    gp_json_open(json, key, '{');
    gp_json_int(json, "line", place.line);
    gp_json_int(json, "column", place.column);
    gp_json_int(json, "byte", place.byte);
    gp_json_close(json, '}');
}

static void write_range(struct gp_json *json, const char *name,
                        struct gp_place start, struct gp_place end)
{
    gp_json_open(json, "range", '{');
    gp_json_string(json, "filename", name);
    write_place(json, "start", start);
    write_place(json, "end", end);
    gp_json_close(json, '}');
}

static void write_span(struct gp_json *json, struct gp_sources *sources,
                       struct gp_span span)
{
    if (!gp_span_is_set(span)) {
        gp_json_null(json, "range");
        return;
    }
    write_range(json, sources->list.at[span.source].name,
                gp_source_place(sources, span.source, span.start),
                gp_source_place(sources, span.source, span.end));
}

static void write_text(struct gp_json *json, const char *key, const char *text)
{
    if (text == NULL)
        gp_json_null(json, key);
    else
        gp_json_string(json, key, text);
}

static void write_finding(struct gp_json *json, struct gp_sources *sources,
                          const struct gp_finding *f)
{
    gp_json_open(json, NULL, '{');
    gp_json_string(json, "slug", gp_slug_name(f->slug));
    gp_json_string(json, "severity", gp_severity_name(f->severity));
    gp_json_string(json, "summary", f->summary);
    write_text(json, "detail", f->detail);
    write_text(json, "help", f->help);
    if (f->data_file != NULL) {
        /* A finding about the whole of a data file points at its start. */
        struct gp_place p = {f->data_line == 0 ? 1 : f->data_line, 1, 0};
        write_range(json, f->data_file, p, p);
    } else {
        write_span(json, sources, f->span);
    }
    gp_json_open(json, "notes", '[');
    for (const struct gp_note *n = f->notes; n != NULL; n = n->next) {
        gp_json_open(json, NULL, '{');
        gp_json_string(json, "summary", n->text);
        write_span(json, sources, n->span);
        gp_json_close(json, '}');
    }
    gp_json_close(json, ']');
    gp_json_close(json, '}');
}

/* Only there where something was left out. */
static void write_unlisted(struct gp_json *json,
                           const struct gp_listing *listing)
{
    bool any = false;
    for (int slug = 0; slug < GP_SLUG_COUNT; slug++) {
        size_t rest = gp_print_unlisted(listing, slug);
        if (rest == 0)
            continue;
        if (!any)
            gp_json_open(json, "not_listed", '[');
        any = true;
        gp_json_open(json, NULL, '{');
        gp_json_string(json, "slug", gp_slug_name((enum gp_slug)slug));
        gp_json_string(json, "severity",
                       gp_severity_name(listing->severity[slug]));
        gp_json_int(json, "count", (int64_t)rest);
        gp_json_close(json, '}');
    }
    if (any)
        gp_json_close(json, ']');
}

static bool all_read(const struct gp_printing *printing)
{
    for (size_t i = 0; i < printing->plans.count; i++)
        if (printing->plans.at[i].failure != NULL)
            return false;
    return true;
}

/* Only there where some plan could not be read. */
static void write_unread(struct gp_json *json,
                         const struct gp_printing *printing)
{
    if (all_read(printing))
        return;
    gp_json_open(json, "not_read", '[');
    for (size_t i = 0; i < printing->plans.count; i++) {
        const struct gp_checked *plan = &printing->plans.at[i];
        if (plan->failure == NULL)
            continue;
        gp_json_open(json, NULL, '{');
        gp_json_string(json, "filename", plan->path);
        gp_json_string(json, "summary", plan->failure);
        gp_json_close(json, '}');
    }
    gp_json_close(json, ']');
}

/* JSON has no colours. */
void gp_print_json(const struct gp_printing *printing, struct gp_out *out)
{
    struct gp_findings *findings = printing->findings;
    struct gp_json json;
    struct gp_listing listing = {0};
    gp_findings_sort(findings);
    size_t errors = gp_findings_count(findings, GP_ERROR);
    gp_json_init(&json, out, FLAT_FROM);
    gp_json_open(&json, NULL, '{');
    gp_json_string(&json, "format_version", "1.0");
    gp_json_bool(&json, "valid", errors == 0 && all_read(printing));
    gp_json_int(&json, "error_count", (int64_t)errors);
    gp_json_int(&json, "warning_count",
                (int64_t)gp_findings_count(findings, GP_WARNING));
    gp_json_open(&json, "diagnostics", '[');
    for (size_t i = 0; i < findings->list.count; i++)
        if (gp_print_lists(&listing, findings->list.at[i]))
            write_finding(&json, findings->sources, findings->list.at[i]);
    gp_json_close(&json, ']');
    write_unlisted(&json, &listing);
    write_unread(&json, printing);
    gp_json_close(&json, '}');
    gp_json_end(&json);
}

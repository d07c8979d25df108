/* See tests.h. */
#include "report/tests.h"

#include <string.h>

#include "base/json.h"
#include "report/show.h"
#include "text/junit.h"

struct write {
    const struct gp_test_results *results;
    struct gp_sources *sources;
    struct gp_out *out;
    bool color;
    enum gp_lang lang;
};

static uint32_t line_of(const struct write *w, struct gp_span span)
{
    return gp_source_place(w->sources, span.source, span.start).line;
}

static const char *file_of(const struct write *w, struct gp_span span)
{
    return w->sources->list.at[span.source].name;
}

/* --------------------------------------------------------------------- text */

static void safe(const struct write *w, const char *text)
{
    gp_show_safe(&w->out->buf, text, strlen(text));
}

static void paint(const struct write *w, const char *code, const char *text)
{
    gp_out_puts(w->out, w->color ? code : "");
    gp_out_puts(w->out, text);
    gp_out_puts(w->out, w->color ? "\x1b[0m" : "");
}

static void say(const struct write *w, const char *english)
{
    gp_out_puts(w->out, gp_translate(w->lang, english));
}

static void text_failure(const struct write *w, const struct gp_outcome *o)
{
    gp_out_puts(w->out, "        ");
    safe(w, file_of(w, o->span));
    gp_out_puts(w->out, ":");
    gp_buf_int(&w->out->buf, line_of(w, o->span));
    gp_out_puts(w->out, ":");
    say(w, GP_WORD(" expect "));
    safe(w, o->text);
    gp_out_puts(w->out, "\n");
    say(w, GP_WORD("          expected  "));
    safe(w, o->expected);
    gp_out_puts(w->out, "\n");
    say(w, GP_WORD("          got       "));
    safe(w, o->got);
    gp_out_puts(w->out, "\n");
}

static void text_one(const struct write *w, const struct gp_test_result *r)
{
    if (r->passed)
        paint(w, "\x1b[32m", gp_translate(w->lang, GP_WORD("  ok    ")));
    else
        paint(w, "\x1b[31m", gp_translate(w->lang, GP_WORD("  FAIL  ")));
    safe(w, r->title);
    gp_out_puts(w->out, "\n");
    for (size_t i = 0; i < r->outcomes.count; i++)
        if (!r->outcomes.at[i].passed)
            text_failure(w, &r->outcomes.at[i]);
    gp_out_flush_some(w->out);
}

static void write_text(const struct write *w)
{
    const char *file = "";
    for (size_t i = 0; i < w->results->list.count; i++) {
        const struct gp_test_result *r = &w->results->list.at[i];
        if (strcmp(file, r->file) != 0) {
            gp_out_puts(w->out, *file != '\0' ? "\n" : "");
            safe(w, r->file);
            gp_out_puts(w->out, "\n");
        }
        file = r->file;
        text_one(w, r);
    }
    gp_out_puts(w->out, w->results->list.count > 0 ? "\n" : "");
    gp_buf_int(&w->out->buf, (int64_t)w->results->passed);
    say(w, GP_WORD(" passed, "));
    gp_buf_int(&w->out->buf, (int64_t)w->results->failed);
    say(w, GP_WORD(" failed"));
    gp_out_puts(w->out, "\n");
}

/* --------------------------------------------------------------------- json */

static void json_outcome(const struct write *w, struct gp_json *json,
                         const struct gp_outcome *o)
{
    gp_json_open(json, NULL, '{');
    gp_json_string(json, "expect", o->text);
    gp_json_string(json, "filename", file_of(w, o->span));
    gp_json_int(json, "line", line_of(w, o->span));
    gp_json_bool(json, "passed", o->passed);
    gp_json_string(json, "expected", o->expected);
    gp_json_string(json, "got", o->got);
    gp_json_close(json, '}');
}

static void write_json(const struct write *w)
{
    enum { FLAT_FROM = 4 };
    struct gp_json json;
    gp_json_init(&json, w->out, FLAT_FROM);
    gp_json_open(&json, NULL, '{');
    gp_json_string(&json, "format_version", "1.0");
    gp_json_int(&json, "passed", (int64_t)w->results->passed);
    gp_json_int(&json, "failed", (int64_t)w->results->failed);
    gp_json_open(&json, "tests", '[');
    for (size_t i = 0; i < w->results->list.count; i++) {
        const struct gp_test_result *r = &w->results->list.at[i];
        gp_json_open(&json, NULL, '{');
        gp_json_string(&json, "plan", r->file);
        gp_json_string(&json, "name", r->title);
        gp_json_string(&json, "filename", file_of(w, r->span));
        gp_json_int(&json, "line", line_of(w, r->span));
        gp_json_bool(&json, "passed", r->passed);
        gp_json_open(&json, "expectations", '[');
        for (size_t k = 0; k < r->outcomes.count; k++)
            json_outcome(w, &json, &r->outcomes.at[k]);
        gp_json_close(&json, ']');
        gp_json_close(&json, '}');
    }
    gp_json_close(&json, ']');
    gp_json_close(&json, '}');
    gp_json_end(&json);
}

/* -------------------------------------------------------------------- junit */

/* All that went wrong in a test, a line each. */
static const char *junit_text(const struct write *w,
                              const struct gp_test_result *r,
                              struct gp_buf *text)
{
    text->count = 0;
    for (size_t i = 0; i < r->outcomes.count; i++) {
        const struct gp_outcome *o = &r->outcomes.at[i];
        if (o->passed)
            continue;
        gp_buf_puts(text, file_of(w, o->span));
        gp_buf_putc(text, ':');
        gp_buf_int(text, line_of(w, o->span));
        gp_buf_puts(text, ": expected ");
        gp_buf_puts(text, o->expected);
        gp_buf_puts(text, ", got ");
        gp_buf_puts(text, o->got);
        gp_buf_putc(text, '\n');
    }
    return gp_buf_cstr(text);
}

/* One failure a test, by its first expectation that did not hold. */
static void junit_case(const struct write *w, const struct gp_test_result *r,
                       struct gp_buf *text)
{
    struct gp_junit_case test = {.name = r->title,
                                 .suite = r->file,
                                 .file = file_of(w, r->span),
                                 .line = line_of(w, r->span)};
    for (size_t i = r->outcomes.count; i-- > 0;)
        if (!r->outcomes.at[i].passed)
            test.message = r->outcomes.at[i].text;
    if (!r->passed && test.message != NULL) {
        test.outcome = GP_JUNIT_FAILED;
        test.type = "expectation";
        test.text = junit_text(w, r, text);
    }
    gp_junit_case(w->out, &test);
}

static void write_junit(const struct write *w)
{
    const struct gp_test_results *all = w->results;
    struct gp_buf text;
    gp_buf_init(&text, w->out->buf.heap);
    gp_junit_open(w->out, "goalpost test",
                  (struct gp_junit_counts){.tests = all->list.count,
                                           .failures = all->failed});
    for (size_t i = 0, end; i < all->list.count; i = end) {
        struct gp_junit_counts counts = {0};
        const char *file = all->list.at[i].file;
        for (end = i;
             end < all->list.count && strcmp(all->list.at[end].file, file) == 0;
             end++) {
            counts.tests++;
            counts.failures += !all->list.at[end].passed;
        }
        gp_junit_suite(w->out, file, counts);
        for (size_t k = i; k < end; k++)
            junit_case(w, &all->list.at[k], &text);
        gp_junit_suite_end(w->out);
    }
    gp_junit_end(w->out);
    gp_buf_fini(&text);
}

/* ------------------------------------------------------------------ formats */

static const struct {
    const char *name;
    void (*write)(const struct write *w);
} formats[] = {
    {"text", write_text},
    {"json", write_json},
    {"junit", write_junit},
};

const char *gp_tests_format(size_t index)
{
    return index < sizeof formats / sizeof *formats ? formats[index].name
                                                    : NULL;
}

void gp_tests_write(const struct gp_test_results *results,
                    struct gp_sources *sources, const char *format, bool color,
                    enum gp_lang lang, struct gp_out *out)
{
    struct write w = {results, sources, out, color, lang};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, format) == 0)
            formats[i].write(&w);
}

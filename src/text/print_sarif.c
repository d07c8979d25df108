/* The findings as SARIF 2.1.0 (OASIS), the form that code scanning reads: the
 * slugs that occur as rules, with their pages; the findings as results. */
#include <string.h>

#include "base/json.h"
#include "text/page.h"
#include "text/print_own.h"

/* A result over lines, its places on one. */
enum { FLAT_FROM = 5 };

#define SCHEMA \
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/" \
    "schemas/sarif-schema-2.1.0.json"

struct sarif {
    const struct gp_printing *printing;
    struct gp_json json;
    struct gp_listing listing;
    struct gp_fingerprints prints;
    struct gp_buf text;       /* put together here */
    int rules[GP_SLUG_COUNT]; /* a slug's place among the rules */
};

static const char *level_name(enum gp_severity severity)
{
    static const char *const names[] = {"none", "note", "warning", "error"};
    return names[severity];
}

/* ------------------------------------------------------------------- places */

/* RFC 3986: what is no letter, digit, or mark without meaning in a path. */
static void add_uri(struct gp_buf *buf, const char *path)
{
    static const char hex[] = "0123456789ABCDEF";
    static const char plain[] = "-._~/!$'()*,;=@+&";
    if (*path == '/')
        gp_buf_puts(buf, "file://");
    for (; *path != '\0'; path++) {
        unsigned char c = (unsigned char)*path;
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
            (c >= '0' && c <= '9') || strchr(plain, c) != NULL) {
            gp_buf_putc(buf, *path);
            continue;
        }
        gp_buf_putc(buf, '%');
        gp_buf_putc(buf, hex[c >> 4]);
        gp_buf_putc(buf, hex[c & 15]);
    }
}

static void write_region(struct gp_json *json, const struct gp_spot *at)
{
    gp_json_open(json, "region", '{');
    gp_json_int(json, "startLine", at->line);
    if (at->column != 0) {
        gp_json_int(json, "startColumn", at->column);
        gp_json_int(json, "endLine", at->end_line);
        gp_json_int(json, "endColumn", at->end_column);
        gp_json_int(json, "byteOffset", at->byte);
        gp_json_int(json, "byteLength", at->end_byte - at->byte);
    }
    gp_json_close(json, '}');
}

static void write_place(struct sarif *s, const struct gp_spot *at)
{
    s->text.count = 0;
    add_uri(&s->text, gp_print_path(at->file));
    gp_json_open(&s->json, "physicalLocation", '{');
    gp_json_open(&s->json, "artifactLocation", '{');
    gp_json_string(&s->json, "uri", gp_buf_cstr(&s->text));
    gp_json_close(&s->json, '}');
    if (at->line != 0)
        write_region(&s->json, at);
    gp_json_close(&s->json, '}');
}

/* ----------------------------------------------------------------- messages */

/* In a message a brace stands twice, for {0} means something else. */
static void write_message(struct sarif *s, const char *key, size_t start)
{
    struct gp_buf *buf = &s->text;
    size_t end = buf->count;
    for (size_t i = start; i < end; i++) {
        char c = buf->at[i];
        gp_buf_putc(buf, c);
        if (c == '{' || c == '}')
            gp_buf_putc(buf, c);
    }
    gp_json_open(&s->json, key, '{');
    gp_json_string(&s->json, "text", gp_buf_cstr(buf) + end);
    gp_json_close(&s->json, '}');
}

static void write_text(struct sarif *s, const char *key, const char *text)
{
    s->text.count = 0;
    gp_print_safe_cstr(&s->text, text);
    write_message(s, key, 0);
}

/* -------------------------------------------------------------------- rules */

static void write_rule(struct sarif *s, int slug)
{
    const struct gp_findings *all = s->printing->findings;
    struct gp_json *json = &s->json;
    const char *name = gp_slug_name((enum gp_slug)slug);
    const char *title =
        gp_translate(all->lang, gp_slug_title((enum gp_slug)slug));
    const char *page = gp_page_find(name);
    gp_json_open(json, NULL, '{');
    gp_json_string(json, "id", name);
    gp_json_open(json, "shortDescription", '{');
    gp_json_string(json, "text", title);
    gp_json_close(json, '}');
    gp_json_open(json, "help", '{');
    s->text.count = 0;
    gp_buf_puts(&s->text, "goalpost explain ");
    gp_buf_puts(&s->text, name);
    gp_json_string(json, "text", gp_buf_cstr(&s->text));
    if (page != NULL)
        gp_json_string(json, "markdown", page);
    gp_json_close(json, '}');
    gp_json_open(json, "defaultConfiguration", '{');
    gp_json_string(json, "level",
                   level_name(gp_slug_severity((enum gp_slug)slug)));
    gp_json_close(json, '}');
    gp_json_close(json, '}');
}

static void write_driver(struct sarif *s)
{
    const struct gp_findings *all = s->printing->findings;
    int count = 0;
    for (int i = 0; i < GP_SLUG_COUNT; i++)
        s->rules[i] = -1;
    for (size_t i = 0; i < all->list.count; i++)
        s->rules[all->list.at[i]->slug] = 0;
    gp_json_open(&s->json, "tool", '{');
    gp_json_open(&s->json, "driver", '{');
    gp_json_string(&s->json, "name", "goalpost");
    gp_json_string(&s->json, "version", s->printing->version);
    gp_json_open(&s->json, "rules", '[');
    for (int i = 0; i < GP_SLUG_COUNT; i++) {
        if (s->rules[i] < 0)
            continue;
        s->rules[i] = count++;
        write_rule(s, i);
    }
    gp_json_close(&s->json, ']');
    gp_json_close(&s->json, '}');
    gp_json_close(&s->json, '}');
}

/* ------------------------------------------------------------------ results */

static void write_related(struct sarif *s, const struct gp_finding *f)
{
    int id = 0;
    for (const struct gp_note *n = f->notes; n != NULL; n = n->next) {
        if (!gp_span_is_set(n->span))
            continue;
        struct gp_spot at =
            gp_print_span_spot(s->printing->findings->sources, n->span);
        if (id++ == 0)
            gp_json_open(&s->json, "relatedLocations", '[');
        gp_json_open(&s->json, NULL, '{');
        gp_json_int(&s->json, "id", id);
        write_place(s, &at);
        write_text(s, "message", n->text);
        gp_json_close(&s->json, '}');
    }
    if (id > 0)
        gp_json_close(&s->json, ']');
}

static void write_locations(struct sarif *s, const struct gp_spot *at)
{
    gp_json_open(&s->json, "locations", '[');
    if (at->file != NULL) {
        gp_json_open(&s->json, NULL, '{');
        write_place(s, at);
        gp_json_close(&s->json, '}');
    }
    gp_json_close(&s->json, ']');
}

static void open_result(struct sarif *s, enum gp_slug slug,
                        enum gp_severity severity)
{
    gp_json_open(&s->json, NULL, '{');
    gp_json_string(&s->json, "ruleId", gp_slug_name(slug));
    gp_json_int(&s->json, "ruleIndex", s->rules[slug]);
    gp_json_string(&s->json, "level", level_name(severity));
}

static void write_result(struct sarif *s, const struct gp_finding *f)
{
    char print[GP_FINGERPRINT];
    struct gp_spot at = gp_print_spot(s->printing, f);
    open_result(s, f->slug, f->severity);
    s->text.count = 0;
    gp_print_summary(f, &s->text);
    gp_print_more(s->printing->findings, f, "\n", false, &s->text);
    write_message(s, "message", 0);
    write_locations(s, &at);
    write_related(s, f);
    gp_fingerprint(&s->prints, s->printing, f, print);
    gp_json_open(&s->json, "partialFingerprints", '{');
    gp_json_string(&s->json, "goalpost/v1", print);
    gp_json_close(&s->json, '}');
    gp_json_close(&s->json, '}');
}

static void write_results(struct sarif *s)
{
    struct gp_findings *all = s->printing->findings;
    gp_json_open(&s->json, "results", '[');
    for (size_t i = 0; i < all->list.count; i++)
        if (gp_print_lists(&s->listing, all->list.at[i]))
            write_result(s, all->list.at[i]);
    for (int slug = 0; slug < GP_SLUG_COUNT; slug++) {
        size_t rest = gp_print_unlisted(&s->listing, slug);
        if (rest == 0)
            continue;
        open_result(s, (enum gp_slug)slug, s->listing.severity[slug]);
        s->text.count = 0;
        gp_print_more_of_slug(all, rest, &s->text);
        write_message(s, "message", 0);
        gp_json_close(&s->json, '}');
    }
    gp_json_close(&s->json, ']');
}

/* ---------------------------------------------------------------------- run */

static void write_failure(struct sarif *s, const struct gp_checked *plan)
{
    struct gp_spot at = {.file = plan->path};
    gp_json_open(&s->json, NULL, '{');
    gp_json_string(&s->json, "level", "error");
    write_text(s, "message", plan->failure);
    write_locations(s, &at);
    gp_json_close(&s->json, '}');
}

/* Whether all that was asked for could be looked at. */
static void write_invocation(struct sarif *s)
{
    const struct gp_printing *p = s->printing;
    size_t failures = 0;
    for (size_t i = 0; i < p->plans.count; i++)
        failures += p->plans.at[i].failure != NULL;
    gp_json_open(&s->json, "invocations", '[');
    gp_json_open(&s->json, NULL, '{');
    gp_json_bool(&s->json, "executionSuccessful", failures == 0);
    if (failures > 0) {
        gp_json_open(&s->json, "toolExecutionNotifications", '[');
        for (size_t i = 0; i < p->plans.count; i++)
            if (p->plans.at[i].failure != NULL)
                write_failure(s, &p->plans.at[i]);
        gp_json_close(&s->json, ']');
    }
    gp_json_close(&s->json, '}');
    gp_json_close(&s->json, ']');
}

static void write_run(struct sarif *s)
{
    gp_json_open(&s->json, NULL, '{');
    write_driver(s);
    write_invocation(s);
    gp_json_string(&s->json, "columnKind", "unicodeCodePoints");
    write_results(s);
    gp_json_close(&s->json, '}');
}

void gp_print_sarif(const struct gp_printing *printing, struct gp_out *out)
{
    struct sarif s = {.printing = printing};
    gp_findings_sort(printing->findings);
    gp_buf_init(&s.text, printing->findings->heap);
    gp_fingerprints_init(&s.prints, printing->findings->heap);
    gp_json_init(&s.json, out, FLAT_FROM);
    gp_json_open(&s.json, NULL, '{');
    gp_json_string(&s.json, "$schema", SCHEMA);
    gp_json_string(&s.json, "version", "2.1.0");
    gp_json_open(&s.json, "runs", '[');
    write_run(&s);
    gp_json_close(&s.json, ']');
    gp_json_close(&s.json, '}');
    gp_json_end(&s.json);
    gp_fingerprints_fini(&s.prints);
    gp_buf_fini(&s.text);
}

/* The findings as GitLab's code quality report: one JSON array, which the
 * widget of a merge request compares with that of the target branch. */
#include "base/json.h"
#include "text/print_own.h"

/* A finding's object over lines, its place on one. */
enum { FLAT_FROM = 2 };

static const char *severity_name(enum gp_severity severity)
{
    static const char *const names[] = {"info", "info", "minor", "major"};
    return names[severity];
}

static void write_issue(struct gp_json *json, const char *description,
                        const char *slug, const char *fingerprint,
                        const char *severity, const struct gp_spot *at)
{
    gp_json_open(json, NULL, '{');
    gp_json_string(json, "description", description);
    gp_json_string(json, "check_name", slug);
    gp_json_string(json, "fingerprint", fingerprint);
    gp_json_string(json, "severity", severity);
    gp_json_open(json, "location", '{');
    gp_json_string(json, "path",
                   at->file == NULL ? "" : gp_print_path(at->file));
    gp_json_open(json, "lines", '{');
    gp_json_int(json, "begin", at->line == 0 ? 1 : at->line);
    if (at->end_line > at->line)
        gp_json_int(json, "end", at->end_line);
    gp_json_close(json, '}');
    gp_json_close(json, '}');
    gp_json_close(json, '}');
}

/* The widget shows the description on one line. */
static void write_finding(struct gp_json *json, const struct gp_printing *p,
                          const struct gp_finding *f, struct gp_buf *text,
                          struct gp_fingerprints *prints)
{
    char print[GP_FINGERPRINT];
    struct gp_spot at = gp_print_spot(p, f);
    gp_fingerprint(prints, p, f, print);
    text->count = 0;
    gp_print_summary(f, text);
    gp_print_more(p->findings, f, " | ", true, text);
    write_issue(json, gp_buf_cstr(text), gp_slug_name(f->slug), print,
                severity_name(f->severity), &at);
}

static void write_rest(struct gp_json *json, const struct gp_printing *p,
                       const struct gp_listing *listing, struct gp_buf *text)
{
    struct gp_spot at = {.file = p->plans.count > 0 ? p->plans.at[0].path : ""};
    for (int slug = 0; slug < GP_SLUG_COUNT; slug++) {
        size_t rest = gp_print_unlisted(listing, slug);
        const char *name = gp_slug_name((enum gp_slug)slug);
        if (rest == 0)
            continue;
        text->count = 0;
        gp_print_more_of_slug(p->findings, rest, text);
        write_issue(json, gp_buf_cstr(text), name, name,
                    severity_name(listing->severity[slug]), &at);
    }
}

static void write_failures(struct gp_json *json, const struct gp_printing *p)
{
    for (size_t i = 0; i < p->plans.count; i++) {
        const struct gp_checked *c = &p->plans.at[i];
        struct gp_spot at = {.file = c->path};
        if (c->failure != NULL)
            write_issue(json, c->failure, "unreadable", c->path, "blocker",
                        &at);
    }
}

void gp_print_gitlab(const struct gp_printing *printing, struct gp_out *out)
{
    struct gp_findings *findings = printing->findings;
    struct gp_listing listing = {0};
    struct gp_fingerprints prints;
    struct gp_buf text;
    struct gp_json json;
    gp_buf_init(&text, findings->heap);
    gp_fingerprints_init(&prints, findings->heap);
    gp_findings_sort(findings);
    gp_json_init(&json, out, FLAT_FROM);
    gp_json_open(&json, NULL, '[');
    for (size_t i = 0; i < findings->list.count; i++)
        if (gp_print_lists(&listing, findings->list.at[i]))
            write_finding(&json, printing, findings->list.at[i], &text,
                          &prints);
    write_rest(&json, printing, &listing, &text);
    write_failures(&json, printing);
    gp_json_close(&json, ']');
    gp_json_end(&json);
    gp_fingerprints_fini(&prints);
    gp_buf_fini(&text);
}

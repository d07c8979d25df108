/* The findings as GitHub's workflow commands, which it shows at the lines of a
 * pull request: ::error file=...,line=...::text. */
#include <string.h>

#include "text/print_own.h"

/* A property ends at a comma, the properties at a colon. */
static void add_escaped(struct gp_buf *buf, const char *text, size_t length,
                        bool property)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '%')
            gp_buf_puts(buf, "%25");
        else if (text[i] == '\r')
            gp_buf_puts(buf, "%0D");
        else if (text[i] == '\n')
            gp_buf_puts(buf, "%0A");
        else if (property && text[i] == ':')
            gp_buf_puts(buf, "%3A");
        else if (property && text[i] == ',')
            gp_buf_puts(buf, "%2C");
        else
            gp_buf_putc(buf, text[i]);
    }
}

static void add_number(struct gp_buf *buf, const char *name, uint32_t value)
{
    gp_buf_puts(buf, name);
    gp_buf_int(buf, value);
}

/* Columns are only understood within one line. */
static void add_place(struct gp_buf *buf, const struct gp_spot *at,
                      struct gp_buf *safe)
{
    if (at->file == NULL)
        return;
    safe->count = 0;
    gp_print_safe_cstr(safe, gp_print_path(at->file));
    gp_buf_puts(buf, "file=");
    add_escaped(buf, safe->at, safe->count, true);
    gp_buf_putc(buf, ',');
    if (at->line == 0)
        return;
    add_number(buf, "line=", at->line);
    add_number(buf, ",endLine=", at->end_line);
    if (at->column != 0 && at->line == at->end_line) {
        uint32_t last = at->end_column - (at->end_column > at->column);
        add_number(buf, ",col=", at->column);
        add_number(buf, ",endColumn=", last);
    }
    gp_buf_putc(buf, ',');
}

static void add_command(struct gp_buf *buf, enum gp_severity severity)
{
    static const char *const commands[] = {"::notice ", "::notice ",
                                           "::warning ", "::error "};
    gp_buf_puts(buf, commands[severity]);
}

static void print_finding(const struct gp_printing *p,
                          const struct gp_finding *f, struct gp_buf *safe,
                          struct gp_buf *buf)
{
    struct gp_spot at = gp_print_spot(p, f);
    add_command(buf, f->severity);
    add_place(buf, &at, safe);
    gp_buf_puts(buf, "title=");
    gp_buf_puts(buf, gp_slug_name(f->slug));
    gp_buf_puts(buf, "::");
    safe->count = 0;
    gp_print_summary(f, safe);
    gp_print_more(p->findings, f, "\n", true, safe);
    add_escaped(buf, safe->at, safe->count, false);
    gp_buf_putc(buf, '\n');
}

static void print_failures(const struct gp_printing *p, struct gp_buf *safe,
                           struct gp_buf *buf)
{
    for (size_t i = 0; i < p->plans.count; i++) {
        struct gp_spot at = {.file = p->plans.at[i].path};
        if (p->plans.at[i].failure == NULL)
            continue;
        add_command(buf, GP_ERROR);
        add_place(buf, &at, safe);
        gp_buf_puts(buf, "title=unreadable::");
        safe->count = 0;
        gp_print_safe_cstr(safe, p->plans.at[i].failure);
        add_escaped(buf, safe->at, safe->count, false);
        gp_buf_putc(buf, '\n');
    }
}

static void print_rest(const struct gp_printing *p,
                       const struct gp_listing *listing, struct gp_buf *buf)
{
    for (int slug = 0; slug < GP_SLUG_COUNT; slug++) {
        size_t rest = gp_print_unlisted(listing, slug);
        if (rest == 0)
            continue;
        add_command(buf, listing->severity[slug]);
        gp_buf_puts(buf, "title=");
        gp_buf_puts(buf, gp_slug_name((enum gp_slug)slug));
        gp_buf_puts(buf, "::");
        gp_print_more_of_slug(p->findings, rest, buf);
        gp_buf_putc(buf, '\n');
    }
}

/* What is no command is shown in the log as it is. */
void gp_print_github(const struct gp_printing *printing, struct gp_out *out)
{
    struct gp_findings *findings = printing->findings;
    struct gp_listing listing = {0};
    struct gp_buf safe;
    gp_buf_init(&safe, findings->heap);
    gp_findings_sort(findings);
    for (size_t i = 0; i < findings->list.count; i++) {
        if (!gp_print_lists(&listing, findings->list.at[i]))
            continue;
        print_finding(printing, findings->list.at[i], &safe, &out->buf);
        gp_out_flush_some(out);
    }
    print_rest(printing, &listing, &out->buf);
    print_failures(printing, &safe, &out->buf);
    if (gp_print_counts(findings, &out->buf))
        gp_buf_putc(&out->buf, '\n');
    gp_buf_fini(&safe);
}

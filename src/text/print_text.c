/* The findings for people: place, excerpt, arithmetic, notes, help. */
#include "text/print_own.h"

static void print_detail(const struct gp_finding *f, struct gp_buf *buf)
{
    if (f->detail == NULL)
        return;
    gp_buf_puts(buf, "      = ");
    gp_print_safe_cstr(buf, f->detail);
    gp_buf_putc(buf, '\n');
}

static void print_note_text(const struct gp_findings *findings,
                            const struct gp_note *note, bool color,
                            struct gp_buf *buf)
{
    gp_print_color(buf, color, GP_CYAN);
    gp_buf_puts(buf, gp_word(findings, "note: "));
    gp_print_plain(buf, color);
    gp_print_safe_cstr(buf, note->text);
    gp_buf_putc(buf, '\n');
}

/* A note in another file than the one shown last says in which. */
static void print_note(const struct gp_findings *findings,
                       const struct gp_note *note, uint32_t *shown, bool color,
                       struct gp_buf *buf)
{
    struct gp_sources *sources = findings->sources;
    const struct gp_marks marks = {'-', '-', GP_CYAN};
    struct gp_span span = note->span;
    if (!gp_span_is_set(span)) {
        gp_buf_puts(buf, "      = ");
        print_note_text(findings, note, color, buf);
        return;
    }
    if (span.source != *shown) {
        struct gp_place p = gp_source_place(sources, span.source, span.start);
        gp_print_color(buf, color, GP_BOLD);
        gp_print_safe_cstr(buf, sources->list.at[span.source].name);
        gp_buf_putc(buf, ':');
        gp_buf_int(buf, p.line);
        gp_buf_putc(buf, ':');
        gp_buf_int(buf, p.column);
        gp_print_plain(buf, color);
        gp_buf_puts(buf, ":\n");
        *shown = span.source;
    }
    gp_print_excerpt(sources, span, marks, color, buf);
    gp_buf_putc(buf, ' ');
    print_note_text(findings, note, color, buf);
}

static void print_finding(struct gp_findings *findings,
                          const struct gp_finding *f, bool color,
                          struct gp_buf *buf)
{
    const struct gp_marks marks = {'^', '~', GP_GREEN};
    uint32_t shown = f->span.source;
    gp_print_head(findings, f, findings->lang, color, buf);
    gp_buf_putc(buf, '\n');
    if (gp_span_is_set(f->span)) {
        gp_print_excerpt(findings->sources, f->span, marks, color, buf);
        gp_buf_putc(buf, '\n');
    }
    print_detail(f, buf);
    for (const struct gp_note *n = f->notes; n != NULL; n = n->next)
        print_note(findings, n, &shown, color, buf);
    if (f->help != NULL) {
        gp_buf_puts(buf, gp_word(findings, "help: "));
        gp_print_safe_cstr(buf, f->help);
        gp_buf_putc(buf, '\n');
    }
    gp_buf_putc(buf, '\n');
}

void gp_print_text(const struct gp_printing *printing, struct gp_out *out)
{
    struct gp_findings *findings = printing->findings;
    bool color = printing->color;
    struct gp_listing listing = {0};
    gp_findings_sort(findings);
    for (size_t i = 0; i < findings->list.count; i++) {
        if (!gp_print_lists(&listing, findings->list.at[i]))
            continue;
        print_finding(findings, findings->list.at[i], color, &out->buf);
        gp_out_flush_some(out);
    }
    gp_print_rest(findings, &listing, findings->lang, color, &out->buf);
    if (gp_print_counts(findings, &out->buf))
        gp_buf_putc(&out->buf, '\n');
}

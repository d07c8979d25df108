/* What the printers for build servers share: places as numbers, the sentences
 * of a finding as plain lines, and names that outlast edits elsewhere. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "text/print_own.h"

/* ------------------------------------------------------------------- places */

struct gp_spot gp_print_span_spot(struct gp_sources *sources,
                                  struct gp_span span)
{
    struct gp_place start = gp_source_place(sources, span.source, span.start);
    struct gp_place end = gp_source_place(sources, span.source, span.end);
    /* The end of a line is the line's own, not the next one's start. */
    if (end.line > start.line && end.column == 1) {
        end = gp_source_place(sources, span.source, span.end - 1);
        end.byte = span.end;
    }
    return (struct gp_spot){sources->list.at[span.source].name,
                            start.line,
                            start.column,
                            end.line,
                            end.column,
                            start.byte,
                            end.byte};
}

static const char *plan_of(const struct gp_printing *printing,
                           const struct gp_finding *f)
{
    for (size_t i = 0; i < printing->plans.count; i++) {
        const struct gp_findings *own = printing->plans.at[i].findings;
        for (size_t k = 0; own != NULL && k < own->list.count; k++)
            if (own->list.at[k] == f)
                return printing->plans.at[i].path;
    }
    return NULL;
}

struct gp_spot gp_print_spot(const struct gp_printing *printing,
                             const struct gp_finding *finding)
{
    if (finding->data_file != NULL)
        return (struct gp_spot){.file = finding->data_file,
                                .line = finding->data_line,
                                .end_line = finding->data_line};
    if (gp_span_is_set(finding->span))
        return gp_print_span_spot(printing->findings->sources, finding->span);
    return (struct gp_spot){.file = plan_of(printing, finding)};
}

const char *gp_print_path(const char *path)
{
    while (strncmp(path, "./", 2) == 0 && path[2] != '\0')
        path += 2 + strspn(path + 2, "/");
    return path;
}

/* ---------------------------------------------------------------- sentences */

void gp_print_summary(const struct gp_finding *finding, struct gp_buf *buf)
{
    gp_print_safe_cstr(buf, finding->summary);
}

static void print_note(struct gp_findings *findings, const struct gp_note *note,
                       const char *lead, struct gp_buf *buf)
{
    gp_buf_puts(buf, lead);
    gp_buf_puts(buf, gp_word(findings, "note: "));
    if (gp_span_is_set(note->span)) {
        struct gp_spot at = gp_print_span_spot(findings->sources, note->span);
        gp_print_safe_cstr(buf, gp_print_path(at.file));
        gp_buf_putc(buf, ':');
        gp_buf_int(buf, at.line);
        gp_buf_putc(buf, ':');
        gp_buf_int(buf, at.column);
        gp_buf_puts(buf, ": ");
    }
    gp_print_safe_cstr(buf, note->text);
}

void gp_print_more(struct gp_findings *findings,
                   const struct gp_finding *finding, const char *lead,
                   bool places, struct gp_buf *buf)
{
    if (finding->detail != NULL) {
        gp_buf_puts(buf, lead);
        gp_buf_puts(buf, "= ");
        gp_print_safe_cstr(buf, finding->detail);
    }
    for (const struct gp_note *n = finding->notes; n != NULL; n = n->next)
        if (places || !gp_span_is_set(n->span))
            print_note(findings, n, lead, buf);
    if (finding->help != NULL) {
        gp_buf_puts(buf, lead);
        gp_buf_puts(buf, gp_word(findings, "help: "));
        gp_print_safe_cstr(buf, finding->help);
    }
}

/* ------------------------------------------------------------- fingerprints */

/* FNV-1a: short, without tables, the same on every machine. */
#define FNV_START UINT64_C(14695981039346656037)
#define FNV_PRIME UINT64_C(1099511628211)

static uint64_t add_byte(uint64_t hash, char c)
{
    return (hash ^ (unsigned char)c) * FNV_PRIME;
}

/* The text without blanks, so that another layout changes nothing. */
static uint64_t add_words(uint64_t hash, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r')
            hash = add_byte(hash, text[i]);
    return add_byte(hash, '\0');
}

/* "the same as line 12": the number of a line goes. */
static uint64_t add_summary(uint64_t hash, const char *text)
{
    static const char *const before[] = {"line ", "第 "};
    for (const char *s = text; *s != '\0'; s++) {
        hash = add_byte(hash, *s);
        for (int i = 0; i < 2; i++) {
            size_t n = strlen(before[i]);
            if ((size_t)(s + 1 - text) >= n &&
                memcmp(s + 1 - n, before[i], n) == 0)
                s += strspn(s + 1, "0123456789");
        }
    }
    return add_byte(hash, '\0');
}

void gp_fingerprints_init(struct gp_fingerprints *prints, struct gp_heap *heap)
{
    gp_map_init(&prints->seen, heap);
}

void gp_fingerprints_fini(struct gp_fingerprints *prints)
{
    gp_map_fini(&prints->seen);
}

void gp_fingerprint(struct gp_fingerprints *prints,
                    const struct gp_printing *printing,
                    const struct gp_finding *finding, char out[GP_FINGERPRINT])
{
    struct gp_sources *sources = printing->findings->sources;
    struct gp_spot spot = gp_print_spot(printing, finding);
    const char *slug = gp_slug_name(finding->slug);
    const char *file = spot.file == NULL ? "" : gp_print_path(spot.file);
    uint64_t hash = add_words(FNV_START, slug, strlen(slug));
    hash = add_words(hash, file, strlen(file));
    if (gp_span_is_set(finding->span)) {
        size_t length;
        const char *line =
            gp_source_line(sources, finding->span.source, spot.line, &length);
        hash = add_words(hash, line, length);
    }
    hash = add_summary(hash, finding->summary);
    uint32_t *count = gp_map_at(&prints->seen, hash);
    *count = *count == GP_MAP_NONE ? 1 : *count + 1;
    snprintf(out, GP_FINGERPRINT, "%016" PRIx64 ":%" PRIu32, hash, *count);
}

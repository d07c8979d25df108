/* See finding.h.  The texts of messages.def, filled in; the list in order. */
#include "text/finding.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_WORDS = 8 };

static const struct {
    int slug;  /* GP_SLUG_COUNT: a phrase */
    int about; /* the word that is the scope; -1: none is */
    const char *text;
} rows[] = {
#define GP_SUMMARY(id, slug, text) {GP_SLUG_##slug, -1, text},
#define GP_SUMMARY_OF(id, slug, n, text) {GP_SLUG_##slug, n, text},
#define GP_PHRASE(id, text) {GP_SLUG_COUNT, -1, text},
#include "text/messages.def"
#undef GP_SUMMARY
#undef GP_SUMMARY_OF
#undef GP_PHRASE
};

static const enum gp_severity severities[] = {
#define GP_SLUG(id, name, severity, title) severity,
#include "text/slugs.def"
#undef GP_SLUG
};

enum gp_severity gp_slug_severity(enum gp_slug slug)
{
    return severities[slug];
}

void gp_findings_init(struct gp_findings *findings, struct gp_sources *sources,
                      struct gp_heap *heap)
{
    *findings = (struct gp_findings){.heap = heap, .sources = sources};
    gp_arena_init(&findings->arena, heap);
    memcpy(findings->severity, severities, sizeof severities);
}

void gp_findings_fini(struct gp_findings *findings)
{
    gp_vec_fini(findings->heap, &findings->list);
    gp_arena_fini(&findings->arena);
}

const char *gp_text_fill(struct gp_arena *arena, enum gp_lang lang,
                         enum gp_text row, const char *const *words)
{
    return gp_fill(arena, gp_translate(lang, rows[row].text), words);
}

const char *gp_word(const struct gp_findings *findings, const char *english)
{
    return gp_translate(findings->lang, english);
}

static void take(const char **words, va_list ap)
{
    int n = 0;
    while ((words[n] = va_arg(ap, const char *)) != NULL) {
        n++;
        assert(n <= MAX_WORDS);
    }
}

static const char *fill(struct gp_findings *findings, enum gp_text row,
                        va_list ap)
{
    const char *words[MAX_WORDS + 1];
    take(words, ap);
    return gp_text_fill(&findings->arena, findings->lang, row, words);
}

struct gp_finding *gp_find(struct gp_findings *findings, enum gp_text row,
                           struct gp_span span, ...)
{
    assert(rows[row].slug != GP_SLUG_COUNT);
    struct gp_finding *f = gp_arena_calloc(&findings->arena, 1, sizeof *f);
    const char *words[MAX_WORDS + 1];
    va_list ap;
    va_start(ap, span);
    take(words, ap);
    va_end(ap);
    f->summary = gp_text_fill(&findings->arena, findings->lang, row, words);
    if (rows[row].about >= 0)
        gp_find_about(findings, f, words[rows[row].about]);
    f->slug = (enum gp_slug)rows[row].slug;
    f->severity = findings->severity[f->slug];
    f->span = span;
    f->last_note = &f->notes;
    f->order = (uint32_t)findings->list.count;
    if (f->severity != GP_IGNORE)
        gp_vec_push(findings->heap, &findings->list, f);
    return f;
}

void gp_find_detail(struct gp_findings *findings, struct gp_finding *f,
                    enum gp_text row, ...)
{
    va_list ap;
    va_start(ap, row);
    f->detail = fill(findings, row, ap);
    va_end(ap);
}

void gp_find_help(struct gp_findings *findings, struct gp_finding *f,
                  enum gp_text row, ...)
{
    va_list ap;
    va_start(ap, row);
    f->help = fill(findings, row, ap);
    va_end(ap);
}

void gp_find_note(struct gp_findings *findings, struct gp_finding *f,
                  struct gp_span span, enum gp_text row, ...)
{
    struct gp_note *note = gp_arena_alloc(&findings->arena, sizeof *note);
    va_list ap;
    va_start(ap, row);
    *note = (struct gp_note){.span = span, .text = fill(findings, row, ap)};
    va_end(ap);
    *f->last_note = note;
    f->last_note = &note->next;
}

void gp_find_about(struct gp_findings *findings, struct gp_finding *f,
                   const char *scope)
{
    f->about = gp_arena_strdup(&findings->arena, scope);
}

void gp_find_soften(struct gp_finding *f)
{
    if (f->severity == GP_ERROR)
        f->severity = GP_WARNING;
}

void gp_find_in_data(struct gp_findings *findings, struct gp_finding *f,
                     const char *file, uint32_t line)
{
    f->span = gp_no_span();
    f->data_file = gp_arena_strdup(&findings->arena, file);
    f->data_line = line;
}

static int by_number(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

/* Nothing comes before something. */
static int by_text(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

static int by_place(const struct gp_finding *a, const struct gp_finding *b)
{
    int c = by_number(a->span.source, b->span.source);
    c = c != 0 ? c : by_number(a->span.start, b->span.start);
    c = c != 0 ? c : by_text(a->data_file, b->data_file);
    return c != 0 ? c : by_number(a->data_line, b->data_line);
}

/* 0 for the same finding made twice. */
static int by_content(const struct gp_finding *a, const struct gp_finding *b)
{
    int c = by_place(a, b);
    c = c != 0 ? c : by_number(a->span.end, b->span.end);
    c = c != 0 ? c : by_number(a->slug, b->slug);
    c = c != 0 ? c : by_text(a->summary, b->summary);
    return c != 0 ? c : by_text(a->detail, b->detail);
}

static int content_order(const void *x, const void *y)
{
    const struct gp_finding *a = *(struct gp_finding *const *)x;
    const struct gp_finding *b = *(struct gp_finding *const *)y;
    int c = by_content(a, b);
    return c != 0 ? c : by_number(a->order, b->order);
}

static int place_order(const void *x, const void *y)
{
    const struct gp_finding *a = *(struct gp_finding *const *)x;
    const struct gp_finding *b = *(struct gp_finding *const *)y;
    int c = by_place(a, b);
    return c != 0 ? c : by_number(a->order, b->order);
}

/* ---- what follows from another ------------------------------------------ */

static bool holds(const struct gp_source *source, struct gp_span span,
                  char brace)
{
    return memchr(source->text + span.start, brace, span.end - span.start) !=
           NULL;
}

/* Whether a finding would not be there without what `by` swallowed: it is
 * about that text, about the shape of that line, or about a brace whose other
 * half was in it. */
static bool is_swallowed(const struct gp_findings *findings,
                         const struct gp_finding *f,
                         const struct gp_finding *by)
{
    struct gp_span s = f->span, q = by->span;
    if (f->swallows || !gp_span_is_set(s) || s.source != q.source)
        return false;
    if (s.start < q.end && s.end > q.start)
        return true;
    if (f->slug != GP_SLUG_SYNTAX)
        return false;
    const struct gp_source *source = &findings->sources->list.at[q.source];
    if (s.start > q.start && source->text[s.start] == '}')
        return holds(source, q, '{');
    if (s.start > q.start)
        return f->notes != NULL && f->notes->span.start < q.start &&
               (holds(source, q, '{') || holds(source, q, '}'));
    return memchr(source->text + s.start, '\n', q.start - s.start) == NULL;
}

static void drop_swallowed(struct gp_findings *findings,
                           const struct gp_finding *by)
{
    size_t kept = 0;
    for (size_t i = 0; i < findings->list.count; i++)
        if (!is_swallowed(findings, findings->list.at[i], by))
            findings->list.at[kept++] = findings->list.at[i];
    findings->list.count = kept;
}

/* The first ones are enough: who mends these sees the others anew. */
static void drop_consequences(struct gp_findings *findings)
{
    enum { MOST = 64 };
    struct gp_finding *quotes[MOST];
    size_t count = 0;
    for (size_t i = 0; i < findings->list.count && count < MOST; i++)
        if (findings->list.at[i]->swallows)
            quotes[count++] = findings->list.at[i];
    for (size_t i = 0; i < count; i++)
        drop_swallowed(findings, quotes[i]);
}

void gp_findings_sort(struct gp_findings *findings)
{
    struct gp_finding **at = findings->list.at;
    size_t count = findings->list.count, kept = 1;
    if (count == 0)
        return;
    /* By content first: equal ones then stand side by side. */
    qsort(at, count, sizeof *at, content_order);
    for (size_t i = 1; i < count; i++)
        if (by_content(at[kept - 1], at[i]) != 0)
            at[kept++] = at[i];
    findings->list.count = kept;
    drop_consequences(findings);
    kept = findings->list.count;
    qsort(at, kept, sizeof *at, place_order);
    /* So that findings made later come behind these. */
    for (size_t i = 0; i < kept; i++)
        at[i]->order = (uint32_t)i;
}

size_t gp_findings_count(const struct gp_findings *findings,
                         enum gp_severity severity)
{
    size_t n = 0;
    for (size_t i = 0; i < findings->list.count; i++)
        n += findings->list.at[i]->severity == severity;
    return n;
}

/* The session: see goalpost/session.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include "api/own.h"
#include "syntax/keyword.h"
#include "text/page.h"
#include "text/print.h"

const char *gp_version(void)
{
    return GOALPOST_VERSION;
}

enum gp_status gp_api_run(struct gp_session *session,
                          enum gp_status (*call)(void *args), void *args)
{
    jmp_buf oom;
    jmp_buf *outer = session->heap.oom;
    if (session->broken)
        return GP_OUT_OF_MEMORY;
    if (setjmp(oom) != 0) {
        session->heap.oom = outer;
        session->broken = true;
        return GP_OUT_OF_MEMORY;
    }
    session->heap.oom = &oom;
    enum gp_status status = call(args);
    session->heap.oom = outer;
    return status;
}

enum gp_status gp_api_refuse(struct gp_session *session, enum gp_status status,
                             const char *why)
{
    session->error =
        gp_arena_strdup(&session->arena, gp_translate(session->lang, why));
    return status;
}

enum gp_status gp_api_fail(struct gp_session *session, enum gp_status status,
                           const char *sentence, ...)
{
    enum { MOST = 4 };
    const char *words[MOST + 1] = {NULL};
    va_list ap;
    va_start(ap, sentence);
    for (size_t i = 0; i < MOST; i++)
        if ((words[i] = va_arg(ap, const char *)) == NULL)
            break;
    va_end(ap);
    session->error =
        gp_fill(&session->arena, gp_translate(session->lang, sentence), words);
    return status;
}

const char *gp_api_error(const struct gp_session *session, int error)
{
    return gp_translate_error(session->lang, error);
}

enum gp_status gp_api_fail_file(struct gp_session *session,
                                enum gp_status status, const char *path,
                                int error)
{
    return gp_api_fail(session, status, "{0}: {1}", path,
                       gp_api_error(session, error), NULL);
}

const char *gp_session_error(const struct gp_session *session)
{
    if (session->broken)
        return "out of memory";
    return session->error;
}

enum gp_status gp_api_unread(struct gp_session *session, const char *path,
                             const char *why)
{
    struct gp_unread unread = {gp_arena_strdup(&session->arena, path),
                               gp_arena_strdup(&session->arena, why)};
    gp_vec_push(&session->heap, &session->unread, unread);
    return gp_api_fail(session, GP_CANNOT_READ, "{0}: {1}", path, why, NULL);
}

/* The heap's blocks hang on its head, which moves with it. */
static void move_heap(struct gp_heap *to, const struct gp_heap *from)
{
    *to = *from;
    to->blocks.next->prev = &to->blocks;
    to->blocks.prev->next = &to->blocks;
}

static enum gp_status fill(void *args)
{
    struct gp_session *s = args;
    gp_arena_init(&s->arena, &s->heap);
    gp_sources_init(&s->sources, &s->heap);
    gp_intern_init(&s->names, &s->heap);
    gp_keywords_seed(&s->names);
    s->error = "";
    gp_findings_init(&s->findings, &s->sources, &s->heap);
    memcpy(s->severity, s->findings.severity, sizeof s->severity);
    s->last_plan = &s->plans;
    s->fails_from = GP_ERROR;
    return GP_OK;
}

struct gp_session *gp_session_make(size_t fail_after)
{
    struct gp_heap heap;
    jmp_buf oom;
    gp_heap_init(&heap);
    if (setjmp(oom) != 0) {
        gp_heap_fini(&heap);
        return NULL;
    }
    heap.fail_after = fail_after;
    heap.oom = &oom;
    struct gp_session *s = gp_calloc(&heap, 1, sizeof *s);
    heap.oom = NULL;
    move_heap(&s->heap, &heap);
    if (gp_api_run(s, fill, s) != GP_OK) {
        gp_session_free(s);
        return NULL;
    }
    return s;
}

struct gp_session *gp_session_new(void)
{
    return gp_session_make(0);
}

void gp_session_free(struct gp_session *session)
{
    struct gp_heap heap;
    if (session == NULL)
        return;
    while (session->outputs != NULL)
        gp_output_cancel(session->outputs);
    for (struct gp_past *p = session->pasts; p != NULL; p = p->next)
        gp_process_end(&p->revision.reader);
    move_heap(&heap, &session->heap); /* the session is one of its blocks */
    gp_heap_fini(&heap);
}

/* ---- findings ----------------------------------------------------------- */

static enum gp_severity severity_of(enum gp_level level)
{
    static const enum gp_severity severities[] = {
        [GP_LEVEL_OFF] = GP_IGNORE,
        [GP_LEVEL_NOTE] = GP_NOTE,
        [GP_LEVEL_WARNING] = GP_WARNING,
        [GP_LEVEL_ERROR] = GP_ERROR,
    };
    return severities[level];
}

void gp_session_set_fail_level(struct gp_session *session, enum gp_level level)
{
    session->fails_from = severity_of(level);
}

struct slug_args {
    struct gp_session *session;
    const char *slug;
    enum gp_level level;
    struct gp_output *output;
};

static enum gp_status unknown_slug(struct gp_session *s, const char *slug)
{
    const char *guess = gp_slug_guess(slug);
    if (guess == NULL)
        return gp_api_fail(s, GP_BAD_VALUE, "no finding is called '{0}'", slug,
                           NULL);
    return gp_api_fail(s, GP_BAD_VALUE,
                       "no finding is called '{0}'; did you mean '{1}'?", slug,
                       guess, NULL);
}

static enum gp_status set_level(void *args)
{
    struct slug_args *a = args;
    enum gp_slug slug = gp_slug_find(a->slug, strlen(a->slug));
    if (slug == GP_SLUG_COUNT)
        return unknown_slug(a->session, a->slug);
    a->session->severity[slug] = severity_of(a->level);
    return GP_OK;
}

enum gp_status gp_session_set_level(struct gp_session *session,
                                    const char *slug, enum gp_level level)
{
    struct slug_args args = {session, slug, level, NULL};
    return gp_api_run(session, set_level, &args);
}

enum gp_status gp_session_set_language(struct gp_session *session,
                                       const char *language)
{
    static const char *const languages[] = {[GP_EN] = "en", [GP_ZH] = "zh"};
    for (int i = 0; i < 2; i++) {
        if (strcmp(languages[i], language) != 0)
            continue;
        session->lang = (enum gp_lang)i;
        return GP_OK;
    }
    return GP_BAD_VALUE;
}

struct phrase_args {
    struct gp_session *session;
    const char *english, *const *words;
    const char *text;
};

static enum gp_status make_phrase(void *args)
{
    static const char *const none[] = {NULL};
    struct phrase_args *a = args;
    a->text =
        gp_fill(&a->session->arena, gp_translate(a->session->lang, a->english),
                a->words != NULL ? a->words : none);
    return GP_OK;
}

const char *gp_session_phrase(struct gp_session *session, const char *english,
                              const char *const *words)
{
    struct phrase_args args = {session, english, words, NULL};
    gp_api_run(session, make_phrase, &args);
    return args.text;
}

size_t gp_plan_count(const struct gp_plan *plan, enum gp_level level)
{
    return gp_findings_count(&plan->findings, severity_of(level));
}

size_t gp_session_count(const struct gp_session *session, enum gp_level level)
{
    size_t count = gp_findings_count(&session->findings, severity_of(level));
    for (const struct gp_plan *p = session->plans; p != NULL; p = p->next)
        count += p->past ? 0 : gp_plan_count(p, level);
    return count;
}

struct write_args {
    struct gp_session *session;
    const char *format;
    bool color;
    struct gp_out *out;
};

static struct gp_checked checked(struct gp_plan *plan)
{
    const char *path = strcmp(plan->path, "-") == 0 ? "<stdin>" : plan->path;
    return (struct gp_checked){path, &plan->findings, NULL};
}

/* Several plans' findings are printed as one list. */
static enum gp_status write_findings(void *args)
{
    struct write_args *a = args;
    struct gp_session *s = a->session;
    const struct gp_finding_printer *printer =
        gp_finding_printer_find(a->format);
    struct gp_findings all;
    struct gp_printing printing = {.findings = &all,
                                   .fails_from = s->fails_from,
                                   .version = GOALPOST_VERSION,
                                   .color = a->color};
    if (printer == NULL)
        return gp_api_fail(s, GP_BAD_VALUE, "findings have no format '{0}'",
                           a->format, NULL);
    gp_api_gather(s, &all);
    for (struct gp_plan *p = s->plans; p != NULL; p = p->next)
        if (!p->past)
            gp_vec_push(&s->heap, &printing.plans, checked(p));
    for (size_t i = 0; i < s->unread.count; i++) {
        struct gp_checked none = {s->unread.at[i].path, NULL,
                                  s->unread.at[i].why};
        gp_vec_push(&s->heap, &printing.plans, none);
    }
    printer->print(&printing, a->out);
    gp_vec_fini(&s->heap, &printing.plans);
    gp_findings_fini(&all);
    return GP_OK;
}

enum gp_status gp_session_write_findings(struct gp_session *session,
                                         const char *format, bool color,
                                         struct gp_output *output)
{
    struct write_args args = {session, format, color, &output->out};
    return gp_api_run(session, write_findings, &args);
}

/* In the session's language or in English; without a page there is still the
 * slug's title. */
static enum gp_status write_page(void *args)
{
    struct slug_args *a = args;
    enum gp_slug slug = gp_slug_find(a->slug, strlen(a->slug));
    if (slug == GP_SLUG_COUNT)
        return unknown_slug(a->session, a->slug);
    struct gp_out *out = &a->output->out;
    const char *page = NULL;
    if (a->session->lang == GP_ZH)
        page = gp_page_find(
            gp_arena_join(&a->session->arena, "zh/", a->slug, NULL));
    if (page == NULL)
        page = gp_page_find(a->slug);
    if (page != NULL) {
        gp_out_puts(out, page);
        return GP_OK;
    }
    gp_out_puts(out, gp_slug_name(slug));
    gp_out_puts(out, ": ");
    gp_out_puts(out, gp_translate(a->session->lang, gp_slug_title(slug)));
    gp_out_puts(out, "\n");
    return GP_OK;
}

enum gp_status gp_session_write_page(struct gp_session *session,
                                     const char *slug, struct gp_output *output)
{
    struct slug_args args = {session, slug, GP_LEVEL_OFF, output};
    return gp_api_run(session, write_page, &args);
}

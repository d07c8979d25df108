/* Formatting a text: see goalpost/format.h. */
#include <string.h>

#include "api/own.h"
#include "base/file.h"
#include "base/linediff.h"
#include "fmt/fmt.h"

struct format_args {
    struct gp_session *session;
    const char *path, *text; /* text NULL: the file is read */
    size_t length;
    const struct gp_format *format;
    struct gp_output *output;
    bool changed;
};

/* The text as a source of the session. */
static enum gp_status add_source(struct format_args *a, uint32_t *source)
{
    struct gp_session *s = a->session;
    const char *name = strcmp(a->path, "-") == 0 ? "<stdin>" : a->path;
    char *text;
    size_t length = a->length;
    if (a->text == NULL) {
        int error = gp_file_read(&s->heap, a->path, &text, &length);
        if (error != 0)
            return gp_api_fail_file(s, GP_CANNOT_READ, name, error);
    } else {
        text = gp_alloc(&s->heap, length + 2);
        memcpy(text, a->text, length);
        text[length] = text[length + 1] = '\0';
    }
    *source = gp_sources_add(&s->sources, name, text, length);
    return GP_OK;
}

static bool set_words(struct gp_session *s, const char *keywords,
                      struct gp_fmt_options *o)
{
    if (keywords == NULL)
        return true;
    o->names = s->format_names;
    if (strcmp(keywords, "en") == 0)
        o->words = GP_FMT_WORDS_EN;
    else if (strcmp(keywords, "zh") == 0)
        o->words = GP_FMT_WORDS_ZH;
    return o->words != GP_FMT_WORDS_KEEP;
}

static void write_result(struct format_args *a, const struct gp_source *source,
                         const struct gp_buf *made)
{
    struct gp_linediff diff = {
        .old_name = source->name,
        .new_name = source->name,
        .old_text = source->text,
        .old_length = source->length,
        .new_text = made->at,
        .new_length = made->count,
        .color = a->format->color,
    };
    a->changed =
        made->count != source->length ||
        (made->count > 0 && memcmp(made->at, source->text, made->count) != 0);
    if (a->format->diff)
        gp_linediff(&diff, &a->output->out.buf);
    else if (made->count > 0)
        gp_out_add(&a->output->out, made->at, made->count);
}

static enum gp_status format(void *args)
{
    struct format_args *a = args;
    struct gp_session *s = a->session;
    struct gp_ast ast;
    struct gp_buf made;
    struct gp_fmt_options options = {.first_line = a->format->first_line,
                                     .last_line = a->format->last_line};
    uint32_t source;
    if (!set_words(s, a->format->keywords, &options))
        return gp_api_fail(s, GP_BAD_VALUE,
                           "keywords are written in en or zh, not in '{0}'",
                           a->format->keywords, NULL);
    enum gp_status status = add_source(a, &source);
    if (status != GP_OK)
        return status;
    size_t found = s->findings.list.count;
    s->findings.lang = s->lang;
    gp_ast_parse(&ast, &s->findings, &s->names, source);
    if (s->findings.list.count > found)
        status = GP_HAS_ERRORS;
    if (status == GP_HAS_ERRORS && a->format->lenient) {
        const struct gp_source *raw = &s->sources.list.at[source];
        s->findings.list.count = found;
        gp_out_add(&a->output->out, raw->text, raw->length);
        gp_ast_fini(&ast);
        return GP_OK;
    }
    gp_buf_init(&made, &s->heap);
    if (status == GP_OK && !gp_fmt(&ast, &options, &made))
        status = gp_api_fail(s, GP_BAD_VALUE,
                             "{0}: left as it is, since its new text would not "
                             "read the same; please report this",
                             a->path, NULL);
    if (status == GP_OK)
        write_result(a, &s->sources.list.at[source], &made);
    gp_buf_fini(&made);
    gp_ast_fini(&ast);
    return status;
}

enum gp_status gp_session_format(struct gp_session *session, const char *path,
                                 const struct gp_format *f,
                                 struct gp_output *output, bool *changed)
{
    struct format_args args = {
        .session = session, .path = path, .format = f, .output = output};
    enum gp_status status = gp_api_run(session, format, &args);
    *changed = args.changed;
    return status;
}

enum gp_status gp_session_format_text(struct gp_session *session,
                                      const char *name, const char *text,
                                      size_t length, const struct gp_format *f,
                                      struct gp_output *output, bool *changed)
{
    struct format_args args = {.session = session,
                               .path = name,
                               .text = text != NULL ? text : "",
                               .length = length,
                               .format = f,
                               .output = output};
    enum gp_status status = gp_api_run(session, format, &args);
    *changed = args.changed;
    return status;
}

/* What is wrong with the file is said when it is formatted itself. */
static enum gp_status learn(void *args)
{
    struct format_args *a = args;
    struct gp_session *s = a->session;
    struct gp_findings findings;
    struct gp_ast ast;
    uint32_t source;
    if (add_source(a, &source) != GP_OK)
        return GP_OK;
    gp_findings_init(&findings, &s->sources, &s->heap);
    gp_ast_parse(&ast, &findings, &s->names, source);
    gp_fmt_names(&ast, s->format_names);
    gp_ast_fini(&ast);
    gp_findings_fini(&findings);
    return GP_OK;
}

enum gp_status gp_session_learn_names(struct gp_session *session,
                                      const char *path)
{
    struct format_args args = {.session = session, .path = path};
    return gp_api_run(session, learn, &args);
}

/* Outputs: see goalpost/output.h. */
#include <errno.h>
#include <string.h>

#include "api/own.h"

struct output_args {
    struct gp_session *session;
    int fd;
    const char *path, *text;
    size_t length;
    struct gp_output *output;
};

static enum gp_status make(void *args)
{
    struct output_args *a = args;
    struct gp_session *s = a->session;
    struct gp_output *o = gp_calloc(&s->heap, 1, sizeof *o);
    o->session = s;
    if (a->path != NULL) {
        const char *path = gp_arena_strdup(&s->arena, a->path);
        gp_out_init_file(&o->out, &s->heap, path);
    } else {
        gp_out_init_fd(&o->out, &s->heap, a->fd);
    }
    o->next = s->outputs;
    if (o->next != NULL)
        o->next->link = &o->next;
    o->link = &s->outputs;
    s->outputs = o;
    a->output = o;
    return GP_OK;
}

struct gp_output *gp_output_to_fd(struct gp_session *session, int fd)
{
    struct output_args args = {.session = session, .fd = fd};
    gp_api_run(session, make, &args);
    return args.output;
}

struct gp_output *gp_output_to_file(struct gp_session *session,
                                    const char *path)
{
    struct output_args args = {.session = session, .path = path};
    gp_api_run(session, make, &args);
    return args.output;
}

struct gp_output *gp_output_to_memory(struct gp_session *session)
{
    return gp_output_to_fd(session, -1);
}

static enum gp_status read_text(void *args)
{
    struct output_args *a = args;
    a->text = gp_buf_cstr(&a->output->out.buf);
    return GP_OK;
}

const char *gp_output_text(struct gp_output *output, size_t *length)
{
    struct output_args args = {.output = output};
    if (gp_api_run(output->session, read_text, &args) != GP_OK)
        return NULL;
    if (length != NULL)
        *length = output->out.buf.count;
    return args.text;
}

static enum gp_status write_text(void *args)
{
    struct output_args *a = args;
    gp_out_add(&a->output->out, a->text, a->length);
    return GP_OK;
}

enum gp_status gp_output_write(struct gp_output *output, const char *text,
                               size_t length)
{
    struct output_args args = {
        .output = output, .text = text, .length = length};
    return gp_api_run(output->session, write_text, &args);
}

/* Takes the output out of its session; returns the first failure. */
static int close_output(struct gp_output *o)
{
    *o->link = o->next;
    if (o->next != NULL)
        o->next->link = o->link;
    int error = gp_out_close(&o->out);
    gp_free(&o->session->heap, o);
    return error;
}

struct close_args {
    struct gp_session *session;
    const char *path;
    int error;
};

static enum gp_status tell(void *args)
{
    struct close_args *a = args;
    if (a->path == NULL)
        return gp_api_fail(a->session, GP_CANNOT_WRITE, "cannot write: {0}",
                           gp_api_error(a->session, a->error), NULL);
    return gp_api_fail_file(a->session, GP_CANNOT_WRITE, a->path, a->error);
}

enum gp_status gp_output_close(struct gp_output *output)
{
    if (output == NULL)
        return GP_OK;
    if (output->session->broken) {
        gp_output_cancel(output);
        return GP_OUT_OF_MEMORY;
    }
    struct close_args args = {output->session, output->out.path, 0};
    args.error = close_output(output);
    return args.error == 0 ? GP_OK : gp_api_run(args.session, tell, &args);
}

void gp_output_cancel(struct gp_output *output)
{
    if (output == NULL)
        return;
    output->out.error = ECANCELED; /* so that nothing more is written */
    close_output(output);
}

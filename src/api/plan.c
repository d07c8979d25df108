/* Opening, following and asking plans: see goalpost/plan.h. */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "api/own.h"
#include "report/explain.h"
#include "report/report.h"
#include "report/schedule.h"
#include "track/track.h"

/* ---- opening ------------------------------------------------------------- */

struct open_args {
    struct gp_session *session;
    const char *path;  /* what is read */
    const char *shown; /* what findings call it, where that is another */
    unsigned flags;
    struct gp_plan *plan;
};

/* Plans stand in the order in which they were opened. */
static void add_plan(struct gp_session *s, struct gp_plan *plan)
{
    *s->last_plan = plan;
    s->last_plan = &plan->next;
}

static void drop_plan(struct gp_plan *plan)
{
    struct gp_session *s = plan->session;
    struct gp_plan **at = &s->plans;
    while (*at != NULL && *at != plan)
        at = &(*at)->next;
    if (*at == NULL)
        return;
    *at = plan->next;
    if (plan->next == NULL)
        s->last_plan = at;
}

void gp_plan_free(struct gp_plan *plan)
{
    if (plan == NULL || plan->session->broken)
        return; /* the session frees it */
    drop_plan(plan);
    if (plan->facts != NULL)
        gp_facts_free(plan->facts);
    gp_compilation_fini(&plan->compilation);
    gp_findings_fini(&plan->findings);
    gp_free(&plan->session->heap, plan);
}

static enum gp_status open_plan(void *args)
{
    struct open_args *a = args;
    struct gp_session *s = a->session;
    struct gp_plan *plan = gp_calloc(&s->heap, 1, sizeof *plan);
    uint32_t source = (uint32_t)s->sources.list.count;
    struct gp_compile_options options = {
        .allow_outside = (a->flags & GP_ALLOW_OUTSIDE) != 0};
    plan->session = s;
    plan->path = gp_arena_strdup(&s->arena, a->shown);
    gp_findings_init(&plan->findings, &s->sources, &s->heap);
    memcpy(plan->findings.severity, s->severity, sizeof s->severity);
    int error = gp_compile(&plan->compilation, &plan->findings, &s->names,
                           gp_arena_strdup(&s->arena, a->path), &options);
    if (error != 0) {
        gp_findings_fini(&plan->findings);
        gp_free(&s->heap, plan);
        return gp_api_fail(s, GP_CANNOT_READ, a->shown, ": ", strerror(error),
                           NULL);
    }
    if (a->shown != a->path) {
        s->sources.list.at[source].name = plan->path;
        plan->compilation.model->folder = ".";
    }
    add_plan(s, plan);
    a->plan = plan;
    return GP_OK;
}

enum gp_status gp_plan_open(struct gp_session *session, const char *path,
                            unsigned flags, struct gp_plan **plan)
{
    struct open_args args = {session, path, path, flags, NULL};
    enum gp_status status = gp_api_run(session, open_plan, &args);
    *plan = args.plan;
    return status;
}

/* Writes all of the text; returns an errno or 0. */
static int write_all(int fd, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t n = write(fd, text, length);
        if (n < 0 && errno != EINTR)
            return errno;
        if (n > 0) {
            text += n;
            length -= (size_t)n;
        }
    }
    return 0;
}

static enum gp_status no_text(void *args)
{
    struct open_args *a = args;
    return gp_api_fail(a->session, GP_CANNOT_READ, a->shown, ": ",
                       strerror(errno), NULL);
}

/* The compiler reads files: the text becomes one that has no name. */
enum gp_status gp_plan_open_text(struct gp_session *session, const char *name,
                                 const char *text, size_t length,
                                 unsigned flags, struct gp_plan **plan)
{
    char path[] = "/proc/self/fd/0000000000";
    struct open_args args = {session, path, name, flags, NULL};
    int fd = memfd_create("goalpost", MFD_CLOEXEC);
    int error = fd < 0 ? errno : write_all(fd, text, length);
    enum gp_status status;
    *plan = NULL;
    if (error == 0) {
        char *digit = path + sizeof path - 1;
        for (int rest = fd, i = 0; i < 10; i++, rest /= 10)
            *--digit = (char)('0' + rest % 10);
        size_t zeros = strspn(digit, "0");
        zeros -= digit[zeros] == '\0';
        memmove(digit, digit + zeros, strlen(digit + zeros) + 1);
        status = gp_api_run(session, open_plan, &args);
    } else {
        errno = error;
        status = gp_api_run(session, no_text, &args);
    }
    if (fd >= 0)
        close(fd);
    *plan = args.plan;
    return status;
}

/* ---- what it is ---------------------------------------------------------- */

const char *gp_plan_path(const struct gp_plan *plan)
{
    return plan->path;
}

struct describe_args {
    struct gp_plan *plan;
    struct gp_plan_summary *summary;
};

static enum gp_status describe(void *args)
{
    struct describe_args *a = args;
    struct gp_model *m = a->plan->compilation.model;
    struct gp_buf buf;
    gp_buf_init(&buf, m->heap);
    gp_buf_period(&buf, &m->period);
    *a->summary = (struct gp_plan_summary){
        .title = m->title != NULL ? m->title : "",
        .period = gp_arena_strndup(&m->arena, buf.at, buf.count),
        .kpis = m->kpis.count,
    };
    gp_buf_fini(&buf);
    for (size_t i = 0; i < m->scopes.count; i++)
        a->summary->scopes += m->scopes.at[i].kind == GP_SCOPE_TEAM ||
                              m->scopes.at[i].kind == GP_SCOPE_PERSON;
    return GP_OK;
}

enum gp_status gp_plan_describe(struct gp_plan *plan,
                                struct gp_plan_summary *summary)
{
    struct describe_args args = {plan, summary};
    return gp_api_run(plan->session, describe, &args);
}

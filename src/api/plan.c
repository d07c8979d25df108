/* Opening, following and asking plans: see goalpost/plan.h. */
#include <string.h>

#include "api/own.h"
#include "report/explain.h"
#include "report/report.h"
#include "report/schedule.h"
#include "track/track.h"

/* ---- opening ------------------------------------------------------------ */

struct open_args {
    struct gp_session *session;
    const char *path; /* what is read, or what findings call the text */
    const char *text; /* NULL: it is read */
    size_t length;
    unsigned flags;
    const struct gp_files *files; /* NULL: the disk's */
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

static struct gp_plan *present(struct gp_plan *plan)
{
    while (plan != NULL && plan->past)
        plan = plan->next;
    return plan;
}

struct gp_plan *gp_session_first_plan(const struct gp_session *session)
{
    return present(session->plans);
}

struct gp_plan *gp_plan_next(const struct gp_plan *plan)
{
    return present(plan->next);
}

void gp_plan_free(struct gp_plan *plan)
{
    if (plan == NULL || plan->session->broken)
        return; /* the session frees it */
    drop_plan(plan);
    if (plan->facts != NULL)
        gp_facts_free(plan->facts);
    gp_compilation_fini(&plan->compilation);
    if (plan->base != NULL)
        gp_compilation_fini(plan->base);
    gp_free(&plan->session->heap, plan->base);
    gp_findings_fini(&plan->findings);
    gp_free(&plan->session->heap, plan);
}

static enum gp_status open_plan(void *args)
{
    struct open_args *a = args;
    struct gp_session *s = a->session;
    struct gp_plan *plan = gp_calloc(&s->heap, 1, sizeof *plan);
    struct gp_compile_options options = {
        .allow_outside = (a->flags & GP_ALLOW_OUTSIDE) != 0,
        .files = a->files,
        .text = a->text,
        .text_length = a->length,
    };
    plan->session = s;
    plan->scenario = GP_NO_SYM;
    plan->revision = a->files;
    plan->path = gp_arena_strdup(&s->arena, a->path);
    gp_findings_init(&plan->findings, &s->sources, &s->heap);
    memcpy(plan->findings.severity, s->severity, sizeof s->severity);
    plan->findings.lang = s->lang;
    int error = gp_compile(&plan->compilation, &plan->findings, &s->names,
                           plan->path, &options);
    if (error != 0) {
        gp_findings_fini(&plan->findings);
        gp_free(&s->heap, plan);
        if (a->files == NULL)
            return gp_api_unread(s, a->path, gp_api_error(s, error));
        return gp_api_fail_file(s, GP_CANNOT_READ, a->path, error);
    }
    add_plan(s, plan);
    a->plan = plan;
    return GP_OK;
}

enum gp_status gp_plan_open(struct gp_session *session, const char *path,
                            unsigned flags, struct gp_plan **plan)
{
    struct open_args args = {.session = session, .path = path, .flags = flags};
    enum gp_status status = gp_api_run(session, open_plan, &args);
    *plan = args.plan;
    return status;
}

enum gp_status gp_plan_open_from(struct gp_session *session, const char *path,
                                 const struct gp_files *files, unsigned flags,
                                 struct gp_plan **plan)
{
    struct open_args args = {
        .session = session, .path = path, .flags = flags, .files = files};
    enum gp_status status = open_plan(&args);
    *plan = args.plan;
    return status;
}

enum gp_status gp_plan_open_text(struct gp_session *session, const char *name,
                                 const char *text, size_t length,
                                 unsigned flags, struct gp_plan **plan)
{
    /* Of no bytes there may be no pointer, either; NULL means a file. */
    struct open_args args = {.session = session,
                             .path = name,
                             .text = text != NULL ? text : "",
                             .length = length,
                             .flags = flags};
    enum gp_status status = gp_api_run(session, open_plan, &args);
    *plan = args.plan;
    return status;
}

/* ---- what it is --------------------------------------------------------- */

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

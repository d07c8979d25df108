/* The line about a plan that `goalpost check` ends with. */
#include <string.h>

#include "api/own.h"
#include "base/vec.h"
#include "text/print.h"

struct summary_args {
    struct gp_session *session;
    struct gp_plan *plan;
    struct gp_out *out;
};

/* "no findings (6 KPIs, 5 scopes, 2026)" */
static void write_parts(struct gp_findings *f, const struct gp_plan_summary *s,
                        struct gp_buf *buf)
{
    const struct {
        enum gp_text one, many;
        size_t count;
    } parts[] = {{GP_TEXT_ONE_KPI, GP_TEXT_KPIS, s->kpis},
                 {GP_TEXT_ONE_SCOPE, GP_TEXT_SCOPES, s->scopes}};
    gp_buf_puts(buf, gp_text_fill(&f->arena, f->lang, GP_TEXT_NO_FINDINGS,
                                  (const char *[]){NULL}));
    gp_buf_puts(buf, gp_word(f, " ("));
    for (int i = 0; i < 2; i++) {
        if (parts[i].count == 0)
            continue;
        gp_print_number(f, parts[i].one, parts[i].many, parts[i].count, buf);
        gp_buf_puts(buf, gp_word(f, ", "));
    }
    gp_buf_puts(buf, s->period);
    gp_buf_puts(buf, gp_word(f, ")"));
}

static enum gp_status write_summary(void *args)
{
    struct summary_args *a = args;
    struct gp_plan_summary summary;
    struct gp_findings *f = &a->plan->findings;
    struct gp_buf *buf = &a->out->buf;
    const char *path = a->plan->path;
    enum gp_status status = gp_plan_describe(a->plan, &summary);
    if (status != GP_OK)
        return status;
    gp_buf_puts(buf, strcmp(path, "-") == 0 ? "<stdin>" : path);
    gp_buf_puts(buf, gp_word(f, ": "));
    if (!gp_print_counts(f, buf))
        write_parts(f, &summary, buf);
    gp_buf_putc(buf, '\n');
    gp_out_flush_some(a->out);
    return GP_OK;
}

static enum gp_status write_session(void *args)
{
    struct summary_args *a = args;
    struct gp_session *s = a->session;
    struct gp_findings all;
    struct gp_buf *buf = &a->out->buf;
    size_t plans = 0;
    gp_api_gather(s, &all);
    for (struct gp_plan *p = gp_session_first_plan(s); p != NULL;
         p = gp_plan_next(p))
        plans++;
    gp_print_number(&all, GP_TEXT_ONE_PLAN, GP_TEXT_PLANS, plans, buf);
    gp_buf_puts(buf, gp_word(&all, ": "));
    if (!gp_print_counts(&all, buf))
        gp_buf_puts(buf, gp_text_fill(&all.arena, all.lang, GP_TEXT_NO_FINDINGS,
                                      (const char *[]){NULL}));
    if (s->unread.count > 0) {
        gp_buf_puts(buf, gp_word(&all, ", "));
        gp_print_number(&all, GP_TEXT_NOT_READ, GP_TEXT_NOT_READ,
                        s->unread.count, buf);
    }
    gp_buf_putc(buf, '\n');
    gp_findings_fini(&all);
    return GP_OK;
}

enum gp_status gp_session_write_summary(struct gp_session *session,
                                        struct gp_output *output)
{
    struct summary_args args = {.session = session, .out = &output->out};
    return gp_api_run(session, write_session, &args);
}

enum gp_status gp_plan_write_summary(struct gp_plan *plan,
                                     struct gp_output *output)
{
    struct summary_args args = {.plan = plan, .out = &output->out};
    return gp_api_run(plan->session, write_summary, &args);
}

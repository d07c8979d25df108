/* See dates.h.  Targets are in schedule*.c. */
#include "report/dates.h"

#include <stdlib.h>

#include "base/vec.h"
#include "report/event.h"
#include "report/report.h"
#include "report/target.h"
#include "track/duties.h"

struct entry {
    gp_date date;
    size_t order; /* of finding: breaks ties */
    enum gp_heading_id kind;
    const char *what, *who; /* or NULL */
    uint32_t scope;         /* or GP_NONE */
    const char *id[4];      /* names it, whatever its day is; see event.h */
};

struct dates {
    struct gp_builder *b;
    GP_VEC(struct entry) list;
};

static void add(struct dates *d, struct entry e)
{
    if (e.date == GP_NO_DATE || !gp_days_hold(d->b->sel->span, e.date))
        return;
    e.order = d->list.count;
    gp_vec_push(d->b->sel->heap, &d->list, e);
}

static void add_reviews(struct dates *d)
{
    const struct gp_model *m = d->b->model;
    for (uint32_t i = 0; i < m->reviews.count; i++) {
        const struct gp_review *r = &m->reviews.at[i];
        struct entry e = {
            .kind = GP_H_DATES_REVIEW,
            .what = r->title,
            .who = m->root != GP_NONE ? gp_build_owner(m, m->root) : NULL,
            .scope = m->root,
            .id = {"review", gp_sym_text(m->names, r->name)},
        };
        gp_date at = GP_NO_DATE;
        struct gp_period period;
        while (gp_review_next(d->b->track, i, &at, &period, &e.date)) {
            e.id[2] = gp_period_text(d->b->arena, &period);
            add(d, e);
        }
    }
}

static void add_tasks(struct dates *d)
{
    const struct gp_model *m = d->b->model;
    for (size_t i = 0; i < m->tasks.count; i++) {
        const struct gp_task *x = &m->tasks.at[i];
        if (!gp_build_is_asked(d->b, x))
            continue;
        struct entry e = {
            .what = x->title,
            .who = x->owner,
            .scope = x->scope != GP_NONE ? x->scope : m->root,
        };
        e.date = x->from;
        e.kind = GP_H_DATES_START;
        e.id[0] = "start";
        e.id[1] = x->title;
        e.id[2] = gp_build_event_scope(d->b, x);
        add(d, e);
        e.kind = GP_H_DATES_MILESTONE;
        e.id[0] = "node";
        for (size_t k = 0; k < x->node_count; k++) {
            e.id[3] = x->nodes[k].text;
            e.date = x->nodes[k].date;
            e.what = gp_arena_join(d->b->arena, x->title, ": ",
                                   x->nodes[k].text, NULL);
            add(d, e);
        }
        e.what = x->title;
        e.date = x->to;
        e.kind = GP_H_DATES_END;
        e.id[0] = "end";
        e.id[3] = NULL;
        add(d, e);
    }
}

/* A KPI that is a milestone is due at the end of what a target says. */
static void add_milestones(struct dates *d)
{
    const struct gp_model *m = d->b->model;
    for (size_t i = 0; i < m->rows.count; i++) {
        const struct gp_row *r = &m->rows.at[i];
        if (m->kpis.at[r->kpi].kind != GP_KPI_MILESTONE ||
            !gp_build_is_asked_kpi(d->b, r->kpi) ||
            !gp_select_scope(d->b->sel, r->scope))
            continue;
        const char *kpi = gp_sym_text(m->names, m->kpis.at[r->kpi].name);
        for (int t = 0; t < m->time.coarse_count; t++) {
            if (r->why[t].why != GP_WHY_STATED || r->at[t] == GP_NO_AMOUNT)
                continue;
            add(d, (struct entry){
                       .date = m->time.ticks[t].period.days.last,
                       .kind = GP_H_DATES_MILESTONE,
                       .what = m->kpis.at[r->kpi].title,
                       .who = r->owner != NULL ? r->owner
                                               : gp_build_owner(m, r->scope),
                       .scope = r->scope,
                       .id = {"milestone", kpi,
                              gp_scope_text(d->b->arena, m, r->scope),
                              gp_period_text(d->b->arena,
                                             &m->time.ticks[t].period)}});
        }
    }
}

static int by_date(const void *x, const void *y)
{
    const struct entry *a = x, *b = y;
    if (a->date != b->date)
        return a->date < b->date ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static void add_event(struct gp_builder *b, const struct entry *e,
                      const char *scope)
{
    struct gp_event *event =
        gp_build_event(b, GP_EVENT_DAYS, e->id[0], e->id[1], e->id[2],
                       e->id[2] != NULL ? e->id[3] : NULL, NULL);
    event->first = event->last = e->date;
    event->what = e->what;
    event->category = gp_heading(e->kind, b->chinese);
    gp_build_event_note(b, event, GP_H_DATES_OWNER, e->who);
    gp_build_event_note(b, event, GP_H_DATES_SCOPE, scope);
}

static void fill(struct gp_builder *b)
{
    struct dates d = {.b = b};
    struct gp_table *t = gp_report_table(b->report, "rows", NULL);
    gp_build_columns(b, t, GP_H_DATES_DATE, "<<<<<");
    b->report->dated = true;
    t->empty = b->chinese ? "没有日程。" : "There are no dates.";
    add_reviews(&d);
    add_tasks(&d);
    add_milestones(&d);
    if (d.list.count > 1)
        qsort(d.list.at, d.list.count, sizeof *d.list.at, by_date);
    for (size_t i = 0; i < d.list.count; i++) {
        const struct entry *e = &d.list.at[i];
        struct gp_cell *cells = gp_table_row(b->report, t);
        cells[0] = gp_cell_date(b->arena, e->date);
        cells[1] = gp_cell_text(gp_heading(e->kind, b->chinese));
        cells[2] = gp_cell_text(e->what);
        const char *scope = NULL;
        if (e->scope != GP_NONE)
            scope = gp_scope_text(b->arena, b->model, e->scope);
        cells[3] = gp_build_text(scope);
        cells[4] = gp_build_text(e->who);
        add_event(b, e, scope);
    }
    gp_vec_fini(b->sel->heap, &d.list);
}

const char *gp_dates_write(const struct gp_selection *sel, const char *format,
                           const struct gp_render_options *looks, bool chinese,
                           struct gp_out *out)
{
    struct gp_selection own = *sel;
    struct gp_arena arena;
    struct gp_track track;
    struct gp_builder b = {.track = &track,
                           .model = sel->model,
                           .sel = &own,
                           .arena = &arena,
                           .chinese = chinese};
    const char *title = gp_heading(GP_H_DATES, chinese);
    gp_arena_init(&arena, sel->heap);
    /* Dates need no facts and no day: they are the plan's. */
    gp_track_init(&track, sel->model, NULL, sel->model->time.days.last);
    if (sel->model->title != NULL && *sel->model->title != '\0')
        title = gp_arena_join(&arena, title, ": ", sel->model->title, NULL);
    b.report = gp_report_new(&arena, "calendar", title,
                             gp_period_text(&arena, &sel->in));
    fill(&b);
    const char *why = gp_report_render(b.report, format, looks, out);
    gp_track_fini(&track);
    gp_arena_fini(&arena);
    return why;
}

/* See dates.h.  Targets are in schedule*.c. */
#include "report/dates.h"

#include <stdlib.h>

#include "base/vec.h"
#include "report/report.h"
#include "report/target.h"
#include "track/duties.h"

struct entry {
    gp_date date;
    size_t order; /* of finding: breaks ties */
    enum gp_heading_id kind;
    const char *what, *who; /* or NULL */
    uint32_t scope;         /* or GP_NONE */
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
        };
        gp_date at = GP_NO_DATE;
        struct gp_period period;
        while (gp_review_next(d->b->track, i, &at, &period, &e.date))
            add(d, e);
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
        add(d, e);
        e.kind = GP_H_DATES_MILESTONE;
        for (size_t k = 0; k < x->node_count; k++) {
            e.date = x->nodes[k].date;
            e.what = gp_arena_join(d->b->arena, x->title, ": ",
                                   x->nodes[k].text, NULL);
            add(d, e);
        }
        e.what = x->title;
        e.date = x->to;
        e.kind = GP_H_DATES_END;
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
        for (int t = 0; t < m->time.coarse_count; t++) {
            if (r->why[t].why != GP_WHY_STATED || r->at[t] == GP_NO_AMOUNT)
                continue;
            add(d, (struct entry){.date = m->time.ticks[t].period.days.last,
                                  .kind = GP_H_DATES_MILESTONE,
                                  .what = m->kpis.at[r->kpi].title,
                                  .who = r->owner != NULL
                                             ? r->owner
                                             : gp_build_owner(m, r->scope),
                                  .scope = r->scope});
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

static void fill(struct gp_builder *b)
{
    struct dates d = {.b = b};
    struct gp_table *t = gp_report_table(b->report, "rows", NULL);
    gp_build_column(b, t, GP_H_DATES_DATE, GP_LEFT);
    gp_build_column(b, t, GP_H_DATES_KIND, GP_LEFT);
    gp_build_column(b, t, GP_H_DATES_WHAT, GP_LEFT);
    gp_build_column(b, t, GP_H_DATES_SCOPE, GP_LEFT);
    gp_build_column(b, t, GP_H_DATES_OWNER, GP_LEFT);
    t->empty = b->chinese ? "没有日程。" : "There are no dates.";
    add_reviews(&d);
    add_tasks(&d);
    add_milestones(&d);
    if (d.list.count > 1)
        qsort(d.list.at, d.list.count, sizeof *d.list.at, by_date);
    for (size_t i = 0; i < d.list.count; i++) {
        const struct entry *e = &d.list.at[i];
        struct gp_cell *cells = gp_table_row(b->report, t);
        cells[0] = gp_build_date(b, e->date);
        cells[1] = gp_cell_text(gp_heading(e->kind, b->chinese));
        cells[2] = gp_cell_text(e->what);
        if (e->scope != GP_NONE)
            cells[3] =
                gp_cell_text(gp_target_scope(b->arena, b->model, e->scope));
        cells[4] = gp_build_text(e->who);
    }
    gp_vec_fini(b->sel->heap, &d.list);
}

void gp_dates_write(const struct gp_selection *sel, const char *format,
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
                             gp_target_period(&arena, &sel->in));
    fill(&b);
    gp_renderer_find(format)->write(b.report, looks, out);
    gp_track_fini(&track);
    gp_arena_fini(&arena);
}

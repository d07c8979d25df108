/* The duties: what rules and reviews ask of whom, and whether it is done. */
#include "track/duties.h"
#include "report/report.h"
#include "report/target.h"

static struct gp_cell state_cell(const struct gp_builder *b,
                                 enum gp_duty_state state)
{
    static const struct {
        enum gp_heading_id id;
        enum gp_cell_status status;
    } states[] = {
        [GP_DUTY_OPEN] = {GP_H_DUTIES_STATE_OPEN, GP_STATUS_NONE},
        [GP_DUTY_DONE] = {GP_H_DUTIES_STATE_DONE, GP_STATUS_GOOD},
        [GP_DUTY_OVERDUE] = {GP_H_DUTIES_STATE_OVERDUE, GP_STATUS_BAD},
    };
    struct gp_cell cell =
        gp_cell_text(gp_heading(states[state].id, b->chinese));
    cell.status = states[state].status;
    return cell;
}

static void add_duty(struct gp_builder *b, struct gp_table *t,
                     const struct gp_duty *d)
{
    const char *title = gp_arena_strdup(b->arena, d->title);
    if (d->rule != GP_NONE && d->scope != GP_NONE)
        title =
            gp_arena_join(b->arena, title, ": ",
                          gp_target_scope(b->arena, b->model, d->scope), ", ",
                          gp_target_period(b->arena, &d->period), NULL);
    struct gp_cell *cells = gp_table_row(b->report, t);
    cells[0] = gp_cell_text(title);
    cells[1] = gp_build_text(d->who != NULL ? gp_arena_strdup(b->arena, d->who)
                                            : NULL);
    cells[2] = gp_build_text(
        d->raised_by != NULL ? gp_arena_strdup(b->arena, d->raised_by) : NULL);
    cells[3] = gp_build_date(b, d->due);
    cells[4] = state_cell(b, d->state);
}

const char *gp_build_duties(struct gp_builder *b)
{
    struct gp_firings firings;
    struct gp_duties duties;
    struct gp_table *t = gp_report_table(b->report, "rows", NULL);
    gp_build_column(b, t, GP_H_DUTIES_DUTY, GP_LEFT);
    gp_build_column(b, t, GP_H_DUTIES_WHO, GP_LEFT);
    gp_build_column(b, t, GP_H_DUTIES_RAISED_BY, GP_LEFT);
    gp_build_column(b, t, GP_H_DUTIES_DUE, GP_LEFT);
    gp_build_column(b, t, GP_H_DUTIES_STATE, GP_LEFT);
    t->empty = b->chinese ? "没有待办事项。" : "There are no duties.";
    gp_rules_run(b->track, &firings);
    gp_duties_make(b->track, &firings, &duties);
    for (size_t i = 0; i < duties.list.count; i++) {
        const struct gp_duty *d = &duties.list.at[i];
        if (b->sel->words.in == NULL || gp_days_hold(b->sel->in.days, d->due))
            add_duty(b, t, d);
    }
    gp_duties_fini(&duties);
    gp_firings_fini(&firings);
    return NULL;
}

/*
 * The retrospective of a period, a quarter if nothing is said: how far the
 * targets were reached, and what people wrote down about it; below, what
 * rules ask and what is left open.
 */
#include "report/meeting.h"
#include "report/target.h"
#include "track/measure.h"

/* The columns, each filled from the top by itself: as on a board. */
enum { ATTAINMENT, PROBLEMS, SUCCESSES, IMPROVEMENTS, COLUMNS };

struct board {
    const struct gp_meeting *x;
    uint32_t scope;
    struct gp_table *table;
    size_t filled[COLUMNS];
};

static void put(struct board *o, int column, struct gp_cell cell)
{
    struct gp_table *t = o->table;
    if (o->filled[column] == t->row_count)
        gp_table_row(o->x->b->report, t);
    t->cells[o->filled[column]++ * t->column_count + (size_t)column] = cell;
}

/* "Sales 92.2%" */
static void put_attainments(struct board *o)
{
    struct gp_builder *b = o->x->b;
    for (size_t k = 0; k < b->sel->kpi_count; k++) {
        uint32_t kpi = b->sel->kpis[k];
        struct gp_cell cell =
            gp_build_attainment(b, kpi, o->scope, &o->x->period);
        if (!gp_measure(b->track, GP_M_TARGET, kpi, o->scope, &o->x->period)
                 .has)
            continue;
        enum gp_cell_status status = cell.status;
        cell =
            gp_cell_text(gp_arena_join(b->arena, b->model->kpis.at[kpi].title,
                                       " ", gp_build_say(b, &cell), NULL));
        cell.status = status;
        put(o, ATTAINMENT, cell);
    }
}

static void put_records(struct board *o)
{
    static const struct {
        enum gp_record_part part;
        int column;
    } places[] = {
        {GP_PART_PROBLEM, PROBLEMS},     {GP_PART_CAUSE, PROBLEMS},
        {GP_PART_SUCCESS, SUCCESSES},    {GP_PART_IMPROVEMENT, IMPROVEMENTS},
        {GP_PART_MEASURE, IMPROVEMENTS},
    };
    const struct gp_model *m = o->x->b->model;
    for (size_t i = 0; i < m->records.count; i++) {
        const struct gp_record *r = &m->records.at[i];
        if (r->scope != o->scope || !gp_meeting_concerns(o->x, r))
            continue;
        for (size_t k = 0; k < sizeof places / sizeof places[0]; k++)
            if (r->parts[places[k].part] != NULL)
                put(o, places[k].column,
                    gp_cell_text(r->parts[places[k].part]));
    }
}

static bool is_spoken_of(const struct gp_meeting *x, uint32_t scope)
{
    const struct gp_model *m = x->b->model;
    for (size_t i = 0; i < m->records.count; i++)
        if (m->records.at[i].scope == scope &&
            gp_meeting_concerns(x, &m->records.at[i]))
            return true;
    return false;
}

static void add_board(const struct gp_meeting *x, uint32_t scope)
{
    struct gp_builder *b = x->b;
    struct board o = {.x = x, .scope = scope};
    o.table = gp_report_table(
        b->report, gp_scope_text(b->arena, b->model, scope),
        gp_build_heading(b, gp_build_scope_who(b, scope), NULL, &x->period));
    gp_build_columns(b, o.table, GP_H_RETROSPECTIVE_ATTAINMENT, "<<<<");
    o.table->empty = b->chinese ? "没有目标, 也没有记录。"
                                : "There are neither targets nor records.";
    put_attainments(&o);
    put_records(&o);
}

const char *gp_build_retrospective(struct gp_builder *b)
{
    const struct gp_model *m = b->model;
    struct gp_meeting x = {.b = b,
                           .period = gp_build_last_period(b, GP_QUARTER),
                           .review = GP_NONE};
    uint32_t top = b->sel->of != GP_NONE ? b->sel->of : m->root;
    if (top == GP_NONE)
        return GP_WORD("the plan has no team");
    x.since = x.period.days.first;
    x.held = x.period.days.last;
    for (size_t s = 0; s < m->scopes.count; s++) {
        uint32_t scope = m->scope_order[s];
        if (scope == top ||
            (gp_select_scope(b->sel, scope) && is_spoken_of(&x, scope)))
            add_board(&x, scope);
    }
    gp_meeting_questions(&x);
    gp_meeting_unanswered(&x);
    gp_meeting_actions(&x);
    return NULL;
}

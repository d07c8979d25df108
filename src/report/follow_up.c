/*
 * The follow-up: targets against what happened, with what people recorded
 * about it; as CSV the whole set of measures, streamed.
 */
#include <string.h>

#include "model/stay.h"
#include "report/csv.h"
#include "report/figures.h"
#include "report/owners.h"
#include "report/target.h"
#include "track/carry.h"
#include "track/measure.h"

/* Decimals of a ratio in CSV. */
enum { RATIO_PLACES = 6 };

struct cell_id {
    uint32_t kpi, scope;
    const struct gp_period *period;
};

/* Calls `row` for every cell that has begun, of scopes that have a target or
 * an actual in any of them. */
static void each_cell(struct gp_builder *b,
                      void (*row)(struct gp_builder *b, void *context,
                                  struct cell_id cell),
                      void *context)
{
    const struct gp_selection *sel = b->sel;
    const struct gp_model *m = b->model;
    bool *wanted = gp_arena_calloc(b->arena, m->kpis.count + 1, 1);
    size_t begun = 0;
    while (begun < sel->period_count &&
           gp_track_begun(b->track, &sel->periods[begun]))
        begun++;
    for (size_t i = 0; i < sel->kpi_count; i++)
        wanted[sel->kpis[i]] = true;
    for (uint32_t k = 0; k < m->kpis.count; k++) {
        /* Without a choice also those that only have actuals. */
        if (sel->words.kpi_count != 0 && !wanted[k])
            continue;
        for (size_t s = 0; s < m->scopes.count; s++) {
            struct cell_id c = {k, m->scope_order[s], NULL};
            bool any = false;
            if (!gp_select_scope(sel, c.scope))
                continue;
            for (size_t i = 0; i < begun && !any; i++)
                any = gp_measure(b->track, GP_M_TARGET, k, c.scope,
                                 &sel->periods[i])
                          .has ||
                      gp_measure(b->track, GP_M_ACTUAL, k, c.scope,
                                 &sel->periods[i])
                          .has;
            for (size_t i = 0; i < begun && any; i++) {
                c.period = &sel->periods[i];
                if (!gp_stay_is_there(m, c.scope, c.period->days) &&
                    !gp_measure(b->track, GP_M_ACTUAL, k, c.scope, c.period)
                         .has)
                    continue; /* not there, and nothing came in */
                row(b, context, c);
            }
        }
    }
}

/* ---- for people ---------------------------------------------------------- */

/* A milestone is told when it is due; that of nobody's target, how it is
 * now. */
static bool is_told(const struct gp_builder *b, struct cell_id c)
{
    const struct gp_selection *sel = b->sel;
    const struct gp_period *end = sel->periods + sel->period_count;
    if (b->model->kpis.at[c.kpi].kind != GP_KPI_MILESTONE ||
        gp_build_has(b, c.kpi, c.scope, c.period))
        return true;
    return gp_model_row(b->model, c.kpi, c.scope) == NULL &&
           (c.period + 1 == end || !gp_track_begun(b->track, c.period + 1));
}

static void add_row(struct gp_builder *b, void *context, struct cell_id c)
{
    struct gp_table *t = context;
    if (!is_told(b, c))
        return;
    struct gp_cell *cells = gp_table_row(b->report, t);
    cells[0] = gp_build_who_cell(b, c.scope);
    cells[1] = gp_cell_text(gp_period_text(b->arena, c.period));
    cells[2] = gp_cell_text(b->model->kpis.at[c.kpi].title);
    cells[3] = gp_build_measure(b, GP_M_TARGET, c.kpi, c.scope, c.period);
    cells[4] = gp_build_measure(b, GP_M_ACTUAL, c.kpi, c.scope, c.period);
    cells[5] = gp_build_attainment(b, c.kpi, c.scope, c.period);
    cells[6] = gp_build_text(gp_build_reason(b, c.kpi, c.scope, c.period));
    cells[7] = gp_build_text(
        gp_build_record(b, GP_PART_MEASURE, c.kpi, c.scope, c.period));
    cells[8] = gp_build_text(
        gp_build_record(b, GP_PART_NEXT, c.kpi, c.scope, c.period));
}

/* What matched nothing in the plan is in no row: it is told. */
static void note_unmatched(struct gp_builder *b)
{
    const struct gp_facts *facts = b->track->facts;
    for (size_t i = 0; i < gp_facts_unmatched_count(facts); i++) {
        const struct gp_unmatched *u = gp_facts_unmatched(facts, i);
        struct gp_buf buf;
        gp_buf_init(&buf, b->arena->heap);
        gp_buf_puts(&buf, b->chinese ? "未匹配: " : "unmatched: ");
        gp_buf_int(&buf, (int64_t)u->rows);
        gp_buf_puts(&buf, b->chinese ? " 行" : u->rows == 1 ? " row" : " rows");
        if (u->kpi != GP_NONE) {
            gp_buf_puts(&buf, ", ");
            gp_buf_puts(&buf, b->model->kpis.at[u->kpi].title);
            gp_buf_putc(&buf, ' ');
            gp_buf_puts(&buf,
                        gp_show_amount(b->arena, b->model, u->kpi, u->total));
        }
        gp_report_note(b->report,
                       gp_arena_strndup(b->arena, buf.at, buf.count));
        gp_buf_fini(&buf);
    }
}

/* Of the main result, for as long as was asked. */
static void add_pictures(struct gp_builder *b)
{
    uint32_t kpi, scope;
    if (!gp_build_focus(b, &kpi, &scope))
        return;
    gp_build_cards(b, kpi, scope, &b->sel->in);
    gp_build_trend(b, kpi, scope);
    gp_build_people(b, kpi, scope, &b->sel->in);
}

const char *gp_build_follow_up(struct gp_builder *b)
{
    struct gp_table *t = gp_report_table(b->report, "rows", NULL);
    gp_build_columns(b, t, GP_H_FOLLOW_UP_OWNER, "<<<>>><<<");
    t->empty = b->chinese ? "尚无已开始的周期。" : "Nothing has begun yet.";
    each_cell(b, add_row, t);
    note_unmatched(b);
    add_pictures(b);
    return NULL;
}

/* ---- for programs -------------------------------------------------------- */

static void put_value(struct gp_buf *buf, struct gp_value v, int places)
{
    gp_buf_putc(buf, ',');
    if (v.has)
        gp_buf_rat(buf, v.value, places);
}

/* The target of the plan as it was first. */
static struct gp_value original(struct gp_builder *b, struct cell_id c)
{
    return gp_measure(b->original != NULL ? b->original : b->track, GP_M_TARGET,
                      c.kpi, c.scope, c.period);
}

/* The target that an amendment made of it, where it is another. */
static struct gp_value amended(struct gp_builder *b, struct cell_id c)
{
    struct gp_value first = original(b, c);
    struct gp_value now =
        gp_measure(b->track, GP_M_TARGET, c.kpi, c.scope, c.period);
    bool same = first.has == now.has &&
                (!now.has || gp_rat_cmp(first.value, now.value) == 0);
    return same ? gp_no_value() : now;
}

/* What amendments and a carry make of the target; a carry where one works at
 * this grain. */
static struct gp_value adjusted(struct gp_builder *b, struct cell_id c)
{
    const struct gp_carry *carry = gp_carry_of(b->model, c.kpi);
    enum gp_grain grain = b->sel->by;
    if (carry == NULL)
        return amended(b, c);
    bool week = carry->over == GP_WEEK || carry->over == GP_PIECE;
    if (carry->over != grain && !(week && grain == GP_WEEK))
        return amended(b, c);
    return gp_carry_adjusted(b->track, c.kpi, c.scope, c.period);
}

struct csv {
    struct gp_out *out;
    struct gp_buf scope; /* of the last row */
    uint32_t id;
};

static void write_row(struct gp_builder *b, void *context, struct cell_id c)
{
    struct csv *csv = context;
    struct gp_buf *buf = &csv->out->buf;
    const struct gp_kpi *k = &b->model->kpis.at[c.kpi];
    int places = k->unit == GP_UNIT_RATIO ? RATIO_PLACES : k->digits;
    struct gp_track *t = b->track;
    if (csv->id != c.scope) {
        csv->scope.count = 0;
        gp_buf_scope(&csv->scope, b->model, c.scope);
        csv->id = c.scope;
    }
    gp_csv_text(buf, gp_sym_text(b->model->names, k->name));
    gp_buf_putc(buf, ',');
    gp_csv_text(buf, gp_buf_cstr(&csv->scope));
    gp_buf_putc(buf, ',');
    gp_buf_period(buf, c.period);
    gp_buf_putc(buf, ',');
    gp_buf_date(buf, c.period->days.first);
    gp_buf_putc(buf, ',');
    gp_buf_date(buf, c.period->days.last);
    put_value(buf, original(b, c), places);
    put_value(buf, adjusted(b, c), places);
    put_value(buf, gp_measure(t, GP_M_ACTUAL, c.kpi, c.scope, c.period),
              places);
    put_value(buf, gp_measure(t, GP_M_ATTAINMENT, c.kpi, c.scope, c.period),
              RATIO_PLACES);
    put_value(buf, gp_measure(t, GP_M_DEVIATION, c.kpi, c.scope, c.period),
              RATIO_PLACES);
    gp_buf_putc(buf, ',');
    gp_buf_puts(
        buf, gp_standing_name(gp_measure_status(t, c.kpi, c.scope, c.period)));
    gp_buf_putc(buf, '\n');
    gp_out_flush_some(csv->out);
}

void gp_build_follow_up_csv(struct gp_builder *b, bool bom, struct gp_out *out)
{
    struct csv csv = {.out = out, .id = GP_NONE};
    gp_buf_init(&csv.scope, b->arena->heap);
    if (bom)
        gp_buf_puts(&out->buf, "\xef\xbb\xbf");
    gp_buf_puts(&out->buf, "kpi,scope,period,start,end,target,adjusted,actual,"
                           "attainment,deviation,status\n");
    each_cell(b, write_row, &csv);
    gp_buf_fini(&csv.scope);
}

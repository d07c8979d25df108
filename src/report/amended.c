/*
 * What amendments have changed: sentences below reports, and the comparison
 * of the original plan with what has become of it.
 */
#include "model/amend.h"
#include "report/owners.h"
#include "report/report.h"
#include "report/target.h"
#include "track/carry.h"
#include "track/measure.h"

/* ---- sentences ----------------------------------------------------------- */

enum { MOST_CELLS = 12 };

static void put_amount(struct gp_buf *b, struct gp_arena *arena,
                       const struct gp_model *m, uint32_t kpi, int64_t amount)
{
    gp_buf_puts(b, amount == GP_NO_AMOUNT
                       ? "–"
                       : gp_show_amount(arena, m, kpi, amount));
}

static void put_head(struct gp_buf *b, const struct gp_amend *a, bool chinese)
{
    if (!chinese)
        gp_buf_puts(b, "amended on ");
    gp_buf_date(b, a->date);
    gp_buf_puts(b, chinese ? " 修订“" : ", \"");
    gp_buf_puts(b, a->title);
    gp_buf_puts(b, chinese ? "”" : "\"");
    if (a->approved != NULL) {
        gp_buf_puts(b, chinese ? "，" : ", approved by ");
        gp_buf_puts(b, a->approved);
        gp_buf_puts(b, chinese ? "批准" : "");
    }
    gp_buf_puts(b, chinese ? "：" : ": ");
}

static void put_cell(struct gp_buf *b, struct gp_arena *arena,
                     const struct gp_model *m, const struct gp_amended *x,
                     bool chinese)
{
    const struct gp_row *r = &m->rows.at[x->row];
    gp_buf_puts(b, gp_sym_text(m->names, m->kpis.at[r->kpi].name));
    gp_buf_puts(b, chinese ? " " : " of ");
    gp_buf_scope(b, m, r->scope);
    gp_buf_puts(b, chinese ? " " : " in ");
    gp_buf_period(b, &m->time.ticks[x->tick].period);
    gp_buf_putc(b, ' ');
    put_amount(b, arena, m, r->kpi, x->amount);
    gp_buf_puts(b, chinese ? "，原为 " : ", was ");
    put_amount(b, arena, m, r->kpi, x->before);
}

static bool is_wanted(const struct gp_selection *sel, uint32_t kpi)
{
    for (size_t i = 0; i < sel->kpi_count; i++)
        if (sel->kpis[i] == kpi)
            return true;
    return false;
}

void gp_amended_notes(struct gp_report *report, const struct gp_selection *sel,
                      bool chinese)
{
    const struct gp_model *m = sel->model;
    struct gp_buf b;
    gp_buf_init(&b, sel->heap);
    for (size_t i = 0; i < m->in_force; i++) {
        const struct gp_amend *a = &m->amends.at[i];
        uint32_t shown = 0, left = 0;
        b.count = 0;
        put_head(&b, a, chinese);
        for (uint32_t k = 0; k < a->cell_count; k++) {
            const struct gp_amended *x = &m->amended.at[a->first_cell + k];
            if (!is_wanted(sel, m->rows.at[x->row].kpi))
                continue;
            if (shown == MOST_CELLS) {
                left++;
                continue;
            }
            if (shown++ != 0)
                gp_buf_puts(&b, chinese ? "；" : "; ");
            put_cell(&b, report->arena, m, x, chinese);
        }
        if (left != 0) {
            gp_buf_puts(&b, chinese ? "；另有 " : "; and ");
            gp_buf_int(&b, left);
            gp_buf_puts(&b, chinese ? " 项" : " more");
        }
        if (shown != 0)
            gp_report_note(report,
                           gp_arena_strndup(report->arena, b.at, b.count));
    }
    gp_buf_fini(&b);
}

/* ---- the comparison ------------------------------------------------------ */

static void add_columns(struct gp_builder *b, struct gp_table *t)
{
    gp_build_columns(b, t, GP_H_COMPARISON_SCOPE, "<>>>>>>");
}

static void add_scope(struct gp_builder *b, struct gp_table **t, uint32_t kpi,
                      uint32_t scope)
{
    const struct gp_model *m = b->model;
    const struct gp_period *in = &b->sel->in;
    struct gp_track *was = b->original != NULL ? b->original : b->track;
    struct gp_value first = gp_measure(was, GP_M_TARGET, kpi, scope, in);
    struct gp_value now = gp_measure(b->track, GP_M_TARGET, kpi, scope, in);
    struct gp_value actual = gp_measure(b->track, GP_M_ACTUAL, kpi, scope, in);
    if (!first.has && !now.has)
        return;
    if (*t == NULL) {
        const struct gp_kpi *k = &m->kpis.at[kpi];
        *t = gp_report_table(b->report, gp_sym_text(m->names, k->name),
                             gp_arena_join(b->arena, k->title, ", ",
                                           gp_period_text(b->arena, in), NULL));
        add_columns(b, *t);
    }
    struct gp_value adjusted = gp_carry_adjusted(b->track, kpi, scope, in);
    struct gp_value forecast =
        gp_measure(b->track, GP_M_FORECAST, kpi, scope, in);
    struct gp_cell *cells = gp_table_row(b->report, *t);
    cells[0] = gp_build_scope_cell(b, scope);
    cells[1] = gp_build_value(b, kpi, first);
    cells[2] = gp_build_value(b, kpi, now);
    cells[3] = gp_build_value(b, kpi, adjusted);
    cells[4] = gp_build_value(b, kpi, actual);
    cells[5] = gp_build_value(b, kpi, forecast);
    cells[6] =
        gp_build_value(b, kpi, gp_build_gap(b, kpi, scope, adjusted, forecast));
}

const char *gp_build_comparison(struct gp_builder *b)
{
    const struct gp_model *m = b->model;
    bool any = false;
    for (size_t k = 0; k < b->sel->kpi_count; k++) {
        struct gp_table *t = NULL;
        for (size_t s = 0; s < m->scopes.count; s++)
            if (gp_select_scope(b->sel, m->scope_order[s]))
                add_scope(b, &t, b->sel->kpis[k], m->scope_order[s]);
        any |= t != NULL;
    }
    if (!any)
        gp_report_note(b->report,
                       b->chinese ? "这里没有目标。" : "No targets here.");
    return NULL;
}

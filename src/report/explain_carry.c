/* What a carry makes of a cell: its own target, what weeks before it missed and
 * laid on it, what its cap refused, and what it has passed on itself. */
#include "report/explain_own.h"
#include "track/carry.h"
#include "track/measure.h"

struct carried {
    struct gp_explain *w;
    const struct gp_carry *carry;
    const struct gp_row *row;
    struct gp_period period;
    struct gp_value target, adjusted;
    gp_date as_of;
    const struct gp_carry_move *moves;
    size_t count;
};

static bool is_onto(const struct carried *x, const struct gp_carry_move *v)
{
    return gp_days_hold(x->period.days, v->to.days.first);
}

static const char *amount(const struct carried *x, int64_t n)
{
    return gp_show_amount(x->w->arena, x->w->m, x->row->kpi, n);
}

static const char *value(const struct carried *x, struct gp_value v)
{
    return gp_measure_show(x->w->arena, x->w->m, GP_M_TARGET, x->row->kpi, v);
}

/* ---- text ---------------------------------------------------------------- */

static const char *onto(const struct carried *x, const struct gp_carry_move *v)
{
    struct gp_explain *w = x->w;
    bool all = v->asked == v->missed;
    const char *row =
        x->carry->cumulative
            ? (all ? GP_WORD("+ {0} missed up to {2}, surpluses netted")
                   : GP_WORD("+ {0} of the {1} missed up to {2}, surpluses "
                             "netted"))
            : (all ? GP_WORD("+ {0} missed in {2}")
                   : GP_WORD("+ {0} of the {1} missed in {2}"));
    return gp_phrase(w->arena, w->lang, row, amount(x, v->asked),
                     amount(x, v->missed), gp_period_text(w->arena, &v->from),
                     NULL);
}

static const char *refused(const struct carried *x,
                           const struct gp_carry_move *v)
{
    struct gp_explain *w = x->w;
    return gp_phrase(
        w->arena, w->lang,
        x->carry->cumulative
            ? GP_WORD("- {0} beyond the cap of {1}: asked of nobody for now")
            : GP_WORD("- {0} beyond the cap of {1}: carried nowhere"),
        amount(x, v->refused), gp_show_rat(w->arena, w->m, x->carry->cap, true),
        NULL);
}

static const char *away(const struct carried *x, const struct gp_carry_move *v)
{
    struct gp_explain *w = x->w;
    const char *to = gp_period_text(w->arena, &v->to);
    const char *text = gp_phrase(
        w->arena, w->lang, "of the {0} missed here {1} went to {2}",
        amount(x, v->missed), amount(x, v->asked - v->refused), to, NULL);
    if (v->refused == 0)
        return text;
    return gp_phrase(w->arena, w->lang, "{0}, whose cap refused {1}", text,
                     amount(x, v->refused), NULL);
}

static void write_text(const struct carried *x)
{
    struct gp_explain *w = x->w;
    const char *kpi = gp_sym_text(w->m->names, w->m->kpis.at[x->row->kpi].name);
    gp_explain_line(w, 0,
                    gp_phrase(w->arena, w->lang,
                              "as of {4}, {0} of {1} in {2} comes to {3}", kpi,
                              gp_scope_text(w->arena, w->m, x->row->scope),
                              gp_period_text(w->arena, &x->period),
                              value(x, x->adjusted),
                              gp_date_text(w->arena, x->as_of), NULL));
    gp_explain_line(w, 1,
                    gp_phrase(w->arena, w->lang, "{0} as planned",
                              value(x, x->target), NULL));
    for (size_t i = 0; i < x->count; i++) {
        if (!is_onto(x, &x->moves[i]))
            continue;
        gp_explain_line(w, 1, onto(x, &x->moves[i]));
        if (x->moves[i].refused != 0)
            gp_explain_line(w, 1, refused(x, &x->moves[i]));
    }
    /* What is netted is laid anew with every week: no one week's. */
    for (size_t i = 0; i < x->count && !x->carry->cumulative; i++)
        if (!is_onto(x, &x->moves[i]))
            gp_explain_line(w, 1, away(x, &x->moves[i]));
    gp_explain_source(w, 1, x->carry->span);
}

/* ---- JSON ---------------------------------------------------------------- */

static void json_amount(const struct carried *x, const char *key, int64_t n)
{
    struct gp_buf digits;
    gp_buf_init(&digits, x->w->arena->heap);
    gp_buf_amount(&digits, n, x->w->m->kpis.at[x->row->kpi].digits);
    gp_json_raw(&x->w->json, key, gp_buf_cstr(&digits));
    gp_buf_fini(&digits);
}

static void json_value(const struct carried *x, const char *key,
                       struct gp_value v)
{
    int64_t n;
    if (gp_rat_scaled(v.value, x->w->m->kpis.at[x->row->kpi].digits, &n))
        json_amount(x, key, n);
}

static void json_moves(const struct carried *x, const char *key, bool to_here)
{
    struct gp_json *json = &x->w->json;
    gp_json_open(json, key, '[');
    for (size_t i = 0; i < x->count; i++) {
        const struct gp_carry_move *v = &x->moves[i];
        if (is_onto(x, v) != to_here)
            continue;
        const struct gp_period *other = to_here ? &v->from : &v->to;
        gp_json_open(json, NULL, '{');
        gp_json_string(json, "period", gp_period_text(x->w->arena, other));
        gp_json_string(json, "start",
                       gp_date_text(x->w->arena, other->days.first));
        gp_json_string(json, "end",
                       gp_date_text(x->w->arena, other->days.last));
        json_amount(x, "missed", v->missed);
        json_amount(x, "carried", v->asked - v->refused);
        json_amount(x, "refused", v->refused);
        gp_json_close(json, '}');
    }
    gp_json_close(json, ']');
}

static void write_json(const struct carried *x)
{
    struct gp_json *json = &x->w->json;
    gp_json_open(json, "adjusted", '{');
    gp_json_string(json, "as_of", gp_date_text(x->w->arena, x->as_of));
    json_value(x, "target", x->target);
    json_value(x, "adjusted", x->adjusted);
    gp_json_bool(json, "cumulative", x->carry->cumulative);
    json_moves(x, "from", true);
    json_moves(x, "to", false);
    gp_explain_json_source(x->w, x->carry->span);
    gp_json_close(json, '}');
}

void gp_explain_carry(struct gp_explain *w, struct gp_track *track,
                      const struct gp_step_cell *cell, bool json)
{
    struct carried x = {.w = w,
                        .row = &w->m->rows.at[cell->row],
                        .period = cell->period,
                        .as_of = track->as_of};
    x.carry = gp_carry_of(w->m, x.row->kpi);
    if (x.carry == NULL || cell->part >= 0)
        return;
    x.target =
        gp_measure(track, GP_M_TARGET, x.row->kpi, x.row->scope, &x.period);
    x.adjusted = gp_carry_adjusted(track, x.row->kpi, x.row->scope, &x.period);
    x.moves =
        gp_carry_moves(track, x.row->kpi, x.row->scope, &x.period, &x.count);
    if (x.count == 0 || !x.target.has)
        return;
    if (json)
        write_json(&x);
    else
        write_text(&x);
}

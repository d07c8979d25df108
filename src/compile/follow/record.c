/* Records: what people answered to a duty. */
#include "base/vec.h"
#include "compile/attrs.h"
#include "compile/pass.h"
#include "model/stay.h"

/* Several facts of a kind are read as one text. */
static void add_part(struct gp_pass *p, struct gp_cursor *c,
                     enum gp_record_part part, const char *text)
{
    struct gp_record *r = c->data;
    if (text == NULL)
        return;
    r->parts[part] =
        r->parts[part] == NULL
            ? text
            : gp_arena_join(p->arena, r->parts[part], "; ", text, NULL);
}

static void record_cause(struct gp_pass *p, struct gp_cursor *c)
{
    add_part(p, c, GP_PART_CAUSE, gp_cursor_string(p, c));
}

static void record_problem(struct gp_pass *p, struct gp_cursor *c)
{
    add_part(p, c, GP_PART_PROBLEM, gp_cursor_string(p, c));
}

static void record_success(struct gp_pass *p, struct gp_cursor *c)
{
    add_part(p, c, GP_PART_SUCCESS, gp_cursor_string(p, c));
}

static void record_improvement(struct gp_pass *p, struct gp_cursor *c)
{
    add_part(p, c, GP_PART_IMPROVEMENT, gp_cursor_string(p, c));
}

static void record_support(struct gp_pass *p, struct gp_cursor *c)
{
    add_part(p, c, GP_PART_SUPPORT, gp_cursor_string(p, c));
}

/* measure "..." by hua until 2026-08-15 */
static void record_measure(struct gp_pass *p, struct gp_cursor *c)
{
    const char *text = gp_cursor_string(p, c), *who = NULL;
    gp_date until, last;
    bool dated = false;
    struct gp_buf b;
    if (text != NULL && gp_cursor_accept(p, c, GP_W_BY))
        who = gp_cursor_who(p, c);
    if (text != NULL && gp_cursor_accept(p, c, GP_W_UNTIL))
        dated = gp_cursor_dates(p, c, &until, &last);
    if (text == NULL)
        return;
    gp_buf_init(&b, p->heap);
    gp_buf_puts(&b, text);
    if (who != NULL || dated) {
        gp_buf_puts(&b, " (");
        gp_buf_puts(&b, who != NULL ? who : "");
        gp_buf_puts(&b, who != NULL && dated ? ", " : "");
        if (dated)
            gp_buf_date(&b, until);
        gp_buf_puts(&b, ")");
    }
    add_part(p, c, GP_PART_MEASURE, gp_arena_strdup(p->arena, gp_buf_cstr(&b)));
    gp_buf_fini(&b);
    struct gp_promise promise = {.record = (uint32_t)p->model->records.count,
                                 .text = text,
                                 .who = who,
                                 .until = dated ? until : GP_NO_DATE};
    gp_vec_push(p->heap, &p->model->promises, promise);
}

/* next 210万 "3 more prospects" */
static void record_next(struct gp_pass *p, struct gp_cursor *c)
{
    const char *amount = NULL, *text = NULL;
    struct gp_const value;
    if (gp_ref_is(c->at) && gp_ref_kind(p, c->at) != GP_N_STRING) {
        size_t length;
        const char *raw =
            gp_ast_text(gp_pass_ast(p, c->at), c->at.node, &length);
        amount = gp_arena_strndup(p->arena, raw, length);
        if (!gp_cursor_const(p, c, &value))
            return;
    }
    if (amount == NULL || gp_ref_is(c->at))
        text = gp_cursor_string(p, c);
    if (amount != NULL && text != NULL)
        text = gp_arena_join(p->arena, amount, ", ", text, NULL);
    add_part(p, c, GP_PART_NEXT, text != NULL ? text : amount);
}

static const struct gp_attr record_attrs[] = {
    {GP_W_CAUSE, record_cause},     {GP_W_MEASURE, record_measure},
    {GP_W_NEXT, record_next},       {GP_W_PROBLEM, record_problem},
    {GP_W_SUCCESS, record_success}, {GP_W_IMPROVEMENT, record_improvement},
    {GP_W_SUPPORT, record_support}, {GP_WORD_COUNT, NULL},
};

void gp_lower_record(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_ref date = gp_ref_child(p, ref), title = gp_ref_next(p, date);
    struct gp_ref subject = gp_ref_part(p, ref, GP_N_SUBJECT);
    struct gp_ref first = gp_ref_child(p, subject);
    struct gp_ref of = gp_ref_part(p, subject, GP_N_OF);
    struct gp_ref in = gp_ref_part(p, subject, GP_N_IN);
    struct gp_record r = {.span = gp_ref_span(p, ref), .kpi = GP_NONE};
    struct gp_period day;
    if (!gp_find_period(p, date, &day))
        return;
    r.date = day.days.first;
    r.title = gp_ref_string(p, title);
    if (gp_ref_is(of)) {
        r.kpi = gp_find_kpi(p, gp_ref_child(p, first));
        if (r.kpi == GP_NONE)
            return;
        first = gp_ref_child(p, of);
    }
    if (gp_ref_is(in)) {
        r.has_period = gp_find_period(p, gp_ref_child(p, in), &r.period);
        if (!r.has_period)
            return;
    }
    /* Of somebody who is moved, who was meant at the period's end. */
    r.scope = gp_peek_moved(p, first);
    if (r.scope == GP_NONE)
        r.scope = gp_find_scope(p, first);
    else
        r.scope = gp_stay_on(
            p->model, r.scope,
            r.has_period
                ? gp_days_cut(r.period.days, p->model->period.days).last
                : r.date);
    size_t promised = p->model->promises.count;
    gp_attrs_block_into(p, gp_ref_part(p, ref, GP_N_BLOCK), record_attrs, &r);
    if (r.scope != GP_NONE)
        gp_vec_push(p->heap, &p->model->records, r);
    else
        p->model->promises.count = promised;
}

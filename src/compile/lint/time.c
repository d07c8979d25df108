/* Lints of time: measures without a day or with one that is over, meetings
 * that come too late for what they should look at. */
#include "compile/attrs.h"
#include "compile/lint/lint.h"

/* ---- measures ----------------------------------------------------------- */

/* The day behind `until`, GP_NO_DATE where there is none. */
static gp_date day_of(struct gp_pass *p, struct gp_ref fact, struct gp_ref *at)
{
    struct gp_period day;
    size_t length;
    struct gp_ref i = gp_ref_child(p, fact);
    while (gp_ref_is(i) &&
           (gp_ref_kind(p, i) != GP_N_NAME || gp_ref_word(p, i) != GP_W_UNTIL))
        i = gp_ref_next(p, i);
    *at = gp_ref_is(i) ? gp_ref_next(p, i) : i;
    if (!gp_ref_is(*at))
        return GP_NO_DATE;
    const char *text = gp_ast_text(gp_pass_ast(p, *at), at->node, &length);
    return gp_period_parse(&p->model->calendar, text, length, &day)
               ? day.days.first
               : GP_NO_DATE;
}

/* Calls for every measure of every record. */
static void each_measure(struct gp_pass *p,
                         void (*call)(struct gp_pass *p, struct gp_ref record,
                                      struct gp_ref fact))
{
    for (size_t i = 0; i < p->stmts.count; i++) {
        struct gp_ref record = p->stmts.at[i].ref;
        if (gp_ref_kind(p, record) != GP_N_RECORD)
            continue;
        struct gp_ref block = gp_ref_part(p, record, GP_N_BLOCK);
        for (struct gp_ref f = gp_ref_child(p, block); gp_ref_is(f);
             f = gp_ref_next(p, f)) {
            struct gp_ref word = gp_ref_child(p, f);
            if (gp_ref_kind(p, f) == GP_N_ATTRS &&
                gp_ref_kind(p, word) == GP_N_NAME &&
                gp_ref_word(p, word) == GP_W_MEASURE)
                call(p, record, f);
        }
    }
}

/* Of a record's measure: the scope that the record is for. */
static uint32_t scope_of(const struct gp_pass *p, struct gp_ref record)
{
    struct gp_span at = gp_ref_span(p, record);
    for (size_t i = 0; i < p->model->records.count; i++) {
        const struct gp_record *r = &p->model->records.at[i];
        if (r->span.source == at.source && r->span.start == at.start)
            return r->scope;
    }
    return GP_NONE;
}

static void check_day(struct gp_pass *p, struct gp_ref record,
                      struct gp_ref fact)
{
    struct gp_ref at;
    struct gp_ref text = gp_ref_next(p, gp_ref_child(p, fact));
    if (day_of(p, fact, &at) != GP_NO_DATE || gp_ref_is(at) ||
        !gp_ref_is(text) || gp_ref_kind(p, text) != GP_N_STRING)
        return;
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_NO_DEADLINE, gp_ref_span(p, fact), NULL);
    gp_tell_of(p, f, scope_of(p, record));
    gp_find_help(p->findings, f, GP_TEXT_HELP_NO_DEADLINE,
                 gp_ref_string(p, text), NULL);
}

void gp_lint_deadline(struct gp_pass *p)
{
    each_measure(p, check_day);
}

static void check_order(struct gp_pass *p, struct gp_ref record,
                        struct gp_ref fact)
{
    struct gp_ref at, head = gp_ref_child(p, record);
    struct gp_period written;
    size_t length;
    const char *text = gp_ast_text(gp_pass_ast(p, head), head.node, &length);
    gp_date due = day_of(p, fact, &at);
    if (due == GP_NO_DATE ||
        !gp_period_parse(&p->model->calendar, text, length, &written) ||
        due >= written.days.first)
        return;
    struct gp_buf b;
    gp_buf_init(&b, p->heap);
    gp_buf_date(&b, due);
    struct gp_finding *f = gp_find(p->findings, GP_TEXT_DEADLINE_ORDER,
                                   gp_ref_span(p, at), gp_buf_cstr(&b), NULL);
    gp_tell_of(p, f, scope_of(p, record));
    /* A record can be mended at any time: it stops nobody. */
    if (f->severity > GP_WARNING)
        f->severity = GP_WARNING;
    gp_find_note(p->findings, f, gp_ref_span(p, head), GP_TEXT_NOTE_RECORD_DATE,
                 NULL);
    gp_find_help(p->findings, f, GP_TEXT_HELP_DEADLINE_ORDER, NULL);
    gp_buf_fini(&b);
}

void gp_lint_deadline_order(struct gp_pass *p)
{
    each_measure(p, check_order);
}

/* ---- review-grain ---------------------------------------------------------
 */

/* Finer is greater; a piece of a week is a week. */
static enum gp_grain rank(enum gp_grain grain)
{
    return grain == GP_PIECE ? GP_WEEK : grain;
}

static const struct gp_review *finest_review(const struct gp_model *m)
{
    const struct gp_review *finest = &m->reviews.at[0];
    for (size_t i = 1; i < m->reviews.count; i++)
        if (rank(m->reviews.at[i].every) > rank(finest->every))
            finest = &m->reviews.at[i];
    return finest;
}

static void tell_grain(struct gp_pass *p, enum gp_text text,
                       struct gp_span span, enum gp_grain grain,
                       const struct gp_review *review)
{
    struct gp_finding *f = gp_find(
        p->findings, text, span, gp_word(p->findings, gp_grain_name(grain)),
        gp_sym_text(p->names, review->name),
        gp_word(p->findings, gp_grain_name(review->every)), NULL);
    gp_find_note(p->findings, f, review->span, GP_TEXT_NOTE_REVIEW, NULL);
    gp_find_help(p->findings, f, GP_TEXT_HELP_REVIEW_GRAIN,
                 gp_word(p->findings, gp_grain_name(grain)), NULL);
}

/* What is missed in a month is moved within it: whoever meets by the quarter
 * sees it when it is long gone.  And amounts stated by the month are meant to
 * be looked at by the month; weights only give a curve. */
void gp_lint_review_grain(struct gp_pass *p)
{
    const struct gp_model *m = p->model;
    const struct gp_review *finest = finest_review(m);
    const struct gp_split *split = NULL;
    for (size_t i = 0; i < m->carries.count; i++)
        if (rank(m->carries.at[i].of) > rank(finest->every))
            tell_grain(p, GP_TEXT_CARRY_GRAIN, m->carries.at[i].span,
                       m->carries.at[i].of, finest);
    for (size_t i = 0; i < p->splits.count; i++) {
        const struct gp_split *s = &p->splits.at[i];
        if (s->axis == GP_AXIS_TIME && !s->is_default && !s->even &&
            !s->weights && rank(s->grain) > rank(finest->every) &&
            s->grain <= GP_WEEK &&
            (split == NULL || s->span.start < split->span.start))
            split = s;
    }
    if (split != NULL)
        tell_grain(p, GP_TEXT_REVIEW_GRAIN, split->span, split->grain, finest);
}

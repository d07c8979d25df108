/* Pass 7: what follows a plan up: actuals, reviews, records, carry, missing.
 * Rules are in rule.c. */
#include <string.h>

#include "base/vec.h"
#include "compile/attrs.h"
#include "compile/pass.h"

/* ---- actuals -------------------------------------------------------------- */

/* A column by its heading, or by its number. */
static const char *column(struct gp_pass *p, struct gp_cursor *c)
{
    if (!gp_ref_is(c->at) || gp_ref_kind(p, c->at) != GP_N_NUMBER)
        return gp_cursor_string(p, c);
    int n;
    if (!gp_cursor_int(p, c, &n))
        return NULL;
    struct gp_buf b;
    gp_buf_init(&b, p->heap);
    gp_buf_int(&b, n);
    const char *text = gp_arena_strdup(p->arena, gp_buf_cstr(&b));
    gp_buf_fini(&b);
    return text;
}

static void column_date(struct gp_pass *p, struct gp_cursor *c)
{
    ((struct gp_actuals *)c->data)->date = column(p, c);
}

static void column_scope(struct gp_pass *p, struct gp_cursor *c)
{
    ((struct gp_actuals *)c->data)->scope = column(p, c);
}

static void column_kpi(struct gp_pass *p, struct gp_cursor *c)
{
    ((struct gp_actuals *)c->data)->kpi = column(p, c);
}

/* "value "amount"" of the long form, "value sales "amount"" of the wide. */
static void column_value(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_actuals *a = c->data;
    if (!gp_ref_is(c->at) || gp_ref_kind(p, c->at) != GP_N_NAME) {
        a->value = column(p, c);
        return;
    }
    uint32_t kpi = gp_find_kpi(p, c->at);
    c->at = gp_ref_next(p, c->at);
    struct gp_value_column v = {kpi, column(p, c)};
    if (kpi == GP_NONE || v.column == NULL)
        return;
    struct gp_value_column *all =
        gp_arena_alloc(p->arena, (a->value_count + 1) * sizeof *all);
    if (a->value_count != 0)
        memcpy(all, a->values, a->value_count * sizeof *all);
    all[a->value_count++] = v;
    a->values = all;
}

static void actuals_encoding(struct gp_pass *p, struct gp_cursor *c)
{
    ((struct gp_actuals *)c->data)->encoding = gp_cursor_who(p, c);
}

static void actuals_header(struct gp_pass *p, struct gp_cursor *c)
{
    if (!gp_cursor_accept(p, c, GP_W_NONE))
        gp_cursor_expected(p, c, "`none`");
    ((struct gp_actuals *)c->data)->header_none = true;
}

static void actuals_delimiter(struct gp_pass *p, struct gp_cursor *c)
{
    const char *text = gp_cursor_string(p, c);
    if (text == NULL)
        return;
    if (strcmp(text, "\\t") == 0 || strcmp(text, "tab") == 0)
        text = "\t";
    if (strlen(text) != 1) {
        gp_cursor_expected(p, c, "one character in quotes");
        return;
    }
    ((struct gp_actuals *)c->data)->delimiter = text[0];
}

static const struct gp_attr actuals_attrs[] = {
    {GP_W_DATE, column_date},
    {GP_W_SCOPE, column_scope},
    {GP_W_KPI, column_kpi},
    {GP_W_VALUE, column_value},
    {GP_W_ENCODING, actuals_encoding},
    {GP_W_HEADER, actuals_header},
    {GP_W_DELIMITER, actuals_delimiter},
    {GP_WORD_COUNT, NULL},
};

/* "product "Product line"": a column with members of a dimension. */
static bool dimension_column(struct gp_pass *p, struct gp_ref fact,
                             struct gp_actuals *a)
{
    struct gp_ref name = gp_ref_child(p, fact);
    if (!gp_ref_is(name) || gp_ref_kind(p, name) != GP_N_NAME)
        return false;
    uint32_t d =
        gp_map_get(&p->model->dimension_of, gp_pass_node(p, name)->sym);
    if (d == GP_MAP_NONE)
        return false;
    struct gp_cursor c = gp_cursor_of(p, fact, a);
    c.at = gp_ref_next(p, c.at);
    struct gp_dim_column x = {d, column(p, &c)};
    if (x.column == NULL)
        return true;
    struct gp_dim_column *all =
        gp_arena_alloc(p->arena, (a->dim_count + 1) * sizeof *all);
    if (a->dim_count != 0)
        memcpy(all, a->dims, a->dim_count * sizeof *all);
    all[a->dim_count++] = x;
    a->dims = all;
    return true;
}

static void check_columns(struct gp_pass *p, const struct gp_actuals *a)
{
    const char *lacks = a->date == NULL                          ? "date"
                        : a->scope == NULL                       ? "scope"
                        : a->value == NULL && a->value_count == 0 ? "value"
                        : a->value != NULL && a->kpi == NULL     ? "kpi"
                                                                 : NULL;
    if (lacks == NULL)
        return;
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_NO_COLUMN, a->span, lacks, NULL);
    gp_find_help(p->findings, f, GP_TEXT_HELP_COLUMNS, NULL);
}

static void lower_actuals(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_actuals a = {.kind = "csv"};
    struct gp_cursor c =
        gp_cursor_of(p, gp_ref_part(p, ref, GP_N_ATTRS), &a);
    c.fact = ref;
    if (gp_ref_is(c.at) && gp_ref_kind(p, c.at) == GP_N_NAME) {
        a.kind = gp_ref_name(p, c.at);
        if (!gp_cursor_accept(p, &c, GP_W_CSV)) {
            struct gp_finding *f =
                gp_find(p->findings, GP_TEXT_NO_SOURCE, gp_ref_span(p, c.at),
                        a.kind, NULL);
            gp_find_help(p->findings, f, GP_TEXT_HELP_SOURCES, NULL);
            return;
        }
        a.kind = "csv";
    }
    a.span = gp_ref_span(p, gp_ref_is(c.at) ? c.at : ref);
    a.path = gp_cursor_string(p, &c);
    if (gp_ref_is(c.at))
        gp_cursor_expected(p, &c, "a block with the columns");
    struct gp_ref block = gp_ref_part(p, ref, GP_N_BLOCK);
    for (struct gp_ref i = gp_ref_is(block) ? gp_ref_child(p, block) : block;
         gp_ref_is(i); i = gp_ref_next(p, i))
        if (!dimension_column(p, i, &a))
            gp_attrs_fact(p, i, actuals_attrs, &a);
    if (a.path == NULL)
        return;
    check_columns(p, &a);
    gp_vec_push(p->heap, &p->model->actuals, a);
}

/* ---- reviews -------------------------------------------------------------- */

static void review_on(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_review *r = c->data;
    enum { FIRST_WEEKDAY = 100 };
    if (gp_ref_is(c->at) && gp_ref_kind(p, c->at) == GP_N_NUMBER) {
        gp_cursor_int(p, c, &r->on);
        return;
    }
    int day = gp_ref_is(c->at) ? gp_weekday_of(gp_ref_name(p, c->at)) : -1;
    if (day >= 0) {
        r->on = FIRST_WEEKDAY + day;
        c->at = gp_ref_next(p, c->at);
        return;
    }
    switch (gp_cursor_word(p, c)) {
    case GP_W_FIRST:
        r->on = GP_ON_FIRST_WORKDAY;
        if (gp_cursor_accept(p, c, GP_W_WORKDAY))
            return;
        break;
    case GP_W_LAST:
        r->on = GP_ON_LAST_WORKDAY;
        if (gp_cursor_accept(p, c, GP_W_WORKDAY))
            return;
        r->on = GP_ON_LAST_DAY;
        if (gp_cursor_accept(p, c, GP_W_DAY))
            return;
        break;
    case GP_W_DAY:
        gp_cursor_int(p, c, &r->on);
        return;
    default:
        break;
    }
    gp_cursor_expected(p, c, "a weekday, `last workday`, `first workday`, "
                             "`last day` or `day 15`");
}

static void review_move(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_review *r = c->data;
    enum gp_word word = gp_cursor_word(p, c);
    r->move_next = word == GP_W_NEXT;
    if ((word != GP_W_NEXT && word != GP_W_PREVIOUS) ||
        !gp_cursor_accept(p, c, GP_W_WORKDAY))
        gp_cursor_expected(p, c, "`previous workday` or `next workday`");
}

static void review_every(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_review *r = c->data;
    r->every = gp_grain_of(gp_cursor_word(p, c));
    if (r->every == GP_GRAIN_COUNT || r->every == GP_DAYPART)
        gp_cursor_expected(p, c, "a grain: every month");
}

static const struct gp_attr review_attrs[] = {
    {GP_W_ON, review_on},
    {GP_W_MOVE, review_move},
    {GP_W_EVERY, review_every},
    {GP_WORD_COUNT, NULL},
};

static enum gp_grain cadence(enum gp_word word)
{
    switch (word) {
    case GP_W_DAILY:
        return GP_DAY;
    case GP_W_WEEKLY:
        return GP_WEEK;
    case GP_W_MONTHLY:
        return GP_MONTH;
    case GP_W_QUARTERLY:
        return GP_QUARTER;
    case GP_W_YEARLY:
        return GP_YEAR;
    default:
        return GP_GRAIN_COUNT;
    }
}

/* A weekday is one of a week, a number one of a longer period. */
static bool settle_day(struct gp_pass *p, struct gp_review *r)
{
    bool weekday = r->on >= 100;
    r->on -= weekday ? 100 : 0;
    bool ok = r->every == GP_DAY ||
              (r->every == GP_WEEK ? weekday || r->on < 0
                                   : !weekday && r->on <= 31 && r->on != 0);
    if (!ok)
        gp_find(p->findings, GP_TEXT_REVIEW_DAY, r->span,
                gp_grain_name(r->every), NULL);
    return ok;
}

static void lower_review(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_ref name = gp_ref_child(p, ref);
    struct gp_ref attrs = gp_ref_part(p, ref, GP_N_ATTRS);
    struct gp_review r = {
        .name = gp_pass_node(p, name)->sym,
        .title = gp_ref_name(p, name),
        .span = gp_ref_span(p, ref),
        .every = cadence(gp_ref_word(p, name)),
        .on = GP_ON_LAST_WORKDAY,
    };
    for (size_t i = 0; i < p->model->reviews.count; i++) {
        if (p->model->reviews.at[i].name != r.name)
            continue;
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_TWICE, gp_ref_span(p, name),
                    gp_ref_name(p, name), NULL);
        gp_find_note(p->findings, f, p->model->reviews.at[i].span,
                     GP_TEXT_NOTE_FIRST, NULL);
        return;
    }
    struct gp_cursor c = gp_cursor_of(p, attrs, &r);
    c.fact = ref;
    while (gp_ref_is(c.at) && !c.failed) {
        if (gp_ref_kind(p, c.at) == GP_N_STRING) {
            r.title = gp_cursor_string(p, &c);
            continue;
        }
        struct gp_ref word = c.at;
        switch (gp_cursor_word(p, &c)) {
        case GP_W_ON:
            review_on(p, &c);
            break;
        case GP_W_MOVE:
            review_move(p, &c);
            break;
        case GP_W_EVERY:
            review_every(p, &c);
            break;
        default:
            c.at = word;
            gp_cursor_expected(p, &c, "`on`, `every`, `move` or a text");
        }
    }
    gp_attrs_block_into(p, gp_ref_part(p, ref, GP_N_BLOCK), review_attrs, &r);
    if (c.failed)
        return;
    if (r.every == GP_GRAIN_COUNT) {
        gp_find(p->findings, GP_TEXT_REVIEW_EVERY, r.span,
                gp_ref_name(p, name), NULL);
        return;
    }
    if (settle_day(p, &r))
        gp_vec_push(p->heap, &p->model->reviews, r);
}

/* ---- records -------------------------------------------------------------- */

/* Several facts of a kind are read as one text. */
static void add_part(struct gp_pass *p, struct gp_cursor *c,
                     enum gp_record_part part, const char *text)
{
    struct gp_record *r = c->data;
    if (text == NULL)
        return;
    r->parts[part] = r->parts[part] == NULL
                         ? text
                         : gp_arena_join(p->arena, r->parts[part], "; ", text,
                                         NULL);
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
    add_part(p, c, GP_PART_MEASURE,
             gp_arena_strdup(p->arena, gp_buf_cstr(&b)));
    gp_buf_fini(&b);
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
    {GP_W_CAUSE, record_cause},
    {GP_W_MEASURE, record_measure},
    {GP_W_NEXT, record_next},
    {GP_W_PROBLEM, record_problem},
    {GP_W_SUCCESS, record_success},
    {GP_W_IMPROVEMENT, record_improvement},
    {GP_W_SUPPORT, record_support},
    {GP_WORD_COUNT, NULL},
};

static void lower_record(struct gp_pass *p, struct gp_ref ref)
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
        r.scope = gp_find_scope(p, gp_ref_child(p, of));
        if (r.kpi == GP_NONE)
            return;
    } else {
        r.scope = gp_find_scope(p, first);
    }
    if (gp_ref_is(in)) {
        r.has_period = gp_find_period(p, gp_ref_child(p, in), &r.period);
        if (!r.has_period)
            return;
    }
    gp_attrs_block_into(p, gp_ref_part(p, ref, GP_N_BLOCK), record_attrs, &r);
    if (r.scope != GP_NONE)
        gp_vec_push(p->heap, &p->model->records, r);
}

/* ---- carry, missing -------------------------------------------------------- */

static void carry_spread(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_carry *r = c->data;
    switch (gp_cursor_word(p, c)) {
    case GP_W_PROPORTIONAL:
        r->spread = GP_SPREAD_PROPORTIONAL;
        break;
    case GP_W_EVEN:
        r->spread = GP_SPREAD_EVEN;
        break;
    case GP_W_NEXT:
        r->spread = GP_SPREAD_NEXT;
        break;
    case GP_W_LAST:
        r->spread = GP_SPREAD_LAST;
        break;
    default:
        gp_cursor_expected(p, c, "`proportional`, `even`, `next` or `last`");
    }
}

static void carry_offset(struct gp_pass *p, struct gp_cursor *c)
{
    enum gp_word word = gp_cursor_word(p, c);
    if (word != GP_W_NONE && word != GP_W_CUMULATIVE)
        gp_cursor_expected(p, c, "`none` or `cumulative`");
    ((struct gp_carry *)c->data)->cumulative = word == GP_W_CUMULATIVE;
}

static void carry_cap(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_const value;
    if (!gp_cursor_const(p, c, &value))
        return;
    if (gp_rat_cmp(value.value, gp_rat_int(1)) < 0)
        gp_cursor_expected(p, c, "a cap of at least 100%: cap 150%");
    ((struct gp_carry *)c->data)->cap = value.value;
}

static const struct gp_attr carry_attrs[] = {
    {GP_W_SPREAD, carry_spread},
    {GP_W_OFFSET, carry_offset},
    {GP_W_CAP, carry_cap},
    {GP_WORD_COUNT, NULL},
};

/* carry sales shortfall over weeks of month */
static void lower_carry(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_ref name = gp_ref_child(p, ref);
    struct gp_carry r = {.span = gp_ref_span(p, ref), .cap = {0, 1}};
    struct gp_cursor c =
        gp_cursor_of(p, gp_ref_part(p, ref, GP_N_ATTRS), &r);
    c.fact = ref;
    r.kpi = gp_find_kpi(p, name);
    bool ok = gp_cursor_accept(p, &c, GP_W_SHORTFALL) &&
              gp_cursor_accept(p, &c, GP_W_OVER);
    r.over = ok ? gp_grain_of(gp_cursor_word(p, &c)) : GP_GRAIN_COUNT;
    ok = ok && gp_cursor_accept(p, &c, GP_W_OF);
    r.of = ok ? gp_grain_of(gp_cursor_word(p, &c)) : GP_GRAIN_COUNT;
    if (!ok || gp_ref_is(c.at) || r.over > GP_DAY || r.of > GP_WEEK ||
        r.of >= r.over) {
        gp_cursor_expected(p, &c, "`shortfall over weeks of month`");
        return;
    }
    if (r.over == GP_WEEK)
        r.over = GP_PIECE;
    gp_attrs_block_into(p, gp_ref_part(p, ref, GP_N_BLOCK), carry_attrs, &r);
    if (r.kpi == GP_NONE)
        return;
    if (p->model->kpis.at[r.kpi].kind != GP_KPI_FLOW) {
        gp_find(p->findings, GP_TEXT_CARRY_FLOW, gp_ref_span(p, name),
                gp_ref_name(p, name), NULL);
        return;
    }
    gp_vec_push(p->heap, &p->model->carries, r);
}

/* missing as 0 for visits */
static void lower_missing(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_cursor c =
        gp_cursor_of(p, gp_ref_part(p, ref, GP_N_ATTRS), NULL);
    struct gp_const zero = {.value = {1, 1}};
    c.fact = ref;
    bool ok = gp_cursor_accept(p, &c, GP_W_AS) &&
              gp_cursor_const(p, &c, &zero) && gp_rat_sign(zero.value) == 0 &&
              gp_cursor_accept(p, &c, GP_W_FOR);
    if (!ok || !gp_ref_is(c.at)) {
        gp_cursor_expected(p, &c, "`as 0 for` and a KPI");
        return;
    }
    for (; gp_ref_is(c.at); c.at = gp_ref_next(p, c.at)) {
        if (gp_ref_kind(p, c.at) == GP_N_COMMA)
            continue;
        uint32_t kpi = gp_find_kpi(p, c.at);
        if (kpi != GP_NONE)
            p->model->kpis.at[kpi].missing_as_zero = true;
    }
}

void gp_pass_follow(struct gp_pass *p)
{
    for (size_t i = 0; i < p->stmts.count; i++) {
        struct gp_ref ref = p->stmts.at[i].ref;
        switch (gp_ref_kind(p, ref)) {
        case GP_N_ACTUALS:
            lower_actuals(p, ref);
            break;
        case GP_N_REVIEW:
            lower_review(p, ref);
            break;
        case GP_N_RULE:
            gp_lower_rule(p, ref);
            break;
        case GP_N_RECORD:
            lower_record(p, ref);
            break;
        case GP_N_CARRY:
            lower_carry(p, ref);
            break;
        case GP_N_MISSING:
            lower_missing(p, ref);
            break;
        default:
            break;
        }
    }
}

/* Reviews: how often, on which day, and where they move. */
#include "base/vec.h"
#include "compile/attrs.h"
#include "compile/pass.h"

/* 最后 工作日 is what one says in Chinese; `workday` in English. */
static bool is_workday(struct gp_pass *p, struct gp_cursor *c)
{
    return gp_cursor_accept(p, c, GP_W_WORKDAY) ||
           gp_cursor_accept(p, c, GP_W_WORKDAYS);
}

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
        if (is_workday(p, c))
            return;
        break;
    case GP_W_LAST:
        r->on = GP_ON_LAST_WORKDAY;
        if (is_workday(p, c))
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
    gp_cursor_expected(p, c,
                       "a weekday, `last workday`, `first workday`, "
                       "`last day` or `day 15`");
}

static void review_move(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_review *r = c->data;
    enum gp_word word = gp_cursor_word(p, c);
    r->move_next = word == GP_W_NEXT;
    if ((word != GP_W_NEXT && word != GP_W_PREVIOUS) || !is_workday(p, c))
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
                gp_word(p->findings, gp_grain_name(r->every)), NULL);
    return ok;
}

void gp_lower_review(struct gp_pass *p, struct gp_ref ref)
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
    if (!gp_name_once(p, GP_N_REVIEW, name))
        return;
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
        gp_find(p->findings, GP_TEXT_REVIEW_EVERY, r.span, gp_ref_name(p, name),
                NULL);
        return;
    }
    if (settle_day(p, &r))
        gp_vec_push(p->heap, &p->model->reviews, r);
}

/* Scorecards and rewards: what is weighed into one score, and what reaching
 * a target brings.  They are worked out in track/score.c. */
#include "base/vec.h"
#include "compile/attrs.h"
#include "compile/pass.h"

static const char *percent(struct gp_pass *p, struct gp_rat value)
{
    return gp_show_rat(&p->findings->arena, p->model, value, true);
}

/* "for person of east"; each person where nothing is said. */
static bool read_audience(struct gp_pass *p, struct gp_ref ref,
                          struct gp_audience *out)
{
    struct gp_ref each = gp_ref_part(p, ref, GP_N_EACH);
    *out = (struct gp_audience){.each = GP_EACH_PERSON, .of = GP_NONE};
    if (!gp_ref_is(each))
        return true;
    struct gp_ref who = gp_ref_child(p, each);
    struct gp_ref of = gp_ref_part(p, each, GP_N_OF);
    switch (gp_ref_word(p, who)) {
    case GP_W_PERSON:
        break;
    case GP_W_TEAM:
        out->each = GP_EACH_TEAM;
        break;
    case GP_W_MEMBER:
        out->each = GP_EACH_SCOPE;
        break;
    default:
        gp_find(p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, who),
                gp_word(p->findings,
                        "`person`, `team` or `member`: for person of east"),
                NULL);
        return false;
    }
    if (gp_ref_is(of))
        out->of = gp_peek_moved(p, gp_ref_child(p, of));
    out->moved = out->of != GP_NONE;
    if (gp_ref_is(of) && !out->moved)
        out->of = gp_find_scope(p, gp_ref_child(p, of));
    return !gp_ref_is(of) || out->of != GP_NONE;
}

/* ---- scorecards ---- */

struct items {
    GP_VEC(struct gp_score_item) list;
    bool failed;
};

/* sales 50% cap 120% */
static void read_item(struct gp_pass *p, struct gp_ref fact,
                      struct items *items)
{
    struct gp_cursor c = gp_cursor_of(p, fact, NULL);
    struct gp_score_item x = {.span = gp_ref_span(p, fact), .cap = {0, 1}};
    struct gp_ref name = c.at;
    struct gp_const value;
    size_t before = p->findings->list.count;
    if (gp_cursor_name(p, &c) == NULL || !gp_ref_is(c.at)) {
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_EXPECTED, x.span,
                    gp_word(p->findings, "a KPI and its weight"), NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_SCORE_ITEM, NULL);
        items->failed = true;
        return;
    }
    x.kpi = gp_find_kpi(p, name);
    struct gp_ref at = c.at;
    if (gp_cursor_const(p, &c, &value)) {
        x.weight = value.value;
        if (gp_rat_sign(x.weight) <= 0)
            gp_find(p->findings, GP_TEXT_SCORE_WEIGHT, gp_ref_span(p, at),
                    NULL);
    }
    at = gp_ref_is(c.at) ? gp_ref_next(p, c.at) : c.at;
    if (!c.failed && gp_cursor_accept(p, &c, GP_W_CAP) &&
        gp_cursor_const(p, &c, &value)) {
        x.cap = value.value;
        if (gp_rat_cmp(x.cap, gp_rat_int(1)) < 0)
            gp_find(p->findings, GP_TEXT_SCORE_CAP, gp_ref_span(p, at), NULL);
    }
    if (!c.failed && gp_ref_is(c.at))
        gp_cursor_expected(p, &c, "`cap 120%`, a comma or the end of the line");
    for (size_t i = 0; i < items->list.count; i++) {
        if (x.kpi == GP_NONE || items->list.at[i].kpi != x.kpi)
            continue;
        gp_tell_twice(p, name, items->list.at[i].span);
    }
    items->failed |= p->findings->list.count != before;
    if (p->findings->list.count == before)
        gp_vec_push(p->heap, &items->list, x);
}

static void check_sum(struct gp_pass *p, const struct gp_scorecard *card)
{
    struct gp_rat sum = gp_rat_int(0), off;
    struct gp_arena *a = &p->findings->arena;
    const char *text = NULL;
    for (size_t i = 0; i < card->item_count; i++) {
        const char *one = percent(p, card->items[i].weight);
        if (!gp_rat_add(&sum, sum, card->items[i].weight)) {
            gp_find(p->findings, GP_TEXT_OVERFLOW, card->items[i].span, NULL);
            return;
        }
        text = text == NULL ? one : gp_arena_join(a, text, " + ", one, NULL);
    }
    int c = gp_rat_cmp(sum, gp_rat_int(1));
    if (c == 0)
        return;
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_SCORE_SUM, card->span,
                gp_sym_text(p->names, card->name), percent(p, sum), NULL);
    if (card->item_count > 1)
        gp_find_detail(p->findings, f, GP_TEXT_DETAIL_SUM, text,
                       percent(p, sum), NULL);
    if (c < 0 ? gp_rat_sub(&off, gp_rat_int(1), sum)
              : gp_rat_sub(&off, sum, gp_rat_int(1)))
        gp_find_help(p->findings, f,
                     c < 0 ? GP_TEXT_HELP_SCORE_SHORT : GP_TEXT_HELP_SCORE_OVER,
                     percent(p, off), NULL);
}

void gp_lower_scorecard(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_ref name = gp_ref_child(p, ref);
    struct gp_ref block = gp_ref_part(p, ref, GP_N_BLOCK);
    struct gp_scorecard card = {
        .name = gp_pass_node(p, name)->sym,
        .title = gp_ref_title(p, ref),
        .span = gp_ref_span(p, name),
    };
    struct items items = {.failed = !read_audience(p, ref, &card.audience)};
    if (!gp_name_once(p, GP_N_SCORECARD, name))
        return;
    for (struct gp_ref i = gp_ref_child(p, block); gp_ref_is(i);
         i = gp_ref_next(p, i)) {
        if (gp_ref_kind(p, i) == GP_N_ATTRS)
            read_item(p, i, &items);
        else
            items.failed = true; /* broken, and told */
    }
    card.item_count = items.list.count;
    card.items =
        gp_arena_alloc(p->arena, (card.item_count + 1) * sizeof *card.items);
    for (size_t i = 0; i < card.item_count; i++)
        card.items[i] = items.list.at[i];
    gp_vec_fini(p->heap, &items.list);
    if (card.item_count == 0 && !items.failed) {
        struct gp_finding *f = gp_find(p->findings, GP_TEXT_SCORE_EMPTY,
                                       card.span, gp_ref_name(p, name), NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_SCORE_ITEM, NULL);
        return;
    }
    if (!items.failed)
        check_sum(p, &card);
    gp_name_keep(p, GP_N_SCORECARD, card.name, p->model->scorecards.count);
    gp_vec_push(p->heap, &p->model->scorecards, card);
}

/* ---- rewards ---- */

struct tiers {
    struct gp_reward reward;
    GP_VEC(struct gp_tier) list;
    bool failed;
};

/* "from 80%: 1%", with a colon between. */
static void reward_from(struct gp_pass *p, struct gp_cursor *c)
{
    struct tiers *t = c->data;
    struct gp_tier x = {.span = gp_ref_span(p, c->fact)};
    struct gp_const from, rate;
    struct gp_ref at = c->at;
    t->failed = true;
    if (!gp_cursor_const(p, c, &from))
        return;
    if (!gp_ref_is(c->at) || gp_ref_kind(p, c->at) != GP_N_COLON) {
        gp_cursor_expected(p, c, "`:` and what it brings: from 80%: 1%");
        return;
    }
    c->at = gp_ref_next(p, c->at);
    struct gp_ref what = c->at;
    if (!gp_cursor_const(p, c, &rate))
        return;
    x.from = from.value;
    x.rate = rate.value;
    x.is_share = rate.percent;
    if (gp_rat_sign(x.from) < 0 || gp_rat_sign(x.rate) < 0) {
        gp_find(p->findings, GP_TEXT_REWARD_NEGATIVE,
                gp_ref_span(p, gp_rat_sign(x.from) < 0 ? at : what), NULL);
        return;
    }
    uint32_t kpi = t->reward.kpi;
    bool money = kpi != GP_NONE && p->model->kpis.at[kpi].unit == GP_UNIT_MONEY;
    if (x.is_share && !money) {
        const char *name = gp_sym_text(
            p->names, kpi != GP_NONE
                          ? p->model->kpis.at[kpi].name
                          : p->model->scorecards.at[t->reward.card].name);
        struct gp_finding *f = gp_find(p->findings, GP_TEXT_REWARD_SHARE,
                                       gp_ref_span(p, what), name, NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_REWARD_SHARE, NULL);
        return;
    }
    if (t->list.count != 0 &&
        gp_rat_cmp(x.from, t->list.at[t->list.count - 1].from) <= 0) {
        const struct gp_tier *last = &t->list.at[t->list.count - 1];
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_REWARD_RISING, x.span,
                    percent(p, x.from), percent(p, last->from), NULL);
        gp_find_note(p->findings, f, last->span, GP_TEXT_NOTE_FIRST, NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_REWARD_RISING, NULL);
        return;
    }
    t->failed = false;
    gp_vec_push(p->heap, &t->list, x);
}

static void reward_marginal(struct gp_pass *p, struct gp_cursor *c)
{
    (void)p;
    ((struct tiers *)c->data)->reward.marginal = true;
}

static void reward_every(struct gp_pass *p, struct gp_cursor *c)
{
    struct tiers *t = c->data;
    enum gp_grain grain = gp_grain_of(gp_cursor_word(p, c));
    if (grain < GP_YEAR || grain > GP_MONTH)
        gp_cursor_expected(p, c, "`month`, `quarter`, `half` or `year`");
    else
        t->reward.every = grain;
}

static const struct gp_attr reward_attrs[] = {
    {GP_W_FROM, reward_from},
    {GP_W_MARGINAL, reward_marginal},
    {GP_W_EVERY, reward_every},
    {GP_WORD_COUNT, NULL},
};

/* "on sales", "on rep": a KPI, or a scorecard where no KPI has the name. */
static bool read_base(struct gp_pass *p, struct gp_ref ref, struct gp_reward *r)
{
    struct gp_ref subject = gp_ref_part(p, ref, GP_N_SUBJECT);
    struct gp_ref on = gp_ref_child(p, subject), name = gp_ref_next(p, on);
    if (gp_ref_word(p, on) != GP_W_ON) {
        gp_find(
            p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, on),
            gp_word(p->findings,
                    "`on` and a KPI: reward commission for person on sales"),
            NULL);
        return false;
    }
    r->kpi = gp_peek_kpi(p, name);
    r->card = r->kpi != GP_NONE
                  ? GP_NONE
                  : gp_name_find(p, GP_N_SCORECARD, gp_pass_node(p, name)->sym);
    if (r->kpi != GP_NONE || r->card != GP_NONE)
        return true;
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_REWARD_ON, gp_ref_span(p, name),
                gp_ref_name(p, name), NULL);
    gp_help_closest(p, f, gp_ref_name(p, name), &p->model->kpi_of);
    return false;
}

void gp_lower_reward(struct gp_pass *p, struct gp_ref ref)
{
    struct gp_ref name = gp_ref_child(p, ref);
    struct tiers t = {
        .reward = {.name = gp_pass_node(p, name)->sym,
                   .title = gp_ref_title(p, ref),
                   .span = gp_ref_span(p, name),
                   .every = GP_MONTH},
    };
    if (!gp_name_once(p, GP_N_REWARD, name))
        return;
    bool whom = read_audience(p, ref, &t.reward.audience);
    if (!read_base(p, ref, &t.reward) || !whom)
        return;
    gp_attrs_block_into(p, gp_ref_part(p, ref, GP_N_BLOCK), reward_attrs, &t);
    struct gp_reward *r = &t.reward;
    if (t.list.count == 0 && !t.failed) {
        struct gp_finding *f = gp_find(p->findings, GP_TEXT_REWARD_TIERS,
                                       r->span, gp_ref_name(p, name), NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_REWARD_TIERS, NULL);
    }
    r->tier_count = t.list.count;
    r->tiers = gp_arena_alloc(p->arena, (r->tier_count + 1) * sizeof *r->tiers);
    for (size_t i = 0; i < r->tier_count; i++)
        r->tiers[i] = t.list.at[i];
    gp_vec_fini(p->heap, &t.list);
    if (r->tier_count != 0)
        gp_vec_push(p->heap, &p->model->rewards, *r);
}

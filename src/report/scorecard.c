/*
 * Scorecards in one period: how far each KPI was reached and what it weighs,
 * the total of each person, and the rewards.
 */
#include "report/report.h"
#include "report/target.h"
#include "track/measure.h"
#include "track/score.h"

struct cards {
    struct gp_builder *b;
    struct gp_table *table;
    struct gp_period period;
};

/* Something to reach: a target of 0 is none. */
static bool has_target(const struct cards *c, uint32_t kpi, uint32_t scope)
{
    struct gp_value v =
        gp_measure(c->b->track, GP_M_TARGET, kpi, scope, &c->period);
    return v.has && gp_rat_sign(v.value) != 0;
}

/* Somebody who has a target of one of the KPIs. */
static bool takes_part(const struct cards *c, const struct gp_scorecard *card,
                       uint32_t scope)
{
    if (!gp_audience_holds(c->b->model, &card->audience, scope) ||
        !gp_select_scope(c->b->sel, scope))
        return false;
    for (size_t i = 0; i < card->item_count; i++)
        if (has_target(c, card->items[i].kpi, scope))
            return true;
    return false;
}

static const char *missing_text(const struct cards *c,
                                const struct gp_scorecard *card, uint32_t scope)
{
    const struct gp_model *m = c->b->model;
    const char *all = NULL;
    for (size_t i = 0; i < card->item_count; i++) {
        const struct gp_score_item *x = &card->items[i];
        if (gp_score_item(c->b->track, x, scope, &c->period).has)
            continue;
        const char *title = m->kpis.at[x->kpi].title;
        all = all == NULL ? title
                          : gp_arena_join(c->b->arena, all, ", ", title, NULL);
    }
    return all;
}

/* "Hua has no score: Cash collected has no value; the rest is 62% of 80%" */
static void note_missing(const struct cards *c, const struct gp_scorecard *card,
                         uint32_t scope)
{
    struct gp_builder *b = c->b;
    struct gp_rat rest, weight;
    gp_score_total(b->track, card, scope, &c->period, &rest, &weight);
    const char *who = b->model->scopes.at[scope].title;
    const char *what = missing_text(c, card, scope);
    const char *part = gp_show_rat(b->arena, b->model, rest, true);
    const char *of = gp_show_rat(b->arena, b->model, weight, true);
    const char *text =
        b->chinese ? gp_arena_join(b->arena, who, " 没有总分: ", what,
                                   " 没有数值", NULL)
                   : gp_arena_join(b->arena, who, " has no score: no value of ",
                                   what, NULL);
    if (gp_rat_sign(weight) != 0)
        text = b->chinese ? gp_arena_join(b->arena, text, "; 其余得分 ", part,
                                          " (权重 ", of, ")", NULL)
                          : gp_arena_join(b->arena, text, "; the rest gives ",
                                          part, " of ", of, NULL);
    gp_report_note(b->report, text);
}

static void add_items(const struct cards *c, const struct gp_scorecard *card,
                      uint32_t scope)
{
    struct gp_builder *b = c->b;
    for (size_t i = 0; i < card->item_count; i++) {
        const struct gp_score_item *x = &card->items[i];
        struct gp_cell *cells = gp_table_row(b->report, c->table);
        cells[0] = gp_cell_text(b->model->scopes.at[scope].title);
        cells[1] = gp_cell_text(b->model->kpis.at[x->kpi].title);
        cells[2] = gp_cell_ratio(x->weight);
        cells[3] = gp_build_attainment(b, x->kpi, scope, &c->period);
        cells[4] =
            gp_build_ratio(gp_score_item(b->track, x, scope, &c->period));
    }
}

static void add_columns(const struct cards *c)
{
    gp_build_column(c->b, c->table, GP_H_SCORECARD_PERSON, GP_LEFT);
    gp_build_column(c->b, c->table, GP_H_SCORECARD_METRIC, GP_LEFT);
    gp_build_column(c->b, c->table, GP_H_SCORECARD_WEIGHT, GP_RIGHT);
    gp_build_column(c->b, c->table, GP_H_SCORECARD_ATTAINMENT, GP_RIGHT);
    gp_build_column(c->b, c->table, GP_H_SCORECARD_SCORE, GP_RIGHT);
}

static bool add_card(struct cards *c, const struct gp_scorecard *card)
{
    struct gp_builder *b = c->b;
    const struct gp_model *m = b->model;
    c->table = gp_report_table(
        b->report, gp_sym_text(m->names, card->name),
        gp_arena_join(b->arena, card->title, ", ",
                      gp_period_text(b->arena, &c->period), NULL));
    add_columns(c);
    c->table->empty = b->chinese ? "此范围没有成员。"
                                 : "Nobody of this scope has its targets.";
    for (size_t s = 0; s < m->scopes.count; s++)
        if (takes_part(c, card, m->scope_order[s]))
            add_items(c, card, m->scope_order[s]);
    return c->table->row_count != 0;
}

/* ---- totals and rewards -------------------------------------------------- */

/* "from 100%: 1.5%" */
static const char *tier_text(struct gp_builder *b, const struct gp_reward *r,
                             int tier)
{
    const struct gp_tier *x = &r->tiers[tier];
    return gp_arena_join(b->arena, b->chinese ? "达 " : "from ",
                         gp_show_rat(b->arena, b->model, x->from, true), ": ",
                         gp_show_rat(b->arena, b->model, x->rate, x->is_share),
                         NULL);
}

static int currency_digits(const struct gp_model *m)
{
    for (size_t k = 0; k < m->kpis.count; k++)
        if (m->kpis.at[k].unit == GP_UNIT_MONEY)
            return m->kpis.at[k].digits;
    return 2;
}

static struct gp_cell money_cell(const struct gp_builder *b, struct gp_value v)
{
    int digits = currency_digits(b->model);
    int64_t amount;
    if (!v.has || !gp_rat_rounded(v.value, digits, &amount))
        return (struct gp_cell){.kind = GP_CELL_NONE};
    return gp_cell_amount(amount, digits);
}

static void add_reward(const struct cards *c, const struct gp_reward *r,
                       uint32_t scope)
{
    struct gp_builder *b = c->b;
    struct gp_reward_result x = gp_reward_in(b->track, r, scope, &c->period);
    struct gp_cell *cells = gp_table_row(b->report, c->table);
    cells[0] = gp_cell_text(b->model->scopes.at[scope].title);
    cells[1] = gp_cell_text(r->title);
    cells[2] = gp_build_ratio(x.reach);
    if (x.tier >= 0)
        cells[3] = gp_cell_text(tier_text(b, r, x.tier));
    cells[4] = money_cell(b, x.amount);
}

static void add_totals(struct cards *c)
{
    struct gp_builder *b = c->b;
    const struct gp_model *m = b->model;
    c->table = gp_report_table(b->report, "totals",
                               gp_heading(GP_H_SCORECARD_TOTAL, b->chinese));
    gp_build_column(b, c->table, GP_H_SCORECARD_PERSON, GP_LEFT);
    gp_build_column(b, c->table, GP_H_SCORECARD_CARD, GP_LEFT);
    gp_build_column(b, c->table, GP_H_SCORECARD_TOTAL, GP_RIGHT);
    for (size_t i = 0; i < m->scorecards.count; i++) {
        const struct gp_scorecard *card = &m->scorecards.at[i];
        for (size_t s = 0; s < m->scopes.count; s++) {
            uint32_t scope = m->scope_order[s];
            if (!takes_part(c, card, scope))
                continue;
            struct gp_value total =
                gp_score_total(b->track, card, scope, &c->period, NULL, NULL);
            struct gp_cell *cells = gp_table_row(b->report, c->table);
            cells[0] = gp_cell_text(m->scopes.at[scope].title);
            cells[1] = gp_cell_text(card->title);
            cells[2] = gp_build_ratio(total);
            if (!total.has)
                note_missing(c, card, scope);
        }
    }
}

static void add_rewards(struct cards *c)
{
    struct gp_builder *b = c->b;
    const struct gp_model *m = b->model;
    c->table = gp_report_table(b->report, "rewards",
                               gp_heading(GP_H_SCORECARD_REWARD, b->chinese));
    gp_build_column(b, c->table, GP_H_SCORECARD_PERSON, GP_LEFT);
    gp_build_column(b, c->table, GP_H_SCORECARD_REWARD, GP_LEFT);
    gp_build_column(b, c->table, GP_H_SCORECARD_ATTAINMENT, GP_RIGHT);
    gp_build_column(b, c->table, GP_H_SCORECARD_REWARD_TIER, GP_LEFT);
    gp_build_column(b, c->table, GP_H_SCORECARD_AMOUNT, GP_RIGHT);
    for (size_t i = 0; i < m->rewards.count; i++) {
        const struct gp_reward *r = &m->rewards.at[i];
        for (size_t s = 0; s < m->scopes.count; s++) {
            uint32_t scope = m->scope_order[s];
            if (!gp_audience_holds(m, &r->audience, scope) ||
                !gp_select_scope(b->sel, scope))
                continue;
            bool concerned =
                r->card != GP_NONE
                    ? takes_part(c, &m->scorecards.at[r->card], scope)
                    : has_target(c, r->kpi, scope);
            if (concerned)
                add_reward(c, r, scope);
        }
    }
}

const char *gp_build_scorecard(struct gp_builder *b)
{
    const struct gp_model *m = b->model;
    struct cards c = {b, NULL, gp_build_period(b)};
    bool any = false;
    for (size_t i = 0; i < m->scorecards.count; i++)
        any |= add_card(&c, &m->scorecards.at[i]);
    if (any)
        add_totals(&c);
    if (m->rewards.count != 0)
        add_rewards(&c);
    if (b->report->tables == NULL) {
        c.table = gp_report_table(b->report, "scorecards", NULL);
        add_columns(&c);
        c.table->empty =
            b->chinese ? "计划没有评分卡。" : "The plan has no scorecard.";
    }
    return NULL;
}

/* What is wrong with a split of a row's parts: see parts.h. */
#include "compile/flow/parts.h"

static const char *axis_name(const struct gp_shareout *x)
{
    const struct gp_findings *f = x->f->p->findings;
    switch (x->s->axis) {
    case GP_AXIS_TEAM:
        return gp_word(f, "teams");
    case GP_AXIS_PERSON:
        return gp_word(f, "persons");
    case GP_AXIS_DIMENSION:
        return gp_word(f, "parts");
    default:
        return gp_word(f, "members");
    }
}

/* The sum as it is written: "800万 + 200万", "40% + 50%". */
static const char *terms(const struct gp_shareout *x, bool percent)
{
    enum { MOST = 12 };
    struct gp_arena *a = &x->f->p->findings->arena;
    const char *all = "";
    size_t shown = 0;
    for (size_t i = 0; i < x->s->item_count; i++) {
        const struct gp_item *item = &x->s->items[i];
        const char *one = NULL;
        if (item->kind == GP_ITEM_AMOUNT)
            one = gp_flow_amount(x->f, x->row, item->amount);
        else if (item->kind == GP_ITEM_SHARE)
            one = percent ? gp_show_rat(a, x->f->m, item->value, true)
                          : gp_arena_join(
                                a, gp_show_rat(a, x->f->m, item->value, true),
                                NULL);
        if (one == NULL)
            continue;
        if (shown++ == MOST)
            return gp_arena_join(a, all, " + ...", NULL);
        all = gp_arena_join(a, all, shown == 1 ? "" : " + ", one, NULL);
    }
    return all;
}

static const char *rounded(const struct gp_shareout *x, struct gp_rat amount)
{
    int64_t n;
    if (!gp_rat_rounded(amount, 0, &n))
        return "?";
    return gp_flow_amount(x->f, x->row, n);
}

static void tell_shares(const struct gp_shareout *x)
{
    struct gp_pass *p = x->f->p;
    struct gp_arena *a = &p->findings->arena;
    struct gp_rat sum, base = gp_rat_int(x->row->at[x->tick]);
    gp_rat_div(&sum, x->sum, base);
    struct gp_rat gap;
    struct gp_rat want;
    gp_rat_div(&want, x->exactly, base);
    bool over = gp_rat_cmp(sum, want) > 0;
    if (over)
        gp_rat_sub(&gap, sum, want);
    else
        gp_rat_sub(&gap, want, sum);
    const char *is = gp_show_rat(a, x->f->m, sum, true);
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_SHARE_SUM, x->s->span, axis_name(x),
                gp_flow_scope_name(x->f, x->row->scope), is,
                gp_show_rat(a, x->f->m, want, true), NULL);
    gp_find_detail(p->findings, f,
                   over ? GP_TEXT_DETAIL_OVER : GP_TEXT_DETAIL_SHORT,
                   terms(x, true), is, gp_show_rat(a, x->f->m, gap, true),
                   gp_show_rat(a, x->f->m, want, true), NULL);
    gp_find_help(p->findings, f,
                 over ? GP_TEXT_HELP_SHARES_OVER : GP_TEXT_HELP_SHARES_SHORT,
                 gp_show_rat(a, x->f->m, gap, true), NULL);
}

/* The parts do not make up the whole. */
static void tell_sum(const struct gp_shareout *x)
{
    struct gp_pass *p = x->f->p;
    bool over = gp_rat_sign(x->left) < 0;
    struct gp_rat gap = x->left;
    gap.num = over ? -gap.num : gap.num;
    const char *whole = gp_flow_amount(x->f, x->row, x->whole);
    const char *is = rounded(x, x->sum), *by = rounded(x, gap);
    bool eaten = over && (x->rest || x->weighed || x->s->partial);
    struct gp_finding *f =
        gp_find(p->findings, eaten ? GP_TEXT_OVER_ASSIGNED : GP_TEXT_SPLIT_SUM,
                x->s->span, axis_name(x),
                gp_flow_scope_name(x->f, x->row->scope), is, whole, NULL);
    gp_find_detail(p->findings, f,
                   over ? GP_TEXT_DETAIL_OVER : GP_TEXT_DETAIL_SHORT,
                   terms(x, false), is, by, whole, NULL);
    gp_flow_note_cell(x->f, f, x->row, x->tick);
    gp_find_help(p->findings, f,
                 over ? GP_TEXT_HELP_SPLIT_OVER : GP_TEXT_HELP_SPLIT_SHORT, by,
                 NULL);
}

static void tell_check(const struct gp_shareout *x, size_t i)
{
    struct gp_pass *p = x->f->p;
    struct gp_arena *a = &p->findings->arena;
    const struct gp_item *item = &x->s->items[i];
    const char *share = gp_show_rat(a, x->f->m, item->value, true);
    const char *whole = gp_flow_amount(x->f, x->row, x->row->at[x->tick]);
    const char *is = rounded(x, x->exact[i]);
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_SHARE_AMOUNT, item->span, share, whole, is,
                gp_flow_amount(x->f, x->row, item->amount), NULL);
    gp_tell_of(p, f, x->row->scope);
    gp_flow_note_cell(x->f, f, x->row, x->tick);
    gp_find_help(p->findings, f, GP_TEXT_HELP_SHARE_AMOUNT, is, NULL);
}

bool gp_parts_check(struct gp_shareout *x)
{
    bool ok = true;
    bool exact = gp_rat_sign(x->left) == 0;
    bool filler =
        x->rest || x->s->partial || (x->weighed && gp_rat_sign(x->weights) > 0);
    if (!exact && (!filler || gp_rat_sign(x->left) < 0)) {
        ok = false;
        if (!x->s->told && !x->hole &&
            !gp_flow_is_spoilt(x->f, x->row, x->tick)) {
            if (x->amounts || filler)
                tell_sum(x);
            else
                tell_shares(x);
        }
    }
    for (size_t i = 0; i < x->s->item_count; i++) {
        const struct gp_item *item = &x->s->items[i];
        bool whole = gp_parts_same_days(
            x->f->m->time.ticks[x->tick].period.days, x->s->period.days);
        if (!item->has_check || !whole ||
            gp_rat_cmp(x->exact[i], gp_rat_int(item->amount)) == 0)
            continue;
        if (!x->s->told)
            tell_check(x, i);
        ok = false;
    }
    x->s->told |= !ok;
    return ok && !x->hole;
}

void gp_parts_tell_stated(const struct gp_shareout *x,
                          const struct gp_row *part, size_t i, int64_t value)
{
    struct gp_pass *p = x->f->p;
    struct gp_finding *f =
        gp_find(p->findings, GP_TEXT_SPLIT_TARGET, x->s->items[i].span,
                gp_flow_scope_name(x->f, part->scope),
                gp_flow_amount(x->f, part, value),
                gp_flow_amount(x->f, part, part->at[x->tick]), NULL);
    gp_flow_note_cell(x->f, f, part, x->tick);
    gp_find_help(p->findings, f, GP_TEXT_HELP_SPLIT_TARGET, NULL);
}

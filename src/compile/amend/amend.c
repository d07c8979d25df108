/*
 * Amendments, from the tree: what each says, in the order of their days.
 * Takes their statements; gives cells and splits that wait until the original
 * plan has been worked out.  What becomes of the plan then is amended.c's.
 */
#include "base/vec.h"
#include "compile/attrs.h"
#include "compile/target.h"

/* ---- facts --------------------------------------------------------------- */

static void amend_approved(struct gp_pass *p, struct gp_cursor *c)
{
    ((struct gp_amend *)c->data)->approved = gp_cursor_who(p, c);
}

static const struct gp_attr header[] = {
    {GP_W_APPROVED, amend_approved},
    {GP_WORD_COUNT, NULL},
};

/* The one KPI that an amendment is about, GP_NONE where it is several. */
static uint32_t only_kpi(const struct gp_pass *p, size_t cell, size_t split)
{
    uint32_t kpi = GP_NONE;
    for (; cell < p->amended.count; cell++) {
        if (kpi != GP_NONE && kpi != p->amended.at[cell].kpi)
            return GP_NONE;
        kpi = p->amended.at[cell].kpi;
    }
    for (; split < p->amended_splits.count; split++) {
        if (kpi != GP_NONE && kpi != p->amended_splits.at[split].kpi)
            return GP_NONE;
        kpi = p->amended_splits.at[split].kpi;
    }
    return kpi;
}

/* write_off [KPI] 200万 approved "..." */
static void amend_write_off(struct gp_pass *p, struct gp_cursor *c)
{
    struct gp_model *m = p->model;
    struct gp_write_off off = {.kpi = *(uint32_t *)c->data,
                               .span = gp_ref_span(p, c->fact)};
    struct gp_const value;
    if (gp_ref_is(c->at) && gp_ref_kind(p, c->at) == GP_N_NAME &&
        gp_peek_kpi(p, c->at) != GP_NONE) {
        off.kpi = gp_peek_kpi(p, c->at);
        gp_cursor_name(p, c);
    } else if (off.kpi == GP_NONE) {
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_WRITE_OFF_KPI, off.span, NULL);
        if (m->kpis.count != 0)
            gp_find_help(p->findings, f, GP_TEXT_HELP_WRITE_OFF_KPI,
                         gp_sym_text(p->names, m->kpis.at[0].name), NULL);
        c->at.node = 0;
        return;
    }
    struct gp_ref amount = c->at;
    if (!gp_ref_is(amount)) {
        gp_cursor_expected(p, c, "how much: write_off 200万");
        return;
    }
    if (!gp_cursor_const(p, c, &value) ||
        !gp_target_amount(p, off.kpi, value, gp_ref_span(p, amount),
                          &off.amount)) {
        c->at.node = 0;
        return;
    }
    if (gp_cursor_accept(p, c, GP_W_APPROVED))
        off.approved = gp_cursor_who(p, c);
    gp_vec_push(p->heap, &m->write_offs, off);
}

static const struct gp_attr facts[] = {
    {GP_W_WRITE_OFF, amend_write_off},
    {GP_WORD_COUNT, NULL},
};

/* ---- one amendment ------------------------------------------------------- */

static void need_approvals(struct gp_pass *p, const struct gp_amend *a)
{
    struct gp_model *m = p->model;
    struct gp_arena *arena = &p->findings->arena;
    if (!m->approvals)
        return;
    if (a->approved == NULL) {
        struct gp_buf b;
        gp_buf_init(&b, p->heap);
        gp_buf_date(&b, a->date);
        struct gp_finding *f = gp_find(p->findings, GP_TEXT_AMEND_NO_APPROVAL,
                                       a->span, gp_buf_cstr(&b), NULL);
        gp_find_note(p->findings, f, m->span, GP_TEXT_NOTE_APPROVALS, NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_APPROVAL, NULL);
        gp_buf_fini(&b);
    }
    for (uint32_t i = 0; i < a->off_count; i++) {
        const struct gp_write_off *o = &m->write_offs.at[a->first_off + i];
        if (o->approved != NULL)
            continue;
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_WRITE_OFF_NO_APPROVAL, o->span,
                    gp_show_amount(arena, m, o->kpi, o->amount), NULL);
        gp_find_note(p->findings, f, m->span, GP_TEXT_NOTE_APPROVALS, NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_APPROVAL, NULL);
    }
}

static void lower_amend(struct gp_pass *p, struct gp_ref ref, gp_date date)
{
    struct gp_model *m = p->model;
    struct gp_ref day = gp_ref_child(p, ref), title = gp_ref_next(p, day);
    struct gp_ref head = gp_ref_part(p, ref, GP_N_ATTRS);
    struct gp_ref block = gp_ref_part(p, ref, GP_N_BLOCK);
    size_t cells = p->amended.count, splits = p->amended_splits.count;
    struct gp_amend a = {.date = date, .title = gp_ref_string(p, title)};
    struct gp_ref last = gp_ref_is(gp_ref_child(p, head)) ? head : title;
    a.span = gp_tokens_span(&gp_pass_ast(p, ref)->tokens,
                            gp_pass_node(p, ref)->at.first,
                            gp_pass_node(p, last)->at.last);
    struct gp_cursor c = gp_cursor_of(p, head, &a);
    gp_attrs_header(p, &c, header);
    p->amendment = (uint32_t)m->amends.count;
    bool broken = false, said = false;
    for (struct gp_ref i = gp_ref_child(p, block); gp_ref_is(i);
         i = gp_ref_next(p, i)) {
        enum gp_node_kind kind = gp_ref_kind(p, i);
        said |= kind != GP_N_BROKEN;
        broken |= kind == GP_N_BROKEN;
        if (kind == GP_N_TARGET)
            gp_lower_target(p, i);
        else if (kind == GP_N_SPLIT)
            gp_lower_split(p, i, GP_NONE, NULL);
        else if (kind == GP_N_TABLE)
            gp_lower_table(p, i);
    }
    if (!said && !broken) {
        struct gp_finding *f =
            gp_find(p->findings, GP_TEXT_AMEND_EMPTY, a.span, NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_AMEND_EMPTY, NULL);
    }
    uint32_t kpi = only_kpi(p, cells, splits);
    a.first_off = (uint32_t)m->write_offs.count;
    gp_attrs_block_into(p, block, facts, &kpi);
    a.off_count = (uint32_t)m->write_offs.count - a.first_off;
    need_approvals(p, &a);
    gp_vec_push(p->heap, &m->amends, a);
}

/* ---- all of them --------------------------------------------------------- */

static void check_freeze(struct gp_pass *p)
{
    struct gp_model *m = p->model;
    int count = 0;
    for (size_t i = 0; i < m->amends.count; i++) {
        const struct gp_amend *a = &m->amends.at[i];
        struct gp_buf day, number, most;
        if (m->freeze_from == GP_NO_DATE || a->date <= m->freeze_from ||
            ++count <= m->freeze_limit)
            continue;
        gp_buf_init(&day, p->heap);
        gp_buf_init(&number, p->heap);
        gp_buf_init(&most, p->heap);
        gp_buf_date(&day, m->freeze_from);
        gp_buf_int(&number, count);
        gp_buf_int(&most, m->freeze_limit);
        struct gp_finding *f =
            m->freeze_limit == 0
                ? gp_find(p->findings, GP_TEXT_AMEND_FROZEN_ALL, a->span,
                          gp_buf_cstr(&day), NULL)
                : gp_find(p->findings, GP_TEXT_AMEND_FROZEN, a->span,
                          gp_buf_cstr(&day), gp_buf_cstr(&number),
                          gp_buf_cstr(&most), NULL);
        gp_find_note(p->findings, f, m->freeze_span, GP_TEXT_NOTE_FREEZE, NULL);
        gp_find_help(p->findings, f, GP_TEXT_HELP_FROZEN, gp_buf_cstr(&day),
                     gp_buf_cstr(&number), NULL);
        gp_buf_fini(&day);
        gp_buf_fini(&number);
        gp_buf_fini(&most);
    }
}

struct found {
    struct gp_ref ref;
    gp_date date;
};

void gp_pass_amends(struct gp_pass *p)
{
    GP_VEC(struct found) all = {0};
    p->first_amended = (uint32_t)p->model->rows.count;
    for (size_t i = 0; i < p->stmts.count; i++) {
        struct found x = {.ref = p->stmts.at[i].ref};
        struct gp_period day;
        if (gp_ref_kind(p, x.ref) != GP_N_AMEND ||
            !gp_find_period(p, gp_ref_child(p, x.ref), &day))
            continue;
        x.date = day.days.first;
        gp_vec_push(p->heap, &all, x);
        /* By day; of one day in the plan's order.  They are few. */
        for (size_t k = all.count - 1;
             k > 0 && all.at[k - 1].date > all.at[k].date; k--) {
            struct found y = all.at[k];
            all.at[k] = all.at[k - 1];
            all.at[k - 1] = y;
        }
    }
    p->amending = true;
    for (size_t i = 0; i < all.count; i++)
        lower_amend(p, all.at[i].ref, all.at[i].date);
    p->amending = false;
    gp_vec_fini(p->heap, &all);
    check_freeze(p);
}

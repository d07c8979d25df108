/* See diff.h. */
#include "diff/diff.h"

#include <stdio.h>
#include <string.h>

#include "diff/diff_own.h"
#include "model/amend.h"
#include "report/show.h"
#include "report/target.h"

const char *gp_diff_word(const struct gp_differ *d, const char *english)
{
    return gp_translate(d->diff->chinese ? GP_ZH : GP_EN, english);
}

struct gp_table *gp_diff_table(struct gp_differ *d, const char *key,
                               const char *title,
                               const struct gp_diff_column *columns,
                               size_t count)
{
    struct gp_table *t =
        gp_report_table(d->report, key, gp_diff_word(d, title));
    for (size_t i = 0; i < count; i++)
        gp_table_column(d->report, t, gp_heading_key(columns[i].id),
                        gp_heading(columns[i].id, d->diff->chinese),
                        columns[i].align);
    return t;
}

const char *gp_diff_place(const struct gp_differ *d, struct gp_span span)
{
    char line[24];
    if (!gp_span_is_set(span))
        return NULL;
    struct gp_sources *s = d->diff->sources;
    struct gp_place place = gp_source_place(s, span.source, span.start);
    snprintf(line, sizeof line, "%u", (unsigned)place.line);
    return gp_arena_join(d->arena, s->list.at[span.source].name, ":", line,
                         NULL);
}

const char *gp_diff_amount(const struct gp_differ *d, const struct gp_model *m,
                           uint32_t kpi, int64_t amount)
{
    struct gp_cell cell = gp_target_cell(m, kpi, amount, d->diff->chinese);
    struct gp_buf buf;
    if (amount == GP_NO_AMOUNT)
        return GP_SHOW_NONE;
    gp_buf_init(&buf, d->heap);
    gp_show_number(&buf, &cell, d->looks->unit);
    const char *text = gp_arena_strdup(d->arena, gp_buf_cstr(&buf));
    gp_buf_fini(&buf);
    return text;
}

/* "3 targets, 1 of teams and people, 2 statements"; or that nothing has. */
static const char *summary(struct gp_differ *d)
{
    const struct {
        size_t count;
        const char *one, *many;
    } parts[] = {
        {d->targets, GP_WORD("{0} target"), GP_WORD("{0} targets")},
        {d->people, GP_WORD("{0} change of people"),
         GP_WORD("{0} changes of people")},
        {d->statements, GP_WORD("{0} statement"), GP_WORD("{0} statements")},
        {d->dates, GP_WORD("{0} review date"), GP_WORD("{0} review dates")},
    };
    const char *all = "";
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        char digits[24];
        if (parts[i].count == 0)
            continue;
        snprintf(digits, sizeof digits, "%zu", parts[i].count);
        all = gp_arena_join(
            d->arena, all, *all == '\0' ? "" : gp_diff_word(d, ", "),
            gp_phrase(d->arena, d->diff->chinese ? GP_ZH : GP_EN,
                      parts[i].count == 1 ? parts[i].one : parts[i].many,
                      digits, NULL),
            NULL);
    }
    return *all != '\0' ? all : gp_diff_word(d, "Nothing has changed.");
}

/* The whole's targets, which a person asks for first: "sales 5000万 → 5500万".
 */
static void note_totals(struct gp_differ *d)
{
    uint32_t old_root = d->old->root, root = d->new->root;
    if (old_root == GP_NONE || root == GP_NONE)
        return;
    for (size_t k = 0; k < d->kpis.count; k++) {
        struct gp_pair p = d->kpis.at[k];
        const struct gp_row *a =
            p.old == GP_NONE ? NULL : gp_model_row(d->old, p.old, old_root);
        const struct gp_row *b =
            p.new == GP_NONE ? NULL : gp_model_row(d->new, p.new, root);
        if (a == NULL || b == NULL || a->at[0] == b->at[0] ||
            a->at[0] == GP_NO_AMOUNT || b->at[0] == GP_NO_AMOUNT)
            continue;
        gp_report_note(
            d->report,
            gp_phrase(d->arena, d->diff->chinese ? GP_ZH : GP_EN,
                      "{0} of {1}: {2} → {3}", d->new->kpis.at[p.new].title,
                      d->new->scopes.at[root].title,
                      gp_diff_amount(d, d->old, p.old, a->at[0]),
                      gp_diff_amount(d, d->new, p.new, b->at[0]), NULL));
    }
}

/* What has nothing to tell is left out; the targets always say so. */
static void drop_empty(struct gp_report *report)
{
    struct gp_table **at = &report->tables;
    while (*at != NULL) {
        if ((*at)->row_count == 0 && (*at)->empty == NULL)
            *at = (*at)->next;
        else
            at = &(*at)->next;
    }
}

static void build(struct gp_differ *d, const struct gp_selection *sel)
{
    bool all = d->diff->words.of == NULL && d->diff->words.in == NULL &&
               d->diff->words.kpi_count == 0;
    gp_diff_pair(d);
    gp_diff_cells(d, sel);
    if (all) {
        gp_diff_scopes(d);
        gp_diff_said(d);
        gp_diff_dates(d);
    }
    drop_empty(d->report);
    note_totals(d);
    d->report->subtitle = summary(d);
    gp_diff_pair_fini(d);
}

/* An amendment changes targets as any other line does. */
static void view_init(struct gp_model *view, const struct gp_model *model)
{
    gp_view_init(view, model, gp_amends_until(model, GP_NO_DATE));
}

const char *gp_diff_write(const struct gp_diff *diff, const char *format,
                          const struct gp_render_options *looks,
                          struct gp_out *out, bool *differs)
{
    struct gp_model old, new; /* the plans as they are amended */
    struct gp_selection sel;
    struct gp_arena arena;
    const char *why = gp_select(&sel, diff->new.model, &diff->words);
    *differs = false;
    if (why != NULL)
        return why;
    view_init(&old, diff->old.model);
    view_init(&new, diff->new.model);
    sel.model = &new;
    gp_arena_init(&arena, sel.heap);
    struct gp_differ d = {
        .diff = diff,
        .heap = sel.heap,
        .looks = looks,
        .arena = &arena,
        .old = &old,
        .new = &new,
        .old_days = gp_days_new(&old),
        .new_days = gp_days_new(&new),
    };
    const char *title = gp_heading(GP_H_DIFF, diff->chinese);
    if (new.title != NULL &&*new.title != '\0')
        title = gp_arena_join(&arena, title, ": ", new.title, NULL);
    d.report = gp_report_new(&arena, "diff", title, NULL);
    build(&d, &sel);
    *differs = d.targets + d.people + d.statements + d.dates > 0;
    why = gp_report_render(d.report, format, looks, out);
    gp_days_free(d.old_days);
    gp_days_free(d.new_days);
    gp_arena_fini(&arena);
    gp_select_fini(&sel);
    gp_view_fini(&old);
    gp_view_fini(&new);
    return why;
}

/* See owners.h. */
#include "report/owners.h"

#include <string.h>

#include "model/stay.h"
#include "report/show.h"
#include "report/target.h"
#include "track/measure.h"

static bool is_held_back(const struct gp_scope *s)
{
    return s->kind == GP_SCOPE_RESERVE || s->kind == GP_SCOPE_GAP;
}

/* "(reserve)" */
static const char *mark(const struct gp_builder *b, uint32_t scope)
{
    return gp_target_title(b->model, scope, b->chinese);
}

/* "(reserve) two open positions" */
static const char *held_back(const struct gp_builder *b, uint32_t scope)
{
    const char *what = mark(b, scope), *why = b->model->scopes.at[scope].why;
    return why == NULL ? what : gp_arena_join(b->arena, what, " ", why, NULL);
}

const char *gp_build_who(const struct gp_builder *b, uint32_t scope)
{
    const struct gp_scope *s = &b->model->scopes.at[scope];
    const char *owner = gp_build_owner(b->model, scope);
    if (is_held_back(s))
        return held_back(b, scope);
    if (s->kind == GP_SCOPE_OVERLAY)
        return gp_arena_join(b->arena, gp_build_who(b, s->parent), " ",
                             mark(b, scope), NULL);
    if (s->kind == GP_SCOPE_NARROW) /* one owner, several cuts */
        return gp_arena_join(b->arena,
                             owner != NULL ? owner
                                           : b->model->scopes.at[s->base].title,
                             " [", s->title, "]", NULL);
    return owner != NULL ? owner : s->title;
}

struct gp_cell gp_build_named_cell(const char *text, const char *plain)
{
    struct gp_cell cell = gp_cell_text(text);
    if (strcmp(text, plain) != 0)
        cell.plain = plain;
    return cell;
}

struct gp_cell gp_build_who_cell(const struct gp_builder *b, uint32_t scope)
{
    struct gp_builder english = *b;
    english.chinese = false;
    return gp_build_named_cell(gp_build_who(b, scope),
                               gp_build_who(&english, scope));
}

struct gp_cell gp_build_scope_cell(const struct gp_builder *b, uint32_t scope)
{
    const struct gp_scope *s = &b->model->scopes.at[scope];
    const char *plain = gp_scope_text(b->arena, b->model, scope);
    bool marked = is_held_back(s) || s->kind == GP_SCOPE_OVERLAY;
    const char *at = marked ? strstr(plain, s->title) : NULL;
    if (at == NULL || !b->chinese)
        return gp_cell_text(plain);
    return gp_build_named_cell(
        gp_arena_join(b->arena,
                      gp_arena_strndup(b->arena, plain, (size_t)(at - plain)),
                      mark(b, scope), at + strlen(s->title), NULL),
        plain);
}

const char *gp_build_scope_who(const struct gp_builder *b, uint32_t scope)
{
    const struct gp_scope *s = &b->model->scopes.at[scope];
    const char *who = gp_build_who(b, scope);
    if (s->kind == GP_SCOPE_OVERLAY)
        return gp_arena_join(b->arena, gp_build_scope_who(b, s->parent), " ",
                             gp_target_title(b->model, scope, b->chinese),
                             NULL);
    if (s->kind == GP_SCOPE_NARROW || is_held_back(s) ||
        strcmp(who, s->title) == 0)
        return who;
    return gp_arena_join(b->arena, s->title, " (", who, ")", NULL);
}

/* Of the team tree, or held back or overlaid there: not of a product. */
static bool is_of_tree(const struct gp_model *m, const struct gp_scope *s)
{
    if (s->kind == GP_SCOPE_TEAM || s->kind == GP_SCOPE_PERSON)
        return true;
    bool beside = is_held_back(s) || s->kind == GP_SCOPE_OVERLAY;
    return beside && s->member == GP_NONE && s->parent != GP_NONE &&
           is_of_tree(m, &m->scopes.at[s->parent]);
}

bool gp_build_is_listed(const struct gp_builder *b, uint32_t scope,
                        const struct gp_period *period)
{
    const struct gp_model *m = b->model;
    uint32_t of = b->sel->of;
    bool narrowed = of != GP_NONE && m->scopes.at[of].kind == GP_SCOPE_NARROW;
    return gp_select_scope(b->sel, scope) &&
           (narrowed || is_of_tree(m, &m->scopes.at[scope])) &&
           gp_stay_is_there(m, scope, period->days);
}

bool gp_build_has(const struct gp_builder *b, uint32_t kpi, uint32_t scope,
                  const struct gp_period *p)
{
    /* Once done, a milestone is done in every period to come. */
    return gp_measure(b->track, GP_M_TARGET, kpi, scope, p).has ||
           (b->model->kpis.at[kpi].kind != GP_KPI_MILESTONE &&
            gp_measure(b->track, GP_M_ACTUAL, kpi, scope, p).has);
}

bool gp_build_is_under(const struct gp_builder *b, uint32_t kpi, uint32_t scope,
                       const struct gp_period *p)
{
    enum gp_standing s = gp_measure_status(b->track, kpi, scope, p);
    return s == GP_STANDING_MISSED || s == GP_STANDING_BEHIND;
}

/* ---- periods ------------------------------------------------------------- */

/* The as-of date, or the day of the plan that is nearest to it. */
static gp_date nearest_day(const struct gp_builder *b)
{
    struct gp_span_days plan = b->model->time.days;
    gp_date at = b->track->as_of;
    at = at < plan.first ? plan.first : at;
    return at > plan.last ? plan.last : at;
}

const struct gp_period *gp_build_periods(struct gp_builder *b,
                                         enum gp_grain grain, size_t *count)
{
    if (b->sel->words.in != NULL) {
        gp_select_by(b->sel, grain);
        *count = b->sel->period_count;
        return b->sel->periods;
    }
    struct gp_period *p = gp_arena_calloc(b->arena, 1, sizeof *p);
    *p = gp_period_of(&b->model->calendar, grain, nearest_day(b));
    p->days = gp_days_cut(p->days, b->model->time.days);
    *count = 1;
    return p;
}

struct gp_period gp_build_last_period(const struct gp_builder *b,
                                      enum gp_grain grain)
{
    const struct gp_model *m = b->model;
    struct gp_period p = b->sel->in;
    if (b->sel->words.in == NULL) {
        p = gp_period_of(&m->calendar, grain, nearest_day(b));
        struct gp_span_days days = gp_days_cut(p.days, m->time.days);
        if (days.last > b->track->as_of && days.first > m->time.days.first)
            p = gp_period_of(&m->calendar, grain, days.first - 1);
    }
    p.days = gp_days_cut(p.days, m->time.days);
    return p;
}

/* ---- texts --------------------------------------------------------------- */

const char *gp_build_month(const struct gp_builder *b,
                           const struct gp_period *month)
{
    static const char *const names[] = {"Jan", "Feb", "Mar", "Apr",
                                        "May", "Jun", "Jul", "Aug",
                                        "Sep", "Oct", "Nov", "Dec"};
    const struct gp_model *m = b->model;
    if (month->grain != GP_MONTH || month->number < 1 || month->number > 12 ||
        m->time.of[GP_YEAR] > 1 || gp_calendar_has_fiscal_weeks(&m->calendar))
        return gp_period_text(b->arena, month);
    if (!b->chinese)
        return names[month->number - 1];
    struct gp_buf buf;
    gp_buf_init(&buf, b->arena->heap);
    gp_buf_int(&buf, month->number);
    gp_buf_puts(&buf, "月");
    return gp_arena_keep(b->arena, &buf);
}

const char *gp_build_say(const struct gp_builder *b, const struct gp_cell *cell)
{
    if (cell->kind == GP_CELL_NONE)
        return GP_SHOW_NONE;
    if (cell->kind == GP_CELL_TEXT)
        return cell->text;
    struct gp_buf buf;
    gp_buf_init(&buf, b->arena->heap);
    gp_show_number(&buf, cell, b->unit);
    return gp_arena_keep(b->arena, &buf);
}

const char *gp_build_heading(const struct gp_builder *b, const char *what,
                             const char *more, const struct gp_period *period)
{
    const char *when = gp_period_text(b->arena, period);
    if (more == NULL)
        return gp_arena_join(b->arena, what, ", ", when, NULL);
    return gp_arena_join(b->arena, what, ", ", more, ", ", when, NULL);
}

const char *gp_build_key(const struct gp_builder *b, const char *key,
                         const struct gp_period *period, bool alone)
{
    if (alone)
        return key;
    return gp_arena_join(b->arena, key, "_", gp_period_text(b->arena, period),
                         NULL);
}

/* "Q1", "Jul", "W29", "07-15"; with the year where there are several. */
static const char *label_of(const struct gp_builder *b,
                            const struct gp_period *p)
{
    const char *text = gp_period_text(b->arena, p);
    const char *year = strchr(text, '-');
    if (p->grain == GP_MONTH)
        return gp_build_month(b, p);
    return year == NULL || b->model->time.of[GP_YEAR] > 1 ? text : year + 1;
}

const char *gp_build_parts(struct gp_builder *b, uint32_t kpi, uint32_t scope,
                           const struct gp_span_days *span, enum gp_grain grain)
{
    const char *all = NULL;
    for (gp_date at = span->first; at <= span->last;) {
        struct gp_period p = gp_period_of(&b->model->calendar, grain, at);
        at = p.days.last + 1;
        p.days = gp_days_cut(p.days, *span);
        struct gp_cell cell = gp_build_measure(b, GP_M_TARGET, kpi, scope, &p);
        if (cell.kind == GP_CELL_NONE)
            continue;
        const char *one = gp_arena_join(b->arena, label_of(b, &p), " ",
                                        gp_build_say(b, &cell), NULL);
        all =
            all == NULL ? one : gp_arena_join(b->arena, all, " / ", one, NULL);
    }
    return all;
}

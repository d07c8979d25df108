/* See figure.h. */
#include "report/figure.h"

#include <assert.h>
#include <string.h>

struct gp_figure *gp_report_figure(struct gp_report *report,
                                   enum gp_figure_kind kind, const char *key,
                                   const char *title)
{
    struct gp_figure *f = gp_arena_calloc(report->arena, 1, sizeof *f);
    f->kind = kind;
    f->key = key;
    f->title = title;
    f->from = GP_NO_DATE;
    *report->last_figure = f;
    report->last_figure = &f->next;
    return f;
}

void gp_figure_series(struct gp_figure *f, enum gp_series_role role,
                      const char *name)
{
    assert(f->point_count == 0 && f->series_count < GP_SERIES_ROLES);
    f->series[f->series_count++] = (struct gp_series){role, name};
}

struct gp_point *gp_figure_point(struct gp_report *report, struct gp_figure *f,
                                 const char *label)
{
    assert(f->series_count != 0);
    if (f->point_count == f->point_room) {
        size_t room = f->point_room == 0 ? 16 : f->point_room * 2;
        struct gp_point *grown =
            gp_arena_calloc(report->arena, room, sizeof *grown);
        if (f->point_count != 0)
            memcpy(grown, f->points, f->point_count * sizeof *grown);
        f->points = grown;
        f->point_room = room;
    }
    struct gp_point *p = &f->points[f->point_count++];
    *p = (struct gp_point){.label = label, .date = GP_NO_DATE};
    p->values =
        gp_arena_calloc(report->arena, f->series_count, sizeof *p->values);
    return p;
}

struct gp_cell *gp_figure_value(const struct gp_figure *f,
                                const struct gp_point *point,
                                enum gp_series_role role)
{
    for (size_t i = 0; i < f->series_count; i++)
        if (f->series[i].role == role)
            return &point->values[i];
    return NULL;
}

bool gp_cell_number(const struct gp_cell *cell, struct gp_rat *out)
{
    if (cell == NULL)
        return false;
    if (cell->kind == GP_CELL_RATIO)
        *out = cell->ratio;
    else if (cell->kind == GP_CELL_AMOUNT)
        *out = gp_rat_make(cell->amount, gp_pow10(cell->digits));
    return cell->kind == GP_CELL_RATIO || cell->kind == GP_CELL_AMOUNT;
}

struct gp_card *gp_report_card(struct gp_report *report, const char *key,
                               const char *label, struct gp_cell value)
{
    struct gp_card *card = gp_arena_calloc(report->arena, 1, sizeof *card);
    card->key = key;
    card->label = label;
    card->value = value;
    *report->last_card = card;
    report->last_card = &card->next;
    return card;
}

const char *gp_figure_kind_name(enum gp_figure_kind kind)
{
    static const char *const names[GP_FIGURE_COUNT] = {
        [GP_FIGURE_TREND] = "trend",   [GP_FIGURE_BARS] = "bars",
        [GP_FIGURE_SHARE] = "share",   [GP_FIGURE_TREE] = "tree",
        [GP_FIGURE_FUNNEL] = "funnel", [GP_FIGURE_HEAT] = "heat",
    };
    return names[kind];
}

const char *gp_series_role_name(enum gp_series_role role)
{
    static const char *const names[GP_SERIES_ROLES] = {
        [GP_SERIES_TARGET] = "target",
        [GP_SERIES_ACTUAL] = "actual",
        [GP_SERIES_FORECAST] = "forecast",
        [GP_SERIES_ATTAINMENT] = "attainment",
        [GP_SERIES_SHARE] = "share",
        [GP_SERIES_RATE] = "rate",
        [GP_SERIES_PLANNED_RATE] = "planned_rate",
        [GP_SERIES_PLANNED] = "planned",
    };
    return names[role];
}

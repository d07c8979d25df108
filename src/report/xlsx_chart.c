/*
 * The pictures of a report in a workbook: the data of each on a sheet of its
 * own, and from there a chart of the spreadsheet's own kind, which changes
 * with the data.  The charts stand on one sheet, below the key figures.
 */
#include <string.h>

#include "report/figure.h"
#include "report/headings.h"
#include "report/show.h"
#include "report/xlsx.h"

/* Four cards or two charts across, in columns of so many characters. */
enum { ACROSS = 4, COLUMN = 28 };
/* A column of 28 is 201 pixels wide, a row 20 high; the library's charts are
 * 480 by 288. */
enum { CHART_ROWS = 15, CHART_WIDTH = 392, CHART_HEIGHT = 284 };
enum { MOST_SLICES = 8, MOST_POINTS = 400 };

enum {
    BLUE = 0x2f6db5,
    PALE = 0x9dbde3,
    GREY = 0xa3abb6,
    GREEN = 0x3f9a5f,
    RED = 0xd4574e,
    INK = 0x1f3864,
    RULE = 0xe1e5ea
};

/* ---- data --------------------------------------------------------------- */

static enum gp_heading_id heading_of(enum gp_figure_kind kind)
{
    switch (kind) {
    case GP_FIGURE_TREND:
        return GP_H_SCHEDULE_PERIOD;
    case GP_FIGURE_HEAT:
        return GP_H_DATES_DATE;
    case GP_FIGURE_FUNNEL:
        return GP_H_FUNNEL_STAGE;
    default:
        return GP_H_SCHEDULE_SCOPE;
    }
}

/* A day as a day; a place in a tree is shown by an indent. */
static struct gp_cell label_cell(struct gp_report *data,
                                 const struct gp_figure *f,
                                 const struct gp_point *point)
{
    struct gp_buf buf;
    gp_buf_init(&buf, data->arena->heap);
    bool day = f->kind == GP_FIGURE_HEAT && point->date != GP_NO_DATE;
    if (day)
        gp_buf_date(&buf, point->date);
    for (int i = 0; !day && i < point->depth; i++)
        gp_buf_puts(&buf, "\u00a0\u00a0");
    if (!day)
        gp_buf_puts(&buf, point->label);
    struct gp_cell cell =
        gp_cell_text(gp_arena_strndup(data->arena, buf.at, buf.count));
    cell.is_date = day;
    gp_buf_fini(&buf);
    return cell;
}

static const struct gp_table *table_of(struct gp_report *data,
                                       const struct gp_figure *f, bool chinese)
{
    struct gp_table *t = gp_report_table(data, f->key, f->title);
    enum gp_heading_id id = heading_of(f->kind);
    gp_table_column(data, t, gp_heading_key(id), gp_heading(id, chinese),
                    GP_LEFT);
    for (size_t s = 0; s < f->series_count; s++)
        gp_table_column(data, t, gp_series_role_name(f->series[s].role),
                        f->series[s].name, GP_RIGHT);
    for (size_t p = 0; p < f->point_count; p++) {
        struct gp_cell *cells = gp_table_row(data, t);
        cells[0] = label_cell(data, f, &f->points[p]);
        for (size_t s = 0; s < f->series_count; s++)
            cells[s + 1] = f->points[p].values[s];
    }
    return t;
}

/* ---- charts ------------------------------------------------------------- */

/* A figure whose data is on a sheet. */
struct gp_xlsx_picture {
    const struct gp_figure *figure;
    const char *sheet;
    lxw_row_t first; /* row of its points */
};

struct drawing {
    struct gp_xlsx_book *b;
    const struct gp_xlsx_picture *picture;
    lxw_chart *chart;
    const char *unit; /* the format of amounts; or NULL */
    size_t series;    /* so far */
};

static int find_series(const struct gp_figure *f, enum gp_series_role role)
{
    for (size_t s = 0; s < f->series_count; s++)
        if (f->series[s].role == role)
            return (int)s;
    return -1;
}

static bool has_values(const struct gp_figure *f, int s)
{
    for (size_t p = 0; s >= 0 && p < f->point_count; p++)
        if (f->points[p].values[s].kind != GP_CELL_NONE)
            return true;
    return false;
}

/* NULL where the figure has no such series, or nothing in it. */
static lxw_chart_series *add_series(struct drawing *d, enum gp_series_role role)
{
    const struct gp_xlsx_calls *c = &d->b->call;
    const struct gp_xlsx_picture *p = d->picture;
    int s = find_series(p->figure, role);
    if (!has_values(p->figure, s))
        return NULL;
    lxw_row_t last = p->first + (lxw_row_t)p->figure->point_count - 1;
    lxw_col_t column = (lxw_col_t)(s + 1);
    lxw_chart_series *series = c->chart_add_series(d->chart, NULL, NULL);
    if (series == NULL)
        gp_out_of_memory(d->b->heap);
    d->series++;
    c->chart_series_set_categories(series, p->sheet, p->first, 0, last, 0);
    c->chart_series_set_values(series, p->sheet, p->first, column, last,
                               column);
    c->chart_series_set_name(series,
                             gp_xlsx_text(d->b, p->figure->series[s].name));
    return series;
}

static void draw_line(struct drawing *d, enum gp_series_role role,
                      lxw_color_t color, float width, uint8_t dash)
{
    lxw_chart_line line = {.color = color, .width = width, .dash_type = dash};
    lxw_chart_series *series = add_series(d, role);
    if (series != NULL)
        d->b->call.chart_series_set_line(series, &line);
}

static lxw_chart_series *draw_bars(struct drawing *d, enum gp_series_role role,
                                   lxw_color_t color, bool labels)
{
    lxw_chart_fill fill = {.color = color};
    lxw_chart_series *series = add_series(d, role);
    if (series == NULL)
        return NULL;
    d->b->call.chart_series_set_fill(series, &fill);
    if (labels)
        d->b->call.chart_series_set_labels(series);
    return series;
}

/* Each bar in the colour of how its point stands, each slice in its own. */
static void color_points(struct drawing *d, lxw_chart_series *series,
                         bool slices)
{
    static const lxw_color_t standings[MOST_SLICES] = {
        [GP_STATUS_NONE] = BLUE,
        [GP_STATUS_GOOD] = GREEN,
        [GP_STATUS_BAD] = RED,
        [GP_STATUS_QUIET] = GREY,
    };
    static const lxw_color_t palette[MOST_SLICES] = {
        BLUE, 0xf0a04b, 0x4fb0a5, 0xd77a8c, 0x8d7cc3, 0xb8c25a, 0x7fa7d6, GREY};
    enum { KINDS = MOST_SLICES };
    const lxw_color_t *colors = slices ? palette : standings;
    const struct gp_figure *f = d->picture->figure;
    lxw_chart_fill fills[KINDS] = {{0}};
    lxw_chart_point points[KINDS] = {{0}};
    if (series == NULL || f->point_count > MOST_POINTS)
        return;
    lxw_chart_point **list =
        gp_calloc(d->b->heap, f->point_count + 1, sizeof *list);
    for (int i = 0; i < KINDS; i++) {
        fills[i].color = colors[i];
        points[i].fill = &fills[i];
    }
    for (size_t i = 0; i < f->point_count; i++)
        list[i] = &points[slices ? i % KINDS : f->points[i].status];
    gp_xlsx_check(d->b, d->b->call.chart_series_set_points(series, list));
    gp_free(d->b->heap, list);
}

static void begin_chart(struct drawing *d, uint8_t type)
{
    const struct gp_xlsx_calls *c = &d->b->call;
    lxw_chart_line none = {.none = 1}, rule = {.color = RULE, .width = 0.75F};
    lxw_chart_font font = {.bold = 1, .size = 12, .color = INK};
    d->chart = c->workbook_add_chart(d->b->workbook, type);
    if (d->chart == NULL)
        gp_out_of_memory(d->b->heap);
    c->chart_title_set_name(d->chart,
                            gp_xlsx_text(d->b, d->picture->figure->title));
    c->chart_title_set_name_font(d->chart, &font);
    c->chart_chartarea_set_line(d->chart, &rule);
    c->chart_legend_set_position(d->chart, LXW_CHART_LEGEND_BOTTOM);
    if (type == LXW_CHART_DOUGHNUT)
        return;
    lxw_chart_axis *values = c->chart_axis_get(
        d->chart,
        type == LXW_CHART_BAR ? LXW_CHART_AXIS_TYPE_X : LXW_CHART_AXIS_TYPE_Y);
    c->chart_axis_major_gridlines_set_line(values, &rule);
    c->chart_axis_set_line(values, &none);
    c->chart_axis_set_num_format(values, d->unit != NULL ? d->unit : "#,##0");
}

/* Bars go from left to right, the first on top. */
static void begin_bars(struct drawing *d, bool legend)
{
    const struct gp_xlsx_calls *c = &d->b->call;
    begin_chart(d, LXW_CHART_BAR);
    lxw_chart_axis *values = c->chart_axis_get(d->chart, LXW_CHART_AXIS_TYPE_X);
    /* Of these charts the library calls the axis of the values X. */
    c->chart_axis_set_reverse(
        c->chart_axis_get(d->chart, LXW_CHART_AXIS_TYPE_Y));
    c->chart_axis_set_min(values, 0);
    c->chart_axis_off(values); /* the bars have their numbers */
    c->chart_axis_major_gridlines_set_visible(values, LXW_FALSE);
    c->chart_set_series_gap(d->chart, 60);
    if (!legend)
        c->chart_legend_set_position(d->chart, LXW_CHART_LEGEND_NONE);
}

static void draw_trend(struct drawing *d)
{
    begin_chart(d, LXW_CHART_LINE);
    draw_line(d, GP_SERIES_TARGET, GREY, 2, LXW_CHART_LINE_DASH_DASH);
    draw_line(d, GP_SERIES_FORECAST, PALE, 2.25F,
              LXW_CHART_LINE_DASH_ROUND_DOT);
    draw_line(d, GP_SERIES_ACTUAL, BLUE, 2.5F, LXW_CHART_LINE_DASH_SOLID);
}

/* Bars of ratios reach from nothing to the whole, or to the longest, with room
 * for its number behind it. */
static void set_reach(struct drawing *d, enum gp_series_role role)
{
    const struct gp_figure *f = d->picture->figure;
    int s = find_series(f, role);
    double most = 0.9, number;
    for (size_t i = 0; s >= 0 && i < f->point_count; i++)
        if (gp_xlsx_number(&f->points[i].values[s], &number) && number > most)
            most = number;
    d->b->call.chart_axis_set_max(
        d->b->call.chart_axis_get(d->chart, LXW_CHART_AXIS_TYPE_X),
        most * 1.12);
}

static void draw_attainments(struct drawing *d)
{
    if (has_values(d->picture->figure,
                   find_series(d->picture->figure, GP_SERIES_ATTAINMENT))) {
        int planned = find_series(d->picture->figure, GP_SERIES_PLANNED);
        begin_bars(d, has_values(d->picture->figure, planned));
        color_points(d, draw_bars(d, GP_SERIES_ATTAINMENT, BLUE, true), false);
        draw_bars(d, GP_SERIES_PLANNED, RULE, true);
        set_reach(d, GP_SERIES_ATTAINMENT);
        return;
    }
    begin_bars(d, true);
    draw_bars(d, GP_SERIES_TARGET, GREY, true);
    draw_bars(d, GP_SERIES_ACTUAL, BLUE, true);
}

static void draw_shares(struct drawing *d)
{
    const struct gp_xlsx_calls *c = &d->b->call;
    if (d->picture->figure->point_count > MOST_SLICES) {
        begin_bars(d, false);
        draw_bars(d, GP_SERIES_SHARE, BLUE, true);
        return;
    }
    begin_chart(d, LXW_CHART_DOUGHNUT);
    lxw_chart_series *series = add_series(d, GP_SERIES_TARGET);
    if (series == NULL)
        series = add_series(d, GP_SERIES_SHARE);
    if (series == NULL)
        return;
    color_points(d, series, true);
    c->chart_series_set_labels_options(series, LXW_FALSE, LXW_FALSE, LXW_FALSE);
    c->chart_series_set_labels_percentage(series);
    c->chart_legend_set_position(d->chart, LXW_CHART_LEGEND_RIGHT);
    c->chart_set_hole_size(d->chart, 55);
}

static void draw_stages(struct drawing *d)
{
    begin_bars(d, true);
    draw_bars(d, GP_SERIES_TARGET, GREY, true);
    draw_bars(d, GP_SERIES_ACTUAL, BLUE, true);
}

static void draw_days(struct drawing *d)
{
    begin_chart(d, LXW_CHART_LINE);
    draw_line(d, GP_SERIES_TARGET, GREY, 1.25F, LXW_CHART_LINE_DASH_SOLID);
    draw_line(d, GP_SERIES_ACTUAL, BLUE, 1.5F, LXW_CHART_LINE_DASH_SOLID);
}

/* False for what spreadsheets have no chart for: a tree has bars in its
 * table. */
static bool draw(struct drawing *d)
{
    switch (d->picture->figure->kind) {
    case GP_FIGURE_TREND:
        draw_trend(d);
        return true;
    case GP_FIGURE_BARS:
        draw_attainments(d);
        return true;
    case GP_FIGURE_SHARE:
        draw_shares(d);
        return true;
    case GP_FIGURE_FUNNEL:
        draw_stages(d);
        return true;
    case GP_FIGURE_HEAT:
        draw_days(d);
        return true;
    default:
        return false;
    }
}

/* ---- cards -------------------------------------------------------------- */

static void write_card(struct gp_xlsx_book *b, lxw_worksheet *at, lxw_row_t row,
                       lxw_col_t column, const struct gp_card *card)
{
    struct gp_xlsx_look note = {.face = GP_XLSX_NOTE};
    struct gp_buf beside;
    gp_buf_init(&beside, b->heap);
    gp_card_note(&beside, card, b->options);
    gp_xlsx_check(b, b->call.worksheet_write_string(
                         at, row, column, gp_xlsx_text(b, card->label),
                         gp_xlsx_format(b, note)));
    gp_xlsx_large(b, at, row + 1, column, &card->value);
    if (beside.count > 0)
        gp_xlsx_check(b, b->call.worksheet_write_string(
                             at, row + 2, column,
                             gp_xlsx_text(b, gp_buf_cstr(&beside)),
                             gp_xlsx_format(b, note)));
    gp_buf_fini(&beside);
}

static lxw_row_t write_cards(struct gp_xlsx_book *b, lxw_worksheet *at,
                             lxw_row_t row, const struct gp_card *cards)
{
    lxw_col_t column = 0;
    for (const struct gp_card *c = cards; c != NULL; c = c->next) {
        if (column == ACROSS) {
            column = 0;
            row += 4;
        }
        if (column == 0)
            gp_xlsx_check(b, b->call.worksheet_set_row(at, row + 1, 27, NULL));
        write_card(b, at, row, column++, c);
    }
    return column > 0 ? row + 4 : row;
}

/* ---- the sheets --------------------------------------------------------- */

static void write_data(struct gp_xlsx_book *b, const struct gp_report *report,
                       struct gp_xlsx_picture *pictures)
{
    struct gp_arena arena;
    gp_arena_init(&arena, b->heap);
    struct gp_report *data =
        gp_report_new(&arena, report->name, report->title, report->subtitle);
    for (const struct gp_figure *f = report->figures; f != NULL; f = f->next) {
        lxw_worksheet *at = gp_xlsx_sheet(b, report, f->title);
        lxw_row_t row = gp_xlsx_head(b, at, report, f->title);
        gp_xlsx_table(b, at, row, table_of(data, f, b->options->chinese));
        *pictures++ = (struct gp_xlsx_picture){
            f, b->names.at[b->names.count - 1], row + 1};
    }
    gp_arena_fini(&arena);
}

static void insert(struct gp_xlsx_book *b, lxw_worksheet *at, lxw_row_t row,
                   const struct gp_xlsx_picture *pictures, size_t count)
{
    lxw_col_t column = 0;
    for (size_t i = 0; i < count; i++) {
        struct drawing d = {
            .b = b, .picture = &pictures[i], .unit = gp_xlsx_unit_format(b)};
        lxw_chart_options options = {.x_scale = CHART_WIDTH / 480.0,
                                     .y_scale = CHART_HEIGHT / 288.0};
        if (!draw(&d) || d.series == 0)
            continue;
        if (pictures[i].figure->alt != NULL)
            options.description =
                (char *)(uintptr_t)gp_xlsx_text(b, pictures[i].figure->alt);
        gp_xlsx_check(b, b->call.worksheet_insert_chart_opt(at, row, column,
                                                            d.chart, &options));
        column = column == 0 ? ACROSS / 2 : 0;
        if (column == 0)
            row += CHART_ROWS;
    }
}

bool gp_xlsx_has_charts(const struct gp_report *report, bool *alone)
{
    *alone = report->tables == NULL;
    for (const struct gp_figure *f = report->figures; f != NULL; f = f->next)
        *alone |= !f->in_tables;
    return report->figures != NULL || report->cards != NULL;
}

lxw_worksheet *gp_xlsx_charts_sheet(struct gp_xlsx_book *b,
                                    const struct gp_report *report)
{
    lxw_worksheet *at = gp_xlsx_sheet(
        b, report, gp_heading(GP_H_OVERVIEW, b->options->chinese));
    gp_xlsx_check(
        b, b->call.worksheet_set_column(at, 0, ACROSS - 1, COLUMN, NULL));
    b->call.worksheet_set_portrait(at); /* one page, so that none is cut */
    b->call.worksheet_fit_to_pages(at, 1, 1);
    return at;
}

void gp_xlsx_charts(struct gp_xlsx_book *b, lxw_worksheet *at,
                    const struct gp_report *report)
{
    size_t count = 0;
    for (const struct gp_figure *f = report->figures; f != NULL; f = f->next)
        count++;
    struct gp_xlsx_picture *pictures =
        gp_calloc(b->heap, count + 1, sizeof *pictures);
    lxw_row_t row = gp_xlsx_head(b, at, report, NULL);
    row = write_cards(b, at, row, report->cards);
    write_data(b, report, pictures);
    insert(b, at, row, pictures, count);
    gp_free(b->heap, pictures);
}

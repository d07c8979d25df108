/*
 * Key figures and pictures for a terminal: bars of block characters with a
 * mark at the target, days as a calendar.  Everything stands in columns;
 * colour only repeats what the marks say.
 */
#include "report/text_figure.h"

#include <string.h>

#include "base/utf8.h"
#include "report/show.h"
#include "report/text_bars.h"
#include "report/text_line.h"

enum { WEEKDAY = 5 }; /* the name of a day, and the space behind it */

struct drawing {
    const struct gp_render_options *options;
    struct gp_buf *buf;
    const struct gp_figure *figure;
    struct gp_buf text; /* a value, for a moment */
    size_t screen;      /* columns of the terminal; 0: no bound */
};

static size_t screen_of(const struct gp_render_options *options)
{
    return options->width > 0 ? (size_t)options->width : 0;
}

static const char *word(const struct drawing *d, const char *english,
                        const char *chinese)
{
    return d->options->chinese ? chinese : english;
}

static size_t show(struct drawing *d, const struct gp_cell *cell)
{
    d->text.count = 0;
    gp_text_value(&d->text, cell, d->options);
    return gp_utf8_width(d->text.at, d->text.count);
}

static void add_sentence(struct drawing *d, const char *text)
{
    gp_text_sentence(d->buf, text, d->options);
}

/* ---- a calendar ---------------------------------------------------------- */

static const char *day_mark(const struct gp_figure *f, const struct gp_point *p)
{
    const struct gp_cell *target = gp_figure_value(f, p, GP_SERIES_TARGET);
    struct gp_rat v;
    if (p->status == GP_STATUS_GOOD)
        return "●";
    if (p->status == GP_STATUS_BAD)
        return "○";
    return gp_cell_number(target, &v) && gp_rat_sign(v) > 0 ? "·" : " ";
}

/* Days of the week below each other, weeks from..to beside each other. */
static void draw_weeks(struct drawing *d, int from, int to, int step)
{
    static const char *const names[][2] = {
        {"Mon", "一"}, {"Tue", "二"}, {"Wed", "三"}, {"Thu", "四"},
        {"Fri", "五"}, {"Sat", "六"}, {"Sun", "日"},
    };
    const struct gp_figure *f = d->figure;
    int start =
        ((int)gp_date_weekday(f->points[0].date) - f->week_start + 7) % 7;
    for (int day = 0; day < 7; day++) {
        const char *name =
            names[(day + f->week_start) % 7][d->options->chinese];
        gp_buf_puts(d->buf, name);
        size_t owed = WEEKDAY - gp_utf8_width(name, strlen(name));
        for (int week = from; week < to; week++) {
            int i = week * 7 + day - start;
            bool is_day = i >= 0 && i < (int)f->point_count;
            const char *mark = is_day ? day_mark(f, &f->points[i]) : " ";
            if (*mark != ' ') {
                gp_buf_fill(d->buf, ' ', owed);
                gp_text_color_on(d->buf, d->options, f->points[i].status);
                gp_buf_puts(d->buf, mark);
                gp_text_color_off(d->buf, d->options, f->points[i].status);
                owed = 0;
            }
            owed += (size_t)step - (*mark != ' ');
        }
        gp_buf_putc(d->buf, '\n');
    }
}

static void draw_days(struct drawing *d)
{
    const struct gp_figure *f = d->figure;
    int start =
        ((int)gp_date_weekday(f->points[0].date) - f->week_start + 7) % 7;
    int weeks = (start + (int)f->point_count + 6) / 7;
    int step = weeks <= 30 ? 2 : 1, room = weeks;
    if (d->screen != 0 && (size_t)(weeks * step) + WEEKDAY > d->screen)
        room = d->screen > WEEKDAY + 2 ? (int)(d->screen - WEEKDAY) / step : 1;
    for (int week = 0; week < weeks; week += room) {
        if (week != 0)
            gp_buf_putc(d->buf, '\n');
        draw_weeks(d, week, week + room < weeks ? week + room : weeks, step);
    }
    add_sentence(d, word(d, "● met  ○ missed  · nothing yet",
                         "● 达标  ○ 未达标  · 尚无数据"));
}

static void draw(struct drawing *d, struct gp_out *out)
{
    const struct gp_figure *f = d->figure;
    gp_buf_putc(d->buf, '\n');
    add_sentence(d, f->title);
    if (f->alt != NULL)
        add_sentence(d, f->alt);
    if (f->point_count == 0)
        add_sentence(
            d, word(d, "There is nothing to show.", "没有可显示的数据。"));
    else if (f->kind == GP_FIGURE_HEAT)
        draw_days(d);
    else
        gp_text_bars(f, d->options, out);
}

void gp_text_figures(const struct gp_report *report, bool in_tables,
                     const struct gp_render_options *options,
                     struct gp_out *out)
{
    struct drawing d = {
        .options = options, .buf = &out->buf, .screen = screen_of(options)};
    gp_buf_init(&d.text, out->buf.heap);
    gp_buf_room(&d.text, 1); /* so that it points somewhere */
    for (const struct gp_figure *f = report->figures; f != NULL; f = f->next) {
        if (f->in_tables != in_tables)
            continue;
        d.figure = f;
        draw(&d, out);
        gp_out_flush_some(out);
    }
    gp_buf_fini(&d.text);
}

/* ---- key figures --------------------------------------------------------- */

/* Its note stands behind the value, or below where there is no room. */
static void draw_note(struct drawing *d, const struct gp_card *card,
                      size_t used)
{
    gp_card_note(&d->text, card, d->options);
    size_t width = gp_utf8_width(d->text.at, d->text.count);
    if (d->screen == 0 || used + 2 + width <= d->screen) {
        if (d->text.count != 0)
            gp_buf_puts(d->buf, "  ");
        gp_buf_add(d->buf, d->text.at, d->text.count);
        gp_buf_putc(d->buf, '\n');
        return;
    }
    struct gp_text_piece note = {
        .at = d->text.at, .length = d->text.count, .first = 4, .rest = 4};
    gp_buf_putc(d->buf, '\n');
    gp_text_write(d->buf, &note, d->screen);
}

void gp_text_cards(const struct gp_report *report,
                   const struct gp_render_options *options, struct gp_out *out)
{
    struct drawing d = {
        .options = options, .buf = &out->buf, .screen = screen_of(options)};
    size_t label = 0, value = 0;
    gp_buf_init(&d.text, out->buf.heap);
    gp_buf_room(&d.text, 1);
    for (const struct gp_card *c = report->cards; c != NULL; c = c->next) {
        size_t w = gp_utf8_width(c->label, strlen(c->label));
        label = w > label ? w : label;
        w = show(&d, &c->value);
        value = w > value ? w : value;
    }
    if (report->cards != NULL)
        gp_buf_putc(d.buf, '\n');
    for (const struct gp_card *c = report->cards; c != NULL; c = c->next) {
        gp_show_safe(d.buf, c->label, strlen(c->label));
        size_t used = show(&d, &c->value);
        gp_buf_fill(d.buf, ' ',
                    label - gp_utf8_width(c->label, strlen(c->label)) + 2 +
                        value - used);
        gp_text_color_on(d.buf, d.options, c->value.status);
        gp_buf_add(d.buf, d.text.at, d.text.count);
        gp_text_color_off(d.buf, d.options, c->value.status);
        draw_note(&d, c, label + 2 + value);
    }
    gp_buf_fini(&d.text);
}

/*
 * Key figures and pictures for a terminal: bars of block characters with a
 * mark at the target, days as a calendar.  Everything stands in columns;
 * colour only repeats what the marks say.
 */
#include "report/text_figure.h"

#include <string.h>

#include "base/utf8.h"
#include "report/show.h"

/* Columns of a bar; of a name; numbers behind a bar; rows of a picture. */
enum { BAR = 32, NAME = 28, MOST_NUMBERS = 4, MOST_ROWS = 40, EIGHTHS = 8 };

struct drawing {
    const struct gp_render_options *options;
    struct gp_buf *buf;
    const struct gp_figure *figure;
    struct gp_buf text; /* a label or a number, for a moment */
    struct gp_rat top;  /* what a whole bar stands for */
    enum gp_series_role bar, mark, numbers[MOST_NUMBERS];
    int number_count;
    size_t rows, name, widths[MOST_NUMBERS];
};

static const char *word(const struct drawing *d, const char *english,
                        const char *chinese)
{
    return d->options->chinese ? chinese : english;
}

static void set_color(const struct drawing *d, enum gp_cell_status status)
{
    static const char *const colors[] = {
        [GP_STATUS_NONE] = NULL,
        [GP_STATUS_GOOD] = "\x1b[32m",
        [GP_STATUS_BAD] = "\x1b[31m",
        [GP_STATUS_QUIET] = "\x1b[2m",
    };
    if (d->options->color && colors[status] != NULL)
        gp_buf_puts(d->buf, colors[status]);
}

static void end_color(const struct drawing *d, enum gp_cell_status status)
{
    if (d->options->color && status != GP_STATUS_NONE)
        gp_buf_puts(d->buf, "\x1b[0m");
}

static size_t show(struct drawing *d, const struct gp_cell *cell)
{
    d->text.count = 0;
    if (cell == NULL || cell->kind == GP_CELL_NONE)
        gp_buf_puts(&d->text, GP_SHOW_NONE);
    else if (cell->kind == GP_CELL_TEXT)
        gp_show_safe(&d->text, cell->text, strlen(cell->text));
    else
        gp_show_number(&d->text, cell, d->options->unit);
    return gp_utf8_width(d->text.at, d->text.count);
}

/* The name of a point as it stands in its column: indented, and cut to it. */
static size_t show_name(struct drawing *d, const struct gp_point *p)
{
    size_t from = 0, used = 0;
    d->text.count = 0;
    gp_buf_fill(&d->text, ' ', (size_t)p->depth * 2);
    gp_show_safe(&d->text, p->label, strlen(p->label));
    size_t width = gp_utf8_width(d->text.at, d->text.count);
    if (width <= NAME)
        return width;
    while (from < d->text.count) {
        uint32_t code;
        int n = gp_utf8_char(d->text.at + from, d->text.count - from, &code);
        size_t w = gp_utf8_width(d->text.at + from, (size_t)n);
        if (n == 0 || used + w > NAME - 1)
            break;
        used += w;
        from += (size_t)n;
    }
    d->text.count = from;
    gp_buf_puts(&d->text, "…");
    return used + 1;
}

static void add_line(struct gp_buf *buf, const char *text)
{
    gp_show_safe(buf, text, strlen(text));
    gp_buf_putc(buf, '\n');
}

/* ---- bars ---------------------------------------------------------------- */

static bool number_of(const struct drawing *d, const struct gp_point *p,
                      enum gp_series_role role, struct gp_rat *out)
{
    return gp_cell_number(gp_figure_value(d->figure, p, role), out);
}

/* How many eighths of a column a number takes. */
static int eighths(const struct drawing *d, struct gp_rat v)
{
    struct gp_rat share;
    int64_t n;
    if (gp_rat_sign(v) <= 0 || gp_rat_sign(d->top) <= 0)
        return 0;
    if (gp_rat_cmp(v, d->top) >= 0)
        return BAR * EIGHTHS;
    if (!gp_rat_div(&share, v, d->top) ||
        !gp_rat_mul(&share, share, gp_rat_int(BAR * EIGHTHS)) ||
        !gp_rat_rounded(share, 0, &n))
        return 0;
    return n == 0 ? 1 : (int)n;
}

static void find_top(struct drawing *d)
{
    const struct gp_rat most = {3, 1};
    struct gp_rat v;
    bool attained = d->bar == GP_SERIES_ATTAINMENT;
    d->top = gp_rat_int(attained || d->bar == GP_SERIES_SHARE);
    for (size_t i = 0; i < d->rows; i++) {
        const struct gp_point *p = &d->figure->points[i];
        if (number_of(d, p, d->bar, &v) && gp_rat_cmp(v, d->top) > 0)
            d->top = v;
        if (d->mark != d->bar && number_of(d, p, d->mark, &v) &&
            gp_rat_cmp(v, d->top) > 0)
            d->top = v;
    }
    if (attained && gp_rat_cmp(d->top, most) > 0)
        d->top = most;
}

/* The bar; the target's mark stands over it or behind it. */
static void draw_bar(struct drawing *d, const struct gp_point *p)
{
    static const char *const parts[] = {" ", "▏", "▎", "▍", "▌",
                                        "▋", "▊", "▉", "█"};
    struct gp_rat v;
    bool has = number_of(d, p, d->bar, &v);
    int length = has ? eighths(d, v) : 0, mark = -1;
    if (d->bar == GP_SERIES_ATTAINMENT)
        mark = eighths(d, gp_rat_int(1)) / EIGHTHS;
    else if (d->mark != d->bar && number_of(d, p, d->mark, &v))
        mark = eighths(d, v) / EIGHTHS;
    if (mark == BAR)
        mark--;
    set_color(d, p->status);
    for (int i = 0; i < BAR; i++) {
        int here = length - i * EIGHTHS;
        here = here < 0 ? 0 : here > EIGHTHS ? EIGHTHS : here;
        if (i == mark && here < EIGHTHS) {
            gp_buf_puts(d->buf, "│");
        } else if (i == mark) {
            gp_buf_puts(d->buf, "┃");
        } else if (d->bar == GP_SERIES_SHARE && here == 0) {
            gp_buf_puts(d->buf, "░");
        } else {
            gp_buf_puts(d->buf, parts[here]);
        }
    }
    end_color(d, p->status);
}

static void measure(struct drawing *d)
{
    d->name = 0;
    for (int n = 0; n < d->number_count; n++)
        d->widths[n] = 0;
    for (size_t i = 0; i < d->rows; i++) {
        const struct gp_point *p = &d->figure->points[i];
        size_t w = show_name(d, p);
        d->name = w > d->name ? w : d->name;
        for (int n = 0; n < d->number_count; n++) {
            w = show(d, gp_figure_value(d->figure, p, d->numbers[n]));
            d->widths[n] = w > d->widths[n] ? w : d->widths[n];
        }
    }
    for (int n = 0; n < d->number_count; n++)
        for (size_t s = 0; s < d->figure->series_count; s++) {
            const struct gp_series *series = &d->figure->series[s];
            size_t w = gp_utf8_width(series->name, strlen(series->name));
            if (series->role == d->numbers[n] && w > d->widths[n])
                d->widths[n] = w;
        }
}

/* What the numbers are, above them. */
static void draw_heads(struct drawing *d)
{
    gp_buf_fill(d->buf, ' ', d->name + 2 + BAR);
    for (int n = 0; n < d->number_count; n++) {
        const char *name = "";
        for (size_t s = 0; s < d->figure->series_count; s++)
            if (d->figure->series[s].role == d->numbers[n])
                name = d->figure->series[s].name;
        gp_buf_fill(d->buf, ' ',
                    2 + d->widths[n] - gp_utf8_width(name, strlen(name)));
        gp_buf_puts(d->buf, name);
    }
    gp_buf_putc(d->buf, '\n');
}

/* With room for a quarter more than is needed. */
static void set_own_top(struct drawing *d, const struct gp_point *p)
{
    struct gp_rat need;
    if (!number_of(d, p, d->mark, &need) ||
        !gp_rat_mul(&d->top, need, gp_rat_make(5, 4)))
        d->top = gp_rat_int(0);
}

static void draw_rows(struct drawing *d)
{
    find_top(d);
    measure(d);
    draw_heads(d);
    for (size_t i = 0; i < d->rows; i++) {
        const struct gp_point *p = &d->figure->points[i];
        size_t used = show_name(d, p);
        gp_buf_add(d->buf, d->text.at, d->text.count);
        gp_buf_fill(d->buf, ' ', d->name - used + 2);
        /* A stage is measured by its own need: 3 deals of 1,000 calls would
         * be nothing to see. */
        if (d->figure->kind == GP_FIGURE_FUNNEL)
            set_own_top(d, p);
        draw_bar(d, p);
        for (int n = 0; n < d->number_count; n++) {
            const struct gp_cell *cell =
                gp_figure_value(d->figure, p, d->numbers[n]);
            enum gp_cell_status status =
                cell == NULL ? GP_STATUS_NONE : cell->status;
            used = show(d, cell);
            gp_buf_fill(d->buf, ' ', d->widths[n] - used + 2);
            set_color(d, status);
            gp_buf_add(d->buf, d->text.at, d->text.count);
            end_color(d, status);
        }
        gp_buf_putc(d->buf, '\n');
    }
}

static bool has_series(const struct gp_figure *f, enum gp_series_role role)
{
    for (size_t s = 0; s < f->series_count; s++)
        if (f->series[s].role == role)
            return true;
    return false;
}

static void draw_bars(struct drawing *d)
{
    static const struct {
        enum gp_series_role bar, mark, numbers[MOST_NUMBERS];
        int count;
    } kinds[GP_FIGURE_COUNT] = {
        [GP_FIGURE_TREND] = {GP_SERIES_ACTUAL,
                             GP_SERIES_TARGET,
                             {GP_SERIES_TARGET, GP_SERIES_ACTUAL,
                              GP_SERIES_FORECAST},
                             3},
        [GP_FIGURE_BARS] = {GP_SERIES_ATTAINMENT,
                            GP_SERIES_ATTAINMENT,
                            {GP_SERIES_ATTAINMENT, GP_SERIES_PLANNED,
                             GP_SERIES_TARGET, GP_SERIES_ACTUAL},
                            4},
        [GP_FIGURE_SHARE] = {GP_SERIES_SHARE,
                             GP_SERIES_SHARE,
                             {GP_SERIES_SHARE, GP_SERIES_TARGET},
                             2},
        [GP_FIGURE_TREE] = {GP_SERIES_SHARE,
                            GP_SERIES_SHARE,
                            {GP_SERIES_SHARE, GP_SERIES_TARGET,
                             GP_SERIES_ATTAINMENT},
                            3},
        [GP_FIGURE_FUNNEL] = {GP_SERIES_ACTUAL,
                              GP_SERIES_TARGET,
                              {GP_SERIES_TARGET, GP_SERIES_ACTUAL,
                               GP_SERIES_RATE, GP_SERIES_PLANNED_RATE},
                              4},
    };
    d->bar = kinds[d->figure->kind].bar;
    d->mark = kinds[d->figure->kind].mark;
    for (int i = 0; i < kinds[d->figure->kind].count; i++) {
        enum gp_series_role role = kinds[d->figure->kind].numbers[i];
        if (has_series(d->figure, role))
            d->numbers[d->number_count++] = role;
    }
    draw_rows(d);
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

static void draw_days(struct drawing *d)
{
    static const char *const names[][2] = {
        {"Mon", "一"}, {"Tue", "二"}, {"Wed", "三"}, {"Thu", "四"},
        {"Fri", "五"}, {"Sat", "六"}, {"Sun", "日"},
    };
    const struct gp_figure *f = d->figure;
    int start =
        ((int)gp_date_weekday(f->points[0].date) - f->week_start + 7) % 7;
    int weeks = (start + (int)f->point_count + 6) / 7;
    for (int day = 0; day < 7; day++) {
        const char *name =
            names[(day + f->week_start) % 7][d->options->chinese];
        gp_buf_puts(d->buf, name);
        gp_buf_fill(d->buf, ' ', 5 - gp_utf8_width(name, strlen(name)));
        int last = weeks;
        while (last > 0 && (last - 1) * 7 + day - start >= (int)f->point_count)
            last--;
        for (int week = 0; week < last; week++) {
            int i = week * 7 + day - start;
            const struct gp_point *p = i < 0 ? NULL : &f->points[i];
            if (weeks <= 30 && week != 0)
                gp_buf_putc(d->buf, ' ');
            if (p != NULL)
                set_color(d, p->status);
            gp_buf_puts(d->buf, p == NULL ? " " : day_mark(f, p));
            if (p != NULL)
                end_color(d, p->status);
        }
        while (d->buf->count > 0 && d->buf->at[d->buf->count - 1] == ' ')
            d->buf->count--;
        gp_buf_putc(d->buf, '\n');
    }
    add_line(d->buf, word(d, "● met  ○ missed  · nothing yet",
                          "● 达标  ○ 未达标  · 尚无数据"));
}

static void draw(struct drawing *d)
{
    const struct gp_figure *f = d->figure;
    gp_buf_putc(d->buf, '\n');
    add_line(d->buf, f->title);
    if (f->alt != NULL)
        add_line(d->buf, f->alt);
    d->number_count = 0;
    d->rows = f->point_count < MOST_ROWS ? f->point_count : MOST_ROWS;
    if (f->point_count == 0) {
        add_line(d->buf,
                 word(d, "There is nothing to show.", "没有可显示的数据。"));
        return;
    }
    if (f->kind == GP_FIGURE_HEAT) {
        draw_days(d);
        return;
    }
    draw_bars(d);
    if (d->rows < f->point_count) {
        struct gp_cell more =
            gp_cell_amount((int64_t)(f->point_count - d->rows), 0);
        d->text.count = 0;
        gp_show_number(&d->text, &more, NULL); /* a count is never 万 */
        gp_buf_puts(d->buf, word(d, "and ", "另有 "));
        gp_buf_add(d->buf, d->text.at, d->text.count);
        gp_buf_puts(d->buf, word(d, " more, not drawn\n", " 项未画出\n"));
    }
}

void gp_text_figures(const struct gp_report *report, bool in_tables,
                     const struct gp_render_options *options,
                     struct gp_out *out)
{
    struct drawing d = {.options = options, .buf = &out->buf};
    gp_buf_init(&d.text, out->buf.heap);
    gp_buf_room(&d.text, 1); /* so that it points somewhere */
    for (const struct gp_figure *f = report->figures; f != NULL; f = f->next) {
        if (f->in_tables != in_tables)
            continue;
        d.figure = f;
        draw(&d);
        gp_out_flush_some(out);
    }
    gp_buf_fini(&d.text);
}

/* ---- key figures --------------------------------------------------------- */

void gp_text_cards(const struct gp_report *report,
                   const struct gp_render_options *options, struct gp_out *out)
{
    struct drawing d = {.options = options, .buf = &out->buf};
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
        set_color(&d, c->value.status);
        gp_buf_add(d.buf, d.text.at, d.text.count);
        end_color(&d, c->value.status);
        gp_card_note(&d.text, c, options);
        if (d.text.count != 0)
            gp_buf_puts(d.buf, "  ");
        gp_buf_add(d.buf, d.text.at, d.text.count);
        gp_buf_putc(d.buf, '\n');
    }
    gp_buf_fini(&d.text);
}

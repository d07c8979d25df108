/*
 * See text_bars.h.  Bars are measured in eighths of a column.  They get
 * shorter on a narrow terminal; where nothing would be left of them, the
 * picture is a table.
 */
#include "report/text_bars.h"

#include <string.h>

#include "base/utf8.h"
#include "report/show.h"
#include "report/text_line.h"
#include "report/text_table.h"
#include "report/wrap.h"

/* Columns of a bar, and where there is little room; of a name; numbers behind
 * a bar; rows of a picture. */
enum {
    BAR = 32,
    LEAST_BAR = 10,
    NAME = 28,
    HEAD = 6, /* nothing above numbers is wrapped to less */
    MOST_NUMBERS = 4,
    MOST_ROWS = 40,
    EIGHTHS = 8
};

struct drawing {
    const struct gp_render_options *options;
    struct gp_buf *buf;
    const struct gp_figure *figure;
    struct gp_buf text; /* a label or a number, for a moment */
    struct gp_rat top;  /* what a whole bar stands for */
    enum gp_series_role bar, mark, numbers[MOST_NUMBERS];
    int number_count;
    size_t rows, name, widths[MOST_NUMBERS];
    size_t screen; /* columns of the terminal; 0: no bound */
    int length;    /* of a whole bar, in columns */
};

static size_t show(struct drawing *d, const struct gp_cell *cell)
{
    d->text.count = 0;
    gp_text_value(&d->text, cell, d->options);
    return gp_utf8_width(d->text.at, d->text.count);
}

/* The name of a point as it stands in its column: indented, and cut to it. */
static size_t show_name(struct drawing *d, const struct gp_point *p)
{
    size_t most = d->screen / 3 > NAME ? d->screen / 3 : NAME;
    size_t from = 0, used = 0;
    d->text.count = 0;
    gp_buf_fill(&d->text, ' ', (size_t)p->depth * 2);
    gp_show_safe(&d->text, p->label, strlen(p->label));
    size_t width = gp_utf8_width(d->text.at, d->text.count);
    if (width <= most)
        return width;
    while (from < d->text.count) {
        uint32_t code;
        int n = gp_utf8_char(d->text.at + from, d->text.count - from, &code);
        size_t w = gp_utf8_width(d->text.at + from, (size_t)n);
        if (n == 0 || used + w > most - 1)
            break;
        used += w;
        from += (size_t)n;
    }
    d->text.count = from;
    gp_buf_puts(&d->text, "…");
    return used + 1;
}

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
        return d->length * EIGHTHS;
    if (!gp_rat_div(&share, v, d->top) ||
        !gp_rat_mul(&share, share, gp_rat_int(d->length * EIGHTHS)) ||
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
    if (mark == d->length)
        mark--;
    gp_text_color_on(d->buf, d->options, p->status);
    for (int i = 0; i < d->length; i++) {
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
    gp_text_color_off(d->buf, d->options, p->status);
}

static const char *number_name(const struct drawing *d, int number)
{
    for (size_t s = 0; s < d->figure->series_count; s++)
        if (d->figure->series[s].role == d->numbers[number])
            return d->figure->series[s].name;
    return "";
}

static void measure(struct drawing *d, bool wraps_heads)
{
    d->name = 0;
    for (int n = 0; n < d->number_count; n++) {
        const char *name = number_name(d, n);
        size_t whole = gp_utf8_width(name, strlen(name)), least = whole;
        if (wraps_heads)
            least = gp_wrap_widest(name, strlen(name));
        if (least < HEAD)
            least = whole < HEAD ? whole : HEAD;
        d->widths[n] = least;
    }
    for (size_t i = 0; i < d->rows; i++) {
        const struct gp_point *p = &d->figure->points[i];
        size_t w = show_name(d, p);
        d->name = w > d->name ? w : d->name;
        for (int n = 0; n < d->number_count; n++) {
            w = show(d, gp_figure_value(d->figure, p, d->numbers[n]));
            d->widths[n] = w > d->widths[n] ? w : d->widths[n];
        }
    }
}

/* Shortens bars, then wraps what stands above the numbers; false where that
 * is not enough. */
static bool fit_to_screen(struct drawing *d)
{
    for (int wraps = 0; wraps < 2; wraps++) {
        int least = wraps ? LEAST_BAR : BAR / 2;
        measure(d, wraps != 0);
        size_t rest = d->name + 2;
        for (int n = 0; n < d->number_count; n++)
            rest += 2 + d->widths[n];
        d->length = BAR;
        if (d->screen == 0 || rest + BAR <= d->screen)
            return true;
        d->length = d->screen > rest ? (int)(d->screen - rest) : 0;
        if (d->length >= least)
            return true;
    }
    return false;
}

static size_t head_lines(const struct drawing *d, int n)
{
    const char *name = number_name(d, n);
    size_t lines = 0, next, left = strlen(name);
    for (; left != 0; lines++, name += next, left -= next)
        gp_wrap_line(name, left, d->widths[n], &next);
    return lines;
}

/* What the numbers are, above them; short names in the last line. */
static void draw_heads(struct drawing *d)
{
    size_t done[MOST_NUMBERS] = {0}, lines = 0;
    for (int n = 0; n < d->number_count; n++)
        lines = head_lines(d, n) > lines ? head_lines(d, n) : lines;
    for (size_t line = lines; line > 0; line--) {
        size_t owed = d->name + 2 + (size_t)d->length;
        for (int n = 0; n < d->number_count; n++) {
            const char *name = number_name(d, n) + done[n];
            size_t next, used = 0;
            if (head_lines(d, n) >= line) {
                used = gp_wrap_line(name, strlen(name), d->widths[n], &next);
                done[n] += next;
            }
            owed += 2 + d->widths[n] - gp_utf8_width(name, used);
            if (used == 0)
                continue;
            gp_buf_fill(d->buf, ' ', owed);
            gp_buf_add(d->buf, name, used);
            owed = 0;
        }
        gp_buf_putc(d->buf, '\n');
    }
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
            gp_text_color_on(d->buf, d->options, status);
            gp_buf_add(d->buf, d->text.at, d->text.count);
            gp_text_color_off(d->buf, d->options, status);
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

/* What the bars and the numbers of a kind of picture are. */
static void set_roles(struct drawing *d)
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
    d->number_count = 0;
    d->bar = kinds[d->figure->kind].bar;
    d->mark = kinds[d->figure->kind].mark;
    for (int i = 0; i < kinds[d->figure->kind].count; i++) {
        enum gp_series_role role = kinds[d->figure->kind].numbers[i];
        if (has_series(d->figure, role))
            d->numbers[d->number_count++] = role;
    }
}

/* Where there is no room for bars: the numbers. */
static void draw_table(struct drawing *d, struct gp_out *out)
{
    struct gp_arena arena;
    gp_arena_init(&arena, d->buf->heap);
    gp_text_table(gp_figure_table(d->figure, d->options, &arena), d->options,
                  out);
    gp_arena_fini(&arena);
}

static void tell_more(struct drawing *d)
{
    struct gp_cell more =
        gp_cell_amount((int64_t)(d->figure->point_count - d->rows), 0);
    d->text.count = 0;
    gp_show_number(&d->text, &more, NULL); /* a count is never 万 */
    bool zh = d->options->chinese;
    gp_buf_puts(d->buf, zh ? "另有 " : "and ");
    gp_buf_add(d->buf, d->text.at, d->text.count);
    gp_buf_puts(d->buf, zh ? " 项未画出\n" : " more, not drawn\n");
}

void gp_text_bars(const struct gp_figure *figure,
                  const struct gp_render_options *options, struct gp_out *out)
{
    struct drawing d = {
        .options = options,
        .buf = &out->buf,
        .figure = figure,
        .rows =
            figure->point_count < MOST_ROWS ? figure->point_count : MOST_ROWS,
        .screen = options->width > 0 ? (size_t)options->width : 0,
    };
    gp_buf_init(&d.text, out->buf.heap);
    gp_buf_room(&d.text, 1); /* so that it points somewhere */
    set_roles(&d);
    if (fit_to_screen(&d)) {
        draw_rows(&d);
        if (d.rows < figure->point_count)
            tell_more(&d);
    } else {
        draw_table(&d, out);
    }
    gp_buf_fini(&d.text);
}

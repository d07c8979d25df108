/*
 * Attainment by person: a bar a row with the target's mark at 100% and, where
 * the period still runs, a mark of where one should be by now.  And the parts
 * of a whole as one bar of a hundred percent, with a legend.
 */
#include <string.h>

#include "report/svg.h"

enum { ROW = 30, BAR = 14, MOST_ROWS = 40, HEAD = 26 };

/* ---- attainment ---------------------------------------------------------- */

struct bars {
    struct gp_svg *svg;
    const struct gp_figure *figure;
    struct gp_rat top; /* what the full width stands for */
    int left, width;   /* in hundredths */
    int attained;      /* the room of attainments, in hundredths */
    size_t rows;
};

/* Up to the best, but not so far that 100% would be hard to see. */
static void find_top(struct bars *b)
{
    struct gp_rat v, most = gp_rat_make(5, 2);
    b->top = gp_rat_make(11, 10);
    for (size_t i = 0; i < b->rows; i++) {
        const struct gp_point *p = &b->figure->points[i];
        if (gp_cell_number(gp_figure_value(b->figure, p, GP_SERIES_ATTAINMENT),
                           &v) &&
            gp_rat_cmp(v, b->top) > 0)
            b->top = v;
    }
    if (gp_rat_cmp(b->top, most) > 0)
        b->top = most;
}

/* Half the room for names at most, and what they need at least. */
static int label_room(const struct gp_figure *f, size_t rows, int width)
{
    int widest = 0;
    for (size_t i = 0; i < rows; i++) {
        const char *label = f->points[i].label;
        int w = gp_svg_width(label, strlen(label), 13);
        widest = w > widest ? w : widest;
    }
    int most = GP_PX(width) * 3 / 10;
    return widest > most ? most : widest;
}

static void draw_numbers(struct bars *b, const struct gp_point *p, int y)
{
    const struct gp_cell *actual =
        gp_figure_value(b->figure, p, GP_SERIES_ACTUAL);
    const struct gp_cell *target =
        gp_figure_value(b->figure, p, GP_SERIES_TARGET);
    int right = GP_PX(b->svg->width) - GP_PX(2);
    gp_svg_value(b->svg, "small soft num", 12, right, y, GP_END, target);
    const struct gp_buf *text = gp_svg_show(b->svg, target);
    right -= gp_svg_width(text->at, text->count, 12);
    gp_markup(b->svg->buf,
              "<text class=\"small soft\" x=\"%p\" y=\"%p\" "
              "text-anchor=\"end\">/</text>\n",
              right - GP_PX(4), y);
    gp_svg_value(b->svg, "small num", 12, right - GP_PX(13), y, GP_END, actual);
}

static void draw_bar(struct bars *b, const struct gp_point *p, int row)
{
    struct gp_buf *buf = b->svg->buf;
    const struct gp_cell *cell =
        gp_figure_value(b->figure, p, GP_SERIES_ATTAINMENT);
    struct gp_rat v;
    int y = GP_PX(HEAD + row * ROW), middle = y + GP_PX(ROW / 2);
    int top = middle - GP_PX(BAR / 2);
    gp_svg_label(b->svg, "label", 13, b->left - GP_PX(10), middle + GP_PX(5),
                 GP_END, b->left - GP_PX(10), p->label);
    gp_buf_puts(buf, "<g>");
    gp_svg_tip(b->svg, b->figure, p);
    gp_markup(buf,
              "<rect class=\"track\" x=\"%p\" y=\"%p\" width=\"%p\" "
              "height=\"%i\" rx=\"3\"/>",
              b->left, top, b->width, BAR);
    int length = 0;
    if (gp_cell_number(cell, &v))
        length = gp_svg_part(v, b->top, b->width);
    if (length > 0)
        gp_markup(buf,
                  "<rect class=\"bar%s\" x=\"%p\" y=\"%p\" width=\"%p\" "
                  "height=\"%i\" rx=\"3\"/>",
                  gp_svg_status(p->status), b->left, top, length, BAR);
    gp_buf_puts(buf, "</g>\n");
    if (gp_cell_number(gp_figure_value(b->figure, p, GP_SERIES_PLANNED), &v)) {
        int x = b->left + gp_svg_part(v, b->top, b->width);
        gp_markup(buf, "<path class=\"tick\" d=\"M%p %pv%i\"/>\n", x,
                  top - GP_PX(4), BAR + 8);
    }
    gp_svg_value(b->svg,
                 p->status == GP_STATUS_GOOD  ? "strong num ink-good"
                 : p->status == GP_STATUS_BAD ? "strong num ink-bad"
                                              : "strong num",
                 13, b->left + b->width + b->attained, middle + GP_PX(5),
                 GP_END, cell);
    if (!gp_svg_is_narrow(b->svg))
        draw_numbers(b, p, middle + GP_PX(5));
}

static int widest_value(struct bars *b, enum gp_series_role role, int size)
{
    int widest = 0;
    for (size_t i = 0; i < b->rows; i++) {
        const struct gp_buf *text = gp_svg_show(
            b->svg, gp_figure_value(b->figure, &b->figure->points[i], role));
        int w = gp_svg_width(text->at, text->count, size);
        widest = w > widest ? w : widest;
    }
    return widest;
}

/* Of "277万 / 300万", which stands where there is room for it. */
static int number_room(struct bars *b)
{
    if (gp_svg_is_narrow(b->svg))
        return 0;
    return widest_value(b, GP_SERIES_ACTUAL, 12) +
           widest_value(b, GP_SERIES_TARGET, 12) + GP_PX(30);
}

static void draw_marks(struct bars *b)
{
    int x = b->left + gp_svg_part(gp_rat_int(1), b->top, b->width);
    const char *word = gp_svg_word(b->svg, "target 100%", "目标 100%");
    gp_markup(b->svg->buf, "<path class=\"mark\" d=\"M%p %pV%i\"/>\n", x,
              GP_PX(HEAD - 6), HEAD + (int)b->rows * ROW);
    int half = gp_svg_width(word, strlen(word), 12) / 2, free = 0;
    for (size_t i = 0; i < b->figure->series_count; i++) {
        const struct gp_series *s = &b->figure->series[i];
        if (s->role != GP_SERIES_PLANNED)
            continue;
        gp_markup(b->svg->buf, "<path class=\"tick\" d=\"M%p 3v14\"/>\n",
                  GP_PX(4));
        gp_svg_label(b->svg, "small soft", 12, GP_PX(12), GP_PX(14), GP_START,
                     GP_PX(160), s->name);
        free = GP_PX(24) + gp_svg_width(s->name, strlen(s->name), 12);
    }
    gp_svg_label(b->svg, "small soft", 12, x < free + half ? free + half : x,
                 GP_PX(14), GP_MIDDLE, GP_PX(200), word);
}

int gp_svg_bars(struct gp_svg *svg, const struct gp_figure *f)
{
    struct bars b = {.svg = svg, .figure = f, .rows = f->point_count};
    if (b.rows > MOST_ROWS)
        b.rows = MOST_ROWS;
    find_top(&b);
    b.left = label_room(f, b.rows, svg->width) + GP_PX(12);
    b.attained = GP_PX(8) + widest_value(&b, GP_SERIES_ATTAINMENT, 13);
    if (b.attained < GP_PX(66))
        b.attained = GP_PX(66);
    b.width = GP_PX(svg->width - 4) - b.left - number_room(&b) - b.attained;
    if (b.width < GP_PX(60))
        b.width = GP_PX(60);
    for (size_t i = 0; i < b.rows; i++)
        draw_bar(&b, &f->points[i], (int)i);
    draw_marks(&b);
    int height = HEAD + (int)b.rows * ROW + 6;
    if (b.rows < f->point_count) {
        gp_svg_more(svg, b.left, GP_PX(height + 14), f->point_count - b.rows);
        height += 22;
    }
    return height;
}

/* ---- shares -------------------------------------------------------------- */

enum { HUES = 8, LEGEND_ROW = 26, WHOLE = 34 };

struct slice {
    const char *label;
    const struct gp_point *point; /* NULL: the others */
    struct gp_rat share;
    struct gp_cell target;
};

/* The parts, the last place being for all the others where there are many. */
static size_t find_slices(struct gp_svg *svg, const struct gp_figure *f,
                          struct slice *slices)
{
    size_t n = f->point_count <= HUES ? f->point_count : HUES;
    for (size_t i = 0; i < f->point_count; i++) {
        struct gp_rat v = gp_rat_int(0);
        struct slice *s = &slices[i < n ? i : n - 1];
        const struct gp_point *p = &f->points[i];
        const struct gp_cell *target = gp_figure_value(f, p, GP_SERIES_TARGET);
        gp_cell_number(gp_figure_value(f, p, GP_SERIES_SHARE), &v);
        if (i < n) {
            *s = (struct slice){p->label, p, v, *target};
            continue;
        }
        if (!gp_rat_add(&s->share, s->share, v))
            s->share = v;
        if (s->target.kind != GP_CELL_AMOUNT ||
            target->kind != GP_CELL_AMOUNT ||
            !gp_add64(&s->target.amount, s->target.amount, target->amount))
            s->target.kind = GP_CELL_NONE;
    }
    if (n < f->point_count) {
        slices[n - 1].label = gp_svg_word(svg, "others", "其他");
        slices[n - 1].point = NULL;
    }
    return n;
}

static void draw_slice(struct gp_svg *svg, const struct gp_figure *f,
                       const struct slice *s, size_t hue, int from, int to)
{
    struct gp_buf *buf = svg->buf;
    struct gp_cell share = gp_cell_ratio(s->share);
    gp_buf_puts(buf, "<g>");
    if (s->point != NULL)
        gp_svg_tip(svg, f, s->point);
    gp_markup(buf,
              "<rect class=\"hue%i\" x=\"%p\" y=\"2\" width=\"%p\" "
              "height=\"%i\"/></g>\n",
              (int)hue, from, to - from, WHOLE);
    const struct gp_buf *text = gp_svg_show(svg, &share);
    if (gp_svg_width(text->at, text->count, 13) + GP_PX(8) < to - from)
        gp_svg_value(svg, "on strong num", 13, (from + to) / 2, GP_PX(24),
                     GP_MIDDLE, &share);
}

static void draw_entry(struct gp_svg *svg, const struct slice *s, size_t hue,
                       int x, int y, int room, int column)
{
    struct gp_cell share = gp_cell_ratio(s->share);
    gp_markup(svg->buf,
              "<rect class=\"hue%i\" x=\"%p\" y=\"%p\" width=\"12\" "
              "height=\"12\" rx=\"3\"/>\n",
              (int)hue, x, y - GP_PX(11));
    int right = x + room;
    gp_svg_value(svg, "small soft num", 12, right, y, GP_END, &s->target);
    gp_svg_value(svg, "strong num", 13, right - column, y, GP_END, &share);
    gp_svg_label(svg, "label", 13, x + GP_PX(20), y, GP_START,
                 room - GP_PX(20 + 64) - column, s->label);
}

int gp_svg_share(struct gp_svg *svg, const struct gp_figure *f)
{
    struct slice slices[HUES];
    size_t n = find_slices(svg, f, slices);
    struct gp_rat sum = gp_rat_int(0), whole = gp_rat_int(1);
    int at = 0, columns = gp_svg_is_narrow(svg) ? 1 : 2;
    int room = GP_PX(svg->width) / columns - (columns - 1) * GP_PX(16);
    int column = GP_PX(86); /* of the amounts */
    for (size_t i = 0; i < n; i++) {
        const struct gp_buf *text = gp_svg_show(svg, &slices[i].target);
        int w = gp_svg_width(text->at, text->count, 12) + GP_PX(16);
        column = w > column ? w : column;
    }
    for (size_t i = 0; i < n; i++) {
        if (!gp_rat_add(&sum, sum, slices[i].share))
            sum = whole;
        int to = gp_svg_part(sum, whole, GP_PX(svg->width));
        if (to > at)
            draw_slice(svg, f, &slices[i], i, at,
                       i + 1 < n && to - at > GP_PX(3) ? to - GP_PX(2) : to);
        at = to;
        draw_entry(svg, &slices[i], i,
                   (int)i % columns == 0 ? 0 : GP_PX(svg->width) - room,
                   GP_PX(WHOLE + 26 + (int)i / columns * LEGEND_ROW), room,
                   column);
    }
    return WHOLE + 14 + ((int)n + columns - 1) / columns * LEGEND_ROW;
}

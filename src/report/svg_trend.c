/*
 * The trend: the target's curve (dashed), what happened (thick, the space
 * below it tinted), where it leads (dotted).
 */
#include <string.h>

#include "report/svg.h"

enum { TOP = 40, HEIGHT = 220, FOOT = 30, MOST_TICKS = 5 };

struct plot {
    struct gp_svg *svg;
    const struct gp_figure *figure;
    struct gp_rat low, high, step; /* of the scale */
    int steps;
    const struct gp_cell *like; /* what values are like, for the scale */
    int left, width;            /* in hundredths */
    bool has_scale, has_tails;  /* there is room for their numbers */
};

/* ---- the scale ----------------------------------------------------------- */

static bool find_range(struct plot *p)
{
    struct gp_rat v;
    bool any = false;
    p->low = p->high = gp_rat_int(0);
    for (size_t i = 0; i < p->figure->point_count; i++) {
        for (size_t s = 0; s < p->figure->series_count; s++) {
            const struct gp_cell *cell = &p->figure->points[i].values[s];
            if (!gp_cell_number(cell, &v))
                continue;
            if (!any)
                p->like = cell;
            any = true;
            if (gp_rat_cmp(v, p->high) > 0)
                p->high = v;
            if (gp_rat_cmp(v, p->low) < 0)
                p->low = v;
        }
    }
    return any && gp_rat_cmp(p->high, p->low) > 0;
}

/* Whether amounts of this kind can be a multiple of the step. */
static bool is_whole(const struct plot *p, struct gp_rat step)
{
    int64_t amount;
    return p->like->kind == GP_CELL_RATIO ||
           gp_rat_scaled(step, p->like->digits, &amount);
}

/* A power of ten not above the range. */
static bool find_power(struct gp_rat range, struct gp_rat *power)
{
    struct gp_rat next = *power = gp_rat_int(1);
    while (gp_rat_cmp(next, range) <= 0) {
        *power = next;
        if (!gp_rat_mul(&next, next, gp_rat_int(10)))
            return false;
    }
    while (gp_rat_cmp(*power, range) > 0)
        if (!gp_rat_div(power, *power, gp_rat_int(10)))
            return false;
    return true;
}

/* How many steps lead from zero past the number (towards its sign). */
static gp_i128 steps_to(struct gp_rat number, struct gp_rat step)
{
    struct gp_rat n;
    if (!gp_rat_div(&n, number, step))
        return 0;
    gp_i128 floor = gp_rat_floor(n);
    return gp_rat_sign(n) > 0 && gp_rat_cmp(n, gp_rat_make(floor, 1)) > 0
               ? floor + 1
               : floor;
}

/* Steps of 1, 2 or 5 times a power of ten, and the range widened to them. */
static bool find_steps(struct plot *p)
{
    static const int tenths[] = {1, 2, 5, 10, 20, 50, 100};
    struct gp_rat range, power;
    if (!gp_rat_sub(&range, p->high, p->low) || !find_power(range, &power))
        return false;
    for (size_t i = 0; i < sizeof tenths / sizeof tenths[0]; i++) {
        struct gp_rat step;
        if (!gp_rat_mul(&step, power, gp_rat_make(tenths[i], 10)))
            return false;
        gp_i128 up = steps_to(p->high, step), down = steps_to(p->low, step);
        if (up - down > MOST_TICKS || !is_whole(p, step))
            continue;
        p->step = step;
        p->steps = (int)(up - down);
        return gp_rat_mul(&p->low, step, gp_rat_make(down, 1)) &&
               gp_rat_mul(&p->high, step, gp_rat_make(up, 1));
    }
    return false;
}

static int y_of(const struct plot *p, struct gp_rat v)
{
    struct gp_rat above, range;
    if (!gp_rat_sub(&above, v, p->low) || !gp_rat_sub(&range, p->high, p->low))
        return GP_PX(TOP + HEIGHT);
    return GP_PX(TOP + HEIGHT) - gp_svg_part(above, range, GP_PX(HEIGHT));
}

static struct gp_cell tick_cell(const struct plot *p, int i, struct gp_rat *v)
{
    struct gp_cell cell = *p->like;
    cell.status = GP_STATUS_NONE;
    if (!gp_rat_mul(v, p->step, gp_rat_int(i)) || !gp_rat_add(v, *v, p->low))
        *v = p->low;
    if (cell.kind == GP_CELL_RATIO)
        cell.ratio = *v;
    else if (!gp_rat_scaled(*v, cell.digits, &cell.amount))
        cell.amount = 0;
    return cell;
}

/* For the values at the right edge. */
static int tail_room(const struct plot *p)
{
    const struct gp_figure *f = p->figure;
    int widest = 0;
    for (size_t s = 0; s < f->series_count; s++) {
        const struct gp_cell *cell = &f->points[f->point_count - 1].values[s];
        if (cell->kind == GP_CELL_NONE)
            continue;
        const struct gp_buf *text = gp_svg_show(p->svg, cell);
        int w = gp_svg_width(text->at, text->count, 12);
        widest = w > widest ? w : widest;
    }
    return widest + GP_PX(12);
}

static int scale_room(const struct plot *p)
{
    struct gp_rat v;
    int widest = 0;
    for (int i = 0; i <= p->steps; i++) {
        struct gp_cell cell = tick_cell(p, i, &v);
        const struct gp_buf *text = gp_svg_show(p->svg, &cell);
        int w = gp_svg_width(text->at, text->count, 12);
        widest = w > widest ? w : widest;
    }
    return widest + GP_PX(10);
}

/* What is left for the lines.  Numbers that leave them no room give way:
 * first those at the right, which the last dots tell too. */
static void divide_width(struct plot *p)
{
    enum { LEAST = 110, EDGE = 10 };
    int tails = tail_room(p), whole = GP_PX(p->svg->width);
    p->left = scale_room(p);
    p->has_tails = whole - p->left - tails >= GP_PX(LEAST);
    if (!p->has_tails)
        tails = GP_PX(EDGE);
    p->has_scale = whole - p->left - tails >= GP_PX(LEAST);
    if (!p->has_scale)
        p->left = GP_PX(EDGE);
    p->width = whole - p->left - tails;
}

static void draw_scale(struct plot *p)
{
    struct gp_rat v;
    divide_width(p);
    for (int i = 0; i <= p->steps; i++) {
        struct gp_cell cell = tick_cell(p, i, &v);
        int y = y_of(p, v);
        gp_markup(p->svg->buf,
                  "<line class=\"%s\" x1=\"%p\" x2=\"%p\" y1=\"%p\" "
                  "y2=\"%p\"/>\n",
                  gp_rat_sign(v) == 0 ? "axis" : "grid", p->left,
                  p->left + p->width, y, y);
        if (p->has_scale)
            gp_svg_value(p->svg, "small soft num", 12, p->left - GP_PX(8),
                         y + GP_PX(4), GP_END, &cell);
    }
}

/* ---- along ----------------------------------------------------------------
 */

/* By dates where there are.  What adds up stands at the end of its period,
 * anything else in its middle. */
static int x_of(const struct plot *p, size_t i)
{
    const struct gp_figure *f = p->figure;
    int64_t n = (int64_t)f->point_count, width = p->width;
    gp_date end = f->points[n - 1].date, at = f->points[i].date;
    if (f->from == GP_NO_DATE || at == GP_NO_DATE || end < f->from)
        return p->left + (int)(width * (2 * (int64_t)i + 1) / (2 * n));
    int64_t days = end - f->from + 1;
    int64_t to = at - f->from + 1;
    int64_t from = i == 0 ? 0 : f->points[i - 1].date - f->from + 1;
    return p->left + (int)(f->running ? width * to / days
                                      : width * (from + to) / (2 * days));
}

static void draw_dates(struct plot *p)
{
    const struct gp_figure *f = p->figure;
    int free = GP_PX(-100);
    for (size_t i = 0; i < f->point_count; i++) {
        const char *brief = f->points[i].brief;
        if (brief == NULL)
            continue;
        int to = x_of(p, i), from = p->left;
        for (size_t k = i; k > 0; k--)
            if (f->points[k - 1].brief != NULL) {
                from = x_of(p, k - 1);
                break;
            }
        int half = gp_svg_width(brief, strlen(brief), 12) / 2;
        int at = f->running ? (from + to) / 2 : to;
        if (at - half < free)
            continue;
        free = at + half + GP_PX(6);
        gp_svg_label(p->svg, "small soft", 12, at, GP_PX(TOP + HEIGHT + 20),
                     GP_MIDDLE, GP_PX(200), brief);
    }
}

/* ---- lines --------------------------------------------------------------- */

static const char *line_class(enum gp_series_role role)
{
    return role == GP_SERIES_TARGET     ? "line target"
           : role == GP_SERIES_FORECAST ? "line forecast"
                                        : "line actual";
}

/* The path through all points that have a value; returns how many. */
static size_t draw_path(struct plot *p, enum gp_series_role role, size_t *first,
                        size_t *last)
{
    const struct gp_figure *f = p->figure;
    struct gp_rat v;
    size_t count = 0;
    for (size_t i = 0; i < f->point_count; i++) {
        if (!gp_cell_number(gp_figure_value(f, &f->points[i], role), &v))
            continue;
        if (count == 0 && f->running && role != GP_SERIES_FORECAST)
            gp_markup(p->svg->buf, "M%p %p", p->left, y_of(p, gp_rat_int(0)));
        bool starts =
            count++ == 0 && (!f->running || role == GP_SERIES_FORECAST);
        gp_markup(p->svg->buf, "%s%p %p", starts ? "M" : "L", x_of(p, i),
                  y_of(p, v));
        if (count == 1)
            *first = i;
        *last = i;
    }
    return count;
}

static void draw_line(struct plot *p, enum gp_series_role role)
{
    size_t first = 0, last = 0;
    if (role == GP_SERIES_ACTUAL) {
        gp_buf_puts(p->svg->buf, "<path class=\"area\" d=\"");
        if (draw_path(p, role, &first, &last) != 0)
            gp_markup(p->svg->buf, "L%p %pL%p %pZ", x_of(p, last),
                      y_of(p, gp_rat_int(0)),
                      p->figure->running ? p->left : x_of(p, first),
                      y_of(p, gp_rat_int(0)));
        gp_buf_puts(p->svg->buf, "\"/>\n");
    }
    gp_markup(p->svg->buf, "<path class=\"%s\" d=\"", line_class(role));
    draw_path(p, role, &first, &last);
    gp_buf_puts(p->svg->buf, "\"/>\n");
}

/* A dot on each actual value, with all the values of its point. */
static void draw_dots(struct plot *p)
{
    const struct gp_figure *f = p->figure;
    struct gp_rat v;
    bool many = f->point_count > 40;
    for (size_t i = 0; i < f->point_count; i++) {
        const struct gp_point *point = &f->points[i];
        if (!gp_cell_number(gp_figure_value(f, point, GP_SERIES_ACTUAL), &v))
            continue;
        gp_markup(p->svg->buf,
                  "<circle class=\"dot\" cx=\"%p\" cy=\"%p\" r=\"%p\">",
                  x_of(p, i), y_of(p, v), GP_PX(many ? 2 : 3) + 50);
        gp_svg_tip(p->svg, f, point);
        gp_buf_puts(p->svg->buf, "</circle>\n");
    }
}

/* ---- values beside lines --------------------------------------------------
 */

/* The last value of a series: at the right edge, or inside. */
struct tail {
    const struct gp_cell *cell; /* NULL: none */
    size_t at;
    int y;
};

static struct tail tail_of(const struct plot *p, enum gp_series_role role)
{
    const struct gp_figure *f = p->figure;
    struct gp_rat v;
    for (size_t i = f->point_count; i > 0; i--) {
        const struct gp_cell *cell =
            gp_figure_value(f, &f->points[i - 1], role);
        if (gp_cell_number(cell, &v))
            return (struct tail){cell, i - 1, y_of(p, v)};
    }
    return (struct tail){NULL, 0, 0};
}

static bool is_behind(const struct plot *p, size_t i)
{
    const struct gp_figure *f = p->figure;
    struct gp_rat actual, target;
    const struct gp_point *point = &f->points[i];
    return gp_cell_number(gp_figure_value(f, point, GP_SERIES_ACTUAL),
                          &actual) &&
           gp_cell_number(gp_figure_value(f, point, GP_SERIES_TARGET),
                          &target) &&
           gp_rat_cmp(actual, target) < 0;
}

static const char *tail_class(enum gp_series_role role)
{
    return role == GP_SERIES_ACTUAL     ? "halo small strong num"
           : role == GP_SERIES_FORECAST ? "halo small num"
                                        : "halo small soft num";
}

/* Moves those at the right edge apart, from the top down. */
static void spread(struct tail *tails, size_t count, size_t edge)
{
    enum { LINE = 16 };
    int free = 0;
    for (size_t round = 0; round < count; round++) {
        struct tail *next = NULL;
        for (size_t i = 0; i < count; i++)
            if (tails[i].cell != NULL && tails[i].at == edge &&
                tails[i].y >= free && (next == NULL || tails[i].y < next->y))
                next = &tails[i];
        if (next == NULL)
            return;
        free = next->y + GP_PX(LINE);
        for (size_t i = 0; i < count; i++)
            if (&tails[i] != next && tails[i].cell != NULL &&
                tails[i].at == edge && tails[i].y >= next->y &&
                tails[i].y < free)
                tails[i].y = free;
    }
}

static void draw_tails(struct plot *p)
{
    static const enum gp_series_role roles[] = {
        GP_SERIES_TARGET, GP_SERIES_FORECAST, GP_SERIES_ACTUAL};
    struct tail tails[3];
    size_t edge = p->figure->point_count - 1;
    for (size_t i = 0; i < 3; i++)
        tails[i] = tail_of(p, roles[i]);
    bool behind = tails[0].cell != NULL && is_behind(p, tails[2].at);
    spread(tails, 3, edge);
    for (size_t i = 0; i < 3; i++) {
        struct tail *t = &tails[i];
        if (t->cell == NULL || !p->has_tails)
            continue;
        int x = x_of(p, t->at);
        if (t->at == edge)
            gp_svg_value(p->svg, tail_class(roles[i]), 12,
                         p->left + p->width + GP_PX(8), t->y + GP_PX(4),
                         GP_START, t->cell);
        else
            gp_svg_value(p->svg, tail_class(roles[i]), 12,
                         x + (behind ? GP_PX(7) : -GP_PX(7)),
                         t->y + (behind ? GP_PX(16) : -GP_PX(7)),
                         behind ? GP_START : GP_END, t->cell);
    }
}

static void draw_legend(struct plot *p)
{
    const struct gp_figure *f = p->figure;
    int x = gp_svg_is_narrow(p->svg) ? 0 : p->left;
    for (size_t i = 0; i < f->series_count; i++) {
        const struct gp_series *s = &f->series[i];
        struct gp_rat v;
        bool any = false;
        for (size_t k = 0; k < f->point_count && !any; k++)
            any = gp_cell_number(&f->points[k].values[i], &v);
        if (!any)
            continue;
        gp_markup(p->svg->buf, "<path class=\"%s\" d=\"M%p %ph%p\"/>\n",
                  line_class(s->role), x, GP_PX(12), GP_PX(24));
        gp_svg_label(p->svg, "small soft", 12, x + GP_PX(31), GP_PX(16),
                     GP_START, GP_PX(200), s->name);
        x += GP_PX(52) + gp_svg_width(s->name, strlen(s->name), 12);
    }
}

int gp_svg_trend(struct gp_svg *svg, const struct gp_figure *f)
{
    struct plot p = {.svg = svg, .figure = f};
    if (!find_range(&p) || !find_steps(&p)) {
        gp_svg_label(svg, "soft", 13, GP_PX(svg->width) / 2, GP_PX(28),
                     GP_MIDDLE, GP_PX(svg->width),
                     gp_svg_word(svg, "There is nothing to show yet.",
                                 "尚无可显示的数据。"));
        return 48;
    }
    draw_scale(&p);
    draw_dates(&p);
    draw_legend(&p);
    draw_line(&p, GP_SERIES_TARGET);
    draw_line(&p, GP_SERIES_ACTUAL);
    draw_line(&p, GP_SERIES_FORECAST);
    draw_dots(&p);
    draw_tails(&p);
    return TOP + HEIGHT + FOOT;
}

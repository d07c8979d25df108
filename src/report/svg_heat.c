/*
 * A calendar of days: a month or two as sheets with their numbers, more as
 * columns of weeks.  A day with an actual is met or missed (a missed one also
 * has a dash), one without is the darker the more it asks for.
 */
#include <string.h>

#include "report/svg.h"

enum { SHEET_DAYS = 62, HEAD = 24, CELL_HIGH = 46, LEVELS = 4 };

static bool has_value(const struct gp_figure *f, const struct gp_point *p,
                      enum gp_series_role role)
{
    const struct gp_cell *cell = gp_figure_value(f, p, role);
    return cell != NULL && cell->kind != GP_CELL_NONE;
}

/* " good", " bad", or how much it asks for, in four steps. */
static const char *shade(const struct gp_figure *f, const struct gp_point *p,
                         struct gp_rat most)
{
    static const char *const levels[] = {" ask1", " ask2", " ask3", " ask4"};
    struct gp_rat v;
    if (p->status != GP_STATUS_NONE)
        return gp_svg_status(p->status);
    if (!gp_cell_number(gp_figure_value(f, p, GP_SERIES_TARGET), &v) ||
        gp_rat_sign(v) <= 0)
        return has_value(f, p, GP_SERIES_ACTUAL) ? " other" : "";
    int at = gp_svg_part(v, most, LEVELS * 100) - 1;
    return levels[at < 0 ? 0 : at / 100];
}

static struct gp_rat most_of(const struct gp_figure *f)
{
    struct gp_rat v, most = gp_rat_int(0);
    for (size_t i = 0; i < f->point_count; i++)
        if (gp_cell_number(gp_figure_value(f, &f->points[i], GP_SERIES_TARGET),
                           &v) &&
            gp_rat_cmp(v, most) > 0)
            most = v;
    return most;
}

static const char *weekday(const struct gp_svg *svg, int day)
{
    static const char *const names[][2] = {
        {"Mon", "一"}, {"Tue", "二"}, {"Wed", "三"}, {"Thu", "四"},
        {"Fri", "五"}, {"Sat", "六"}, {"Sun", "日"},
    };
    return names[day][svg->looks->chinese];
}

/* Of a week's seven, from the day that weeks start on. */
static int column_of(const struct gp_figure *f, gp_date date)
{
    return ((int)gp_date_weekday(date) - f->week_start + 7) % 7;
}

static void draw_month(struct gp_svg *svg, gp_date date, int x, int y)
{
    static const char *const names[] = {"Jan", "Feb", "Mar", "Apr",
                                        "May", "Jun", "Jul", "Aug",
                                        "Sep", "Oct", "Nov", "Dec"};
    int month = gp_date_split(date).month;
    if (svg->looks->chinese)
        gp_markup(svg->buf,
                  "<text class=\"small soft\" x=\"%p\" y=\"%p\">%i月</text>\n",
                  x, y, month);
    else
        gp_svg_label(svg, "small soft", 12, x, y, GP_START, GP_PX(100),
                     names[month - 1]);
}

static void draw_cell(struct gp_svg *svg, const struct gp_figure *f,
                      const struct gp_point *p, struct gp_rat most, int x,
                      int y, int width, int height)
{
    gp_buf_puts(svg->buf, "<g>");
    gp_svg_tip(svg, f, p);
    gp_markup(svg->buf,
              "<rect class=\"day%s\" x=\"%p\" y=\"%p\" width=\"%p\" "
              "height=\"%p\" rx=\"2\"/></g>\n",
              shade(f, p, most), x, y, width, height);
}

/* ---- legend -------------------------------------------------------------- */

/* Returns where it ends. */
static int draw_legend(struct gp_svg *svg, int y)
{
    static const struct {
        const char *class, *english, *chinese;
        bool dash;
    } entries[] = {
        {"day good", "met", "达标", false},
        {"day bad", "missed", "未达标", true},
        {"day ask3", "nothing yet (darker: more to do)",
         "尚无数据 (越深目标越高)", false},
        {"day", "no target", "无目标", false},
    };
    int x = 0;
    for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++) {
        const char *word =
            gp_svg_word(svg, entries[i].english, entries[i].chinese);
        int width = GP_PX(18) + gp_svg_width(word, strlen(word), 12);
        if (x != 0 && x + width > GP_PX(svg->width)) {
            x = 0;
            y += 22;
        }
        gp_markup(svg->buf,
                  "<rect class=\"%s\" x=\"%p\" y=\"%p\" width=\"12\" "
                  "height=\"12\" rx=\"2\"/>\n",
                  entries[i].class, x, GP_PX(y));
        if (entries[i].dash)
            gp_markup(svg->buf, "<path class=\"dash\" d=\"M%p %ph6\"/>\n",
                      x + GP_PX(3), GP_PX(y + 6));
        gp_svg_label(svg, "small soft", 12, x + GP_PX(18), GP_PX(y + 10),
                     GP_START, GP_PX(300), word);
        x += width + GP_PX(18);
    }
    return y + 18;
}

/* ---- sheets: weeks down -------------------------------------------------- */

/* What is too wide for its day is left to the tooltip. */
static void draw_number(struct gp_svg *svg, const char *class, int x, int y,
                        int width, const struct gp_cell *cell)
{
    if (cell == NULL || cell->kind == GP_CELL_NONE)
        return;
    const struct gp_buf *text = gp_svg_show(svg, cell);
    int inset = GP_PX(gp_svg_is_narrow(svg) ? 3 : 6);
    if (gp_svg_width(text->at, text->count, 11) + inset < width)
        gp_svg_value(svg, class, 11, x + inset, y, GP_START, cell);
}

static int draw_sheet(struct gp_svg *svg, const struct gp_figure *f)
{
    struct gp_rat most = most_of(f);
    gp_date first = f->points[0].date;
    int start = column_of(f, first), column = GP_PX(svg->width) / 7;
    int width = column - GP_PX(4), y = 0;
    for (int d = 0; d < 7; d++)
        gp_svg_label(svg, "small soft", 12, d * column + GP_PX(4), GP_PX(14),
                     GP_START, width, weekday(svg, (d + f->week_start) % 7));
    for (size_t i = 0; i < f->point_count; i++) {
        const struct gp_point *p = &f->points[i];
        int at = start + (int)i, x = at % 7 * column;
        struct gp_ymd ymd = gp_date_split(p->date);
        y = GP_PX(HEAD + at / 7 * (CELL_HIGH + 4));
        draw_cell(svg, f, p, most, x, y, width, GP_PX(CELL_HIGH));
        const char *ink = p->status != GP_STATUS_NONE ? "tiny on-day" : "tiny";
        gp_markup(svg->buf, "<text class=\"%s\" x=\"%p\" y=\"%p\">", ink,
                  x + GP_PX(gp_svg_is_narrow(svg) ? 3 : 6), y + GP_PX(14));
        if (ymd.day == 1 || i == 0)
            gp_markup(svg->buf, "%i/", ymd.month);
        gp_markup(svg->buf, "%i</text>\n", ymd.day);
        if (p->status == GP_STATUS_BAD)
            gp_markup(svg->buf, "<path class=\"dash\" d=\"M%p %ph8\"/>\n",
                      x + width - GP_PX(11), y + GP_PX(10));
        const char *strong = p->status != GP_STATUS_NONE
                                 ? "tiny strong num on-day"
                                 : "tiny strong num";
        draw_number(svg, strong, x, y + GP_PX(28), width,
                    gp_figure_value(f, p, GP_SERIES_ACTUAL));
        draw_number(svg, ink, x, y + GP_PX(41), width,
                    gp_figure_value(f, p, GP_SERIES_TARGET));
    }
    int bottom = y / 100 + CELL_HIGH + 12;
    return draw_legend(svg, bottom);
}

/* ---- a year: weeks across ------------------------------------------------ */

static int draw_year(struct gp_svg *svg, const struct gp_figure *f)
{
    struct gp_rat most = most_of(f);
    int start = column_of(f, f->points[0].date);
    int weeks = (start + (int)f->point_count + 6) / 7;
    int left = GP_PX(34);
    int step = (GP_PX(svg->width) - left) / weeks;
    int size = step - (step > GP_PX(8) ? GP_PX(2) : GP_PX(1));
    if (step > GP_PX(24)) {
        step = GP_PX(24);
        size = GP_PX(21);
    }
    int free = 0;
    for (int d = 0; d < 7; d += 2)
        gp_svg_label(svg, "tiny soft", 11, left - GP_PX(6),
                     GP_PX(HEAD) + d * step + size - GP_PX(1), GP_END, left,
                     weekday(svg, (d + f->week_start) % 7));
    for (size_t i = 0; i < f->point_count; i++) {
        const struct gp_point *p = &f->points[i];
        int at = start + (int)i;
        int x = left + at / 7 * step, y = GP_PX(HEAD) + at % 7 * step;
        if ((gp_date_split(p->date).day == 1 || i == 0) && x >= free) {
            draw_month(svg, p->date, x, GP_PX(14));
            free = x + GP_PX(30);
        }
        draw_cell(svg, f, p, most, x, y, size, size);
        if (p->status == GP_STATUS_BAD)
            gp_markup(svg->buf, "<path class=\"dash\" d=\"M%p %ph%p\"/>\n",
                      x + size / 4, y + size / 2, size / 2);
    }
    int bottom = HEAD + (7 * step) / 100 + 10;
    return draw_legend(svg, bottom);
}

int gp_svg_heat(struct gp_svg *svg, const struct gp_figure *f)
{
    return f->point_count <= SHEET_DAYS ? draw_sheet(svg, f)
                                        : draw_year(svg, f);
}

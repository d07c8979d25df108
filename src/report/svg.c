/* See svg.h. */
#include "report/svg.h"

#include <string.h>

#include "base/utf8.h"

static int (*const drawers[GP_FIGURE_COUNT])(struct gp_svg *,
                                             const struct gp_figure *) = {
    [GP_FIGURE_TREND] = gp_svg_trend,   [GP_FIGURE_BARS] = gp_svg_bars,
    [GP_FIGURE_SHARE] = gp_svg_share,   [GP_FIGURE_TREE] = gp_svg_tree,
    [GP_FIGURE_FUNNEL] = gp_svg_funnel, [GP_FIGURE_HEAT] = gp_svg_heat,
};

int gp_svg_figure(struct gp_buf *buf, const struct gp_figure *figure,
                  const struct gp_render_options *looks, int width)
{
    struct gp_svg svg = {.buf = buf, .looks = looks, .width = width};
    gp_buf_init(&svg.text, buf->heap);
    gp_buf_room(&svg.text, 1); /* so that it points somewhere */
    int height = 48;
    if (figure->point_count == 0)
        gp_svg_label(&svg, "soft", 13, GP_PX(width) / 2, GP_PX(28), GP_MIDDLE,
                     GP_PX(width),
                     gp_svg_word(&svg, "There is nothing to show.",
                                 "没有可显示的数据。"));
    else
        height = drawers[figure->kind](&svg, figure);
    gp_buf_fini(&svg.text);
    return height;
}

/* ---- numbers ------------------------------------------------------------- */

int gp_svg_part(struct gp_rat part, struct gp_rat whole, int length)
{
    struct gp_rat share;
    int64_t at;
    if (gp_rat_sign(whole) <= 0 || gp_rat_sign(part) <= 0)
        return 0;
    if (gp_rat_cmp(part, whole) >= 0)
        return length;
    /* A share that fits no fraction of ours is as good as none. */
    if (!gp_rat_div(&share, part, whole) ||
        !gp_rat_mul(&share, share, gp_rat_int(length)) ||
        !gp_rat_rounded(share, 0, &at))
        return 0;
    return (int)at;
}

/* ---- text ---------------------------------------------------------------- */

int gp_svg_width(const char *text, size_t length, int size)
{
    enum { COLUMN = 57 }; /* of a size of a hundred: digits of most fonts */
    size_t columns = gp_utf8_width(text, length);
    return columns > 10000 ? GP_PX(100000) : (int)columns * size * COLUMN;
}

/* The bytes that fit together with an ellipsis. */
static size_t fitting(const char *text, int size, int room)
{
    size_t length = strlen(text), at = 0;
    room -= gp_svg_width("…", strlen("…"), size);
    while (at < length) {
        uint32_t code;
        int n = gp_utf8_char(text + at, length - at, &code);
        size_t next = at + (n == 0 ? 1 : (size_t)n);
        if (gp_svg_width(text, next, size) > room)
            break;
        at = next;
    }
    return at;
}

static const char *const anchors[] = {
    [GP_START] = "",
    [GP_MIDDLE] = " text-anchor=\"middle\"",
    [GP_END] = " text-anchor=\"end\"",
};

void gp_svg_label(struct gp_svg *svg, const char *class, int size, int x, int y,
                  enum gp_anchor anchor, int room, const char *text)
{
    struct gp_buf *buf = svg->buf;
    gp_markup(buf, "<text class=\"%s\" x=\"%p\" y=\"%p\"%s>", class, x, y,
              anchors[anchor]);
    if (gp_svg_width(text, strlen(text), size) <= room) {
        gp_markup(buf, "%t</text>\n", text);
        return;
    }
    gp_markup_text(buf, text, fitting(text, size, room));
    gp_markup(buf, "…<title>%t</title></text>\n", text);
}

const struct gp_buf *gp_svg_show(struct gp_svg *svg, const struct gp_cell *cell)
{
    svg->text.count = 0;
    if (cell == NULL || cell->kind == GP_CELL_NONE)
        gp_buf_puts(&svg->text, GP_SHOW_NONE);
    else if (cell->kind == GP_CELL_TEXT)
        gp_buf_puts(&svg->text, cell->text);
    else
        gp_show_number(&svg->text, cell, svg->looks->unit);
    return &svg->text;
}

int gp_svg_value(struct gp_svg *svg, const char *class, int size, int x, int y,
                 enum gp_anchor anchor, const struct gp_cell *cell)
{
    const struct gp_buf *text = gp_svg_show(svg, cell);
    gp_markup(svg->buf, "<text class=\"%s\" x=\"%p\" y=\"%p\"%s>%b</text>\n",
              class, x, y, anchors[anchor], text);
    return gp_svg_width(text->at, text->count, size);
}

void gp_svg_tip(struct gp_svg *svg, const struct gp_figure *f,
                const struct gp_point *point)
{
    gp_markup(svg->buf, "<title>%t", point->label);
    for (size_t i = 0; i < f->series_count; i++) {
        if (point->values[i].kind == GP_CELL_NONE)
            continue;
        gp_markup(svg->buf, "%s %t", i == 0 ? ":" : ",", f->series[i].name);
        gp_markup(svg->buf, " %b", gp_svg_show(svg, &point->values[i]));
    }
    gp_buf_puts(svg->buf, "</title>");
}

const char *gp_svg_status(enum gp_cell_status status)
{
    static const char *const names[] = {
        [GP_STATUS_NONE] = "",
        [GP_STATUS_GOOD] = " good",
        [GP_STATUS_BAD] = " bad",
        [GP_STATUS_QUIET] = " quiet",
    };
    return names[status];
}

const char *gp_svg_word(const struct gp_svg *svg, const char *english,
                        const char *chinese)
{
    return svg->looks->chinese ? chinese : english;
}

void gp_svg_more(struct gp_svg *svg, int x, int y, size_t count)
{
    struct gp_cell cell = gp_cell_amount((int64_t)count, 0);
    svg->text.count = 0;
    gp_show_number(&svg->text, &cell, NULL); /* a count is never 万 */
    gp_markup(svg->buf,
              "<text class=\"soft\" x=\"%p\" y=\"%p\">%s%b%s</text>\n", x, y,
              gp_svg_word(svg, "and ", "另有 "), &svg->text,
              gp_svg_word(svg, " more, not drawn", " 项未画出"));
}

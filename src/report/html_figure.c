/* The key figures and pictures of a page: see html.h. */
#include "base/utf8.h"
#include "report/html.h"
#include "report/show.h"
#include "report/svg.h"

/* Pictures are drawn for these widths and shown as wide as there is room. */
enum { PHONE = 340, NARROW = 560, WIDE = 1160 };

/* Columns of a key figure from which its letters are smaller. */
enum { LONG = 10, HUGE = 15 };

static void write_card(struct gp_page *page, const struct gp_card *card)
{
    struct gp_buf *buf = &page->out->buf;
    gp_markup(buf, "<div class=\"card panel%s\">\n<dt>%t",
              gp_svg_status(card->value.status), card->label);
    if (card->value.status == GP_STATUS_GOOD)
        gp_markup(buf, " <span class=\"tag ink-good\">▲ %s</span>",
                  gp_html_word(page, "on plan", "达标"));
    else if (card->value.status == GP_STATUS_BAD)
        gp_markup(buf, " <span class=\"tag ink-bad\">▼ %s</span>",
                  gp_html_word(page, "behind", "落后"));
    page->text.count = 0;
    if (card->value.kind == GP_CELL_AMOUNT || card->value.kind == GP_CELL_RATIO)
        gp_show_number(&page->text, &card->value, page->looks->unit);
    size_t width = gp_utf8_width(page->text.at, page->text.count);
    gp_markup(buf, "</dt>\n<dd class=\"value%s\">",
              width > HUGE   ? " huge"
              : width > LONG ? " long"
                             : "");
    gp_html_value(page, &card->value);
    gp_buf_puts(buf, "</dd>\n");
    gp_card_note(&page->text, card, page->looks);
    if (page->text.count != 0)
        gp_markup(buf, "<dd class=\"beside\">%b</dd>\n", &page->text);
    gp_buf_puts(buf, "</div>\n");
}

void gp_html_cards(struct gp_page *page, const struct gp_report *report)
{
    struct gp_buf *buf = &page->out->buf;
    if (report->cards == NULL)
        return;
    gp_markup(buf,
              "<section aria-labelledby=\"key\">\n"
              "<h2 id=\"key\" class=\"vh\">%s</h2>\n<dl class=\"cards\">\n",
              gp_html_word(page, "Key figures", "关键数据"));
    for (const struct gp_card *c = report->cards; c != NULL; c = c->next)
        write_card(page, c);
    gp_buf_puts(buf, "</dl>\n</section>\n");
}

/* ---- pictures ------------------------------------------------------------ */

/* The numbers of a picture for who cannot see it. */
static void write_data(struct gp_page *page, const struct gp_figure *f)
{
    struct gp_buf *buf = &page->out->buf;
    gp_markup(buf,
              "<details>\n<summary>%s</summary>\n<div class=\"scroll\">"
              "<table>\n<caption>%t</caption>\n<thead><tr><th scope=\"col\">"
              "%s</th>",
              gp_html_word(page, "The numbers", "数据"), f->title,
              gp_html_word(page, "what", "项目"));
    for (size_t s = 0; s < f->series_count; s++)
        gp_markup(buf, "<th scope=\"col\" class=\"num\">%t</th>",
                  f->series[s].name);
    gp_buf_puts(buf, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < f->point_count; i++) {
        const struct gp_point *p = &f->points[i];
        gp_buf_puts(buf, "<tr><th scope=\"row\">");
        for (int d = 0; d < p->depth; d++)
            gp_buf_puts(buf, "\u00a0\u00a0");
        gp_markup(buf, "%t</th>", p->label);
        for (size_t s = 0; s < f->series_count; s++) {
            gp_buf_puts(buf, "<td class=\"num\">");
            gp_html_value(page, &p->values[s]);
            gp_buf_puts(buf, "</td>");
        }
        gp_buf_puts(buf, "</tr>\n");
        gp_out_flush_some(page->out);
    }
    gp_buf_puts(buf, "</tbody>\n</table></div>\n</details>\n");
}

static bool is_wide_kind(const struct gp_figure *f)
{
    return f->kind == GP_FIGURE_TREE || f->kind == GP_FIGURE_HEAT;
}

/* Two narrow ones stand side by side; one that has nobody beside it is wide
 * as well.  *side: whether the left half of the row is taken. */
static bool is_wide(const struct gp_figure *f, bool *side)
{
    bool taken = *side;
    *side = false;
    if (is_wide_kind(f))
        return true;
    if (taken)
        return false;
    *side = f->next != NULL && !is_wide_kind(f->next);
    return !*side;
}

static void write_drawing(struct gp_page *page, const struct gp_figure *f,
                          const char *class, int width)
{
    struct gp_buf drawing, *buf = &page->out->buf;
    int id = ++page->ids;
    gp_buf_init(&drawing, buf->heap);
    int height = gp_svg_figure(&drawing, f, page->looks, width);
    gp_markup(buf,
              "<svg class=\"%s\" viewBox=\"0 0 %i %i\" role=\"img\" "
              "aria-labelledby=\"p%i\"",
              class, width, height, id);
    gp_markup(buf, "><title id=\"p%i\">%t</title>\n<desc>%t</desc>\n", id,
              f->title, f->alt != NULL ? f->alt : "");
    gp_buf_add(buf, drawing.at, drawing.count);
    gp_buf_puts(buf, "</svg>\n");
    gp_buf_fini(&drawing);
}

/* Two drawings, of which the stylesheet shows the one that there is room
 * for: letters keep their size. */
static void write_picture(struct gp_page *page, const struct gp_figure *f,
                          bool wide)
{
    struct gp_buf *buf = &page->out->buf;
    gp_markup(buf, "<figure class=\"panel%s\">\n<figcaption><h2>%t</h2>",
              wide ? " wide" : "", f->title);
    if (f->alt != NULL)
        gp_markup(buf, "<p>%t</p>", f->alt);
    gp_buf_puts(buf, "</figcaption>\n");
    write_drawing(page, f, "gp large", wide ? WIDE : NARROW);
    write_drawing(page, f, "gp small", PHONE);
    if (!f->in_tables)
        write_data(page, f);
    gp_buf_puts(buf, "</figure>\n");
    gp_out_flush_some(page->out);
}

void gp_html_pictures(struct gp_page *page, const struct gp_report *report)
{
    bool side = false;
    if (report->figures == NULL)
        return;
    gp_buf_puts(&page->out->buf, "<section class=\"pictures\">\n");
    for (const struct gp_figure *f = report->figures; f != NULL; f = f->next)
        write_picture(page, f, is_wide(f, &side));
    gp_buf_puts(&page->out->buf, "</section>\n");
}

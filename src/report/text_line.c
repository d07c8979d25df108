/*
 * See text_line.h.  Words are broken only where one alone is wider than the
 * terminal; wrap.h says where a line may end.
 */
#include "report/text_line.h"

#include <string.h>

#include "report/show.h"
#include "report/wrap.h"

const char *gp_text_color(const struct gp_render_options *options,
                          enum gp_cell_status status)
{
    static const char *const colors[] = {
        [GP_STATUS_NONE] = NULL,
        [GP_STATUS_GOOD] = "\x1b[32m",
        [GP_STATUS_BAD] = "\x1b[31m",
        [GP_STATUS_QUIET] = "\x1b[2m",
    };
    return options->color ? colors[status] : NULL;
}

void gp_text_color_on(struct gp_buf *buf,
                      const struct gp_render_options *options,
                      enum gp_cell_status status)
{
    const char *color = gp_text_color(options, status);
    if (color != NULL)
        gp_buf_puts(buf, color);
}

void gp_text_color_off(struct gp_buf *buf,
                       const struct gp_render_options *options,
                       enum gp_cell_status status)
{
    if (gp_text_color(options, status) != NULL)
        gp_buf_puts(buf, GP_TEXT_COLOR_END);
}

void gp_text_value(struct gp_buf *buf, const struct gp_cell *cell,
                   const struct gp_render_options *options)
{
    if (cell == NULL || cell->kind == GP_CELL_NONE)
        gp_buf_puts(buf, GP_SHOW_NONE);
    else if (cell->kind == GP_CELL_TEXT)
        gp_show_safe(buf, cell->text, strlen(cell->text));
    else
        gp_show_number(buf, cell, options->unit);
}

/* Bytes from..to of the piece, the coloured ones in colour. */
static void write_part(struct gp_buf *buf, const struct gp_text_piece *piece,
                       size_t from, size_t to)
{
    size_t plain = piece->color == NULL || piece->plain > to ? to
                   : piece->plain < from                     ? from
                                                             : piece->plain;
    gp_buf_add(buf, piece->at + from, plain - from);
    if (plain == to)
        return;
    gp_buf_puts(buf, piece->color);
    gp_buf_add(buf, piece->at + plain, to - plain);
    gp_buf_puts(buf, GP_TEXT_COLOR_END);
}

static size_t indent_for(size_t wanted, size_t word, size_t width)
{
    if (word >= width)
        return 0;
    return wanted + word <= width ? wanted : width - word;
}

void gp_text_write(struct gp_buf *buf, const struct gp_text_piece *piece,
                   size_t width)
{
    size_t word = width == 0 ? 0 : gp_wrap_widest(piece->at, piece->length);
    size_t indent = piece->first, rest = piece->rest;
    if (width != 0) {
        indent = indent_for(indent, word, width);
        rest = indent_for(rest, word, width);
    }
    size_t at = 0;
    do {
        size_t left = piece->length - at, next = left, used = left;
        if (width != 0 && left != 0)
            used = gp_wrap_line(piece->at + at, left, width - indent, &next);
        if (used != 0)
            gp_buf_fill(buf, ' ', indent);
        write_part(buf, piece, at, at + used);
        gp_buf_putc(buf, '\n');
        at += next;
        indent = rest;
    } while (at < piece->length);
}

void gp_text_sentence(struct gp_buf *buf, const char *text,
                      const struct gp_render_options *options)
{
    struct gp_buf safe;
    gp_buf_init(&safe, buf->heap);
    gp_buf_room(&safe, 1); /* so that it points somewhere */
    gp_show_safe(&safe, text, strlen(text));
    struct gp_text_piece piece = {
        .at = safe.at, .length = safe.count, .rest = 2};
    gp_text_write(buf, &piece, options->width > 0 ? (size_t)options->width : 0);
    gp_buf_fini(&safe);
}

/*
 * Lines in columns.  A column is as wide as its widest cell among lines of
 * one kind that follow one another; an empty line, another kind of line or a
 * block between ends it.  Comments behind lines stand below each other, too.
 */
#include "fmt/fmt_own.h"

#include <string.h>

struct layout {
    const struct gp_fmt *f;
    const struct gp_lines *lines;
    uint32_t *widths;   /* of cells, padded */
    uint32_t *ends;     /* of lines: their width */
    uint32_t *comments; /* of lines: the column of the comment */
};

static const struct gp_line *line_at(const struct layout *l, size_t i)
{
    return &l->lines->list.at[i];
}

/* Whether the line's columns go on from the line before. */
static bool joins(const struct layout *l, size_t i)
{
    const struct gp_line *line = line_at(l, i), *above = line_at(l, i - 1);
    return !line->blank && line->group != 0 && line->group == above->group &&
           line->depth == above->depth;
}

/* A statement whose block stands on lines of its own has no columns. */
static bool is_head(const struct layout *l, size_t i)
{
    return i + 1 < l->lines->list.count &&
           line_at(l, i + 1)->depth > line_at(l, i)->depth;
}

/* The end of the run of lines from i on whose cell c is followed by another. */
static size_t run_end(const struct layout *l, size_t i, uint32_t c)
{
    size_t end = i + 1;
    while (end < l->lines->list.count && joins(l, end) && !is_head(l, end) &&
           line_at(l, end)->cell_count > c + 1)
        end++;
    return end;
}

static void align_column(struct layout *l, size_t first, size_t end, uint32_t c)
{
    uint32_t widest = 0;
    for (size_t i = first; i < end; i++) {
        uint32_t width = l->lines->cells.at[line_at(l, i)->cell + c].width;
        widest = width > widest ? width : widest;
    }
    for (size_t i = first; i < end; i++)
        l->widths[line_at(l, i)->cell + c] = widest;
}

static void align_cells(struct layout *l)
{
    uint32_t most = 0;
    for (size_t i = 0; i < l->lines->list.count; i++)
        most =
            line_at(l, i)->cell_count > most ? line_at(l, i)->cell_count : most;
    for (uint32_t c = 0; c + 1 < most; c++) {
        for (size_t i = 0; i < l->lines->list.count;) {
            if (line_at(l, i)->cell_count <= c + 1 || is_head(l, i)) {
                i++;
                continue;
            }
            size_t end = run_end(l, i, c);
            align_column(l, i, end, c);
            i = end;
        }
    }
}

/* The blanks between two cells: in a table columns stand apart. */
static uint32_t gap_of(const struct gp_line *line)
{
    return line->group == GP_N_ROW ? 2 : 1;
}

static uint32_t end_of(const struct layout *l, size_t i)
{
    const struct gp_line *line = line_at(l, i);
    uint32_t end = (uint32_t)line->depth * GP_FMT_STEP;
    for (uint32_t c = 0; c < line->cell_count; c++) {
        bool last = c + 1 == line->cell_count;
        end += last ? l->lines->cells.at[line->cell + c].width
                    : l->widths[line->cell + c] + gap_of(line);
    }
    return end;
}

static void align_comments(struct layout *l)
{
    size_t count = l->lines->list.count;
    for (size_t i = 0; i < count;) {
        uint32_t widest = 0;
        size_t end = i;
        while (end < count && line_at(l, end)->comment.length > 0 &&
               (end == i || !line_at(l, end)->blank)) {
            widest = l->ends[end] > widest ? l->ends[end] : widest;
            end++;
        }
        for (size_t k = i; k < end; k++)
            l->comments[k] = widest + 2;
        i = end > i ? end : i + 1;
    }
}

static void write_cell(const struct layout *l, const struct gp_cell *cell,
                       struct gp_buf *out)
{
    gp_buf_add(out, l->lines->text.at + cell->start, cell->length);
}

static void write_line(const struct layout *l, size_t i, struct gp_buf *out)
{
    const struct gp_line *line = line_at(l, i);
    gp_buf_fill(out, ' ', (size_t)line->depth * GP_FMT_STEP);
    for (uint32_t c = 0; c < line->cell_count; c++) {
        const struct gp_cell *cell = &l->lines->cells.at[line->cell + c];
        write_cell(l, cell, out);
        if (c + 1 < line->cell_count)
            gp_buf_fill(out, ' ',
                        l->widths[line->cell + c] - cell->width + gap_of(line));
    }
    if (line->comment.length > 0) {
        gp_buf_fill(out, ' ', l->comments[i] - l->ends[i]);
        write_cell(l, &line->comment, out);
    }
    gp_buf_putc(out, '\n');
}

/* ---- only some lines of the text ---------------------------------------- */

static uint32_t offset_of(const struct layout *l, uint32_t token)
{
    return l->f->ast->tokens.at[token].offset;
}

static uint32_t count_lines(const char *text, uint32_t from, uint32_t to)
{
    uint32_t count = 0;
    for (uint32_t i = from; i < to; i++)
        count += text[i] == '\n';
    return count;
}

/* Lines first..end-1 are one statement, or a comment of the file: as they
 * were where the range does not touch them. */
static void write_chunk(const struct layout *l, size_t first, size_t end,
                        uint32_t *line, uint32_t *seen, struct gp_buf *out)
{
    const struct gp_fmt_options *o = l->f->options;
    const char *text = l->f->ast->text;
    uint32_t start = offset_of(l, line_at(l, first)->first);
    uint32_t stop = offset_of(l, line_at(l, end - 1)->last + 1);
    uint32_t top = *line + count_lines(text, *seen, start);
    uint32_t bottom = top + count_lines(text, start, stop);
    bool inside = bottom >= o->first_line && top <= o->last_line;
    *line = bottom;
    if (inside) {
        if (line_at(l, first)->blank)
            gp_buf_putc(out, '\n');
        for (size_t i = first; i < end; i++) {
            if (i > first && line_at(l, i)->blank)
                gp_buf_putc(out, '\n');
            write_line(l, i, out);
        }
    } else {
        uint32_t from = *seen;
        if (from > 0 && from < start && text[from] == '\n')
            from++; /* written behind the chunk before */
        gp_buf_add(out, text + from, stop - from);
        gp_buf_putc(out, '\n');
    }
    *seen = stop;
}

static void write_range(const struct layout *l, struct gp_buf *out)
{
    size_t count = l->lines->list.count, first = 0;
    uint32_t line = 1, seen = 0;
    while (first < count) {
        size_t end = first + 1;
        while (end < count && !line_at(l, end)->top)
            end++;
        write_chunk(l, first, end, &line, &seen, out);
        first = end;
    }
}

void gp_fmt_layout(const struct gp_fmt *f, const struct gp_lines *lines,
                   struct gp_buf *out)
{
    struct layout l = {.f = f, .lines = lines};
    size_t count = lines->list.count;
    l.widths = gp_calloc(f->heap, lines->cells.count + 1, sizeof *l.widths);
    l.ends = gp_calloc(f->heap, count + 1, sizeof *l.ends);
    l.comments = gp_calloc(f->heap, count + 1, sizeof *l.comments);
    for (size_t c = 0; c < lines->cells.count; c++)
        l.widths[c] = lines->cells.at[c].width;
    align_cells(&l);
    for (size_t i = 0; i < count; i++)
        l.ends[i] = end_of(&l, i);
    align_comments(&l);
    if (f->options->first_line > 0) {
        write_range(&l, out);
    } else {
        for (size_t i = 0; i < count; i++) {
            if (line_at(&l, i)->blank)
                gp_buf_putc(out, '\n');
            write_line(&l, i, out);
        }
    }
    gp_free(f->heap, l.widths);
    gp_free(f->heap, l.ends);
    gp_free(f->heap, l.comments);
}

/*
 * See text_layout.h.  What is tried, in order, until the table fits:
 *
 *   1. as it is;
 *   2. headings in several lines;
 *   3. columns without any value are left out, and named behind the table;
 *   4. texts in several lines, as long as a text of a sentence takes few;
 *   5. prose below its row, under its heading;
 *   6. other texts below the row too, the widest first;
 *   7. columns closer together;
 *   8. a table of numbers in several parts, the first columns in each;
 *   9. texts as narrow as their words;
 *  10. all but the first columns below the row.
 *
 * Numbers, dates and words are never broken for it.
 */
#include "report/text_layout.h"

#include <string.h>

#include "base/utf8.h"
#include "report/show.h"
#include "report/text_line.h"
#include "report/wrap.h"

enum {
    HEADING = 8, /* no heading is made narrower */
    NARROW = 8,  /* no text either, though its words are short */
    NAME = 20,   /* texts up to here are names, wider ones are prose */
    PROSE = 16,  /* prose is not made narrower while there is another way */
    MOST = 40,   /* ... long texts not narrower than this */
    KEY = 20,    /* ... and a first column */
};

/* How far columns give way; see the list above. */
enum squeeze { AS_IS, HEADINGS, TEXTS, WORDS };

static size_t most(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* ---- measuring ----------------------------------------------------------- */

const char *gp_text_colon(const struct gp_render_options *options)
{
    return options->chinese ? "：" : ": ";
}

static void measure_cell(struct gp_text_fit *fit, struct gp_buf *line,
                         const struct gp_cell *cell,
                         const struct gp_text_layout *layout,
                         const struct gp_render_options *options)
{
    line->count = 0;
    gp_text_value(line, cell, options);
    size_t width = gp_utf8_width(line->at, line->count), word = width;
    bool is_text = cell->kind == GP_CELL_TEXT;
    if (is_text && layout->screen != 0)
        word = gp_wrap_widest(line->at, line->count);
    fit->value = most(fit->value, width);
    fit->word = most(fit->word, word);
    if (is_text && cell->is_date)
        fit->has_days = true;
    else if (is_text && line->count != 0)
        fit->has_text = true;
    else if (!is_text && cell->kind != GP_CELL_NONE)
        fit->has_number = true;
}

static void measure(struct gp_text_layout *layout, struct gp_heap *heap,
                    const struct gp_table *table,
                    const struct gp_render_options *options)
{
    struct gp_buf line;
    gp_buf_init(&line, heap);
    gp_buf_room(&line, 1); /* so that it points somewhere */
    for (size_t c = 0; c < table->column_count; c++) {
        struct gp_text_fit *fit = &layout->fits[c];
        const char *heading = table->columns[c].heading;
        line.count = 0;
        gp_show_safe(&line, heading, strlen(heading));
        fit->heading = gp_utf8_width(line.at, line.count);
        fit->heading_word = gp_wrap_widest(line.at, line.count);
        for (size_t r = 0; r < table->row_count; r++)
            measure_cell(fit, &line, &table->cells[r * table->column_count + c],
                         layout, options);
    }
    gp_buf_fini(&line);
}

static bool has_values(const struct gp_text_fit *fit)
{
    return fit->has_text || fit->has_number || fit->has_days;
}

/* Sentences, not names: too long for a name, and of several words. */
static bool is_prose(const struct gp_text_fit *fit)
{
    return fit->has_text && fit->value > NAME && fit->word < fit->value;
}

/* The first column, and in a table of numbers what stands before them: they
 * say what a row is about. */
static void find_keys(struct gp_text_layout *layout,
                      const struct gp_table *table)
{
    size_t numbers = 0;
    while (numbers < layout->column_count &&
           table->columns[numbers].align == GP_LEFT)
        numbers++;
    if (numbers == layout->column_count)
        numbers = 0;
    for (size_t c = 0; c < layout->column_count; c++) {
        struct gp_text_fit *fit = &layout->fits[c];
        fit->is_key = c == 0 || (c < numbers && !is_prose(fit));
    }
}

/* ---- widths -------------------------------------------------------------- */

bool gp_text_is_in(const struct gp_text_fit *fit, size_t part)
{
    return fit->place == GP_PLACE_ROW && (fit->is_key || fit->part == part);
}

/* How narrow a column may get. */
static size_t floor_of(const struct gp_text_fit *fit, enum squeeze squeeze)
{
    if (squeeze == AS_IS)
        return most(fit->heading, fit->value);
    size_t heading = most(fit->heading_word, least(fit->heading, HEADING));
    size_t value = fit->value;
    if (squeeze == TEXTS && fit->is_key)
        value = least(value, KEY);
    else if (squeeze == TEXTS) /* three lines or so */
        value = least(value, most(PROSE, least(MOST, value * 2 / 5)));
    else if (squeeze == WORDS)
        value = least(value, NARROW);
    return most(heading, most(value, fit->word));
}

static size_t rows_width(const struct gp_text_layout *layout, size_t part,
                         enum squeeze squeeze)
{
    size_t width = 0;
    for (size_t c = 0; c < layout->column_count; c++) {
        const struct gp_text_fit *fit = &layout->fits[c];
        if (gp_text_is_in(fit, part))
            width += floor_of(fit, squeeze) + (width == 0 ? 0 : layout->gap);
    }
    return width;
}

static bool can_fit(const struct gp_text_layout *layout, enum squeeze squeeze)
{
    return rows_width(layout, 0, squeeze) <= layout->screen;
}

size_t gp_text_part_width(const struct gp_text_layout *layout, size_t part)
{
    size_t width = 0;
    for (size_t c = 0; c < layout->column_count; c++)
        if (gp_text_is_in(&layout->fits[c], part))
            width += layout->fits[c].width + (width == 0 ? 0 : layout->gap);
    return width;
}

/* Takes columns from the widest one that can give, until a part fits or none
 * can. */
static void narrow(struct gp_text_layout *layout, size_t part,
                   enum squeeze squeeze)
{
    size_t width = gp_text_part_width(layout, part);
    for (; width > layout->screen; width--) {
        struct gp_text_fit *widest = NULL;
        for (size_t c = 0; c < layout->column_count; c++) {
            struct gp_text_fit *fit = &layout->fits[c];
            if (gp_text_is_in(fit, part) &&
                fit->width > floor_of(fit, squeeze) &&
                (widest == NULL || fit->width > widest->width))
                widest = fit;
        }
        if (widest == NULL)
            return;
        widest->width--;
    }
}

/* Every way that costs less is used up before the next. */
static void set_widths(struct gp_text_layout *layout)
{
    for (size_t c = 0; c < layout->column_count; c++) {
        struct gp_text_fit *fit = &layout->fits[c];
        fit->width =
            fit->place == GP_PLACE_ROW ? floor_of(fit, AS_IS) : fit->value;
    }
    if (layout->screen == 0 || layout->column_count == 0)
        return;
    for (size_t part = 0; part < layout->part_count; part++)
        for (enum squeeze s = HEADINGS; s <= WORDS; s++)
            narrow(layout, part, s);
    /* A word wider than the terminal is broken; a number never. */
    struct gp_text_fit *first = &layout->fits[0];
    if (first->width > layout->screen)
        first->width = first->has_number ? first->value : layout->screen;
}

/* ---- shapes -------------------------------------------------------------- */

static void put_below(struct gp_text_layout *layout, struct gp_text_fit *fit)
{
    bool is_short = fit->has_number || fit->value <= NAME;
    size_t item = GP_TEXT_INDENT + fit->heading + GP_TEXT_GAP + fit->value;
    if (!has_values(fit))
        fit->place = GP_PLACE_NOWHERE;
    else if (is_short && item <= layout->screen)
        fit->place = GP_PLACE_FLOW;
    else
        fit->place = GP_PLACE_LINE;
}

static void leave_out_empty(struct gp_text_layout *layout)
{
    for (size_t c = 0; c < layout->column_count; c++)
        if (!layout->fits[c].is_key && !has_values(&layout->fits[c]))
            layout->fits[c].place = GP_PLACE_NOWHERE;
}

/* Returns whether there was any. */
static bool put_prose_below(struct gp_text_layout *layout)
{
    bool any = false;
    for (size_t c = 0; c < layout->column_count; c++) {
        struct gp_text_fit *fit = &layout->fits[c];
        if (fit->is_key || !is_prose(fit))
            continue;
        fit->place = GP_PLACE_LINE;
        any = true;
    }
    return any;
}

/* The widest column of names that may leave the rows. */
static struct gp_text_fit *widest_name(struct gp_text_layout *layout)
{
    struct gp_text_fit *widest = NULL;
    for (size_t c = 0; c < layout->column_count; c++) {
        struct gp_text_fit *fit = &layout->fits[c];
        if (fit->place == GP_PLACE_ROW && !fit->is_key && fit->has_text &&
            (widest == NULL || floor_of(fit, TEXTS) >= floor_of(widest, TEXTS)))
            widest = fit;
    }
    return widest;
}

/* Deals the columns that are no keys out to parts of at most `width`; returns
 * how many parts, 0 where one would have a single column. */
static size_t deal(struct gp_text_layout *layout, size_t width)
{
    size_t part = 0, count = 0, used = 0, keys = 0;
    for (size_t c = 0; c < layout->column_count; c++)
        if (layout->fits[c].is_key)
            keys += floor_of(&layout->fits[c], TEXTS) + GP_TEXT_GAP;
    for (size_t c = 0; c < layout->column_count; c++) {
        struct gp_text_fit *fit = &layout->fits[c];
        if (fit->is_key || fit->place != GP_PLACE_ROW)
            continue;
        size_t here = floor_of(fit, TEXTS) + GP_TEXT_GAP;
        if (count != 0 && keys + used + here - GP_TEXT_GAP > width) {
            if (count == 1)
                return 0;
            part++;
            used = 0;
            count = 0;
        }
        if (keys + here - GP_TEXT_GAP > width)
            return 0;
        fit->part = part;
        used += here;
        count++;
    }
    return part + 1;
}

/* Several tables of about the same width, where the first columns leave
 * enough room for it. */
static bool split(struct gp_text_layout *layout)
{
    size_t keys = 0, width = layout->screen;
    for (size_t c = 0; c < layout->column_count; c++)
        if (layout->fits[c].is_key)
            keys += floor_of(&layout->fits[c], TEXTS) + GP_TEXT_GAP;
    size_t parts = deal(layout, width);
    if (keys > layout->screen / 2 || parts == 0) {
        for (size_t c = 0; c < layout->column_count; c++)
            layout->fits[c].part = 0;
        return false;
    }
    while (width > 0 && deal(layout, width - 1) == parts)
        width--;
    layout->part_count = deal(layout, width);
    return true;
}

/* Nothing but the first columns in the rows; or the first alone. */
static void put_all_below(struct gp_text_layout *layout)
{
    for (size_t c = 0; c < layout->column_count; c++)
        if (!layout->fits[c].is_key)
            put_below(layout, &layout->fits[c]);
    for (size_t c = layout->column_count; c-- > 1 && !can_fit(layout, WORDS);)
        if (layout->fits[c].is_key)
            put_below(layout, &layout->fits[c]);
}

static void put_names_below(struct gp_text_layout *layout)
{
    struct gp_text_fit *fit;
    while (!can_fit(layout, TEXTS) && (fit = widest_name(layout)) != NULL)
        put_below(layout, fit);
}

static void bring_names_back(struct gp_text_layout *layout)
{
    for (size_t c = 0; c < layout->column_count; c++)
        if (layout->fits[c].place == GP_PLACE_FLOW)
            layout->fits[c].place = GP_PLACE_ROW;
}

/* Also with a single space between columns. */
static bool can_fit_closely(struct gp_text_layout *layout, enum squeeze squeeze)
{
    if (can_fit(layout, squeeze))
        return true;
    layout->gap = 1;
    if (can_fit(layout, squeeze))
        return true;
    layout->gap = GP_TEXT_GAP;
    return false;
}

static void choose(struct gp_text_layout *layout)
{
    if (can_fit(layout, AS_IS) || can_fit(layout, HEADINGS))
        return;
    leave_out_empty(layout);
    if (can_fit(layout, TEXTS))
        return;
    bool prose = put_prose_below(layout);
    put_names_below(layout);
    if (can_fit_closely(layout, TEXTS))
        return;
    if (!prose) {
        bring_names_back(layout);
        if (split(layout))
            return;
        put_names_below(layout);
    }
    if (!can_fit_closely(layout, WORDS))
        put_all_below(layout);
}

void gp_text_layout_init(struct gp_text_layout *layout, struct gp_heap *heap,
                         const struct gp_table *table,
                         const struct gp_render_options *options)
{
    layout->column_count = table->column_count;
    layout->part_count = 1;
    layout->gap = GP_TEXT_GAP;
    layout->screen = options->width > 0 ? (size_t)options->width : 0;
    layout->fits = gp_calloc(heap, table->column_count, sizeof *layout->fits);
    measure(layout, heap, table, options);
    find_keys(layout, table);
    if (layout->screen != 0)
        choose(layout);
    set_widths(layout);
}

void gp_text_layout_fini(struct gp_text_layout *layout, struct gp_heap *heap)
{
    gp_free(heap, layout->fits);
    layout->fits = NULL;
}

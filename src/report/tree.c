/*
 * Puts a report's tree together.  Takes what the builders of reports say,
 * gives the tree of tree.h; how it looks is left to the renderers.  Strings
 * are kept, not copied: they must live as long as the report's arena.
 */
#include "report/tree.h"

#include <assert.h>
#include <string.h>

/* Room for one more of `size` behind `count`, doubled where it is used up;
 * an arena gives nothing back, which doubling bounds. */
static void *grow(struct gp_arena *arena, void *at, size_t size, size_t count,
                  size_t *room)
{
    if (count < *room)
        return at;
    *room = *room == 0 ? 8 : *room * 2;
    char *grown = gp_arena_calloc(arena, *room, size);
    if (count != 0)
        memcpy(grown, at, count * size);
    return grown;
}

struct gp_report *gp_report_new(struct gp_arena *arena, const char *name,
                                const char *title, const char *subtitle)
{
    struct gp_report *report = gp_arena_calloc(arena, 1, sizeof *report);
    report->arena = arena;
    report->name = name;
    report->title = title;
    report->subtitle = subtitle;
    report->last_table = &report->tables;
    report->last_figure = &report->figures;
    report->last_card = &report->cards;
    report->last_event = &report->events;
    return report;
}

/* Tables are members of one object in JSON: no key may come twice. */
static bool has_key(const struct gp_report *report, const char *key)
{
    for (const struct gp_table *t = report->tables; t != NULL; t = t->next)
        if (strcmp(t->key, key) == 0)
            return true;
    return false;
}

static const char *unused_key(const struct gp_report *report, const char *key)
{
    while (has_key(report, key))
        key = gp_arena_join(report->arena, key, "_", NULL);
    return key;
}

struct gp_table *gp_report_table(struct gp_report *report, const char *key,
                                 const char *title)
{
    struct gp_table *table = gp_arena_calloc(report->arena, 1, sizeof *table);
    table->key = unused_key(report, key);
    table->title = title;
    *report->last_table = table;
    report->last_table = &table->next;
    return table;
}

void gp_table_column(struct gp_report *report, struct gp_table *table,
                     const char *key, const char *heading, enum gp_align align)
{
    assert(table->row_count == 0);
    /* The table keeps no room for columns: it is the power of two (from 8)
     * that holds them. */
    size_t n = table->column_count;
    size_t room = n < 8 ? (n == 0 ? 0 : 8) : (n & (n - 1)) == 0 ? n : n + 1;
    table->columns =
        grow(report->arena, table->columns, sizeof *table->columns, n, &room);
    table->columns[table->column_count++] =
        (struct gp_column){key, heading, align, false};
}

struct gp_cell *gp_table_row(struct gp_report *report, struct gp_table *table)
{
    assert(table->column_count != 0);
    table->cells = grow(report->arena, table->cells,
                        table->column_count * sizeof *table->cells,
                        table->row_count, &table->row_room);
    return table->cells + table->row_count++ * table->column_count;
}

void gp_report_note(struct gp_report *report, const char *sentence)
{
    report->notes = grow(report->arena, report->notes, sizeof *report->notes,
                         report->note_count, &report->note_room);
    report->notes[report->note_count++] = sentence;
}

struct gp_cell gp_cell_text(const char *text)
{
    return (struct gp_cell){.kind = GP_CELL_TEXT, .text = text};
}

struct gp_cell gp_cell_amount(int64_t amount, int digits)
{
    return (struct gp_cell){
        .kind = GP_CELL_AMOUNT, .amount = amount, .digits = digits};
}

struct gp_cell gp_cell_ratio(struct gp_rat ratio)
{
    return (struct gp_cell){.kind = GP_CELL_RATIO, .ratio = ratio};
}

struct gp_cell gp_cell_date(struct gp_arena *arena, gp_date date)
{
    if (date == GP_NO_DATE)
        return (struct gp_cell){.kind = GP_CELL_NONE};
    struct gp_cell cell = gp_cell_text(gp_date_text(arena, date));
    cell.is_date = true;
    return cell;
}

/*
 * Everything that a plan says besides cells and scopes, statement by
 * statement: the same kind and name with another text changed, the rest came
 * or went.
 */
#include <string.h>

#include "diff/diff_own.h"

/* A statement's place among those of its kind and name. */
struct key {
    struct gp_intern texts;
    struct gp_buf buf;
};

static gp_sym sym_of(struct key *k, const struct gp_said *said, bool whole)
{
    k->buf.count = 0;
    gp_buf_puts(&k->buf, said->what);
    gp_buf_putc(&k->buf, '\n');
    gp_buf_puts(&k->buf, said->name);
    if (whole) {
        gp_buf_putc(&k->buf, '\n');
        gp_buf_puts(&k->buf, said->text);
    }
    return gp_intern(&k->texts, k->buf.at, k->buf.count);
}

static bool is_cut(char c)
{
    return c == ' ' || c == '\0';
}

/* How many bytes the texts share at their start, up to the end of a word. */
static size_t shared_start(const char *a, const char *b)
{
    size_t n = 0, cut = 0;
    for (; a[n] != '\0' && a[n] == b[n]; n++)
        if (a[n] == ' ')
            cut = n + 1;
    return is_cut(a[n]) && is_cut(b[n]) ? n : cut;
}

/* ... at their end, not before `start`. */
static size_t shared_end(const char *a, const char *b, size_t start)
{
    size_t x = strlen(a), y = strlen(b), n = 0, cut = 0;
    while (x - n > start && y - n > start && a[x - n - 1] == b[y - n - 1]) {
        n++;
        if (a[x - n] == ' ')
            cut = n;
    }
    return cut;
}

/* Of a long statement, only what is another: "... < -15% ...". */
static const char *excerpt(struct gp_differ *d, const char *text,
                           const char *other)
{
    enum { CONTEXT = 24 };
    size_t start = shared_start(text, other);
    size_t end = strlen(text) - shared_end(text, other, start);
    if (strlen(text) <= 2 * CONTEXT)
        return text;
    size_t from = start, to = end;
    while (from > 0 && (start - from < CONTEXT || text[from - 1] != ' '))
        from--;
    while (text[to] != '\0' && (to - end < CONTEXT || text[to] != ' '))
        to++;
    return gp_arena_join(d->arena, from > 0 ? "… " : "",
                         gp_arena_strndup(d->arena, text + from, to - from),
                         text[to] != '\0' ? " …" : "", NULL);
}

static struct gp_cell text_cell(struct gp_differ *d, const struct gp_said *said,
                                const struct gp_said *other)
{
    if (said == NULL)
        return (struct gp_cell){.kind = GP_CELL_NONE};
    return gp_cell_text(other == NULL ? said->text
                                      : excerpt(d, said->text, other->text));
}

static void tell(struct gp_differ *d, struct gp_table *t,
                 const struct gp_said *old, const struct gp_said *new)
{
    const struct gp_said *said = new != NULL ? new : old;
    const char *place = gp_diff_place(d, said->span);
    struct gp_cell *cells = gp_table_row(d->report, t);
    cells[0] = gp_cell_text(gp_diff_word(d, said->what));
    cells[1] = gp_cell_text(said->name);
    cells[2] =
        gp_cell_text(gp_diff_word(d, old == NULL   ? GP_WORD("added")
                                     : new == NULL ? GP_WORD("removed")
                                                   : GP_WORD("changed")));
    cells[3] = text_cell(d, old, new);
    cells[4] = text_cell(d, new, old);
    cells[5] = place == NULL ? (struct gp_cell){.kind = GP_CELL_NONE}
                             : gp_cell_text(place);
    d->statements++;
}

/* Takes one of the list out that has the key; NULL where none is left. */
static const struct gp_said *take(const struct gp_said_list *list,
                                  struct gp_map *first, uint32_t *next,
                                  bool *used, gp_sym sym)
{
    uint32_t i = gp_map_get(first, sym);
    while (i != GP_MAP_NONE && used[i])
        i = next[i];
    if (i == GP_MAP_NONE)
        return NULL;
    used[i] = true;
    return &list->at[i];
}

/* Chains of the list's statements by key, in their order. */
static void index_list(struct key *k, const struct gp_said_list *list,
                       bool whole, struct gp_map *first, uint32_t *next)
{
    for (size_t i = list->count; i-- > 0;) {
        uint32_t *at = gp_map_at(first, sym_of(k, &list->at[i], whole));
        next[i] = *at;
        *at = (uint32_t)i;
    }
}

struct match {
    struct gp_differ *d;
    struct key key;
    uint32_t *next;
    bool *used;                   /* of the old list */
    const struct gp_said **other; /* of the new list: its old one */
};

/* Pairs what is not paired yet, by the whole text or by name alone. */
static void pair(struct match *m, bool whole)
{
    const struct gp_said_list *old = &m->d->diff->old.said;
    const struct gp_said_list *new = &m->d->diff->new.said;
    struct gp_map first;
    gp_map_init(&first, m->d->heap);
    index_list(&m->key, old, whole, &first, m->next);
    for (size_t i = 0; i < new->count; i++)
        if (m->other[i] == NULL)
            m->other[i] = take(old, &first, m->next, m->used,
                               sym_of(&m->key, &new->at[i], whole));
    gp_map_fini(&first);
}

static struct gp_table *make_table(struct gp_differ *d)
{
    static const struct gp_diff_column columns[] = {
        {GP_H_DIFF_WHAT, GP_LEFT},   {GP_H_DIFF_NAME, GP_LEFT},
        {GP_H_DIFF_CHANGE, GP_LEFT}, {GP_H_DIFF_OLD, GP_LEFT},
        {GP_H_DIFF_NEW, GP_LEFT},    {GP_H_DIFF_PLACE, GP_LEFT},
    };
    struct gp_table *t =
        gp_diff_table(d, "statements", GP_WORD("Statements"), columns,
                      sizeof columns / sizeof columns[0]);
    return t;
}

void gp_diff_said(struct gp_differ *d)
{
    const struct gp_said_list *old = &d->diff->old.said;
    const struct gp_said_list *new = &d->diff->new.said;
    struct match m = {
        .d = d,
        .next = gp_calloc(d->heap, old->count + 1, sizeof *m.next),
        .used = gp_calloc(d->heap, old->count + 1, sizeof *m.used),
        .other = gp_calloc(d->heap, new->count + 1, sizeof *m.other),
    };
    gp_intern_init(&m.key.texts, d->heap);
    gp_buf_init(&m.key.buf, d->heap);
    pair(&m, true);
    pair(&m, false);
    struct gp_table *t = make_table(d);
    for (size_t i = 0; i < new->count; i++)
        if (m.other[i] == NULL ||
            strcmp(m.other[i]->text, new->at[i].text) != 0)
            tell(d, t, m.other[i], &new->at[i]);
    for (size_t i = 0; i < old->count; i++)
        if (!m.used[i])
            tell(d, t, &old->at[i], NULL);
    gp_buf_fini(&m.key.buf);
    gp_intern_fini(&m.key.texts);
    gp_free(d->heap, m.next);
    gp_free(d->heap, m.used);
    gp_free(d->heap, m.other);
}

/* See attrs.h. */
#include "compile/attrs.h"

#include <string.h>

#include "base/guess.h"

struct gp_cursor gp_cursor_of(const struct gp_pass *p, struct gp_ref fact,
                              void *data)
{
    return (struct gp_cursor){
        .at = gp_ref_child(p, fact), .fact = fact, .data = data};
}

void gp_cursor_expected(struct gp_pass *p, struct gp_cursor *c,
                        const char *what)
{
    if (!c->failed)
        gp_find(p->findings, GP_TEXT_EXPECTED,
                gp_ref_span(p, gp_ref_is(c->at) ? c->at : c->fact),
                gp_word(p->findings, what), NULL);
    c->failed = true;
    c->at.node = 0;
}

static void step(struct gp_pass *p, struct gp_cursor *c)
{
    c->at = gp_ref_next(p, c->at);
}

enum gp_word gp_cursor_word(struct gp_pass *p, struct gp_cursor *c)
{
    enum gp_word word =
        gp_ref_is(c->at) ? gp_ref_word(p, c->at) : GP_WORD_COUNT;
    if (word != GP_WORD_COUNT)
        step(p, c);
    return word;
}

bool gp_cursor_accept(struct gp_pass *p, struct gp_cursor *c, enum gp_word word)
{
    if (!gp_ref_is(c->at) || gp_ref_word(p, c->at) != word)
        return false;
    step(p, c);
    return true;
}

const char *gp_cursor_name(struct gp_pass *p, struct gp_cursor *c)
{
    if (!gp_ref_is(c->at) || gp_ref_kind(p, c->at) != GP_N_NAME)
        return NULL;
    const char *name = gp_ref_name(p, c->at);
    step(p, c);
    return name;
}

const char *gp_cursor_string(struct gp_pass *p, struct gp_cursor *c)
{
    if (!gp_ref_is(c->at) || gp_ref_kind(p, c->at) != GP_N_STRING) {
        gp_cursor_expected(p, c, "a text in quotes");
        return NULL;
    }
    const char *text = gp_ref_string(p, c->at);
    step(p, c);
    return text;
}

const char *gp_cursor_who(struct gp_pass *p, struct gp_cursor *c)
{
    const char *name = gp_cursor_name(p, c);
    return name != NULL ? name : gp_cursor_string(p, c);
}

bool gp_cursor_draft(struct gp_pass *p, struct gp_cursor *c,
                     struct gp_const *out)
{
    if (!gp_ref_is(c->at)) {
        gp_cursor_expected(p, c, "a number");
        return false;
    }
    *out = gp_eval_const(p, c->at);
    c->failed |= out->bad;
    step(p, c);
    return !out->bad && !out->hole;
}

bool gp_cursor_const(struct gp_pass *p, struct gp_cursor *c,
                     struct gp_const *out)
{
    struct gp_ref at = c->at;
    if (gp_cursor_draft(p, c, out))
        return true;
    if (gp_ref_is(at) && out->hole)
        gp_find(p->findings, GP_TEXT_HOLE_VALUE, gp_ref_span(p, at), NULL);
    return false;
}

bool gp_cursor_int(struct gp_pass *p, struct gp_cursor *c, int *out)
{
    struct gp_const value;
    if (!gp_ref_is(c->at) || gp_ref_kind(p, c->at) != GP_N_NUMBER)
        return gp_cursor_expected(p, c, "a whole number"), false;
    if (!gp_cursor_const(p, c, &value))
        return false;
    if (value.value.den != 1 || value.value.num > 100000)
        return gp_cursor_expected(p, c, "a whole number"), false;
    *out = (int)value.value.num;
    return true;
}

static bool read_date(struct gp_pass *p, struct gp_ref at, gp_date *out)
{
    struct gp_period period;
    if (gp_ref_kind(p, at) != GP_N_DATE) {
        gp_find(p->findings, GP_TEXT_EXPECTED, gp_ref_span(p, at),
                gp_word(p->findings, "a date: 2026-07-15"), NULL);
        return false;
    }
    if (!gp_find_period(p, at, &period))
        return false;
    *out = period.days.first;
    return true;
}

bool gp_cursor_dates(struct gp_pass *p, struct gp_cursor *c, gp_date *first,
                     gp_date *last)
{
    if (!gp_ref_is(c->at)) {
        gp_cursor_expected(p, c, "a date: 2026-07-15");
        return false;
    }
    struct gp_ref a = c->at, b = c->at;
    if (gp_ref_kind(p, a) == GP_N_RANGE) {
        a = gp_ref_child(p, a);
        b = gp_ref_next(p, a);
    }
    bool ok =
        read_date(p, a, first) &&
        (a.node == b.node ? (*last = *first, true) : read_date(p, b, last));
    c->failed |= !ok;
    step(p, c);
    return ok;
}

static const struct gp_attr *find(const struct gp_attr *table,
                                  enum gp_word word)
{
    for (; word != GP_WORD_COUNT && table->word != GP_WORD_COUNT; table++)
        if (table->word == word)
            return table;
    return NULL;
}

/* "`perod` says nothing here; did you mean `period`?" */
static void unknown_word(struct gp_pass *p, struct gp_ref at,
                         const struct gp_attr *table)
{
    size_t length;
    const char *text = gp_ast_text(gp_pass_ast(p, at), at.node, &length);
    char *name = gp_arena_strndup(&p->findings->arena, text, length);
    struct gp_guess guess;
    gp_guess_init(&guess, name, length);
    const char *all = NULL;
    for (const struct gp_attr *a = table; a->word != GP_WORD_COUNT; a++) {
        const char *en = gp_word_text(a->word);
        const char *zh = gp_word_chinese(a->word);
        gp_guess_consider(&guess, en, strlen(en));
        gp_guess_consider(&guess, zh, strlen(zh));
        const char *shown = gp_word_in(a->word, p->findings->lang);
        all = all == NULL
                  ? shown
                  : gp_arena_join(&p->findings->arena, all,
                                  gp_word(p->findings, ", "), shown, NULL);
    }
    struct gp_finding *f = gp_find(p->findings, GP_TEXT_UNKNOWN_WORD,
                                   gp_ref_span(p, at), name, NULL);
    if (gp_guess_best(&guess) != NULL)
        gp_find_help(p->findings, f, GP_TEXT_HELP_DID_YOU_MEAN,
                     gp_guess_best(&guess), NULL);
    else if (all != NULL)
        gp_find_help(p->findings, f, GP_TEXT_HELP_ONE_OF, all, NULL);
}

void gp_attrs_fact(struct gp_pass *p, struct gp_ref fact,
                   const struct gp_attr *table, void *data)
{
    if (gp_ref_kind(p, fact) != GP_N_ATTRS)
        return;
    struct gp_cursor c = gp_cursor_of(p, fact, data);
    struct gp_ref word = c.at;
    const struct gp_attr *attr = find(table, gp_cursor_word(p, &c));
    if (attr == NULL) {
        unknown_word(p, word, table);
        return;
    }
    attr->read(p, &c);
    if (gp_ref_is(c.at) && gp_ref_kind(p, c.at) == GP_N_COMMA)
        unknown_word(p, gp_ref_next(p, c.at), table);
    else if (gp_ref_is(c.at))
        gp_cursor_expected(p, &c, "the end of the line or a comma");
}

void gp_attrs_block_into(struct gp_pass *p, struct gp_ref block,
                         const struct gp_attr *table, void *data)
{
    if (!gp_ref_is(block))
        return;
    for (struct gp_ref i = gp_ref_child(p, block); gp_ref_is(i);
         i = gp_ref_next(p, i))
        gp_attrs_fact(p, i, table, data);
}

void gp_attrs_block(struct gp_pass *p, struct gp_ref block,
                    const struct gp_attr *table)
{
    gp_attrs_block_into(p, block, table, NULL);
}

void gp_attrs_header(struct gp_pass *p, struct gp_cursor *c,
                     const struct gp_attr *table)
{
    while (gp_ref_is(c->at)) {
        struct gp_ref word = c->at;
        const struct gp_attr *attr = find(table, gp_cursor_word(p, c));
        if (attr == NULL) {
            unknown_word(p, word, table);
            return;
        }
        attr->read(p, c);
        if (c->failed)
            return;
    }
}

/*
 * Whether the new text reads as the old one: both are scanned and parsed, and
 * the trees are walked side by side.  What may differ is only what the layout
 * is about: blanks, line ends, needless commas, the spelling of words.
 */
#include "fmt/fmt_own.h"

#include <string.h>

#include "parser.h"

struct pair {
    const struct gp_ast *a, *b;
};

/* A word of the language is the same in both spellings. */
static bool same_sym(gp_sym a, gp_sym b)
{
    return a == b ||
           (gp_word_of(a) != GP_WORD_COUNT && gp_word_of(a) == gp_word_of(b));
}

/* Or where both mean the same in their places. */
static bool same_word(const struct gp_ast *a, uint32_t i,
                      const struct gp_ast *b, uint32_t k)
{
    const struct gp_token *x = &a->tokens.at[i], *y = &b->tokens.at[k];
    return x->is_word && y->is_word &&
           (same_sym(x->what, y->what) ||
            (gp_word_of(x->what) != GP_WORD_COUNT &&
             gp_fmt_sense(a, i) == gp_fmt_sense(b, k)));
}

static bool is_name_or_word(enum gp_node_kind kind)
{
    return kind == GP_N_NAME || kind == GP_N_OPTION || kind == GP_N_REST;
}

static bool same_node(const struct pair *p, gp_id x, gp_id y)
{
    const struct gp_node *a = &p->a->nodes[x], *b = &p->b->nodes[y];
    if (a->kind != b->kind || a->op != b->op)
        return false;
    if (is_name_or_word((enum gp_node_kind)a->kind) &&
        !same_sym(a->sym, b->sym) &&
        !same_word(p->a, a->at.first, p->b, b->at.first))
        return false;
    gp_id c = a->child, d = b->child;
    for (; c != 0 && d != 0; c = p->a->nodes[c].next, d = p->b->nodes[d].next)
        if (!same_node(p, c, d))
            return false;
    return c == 0 && d == 0;
}

static bool is_laid_out(int kind)
{
    return kind == GP_TOK_SPACE || kind == GP_TOK_EOL || kind == GP_TOK_COMMA;
}

static size_t next_token(const struct gp_tokens *t, size_t i)
{
    while (i < t->count && is_laid_out(gp_token_kind(&t->at[i])))
        i++;
    return i;
}

/* Everything but blanks, line ends and commas comes again, in its order. */
static bool same_tokens(const struct gp_ast *x, const struct gp_ast *y)
{
    const struct gp_tokens *a = &x->tokens, *b = &y->tokens;
    size_t i = next_token(a, 0), k = next_token(b, 0);
    while (i < a->count && k < b->count) {
        bool same = a->at[i].is_word && b->at[k].is_word
                        ? same_word(x, (uint32_t)i, y, (uint32_t)k)
                        : gp_token_kind(&a->at[i]) == gp_token_kind(&b->at[k]);
        if (!same)
            return false;
        i = next_token(a, i + 1);
        k = next_token(b, k + 1);
    }
    return i >= a->count && k >= b->count;
}

bool gp_fmt_same(const struct gp_fmt *f, const struct gp_buf *out)
{
    struct gp_sources sources;
    struct gp_findings findings;
    struct gp_ast ast;
    gp_sources_init(&sources, f->heap);
    gp_findings_init(&findings, &sources, f->heap);
    char *text = gp_alloc(f->heap, out->count + 2);
    if (out->count > 0)
        memcpy(text, out->at, out->count);
    text[out->count] = text[out->count + 1] = '\0';
    gp_sources_add(&sources, "", text, out->count);
    gp_ast_parse(&ast, &findings, f->ast->names, 0);
    bool same = findings.list.count == 0 && same_tokens(f->ast, &ast);
    if (same) {
        struct pair p = {f->ast, &ast};
        same = same_node(&p, f->ast->file, ast.file);
    }
    gp_ast_fini(&ast);
    gp_findings_fini(&findings);
    gp_sources_fini(&sources);
    return same;
}

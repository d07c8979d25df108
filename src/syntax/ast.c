/* See ast.h: the tree's store; the builders are in build.h. */
#include "syntax/ast.h"

#include <string.h>

#include "syntax/build.h"
#include "syntax/feed.h"

/* The name in quotes: its bytes without them, escapes undone. */
gp_sym gp_ast_quoted(struct gp_ast *ast, struct gp_extent at)
{
    struct gp_span s = gp_tokens_span(&ast->tokens, at.first, at.last);
    size_t length;
    const char *text = gp_unquote(&ast->names->texts, ast->text + s.start,
                                  s.end - s.start, &length);
    return gp_intern(ast->names, text, length);
}

/* An operator's node keeps the height of its tree where a leaf keeps a name:
 * an expression that is too high is cut, so that walking it is safe. */
static uint32_t height(const struct gp_ast *ast, gp_id id)
{
    const struct gp_node *n = &ast->nodes[id];
    bool counted = n->kind == GP_N_BINARY || n->kind == GP_N_UNARY;
    return counted ? n->sym : 0;
}

gp_id gp_ast_op(struct gp_ast *ast, enum gp_node_kind kind, enum gp_op op,
                struct gp_extent at, gp_id left, gp_id right)
{
    uint32_t high = height(ast, left), other = height(ast, right);
    if (other > high)
        high = other;
    if (kind != GP_N_VALUE && high >= GP_MAX_EXPR_DEPTH) {
        ast->too_high = at;
        return gp_ast_leaf(ast, GP_N_HOLE, at);
    }
    ast->nodes[left].next = right;
    gp_id id = gp_ast_add(ast, kind, at, high + 1, left);
    ast->nodes[id].op = (uint16_t)op;
    return id;
}

gp_id gp_ast_part(const struct gp_ast *ast, gp_id parent,
                  enum gp_node_kind kind)
{
    gp_id id = ast->nodes[parent].child;
    while (id != 0 && ast->nodes[id].kind != kind)
        id = ast->nodes[id].next;
    return id;
}

gp_id gp_ast_items(struct gp_ast *ast, gp_id block)
{
    gp_id list = ast->nodes[block].child;
    if (ast->nodes[list].kind != GP_N_NUMBERS)
        return list;
    struct gp_extent at = ast->nodes[list].at;
    struct gp_chain items = gp_chain_of(0);
    for (uint32_t i = at.first; i <= at.last; i++) {
        struct gp_extent one = {i, i};
        if (!gp_token_is_number(&ast->tokens.at[i]))
            continue;
        gp_id number = gp_ast_leaf(ast, GP_N_NUMBER, one);
        items = gp_chain_add(
            ast, items, gp_ast_new(ast, GP_N_ITEM, one, gp_chain_of(number)));
    }
    ast->nodes[block].child = items.head;
    return items.head;
}

struct gp_span gp_ast_span(const struct gp_ast *ast, gp_id id)
{
    const struct gp_node *n = &ast->nodes[id];
    return gp_tokens_span(&ast->tokens, n->at.first, n->at.last);
}

const char *gp_ast_name(const struct gp_ast *ast, gp_id id)
{
    const struct gp_node *n = &ast->nodes[id];
    bool named = n->sym != GP_NO_SYM && n->kind != GP_N_BINARY &&
                 n->kind != GP_N_UNARY && n->kind != GP_N_VALUE;
    return named ? gp_sym_text(ast->names, n->sym) : "";
}

const char *gp_ast_text(const struct gp_ast *ast, gp_id id, size_t *length)
{
    struct gp_span s = gp_ast_span(ast, id);
    *length = s.end - s.start;
    return ast->text + s.start;
}

const char *gp_node_kind_name(enum gp_node_kind kind)
{
    static const char *const names[] = {
#define AST_NODE(id, name) name,
#include "syntax/ast.def"
#undef AST_NODE
    };
    return names[kind];
}

const char *gp_op_text(enum gp_op op)
{
    static const char *const texts[] = {
        "",  "=", "!=", "<",   "<=", ">",   ">=", "+",
        "-", "*", "/",  "and", "or", "not", "-"};
    return texts[op];
}

const char *gp_unquote(struct gp_arena *arena, const char *text, size_t length,
                       size_t *out_length)
{
    size_t open = 1, close = 1;
    /* “...”, 「...」, 『...』 */
    static const char *const pairs[][2] = {{"\xE2\x80\x9C", "\xE2\x80\x9D"},
                                           {"\xE3\x80\x8C", "\xE3\x80\x8D"},
                                           {"\xE3\x80\x8E", "\xE3\x80\x8F"}};
    const char *end = NULL;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (length >= 3 && memcmp(text, pairs[i][0], 3) == 0)
            end = pairs[i][1];
    if (end != NULL) {
        open = 3;
        close = length >= 6 && memcmp(text + length - 3, end, 3) == 0 ? 3 : 0;
    } else if (length < 2 || text[length - 1] != '"') {
        close = 0; /* the quote never closed: a finding has said so */
    }
    char *out = gp_arena_alloc(arena, length + 1);
    size_t n = 0;
    for (size_t i = open; i + close < length; i++) {
        if (open == 1 && text[i] == '\\' && i + 1 + close < length)
            i++;
        out[n++] = text[i];
    }
    out[n] = '\0';
    *out_length = n;
    return out;
}

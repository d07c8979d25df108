/*
 * The tree of a file.  Nodes lie in one array and name each other by index;
 * index 0 is no node.  Every node keeps its first and last token, so that a
 * formatter can find comments and a finding its place.
 */
#ifndef GP_SYNTAX_AST_H
#define GP_SYNTAX_AST_H

#include <stdbool.h>
#include <stdint.h>

#include "syntax/token.h"

typedef uint32_t gp_id;

enum gp_node_kind {
#define AST_NODE(id, name) GP_N_##id,
#include "syntax/ast.def"
#undef AST_NODE
    GP_NODE_KIND_COUNT
};

/* What a NODE_VALUE relates by, and what a BINARY or UNARY does. */
enum gp_op {
    GP_OP_NONE,
    GP_OP_EQ,
    GP_OP_NE,
    GP_OP_LT,
    GP_OP_LE,
    GP_OP_GT,
    GP_OP_GE,
    GP_OP_ADD,
    GP_OP_SUB,
    GP_OP_MUL,
    GP_OP_DIV,
    GP_OP_AND,
    GP_OP_OR,
    GP_OP_NOT,
    GP_OP_NEG
};

/* Tokens first..last. */
struct gp_extent {
    uint32_t first, last;
};

struct gp_node {
    uint16_t kind, op;
    struct gp_extent at;
    gp_sym sym; /* a leaf's name, or GP_NO_SYM */
    gp_id child, next;
};

/* A chain of siblings while it is being built. */
struct gp_chain {
    gp_id head, tail;
};

struct gp_ast {
    struct gp_heap *heap;
    struct gp_intern *names;
    struct gp_tokens tokens;
    const char *text;
    struct gp_node *nodes;
    size_t count, room;
    gp_id file;                /* the root */
    struct gp_extent too_high; /* an expression cut for its height, or 0,0 */
};

/* The first child of `parent` of a kind, or 0. */
gp_id gp_ast_part(const struct gp_ast *ast, gp_id parent,
                  enum gp_node_kind kind);
/* The first item of a block.  A list of numbers becomes an item each: nodes
 * may move, ids stay. */
gp_id gp_ast_items(struct gp_ast *ast, gp_id block);
struct gp_span gp_ast_span(const struct gp_ast *ast, gp_id id);
/* The name of a node as text; "" where it has none. */
const char *gp_ast_name(const struct gp_ast *ast, gp_id id);
/* The bytes of a node, from its first token to its last. */
const char *gp_ast_text(const struct gp_ast *ast, gp_id id, size_t *length);
const char *gp_node_kind_name(enum gp_node_kind kind);
const char *gp_op_text(enum gp_op op);

/* A text in quotes without them, escapes undone; NUL-ended, in the arena. */
const char *gp_unquote(struct gp_arena *arena, const char *text, size_t length,
                       size_t *out_length);

/* Scans and parses one source.  A tree always comes back; what is wrong are
 * findings.  Free with gp_ast_fini. */
void gp_ast_parse(struct gp_ast *ast, struct gp_findings *findings,
                  struct gp_intern *names, uint32_t source);
void gp_ast_fini(struct gp_ast *ast);

#endif

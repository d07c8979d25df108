/*
 * What the grammar's actions call to make a tree: one builder call an action.
 * A large plan has millions of nodes, so these are inline.
 */
#ifndef GP_SYNTAX_BUILD_H
#define GP_SYNTAX_BUILD_H

#include "base/vec.h"
#include "syntax/ast.h"

/* The symbol of a name in quotes. */
gp_sym gp_ast_quoted(struct gp_ast *ast, struct gp_extent at);
/* An operator over one or two nodes (`right` may be 0). */
gp_id gp_ast_op(struct gp_ast *ast, enum gp_node_kind kind, enum gp_op op,
                struct gp_extent at, gp_id left, gp_id right);

/* Fields are set where the node lies: a node that is made elsewhere and copied
 * waits for its own parts to be written. */
static inline gp_id gp_ast_add(struct gp_ast *ast, enum gp_node_kind kind,
                               struct gp_extent at, gp_sym sym, gp_id child)
{
    if (ast->count == ast->room)
        ast->nodes = gp_vec_grow(ast->heap, ast->nodes, sizeof *ast->nodes,
                                 ast->count + 1, &ast->room);
    struct gp_node *node = &ast->nodes[ast->count];
    node->kind = (uint16_t)kind;
    node->op = GP_OP_NONE;
    node->at.first = at.first;
    node->at.last = at.last;
    node->sym = sym;
    node->child = child;
    node->next = 0;
    return (gp_id)ast->count++;
}

static inline gp_id gp_ast_leaf(struct gp_ast *ast, enum gp_node_kind kind,
                                struct gp_extent at)
{
    gp_sym sym = gp_token_sym(&ast->tokens.at[at.first]);
    if (kind == GP_N_NAME && sym == GP_NO_SYM)
        sym = gp_ast_quoted(ast, at);
    return gp_ast_add(ast, kind, at, sym, 0);
}

static inline gp_id gp_ast_new(struct gp_ast *ast, enum gp_node_kind kind,
                               struct gp_extent at, struct gp_chain children)
{
    return gp_ast_add(ast, kind, at, GP_NO_SYM, children.head);
}

static inline struct gp_chain gp_chain_of(gp_id id)
{
    return (struct gp_chain){id, id};
}

static inline struct gp_chain gp_chain_join(struct gp_ast *ast,
                                            struct gp_chain a,
                                            struct gp_chain b)
{
    if (a.head == 0)
        return b;
    if (b.head == 0)
        return a;
    ast->nodes[a.tail].next = b.head;
    return (struct gp_chain){a.head, b.tail};
}

static inline struct gp_chain gp_chain_add(struct gp_ast *ast,
                                           struct gp_chain chain, gp_id id)
{
    return gp_chain_join(ast, chain, gp_chain_of(id));
}

#endif

/* See parsed.h. */
#include "support/parsed.h"

static const char *tokens_wrong(const struct gp_tokens *tokens, size_t length)
{
    size_t end = 0; /* of the token before */
    for (size_t i = 0; i <= tokens->count; i++) {
        const struct gp_token *t = &tokens->at[i];
        if (t->offset != end + t->blanks)
            return "a token does not begin where the one before ends";
        if (i == tokens->count)
            return t->offset == length ? NULL : "bytes are left behind";
        end = t[1].offset - t[1].blanks;
        if (end <= t->offset)
            return "a token is empty";
    }
    return NULL;
}

const char *parsed_wrong(const struct gp_ast *ast, size_t length)
{
    if (ast->file == 0 || ast->file >= ast->count)
        return "there is no tree";
    for (gp_id i = 1; i < ast->count; i++) {
        const struct gp_node *n = &ast->nodes[i];
        if (n->child >= ast->count || n->next >= ast->count)
            return "a node leads out of the tree";
        if (n->at.first > n->at.last || n->at.last > ast->tokens.count)
            return "a node lies outside of the tokens";
    }
    return tokens_wrong(&ast->tokens, length);
}

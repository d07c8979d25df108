/* Names in text that could not be read: what was to be declared there is not
 * there, and that has been told already. */
#include "compile/pass.h"

static void note_tokens(struct gp_pass *p, const struct gp_tokens *tokens,
                        size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        gp_sym sym = gp_token_sym(&tokens->at[i]);
        if (sym != GP_NO_SYM)
            *gp_map_at(&p->lost_names, sym) = 1;
    }
}

/* What stands between the statements is what the parser gave up. */
static void note_file(struct gp_pass *p, uint32_t file)
{
    const struct gp_ast *ast = &p->out->files.at[file].ast;
    struct gp_ref in = {file, ast->file};
    size_t next = 0;
    for (struct gp_ref i = gp_ref_child(p, in); gp_ref_is(i);
         i = gp_ref_next(p, i)) {
        const struct gp_node *n = gp_pass_node(p, i);
        note_tokens(p, &ast->tokens, next, n->at.first);
        next = n->at.last + 1;
    }
    note_tokens(p, &ast->tokens, next, ast->tokens.count);
}

bool gp_is_lost(struct gp_pass *p, gp_sym name)
{
    if (p->incomplete)
        return true;
    if (!p->lost_target)
        return false;
    if (!p->lost_noted)
        for (uint32_t i = 0; i < p->out->files.count; i++)
            note_file(p, i);
    p->lost_noted = true;
    return gp_map_get(&p->lost_names, name) != GP_MAP_NONE;
}

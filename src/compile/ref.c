/* References to nodes of the plan's files: see pass.h. */
#include "compile/pass.h"

#include "base/guess.h"

#include <string.h>

struct gp_ref gp_ref_part(const struct gp_pass *p, struct gp_ref ref,
                          enum gp_node_kind kind)
{
    return (struct gp_ref){ref.file,
                           gp_ast_part(gp_pass_ast(p, ref), ref.node, kind)};
}

struct gp_ref gp_ref_items(struct gp_pass *p, struct gp_ref block)
{
    return (struct gp_ref){
        block.file,
        gp_ast_items(&p->out->files.at[block.file].ast, block.node)};
}

struct gp_span gp_ref_span(const struct gp_pass *p, struct gp_ref ref)
{
    return gp_ast_span(gp_pass_ast(p, ref), ref.node);
}

const char *gp_ref_name(const struct gp_pass *p, struct gp_ref ref)
{
    return gp_ast_name(gp_pass_ast(p, ref), ref.node);
}

enum gp_word gp_ref_word(const struct gp_pass *p, struct gp_ref ref)
{
    const struct gp_node *n = gp_pass_node(p, ref);
    if (n->kind != GP_N_NAME && n->kind != GP_N_OPTION)
        return GP_WORD_COUNT;
    return n->sym == GP_NO_SYM ? GP_WORD_COUNT : gp_word_of(n->sym);
}

const char *gp_ref_string(struct gp_pass *p, struct gp_ref ref)
{
    size_t length;
    const char *text = gp_ast_text(gp_pass_ast(p, ref), ref.node, &length);
    return gp_unquote(p->arena, text, length, &length);
}

const char *gp_ref_title(struct gp_pass *p, struct gp_ref statement)
{
    struct gp_ref text = gp_ref_part(p, statement, GP_N_STRING);
    return gp_ref_is(text) ? gp_ref_string(p, text)
                           : gp_ref_name(p, gp_ref_child(p, statement));
}

void gp_help_closest(struct gp_pass *p, struct gp_finding *f, const char *name,
                     const struct gp_map *map)
{
    struct gp_guess guess;
    if (p->guessed > GP_GUESS_BUDGET)
        return;
    p->guessed += map->count;
    gp_guess_init(&guess, name, strlen(name));
    for (uint32_t i = 0; i < map->slot_count; i++) {
        if (map->slots[i].value == GP_MAP_NONE)
            continue;
        const struct gp_name *n =
            &p->names->names.at[(gp_sym)map->slots[i].key];
        gp_guess_consider(&guess, n->text, n->length);
    }
    if (gp_guess_best(&guess) != NULL)
        gp_find_help(p->findings, f, GP_TEXT_HELP_DID_YOU_MEAN,
                     gp_guess_best(&guess), NULL);
}

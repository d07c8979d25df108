/* The parse driver: a source in, a tree and findings out. */
#include "base/vec.h"
#include "parser.h"
#include "syntax/build.h"
#include "syntax/feed.h"

/* Most plans have no error: the faster parser takes them, and leaves all
 * others to the one that can tell what is wrong. */
static bool parse_sound(struct gp_ast *ast, struct gp_findings *findings,
                        struct gp_feed *feed)
{
    gp_feed_init(feed, ast, findings);
    feed->gives_up = true;
    return !feed->unbalanced && gp_sound_parse(feed) == 0 &&
           ast->too_high.last == 0;
}

static bool parse_any(struct gp_ast *ast, struct gp_findings *findings,
                      struct gp_feed *feed)
{
    ast->count = 1;
    ast->file = 0;
    ast->too_high = (struct gp_extent){0, 0};
    gp_feed_init(feed, ast, findings);
    return gp_parse_parse(feed) == 0 && ast->file != 0;
}

void gp_ast_parse(struct gp_ast *ast, struct gp_findings *findings,
                  struct gp_intern *names, uint32_t source)
{
    *ast = (struct gp_ast){
        .heap = findings->heap,
        .names = names,
        .text = findings->sources->list.at[source].text,
    };
    gp_tokens_scan(&ast->tokens, findings, names, source);
    ast->nodes = gp_vec_grow(ast->heap, NULL, sizeof *ast->nodes,
                             ast->tokens.count * 3 / 4 + 16, &ast->room);
    ast->nodes[ast->count++] = (struct gp_node){.sym = GP_NO_SYM};

    struct gp_feed feed;
    if (!parse_sound(ast, findings, &feed) &&
        !parse_any(ast, findings, &feed)) {
        /* Only the stack's bound gets here. */
        struct gp_span at = gp_tokens_span(&ast->tokens, feed.last, feed.last);
        gp_find(findings, GP_TEXT_TOO_DEEP, at, "100", NULL);
        ast->file = gp_ast_leaf(ast, GP_N_FILE, (struct gp_extent){0, 0});
    }
    if (ast->too_high.last != 0)
        gp_find(findings, GP_TEXT_TOO_HIGH,
                gp_tokens_span(&ast->tokens, ast->too_high.first,
                               ast->too_high.last),
                "1000", NULL);
}

void gp_ast_fini(struct gp_ast *ast)
{
    gp_tokens_fini(&ast->tokens);
    gp_free(ast->heap, ast->nodes);
    ast->nodes = NULL;
}

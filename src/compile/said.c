/* See said.h. */
#include "compile/said.h"

#include <string.h>

struct teller {
    const struct gp_compilation *c;
    struct gp_arena *arena;
    struct gp_said_list *out;
    struct gp_buf buf;
};

static const struct gp_ast *tree_of(const struct teller *t, struct gp_ref ref)
{
    return &t->c->files.at[ref.file].ast;
}

/* The tokens of a stretch with one blank where there was any. */
static const char *text_of(struct teller *t, const struct gp_ast *ast,
                           struct gp_extent at)
{
    uint32_t end = 0;
    bool line = false;
    t->buf.count = 0;
    for (uint32_t i = at.first; i <= at.last; i++) {
        const struct gp_token *token = &ast->tokens.at[i];
        struct gp_span span = gp_tokens_span(&ast->tokens, i, i);
        bool ends = gp_token_is_line_end(token);
        line |= ends;
        if (ends || gp_token_is_trivia(token))
            continue;
        bool open = t->buf.count > 0 && t->buf.at[t->buf.count - 1] == '{';
        if (line && ast->text[span.start] != '}' && !open)
            gp_buf_putc(&t->buf, ';');
        if (t->buf.count > 0 && (line || span.start != end))
            gp_buf_putc(&t->buf, ' ');
        gp_buf_add(&t->buf, ast->text + span.start, span.end - span.start);
        end = span.end;
        line = false;
    }
    return gp_arena_strndup(t->arena, t->buf.at, t->buf.count);
}

/* The name that stands first, or what comes before the block. */
static const char *name_of(struct teller *t, const struct gp_ast *ast, gp_id id)
{
    const struct gp_node *n = &ast->nodes[id];
    gp_id first = n->child;
    if (first != 0 && ast->nodes[first].kind == GP_N_NAME)
        return gp_ast_name(ast, first);
    gp_id block = gp_ast_part(ast, id, GP_N_BLOCK);
    struct gp_extent head = n->at;
    if (head.first < head.last)
        head.first++;
    if (block != 0 && ast->nodes[block].at.first > head.first)
        head.last = ast->nodes[block].at.first - 1;
    return text_of(t, ast, head);
}

static void add(struct teller *t, const struct gp_ast *ast, gp_id id,
                const char *what, const char *name)
{
    struct gp_said said = {
        .what = what,
        .name = name,
        .text = text_of(t, ast, ast->nodes[id].at),
        .span = gp_ast_span(ast, id),
    };
    gp_vec_push(t->arena->heap, t->out, said);
}

/* Period, currency, each holiday: by its first words. */
static void add_plan(struct teller *t, const struct gp_ast *ast, gp_id id)
{
    gp_id block = gp_ast_part(ast, id, GP_N_BLOCK);
    gp_id name = ast->nodes[id].child;
    add(t, ast, name, "plan", "name");
    for (gp_id i = block == 0 ? 0 : ast->nodes[block].child; i != 0;
         i = ast->nodes[i].next) {
        gp_id word = ast->nodes[i].child, value = 0;
        if (ast->nodes[i].kind != GP_N_ATTRS || word == 0)
            continue;
        value = ast->nodes[word].next;
        struct gp_extent key = ast->nodes[word].at;
        /* There can be many holidays, each a fact of its own. */
        if (value != 0 && ast->nodes[value].kind == GP_N_DATE)
            key.last = ast->nodes[value].at.last;
        add(t, ast, i, "plan", text_of(t, ast, key));
    }
}

static bool is_in_the_model(enum gp_node_kind kind)
{
    return kind == GP_N_TARGET || kind == GP_N_SPLIT || kind == GP_N_TABLE ||
           kind == GP_N_TEAM || kind == GP_N_PERSON || kind == GP_N_DIMENSION ||
           kind == GP_N_INCLUDE;
}

void gp_compile_said(const struct gp_compilation *c, struct gp_arena *arena,
                     struct gp_said_list *out)
{
    struct teller t = {.c = c, .arena = arena, .out = out};
    gp_buf_init(&t.buf, arena->heap);
    for (size_t i = 0; i < c->stmts.count; i++) {
        struct gp_ref ref = c->stmts.at[i].ref;
        const struct gp_ast *ast = tree_of(&t, ref);
        enum gp_node_kind kind = (enum gp_node_kind)ast->nodes[ref.node].kind;
        if (kind == GP_N_PLAN)
            add_plan(&t, ast, ref.node);
        else if (!is_in_the_model(kind))
            add(&t, ast, ref.node, gp_node_kind_name(kind),
                name_of(&t, ast, ref.node));
    }
    gp_buf_fini(&t.buf);
}

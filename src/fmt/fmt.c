/* See fmt.h: the way of a text through the formatter. */
#include "fmt/fmt.h"

#include <string.h>

#include "fmt/fmt_own.h"

static void init(struct gp_fmt *f, const struct gp_ast *ast,
                 const struct gp_fmt_options *options)
{
    *f = (struct gp_fmt){.ast = ast, .options = options, .heap = ast->heap};
    if (options->names != NULL)
        memcpy(f->names, options->names, sizeof f->names);
    gp_fmt_names(ast, f->names);
    f->roles = gp_calloc(f->heap, ast->tokens.count + 1, sizeof *f->roles);
}

bool gp_fmt(const struct gp_ast *ast, const struct gp_fmt_options *options,
            struct gp_buf *out)
{
    struct gp_fmt f;
    struct gp_lines lines = {.text = {.heap = ast->heap}};
    size_t start = out->count;
    init(&f, ast, options);
    gp_fmt_roles(&f);
    gp_fmt_lines(&f, &lines);
    gp_fmt_layout(&f, &lines, out);
    struct gp_buf made = {.at = out->at == NULL ? NULL : out->at + start,
                          .count = out->count - start};
    bool same = gp_fmt_same(&f, &made);
    if (!same)
        out->count = start;
    gp_buf_fini(&lines.text);
    gp_vec_fini(f.heap, &lines.list);
    gp_vec_fini(f.heap, &lines.cells);
    gp_free(f.heap, f.roles);
    return same;
}

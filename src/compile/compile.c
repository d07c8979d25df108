/* The way of a plan: passes in a row, and nothing else. */
#include "compile/compile.h"

#include <string.h>

#include "compile/pass.h"

static void init(struct gp_pass *p, struct gp_compilation *out,
                 struct gp_findings *findings, struct gp_intern *names,
                 const struct gp_compile_options *options)
{
    memset(p, 0, sizeof *p);
    memset(out, 0, sizeof *out);
    p->out = out;
    p->heap = out->heap = findings->heap;
    p->findings = out->findings = findings;
    p->names = out->names = names;
    p->options = options;
    p->model = out->model = gp_alloc(p->heap, sizeof *p->model);
    gp_model_init(p->model, p->heap, names);
    p->arena = &p->model->arena;
    gp_map_init(&p->constant_of, p->heap);
    gp_map_init(&p->vector_of, p->heap);
    gp_map_init(&p->named_of, p->heap);
    gp_map_init(&p->action_of, p->heap);
    gp_map_init(&p->baseline_of, p->heap);
    gp_map_init(&p->lost_names, p->heap);
}

static void fini(struct gp_pass *p)
{
    gp_vec_fini(p->heap, &p->stmts);
    gp_vec_fini(p->heap, &p->included);
    gp_vec_fini(p->heap, &p->splits);
    gp_vec_fini(p->heap, &p->defaults);
    gp_vec_fini(p->heap, &p->constants);
    gp_vec_fini(p->heap, &p->capacities);
    gp_vec_fini(p->heap, &p->week_cells);
    gp_vec_fini(p->heap, &p->overrides);
    gp_vec_fini(p->heap, &p->needs);
    gp_vec_fini(p->heap, &p->amended);
    gp_vec_fini(p->heap, &p->amended_splits);
    gp_map_fini(&p->constant_of);
    gp_map_fini(&p->vector_of);
    gp_map_fini(&p->named_of);
    gp_map_fini(&p->action_of);
    gp_map_fini(&p->baseline_of);
    gp_vec_fini(p->heap, &p->named);
    gp_map_fini(&p->lost_names);
    gp_vec_fini(p->heap, &p->split_of);
}

/* What is read once serves every compilation of the same text. */
static void keep(struct gp_pass *p)
{
    for (size_t i = 0; i < p->stmts.count; i++)
        gp_vec_push(p->heap, &p->out->stmts, p->stmts.at[i]);
    for (size_t i = 0; i < p->included.count; i++)
        gp_vec_push(p->heap, &p->out->included, p->included.at[i]);
    for (size_t i = 0; i < p->findings->list.count; i++)
        gp_vec_push(p->heap, &p->out->told, p->findings->list.at[i]);
}

static void run(struct gp_pass *p)
{
    for (size_t i = 0; i < p->findings->list.count; i++)
        p->lost_target |= p->findings->list.at[i]->severity == GP_ERROR;
    gp_pass_plan(p);
    gp_pass_declare(p);
    gp_pass_moves(p);
    gp_pass_scenario(p);
    gp_pass_weights(p);
    gp_pass_formulas(p);
    gp_pass_defaults(p);
    gp_pass_targets(p);
    gp_pass_funnels(p);
    gp_pass_amends(p);
    gp_pass_follow(p);
    gp_pass_constants(p);
    gp_pass_bounds(p);
    gp_pass_rows(p);
    gp_pass_flows(p);
    gp_pass_others(p);
    gp_pass_cross(p);
    gp_pass_absent(p);
    gp_pass_stated_days(p);
    size_t before = p->findings->list.count;
    gp_pass_prove(p);
    bool proved = p->findings->list.count == before;
    gp_pass_amended(p);
    if (proved && p->original.at != NULL)
        gp_pass_prove(p);
    gp_pass_capacity(p);
    gp_pass_lint(p);
    gp_pass_original(p);
}

int gp_compile(struct gp_compilation *out, struct gp_findings *findings,
               struct gp_intern *names, const char *path,
               const struct gp_compile_options *options)
{
    struct gp_pass p;
    init(&p, out, findings, names, options);
    int error = gp_pass_load(&p, path);
    if (error == 0) {
        keep(&p);
        run(&p);
    }
    fini(&p);
    if (error == 0)
        gp_compile_allow(out, GP_NO_DATE);
    if (error != 0)
        gp_compilation_fini(out);
    return error;
}

void gp_compile_again(struct gp_compilation *out,
                      const struct gp_compilation *from, gp_sym scenario)
{
    static const struct gp_compile_options none = {0};
    struct gp_pass p;
    init(&p, out, from->findings, from->names, &none);
    out->borrowed = true;
    memcpy(&out->files, &from->files, sizeof out->files);
    p.scenario = scenario;
    p.model->folder = from->model->folder;
    p.model->uses_wan = from->model->uses_wan;
    from->findings->list.count = 0;
    for (size_t i = 0; i < from->told.count; i++)
        gp_vec_push(p.heap, &from->findings->list, from->told.at[i]);
    for (size_t i = 0; i < from->stmts.count; i++) {
        gp_vec_push(p.heap, &p.stmts, from->stmts.at[i]);
        gp_vec_push(p.heap, &out->stmts, from->stmts.at[i]);
    }
    for (size_t i = 0; i < from->included.count; i++)
        gp_vec_push(p.heap, &p.included, from->included.at[i]);
    run(&p);
    fini(&p);
    gp_compile_allow(out, GP_NO_DATE);
}

void gp_compilation_fini(struct gp_compilation *c)
{
    for (size_t i = 0; !c->borrowed && i < c->files.count; i++)
        gp_ast_fini(&c->files.at[i].ast);
    if (!c->borrowed)
        gp_vec_fini(c->heap, &c->files);
    gp_vec_fini(c->heap, &c->stmts);
    gp_vec_fini(c->heap, &c->included);
    gp_vec_fini(c->heap, &c->told);
    gp_vec_fini(c->heap, &c->allows);
    gp_vec_fini(c->heap, &c->silenced);
    if (c->model != NULL)
        gp_model_fini(c->model);
    gp_free(c->heap, c->model);
    c->model = NULL;
}

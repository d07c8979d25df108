/*
 * Any bytes as a plan.  What must hold: the tokens laid end to end give the
 * text back; a tree and a model always come back; nothing that can be asked
 * of a plan crashes; and where no finding is an error, every division sums,
 * in every period, and periods sum to the periods above them.
 *
 * Includes and actuals are looked up in a folder that has only the plan.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/own.h"
#include "support/fuzz.h"
#include "support/parsed.h"

#define require(holds) ((holds) ? (void)0 : broken(__LINE__, #holds))

static void broken(int line, const char *what)
{
    fprintf(stderr, "fuzz_plan.c:%d: not so: %s\n", line, what);
    abort();
}

/* A folder with nothing but the plan, so that no input reads a file of
 * ours. */
static char folder[] = "/tmp/goalpost-fuzz-XXXXXX";
static char path[sizeof folder + sizeof "/plan.goal"];

static void clean(void)
{
    unlink(path);
    rmdir(folder);
}

static void write_plan(const uint8_t *data, size_t size)
{
    static bool ready;
    if (!ready) {
        require(mkdtemp(folder) != NULL);
        snprintf(path, sizeof path, "%s/plan.goal", folder);
        atexit(clean);
        ready = true;
    }
    FILE *f = fopen(path, "wb");
    require(f != NULL && fwrite(data, 1, size, f) == size);
    require(fclose(f) == 0);
}

/* ---- sums ---------------------------------------------------------------- */

static int64_t part_at(const struct gp_model *m, uint32_t part, int tick)
{
    const struct gp_row *r = &m->rows.at[m->parts.at[part]];
    return r->overlay || r->at[tick] == GP_NO_AMOUNT ? 0 : r->at[tick];
}

static void check_cut(const struct gp_model *m, const struct gp_cut *cut)
{
    const struct gp_row *whole = &m->rows.at[cut->row];
    int ticks = m->kpis.at[whole->kpi].tick_count;
    for (int t = 0; cut->joined && t < ticks; t++) {
        int64_t sum = 0;
        if (whole->at[t] == GP_NO_AMOUNT)
            continue;
        for (uint32_t i = 0; i < cut->count; i++)
            sum += part_at(m, cut->first + i, t);
        require(sum == (cut->columns ? cut->columns[t] : whole->at[t]));
    }
}

static void check_periods(const struct gp_model *m, const struct gp_row *row)
{
    int ticks = m->kpis.at[row->kpi].tick_count;
    for (int t = 0; t < ticks; t++) {
        const struct gp_tick *tick = &m->time.ticks[t];
        int64_t sum = 0;
        int seen = 0;
        for (int c = tick->child; c < tick->child + tick->child_count; c++)
            if (c < ticks && row->at[c] != GP_NO_AMOUNT) {
                sum += row->at[c];
                seen++;
            }
        if (row->at[t] != GP_NO_AMOUNT && seen == tick->child_count && seen > 0)
            require(sum == row->at[t]);
    }
}

static void check_sums(const struct gp_model *m)
{
    for (size_t i = 0; i < m->cuts.count; i++)
        check_cut(m, &m->cuts.at[i]);
    for (size_t i = 0; i < m->rows.count; i++) {
        const struct gp_row *row = &m->rows.at[i];
        if (m->kpis.at[row->kpi].kind == GP_KPI_FLOW && !row->open &&
            row->relation == GP_EQUAL)
            check_periods(m, row);
    }
}

/* ---- what can be asked --------------------------------------------------- */

/* A plan of fifty years and many scopes by day is slow, not wrong. */
enum { MOST_DAYS = 400, MOST_ROWS = 200 };

static void ask(struct gp_session *session, struct gp_plan *plan)
{
    static const char *const grains[] = {"year", "week", "month", "day",
                                         "daypart"};
    static const char *const formats[] = {"csv", "text", "json", "markdown",
                                          "csv"};
    const struct gp_model *m = plan->compilation.model;
    bool small = m->time.days.last - m->time.days.first < MOST_DAYS &&
                 m->rows.count < MOST_ROWS;
    bool errors = gp_plan_count(plan, GP_LEVEL_ERROR) > 0;
    for (size_t i = 0; i < (small ? 5 : 3); i++) {
        struct gp_query query;
        struct gp_output *out = gp_output_to_memory(session);
        gp_query_init(&query);
        query.by = grains[i];
        query.format = formats[i];
        enum gp_status status = gp_plan_schedule(plan, &query, out);
        require(status != GP_OUT_OF_MEMORY);
        require(!errors || status != GP_OK);
        gp_output_cancel(out);
    }
    struct gp_output *out = gp_output_to_memory(session);
    require(gp_session_write_findings(session, "text", false, out) == GP_OK);
    require(gp_session_write_findings(session, "json", false, out) == GP_OK);
    gp_output_cancel(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct gp_session *session = gp_session_new();
    struct gp_plan *plan;
    write_plan(data, size);
    enum gp_status status = gp_plan_open(session, path, 0, &plan);
    require(status == GP_OK && plan != NULL);
    const struct gp_compilation *c = &plan->compilation;
    require(c->model != NULL && c->files.count >= 1);
    for (size_t i = 0; i < c->files.count; i++) {
        const struct gp_ast *ast = &c->files.at[i].ast;
        uint32_t source = ast->tokens.source;
        require(parsed_wrong(ast, session->sources.list.at[source].length) ==
                NULL);
    }
    if (gp_plan_count(plan, GP_LEVEL_ERROR) == 0)
        check_sums(c->model);
    ask(session, plan);
    gp_session_free(session);
    return 0;
}

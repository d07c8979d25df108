/* goalpost check: every finding of some plans, and a line about each. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

struct checker {
    struct cli *cli;
    struct gp_session *session;
    size_t plans, unread;
    struct gp_output *gone; /* a line about each plan that is no more */
    int result;
};

/* Only what the plan has gained since the revision is left of its findings. */
static enum gp_status compare(struct checker *c, struct gp_plan *plan)
{
    struct gp_plan *past = NULL;
    const struct cli *cli = c->cli;
    enum gp_status status = gp_plan_open_at(c->session, gp_plan_path(plan),
                                            cli->against, cli->flags, &past);
    if (status != GP_OK || past == NULL)
        return status;
    if (cli->scenario != NULL &&
        gp_plan_set_scenario(past, cli->scenario) != GP_OK)
        return GP_OK; /* the scenario is new, and so are its findings */
    gp_plan_follow(past, cli->query.as_of);
    if (cli->scenario == NULL)
        gp_plan_check_scenarios(past, cli->query.as_of);
    return gp_plan_hide_known(plan, past);
}

/* A plan that cannot be read is no reason to leave the others; false where
 * going on has no sense. */
static bool check_plan(struct checker *c, const char *path)
{
    struct gp_plan *plan;
    const struct cli *cli = c->cli;
    if (cli_open(cli, c->session, path, &plan) != CLI_FINE) {
        c->result = CLI_FAILED;
        c->unread++;
        return true;
    }
    c->plans++;
    enum gp_status status = gp_plan_follow(plan, cli->query.as_of);
    if (status != GP_OK)
        c->result = cli_fail(c->session);
    if (status == GP_BAD_VALUE || status == GP_OUT_OF_MEMORY)
        return false;
    if (cli->scenario == NULL &&
        gp_plan_check_scenarios(plan, cli->query.as_of) != GP_OK)
        c->result = cli_fail(c->session);
    if (cli->against != NULL && compare(c, plan) != GP_OK) {
        c->result = cli_fail(c->session);
        return false;
    }
    return true;
}

/* A plan that was there at the revision has no findings any more. */
static bool is_gone(const struct checker *c, const char *path)
{
    return c->cli->against != NULL && strcmp(path, "-") != 0 &&
           !cli_exists(path);
}

static bool tell_gone(struct checker *c, const char *path)
{
    const char *const words[] = {path, c->cli->against, NULL};
    if (c->gone == NULL)
        c->gone = gp_output_to_memory(c->session);
    const char *line = gp_session_phrase(
        c->session, CLI_SENTENCE("{0}: gone since {1}"), words);
    if (c->gone == NULL || line == NULL) {
        c->result = cli_fail(c->session);
        return false;
    }
    cli_write_all(c->gone, line, "\n", NULL);
    return true;
}

static enum gp_status find_plans(const struct checker *c, const char *word,
                                 const char *const **paths, size_t *count)
{
    const char *against = c->cli->against;
    return against == NULL
               ? gp_session_find(c->session, word, false, paths, count)
               : gp_session_find_against(c->session, word, against, paths,
                                         count);
}

static bool check_all(struct checker *c)
{
    for (int i = 0; i < c->cli->word_count; i++) {
        const char *const *paths;
        size_t count;
        if (find_plans(c, c->cli->words[i], &paths, &count) != GP_OK) {
            c->result = cli_fail(c->session);
            c->unread++;
            continue;
        }
        for (size_t k = 0; k < count; k++)
            if (!(is_gone(c, paths[k]) ? tell_gone(c, paths[k])
                                       : check_plan(c, paths[k])))
                return false;
    }
    return true;
}

static bool has_findings(const struct gp_session *session)
{
    for (int level = GP_LEVEL_NOTE; level <= GP_LEVEL_ERROR; level++)
        if (gp_session_count(session, (enum gp_level)level) != 0)
            return true;
    return false;
}

/* Of so many plans, those without findings are listed, too. */
enum { ALL_LISTED = 20 };

static bool plan_has_findings(const struct gp_plan *plan)
{
    for (int level = GP_LEVEL_NOTE; level <= GP_LEVEL_ERROR; level++)
        if (gp_plan_count(plan, (enum gp_level)level) != 0)
            return true;
    return false;
}

/* Of one plan with findings their own last line says all. */
static enum gp_status write_summaries(const struct checker *c,
                                      struct gp_output *output)
{
    enum gp_status status = GP_OK;
    const char *gone = c->gone == NULL ? "" : gp_output_text(c->gone, NULL);
    if (gone == NULL)
        return GP_OUT_OF_MEMORY;
    cli_write(output, gone);
    if (c->plans == 1 && c->unread == 0 && has_findings(c->session))
        return GP_OK;
    for (struct gp_plan *p = gp_session_first_plan(c->session);
         status == GP_OK && p != NULL; p = gp_plan_next(p))
        if (c->plans <= ALL_LISTED || plan_has_findings(p))
            status = gp_plan_write_summary(p, output);
    if (status == GP_OK && c->plans + c->unread > 1)
        status = gp_session_write_summary(c->session, output);
    return status;
}

static int write_all(const struct checker *c)
{
    struct cli *cli = c->cli;
    const char *format = cli->query.format != NULL ? cli->query.format : "text";
    struct gp_output *output = cli_output(cli, c->session);
    if (output == NULL)
        return cli_fail(c->session);
    enum gp_status status = gp_session_write_findings(
        c->session, format, cli_colors(cli, STDOUT_FILENO), output);
    /* GitHub shows what is no command of its own as it is. */
    bool for_people =
        strcmp(format, "text") == 0 || strcmp(format, "github") == 0;
    if (status == GP_OK && for_people)
        status = write_summaries(c, output);
    if (status != GP_OK) {
        gp_output_cancel(output);
        return cli_fail(c->session);
    }
    return gp_output_close(output) == GP_OK ? CLI_FINE : cli_fail(c->session);
}

int cli_check(struct cli *cli)
{
    struct checker c = {.cli = cli, .result = CLI_FINE};
    if (cli->word_count == 0)
        return cli_misuse(cli,
                          "check what? name plans or folders, or - for "
                          "standard input",
                          NULL);
    c.session = cli_session(cli);
    if (c.session == NULL)
        return CLI_FAILED;
    if (check_all(&c)) {
        int written = write_all(&c);
        c.result = c.result == CLI_FINE ? written : c.result;
    }
    if (c.result == CLI_FINE)
        c.result = cli_exit_status(cli, c.session);
    gp_session_free(c.session);
    return c.result;
}
